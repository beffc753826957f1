"""StatusChange and Incident: what happened to a component over time."""

from dataclasses import replace
from enum import StrEnum

from porchlight.dataclass import dataclass
from porchlight.language.sentence import Sentence
from porchlight.language.text import msg
from porchlight.model.status import ATTENTION_REASONS, Reason, Status

_UNWATCHED = msg("No longer watched.")


@dataclass(frozen=True, slots=True)
class ComponentState:
    """What is known of a component now: its confirmed status and its last result. Times are Unix ms (UTC)."""

    component: str
    status: Status
    since_ms: int
    """When the status began: for an error, the first failing check."""
    reason: Reason | None
    sentence: str
    checked_ms: int | None
    """When the last check ended; None before the first."""
    duration_us: int | None
    suspected: bool = False
    """An error was seen and is being confirmed."""
    flapping: bool = False


@dataclass(frozen=True, slots=True)
class StatusChange:
    """A component went from one confirmed status to another."""

    component: str
    at_ms: int
    """When the deciding check ended."""
    since_ms: int
    """When the new status began (the first failure, for an error)."""
    previous: Status
    status: Status
    reason: Reason | None
    sentence: str
    incident: str | None = None
    """The id of the incident that this change opened, moved or closed."""


class IncidentEventKind(StrEnum):
    """What a line of an incident's timeline reports."""

    FIRST_FAILURE = "first_failure"
    CONFIRMED = "confirmed"
    CHANGED = "changed"
    """Another status or reason while it lasts."""
    FLAPPING = "flapping"
    RECOVERED = "recovered"
    UNWATCHED = "unwatched"
    """The component was removed or disabled: how it went on is not known."""


@dataclass(frozen=True, slots=True)
class IncidentEvent:
    """One line of an incident's timeline."""

    at_ms: int
    kind: IncidentEventKind
    status: Status
    reason: Reason | None
    sentence: str


@dataclass(frozen=True, slots=True)
class Incident:
    """From the first failing check to recovery. Saved whole at each change, found again by ``id``."""

    id: str
    component: str
    began_ms: int
    status: Status
    """The worst status that it reached."""
    reason: Reason | None
    sentence: str
    timeline: tuple[IncidentEvent, ...]
    ended_ms: int | None = None

    def abandoned(self, at_ms: int) -> "Incident":
        """The same incident, ended because its component is no longer watched."""
        sentence = Sentence(_UNWATCHED.message, _UNWATCHED)
        event = IncidentEvent(at_ms, IncidentEventKind.UNWATCHED, self.status, self.reason, sentence)
        return replace(self, ended_ms=at_ms, timeline=(*self.timeline, event))

    @property
    def needs_attention(self) -> bool:
        """Whether it waits for a person here and does not count as the vendor's downtime."""
        return self.reason in ATTENTION_REASONS

    @property
    def is_outage(self) -> bool:
        """Whether the component itself was down: neither only slow, nor waiting for a person here."""
        return self.status is Status.ERROR and not self.needs_attention
