"""The structure of the settings file, as pydantic models.

A kind of component brings its own model, a subclass of ComponentSettings, so that this module knows none of the
kinds. Durations are written as ``"30s"``, ``"5m"``, ``"1h"`` (or a bare number of seconds).
"""

import re
from enum import StrEnum
from typing import Annotated, Any, Final

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    ValidationInfo,
    field_validator,
)
from pydantic_core import CoreSchema

from porchlight.intake.numbers import finite
from porchlight.settings.exact import exactly
from porchlight.settings.fit import require_fit
from porchlight.settings.vendors import NO_VENDOR, feed_named

_DURATION = re.compile(r"(?P<number>\d+(?:\.\d+)?)\s*(?P<unit>ms|s|m|h|d)?")
_LONGEST_DURATION: Final = 40
"""Characters."""
LONGEST_SPAN: Final = 10 * 366 * 86400.0
"""Seconds; added to a date in milliseconds it stays within the calendar's range."""
_SECONDS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}


def parse_duration(value: Any) -> float:
    """Seconds from ``"30s"``, ``"1.5h"``, ``"250ms"`` or a bare number; the ValueError says what would be right."""
    seconds: float | None = None
    if isinstance(value, int | float) and not isinstance(value, bool):
        seconds = finite(value)
    elif isinstance(value, str) and len(value) <= _LONGEST_DURATION and (match := _DURATION.fullmatch(value.strip())):
        seconds = float(match["number"]) * _SECONDS[match["unit"] or "s"]
    if seconds is None:
        raise ValueError('a time such as "30s", "5m" or "1h" is wanted')
    if seconds > LONGEST_SPAN:
        raise ValueError("a time of at most ten years is wanted")
    return seconds


Duration = Annotated[float, BeforeValidator(parse_duration), Field(ge=0, allow_inf_nan=False)]
"""Seconds, at least 0."""


class Section(BaseModel):
    """Base of every section: unknown keys are errors, values are immutable."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: type[BaseModel], handler: GetCoreSchemaHandler) -> CoreSchema:
        return exactly(handler(source))

    @field_validator("*", mode="before")
    @classmethod
    def _is_fit(cls, value: Any, info: ValidationInfo) -> Any:
        return require_fit(value, info.field_name or "")


class MonitorSettings(Section):
    """``[monitor]``: defaults for every component, and how the monitor works."""

    interval: Annotated[Duration, Field(ge=1)] = 60.0
    timeout: Annotated[Duration, Field(gt=0)] = 10.0
    confirmations: Annotated[int, Field(ge=0, le=10)] = 2
    confirmation_pause: Duration = 5.0
    """Seconds between a first error and the check that confirms it."""
    concurrency: Annotated[int, Field(ge=1, le=1000)] = 100
    """How many checks work at once; those that only wait soon no longer count."""
    retention: Annotated[Duration, Field(ge=86400)] = 172800.0
    """How long single results are kept; rollups stay longer. Never under 24 h."""
    proxy: str = "system"
    """``system``: this computer's; ``none``; or the URL of an HTTP proxy, without a password."""
    connectivity_urls: tuple[str, ...] | None = None
    """Addresses that show whether this computer is online; None: the built-in ones; empty: never ask."""

    @field_validator("proxy")
    @classmethod
    def _proxy_is_known(cls, value: str) -> str:
        if value in ("system", "none") or re.fullmatch(r"http://[^\s/:@]+(:\d+)?/?", value):
            return value
        raise ValueError('"system", "none" or an address such as "http://proxy.example.org:3128" is wanted')

    def proxies(self) -> dict[str, str] | None:
        """By scheme; empty for none; None for those of the system."""
        if self.proxy == "system":
            return None
        return {} if self.proxy == "none" else {"http": self.proxy, "https": self.proxy}


class ColourScheme(StrEnum):
    """Which colours the windows have."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Language(StrEnum):
    """The language of the windows."""

    SYSTEM = "system"
    ENGLISH = "en"
    SPANISH = "es"


class DesktopSettings(Section):
    """``[desktop]``: the tray app."""

    theme: ColourScheme = ColourScheme.SYSTEM
    language: Language = Language.SYSTEM
    notifications: bool = True
    """Whether the desktop shows changes of status as notifications."""
    viewer: bool = False
    """Read-only: the windows change neither settings nor credentials. It prevents accidents, not edits of the
    file."""


INGEST_TOKEN = "ingest-token"  # noqa: S105 - the name of the credential
"""The credential that programs show to the endpoint for runs."""


class IngestSettings(Section):
    """``[ingest]``: the endpoint by which programs on this computer report runs. Its token is a credential."""

    enabled: bool = False
    port: Annotated[int, Field(ge=1024, le=65535)] = 8750
    """On 127.0.0.1 and ::1, nowhere else."""


class ComponentSettings(Section):
    """``[components.<id>]``: what every kind understands. None means the default of ``[monitor]``."""

    kind: str
    name: str | None = None
    tags: tuple[str, ...] = ()
    critical: bool = False
    enabled: bool = True
    interval: Annotated[Duration, Field(ge=1)] | None = None
    timeout: Annotated[Duration, Field(gt=0)] | None = None
    confirmations: Annotated[int, Field(ge=0, le=10)] | None = None
    depends_on: tuple[str, ...] = ()
    slow_limit: Annotated[Duration, Field(gt=0)] | None = None
    """Response time over which a check counts as slow."""
    local: bool | None = None
    """Judged by its own results even when this computer is offline; None: depends on its address."""
    vendor: Annotated[str, Field(max_length=300)] | None = None
    """Whose word is shown when this fails; None: depends on its kind; ``none``: nobody's."""

    @field_validator("vendor")
    @classmethod
    def _vendor_is_known(cls, value: str | None) -> str | None:
        if value is not None and value != NO_VENDOR:
            feed_named(value)
        return value
