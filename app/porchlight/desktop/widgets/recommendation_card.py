"""One recommendation: what it is, how that is known, and the next step."""

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout

from porchlight.desktop.icons import Mark
from porchlight.desktop.theme import TextRole, Theme
from porchlight.desktop.tokens import CARD_RADIUS, GAP
from porchlight.desktop.widgets.mark_label import MarkLabel
from porchlight.desktop.widgets.text import Text
from porchlight.desktop.words import translate
from porchlight.insight.recommendation_texts import Texts
from porchlight.insight.recommendations import Urgency

_MARKS = {Urgency.NOW: Mark.ERROR, Urgency.SOON: Mark.DEGRADED, Urgency.WHEN_THERE_IS_TIME: Mark.UNKNOWN}
_GROUNDS = {Urgency.NOW: "tint_error", Urgency.SOON: "tint_warning", Urgency.WHEN_THERE_IS_TIME: "surface"}


class RecommendationCard(QFrame):
    """``said`` is what it says in the user's language; ``button`` (empty: none) leads to its place."""

    wanted = Signal()

    def __init__(self, theme: Theme, urgency: Urgency, said: Texts, button: str) -> None:
        super().__init__()
        self._theme = theme
        self._ground = _GROUNDS[urgency]
        self.setAccessibleName(said.what)
        mark = MarkLabel(theme, 18)
        mark.set_mark(_MARKS[urgency], urgency_word(urgency))
        body = QVBoxLayout()
        body.setSpacing(2)
        body.addWidget(Text(theme, TextRole.NAME, said.what, wrap=True).selectable())
        body.addWidget(Text(theme, TextRole.TEXT, said.evidence, colour="secondary", wrap=True).selectable())
        body.addSpacing(4)
        body.addWidget(Text(theme, TextRole.TEXT, said.step, wrap=True).selectable())
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 12, 14, 12)
        layout.setSpacing(GAP + 2)
        column = QVBoxLayout()
        column.addWidget(mark)
        column.addStretch(1)
        layout.addLayout(column)
        layout.addLayout(body, 1)
        if button:
            press = QPushButton(button)
            press.clicked.connect(self.wanted)
            side = QVBoxLayout()
            side.addWidget(press)
            side.addStretch(1)
            layout.addLayout(side)
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        """See QWidget."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self._theme.colour("background"))
        painter.setBrush(self._theme.colour(self._ground))
        painter.drawRoundedRect(QRectF(self.rect()), CARD_RADIUS, CARD_RADIUS)
        painter.end()


def urgency_word(urgency: Urgency) -> str:
    """When it should be done."""
    match urgency:
        case Urgency.NOW:
            return translate("Insight", "Now")
        case Urgency.SOON:
            return translate("Insight", "Soon")
        case Urgency.WHEN_THERE_IS_TIME:
            return translate("Insight", "When there is time")
