"""Whether it gets slower from week to week, by how much, and how certain that is.

Runs → one level a day without hours and weekdays (seasons) → Theil and Sen's slope, Mann and Kendall's test (slopes).
A day is the unit, so that a slow night is one point of many and what one run remembers of the one before is gone.
docs/decisions/0014-trends.md has the measurements.
"""

import math
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time, tzinfo

from porchlight.dataclass import dataclass
from porchlight.insight.seasons import daily_levels, without_weekdays
from porchlight.insight.slopes import slope_of
from porchlight.insight.statistics import median

FEWEST_DAYS = 10
"""Days on which something ran."""
SHORTEST_DAYS = 14
"""From the first day to the last, both counted: each weekday twice."""
SURE = 0.01
"""A trend is significant below this p-value …"""
WORTH_A_WEEK = 0.03
"""… where it is so large a week (up; as a factor the same down) …"""
WORTH_IN_ALL = 0.15
"""… and so large over the whole span."""
_REMEMBERED = 28
"""Days from which a day's memory of the one before can be distinguished from a trend. With fewer, the correction
loses more true trends than it prevents false ones."""
_BESIDE_A_STEP = 5
"""Days that a level must last, on either side."""
_STEP_FITS = 0.75
"""A step explains the days where it leaves at most this share of what a line leaves …"""
_STEP_WORTH = 0.1
"""… and changes the level by so much."""


@dataclass(frozen=True, slots=True)
class Shift:
    """The level changed at once: since the beginning of a day (Unix ms), by a relative change (0.3 is 30 % more)."""

    at_ms: int
    change: float


@dataclass(frozen=True, slots=True)
class Trend:
    """Steady change, relative and compound: ``per_week`` 0.1 is 10 % more each week; ``low``, ``high``: at 95 %.

    ``began`` and ``ended`` are the levels on the line on the first and the last day, in the unit of the values.
    ``points`` are days, ``span_days`` those from the first to the last. ``significant``: sure, large enough to
    matter, and no ``shift``, which explains the days better.
    """

    per_week: float
    low: float
    high: float
    significant: bool
    p_value: float
    points: int
    span_days: int
    seasonal: bool
    """Whether weekdays were taken out. Hours of the day are, wherever runs are spread over the day."""
    began: float
    ended: float
    shift: Shift | None = None


def trend_of(times_ms: Sequence[int], values: Sequence[float], zone: tzinfo = UTC) -> Trend | None:
    """The trend of durations or rates at Unix ms, in any order; days and hours are those of ``zone``.

    What is not positive and finite is left out. None without enough data: runs on ten different days within two weeks
    at least.
    """
    levels = daily_levels(times_ms, values, zone)
    if not _enough(levels):
        return None
    seasonal = without_weekdays(levels)
    if seasonal is not None and _enough(seasonal.levels):
        levels, inflation = seasonal.levels, seasonal.inflation
    else:
        seasonal, inflation = None, 1.0
    days = list(levels)
    slope = slope_of(list(levels.items()), inflation=inflation, memory=len(days) >= _REMEMBERED)
    if slope is None:
        return None
    span_days = days[-1] - days[0] + 1
    sure = slope.p_value < SURE
    shift = _shift(levels, slope.slope, zone) if sure else None
    worth = max(math.log1p(WORTH_A_WEEK), math.log1p(WORTH_IN_ALL) * 7 / span_days)
    return Trend(
        per_week=math.expm1(7 * slope.slope),
        low=math.expm1(7 * slope.low),
        high=math.expm1(7 * slope.high),
        significant=sure and abs(7 * slope.slope) >= worth and shift is None,
        p_value=slope.p_value,
        points=len(days),
        span_days=span_days,
        seasonal=seasonal is not None,
        began=math.exp(slope.at(days[0])),
        ended=math.exp(slope.at(days[-1])),
        shift=shift,
    )


def _enough(levels: Mapping[int, float]) -> bool:
    days = list(levels)
    return len(days) >= FEWEST_DAYS and days[-1] - days[0] + 1 >= SHORTEST_DAYS


def _shift(levels: Mapping[int, float], slope: float, zone: tzinfo) -> Shift | None:
    """Where two levels explain the days clearly better than a line does."""
    days, values = list(levels), list(levels.values())
    left_by_line = _spread([value - slope * day for day, value in levels.items()])
    candidates = range(_BESIDE_A_STEP, len(days) - _BESIDE_A_STEP + 1)
    left, place = min((_spread(values[:place]) + _spread(values[place:]), place) for place in candidates)
    change = median(values[place:]) - median(values[:place])
    if left > _STEP_FITS * left_by_line or abs(change) < math.log1p(_STEP_WORTH):
        return None
    midnight = datetime.combine(datetime.fromordinal(days[place]), time(), zone)
    return Shift(round(midnight.timestamp() * 1000), math.expm1(change))


def _spread(values: Sequence[float]) -> float:
    middle = median(values)
    return math.fsum(abs(value - middle) for value in values)
