"""What is usual at this hour of the week, learned from hourly aggregates of some weeks.

Where there is too little data for an hour of the week, the hour of the day counts, then all hours together. Hours are
those of the local zone, so that a nightly job stays at its hour when summer time begins.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, tzinfo
from enum import StrEnum
from typing import NamedTuple

from porchlight.dataclass import dataclass
from porchlight.insight.statistics import median, weighted_median

RECENT_DAYS = 14
"""The data behind the usual figure of now."""
_BEYOND = 1.25
"""How far outside the usual band something is before it is unusual."""


class HourFigure(NamedTuple):
    """One hour and how many ``runs`` it had: it begins at Unix ms; ``p50`` and ``p95`` in the unit of the values."""

    start_ms: int
    runs: int
    p50: float
    p95: float


class Basis(StrEnum):
    """What a usual figure was learned from."""

    HOUR_OF_WEEK = "hour_of_week"
    HOUR_OF_DAY = "hour_of_day"
    ALL = "all"


_FEWEST_HOURS = {Basis.HOUR_OF_WEEK: 3, Basis.HOUR_OF_DAY: 5, Basis.ALL: 12}
"""Hours that are needed, with a run each."""


class Level(StrEnum):
    """How a value compares to the usual ones."""

    UNKNOWN = "unknown"
    USUAL = "usual"
    LOW = "low"
    HIGH = "high"


@dataclass(frozen=True, slots=True)
class Usual:
    """The band of usual values: nineteen of twenty are under ``high``, about as many over ``low``."""

    low: float
    median: float
    high: float
    basis: Basis


@dataclass(frozen=True, slots=True)
class Baseline:
    """What is usual when. ``recent``: the median of the fortnight before it was learned, None without a run in it.

    ``tiny``: a distance from the usual that never counts, in the unit of the values.
    """

    zone: tzinfo
    tiny: float
    recent: float | None
    by_hour_of_week: Mapping[int, Usual]
    by_hour_of_day: Mapping[int, Usual]
    of_all: Usual | None

    def usual(self, at_ms: int) -> Usual | None:
        """The usual band at a moment (Unix ms); None where almost nothing is known yet."""
        hour_of_week = _hour_of_week(at_ms, self.zone)
        return self.by_hour_of_week.get(hour_of_week) or self.by_hour_of_day.get(hour_of_week % 24) or self.of_all

    def level(self, value: float, at_ms: int) -> Level:
        """How a value compares at this moment: outside the band by a quarter at least, and by more than ``tiny``."""
        usual = self.usual(at_ms)
        if usual is None:
            return Level.UNKNOWN
        if abs(value - usual.median) <= self.tiny:
            return Level.USUAL
        if value > usual.high * _BEYOND:
            return Level.HIGH
        return Level.LOW if value < usual.low / _BEYOND else Level.USUAL

    def is_unusual(self, value: float, at_ms: int) -> bool:
        """Whether a value is clearly outside the band at this moment, on either side."""
        return self.level(value, at_ms) in (Level.LOW, Level.HIGH)


def learn(hours: Iterable[HourFigure], zone: tzinfo, now_ms: int, *, tiny: float = 0.0) -> Baseline:
    """The baseline of some weeks of hours, in any order; those without a run, or not positive, are ignored."""
    by_week: dict[int, list[HourFigure]] = {}
    by_day: dict[int, list[HourFigure]] = {}
    known = [hour for hour in hours if hour.runs > 0 and hour.p50 > 0]
    for hour in known:
        hour_of_week = _hour_of_week(hour.start_ms, zone)
        by_week.setdefault(hour_of_week, []).append(hour)
        by_day.setdefault(hour_of_week % 24, []).append(hour)
    since_ms = now_ms - RECENT_DAYS * 86_400_000
    recent = [(hour.p50, float(hour.runs)) for hour in known if since_ms <= hour.start_ms < now_ms]
    return Baseline(
        zone=zone,
        tiny=tiny,
        recent=weighted_median(recent) if recent else None,
        by_hour_of_week=_usuals(by_week, Basis.HOUR_OF_WEEK),
        by_hour_of_day=_usuals(by_day, Basis.HOUR_OF_DAY),
        of_all=_usual(known, Basis.ALL),
    )


def _usuals(groups: Mapping[int, Sequence[HourFigure]], basis: Basis) -> dict[int, Usual]:
    found = {place: _usual(hours, basis) for place, hours in groups.items()}
    return {place: usual for place, usual in found.items() if usual is not None}


def _usual(hours: Sequence[HourFigure], basis: Basis) -> Usual | None:
    if len(hours) < _FEWEST_HOURS[basis]:
        return None
    middle = weighted_median((hour.p50, float(hour.runs)) for hour in hours)
    # Hours differ from one another too: the highest usual one is that of a higher hour, not of the middle one.
    high = max(middle, median(max(hour.p95, hour.p50) for hour in hours), _upper(hour.p50 for hour in hours))
    # Durations and rates are roughly log-normal: as far down as up, as a factor.
    return Usual(middle * middle / high, middle, high, basis)


def _upper(values: Iterable[float]) -> float:
    """The highest but a tenth: one bad hour of a few weeks is not usual."""
    ordered = sorted(values)
    return ordered[int(0.9 * (len(ordered) - 1))]


def _hour_of_week(at_ms: int, zone: tzinfo) -> int:
    local = datetime.fromtimestamp(at_ms / 1000, zone)
    return local.weekday() * 24 + local.hour
