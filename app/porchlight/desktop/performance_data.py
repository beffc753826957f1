"""The contents of the performance tab, read from the history in one go. Free of Qt."""

from collections.abc import Iterable
from math import inf, nan
from typing import TYPE_CHECKING

from porchlight.dataclass import dataclass
from porchlight.desktop.chart_columns import COLUMNS, Sample, condense
from porchlight.desktop.chart_data import ChartData, lines_of, thousandth
from porchlight.insight.capacity import Capacity, read_job
from porchlight.insight.performance import Order, Performance, in_order, read_components, read_jobs
from porchlight.model.history import Resolution
from porchlight.zones import local_zone

if TYPE_CHECKING:
    from porchlight.runtime.types import HistoryReader

_SINGLE_RUNS_MS = 3 * 86_400_000
"""Up to this span single runs are shown; they are kept for fourteen days."""
_BY_HOURS_MS = 31 * 86_400_000


@dataclass(frozen=True, slots=True)
class JobStory:
    """One job over one span: its durations in seconds, and when they reach the time between its runs."""

    chart: ChartData
    capacity: Capacity | None
    """How long it takes against the time between its runs; None: too few are known."""


def read_rows(
    reader: "HistoryReader", component_ids: Iterable[str], since_ms: int, until_ms: int
) -> tuple[list[Performance], list[Performance]]:
    """Jobs and components, the slowest first. Raises HistoryError."""
    zone = local_zone()
    return (
        in_order(read_jobs(reader, since_ms, until_ms, zone), Order.P95),
        in_order(read_components(reader, component_ids, since_ms, until_ms, zone), Order.P95),
    )


def read_story(reader: "HistoryReader", name: str, since_ms: int, until_ms: int) -> JobStory:
    """One job. Raises HistoryError."""
    if until_ms - since_ms <= _SINGLE_RUNS_MS:
        chart = _of_runs(reader, name, since_ms, until_ms)
    else:
        chart = _of_buckets(reader, name, since_ms, until_ms)
    return JobStory(chart, read_job(reader, name, until_ms, local_zone()))


def _of_runs(reader: "HistoryReader", name: str, since_ms: int, until_ms: int) -> ChartData:
    runs = sorted(reader.operations(name, since_ms, until_ms), key=lambda run: run.began_ms)
    samples = []
    for run in runs:
        seconds = run.duration_ms / 1000 if run.ok else nan
        samples.append(Sample(run.began_ms / 1000, seconds, seconds, seconds, 1.0))
    failed = tuple(run.began_ms / 1000 for run in runs if not run.ok)
    return _chart(samples, failed, None, since_ms, until_ms)


def _of_buckets(reader: "HistoryReader", name: str, since_ms: int, until_ms: int) -> ChartData:
    resolution = Resolution.HOUR if until_ms - since_ms <= _BY_HOURS_MS else Resolution.DAY
    samples = [
        Sample(
            bucket.start_ms / 1000,
            thousandth(bucket.p50_ms),
            thousandth(bucket.p95_ms),
            thousandth(bucket.max_ms),
            float(bucket.ok),
        )
        for bucket in reader.operation_buckets(name, since_ms, until_ms, resolution)
    ]
    return _chart(samples, (), resolution, since_ms, until_ms)


def _chart(
    samples: list[Sample], failed: tuple[float, ...], resolution: Resolution | None, since_ms: int, until_ms: int
) -> ChartData:
    since, until = since_ms / 1000, until_ms / 1000
    lines = lines_of(samples, failed, allowed=inf)  # when a job should have run is not known here
    width = max((until - since) / COLUMNS, float(resolution or 0))
    columns, outliers = condense(samples, (), width)
    return ChartData(since, until, resolution, lines.times, lines.median, lines.p95, (), failed, columns, outliers)
