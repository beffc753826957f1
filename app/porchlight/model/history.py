"""What the history answers: points of a chart and summaries of a span of time."""

from enum import IntEnum
from typing import Final, NamedTuple

from porchlight.dataclass import dataclass
from porchlight.model.result import Unit
from porchlight.model.status import Outcome


class Resolution(IntEnum):
    """Width of a rollup's bucket, in seconds. Buckets start at multiples of it since the Unix epoch (UTC)."""

    FIVE_MINUTES = 300
    HOUR = 3600
    DAY = 86400


class Bucket(NamedTuple):
    """All checks of one component that began within one span of time. A tuple, since charts need hundreds at once.

    ``start_ms`` is Unix ms (UTC); durations are µs over the checks that measured one (healthy and degraded; a failed
    check's duration is no response time), None where there was none.
    """

    start_ms: int
    healthy: int
    degraded: int
    error: int
    unknown: int
    attention: int
    """How many of the errors have a reason that needs a person here (not the vendor's downtime)."""
    watched_ms: int
    """The time for which its results count: each until the next one, an interval and a half at most."""
    down_ms: int
    """How much of that was an error that no person here has to fix."""
    sum_us: int
    min_us: int | None
    max_us: int | None
    p50_us: float | None
    p95_us: float | None

    @property
    def checks(self) -> int:
        """All checks in the bucket."""
        return self.healthy + self.degraded + self.error + self.unknown

    @property
    def mean_us(self) -> float | None:
        """The average duration."""
        measured = self.healthy + self.degraded
        return self.sum_us / measured if measured else None


class MeasureDay(NamedTuple):
    """A measure that has a limit, on one day (UTC): the highest value, and the limit as last reported."""

    start_ms: int
    high: float
    limit: float


@dataclass(frozen=True, slots=True)
class MeasureSeries:
    """A measure of a component over some days, in order, each day once."""

    component: str
    measure: str
    unit: Unit
    days: tuple[MeasureDay, ...]


DAY_MS: Final = 86_400_000


@dataclass(frozen=True, slots=True)
class Summary:
    """One component over one span. Durations in µs as in Bucket.

    ``uptime`` is the share (0–1) of the *watched* time that was not down, None where nothing was watched: unknown
    results do not count as watched, errors that need a person here do not count as down. ``coverage`` is the share
    (0–1) of the span that was watched at all.
    """

    since_ms: int
    until_ms: int
    count: int
    healthy: int
    degraded: int
    error: int
    unknown: int
    min_us: int | None
    mean_us: float | None
    p50_us: float | None
    p95_us: float | None
    max_us: int | None
    uptime: float | None
    coverage: float
    p99_us: float | None = None
    first_ms: int | None = None
    """When the component was first watched (Unix ms, UTC), before the span or in it; None: not known."""

    @property
    def worked(self) -> float | None:
        """``uptime`` where there is enough behind it."""
        return self.uptime if self.has_basis else None

    @property
    def has_basis(self) -> bool:
        """Whether there is enough behind ``uptime`` to be shown: a day since the first check."""
        if self.uptime is None:
            return False
        return self.first_ms is None or self.until_ms - self.first_ms >= DAY_MS


class OperationBucket(NamedTuple):
    """All runs of one operation that began within one span of time.

    ``start_ms`` is Unix ms (UTC); durations are ms over the runs that succeeded, None where none did.
    """

    start_ms: int
    runs: int
    ok: int
    """Runs that succeeded."""
    processed: int
    """Items, of the runs that succeeded and report a count."""
    failed: int
    """Items that failed."""
    rated_ms: float
    """Duration of the runs that report a count: the basis of a rate."""
    sum_ms: float
    min_ms: float | None
    max_ms: float | None
    p50_ms: float | None
    p95_ms: float | None
    p99_ms: float | None

    @property
    def rate(self) -> float | None:
        """Items a second."""
        return self.processed * 1000 / self.rated_ms if self.rated_ms else None

    @property
    def mean_ms(self) -> float | None:
        """The average duration."""
        return self.sum_ms / self.ok if self.ok else None


@dataclass(frozen=True, slots=True)
class OperationSummary:
    """One operation over one span, whole hours of it. Durations in ms as in OperationBucket."""

    name: str
    subject: str
    source: str
    since_ms: int
    until_ms: int
    runs: int
    ok: int
    processed: int
    failed: int
    min_ms: float | None
    mean_ms: float | None
    p50_ms: float | None
    p95_ms: float | None
    p99_ms: float | None
    max_ms: float | None
    rate: float | None
    """Items a second."""
    last_began_ms: int | None
    """Of the newest single run that is still kept."""
    last_duration_ms: float | None
    last_ok: bool | None


@dataclass(frozen=True, slots=True)
class Series:
    """Single checks in order of time, as columns of equal length, as a chart takes them. Times as in Result."""

    began_ms: tuple[int, ...]
    duration_us: tuple[int, ...]
    outcomes: tuple[Outcome, ...]
