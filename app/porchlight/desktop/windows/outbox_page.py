"""The outbox: what was sent about alerts, to whom, and what did not get through."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from porchlight.desktop.alert_texts import channel_word, delivery_line, what_of, where_word
from porchlight.desktop.context import AppContext
from porchlight.desktop.formatting import exact_moment, moment
from porchlight.desktop.theme import TextRole, Theme
from porchlight.desktop.tokens import GAP
from porchlight.desktop.widgets.alerts import Names
from porchlight.desktop.widgets.basic import EmptyState, Text
from porchlight.desktop.widgets.filter_line import FilterLine, fill
from porchlight.desktop.widgets.row_table import Head, Line, LineTable, Reading, Span
from porchlight.insight.alert_states import delivery_of
from porchlight.language.current import rendered, tr, tr_plural
from porchlight.model.alert import ENDED, Alert, DeliveryState, Notification
from porchlight.model.errors import HistoryError
from porchlight.model.labels import DELIVERIES, NOTIFICATIONS
from porchlight.model.mark import Mark

Sent = tuple[Notification, Alert]
"""One line of the outbox with its alert."""

_MARKS = {
    DeliveryState.WAITING: Mark.UNKNOWN,
    DeliveryState.SENDING: Mark.UNKNOWN,
    DeliveryState.DELIVERED: Mark.HEALTHY,
    DeliveryState.FAILED: Mark.ERROR,
    DeliveryState.SUPPRESSED: Mark.PAUSED,
}


class OutboxTable(LineTable):
    """Read only; several rows can be selected."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(
            theme,
            (
                Head(tr("When"), 120),
                Head(tr("Sent to"), 130, rank=1),
                Head(tr("Message"), 120, rank=2),
                Head(tr("About"), 0),
                Head(tr("Result"), 340),
            ),
            stretched=3,
            marked=4,
            name=tr("Outbox"),
        )
        self._sent: dict[str, Sent] = {}

    @property
    def chosen(self) -> list[Sent]:
        """The selected ones, from the top."""
        return [self._sent[one] for one in self.chosen_ids]

    def show_sent(self, sent: Sequence[Sent], names: Names, now_ms: int, sought: str, *, more: bool) -> None:
        """Show those that contain ``sought``, and no others."""
        self._sent = {one[0].id: one for one in sent}
        self.show_lines(_found_in(sent, names, now_ms, sought), more=more)

    def add_sent(self, sent: Sequence[Sent], names: Names, now_ms: int, sought: str, *, more: bool) -> None:
        """The next page."""
        self._sent |= {one[0].id: one for one in sent}
        self.add_lines(_found_in(sent, names, now_ms, sought), more=more)


def _found_in(sent: Sequence[Sent], names: Names, now_ms: int, sought: str) -> list[Line]:
    lines = [_line(one, names, now_ms) for one in sent]
    sought = sought.casefold()
    return [line for line in lines if any(sought in text.casefold() for text in line.texts)]


def _line(sent: Sent, names: Names, now_ms: int) -> Line:
    one, alert = sent
    what, outcome = what_of(alert, names.subjects, names.rules), rendered(delivery_of(one, now_ms))
    return Line(
        one.id,
        (moment(one.created_ms, now_ms), where_word(one), rendered(NOTIFICATIONS[one.kind]), what, outcome),
        _MARKS[one.state],
        f"{what}\n{where_word(one)}\n{outcome}\n{exact_moment(one.created_ms)}",
        (one.created_ms, None, None, None, None),
    )


_DAY_MS = 86_400_000
_STATES = {
    DeliveryState.FAILED: (DeliveryState.FAILED,),
    DeliveryState.WAITING: (DeliveryState.WAITING, DeliveryState.SENDING),
    DeliveryState.SUPPRESSED: (DeliveryState.SUPPRESSED,),
    DeliveryState.DELIVERED: (DeliveryState.DELIVERED,),
}
"""The choices, and their states."""

_Found = tuple[list[Sent], list[str]]


class OutboxPage(QWidget):
    """Reads the history on request."""

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self._context = context
        self._reading = Reading()
        self._build()

    def read(self) -> None:
        """Read the history again."""
        self._ask(self._reading.again())

    def _ask(self, span: Span) -> None:
        now_ms = self._context.now_ms()
        since_ms = now_ms - self._filters.days * _DAY_MS
        channel, state = self._channel.currentData(), self._state.currentData()
        self._context.ask_history(
            self,
            lambda reader: (
                reader.outbox(
                    since_ms,
                    now_ms + _DAY_MS,
                    channel=channel or None,
                    states=_STATES[DeliveryState(state)] if state else (),
                    most=span.most,
                    skip=span.skip,
                ),
                reader.outbox_channels(),
            ),
            lambda found: self._show(span, found),
            "outbox",
        )

    # -- building

    def _build(self) -> None:
        filters = self._filters = FilterLine(tr("Search the outbox"))
        self._channel = filters.add_choice(tr("Channel"), tr("All channels"))
        states = {state.value: rendered(DELIVERIES[state]) for state in _STATES}
        self._state = filters.add_choice(tr("State"), tr("All states"), states)
        filters.changed.connect(self._read_other)
        self._table = OutboxTable(self._context.theme)
        self._table.chosen_changed.connect(self._show_chosen)
        self._table.opened.connect(lambda _: self._open_component())
        self._table.menu_wanted.connect(self._fill_menu)
        self._table.more_wanted.connect(lambda: self._ask(self._reading.further()))
        self._empty = EmptyState(
            self._context.theme,
            Mark.HEALTHY,
            tr("No messages in this period."),
            tr("Messages appear here, with where each one was sent or why it failed."),
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(self._table)
        self._stack.addWidget(self._empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP)
        layout.addWidget(filters)
        layout.addWidget(self._stack, 1)
        layout.addWidget(self._build_chosen())

    def _build_chosen(self) -> QWidget:
        self._message = Text(self._context.theme, TextRole.SECONDARY, wrap=True).selectable()
        self._again = QPushButton(tr("Send again"))
        self._again.clicked.connect(self._send_again)
        self._open = QPushButton(tr("Open component"))
        self._open.clicked.connect(self._open_component)
        buttons = QHBoxLayout()
        buttons.setSpacing(GAP)
        buttons.addWidget(self._again)
        buttons.addWidget(self._open)
        buttons.addStretch(1)
        self._chosen = QWidget()
        layout = QVBoxLayout(self._chosen)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.setSpacing(GAP)
        layout.addWidget(self._message)
        layout.addLayout(buttons)
        self._chosen.hide()
        return self._chosen

    # -- contents

    def _read_other(self) -> None:
        self._reading.restart()
        self.read()

    def _show(self, span: Span, found: _Found | HistoryError) -> None:
        if isinstance(found, HistoryError) or self._reading.outdated(span):
            return
        sent, used = found
        more = self._reading.took(span, len(sent))
        called = Names(self._context.subject_names(), self._context.rule_names())
        named = self._context.channel_names()
        channels = sorted({*named, *used})
        fill(self._channel, {name: named.get(name) or channel_word(name) for name in channels})
        show = self._table.add_sent if span.skip else self._table.show_sent
        show(sent, called, self._context.now_ms(), self._filters.text, more=more)
        self._stack.setCurrentWidget(self._table if self._table.lines else self._empty)
        if more and not self._table.lines:  # none of these is what is sought
            self._ask(self._reading.further())
        self._show_chosen()

    def _show_chosen(self) -> None:
        chosen = self._table.chosen
        self._chosen.setVisible(bool(chosen))
        if not chosen:
            return
        if len(chosen) == 1:
            one, alert = chosen[0]
            self._message.show_text(f"{rendered(alert.sentence)}\n{delivery_line(one, self._context.now_ms())}")
        else:
            self._message.show_text(tr_plural("{n} message selected.", "{n} messages selected.", len(chosen)))
        self._again.setVisible(any(one.state in ENDED for one, _ in chosen))
        self._open.setVisible(self._component() is not None)

    def _component(self) -> str | None:
        """The component of all selected ones, if it is still watched."""
        about = {alert.subject for _, alert in self._table.chosen}
        return next(iter(about)) if len(about) == 1 and about <= self._context.snapshot.views.keys() else None

    def _fill_menu(self, menu: QMenu) -> None:
        """The buttons below, where the mouse is."""
        if any(one.state in ENDED for one, _ in self._table.chosen):
            menu.addAction(tr("Send again"), self._send_again)
        if self._component() is not None:
            menu.addAction(tr("Open component"), self._open_component)

    # -- commands

    def _send_again(self) -> None:
        self._context.commands.resend(sent for sent in self._table.chosen if sent[0].state in ENDED)

    def _open_component(self) -> None:
        if (component_id := self._component()) is not None:
            self._context.component_wanted.emit(component_id)
