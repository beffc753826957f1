"""What a database gives for a value, made fit: a text, a whole number, a finite one, true, false, or nothing."""

import math
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Final

from app.comparison import Scalar
from app.intake.charsets import decode
from app.intake.documents import dump_json
from app.intake.text import without_surrogates

_LONGEST: Final = 64 * 1024
"""Characters of a text."""
_LARGEST: Final = 10**300


def fit(value: object) -> Scalar:
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
            return int(value) if value == value.to_integral_value() else float(value)
        case bytes() | bytearray() | memoryview():
            return without_surrogates(decode(bytes(value[:_LONGEST])))
        case str():
            return without_surrogates(value[:_LONGEST])
        case datetime() | date() | time() | timedelta():
            return str(value)
        case Mapping() | Sequence():
            try:
                return dump_json(value)[:_LONGEST]
            except (TypeError, ValueError, RecursionError):
                return ""
    return without_surrogates(str(value)[:_LONGEST])
