"""How well jobs and components do: times, success, rate against what is usual, trend. Pure.

A job's usual rate is learned from its last fourteen days. Trends are judged over ninety days, by the day.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import tzinfo
from enum import StrEnum
from typing import Final, Protocol

from porchlight.dataclass import dataclass
from porchlight.insight.statistics import SuccessRate, success_rate, weighted_median
from porchlight.insight.trends import Trend, trend_of
from porchlight.language.text import Text
from porchlight.model.history import Bucket, OperationBucket, OperationSummary, Resolution, Summary
from porchlight.model.job_names import job_name

TREND_OVER_MS: Final = 90 * 86_400_000
LEARNED_OVER_MS: Final = 14 * 86_400_000
PUBLISHED_RATE: Final = {"sync:supporters": 4.5}
"""Items a second of the production install in Classy Sync's own documents: the yardstick until one is learned."""
_FEWEST_DAYS = 3
"""Days with runs, below which there is no usual rate."""


class Order(StrEnum):
    """By what rows are sorted, the highest first."""

    P95 = "p95"
    COUNT = "count"
    MAX = "max"
    RECENT = "recent"


@dataclass(frozen=True, slots=True)
class Performance:
    """One job or component over one span. Durations are ms, over what succeeded; times Unix ms (UTC)."""

    name: str
    """An operation's name, or a component's id."""
    job: bool
    runs: int
    ok: int
    success: SuccessRate | None
    min_ms: float | None
    mean_ms: float | None
    p50_ms: float | None
    p95_ms: float | None
    p99_ms: float | None
    max_ms: float | None
    rate: float | None
    """Items a second, of jobs that count."""
    usual_rate: float | None
    trend: Trend | None
    """Of the median duration, ms; None: not enough is known."""
    last_ms: int | None
    """When it last began."""
    last_ok: bool | None
    subject: str = ""
    """Whose work a job did last, where several are served."""

    @property
    def title(self) -> Text | str:
        """A job's name for people; a component's id."""
        return job_name(self.name, self.subject) if self.job else self.name


class PastOfOperations(Protocol):
    """What is needed of the history (porchlight.history.reader.HistoryReader has it)."""

    def operation_summaries(self, since_ms: int, until_ms: int) -> list[OperationSummary]:
        """Every operation that ran in a span."""
        ...

    def operation_buckets(
        self, name: str, since_ms: int, until_ms: int, resolution: Resolution
    ) -> list[OperationBucket]:
        """The runs of an operation, by hour or day."""
        ...

    def summary(self, component_id: str, since_ms: int, until_ms: int) -> Summary:
        """One component over one span."""
        ...

    def buckets(self, component_id: str, since_ms: int, until_ms: int, resolution: Resolution) -> list[Bucket]:
        """The checks of a component, by hour or day."""
        ...


def read_jobs(
    past: PastOfOperations, since_ms: int, until_ms: int, zone: tzinfo, source: str | None = None
) -> list[Performance]:
    """Every operation that ran in a span; with ``source``: those that this component reported."""
    return [
        of_job(
            summary,
            past.operation_buckets(summary.name, until_ms - TREND_OVER_MS, until_ms, Resolution.DAY),
            until_ms,
            zone,
        )
        for summary in past.operation_summaries(since_ms, until_ms)
        if source is None or summary.source == source
    ]


def read_components(
    past: PastOfOperations, component_ids: Iterable[str], since_ms: int, until_ms: int, zone: tzinfo
) -> list[Performance]:
    """These components, without those that had no check in the span."""
    found = []
    for component_id in component_ids:
        summary = past.summary(component_id, since_ms, until_ms)
        if summary.count:
            days = past.buckets(component_id, until_ms - TREND_OVER_MS, until_ms, Resolution.DAY)
            found.append(of_component(component_id, summary, days, zone))
    return found


def of_job(summary: OperationSummary, days: Sequence[OperationBucket], now_ms: int, zone: tzinfo) -> Performance:
    """``days``: its runs by the day, of the last ninety."""
    timed = [(day.start_ms, day.p50_ms) for day in days if day.p50_ms]
    return Performance(
        name=summary.name,
        job=True,
        runs=summary.runs,
        ok=summary.ok,
        success=success_rate(summary.ok, summary.runs),
        min_ms=summary.min_ms,
        mean_ms=summary.mean_ms,
        p50_ms=summary.p50_ms,
        p95_ms=summary.p95_ms,
        p99_ms=summary.p99_ms,
        max_ms=summary.max_ms,
        rate=summary.rate,
        usual_rate=usual_rate(summary.name, days, now_ms),
        trend=trend_of([at_ms for at_ms, _ in timed], [ms for _, ms in timed], zone),
        last_ms=summary.last_began_ms,
        last_ok=summary.last_ok,
        subject=summary.subject,
    )


def of_component(component_id: str, summary: Summary, days: Sequence[Bucket], zone: tzinfo) -> Performance:
    """``days``: its checks by the day, of the last ninety."""
    timed = [(day.start_ms, day.p50_us / 1000) for day in days if day.p50_us]
    answered = summary.healthy + summary.degraded

    def ms(us: float | None) -> float | None:
        return None if us is None else us / 1000

    return Performance(
        name=component_id,
        job=False,
        runs=summary.count,
        ok=answered,
        success=success_rate(answered, answered + summary.error),
        min_ms=ms(summary.min_us),
        mean_ms=ms(summary.mean_us),
        p50_ms=ms(summary.p50_us),
        p95_ms=ms(summary.p95_us),
        p99_ms=ms(summary.p99_us),
        max_ms=ms(summary.max_us),
        rate=None,
        usual_rate=None,
        trend=trend_of([at_ms for at_ms, _ in timed], [one for _, one in timed], zone),
        last_ms=None,
        last_ok=None,
    )


def usual_rate(name: str, days: Iterable[OperationBucket], now_ms: int) -> float | None:
    """Its usual items a second: the median day of the last fourteen, weighted by runs; before three days are known
    the published figure, where there is one."""
    rates = [
        (day.rate, float(day.ok)) for day in days if day.rate is not None and day.start_ms >= now_ms - LEARNED_OVER_MS
    ]
    return weighted_median(rates) if len(rates) >= _FEWEST_DAYS else PUBLISHED_RATE.get(name)


def in_order(rows: Iterable[Performance], order: Order) -> list[Performance]:
    """Sorted, the highest first; those without a figure last."""
    keys: dict[Order, Callable[[Performance], float]] = {
        Order.P95: lambda row: row.p95_ms if row.p95_ms is not None else -1.0,
        Order.COUNT: lambda row: float(row.runs),
        Order.MAX: lambda row: row.max_ms if row.max_ms is not None else -1.0,
        Order.RECENT: lambda row: float(row.last_ms if row.last_ms is not None else -1),
    }
    return sorted(rows, key=keys[order], reverse=True)
