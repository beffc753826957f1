"""What windows remember of their last time. Apart from them, since the light needs it before any window is loaded."""

from PySide6.QtCore import QByteArray, QSettings


class Places:
    """The places of windows, in a small file beside the history: learned, not chosen, so not in the settings."""

    def __init__(self, path: str, *, demo: bool = False) -> None:
        """``demo``: these windows show the demo, and their titles say so."""
        self.demo = demo
        self._file = QSettings(path, QSettings.Format.IniFormat)

    def get(self, name: str) -> QByteArray | None:
        """The geometry of a window, if it was ever closed."""
        found = self._file.value(f"{name}/geometry")
        return found if isinstance(found, QByteArray) else None

    def put(self, name: str, geometry: QByteArray) -> None:
        """Store it."""
        self._file.setValue(f"{name}/geometry", geometry)

    def columns(self, name: str) -> str:
        """What a person has made of a table's columns; empty: nothing."""
        return str(self._file.value(f"columns/{name}", ""))

    def put_columns(self, name: str, kept: str) -> None:
        """Store it."""
        self._file.setValue(f"columns/{name}", kept)

    def flag(self, name: str) -> bool:
        """Whether something was shown already."""
        return str(self._file.value(f"said/{name}", "")) == "yes"

    def set_flag(self, name: str, wanted: bool = True) -> None:
        """Remember that it was shown, or that it was not."""
        self._file.setValue(f"said/{name}", "yes" if wanted else "no")

    def moment(self, name: str) -> int | None:
        """When something was last so (Unix ms, UTC)."""
        found = str(self._file.value(f"moments/{name}", ""))
        return int(found) if found.isdecimal() else None

    def put_moment(self, name: str, at_ms: int) -> None:
        """Remember it."""
        self._file.setValue(f"moments/{name}", str(at_ms))
