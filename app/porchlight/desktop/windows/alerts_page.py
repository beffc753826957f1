"""The alerts: their history with filters, the timeline of the selected one, and "not now" in all its forms."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from porchlight.desktop.alert_texts import delivery_line, event_line
from porchlight.desktop.context import AppContext
from porchlight.desktop.texts import rule_name
from porchlight.desktop.theme import TextRole
from porchlight.desktop.widgets.alerts import AlertTable, Names, silence_menu, snooze_menu
from porchlight.desktop.widgets.basic import EmptyState, Text
from porchlight.desktop.widgets.filter_line import FilterLine, fill
from porchlight.desktop.widgets.row_table import Reading, Span
from porchlight.language.current import rendered, tr, tr_plural
from porchlight.language.text import Until
from porchlight.model.alert import Alert, AlertEvent, AlertState, DeliveryState, Notification, Severity
from porchlight.model.errors import HistoryError
from porchlight.model.mark import Mark
from porchlight.model.suppression import Silence

_DAY_MS = 86_400_000
_LINES = 12
"""Lines of the selected alert's timeline that are shown."""

_Found = tuple[list[Alert], list[Silence]]
_Story = tuple[list[AlertEvent], list[Notification]]


class AlertsPage(QWidget):
    """Reads the history on request."""

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self._context = context
        self._failed: list[Notification] = []
        self._silences: list[Silence] = []
        self._reading = Reading()
        self._build()

    def read(self) -> None:
        """Read the history again."""
        self._ask(self._reading.again())

    def _ask(self, span: Span) -> None:
        now_ms = self._context.now_ms()
        since_ms = now_ms - self._filters.days * _DAY_MS
        severity, rule, component = (box.currentData() for box in (self._severity, self._rule, self._component))
        text = self._filters.text
        self._fill_choices()
        self._context.ask_history(
            self,
            lambda reader: (
                reader.alerts(
                    since_ms,
                    now_ms + _DAY_MS,
                    severities=[Severity(severity)] if severity else (),
                    rule=rule or None,
                    component=component or None,
                    text=text,
                    most=span.most,
                    skip=span.skip,
                ),
                reader.silences(now_ms),
            ),
            lambda found: self._show(span, found),
            "alerts",
        )

    # -- building

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._build_filters())
        self._silence_line = QHBoxLayout()
        self._silenced = Text(self._context.theme, TextRole.SECONDARY, colour="secondary", wrap=True)
        self._end_silences = QPushButton(tr("End silence"))
        self._end_silences.clicked.connect(self._unsilence)
        self._silence_line.addWidget(self._silenced, 1)
        self._silence_line.addWidget(self._end_silences)
        layout.addLayout(self._silence_line)
        self._table = AlertTable(self._context.theme)
        self._table.chosen_changed.connect(self._show_chosen)
        self._table.opened.connect(lambda _: self._open_component())
        self._table.menu_wanted.connect(self._fill_menu)
        self._table.more_wanted.connect(lambda: self._ask(self._reading.further()))
        self._empty = EmptyState(
            self._context.theme,
            Mark.HEALTHY,
            tr("No alerts fired in this period."),
            tr("You will see here what fires, what was not sent and why, and where each alert was sent."),
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(self._table)
        self._stack.addWidget(self._empty)
        layout.addWidget(self._stack, 1)
        layout.addWidget(self._build_story())

    def _build_filters(self) -> FilterLine:
        filters = self._filters = FilterLine(tr("Search alerts"))
        severities = {severity.value: rendered(severity.label) for severity in Severity}
        self._severity = filters.add_choice(tr("Severity"), tr("All severities"), severities)
        self._rule = filters.add_choice(tr("Rule"), tr("All rules"))
        self._component = filters.add_choice(tr("Component"), tr("All components"))
        filters.changed.connect(self._read_other)
        return filters

    def _read_other(self) -> None:
        self._reading.restart()
        self.read()

    def _build_story(self) -> QWidget:
        self._story = QWidget()
        layout = QVBoxLayout(self._story)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.setSpacing(8)
        self._lines = Text(self._context.theme, TextRole.SECONDARY, wrap=True)
        self._lines.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._acknowledge = QPushButton(tr("Acknowledge"))
        self._acknowledge.clicked.connect(self._order_acknowledge)
        self._snooze = QPushButton(tr("Snooze") + " ▾")
        self._snooze.setAccessibleName(tr("Snooze"))
        self._snooze_menu = snooze_menu(self._order_snooze)  # a button does not own its menu
        self._snooze.setMenu(self._snooze_menu)
        self._unsnooze = QPushButton(tr("End snooze"))
        self._unsnooze.clicked.connect(self._order_unsnooze)
        self._silence = QPushButton(tr("Silence") + " ▾")
        self._silence.setAccessibleName(tr("Silence"))
        self._open = QPushButton(tr("Open component"))
        self._open.clicked.connect(self._open_component)
        self._again = QPushButton(tr("Send again"))
        self._again.clicked.connect(self._send_again)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self._acknowledge, self._snooze, self._unsnooze, self._silence, self._open, self._again):
            buttons.addWidget(button)
        buttons.addStretch(1)
        layout.addWidget(self._lines)
        layout.addLayout(buttons)
        self._story.hide()
        return self._story

    # -- showing

    def _fill_choices(self) -> None:
        """The current rules and components."""
        fill(self._rule, {one: rule_name(one, name) for one, name in self._context.rule_names().items()})
        fill(self._component, self._context.component_names())

    def _show(self, span: Span, found: _Found | HistoryError) -> None:
        if isinstance(found, HistoryError) or self._reading.outdated(span):
            return
        alerts, self._silences = found
        more = self._reading.took(span, len(alerts))
        names, now_ms = self._context.subject_names(), self._context.now_ms()
        called = Names(names, self._context.rule_names())
        if span.skip:
            self._table.add_alerts(alerts, called, now_ms, more=more)
            return
        self._stack.setCurrentWidget(self._table if alerts else self._empty)
        self._table.show_alerts(alerts, called, now_ms, more=more)
        texts = []
        for silence in self._silences:
            what = ", ".join([*(names.get(one, one) for one in silence.components), *silence.rules])
            until = Until(silence.until_ms)
            texts.append(tr("Silenced until {until}: {what}.", what=what or tr("everything"), until=until))
        self._silenced.show_text("  ".join(texts))
        self._end_silences.setVisible(bool(texts))
        self._show_chosen()

    def _show_chosen(self) -> None:
        chosen = self._table.chosen
        self._story.setVisible(bool(chosen))
        self._failed = []
        self._acknowledge.setVisible(bool(self._unseen()))
        self._snooze.setVisible(bool(self._awake()))
        self._unsnooze.setVisible(bool(self._asleep()))
        self._silence.setVisible(len(chosen) == 1)
        self._again.hide()
        self._open.setVisible(self._subject() is not None)
        if len(chosen) > 1:
            self._lines.show_text(tr_plural("{n} alert selected.", "{n} alerts selected.", len(chosen)))
        if len(chosen) != 1:
            return
        alert = chosen[0]
        self._silence_menu = silence_menu(self._context, alert.subject, alert.rule)
        self._silence.setMenu(self._silence_menu)
        self._context.ask_history(
            self,
            lambda reader: (
                reader.alert_timeline(alert.id),
                reader.notifications(0, alert.pending_ms + 400 * _DAY_MS, alert=alert.id),
            ),
            lambda found: self._show_story(alert, found),
            "alert",
        )

    def _show_story(self, alert: Alert, found: _Story | HistoryError) -> None:
        if isinstance(found, HistoryError) or [alert] != self._table.chosen:
            return
        events, notifications = found
        self._failed = [one for one in notifications if one.state is DeliveryState.FAILED]
        self._again.setVisible(bool(self._failed))
        lines = [event_line(event) for event in events[-_LINES:]]
        now_ms = self._context.now_ms()
        lines += [delivery_line(one, now_ms) for one in reversed(notifications[:_LINES])]
        self._lines.show_text("\n".join(lines))

    def _fill_menu(self, menu: QMenu) -> None:
        """The buttons below, where the mouse is."""
        if self._unseen():
            menu.addAction(tr("Acknowledge"), self._order_acknowledge)
        if self._awake():
            self._menu = snooze_menu(self._order_snooze)  # a menu does not own another one
            self._menu.setTitle(tr("Snooze"))
            menu.addMenu(self._menu)
        if self._asleep():
            menu.addAction(tr("End snooze"), self._order_unsnooze)
        if self._subject() is not None:
            menu.addAction(tr("Open component"), self._open_component)

    # -- of the selected ones

    def _firing(self) -> list[Alert]:
        return [one for one in self._table.chosen if one.state is AlertState.FIRING]

    def _unseen(self) -> list[str]:
        return [one.id for one in self._firing() if one.acknowledged_ms is None]

    def _asleep(self) -> list[str]:
        now_ms = self._context.now_ms()
        return [one.id for one in self._firing() if (one.snoozed_until_ms or 0) > now_ms]

    def _awake(self) -> list[str]:
        asleep = self._asleep()
        return [one.id for one in self._firing() if one.id not in asleep]

    def _subject(self) -> str | None:
        """The component of all of them, if it is still watched."""
        about = {alert.subject for alert in self._table.chosen}
        return next(iter(about)) if len(about) == 1 and about <= self._context.snapshot.views.keys() else None

    # -- commands

    def _order_acknowledge(self) -> None:
        self._context.commands.acknowledge(self._unseen())

    def _order_snooze(self, seconds: float | None) -> None:
        self._context.commands.snooze(self._awake(), seconds)

    def _order_unsnooze(self) -> None:
        self._context.commands.unsnooze(self._asleep())

    def _send_again(self) -> None:
        if len(chosen := self._table.chosen) == 1:
            self._context.commands.resend((one, chosen[0]) for one in self._failed)

    def _unsilence(self) -> None:
        for silence in self._silences:
            self._context.commands.unsilence(silence.id)

    def _open_component(self) -> None:
        if (component_id := self._subject()) is not None:
            self._context.component_wanted.emit(component_id)
