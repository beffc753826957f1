"""The structure of the settings file, as pydantic models.

A kind of component brings its own model, a subclass of ComponentSettings, so that this module knows none of the
kinds. Durations are written as ``"30s"``, ``"5m"``, ``"1h"`` (or a bare number of seconds).
"""

import re
from enum import StrEnum
from typing import Annotated, Any, Final, Self, cast

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
from porchlight.language.catalogue import LANGUAGES
from porchlight.language.english import unfit
from porchlight.language.text import Items, Text, msg, msg_in
from porchlight.settings.describe import Described
from porchlight.settings.environment import refuse_plugins
from porchlight.settings.exact import exactly
from porchlight.settings.fit import require_fit
from porchlight.settings.vendors import NO_VENDOR, feed_named
from porchlight.zones import find_zone

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
        raise unfit(msg("Please write a time span such as {examples}.", examples=Items(('"30s"', '"5m"', '"1h"'))))
    if seconds > LONGEST_SPAN:
        raise unfit(msg("The maximum is ten years."))
    return seconds


Duration = Annotated[float, BeforeValidator(parse_duration), Field(ge=0, allow_inf_nan=False)]
"""Seconds, at least 0."""


def known_zone(value: str | None) -> str | None:
    """The name of a time zone; the ValueError says what would be right."""
    if value is not None and find_zone(value) is None:
        raise unfit(msg("Please write a time zone such as {example}.", example='"America/New_York"'))
    return value


Unencrypted = Annotated[
    bool,
    Described(
        msg("Allow unencrypted"),
        msg("Send the credential unencrypted to other networks, where others can read it."),
    ),
]
"""Of what sends a credential. Off: it travels unencrypted within this computer and private addresses only."""


refuse_plugins()  # before the first section is validated


class Section(BaseModel):
    """Base of every section: unknown keys are errors, values are immutable."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: type[BaseModel], handler: GetCoreSchemaHandler) -> CoreSchema:
        return exactly(handler(source))

    @classmethod
    def usual(cls) -> Self:
        """What an empty section says. No validator is built for it, which takes 10 ms for each kind of section; most
        are in no file."""
        return cast("Self", cls.model_construct())

    @field_validator("*", mode="before")
    @classmethod
    def _is_fit(cls, value: Any, info: ValidationInfo) -> Any:
        return require_fit(value, info.field_name or "")


class MonitorSettings(Section):
    """``[monitor]``: defaults for every component, and how the monitor works."""

    interval: Annotated[
        Duration,
        Field(ge=1),
        Described(msg("Check every"), msg("How often each component is checked."), example="60s"),
    ] = 60.0
    timeout: Annotated[
        Duration,
        Field(gt=0),
        Described(
            msg("Time limit"),
            msg("How long an answer may take. Databases get 15 s unless this is set."),
            example="10s",
        ),
    ] = 10.0
    confirmations: Annotated[
        int,
        Field(ge=0, le=10),
        Described(
            msg("Confirmations"), msg("How many times a first error or warning is checked again before it counts.")
        ),
    ] = 2
    confirmation_pause: Annotated[
        Duration,
        Described(msg("Pause before confirming"), msg("How long to wait before each of these checks."), example="5s"),
    ] = 5.0
    concurrency: Annotated[
        int,
        Field(ge=1, le=1000),
        Described(
            msg("Checks at once"),
            msg(
                "How many checks run at the same time. A check that has been waiting for half a second "
                "makes room for another."
            ),
        ),
    ] = 100
    retention: Annotated[
        Duration,
        Field(ge=86400),
        Described(
            msg("Keep detailed results"),
            msg(
                "At least 24h. Five-minute summaries are kept for 30 days, hourly ones for 400 days, daily ones"
                " forever."
            ),
            example="48h",
        ),
    ] = 172800.0
    proxy: Annotated[
        str,
        Described(
            msg("Proxy"),
            msg("“system”, “none”, or the address of an HTTP proxy, without a password."),
            example="http://proxy.example.org:3128",
            usual=msg("Same as system"),
        ),
    ] = "system"
    connectivity_urls: Annotated[
        tuple[str, ...] | None,
        Described(
            msg("Connectivity check"),
            msg(
                "Addresses that answer 204, asked when a check fails to tell an outage from being "
                "offline. Default: two neutral addresses; an empty list turns this off."
            ),
            example=["https://example.org/204"],
        ),
    ] = None

    @field_validator("proxy")
    @classmethod
    def _proxy_is_known(cls, value: str) -> str:
        if value in ("system", "none") or re.fullmatch(r"http://[^\s/:@]+(:\d+)?/?", value):
            return value
        raise unfit(
            msg(
                "Use {system}, {none} or an address such as {example}.",
                system='"system"',
                none='"none"',
                example='"http://proxy.example.org:3128"',
            )
        )

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

    @property
    def label(self) -> Text:
        """The choice, for people."""
        match self:
            case ColourScheme.SYSTEM:
                return msg("Same as system")
            case ColourScheme.LIGHT:
                return msg("Light")
            case ColourScheme.DARK:
                return msg("Dark")


class Language(StrEnum):
    """The language of the windows."""

    SYSTEM = "system"
    ENGLISH = "en"
    SPANISH = "es"
    FRENCH = "fr"
    PORTUGUESE = "pt_BR"
    GERMAN = "de"

    @property
    def label(self) -> Text:
        """The choice, for people."""
        return msg("Same as system") if self is Language.SYSTEM else Text(LANGUAGES[self.value])


class DesktopSettings(Section):
    """``[desktop]``: the tray app."""

    theme: Annotated[
        ColourScheme, Described(msg("Colours"), msg("Light or dark windows, or the same as the system."))
    ] = ColourScheme.SYSTEM
    language: Annotated[
        Language, Described(msg("Language"), msg("The language of the windows and notifications."))
    ] = Language.SYSTEM
    notifications: Annotated[bool, Described(msg("Notifications"), msg("Show alerts as desktop notifications."))] = (
        True
    )
    viewer: Annotated[
        bool,
        Described(
            msg("View only"),
            msg(
                "The windows change neither settings nor credentials. This prevents accidents; it does "
                "not stop somebody who edits the file."
            ),
        ),
    ] = False


INGEST_TOKEN = "ingest-token"  # noqa: S105 - the name of the credential
"""The credential that programs show to the endpoint for runs."""


class IngestSettings(Section):
    """``[ingest]``: the endpoint by which programs on this computer report runs. Its token is a credential."""

    enabled: Annotated[
        bool, Described(msg("On"), msg("Programs on this computer may report their runs over HTTP."))
    ] = False
    port: Annotated[int, Field(ge=1024, le=65535), Described(msg("Port"), msg("On 127.0.0.1 and ::1 only."))] = 8750


class ComponentSettings(Section):
    """``[components.<id>]``: what every kind understands. None means the default of ``[monitor]``."""

    kind: Annotated[
        str, Described(msg("Kind"), msg("What is checked, such as “http” or “database”."), example="http")
    ]
    name: Annotated[
        str | None,
        Described(msg("Name"), msg("The name that people see. Default: the ID."), example="Donation page"),
    ] = None
    tags: Annotated[
        tuple[str, ...],
        Described(msg("Tags"), msg("Labels for grouping, separated by commas."), example=["donations"]),
    ] = ()
    critical: Annotated[
        bool, Described(msg_in("a component", "Critical"), msg("The light turns red when it fails."))
    ] = False
    enabled: Annotated[bool, Described(msg("Checked"), msg("Whether it is checked."))] = True
    interval: Annotated[
        Annotated[Duration, Field(ge=1)] | None,
        Described(
            msg("Check every"), msg("How often it is checked. Default: the same for all components."), example="5m"
        ),
    ] = None
    timeout: Annotated[
        Annotated[Duration, Field(gt=0)] | None,
        Described(
            msg("Time limit"),
            msg("A check without an answer after this long has failed. Default: the same for all components."),
            example="10s",
        ),
    ] = None
    confirmations: Annotated[
        Annotated[int, Field(ge=0, le=10)] | None,
        Described(
            msg("Confirmations"),
            msg(
                "How many times a first failure is checked again before it counts. Default: the same for all "
                "components."
            ),
        ),
    ] = None
    depends_on: Annotated[
        tuple[str, ...],
        Described(
            msg("Depends on"), msg("IDs of components whose problems explain this one's."), example=["database"]
        ),
    ] = ()
    slow_limit: Annotated[
        Annotated[Duration, Field(gt=0)] | None,
        Described(
            msg("Slow above"),
            msg(
                "A check that takes longer counts as slow. 3 slow checks of 5 make it degraded; 5 below "
                "80 % of the limit end that."
            ),
            example="2s",
        ),
    ] = None
    local: Annotated[
        bool | None,
        Described(
            msg("On this network"),
            msg("Judged by its own results even when this computer is offline. Default: depends on its address."),
        ),
    ] = None
    vendor: Annotated[
        Annotated[str, Field(max_length=300)] | None,
        Described(
            msg("Vendor"),
            msg(
                "Whose status page is quoted when this fails: a name such as “hubspot” or "
                "“salesforce:acme”, the address of a Statuspage, or “none”. Default: depends on the kind."
            ),
            example="salesforce:acme",
        ),
    ] = None

    @field_validator("vendor")
    @classmethod
    def _vendor_is_known(cls, value: str | None) -> str | None:
        if value is not None and value != NO_VENDOR:
            feed_named(value)
        return value
