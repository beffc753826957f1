"""Message and Channel: what goes out about alerts, and the seam by which it goes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol, runtime_checkable

from porchlight.model.alert import Alert, Severity
from porchlight.model.snapshot import ComponentView
from porchlight.model.vendor import VendorReport


class MessageKind(StrEnum):
    """What a message is about."""

    FIRING = "firing"
    STILL_FIRING = "still_firing"
    WORSE = "worse"
    RESOLVED = "resolved"
    DIGEST = "digest"
    """Several things at once, some of them over already."""
    TEST = "test"


class Dropped(StrEnum):
    """What was taken out, or switched off, while an alert fired: whether anything recovered is not known."""

    RULE = "rule"
    COMPONENT = "component"


@dataclass(frozen=True, slots=True)
class AlertLabel:
    """One alert within a message."""

    alert: Alert
    rule_name: str
    component_name: str
    """Empty where it is about everything together."""
    over: bool
    """It is resolved by now."""
    advice: str = ""
    """What to do, in one sentence."""
    vendor: VendorReport | None = None
    """What the vendor says of itself, where that is known."""
    dropped: Dropped | None = None
    """Why it is over, where it is not because it recovered."""
    affected: tuple[str, ...] = ()
    """The names of the components about which it allows no conclusion."""
    unwell: bool = False
    """It is over, but what it was about is in another trouble now."""
    whose: str = ""
    """Of a job: whose work it is, where several are served."""

    view: ComponentView | None = None
    """The component that it is about, as it was when the message was made; None where it is about none."""

    @property
    def what(self) -> str:
        """What it is about, for people."""
        return self.component_name or self.rule_name


@dataclass(frozen=True, slots=True)
class Message:
    """One message to one channel. ``at_ms`` is Unix ms (UTC)."""

    id: str
    """Its dedup key: the same at every try, also after a crash."""
    kind: MessageKind
    severity: Severity
    """That of its gravest alert."""
    title: str
    text: str
    at_ms: int
    labels: tuple[AlertLabel, ...]
    report: Mapping[str, Any]
    """How everything is as it goes out: ``timestamp``, ``status``, ``summary``, ``components`` in error."""
    attempt: int = 1
    recipients: tuple[str, ...] = ()
    """Those of the channel's recipients that it is for; none: all of them."""

    @property
    def thread(self) -> str:
        """What belongs to one story has the same one: the first alert's id."""
        return self.labels[0].alert.id if self.labels else self.id

    @property
    def recovered(self) -> bool:
        """Whether it says that something is well again, and nothing else."""
        return bool(self.labels) and all(one.over and one.dropped is None for one in self.labels)

    @property
    def component(self) -> str | None:
        """The component that it is about, where it is about one."""
        subjects = {one.alert.subject for one in self.labels}
        return subjects.pop() or None if len(subjects) == 1 else None


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a message was not delivered, in one plain sentence."""

    sentence: str
    permanent: bool = False
    """Trying again changes nothing until a person changes something."""
    retry_after: float | None = None
    """Seconds that the receiver asks to wait."""
    refused: tuple[tuple[str, "Fault"], ...] = ()
    """Where it concerns some recipients alone, each with its own: all others have got the message."""

    def of(self, recipient: str) -> "Fault | None":
        """What it says of one recipient (empty: of all of them); None: that one has got it."""
        return dict(self.refused).get(recipient) if self.refused and recipient else self


class Channel(Protocol):
    """Where messages go."""

    @property
    def timeout(self) -> float:
        """Seconds for one try; then it is broken off by cancellation."""
        ...

    @property
    def local(self) -> bool:
        """Whether it works without a network."""
        ...

    async def send(self, message: Message) -> Fault | None:
        """Deliver a message; None: the receiver has taken it. Raises nothing that is expected."""
        ...

    async def close(self) -> None:
        """Let go of everything; nothing is sent any more."""
        ...


@runtime_checkable
class AddressedChannel(Channel, Protocol):
    """A channel whose receiver answers for each of several recipients by itself: each has lines of its own in the
    outbox, and those for whom nothing differs get one message together."""

    @property
    def recipients(self) -> tuple[str, ...]:
        """All of them."""
        ...


@runtime_checkable
class ResendChannel(Channel, Protocol):
    """A channel whose receiver takes an alert for resolved that is not sent again and again."""

    @property
    def resend(self) -> float:
        """Seconds until what fires is sent again."""
        ...

    async def send_firing(
        self, firing: Callable[[], Sequence[AlertLabel]], now_ms: Callable[[], int]
    ) -> Fault | None:
        """Send what fires; both are asked only when it is sent, so that nothing is sent that is over by then."""
        ...
