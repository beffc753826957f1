"""The ports of the core, as Protocols: what one part may ask of another without knowing it."""

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from porchlight.dataclass import dataclass
from porchlight.model.alert import AlertChanges
from porchlight.model.audit import AuditEntry
from porchlight.model.component import Component
from porchlight.model.gifts import Outage
from porchlight.model.important_day import ImportantDay
from porchlight.model.incident import ComponentState, Incident
from porchlight.model.operation import Operation, RunStart
from porchlight.model.result import Result
from porchlight.model.status import Status
from porchlight.model.vendor import VendorReport


class Clock(Protocol):
    """Time, passed in so that tests can control it."""

    def now_ms(self) -> int:
        """Wall clock: Unix time in ms, UTC. For storing and showing."""
        ...

    def monotonic(self) -> float:
        """Monotonic clock in seconds. For measuring and scheduling."""
        ...


class Secrets(Protocol):
    """Where credentials come from."""

    async def get(self, name: str) -> str:
        """The secret called ``name``; raises SecretMissing or SecretStoreUnavailable. Never blocks the loop."""
        ...


class Runs(Protocol):
    """The runs that were reported, as the history has them."""

    async def last(self, name: str, most: int) -> Sequence[Operation]:
        """The last runs of an operation, the newest first. Raises HistoryError; never blocks the loop."""
        ...

    async def started(self, name: str) -> Sequence[RunStart]:
        """The starts whose end was not reported yet, the newest first; never blocks the loop."""
        ...


class GiftSurroundings(Protocol):
    """What is known around a stream of gifts."""

    def important_days(self) -> Sequence[ImportantDay]:
        """The days of the calendar, past ones included."""
        ...

    async def outages(self, component_id: str, now_ms: int) -> Sequence[Outage]:
        """Failures of the last days that are over, of what takes the gifts that this component counts; in order.
        Never blocks the loop."""
        ...


class VendorReports(Protocol):
    """What the vendors of failing components report of their own services."""

    def report(self, component_id: str) -> VendorReport | None:
        """The report about a component that fails; None: it works, has no vendor, or nothing has come yet."""
        ...

    async def settled(self, component_ids: Collection[str]) -> None:
        """Return once the reports being fetched for these have come, or after a short time."""
        ...


@dataclass(frozen=True, slots=True)
class StoreHealth:
    """The state of the history."""

    queued: int
    """Rows that wait for the writer."""
    error: str | None
    """One plain sentence while results cannot be written, else None."""
    dropped: int
    """Results, incidents, alerts and all else that was lost since the start: it could not be written."""
    upkeep: str | None = None
    """One plain sentence while the file cannot be rolled up and cleaned up, else None."""


class Store(Protocol):
    """The history as the monitor uses it. Nothing here blocks the loop or raises for a full disk."""

    def register(self, component: Component, now_ms: int) -> None:
        """Make a component known (or update it) before its first result."""
        ...

    def forget(self, component_id: str) -> None:
        """Remove a component that is no longer watched: its status goes, its results stay."""
        ...

    def record(self, result: Result, state: ComponentState) -> None:
        """Queue a result with the state that it led to."""
        ...

    def save_state(self, state: ComponentState) -> None:
        """Queue a state that no result led to, such as one that became unknown."""
        ...

    def save_incident(self, incident: Incident) -> None:
        """Queue an incident, whole; a later one with the same id replaces it."""
        ...

    def keep_results(self, seconds: float) -> None:
        """Set how long single results are kept from now on."""
        ...

    def save_alerts(self, changes: AlertChanges) -> None:
        """Queue what changed about alerts, to be written together."""
        ...

    def open_alerts(self) -> AlertChanges:
        """What the last monitor left: alerts that are not resolved or were notified lately, notifications of these
        and those that wait, silences, and the last recovery actions (as events). Called once, before the start."""
        ...

    def record_operations(
        self, operations: Sequence[Operation], *, component: str | None = None, position: str | None = None
    ) -> None:
        """Queue runs of operations; one that is stored already (by its id) is not counted again. ``position``: how
        far ``component`` has read its source with them, written in the same transaction."""
        ...

    def record_measures(self, result: Result) -> None:
        """Queue the day's figures (of measures that have a limit) of a result that is no component's."""
        ...

    def positions(self) -> Mapping[str, str]:
        """How far each source was read, by its component's id, as the last monitor left it. Called once, before the
        start."""
        ...

    def last_operations(self) -> Sequence[Operation]:
        """The last runs of each operation as the last monitor left them, the oldest first. Called once, before the
        start."""
        ...

    def audit(self, entry: AuditEntry) -> None:
        """Queue a line of the activity list."""
        ...

    def save_surroundings(self, document: str) -> None:
        """Queue what holds for all components, as JSON; a later one replaces it."""
        ...

    def surroundings(self) -> str:
        """What held for all components, as the last monitor left it; empty: nothing. Called once, before the
        start."""
        ...

    async def flush(self) -> None:
        """Return once all that was queued before is on disk, or is known not to get there."""
        ...

    def open_incidents(self) -> list[Incident]:
        """The incidents without an end, as the last monitor left them. Called once, before the start."""
        ...

    def lasting_statuses(self) -> Mapping[str, tuple[Status, int]]:
        """The status of each component, by id, and since when (Unix ms, UTC), as the last monitor left them not long
        ago. Called once, before the start."""
        ...

    def health(self) -> StoreHealth:
        """The state of the history now."""
        ...


@dataclass(frozen=True, slots=True)
class MonitorVitals:
    """The monitor's own state, for the ``self`` probe."""

    loop_lag_ms: float
    """The worst lateness of the event loop over the last minute."""
    sweep_ms: int | None
    """When every enabled component had last been checked once, Unix ms (UTC); None: not yet."""
    checks_waiting: int
    """Checks that are due and wait for a slot."""
    store: StoreHealth
    history_path: str | None
    """The history file; None: no history is kept."""
    malfunctions: tuple[str, ...] = ()
    """Parts of Porchlight itself that do not work at the moment, each in one plain sentence."""
