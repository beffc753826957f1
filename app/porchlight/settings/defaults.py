"""The default of a setting as the file would have it, for documentation and editors."""

from datetime import time
from enum import StrEnum
from typing import Any

from pydantic import BeforeValidator
from pydantic.fields import FieldInfo

from porchlight.settings.describe import without_none
from porchlight.settings.schema import parse_duration


def written_default(info: FieldInfo) -> Any:
    """The default as the settings file would have it; None where there is none, or nothing is written for it."""
    default = info.get_default(call_default_factory=True)
    if info.is_required() or default is None:
        return None
    if isinstance(default, StrEnum):
        return default.value
    if isinstance(default, time):
        return f"{default:%H:%M}"
    if isinstance(default, tuple):
        return [one.value if isinstance(one, StrEnum) else one for one in default]
    if isinstance(default, float):
        return _span(default) if is_span(info) else int(default) if default == int(default) else default
    return default


def is_span(info: FieldInfo) -> bool:
    """Whether it is a span of time, written as "30s"."""
    return any(isinstance(one, BeforeValidator) and one.func is parse_duration for one in without_none(info)[1])


def _span(seconds: float) -> str:
    for unit, length in (("d", 86400), ("h", 3600), ("m", 60)):
        if seconds >= 2 * length and seconds % length == 0:
            return f"{seconds / length:g}{unit}"
    return f"{seconds:g}s"
