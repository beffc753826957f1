"""A card of three lines at most, shown until it is dismissed."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from porchlight.desktop.theme import TextRole, Theme
from porchlight.desktop.tokens import CARD_RADIUS
from porchlight.desktop.widgets.basic import RemoveButton, Text
from porchlight.language.current import tr

_MOST_LINES = 3


class DismissibleCard(QFrame):
    """Hidden while it has no lines."""

    dismissed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._title = Text(theme, TextRole.NAME, wrap=True)
        self._lines = [Text(theme, TextRole.TEXT, colour="secondary", wrap=True) for _ in range(_MOST_LINES)]
        close = RemoveButton(tr("Dismiss"))
        close.clicked.connect(self.dismissed)
        self.texts = QVBoxLayout()
        """The title, and the lines below it."""
        self.texts.setSpacing(2)
        self.texts.addWidget(self._title)
        for line in self._lines:
            self.texts.addWidget(line)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 10, 4, 10)
        layout.addLayout(self.texts, 1)
        layout.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        theme.changed.connect(self.update)
        self.hide()

    def show_lines(self, title: str, lines: Sequence[str]) -> None:
        """Show these."""
        self._title.setText(title)
        self.setAccessibleName(" ".join((title, *lines)))
        for place, label in enumerate(self._lines):
            label.show_text(lines[place] if place < len(lines) else "")
        self.setVisible(bool(lines))

    def paintEvent(self, event: QPaintEvent) -> None:
        """See QWidget."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self._theme.colour("border"))
        painter.setBrush(self._theme.colour("surface"))
        painter.drawRoundedRect(QRectF(self.contentsRect()).adjusted(0.5, 0.5, -0.5, -0.5), CARD_RADIUS, CARD_RADIUS)
        painter.end()
