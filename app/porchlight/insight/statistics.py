"""Statistics of a sample: its middle, its spread, its quantiles, and how certain a share of successes is. Robust
throughout: one value that is wrong by a factor of a hundred hardly matters. Pure and without numpy, whose import
costs more than all of this at our sizes."""

import math
from collections.abc import Iterable, Sequence
from statistics import NormalDist, fmean

from porchlight.dataclass import dataclass

CONSISTENT = 1 / NormalDist().inv_cdf(0.75)
"""What makes the MAD of normal values their standard deviation: 1.4826."""


def quantile(values: Iterable[float], share: float) -> float:
    """The value that ``share`` (0–1) of all do not exceed, linear between two neighbours; NaN where there is none.
    Type 7 of Hyndman and Fan, "Sample Quantiles in Statistical Packages", The American Statistician 50 (1996)."""
    ordered = sorted(values)
    if not ordered:
        return math.nan
    place = share * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def median(values: Iterable[float]) -> float:
    """The value in the middle, or between the two in the middle; NaN where there is none."""
    return quantile(values, 0.5)


def mad(values: Sequence[float]) -> float:
    """The median absolute deviation from the median, made comparable to a standard deviation.

    Hampel, "The Influence Curve and its Role in Robust Estimation", JASA 69 (1974). NaN where there is no value.
    """
    middle = median(values)
    return CONSISTENT * median(abs(value - middle) for value in values)


def weighted_median(values: Iterable[tuple[float, float]]) -> float:
    """Of ``(value, weight)``: the smallest value at or below which half of all weight is; NaN without weight."""
    ordered = sorted((value, weight) for value, weight in values if weight > 0)
    half = math.fsum(weight for _, weight in ordered) / 2
    seen = 0.0
    for value, weight in ordered:
        seen += weight
        if seen >= half:
            return value
    return math.nan


def winsorised(values: Sequence[float], share: float) -> list[float]:
    """The values in their order, the lowest and the highest ``share`` (0–0.5) replaced by their neighbours.

    Tukey, "The Future of Data Analysis", Annals of Mathematical Statistics 33 (1962).
    """
    if not values:
        return []
    ordered = sorted(values)
    cut = min(int(share * len(ordered)), (len(ordered) - 1) // 2)
    low, high = ordered[cut], ordered[-1 - cut]
    return [min(max(value, low), high) for value in values]


def winsorised_mean(values: Sequence[float], share: float) -> float:
    """The mean of the winsorised values: nearly as steady as a mean, nearly as robust as a median. NaN for none."""
    return fmean(winsorised(values, share)) if values else math.nan


@dataclass(frozen=True, slots=True)
class SuccessRate:
    """A share of successes (0–1) with its interval."""

    share: float
    low: float
    high: float


def success_rate(succeeded: int, count: int, confidence: float = 0.95) -> SuccessRate | None:
    """How often it succeeds, with Wilson's interval, which is honest also for few runs; None where there was no run.

    Wilson, "Probable Inference, the Law of Succession, and Statistical Inference", JASA 22 (1927).
    """
    if count <= 0:
        return None
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    share = succeeded / count
    centre = (share + z * z / (2 * count)) / (1 + z * z / count)
    reach = z / (1 + z * z / count) * math.sqrt(share * (1 - share) / count + z * z / (4 * count * count))
    # Rounding must not leave the share itself outside.
    return SuccessRate(share, max(min(centre - reach, share), 0.0), min(max(centre + reach, share), 1.0))
