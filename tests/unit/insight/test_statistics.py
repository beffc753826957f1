"""Sample statistics against known values, and the laws that make them robust."""

import math
from statistics import fmean, quantiles

import pytest
from hypothesis import given
from hypothesis import strategies as st

from porchlight.insight.statistics import (
    mad,
    median,
    quantile,
    success_rate,
    weighted_median,
    winsorised,
    winsorised_mean,
)

_VALUES = st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=60)


def test_quantiles_lie_straight_between_their_neighbours() -> None:
    assert quantile([40, 10, 30, 20], 0.25) == 17.5
    assert quantile([7], 0.95) == 7
    assert median([1, 2, 3, 4]) == 2.5


@given(st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=60))
def test_quantiles_are_those_of_the_standard_library(values: list[float]) -> None:
    theirs = quantiles(values, n=20, method="inclusive")
    assert [quantile(values, place / 20) for place in range(1, 20)] == pytest.approx(theirs, rel=1e-9, abs=1e-6)


def test_an_empty_sample_has_no_middle() -> None:
    for nothing in (quantile([], 0.5), median([]), mad([]), weighted_median([]), winsorised_mean([], 0.1)):
        assert math.isnan(nothing)
    assert winsorised([], 0.1) == []


def test_the_mad_of_hampels_kind_is_the_standard_deviation_of_normal_values() -> None:
    assert mad([1, 1, 2, 2, 4, 6, 9]) == pytest.approx(1.4826, rel=1e-4)


def test_a_busy_hour_weighs_more_than_a_quiet_one() -> None:
    assert weighted_median([(100, 1), (200, 1), (300, 5)]) == 300
    assert weighted_median([(300, 0), (200, 1)]) == 200


def test_winsorising_brings_in_what_is_far_out() -> None:
    assert winsorised([1, 2, 3, 4, 1000], 0.2) == [2, 2, 3, 4, 4]
    assert winsorised([5, 1], 0.5) == [5, 1]


@given(_VALUES, st.floats(0, 0.5))
def test_winsorised_values_stay_within_the_sample(values: list[float], share: float) -> None:
    brought_in = winsorised(values, share)
    assert len(brought_in) == len(values)
    assert min(values) <= min(brought_in)
    assert max(brought_in) <= max(values)
    assert winsorised_mean(values, 0) == fmean(values)


def test_nine_of_ten_is_less_sure_than_ninety_of_a_hundred() -> None:
    """Wilson's interval for 9 of 10, by hand."""
    few, many = success_rate(9, 10), success_rate(90, 100)
    assert few is not None
    assert many is not None
    assert (few.share, few.low, few.high) == pytest.approx((0.9, 0.5958, 0.9821), abs=1e-4)
    assert few.low < many.low < 0.9 < many.high < few.high


def test_newcombes_examples() -> None:
    """Method 3 in table I of Newcombe, "Two-sided Confidence Intervals for the Single Proportion", Statistics in
    Medicine 17 (1998)."""
    for succeeded, count, low, high in ((81, 263, 0.2553, 0.3662), (0, 20, 0.0, 0.1611)):
        rate = success_rate(succeeded, count)
        assert rate is not None
        assert (rate.low, rate.high) == pytest.approx((low, high), abs=1e-4)


def test_without_a_run_there_is_no_rate() -> None:
    assert success_rate(0, 0) is None


@given(st.integers(1, 10_000), st.data())
def test_a_rate_lies_within_its_interval(count: int, data: st.DataObject) -> None:
    rate = success_rate(data.draw(st.integers(0, count)), count)
    assert rate is not None
    assert 0 <= rate.low <= rate.share <= rate.high <= 1
