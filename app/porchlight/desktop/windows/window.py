"""The base of all windows: remembers its place in a small file, closes on Esc and Ctrl-W, comes to the front."""

from PySide6.QtCore import QByteArray, QSettings, QSize, Qt
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from porchlight.language.current import tr


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

    def flag(self, name: str) -> bool:
        """Whether something was shown already."""
        return str(self._file.value(f"said/{name}", "")) == "yes"

    def set_flag(self, name: str) -> None:
        """Remember that it was shown."""
        self._file.setValue(f"said/{name}", "yes")


class Window(QWidget):
    """A top-level window with a remembered place."""

    def __init__(self, places: Places, name: str, size: QSize) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self._places = places
        self._place_name = name
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for keys in (QKeySequence(Qt.Key.Key_Escape), QKeySequence(QKeySequence.StandardKey.Close)):
            QShortcut(keys, self).activated.connect(self.close)
        geometry = places.get(name)
        if geometry is None or not self.restoreGeometry(geometry):
            room = QGuiApplication.primaryScreen().availableSize()
            self.resize(size.boundedTo(QSize(room.width() - 40, room.height() - 60)))

    def setWindowTitle(self, title: str) -> None:
        """See QWidget."""
        super().setWindowTitle(tr("Demo: {title}", title=title) if self._places.demo else title)

    def come_forward(self) -> None:
        """Show it before all others, with the focus."""
        if self.isMinimized():
            self.showNormal()
        self.show()
        self.raise_()
        self.activateWindow()

    def closeEvent(self, event: QCloseEvent) -> None:
        """See QWidget."""
        self._places.put(self._place_name, self.saveGeometry())
        super().closeEvent(event)
