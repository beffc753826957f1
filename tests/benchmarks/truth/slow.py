"""What Porchlight calls unusual, as a detector for NAB: what is known is only what came before."""

from collections.abc import Sequence
from datetime import UTC
from itertools import groupby, pairwise

from porchlight.insight.baselines import Baseline, HourFigure, learn
from porchlight.insight.statistics import quantile
from porchlight.insight.usual import LEARNED_OVER_MS
from tests.benchmarks.truth.nab import Series

OWN_LIMIT = 0.5
"""From this score on Porchlight itself calls a value unusual."""
_HOUR_MS = 3_600_000


def unusual(series: Series) -> list[float]:
    """A score (0–1) for each value: how far it is outside the usual band, learned afresh each hour from the five
    weeks before, as the running program does; 0 where too little is known."""
    scores: list[float] = []
    hours: list[HourFigure] = []
    rows = zip(series.times_ms, series.values, strict=True)
    for hour, group in groupby(rows, key=lambda row: row[0] // _HOUR_MS):
        now_ms = hour * _HOUR_MS
        hours = [one for one in hours if one.start_ms >= now_ms - LEARNED_OVER_MS]
        baseline = learn(hours, UTC, now_ms)
        seen = list(group)
        scores.extend(_score(baseline, at_ms, value) for at_ms, value in seen)
        values = [value for _, value in seen]
        hours.append(HourFigure(now_ms, len(values), quantile(values, 0.5), quantile(values, 0.95)))
    return scores


def beginnings(scores: Sequence[float]) -> list[float]:
    """Only the first of unusual values in a row."""
    before = [0.0, *scores]
    return [now if earlier < OWN_LIMIT else 0.0 for earlier, now in pairwise(before)]


def _score(baseline: Baseline, at_ms: int, value: float) -> float:
    usual = baseline.usual(at_ms)
    if usual is None:
        return 0.0
    # Bands are of what is positive: a value that is not is farther below than any other.
    inside = min(usual.high / value, value / usual.low) if value > 0 else 0.0
    beyond = (1 - min(inside, 1.0)) / 2
    return OWN_LIMIT + beyond if baseline.is_unusual(value, at_ms) else beyond
