"""How a rollup is written in a row, and read back."""

from app.history.rollup import Accumulator, Sketch
from app.history.rows import Row

ROLLUP_COLUMNS = "start_ms, healthy, degraded, error, unknown, attention, watched_ms, down_ms, sum_us, min_us, max_us"
"""What ``read_accumulator`` reads, and ``sketch`` behind it."""
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
