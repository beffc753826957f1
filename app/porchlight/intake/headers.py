"""Header fields that we send: names and values as RFC 9110 §5 has them, so that no value can add a line."""

import re
from typing import Final

from porchlight.intake.text import without_margins

_NAME: Final = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]{1,256}")
_VALUE: Final = re.compile(r"[\t\x20-\x7e]{0,16384}")


def require_header_name(name: str) -> str:
    """``name``, if a header can be called so; ValueError says what would be right."""
    if not _NAME.fullmatch(name):
        raise ValueError("a header's name is made of letters, digits and hyphens, such as X-API-Key")
    return name


def require_header_value(value: str) -> str:
    """``value`` without blanks around it, if it can stand in a header; ValueError says what is wrong with it.

    The text of the error never holds the value: it may be a secret.
    """
    stripped = without_margins(value)
    if not _VALUE.fullmatch(stripped):
        raise ValueError("it holds a line break, a control character or a letter that no header can carry")
    return stripped
