"""From many measurements to as many as a chart has room for: a median for each column of pixels, the band around it,
the single ones far outside, and where nobody watched. Pure, and free of Qt."""

import math
from collections.abc import Collection, Iterable, Sequence
from heapq import nlargest
from itertools import groupby, pairwise
from typing import NamedTuple

from porchlight.dataclass import dataclass

COLUMNS = 150
"""Of a visible span: a column is about six pixels wide."""
_BAND_OF = 40.0
"""Checks that a band is made of at least, where there are so many nearby."""
_FEWEST_OF_BAND = 5.0
_REACH = 20
"""Columns on either side that may help to make a band …"""
_SMOOTH = 3
"""… and over which the edges of such a band are averaged, or it would be all steps."""
_UPPER = 0.95
_SHARE_OF_MEDIAN = 0.9
"""A bucket counts as so much of its checks at its median, the rest at its 95th percentile."""
_MOST_OUTLIERS = 25
_LIKE = 1.3
"""Distances that differ by no more than this factor are a rhythm."""
_NEARBY = 3


class Sample(NamedTuple):
    """One check, or a bucket of them: seconds since the epoch (UTC), values in the chart's unit; ``nan``: nothing was
    measured."""

    at: float
    median: float
    high: float
    """The 95th percentile."""
    most: float
    """The highest single one."""
    weight: float
    """How many checks."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Of equal length, in order of time; ``nan`` breaks the line, as where nobody watched."""

    times: tuple[float, ...] = ()
    median: tuple[float, ...] = ()
    low: tuple[float, ...] = ()
    """The lower edge of the band: the median of the checks around."""
    high: tuple[float, ...] = ()
    """The upper edge: their 95th percentile."""
    weights: tuple[float, ...] = ()
    """How many checks each column is made of."""


NO_COLUMNS = Columns()


class Outlier(NamedTuple):
    """A single check far above those around it."""

    at: float
    value: float


def gaps(times: Sequence[float], allowed: float) -> list[int]:
    """The places of those before which nobody watched: the distance is more than ``allowed``, and no rhythm that was
    kept there (at least three distances like it nearby: the interval was longer then)."""
    distances = [second - first for first, second in pairwise(times)]
    found = []
    for place, distance in enumerate(distances):
        if distance <= allowed:
            continue
        around = (*distances[max(place - _NEARBY, 0) : place], *distances[place + 1 : place + 1 + _NEARBY])
        if sum(distance / _LIKE <= other <= distance * _LIKE for other in around) < _NEARBY:
            found.append(place + 1)
    return found


def condense(samples: Sequence[Sample], breaks: Collection[int], width: float) -> tuple[Columns, tuple[Outlier, ...]]:
    """Columns of ``width`` seconds (on a grid of it, so that they stay while the view moves), and the outliers.
    ``breaks``: the places of the samples before which nobody watched; no column and no band reaches over one."""
    rows: list[tuple[float, float, float, float, float]] = []
    outliers: list[Outlier] = []
    ended = 0.0
    for stretch in _stretches(samples, breaks):
        if rows:
            rows.append(((ended + stretch[0].at) / 2, math.nan, math.nan, math.nan, 0.0))
        ended = stretch[-1].at
        columns = [list(column) for _, column in groupby(stretch, lambda sample: sample.at // width)]
        atoms = [_atoms(column) for column in columns]
        weights = [sum(weight for _, weight in one) for one in atoms]
        bands = _smoothed([_band(atoms, weights, place) for place in range(len(columns))], weights)
        for place, (column, (low, high)) in enumerate(zip(columns, bands, strict=True)):
            middle = _quantile(sorted(atoms[place]), 0.5)
            at = sum(sample.at for sample in column) / len(column)
            at = min(max(at, column[0].at), column[-1].at)  # a sum of many may round beyond them
            rows.append((at, middle, low, high, weights[place]))
            if not math.isnan(low):
                fence = max(high + 2 * (high - low), 2 * low)
                outliers += (Outlier(sample.at, sample.most) for sample in column if sample.most > fence)
    kept = sorted(nlargest(_MOST_OUTLIERS, outliers, key=lambda outlier: outlier.value))
    if not rows:
        return Columns(), ()
    return Columns(*zip(*rows, strict=True)), tuple(kept)


def _stretches(samples: Sequence[Sample], breaks: Collection[int]) -> Iterable[Sequence[Sample]]:
    ends = [0, *sorted(place for place in breaks if 0 < place < len(samples)), len(samples)]
    return [samples[first:last] for first, last in pairwise(ends) if first < last]


def _atoms(column: Iterable[Sample]) -> list[tuple[float, float]]:
    atoms = []
    for _, median, high, _, weight in column:
        if median != median:  # nan
            continue
        if weight <= 1 or high == median:
            atoms.append((median, max(weight, 1.0)))
        else:
            atoms.append((median, weight * _SHARE_OF_MEDIAN))
            atoms.append((high, weight * (1 - _SHARE_OF_MEDIAN)))
    return atoms


def _band(atoms: Sequence[list[tuple[float, float]]], weights: Sequence[float], place: int) -> tuple[float, float]:
    """Of the column and as many around it as make enough checks."""
    found, weight, reach = list(atoms[place]), weights[place], 0
    while weight < _BAND_OF and reach < _REACH:
        reach += 1
        for other in (place - reach, place + reach):
            if 0 <= other < len(atoms):
                found += atoms[other]
                weight += weights[other]
    if weight < _FEWEST_OF_BAND:
        return math.nan, math.nan
    found.sort()
    return _quantile(found, 0.5), _quantile(found, _UPPER)


def _smoothed(bands: Sequence[tuple[float, float]], weights: Sequence[float]) -> list[tuple[float, float]]:
    found = []
    for place, band in enumerate(bands):
        if math.isnan(band[0]) or weights[place] >= _BAND_OF:
            found.append(band)
            continue
        near = [one for one in bands[max(place - _SMOOTH, 0) : place + _SMOOTH + 1] if not math.isnan(one[0])]
        found.append((sum(low for low, _ in near) / len(near), sum(high for _, high in near) / len(near)))
    return found


def _quantile(ordered: Sequence[tuple[float, float]], share: float) -> float:
    """Of ``(value, weight)`` in order: the smallest value at or below which that share of all weight is."""
    wanted = share * sum(weight for _, weight in ordered) * (1 - 1e-9)
    seen = 0.0
    for value, weight in ordered:
        seen += weight
        if seen >= wanted:
            return value
    return math.nan
