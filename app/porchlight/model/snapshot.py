"""Snapshot: the immutable state of everything that every surface shows."""

from collections.abc import Iterator, Mapping
from dataclasses import field

from porchlight.dataclass import dataclass
from porchlight.language.text import Text
from porchlight.model.alert import Alert
from porchlight.model.component import Component, Shared, SharedKind
from porchlight.model.diagnosis import Diagnosis
from porchlight.model.important_day import ImportantDay
from porchlight.model.incident import ComponentState
from porchlight.model.malfunction import Malfunction
from porchlight.model.release import Release
from porchlight.model.result import Result
from porchlight.model.status import (
    CREDENTIAL_REASONS,
    HOST_REASONS,
    NOTHING_ASKED,
    OverallStatus,
    Status,
    overall_status,
)
from porchlight.model.suppression import Silence
from porchlight.model.vendor import VendorReport

_CAUSED_BY = {SharedKind.CREDENTIAL: CREDENTIAL_REASONS, SharedKind.HOST: HOST_REASONS}
"""The reasons that everything with the same shared cause has in common."""


@dataclass(frozen=True, slots=True)
class ComponentView:
    """One component as it is now."""

    component: Component
    state: ComponentState
    result: Result | None
    """The last result; None before the first check."""
    checking: bool = False
    paused_until_ms: int | None = None
    """When a pause of this one component ends (Unix ms, UTC)."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Everything that is watched, at one moment (Unix ms, UTC)."""

    at_ms: int
    views: Mapping[str, ComponentView]
    """By component id, in the order of the settings."""
    paused_until_ms: int | None = None
    offline: bool = False
    vendor_reports: Mapping[str, VendorReport] = field(default_factory=dict)
    """What the vendors of failing components report, by component id."""
    diagnoses: Mapping[str, Diagnosis] = field(default_factory=dict)
    """Where failures lie, by component id, once diagnosed."""
    alerts: tuple[Alert, ...] = ()
    """The alerts that are pending or firing."""
    silences: tuple[Silence, ...] = ()
    """The silences in force."""
    undelivered: Mapping[str, Text] = field(default_factory=dict)
    """Channels that refused their last message, and why."""
    malfunctions: tuple[Malfunction, ...] = ()
    """The parts of Porchlight itself that do not work."""
    history_fault: str | None = None
    """Why no history is written, in one sentence."""
    important_days: tuple[ImportantDay, ...] = ()
    """Those under way, and those that begin within a week; the next first."""
    release: Release | None = None
    """A newer release of Porchlight."""

    @property
    def overall(self) -> OverallStatus:
        """The one status of everything; while this computer is offline, of what is known without a network."""
        enabled = [view for view in self.views.values() if view.state.status is not Status.DISABLED]
        known = [view for view in enabled if self.is_known(view)]
        overall = overall_status((view.state.status, view.component.critical) for view in known)
        in_trouble = overall in (OverallStatus.CRITICAL, OverallStatus.DEGRADED)
        return overall if in_trouble or len(known) == len(enabled) else OverallStatus.UNKNOWN

    @property
    def lost_sight(self) -> bool:
        """Whether this computer is offline, so that the state of most components is unknown."""
        return self.offline and self.overall is OverallStatus.UNKNOWN

    def is_known(self, view: ComponentView) -> bool:
        """Whether a component's status says how it is now: offline, only what is near, or fails without a network."""
        return not self.offline or view.component.local or view.state.reason in NOTHING_ASKED

    def suppressed_by(self, component_id: str) -> str | None:
        """The id of a parent in error (however far up) that explains this component's trouble."""
        for parent in ancestors(self.views, component_id):
            if parent.state.status is Status.ERROR:
                return parent.component.id
        return None


def ancestors(views: Mapping[str, ComponentView], component_id: str) -> Iterator[ComponentView]:
    """All that a component depends on, however far up."""
    seen: set[str] = set()
    ways = [component_id]
    while ways:
        view = views.get(ways.pop())
        for parent in view.component.depends_on if view else ():
            if parent not in seen and parent in views:
                seen.add(parent)
                ways.append(parent)
                yield views[parent]


def causes_of(view: ComponentView) -> frozenset[Shared]:
    """Shared causes that a component's trouble may have: the credential that is refused, the host that is not
    reached."""
    reason = view.state.reason
    return frozenset(shared for shared in view.component.shares if reason in _CAUSED_BY[shared.kind])


def shares_cause(one: ComponentView, other: ComponentView) -> bool:
    """Whether both may have the same cause."""
    return bool(causes_of(one) & causes_of(other))
