"""A small word in a round frame, such as a tag."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent

from porchlight.desktop.theme import TextRole, Theme
from porchlight.desktop.widgets.text import Text


class Chip(Text):
    """One word."""

    def __init__(self, theme: Theme, text: str) -> None:
        super().__init__(theme, TextRole.SMALL, text)
        self.setContentsMargins(8, 2, 8, 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        """See QWidget."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self._theme.colour("border"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 9, 9)
        painter.end()
        super().paintEvent(event)
