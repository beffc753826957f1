"""Trends and forecasts: what is found, what is made up, whether intervals hold, and what it takes."""

import time
from collections.abc import Callable

from porchlight.insight.forecasts import Forecast, forecast
from porchlight.insight.trends import trend_of
from tests.benchmarks.measure import Measurement, median
from tests.planted import BEGAN_MS, DAY_MS, GROWTHS, Plan, growth, series

_SERIES = 1000
_GROWING = {
    "every 15 min": Plan(per_week=0.1, every_minutes=15),
    "every 30 min": Plan(per_week=0.1),
    "hourly": Plan(per_week=0.1, every_minutes=60),
    "falling": Plan(per_week=-0.1),
}
_FLAT = {
    "every 30 min": Plan(),
    "hourly": Plan(every_minutes=60),
    "AR(1) 0.5 every 15 min": Plan(every_minutes=15, memory=0.5),
    "AR(1) 0.5 hourly": Plan(every_minutes=60, memory=0.5),
    "a bad night": Plan(bad_night=True),
    "a bad day": Plan(bad_days=1),
    "three bad days": Plan(bad_days=3),
    "one run a day": Plan(every_minutes=1440, asleep=0.05),
    "two weeks": Plan(days=14),
    "eight weeks": Plan(days=56, every_minutes=60),
}
_HARDER = {
    "days that remember each other (AR(1) 0.5)": Plan(memory_of_days=0.5, sigma_of_days=0.07),
    "one run a day with AR(1) 0.5": Plan(every_minutes=1440, asleep=0.05, memory=0.5),
}


def trends() -> list[Measurement]:
    """A planted 10 % a week, and series where nothing grows."""
    found = {name: _significant(plan) for name, plan in _GROWING.items()}
    false = {name: _significant(plan) for name, plan in _FLAT.items()}
    harder = {name: _significant(plan) for name, plan in _HARDER.items()}
    steps = [trend_of(*series(Plan(step=0.5), seed)) for seed in range(_SERIES)]
    told = 100 * sum(one is not None and one.shift is not None for one in steps) / _SERIES
    return [
        Measurement(
            "10 % a week found within three weeks, worst kind of series",
            min(found.values()),
            95,
            "%",
            f"{_SERIES:,} series each: {_list(found)}",
            at_least=True,
        ),
        Measurement(
            "trends found where there is none, worst kind of series",
            max(false.values()),
            2,
            "%",
            f"{_SERIES:,} series each: {_list(false)}; beyond the goal: {_list(harder)}",
        ),
        Measurement(
            "a level that rose by half at once told apart from a trend",
            told,
            50,
            "%",
            f"{_SERIES:,} series",
            at_least=True,
        ),
    ]


def forecasts() -> list[Measurement]:
    """How often the interval holds the day on which the limit is truly reached."""
    holds = {kind: _holds(kind) for kind in GROWTHS}
    return [
        Measurement(
            "forecast intervals that hold the day it happens, worst kind of growth",
            min(holds.values()),
            80,
            "%",
            f"{_SERIES:,} series each: {_list(holds)}",
            at_least=True,
        )
    ]


def insight_times() -> list[Measurement]:
    """What a worker thread is busy for."""
    times, values = series(Plan(days=209, every_minutes=15, asleep=0.0), 1)
    limit = 10 * max(values)
    growing = [value + at / DAY_MS for at, value in zip(times, values, strict=True)]
    assert len(times) > 20_000
    return [
        Measurement("a trend of 20,000 runs", _ms(lambda: trend_of(times, values)), 50, "ms", "209 days"),
        Measurement(
            "a forecast of 20,000 values", _ms(lambda: forecast(times, growing, limit)), 50, "ms", "209 days"
        ),
    ]


def _significant(plan: Plan) -> float:
    trends = [trend_of(*series(plan, seed)) for seed in range(_SERIES)]
    return 100 * sum(one is not None and one.significant for one in trends) / _SERIES


def _holds(kind: str) -> float:
    held = told = 0
    for seed in range(_SERIES):
        grown = growth(kind, seed)
        answer = forecast(grown.times_ms, grown.values, grown.limit)
        if isinstance(answer, Forecast):
            told += 1
            late_ms = answer.late_ms or 2 * BEGAN_MS
            held += answer.early_ms - DAY_MS <= grown.truth_ms <= late_ms + DAY_MS
    return 100 * held / told


def _ms(work: Callable[[], object]) -> float:
    took = []
    for _ in range(5):
        began = time.perf_counter()
        work()
        took.append((time.perf_counter() - began) * 1000)
    return median(took)


def _list(shares: dict[str, float]) -> str:
    return ", ".join(f"{name} {share:.1f} %" for name, share in shares.items())
