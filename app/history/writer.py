"""The single writer: a thread that takes results from a queue and writes them in batches.

The loop's side only appends to a list under a lock; nothing there waits for the disk. What cannot be written stays
queued (up to a bound) and is tried again; what is acknowledged is committed.
"""

import asyncio
import logging
import sqlite3
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from app.history.alert_rows import write_alerts
from app.history.connection import explain, is_damage
from app.history.measure_rows import write_measures
from app.history.operation_rows import Runs, write_runs
from app.history.rows import audit_row, component_row, incident_row, result_row, status_row
from app.model.alert import AlertChanges
from app.model.audit import AuditEntry
from app.model.component import Component
from app.model.incident import ComponentState, Incident
from app.model.ports import Clock, StoreHealth
from app.model.result import Result

if TYPE_CHECKING:
    from app.history.retention import CleanUp

_log = logging.getLogger(__name__)

BATCH_SECONDS = 0.25
BATCH_ROWS = 500
MOST_QUEUED = 100_000
"""Results kept in memory while the file cannot be written; the oldest are given up on first."""
_RETRY_SECONDS = 2.0
_SLICE_SECONDS = 0.03
"""How long maintenance holds the file before it lets waiting results through."""
_ROLL_EVERY_MS = 60_000
_CLEAN_EVERY_MS = 3_600_000

_INSERT_RESULT = "INSERT OR REPLACE INTO results VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
_UPSERT_STATUS = "INSERT OR REPLACE INTO statuses VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
_UPSERT_INCIDENT = "INSERT OR REPLACE INTO incidents VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
_INSERT_AUDIT = "INSERT INTO audit (at_ms, actor, action, subject, detail) VALUES (?, ?, ?, ?, ?)"
_UPSERT_COMPONENT = """
INSERT INTO components (slug, kind, name, critical, enabled, interval_ms, timeout_ms, position, first_seen_ms,
    last_seen_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (slug) DO UPDATE SET kind = excluded.kind, name = excluded.name, critical = excluded.critical,
    enabled = excluded.enabled, interval_ms = excluded.interval_ms, timeout_ms = excluded.timeout_ms,
    position = excluded.position, last_seen_ms = excluded.last_seen_ms
RETURNING key, rolled_ms, interval_ms
"""


@dataclass(slots=True)
class _Batch:
    """What waits to be written, in the order of its coming."""

    components: list[tuple[Component, int, int]] = field(default_factory=list)
    results: deque[Result] = field(default_factory=deque)
    states: dict[str, ComponentState] = field(default_factory=dict)
    incidents: dict[str, Incident] = field(default_factory=dict)
    audited: list[AuditEntry] = field(default_factory=list)
    alerts: list[AlertChanges] = field(default_factory=list)
    runs: list[Runs] = field(default_factory=list)
    measured: list[Result] = field(default_factory=list)
    """Results of what is no component: of them only the day's figures are kept."""
    gone: set[str] = field(default_factory=set)
    waiting: list[Callable[[], None]] = field(default_factory=list)
    """To be called once all of it is written, or known not to be."""

    def __bool__(self) -> bool:
        changes = (self.components, self.results, self.states, self.incidents, self.audited, self.alerts, self.gone)
        return any(changes) or bool(self.runs) or bool(self.measured) or bool(self.waiting)

    def put_back_before(self, later: "_Batch") -> int:
        """Take in what came later; returns how many results had to be given up."""
        self.components += later.components
        self.results += later.results
        self.states |= later.states
        self.incidents |= later.incidents
        self.audited += later.audited
        self.alerts += later.alerts
        self.runs += later.runs
        self.measured += later.measured
        self.gone |= later.gone
        self.waiting += later.waiting
        too_many = max(len(self.results) - MOST_QUEUED, 0)
        for _ in range(too_many):
            self.results.popleft()
        return too_many


class HistoryWriter:
    """Owns the writing connection and its thread. ``reopen`` gives a connection to a new file after damage."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        path: str,
        clock: Clock,
        *,
        results_kept_ms: int,
        reopen: Callable[[sqlite3.Connection], sqlite3.Connection],
        maintain: bool,
    ) -> None:
        self._connection = connection
        self._path = path
        self._clock = clock
        self._results_kept_ms = results_kept_ms
        self._reopen = reopen
        self._maintain = maintain
        self._lock = threading.Lock()
        self._pending = _Batch()
        self._wake = threading.Event()
        self._hurry = threading.Event()
        self._ending = False
        self._in_flight = 0
        self._error: str | None = None
        self._dropped = 0
        self._known: dict[str, tuple[int, int | None, int]] = {}  # slug: key, rolled_ms, interval_ms
        self._registered: list[tuple[Component, int, int]] = []  # for a new file after damage
        self._next_roll_ms = 0
        self._next_clean_ms = clock.now_ms() + 60_000
        self._clean_up: CleanUp | None = None
        self._thread = threading.Thread(target=self._run, name="history", daemon=True)
        self._thread.start()

    # -- the loop's side

    def register(self, component: Component, position: int, now_ms: int) -> None:
        """Queue a component."""
        with self._lock:
            self._pending.components.append((component, position, now_ms))
        self._wake.set()

    def forget(self, component_id: str) -> None:
        """Queue that a component is watched no more: its status goes, its results stay."""
        with self._lock:
            self._pending.gone.add(component_id)
            self._pending.states.pop(component_id, None)
        self._wake.set()

    def record(self, result: Result, state: ComponentState) -> None:
        """Queue a result and the state that it led to."""
        with self._lock:
            self._pending.results.append(result)
            self._pending.states[state.component] = state
            full = len(self._pending.results) >= BATCH_ROWS and self._error is None
        self._wake.set()
        if full:
            self._hurry.set()

    def save_state(self, state: ComponentState) -> None:
        """Queue a state that no result led to."""
        with self._lock:
            self._pending.states[state.component] = state
        self._wake.set()

    def save_incident(self, incident: Incident) -> None:
        """Queue an incident."""
        with self._lock:
            self._pending.incidents[incident.id] = incident
        self._wake.set()

    def keep_results(self, milliseconds: int) -> None:
        """From the next clean-up on."""
        self._results_kept_ms = milliseconds

    def audit(self, entry: AuditEntry) -> None:
        """Queue a line of the activity list."""
        with self._lock:
            self._pending.audited.append(entry)
        self._wake.set()

    def save_alerts(self, changes: AlertChanges) -> None:
        """Queue what changed about alerts."""
        with self._lock:
            self._pending.alerts.append(changes)
        self._wake.set()

    def record_operations(self, runs: Runs) -> None:
        """Queue runs of operations, to be written together with how far they were read."""
        with self._lock:
            self._pending.runs.append(runs)
        self._wake.set()

    def record_measures(self, result: Result) -> None:
        """Queue the day's figures of a result that is kept nowhere else."""
        with self._lock:
            self._pending.measured.append(result)
            del self._pending.measured[:-BATCH_ROWS]
        self._wake.set()

    async def flush(self) -> None:
        """Return once what was queued before is committed, or is known not to be possible now."""
        loop = asyncio.get_running_loop()
        written: asyncio.Future[None] = loop.create_future()

        def settle() -> None:
            if not written.done():
                written.set_result(None)

        def tell() -> None:
            try:
                loop.call_soon_threadsafe(settle)
            except RuntimeError:  # the loop has ended meanwhile
                return

        with self._lock:
            self._pending.waiting.append(tell)
        self._hurry.set()
        self._wake.set()
        await written

    def health(self) -> StoreHealth:
        """How it is doing."""
        with self._lock:
            queued = len(self._pending.results) + self._in_flight
            return StoreHealth(queued=queued, error=self._error, dropped=self._dropped)

    def close(self) -> None:
        """Write what is queued and end the thread. Blocks for as long as one batch takes."""
        self._ending = True
        self._hurry.set()
        self._wake.set()
        self._thread.join(timeout=10)
        self._connection.close()

    # -- the thread's side

    def _run(self) -> None:
        busy = False
        while True:
            if not busy:
                self._wake.wait()
                if self._error is not None and not self._ending:
                    self._hurry.wait(_RETRY_SECONDS)
                elif not self._ending:
                    self._hurry.wait(BATCH_SECONDS)
            self._wake.clear()
            self._hurry.clear()
            batch = self._take()
            if batch:
                self._write(batch)
            if self._ending:
                if not self._pending or self._error is not None:
                    return
                continue
            busy = self._error is None and self._maintenance()

    def _take(self) -> _Batch:
        with self._lock:
            batch, self._pending = self._pending, _Batch()
            self._in_flight = len(batch.results)
            return batch

    def _write(self, batch: _Batch) -> None:
        # Taken out first: what fails becomes the batch that later flushes join, and those wait for the next try.
        waiting, batch.waiting = batch.waiting, []
        try:
            self._commit(batch)
        except sqlite3.Error as error:
            if is_damage(error):
                self._begin_anew(batch, error)
            else:
                self._fail(batch, error)
        except Exception:
            _log.exception("something in a batch cannot be written; the rest of it is written one by one")
            self._write_one_by_one(batch)
        else:
            self._succeed()
        for tell in waiting:
            tell()

    def _succeed(self) -> None:
        if self._error is not None:
            _log.warning("the history is written again")
        with self._lock:
            self._error = None
            self._in_flight = 0

    def _write_one_by_one(self, batch: _Batch) -> None:
        """So that one value that no column takes costs that one result, and not the thread."""
        whole = [
            _Batch(components=batch.components, incidents=batch.incidents, gone=batch.gone),
            _Batch(audited=batch.audited),
            _Batch(measured=batch.measured),
            *(_Batch(alerts=[changes]) for changes in batch.alerts),
            *(_Batch(runs=[runs]) for runs in batch.runs),
        ]
        single = [_Batch(results=deque([result])) for result in batch.results]
        states = [_Batch(states={component_id: state}) for component_id, state in batch.states.items()]
        for part in (*whole, *single, *states):
            try:
                self._commit(part)
            except Exception as error:
                _log.warning("given up on: %s", type(error).__name__)
                with self._lock:
                    self._dropped += len(part.results)
        with self._lock:
            self._in_flight = 0

    def _commit(self, batch: _Batch) -> None:
        connection = self._connection
        connection.execute("BEGIN IMMEDIATE")
        try:
            for component, position, now_ms in batch.components:
                self._register(component, position, now_ms)
            rows = []
            for result in batch.results:
                key, rolled_ms, interval_ms = self._key(result.component, result.began_ms)
                rows.append(result_row(key, result))
                if rolled_ms is not None and result.began_ms < rolled_ms:
                    self._add_late(key, rolled_ms, interval_ms, result)
            rows.sort(key=lambda row: (row[0], row[1]))  # in the order of the tree: fewer pages are touched
            connection.executemany(_INSERT_RESULT, rows)
            connection.executemany(
                _UPSERT_STATUS,
                [status_row(self._key(slug, state.since_ms)[0], state) for slug, state in batch.states.items()],
            )
            connection.executemany(
                _UPSERT_INCIDENT,
                [
                    incident_row(self._key(incident.component, incident.began_ms)[0], incident)
                    for incident in batch.incidents.values()
                ],
            )
            connection.executemany(_INSERT_AUDIT, map(audit_row, batch.audited))
            for changes in batch.alerts:
                write_alerts(connection, changes)
            for runs in batch.runs:
                write_runs(connection, runs)
            write_measures(connection, (*batch.results, *batch.measured))
            for slug in batch.gone:
                connection.execute(
                    "DELETE FROM statuses WHERE component IN (SELECT key FROM components WHERE slug = ?)", (slug,)
                )
                connection.execute("DELETE FROM positions WHERE component = ?", (slug,))
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            self._known.clear()
            raise
        self._registered += batch.components

    def _add_late(self, key: int, rolled_ms: int, interval_ms: int, result: Result) -> None:
        from app.history.aggregation import add_late
        from app.history.rollup import Sample

        sample = Sample(result.began_ms, result.duration_us, result.outcome, result.reason, interval_ms)
        add_late(self._connection, key, rolled_ms, sample)

    def _register(self, component: Component, position: int, now_ms: int) -> None:
        row = self._connection.execute(_UPSERT_COMPONENT, component_row(component, position, now_ms)).fetchone()
        self._known[component.id] = row

    def _key(self, slug: str, now_ms: int) -> tuple[int, int | None, int]:
        known = self._known.get(slug)
        if known is None:
            known = self._connection.execute(
                "SELECT key, rolled_ms, interval_ms FROM components WHERE slug = ?", (slug,)
            ).fetchone()
            if known is None:
                self._register(Component(id=slug, name=slug, kind=""), 0, now_ms)
                return self._known[slug]
            self._known[slug] = known
        return known

    def _fail(self, batch: _Batch, error: sqlite3.Error) -> None:
        """Keep what could not be written for another try."""
        told = explain(error, self._path)
        if self._error is None:
            _log.error("the history is not being written: %s", told, exc_info=error)
        with self._lock:
            later, self._pending = self._pending, batch
            self._in_flight = 0
            self._dropped += self._pending.put_back_before(later)
            self._error = told.sentence
        self._wake.set()

    def _begin_anew(self, batch: _Batch, error: sqlite3.Error) -> None:
        """The file is damaged: put it aside and go on with a new one, and with what waits to be written."""
        try:
            self._connection = self._reopen(self._connection)
            self._known.clear()
            self._next_roll_ms = 0
            again = _Batch(components=list(self._registered))
            self._registered.clear()
            self._commit(again)
            self._commit(batch)
        except (sqlite3.Error, OSError) as second:
            self._fail(batch, second if isinstance(second, sqlite3.Error) else error)
        else:
            self._succeed()

    def _maintenance(self) -> bool:
        """A slice of what keeps the file in shape; whether there is more to do."""
        if not self._maintain:
            return False
        # Imported when first needed: a one-shot "health" never rolls up, and its start is what people wait for.
        from app.history import aggregation
        from app.history.retention import CleanUp

        now_ms = self._clock.now_ms()
        try:
            if now_ms >= self._next_roll_ms:
                reached = aggregation.step(self._connection, now_ms, _SLICE_SECONDS)
                self._known.clear()  # how far they are rolled up has changed
                if not reached:
                    return True
                self._next_roll_ms = now_ms + _ROLL_EVERY_MS
            if self._clean_up is None and now_ms >= self._next_clean_ms:
                self._clean_up = CleanUp(now_ms, self._results_kept_ms)
                self._next_clean_ms = now_ms + _CLEAN_EVERY_MS
            if self._clean_up is not None:
                if not self._clean_up.step(self._connection, _SLICE_SECONDS):
                    return True
                self._clean_up = None
        except sqlite3.Error as error:
            if is_damage(error):
                self._begin_anew(_Batch(), error)
            else:
                _log.warning("the history could not be maintained: %s", explain(error, self._path))
                self._next_roll_ms = now_ms + _ROLL_EVERY_MS
                self._clean_up = None
        return False
