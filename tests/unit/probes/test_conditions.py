"""Conditions: what they compare, and that nothing makes them fail or hang."""

import time

import pytest
from app.comparison import WORDS, Operator, holds
from hypothesis import given
from hypothesis import strategies as st

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)


@given(st.sampled_from(Operator), anything, scalars)
def test_nothing_makes_them_fail(operator: Operator, actual: object, expected: str | float | bool | None) -> None:
    assert holds(operator, actual, expected) in (True, False)


@given(anything, scalars)
def test_equal_and_not_equal_are_opposites(actual: object, expected: str | float | bool | None) -> None:
    assert holds(Operator.EQUALS, actual, expected) is not holds(Operator.NOT_EQUALS, actual, expected)


@pytest.mark.parametrize(
    ("operator", "actual", "expected", "result"),
    [
        (Operator.EQUALS, "5", 5, True),
        (Operator.EQUALS, True, "true", True),
        (Operator.EQUALS, None, None, True),
        (Operator.EQUALS, True, 1, False),
        (Operator.GREATER_THAN, "10", "9", True),
        (Operator.GREATER_THAN, "ten", 9, False),
        (Operator.LESS_EQUAL, 9, 9, True),
        (Operator.CONTAINS, ["a", "b"], "b", True),
        (Operator.CONTAINS, "abc", "d", False),
        (Operator.REGEX, "version 12", r"\d+$", True),
        (Operator.REGEX, "x", "(", False),
    ],
)
def test_they_compare_as_people_expect(operator: Operator, actual: object, expected: object, result: bool) -> None:
    assert holds(operator, actual, expected) is result  # type: ignore[arg-type]


def test_a_pattern_that_would_take_for_ever_is_given_up() -> None:
    began = time.perf_counter()
    assert not holds(Operator.REGEX, "a" * 60 + "!", "(a+)+$")
    assert time.perf_counter() - began < 2


def test_every_operator_has_its_words() -> None:
    assert set(WORDS) == set(Operator)
