"""What gifts are expected from when to when: as usual, or as on an important day. Pure."""

from collections.abc import Sequence
from dataclasses import field, replace
from datetime import UTC, datetime, tzinfo
from typing import Final

from porchlight.dataclass import dataclass
from porchlight.model.important_day import ImportantDay
from porchlight.probes.gift_pulse.baseline import Baseline, Place
from porchlight.probes.gift_pulse.counts import HOUR_MS
from porchlight.probes.gift_pulse.important import DAY_HOURS, GreatDay, a_year_before, expected_by_hour, level_of
from porchlight.probes.gift_pulse.missed import Evidence, Guess, Level, any_level, usual_level
from porchlight.probes.gift_pulse.strong_days import likely_strong, strong_by_now, strong_days

DAY_MS: Final = DAY_HOURS * HOUR_MS
_LONGEST_DAY_MS: Final = 3 * DAY_MS + 2 * HOUR_MS
"""A longer span of the calendar is a season, which is learned as any other."""
_YEAR_HOURS: Final = 372 * DAY_HOURS
"""After so many, last year's same day would be known if it had been a strong one."""
_SEEN_HOURS: Final = 72
"""Of the hours before a moment, those that say what the day is like."""
_DAY_KEPT, _NOW_KEPT = 0.5 ** (1 / 12), 0.5 ** (1 / 2)


def place(hour: int, zone: tzinfo) -> Place:
    """Where an hour (numbered since the epoch) is in the local calendar."""
    local = datetime.fromtimestamp(hour * HOUR_MS / 1000, UTC).astimezone(zone)
    return Place(local.weekday() * 24 + local.hour, local.day - 1, local.month - 1)


def pieces(since_ms: int, until_ms: int) -> list[tuple[int, float]]:
    """The hours of a span, and the share of each that is in it."""
    return [
        (hour, (min(until_ms, (hour + 1) * HOUR_MS) - max(since_ms, hour * HOUR_MS)) / HOUR_MS)
        for hour in range(since_ms // HOUR_MS, -(-until_ms // HOUR_MS))
    ]


def expected(baseline: Baseline, since_ms: int, until_ms: int, zone: tzinfo, *, certain: bool) -> float:
    """The gifts that usually come from a moment to another; ``certain``: see Baseline.certain_rate."""
    total = 0.0
    for hour, share in pieces(since_ms, until_ms):
        at = place(hour, zone)
        total += share * (baseline.certain_rate(at) if certain else baseline.rate(at))
    return total


@dataclass(frozen=True, slots=True)
class Expecting:
    """What is known of the days before, and which days are important."""

    baseline: Baseline
    zone: tzinfo
    days: tuple[ImportantDay, ...] = ()
    great: Sequence[GreatDay] = ()
    """Of the last year."""
    first_hour: int = 0
    """The one after those of ``recent``."""
    recent: Sequence[int] = ()
    """The gifts of the last hours."""
    knows_strong_days: bool = False
    """Whether Giving Tuesday and the last days of the year may be strong though no calendar says so."""
    _curves: dict[int, list[float]] = field(default_factory=dict)

    def important(self, at_ms: int) -> ImportantDay | None:
        """The important day that a moment is part of."""
        return next(
            (day for day in self.days if day.is_on(at_ms) and day.to_ms - day.from_ms <= _LONGEST_DAY_MS), None
        )

    def is_important(self, hour: int) -> bool:
        """Whether an hour is part of one."""
        return self.important(hour * HOUR_MS) is not None

    def last_year(self, hour: int) -> GreatDay | None:
        """Last year's same day of the local day that an hour is part of."""
        return a_year_before(self.great, self._midnight(hour))

    def of_hour(self, hour: int) -> float:
        """The gifts expected in an hour, before its day's level is known."""
        if not self.is_important(hour):
            return self.baseline.rate(place(hour, self.zone))
        first = self._midnight(hour)
        if first not in self._curves:
            usual = [self.baseline.rate(place(one, self.zone)) for one in range(first, first + DAY_HOURS)]
            self._curves[first] = expected_by_hour(usual, self.last_year(hour))
        return self._curves[first][min(hour - first, DAY_HOURS - 1)]

    def level_at(self, at_ms: int) -> Level:
        """The level of the day at a moment, by the hours before it."""
        until = min(at_ms // HOUR_MS, self.first_hour)
        hours = range(max(until - _SEEN_HOURS, self.first_hour - len(self.recent)), until)
        if self.important(at_ms) is None:
            return usual_level(self.baseline.spread, self._evidence(hours))
        seen = [(float(self._came(hour)), self.of_hour(hour)) for hour in hours if self.is_important(hour)]
        return level_of(seen, last_year=self.last_year(at_ms // HOUR_MS) is not None)

    def guesses(self, since_ms: int, until_ms: int) -> list[Guess]:
        """What may be expected in a span: as usual and by the calendar, or as on a strong day."""
        usual = self.in_span(since_ms, until_ms)
        strong = self.strong_day(since_ms, until_ms)
        if strong is None:
            return [Guess(1.0, usual)]
        as_marked = replace(self, days=(*self.days, strong), _curves={})
        weight = self._likely_strong(strong, as_marked, since_ms)
        return [Guess(1 - weight, usual), Guess(weight, as_marked.in_span(since_ms, until_ms))]

    def strong_day(self, since_ms: int, until_ms: int) -> ImportantDay | None:
        """The first day in a span that is known as a strong one, and of which the calendar says nothing."""
        if not self.knows_strong_days:
            return None
        years = {datetime.fromtimestamp(at_ms / 1000, self.zone).year for at_ms in (since_ms, until_ms)}
        return next(
            (
                day
                for year in sorted(years)
                for day in strong_days(year, self.zone)
                if day.from_ms < until_ms and since_ms < day.to_ms and self.important(day.from_ms) is None
            ),
            None,
        )

    def _likely_strong(self, day: ImportantDay, as_marked: "Expecting", at_ms: int) -> float:
        """How likely, by last year's day and by the hours of this one before a moment."""
        first = -(-day.from_ms // HOUR_MS)
        last_year = as_marked.last_year(first)
        lift = None if last_year is None else last_year.lift
        before = likely_strong(lift, watched_a_year=self.baseline.hours > _YEAR_HOURS)
        hours = range(max(first, self.first_hour - len(self.recent)), min(at_ms // HOUR_MS, self.first_hour))
        came = sum(self._came(hour) for hour in hours)
        usual = sum(self.of_hour(hour) for hour in hours)
        strong = sum(as_marked.of_hour(hour) for hour in hours)
        level = level_of((), last_year=last_year is not None)
        return strong_by_now(before, came, usual, self.baseline.spread, strong, level)

    def in_span(self, since_ms: int, until_ms: int) -> list[tuple[float, Level]]:
        """The gifts expected in each day (24 h) of a span, ordinary and important hours apart, with their levels."""
        found: list[tuple[float, Level]] = []
        for day_ms in range(since_ms, until_ms, DAY_MS):
            usual = lifted = 0.0
            lifted_ms = None
            for hour, share in pieces(day_ms, min(day_ms + DAY_MS, until_ms)):
                if self.is_important(hour):
                    lifted += share * self.of_hour(hour)
                    lifted_ms = lifted_ms or max(hour * HOUR_MS, since_ms)
                else:
                    usual += share * self.of_hour(hour)
            if lifted_ms is not None:
                found.append((lifted, self.level_at(lifted_ms)))
            if usual:
                first = day_ms == since_ms and self.important(since_ms) is None
                found.append((usual, self.level_at(since_ms) if first else any_level(self.baseline.spread)))
        return found

    def band(self, since_ms: int, until_ms: int) -> tuple[float, float]:
        """The counts between which nineteen of twenty are: usual ones, or of an important day as it is until now."""
        hour = (until_ms - 1) // HOUR_MS
        if not self.is_important(hour):
            return self.baseline.band(expected(self.baseline, since_ms, until_ms, self.zone, certain=False))
        level = self.level_at(until_ms - 1)
        mean = level.mean * sum(share * self.of_hour(one) for one, share in pieces(since_ms, until_ms))
        deviation = (mean + mean * mean * (1 / level.shape + level.beyond)) ** 0.5
        return max(mean - 1.96 * deviation, 0.0), mean + 1.96 * deviation

    def _came(self, hour: int) -> int:
        return self.recent[hour - self.first_hour + len(self.recent)]

    def _evidence(self, hours: range) -> Evidence:
        recent_n = recent_x = now_n = now_x = 0.0
        for hour in hours:
            came, usual = self._came(hour), self.baseline.rate(place(hour, self.zone))
            recent_n = recent_n * _DAY_KEPT + min(came, 2 * usual + 4 * usual**0.5 + 2)
            recent_x = recent_x * _DAY_KEPT + usual
            now_n, now_x = now_n * _NOW_KEPT + came, now_x * _NOW_KEPT + usual
        return Evidence(recent_n, recent_x, now_n, now_x)

    def _midnight(self, hour: int) -> int:
        return hour - place(hour, self.zone).hour % DAY_HOURS
