"""A Store without a file: for a monitor whose history cannot be written, and for tests."""

import uuid
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from porchlight.model.alert import ENDED, Alert, AlertChanges, AlertEvent, AlertEventKind, AlertState, Notification
from porchlight.model.audit import AuditEntry
from porchlight.model.component import Component
from porchlight.model.incident import ComponentState, Incident
from porchlight.model.operation import Operation
from porchlight.model.ports import StoreHealth
from porchlight.model.result import Result
from porchlight.model.status import Status
from porchlight.model.suppression import Silence

_KEPT = 1000
_T = TypeVar("_T")


class MemoryStore:
    """Implements Store; keeps the last results of each component and discards the rest."""

    def __init__(self, error: str | None = None) -> None:
        """``error``: one sentence why nothing is written, where that is a fault."""
        self._error = error
        self.components: dict[str, Component] = {}
        self.results: dict[str, deque[Result]] = {}
        self.states: dict[str, ComponentState] = {}
        self.incidents: dict[str, Incident] = {}
        self.audited: deque[AuditEntry] = deque(maxlen=_KEPT)
        self.alerts: dict[str, Alert] = {}
        self.notifications: dict[str, Notification] = {}
        self.silences: dict[str, Silence] = {}
        self.operations: dict[str, Operation] = {}
        self.read_so_far: dict[str, str] = {}
        self.alert_events: deque[AlertEvent] = deque(maxlen=_KEPT)

    def register(self, component: Component, now_ms: int) -> None:
        """See Store."""
        self.components[component.id] = component

    def forget(self, component_id: str) -> None:
        """See Store."""
        self.states.pop(component_id, None)

    def record(self, result: Result, state: ComponentState) -> None:
        """See Store."""
        self.results.setdefault(result.component, deque(maxlen=_KEPT)).append(result)
        self.states[state.component] = state

    def save_state(self, state: ComponentState) -> None:
        """See Store."""
        self.states[state.component] = state

    def save_incident(self, incident: Incident) -> None:
        """See Store."""
        self.incidents[incident.id] = incident
        _forget_oldest(self.incidents, lambda one: one.ended_ms is not None)

    def keep_results(self, seconds: float) -> None:
        """See Store."""

    def save_alerts(self, changes: AlertChanges) -> None:
        """See Store."""
        self.alerts |= {alert.id: alert for alert in changes.alerts}
        self.notifications |= {one.id: one for one in changes.notifications}
        self.silences |= {silence.id: silence for silence in changes.silences}
        self.alert_events.extend(changes.events)
        _forget_oldest(self.alerts, lambda one: one.state is AlertState.RESOLVED)
        _forget_oldest(self.notifications, lambda one: one.state in ENDED)
        _forget_oldest(self.silences, lambda one: True)

    def open_alerts(self) -> AlertChanges:
        """See Store."""
        return AlertChanges(
            alerts=tuple(self.alerts.values()),
            events=tuple(event for event in self.alert_events if event.kind is AlertEventKind.ACTION),
            notifications=tuple(self.notifications.values()),
            silences=tuple(self.silences.values()),
        )

    def record_operations(
        self, operations: Sequence[Operation], *, component: str | None = None, position: str | None = None
    ) -> None:
        """See Store."""
        self.operations |= {run.id or uuid.uuid4().hex: run for run in operations}
        _forget_oldest(self.operations, lambda one: True)
        if component is not None and position is not None:
            self.read_so_far[component] = position

    def record_measures(self, result: Result) -> None:
        """See Store."""

    def positions(self) -> Mapping[str, str]:
        """See Store."""
        return dict(self.read_so_far)

    def last_operations(self) -> Sequence[Operation]:
        """See Store."""
        return sorted(self.operations.values(), key=lambda run: run.began_ms)

    def audit(self, entry: AuditEntry) -> None:
        """See Store."""
        self.audited.append(entry)

    def save_surroundings(self, document: str) -> None:
        """See Store."""

    def surroundings(self) -> str:
        """See Store."""
        return ""

    async def flush(self) -> None:
        """See Store."""

    def open_incidents(self) -> list[Incident]:
        """See Store."""
        return [incident for incident in self.incidents.values() if incident.ended_ms is None]

    def lasting_statuses(self) -> Mapping[str, tuple[Status, int]]:
        """See Store."""
        return {}

    def health(self) -> StoreHealth:
        """See Store."""
        return StoreHealth(queued=0, error=self._error, dropped=0)


def _forget_oldest(kept: dict[str, _T], is_over: Callable[[_T], bool]) -> None:
    """Drop ended items beyond _KEPT: a monitor may run for months without a file."""
    if len(kept) > _KEPT:
        for key in list(kept)[: len(kept) - _KEPT]:
            if is_over(kept[key]):
                del kept[key]
