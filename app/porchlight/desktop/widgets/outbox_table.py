"""What was sent, is to be sent, or was held back: when, where, of what, and what became of it."""

from collections.abc import Mapping, Sequence

from porchlight.desktop.alert_words import delivery_word, kind_word, what_of, where_word
from porchlight.desktop.icons import Mark
from porchlight.desktop.theme import Theme
from porchlight.desktop.time_words import exact_moment, moment
from porchlight.desktop.widgets.row_table import Line, LineTable
from porchlight.desktop.words import translate
from porchlight.model.alert import Alert, DeliveryState, Notification

Sent = tuple[Notification, Alert]
"""One line of the outbox with the alert that it tells of."""

_MARKS = {
    DeliveryState.WAITING: Mark.UNKNOWN,
    DeliveryState.SENDING: Mark.UNKNOWN,
    DeliveryState.DELIVERED: Mark.HEALTHY,
    DeliveryState.FAILED: Mark.ERROR,
    DeliveryState.HELD_BACK: Mark.PAUSED,
}


class OutboxTable(LineTable):
    """Read only; several rows can be chosen."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(
            theme,
            {
                translate("Outbox", "When"): 120,
                translate("Outbox", "Where"): 130,
                translate("Outbox", "Message"): 120,
                translate("Outbox", "Of what"): 0,
                translate("Outbox", "What became of it"): 340,
            },
            stretched=3,
            marked=4,
            name=translate("Outbox", "Outbox"),
            many=True,
        )
        self._sent: dict[str, Sent] = {}

    @property
    def chosen(self) -> list[Sent]:
        """Those that are chosen, from the top."""
        return [self._sent[one] for one in self.chosen_ids]

    def show_sent(
        self, sent: Sequence[Sent], names: Mapping[str, str], rules: Mapping[str, str], now_ms: int, sought: str
    ) -> None:
        """Those in which ``sought`` stands; ``names`` of components, ``rules`` of rules, by id."""
        lines = [_line(one, names, rules, now_ms) for one in sent]
        self._sent = {one[0].id: one for one in sent}
        sought = sought.casefold()
        self.show_lines([line for line in lines if any(sought in text.casefold() for text in line.texts)])


def _line(sent: Sent, names: Mapping[str, str], rules: Mapping[str, str], now_ms: int) -> Line:
    one, alert = sent
    what, became = what_of(alert, names, rules), delivery_word(one, now_ms)
    return Line(
        one.id,
        (moment(one.created_ms, now_ms), where_word(one), kind_word(one.kind), what, became),
        _MARKS[one.state],
        f"{what}\n{where_word(one)}\n{became}\n{exact_moment(one.created_ms)}",
    )
