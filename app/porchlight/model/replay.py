"""Replay: what an alert rule would have done, tried on the past."""

from porchlight.dataclass import dataclass
from porchlight.language.text import Duration, Text, msg, msg_plural, sentences
from porchlight.model.alert import Alert, AlertEvent, AlertState


@dataclass(frozen=True, slots=True)
class Replay:
    """What the rule would have done."""

    alerts: tuple[Alert, ...]
    """Alerts that would have fired."""
    notified: int
    """Their firing notifications."""
    suppressed: int
    """Times that it would have been suppressed, for a reason."""
    events: tuple[AlertEvent, ...]
    span_ms: int
    """How far back it was replayed."""

    @property
    def fires_now(self) -> bool:
        """Whether it would be firing at the end."""
        return any(alert.state is AlertState.FIRING for alert in self.alerts)

    @property
    def sentence(self) -> Text:
        """What the rule would have done."""
        lasted = Duration(self.span_ms / 1000)
        if not self.alerts:
            return msg("In the last {lasted} it would not have fired once.", lasted=lasted)
        found = [
            msg_plural(
                "In the last {lasted} it would have fired {n} time.",
                "In the last {lasted} it would have fired {n} times.",
                len(self.alerts),
                lasted=lasted,
            ),
            msg_plural("It would have sent {n} message.", "It would have sent {n} messages.", self.notified),
        ]
        if self.suppressed:
            held = self.suppressed
            found.append(msg_plural("{n} more would not have been sent.", "{n} more would not have been sent.", held))
        if self.fires_now:
            found.append(msg("It would be firing now."))
        return sentences(*found)
