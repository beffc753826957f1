"""``[rules.<id>]``, ``[channels.<id>]`` and what holds alerts back, as pydantic models.

The kind of a condition follows from its keys: ``component`` (or ``tag``, ``kind``), ``path``, ``operation``, or
``all``, ``any``, ``not`` around others.
"""

import re
import sys
from contextlib import suppress
from datetime import date, datetime, time
from enum import StrEnum
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BeforeValidator, Field, field_validator, model_validator

from porchlight.comparison import Operator, Scalar, pattern_fault
from porchlight.language.catalogue import LANGUAGES
from porchlight.language.english import unfit
from porchlight.language.text import Text, msg, msg_in
from porchlight.model.alert import Severity
from porchlight.model.status import Reason, Status
from porchlight.settings.credential_form import ADDRESS
from porchlight.settings.describe import Described
from porchlight.settings.schema import Duration, Section, Unencrypted, known_zone

EACH = "*"
"""Stands for every component."""
_DEEPEST = 8


def as_list(value: Any) -> Any:
    """One name may stand without a list around it."""
    return (value,) if isinstance(value, str) else value


Statuses = Annotated[tuple[Status, ...], BeforeValidator(as_list)]
Reasons = Annotated[tuple[Reason, ...], BeforeValidator(as_list)]
Names = Annotated[tuple[str, ...], BeforeValidator(as_list)]


def _require_usable(operator: Operator, value: object) -> None:
    fault = pattern_fault(str(value)) if operator is Operator.REGEX else None
    if fault is not None:
        raise ValueError(fault)


class ComponentCondition(Section):
    """About one component, or about each of several separately. All given conditions must hold."""

    component: Annotated[
        Names, Described(msg("Component"), msg("IDs of components, or “*” for all."), example="website")
    ] = ()
    tag: Annotated[str | None, Described(msg("Tag"), msg("Every component with this tag."), example="donations")] = (
        None
    )
    kind: Annotated[Names, Described(msg("Kind"), msg("Every component of these kinds."), example="mailchimp")] = ()
    critical: Annotated[
        bool | None, Described(msg_in("a component", "Critical"), msg("Only critical components, or only others."))
    ] = None
    besides: Annotated[
        Names, Described(msg("Except"), msg("IDs of components that are left out."), example=["printer"])
    ] = ()
    status: Annotated[Statuses, Described(msg("Status"), msg("One of these statuses."), example="error")] = ()
    reason: Annotated[Reasons, Described(msg("Reason"), msg("One of these reasons."), example="auth")] = ()
    reason_not: Annotated[
        Reasons, Described(msg("Other reason than"), msg("None of these reasons."), example=["slow"])
    ] = ()
    response_time_over: Annotated[
        Annotated[Duration, Field(gt=0)] | None,
        Described(msg("Slower than"), msg("In 3 of the last 5 checks."), example="2s"),
    ] = None
    response_time_over_baseline: Annotated[
        Annotated[float, Field(gt=1, le=100)] | None,
        Described(
            msg("Slower than usual by"),
            msg("This many times its usual time at this hour, in 3 of the last 5 checks."),
            unit="×",
            example=3,
        ),
    ] = None
    measure: Annotated[
        str | None, Described(msg("Measure"), msg("The name of a measured value."), example="free")
    ] = None
    operator: Annotated[Operator, Described(msg("Condition"), msg("How the measured value is compared."))] = (
        Operator.GREATER_THAN
    )
    value: Annotated[
        Scalar, Described(msg("Compared with"), msg("The value that it is compared with."), example=5)
    ] = None
    last_success_older_than: Annotated[
        Annotated[Duration, Field(gt=0)] | None,
        Described(msg("No success for"), msg("The last successful check is older than this."), example="1h"),
    ] = None
    certificate_days_below: Annotated[
        Annotated[float, Field(gt=0)] | None,
        Described(
            msg("Certificate expires within"), msg("Fewer days than this are left."), unit=msg("days"), example=14
        ),
    ] = None
    quota_used_above: Annotated[
        Annotated[float, Field(gt=0, le=100)] | None,
        Described(msg("Quota used above"), msg("More than this share of a limit is used."), unit="%", example=80),
    ] = None

    @model_validator(mode="after")
    def _asks_something(self) -> Self:
        if not (self.component or self.tag or self.kind):
            raise unfit(msg("No component is given. Add {example}.", example='component = "…"'))
        if self.measure is not None and self.value is None:
            raise unfit(msg("The value to compare the measure with is missing."))
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
            raise unfit(msg("The condition is empty. Add {example}, for example.", example='status = "error"'))
        return self

    @property
    def single(self) -> str | None:
        """The one component that it is about; None where it is about each of several."""
        if len(self.component) == 1 and self.component[0] != EACH and not (self.tag or self.kind):
            return self.component[0]
        return None


class ReportCondition(Section):
    """About the whole health report, as in the sync system."""

    path: Annotated[
        str,
        Field(min_length=1, max_length=200),
        Described(msg("Path"), msg("A path in the health report, with dots."), example="summary.errors"),
    ]
    operator: Annotated[Operator, Described(msg("Condition"), msg("How the value there is compared."))]
    value: Annotated[
        Scalar, Described(msg("Compared with"), msg("The value that it is compared with."), example=0)
    ] = None

    @model_validator(mode="after")
    def _is_usable(self) -> Self:
        _require_usable(self.operator, self.value)
        if self.path.split(".")[0] not in REPORT_PLACES:
            known = ", ".join(sorted(REPORT_PLACES))
            raise unfit(
                msg(
                    "There is no “{path}” in a report. It starts with one of these: {known}.",
                    path=self.path,
                    known=known,
                )
            )
        return self


REPORT_PLACES = frozenset({"status", "timestamp", "summary", "components"})
"""The top level of a report."""


class OperationCondition(Section):
    """About runs of other programs' work, such as a sync."""

    operation: Annotated[
        str, Described(msg("Job"), msg("The name of a job, or “*” for each."), example="sync:supporters")
    ]
    failures: Annotated[
        Annotated[int, Field(ge=1)] | None,
        Described(msg("Failed runs"), msg("This many runs in a row have failed."), example=2),
    ] = None
    older_than: Annotated[
        Annotated[Duration, Field(gt=0)] | None,
        Described(msg("No success for"), msg("There has been no successful run for this long."), example="6h"),
    ] = None
    overdue: Annotated[
        Annotated[float, Field(ge=1, le=100)] | None,
        Described(
            msg("Overdue"),
            msg("There has been no successful run for this many times the interval that the job reports."),
            unit="×",
            example=1.5,
        ),
    ] = None
    slower_than: Annotated[
        Annotated[Duration, Field(gt=0)] | None,
        Described(msg("Slower than"), msg("The last run took longer than this."), example="30m"),
    ] = None
    rate_below: Annotated[
        Annotated[float, Field(gt=0)] | None,
        Described(
            msg("Rate below"),
            msg("The last run handled fewer items per second than this."),
            unit=msg("items per second"),
            example=5,
        ),
    ] = None
    rate_below_baseline: Annotated[
        Annotated[float, Field(gt=0, lt=1)] | None,
        Described(msg("Rate below usual"), msg("As a share of the job's usual rate."), example=0.5),
    ] = None

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
            raise unfit(msg("The condition is empty. Add {example}, for example.", example="failures = 1"))
        return self


class AllOf(Section):
    """Every one of these holds."""

    all: Annotated[
        tuple["Condition", ...],
        Field(min_length=1),
        Described(
            msg("All of these"),
            msg("Every one of these conditions holds."),
            example=[{"component": "*", "status": "error"}],
        ),
    ]


class AnyOf(Section):
    """At least one of these holds."""

    any: Annotated[
        tuple["Condition", ...],
        Field(min_length=1),
        Described(
            msg("Any of these"),
            msg("At least one of these conditions holds."),
            example=[{"component": "*", "status": "error"}],
        ),
    ]


class NotOf(Section):
    """This does not hold."""

    not_: Annotated[
        "Condition",
        Described(
            msg("Not"), msg("This condition does not hold."), example={"component": "website", "status": "healthy"}
        ),
    ] = Field(alias="not")


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
        raise unfit(
            msg("A condition is a table, such as {example}.", example='{ component = "website", status = "error" }')
        )
    if depth > _DEEPEST:
        raise unfit(msg("The conditions are nested too deeply."))
    key = next((key for key in _BY_KEY if key in value), "component")
    if key in ("all", "any"):
        inner = value[key]
        if not isinstance(inner, list | tuple):
            raise unfit(msg("{key} needs a list of conditions.", key=key))
        value = {**value, key: tuple(read_condition(item, depth + 1) for item in inner)}
    elif key == "not":
        value = {**value, key: read_condition(value[key], depth + 1)}
    model = _BY_KEY.get(key, ComponentCondition)
    return model.model_validate(value)  # type: ignore[return-value]


def never_as_none(value: Any) -> Any:
    """``"never"`` is None, which TOML has no word for."""
    return None if value == "never" else value


class RuleSettings(Section):
    """``[rules.<id>]``. A built-in rule may be given in part: what is left out is unchanged."""

    name: Annotated[
        str | None,
        Described(msg("Name"), msg("The name that people see. Default: the ID."), example="Payments are down"),
    ] = None
    enabled: Annotated[bool, Described(msg("On"), msg("Whether the rule is used."))] = True
    when: Annotated[
        Condition,
        BeforeValidator(read_condition),
        Described(
            msg("When"),
            msg("The condition under which it fires."),
            example={"component": "website", "status": "error"},
        ),
    ]
    hold: Annotated[
        Duration,
        Field(alias="for"),
        Described(msg("Fires after"), msg("How long the condition must last before it fires."), example="2m"),
    ] = 0.0
    severity: Annotated[Severity, Described(msg("Severity"), msg("How urgent it is."))] = Severity.MEDIUM
    cooldown: Annotated[
        Duration,
        Field(ge=1),
        Described(
            msg("At most every"), msg("No further message about the same alert within this time."), example="10m"
        ),
    ] = 600.0
    repeat: Annotated[
        Annotated[Duration, Field(ge=60)] | None,
        BeforeValidator(never_as_none),
        Described(
            msg("Repeat every"),
            msg("Sent again this often until somebody acknowledges it. “never” undoes this for a built-in rule."),
            example="1h",
        ),
    ] = None
    channels: Annotated[
        Names,
        Described(
            msg("Notify"),
            msg("IDs of channels. Without a screen, “desktop” is the console."),
            example=["desktop", "email"],
        ),
    ] = ("desktop",)
    message: Annotated[
        Annotated[str, Field(max_length=1000)] | None,
        Described(
            msg("Message"),
            msg(
                "Default: the check's own sentence. It may contain placeholders such as {place} or {other}.",
                place="{component.name}",
                other="{summary.errors}",
            ),
            example="{component.name} needs you",
        ),
    ] = None
    action: Annotated[
        str | None,
        Described(
            msg("Recovery action"),
            msg("The ID of the action that runs once when the rule fires."),
            example="restart-sync",
        ),
    ] = None
    why: Annotated[str, Described(msg("Purpose"), msg("Why the rule matters, in one sentence."))] = ""


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


def clock_time(value: Any) -> Any:
    """A time of day from ``"22:00"`` or ``"7:00"``; the ValueError says what would be right."""
    if isinstance(value, str) and re.fullmatch(r"\d{1,2}:\d{2}", value):
        hours, minutes = map(int, value.split(":"))
        if hours < 24 and minutes < 60:
            return time(hours, minutes)
        raise unfit(msg("Please write a time of day such as {example}.", example='"22:00"'))
    return value


ClockTime = Annotated[time, BeforeValidator(clock_time)]


class _Zoned(Section):
    zone: Annotated[
        str | None,
        Described(msg("Time zone"), msg("Default: this computer's."), example="America/New_York"),
        AfterValidator(known_zone),
    ] = None


class QuietHours(_Zoned):
    """``[alerts.quiet_hours]``: desktop notifications and sounds wait until they end."""

    from_: Annotated[ClockTime, Described(msg("From"), msg("When quiet hours begin."), example="22:00")] = Field(
        alias="from"
    )
    to: Annotated[
        ClockTime,
        Described(msg("Until"), msg("On the next day if it is not later than the beginning."), example="07:00"),
    ]
    days: Annotated[Days, Described(msg_in("days of the week", "On"), msg("Days on which they begin."))] = WEEK
    let_critical_through: Annotated[
        bool, Described(msg("Let critical alerts through"), msg("Critical alerts are still shown, with sound."))
    ] = True


class MaintenanceSettings(_Zoned):
    """``[maintenance.<id>]``: a planned, repeating time in which alerts are held back."""

    name: Annotated[
        str | None, Described(msg("Name"), msg("The name that people see. Default: the ID."), example="Backup")
    ] = None
    from_: Annotated[ClockTime, Described(msg("From"), msg("When maintenance begins."), example="02:00")] = Field(
        alias="from"
    )
    to: Annotated[
        ClockTime,
        Described(msg("Until"), msg("On the next day if it is not later than the beginning."), example="03:00"),
    ]
    days: Annotated[
        Days, Described(msg_in("days of the week", "On"), msg("Days on which it begins."), example=["sun"])
    ] = WEEK
    components: Annotated[
        Names,
        Described(
            msg("Components"), msg("IDs of the components that it applies to. Default: all."), example=["database"]
        ),
    ] = ()
    rules: Annotated[Names, Described(msg("Rules"), msg("IDs of the rules that are held back. Default: all."))] = ()


class Adjustment(Section):
    """A rule's values while a calendar span lasts; what is left out is unchanged."""

    enabled: Annotated[bool | None, Described(msg("On"), msg("Whether the rule is used."))] = None
    hold: Annotated[
        Duration | None,
        Field(alias="for"),
        Described(msg("Fires after"), msg("How long the condition must last before it fires."), example="1m"),
    ] = None
    cooldown: Annotated[
        Annotated[Duration, Field(ge=1)] | None,
        Described(
            msg("At most every"), msg("No further message about the same alert within this time."), example="5m"
        ),
    ] = None
    repeat: Annotated[
        Annotated[Duration, Field(ge=60)] | None,
        Described(msg("Repeat every"), msg("Sent again this often until somebody acknowledges it."), example="1h"),
    ] = None
    severity: Annotated[Severity | None, Described(msg("Severity"), msg("How urgent it is."))] = None
    channels: Annotated[Names | None, Described(msg("Notify"), msg("IDs of channels."), example=["email"])] = None


def _written_day(value: object) -> object:
    """A day in quotes is a day, as one without: pydantic would read its first moment, and a number as one of 1970."""
    if isinstance(value, str):
        for kind in (date, datetime):
            with suppress(ValueError):
                return kind.fromisoformat(value)
    if not isinstance(value, date):
        raise unfit(msg("This is not a day. Write it as 2026-12-01, or with a time as 2026-12-01T18:00."))
    return value


class CalendarSettings(_Zoned):
    """``[calendar.<id>]``: a dated span that tightens or loosens rules and intervals."""

    name: Annotated[
        str | None,
        Described(msg("Name"), msg("The name that people see. Default: the ID."), example="Giving Tuesday"),
    ] = None
    from_: Annotated[
        datetime | date,
        BeforeValidator(_written_day),
        Described(msg("From"), msg("A day, or a day and a time."), example="2026-12-01"),
    ] = Field(alias="from")
    to: Annotated[
        datetime | date,
        BeforeValidator(_written_day),
        Described(msg("Until"), msg("The last day is included."), example="2026-12-01"),
    ]
    interval: Annotated[
        Annotated[Duration, Field(ge=1)] | None,
        Described(msg("Check every"), msg("How often components are checked on these days."), example="30s"),
    ] = None
    components: Annotated[
        Names,
        Described(
            msg("Components"),
            msg("IDs of the components that are checked at this interval. Default: all."),
            example=["website"],
        ),
    ] = ()
    rules: Annotated[
        dict[str, Adjustment],
        Described(msg("Rules"), msg("Rule settings that differ on these days, by the rule's ID.")),
    ] = Field(default_factory=dict)
    remind: Annotated[
        bool, Described(msg("Remind"), msg("Check everything once on the day before and report the result."))
    ] = True
    rehearse: Annotated[
        bool,
        Described(
            msg("Rehearse"),
            msg("A week before, check everything once and report what is not ready yet."),
        ),
    ] = True
    plan_b: Annotated[
        str,
        Field(max_length=2000),
        Described(
            msg("Plan B"),
            msg("The text you would post if your form failed, with the address of a second form."),
            example="Our form is down right now. Please give at https://example.org/give instead.",
        ),
    ] = ""

    @model_validator(mode="after")
    def _is_a_span(self) -> Self:
        same = type(self.from_) is type(self.to)
        if self.to < self.from_ if same else _date_of(self.to) < _date_of(self.from_):
            raise unfit(msg("It ends before it begins."))
        return self


def _date_of(day: datetime | date) -> date:
    return day.date() if isinstance(day, datetime) else day


class AlertsSettings(Section):
    """``[alerts]``: what holds for all rules."""

    quiet_hours: Annotated[
        QuietHours | None, Described(msg("Quiet hours"), msg("Desktop notifications and sounds wait until they end."))
    ] = None
    builtin: Annotated[bool, Described(msg("Built-in rules"), msg("Whether the built-in rules are on."))] = True


class HeartbeatSettings(Section):
    """``[heartbeat]``: sends regular signs of life to a service that notices when they stop."""

    url: Annotated[
        str | None,
        Described(
            msg("Address"),
            msg("The service that expects regular calls from this computer."),
            example="https://hc-ping.com/your-check",
        ),
    ] = None
    credential: Annotated[
        str | None,
        Described(
            msg("Credential"),
            msg("The name of the address in the keyring, if the address itself is secret."),
            example="heartbeat",
        ),
        ADDRESS,
    ] = None
    interval: Annotated[
        Duration, Field(ge=10), Described(msg("Send every"), msg("How often it is called."), example="5m")
    ] = 300.0
    allow_unencrypted: Unencrypted = False

    @property
    def wanted(self) -> bool:
        """Whether there is a receiver."""
        return bool(self.url or self.credential)


class ChannelSettings(Section):
    """``[channels.<id>]``: what every kind understands."""

    kind: Annotated[
        str, Described(msg("Kind"), msg("How messages are sent, such as “email” or “webhook”."), example="email")
    ]
    name: Annotated[
        str | None, Described(msg("Name"), msg("The name that people see. Default: the ID."), example="Team mailbox")
    ] = None
    enabled: Annotated[bool, Described(msg("On"), msg("Whether messages are sent through this channel."))] = True
    timeout: Annotated[
        Duration,
        Field(gt=0, le=120),
        Described(msg("Time limit"), msg("How long one attempt may take."), example="15s"),
    ] = 15.0
    language: Annotated[
        str | None,
        Described(msg("Language"), msg("The language of its messages. Default: English."), example="es"),
    ] = None

    @field_validator("language")
    @classmethod
    def _language_is_known(cls, value: str | None) -> str | None:
        if value is not None and value not in LANGUAGES:
            known = ", ".join(f'"{code}" ({name})' for code, name in LANGUAGES.items())
            raise unfit(msg("Porchlight does not speak this language. Use one of {known}.", known=known))
        return value


class ActionKind(StrEnum):
    """What a recovery action does."""

    SERVICE = "service"
    PROGRAM = "program"
    WEBHOOK = "webhook"

    @property
    def label(self) -> Text:
        """The choice, for people."""
        match self:
            case ActionKind.SERVICE:
                return msg("Restart a service")
            case ActionKind.PROGRAM:
                return msg("Run a program")
            case ActionKind.WEBHOOK:
                return msg("Call an address")


class ActionSettings(Section):
    """``[actions.<id>]``: a recovery action. Off until ``enabled`` is set."""

    kind: Annotated[
        ActionKind,
        Described(msg("Kind"), msg("What the action does: restart a service, run a program or call an address.")),
    ]
    name: Annotated[
        str | None,
        Described(msg("Name"), msg("The name that people see. Default: the ID."), example="Restart the sync"),
    ] = None
    enabled: Annotated[bool, Described(msg("On"), msg("An action runs only after you turn it on."))] = False
    service: Annotated[
        Annotated[str, Field(pattern=r"^[A-Za-z0-9@_.-]{1,128}$")] | None,
        Described(msg("Service"), msg("The name of the service to restart."), example="classy-sync"),
    ] = None
    program: Annotated[
        tuple[str, ...],
        Described(
            msg("Program"),
            msg("The program's full path, then its arguments."),
            example=["/usr/local/bin/restart-sync"],
        ),
    ] = ()
    url: Annotated[
        str | None, Described(msg("Address"), msg("The address to call."), example="https://example.org/restart")
    ] = None
    credential: Annotated[
        str | None,
        Described(
            msg("Credential"),
            msg("The name of the address in the keyring, if the address itself is secret."),
            example="restart-hook",
        ),
        ADDRESS,
    ] = None
    allow_unencrypted: Unencrypted = False
    timeout: Annotated[
        Duration, Field(gt=0, le=600), Described(msg("Time limit"), msg("How long one run may take."), example="60s")
    ] = 60.0
    at_most: Annotated[
        int, Field(ge=1, le=20), Described(msg("Runs per hour"), msg("It does not run more often than this."))
    ] = 3
    stop_after: Annotated[
        int,
        Field(ge=1, le=10),
        Described(
            msg("Stop after failures"),
            msg("After this many failures in a row it stays off until you turn it on again."),
        ),
    ] = 2

    @model_validator(mode="after")
    def _is_complete(self) -> Self:
        match self.kind:
            case ActionKind.SERVICE if not self.service:
                raise unfit(msg("No service to restart is given."))
            case ActionKind.PROGRAM if not self.program:
                raise unfit(msg("No program to run is given."))
            case ActionKind.PROGRAM if not (self.program[0].startswith("/") or self.program[0][1:3] == ":\\"):
                raise unfit(
                    msg(
                        "Write the whole path of the program, such as {example}.",
                        example="/usr/local/bin/restart-sync",
                    )
                )
            case ActionKind.WEBHOOK if not (self.url or self.credential):
                raise unfit(msg("There is no address to send to. Add url or credential."))
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
