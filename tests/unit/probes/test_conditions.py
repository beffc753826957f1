"""Conditions: what they compare, and that nothing makes them fail or hang."""

import time

import pytest
from app.comparison import WORDS, Operator, holds, pattern_fault
from hypothesis import given, settings
from hypothesis import strategies as st

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)


@settings(deadline=None)  # the first pattern loads the library
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


@pytest.mark.parametrize(
    "pattern",
    [
        *(
            "(" * 3000 + "a" + ")" * 3000,
            "[" * 3000 + "a" + "]" * 3000,
            "(?:" * 60 + "a" + ")*" * 60,
            "a{1000000000}",
        ),
        *(
            "(?:a{65000}){65000}",
            "a?" * 5000 + "a" * 5000,
            "a" * 2000,
            "((((a{10}){10}){10}){10}){10}",
            "(",
            "a{99999}",
        ),
    ],
)
def test_a_pattern_that_nobody_can_read_in_time_matches_nothing_and_has_a_fault(pattern: str) -> None:
    began = time.process_time()
    fault = pattern_fault(pattern)
    assert fault
    assert len(fault) < 200
    assert not holds(Operator.REGEX, "a" * 10_000, pattern)
    assert time.process_time() - began < 1


@pytest.mark.parametrize(
    "pattern",
    [r"\d{4}-\d{2}-\d{2}", r"^v?\d+(\.\d+){1,3}$", r"(?i)thank you|merci", r"\(\(\(", r"[[(]{3}", "a" * 1000],
)
def test_an_ordinary_pattern_has_no_fault(pattern: str) -> None:
    assert pattern_fault(pattern) is None


@pytest.mark.parametrize(
    "pattern", ["(a+)+$", "(a|aa)+$", "(a{1,60}){1,60}b", "(?=(a+))*b", "(.*)*(.*)*(.*)*x", "(a?){500}b", "(?R)?ab"]
)
def test_a_slow_pattern_is_given_up_on_the_longest_text(pattern: str) -> None:
    began = time.process_time()
    holds(Operator.REGEX, "a" * 100_000, pattern)
    assert time.process_time() - began < 1


@pytest.mark.parametrize("number", [float("nan"), float("inf"), "nan", "Infinity", "1e999", 10**400, "9" * 5000])
def test_what_is_no_finite_number_is_neither_more_nor_less(number: object) -> None:
    for operator in (Operator.GREATER_THAN, Operator.LESS_THAN, Operator.GREATER_EQUAL, Operator.LESS_EQUAL):
        assert not holds(operator, number, 5)
