"""Columns, bands, gaps and outliers of a chart: what holds for any measurements."""

import math
import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from porchlight.desktop.chart_columns import NO_COLUMNS, Columns, Outlier, Sample, condense, gaps


def _check(at: float, value: float) -> Sample:
    return Sample(at, value, value, value, 1.0)


def _every(step: float, values: list[float]) -> list[Sample]:
    return [_check(number * step, value) for number, value in enumerate(values)]


_VALUES = st.one_of(st.floats(0.01, 1e6), st.just(math.nan))
_TIMES = st.lists(st.floats(0, 1e5), max_size=80, unique=True).map(sorted)


@st.composite
def _samples(draw: st.DrawFn) -> list[Sample]:
    return [_check(at, draw(_VALUES)) for at in draw(_TIMES)]


@st.composite
def _buckets(draw: st.DrawFn) -> list[Sample]:
    found = []
    for at in draw(_TIMES):
        low, middle, high = sorted(draw(st.tuples(*[st.floats(0.01, 1e6)] * 3)))
        found.append(Sample(at, low, middle, high, float(draw(st.integers(1, 500)))))
    return found


@given(st.one_of(_samples(), _buckets()), st.floats(1, 1e5), st.floats(1, 1e5))
def test_a_column_lies_among_its_checks_and_a_band_is_the_right_way_up(
    samples: list[Sample], width: float, allowed: float
) -> None:
    columns, _ = condense(samples, gaps([one.at for one in samples], allowed), width)
    assert list(columns.times) == sorted(columns.times)
    known = [value for one in samples for value in (one.median, one.high) if not math.isnan(value)]
    for middle, low, high in zip(columns.median, columns.low, columns.high, strict=True):
        assert math.isnan(middle) or min(known) <= middle <= max(known)
        assert math.isnan(low) == math.isnan(high)
        assert math.isnan(low) or min(known) * 0.999 <= low <= high * 1.001 <= max(known) * 1.002


@given(_samples(), st.floats(1, 1e5), st.floats(1, 1e5))
def test_no_line_crosses_time_that_nobody_watched(samples: list[Sample], width: float, allowed: float) -> None:
    at = [one.at for one in samples]
    breaks = gaps(at, allowed)
    columns, _ = condense(samples, breaks, width)
    holes = [(at[place - 1], at[place]) for place in breaks]
    for since, until in holes:
        inside = [
            middle for time_, middle in zip(columns.times, columns.median, strict=True) if since < time_ < until
        ]
        assert inside
        assert all(math.isnan(middle) for middle in inside)


@given(_samples(), st.floats(1, 1e5))
def test_every_measured_check_is_in_one_column(samples: list[Sample], width: float) -> None:
    columns, _ = condense(samples, (), width)
    assert sum(columns.weights) == sum(not math.isnan(one.median) for one in samples)


def test_without_a_check_there_is_nothing() -> None:
    assert condense([], (), 60.0) == (NO_COLUMNS, ())
    assert gaps([], 60.0) == gaps([5.0], 60.0) == []


@pytest.mark.parametrize(
    ("times", "places"),
    [
        ([0, 3000], [1]),  # the first check after a start, fifty minutes after the last one
        ([0, 60, 3060, 3120], [2]),
        ([0, 300, 600, 900, 1200, 1260, 1320, 1380], []),  # the interval was five minutes, and is one now
        ([0, 60, 63, 66, 69, 120, 180], []),  # repeated checks between the others
        ([0, 60, 120, 121, 122, 123, 124, 1000, 1060], [7]),
    ],
)
def test_a_gap_is_one_from_the_first_check_on_and_a_longer_interval_is_none(
    times: list[float], places: list[int]
) -> None:
    assert gaps(times, 150.0) == places


def test_one_slow_check_is_a_dot_and_leaves_the_line_where_it_is() -> None:
    values = [100.0 + number % 7 for number in range(600)]
    values[300] = 900.0
    columns, outliers = condense(_every(10, values), (), 60.0)
    assert outliers == (Outlier(3000.0, 900.0),)
    assert max(columns.median) < 110
    assert max(columns.high) < 110


def test_what_is_slow_for_a_while_is_the_line_and_no_row_of_dots() -> None:
    values = [100.0] * 300 + [900.0] * 300
    columns, outliers = condense(_every(10, values), (), 60.0)
    assert columns.median[-1] == 900.0
    assert outliers == ()


def test_the_slowest_check_of_a_bucket_is_a_dot() -> None:
    buckets = [Sample(number * 300.0, 100, 120, 130, 5.0) for number in range(60)]
    buckets[30] = Sample(9000.0, 100, 120, 2000, 5.0)
    assert condense(buckets, (), 600.0)[1] == (Outlier(9000.0, 2000),)


def test_a_day_of_checks_becomes_about_as_many_columns_as_the_chart_has() -> None:
    columns, _ = condense(_every(10, [100.0] * 8640), (), 86_400 / 150)
    assert len(columns.times) == pytest.approx(150, abs=1)


def test_ten_times_as_many_checks_cost_ten_times_as_much() -> None:
    values = [100.0 + number * 7919 % 41 for number in range(300_000)]

    def seconds(count: int) -> float:
        samples = _every(1, values[:count])
        return min(_timed(lambda: condense(samples, (), count / 150)) for _ in range(5))

    assert seconds(300_000) < 40 * seconds(30_000)


def _timed(work: Callable[[], tuple[Columns, tuple[Outlier, ...]]]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
