"""Simulated donation years, many at once: what a small, a middle and a large organisation get in each hour.

The truth is not the model that learns from it: skewed days of the week, monthly gifts on the 1st and the 15th, a
strong December, a quiet August, weekends, holidays, appeals that fade, Giving Tuesday, days and weeks that are better
or worse than others.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np

FIRST = date(2025, 1, 1)
DAYS = 365
HOURS = DAYS * 24
Array = Any
"""Of numpy, with the years in its last axis."""

SIZES = {"small": 2.0, "middle": 25.0, "large": 200.0}
"""Gifts on a usual day."""
_MONTHS = np.array([0.9, 0.85, 1.0, 1.0, 0.95, 0.9, 0.7, 0.5, 0.9, 1.0, 1.35, 2.1])
_WEEKDAYS = np.array([1.05, 1.15, 1.1, 1.05, 1.0, 0.75, 0.7])
_HOLIDAYS = ("01-01", "01-20", "02-17", "04-18", "04-20", "05-26", "07-04", "09-01", "11-27", "12-24", "12-25")
_GIVING_TUESDAY = date(2025, 12, 2)


@dataclass(frozen=True)
class Years:
    """Counts by hour and year, and the mean that they were drawn from."""

    gifts: Array
    failed: Array
    tiny: Array
    mean: Array
    failing: Array
    """The share of failed payments, by year."""
    small: Array
    """The share of tiny gifts, by year."""


def simulate(size: str, years: int, seed: int) -> Years:
    """So many years of organisations of one size, no two alike."""
    chance = np.random.default_rng(seed)
    base = SIZES[size] * np.exp(chance.normal(0, 0.3, years)) / 24
    day = np.arange(DAYS)
    dates = [FIRST + timedelta(days=int(one)) for one in day]
    months = _months(dates)
    weekdays = np.array([one.weekday() for one in dates])
    depth = chance.uniform(0.5, 1.2, years)
    of_day = months[:, None] ** depth * _WEEKDAYS[weekdays][:, None] ** chance.uniform(0.3, 1.6, years)
    of_day = of_day * np.exp(chance.normal(0, 0.15, years) * (day[:, None] / DAYS))
    of_day *= _appeals(chance, years)
    for at, one in enumerate(dates):
        if one.strftime("%m-%d") in _HOLIDAYS:
            of_day[at] *= chance.uniform(0.3, 0.8, years)
        if one == _GIVING_TUESDAY:
            of_day[at] *= chance.uniform(5, 15, years)
    slow = np.zeros((DAYS, years))
    for at in range(1, DAYS):
        slow[at] = 0.9 * slow[at - 1] + chance.normal(0, 0.06, years)
    k = chance.uniform(8, 25, years)
    of_day *= np.exp(slow) * chance.gamma(k, 1 / k, (DAYS, years))
    shape = _hours(chance, years)
    mean = base * (of_day[:, None, :] * shape[None, :, :]).reshape(HOURS, years)
    mean += _monthly(dates, base, chance, years)
    gifts = chance.poisson(mean)
    failing, small = chance.uniform(0.02, 0.08, years), chance.uniform(0.01, 0.1, years)
    return Years(gifts, chance.poisson(failing * mean), chance.binomial(gifts, small), mean, failing, small)


def _months(dates: list[date]) -> Array:
    """Smooth from the middle of one month to that of the next, as no season begins on the first."""
    at = np.array([(one - FIRST).days for one in dates])
    middles = np.array([(date(2025, month, 15) - FIRST).days for month in range(1, 13)])
    return np.interp(at, np.r_[middles[-1] - 365, middles, middles[0] + 365], np.r_[_MONTHS[-1], _MONTHS, _MONTHS[0]])


def _appeals(chance: Any, years: int) -> Array:
    factor = np.ones((DAYS, years))
    for year in range(years):
        for began in chance.integers(0, DAYS, chance.integers(3, 9)):
            after = np.arange(DAYS - began)
            factor[began:, year] += chance.uniform(1.5, 6) * np.exp(-after / chance.uniform(0.7, 2.5))
    return factor


def _hours(chance: Any, years: int) -> Array:
    """The day's two humps, at each organisation's own hours, and almost nothing at night."""
    hour = np.arange(24)[:, None]
    morning, evening = chance.normal(11, 1.2, years), chance.normal(20, 0.8, years)
    height, night = chance.uniform(0.4, 1.2, years), chance.uniform(0.01, 0.08, years)
    shape = night + np.exp(-(((hour - morning) / 3.5) ** 2)) + height * np.exp(-(((hour - evening) / 2.2) ** 2))
    return shape / shape.mean(axis=0)


def _monthly(dates: list[date], base: Array, chance: Any, years: int) -> Array:
    """Recurring gifts, posted in two hours of the 1st and the 15th."""
    posted = np.zeros((HOURS, years))
    many = base * 24 * chance.uniform(0.5, 4, years)
    for at, one in enumerate(dates):
        if one.day in (1, 15):
            posted[at * 24 + 6] += many * (0.7 if one.day == 1 else 0.3) * 0.6
            posted[at * 24 + 7] += many * (0.7 if one.day == 1 else 0.3) * 0.4
    return posted
