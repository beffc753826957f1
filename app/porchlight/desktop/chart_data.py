"""What the response-time chart shows: which resolution fits a span, where the gaps are, what to shade.
Free of Qt. Reads the history; at most about MOST_POINTS points whatever the span."""

from collections.abc import Callable, Sequence
from enum import Enum, auto
from math import nan
from typing import TYPE_CHECKING

from porchlight.dataclass import dataclass
from porchlight.desktop.chart_columns import COLUMNS, NO_COLUMNS, Columns, Outlier, Sample, condense, gaps
from porchlight.insight.baselines import Baseline
from porchlight.model.audit import Action, AuditEntry
from porchlight.model.component import Component
from porchlight.model.history import Bucket, Resolution, Series
from porchlight.model.incident import Incident
from porchlight.model.note import Note, notes_of
from porchlight.model.status import MEASURED, Outcome, Status

if TYPE_CHECKING:
    from porchlight.runtime.types import HistoryReader

MOST_POINTS = 2000
_DAY_MS = 86_400_000
_KEPT_MS = {Resolution.FIVE_MINUTES: 30 * _DAY_MS, Resolution.HOUR: 400 * _DAY_MS}
_LONGEST_USUAL = 8 * 86_400.0
"""Seconds over which the hours' usual band still differs visibly from its neighbours."""
_ALLOWANCE = 2.5
"""So many intervals without a check are time that was not watched …"""
_SLOWEST = 20.0
"""… and so many seconds beyond the interval: a check may take a while, too."""


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
    """All that was measured, in ``times``, ``median`` and ``p95`` of equal length (seconds since the epoch, UTC, and
    ms; ``nan`` in gaps), and what is drawn of it."""

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
    columns: Columns = NO_COLUMNS
    outliers: tuple[Outlier, ...] = ()
    marks: tuple[Incident | Note, ...] = ()
    """What began, or was done, at a moment of the span; in order of time."""


@dataclass(frozen=True, slots=True)
class UsualColumns:
    """Columns of equal length: times in seconds since the epoch (UTC), the usual band from then on in ms."""

    times: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]


def read_chart(
    reader: "HistoryReader",
    component: Component,
    since_ms: int,
    until_ms: int,
    *,
    now_ms: int,
    results_kept_ms: int,
    columns: int = COLUMNS,
) -> ChartData:
    """The chart of one component over one span, drawn in so many columns."""
    resolution = fitting_resolution(
        component.interval, since_ms, until_ms, now_ms=now_ms, results_kept_ms=results_kept_ms
    )
    incidents = reader.incidents(since_ms, until_ms, component.id)
    activity = reader.audit(since_ms - 30 * _DAY_MS, until_ms)
    width = (until_ms - since_ms) / 1000 / columns
    if resolution is None:
        series = reader.series(component.id, since_ms, until_ms)
        lines = lines_of_series(series, component.interval * 1000)
        offline = offline_spans(series)
    else:
        buckets = reader.buckets(component.id, since_ms, until_ms, resolution)
        lines = lines_of_buckets(buckets, resolution, component.interval * 1000)
        offline = _offline_buckets(buckets, resolution)
        width = max(width, float(resolution))
    drawn, outliers = condense(lines.samples, lines.breaks, width)
    holes = [*lines.holes, *_ends(lines, since_ms / 1000, until_ms / 1000)]
    spans = [*failure_spans(incidents, until_ms), *offline, *asleep_or_not(holes, sleeps_in(activity))]
    return ChartData(
        since_ms / 1000,
        until_ms / 1000,
        resolution,
        lines.times,
        lines.median,
        lines.p95,
        tuple(spans),
        lines.failed,
        drawn,
        outliers,
        _marks(incidents, notes_of(activity, component.id), since_ms, until_ms),
    )


def mark_ms(mark: Incident | Note) -> int:
    """The moment of a mark (Unix ms)."""
    return mark.began_ms if isinstance(mark, Incident) else mark.at_ms


def _marks(
    incidents: Sequence[Incident], notes: Sequence[Note], since_ms: int, until_ms: int
) -> tuple[Incident | Note, ...]:
    marks: list[Incident | Note] = [*incidents, *notes]
    return tuple(sorted((one for one in marks if since_ms <= mark_ms(one) <= until_ms), key=mark_ms))


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
    return UsualColumns(times, _over_neighbours(low, min), _over_neighbours(high, max))


def _over_neighbours(edge: Sequence[float], pick: Callable[[Sequence[float]], float]) -> tuple[float, ...]:
    """An hour's edge reaches over the hours beside it: few hours of the week were seen often."""
    return tuple(pick(edge[max(place - 1, 0) : place + 2]) for place in range(len(edge)))


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


@dataclass(frozen=True, slots=True)
class Lines:
    """What was measured over a span; seconds since the epoch (UTC) and ms. ``times``, ``median`` and ``p95`` are of
    equal length and have a ``nan`` between two that nobody watched between."""

    times: tuple[float, ...]
    median: tuple[float, ...]
    p95: tuple[float, ...]
    holes: list[tuple[float, float]]
    """The time that was not watched, between the first and the last."""
    failed: tuple[float, ...]
    samples: list[Sample]
    breaks: list[int]
    """The places of the samples before which nobody watched."""
    allowed: float
    """Seconds between two of them that are no gap yet."""
    counts_for: float
    """Seconds after one for which it counts."""


def lines_of_series(series: Series, interval_ms: float) -> Lines:
    """Single checks. The interval is what counts, not the distances found: after a start there are hardly any."""
    step = interval_ms / 1000
    samples, failed = [], []
    for began_ms, duration_us, outcome in zip(series.began_ms, series.duration_us, series.outcomes, strict=True):
        value = duration_us / 1000 if outcome in MEASURED else nan
        samples.append(Sample(began_ms / 1000, value, value, value, 1.0))
        if outcome is Outcome.ERROR:
            failed.append(began_ms / 1000)
    allowed = max(_ALLOWANCE * step, step + _SLOWEST)
    return lines_of(samples, tuple(failed), allowed=allowed, counts_for=step)


def lines_of_buckets(buckets: Sequence[Bucket], resolution: Resolution, interval_ms: float) -> Lines:
    """Rollups, each in the middle of its bucket. One that is missing is a gap, where checks are that frequent."""
    interval = interval_ms / 1000
    samples = [
        Sample(
            bucket.start_ms / 1000 + resolution / 2,
            thousandth(bucket.p50_us),
            thousandth(bucket.p95_us),
            thousandth(bucket.max_us),
            float(bucket.healthy + bucket.degraded),
        )
        for bucket in buckets
    ]
    half = resolution / 2
    allowed, counts_for = resolution + 1.5 * interval, max(half, interval - half)
    return lines_of(samples, (), allowed=allowed, counts_for=counts_for, counts_before=half)


def thousandth(value: float | None) -> float:
    """Of a measurement, in the chart's unit; ``nan``: nothing was measured."""
    return nan if value is None else value / 1000


def lines_of(
    samples: list[Sample],
    failed: tuple[float, ...],
    *,
    allowed: float,
    counts_for: float = 0.0,
    counts_before: float = 0.0,
) -> Lines:
    """In order of time; see Lines. ``counts_before``: seconds before one for which it counts as well."""
    at = [sample.at for sample in samples]
    breaks = gaps(at, allowed)
    after = set(breaks)
    rows: list[tuple[float, float, float]] = []
    for place, sample in enumerate(samples):
        if place in after:
            rows.append(((at[place - 1] + sample.at) / 2, nan, nan))
        rows.append((sample.at, sample.median, sample.high))
    times, median, p95 = zip(*rows, strict=True) if rows else ((), (), ())
    holes = [(at[place - 1] + counts_for, at[place] - counts_before) for place in breaks]
    return Lines(times, median, p95, holes, failed, samples, breaks, allowed, counts_for)


def _ends(lines: Lines, since: float, until: float) -> list[tuple[float, float]]:
    """The time before the first and after the last, where that is more than a moment."""
    if not lines.samples:
        return []
    first, last = lines.samples[0].at, lines.samples[-1].at
    before = [(since, first)] if first - since > lines.allowed else []
    return [*before, *([(last + lines.counts_for, until)] if until - last > lines.allowed + lines.counts_for else [])]


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


def sleeps_in(activity: Sequence[AuditEntry]) -> list[tuple[float, float]]:
    """When this computer slept: seconds since the epoch. ``activity``: the newest first."""
    asleep: list[tuple[float, float]] = []
    woke: float | None = None
    for entry in activity:
        if entry.action is Action.WOKE:
            woke = entry.at_ms / 1000
        elif entry.action is Action.ASLEEP and woke is not None:
            asleep.append((entry.at_ms / 1000, woke))
            woke = None
    return asleep


def asleep_or_not(holes: Sequence[tuple[float, float]], asleep: Sequence[tuple[float, float]]) -> list[ShadedSpan]:
    """Each gap by its cause: this computer slept, or unknown."""
    return [
        ShadedSpan(
            SpanKind.ASLEEP
            if any(min(until, hole[1]) - max(since, hole[0]) > (hole[1] - hole[0]) / 2 for since, until in asleep)
            else SpanKind.NOT_WATCHED,
            *hole,
        )
        for hole in holes
    ]
