"""Conditions: what they compare, and that nothing makes them fail or hang."""

import time
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from porchlight.comparison import Dated, Operator, expectation, holds, pattern_fault, written
from porchlight.language.english import english

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
        # texts are texts, numbers are numbers
        (Operator.EQUALS, "1.10", "1.1", False),
        (Operator.EQUALS, "1.10", "1.10", True),
        (Operator.EQUALS, "007", "7", False),
        (Operator.EQUALS, "1e3", "1000", False),
        (Operator.EQUALS, "1.10", 1.1, True),
        (Operator.EQUALS, 1.1, "1.10", True),
        (Operator.EQUALS, "1_000", 1000, False),
        (Operator.EQUALS, "", 0, False),
        (Operator.EQUALS, 5.0, 5, True),
        (Operator.EQUALS, Decimal("5.00"), 5, True),
        (Operator.EQUALS, Decimal("0.1"), 0.1, True),
        (Operator.EQUALS, Decimal("33.3333333333333333"), 33.3333, False),
        (Operator.EQUALS, 0.1 + 0.2, 0.3, True),
        (Operator.LESS_EQUAL, 0.1 + 0.2, 0.3, True),
        (Operator.GREATER_THAN, 0.1 + 0.2, 0.3, False),
        # whole numbers exactly
        (Operator.EQUALS, 9007199254740993, 9007199254740992, False),
        (Operator.EQUALS, 9007199254740993, 9007199254740993, True),
        (Operator.EQUALS, "9007199254740993", 9007199254740992, False),
        (Operator.GREATER_THAN, 9007199254740993, 9007199254740992, True),
        (Operator.EQUALS, 9007199254740992.0, 9007199254740993, False),
        (Operator.EQUALS, Decimal(12345678901234567891), 12345678901234567890, False),
        (Operator.EQUALS, -9223372036854775808, -9223372036854775807, False),
        # true and false
        (Operator.EQUALS, True, "True", True),
        (Operator.EQUALS, "true", True, True),
        (Operator.EQUALS, True, "yes", False),
        (Operator.EQUALS, False, None, False),
        (Operator.EQUALS, 0, False, False),
        (Operator.GREATER_THAN, True, 0, False),
        # nothing
        (Operator.EQUALS, None, "null", True),
        (Operator.EQUALS, None, "", False),
        (Operator.EQUALS, None, 0, False),
        (Operator.CONTAINS, None, "null", False),
        # dates and spans
        (Operator.GREATER_THAN, "2026-11-26", "2026-11-25T23:59:59", True),
        (Operator.LESS_THAN, "2026-11-26T10:00:00+02:00", "2026-11-26T09:00:00Z", True),
        (Operator.GREATER_THAN, "2026-11-26", "yesterday", False),
        (Operator.LESS_THAN, "20261126", "2026-11-27", False),
        (Operator.LESS_THAN, "09:30", "17:00:00", True),
        (Operator.GREATER_THAN, "2 days 03:00:00", "50:59:59", True),
        (Operator.GREATER_THAN, "-01:00:00", "00:00:00", False),
        (Operator.EQUALS, "2026-11-26 10:00:00", "2026-11-26T10:00:00", False),
        (Operator.EQUALS, Dated("2026-11-26 10:00:00"), "2026-11-26T10:00:00Z", True),
        (Operator.EQUALS, Dated("9999-12-31 23:59:59-12"), "9999-12-31T23:59:59-12:00", False),
        (Operator.LESS_THAN, "ten", "two", False),
        # lists, and parts of what is written
        (Operator.EQUALS, ["a", 1.5], '["a", 1.5]', True),
        (Operator.REGEX, {"a": None}, '"a": null', True),
        (Operator.CONTAINS, [1, 2], "2", True),
        (Operator.CONTAINS, {"a": 1}, "a", True),
        (Operator.CONTAINS, 12345, 234, True),
        (Operator.CONTAINS, True, "ru", True),
    ],
)
def test_they_compare_as_people_expect(operator: Operator, actual: object, expected: object, result: bool) -> None:
    assert holds(operator, actual, expected) is result  # type: ignore[arg-type]


@given(st.integers(), st.integers())
def test_whole_numbers_are_compared_exactly_however_they_come(left: int, right: int) -> None:
    for actual in (left, str(left), Decimal(left)):
        assert holds(Operator.EQUALS, actual, right) is (left == right)
        assert holds(Operator.GREATER_THAN, actual, right) is (left > right)
        assert holds(Operator.LESS_EQUAL, actual, right) is (left <= right)


@given(st.text(max_size=20), st.text(max_size=20))
def test_two_texts_are_equal_where_they_are_the_same_text(left: str, right: str) -> None:
    assert holds(Operator.EQUALS, left, right) is (left == right)
    assert holds(Operator.EQUALS, left, left)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_equals_what_it_is_written_as(number: float) -> None:
    assert holds(Operator.EQUALS, number, number)
    assert holds(Operator.EQUALS, number, written(number))


@given(st.text(st.sampled_from("0123456789-:. TZ+daysmonyer"), max_size=30))
def test_any_date_and_span_is_compared_or_none(text: str) -> None:
    assert holds(Operator.LESS_THAN, text, "2026-11-26") in (True, False)
    assert holds(Operator.LESS_THAN, Dated(text), "1 day") in (True, False)
    assert holds(Operator.EQUALS, Dated(text), text)


def test_a_pattern_that_would_take_for_ever_is_given_up() -> None:
    began = time.perf_counter()
    assert not holds(Operator.REGEX, "a" * 60 + "!", "(a+)+$")
    assert time.perf_counter() - began < 2


@pytest.mark.parametrize("operator", Operator)
def test_every_operator_says_what_it_expected(operator: Operator) -> None:
    assert english(expectation(operator, "3", 5)).endswith("5.")


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
