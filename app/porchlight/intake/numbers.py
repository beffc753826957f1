"""Numbers from outside: finite, within bounds, of the required type."""

import math
import sys
from datetime import UTC, datetime
from typing import Final

SHORTEST_PAUSE: Final = 1.0
LONGEST_PAUSE: Final = 3600.0
"""Seconds that a Retry-After may ask for: no receiver makes us hammer it or silences us for a day."""
EARLIEST_MS: Final = 0
LATEST_MS: Final = 253_402_300_799_000
"""Unix ms of the last second of the year 9999, the last that ``datetime`` knows."""
_LARGEST: Final = sys.float_info.max
_LONGEST_DIGITS: Final = 400


def finite(value: object, *, least: float = -_LARGEST, most: float = _LARGEST) -> float | None:
    """``value`` as a float within bounds; None for anything that is not a number, not finite, or out of bounds.

    Numbers written as text (of sane length) count; ``bool`` does not.
    """
    # A tuple here and elsewhere on the way of each result: a union is made again at each call, for twice the time.
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    if isinstance(value, str) and len(value) > _LONGEST_DIGITS:
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) and least <= number <= most else None


def whole(value: object, *, least: int = -(2**63), most: int = 2**63 - 1) -> int | None:
    """``value`` as an int within bounds (by default SQLite's 64 bits); None for anything else.

    Whole floats and digits written as text count; ``bool`` does not.
    """
    if isinstance(value, bool):
        return None
    if isinstance(value, str):
        text = value.strip()
        if not (text.isascii() and text.lstrip("+-").isdigit() and len(text) <= 20):
            return None
        value = int(text)
    if isinstance(value, float):
        if not value.is_integer():  # excludes nan and infinity too
            return None
        value = int(value)
    return value if isinstance(value, int) and least <= value <= most else None


def moment_ms(value: object) -> int | None:
    """ISO 8601 (UTC where no zone is given) as Unix ms; None where it is none, or before 1970."""
    if not isinstance(value, str) or len(value) > 40:
        return None
    try:
        moment = datetime.fromisoformat(value.strip())
        at_ms = round((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() * 1000)
    except (ValueError, OverflowError, OSError):
        return None
    return at_ms if EARLIEST_MS <= at_ms <= LATEST_MS else None


def retry_after(value: str | None, now: datetime | None = None) -> float | None:
    """Seconds that a Retry-After header asks for, between 1 s and 1 h; None where it asks for nothing.

    RFC 9110 §10.2.3: a number of seconds or a date. ``now`` (with a zone) is for dates.
    """
    if value is None:
        return None
    text = value.strip()
    if text.isascii() and text.isdigit():
        return pause(LONGEST_PAUSE if len(text) > 6 else float(text))
    at_ms = http_date_ms(text)
    return None if at_ms is None else pause(at_ms / 1000 - (now or datetime.now(UTC)).timestamp())


def http_date_ms(value: str | None) -> int | None:
    """The date of an HTTP header (RFC 9110 §5.6.7) as Unix ms; None where it is none, or before 1970."""
    if value is None or len(value) > 64:
        return None
    from email.utils import parsedate_to_datetime

    try:
        at = parsedate_to_datetime(value.strip())
        at_ms = round(at.replace(tzinfo=at.tzinfo or UTC).timestamp() * 1000)
    except (ValueError, TypeError, OverflowError, IndexError, OSError):
        return None
    return at_ms if EARLIEST_MS <= at_ms <= LATEST_MS else None


def pause(seconds: object) -> float | None:
    """Seconds that third-party code asks us to wait, between 1 s and 1 h; None for anything but a number."""
    if isinstance(seconds, bool) or not isinstance(seconds, (int, float)) or seconds != seconds:
        return None
    return float(min(max(seconds, SHORTEST_PAUSE), LONGEST_PAUSE))
