"""The report of a span: how everything was, what needs a person, what got better or worse. Pure but for the
history."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import tzinfo
from enum import StrEnum
from itertools import pairwise
from types import MappingProxyType

from porchlight.dataclass import dataclass
from porchlight.insight.capacity import Capacity
from porchlight.insight.day_after import DayResult
from porchlight.insight.lead_times import LeadTime, lead_times
from porchlight.insight.missed_gifts import Loss, losses
from porchlight.insight.outlook import Past, read_situation
from porchlight.insight.paths import Part, PathState, judge_all
from porchlight.insight.performance import Order, Performance, in_order
from porchlight.insight.recommendations import Observed, Recommendation, recommend
from porchlight.model.alert import Alert
from porchlight.model.component import Component
from porchlight.model.gifts import MissedGifts
from porchlight.model.history import Bucket, OperationBucket, Resolution, Series, Summary
from porchlight.model.incident import Incident
from porchlight.model.status import Outcome, Status
from porchlight.model.vendor import Vendors
from porchlight.settings.gift_paths import PathSettings
from porchlight.threads import advance

_DAY_MS = 86_400_000
_BY_HOURS_MS = 31 * _DAY_MS
"""Up to this span figures come by the hour, over it by the day."""
_LAST_CHECKS_MS = 2 * _DAY_MS
_FAILING = 2
"""So many of the last checks: a single one may be a slip."""


@dataclass(frozen=True, slots=True)
class ComponentReport:
    """One component over the span."""

    id: str
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
    failing_from_ms: int | None = None
    """When the failing checks began with which the span ends; None where the last ones do not fail, or too few."""

    @property
    def open_incident(self) -> Incident | None:
        """What lasts at the end of the span."""
        return next((incident for incident in self.incidents if incident.ended_ms is None), None)

    @property
    def in_trouble(self) -> bool:
        """Whether it is not well at the end of the span. Single checks (``health`` by cron) open no incident: then
        the last checks decide."""
        return self.open_incident is not None or self.failing_since_ms is not None

    @property
    def failing_since_ms(self) -> int | None:
        """When the failing at the end of the span began that no incident covers: the hour, where single checks do not
        give it more exactly."""
        since_ms = self.failing_from_ms
        if since_ms is None:
            last_well = max((hour.start_ms for hour in self.hours if hour.healthy), default=0)
            failing = (hour.start_ms for hour in self.hours if hour.error or hour.degraded)
            since_ms = next((start_ms for start_ms in failing if start_ms > last_well), None)
        notified_until = max((one.ended_ms or self.summary.until_ms for one in self.incidents), default=0)
        return None if since_ms is None or since_ms < notified_until else since_ms

    @property
    def status(self) -> Status:
        """At the end of the span."""
        if self.open_incident is not None:
            return self.open_incident.status
        if not self.in_trouble:
            return Status.HEALTHY if self.summary.count else Status.UNKNOWN
        checked = [hour for hour in self.hours if hour.healthy + hour.degraded + hour.error]
        return Status.ERROR if checked and checked[-1].error else Status.DEGRADED

    @property
    def interruptions(self) -> int:
        """How often it failed: its incidents, or without any the runs of hours in which checks failed."""
        if self.incidents:
            return len(self.incidents) + (self.failing_since_ms is not None)
        failing = [hour.error > 0 for hour in self.hours]
        return sum(now and not before for before, now in pairwise([False, *failing]))


@dataclass(frozen=True, slots=True)
class JobReport:
    """One job over the span."""

    performance: Performance
    hours: tuple[OperationBucket, ...]
    """As for a component."""


class Outlook(StrEnum):
    """The overall result."""

    NOTHING_WATCHED = "nothing_watched"
    LASTING = "lasting"
    """Something needs attention now."""
    INTERRUPTED = "interrupted"
    """Something did, and is well again."""
    ALL_WELL = "all_well"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a director reads first; the caller writes the text."""

    outlook: Outlook
    lasting: tuple[str, ...] = ()
    """The names of what needs attention now."""
    interruptions: int = 0
    weakest: str = ""
    """Of the critical components (all, where there are none) the one that worked least, by name, and its share
    (0–1)."""
    worked: float | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """All of it. Times are Unix ms (UTC)."""

    since_ms: int
    until_ms: int
    verdict: Verdict
    components: tuple[ComponentReport, ...]
    jobs: tuple[JobReport, ...]
    recommendations: tuple[Recommendation, ...]
    """The most urgent first."""
    capacity: tuple[Capacity, ...]
    """What runs out first at the front."""
    alerts: tuple[Alert, ...]
    """The newest first."""
    alerts_notified: int
    alerts_suppressed: int
    paths: tuple[PathState, ...] = ()
    """At the end of the span, the worst first."""
    lead_times: tuple[LeadTime, ...] = ()
    """Of failures at vendors whose status page is watched, the newest first."""
    losses: tuple[Loss, ...] = ()
    """Gifts that failures probably cost, the newest first."""
    days: tuple[DayResult, ...] = ()
    """How the important days went that ended in the span, the last one first."""

    @property
    def resolution(self) -> Resolution:
        """Of the buckets of components and jobs."""
        return _resolution(self.since_ms, self.until_ms)


_STEPS_BESIDE = 3
"""Of a report's steps, those that are no component's and no job's: gathering the rest, and writing it."""


def read_report(
    past: Past,
    components: Iterable[Component],
    rule_names: Mapping[str, str],
    since_ms: int,
    until_ms: int,
    zone: tzinfo,
    paths: Mapping[str, PathSettings],
    vendors: Vendors | None = None,
    missed: Mapping[str, MissedGifts] = MappingProxyType({}),
    days: Sequence[DayResult] = (),
) -> Report:
    """Read it. Blocks: call it in a thread. ``components`` and ``paths``: those of the settings;
    ``missed``: by the id of an incident, what it probably cost; ``days``: the important ones that ended in the span.
    Raises HistoryError where the past does."""
    situation = read_situation(past, components, rule_names, since_ms, until_ms, zone)
    steps = len(situation.components) + len(situation.jobs) + _STEPS_BESIDE
    watched = []
    for number, one in enumerate(situation.components):
        advance(number + 1, steps)
        watched.append(_component(past, one, since_ms, until_ms))
    jobs = []
    for number, job in enumerate(in_order(situation.jobs, Order.P95), len(watched)):
        advance(number + 1, steps)
        jobs.append(_job(past, job, since_ms, until_ms))
    notified = sum(alert.notification_count > 0 for alert in situation.alerts)
    return Report(
        since_ms,
        until_ms,
        verdict(watched),
        tuple(watched),
        tuple(jobs),
        tuple(recommend(situation)),
        tuple(situation.capacity),
        tuple(situation.alerts),
        notified,
        len(situation.alerts) - notified,
        tuple(judge_all(paths, {one.id: _part(one) for one in watched})),
        tuple(lead_times({one.id: one.incidents for one in watched}, vendors or Vendors(), until_ms)),
        tuple(losses((incident for one in watched for incident in one.incidents), missed)),
        tuple(days),
    )


def _part(one: ComponentReport) -> Part:
    """A component at the end of the span."""
    lasting = one.open_incident
    if lasting is not None:
        return Part(one.name, lasting.status, lasting.reason, lasting.began_ms)
    return Part(one.name, one.status, None, one.failing_since_ms)


def verdict(components: Sequence[ComponentReport]) -> Verdict:
    """The overall result."""
    watched = [one for one in components if one.summary.uptime is not None]
    if not watched:
        return Verdict(Outlook.NOTHING_WATCHED)
    critical = [one for one in watched if one.critical] or watched
    worst = min(critical, key=lambda one: one.summary.uptime or 0.0)
    lasting = tuple(one.name for one in watched if one.in_trouble)
    count = sum(one.interruptions for one in watched)
    outlook = Outlook.LASTING if lasting else Outlook.INTERRUPTED if count else Outlook.ALL_WELL
    return Verdict(outlook, lasting, count, worst.name, worst.summary.worked)


def _component(past: Past, one: Observed, since_ms: int, until_ms: int) -> ComponentReport:
    return ComponentReport(
        one.id,
        one.name,
        one.kind,
        one.critical,
        one.summary,
        one.before,
        tuple(past.buckets(one.id, since_ms, until_ms, _resolution(since_ms, until_ms))),
        tuple(one.incidents),
        one.performance,
        _failing_from(past.series(one.id, max(since_ms, until_ms - _LAST_CHECKS_MS), until_ms)),
    )


def _failing_from(checks: Series) -> int | None:
    known = [at for at, outcome in enumerate(checks.outcomes) if outcome is not Outcome.UNKNOWN]
    last_well = max((at for at in known if checks.outcomes[at] is Outcome.HEALTHY), default=-1)
    failing = [at for at in known if at > last_well]
    return checks.began_ms[failing[0]] if len(failing) >= _FAILING else None


def _job(past: Past, job: Performance, since_ms: int, until_ms: int) -> JobReport:
    resolution = _resolution(since_ms, until_ms)
    return JobReport(job, tuple(past.operation_buckets(job.name, since_ms, until_ms, resolution)))


def _resolution(since_ms: int, until_ms: int) -> Resolution:
    return Resolution.HOUR if until_ms - since_ms <= _BY_HOURS_MS else Resolution.DAY
