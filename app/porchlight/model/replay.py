"""Replay: what an alert rule would have done, tried on the past."""

from dataclasses import dataclass

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
