"""Times that repeat every week, in a time zone, across changes to and from summer time. Pure."""

from datetime import UTC, date, datetime, time, timedelta, tzinfo

from porchlight.dataclass import dataclass
from porchlight.settings.rules import WEEK, Weekday


def to_ms(day: date, at: time, zone: tzinfo | None) -> int:
    """Unix ms (UTC) of a wall clock's time. One that is skipped that day counts as the clock would have gone on (2:30
    becomes 3:30); of one that comes twice, the first."""
    naive = datetime.combine(day, at)
    try:
        moment = naive.astimezone() if zone is None else naive.replace(tzinfo=zone)
        return round(moment.timestamp() * 1000)
    except (OverflowError, ValueError, OSError):  # in the first or the last year, at another offset
        return round(naive.replace(tzinfo=UTC).timestamp() * 1000)


def local(now_ms: int, zone: tzinfo | None) -> datetime:
    """The wall clock's time of a moment."""
    moment = datetime.fromtimestamp(now_ms / 1000, UTC)
    return moment.astimezone(zone)


@dataclass(frozen=True, slots=True)
class Recurrence:
    """From one time of day to another, on some weekdays; over midnight where it ends no later than it begins."""

    begin: time
    end: time
    days: tuple[Weekday, ...] = WEEK
    zone: tzinfo | None = None

    def until_ms(self, now_ms: int) -> int | None:
        """When the current one ends (Unix ms, UTC); None: there is none now."""
        today = local(now_ms, self.zone).date()
        ends = []
        for day in (today - timedelta(days=1), today):
            if WEEK[day.weekday()] not in self.days:
                continue
            begin_ms = to_ms(day, self.begin, self.zone)
            last_day = day + timedelta(days=1) if self.end <= self.begin else day
            end_ms = to_ms(last_day, self.end, self.zone)
            if begin_ms <= now_ms < end_ms:
                ends.append(end_ms)
        return max(ends, default=None)
