"""Times as texts and as spans. Standard library alone: the tray's light loads it first."""

from datetime import UTC, datetime, time, timedelta
from typing import Final

MORNING: Final = time(8, 0)
"""The hour that "until tomorrow" means."""


def iso(unix_ms: int) -> str:
    """ISO 8601 in UTC with milliseconds."""
    moment = datetime.fromtimestamp(unix_ms / 1000, UTC)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def until_tomorrow(now: datetime) -> float:
    """Seconds until tomorrow morning, by the wall clock, also across a change to summer time."""
    morning = datetime.combine(now.date() + timedelta(days=1), MORNING).astimezone()
    return (morning - now).total_seconds()
