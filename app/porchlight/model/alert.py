"""Rule, Alert, Notification and their states."""

from enum import StrEnum

from porchlight.dataclass import dataclass
from porchlight.language.text import Text, msg
from porchlight.model.component import Shared
from porchlight.model.operation import Operation, job_title
from porchlight.model.status import Status
from porchlight.model.suppression import Silence


class Severity(StrEnum):
    """How bad it is, the worst first."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"

    @property
    def label(self) -> Text:
        """The choice, for people."""
        match self:
            case Severity.CRITICAL:
                return msg("Critical")
            case Severity.HIGH:
                return msg("High")
            case Severity.MEDIUM:
                return msg("Medium")
            case Severity.LOW:
                return msg("Low")


OPERATION = "operation:"
"""How the subject of an alert about an operation begins."""


def is_operation(subject: str) -> bool:
    """Whether an alert's subject is an operation."""
    return subject.startswith(OPERATION)


def subject_title(subject: str, run: Operation | None) -> str:
    """The name for people of an alert's job."""
    name = subject.removeprefix(OPERATION)
    return run.title if run is not None else job_title(name)


class AlertState(StrEnum):
    """One rule's state about one subject. Inactive ones are not kept."""

    PENDING = "pending"
    """The condition holds, but not for long enough yet."""
    FIRING = "firing"
    RESOLVED = "resolved"


class SuppressionReason(StrEnum):
    """Why an alert that fires is not notified now."""

    PARENT = "parent"
    """Something that it depends on is failing, or is suspected to."""
    SILENCED = "silenced"
    MAINTENANCE = "maintenance"
    SNOOZED = "snoozed"
    ACKNOWLEDGED = "acknowledged"
    COOLDOWN = "cooldown"
    QUIET_HOURS = "quiet_hours"
    NO_CHANNEL = "no_channel"
    """The rule names no channel that exists."""
    NOT_NOTIFIED = "not_told"
    """A resolved notice, where the firing one was never delivered."""
    OVER = "over"
    """It was over before it could be notified."""


FOR_EVER_MS = 1 << 53
"""A snooze "until resolved" ends with the alert, whenever that is."""


@dataclass(frozen=True, slots=True)
class Grade:
    """How severe an alert is; it is worse where any of the three is."""

    severity: Severity
    status: Status | None = None
    """Of its component, where it is about one."""
    blocked: bool = False
    """Whether nothing works any more until a person does something."""

    def is_worse_than(self, other: "Grade") -> bool:
        """Whether it is worse in any of the three."""
        return any(now > then for now, then in zip(self._ranks(), other._ranks(), strict=True))

    def gravest(self, other: "Grade") -> "Grade":
        """The worse of both in each of the three."""
        severity, status, _ = (now >= then for now, then in zip(self._ranks(), other._ranks(), strict=True))
        return Grade(
            self.severity if severity else other.severity,
            self.status if status else other.status,
            self.blocked or other.blocked,
        )

    def _ranks(self) -> tuple[int, int, int]:
        status = {Status.DEGRADED: 1, Status.ERROR: 2}.get(self.status, 0) if self.status is not None else 0
        return -list(Severity).index(self.severity), status, self.blocked


@dataclass(frozen=True, slots=True)
class Alert:
    """One time that a rule was met about one subject, from pending to resolved. Times are Unix ms (UTC)."""

    id: str
    """Stable from pending to resolved, and the dedup key of its notifications."""
    rule: str
    subject: str
    """A component's id; empty: everything together; ``operation:NAME`` for an operation."""
    severity: Severity
    state: AlertState
    pending_ms: int
    """When its condition began to hold."""
    sentence: str
    """What is wrong, for people."""
    firing_ms: int | None = None
    resolved_ms: int | None = None
    notified_ms: int | None = None
    """When it (or the one before it, of the same rule and subject) was last notified: the cooldown runs from here."""
    notification_count: int = 0
    """How many firing notifications there were of this one."""
    suppressed_by: SuppressionReason | None = None
    """Why it waits to be notified."""
    suppressed_until_ms: int | None = None
    acknowledged_ms: int | None = None
    snoozed_until_ms: int | None = None
    notified_grade: Grade | None = None
    """Its grade when it was notified; None: it was not, or by a version that did not store it."""
    causes: frozenset[Shared] = frozenset()
    """What other components may share of the trouble that it was notified about."""


class AlertEventKind(StrEnum):
    """What a line of an alert’s timeline is about."""

    PENDING = "pending"
    FIRING = "firing"
    NOTIFIED = "told"
    SUPPRESSED = "held_back"
    RESOLVED = "resolved"
    ACKNOWLEDGED = "acknowledged"
    SNOOZED = "snoozed"
    UNSNOOZED = "unsnoozed"
    ACTION = "action"
    """A recovery action was run, or would have been."""
    DROPPED = "dropped"
    """Its rule or its component was removed."""


@dataclass(frozen=True, slots=True)
class AlertEvent:
    """One line of an alert's timeline."""

    alert: str
    at_ms: int
    kind: AlertEventKind
    reason: SuppressionReason | None = None
    detail: str = ""


class NotificationKind(StrEnum):
    """What a notification is about."""

    FIRING = "firing"
    STILL_FIRING = "still_firing"
    """A repeat, while nobody has acknowledged it."""
    WORSE = "worse"
    """It was notified before and is worse now."""
    RESOLVED = "resolved"
    DROPPED = "dropped"
    """It ends too, but nothing has recovered: its rule or its component was removed."""


ENDS = frozenset({NotificationKind.RESOLVED, NotificationKind.DROPPED})


class DeliveryState(StrEnum):
    """The state of a notification."""

    WAITING = "waiting"
    SENDING = "sending"
    """Handed to the channel; whether it arrived is not known yet."""
    DELIVERED = "delivered"
    FAILED = "failed"
    SUPPRESSED = "held_back"
    """Not sent, for a reason."""


ENDED = frozenset({DeliveryState.DELIVERED, DeliveryState.FAILED, DeliveryState.SUPPRESSED})


@dataclass(frozen=True, slots=True)
class Notification:
    """One line of the outbox: one alert to one channel. Times are Unix ms (UTC)."""

    id: str
    alert: str
    channel: str
    kind: NotificationKind
    created_ms: int
    due_ms: int
    """When it is to be sent, or tried again."""
    state: DeliveryState = DeliveryState.WAITING
    attempts: int = 0
    message: str = ""
    """The message that it was sent with, once it was: several alerts may share one, and its dedup key."""
    ended_ms: int | None = None
    reason: SuppressionReason | None = None
    error: str = ""
    """Why the last try failed, in one plain sentence."""
    recipient: str = ""
    """The recipient of the channel that it is for; empty: the channel has no such list."""


@dataclass(frozen=True, slots=True)
class AlertChanges:
    """What is to be written together, or not at all: later values replace earlier ones with the same id."""

    alerts: tuple[Alert, ...] = ()
    events: tuple[AlertEvent, ...] = ()
    notifications: tuple[Notification, ...] = ()
    silences: tuple[Silence, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.alerts or self.events or self.notifications or self.silences)
