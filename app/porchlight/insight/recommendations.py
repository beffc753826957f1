"""What somebody should do, ranked, each with its evidence and a next step; nothing where all is well. Pure."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from enum import IntEnum
from statistics import median
from typing import Final

from porchlight.dataclass import dataclass
from porchlight.insight.advice import next_step
from porchlight.insight.capacity import Capacity
from porchlight.insight.forecasts import Forecast, NoForecast
from porchlight.insight.performance import Performance
from porchlight.insight.recommendation_texts import Kind, Texts
from porchlight.insight.running_out import runs_out
from porchlight.insight.sentences import of_duration
from porchlight.insight.trends import Trend
from porchlight.language.text import Duration, Number, Place, ResponseTime, Share, msg, msg_plural
from porchlight.model.alert import Alert, DeliveryState, Notification
from porchlight.model.history import Summary
from porchlight.model.incident import Incident
from porchlight.model.status import Reason

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
    texts: Texts


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
    def span(self) -> Duration:
        """How long it is."""
        return Duration((self.until_ms - self.since_ms) / 1000)


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


def _of_component(one: Observed, situation: Situation) -> Iterator[Recommendation]:
    lasting = one.open_incident
    if lasting is not None and lasting.reason is not None:
        so_far = Duration((situation.until_ms - lasting.began_ms) / 1000)
        texts = Texts(
            msg("{name} has a problem.", name=one.name),
            msg("{sentence} This has lasted {lasted}.", sentence=lasting.sentence, lasted=so_far),
            next_step(lasting.reason, one.kind),
        )
        yield Recommendation(Kind.NOT_WELL, Urgency.NOW, one.id, texts)
        return
    over = [(incident, incident.ended_ms - incident.began_ms) for incident in one.incidents if incident.ended_ms]
    down = [(incident.reason, ms) for incident, ms in over if incident.reason is not None and incident.is_outage]
    usual_ms = median(ms for _, ms in over) if over else 0.0
    uptime = one.summary.worked
    if len(over) >= _FLAPS and usual_ms <= _FLAP_MS:
        texts = Texts(
            msg("{name} comes and goes.", name=one.name),
            msg(
                "It failed and recovered {count} times in the last {span}, usually for {lasted}.",
                count=len(over),
                span=situation.span,
                lasted=Duration(usual_ms / 1000),
            ),
            msg(
                "Ask whoever runs it what happens at those times. If nobody notices these failures, raise its"
                " number of confirmations."
            ),
        )
        yield Recommendation(Kind.FLAPPING, Urgency.WHEN_THERE_IS_TIME, one.id, texts)
    elif uptime is not None and uptime < _WORKED[one.critical] and len(down) >= 2:
        ((reason, _),) = Counter(reason for reason, _ in down).most_common(1)
        texts = Texts(
            msg("{name} was down too often.", name=one.name),
            msg(
                "It was up for {worked} of the last {span}, with {count} interruptions ({lasted} in total).",
                worked=Share(uptime),
                span=situation.span,
                count=len(down),
                lasted=Duration(sum(ms for _, ms in down) / 1000),
            ),
            next_step(reason, one.kind),
        )
        yield Recommendation(Kind.OFTEN_DOWN, Urgency.SOON, one.id, texts)
    yield from _of_degraded(one, situation)
    if one.performance is not None and (trend := _grows(one.performance)):
        yield _gets_slower(one.id, one.name, trend)


def _of_degraded(one: Observed, situation: Situation) -> Iterator[Recommendation]:
    """What often works, but not quite."""
    refused = [incident for incident in one.incidents if incident.reason in (Reason.QUOTA, Reason.THROTTLED)]
    checks, degraded = one.summary.count, one.summary.degraded
    if not checks:
        return
    if len(refused) >= 2 and degraded + one.summary.error > _REFUSED * checks:
        texts = Texts(
            msg("{name} often limits requests.", name=one.name),
            msg(
                "It refused or delayed checks {count} times in the last {span}.",
                count=len(refused),
                span=situation.span,
            ),
            msg("Have the sync and other programs that share the key send fewer requests, or have the quota raised."),
        )
        yield Recommendation(Kind.OFTEN_REFUSED, Urgency.SOON, one.id, texts)
    elif (
        one.slow_limit is not None
        and degraded > _TIGHT * checks
        and one.summary.p50_us is not None
        and any(incident.reason is Reason.SLOW for incident in one.incidents)
    ):
        texts = Texts(
            msg("The response time limit of {name} is too low.", name=one.name),
            msg(
                "In the last {span}, {share} of its checks were degraded. It usually answers in {usual}; your"
                " limit is {limit}.",
                share=Share(degraded / checks, 0),
                span=situation.span,
                usual=ResponseTime(one.summary.p50_us),
                limit=ResponseTime(one.slow_limit * 1_000_000),
            ),
            msg(
                "If that is fast enough for you, raise the limit (“Slow above”). Otherwise, ask whoever runs it to"
                " make it faster."
            ),
        )
        yield Recommendation(Kind.LIMIT_TOO_TIGHT, Urgency.WHEN_THERE_IS_TIME, one.id, texts)


def _of_job(job: Performance, situation: Situation) -> Iterator[Recommendation]:
    failed = job.runs - job.ok
    if job.success is not None and job.success.high < _JOB_FAILS and failed >= 2:
        texts = job_fails(job.title, failed, job.runs, situation.span)
        yield Recommendation(Kind.JOB_FAILS, Urgency.SOON, job.name, texts)
    if job.rate is not None and job.usual_rate is not None and job.rate < _JOB_SLOW * job.usual_rate:
        texts = Texts(
            msg("{name} is slower than usual.", name=job.title),
            msg(
                "It processed {rate} items per second in the last {span}; {usual} is usual.",
                rate=_rate(job.rate),
                span=situation.span,
                usual=_rate(job.usual_rate),
            ),
            msg("See what else uses its database or the vendor's API at that time."),
        )
        yield Recommendation(Kind.JOB_SLOW, Urgency.SOON, job.name, texts)
    if trend := _grows(job):
        yield _gets_slower(job.name, job.title, trend)


def job_fails(name: Place, failed: int, runs: int, span: Duration) -> Texts:
    """What is said of a job so many of whose runs failed."""
    return Texts(
        msg("{name} fails too often.", name=name),
        msg("{failed} of {count} runs in the last {span} failed.", failed=failed, count=runs, span=span),
        msg("Check its log at those times. If it is always the same hour, see what else runs then."),
    )


def _gets_slower(subject: str, name: Place, trend: Trend) -> Recommendation:
    texts = Texts(
        msg("{name} is getting slower.", name=name),
        of_duration(trend),
        msg("Nothing to do today. If it continues, ask whoever runs it."),
    )
    return Recommendation(Kind.GETS_SLOWER, Urgency.WHEN_THERE_IS_TIME, subject, texts)


def _of_capacity(situation: Situation, not_well: set[str]) -> Iterator[Recommendation]:
    names: dict[str, Place] = {job.name: job.title for job in situation.jobs}
    names |= {one.id: one.name for one in situation.components}
    for one in situation.capacity:
        reached = one.forecast is NoForecast.ALREADY_REACHED
        ahead_ms = one.forecast.at_ms - situation.until_ms if isinstance(one.forecast, Forecast) else None
        if reached and one.subject in not_well:
            continue  # its incident covers it
        if not (reached or one.share >= _FULL or (ahead_ms is not None and ahead_ms <= _AHEAD_MS)):
            continue
        at_once = reached or (ahead_ms is not None and ahead_ms <= _AT_ONCE_MS)
        texts = runs_out(one, names.get(one.subject, one.subject))
        yield Recommendation(Kind.RUNS_OUT, Urgency.NOW if at_once else Urgency.SOON, one.subject, texts)


def _of_rules(situation: Situation) -> Iterator[Recommendation]:
    lasted: dict[str, list[int]] = {}
    for alert in situation.alerts:
        if alert.firing_ms is not None and alert.resolved_ms is not None and alert.notification_count:
            lasted.setdefault(alert.rule, []).append(alert.resolved_ms - alert.firing_ms)
    for rule, spans in lasted.items():
        usual_ms = median(spans)
        if len(spans) >= _NOISY and usual_ms <= _NOISE_MS:
            texts = Texts(
                msg("The rule “{name}” fires too often to be useful.", name=situation.rule_names.get(rule, rule)),
                msg(
                    "It fired {count} times in the last {span} and was usually over after {lasted}.",
                    count=len(spans),
                    span=situation.span,
                    lasted=Duration(usual_ms / 1000),
                ),
                msg(
                    "Make it wait longer before it fires (Settings → Rules). You can try it there on the last 7 days."
                ),
            )
            yield Recommendation(Kind.NOISY_RULE, Urgency.WHEN_THERE_IS_TIME, rule, texts)


def _of_channels(situation: Situation) -> Iterator[Recommendation]:
    ended: dict[str, list[DeliveryState]] = {}
    for one in situation.notifications:
        if one.state in (DeliveryState.FAILED, DeliveryState.DELIVERED):
            ended.setdefault(one.channel, []).append(one.state)
    for channel, states in ended.items():
        if failed := states.count(DeliveryState.FAILED):
            texts = Texts(
                msg("Some messages to the channel {name} fail.", name=channel),
                msg_plural(
                    "{failed} of {n} message in the last {span} failed.",
                    "{failed} of {n} messages in the last {span} failed.",
                    len(states),
                    failed=failed,
                    span=situation.span,
                ),
                msg(
                    "Send a test (Settings → Channels). The outbox shows why each message failed and lets you send it"
                    " again."
                ),
            )
            yield Recommendation(Kind.UNDELIVERED, Urgency.NOW, channel, texts)


def _of_watching(situation: Situation) -> Iterator[Recommendation]:
    """By the component that was watched most, of those that are not new."""
    watched = max((one.summary.coverage for one in situation.components if one.before.count), default=1.0)
    if watched < _WATCHED and situation.until_ms - situation.since_ms >= _WATCHED_FROM_MS:
        texts = Texts(
            msg("Porchlight was off much of the time."),
            msg(
                "It ran for {share} of the last {span} on this computer.",
                share=Share(watched, 0),
                span=situation.span,
            ),
            msg("Let it start at login (Settings → General), or run it on a computer that is always on."),
        )
        yield Recommendation(Kind.NOT_WATCHING, Urgency.WHEN_THERE_IS_TIME, "", texts)


def _grows(row: Performance) -> Trend | None:
    trend = row.trend
    return trend if trend is not None and trend.significant and trend.per_week > 0 else None


def _rate(items_a_second: float) -> Number:
    return Number(float(f"{items_a_second:.2g}"))
