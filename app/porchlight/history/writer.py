"""The single writer: a thread that takes results from a queue and writes them in batches.

The loop's side only appends to a list under a lock; nothing there waits for the disk. What cannot be written stays
queued (up to a bound) and is retried; what is acknowledged is committed. A value that no column accepts costs only
its own record, and no error ends the thread.
"""

import asyncio
import logging
import sqlite3
import threading
from collections import Counter, deque
from collections.abc import Callable, Iterator
from dataclasses import field
from typing import TYPE_CHECKING

from porchlight.dataclass import dataclass
from porchlight.history.alert_rows import write_alerts
from porchlight.history.connection import FILE_ERRORS, explain, is_about_values, is_damage, require_shape
from porchlight.history.looks import newest_before, read_last_look, write_last_look
from porchlight.history.measure_rows import write_measures
from porchlight.history.operation_rows import Runs, write_runs
from porchlight.history.rows import (
    ROW_FAULTS,
    audit_row,
    component_row,
    incident_row,
    number_in,
    result_row,
    status_row,
)
from porchlight.language.english import english
from porchlight.language.text import msg, msg_plural
from porchlight.model.alert import AlertChanges
from porchlight.model.audit import Action, Actor, AuditEntry
from porchlight.model.component import Component
from porchlight.model.errors import HistoryError
from porchlight.model.incident import ComponentState, Incident
from porchlight.model.ports import Clock, StoreHealth
from porchlight.model.result import Result
from porchlight.model.trusted_clock import TrustedClock

if TYPE_CHECKING:
    from porchlight.history.aggregation import RollUp
    from porchlight.history.retention import CleanUp

_log = logging.getLogger(__name__)

BATCH_SECONDS = 0.25
BATCH_ROWS = 500
MOST_QUEUED = 100_000
"""Results kept in memory while the file cannot be written; the oldest are dropped first."""
_MOST_OTHERS = 20_000
"""The same for each other kind."""
_RETRY_SECONDS = 2.0
_SLICE_SECONDS = 0.03
"""How long maintenance holds the file before it lets waiting results through."""
_REST_SECONDS = 0.03
"""Between two slices: maintenance never takes more than about half of a core."""
_ROLL_EVERY = 60.0
_CLEAN_AFTER = 60.0
_CLEAN_EVERY = 3600.0
_LOOKED_EVERY = 300.0
"""Seconds, on the monotonic clock, between two notes of the wall clock's time."""
_LONGEST_PAUSE = 3600.0
"""Seconds until failing maintenance is retried."""
_REPORT_EVERY = 600.0
"""Seconds between two lines of the activity list about lost records."""

_INSERT_RESULT = "INSERT OR REPLACE INTO results VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
_UPSERT_STATUS = "INSERT OR REPLACE INTO statuses VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_UPSERT_INCIDENT = "INSERT OR REPLACE INTO incidents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
_PUT_SURROUNDINGS = "INSERT OR REPLACE INTO meta (key, value) VALUES ('surroundings', ?)"
_INSERT_AUDIT = "INSERT INTO audit (at_ms, actor, action, subject, detail, text) VALUES (?, ?, ?, ?, ?, ?)"
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
    """What waits to be written, the oldest first."""

    components: list[tuple[Component, int, int]] = field(default_factory=list)
    results: deque[Result] = field(default_factory=deque)
    states: dict[str, ComponentState] = field(default_factory=dict)
    incidents: dict[str, Incident] = field(default_factory=dict)
    audited: list[AuditEntry] = field(default_factory=list)
    alerts: list[AlertChanges] = field(default_factory=list)
    runs: list[Runs] = field(default_factory=list)
    measured: list[Result] = field(default_factory=list)
    """Results of what is no component: only the day's figures are kept."""
    gone: set[str] = field(default_factory=set)
    surroundings: str | None = None
    """What holds for all components, as JSON."""
    waiting: list[Callable[[], None]] = field(default_factory=list)
    """Called once all of it is written, or known not to be."""

    def __bool__(self) -> bool:
        changes = (self.components, self.results, self.states, self.incidents, self.audited, self.alerts, self.gone)
        others = (self.runs, self.measured, self.waiting, self.surroundings)
        return any(changes) or any(others)

    def put_back_before(self, later: "_Batch") -> int:
        """Prepend this to what came later; return how many results were dropped."""
        self.components += later.components
        self.results += later.results
        self.states |= later.states
        self.incidents |= later.incidents
        self.audited += later.audited
        self.alerts += later.alerts
        self.runs += later.runs
        self.measured += later.measured
        self.gone |= later.gone
        self.surroundings = later.surroundings or self.surroundings
        self.waiting += later.waiting
        too_many = max(len(self.results) - MOST_QUEUED, 0)
        for _ in range(too_many):
            self.results.popleft()
        for others in (self.audited, self.alerts, self.runs, self.measured):
            too_many += max(len(others) - _MOST_OTHERS, 0)
            del others[: max(len(others) - _MOST_OTHERS, 0)]
        return too_many

    def singles(self) -> "Iterator[tuple[str, _Batch]]":
        """Its records one by one, each with a name for people; alerts with nothing of another alert."""
        for component in self.components:
            yield f"the entry of component {component[0].id!r}", _Batch(components=[component])
        for incident in self.incidents.values():
            yield f"an incident of {incident.component!r}", _Batch(incidents={incident.id: incident})
        for changes in self.alerts:
            for alert in changes.alerts:
                yield f"an alert on {alert.subject!r}", _Batch(alerts=[AlertChanges(alerts=(alert,))])
            for event in changes.events:
                yield "a line of an alert's timeline", _Batch(alerts=[AlertChanges(events=(event,))])
            for one in changes.notifications:
                yield f"a message for {one.channel!r}", _Batch(alerts=[AlertChanges(notifications=(one,))])
            for silence in changes.silences:
                yield "a silence", _Batch(alerts=[AlertChanges(silences=(silence,))])
        for result in self.results:
            yield f"a result of {result.component!r}", _Batch(results=deque([result]))
        for component_id, state in self.states.items():
            yield f"the status of {component_id!r}", _Batch(states={component_id: state})
        for runs in self.runs:
            for operation in runs.operations:
                yield f"a run of {operation.name!r}", _Batch(runs=[Runs((operation,))])
            if runs.component is not None:
                yield f"how far {runs.component!r} was read", _Batch(runs=[Runs((), runs.component, runs.position)])
        for result in self.measured:
            yield f"measures of {result.component!r}", _Batch(measured=[result])
        for entry in self.audited:
            yield "a line of the activity list", _Batch(audited=[entry])
        if self.surroundings is not None:
            yield "what holds for all components", _Batch(surroundings=self.surroundings)
        for component_id in self.gone:
            yield f"that component {component_id!r} is gone", _Batch(gone={component_id})


class HistoryWriter:
    """Owns the writing connection and its thread. ``reopen`` gives a connection to a new file after damage."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        path: str,
        clock: Clock,
        *,
        results_kept_ms: int,
        reopen: Callable[[sqlite3.Connection | None], sqlite3.Connection],
        maintain: bool,
    ) -> None:
        self._connection = connection
        self._is_open = True
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
        self._upkeep: str | None = None
        self._dropped = 0
        self._known: dict[str, tuple[int, int | None, int]] = {}  # slug: key, rolled_ms, interval_ms
        self._registered: list[tuple[Component, int, int]] = []  # for a new file after damage
        self._trusted: TrustedClock | None = None
        now = clock.monotonic()
        self._next_roll = now
        self._next_clean = now + _CLEAN_AFTER
        self._next_noted = now + _LOOKED_EVERY
        self._next_report = now
        self._pause = 0.0
        self._unreported: Counter[str] = Counter()
        self._roll_up: RollUp | None = None
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
        """Queue that a component is no longer watched: its status goes, its results stay."""
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
        """Apply from the next clean-up on."""
        self._results_kept_ms = milliseconds

    def audit(self, entry: AuditEntry) -> None:
        """Queue a line of the activity list."""
        with self._lock:
            self._pending.audited.append(entry)
        self._wake.set()

    def save_surroundings(self, document: str) -> None:
        """See Store."""
        with self._lock:
            self._pending.surroundings = document
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

        def notify() -> None:
            try:
                loop.call_soon_threadsafe(settle)
            except RuntimeError:  # the loop has ended meanwhile
                return

        with self._lock:
            self._pending.waiting.append(notify)
        self._hurry.set()
        self._wake.set()
        await written

    def health(self) -> StoreHealth:
        """The state of the history."""
        with self._lock:
            queued = len(self._pending.results) + self._in_flight
            return StoreHealth(queued=queued, error=self._error, dropped=self._dropped, upkeep=self._upkeep)

    def close(self) -> None:
        """Write what is queued and end the thread. Blocks for one batch."""
        self._ending = True
        self._hurry.set()
        self._wake.set()
        self._thread.join(timeout=10)
        if not self._thread.is_alive():  # else it still waits for the disk, and ends with the program
            self._connection.close()

    # -- the thread's side

    def _run(self) -> None:
        if self._maintain:
            self._trusted = self._compare_clock()
        busy = False
        while True:
            if not busy:
                self._wake.wait()
                if self._error is not None and not self._ending:
                    self._hurry.wait(_RETRY_SECONDS)
                elif not self._ending:
                    self._hurry.wait(BATCH_SECONDS)
            elif not self._ending:
                self._hurry.wait(_REST_SECONDS)
            self._wake.clear()
            self._hurry.clear()
            batch = self._take()
            if batch:
                self._write(batch)
            if self._ending:
                if not self._pending or self._error is not None:
                    self._note_clock()
                    return
                continue
            busy = self._error is None and self._maintenance()

    def _take(self) -> _Batch:
        with self._lock:
            batch, self._pending = self._pending, _Batch()
            self._in_flight = len(batch.results)
            return batch

    def _write(self, batch: _Batch) -> None:
        # Taken out first: a failed batch becomes the one that later flushes join, and those wait for the next try.
        waiting, batch.waiting = batch.waiting, []
        try:
            if not self._is_open:
                self._create_new()
            self._commit(batch)
        except Exception as error:
            self._overcome(batch, error)
        else:
            self._succeed()
        for notify in waiting:
            try:
                notify()
            except Exception:
                _log.exception("somebody who waited for the history could not be told")

    def _overcome(self, batch: _Batch, error: Exception) -> None:
        """Recover from the error of a batch, as far as possible."""
        if self._is_damaged(error):
            self._replace_damaged(batch, error)
        elif isinstance(error, (OSError, HistoryError)) or not is_about_values(error):
            self._fail(batch, error)
        else:
            _log.warning("something in a batch cannot be written; all of it is written one by one", exc_info=error)
            self._write_one_by_one(batch)

    def _is_damaged(self, error: Exception) -> bool:
        """Whether the file is broken, or no longer the one that was opened."""
        if is_damage(error):
            return True
        if not isinstance(error, sqlite3.OperationalError) or error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_ERROR:
            return False
        try:
            require_shape(self._connection)
        except FILE_ERRORS as second:
            return is_damage(second)
        return False

    def _succeed(self) -> None:
        if self._error is not None:
            _log.warning("the history is written again")
        with self._lock:
            self._error = None
            self._in_flight = 0
        self._report_losses()

    def _write_one_by_one(self, batch: _Batch) -> None:
        """So that one value that no column accepts costs that one record, and neither the thread nor a neighbour."""
        singles = batch.singles()
        for what, single in singles:
            try:
                self._commit(single)
            except Exception as error:
                if self._is_damaged(error) or not is_about_values(error):
                    for _, later in singles:
                        single.put_back_before(later)
                    self._overcome(single, error)
                    return
                _log.warning("given up on: %s (%s)", what, type(error).__name__)
                self._lose(what)
        self._succeed()

    def _lose(self, what: str, count: int = 1) -> None:
        with self._lock:
            self._dropped += count
        self._unreported[what] += count

    def _report_losses(self) -> None:
        """Record in the activity list what could not be written."""
        now = self._clock.monotonic()
        if not self._unreported or now < self._next_report:
            return
        kinds = ", ".join(what for what, _ in self._unreported.most_common(3))
        count = self._unreported.total()
        lost = msg_plural(
            "{n} record could not be written to the history and is lost ({kinds}).",
            "{n} records could not be written to the history and are lost ({kinds}).",
            count,
            kinds=kinds,
        )
        self._unreported.clear()
        self._next_report = now + _REPORT_EVERY
        with self._lock:
            self._pending.audited.append(
                AuditEntry(self._clock.now_ms(), Actor.AUTOMATIC, Action.MONITOR_UNWELL, "", english(lost))
            )
        self._wake.set()

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
            if batch.surroundings is not None:
                connection.execute(_PUT_SURROUNDINGS, (batch.surroundings,))
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            self._known.clear()
            raise
        self._registered += batch.components

    def _add_late(self, key: int, rolled_ms: int, interval_ms: int, result: Result) -> None:
        from porchlight.history.aggregation import add_late
        from porchlight.history.rollup import Sample

        sample = Sample(result.began_ms, result.duration_us, result.outcome, result.reason, interval_ms)
        add_late(self._connection, key, rolled_ms, sample)

    def _register(self, component: Component, position: int, now_ms: int) -> None:
        row = self._connection.execute(_UPSERT_COMPONENT, component_row(component, position, now_ms)).fetchone()
        self._known[component.id] = _known(row)

    def _key(self, slug: str, now_ms: int) -> tuple[int, int | None, int]:
        known = self._known.get(slug)
        if known is None:
            known = self._connection.execute(
                "SELECT key, rolled_ms, interval_ms FROM components WHERE slug = ?", (slug,)
            ).fetchone()
            if known is None:
                self._register(Component(id=slug, name=slug, kind=""), 0, now_ms)
                return self._known[slug]
            self._known[slug] = known = _known(known)
        return known

    def _fail(self, batch: _Batch, error: Exception) -> None:
        """Keep what could not be written for a retry."""
        sentence = explain(error, self._path).sentence if isinstance(error, FILE_ERRORS) else _sentence(error)
        if self._error is None:
            _log.error("the history is not being written: %s", sentence, exc_info=error)
        with self._lock:
            later, self._pending = self._pending, batch
            self._in_flight = 0
            given_up = self._pending.put_back_before(later)
            self._error = sentence
        if given_up:
            self._lose("the oldest of what waited", given_up)
        self._wake.set()

    def _replace_damaged(self, batch: _Batch, error: Exception) -> None:
        """Move the damaged file away and continue with a new one, and with what waits."""
        try:
            self._is_open = False
            self._connection = self._reopen(self._connection)
            self._after_reopening()
        except (*FILE_ERRORS, OSError, HistoryError) as second:
            self._fail(batch, second)
            return
        try:
            self._commit(batch)
        except Exception as second:
            if is_about_values(second):
                self._write_one_by_one(batch)
            else:  # a new file that is damaged at once: this disk is unusable now
                self._fail(batch, second)
        else:
            self._succeed()

    def _create_new(self) -> None:
        """Create the new file, which failed when the damaged one was moved away."""
        self._connection = self._reopen(None)
        self._after_reopening()

    def _after_reopening(self) -> None:
        self._is_open = True
        self._known.clear()
        self._roll_up = self._clean_up = None
        again, self._registered = self._registered, []
        for component in again:
            try:
                self._commit(_Batch(components=[component]))
            except Exception as error:
                if not is_about_values(error):
                    self._registered = again
                    raise

    # -- maintenance

    def _maintenance(self) -> bool:
        """Do a slice of maintenance; return whether there is more to do now. Errors are reported, and retried later
        and later."""
        if self._trusted is None:
            return False
        try:
            return self._keep_in_shape(self._trusted)
        except Exception as error:
            self._stumble(error)
            return False

    def _keep_in_shape(self, trusted: TrustedClock) -> bool:
        # Imported when first needed: a one-shot "health" never rolls up, and people wait for its start.
        from porchlight.history.aggregation import RollUp
        from porchlight.history.retention import CleanUp

        now, is_trusted = self._clock.monotonic(), trusted.is_trusted()
        if now >= self._next_noted:
            self._next_noted = now + _LOOKED_EVERY
            write_last_look(self._connection, trusted.last_look())
        if not is_trusted:
            self._roll_up = self._clean_up = None
            return False
        if self._roll_up is None and now >= self._next_roll:
            self._roll_up = RollUp(self._clock.now_ms())
            self._next_roll = now + _ROLL_EVERY
        if self._roll_up is not None:
            is_done = self._roll_up.step(self._connection, _SLICE_SECONDS)
            self._known.clear()  # how far they are rolled up has changed
            if not is_done:
                return True
            self._roll_up = None
        if self._clean_up is None and now >= self._next_clean:
            self._clean_up = CleanUp(self._clock.now_ms(), self._results_kept_ms)
            self._next_clean = now + _CLEAN_EVERY
        if self._clean_up is not None:
            if not self._clean_up.step(self._connection, _SLICE_SECONDS):
                return True
            self._clean_up = None
            self._well_kept()
        return False

    def _well_kept(self) -> None:
        if self._upkeep is not None:
            _log.warning("the history is kept in shape again")
        self._pause = 0.0
        with self._lock:
            self._upkeep = None

    def _stumble(self, error: Exception) -> None:
        """Maintenance failed: start it again after a pause, a longer one each time."""
        self._roll_up = self._clean_up = None
        if self._is_damaged(error):
            self._replace_damaged(_Batch(), error)
            return
        sentence = explain(error, self._path).sentence if isinstance(error, FILE_ERRORS) else _sentence(error)
        _log.warning("the history could not be maintained: %s", sentence, exc_info=error)
        self._pause = min(max(self._pause * 2, _ROLL_EVERY), _LONGEST_PAUSE)
        self._next_roll = self._next_clean = self._clock.monotonic() + self._pause
        with self._lock:
            self._upkeep = sentence

    def _compare_clock(self) -> TrustedClock:
        """Compare with the clock at the end of the last run or, where that is not known, with the newest record."""
        try:
            before = read_last_look(self._connection) or newest_before(self._connection)
        except FILE_ERRORS as error:
            _log.warning("what the clock said before is not known: %s", error)
            before = None
        return TrustedClock(self._clock, before)

    def _note_clock(self) -> None:
        if self._trusted is None:
            return
        self._trusted.is_trusted()
        try:
            write_last_look(self._connection, self._trusted.last_look())
        except FILE_ERRORS as error:
            _log.warning("what the clock says could not be noted: %s", error)


def _known(row: tuple[int, object, object]) -> tuple[int, int | None, int]:
    """Key, rolled_ms and interval_ms, made safe to calculate with."""
    key, rolled_ms, interval_ms = row
    try:
        return key, None if rolled_ms is None else number_in(rolled_ms), number_in(interval_ms, least=1)
    except ROW_FAULTS:  # the next roll-up corrects it
        return key, None, 60_000


def _sentence(error: Exception) -> str:
    if isinstance(error, HistoryError):
        return error.sentence
    if isinstance(error, OSError):
        why = (error.strerror or "no access").lower()
        return english(msg("The history cannot be reached ({error}).", error=why))
    return english(msg("Something in the history cannot be used ({error}).", error=type(error).__name__))
