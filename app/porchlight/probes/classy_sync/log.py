"""One line of combined.log → its event, or None. Pure.

The log is winston's: one JSON object a line, mixed with stack traces and incomplete lines. Its traps: ``Entity sync
completed`` always says ``processed: 0`` and ``Organization sync completed`` always ``errors: 0``, so figures come
from the ``performance`` lines and failures from ``sync:<entity>``; a plug-in that did not start only shows in
``Plugin sync completed`` with no plug-ins; of a clean end often only the signal is logged.
"""

import re
from collections.abc import Mapping
from enum import StrEnum
from hashlib import blake2b
from typing import Final, TypeAlias

from porchlight.dataclass import dataclass
from porchlight.intake.documents import NotJson, parse_json
from porchlight.intake.numbers import moment_ms
from porchlight.intake.text import NAME, quote
from porchlight.probes.classy_sync.causes import NOT_STARTED, Cause, cause_of
from porchlight.probes.classy_sync.folder import MAILCHIMP

LONGEST_LINE: Final = 256 * 1024
"""Bytes; the sync's longest are status reports of a few KB."""

_WORTH_READING: Final = re.compile(
    rb'"message":\s?"(?:Performance: |Full |Incremental |Starting (?:full|incremental) |Organization sync '
    rb"|Scheduled recovery|Scheduling syncs|Plugin sync |mailchimp plugin processing failed"
    rb"|Failed to initialize mailchimp plugin|Classy Sync Daemon st|Daemon status report|Received shutdown signal"
    rb'|Failed to start daemon|Authentication failed|Organization created|Updating organization status")'
)
"""Nine lines of ten are dropped by this alone, without being parsed."""
_OPERATION: Final = re.compile(r"(?P<entity>[a-z][a-z-]{1,30})-(?P<type>full|incremental)-sync")
_FAILURE: Final = re.compile(r"(?P<type>Full|Incremental) (?P<entity>[a-z][a-z-]{1,30}) sync failed")
_START: Final = re.compile(r"Starting (?:full|incremental) (?P<entity>[a-z][a-z-]{1,30}) sync\b")
_ZONE: Final = re.compile(r"(?:Z|[+-]\d\d:?\d\d)$")
_KEY: Final = re.compile(r"(?P<organization>\d{1,12})-(?P<entity>[A-Za-z-]{2,30})")


@dataclass(frozen=True, slots=True)
class Run:
    """A sync of one entity has ended. Times are ms, the end as Unix time (UTC); counts are items."""

    id: str
    entity: str
    organization: int | None
    """The sync's own number of it, not Classy's; None where the line has none, as for Mailchimp."""
    ended_ms: int
    duration_ms: float
    full: bool
    processed: int | None = None
    failed: int | None = None
    cause: Cause | None = None
    """Why the whole run failed; None: it went through."""

    @property
    def ok(self) -> bool:
        """Whether it went through, with or without single items that failed."""
        return self.cause is None

    @property
    def began_ms(self) -> int:
        """Its beginning."""
        return round(self.ended_ms - self.duration_ms)


@dataclass(frozen=True, slots=True)
class RunBegan:
    """A sync of one entity has begun."""

    at_ms: int
    entity: str
    organization: int | None


@dataclass(frozen=True, slots=True)
class OrganizationEnded:
    """All syncs of one organisation are over; "completed" shows nothing about the entities."""

    at_ms: int
    organization: int | None
    cause: Cause | None


@dataclass(frozen=True, slots=True)
class OrganizationScheduled:
    """The daemon that starts will sync this organisation: it is active."""

    at_ms: int
    organization: int
    name: str = ""


@dataclass(frozen=True, slots=True)
class OrganizationKept:
    """An organisation was added to the sync, or made active or inactive."""

    at_ms: int
    organization: int
    active: bool
    name: str = ""
    """Where the line has it."""


@dataclass(frozen=True, slots=True)
class RetryPlanned:
    """The daemon will try a failed sync again."""

    at_ms: int
    entity: str
    organization: int | None
    attempt: int
    next_ms: int | None


@dataclass(frozen=True, slots=True)
class LoginFailed:
    """The sync got no token from Classy; ``classy_organization`` is Classy's own number."""

    at_ms: int
    classy_organization: int | None
    cause: Cause


@dataclass(frozen=True, slots=True)
class MailchimpRefused:
    """Mailchimp could not be started with the daemon, which does not retry by itself."""

    at_ms: int
    cause: Cause


class DaemonNews(StrEnum):
    """The kinds of lines that the daemon logs of itself."""

    STARTED = "started"
    REPORTED = "reported"
    STOPPED = "stopped"
    NOT_STARTED = "not_started"


@dataclass(frozen=True, slots=True)
class DaemonEvent:
    """A line that the daemon logs of itself; the process id only comes with its start."""

    at_ms: int
    news: DaemonNews
    pid: int | None = None


Event: TypeAlias = (
    Run
    | RunBegan
    | OrganizationScheduled
    | OrganizationKept
    | OrganizationEnded
    | RetryPlanned
    | LoginFailed
    | MailchimpRefused
    | DaemonEvent
)

_DAEMON: Final = {
    "Classy Sync Daemon started successfully": DaemonNews.STARTED,
    "Daemon status report": DaemonNews.REPORTED,
    "Received shutdown signal": DaemonNews.STOPPED,
    "Classy Sync Daemon stopped successfully": DaemonNews.STOPPED,
    "Failed to start daemon": DaemonNews.NOT_STARTED,
}
_ENTITY_OF_KEY: Final = {"recurringPlans": "recurring-plans", "plugins": MAILCHIMP}


def event_of(line: bytes) -> Event | None:
    """The event of a line. Unknown fields are ignored; None for a line that cannot be read."""
    if not _WORTH_READING.search(line) or len(line) > LONGEST_LINE:
        return None
    try:
        document = parse_json(line)
    except NotJson:
        return None
    if not isinstance(document, dict):
        return None
    message, context, at_ms = document.get("message"), document.get("context"), _time(document.get("timestamp"))
    if not isinstance(message, str) or not isinstance(context, str) or at_ms is None:
        return None
    source, _, _ = context.partition(":")
    match source:
        case "sync":
            return _of_sync(document, message, at_ms, line)
        case "sync-orchestrator":
            return _of_orchestrator(document, message, at_ms, line)
        case "plugin":
            return _of_mailchimp(document, message, at_ms, line)
        case "daemon":
            news = _DAEMON.get(message)
            return DaemonEvent(at_ms, news, _whole(document.get("pid"))) if news else None
        case "organization-manager":
            return _of_organizations(document, message, at_ms)
        case "classy-api-client" if message == "Authentication failed":
            return LoginFailed(at_ms, _whole(document.get("organizationId")), cause_of(document.get("error")))
    return None


def _of_sync(document: Mapping[str, object], message: str, at_ms: int, line: bytes) -> Event | None:
    organization = _whole(document.get("organizationId"))
    if start := _START.match(message):
        return RunBegan(at_ms, start["entity"], organization)
    if failure := _FAILURE.fullmatch(message):
        return Run(
            id=_id(line),
            entity=failure["entity"],
            organization=organization,
            ended_ms=at_ms,
            duration_ms=_number(document.get("duration")),
            full=failure["type"] == "Full",
            cause=cause_of(document.get("error")),
        )
    operation = document.get("operation")
    if document.get("performance") is not True or not isinstance(operation, str):
        return None
    if done := _OPERATION.fullmatch(operation):
        return Run(
            id=_id(line),
            entity=done["entity"],
            organization=organization,
            ended_ms=at_ms,
            duration_ms=_number(document.get("duration")),
            full=done["type"] == "full",
            processed=_whole(document.get("totalProcessed")),
            failed=_whole(document.get("errors")),
        )
    return None


def _of_orchestrator(document: Mapping[str, object], message: str, at_ms: int, line: bytes) -> Event | None:
    organization = _whole(document.get("orgId"))
    match message:
        case "Scheduling syncs for organization":
            if organization is None:
                return None
            return OrganizationScheduled(at_ms, organization, quote(document.get("name"), NAME))
        case "Organization sync completed":
            return OrganizationEnded(at_ms, organization, None)
        case "Organization sync failed":
            return OrganizationEnded(at_ms, organization, cause_of(document.get("error")))
        case "Plugin sync failed":
            return Run(_id(line), MAILCHIMP, None, at_ms, 0, full=False, cause=cause_of(document.get("error")))
        case "Plugin sync completed" if document.get("plugins") == 0:
            return Run(_id(line), MAILCHIMP, None, at_ms, 0, full=False, cause=NOT_STARTED)
        case "Scheduled recovery attempt":
            key = _KEY.fullmatch(str(document.get("operationKey")))
            if key is None:
                return None
            entity = _ENTITY_OF_KEY.get(key["entity"], key["entity"])
            attempt = _whole(document.get("retryCount")) or 0
            return RetryPlanned(at_ms, entity, int(key["organization"]), attempt, _time(document.get("nextRetry")))
    return None


def _of_organizations(document: Mapping[str, object], message: str, at_ms: int) -> Event | None:
    """The sync's own commands on organisations; a change in the database itself is not in the log."""
    organization, status = _whole(document.get("organizationId")), document.get("status")
    if organization is None:
        return None
    if message == "Organization created successfully":
        return OrganizationKept(at_ms, organization, active=True, name=quote(document.get("name"), NAME))
    if message == "Updating organization status" and status in ("active", "inactive"):
        return OrganizationKept(at_ms, organization, active=status == "active")
    return None


def _of_mailchimp(document: Mapping[str, object], message: str, at_ms: int, line: bytes) -> Event | None:
    duration = _number(document.get("duration"))
    match message:
        case "Failed to initialize mailchimp plugin":
            return MailchimpRefused(at_ms, cause_of(document.get("error")))
        case "mailchimp plugin processing failed":
            return Run(_id(line), MAILCHIMP, None, at_ms, duration, full=False, cause=cause_of(document.get("error")))
    if document.get("performance") is not True or document.get("operation") != "mailchimp-process":
        return None
    processed, failed = _whole(document.get("processed")), _whole(document.get("errors"))
    return Run(_id(line), MAILCHIMP, None, at_ms, duration, full=False, processed=processed, failed=failed)


def _id(line: bytes) -> str:
    """The same for the same line, wherever and whenever it is read."""
    return blake2b(line.strip(), digest_size=12).hexdigest()


def _time(text: object) -> int | None:
    """Unix ms of an ISO 8601 time; the sync writes UTC."""
    return moment_ms(text) if isinstance(text, str) and _ZONE.search(text) else None


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**53 else None


def _number(value: object) -> float:
    """Milliseconds; a line without them still shows that a run ended."""
    number = isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < 2**53
    return float(value) if number else 0.0  # type: ignore[arg-type]
