"""The contents of the performance tab, read from the history in one go. Free of Qt."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import nan
from typing import TYPE_CHECKING

from porchlight.desktop.chart_data import ChartData
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
    times = tuple(run.began_ms / 1000 for run in runs)
    seconds = tuple(run.duration_ms / 1000 if run.ok else nan for run in runs)
    failed = tuple(run.began_ms / 1000 for run in runs if not run.ok)
    return ChartData(since_ms / 1000, until_ms / 1000, None, times, seconds, seconds, (), failed)


def _of_buckets(reader: "HistoryReader", name: str, since_ms: int, until_ms: int) -> ChartData:
    resolution = Resolution.HOUR if until_ms - since_ms <= _BY_HOURS_MS else Resolution.DAY
    buckets = reader.operation_buckets(name, since_ms, until_ms, resolution)
    known = [(bucket.start_ms / 1000, bucket.p50_ms, bucket.p95_ms) for bucket in buckets]
    return ChartData(
        since_ms / 1000,
        until_ms / 1000,
        resolution,
        tuple(at for at, _, _ in known),
        tuple(nan if p50 is None else p50 / 1000 for _, p50, _ in known),
        tuple(nan if p95 is None else p95 / 1000 for _, _, p95 in known),
        (),
        (),
    )
