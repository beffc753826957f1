"""From single results to rollups, and from rollups to coarser ones. Pure.

Quantiles cannot be averaged, so each rollup carries a DDSketch (Masson, Rim, Lee: "DDSketch", VLDB 2019) of its
response times: merging sketches gives the quantiles of the whole within 1 %. docs/decisions/0003-quantiles.md.
"""

from collections.abc import Iterable, Iterator
from dataclasses import field
from itertools import pairwise

from ddsketch.mapping import LogarithmicMapping

from porchlight.dataclass import dataclass
from porchlight.model.history import Bucket, Resolution
from porchlight.model.status import ATTENTION_REASONS, Outcome, Reason

ACCURACY = 0.01
"""Relative error of a quantile."""
_MAPPING = LogarithmicMapping(ACCURACY)
_FURTHEST_KEY = 4000
"""2⁶³ µs is in bin 2,184: a higher bin was not written by us."""
_LONGEST_US = 1 << 63
_LONGEST_SKETCH = 16 * _FURTHEST_KEY
"""Bytes."""
_MOST_COUNTED = 1 << 53
SPEAKS_FOR = 1.5
"""Intervals for which a result counts at most, where none follows."""


class Sketch:
    """The distribution of response times (µs)."""

    __slots__ = ("_bins",)

    def __init__(self) -> None:
        self._bins: dict[int, int] = {}

    def add(self, value_us: int) -> None:
        """Count one response time."""
        key = _MAPPING.key(min(max(value_us, 1), _LONGEST_US))
        self._bins[key] = self._bins.get(key, 0) + 1

    def merge(self, other: "Sketch") -> None:
        """Count all that ``other`` counted."""
        for key, count in other._bins.items():
            self._bins[key] = self._bins.get(key, 0) + count

    def quantile(self, share: float) -> float | None:
        """The response time in µs that ``share`` (0–1) of all do not exceed; None where there is none."""
        rank = share * (sum(self._bins.values()) - 1)
        seen = 0
        for key in sorted(self._bins):
            seen += self._bins[key]
            if seen > rank:
                return float(_MAPPING.value(key))
        return None

    def to_bytes(self) -> bytes:
        """Key differences and counts in turn, as LEB128 numbers; the first key zigzag-encoded."""
        encoded = bytearray()
        previous: int | None = None
        for key in sorted(self._bins):
            difference = (key << 1 if key >= 0 else (-key << 1) - 1) if previous is None else key - previous
            _put(encoded, difference)
            _put(encoded, self._bins[key])
            previous = key
        return bytes(encoded)

    @classmethod
    def from_bytes(cls, encoded: object) -> "Sketch":
        """The inverse of ``to_bytes``. Raises ValueError for invalid bytes."""
        if not isinstance(encoded, bytes) or len(encoded) > _LONGEST_SKETCH:
            raise ValueError("no sketch")
        sketch = cls()
        numbers = _numbers(encoded)
        previous: int | None = None
        for difference in numbers:
            if previous is None:
                key = difference >> 1 if difference & 1 == 0 else -(difference + 1 >> 1)
            else:
                key = previous + difference
            count = next(numbers, 0)
            if abs(key) > _FURTHEST_KEY or not 0 < count <= _MOST_COUNTED:
                raise ValueError("no sketch")
            sketch._bins[key] = count
            previous = key
        return sketch


def _put(into: bytearray, number: int) -> None:
    while number > 0x7F:
        into.append(number & 0x7F | 0x80)
        number >>= 7
    into.append(number)


def _numbers(encoded: bytes) -> Iterator[int]:
    number = shift = 0
    for byte in encoded:
        number |= (byte & 0x7F) << shift
        shift += 7
        if shift > 70:
            raise ValueError("no sketch")
        if byte < 0x80:
            yield number
            number = shift = 0


@dataclass(frozen=True, slots=True)
class Sample:
    """What of a result goes into a rollup. ``watched_ms``: for how long it counts."""

    began_ms: int
    duration_us: int
    outcome: Outcome
    reason: Reason | None
    watched_ms: int


@dataclass(slots=True)
class Accumulator:
    """A rollup while it is being made: counts, time watched and down, response times."""

    start_ms: int
    width_ms: int
    healthy: int = 0
    degraded: int = 0
    error: int = 0
    unknown: int = 0
    attention: int = 0
    watched_ms: int = 0
    down_ms: int = 0
    sum_us: int = 0
    min_us: int | None = None
    max_us: int | None = None
    sketch: Sketch = field(default_factory=Sketch)

    def add(self, sample: Sample) -> None:
        """Count one result."""
        if sample.outcome is Outcome.UNKNOWN:
            self.unknown += 1
            return
        self.watched_ms += sample.watched_ms
        if sample.outcome is Outcome.ERROR:
            self.error += 1
            if sample.reason in ATTENTION_REASONS:
                self.attention += 1
            else:
                self.down_ms += sample.watched_ms
            return
        if sample.outcome is Outcome.HEALTHY:
            self.healthy += 1
        else:
            self.degraded += 1
        self.sum_us += sample.duration_us
        self._bound(sample.duration_us, sample.duration_us)
        self.sketch.add(sample.duration_us)

    def merge(self, other: "Accumulator") -> None:
        """Count all that ``other`` counted."""
        self.healthy += other.healthy
        self.degraded += other.degraded
        self.error += other.error
        self.unknown += other.unknown
        self.attention += other.attention
        self.watched_ms += other.watched_ms
        self.down_ms += other.down_ms
        self.sum_us += other.sum_us
        if other.min_us is not None and other.max_us is not None:
            self._bound(other.min_us, other.max_us)
        self.sketch.merge(other.sketch)

    def bucket(self) -> Bucket:
        """As the surfaces read it."""
        return Bucket(
            start_ms=self.start_ms,
            healthy=self.healthy,
            degraded=self.degraded,
            error=self.error,
            unknown=self.unknown,
            attention=self.attention,
            watched_ms=self.watched_ms,
            down_ms=self.down_ms,
            sum_us=self.sum_us,
            min_us=self.min_us,
            max_us=self.max_us,
            p50_us=self.sketch.quantile(0.5),
            p95_us=self.sketch.quantile(0.95),
        )

    def _bound(self, low: int, high: int) -> None:
        self.min_us = low if self.min_us is None else min(self.min_us, low)
        self.max_us = high if self.max_us is None else max(self.max_us, high)


def samples(
    rows: Iterable[tuple[int, int, Outcome, Reason | None]], interval_ms: int, next_began_ms: int | None = None
) -> Iterator[Sample]:
    """Results ``(began_ms, duration_us, outcome, reason)`` in order of time, each with the time for which it counts.

    ``next_began_ms``: when the one after the last began, if there is one.
    """
    ordered = list(rows)
    followed: list[tuple[int, int, Outcome, Reason | None] | None] = [*ordered, None]
    longest = round(SPEAKS_FOR * interval_ms)
    for row, following in pairwise(followed):
        if row is None:
            break
        began_ms, duration_us, outcome, reason = row
        until = following[0] if following is not None else next_began_ms
        watched_ms = interval_ms if until is None else min(until - began_ms, longest)
        yield Sample(began_ms, duration_us, outcome, reason, max(watched_ms, 0))


def bucket_start(at_ms: int, resolution: Resolution) -> int:
    """The start of the bucket that ``at_ms`` falls into."""
    width = resolution * 1000
    return at_ms // width * width


def gather(found: Iterable[Sample], width_ms: int) -> list[Accumulator]:
    """Samples in order of time, by bucket."""
    buckets: list[Accumulator] = []
    for sample in found:
        _bucket_at(buckets, sample.began_ms, width_ms).add(sample)
    return buckets


def coarsen(found: Iterable[Accumulator], width_ms: int) -> list[Accumulator]:
    """Buckets in order of time, put together into wider ones."""
    buckets: list[Accumulator] = []
    for accumulator in found:
        _bucket_at(buckets, accumulator.start_ms, width_ms).merge(accumulator)
    return buckets


def _bucket_at(buckets: list[Accumulator], at_ms: int, width_ms: int) -> Accumulator:
    """The last of ``buckets``, or a new one after it if ``at_ms`` is not within it."""
    start = at_ms // width_ms * width_ms
    if not buckets or buckets[-1].start_ms != start:
        buckets.append(Accumulator(start, width_ms))
    return buckets[-1]
