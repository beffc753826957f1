"""Quiet hours: when the desktop is not to be disturbed, and which alerts are let through all the same."""

from porchlight.alerts.calendar import Recurrence
from porchlight.model.alert import Alert, Severity
from porchlight.model.message import DESKTOP
from porchlight.settings.rules import QuietHours as QuietHoursSettings
from porchlight.zones import zone_named


class QuietHours:
    """The quiet hours of the settings."""

    def __init__(self, settings: QuietHoursSettings | None) -> None:
        self._settings = settings

    def apply(self, settings: QuietHoursSettings | None) -> None:
        """Other settings; None: no quiet hours."""
        self._settings = settings

    def until_ms(self, channel: str, now_ms: int) -> int | None:
        """Until when a channel is quiet; None: it is not."""
        quiet = self._settings
        if channel != DESKTOP or quiet is None:
            return None
        return Recurrence(quiet.from_, quiet.to, quiet.days, zone_named(quiet.zone)).until_ms(now_ms)

    def spare(self, alert: Alert | None) -> bool:
        """Whether an alert's notifications are let through all the same."""
        through = self._settings is not None and self._settings.let_critical_through
        return through and alert is not None and alert.severity is Severity.CRITICAL
