"""What everything is like, as a code: what a verdict's mark and its sentence are chosen by.

Kept to ``enum`` alone because ``porchlight status`` imports it on its fast path.
"""

from collections.abc import Iterable, Sequence
from enum import Enum, IntEnum, auto

from porchlight.model.mark import OF_OVERALL, Mark
from porchlight.model.status import ATTENTION_REASONS, OverallStatus, Reason, Status, overall_status

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Protocol

    class Seen(Protocol):
        """One component, as far as the situation depends on it."""

        @property
        def status(self) -> Status: ...
        @property
        def critical(self) -> bool: ...
        @property
        def checked_ms(self) -> int | None: ...
        @property
        def paused_until_ms(self) -> int | None: ...
        @property
        def known(self) -> bool: ...


class Situation(Enum):
    """What the sentence about everything is about."""

    NOTHING = auto()
    """There is nothing to watch."""
    PAUSED = auto()
    OFFLINE = auto()
    """This computer is, and what is known without a network is well."""
    TROUBLE = auto()
    FIRST_LOOK = auto()
    UNKNOWN = auto()
    PARTLY_PAUSED = auto()
    """What is paused is critical, or all that there is."""
    PARTLY_WELL = auto()
    """What is known is well; what is not, or is paused, matters less."""
    WELL = auto()


_MARKS = {
    Situation.NOTHING: Mark.UNKNOWN,
    Situation.PAUSED: Mark.PAUSED,
    Situation.OFFLINE: Mark.UNKNOWN,
    Situation.FIRST_LOOK: Mark.UNKNOWN,
    Situation.UNKNOWN: Mark.UNKNOWN,
    Situation.PARTLY_PAUSED: Mark.PAUSED,
    Situation.PARTLY_WELL: Mark.HEALTHY,
    Situation.WELL: Mark.HEALTHY,
}
_BEFORE_ALL = frozenset({Situation.NOTHING, Situation.PAUSED, Situation.OFFLINE})
"""Here neither paths nor a fault of Porchlight itself change the mark: it is not green."""
IN_TROUBLE = (Status.ERROR, Status.DEGRADED)


def overall_known(watched: "Iterable[Seen]", *, offline: bool) -> OverallStatus:
    """The one status of what is known."""
    return overall_status((one.status, one.critical) for one in watched if one.known or not offline)


def situation_of(watched: "Sequence[Seen]", *, paused: bool, offline: bool) -> Situation:
    """``paused``: nothing is checked; ``offline``: this computer is. Disabled components count nowhere."""
    stopped = [one for one in watched if one.paused_until_ms is not None]
    enabled = [one for one in watched if one.status is not Status.DISABLED]
    if not enabled and not stopped:
        return Situation.NOTHING
    if paused:
        return Situation.PAUSED
    overall = overall_known(enabled, offline=offline)
    if offline and not all(one.known for one in enabled) and overall not in _TROUBLED:
        return Situation.OFFLINE
    if any(one.status in IN_TROUBLE for one in enabled):
        return Situation.TROUBLE
    if any(one.checked_ms is None for one in enabled):
        return Situation.FIRST_LOOK
    unknown = [one for one in enabled if one.status is Status.UNKNOWN]
    if unknown and (len(unknown) == len(enabled) or any(one.critical for one in unknown)):
        return Situation.UNKNOWN
    if stopped and (not enabled or any(one.critical for one in stopped)):
        return Situation.PARTLY_PAUSED
    return Situation.PARTLY_WELL if unknown or stopped else Situation.WELL


_TROUBLED = (OverallStatus.CRITICAL, OverallStatus.DEGRADED)


def mark_of(situation: Situation, overall: OverallStatus, *, unwell: bool, worst: "Going | None") -> Mark:
    """The one mark; ``unwell``: something is wrong with Porchlight itself; ``worst``: how well the worst path works.

    A fault of the monitor itself never shows as green, nor do paths that do not work."""
    mark = OF_OVERALL[overall] if situation is Situation.TROUBLE else _MARKS[situation]
    if mark is not Mark.HEALTHY:
        return mark
    if unwell:
        return Mark.DEGRADED
    return Mark.UNKNOWN if worst else mark


def counts_paths(situation: Situation) -> bool:
    """Whether what is known is enough to say something about paths."""
    return situation not in _BEFORE_ALL and situation is not Situation.FIRST_LOOK


class Going(IntEnum):
    """How well one half of a path works; the higher, the worse."""

    WELL = 0
    UNKNOWN = 1
    BADLY = 2
    """Slowly, late, or in part."""
    NOT_AT_ALL = 3

    @property
    def status(self) -> Status:
        """As a code for programs."""
        return _STATUSES[self]


_STATUSES = {
    Going.WELL: Status.HEALTHY,
    Going.UNKNOWN: Status.UNKNOWN,
    Going.BADLY: Status.DEGRADED,
    Going.NOT_AT_ALL: Status.ERROR,
}


def going_of(status: Status, reason: Reason | None) -> Going:
    """How well a component works for those who give. A fault for a person here (a revoked key, a wrong setting)
    proves nothing about the vendor: whether gifts can be received is then not known."""
    if status is Status.ERROR:
        if reason in ATTENTION_REASONS:
            return Going.UNKNOWN
        return Going.BADLY if reason is Reason.STALE else Going.NOT_AT_ALL
    return {Status.HEALTHY: Going.WELL, Status.DEGRADED: Going.BADLY}.get(status, Going.UNKNOWN)


def going_through(components: Iterable[tuple[Status, Reason | None]]) -> Going | None:
    """How well what passes through all of these works; disabled ones are ignored. None: there is none."""
    return max((going_of(*one) for one in components if one[0] is not Status.DISABLED), default=None)
