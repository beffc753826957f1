"""What was learned about the windows: where they were, what was said once already."""

from PySide6.QtCore import QByteArray, QSettings


class Places:
    """Where windows were, in a small file beside the history: learned, not chosen, so not in the settings."""

    def __init__(self, path: str) -> None:
        self._file = QSettings(path, QSettings.Format.IniFormat)

    def get(self, name: str) -> QByteArray | None:
        """The geometry of a window, if it was ever closed."""
        found = self._file.value(f"{name}/geometry")
        return found if isinstance(found, QByteArray) else None

    def put(self, name: str, geometry: QByteArray) -> None:
        """Remember it."""
        self._file.setValue(f"{name}/geometry", geometry)

    def flag(self, name: str) -> bool:
        """Whether something was said already."""
        return str(self._file.value(f"said/{name}", "")) == "yes"

    def set_flag(self, name: str) -> None:
        """It was said."""
        self._file.setValue(f"said/{name}", "yes")
