"""What Porchlight calls slow and unusual, as detectors for NAB: all that is known is what came before."""

from collections import deque
from collections.abc import Iterator
from datetime import UTC
from itertools import groupby

from porchlight.alerts.conditions import FAST_SHARE, SLOW_ENOUGH
from porchlight.alerts.facts import RECENT
from porchlight.insight.baselines import Baseline, HourFigure, learn
from porchlight.insight.statistics import quantile
from porchlight.insight.usual import LEARNED_OVER_MS
from tests.benchmarks.truth.nab import Series

OWN_LIMIT = 0.5
"""From this score on Porchlight itself calls a value slow or unusual."""
SLOW_FACTOR = 3
"""Of the built-in rule "Much slower than usual"."""
_HOUR_MS = 3_600_000


def slow(series: Series) -> list[float]:
    """1 where the built-in rule would send an alert: three of five values over three times the usual one. It ends
    when all five are under four fifths of that. Its floor of half a second is left out: these are not durations."""
    scores = []
    active = False
    recent: deque[float] = deque(maxlen=RECENT)
    for at_ms, value, baseline in _with_baselines(series):
        recent.append(value)
        usual = baseline.usual(at_ms)
        begins = False
        if usual is not None:
            limit = SLOW_FACTOR * usual.median
            if active:
                active = any(one >= FAST_SHARE * limit for one in recent)
            else:
                begins = active = sum(one > limit for one in recent) >= SLOW_ENOUGH
        scores.append(float(begins))
    return scores


def unusual(series: Series) -> list[float]:
    """A score (0–1) for each value: how far it is outside the band that charts show; 0 where too little is known."""
    return [_score(baseline, at_ms, value) for at_ms, value, baseline in _with_baselines(series)]


def _with_baselines(series: Series) -> Iterator[tuple[int, float, Baseline]]:
    """Each value with what is usual then, learned again each hour from the five weeks before, as the running program
    does."""
    hours: list[HourFigure] = []
    rows = zip(series.times_ms, series.values, strict=True)
    for hour, group in groupby(rows, key=lambda row: row[0] // _HOUR_MS):
        now_ms = hour * _HOUR_MS
        hours = [one for one in hours if one.start_ms >= now_ms - LEARNED_OVER_MS]
        baseline = learn(hours, UTC, now_ms)
        values = []
        for at_ms, value in group:
            values.append(value)
            yield at_ms, value, baseline
        hours.append(HourFigure(now_ms, len(values), quantile(values, 0.5), quantile(values, 0.95)))


def _score(baseline: Baseline, at_ms: int, value: float) -> float:
    usual = baseline.usual(at_ms)
    if usual is None:
        return 0.0
    # Bands are of what is positive: a value that is not is farther below than any other.
    inside = min(usual.high / value, value / usual.low) if value > 0 else 0.0
    beyond = (1 - min(inside, 1.0)) / 2
    return OWN_LIMIT + beyond if baseline.is_unusual(value, at_ms) else beyond
