"""Times as they are written and meant. Standard library alone: the tray's light loads it first."""

from datetime import UTC, datetime, time, timedelta
from typing import Final

MORNING: Final = time(8, 0)
"""Until when "until tomorrow" is meant."""


def iso(unix_ms: int) -> str:
    """ISO 8601 in UTC with milliseconds."""
    moment = datetime.fromtimestamp(unix_ms / 1000, UTC)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def until_tomorrow(now: datetime) -> float:
    """Seconds until tomorrow morning, by the wall clock, also across a change to summer time."""
    morning = datetime.combine(now.date() + timedelta(days=1), MORNING).astimezone()
    return (morning - now).total_seconds()


def how_long(seconds: float) -> str:
    """A span in words: ``12 s``, ``5 min``, ``1 h 5 min``, ``3 h``, ``2 days``."""
    if seconds < 120:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    if minutes < 60:
        return f"{minutes} min"
    hours, rest = divmod(minutes, 60)
    if hours < 48:
        return f"{hours} h {rest} min" if rest else f"{hours} h"
    return f"{hours / 24:.0f} days"
