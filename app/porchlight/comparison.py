"""One assertion about a value: an operator and the expected value. Pure; never raises.


The operators are those of the sync system that our users know. A value comes from a database (of any system), from
JSON or from a report, and is compared in the same way in each case. See docs/decisions/0036-values.md.
"""

import math
import re
from datetime import UTC, date, datetime, time
from decimal import Context, Decimal
from enum import StrEnum
from functools import lru_cache
from typing import Final, TypeVar

from porchlight.intake.documents import dump_json
from porchlight.intake.patterns import compile_pattern
from porchlight.intake.text import clean_line
from porchlight.language.english import of_error
from porchlight.language.text import Text, msg

Scalar = str | int | float | bool | None

_T = TypeVar("_T", Decimal, datetime)
_MAX_REGEX_INPUT = 10_000
_REGEX_SECONDS = 0.05
_WRITTEN_OUT: Final = 10**4000
_NUMBER: Final = re.compile(r"\s{0,9}[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,9})?\s{0,9}", re.ASCII)
_LONGEST_DIGITS: Final = 400
_LARGEST_EXPONENT: Final = 308
"""Powers of ten: the range of a double. A larger value is not compared as a number."""
_DOUBLE: Final = Context(prec=15)
"""The decimal digits that every double keeps (DBL_DIG): 0.1 + 0.2 equals 0.3 to them."""
_MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\d(?:[ T]\d\d:\d\d.{0,25})?", re.ASCII)
_SPAN: Final = re.compile(
    r"(?:(?P<years>-?\d{1,9}) years? ?)?(?:(?P<months>-?\d{1,9}) mons? ?)?(?:(?P<days>-?\d{1,9}) days? ?)?"
    r"(?:(?P<sign>[+-]?)(?P<hours>\d{1,9}):(?P<minutes>\d\d)(?::(?P<seconds>\d\d(?:\.\d{1,9})?))?)?",
    re.ASCII,
)
"""A time of day, MySQL's TIME, PostgreSQL's interval."""
_DAY: Final = 86_400


class Dated(str):
    """A date, a time or a span from a database: equal to the same moment in another spelling."""

    __slots__ = ()


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

    @property
    def label(self) -> Text:
        """The choice, for people."""
        match self:
            case Operator.EQUALS:
                return msg("equals")
            case Operator.NOT_EQUALS:
                return msg("does not equal")
            case Operator.GREATER_THAN:
                return msg("is greater than")
            case Operator.LESS_THAN:
                return msg("is less than")
            case Operator.GREATER_EQUAL:
                return msg("is at least")
            case Operator.LESS_EQUAL:
                return msg("is at most")
            case Operator.CONTAINS:
                return msg("contains")
            case Operator.REGEX:
                return msg("matches the pattern")


def holds(operator: Operator, actual: object, expected: Scalar) -> bool:
    """Whether the condition holds.

    Two texts equal each other as texts; a number equals a number, also one that is written as a text; true and false
    equal themselves and their names. Greater and less compare only numbers, dates and spans.
    """
    match operator:
        case Operator.EQUALS:
            return _same(actual, expected)
        case Operator.NOT_EQUALS:
            return not _same(actual, expected)
        case Operator.CONTAINS:
            return _contains(actual, expected)
        case Operator.REGEX:
            return _matches(written(expected), written(actual)[:_MAX_REGEX_INPUT])
    order = _order(actual, expected)
    if order is None:
        return False
    match operator:
        case Operator.GREATER_THAN:
            return order > 0
        case Operator.LESS_THAN:
            return order < 0
        case Operator.GREATER_EQUAL:
            return order >= 0
        case Operator.LESS_EQUAL:
            return order <= 0


def dates_as_text(value: object) -> object:
    """The expected value in the settings: TOML's own dates, without quotation marks, become text."""
    return str(value) if isinstance(value, date | time) else value


def written(value: object) -> str:
    """A value as people write it: ``true``, ``null``, ``0.10`` unchanged, a list as JSON."""
    match value:
        case str():
            return str(value)
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case int() if not -_WRITTEN_OUT < value < _WRITTEN_OUT:
            return ""  # Python does not write it out
        case Decimal() if value.is_finite() and abs(value.adjusted()) <= _LARGEST_EXPONENT:
            return format(value, "f")
        case list() | tuple() | dict():
            try:
                return dump_json(value)
            except (TypeError, ValueError, RecursionError):
                return ""
    return str(value)


def value_text(value: object) -> Text | str:
    """A value within a sentence."""
    text = written(value)
    if text.strip():
        return clean_line(text)
    return msg("only spaces") if text else msg("an empty text")


def expectation(operator: Operator, shown: Text | str, expected: Scalar) -> Text:
    """What was expected of a value that is ``shown`` before, as a sentence of its own."""
    wanted = value_text(expected)
    match operator:
        case Operator.EQUALS if shown == wanted:
            return msg(
                "It should be {expected}. They differ only in spaces or other invisible characters.", expected=wanted
            )
        case Operator.EQUALS:
            return msg("It should be {expected}.", expected=wanted)
        case Operator.NOT_EQUALS:
            return msg("It should not be {expected}.", expected=wanted)
        case Operator.GREATER_THAN:
            return msg("It should be over {expected}.", expected=wanted)
        case Operator.LESS_THAN:
            return msg("It should be under {expected}.", expected=wanted)
        case Operator.GREATER_EQUAL:
            return msg("It should be at least {expected}.", expected=wanted)
        case Operator.LESS_EQUAL:
            return msg("It should be at most {expected}.", expected=wanted)
        case Operator.CONTAINS:
            return msg("It should contain {expected}.", expected=wanted)
        case Operator.REGEX:
            return msg("It should match {expected}.", expected=wanted)


@lru_cache(maxsize=256)
def pattern_fault(pattern: str) -> str | None:
    """Why ``pattern`` cannot be used, in one sentence; None: it can."""
    try:
        compile_pattern(pattern)
    except ValueError as error:
        return of_error(error)
    return None


def _matches(pattern: str, text: str) -> bool:
    if pattern_fault(pattern) is not None:
        return False
    try:
        return compile_pattern(pattern).search(text, timeout=_REGEX_SECONDS) is not None
    except (TimeoutError, MemoryError):
        return False


def _contains(actual: object, expected: Scalar) -> bool:
    if isinstance(actual, list | tuple):
        return any(_same(item, expected) for item in actual)
    if actual is None or expected is None:
        return False
    return written(expected) in (actual if isinstance(actual, dict) else written(actual))


def _same(actual: object, expected: Scalar) -> bool:
    if isinstance(actual, bool) or isinstance(expected, bool):
        one = _truth(actual)
        return one is not None and one is _truth(expected)
    if actual is None or expected is None:
        # TOML has no null: the word stands for it.
        return actual is None and (expected is None or expected == "null")
    if isinstance(actual, str) and isinstance(expected, str):
        if actual == expected:
            return True
        return isinstance(actual, Dated) and _order_of_times(actual, expected) == 0
    order = _order_of_numbers(actual, expected)
    return written(actual) == written(expected) if order is None else order == 0


def _truth(value: object) -> bool | None:
    if isinstance(value, str):
        return {"true": True, "false": False}.get(value.strip().lower())
    return value if isinstance(value, bool) else None


def _order(actual: object, expected: Scalar) -> int | None:
    """Below 0: less, 0: the same, above: greater; None: they cannot be ordered."""
    order = _order_of_numbers(actual, expected)
    if order is None and isinstance(actual, str) and isinstance(expected, str):
        return _order_of_times(actual, expected)
    return order


def _order_of_numbers(actual: object, expected: Scalar) -> int | None:
    left, right = _number(actual), _number(expected)
    if left is None or right is None:
        return None
    # What was calculated in doubles is as exact as they are; whole numbers are exact.
    if isinstance(actual, float) and not (_is_whole(left) and _is_whole(right)):
        left, right = _DOUBLE.plus(left), _DOUBLE.plus(right)
    return _sign(left, right)


def _number(value: object) -> Decimal | None:
    """Exactly as written; a float by its shortest spelling."""
    match value:
        case bool():
            return None
        case int():
            number = Decimal(value)
        case float():
            if not math.isfinite(value):
                return None
            number = Decimal(repr(value))
        case Decimal():
            if not value.is_finite():
                return None
            number = value
        case str():
            if len(value) > _LONGEST_DIGITS or not _NUMBER.fullmatch(value):
                return None
            number = Decimal(value)
        case _:
            return None
    return number if not number or number.adjusted() <= _LARGEST_EXPONENT else None


def _is_whole(number: Decimal) -> bool:
    return number == number.to_integral_value()


def _order_of_times(actual: str, expected: str) -> int | None:
    moments = _moment(actual), _moment(expected)
    if moments[0] is not None and moments[1] is not None:
        return _sign(moments[0], moments[1])
    spans = _span(actual), _span(expected)
    if spans[0] is not None and spans[1] is not None:
        return _sign(spans[0], spans[1])
    return None


def _sign(left: _T, right: _T) -> int:
    return (left > right) - (left < right)


def _moment(text: str) -> datetime | None:
    """ISO 8601, with a blank or a T; in UTC where no zone is given."""
    text = text.strip()
    if not _MOMENT.fullmatch(text):
        return None
    try:
        moment = datetime.fromisoformat(text)
        # In UTC, since comparing may otherwise leave datetime's range.
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _span(text: str) -> Decimal | None:
    """Seconds; a month has 30 days (PostgreSQL: "Interval Input", as it compares them)."""
    found = _SPAN.fullmatch(text.strip())
    if found is None or not any(found.groups()):
        return None
    days = 360 * int(found["years"] or 0) + 30 * int(found["months"] or 0) + int(found["days"] or 0)
    clock = 3600 * int(found["hours"] or 0) + 60 * int(found["minutes"] or 0) + Decimal(found["seconds"] or 0)
    return _DAY * days + (-clock if found["sign"] == "-" else clock)
