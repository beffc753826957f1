"""Events: everything that the bus carries. Each is published after what it reports is in force."""

from collections.abc import Callable

from porchlight.dataclass import dataclass
from porchlight.language.text import Text
from porchlight.model.diagnosis import Diagnosis
from porchlight.model.incident import Incident, StatusChange
from porchlight.model.malfunction import Malfunction
from porchlight.model.operation import Operation
from porchlight.model.release import Release
from porchlight.model.result import Result
from porchlight.model.snapshot import ComponentView
from porchlight.model.vendor import VendorReport


@dataclass(frozen=True, slots=True)
class CheckStarted:
    """A check of this component has begun."""

    component: str


@dataclass(frozen=True, slots=True)
class CheckEnded:
    """A check has ended; the view already holds what it found."""

    view: ComponentView
    result: Result
    change: StatusChange | None
    incident: Incident | None
    operations: tuple[Operation, ...] = ()
    """Runs of other programs' work that the check found."""


@dataclass(frozen=True, slots=True)
class StatusExpired:
    """A component became unknown because no result came."""

    view: ComponentView
    change: StatusChange


@dataclass(frozen=True, slots=True)
class ComponentsChanged:
    """Components were registered, unregistered, enabled, disabled, paused or resumed, or the network came or went."""


@dataclass(frozen=True, slots=True)
class GapPassed:
    """This computer was asleep, or the clock was set."""

    asleep_ms: tuple[int, int] | None = None
    """From when until when it was asleep (Unix ms, UTC), where that was long enough to be known."""


@dataclass(frozen=True, slots=True)
class VendorReported:
    """A vendor has published something new about its own service, or was found to have published nothing."""

    report: VendorReport


@dataclass(frozen=True, slots=True)
class DiagnosisMade:
    """It is known where the failure of a component lies."""

    component: str
    diagnosis: Diagnosis


@dataclass(frozen=True, slots=True)
class OperationsEnded:
    """Runs of other programs' work were reported directly, not found by a check."""

    operations: tuple[Operation, ...]


@dataclass(frozen=True, slots=True)
class AlertsChanged:
    """An alert, a silence or the delivery of a notification changed."""


@dataclass(frozen=True, slots=True)
class DeliveryFailed:
    """A channel did not accept the last message."""

    channel: str
    sentence: Text
    given_up: bool = True
    """Whether the message was given up; otherwise it is about what still fires, and is retried."""


@dataclass(frozen=True, slots=True)
class DeliveryRecovered:
    """A channel accepts messages again, or is no longer used."""

    channel: str


@dataclass(frozen=True, slots=True)
class RecoveryEnded:
    """A recovery action ran, or was stopped because it ran too often."""

    action: str
    sentence: str
    stopped: bool


@dataclass(frozen=True, slots=True)
class HeartbeatChanged:
    """The heartbeat stopped getting through, or gets through again."""

    fault: str | None
    """Why it does not, in one sentence; None where it does."""


@dataclass(frozen=True, slots=True)
class IngestChanged:
    """Whether programs can report runs is different from before."""

    sentence: Text


@dataclass(frozen=True, slots=True)
class ExportChanged:
    """Whether metrics are exported is different from before."""

    sentence: Text


@dataclass(frozen=True, slots=True)
class ReportWritten:
    """The weekly report of a week (``2026-W48``) was written to a file."""

    week: str
    path: str


@dataclass(frozen=True, slots=True)
class ReportFailed:
    """The weekly report of a week could not be written."""

    week: str
    sentence: Text


@dataclass(frozen=True, slots=True)
class ReleaseFound:
    """There is a newer release of Porchlight."""

    release: Release


@dataclass(frozen=True, slots=True)
class SettingsApplied:
    """Other settings are in force."""


@dataclass(frozen=True, slots=True)
class ServiceFailed:
    """A part of Porchlight itself failed."""

    malfunction: Malfunction


@dataclass(frozen=True, slots=True)
class ServiceRecovered:
    """A part of Porchlight itself works again."""

    malfunction: Malfunction


Event = (
    CheckStarted
    | CheckEnded
    | StatusExpired
    | ComponentsChanged
    | GapPassed
    | VendorReported
    | DiagnosisMade
    | OperationsEnded
    | AlertsChanged
    | DeliveryFailed
    | DeliveryRecovered
    | RecoveryEnded
    | HeartbeatChanged
    | IngestChanged
    | ExportChanged
    | ReportWritten
    | ReportFailed
    | ReleaseFound
    | SettingsApplied
    | ServiceFailed
    | ServiceRecovered
)
Publish = Callable[[Event], None]
"""Where a part publishes what happens in it: ``Bus.publish``."""
