"""How many gifts probably did not come in a span: what the baseline predicts for it, less those that came. Pure.

The derivation, and how often the interval holds: docs/gift-pulse.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, lgamma, log
from statistics import NormalDist
from typing import Final

from porchlight.probes.gift_pulse.baseline import Baseline

COVERAGE: Final = 0.8
"""The share of spans whose true number is within the interval."""
_EVIDENCE: Final = 25.0
"""Gifts of the last hours that count for the level of this day, at most."""
_MODEL_SPREAD: Final = 0.05
"""What the hours of a day differ beyond the day's own level: appeals that fade, hours that are no two weeks alike."""
_SURGE: Final = 2.0
"""An appeal or a giving day has more than so many times the usual gifts."""
_SURGE_PRIOR: Final = 0.3
_SURGE_SPREAD: Final = 0.04
"""As ``_MODEL_SPREAD``, on such a day: its hours are not those of a usual one."""
_SUMMED: Final = 2000
"""Above so many gifts the count is as good as normal."""


@dataclass(frozen=True, slots=True)
class Missed:
    """A span without gifts that is over, Unix ms (UTC), and between which numbers the missing ones probably are."""

    since_ms: int
    until_ms: int
    low: int
    high: int


def probably_missed(baseline: Baseline, days: Sequence[float], came: float) -> tuple[int, int]:
    """The interval: ``days`` are the gifts that are usual in each day (24 h) of the span, ``came`` those that came.
    ``baseline``: as it was when the span began."""
    k = 1 / baseline.spread
    shape_today, per_gift_today, spread_today = _today(baseline, k)
    mean = variance = 0.0
    for number, usual in enumerate(days):
        # The first day is as good as its last hours were; each other one may be any.
        shape, per_gift, beyond = (
            (shape_today, per_gift_today, spread_today) if number == 0 else (k, k, _MODEL_SPREAD)
        )
        of_day = usual * shape / per_gift
        mean += of_day
        variance += of_day + of_day * of_day * (1 / shape + beyond)
    if mean <= 0:
        return 0, 0
    tail = (1 - COVERAGE) / 2
    low, high = _quantiles(mean, variance, tail)
    return max(round(low - came), 0), max(round(high - came), 0)


def _today(baseline: Baseline, k: float) -> tuple[float, float, float]:
    """The gamma distribution of this day's level (shape and rate), and what its hours differ beyond it."""
    surge = baseline.now_n - (_SURGE * baseline.now_x + 3 * baseline.now_x**0.5 + 1)
    if surge > 0:
        # Beyond any usual day: its own last hours alone say what it is like.
        return _SURGE_PRIOR * _SURGE + baseline.now_n, _SURGE_PRIOR + baseline.now_x, _SURGE_SPREAD
    seen = min(baseline.recent_x, _EVIDENCE)
    share = baseline.recent_n / baseline.recent_x if baseline.recent_x else 1.0
    return k + seen * share, k + seen, _MODEL_SPREAD


def _quantiles(mean: float, variance: float, tail: float) -> tuple[float, float]:
    """Of a negative binomial count with these moments: from the least number that is not below the lower tail to the
    least that leaves no more than the upper one."""
    if mean > _SUMMED:
        normal = NormalDist(mean, variance**0.5)
        return max(normal.inv_cdf(tail), 0.0), normal.inv_cdf(1 - tail)
    shape = mean * mean / (variance - mean)
    low, total = None, 0.0
    for count in range(_SUMMED * 20):
        total += exp(
            lgamma(count + shape)
            - lgamma(shape)
            - lgamma(count + 1)
            + shape * log(shape / (shape + mean))
            + count * log(mean / (shape + mean))
        )
        if low is None and total > tail:
            low = count
        if total >= 1 - tail:
            return float(low or 0), float(count)
    return float(low or 0), float(_SUMMED * 20)
