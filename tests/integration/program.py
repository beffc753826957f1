"""The program as a user runs it: a process with a home of its own."""

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.integration.loaded import can_run, run

_PATIENCE = 100.0
"""Seconds for a command that ends by itself."""


@dataclass(frozen=True)
class Ran:
    """What a command said and how it ended."""

    code: int
    out: str
    err: str


class Program:
    """Runs ``porchlight`` with settings and data of one test."""

    def __init__(self, folder: Path, environment: Mapping[str, str] | None = None) -> None:
        self.folder = folder
        self.config = folder / "config" / "porchlight.toml"
        self.data = folder / "data"
        # Without a screen: by itself the program would open its window there instead of using the terminal.
        without_screen = {
            name: value
            for name, value in os.environ.items()
            if name not in ("DISPLAY", "WAYLAND_DISPLAY") and not name.startswith("QT_")
        }
        self.environment = {
            **without_screen,
            "HOME": str(folder),
            "PORCHLIGHT_CONFIG": str(self.config),
            "PORCHLIGHT_DATA_DIR": str(self.data),
            **(environment or {}),
        }
        self.before: tuple[str, ...] = ()
        """Words before the command: another program that runs it."""

    def configure(self, text: str) -> None:
        self.config.parent.mkdir(exist_ok=True)
        self.config.write_text(text)

    def __call__(self, *arguments: str, given: str | None = None) -> Ran:
        command = [*self.before, *self.command()]
        if command == Program.command() and can_run(self.environment):
            done = run(arguments, self.environment, given, timeout=_PATIENCE)
        else:
            done = subprocess.run(
                [*command, *arguments],
                env=self.environment,
                input=given,
                stdin=subprocess.DEVNULL if given is None else None,
                capture_output=True,
                text=True,
                timeout=_PATIENCE,
                check=False,
            )
        assert "Traceback" not in done.stdout + done.stderr, done.stderr
        return Ran(done.returncode, done.stdout, done.stderr)

    def start(self, *arguments: str) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [*self.before, *self.command(), *arguments],
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            # On Windows it can be told to end only as a group of its own, see end().
            creationflags=subprocess.CREATE_NEW_PROCESS_GROUP if sys.platform == "win32" else 0,
        )

    @staticmethod
    def command() -> list[str]:
        return [sys.executable, "-m", "porchlight"]
