"""From single runs to one level a day, with the hours of the day and the days of the week taken out.

Days and hours are separated by Tukey's median polish ("Exploratory Data Analysis", 1977): a day of which only the
busy hours were seen gets the same level as if all had been. Works on logarithms: seasons multiply.
"""

import math
from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo

from porchlight.dataclass import dataclass
from porchlight.insight.statistics import mad, median, winsorised_mean

CUT = 0.2
"""What a day's level leaves out at either end: a slow night of a few hours is not a slow day."""
_ROUNDS = 3
"""After these rounds the polish moves less than the noise."""
_HOURS_OF_A_DAY = 4
"""Distinct hours that must be seen before hours are separated; a nightly job has one or two."""
_LEAST_FREEDOM = 4
"""Days more than weekdays and growth need, before they are separated."""
_REFINED = 8
"""Rounds of the biweight; it converges after five or six."""
_BIWEIGHT = 4.685
"""Of a standard deviation: 95 % as exact as least squares where the noise is normal."""
_LEAST_WEIGHT = 1e-3

Levels = dict[int, float]
"""A level by day: the days as ``date.toordinal`` counts them, in order."""


@dataclass(frozen=True, slots=True)
class Seasonal:
    """Levels without weekdays. ``inflation``: by how much a test on them overrates itself, since the weekdays were
    learned from the same days (days to degrees of freedom)."""

    levels: Levels
    inflation: float


def daily_levels(times_ms: Sequence[int], values: Sequence[float], zone: tzinfo) -> Levels:
    """The level (logarithm) of each day of ``zone`` on which something was measured, hours of the day taken out."""
    cells = _cells(times_ms, values, zone)
    by_day: dict[int, dict[int, float]] = {}
    by_hour: dict[int, dict[int, float]] = {}
    for (day, hour), level in cells.items():
        by_day.setdefault(day, {})[hour] = level
        by_hour.setdefault(hour, {})[day] = level
    days = {day: median(hours.values()) for day, hours in by_day.items()}
    if len(by_hour) < _HOURS_OF_A_DAY:
        return dict(sorted(days.items()))
    usual: dict[int, float] = {}
    for _ in range(_ROUNDS):
        usual = {hour: median(level - days[day] for day, level in seen.items()) for hour, seen in by_hour.items()}
        days = {day: median(level - usual[hour] for hour, level in seen.items()) for day, seen in by_day.items()}
    return {
        day: winsorised_mean([level - usual[hour] for hour, level in by_day[day].items()], CUT)
        for day in sorted(by_day)
    }


def _cells(times_ms: Sequence[int], values: Sequence[float], zone: tzinfo) -> dict[tuple[int, int], float]:
    """The median by local day and hour. Offsets of zones change at whole quarters of an hour."""
    cells: dict[tuple[int, int], list[float]] = {}
    places: dict[int, tuple[int, int]] = {}
    for at_ms, value in zip(times_ms, values, strict=True):
        if not 0 < value < math.inf:
            continue
        quarter = at_ms // 900_000
        place = places.get(quarter)
        if place is None:
            local = datetime.fromtimestamp(at_ms / 1000, zone)
            place = places[quarter] = (local.toordinal(), local.hour)
        cells.setdefault(place, []).append(math.log(value))
    return {place: median(logs) for place, logs in cells.items()}


def without_weekdays(levels: Mapping[int, float]) -> Seasonal | None:
    """The levels with the days of the week taken out, learned beside a steady growth so that neither takes
    from the other.

    Days that fit neither weigh little (Tukey's biweight: Beaton and Tukey, Technometrics 16, 1974). A weekday seen
    once is left out; None where too few days remain to learn from.
    """
    by_weekday: dict[int, list[int]] = {}
    for day in levels:
        by_weekday.setdefault(day % 7, []).append(day)
    groups = [days for days in by_weekday.values() if len(days) > 1]
    days = sorted(day for group in groups for day in group)
    freedom = len(days) - len(groups) - 1
    if freedom < _LEAST_FREEDOM:
        return None
    slope = _slope_beside_weekdays(levels)
    usual = {group[0] % 7: median(levels[day] - slope * day for day in group) for group in groups}
    for _ in range(_REFINED):
        residuals = [levels[day] - slope * day - usual[day % 7] for day in days]
        reach = _BIWEIGHT * mad(residuals) * math.sqrt(len(days) / freedom)
        if reach <= 0:
            break
        weights = {
            day: max((1 - (residual / reach) ** 2) if abs(residual) < reach else 0.0, _LEAST_WEIGHT) ** 2
            for day, residual in zip(days, residuals, strict=True)
        }
        slope, usual = _fit(levels, groups, weights)
    middle = median(usual.values())
    return Seasonal({day: levels[day] - usual[day % 7] + middle for day in days}, len(days) / freedom)


def _fit(
    levels: Mapping[int, float], groups: Sequence[list[int]], weights: Mapping[int, float]
) -> tuple[float, dict[int, float]]:
    """Least squares of one growth and a level for each weekday."""
    middles: dict[int, tuple[float, float]] = {}
    together = spread = 0.0
    for group in groups:
        weight = math.fsum(weights[day] for day in group)
        at = math.fsum(weights[day] * day for day in group) / weight
        level = math.fsum(weights[day] * levels[day] for day in group) / weight
        middles[group[0] % 7] = at, level
        together += math.fsum(weights[day] * (day - at) * (levels[day] - level) for day in group)
        spread += math.fsum(weights[day] * (day - at) ** 2 for day in group)
    slope = together / spread
    return slope, {weekday: level - slope * at for weekday, (at, level) in middles.items()}


def _slope_beside_weekdays(levels: Mapping[int, float]) -> float:
    """Growth a day as equal weekdays show it.

    Sen's slope of Hirsch, Slack and Smith, "Techniques of Trend Analysis for Monthly Water Quality Data", Water
    Resources Research 18 (1982).
    """
    days = list(levels)
    return median(
        (levels[later] - levels[day]) / (later - day)
        for place, day in enumerate(days)
        for later in days[place + 1 :]
        if (later - day) % 7 == 0
    )
