"""HistoryStore: the Store on a SQLite file. Opening it takes the lock, migrates the file, starts the writer."""

import logging
import os
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from itertools import count

from porchlight.dataclass import dataclass
from porchlight.history.alert_rows import read_open_alerts
from porchlight.history.connection import (
    FILE_ERRORS,
    connect_writer,
    damage,
    drop_foreign,
    explain,
    is_damage,
    make_private,
    not_writable,
    require_file,
    require_shape,
)
from porchlight.history.lock import HolderLock
from porchlight.history.migrations import migrate
from porchlight.history.operation_rows import Runs, read_last_runs, read_positions
from porchlight.history.rows import SELECT_INCIDENTS, read_incident, read_shown, readable
from porchlight.history.writer import HistoryWriter
from porchlight.model.alert import AlertChanges
from porchlight.model.audit import AuditEntry
from porchlight.model.component import Component
from porchlight.model.incident import ComponentState, Incident
from porchlight.model.operation import Operation
from porchlight.model.ports import Clock, StoreHealth
from porchlight.model.result import Result
from porchlight.model.status import Status

_log = logging.getLogger(__name__)
LAST_RUNS = 20
"""Of each operation, loaded at the start."""
_LASTS_MS = 4 * 86_400_000
"""A status lasts over a time without Porchlight: over a long weekend, not over a holiday."""
_SIDE_FILES = ("", "-wal", "-shm")


@dataclass(frozen=True, slots=True)
class _Left:
    """What the last monitor left, as read at the opening."""

    incidents: list[Incident]
    alerts: AlertChanges
    positions: dict[str, str]
    runs: list[Operation]
    shown: dict[str, tuple[Status, int]]
    lasting: dict[str, tuple[Status, int]]
    surroundings: str


class HistoryStore:
    """Implements Store. Make it with ``open_store``."""

    def __init__(
        self, path: str, lock: HolderLock, connection: sqlite3.Connection, left: _Left, put_aside: str | None
    ) -> None:
        self.path = path
        self.put_aside = put_aside
        """Where a damaged file was moved to, at the opening or since; None: there was none."""
        self._lock = lock
        self._left = left
        self._connection = connection
        self._positions: dict[str, int] = {}
        self._writer: HistoryWriter | None = None
        self._last_health = StoreHealth(queued=0, error=None, dropped=0)

    def start(self, clock: Clock, *, results_kept: float, maintain: bool) -> None:
        """Start the writer. ``results_kept``: seconds; ``maintain``: roll up and clean up as time goes on."""
        self._writer = HistoryWriter(
            self._connection,
            self.path,
            clock,
            results_kept_ms=round(results_kept * 1000),
            reopen=self._reopen,
            maintain=maintain,
        )

    def register(self, component: Component, now_ms: int) -> None:
        """See Store."""
        position = self._positions.setdefault(component.id, len(self._positions))
        self._started().register(component, position, now_ms)

    def forget(self, component_id: str) -> None:
        """See Store."""
        self._started().forget(component_id)

    def record(self, result: Result, state: ComponentState) -> None:
        """See Store."""
        self._started().record(result, state)

    def save_state(self, state: ComponentState) -> None:
        """See Store."""
        self._started().save_state(state)

    def save_incident(self, incident: Incident) -> None:
        """See Store."""
        self._started().save_incident(incident)

    def keep_results(self, seconds: float) -> None:
        """See Store."""
        self._started().keep_results(round(seconds * 1000))

    def save_alerts(self, changes: AlertChanges) -> None:
        """See Store."""
        self._started().save_alerts(changes)

    def open_alerts(self) -> AlertChanges:
        """See Store."""
        return self._left.alerts

    def record_operations(
        self, operations: Sequence[Operation], *, component: str | None = None, position: str | None = None
    ) -> None:
        """See Store."""
        self._started().record_operations(Runs(tuple(operations), component, position))

    def record_measures(self, result: Result) -> None:
        """See Store."""
        self._started().record_measures(result)

    def positions(self) -> Mapping[str, str]:
        """See Store."""
        return self._left.positions

    def last_operations(self) -> Sequence[Operation]:
        """See Store."""
        return self._left.runs

    def audit(self, entry: AuditEntry) -> None:
        """See Store."""
        self._started().audit(entry)

    def save_surroundings(self, document: str) -> None:
        """See Store."""
        self._started().save_surroundings(document)

    def surroundings(self) -> str:
        """See Store."""
        return self._left.surroundings

    async def flush(self) -> None:
        """See Store."""
        await self._started().flush()

    def open_incidents(self) -> list[Incident]:
        """See Store."""
        return self._left.incidents

    def shown(self) -> Mapping[str, tuple[Status, int]]:
        """The components that had a status when the file was opened: by id, the status and since when."""
        return self._left.shown

    def lasting_statuses(self) -> Mapping[str, tuple[Status, int]]:
        """See Store."""
        return self._left.lasting

    def health(self) -> StoreHealth:
        """See Store. A closed store says what its last state was: a window that is still open may ask for it."""
        return self._last_health if self._writer is None else self._writer.health()

    def close(self) -> None:
        """Write what is queued, close the file. Blocks shortly."""
        if self._writer is not None:
            self._writer.close()
            self._last_health = self._writer.health()
            self._writer = None
        else:
            self._connection.close()
        self._lock.release()

    def _started(self) -> HistoryWriter:
        if self._writer is None:
            raise RuntimeError("the history is not started, or closed already")
        return self._writer

    def _reopen(self, damaged: sqlite3.Connection | None) -> sqlite3.Connection:
        """In the writer's thread: replace a damaged file with a new one; None: it was moved away already. Raises
        ``sqlite3.Error``, OSError or HistoryError."""
        if damaged is not None:
            with suppress(sqlite3.Error):
                damaged.close()
            self.put_aside = _put_aside(self.path)
        return _prepare(self.path)


def open_store(path: str, clock: Clock, *, results_kept: float, maintain: bool = True) -> HistoryStore:
    """Open the history for writing; a damaged file is moved away and a new one made.

    ``maintain``: for a monitor, which rolls up and cleans up as time goes on; else for a command that writes once.

    Raises HistoryHeld, HistoryTooNew or HistoryUnavailable.
    """
    lock = HolderLock(path, briefly=not maintain)
    lock.acquire()
    put_aside = None
    try:
        try:
            connection, left = _open(path, clock.now_ms())
        except FILE_ERRORS as error:
            if not is_damage(error):
                raise
            put_aside = _put_aside(path)
            connection, left = _open(path, clock.now_ms())
    except FILE_ERRORS as error:
        lock.release()
        raise explain(error, path, opening=True) from error
    except OSError as error:
        lock.release()
        raise not_writable(os.path.dirname(path), (error.strerror or "no access").lower()) from error
    except BaseException:
        lock.release()
        raise
    store = HistoryStore(path, lock, connection, left, put_aside)
    store.start(clock, results_kept=results_kept, maintain=maintain)
    return store


def _open(path: str, now_ms: int) -> tuple[sqlite3.Connection, _Left]:
    """Raises ``sqlite3.Error`` (``is_damage`` recognises damage), OSError and HistoryError."""
    make_private(path)
    _refuse_broken_header(path)
    connection = _prepare(path)
    try:
        return connection, _read_left(connection, now_ms)
    except BaseException:
        connection.close()
        raise


def _read_left(connection: sqlite3.Connection, now_ms: int) -> _Left:
    try:
        incidents = connection.execute(f"{SELECT_INCIDENTS} WHERE i.ended_ms IS NULL ORDER BY i.began_ms")
        statuses = connection.execute(
            "SELECT c.slug, s.status, s.since_ms FROM statuses s JOIN components c ON c.key = s.component"
        )
        lasting = connection.execute(
            "SELECT c.slug, s.status, s.since_ms FROM statuses s JOIN components c ON c.key = s.component"
            " WHERE s.checked_ms >= ?",
            (now_ms - _LASTS_MS,),
        )
        surroundings = connection.execute("SELECT value FROM meta WHERE key = 'surroundings'").fetchone()
        return _Left(
            incidents=list(readable(incidents, read_incident)),
            alerts=read_open_alerts(connection, now_ms),
            positions=read_positions(connection),
            runs=read_last_runs(connection, LAST_RUNS),
            shown=dict(readable(statuses, read_shown)),
            lasting=dict(readable(lasting, read_shown)),
            surroundings=str(surroundings[0]) if surroundings is not None else "",
        )
    except (sqlite3.DataError, sqlite3.NotSupportedError, sqlite3.InternalError) as error:
        # An oversized value, an unknown format: the fault lies in the file, not in the disk.
        raise damage(str(error)) from error
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_ERROR:  # an invalid index, an expression that fails
            raise damage(str(error)) from error
        raise


def _prepare(path: str) -> sqlite3.Connection:
    connection = connect_writer(path)
    try:
        migrate(connection, path)
        require_shape(connection)
        drop_foreign(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _refuse_broken_header(path: str) -> None:
    """Raises ``sqlite3.DatabaseError`` for a file that is shorter than its header says (SQLite: "Database File
    Format" §1.3), which SQLite itself may notice only much later, or of a format that it would only read. With a WAL
    beside it the header may lag behind."""
    if not require_file(path):
        return
    try:
        size = os.stat(path).st_size
        if size == 0 or (os.path.exists(f"{path}-wal") and os.path.getsize(f"{path}-wal") > 0):
            return
        with open(path, "rb") as file:
            header = file.read(100)
    except OSError:
        return  # opening it reports it properly
    page_size = int.from_bytes(header[16:18], "big")
    pages = int.from_bytes(header[28:32], "big")
    if header[:16] != b"SQLite format 3\0" or size < pages * (65536 if page_size == 1 else page_size):
        raise damage("the file is shorter than its header says")
    if not set(header[18:20]) <= {1, 2}:
        raise damage("the file is of no known format")


def _put_aside(path: str) -> str:
    """Move a damaged file away, with its side files; returns where to."""
    moment = datetime.now(UTC).strftime("%Y-%m-%dT%H%M%SZ")
    base, extension = os.path.splitext(path)
    names = (f"{base}.damaged-{moment}{f'-{number}' if number else ''}{extension}" for number in count())
    target = next(name for name in names if not os.path.lexists(name))
    for suffix in _SIDE_FILES:
        with suppress(FileNotFoundError):
            os.replace(path + suffix, target + suffix)
    _log.error("the history was damaged; it was put aside as %s and a new one begun", target)
    return target
