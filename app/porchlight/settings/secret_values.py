"""A credential's value: read from bytes of any editor, stripped once, validated before it is stored."""

import re
from typing import Final

from porchlight.intake.charsets import decode
from porchlight.intake.text import without_margins
from porchlight.language.english import english
from porchlight.language.text import Number, Size, msg
from porchlight.model.errors import SecretUnfit

LONGEST: Final = 64 * 1024
"""Bytes of a value."""
SHORTEST: Final = 6
"""Characters of a stored value, at least: a shorter one cannot be redacted without ruining texts."""
_CONTROLS: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


def read_value(data: bytes) -> str:
    """A value from a file or from input, UTF-8 or (Windows' editors) UTF-16; empty where there is none."""
    if not data.startswith((b"\xff\xfe", b"\xfe\xff")) and len(data) >= 4 and len(data) % 2 == 0:
        if not any(data[1::2]):
            return without_margins(data.decode("utf-16-le", errors="replace"))
        if not any(data[::2]):
            return without_margins(data.decode("utf-16-be", errors="replace"))
    return without_margins(decode(data))


def is_damaged(value: str) -> bool:
    """Whether a value has lost something on its way: it holds a control character, half a character or U+FFFD."""
    return _CONTROLS.search(value) is not None or "\ufffd" in value


def require_value(value: str) -> str:
    """A value in the form that is stored. Raises SecretUnfit, which names the fault and repeats nothing."""
    value = without_margins(value)
    if not value:
        raise SecretUnfit(english(msg("The value is empty, so nothing was stored.")))
    if len(value.encode(errors="replace")) > LONGEST:
        limit = Size(LONGEST)
        raise SecretUnfit(english(msg("The value is longer than {limit}, so nothing was stored.", limit=limit)))
    if _CONTROLS.search(value):
        raise SecretUnfit(
            english(msg("The value contains a control character or half a character, so nothing was stored.")),
            english(msg("Copy it again from where it was created.")),
        )
    if "\ufffd" in value:
        raise SecretUnfit(
            english(msg("The value is not text, so nothing was stored.")), english(msg("Enter it as UTF-8 text."))
        )
    if len(value) < SHORTEST:
        raise SecretUnfit(
            english(
                msg("The value is shorter than {count} characters, so nothing was stored.", count=Number(SHORTEST))
            ),
            english(msg("Such a short value could not be kept out of reports and logs.")),
        )
    return value
