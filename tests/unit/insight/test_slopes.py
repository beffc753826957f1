"""Theil–Sen and Mann–Kendall against published examples, and their laws."""

import math
import random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from porchlight.insight.slopes import MOST, Slope, folded, inflation_by_memory, mann_kendall, memory_of, slope_of

Points = list[tuple[float, float]]

_POINTS = st.lists(
    st.tuples(st.integers(0, 400).map(float), st.integers(-1000, 1000).map(float)), min_size=4, max_size=40
)


def _slope(points: Points, confidence: float = 0.95) -> Slope:
    slope = slope_of(points, confidence=confidence)
    assert slope is not None
    return slope


def test_sens_own_example() -> None:
    """Sen (1968), section 6: slope 4, at 93 % between 26/7 and 35/8."""
    points = list(zip((1.0, 2, 3, 4, 10, 12, 18), (9.0, 15, 19, 20, 45, 55, 78), strict=True))
    slope = _slope(points, 0.93)
    assert slope.slope == pytest.approx(4)
    assert (slope.low, slope.high) == pytest.approx((26 / 7, 35 / 8))


def test_a_hundred_values_that_only_rise() -> None:
    """S = 4950, its variance 112,750, z = 14.7387: the reference values of pyMannKendall and MannKendall.jl."""
    test = mann_kendall([float(value) for value in range(1, 101)])
    assert test.s == 4950
    assert test.variance == 112_750
    assert test.z == pytest.approx(14.7387, abs=1e-4)


def test_ties_are_corrected_for() -> None:
    """By hand: 1 2 2 3 has five pairs that rise and one tie; 4·3·13/18 less 2·1·9/18."""
    test = mann_kendall([1, 2, 2, 3])
    assert test.s == 5
    assert test.variance == pytest.approx(26 / 3 - 1)
    assert test.z == pytest.approx(4 / math.sqrt(26 / 3 - 1))


@pytest.mark.parametrize("values", [[], [3.0], [5.0] * 30])
def test_what_does_not_change_has_no_trend(values: list[float]) -> None:
    assert mann_kendall(values).p_value == 1


def test_one_moment_has_no_slope() -> None:
    assert slope_of([]) is None
    assert slope_of([(1, 2)]) is None
    assert slope_of([(1, 2), (1, 3)]) is None


@given(_POINTS, st.integers(-1000, 1000), st.integers(1, 50))
def test_a_slope_does_not_care_where_zero_is_and_grows_with_the_values(
    points: Points, moved: int, scale: int
) -> None:
    assume(len({when for when, _ in points}) > 1)
    slope = _slope(points)
    other = _slope([(when + moved, value * scale + moved) for when, value in points])
    assert (other.slope, other.low, other.high) == pytest.approx(
        (slope.slope * scale, slope.low * scale, slope.high * scale), rel=1e-9, abs=1e-9
    )
    assert other.p_value == slope.p_value


@given(st.permutations(range(30)), st.randoms(use_true_random=False))
def test_a_slope_backwards_has_the_other_sign_and_order_means_nothing(
    values: list[int], chance: random.Random
) -> None:
    points = [(float(place), float(value)) for place, value in enumerate(values)]
    slope, backwards = _slope(points), _slope([(-when, value) for when, value in points])
    assert backwards.slope == pytest.approx(-slope.slope)
    assert (backwards.low, backwards.high) == pytest.approx((-slope.high, -slope.low))
    assert backwards.p_value == pytest.approx(slope.p_value)
    shuffled = list(points)
    chance.shuffle(shuffled)
    assert _slope(shuffled) == slope


@given(st.integers(0, 29), st.floats(-1e9, 1e9))
def test_one_value_that_is_nonsense_changes_nothing_much(place: int, nonsense: float) -> None:
    chance = random.Random(7)
    points = [(float(when), 2.0 * when + chance.gauss(0, 3)) for when in range(30)]
    points[place] = (float(place), nonsense)
    assert _slope(points).slope == pytest.approx(2, abs=0.15)


@given(_POINTS)
def test_the_slope_lies_within_its_interval(points: Points) -> None:
    assume(len({when for when, _ in points}) > 1)
    slope = _slope(points)
    assert slope.low <= slope.slope <= slope.high
    assert 0 <= slope.p_value <= 1


def test_many_points_are_folded_before_they_are_compared() -> None:
    chance = random.Random(3)
    points = [(float(when), 0.5 * when + chance.gauss(0, 100)) for when in range(20_000)]
    assert len(folded(points)) <= MOST
    assert _slope(points).slope == pytest.approx(0.5, rel=0.01)


def test_days_that_remember_each_other_are_less_sure() -> None:
    chance = random.Random(5)
    white = [chance.gauss(0, 1) for _ in range(400)]
    remembering = [0.0]
    for one in white:
        remembering.append(0.5 * remembering[-1] + one)
    assert memory_of(white) < 0.15
    assert memory_of(remembering) == pytest.approx(0.5, abs=0.1)
    assert inflation_by_memory(remembering) == pytest.approx(3, abs=1)
    assert inflation_by_memory([1.0] * 30) == 1
