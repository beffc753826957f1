"""How a rollup is written in a row, and read back."""

import math
from collections.abc import Sequence

from porchlight.history.rollup import Accumulator, Sketch
from porchlight.history.rows import Row, amount_in, moment_in, number_in, readable
from porchlight.intake.numbers import LATEST_MS
from porchlight.model.history import Bucket

ROLLUP_COLUMNS = "start_ms, healthy, degraded, error, unknown, attention, watched_ms, down_ms, sum_us, min_us, max_us"
"""The columns for ``read_accumulator``; ``sketch`` follows."""
BUCKET_COLUMNS = f"{ROLLUP_COLUMNS}, p50_us, p95_us"
"""The fields of a Bucket, in their order."""


def rollup_row(key: int, accumulator: Accumulator) -> Row:
    """For ``rollups``."""
    return (
        key,
        accumulator.width_ms // 1000,
        accumulator.start_ms,
        accumulator.healthy,
        accumulator.degraded,
        accumulator.error,
        accumulator.unknown,
        accumulator.attention,
        accumulator.watched_ms,
        accumulator.down_ms,
        accumulator.sum_us,
        accumulator.min_us,
        accumulator.max_us,
        accumulator.sketch.quantile(0.5),
        accumulator.sketch.quantile(0.95),
        accumulator.sketch.to_bytes(),
    )


def read_accumulator(width_ms: int, row: Row) -> Accumulator:
    """From ROLLUP_COLUMNS and ``sketch``. Raises ROW_FAULTS."""
    start, healthy, degraded, error, unknown, attention, watched, down, sum_us, min_us, max_us, sketch = row
    return Accumulator(
        moment_in(start),
        width_ms,
        number_in(healthy),
        number_in(degraded),
        number_in(error),
        number_in(unknown),
        number_in(attention),
        number_in(watched),
        number_in(down),
        number_in(sum_us),
        None if min_us is None else number_in(min_us),
        None if max_us is None else number_in(max_us),
        Sketch.from_bytes(sketch),
    )


def read_buckets(rows: Sequence[Row]) -> list[Bucket]:
    """From BUCKET_COLUMNS; those that make no sense are left out."""
    # By the column first: a chart reads hundreds, and almost never is one wrong.
    counts, figures = _columns(rows, 0, 9), _columns(rows, 9, 13)
    if (
        all(set(map(type, column)) == {int} and min(column) >= 0 for column in counts)
        and all(set(map(type, column)) <= {int, float, type(None)} and math.inf not in column for column in figures)
        and max((row[0] for row in rows), default=0) <= LATEST_MS
    ):
        return list(map(Bucket._make, rows))
    return list(readable(rows, _read_bucket))


def _columns(rows: Sequence[Row], first: int, last: int) -> list[Row]:
    return list(zip(*rows, strict=True))[first:last]


def _read_bucket(row: Row) -> Bucket:
    """From BUCKET_COLUMNS. Raises ROW_FAULTS."""
    moment_in(row[0])
    for count in row[1:9]:
        number_in(count)
    for figure in row[9:]:
        if figure is not None:
            amount_in(figure)
    return Bucket._make(row)
