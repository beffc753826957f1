"""The base of all windows: remembers its place in a small file, goes back on Esc, asks before something is lost."""

from PySide6.QtCore import QByteArray, QSettings, QSize, Qt
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from porchlight.desktop.windows.draft import Draft, DraftPage, discard_first


class Places:
    """The places of windows, in a small file beside the history: learned, not chosen, so not in the settings."""

    def __init__(self, path: str) -> None:
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
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self).activated.connect(self.step_back)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Close), self).activated.connect(self.close)
        geometry = places.get(name)
        if geometry is None or not self.restoreGeometry(geometry):
            room = QGuiApplication.primaryScreen().availableSize()
            self.resize(size.boundedTo(QSize(room.width() - 40, room.height() - 60)))

    def come_forward(self) -> None:
        """Show it before all others, with the focus."""
        if self.isMinimized():
            self.showNormal()
        self.show()
        self.raise_()
        self.activateWindow()

    @property
    def drafts(self) -> list[Draft]:
        """What somebody is filling in and has not saved."""
        return [one for one in self.findChildren(Draft) if one.unsaved]

    def step_back(self) -> None:
        """Leave the form that is open; where there is none, close. The effect of Esc."""
        page = next((one for one in self.findChildren(DraftPage) if one.isVisibleTo(self)), None)
        if page is None:
            self.close()
        else:
            page.leave()

    def close_now(self) -> None:
        """Close it with all that was not saved."""
        for one in self.drafts:
            one.discard()
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """See QWidget."""
        if drafts := self.drafts:
            event.ignore()
            discard_first(drafts, self, self.close)
            return
        self._places.put(self._place_name, self.saveGeometry())
        super().closeEvent(event)
