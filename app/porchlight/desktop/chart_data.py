"""What the response-time chart shows, as columns: which resolution fits a span, where the gaps are, what to shade.
Free of Qt. Reads the history; at most about MOST_POINTS points whatever the span."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from itertools import pairwise
from math import nan
from typing import TYPE_CHECKING

from porchlight.insight.baselines import Baseline
from porchlight.model.audit import Action, AuditEntry
from porchlight.model.component import Component
from porchlight.model.history import Bucket, Resolution, Series
from porchlight.model.incident import Incident
from porchlight.model.status import Outcome, Status

if TYPE_CHECKING:
    from porchlight.runtime.types import HistoryReader

MOST_POINTS = 2000
_DAY_MS = 86_400_000
_KEPT_MS = {Resolution.FIVE_MINUTES: 30 * _DAY_MS, Resolution.HOUR: 400 * _DAY_MS}
_LONGEST_USUAL = 8 * 86_400.0
"""Seconds over which the hours' usual band still differs visibly from its neighbours."""
_ALLOWANCE = 2.6
"""A gap of this many usual distances is time that was not watched."""
_ENOUGH = 5
"""Distances from which the usual one is learned."""
_MEASURED = (Outcome.HEALTHY, Outcome.DEGRADED)


class SpanKind(Enum):
    """Why a part of the chart is shaded."""

    FAILURE = auto()
    NEEDS_YOU = auto()
    OFFLINE = auto()
    ASLEEP = auto()
    NOT_WATCHED = auto()


@dataclass(frozen=True, slots=True)
class ShadedSpan:
    """A part of the chart; seconds since the epoch (UTC)."""

    kind: SpanKind
    since: float
    until: float


@dataclass(frozen=True, slots=True)
class ChartData:
    """Columns of equal length: times in seconds since the epoch (UTC), response times in ms, ``nan`` in gaps."""

    since: float
    until: float
    resolution: Resolution | None
    """None: single checks."""
    times: tuple[float, ...]
    median: tuple[float, ...]
    """The response time of single checks; of buckets the median."""
    p95: tuple[float, ...]
    spans: tuple[ShadedSpan, ...]
    failed: tuple[float, ...]
    """When single checks failed; empty for buckets."""


@dataclass(frozen=True, slots=True)
class UsualColumns:
    """Columns of equal length: times in seconds since the epoch (UTC), the usual band from then on in ms."""

    times: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]


def read_chart(
    reader: "HistoryReader", component: Component, since_ms: int, until_ms: int, *, now_ms: int, results_kept_ms: int
) -> ChartData:
    """The chart of one component over one span."""
    resolution = fitting_resolution(
        component.interval, since_ms, until_ms, now_ms=now_ms, results_kept_ms=results_kept_ms
    )
    incidents = reader.incidents(since_ms, until_ms, component.id)
    activity = reader.audit(since_ms - 30 * _DAY_MS, until_ms)
    if resolution is None:
        series = reader.series(component.id, since_ms, until_ms)
        times, median, p95, holes, failed = lines_of_series(series, component.interval * 1000)
        offline = offline_spans(series)
    else:
        buckets = reader.buckets(component.id, since_ms, until_ms, resolution)
        times, median, p95, holes = lines_of_buckets(buckets, resolution, component.interval * 1000)
        failed, offline = (), _offline_buckets(buckets, resolution)
    spans = [*failure_spans(incidents, until_ms), *offline, *asleep_or_not(holes, activity)]
    return ChartData(since_ms / 1000, until_ms / 1000, resolution, times, median, p95, tuple(spans), failed)


def usual_columns(baseline: Baseline, since: float, until: float) -> UsualColumns | None:
    """The usual band over a span (seconds since the epoch), hour by hour; None where hours could not be separated, or
    almost nothing is known."""
    if until - since > _LONGEST_USUAL:
        return None
    first = int(since // 3600)
    hours = range(first, int(until // 3600) + 2)
    found = [(hour * 3600.0, baseline.usual(hour * 3_600_000)) for hour in hours]
    known = [(at, usual.low / 1000, usual.high / 1000) for at, usual in found if usual is not None]
    if len(known) < len(found):
        return None
    times, low, high = zip(*known, strict=True)
    return UsualColumns(times, low, high)


def fitting_resolution(
    interval: float, since_ms: int, until_ms: int, *, now_ms: int, results_kept_ms: int
) -> Resolution | None:
    """The finest that is still kept for the whole span and has few enough points; None: single checks."""
    span_ms = until_ms - since_ms
    if span_ms / (interval * 1000) <= MOST_POINTS and since_ms >= now_ms - results_kept_ms - 60_000:
        return None
    for resolution in (Resolution.FIVE_MINUTES, Resolution.HOUR):
        fits = span_ms / (resolution * 1000) <= MOST_POINTS * 1.05
        if fits and since_ms >= now_ms - _KEPT_MS[resolution]:
            return resolution
    return Resolution.DAY


_Columns = tuple[tuple[float, ...], tuple[float, ...], tuple[float, ...], list[tuple[float, float]]]


def lines_of_series(series: Series, interval_ms: float) -> tuple[*_Columns, tuple[float, ...]]:
    times: list[float] = []
    median: list[float] = []
    holes: list[tuple[float, float]] = []
    failed: list[float] = []
    before: int | None = None
    usual = max(_usual_distance(series.began_ms, interval_ms), 1.0)
    for began_ms, duration_us, outcome in zip(series.began_ms, series.duration_us, series.outcomes, strict=True):
        if before is not None and began_ms - before > max(_ALLOWANCE * usual, 2 * interval_ms):
            holes.append(((before + usual) / 1000, began_ms / 1000))
            times.append((before + began_ms) / 2000)
            median.append(nan)
        times.append(began_ms / 1000)
        median.append(duration_us / 1000 if outcome in _MEASURED else nan)
        if outcome is Outcome.ERROR:
            failed.append(began_ms / 1000)
        before = began_ms
    return tuple(times), tuple(median), tuple(median), holes, tuple(failed)


def lines_of_buckets(buckets: Sequence[Bucket], resolution: Resolution, interval_ms: float) -> _Columns:
    width_ms = resolution * 1000
    times: list[float] = []
    median: list[float] = []
    p95: list[float] = []
    holes: list[tuple[float, float]] = []
    starts = [bucket.start_ms for bucket in buckets]
    usual = max(width_ms, _usual_distance(starts, interval_ms), interval_ms)
    before: int | None = None
    for bucket in buckets:
        if before is not None and bucket.start_ms - before > _ALLOWANCE * usual:
            holes.append(((before + usual) / 1000, bucket.start_ms / 1000))
            times.append((before + bucket.start_ms) / 2000)
            median.append(nan)
            p95.append(nan)
        times.append((bucket.start_ms + width_ms / 2) / 1000)
        median.append(nan if bucket.p50_us is None else bucket.p50_us / 1000)
        p95.append(nan if bucket.p95_us is None else bucket.p95_us / 1000)
        before = bucket.start_ms
    return tuple(times), tuple(median), tuple(p95), holes


def _usual_distance(starts: Sequence[int], interval_ms: float) -> float:
    """What separates two of them; a few prove nothing: right after a start it may be the time not watched."""
    distances = sorted(second - first for first, second in pairwise(starts))
    return float(distances[len(distances) // 2]) if len(distances) >= _ENOUGH else interval_ms


def failure_spans(incidents: Sequence[Incident], until_ms: int) -> list[ShadedSpan]:
    return [
        ShadedSpan(
            SpanKind.NEEDS_YOU if incident.needs_attention else SpanKind.FAILURE,
            incident.began_ms / 1000,
            (incident.ended_ms or until_ms) / 1000,
        )
        for incident in incidents
        if incident.status is Status.ERROR
    ]


def offline_spans(series: Series) -> list[ShadedSpan]:
    spans: list[ShadedSpan] = []
    since: int | None = None
    for began_ms, outcome in zip(series.began_ms, series.outcomes, strict=True):
        if outcome is Outcome.UNKNOWN:
            since = began_ms if since is None else since
        elif since is not None:
            spans.append(ShadedSpan(SpanKind.OFFLINE, since / 1000, began_ms / 1000))
            since = None
    if since is not None:
        spans.append(ShadedSpan(SpanKind.OFFLINE, since / 1000, series.began_ms[-1] / 1000))
    return spans


def _offline_buckets(buckets: Sequence[Bucket], resolution: Resolution) -> list[ShadedSpan]:
    spans: list[ShadedSpan] = []
    for bucket in buckets:
        if bucket.unknown * 2 <= bucket.checks:
            continue
        since, until = bucket.start_ms / 1000, bucket.start_ms / 1000 + resolution
        if spans and spans[-1].until == since:
            since = spans.pop().since
        spans.append(ShadedSpan(SpanKind.OFFLINE, since, until))
    return spans


def asleep_or_not(holes: Sequence[tuple[float, float]], activity: Sequence[AuditEntry]) -> list[ShadedSpan]:
    """Each gap by its cause: this computer slept, or unknown."""
    asleep: list[tuple[float, float]] = []
    woke: float | None = None
    for entry in activity:  # the newest first
        if entry.action is Action.WOKE:
            woke = entry.at_ms / 1000
        elif entry.action is Action.ASLEEP and woke is not None:
            asleep.append((entry.at_ms / 1000, woke))
            woke = None
    return [
        ShadedSpan(
            SpanKind.ASLEEP
            if any(min(until, hole[1]) - max(since, hole[0]) > (hole[1] - hole[0]) / 2 for since, until in asleep)
            else SpanKind.NOT_WATCHED,
            *hole,
        )
        for hole in holes
    ]
