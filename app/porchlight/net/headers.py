"""Header fields that we send: names and values as RFC 9110 §5 has them, so that no value can add a line; which names
carry a secret; what settings may hold."""

import re
from base64 import b64encode
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from porchlight.intake.text import NAME, quote, without_margins
from porchlight.language.english import of_error, unfit
from porchlight.language.text import Text, msg
from porchlight.redaction import Redactor

_NAME: Final = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]{1,256}")
_VALUE: Final = re.compile(r"[\t\x20-\x7e]{0,16384}")

_SECRET_NAME: Final = re.compile(
    r"authori[sz]ation|authentication|(^|[-_])auth([-_]|$)|token|secret|passw|api-?key|(^|[-_])key([-_]|$)|cookie"
    r"|credential|session|signature",
    re.IGNORECASE,
)
_OURS: Final = frozenset({"content-length", "transfer-encoding", "upgrade", "expect"})
"""Headers that frame a request: with others the server would wait, or see two requests in one."""
_OTHER_METHODS: Final = frozenset({"x-http-method-override", "x-http-method", "x-method-override"})
"""Headers that make a GET something else at some servers: Porchlight only reads."""


def require_header_name(name: str) -> str:
    """``name``, if it is a valid header name; the ValueError says what would be right."""
    if not _NAME.fullmatch(name):
        raise unfit(msg("Use A–Z, 0–9 and hyphens in a header's name, such as {example}.", example="X-API-Key"))
    return name


def require_header_value(value: str) -> str:
    """``value`` without surrounding blanks, if it is valid in a header; the ValueError says what is wrong and never
    holds the value: it may be a secret."""
    stripped = without_margins(value)
    if not _VALUE.fullmatch(stripped):
        raise unfit(
            msg("It contains a line break, a control character or another character that headers cannot carry.")
        )
    return stripped


def basic_login(user: str, password: str, *, errors: str = "strict") -> str:
    """The value of a header for HTTP's basic authentication (RFC 7617). A lone surrogate raises UnicodeEncodeError,
    unless ``errors`` decides otherwise."""
    return f"Basic {b64encode(f'{user}:{password}'.encode(errors=errors)).decode()}"


@lru_cache(maxsize=1024)
def is_secret_header(name: str) -> bool:
    """Whether a header of this name carries a secret."""
    return _SECRET_NAME.search(name) is not None


def header_fault(headers: Mapping[str, str]) -> Text | None:
    """What is wrong with one of the headers to send; names it, and never its value."""
    for name, value in headers.items():
        try:
            require_header_name(name)
        except ValueError:
            return msg(
                "“{name}” is not a header name. Use letters, digits and hyphens, such as {example}.",
                name=quote(name, 40),
                example="X-API-Key",
            )
        if name.lower() in _OURS:
            return msg("Porchlight sets the header {name} itself.", name=name)
        if name.lower() in _OTHER_METHODS:
            return msg("The header {name} would request a change, and Porchlight only reads.", name=name)
        try:
            require_header_value(value)
        except ValueError:
            return msg(
                "The header {name} cannot be sent. Its value contains a line break or a character that headers"
                " cannot carry.",
                name=name,
            )
    return None


def require_fields(headers: dict[str, str]) -> dict[str, str]:
    """``headers``, if they can be sent; ValueError says which cannot, and why."""
    for name, value in headers.items():
        try:
            require_header_name(name)
            require_header_value(value)
        except ValueError as error:
            raise unfit(
                msg("“{name}” cannot be sent as a header. {problem}", name=quote(name, NAME), problem=of_error(error))
            ) from None
    return headers


def refuse_secrets(headers: dict[str, str], instead: str) -> dict[str, str]:
    """``headers``, if nothing in them looks like a secret; ``instead`` is the key that names credentials."""
    for name, value in headers.items():
        if Redactor().headers({name: value})[name] != value:
            raise unfit(
                msg("“{name}” contains a secret. Name its credential in {key} instead.", name=name, key=instead)
            )
    return headers
