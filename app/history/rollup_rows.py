"""How a rollup is written in a row, and read back: whole, or as the surfaces want it."""

from app.history.rollup import Accumulator, Sketch
from app.history.rows import Row
from app.model.history import Bucket

ROLLUP_COLUMNS = "start_ms, healthy, degraded, error, unknown, attention, watched_ms, down_ms, sum_us, min_us, max_us"
"""What both readings of a rollup begin with."""


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
    """From ROLLUP_COLUMNS and ``sketch``."""
    start, healthy, degraded, error, unknown, attention, watched, down, sum_us, min_us, max_us, sketch = row
    return Accumulator(
        start,
        width_ms,
        healthy,
        degraded,
        error,
        unknown,
        attention,
        watched,
        down,
        sum_us,
        min_us,
        max_us,
        Sketch.from_bytes(sketch),
    )


def read_bucket(width_ms: int, row: Row) -> Bucket:
    """From ROLLUP_COLUMNS, ``p50_us`` and ``p95_us``."""
    start, healthy, degraded, error, unknown, attention, watched, down, sum_us, min_us, max_us, p50, p95 = row
    measured = healthy + degraded
    mean = sum_us / measured if measured else None
    return Bucket(
        start, width_ms, healthy, degraded, error, unknown, attention, mean, min_us, max_us, p50, p95, watched, down
    )
