"""A window of its own without a frame, above all others: what the panel and the strip have in common."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QRegion, QResizeEvent
from PySide6.QtWidgets import QFrame

from porchlight.desktop.theme import Theme


class Floating(QFrame):
    """With round corners and a line around it."""

    def __init__(self, theme: Theme, name: str, radius: int) -> None:
        """``name``: for the style sheet; ``radius`` in px."""
        super().__init__(
            None,
            Qt.WindowType.Tool | Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowStaysOnTopHint,
        )
        self.setWindowTitle("Porchlight")
        self.setObjectName(name)
        self._theme = theme
        self._radius = radius
        theme.changed.connect(self.update)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """See QWidget: round corners also without a compositor."""
        shape = QPainterPath()
        shape.addRoundedRect(QRectF(self.rect()), self._radius, self._radius)
        self.setMask(QRegion(shape.toFillPolygon().toPolygon()))

    def paintEvent(self, event: QPaintEvent) -> None:
        """See QWidget."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self._theme.colour(self._edge()))
        painter.setBrush(self._theme.colour("background"))
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(box, self._radius - 1, self._radius - 1)
        painter.end()

    def _edge(self) -> str:
        """The colour of the line around it, by its token's name."""
        return "border"
