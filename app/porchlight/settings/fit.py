"""Limits for every value of the settings, whatever its key: readable text, finite numbers, lists of sane length.
Every field of every section is checked here first, also in a plug-in's model."""

import math
import re
from collections.abc import Mapping
from typing import Any, Final

from porchlight.intake.text import has_controls
from porchlight.language.english import unfit
from porchlight.language.text import msg

LONGEST_TEXT: Final = 20_000
LONGEST_NAME: Final = 200
_LARGEST: Final = 2**64
"""The range of databases; nobody sets more."""
_MOST: Final = 1000
"""Entries of one list or table."""
_DEEPEST: Final = 20
_PLACES: Final = re.compile(r"(?:^|_)(?:file|folder|path|log|location|program|process|command|directory|dir|url)$")
"""Keys whose value is a location: a path, or an address that may hold one (``sqlite:///C:/…``)."""
_ESCAPED: Final = {"\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", "\x1b": "\\e"}
"""What TOML makes of a backslash and a letter between double quotes."""
_NAMES: Final = frozenset({"name", "tags", "tag", "kind", "goes_to", "measure", "operation", "system"})
"""What appears in sentences and tables: on one line, and short."""


def require_fit(value: Any, key: str = "", depth: int = 0) -> Any:
    """``value`` unchanged. The ValueError says in one sentence why it is not allowed."""
    if isinstance(value, str):
        _require_text(value, key)
    elif isinstance(value, bool):
        return value
    elif isinstance(value, (int, float)):
        if isinstance(value, float) and not math.isfinite(value):
            raise unfit(msg("Please write a finite number."))
        if abs(value) > _LARGEST:
            raise unfit(msg("The number is too large."))
    elif isinstance(value, Mapping | list | tuple):
        if len(value) > _MOST:
            raise unfit(msg("There are more than {most} entries.", most=_MOST))
        if depth > _DEEPEST:
            raise unfit(msg("It is nested too deeply."))
        if isinstance(value, Mapping):
            for name in value:
                _require_text(str(name), "name")
        for item in value.values() if isinstance(value, Mapping) else value:
            require_fit(item, key, depth + 1)
    return value


def _require_text(text: str, key: str) -> None:
    most = LONGEST_NAME if key in _NAMES else LONGEST_TEXT
    if len(text) > most:
        raise unfit(msg("It is longer than {most} characters.", most=most))
    escaped = next((one for one in text if one in _ESCAPED), None) if _PLACES.search(key) else None
    if escaped is not None:
        raise unfit(
            msg(
                "Between double quotes, {written} is a special character, which no path or address"
                " contains. Use single quotes or doubled backslashes.",
                written=_ESCAPED[escaped],
            )
        )
    if has_controls(text):
        raise unfit(
            msg("It contains a control character, or one that reverses the direction of text. Please remove it.")
        )
    if key in _NAMES and len(text.splitlines()) > 1:
        raise unfit(msg("It has more than one line."))
