"""A status mark as a widget: sharp on every screen, told to screen readers in a word."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from porchlight.desktop.icons import Mark, mark_pixmap
from porchlight.desktop.theme import Theme


class MarkLabel(QWidget):
    """One of the five marks."""

    def __init__(self, theme: Theme, size: int, mark: Mark = Mark.UNKNOWN, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._size = size
        self._mark = mark
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    @property
    def mark(self) -> Mark:
        """Which."""
        return self._mark

    def set_mark(self, mark: Mark, name: str) -> None:
        """Show this one, called so for those who do not see it."""
        self.setAccessibleName(name)
        if mark is not self._mark:
            self._mark = mark
            self.update()

    def sizeHint(self) -> QSize:
        """See QWidget."""
        return QSize(self._size, self._size)

    def paintEvent(self, event: QPaintEvent) -> None:
        """See QWidget."""
        painter = QPainter(self)
        painter.drawPixmap(0, 0, mark_pixmap(self._mark, self._size, self.devicePixelRatioF(), self._theme.tokens))
        painter.end()
