"""Rows of the performance table: what a job's usual rate is, who is slower than before, how they are sorted."""

import random
from datetime import UTC

import pytest

from porchlight.insight.performance import Order, in_order, of_component, of_job, usual_rate
from porchlight.model.history import Bucket, OperationBucket, OperationSummary, Summary

DAY_MS = 86_400_000
NOW_MS = 20_500 * DAY_MS


def day(ago: int, ms: float = 60_000.0, *, runs: int = 48, rate: float | None = 4.5) -> OperationBucket:
    rated_ms = ms * runs if rate is not None else 0.0
    processed = round(rated_ms / 1000 * rate) if rate is not None else 0
    return OperationBucket(
        NOW_MS - ago * DAY_MS,
        runs,
        runs,
        processed,
        0,
        rated_ms,
        ms * runs,
        ms * 0.8,
        ms * 1.4,
        ms,
        ms * 1.2,
        ms * 1.3,
    )


def summary(name: str = "sync:supporters", **changed: float | int | bool | None) -> OperationSummary:
    values: dict[str, object] = {
        "name": name,
        "subject": "",
        "source": "",
        "since_ms": NOW_MS - DAY_MS,
        "until_ms": NOW_MS,
        "runs": 10,
        "ok": 9,
        "processed": 100,
        "failed": 0,
        "min_ms": 1.0,
        "mean_ms": 2.0,
        "p50_ms": 2.0,
        "p95_ms": 3.0,
        "p99_ms": 4.0,
        "max_ms": 5.0,
        "rate": 2.0,
        "last_began_ms": NOW_MS,
        "last_duration_ms": 2.0,
        "last_ok": True,
    }
    return OperationSummary(**{**values, **changed})  # type: ignore[arg-type]


def test_the_usual_rate_is_learned_and_before_that_the_published_one() -> None:
    assert usual_rate("sync:supporters", [], NOW_MS) == 4.5
    assert usual_rate("sync:campaigns", [], NOW_MS) is None
    learned = [day(ago, rate=9.0) for ago in range(1, 10)]
    assert usual_rate("sync:supporters", learned, NOW_MS) == pytest.approx(9.0)
    long_ago = [day(ago, rate=100.0) for ago in range(20, 60)]
    assert usual_rate("sync:supporters", [*long_ago, *learned], NOW_MS) == pytest.approx(9.0)


def test_one_slow_night_is_no_trend_and_ten_percent_a_week_is_one() -> None:
    chance = random.Random(3)
    noise = [chance.lognormvariate(0, 0.08) for _ in range(42)]
    steady = [day(ago, 60_000 * noise[ago - 1] * (8 if ago == 5 else 1)) for ago in range(42, 0, -1)]
    row = of_job(summary(), steady, NOW_MS, UTC)
    assert row.trend is not None
    assert not row.trend.significant
    growing = [day(ago, 60_000 * noise[ago - 1] * 1.1 ** (-ago / 7)) for ago in range(42, 0, -1)]
    row = of_job(summary(), growing, NOW_MS, UTC)
    assert row.trend is not None
    assert row.trend.significant
    assert row.trend.per_week == pytest.approx(0.1, abs=0.02)
    assert of_job(summary(), growing[-7:], NOW_MS, UTC).trend is None  # not enough data


def test_success_comes_with_its_interval() -> None:
    row = of_job(summary(runs=3, ok=3), [], NOW_MS, UTC)
    assert row.success is not None
    assert row.success.share == 1
    assert row.success.low < 0.5


def test_components_stand_beside_jobs_in_milliseconds() -> None:
    found = Summary(0, DAY_MS, 100, 90, 5, 4, 1, 1_000, 2_000.0, 2_000.0, 9_000.0, 20_000, 0.99, 1.0)
    row = of_component("website", found, [Bucket(0, 1, 0, 0, 0, 0, 0, 0, 5, 5, 5, 5.0, 5.0)], UTC)
    assert (row.p95_ms, row.max_ms, row.runs, row.ok) == (9.0, 20.0, 100, 95)
    assert row.success is not None
    assert row.success.share == pytest.approx(95 / 99)


def test_rows_are_sorted_by_what_is_asked_and_the_unknown_come_last() -> None:
    a = of_job(summary("a", p95_ms=10.0, runs=1, ok=1, max_ms=None, last_began_ms=5), [], NOW_MS, UTC)
    b = of_job(summary("b", p95_ms=None, runs=9, max_ms=7.0, last_began_ms=1), [], NOW_MS, UTC)
    names = {order: [row.name for row in in_order([a, b], order)] for order in Order}
    assert names == {Order.P95: ["a", "b"], Order.COUNT: ["b", "a"], Order.MAX: ["b", "a"], Order.RECENT: ["a", "b"]}
