"""Keeps the rollups up with the results: closed buckets are made once, late results are added to what is closed.

Every step is one transaction that moves a component's ``rolled_ms`` (all before it is in the rollups), so that a
crash at any moment loses and doubles nothing.
"""

import sqlite3
import time
from collections.abc import Iterable, Iterator

from app.history.rollup import Accumulator, Sample, bucket_start, coarsen, gather, samples
from app.history.rollup_rows import ROLLUP_COLUMNS, read_accumulator, rollup_row
from app.history.rows import Row
from app.history.schema import OUTCOMES
from app.model.history import Resolution
from app.model.status import Outcome, Reason

GRACE_MS = 90_000
"""How long a bucket stays open after its end, for results that began in it and end later."""
_AT_ONCE_MS = 24 * 3600 * 1000
"""The longest span taken in by one step."""
_FINEST = Resolution.FIVE_MINUTES
_COARSER = (Resolution.HOUR, Resolution.DAY)
_INSERT = f"INSERT OR REPLACE INTO rollups VALUES ({', '.join('?' * 16)})"  # noqa: S608 - places only


def step(connection: sqlite3.Connection, now_ms: int, time_limit: float) -> bool:
    """Bring components up to date for about ``time_limit`` seconds; whether all of them are."""
    ends = bucket_start(now_ms - GRACE_MS, _FINEST)
    began = time.perf_counter()
    behind = connection.execute(
        "SELECT key, interval_ms, rolled_ms FROM components WHERE rolled_ms IS NULL OR rolled_ms < ?", (ends,)
    ).fetchall()
    reached = True
    connection.execute("BEGIN IMMEDIATE")
    try:
        for index, (key, interval_ms, rolled_ms) in enumerate(behind):
            if index and time.perf_counter() - began > time_limit:
                return False
            reached &= _advance(connection, key, interval_ms, rolled_ms, ends)
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    finally:
        if connection.in_transaction:
            connection.execute("COMMIT")
    return reached


def _advance(connection: sqlite3.Connection, key: int, interval_ms: int, rolled_ms: int | None, ends: int) -> bool:
    """Bring one component a day further at most; whether it is up to date."""
    since = rolled_ms or 0
    first = connection.execute(
        "SELECT min(began_ms) FROM results WHERE component = ? AND began_ms >= ? AND began_ms < ?", (key, since, ends)
    ).fetchone()[0]
    until = ends
    if first is not None:
        since = max(since, bucket_start(first, _FINEST))
        until = min(ends, bucket_start(since + _AT_ONCE_MS, Resolution.DAY))
        found = gather(read_samples(connection, key, interval_ms, since, until), _FINEST * 1000)
        connection.executemany(_INSERT, (rollup_row(key, accumulator) for accumulator in found))
    finer: Resolution = _FINEST
    for resolution in _COARSER:
        # Only closed ones: from the bucket in which the last step ended to the one in which this one does.
        low, high = bucket_start(rolled_ms or since, resolution), bucket_start(until, resolution)
        if low < high:
            found = coarsen(read_rollups(connection, key, finer, low, high), resolution * 1000)
            connection.executemany(_INSERT, (rollup_row(key, accumulator) for accumulator in found))
        finer = resolution
    connection.execute("UPDATE components SET rolled_ms = ? WHERE key = ?", (until, key))
    return until >= ends


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
    """The results that began in a span, in order, each with how long it speaks for."""
    rows = connection.execute(
        "SELECT began_ms, duration_us, outcome, reason FROM results"
        " WHERE component = ? AND began_ms >= ? AND began_ms < ? ORDER BY began_ms",
        (key, since_ms, until_ms),
    ).fetchall()
    following = connection.execute(
        "SELECT min(began_ms) FROM results WHERE component = ? AND began_ms >= ?", (key, until_ms)
    ).fetchone()[0]
    return samples(_typed(rows), interval_ms, following)


def _typed(rows: Iterable[Row]) -> Iterator[tuple[int, int, Outcome, Reason | None]]:
    for began_ms, duration_us, outcome, reason in rows:
        yield began_ms, duration_us, OUTCOMES[outcome], Reason(reason) if reason else None


def read_rollups(
    connection: sqlite3.Connection, key: int, resolution: Resolution, since_ms: int, until_ms: int
) -> Iterator[Accumulator]:
    """The rollups of a span, in order, with their sketches."""
    width_ms = resolution * 1000
    rows = connection.execute(
        f"SELECT {ROLLUP_COLUMNS}, sketch FROM rollups"  # noqa: S608 - our own columns
        " WHERE component = ? AND resolution = ? AND start_ms >= ? AND start_ms < ? ORDER BY start_ms",
        (key, int(resolution), since_ms, until_ms),
    ).fetchall()
    return (read_accumulator(width_ms, row) for row in rows)
