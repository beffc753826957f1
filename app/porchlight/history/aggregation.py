"""Keeps the rollups current: closed buckets are made once, late results are added to closed ones.

Every step is one transaction that moves a component's ``rolled_ms`` (all before it is in the rollups), so that a
crash at any moment loses and doubles nothing.
"""

import logging
import sqlite3
import time
from collections import deque
from collections.abc import Iterator
from typing import Final

from porchlight.history.connection import FILE_ERRORS
from porchlight.history.rollup import Accumulator, Sample, bucket_start, coarsen, gather, samples
from porchlight.history.rollup_rows import ROLLUP_COLUMNS, read_accumulator, rollup_row
from porchlight.history.rows import ROW_FAULTS, Row, moment_in, number_in, outcome_in, readable, reason_in
from porchlight.model.history import Resolution
from porchlight.model.status import Outcome, Reason

_log = logging.getLogger(__name__)

GRACE_MS = 90_000
"""How long a bucket stays open after its end, for results that began in it and end later."""
_AT_ONCE_MS = 24 * 3600 * 1000
"""The longest span taken in by one step."""
_AHEAD_MS = 3_600_000
"""How far into the future a component may be rolled up: beyond it, the clock was wrong at the time."""
_FINEST = Resolution.FIVE_MINUTES
_COARSER = (Resolution.HOUR, Resolution.DAY)
_USUAL_INTERVAL_MS: Final = 60_000
_INSERT = f"INSERT OR REPLACE INTO rollups VALUES ({', '.join('?' * 16)})"  # noqa: S608 - places only


class RollUp:
    """One round over all components that are behind; ``step`` continues it until it returns that it is done. After an
    error of SQLite the round is over: start another one."""

    def __init__(self, now_ms: int) -> None:
        """``now_ms``: from a trusted clock."""
        self._now_ms = now_ms
        self._ends = bucket_start(now_ms - GRACE_MS, _FINEST)
        self._behind: deque[Row] | None = None

    def step(self, connection: sqlite3.Connection, time_limit: float) -> bool:
        """Bring components up to date for about ``time_limit`` seconds, a day of one component at least; return
        whether all of them are."""
        began = time.perf_counter()
        if self._behind is None:
            self._behind = deque(
                connection.execute(
                    "SELECT key, interval_ms, rolled_ms FROM components"
                    " WHERE rolled_ms IS NULL OR typeof(rolled_ms) <> 'integer' OR rolled_ms < ? OR rolled_ms > ?",
                    (self._ends, self._now_ms + _AHEAD_MS),
                ).fetchall()
            )
        if not self._behind:
            return True
        connection.execute("BEGIN IMMEDIATE")
        try:
            while self._behind:
                self._next(connection, self._behind)
                if time.perf_counter() - began >= time_limit:
                    break
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")
        return not self._behind

    def _next(self, connection: sqlite3.Connection, behind: deque[Row]) -> None:
        """Roll up a day of the first one; an error costs this component this round, and no other."""
        key, interval_ms, rolled_ms = behind.popleft()
        connection.execute("SAVEPOINT component")
        try:
            until = self._advance(connection, key, _interval(interval_ms), self._start(connection, key, rolled_ms))
        except FILE_ERRORS:
            raise
        except Exception:
            connection.execute("ROLLBACK TO component")
            _log.exception("the results of one component could not be rolled up")
            until = self._ends
        connection.execute("RELEASE component")
        if until < self._ends:
            behind.appendleft((key, interval_ms, until))

    def _start(self, connection: sqlite3.Connection, key: int, rolled_ms: object) -> int | None:
        """How far it is rolled up. Where a wrong clock or a flipped bit put it into the future, starts over at the
        first single result that is left, from the next whole bucket: buckets are made again, never doubled."""
        try:
            if rolled_ms is None or number_in(rolled_ms) <= self._now_ms + _AHEAD_MS:
                return None if rolled_ms is None else number_in(rolled_ms)
        except ROW_FAULTS:
            _log.warning("up to where a component was rolled up makes no sense: %r", rolled_ms)
        first = _first(connection, key, 0, self._ends)
        return self._ends if first is None else bucket_start(first, _FINEST) + _FINEST * 1000

    def _advance(self, connection: sqlite3.Connection, key: int, interval_ms: int, rolled_ms: int | None) -> int:
        """Bring one component a day further at most; return how far it is."""
        since = rolled_ms or 0
        first = _first(connection, key, since, self._ends)
        until = self._ends
        if first is not None:
            since = max(since, bucket_start(first, _FINEST))
            until = min(self._ends, bucket_start(since + _AT_ONCE_MS, Resolution.DAY))
            found = gather(read_samples(connection, key, interval_ms, since, until), _FINEST * 1000)
            connection.executemany(_INSERT, (rollup_row(key, accumulator) for accumulator in found))
        finer: Resolution = _FINEST
        for resolution in _COARSER:
            # Only closed ones: from the bucket in which the last step ended to the one in which this one does.
            low, high = bucket_start(rolled_ms or since, resolution), bucket_start(until, resolution)
            if low < high:
                wider = coarsen(read_rollups(connection, key, finer, low, high), resolution * 1000)
                connection.executemany(_INSERT, (rollup_row(key, accumulator) for accumulator in wider))
            finer = resolution
        connection.execute("UPDATE components SET rolled_ms = ? WHERE key = ?", (until, key))
        return until


def _first(connection: sqlite3.Connection, key: int, since_ms: int, until_ms: int) -> int | None:
    """When the first result of a span began."""
    found = connection.execute(
        "SELECT min(began_ms) FROM results WHERE component = ? AND began_ms >= ? AND began_ms < ?",
        (key, since_ms, until_ms),
    ).fetchone()[0]
    return None if found is None else int(found)


def _interval(value: object) -> int:
    try:
        return number_in(value, least=1)
    except ROW_FAULTS:
        return _USUAL_INTERVAL_MS


def add_late(connection: sqlite3.Connection, key: int, rolled_ms: int, sample: Sample) -> None:
    """Add a result that began before ``rolled_ms`` to the buckets that are closed already."""
    for resolution in Resolution:
        start = bucket_start(sample.began_ms, resolution)
        width_ms = resolution * 1000
        if start + width_ms > rolled_ms:
            continue
        found = list(read_rollups(connection, key, resolution, start, start + width_ms))
        accumulator = found[0] if found else Accumulator(start, width_ms)
        accumulator.add(sample)
        connection.execute(_INSERT, rollup_row(key, accumulator))


def read_samples(
    connection: sqlite3.Connection, key: int, interval_ms: int, since_ms: int, until_ms: int
) -> Iterator[Sample]:
    """The results that began in a span, in order, each with the time for which it counts."""
    rows = connection.execute(
        "SELECT began_ms, duration_us, outcome, reason FROM results"
        " WHERE component = ? AND began_ms >= ? AND began_ms < ? ORDER BY began_ms",
        (key, since_ms, until_ms),
    ).fetchall()
    following = connection.execute(
        "SELECT min(began_ms) FROM results WHERE component = ? AND began_ms >= ?", (key, until_ms)
    ).fetchone()[0]
    return samples(readable(rows, _read_check), interval_ms, following if isinstance(following, int) else None)


def _read_check(row: Row) -> tuple[int, int, Outcome, Reason | None]:
    began_ms, duration_us, outcome, reason = row
    return moment_in(began_ms), number_in(duration_us), outcome_in(outcome), reason_in(reason)


def read_rollups(
    connection: sqlite3.Connection, key: int, resolution: Resolution, since_ms: int, until_ms: int
) -> Iterator[Accumulator]:
    """The rollups of a span, in order, with their sketches; those that make no sense are left out."""
    width_ms = resolution * 1000
    rows = connection.execute(
        f"SELECT {ROLLUP_COLUMNS}, sketch FROM rollups"  # noqa: S608 - our own columns
        " WHERE component = ? AND resolution = ? AND start_ms >= ? AND start_ms < ? ORDER BY start_ms",
        (key, int(resolution), since_ms, until_ms),
    ).fetchall()

    def read_rollup(row: Row) -> Accumulator:
        return read_accumulator(width_ms, row)

    return readable(rows, read_rollup)
