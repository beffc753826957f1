"""``[rules.<id>]``, ``[channels.<id>]`` and what holds alerts back, as pydantic models.

The kind of a condition follows from its keys: ``component`` (or ``tag``, ``kind``), ``path``, ``operation``, or
``all``, ``any``, ``not`` around others.
"""

import re
import sys
from datetime import date, datetime, time
from enum import StrEnum
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, field_validator, model_validator

from porchlight.comparison import Operator, Scalar, pattern_fault
from porchlight.language.catalogue import LANGUAGES
from porchlight.model.alert import Severity
from porchlight.model.status import Reason, Status
from porchlight.settings.schema import Duration, Section
from porchlight.zones import find_zone

EACH = "*"
"""Stands for every component."""
_DEEPEST = 8


def _as_list(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


Statuses = Annotated[tuple[Status, ...], BeforeValidator(_as_list)]
Reasons = Annotated[tuple[Reason, ...], BeforeValidator(_as_list)]
Names = Annotated[tuple[str, ...], BeforeValidator(_as_list)]


def _require_usable(operator: Operator, value: object) -> None:
    fault = pattern_fault(str(value)) if operator is Operator.REGEX else None
    if fault is not None:
        raise ValueError(f"the pattern cannot be used: {fault}")


class ComponentCondition(Section):
    """About one component, or about each of several separately. All given conditions must hold."""

    component: Names = ()
    """Ids, or ``*`` for each."""
    tag: str | None = None
    kind: Names = ()
    critical: bool | None = None
    besides: Names = ()
    """Ids that are left out."""
    status: Statuses = ()
    reason: Reasons = ()
    reason_not: Reasons = ()
    response_time_over: Annotated[Duration, Field(gt=0)] | None = None
    """Seconds, in 3 of the last 5 checks."""
    response_time_over_baseline: Annotated[float, Field(gt=1, le=100)] | None = None
    """Times its own usual time, in 3 of the last 5 checks."""
    measure: str | None = None
    operator: Operator = Operator.GREATER_THAN
    value: Scalar = None
    last_success_older_than: Annotated[Duration, Field(gt=0)] | None = None
    certificate_days_below: Annotated[float, Field(gt=0)] | None = None
    quota_used_above: Annotated[float, Field(gt=0, le=100)] | None = None
    """Percent."""

    @model_validator(mode="after")
    def _asks_something(self) -> Self:
        if not (self.component or self.tag or self.kind):
            raise ValueError('it does not say of what: add component = "…" (or "*" for each)')
        if self.measure is not None and self.value is None:
            raise ValueError("a measure is compared with something: add value = …")
        _require_usable(self.operator, self.value)
        asked = (
            self.status,
            self.reason,
            self.measure,
            self.response_time_over,
            self.response_time_over_baseline,
            self.last_success_older_than,
            self.certificate_days_below,
            self.quota_used_above,
        )
        if not any(asked):
            raise ValueError('it asks nothing: add status = "error", for example')
        return self

    @property
    def single(self) -> str | None:
        """The one component that it is about; None where it is about each of several."""
        if len(self.component) == 1 and self.component[0] != EACH and not (self.tag or self.kind):
            return self.component[0]
        return None


class ReportCondition(Section):
    """About the whole health report, as in the sync system."""

    path: Annotated[str, Field(min_length=1, max_length=200)]
    """With dots: ``summary.errors``, ``components.website.status``."""
    operator: Operator
    value: Scalar = None

    @model_validator(mode="after")
    def _is_usable(self) -> Self:
        _require_usable(self.operator, self.value)
        if self.path.split(".")[0] not in REPORT_PLACES:
            known = ", ".join(sorted(REPORT_PLACES))
            raise ValueError(f'there is no "{self.path}" in a report; it begins with one of: {known}')
        return self


REPORT_PLACES = frozenset({"status", "timestamp", "summary", "components"})
"""The top level of a report."""


class OperationCondition(Section):
    """About runs of other programs' work, such as a sync."""

    operation: str
    """Its name, or ``*`` for each."""
    failures: Annotated[int, Field(ge=1)] | None = None
    """So many of the last runs failed, one after the other."""
    older_than: Annotated[Duration, Field(gt=0)] | None = None
    """No successful run for so long."""
    overdue: Annotated[float, Field(ge=1, le=100)] | None = None
    """No successful run for so many times the interval that the job itself reports."""
    slower_than: Annotated[Duration, Field(gt=0)] | None = None
    """The last run took longer."""
    rate_below: Annotated[float, Field(gt=0)] | None = None
    """Items a second in the last run."""
    rate_below_baseline: Annotated[float, Field(gt=0, lt=1)] | None = None
    """As a share of what is usual for it."""

    @model_validator(mode="after")
    def _asks_something(self) -> Self:
        asked = (
            self.failures,
            self.older_than,
            self.overdue,
            self.slower_than,
            self.rate_below,
            self.rate_below_baseline,
        )
        if not any(asked):
            raise ValueError("it asks nothing: add failures = 1, for example")
        return self


class AllOf(Section):
    """Every one of these holds."""

    all: Annotated[tuple["Condition", ...], Field(min_length=1)]


class AnyOf(Section):
    """At least one of these holds."""

    any: Annotated[tuple["Condition", ...], Field(min_length=1)]


class NotOf(Section):
    """This does not hold."""

    not_: "Condition" = Field(alias="not")


Condition = ComponentCondition | ReportCondition | OperationCondition | AllOf | AnyOf | NotOf
_BY_KEY: dict[str, type[Section]] = {
    "all": AllOf,
    "any": AnyOf,
    "not": NotOf,
    "path": ReportCondition,
    "operation": OperationCondition,
}


def read_condition(value: Any, depth: int = 0) -> Condition:
    """The condition that a table describes. Raises ValueError (pydantic's ValidationError is one)."""
    if isinstance(value, Section):
        return value  # type: ignore[return-value]
    if not isinstance(value, dict):
        raise ValueError('a condition is a table, such as { component = "website", status = "error" }')
    if depth > _DEEPEST:
        raise ValueError("conditions are nested too deeply")
    key = next((key for key in _BY_KEY if key in value), "component")
    if key in ("all", "any"):
        inner = value[key]
        if not isinstance(inner, list | tuple):
            raise ValueError(f"{key} wants a list of conditions")
        value = {**value, key: tuple(read_condition(item, depth + 1) for item in inner)}
    elif key == "not":
        value = {**value, key: read_condition(value[key], depth + 1)}
    model = _BY_KEY.get(key, ComponentCondition)
    return model.model_validate(value)  # type: ignore[return-value]


def _never(value: Any) -> Any:
    return None if value == "never" else value


class RuleSettings(Section):
    """``[rules.<id>]``. A built-in rule may be given in part: what is left out is unchanged."""

    name: str | None = None
    enabled: bool = True
    when: Annotated[Condition, BeforeValidator(read_condition)]
    hold: Annotated[Duration, Field(alias="for")] = 0.0
    """How long the condition holds before it fires."""
    severity: Severity = Severity.MEDIUM
    cooldown: Annotated[Duration, Field(ge=1)] = 600.0
    repeat: Annotated[Annotated[Duration, Field(ge=60)] | None, BeforeValidator(_never)] = None
    """How often it is sent again, while it fires and nobody has acknowledged it. ``"never"`` undoes a built-in
    rule's."""
    channels: Names = ("desktop",)
    message: Annotated[str, Field(max_length=1000)] | None = None
    """With places such as ``{summary.errors}`` or ``{component.name}``."""
    action: str | None = None
    """The recovery action that it runs once when it fires."""
    why: str = ""
    """One sentence: its purpose."""


class Weekday(StrEnum):
    """As in the settings."""

    MONDAY = "mon"
    TUESDAY = "tue"
    WEDNESDAY = "wed"
    THURSDAY = "thu"
    FRIDAY = "fri"
    SATURDAY = "sat"
    SUNDAY = "sun"


WEEK = tuple(Weekday)
Days = Annotated[tuple[Weekday, ...], Field(min_length=1)]


def _clock_time(value: Any) -> Any:
    if isinstance(value, str) and re.fullmatch(r"\d{1,2}:\d{2}", value):
        hours, minutes = map(int, value.split(":"))
        if hours < 24 and minutes < 60:
            return time(hours, minutes)
        raise ValueError('a time of day such as "22:00" is wanted')
    return value


ClockTime = Annotated[time, BeforeValidator(_clock_time)]


class _Zoned(Section):
    zone: str | None = None
    """Such as ``America/New_York``; None: this computer's."""

    @field_validator("zone")
    @classmethod
    def _zone_is_known(cls, value: str | None) -> str | None:
        if value is not None and find_zone(value) is None:
            raise ValueError('a time zone such as "America/New_York" is wanted')
        return value


class QuietHours(_Zoned):
    """``[alerts.quiet_hours]``: desktop notifications and sounds wait until they end."""

    from_: ClockTime = Field(alias="from")
    to: ClockTime
    """On the next day where it is not after ``from``."""
    days: Days = WEEK
    """On which they begin."""
    let_critical_through: bool = True


class MaintenanceSettings(_Zoned):
    """``[maintenance.<id>]``: a planned, repeating time in which alerts are held back."""

    name: str | None = None
    from_: ClockTime = Field(alias="from")
    to: ClockTime
    days: Days = WEEK
    components: Names = ()
    """Empty: all."""
    rules: Names = ()
    """Empty: all."""


class Adjustment(Section):
    """A rule's values while a calendar span lasts; what is left out is unchanged."""

    enabled: bool | None = None
    hold: Annotated[Duration | None, Field(alias="for")] = None
    cooldown: Annotated[Duration, Field(ge=1)] | None = None
    repeat: Annotated[Duration, Field(ge=60)] | None = None
    severity: Severity | None = None
    channels: Names | None = None


class CalendarSettings(_Zoned):
    """``[calendar.<id>]``: a dated span that tightens or loosens rules and intervals."""

    name: str | None = None
    from_: datetime | date = Field(alias="from")
    to: datetime | date
    """The last day is included."""
    interval: Annotated[Duration, Field(ge=1)] | None = None
    """How often components are checked meanwhile."""
    components: Names = ()
    """Whose interval changes; empty: all."""
    rules: dict[str, Adjustment] = Field(default_factory=dict)
    remind: bool = True
    """Check everything once on the day before, and report the outcome."""

    @model_validator(mode="after")
    def _is_a_span(self) -> Self:
        if type(self.from_) is type(self.to) and self.to < self.from_:
            raise ValueError("it ends before it begins")
        return self


class AlertsSettings(Section):
    """``[alerts]``: what holds for all rules."""

    quiet_hours: QuietHours | None = None
    builtin: bool = True
    """Whether the built-in rules are on."""


class HeartbeatSettings(Section):
    """``[heartbeat]``: sends regular signs of life to a service that notices when they stop."""

    url: str | None = None
    credential: str | None = None
    """The name of the address in the keyring, where the address itself is secret."""
    interval: Annotated[Duration, Field(ge=10)] = 300.0
    allow_unencrypted: bool = False
    """Whether a secret address may be called in clear text in another network."""

    @property
    def wanted(self) -> bool:
        """Whether there is a receiver."""
        return bool(self.url or self.credential)


class ChannelSettings(Section):
    """``[channels.<id>]``: what every kind understands."""

    kind: str
    name: str | None = None
    """Its name for people; None: its id."""
    enabled: bool = True
    timeout: Annotated[Duration, Field(gt=0, le=120)] = 15.0
    """Seconds for one try."""
    language: str | None = None
    """Of its messages, one of LANGUAGES; None: English."""

    @field_validator("language")
    @classmethod
    def _language_is_known(cls, value: str | None) -> str | None:
        if value is not None and value not in LANGUAGES:
            known = ", ".join(f'"{code}" ({name})' for code, name in LANGUAGES.items())
            raise ValueError(f"it is none of the languages that Porchlight speaks: {known}")
        return value


class ActionKind(StrEnum):
    """What a recovery action does."""

    SERVICE = "service"
    PROGRAM = "program"
    WEBHOOK = "webhook"


class ActionSettings(Section):
    """``[actions.<id>]``: a recovery action. Off until ``enabled`` is set."""

    kind: ActionKind
    name: str | None = None
    """Its name for people; None: its id."""
    enabled: bool = False
    service: Annotated[str, Field(pattern=r"^[A-Za-z0-9@_.-]{1,128}$")] | None = None
    """The name of the service that is restarted."""
    program: tuple[str, ...] = ()
    """The program (an absolute path) and its fixed arguments."""
    url: str | None = None
    credential: str | None = None
    allow_unencrypted: bool = False
    """Whether a secret address may be called in clear text in another network."""
    timeout: Annotated[Duration, Field(gt=0, le=600)] = 60.0
    at_most: Annotated[int, Field(ge=1, le=20)] = 3
    """Runs an hour."""
    stop_after: Annotated[int, Field(ge=1, le=10)] = 2
    """Failures in a row, after which it is not run again until a person rearms it."""

    @model_validator(mode="after")
    def _is_complete(self) -> Self:
        match self.kind:
            case ActionKind.SERVICE if not self.service:
                raise ValueError("it does not say which service to restart")
            case ActionKind.PROGRAM if not self.program:
                raise ValueError("it does not say which program to run")
            case ActionKind.PROGRAM if not (self.program[0].startswith("/") or self.program[0][1:3] == ":\\"):
                raise ValueError("the program is given by its whole path, such as /usr/local/bin/restart-sync")
            case ActionKind.WEBHOOK if not (self.url or self.credential):
                raise ValueError("it does not say where to: add url or credential")
        return self

    @property
    def command(self) -> tuple[str, ...]:
        """The argument list of what is run."""
        if self.kind is ActionKind.PROGRAM:
            return self.program
        name = self.service or ""
        if sys.platform == "win32":
            return ("powershell.exe", "-NoProfile", "-NonInteractive", "-Command", "Restart-Service", "-Name", name)
        elif sys.platform == "darwin":
            return ("launchctl", "kickstart", "-k", f"system/{name}")
        else:
            return ("systemctl", "--no-ask-password", "restart", name)
