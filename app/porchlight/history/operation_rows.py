"""Operations in the history: single runs, their rollups by hour and day, and how far each source was read.

Runs are few compared with results, so they are added to their rollups when written, in the same transaction.
"""

import sqlite3
import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field

from porchlight.dataclass import dataclass
from porchlight.history.rollup import Sketch, bucket_start
from porchlight.history.rows import (
    ROW_FAULTS,
    Row,
    amount_in,
    id_in,
    line_in,
    moment_in,
    number_in,
    readable,
)
from porchlight.intake.text import without_surrogates
from porchlight.model.history import OperationBucket, OperationSummary, Resolution
from porchlight.model.operation import Operation

RESOLUTIONS = (Resolution.HOUR, Resolution.DAY)
_INSERT = "INSERT OR IGNORE INTO operations VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_COLUMNS = "start_ms, runs, ok, processed, failed, rated_ms, sum_ms, min_ms, max_ms, sketch"
_UPSERT = "INSERT OR REPLACE INTO operation_rollups VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_SINGLE = "id, name, subject, source, began_ms, duration_ms, ok, processed, failed, expected_ms"


@dataclass(frozen=True, slots=True)
class Runs:
    """Operations to be written together, and how far their source is read with them."""

    operations: tuple[Operation, ...]
    component: str | None = None
    position: str | None = None


@dataclass(slots=True)
class Tally:
    """Runs of one operation while they are counted. Durations are ms, over the runs that succeeded."""

    start_ms: int
    runs: int = 0
    ok: int = 0
    processed: int = 0
    failed: int = 0
    rated_ms: float = 0.0
    sum_ms: float = 0.0
    min_ms: float | None = None
    max_ms: float | None = None
    sketch: Sketch = field(default_factory=Sketch)

    def add(self, run: Operation) -> None:
        """Count one run."""
        self.runs += 1
        self.failed += run.failed or 0
        if not run.ok:
            return
        self.ok += 1
        if run.processed is not None:
            self.processed += run.processed
            self.rated_ms += run.duration_ms
        self.sum_ms += run.duration_ms
        self._bound(run.duration_ms, run.duration_ms)
        self.sketch.add(round(run.duration_ms * 1000))

    def merge(self, other: "Tally") -> None:
        """Count all that ``other`` counted."""
        self.runs += other.runs
        self.ok += other.ok
        self.processed += other.processed
        self.failed += other.failed
        self.rated_ms += other.rated_ms
        self.sum_ms += other.sum_ms
        if other.min_ms is not None and other.max_ms is not None:
            self._bound(other.min_ms, other.max_ms)
        self.sketch.merge(other.sketch)

    def quantile(self, share: float) -> float | None:
        """In ms."""
        us = self.sketch.quantile(share)
        return None if us is None else us / 1000

    def bucket(self) -> OperationBucket:
        """As the surfaces read it."""
        return OperationBucket(
            self.start_ms,
            self.runs,
            self.ok,
            self.processed,
            self.failed,
            self.rated_ms,
            self.sum_ms,
            self.min_ms,
            self.max_ms,
            self.quantile(0.5),
            self.quantile(0.95),
            self.quantile(0.99),
        )

    def _bound(self, low: float, high: float) -> None:
        self.min_ms = low if self.min_ms is None else min(self.min_ms, low)
        self.max_ms = high if self.max_ms is None else max(self.max_ms, high)


def write_runs(connection: sqlite3.Connection, runs: Runs) -> None:
    """Within the writer's transaction; a run that is stored already (by its id) is not counted again."""
    tallies: dict[tuple[str, Resolution, int], Tally] = {}
    for run in runs.operations:
        name = without_surrogates(run.name)
        texts = (run.id or uuid.uuid4().hex, name, run.subject, run.source)
        figures = (run.began_ms, run.duration_ms, run.ok, run.processed, run.failed, run.expected_ms)
        if connection.execute(_INSERT, (*map(without_surrogates, texts), *figures)).rowcount <= 0:
            continue
        for resolution in RESOLUTIONS:
            start_ms = bucket_start(run.began_ms, resolution)
            key = (name, resolution, start_ms)
            if key not in tallies:
                tallies[key] = _stored(connection, *key) or Tally(start_ms)
            tallies[key].add(run)
    connection.executemany(
        _UPSERT,
        [
            (name, int(resolution), tally.start_ms, *_counts(tally), tally.sketch.to_bytes())
            for (name, resolution, _), tally in tallies.items()
        ],
    )
    if runs.component is not None and runs.position is not None:
        connection.execute("INSERT OR REPLACE INTO positions VALUES (?, ?)", (runs.component, runs.position))


def read_positions(connection: sqlite3.Connection) -> dict[str, str]:
    """How far each source was read, by its component's id."""
    return dict(readable(connection.execute("SELECT component, position FROM positions"), _position))


def read_last_runs(connection: sqlite3.Connection, most: int) -> list[Operation]:
    """The last runs of each operation, the oldest first."""
    rows = connection.execute(
        f"SELECT {_SINGLE} FROM (SELECT *, row_number() OVER (PARTITION BY name ORDER BY began_ms DESC) AS place"  # noqa: S608
        " FROM operations) WHERE place <= ? ORDER BY began_ms",
        (most,),
    )
    return list(readable(rows, _run))


def read_runs(
    connection: sqlite3.Connection, name: str | None, since_ms: int, until_ms: int, limit: int
) -> list[Operation]:
    """Single runs that began in a span, the newest first."""
    where, values = ("name = ? AND ", [name]) if name is not None else ("", [])
    rows = connection.execute(
        f"SELECT {_SINGLE} FROM operations WHERE {where}began_ms >= ? AND began_ms < ?"  # noqa: S608 - our own words
        " ORDER BY began_ms DESC LIMIT ?",
        (*values, since_ms, until_ms, limit),
    )
    return list(readable(rows, _run))


def read_tallies(
    connection: sqlite3.Connection, name: str, since_ms: int, until_ms: int, resolution: Resolution
) -> Iterator[Tally]:
    """The rollups of a span, in order."""
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM operation_rollups"  # noqa: S608 - our own columns
        " WHERE name = ? AND resolution = ? AND start_ms >= ? AND start_ms < ? ORDER BY start_ms",
        (name, int(resolution), bucket_start(since_ms, resolution), until_ms),
    )
    return readable(rows, _tally)


def summarised(name: str, last: Operation | None, parts: Iterable[Tally], span: tuple[int, int]) -> OperationSummary:
    """One operation over one span; ``last`` is its newest run."""
    whole = Tally(span[0])
    for part in parts:
        whole.merge(part)
    bucket = whole.bucket()
    return OperationSummary(
        name=name,
        subject=last.subject if last else "",
        source=last.source if last else "",
        since_ms=span[0],
        until_ms=span[1],
        runs=bucket.runs,
        ok=bucket.ok,
        processed=bucket.processed,
        failed=bucket.failed,
        min_ms=bucket.min_ms,
        mean_ms=bucket.mean_ms,
        p50_ms=bucket.p50_ms,
        p95_ms=bucket.p95_ms,
        p99_ms=bucket.p99_ms,
        max_ms=bucket.max_ms,
        rate=bucket.rate,
        last_began_ms=last.began_ms if last else None,
        last_duration_ms=last.duration_ms if last else None,
        last_ok=last.ok if last else None,
    )


def _position(row: Row) -> tuple[str, str]:
    component, position = row
    if not isinstance(position, str):
        raise ValueError("no position")
    return id_in(component), position


def _run(row: Row) -> Operation:
    id_, name, subject, source, began_ms, duration_ms, ok, processed, failed, expected_ms = row
    return Operation(
        line_in(name),
        moment_in(began_ms),
        _not_negative(duration_ms),
        bool(number_in(ok)),
        None if processed is None else number_in(processed),
        None if failed is None else number_in(failed),
        id_in(id_),
        line_in(source),
        line_in(subject),
        None if expected_ms is None else _not_negative(expected_ms),
    )


def _stored(connection: sqlite3.Connection, name: str, resolution: Resolution, start_ms: int) -> Tally | None:
    row = connection.execute(
        f"SELECT {_COLUMNS} FROM operation_rollups"  # noqa: S608 - our own columns
        " WHERE name = ? AND resolution = ? AND start_ms = ?",
        (name, int(resolution), start_ms),
    ).fetchone()
    if row is None:
        return None
    try:
        return _tally(row)
    except ROW_FAULTS:  # counted from zero from here on
        return None


def _tally(row: Row) -> Tally:
    start_ms, runs, ok, processed, failed, rated_ms, sum_ms, min_ms, max_ms, sketch = row
    return Tally(
        moment_in(start_ms),
        number_in(runs),
        number_in(ok),
        number_in(processed),
        number_in(failed),
        _not_negative(rated_ms),
        _not_negative(sum_ms),
        None if min_ms is None else _not_negative(min_ms),
        None if max_ms is None else _not_negative(max_ms),
        Sketch.from_bytes(sketch),
    )


def _not_negative(value: object) -> float:
    found = amount_in(value)
    if found < 0:
        raise ValueError("less than nothing")
    return found


def _counts(tally: Tally) -> Sequence[float | None]:
    return (
        tally.runs,
        tally.ok,
        tally.processed,
        tally.failed,
        tally.rated_ms,
        tally.sum_ms,
        tally.min_ms,
        tally.max_ms,
    )
