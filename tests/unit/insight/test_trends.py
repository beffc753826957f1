"""A real change from week to week is found, a slow night is none. The benchmarks do the same a thousand times."""

import math
import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from porchlight.insight.trends import Trend, trend_of
from tests.planted import BEGAN_MS, DAY_MS, HOUR_MS, Plan, series

_TRIES = 60
"""A share of 95 % or 2 % is not to be had from so few; the bounds leave room for three standard deviations."""
_PURE = Plan(per_week=0.1, sigma=0.05, outliers=0, asleep=0, every_minutes=60)


def _trend(plan: Plan, seed: int) -> Trend:
    trend = trend_of(*series(plan, seed))
    assert trend is not None
    return trend


def _found(plan: Plan) -> int:
    return sum(_trend(plan, seed).significant for seed in range(1_000_000, 1_000_000 + _TRIES))


@pytest.mark.parametrize("minutes", [30, 60])
def test_ten_percent_a_week_is_found_within_three_weeks(minutes: float) -> None:
    assert _found(Plan(per_week=0.1, every_minutes=minutes)) >= 0.9 * _TRIES
    assert _found(Plan(per_week=-0.1, every_minutes=minutes)) >= 0.9 * _TRIES


@pytest.mark.parametrize(
    "plan",
    [
        Plan(every_minutes=60),
        Plan(every_minutes=60, memory=0.5),
        Plan(bad_night=True),
        Plan(bad_days=1),
        Plan(every_minutes=1440, asleep=0.05),
        Plan(days=14),
    ],
    ids=["flat", "remembering", "a bad night", "a bad day", "one run a day", "two weeks"],
)
def test_where_nothing_grows_no_trend_is_made_up(plan: Plan) -> None:
    assert _found(plan) <= 0.08 * _TRIES


def test_a_trend_says_how_much_and_from_where_to_where() -> None:
    trend = _trend(_PURE, 1)
    assert trend.significant
    assert trend.seasonal
    assert trend.per_week == pytest.approx(0.1, abs=0.02)
    assert trend.low < 0.1 < trend.high
    assert trend.ended / trend.began == pytest.approx(1.1 ** (20 / 7), rel=0.05)
    assert (trend.points, trend.span_days) == (21, 21)


def test_two_percent_a_week_is_too_little_to_speak_of() -> None:
    trend = _trend(replace(_PURE, per_week=0.02), 1)
    assert trend.p_value < 0.01
    assert not trend.significant


def test_a_level_that_changed_at_once_is_told_apart_from_a_trend() -> None:
    times, values = series(replace(_PURE, per_week=0.0), 3)
    since = BEGAN_MS + 12 * DAY_MS
    trend = trend_of(times, [value * (1.5 if at >= since else 1) for at, value in zip(times, values, strict=True)])
    assert trend is not None
    assert trend.shift is not None
    assert not trend.significant
    assert abs(trend.shift.at_ms - since) <= DAY_MS
    assert trend.shift.change == pytest.approx(0.5, abs=0.1)


def test_too_little_is_no_trend() -> None:
    times, values = series(Plan(per_week=0.5), 1)
    week = [place for place, at in enumerate(times) if at < BEGAN_MS + 13 * DAY_MS]
    assert trend_of([times[place] for place in week], [values[place] for place in week]) is None
    assert trend_of([], []) is None
    weekly = [BEGAN_MS + week * 7 * DAY_MS for week in range(9)]
    assert trend_of(weekly, [100.0] * 9) is None


def test_what_never_changes_has_a_trend_of_nothing() -> None:
    trend = trend_of([BEGAN_MS + hour * HOUR_MS for hour in range(24 * 21)], [250.0] * 24 * 21)
    assert trend is not None
    assert trend.per_week == pytest.approx(0, abs=1e-12)
    assert trend.p_value == 1
    assert not trend.significant


def test_a_job_that_runs_once_a_week_has_a_trend_after_a_quarter() -> None:
    trend = trend_of([BEGAN_MS + week * 7 * DAY_MS for week in range(12)], [100 * 1.1**week for week in range(12)])
    assert trend is not None
    assert trend.per_week == pytest.approx(0.1)
    assert trend.significant


@given(st.randoms(use_true_random=False), st.floats(0.01, 100))
@settings(max_examples=15, deadline=None)
def test_order_and_unit_of_the_values_mean_nothing(chance: random.Random, scale: float) -> None:
    times, values = series(_PURE, 5)
    trend = trend_of(times, values)
    pairs = list(zip(times, (value * scale for value in values), strict=True))
    chance.shuffle(pairs)
    other = trend_of([at for at, _ in pairs], [value for _, value in pairs])
    assert trend is not None
    assert other is not None
    assert (other.per_week, other.low, other.high) == pytest.approx((trend.per_week, trend.low, trend.high))
    assert other.began == pytest.approx(trend.began * scale)
    assert other.significant == trend.significant


@given(st.integers(0, 503), st.floats(1e-6, 1e9))
@settings(max_examples=25, deadline=None)
def test_one_run_that_took_a_day_changes_nothing_much(place: int, nonsense: float) -> None:
    times, values = series(_PURE, 5)
    before = trend_of(times, values)
    values[place] = nonsense
    after = trend_of(times, values)
    assert before is not None
    assert after is not None
    assert after.per_week == pytest.approx(before.per_week, abs=0.01)
    assert after.significant


@given(st.integers(0, 1000))
@settings(max_examples=15, deadline=None)
def test_backwards_in_time_it_falls_by_what_it_grew(seed: int) -> None:
    times, values = series(replace(_PURE, by_hour=0.0), seed)
    forwards = trend_of(times, values)
    backwards = trend_of(times, values[::-1])
    assert forwards is not None
    assert backwards is not None
    assert math.log1p(backwards.per_week) == pytest.approx(-math.log1p(forwards.per_week), abs=0.004)
    assert backwards.significant == forwards.significant
