"""How many gifts probably did not come in a span: what is expected of it, less those that came. Pure.

The derivation, and how often the interval holds: docs/gift-pulse.md.
"""

from collections.abc import Sequence
from math import exp, lgamma, log
from statistics import NormalDist
from typing import Final

from porchlight.dataclass import dataclass

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
class Evidence:
    """Gifts of the last hours (``n``) and those that were expected in them (``x``), fading: by half in twelve hours,
    and in two."""

    recent_n: float
    recent_x: float
    now_n: float
    now_x: float


@dataclass(frozen=True, slots=True)
class Level:
    """How many times the expected gifts a day brings: a gamma distribution of this shape and rate."""

    shape: float
    rate: float
    beyond: float = _MODEL_SPREAD
    """What its hours differ beyond it, as the square of a share."""

    @property
    def mean(self) -> float:
        """The level itself."""
        return self.shape / self.rate


def any_level(spread: float) -> Level:
    """Of a day of which nothing is known; ``spread``: of the baseline."""
    return Level(1 / spread, 1 / spread)


def usual_level(spread: float, seen: Evidence) -> Level:
    """Of an ordinary day, by its last hours."""
    surge = seen.now_n - (_SURGE * seen.now_x + 3 * seen.now_x**0.5 + 1)
    if surge > 0:
        # Beyond any usual day: its own last hours alone say what it is like.
        return Level(_SURGE_PRIOR * _SURGE + seen.now_n, _SURGE_PRIOR + seen.now_x, _SURGE_SPREAD)
    counted = min(seen.recent_x, _EVIDENCE)
    share = seen.recent_n / seen.recent_x if seen.recent_x else 1.0
    return Level(1 / spread + counted * share, 1 / spread + counted)


@dataclass(frozen=True, slots=True)
class Guess:
    """What may be expected of a span."""

    weight: float
    """How likely it is; the weights of all guesses make 1."""
    days: Sequence[tuple[float, Level]]
    """The gifts expected in each day (24 h) of the span, with its level."""


def probably_missed(guesses: Sequence[Guess], came: float) -> tuple[int, int]:
    """The interval. ``came``: the gifts that came."""
    counts = [(guess.weight, count) for guess in guesses if (count := _count_of(guess.days)) is not None]
    if not counts:
        return 0, 0
    tail = (1 - COVERAGE) / 2
    low, high = _quantiles(counts, tail)
    return max(round(low - came), 0), max(round(high - came), 0)


@dataclass(frozen=True, slots=True)
class _Count:
    """A negative binomial count with this mean and variance."""

    mean: float
    variance: float

    @property
    def shape(self) -> float:
        return self.mean * self.mean / (self.variance - self.mean)


def _count_of(days: Sequence[tuple[float, Level]]) -> _Count | None:
    """None: nothing is expected."""
    mean = variance = 0.0
    for expected, level in days:
        of_day = expected * level.mean
        mean += of_day
        variance += of_day + of_day * of_day * (1 / level.shape + level.beyond)
    return _Count(mean, variance) if mean > 0 else None


def log_chance(count: int, mean: float, shape: float) -> float:
    """The logarithm of a negative binomial count's probability."""
    return (
        lgamma(count + shape)
        - lgamma(shape)
        - lgamma(count + 1)
        + shape * log(shape / (shape + mean))
        + count * log(mean / (shape + mean))
    )


def _quantiles(counts: Sequence[tuple[float, _Count]], tail: float) -> tuple[float, float]:
    """Of a count that is each of these with its weight: from the least number that is not below the lower tail to the
    least that leaves no more than the upper one."""
    if any(one.mean > _SUMMED for _, one in counts):
        return _normal_quantile(counts, tail), _normal_quantile(counts, 1 - tail)
    whole = sum(weight for weight, _ in counts)
    low, total = None, 0.0
    for number in range(_SUMMED * 20):
        total += sum(weight * exp(log_chance(number, one.mean, one.shape)) for weight, one in counts) / whole
        if low is None and total > tail:
            low = number
        if total >= 1 - tail:
            return float(low or 0), float(number)
    return float(low or 0), float(_SUMMED * 20)


def _normal_quantile(counts: Sequence[tuple[float, _Count]], share: float) -> float:
    """As if each were normal, by bisection."""
    each = [(weight, NormalDist(one.mean, one.variance**0.5)) for weight, one in counts]
    whole = sum(weight for weight, _ in each)
    below, above = 0.0, max(one.mean + 10 * one.stdev for _, one in each)
    while above - below > 0.5:
        middle = (below + above) / 2
        if sum(weight * one.cdf(middle) for weight, one in each) < share * whole:
            below = middle
        else:
            above = middle
    return (below + above) / 2
