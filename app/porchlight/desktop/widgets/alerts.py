"""Alerts as a table and a list, the menus that act on them, and the line on why they are held back."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from porchlight.dataclass import dataclass
from porchlight.desktop.alert_texts import what_of
from porchlight.desktop.context import AppContext
from porchlight.desktop.formatting import exact_moment, moment
from porchlight.desktop.not_now import NotNow, silenced
from porchlight.desktop.span_menu import SHORTEST_SILENCE, span_menu
from porchlight.desktop.texts import rule_name
from porchlight.desktop.theme import TextRole, Theme
from porchlight.desktop.tokens import CARD_RADIUS, GAP
from porchlight.desktop.widgets.basic import Link, MarkLabel, Text
from porchlight.desktop.widgets.row_table import Head, Line, LineTable
from porchlight.insight.alert_states import state_of
from porchlight.language.current import rendered, tr
from porchlight.model.alert import Alert, Severity
from porchlight.model.mark import Mark
from porchlight.model.times import until_tomorrow

SEVERITY_MARKS = {
    Severity.CRITICAL: Mark.ERROR,
    Severity.HIGH: Mark.ERROR,
    Severity.MEDIUM: Mark.DEGRADED,
    Severity.LOW: Mark.UNKNOWN,
}


@dataclass(frozen=True, slots=True)
class Names:
    """The names of what alerts are about, and of rules; by id."""

    subjects: Mapping[str, str]
    rules: Mapping[str, str]


class AlertTable(LineTable):
    """Read only."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(
            theme,
            (
                Head(tr("When"), 130),
                Head(tr("Severity"), 110),
                Head(tr("Alert"), 240),
                Head(tr("State"), 330),
            ),
            stretched=2,
            marked=1,
            name=tr("Alerts"),
        )
        self._alerts: dict[str, Alert] = {}

    @property
    def chosen(self) -> list[Alert]:
        """The selected ones, from the top."""
        return [self._alerts[one] for one in self.chosen_ids]

    def show_alerts(self, alerts: Sequence[Alert], names: Names, now_ms: int, *, more: bool) -> None:
        """Show these and no others. The selection stays."""
        self._alerts = {alert.id: alert for alert in alerts}
        self.show_lines([_line(alert, names, now_ms) for alert in alerts], more=more)

    def add_alerts(self, alerts: Sequence[Alert], names: Names, now_ms: int, *, more: bool) -> None:
        """The next page."""
        self._alerts |= {alert.id: alert for alert in alerts}
        self.add_lines([_line(alert, names, now_ms) for alert in alerts], more=more)


def _line(alert: Alert, names: Names, now_ms: int) -> Line:
    fired_ms = alert.firing_ms or alert.pending_ms
    rule = rule_name(alert.rule, names.rules.get(alert.rule, alert.rule))
    return Line(
        alert.id,
        (
            moment(fired_ms, now_ms),
            rendered(alert.severity.label),
            what_of(alert, names.subjects, names.rules),
            rendered(state_of(alert, now_ms)),
        ),
        SEVERITY_MARKS[alert.severity] if alert.resolved_ms is None else Mark.HEALTHY,
        f"{rule}\n{rendered(alert.sentence)}\n{exact_moment(fired_ms)}",
        (fired_ms, list(Severity).index(alert.severity), None, None),
    )


def snooze_menu(snooze: Callable[[float | None], None]) -> QMenu:
    """How long an alert is snoozed; None: until it is over."""
    menu = QMenu()
    _add_snoozes(menu, snooze)
    return menu


def not_now_menu(context: AppContext, component_id: str, parent: QWidget) -> QMenu:
    """The possible answers to a component's trouble when the menu opens: what fires is acknowledged or snoozed; where
    nothing fires, what will is silenced."""
    menu = QMenu(parent)

    def fill() -> None:
        menu.clear()
        firing = context.firing(component_id)
        ids = [one.id for one in firing]
        if unseen := [one.id for one in firing if one.acknowledged_ms is None]:
            menu.addAction(tr("Acknowledge")).triggered.connect(lambda: context.commands.acknowledge(unseen))
            menu.addSeparator()
        if firing:
            _add_snoozes(menu, lambda seconds: context.commands.snooze(ids, seconds))
        else:
            silence = partial(context.commands.silence, components=(component_id,))
            menu.addActions(span_menu(menu, "", silence, shortest=SHORTEST_SILENCE).actions())

    menu.aboutToShow.connect(fill)
    return menu


def silence_menu(context: AppContext, component: str, rule: str) -> QMenu:
    """What is silenced, and until when: it always ends by itself."""
    menu = QMenu()

    def add(title: str, components: tuple[str, ...], rules: tuple[str, ...]) -> None:
        silence = partial(context.commands.silence, components=components, rules=rules)
        menu.addMenu(span_menu(menu, title, silence, shortest=SHORTEST_SILENCE))

    if component:
        add(tr("This component"), (component,), ())
    if rule:
        add(tr("This rule"), (), (rule,))
    if component and rule:
        add(tr("This rule on this component"), (component,), (rule,))
    add(tr("Everything"), (), ())
    return menu


def _add_snoozes(menu: QMenu, snooze: Callable[[float | None], None]) -> None:
    menu.addAction(tr("For 1 hour")).triggered.connect(lambda: snooze(3600.0))
    tomorrow = menu.addAction(tr("Until tomorrow 8:00"))
    tomorrow.triggered.connect(lambda: snooze(until_tomorrow(datetime.now().astimezone())))
    menu.addAction(tr("Until it is resolved")).triggered.connect(lambda: snooze(None))


class NotNowLine(QWidget):
    """Hidden while empty."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._not_now = NotNow()
        self._text = Text(theme, TextRole.SECONDARY)
        self._end = Link(tr("End"))
        self._end.clicked.connect(self._order)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self._text)
        layout.addWidget(self._end)
        layout.addStretch(1)
        self.hide()

    def update_line(self, not_now: NotNow) -> None:
        """Show the current state."""
        self._not_now = not_now
        self._text.setText(not_now.text)
        self._end.setVisible(not_now.end is not None)
        self._end.setAccessibleName(f"{self._end.text()}: {not_now.text}")
        self.setVisible(bool(not_now.text))

    def _order(self) -> None:
        if self._not_now.end is not None:
            self._not_now.end()


class FiringList(QWidget):
    """Hidden while nothing fires and nothing is silenced."""

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self._context = context
        self.component_id = ""
        self._rows: dict[str, _Row] = {}
        self._silenced = NotNowLine(context.theme)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(GAP)
        self._layout.addWidget(self._silenced)

    def refresh(self) -> None:
        """Show the current state; rows that stay keep the focus."""
        firing = {alert.id: alert for alert in self._context.firing(self.component_id)}
        for alert_id in self._rows.keys() - firing.keys():
            row = self._rows.pop(alert_id)
            row.hide()
            row.deleteLater()
        for alert_id, alert in firing.items():
            if alert_id not in self._rows:
                row = self._rows[alert_id] = _Row(self._context, alert)
                self._layout.insertWidget(self._layout.count() - 1, row)
            self._rows[alert_id].update_alert(alert)
        silence = silenced(self._context, self.component_id)
        self._silenced.update_line(silence)
        self.setVisible(bool(firing or silence.text))


class _Row(QFrame):
    """One alert."""

    def __init__(self, context: AppContext, alert: Alert) -> None:
        super().__init__()
        self._context = context
        self._alert = alert
        theme = context.theme
        mark = MarkLabel(theme, 18)
        mark.set_mark(SEVERITY_MARKS[alert.severity], rendered(alert.severity.label))
        title = Text(theme, TextRole.NAME, rule_name(alert.rule, context.rule_names().get(alert.rule, alert.rule)))
        self.setAccessibleName(title.text())
        self._state = Text(theme, TextRole.SECONDARY)
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(title)
        texts.addWidget(self._state)
        self._acknowledge = QPushButton(tr("Acknowledge"))
        self._acknowledge.clicked.connect(lambda: context.commands.acknowledge([alert.id]))
        self._snooze = QPushButton(tr("Snooze") + " ▾")
        self._snooze.setAccessibleName(tr("Snooze"))
        self._menu = snooze_menu(
            lambda seconds: context.commands.snooze([alert.id], seconds)
        )  # a button does not own its menu
        self._snooze.setMenu(self._menu)
        self._unsnooze = QPushButton(tr("End snooze"))
        self._unsnooze.clicked.connect(lambda: context.commands.unsnooze([alert.id]))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.setSpacing(GAP)
        layout.addWidget(mark)
        layout.addSpacing(2)
        layout.addLayout(texts, 1)
        for button in (self._acknowledge, self._snooze, self._unsnooze):
            layout.addWidget(button)
        theme.changed.connect(self.update)
        self.update_alert(alert)

    def update_alert(self, alert: Alert) -> None:
        """Show its state."""
        now_ms = self._context.now_ms()
        self._alert = alert
        since = tr("Since {time}", time=moment(alert.pending_ms, now_ms))
        self._state.setText(f"{since} · {rendered(state_of(alert, now_ms))}")
        snoozed = alert.snoozed_until_ms is not None and alert.snoozed_until_ms > now_ms
        self._acknowledge.setVisible(alert.acknowledged_ms is None)
        self._snooze.setVisible(not snoozed)
        self._unsnooze.setVisible(snoozed)

    def paintEvent(self, event: QPaintEvent) -> None:
        """See QWidget."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        grave = SEVERITY_MARKS[self._alert.severity] is Mark.ERROR
        painter.setPen(self._context.theme.colour("background"))
        painter.setBrush(self._context.theme.colour("tint_error" if grave else "tint_warning"))
        painter.drawRoundedRect(QRectF(self.rect()), CARD_RADIUS, CARD_RADIUS)
        painter.end()
