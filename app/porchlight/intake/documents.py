"""JSON in and out: one kind of error, finite numbers, bounded depth; ``NaN`` is never written."""

import json
import math
import re
import sys
from typing import Final

from porchlight.intake.text import without_surrogates

DEEPEST: Final = 100
"""Levels that a document may be nested."""
_LONGEST_INTEGER: Final = 40
"""Digits; a longer number is kept as a float."""
_STEERING: Final = re.compile("[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
_LARGEST: Final = sys.float_info.max


class NotJson(ValueError):
    """Not a JSON document that a program should read."""


def parse_json(data: bytes | str) -> object:
    """The document in ``data`` (bytes: UTF-8, -16 or -32, by its BOM or its first bytes). Raises NotJson.

    ``NaN`` and ``Infinity`` are not JSON (RFC 8259 §6); a number too large for a double becomes the largest one.
    """
    try:
        if isinstance(data, bytes):
            data = data.decode(json.detect_encoding(data))
        document: object = json.loads(
            data.removeprefix("\ufeff"), parse_constant=_no_constant, parse_float=_float, parse_int=_integer
        )
    except NotJson:
        raise
    except (ValueError, RecursionError) as error:
        raise NotJson(type(error).__name__) from None
    if data.count("[") + data.count("{") > DEEPEST and _is_too_deep(document):
        raise NotJson("nested too deeply")
    return document


def parse_json_object(data: bytes | str) -> dict[str, object]:
    """The same, for objects only. Raises NotJson."""
    document = parse_json(data)
    if not isinstance(document, dict):
        raise NotJson("not an object")
    return document


def dump_json(document: object, *, indent: int | None = None) -> str:
    """``document`` as JSON that every reader accepts: non-finite numbers become ``null``, a lone surrogate U+FFFD.
    Control characters, and those that some readers take for the end of a line, are written as escapes."""
    try:
        text = json.dumps(document, ensure_ascii=False, allow_nan=False, indent=indent)
    except ValueError:
        text = json.dumps(_finite(document), ensure_ascii=False, allow_nan=False, indent=indent)
    if text.isascii() and "\x7f" not in text:
        return text
    return _STEERING.sub(lambda found: f"\\u{ord(found[0]):04x}", without_surrogates(text))


def _no_constant(name: str) -> object:
    raise NotJson(f"{name} is not JSON")


def _float(text: str) -> float:
    number = float(text)
    return number if math.isfinite(number) else math.copysign(_LARGEST, number)


def _integer(text: str) -> int | float:
    return int(text) if len(text) <= _LONGEST_INTEGER else _float(text)


def _is_too_deep(document: object) -> bool:
    level: list[object] = [document]
    for _ in range(DEEPEST):
        level = [item for one in level for item in _items(one)]
        if not level:
            return False
    return True


def _items(value: object) -> list[object]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []


def _finite(value: object) -> object:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {key: _finite(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(item) for item in value]
    return value
