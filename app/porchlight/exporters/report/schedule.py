"""When the weekly report is due. Pure: the time and the zone are given.

A week is identified by its number in the calendar (ISO 8601), so that no change of day, time or zone in the settings,
to summer time or of the clock makes it due again once it was written.
"""

from datetime import date, datetime, time, timedelta, tzinfo

from porchlight.dataclass import dataclass

_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Week:
    """A week of a report: from one due time (Unix ms) to the next."""

    name: str
    """Such as ``2026-W48``: of the day on which it is due."""
    day: date
    since_ms: int
    until_ms: int


def last_due(now_ms: int, weekday: int, at: time, zone: tzinfo) -> Week:
    """The week whose report was due last. ``weekday``: 0 is Monday; ``at``: by the clock of ``zone``.

    A skipped time counts as the hour after; of one that comes twice the first counts.
    """
    today = datetime.fromtimestamp(now_ms / 1000, zone).date()
    day = today - timedelta(days=(today.weekday() - weekday) % 7)
    if _ms(day, at, zone) > now_ms:
        day -= _WEEK
    year, number, _ = day.isocalendar()
    return Week(f"{year}-W{number:02}", day, _ms(day - _WEEK, at, zone), _ms(day, at, zone))


def _ms(day: date, at: time, zone: tzinfo) -> int:
    return round(datetime.combine(day, at, zone).timestamp() * 1000)
