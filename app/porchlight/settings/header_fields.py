"""Headers that stand in the settings: usable ones, and no secrets among them."""

from porchlight.intake.headers import require_header_name, require_header_value
from porchlight.intake.text import NAME, quote
from porchlight.redaction import Redactor


def require_fields(headers: dict[str, str]) -> dict[str, str]:
    """``headers``, if they can be sent; ValueError says which cannot, and why."""
    for name, value in headers.items():
        try:
            require_header_name(name)
            require_header_value(value)
        except ValueError as error:
            raise ValueError(f'"{quote(name, NAME)}" is not usable as a header: {error}') from None
    return headers


def refuse_secrets(headers: dict[str, str], instead: str) -> dict[str, str]:
    """``headers``, if nothing in them looks like a secret; ``instead`` is the key that names credentials."""
    for name, value in headers.items():
        if Redactor().headers({name: value})[name] != value:
            raise ValueError(f'"{name}" holds a secret: name its credential in {instead} instead')
    return headers
