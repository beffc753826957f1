"""Message and Channel: what is sent about alerts, and the port by which it is sent."""

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import Any, Protocol, runtime_checkable

from porchlight.dataclass import dataclass
from porchlight.language.catalogue import ENGLISH
from porchlight.model.alert import Alert, Severity
from porchlight.model.snapshot import ComponentView
from porchlight.model.vendor import VendorReport

DESKTOP = "desktop"
"""The name of the channel of the tray app: it is always there, and not set up."""
CONSOLE = "console"
"""The name of the channel that prints; always there, too."""


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
    """What was removed or switched off while an alert fired: whether anything recovered is not known."""

    RULE = "rule"
    COMPONENT = "component"


@dataclass(frozen=True, slots=True)
class AlertLabel:
    """One alert within a message. Its texts are in the language of the channel."""

    alert: Alert
    rule_name: str
    component_name: str
    """Empty where it is about everything together."""
    over: bool
    """It is resolved by now."""
    advice: str = ""
    """What to do, in one sentence."""
    vendor: VendorReport | None = None
    """What the vendor reports of its own service, where that is known."""
    dropped: Dropped | None = None
    """Why it is over, where it is not because it recovered."""
    affected: tuple[str, ...] = ()
    """The names of the components about which it allows no conclusion."""
    unwell: bool = False
    """It is over, but its component has another problem now."""
    headline: str = ""
    """Its component's trouble, in short; empty where the rule's name is its title."""
    view: ComponentView | None = None
    """The component that it is about, as it was when the message was made; None where it is about none."""

    @property
    def what(self) -> str:
        """What it is about, for people."""
        return self.component_name or self.rule_name


@dataclass(frozen=True, slots=True)
class Message:
    """One message to one channel, in that channel's language. ``at_ms`` is Unix ms (UTC)."""

    id: str
    """Its dedup key: the same at every try, also after a crash."""
    kind: MessageKind
    severity: Severity
    """That of its worst alert."""
    title: str
    text: str
    at_ms: int
    labels: tuple[AlertLabel, ...]
    report: Mapping[str, Any]
    """The state of everything at the time of sending: ``timestamp``, ``status``, ``summary``, ``components`` in
    error."""
    attempt: int = 1
    recipients: tuple[str, ...] = ()
    """Those of the channel's recipients that it is for; none: all of them."""
    language: str = ENGLISH
    """The code of the channel's language."""

    @property
    def thread(self) -> str:
        """The same for all messages of one incident: the first alert's id."""
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
    """Retrying changes nothing until a person changes something."""
    retry_after: float | None = None
    """Seconds that the receiver asks to wait."""
    refused: tuple[tuple[str, "Fault"], ...] = ()
    """Where it concerns some recipients alone, a fault for each; all others have got the message."""

    def of(self, recipient: str) -> "Fault | None":
        """The fault for one recipient (empty: for all of them); None: that one has got it."""
        return dict(self.refused).get(recipient) if self.refused and recipient else self


class Channel(Protocol):
    """Where messages go."""

    @property
    def timeout(self) -> float:
        """Seconds for one try, which is then cancelled."""
        ...

    @property
    def local(self) -> bool:
        """Whether it works without a network."""
        ...

    async def send(self, message: Message) -> Fault | None:
        """Deliver a message; None: the receiver has accepted it. Raises nothing that is expected."""
        ...

    async def close(self) -> None:
        """Release everything; nothing is sent after that."""
        ...


@runtime_checkable
class AddressedChannel(Channel, Protocol):
    """A channel whose receiver answers for each recipient: each has lines of its own in the outbox, and those for
    whom nothing differs share a message."""

    @property
    def recipients(self) -> tuple[str, ...]:
        """All of them."""
        ...


@runtime_checkable
class ResendChannel(Channel, Protocol):
    """A channel whose receiver takes an alert for resolved unless it is resent."""

    @property
    def resend(self) -> float:
        """Seconds until firing alerts are resent."""
        ...

    async def send_firing(
        self, firing: Callable[[], Sequence[AlertLabel]], now_ms: Callable[[], int]
    ) -> Fault | None:
        """Send what fires; both are called only at the time of sending, so that nothing is sent that is over by
        then."""
        ...
