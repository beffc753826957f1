"""One thing that has a limit: its name, how full it is, and when it will be."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from porchlight.desktop.theme import TextRole, Theme
from porchlight.desktop.tokens import GAP
from porchlight.desktop.widgets.text import Text

_BAR = 8
_NEARLY_FULL = 0.9


class FillBar(QWidget):
    """Filled to a share (0–1); over nine tenths in the colour of a warning, full in that of an error."""

    def __init__(self, theme: Theme, share: float, name: str) -> None:
        super().__init__()
        self._theme = theme
        self._share = min(max(share, 0.0), 1.0)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """See QWidget."""
        return QSize(160, _BAR)

    def paintEvent(self, event: QPaintEvent) -> None:
        """See QWidget."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("border"))
        painter.drawRoundedRect(QRectF(0, 0, self.width(), _BAR), _BAR / 2, _BAR / 2)
        if self._share:
            colour = "error" if self._share >= 1 else "degraded" if self._share >= _NEARLY_FULL else "accent"
            painter.setBrush(self._theme.colour(colour))
            painter.drawRoundedRect(QRectF(0, 0, max(self.width() * self._share, _BAR), _BAR), _BAR / 2, _BAR / 2)
        painter.end()


class CapacityRow(QWidget):
    """All texts in the user's language."""

    def __init__(self, theme: Theme, name: str, level: str, share: float, foreseen: str) -> None:
        super().__init__()
        head = QHBoxLayout()
        head.setSpacing(GAP)
        head.addWidget(Text(theme, TextRole.NAME, name, wrap=True), 1)
        head.addWidget(Text(theme, TextRole.SECONDARY, level))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 8)
        layout.setSpacing(4)
        layout.addLayout(head)
        layout.addWidget(FillBar(theme, share, f"{name}: {level}"))
        layout.addWidget(Text(theme, TextRole.SECONDARY, foreseen, colour="secondary", wrap=True).selectable())
