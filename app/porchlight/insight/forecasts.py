"""When a growing thing reaches its limit: the size of a database, the calls of a day, how long a sync takes.

A day is the unit, and its highest value counts, so that a quota that resets each day is no sawtooth. The line is
Theil and Sen's; the interval comes from that of its slope and from the residuals of days, and was calibrated by
simulation (docs/decisions/0014-trends.md).
"""

import math
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, tzinfo
from enum import StrEnum
from itertools import pairwise
from statistics import fmean

from porchlight.dataclass import dataclass
from porchlight.insight.slopes import Points, Slope, folded, memory_of, slope_of, slopes_between
from porchlight.insight.statistics import mad, median, quantile

FEWEST_DAYS = 10
"""Days on which something was measured."""
SHORTEST_DAYS = 14
"""From the first day to the last, both counted."""
FARTHEST_DAYS = 731
"""Two years: nobody plans for later, and no line holds so long."""
_GROWS = 0.01
"""The p-value below which it grows."""
_CONFIDENCE = 0.9
"""Of the slope's interval …"""
_SPREAD = 0.1
"""… with the days' own quantiles beside the line …"""
_WANDER = 1.5
"""… and so many standard deviations of where a random walk would go meanwhile: calibrated together."""
_COMPOUND_FITS = 0.6
"""Growth is compound where that leaves at most this share of what a straight line leaves beside it …"""
_AS_GOOD = 1.0
"""… and may be where it leaves at most this."""
_CLEANED = 0.1
"""What a clean-up removes at least, of the previous level …"""
_SUDDEN = 3.5
"""… and in standard deviations of the usual change from day to day …"""
_LASTS = 3
"""… for days on end."""
_ROUNDING = 1e-9
"""What rounding leaves, of the whole range."""


class NoForecast(StrEnum):
    """Why there is no date."""

    TOO_LITTLE_DATA = "too_little_data"
    NOT_GROWING = "not_growing"
    BEYOND_TWO_YEARS = "beyond_two_years"
    ALREADY_REACHED = "already_reached"


@dataclass(frozen=True, slots=True)
class Forecast:
    """When it reaches ``limit``: Unix ms, and between when; ``late_ms`` is None where it may never.

    ``level`` is where it stands on the last day and ``per_week`` the growth there, in the unit of the values;
    ``compound`` where the growth itself grows. ``points`` are days, ``span_days`` those from the first to the last.
    """

    at_ms: int
    early_ms: int
    late_ms: int | None
    limit: float
    level: float
    per_week: float
    compound: bool
    points: int
    span_days: int


def forecast(
    times_ms: Sequence[int],
    values: Sequence[float],
    limit: float,
    zone: tzinfo = UTC,
    *,
    share_of_day: float = 1.0,
) -> Forecast | NoForecast:
    """When values (at Unix ms, in any order) reach ``limit`` if they go on to grow as they did.

    ``share_of_day``: the quantile that stands for a day: the highest for what must never pass its limit (a quota, a
    disk), 0.95 or so for durations, of which single ones say little. One clean-up in between is seen through; where
    there were several, they are taken to go on.
    """
    levels = _daily(times_ms, values, zone, share_of_day)
    if len(levels) < FEWEST_DAYS or levels[-1][0] - levels[0][0] + 1 < SHORTEST_DAYS:
        return NoForecast.TOO_LITTLE_DATA
    last, level = levels[-1]
    if level >= limit:
        return NoForecast.ALREADY_REACHED
    seen, inflation = _seen_through(levels)
    main, other = _lines(seen, inflation)
    if main is None:
        return NoForecast.NOT_GROWING
    at = max(main.reaches(limit), last)
    if at - last > FARTHEST_DAYS:
        return NoForecast.BEYOND_TWO_YEARS
    early, late = main.between(limit, at - last)
    if other is not None:
        # Where the days do not separate a straight line from a curve, either may be true.
        earlier, later = other.between(limit, max(other.reaches(limit) - last, 0.0))
        early, late = min(early, earlier), max(late, later)
    return Forecast(
        at_ms=_ms(at, zone),
        early_ms=_ms(min(max(early, last), at), zone),
        late_ms=None if late - last > 2 * FARTHEST_DAYS else _ms(max(late, at), zone),
        limit=limit,
        level=level,
        per_week=level * math.expm1(7 * main.slope.slope) if main.compound else 7 * main.slope.slope,
        compound=main.compound,
        points=len(levels),
        span_days=round(last - levels[0][0]) + 1,
    )


def _daily(times_ms: Sequence[int], values: Sequence[float], zone: tzinfo, share: float) -> list[tuple[float, float]]:
    """``(day, level)`` in order, the days as ``date.toordinal`` counts them."""
    days: dict[int, list[float]] = {}
    for at_ms, value in zip(times_ms, values, strict=True):
        if math.isfinite(value):
            days.setdefault(datetime.fromtimestamp(at_ms / 1000, zone).toordinal(), []).append(value)
    return [(float(day), quantile(seen, share)) for day, seen in sorted(days.items())]


def _seen_through(levels: Points) -> tuple[list[tuple[float, float]], float]:
    """As if a clean-up had been at the very beginning, and how many times less sure the slope is for that."""
    place = _clean_up(levels)
    if place is None:
        return list(levels), 1.0
    before, after = levels[:place], levels[place:]
    growth = median(slopes_between(folded(before)) + slopes_between(folded(after)))
    fall = median(level - growth * day for day, level in before) - median(
        level - growth * day for day, level in after
    )
    within = _about_their_mean(before) + _about_their_mean(after)
    return [(day, level - fall) for day, level in before] + list(after), _about_their_mean(levels) / within


def _clean_up(levels: Points) -> int | None:
    """The place of the first day after the only sudden fall that lasted; None for none, or for several."""
    values = [level for _, level in levels]
    sudden = _SUDDEN * mad([later - earlier for earlier, later in pairwise(values)])
    falls: dict[int, float] = {}
    for place in range(_LASTS, len(values) - _LASTS + 1):
        before, after = median(values[place - _LASTS : place]), median(values[place : place + _LASTS])
        if before - after > max(sudden, _CLEANED * abs(before)):
            falls[place] = values[place - 1] - values[place]
    if not falls:
        return None
    # Through the medians one fall also shows on the days beside it.
    deepest = max(falls, key=falls.__getitem__)
    return deepest if all(abs(place - deepest) < _LASTS for place in falls) else None


def _about_their_mean(points: Points) -> float:
    mean = fmean(day for day, _ in points)
    return math.fsum((day - mean) ** 2 for day, _ in points)


@dataclass(frozen=True, slots=True)
class _Line:
    """Growth from a day and level on, with what makes it unsure; of logarithms where it is ``compound``."""

    compound: bool
    slope: Slope
    since: float
    level: float
    above: float
    below: float
    wander: float
    """The standard deviation by which a random walk moves in a day; almost nothing where days have no memory."""
    leaves: float
    """The sum of the days' residuals, in the unit of the values."""

    def reaches(self, limit: float) -> float:
        """The day on which the limit is reached."""
        return self.since + (self._scaled(limit) - self.level) / self.slope.slope

    def between(self, limit: float, days: float) -> tuple[float, float]:
        """The first and the last day on which it may be there, ``days`` from now at best guess."""
        wander = _WANDER * self.wander * math.sqrt(days)
        way = self._scaled(limit) - self.level
        early = self.since + (way - self.above - wander) / self.slope.high
        if self.slope.low <= 0:
            return early, math.inf
        return early, self.since + (way - self.below + wander) / self.slope.low

    def _scaled(self, limit: float) -> float:
        return math.log(limit) if self.compound else limit


def _lines(levels: Points, inflation: float) -> tuple[_Line | None, _Line | None]:
    """The line of the growth, and the other where it may be the true one; None, None where nothing grows."""
    straight = _line(levels, inflation, compound=False)
    positive = min(level for _, level in levels) > 0
    compound = _line(levels, inflation, compound=True) if positive else None
    if straight is None or compound is None:
        return straight, None
    if compound.leaves < _COMPOUND_FITS * straight.leaves:
        return compound, None
    return straight, compound if compound.leaves < _AS_GOOD * straight.leaves else None


def _line(levels: Points, inflation: float, *, compound: bool) -> _Line | None:
    """None where it does not grow. The test ignores memory: what creeps upwards smoothly has much of it."""
    points = [(day, math.log(level)) for day, level in levels] if compound else levels
    growth = slope_of(points)
    if growth is None or growth.slope <= 0 or growth.p_value >= _GROWS:
        return None
    # Rounding has its own patterns, which would look like memory.
    grain = _ROUNDING * (max(level for _, level in points) - min(level for _, level in points))
    residuals = [round((level - growth.at(day)) / grain) * grain for day, level in points]
    memory = memory_of(residuals)
    slope = slope_of(points, confidence=_CONFIDENCE, inflation=inflation * (1 + memory) / (1 - memory))
    if slope is None:
        return None
    # With much memory today is the best guess for tomorrow, with none the line is.
    since = slope.through[0] + memory * (points[-1][0] - slope.through[0])
    steps = [
        (later - earlier - growth.slope * (day - before)) ** 2 / (day - before)
        for (before, earlier), (day, later) in pairwise(points)
    ]
    fitted = [math.exp(growth.at(day)) if compound else growth.at(day) for day, _ in levels]
    return _Line(
        compound=compound,
        slope=slope,
        since=since,
        level=slope.at(since) + memory * residuals[-1],
        above=quantile(residuals, 1 - _SPREAD),
        below=quantile(residuals, _SPREAD),
        wander=memory**4 * math.sqrt(fmean(steps)),
        leaves=math.fsum(abs(level - fit) for (_, level), fit in zip(levels, fitted, strict=True)),
    )


def _ms(day: float, zone: tzinfo) -> int:
    midnight = datetime.combine(date.fromordinal(int(day)), time(), zone)
    return round((midnight.timestamp() + (day - int(day)) * 86_400) * 1000)
