"""The report of a span: how everything was, what needs a person, what got better or worse. Pure but for the past."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from enum import StrEnum
from typing import Protocol

from app.insight.advice import next_step
from app.insight.performance import Order, PastOfOperations, Performance, in_order, read_components, read_jobs
from app.model.alert import Alert
from app.model.component import Component
from app.model.history import Bucket, OperationBucket, Resolution, Summary
from app.model.incident import Incident

_DAY_MS = 86_400_000
_SLOWER_RATE = 0.5
"""Of its usual rate: a job under it is told of."""
_FAILING = 0.95
"""A job that succeeds less often is told of."""
_BY_HOURS_MS = 31 * _DAY_MS
"""Up to this span figures come by the hour, over it by the day."""


class Past(PastOfOperations, Protocol):
    """What the history must answer (app.history.reader.HistoryReader does)."""

    def incidents(self, since_ms: int, until_ms: int, component_id: str | None = None) -> list[Incident]:
        """Incidents that touch a span."""
        ...

    def alerts(self, since_ms: int, until_ms: int) -> list[Alert]:
        """Alerts that fired in a span."""
        ...


@dataclass(frozen=True, slots=True)
class ComponentReport:
    """One component over the span."""

    name: str
    kind: str
    critical: bool
    summary: Summary
    before: Summary
    """The span of the same length before it."""
    hours: tuple[Bucket, ...]
    """By the hour; by the day where the span is longer than a month."""
    incidents: tuple[Incident, ...]
    performance: Performance | None

    @property
    def open_incident(self) -> Incident | None:
        """What lasts at the end of the span."""
        return next((incident for incident in self.incidents if incident.ended_ms is None), None)


@dataclass(frozen=True, slots=True)
class JobReport:
    """One job over the span."""

    performance: Performance
    hours: tuple[OperationBucket, ...]
    """As those of a component."""


class Outlook(StrEnum):
    """How it was, all together."""

    NOTHING_WATCHED = "nothing_watched"
    LASTING = "lasting"
    """Something needs attention now."""
    INTERRUPTED = "interrupted"
    """Something did, and is well again."""
    ALL_WELL = "all_well"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a director is told first; the words are those of who writes it."""

    outlook: Outlook
    lasting: tuple[str, ...] = ()
    """The names of what needs attention now."""
    interruptions: int = 0
    weakest: str = ""
    """Of the critical components (all, where none is) the one that worked least, by name, and its share (0–1)."""
    worked: float | None = None


@dataclass(frozen=True, slots=True)
class Recommendation:
    """What somebody should do: the evidence, and the next step. The gravest first."""

    what: str
    evidence: str
    step: str


@dataclass(frozen=True, slots=True)
class Report:
    """All of it. Times are Unix ms (UTC)."""

    since_ms: int
    until_ms: int
    verdict: Verdict
    components: tuple[ComponentReport, ...]
    jobs: tuple[JobReport, ...]
    recommendations: tuple[Recommendation, ...]
    alerts: tuple[Alert, ...]
    """The newest first."""
    alerts_told: int
    alerts_held_back: int

    @property
    def resolution(self) -> Resolution:
        """Of the buckets of components and jobs."""
        return _resolution(self.since_ms, self.until_ms)


@dataclass(frozen=True, slots=True)
class Watched:
    """A component that is set up."""

    id: str
    name: str
    kind: str
    critical: bool


def watched_of(components: Iterable[Component], known: Iterable[str]) -> list[Watched]:
    """Those of the settings that are enabled and ever had a result (``known``: their ids)."""
    seen = set(known)
    return [Watched(one.id, one.name, one.kind, one.critical) for one in components if one.enabled and one.id in seen]


def read_report(past: Past, watched: Sequence[Watched], since_ms: int, until_ms: int, zone: tzinfo) -> Report:
    """Gather it. Blocks: ask in a thread. Raises HistoryError where the past does."""
    rows = {row.name: row for row in read_components(past, [one.id for one in watched], since_ms, until_ms, zone)}
    components = tuple(_component(past, one, rows, since_ms, until_ms) for one in watched)
    jobs = tuple(in_order(read_jobs(past, since_ms, until_ms, zone), Order.P95))
    alerts = past.alerts(since_ms, until_ms)
    told = sum(alert.tellings > 0 for alert in alerts)
    return Report(
        since_ms,
        until_ms,
        verdict(components),
        components,
        tuple(_job(past, job, since_ms, until_ms) for job in jobs),
        tuple(recommendations(components, jobs)),
        tuple(alerts),
        told,
        len(alerts) - told,
    )


def verdict(components: Sequence[ComponentReport]) -> Verdict:
    """How it was, all together."""
    watched = [one for one in components if one.summary.uptime is not None]
    if not watched:
        return Verdict(Outlook.NOTHING_WATCHED)
    critical = [one for one in watched if one.critical] or watched
    worst = min(critical, key=lambda one: one.summary.uptime or 0.0)
    lasting = tuple(one.name for one in watched if one.open_incident is not None)
    count = sum(len(one.incidents) for one in watched)
    outlook = Outlook.LASTING if lasting else Outlook.INTERRUPTED if count else Outlook.ALL_WELL
    return Verdict(outlook, lasting, count, worst.name, worst.summary.uptime)


def recommendations(components: Sequence[ComponentReport], jobs: Sequence[Performance]) -> list[Recommendation]:
    """What the figures ask for, the gravest first; none where all is well."""
    found = []
    for one in components:
        incident = one.open_incident
        if incident is not None and incident.reason is not None:
            found.append(
                Recommendation(f"{one.name} is not well", incident.sentence, next_step(incident.reason, one.kind))
            )
    for job in jobs:
        if job.success is not None and job.success.high < _FAILING:
            evidence = f"{job.runs - job.ok} of {job.runs} runs failed in this time."
            found.append(Recommendation(f"{job.name} fails too often", evidence, "Look into its log at those times."))
        if job.rate is not None and job.usual_rate is not None and job.rate < _SLOWER_RATE * job.usual_rate:
            evidence = f"{job.rate:.2g} items a second, usually {job.usual_rate:.2g}."
            found.append(Recommendation(f"{job.name} is slower than usual", evidence, "Look what else runs then."))
    slower: list[tuple[str, Performance]] = [(job.name, job) for job in jobs]
    slower += [(one.name, one.performance) for one in components if one.performance is not None]
    for name, row in slower:
        trend = row.trend
        if trend is not None and trend.significant and trend.per_week > 0:
            evidence = (
                f"Its median grew {trend.per_week * 100:.0f} % a week over {trend.span_days} days"
                f" ({_seconds(trend.began)} → {_seconds(trend.ended)})."
            )
            found.append(
                Recommendation(
                    f"{name} gets slower", evidence, "Nothing is needed today; if it goes on, ask who runs it."
                )
            )
    return found


def _component(
    past: Past, one: Watched, rows: Mapping[str, Performance], since_ms: int, until_ms: int
) -> ComponentReport:
    return ComponentReport(
        one.name,
        one.kind,
        one.critical,
        past.summary(one.id, since_ms, until_ms),
        past.summary(one.id, since_ms - (until_ms - since_ms), since_ms),
        tuple(past.buckets(one.id, since_ms, until_ms, _resolution(since_ms, until_ms))),
        tuple(past.incidents(since_ms, until_ms, one.id)),
        rows.get(one.id),
    )


def _job(past: Past, job: Performance, since_ms: int, until_ms: int) -> JobReport:
    resolution = _resolution(since_ms, until_ms)
    return JobReport(job, tuple(past.operation_buckets(job.name, since_ms, until_ms, resolution)))


def _resolution(since_ms: int, until_ms: int) -> Resolution:
    return Resolution.HOUR if until_ms - since_ms <= _BY_HOURS_MS else Resolution.DAY


def _seconds(ms: float) -> str:
    return f"{ms:.0f} ms" if ms < 10_000 else f"{ms / 1000:.0f} s"
