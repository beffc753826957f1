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


def how_long(seconds: float, *, days: str = "days") -> str:
    """A span as text: ``12 s``, ``5 min``, ``1 h 5 min``, ``3 h``, ``2 days`` (never one; ``days`` is the translated
    word)."""
    if seconds < 120:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    if minutes < 60:
        return f"{minutes} min"
    hours, rest = divmod(minutes, 60)
    if hours < 48:
        return f"{hours} h {rest} min" if rest else f"{hours} h"
    return f"{hours / 24:.0f} {days}"


def duration_text(ms: float, *, point: str = ".", days: str = "days") -> str:
    """A measured time with three figures at most: ``4.2 ms``, ``312 ms``, ``1.8 s``, then as ``how_long``.

    ``point`` is the decimal sign.
    """
    if ms >= 59_950:
        return how_long(ms / 1000, days=days)
    if ms >= 999.5:
        return f"{ms / 1000:.1f}".removesuffix(".0").replace(".", point) + " s"
    return f"{ms:.3g} ms".replace(".", point) if ms < 99.5 else f"{ms:.0f} ms"
