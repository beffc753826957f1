"""One assertion about a value: an operator and what is expected. Pure; never raises.

The operators are those of the sync system that our users know.
"""

from enum import StrEnum
from functools import lru_cache
from typing import Final

from app.intake.numbers import finite
from app.intake.patterns import compile_pattern

Scalar = str | int | float | bool | None

_MAX_REGEX_INPUT = 10_000
_REGEX_SECONDS = 0.05
_WRITTEN_OUT: Final = 10**4000


class Operator(StrEnum):
    """How an actual value is compared with the expected one."""

    EQUALS = "equals"
    NOT_EQUALS = "not_equals"
    GREATER_THAN = "greater_than"
    LESS_THAN = "less_than"
    GREATER_EQUAL = "greater_equal"
    LESS_EQUAL = "less_equal"
    CONTAINS = "contains"
    REGEX = "regex"


WORDS = {
    Operator.EQUALS: "is not",
    Operator.NOT_EQUALS: "is",
    Operator.GREATER_THAN: "is not over",
    Operator.LESS_THAN: "is not under",
    Operator.GREATER_EQUAL: "is under",
    Operator.LESS_EQUAL: "is over",
    Operator.CONTAINS: "does not contain",
    Operator.REGEX: "does not match",
}
"""How a condition that does not hold reads between the actual and the expected value."""


def holds(operator: Operator, actual: object, expected: Scalar) -> bool:
    """Whether the condition holds. Numbers and numbers written as text compare as numbers; the rest as text."""
    match operator:
        case Operator.EQUALS:
            return _same(actual, expected)
        case Operator.NOT_EQUALS:
            return not _same(actual, expected)
        case Operator.CONTAINS:
            if isinstance(actual, list | tuple):
                return any(_same(item, expected) for item in actual)
            return isinstance(actual, dict | str) and str(expected) in actual
        case Operator.REGEX:
            return _matches(str(expected), _text(actual)[:_MAX_REGEX_INPUT])
    left, right = _number(actual), _number(expected)
    if left is None or right is None:
        return False
    match operator:
        case Operator.GREATER_THAN:
            return left > right
        case Operator.LESS_THAN:
            return left < right
        case Operator.GREATER_EQUAL:
            return left >= right
        case Operator.LESS_EQUAL:
            return left <= right


@lru_cache(maxsize=256)
def pattern_fault(pattern: str) -> str | None:
    """Why ``pattern`` cannot be used, for the end of a sentence; None: it can."""
    try:
        compile_pattern(pattern)
    except ValueError as error:
        return str(error)
    return None


def _matches(pattern: str, text: str) -> bool:
    if pattern_fault(pattern) is not None:
        return False
    try:
        return compile_pattern(pattern).search(text, timeout=_REGEX_SECONDS) is not None
    except (TimeoutError, MemoryError):
        return False


def _same(actual: object, expected: Scalar) -> bool:
    left, right = _number(actual), _number(expected)
    if left is not None and right is not None:
        return left == right
    return _text(actual) == _text(expected)


def _text(value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, int) and not -_WRITTEN_OUT < value < _WRITTEN_OUT:
        return ""  # Python does not write it out
    return str(value).lower() if isinstance(value, bool) else str(value)


def _number(value: object) -> float | None:
    return finite(value)
