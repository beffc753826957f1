"""Metrics for OpenTelemetry: the SDK's data model, and its own encoder for OTLP. Pure.

The SDK's instruments are for code that measures as it goes; here everything is known at once, so the points are made
directly and no second state is kept beside the monitor's.
"""

import gzip
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from itertools import islice

from opentelemetry.exporter.otlp.proto.common.metrics_encoder import encode_metrics
from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import ExportMetricsServiceResponse
from opentelemetry.sdk.metrics.export import (
    AggregationTemporality,
    Gauge,
    Metric,
    MetricsData,
    NumberDataPoint,
    ResourceMetrics,
    ScopeMetrics,
    Sum,
)
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.util.instrumentation import InstrumentationScope

from porchlight import __version__
from porchlight.dataclass import dataclass
from porchlight.exporters.metrics.families import Family, Kind, Labels
from porchlight.settings.export import Temporality

MOST_POINTS = 2_000
"""Numbers in one request: some 300 KB before compression; New Relic accepts 1 MB."""
_NS_A_MS = 1_000_000
_FASTEST = 1
"""Of gzip's levels: it already compresses to a tenth."""

CounterKey = tuple[str, Labels]
"""A counter's name and labels."""


@dataclass(slots=True)
class Delivered:
    """What a receiver has of counters, where it wants only what is new."""

    counts: dict[CounterKey, float] = field(default_factory=dict)
    until_ms: int | None = None
    """Unix ms (UTC); None: nothing yet."""


@dataclass(frozen=True, slots=True)
class Body:
    """One request of an export."""

    packed: bytes
    """gzip of an ExportMetricsServiceRequest with MOST_POINTS at most."""
    counts: dict[CounterKey, float]
    """What its counters export: a run counts once it has arrived."""


def resource(attributes: Mapping[str, str], host: str) -> Resource:
    """Who exports; ``attributes`` come before ours."""
    ours = {"service.name": "porchlight", "service.version": __version__, "host.name": host}
    # Made directly: Resource.create would also read the environment variables of other programs.
    return Resource({**ours, **attributes})


def bodies_of(
    families: Iterable[Family],
    who: Resource,
    *,
    temporality: Temporality,
    began_ms: int,
    now_ms: int,
    delivered: Delivered,
) -> list[Body]:
    """One export. ``began_ms``: since when the counters count, Unix ms (UTC)."""
    times = _Times(temporality, began_ms, now_ms, delivered)
    bodies = []
    for metrics, counts in _portions(families, times):
        scope = ScopeMetrics(InstrumentationScope("porchlight", __version__), metrics, "")
        data = MetricsData([ResourceMetrics(who, [scope], "")])
        bodies.append(Body(gzip.compress(encode_metrics(data).SerializeToString(), _FASTEST, mtime=0), counts))
    return bodies


def refused_points(answer: bytes) -> tuple[int, str]:
    """How many numbers a receiver refused though it answered with a success, and its reason. OTLP 1.x, "Partial
    Success". Other answers count as no refusal."""
    from google.protobuf.message import DecodeError

    try:
        partial = ExportMetricsServiceResponse.FromString(answer).partial_success
    except DecodeError:
        return 0, ""
    return max(partial.rejected_data_points, 0), partial.error_message


@dataclass(frozen=True, slots=True)
class _Times:
    temporality: Temporality
    began_ms: int
    now_ms: int
    delivered: Delivered

    @property
    def start_ns(self) -> int:
        """When the count of a counter's point began."""
        if self.temporality is Temporality.DELTA and self.delivered.until_ms is not None:
            return self.delivered.until_ms * _NS_A_MS
        return self.began_ms * _NS_A_MS


def _portions(families: Iterable[Family], times: _Times) -> Iterator[tuple[list[Metric], dict[CounterKey, float]]]:
    """Metrics with MOST_POINTS numbers in all, at most, and what the counters among them count."""
    metrics: list[Metric] = []
    counts: dict[CounterKey, float] = {}
    room = MOST_POINTS
    for family in families:
        samples = family.samples
        while here := list(islice(samples, room)):
            room -= len(here)
            metrics.append(_metric(family.kind, [_point(family.kind, *sample, times) for sample in here], times))
            if family.kind.counter:
                counts.update({(family.kind.name, labels): value for labels, value in here})
            if not room:
                yield metrics, counts
                metrics, counts, room = [], {}, MOST_POINTS
    if metrics:
        yield metrics, counts


def _point(kind: Kind, labels: Labels, value: float, times: _Times) -> NumberDataPoint:
    now_ns = times.now_ms * _NS_A_MS
    if not kind.counter:
        return NumberDataPoint(dict(labels), 0, now_ns, float(value))
    before = times.delivered.counts.get((kind.name, labels), 0) if times.temporality is Temporality.DELTA else 0
    return NumberDataPoint(dict(labels), times.start_ns, now_ns, int(value - before))


def _metric(kind: Kind, points: list[NumberDataPoint], times: _Times) -> Metric:
    if not kind.counter:
        return Metric(kind.name, kind.text, kind.unit, Gauge(points))
    delta = times.temporality is Temporality.DELTA
    way = AggregationTemporality.DELTA if delta else AggregationTemporality.CUMULATIVE
    return Metric(kind.name, kind.text, kind.unit, Sum(points, way, is_monotonic=True))
