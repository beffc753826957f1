"""The base of all windows: remembers its place, closes on Esc and Ctrl-W, is told to come to the front."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from porchlight.desktop.places import Places


class Window(QWidget):
    """A window of its own with a remembered place."""

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
