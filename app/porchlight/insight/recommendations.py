"""What somebody should do, ranked, each with its evidence and a next step; nothing where all is well. Pure. The texts
are in porchlight.insight.recommendation_texts."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import IntEnum
from statistics import median
from typing import Final

from porchlight.insight.capacity import Capacity, Resource
from porchlight.insight.facts import Facts, Foreseen, Growth, Lasting, NextStep, Share, Writer
from porchlight.insight.forecasts import Forecast, NoForecast
from porchlight.insight.performance import Performance
from porchlight.insight.recommendation_texts import EVENTS, Kind, Texts, texts
from porchlight.insight.trends import Trend
from porchlight.model.alert import Alert, DeliveryState, Notification
from porchlight.model.history import Summary
from porchlight.model.incident import Incident
from porchlight.model.result import Measure, Unit
from porchlight.model.status import Reason, Status

_DAY_MS: Final = 86_400_000
_JOB_FAILS: Final = 0.95
"""A job that certainly succeeds less often is reported."""
_JOB_SLOW: Final = 0.5
"""Of its usual rate: a job under it is reported."""
_WORKED: Final = {True: 0.995, False: 0.98}
"""By whether it is critical: longer downtime is reported, after two interruptions at least."""
_FLAPS: Final = 6
_FLAP_MS: Final = 15 * 60_000
"""So often, and usually for no longer than that: it comes and goes."""
_REFUSED: Final = 0.03
"""Of a component's checks: more that end in a quota or a throttle are reported."""
_TIGHT: Final = 0.2
"""Of a component's checks: where more are slow, the limit does not fit."""
_NOISY: Final = 10
_NOISE_MS: Final = 10 * 60_000
"""A rule that fires more often, and usually for no longer than that, is noise."""
_WATCHED: Final = 0.5
_WATCHED_FROM_MS: Final = 6 * _DAY_MS
"""Over a shorter span nothing shows that a computer is off too often."""
_FULL: Final = 0.9
_AT_ONCE_MS: Final = 14 * _DAY_MS
_AHEAD_MS: Final = 120 * _DAY_MS
"""What runs out later needs nothing now."""


class Urgency(IntEnum):
    """When something should be done."""

    NOW = 0
    SOON = 1
    WHEN_THERE_IS_TIME = 2


@dataclass(frozen=True, slots=True)
class Recommendation:
    """What somebody should do. ``subject`` is a component's id, the name of a job, rule or channel, or empty."""

    kind: Kind
    urgency: Urgency
    subject: str
    facts: Facts
    resource: Resource | None = None
    """What runs out."""

    @property
    def texts(self) -> Texts:
        """The templates that its facts fill."""
        return texts(self.kind, self.resource)


@dataclass(frozen=True, slots=True)
class Observed:
    """One component over the span."""

    id: str
    name: str
    kind: str
    critical: bool
    slow_limit: float | None
    """Seconds over which it counts as slow."""
    summary: Summary
    before: Summary
    """The span of the same length before it."""
    incidents: Sequence[Incident]
    """The newest first."""
    performance: Performance | None

    @property
    def open_incident(self) -> Incident | None:
        """What lasts at the end of the span."""
        return next((incident for incident in self.incidents if incident.ended_ms is None), None)


@dataclass(frozen=True, slots=True)
class Situation:
    """The input of recommendations, over one span (Unix ms, UTC)."""

    since_ms: int
    until_ms: int
    components: Sequence[Observed] = ()
    jobs: Sequence[Performance] = ()
    capacity: Sequence[Capacity] = ()
    alerts: Sequence[Alert] = ()
    """Those that fired in the span."""
    notifications: Sequence[Notification] = ()
    rule_names: Mapping[str, str] = field(default_factory=dict)

    @property
    def span(self) -> Lasting:
        """How long it is."""
        return Lasting((self.until_ms - self.since_ms) / 1000)


def recommend(situation: Situation) -> list[Recommendation]:
    """What to do, the most urgent first, critical components before others."""
    found = [one for component in situation.components for one in _of_component(component, situation)]
    found += (one for job in situation.jobs for one in _of_job(job, situation))
    found += _of_capacity(situation, {one.subject for one in found if one.kind is Kind.NOT_WELL})
    found += _of_rules(situation)
    found += _of_channels(situation)
    found += _of_watching(situation)
    critical = {one.id for one in situation.components if one.critical}
    order = list(Kind)
    return sorted(found, key=lambda one: (one.urgency, one.subject not in critical, order.index(one.kind)))


def written(found: Recommendation, writer: Writer, name: str | None = None) -> Texts:
    """Its three sentences; ``name``: its subject's for people, where that differs."""
    given = found.texts
    facts = found.facts if name is None else named(found.facts, name)
    return Texts(*(writer.fill(part, facts) for part in (given.what, given.evidence, given.step)))


def named(facts: Facts, name: str) -> Facts:
    """The same about a thing of another name."""
    return {
        place: replace(fact, facts={**fact.facts, "name": name}) if isinstance(fact, Foreseen) else fact
        for place, fact in {**facts, "name": name}.items()
    }


def _of_component(one: Observed, situation: Situation) -> Iterator[Recommendation]:
    lasting = one.open_incident
    if lasting is not None and lasting.reason is not None:
        facts: Facts = {
            "name": one.name,
            "sentence": lasting.sentence,
            "lasted": Lasting((situation.until_ms - lasting.began_ms) / 1000),
            "step": NextStep(lasting.reason, one.kind),
        }
        yield Recommendation(Kind.NOT_WELL, Urgency.NOW, one.id, facts)
        return
    over = [(incident, incident.ended_ms - incident.began_ms) for incident in one.incidents if incident.ended_ms]
    down = [
        (incident.reason, ms)
        for incident, ms in over
        if incident.reason is not None and incident.status is Status.ERROR and not incident.needs_attention
    ]
    facts = {"name": one.name, "span": situation.span, "count": len(over)}
    usual_ms = median(ms for _, ms in over) if over else 0.0
    uptime = one.summary.uptime
    if len(over) >= _FLAPS and usual_ms <= _FLAP_MS:
        facts = {**facts, "lasted": Lasting(usual_ms / 1000)}
        yield Recommendation(Kind.FLAPPING, Urgency.WHEN_THERE_IS_TIME, one.id, facts)
    elif uptime is not None and uptime < _WORKED[one.critical] and len(down) >= 2:
        ((reason, _),) = Counter(reason for reason, _ in down).most_common(1)
        facts = {
            **facts,
            "count": len(down),
            "worked": Share(uptime),
            "lasted": Lasting(sum(ms for _, ms in down) / 1000),
            "step": NextStep(reason, one.kind),
        }
        yield Recommendation(Kind.OFTEN_DOWN, Urgency.SOON, one.id, facts)
    yield from _of_degraded(one, situation)
    if one.performance is not None and (trend := _grows(one.performance)):
        facts = {"name": one.name, "growth": Growth(trend)}
        yield Recommendation(Kind.GETS_SLOWER, Urgency.WHEN_THERE_IS_TIME, one.id, facts)


def _of_degraded(one: Observed, situation: Situation) -> Iterator[Recommendation]:
    """What often works, but not quite."""
    refused = [incident for incident in one.incidents if incident.reason in (Reason.QUOTA, Reason.THROTTLED)]
    checks, degraded = one.summary.count, one.summary.degraded
    if not checks:
        return
    if len(refused) >= 2 and degraded + one.summary.error > _REFUSED * checks:
        facts: Facts = {"name": one.name, "span": situation.span, "count": len(refused)}
        yield Recommendation(Kind.OFTEN_REFUSED, Urgency.SOON, one.id, facts)
    elif (
        one.slow_limit is not None
        and degraded > _TIGHT * checks
        and one.summary.p50_us is not None
        and any(incident.reason is Reason.SLOW for incident in one.incidents)
    ):
        facts = {
            "name": one.name,
            "span": situation.span,
            "share": Share(degraded / checks),
            "usual": Measure(one.summary.p50_us / 1000, Unit.MILLISECONDS),
            "limit": Measure(one.slow_limit * 1000, Unit.MILLISECONDS),
        }
        yield Recommendation(Kind.LIMIT_TOO_TIGHT, Urgency.WHEN_THERE_IS_TIME, one.id, facts)


def _of_job(job: Performance, situation: Situation) -> Iterator[Recommendation]:
    facts: Facts = {"name": job.title, "span": situation.span}
    failed = job.runs - job.ok
    if job.success is not None and job.success.high < _JOB_FAILS and failed >= 2:
        facts = {**facts, "failed": failed, "count": job.runs}
        yield Recommendation(Kind.JOB_FAILS, Urgency.SOON, job.name, facts)
    if job.rate is not None and job.usual_rate is not None and job.rate < _JOB_SLOW * job.usual_rate:
        rates: Facts = {"rate": _rate(job.rate), "usual": _rate(job.usual_rate)}
        yield Recommendation(Kind.JOB_SLOW, Urgency.SOON, job.name, {**facts, **rates})
    if trend := _grows(job):
        grown: Facts = {"name": job.title, "growth": Growth(trend)}
        yield Recommendation(Kind.GETS_SLOWER, Urgency.WHEN_THERE_IS_TIME, job.name, grown)


def _of_capacity(situation: Situation, not_well: set[str]) -> Iterator[Recommendation]:
    names = {one.id: one.name for one in situation.components} | {job.name: job.title for job in situation.jobs}
    for one in situation.capacity:
        reached = one.forecast is NoForecast.ALREADY_REACHED
        ahead_ms = one.forecast.at_ms - situation.until_ms if isinstance(one.forecast, Forecast) else None
        if reached and one.subject in not_well:
            continue  # its incident covers it
        if not (reached or one.share >= _FULL or (ahead_ms is not None and ahead_ms <= _AHEAD_MS)):
            continue
        at_once = reached or (ahead_ms is not None and ahead_ms <= _AT_ONCE_MS)
        facts = facts_of(one, names.get(one.subject, one.subject))
        yield Recommendation(
            Kind.RUNS_OUT, Urgency.NOW if at_once else Urgency.SOON, one.subject, facts, resource=one.resource
        )


def foreseen(one: Capacity, writer: Writer, name: str) -> str:
    """When something runs out, or why that is not known; ``name``: its subject's for people."""
    return writer.forecast(one.forecast, writer.fill(EVENTS[one.resource], facts_of(one, name)))


def facts_of(one: Capacity, name: str) -> Facts:
    """The facts of a thing that runs out, for the texts."""
    facts: Facts = {
        "name": name,
        "measure": one.measure,
        "level": one.level,
        "share": Share(one.share),
        "limit": Measure(one.limit, one.level.unit),
    }
    return {**facts, "foreseen": Foreseen(one.forecast, EVENTS[one.resource], facts)}


def _of_rules(situation: Situation) -> Iterator[Recommendation]:
    lasted: dict[str, list[int]] = {}
    for alert in situation.alerts:
        if alert.firing_ms is not None and alert.resolved_ms is not None and alert.notification_count:
            lasted.setdefault(alert.rule, []).append(alert.resolved_ms - alert.firing_ms)
    for rule, spans in lasted.items():
        usual_ms = median(spans)
        if len(spans) >= _NOISY and usual_ms <= _NOISE_MS:
            facts: Facts = {
                "name": situation.rule_names.get(rule, rule),
                "count": len(spans),
                "span": situation.span,
                "lasted": Lasting(usual_ms / 1000),
            }
            yield Recommendation(Kind.NOISY_RULE, Urgency.WHEN_THERE_IS_TIME, rule, facts)


def _of_channels(situation: Situation) -> Iterator[Recommendation]:
    ended: dict[str, list[DeliveryState]] = {}
    for one in situation.notifications:
        if one.state in (DeliveryState.FAILED, DeliveryState.DELIVERED):
            ended.setdefault(one.channel, []).append(one.state)
    for channel, states in ended.items():
        if failed := states.count(DeliveryState.FAILED):
            facts: Facts = {"name": channel, "failed": failed, "count": len(states), "span": situation.span}
            yield Recommendation(Kind.UNDELIVERED, Urgency.NOW, channel, facts)


def _of_watching(situation: Situation) -> Iterator[Recommendation]:
    """By the component that was watched most, of those that are not new."""
    watched = max((one.summary.coverage for one in situation.components if one.before.count), default=1.0)
    if watched < _WATCHED and situation.until_ms - situation.since_ms >= _WATCHED_FROM_MS:
        facts: Facts = {"share": Share(watched), "span": situation.span}
        yield Recommendation(Kind.NOT_WATCHING, Urgency.WHEN_THERE_IS_TIME, "", facts)


def _grows(row: Performance) -> Trend | None:
    trend = row.trend
    return trend if trend is not None and trend.significant and trend.per_week > 0 else None


def _rate(items_a_second: float) -> Measure:
    return Measure(float(f"{items_a_second:.2g}"))
