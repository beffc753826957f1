"""The outbox: what was sent about alerts, to whom, and what did not get through."""

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from porchlight.desktop.alert_texts import (
    channel_word,
    delivery_line,
    delivery_state_word,
    delivery_word,
    kind_word,
    what_of,
    where_word,
)
from porchlight.desktop.context import AppContext
from porchlight.desktop.formatting import exact_moment, moment
from porchlight.desktop.theme import TextRole, Theme
from porchlight.desktop.tokens import GAP
from porchlight.desktop.widgets.basic import MOST_ROWS, EmptyState, NewestOnly, Text
from porchlight.desktop.widgets.filter_line import FilterLine, fill
from porchlight.desktop.widgets.row_table import Line, LineTable
from porchlight.language.current import rendered, tr, tr_plural
from porchlight.model.alert import ENDED, Alert, DeliveryState, Notification
from porchlight.model.errors import HistoryError
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
            {
                tr("When"): 120,
                tr("Sent to"): 130,
                tr("Message"): 120,
                tr("About"): 0,
                tr("Result"): 340,
            },
            stretched=3,
            marked=4,
            name=tr("Outbox"),
            many=True,
        )
        self._sent: dict[str, Sent] = {}

    @property
    def chosen(self) -> list[Sent]:
        """The selected ones, from the top."""
        return [self._sent[one] for one in self.chosen_ids]

    def show_sent(
        self, sent: Sequence[Sent], names: Mapping[str, str], rules: Mapping[str, str], now_ms: int, sought: str
    ) -> None:
        """Those that contain ``sought``; ``names`` of components, ``rules`` of rules, by id."""
        lines = [_line(one, names, rules, now_ms) for one in sent]
        self._sent = {one[0].id: one for one in sent}
        sought = sought.casefold()
        self.show_lines([line for line in lines if any(sought in text.casefold() for text in line.texts)])


def _line(sent: Sent, names: Mapping[str, str], rules: Mapping[str, str], now_ms: int) -> Line:
    one, alert = sent
    what, outcome = what_of(alert, names, rules), delivery_word(one, now_ms)
    return Line(
        one.id,
        (moment(one.created_ms, now_ms), where_word(one), kind_word(one.kind), what, outcome),
        _MARKS[one.state],
        f"{what}\n{where_word(one)}\n{outcome}\n{exact_moment(one.created_ms)}",
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
        self._build()

    def read(self) -> None:
        """Read the history again."""
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
                    most=MOST_ROWS,
                ),
                reader.outbox_channels(),
            ),
            self._show,
            "outbox",
        )

    # -- building

    def _build(self) -> None:
        filters = self._filters = FilterLine(tr("Search the outbox"))
        self._channel = filters.add_choice(tr("Channel"), tr("All channels"))
        states = {state.value: delivery_state_word(state) for state in _STATES}
        self._state = filters.add_choice(tr("State"), tr("All states"), states)
        filters.changed.connect(self.read)
        self._table = OutboxTable(self._context.theme)
        self._table.chosen_changed.connect(self._show_chosen)
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
        self._newest = NewestOnly(self._context.theme)
        layout.addWidget(self._newest)
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

    def _show(self, found: _Found | HistoryError) -> None:
        if isinstance(found, HistoryError):
            return
        sent, used = found
        named = self._context.channel_names()
        channels = sorted({*named, *used})
        fill(self._channel, {name: named.get(name) or channel_word(name) for name in channels})
        self._table.show_sent(
            sent,
            self._context.subject_names(),
            self._context.rule_names(),
            self._context.now_ms(),
            self._filters.text,
        )
        self._newest.show_count(len(sent))
        self._stack.setCurrentWidget(self._table if self._table.rowCount() else self._empty)
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

    # -- commands

    def _send_again(self) -> None:
        self._context.commands.resend(sent for sent in self._table.chosen if sent[0].state in ENDED)

    def _open_component(self) -> None:
        if (component_id := self._component()) is not None:
            self._context.component_wanted.emit(component_id)
