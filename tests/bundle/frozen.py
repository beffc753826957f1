"""The frozen program as a process in an empty environment."""

from collections.abc import Mapping
from pathlib import Path

from tests.integration.program import Program

FOLDER = Path("dist/porchlight").absolute()
PROGRAM = FOLDER / "porchlight"


class FrozenProgram(Program):
    """Runs the program of the bundle; all it is told is where its home is."""

    def __init__(self, folder: Path, environment: Mapping[str, str] | None = None) -> None:
        super().__init__(folder)
        self.environment = {
            "HOME": str(folder),
            "PATH": str(folder / "no-programs"),
            "PORCHLIGHT_CONFIG": str(self.config),
            "PORCHLIGHT_DATA_DIR": str(self.data),
            **(environment or {}),
        }

    @staticmethod
    def command() -> list[str]:
        return [str(PROGRAM)]
