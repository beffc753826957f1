"""A database's value, made safe: a text, a number, true, false, or nothing.

Each system and each driver has its own types: PostgreSQL counts in Decimals and has a boolean, MySQL has 1 and BIT,
SQLite keeps anything. See docs/decisions/0036-values.md.
"""

import math
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Final

from porchlight.comparison import Dated, Scalar, written
from porchlight.intake.charsets import decode
from porchlight.intake.documents import dump_json
from porchlight.intake.text import without_surrogates

_LONGEST: Final = 64 * 1024
"""Characters of a text."""
_LARGEST: Final = 10**300
_TRUTHS: Final = {"true": True, "t": True, "1": True, "false": False, "f": False, "0": False}
"""The spelling of databases and their programs: psql shows t and f, and so do programs that keep it as a text."""

Answer = Scalar | Decimal


def fit(value: object) -> Answer:
    """``value`` as something that can be compared, shown and kept."""
    match value:
        case None | bool():
            return value
        case int():
            return value if abs(value) < _LARGEST else math.copysign(1.7e308, value)
        case float():
            return value if math.isfinite(value) else str(value)
        case Decimal():
            if not value.is_finite() or abs(value.adjusted()) > 300:
                return str(value)[:_LONGEST]
            return value
        case bytes() | bytearray() | memoryview():
            return without_surrogates(decode(bytes(value[:_LONGEST])))
        case str():
            text = without_surrogates(value[:_LONGEST])
            return Dated(text) if isinstance(value, Dated) else text
        case datetime() | date() | time() | timedelta():
            return Dated(value)
        case Mapping() | Sequence():
            try:
                return dump_json(_plain(value))[:_LONGEST]
            except (TypeError, ValueError, RecursionError):
                return ""
    return without_surrogates(str(value)[:_LONGEST])


def alike(answer: Answer, expected: Scalar) -> tuple[Answer, Scalar]:
    """Both as 1 or 0, where one of them is a boolean and the other can be: not every system has the type, and a query
    means the same on each."""
    if (isinstance(answer, str) and isinstance(expected, str)) or not (_is_truth(answer) or _is_truth(expected)):
        return answer, expected
    one, other = (_TRUTHS.get(written(value).strip().lower()) for value in (answer, expected))
    return (answer, expected) if one is None or other is None else (int(one), int(other))


def as_number(answer: Answer) -> float | None:
    """``answer`` as it is drawn and kept; None where it is not a number."""
    if isinstance(answer, bool) or not isinstance(answer, int | float | Decimal):
        return None
    if isinstance(answer, Decimal):
        return int(answer) if answer == answer.to_integral_value() else float(answer)
    return answer


def _plain(value: object) -> object:
    """A list or a table of a database in JSON's types."""
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str | bytes | bytearray | memoryview):
        return [_plain(one) for one in value]
    found = fit(value)
    return as_number(found) if isinstance(found, Decimal) else found


def _is_truth(value: Answer) -> bool:
    return isinstance(value, bool) or (isinstance(value, str) and value.strip().lower() in ("true", "false"))
