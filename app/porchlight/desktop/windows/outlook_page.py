"""The outlook: what to do before it becomes urgent, and how much room there is."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from porchlight.desktop.context import AppContext
from porchlight.desktop.formatting import amount
from porchlight.desktop.insight_texts import capacity_name
from porchlight.desktop.texts import job_word, rule_name
from porchlight.desktop.theme import TextRole, Theme
from porchlight.desktop.tokens import CARD_RADIUS, GAP
from porchlight.desktop.widgets.basic import EmptyState, MarkLabel, Text
from porchlight.insight.capacity import Capacity
from porchlight.insight.outlook import USUAL_SPAN_MS, read_situation
from porchlight.insight.recommendation_texts import Kind, Texts
from porchlight.insight.recommendations import Recommendation, Situation, Urgency, recommend
from porchlight.insight.running_out import foreseen
from porchlight.language.current import rendered, tr, tr_plural
from porchlight.model.errors import HistoryError
from porchlight.model.mark import Mark
from porchlight.zones import local_zone

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


_MARKS = {Urgency.NOW: Mark.ERROR, Urgency.SOON: Mark.DEGRADED, Urgency.WHEN_THERE_IS_TIME: Mark.UNKNOWN}
_GROUNDS = {Urgency.NOW: "tint_error", Urgency.SOON: "tint_warning", Urgency.WHEN_THERE_IS_TIME: "surface"}


class RecommendationCard(QFrame):
    """``button`` (empty: none) leads to its place."""

    wanted = Signal()

    def __init__(self, theme: Theme, urgency: Urgency, texts: Texts, button: str) -> None:
        super().__init__()
        self._theme = theme
        self._ground = _GROUNDS[urgency]
        what = rendered(texts.what)
        self.setAccessibleName(what)
        mark = MarkLabel(theme, 18)
        mark.set_mark(_MARKS[urgency], urgency_word(urgency))
        body = QVBoxLayout()
        body.setSpacing(2)
        body.addWidget(Text(theme, TextRole.NAME, what, wrap=True).selectable())
        body.addWidget(
            Text(theme, TextRole.TEXT, rendered(texts.evidence), colour="secondary", wrap=True).selectable()
        )
        body.addSpacing(4)
        body.addWidget(Text(theme, TextRole.TEXT, rendered(texts.step), wrap=True).selectable())
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
            return tr("Now")
        case Urgency.SOON:
            return tr("Soon")
        case Urgency.WHEN_THERE_IS_TIME:
            return tr("When you have time")


_MOST = 30
"""Cards that are shown: with more to do one begins at the top."""
_WIDTH = 760
"""px, so that lines stay short enough to read."""


class OutlookPage(QWidget):
    """Reads the history when it is shown."""

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self._context = context
        self._stack = QStackedWidget()
        self._waiting = EmptyState(
            context.theme,
            Mark.UNKNOWN,
            tr("Nothing to show yet."),
            tr("After the first checks, you'll find here what needs doing and, later, what will run out and when."),
        )
        self._stack.addWidget(self._waiting)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._stack.addWidget(self._area)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 12)
        layout.addWidget(self._stack)

    def read(self) -> None:
        """Read the history again."""
        components = [view.component for view in self._context.snapshot.views.values()]
        rules, now_ms, zone = self._context.rule_names(), self._context.now_ms(), local_zone()
        self._context.ask_history(
            self,
            lambda reader: read_situation(reader, components, rules, now_ms - USUAL_SPAN_MS, now_ms, zone),
            self._show,
            "outlook",
        )

    def _show(self, found: Situation | HistoryError) -> None:
        if isinstance(found, HistoryError) or not found.components:
            return
        place = self._area.verticalScrollBar().value()
        content = QWidget()
        content.setMaximumWidth(_WIDTH)
        # Its layout would ask for the height at its narrowest, and the page would scroll into nothing.
        content.setMinimumHeight(1)
        column = QVBoxLayout(content)
        column.setContentsMargins(8, 4, 8, 8)
        column.setSpacing(GAP)
        names = self._names()
        self._add_recommendations(column, recommend(found), names)
        self._add_capacity(column, found, names)
        column.addStretch(1)
        self._area.setWidget(content)
        self._area.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._area.verticalScrollBar().setValue(place)
        self._stack.setCurrentWidget(self._area)

    def _add_recommendations(
        self, column: QVBoxLayout, found: Sequence[Recommendation], names: Mapping[str, str]
    ) -> None:
        theme = self._context.theme
        column.addWidget(Text(theme, TextRole.HEADING, tr("What to do")))
        if not found:
            text = tr("Nothing needs doing: everything worked normally in the last 7 days.")
            column.addWidget(Text(theme, TextRole.TEXT, text, colour="secondary", wrap=True))
        for one in found[:_MOST]:
            button = self._button(one)
            card = RecommendationCard(theme, one.urgency, one.texts.about(_called(one.subject, names)), button)
            card.wanted.connect(lambda one=one: self._open(one))
            column.addWidget(card)
        if len(found) > _MOST:
            more = tr_plural("… and {n} more.", "… and {n} more.", len(found) - _MOST)
            column.addWidget(Text(theme, TextRole.SECONDARY, more, colour="secondary"))

    def _add_capacity(self, column: QVBoxLayout, found: Situation, names: Mapping[str, str]) -> None:
        theme = self._context.theme
        column.addSpacing(GAP)
        column.addWidget(Text(theme, TextRole.HEADING, tr("What may run out")))
        if not found.capacity:
            text = tr("Nothing with a limit has been measured yet. Databases, quotas and jobs will appear here.")
            column.addWidget(Text(theme, TextRole.TEXT, text, colour="secondary", wrap=True))
        for one in found.capacity:
            column.addWidget(self._row(one, _called(one.subject, names)))

    def _row(self, one: Capacity, name: str) -> CapacityRow:
        return CapacityRow(
            self._context.theme,
            capacity_name(one, name),
            amount(one.level),
            one.share,
            rendered(foreseen(one, name)),
        )

    def _names(self) -> dict[str, str]:
        """The names for people of each component, rule, channel and job."""
        return {
            **{rule: rule_name(rule, name) for rule, name in self._context.rule_names().items()},
            **self._context.channel_names(),
            **self._context.job_names(),
            **self._context.component_names(),
        }

    def _button(self, one: Recommendation) -> str:
        if one.subject in self._context.snapshot.views:
            return tr("Details")
        return tr("Settings") if one.kind in (Kind.NOISY_RULE, Kind.UNDELIVERED, Kind.NOT_WATCHING) else ""

    def _open(self, one: Recommendation) -> None:
        match one.kind:
            case Kind.NOISY_RULE:
                self._context.settings_page_wanted.emit("rules")
            case Kind.UNDELIVERED:
                self._context.settings_page_wanted.emit("channels")
            case Kind.NOT_WATCHING:
                self._context.settings_page_wanted.emit("general")
            case _:
                self._context.component_wanted.emit(one.subject)


def _called(subject: str, names: Mapping[str, str]) -> str:
    return names.get(subject) or job_word(subject)
