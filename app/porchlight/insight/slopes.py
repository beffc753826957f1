"""How steep, and is it chance: Theil and Sen's slope, Mann and Kendall's test.

Neither needs normal noise, and up to a quarter of the values may be nonsense. Sources: Theil, "A Rank-invariant
Method of Linear and Polynomial Regression Analysis" (1950); Sen, "Estimates of the Regression Coefficient Based on
Kendall's Tau", JASA 63 (1968); Mann (1945); Kendall, "Rank Correlation Methods" (1975); Gilbert, "Statistical Methods
for Environmental Pollution Monitoring" (1987), chapter 16.
"""

import math
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from statistics import NormalDist, fmean

from porchlight.dataclass import dataclass
from porchlight.insight.statistics import median

MOST = 300
"""Points that are compared pair by pair (45,000 pairs, about 20 ms); more are folded into so many first."""
_MOST_MEMORY = 0.95
"""Beyond, the correction would divide by almost zero."""
_NORMAL = NormalDist()

Points = Sequence[tuple[float, float]]
"""``(when, value)`` in any order and any unit."""


@dataclass(frozen=True, slots=True)
class Slope:
    """Change of value per unit of time, with its interval, and the probability that chance alone does as much."""

    slope: float
    low: float
    high: float
    p_value: float
    through: tuple[float, float]
    """The point (median time, median value) on the line."""

    def at(self, when: float) -> float:
        """The value on the line."""
        return self.through[1] + self.slope * (when - self.through[0])


@dataclass(frozen=True, slots=True)
class Kendall:
    """Mann and Kendall's statistic and its variance where there is no trend."""

    s: int
    variance: float

    @property
    def z(self) -> float:
        """Standard deviations from no trend, with the correction for continuity."""
        if self.variance <= 0 or self.s == 0:
            return 0.0
        return (self.s - math.copysign(1, self.s)) / math.sqrt(self.variance)

    @property
    def p_value(self) -> float:
        """The probability (0–1) that chance alone does as much, in either direction."""
        return 2 * (1 - _NORMAL.cdf(abs(self.z)))


def mann_kendall(values: Sequence[float]) -> Kendall:
    """Of values in order of time; ties are corrected for (Kendall 1975, p. 55)."""
    s = sum(
        (later > earlier) - (later < earlier) for place, earlier in enumerate(values) for later in values[place + 1 :]
    )
    n = len(values)
    ties = sum(_variance(count) for count in Counter(values).values())
    return Kendall(s, _variance(n) - ties)


def _variance(n: int) -> float:
    return n * (n - 1) * (2 * n + 5) / 18


def slope_of(
    points: Points, *, confidence: float = 0.95, inflation: float = 1.0, memory: bool = False
) -> Slope | None:
    """The slope with its interval at ``confidence``; None for fewer than two moments.

    ``inflation``: how many times more S varies than with independent values, where something was learned from the
    same points before (seasons). ``memory``: correct for autocorrelation too.
    """
    ordered = folded(points)
    slopes = sorted(slopes_between(ordered))
    if not slopes:
        return None
    slope = median(slopes)
    if memory:
        inflation *= inflation_by_memory([value - slope * when for when, value in ordered])
    test = mann_kendall([value for _, value in ordered])
    test = Kendall(test.s, test.variance * inflation)
    reach = _NORMAL.inv_cdf((1 + confidence) / 2) * math.sqrt(max(test.variance, 0.0))
    # The ranks of the limits among all slopes (Gilbert 1987, 16.5), rounded outwards as by Sen himself.
    low = slopes[max(math.floor((len(slopes) - reach) / 2 - 1), 0)]
    high = slopes[min(math.ceil((len(slopes) + reach) / 2), len(slopes) - 1)]
    middle = median(when for when, _ in ordered), median(value for _, value in ordered)
    return Slope(slope, low, high, test.p_value, (middle[0], middle[1]))


def slopes_between(ordered: Points) -> list[float]:
    """The slope of every pair of points at different times; the points in order of time."""
    return [
        (later_value - value) / (later - when)
        for place, (when, value) in enumerate(ordered)
        for later, later_value in ordered[place + 1 :]
        if later > when
    ]


def folded(points: Points) -> list[tuple[float, float]]:
    """In order of time; where there are more than MOST, equal spans of time with the median of each."""
    ordered = sorted(points)
    if len(ordered) <= MOST:
        return ordered
    began, ended = ordered[0][0], ordered[-1][0]
    width = (ended - began) / MOST or 1.0
    spans: dict[int, list[tuple[float, float]]] = {}
    for point in ordered:
        spans.setdefault(min(int((point[0] - began) / width), MOST - 1), []).append(point)
    return [(median(when for when, _ in span), median(value for _, value in span)) for span in spans.values()]


def inflation_by_memory(residuals: Sequence[float]) -> float:
    """How many times more S varies since each residual (in order of time) remembers the one before; 1 at least.

    (1 + r) / (1 - r) of an AR(1) process, as in Yue and Wang, "The Mann-Kendall Test Modified by Effective Sample
    Size", Water Resources Management 18 (2004).
    """
    r = memory_of(residuals)
    return (1 + r) / (1 - r)


def memory_of(residuals: Sequence[float]) -> float:
    """The correlation (0–0.95) of each residual with the one before; 0 for fewer than eight.

    That of the ranks, which outliers cannot hide, corrected for its bias in short series (Marriott and Pope,
    Biometrika 41, 1954).
    """
    n = len(residuals)
    if n < 8:
        return 0.0
    ranks = _ranks(residuals)
    mean = fmean(ranks)
    power = math.fsum((rank - mean) ** 2 for rank in ranks)
    if power <= 0:
        return 0.0
    r = math.fsum((one - mean) * (following - mean) for one, following in pairwise(ranks)) / power
    return min(max((n * r + 1) / (n - 4), 0.0), _MOST_MEMORY)


def _ranks(values: Sequence[float]) -> list[float]:
    places: dict[float, list[int]] = {}
    for place, value in enumerate(sorted(values)):
        places.setdefault(value, []).append(place)
    return [fmean(places[value]) for value in values]
