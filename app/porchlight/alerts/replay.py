"""What a rule would have done: the engine over the history. Pure. Where single results are gone, each five-minute
rollup replaces one: confirmed statuses come from the incidents, response times from the rollups; measures are known
as far back as single results are."""

import heapq
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable
from dataclasses import replace

from porchlight.alerts.engine import Engine
from porchlight.alerts.facts import UsualUs
from porchlight.alerts.rules import Rule, Scope
from porchlight.dataclass import dataclass
from porchlight.language.english import english
from porchlight.language.text import msg
from porchlight.model.alert import Alert, AlertChanges, AlertEvent, AlertEventKind
from porchlight.model.component import Component
from porchlight.model.history import Bucket
from porchlight.model.incident import ComponentState, Incident, IncidentEventKind
from porchlight.model.replay import Replay
from porchlight.model.result import Result
from porchlight.model.snapshot import ComponentView
from porchlight.model.status import Outcome, Reason, Status
from porchlight.threads import advance

_NOTED_MS = 500
"""A status is stored a moment after the check that decided it has ended."""
_MOST_READ = 1_200_000
"""Results and rollups that are judged at most: some 15 s of one processor."""
_JUDGED_MEANWHILE = 20
"""So many evaluations take as long as reading one result."""
_REPORTED_EVERY = 500
"""Results."""
_DAY_S = 86_400
_BUCKET_S = 300


@dataclass(frozen=True, slots=True)
class Past:
    """The history of one component, each in order of time."""

    component: Component
    results: Iterable[Result]
    buckets: Iterable[Bucket]
    """Of the time before the first result."""
    incidents: tuple[Incident, ...] = ()
    usual_us: UsualUs | None = None


def concerned(rule: Rule, components: Iterable[Component]) -> list[Component]:
    """The components that a rule can be about, and what they depend on, which may hold an alert back."""
    found = {component.id: component for component in components}
    if rule.named is None:
        return list(found.values())
    wanted: set[str] = set()
    ways = [one for one in rule.named if one in found]
    while ways:
        component = found[ways.pop()]
        wanted.add(component.id)
        ways += [one for one in component.depends_on if one in found and one not in wanted]
    return [component for component in found.values() if component.id in wanted]


def affordable_ms(rule: Rule, components: Collection[Component], longest_ms: int) -> int:
    """How far back a rule can be replayed in a few seconds: less than ``longest_ms`` where much has to be read."""
    a_day = sum(_DAY_S / min(component.interval, _BUCKET_S) for component in components)
    judges_all = rule.looks_at_all and rule.scope is not Scope.WHOLE
    each = 1 + len(components) / _JUDGED_MEANWHILE if judges_all else 1
    return min(longest_ms, round(_MOST_READ / max(a_day * each, 1) * _DAY_S * 1000))


def replay(rule: Rule, pasts: Iterable[Past], since_ms: int, now_ms: int) -> Replay:
    """Evaluate a rule over the past, as if it were the only one. Results are processed as they are read."""
    pasts = tuple(pasts)
    engine = Engine([replace(rule, enabled=True)])
    engine.facts.set_usual({past.component.id: past.usual_us for past in pasts if past.usual_us is not None})
    alerts: dict[str, Alert] = {}
    events: list[AlertEvent] = []
    notified = 0

    def keep(changes: AlertChanges) -> None:
        nonlocal notified
        alerts.update({alert.id: alert for alert in changes.alerts})
        events.extend(changes.events)
        notified += sum(event.kind is AlertEventKind.NOTIFIED for event in changes.events)

    views = {
        past.component.id: _view(past.component, None, 0, Status.UNKNOWN, None, english(msg("Not checked yet.")))
        for past in pasts
    }
    keep(engine.update_components(views, offline=False, now_ms=since_ms))
    merged = heapq.merge(*map(_views, pasts), key=lambda view: view.state.checked_ms or 0)
    for number, view in enumerate(merged):
        if number % _REPORTED_EVERY == 0:
            advance((view.state.checked_ms or 0) - since_ms, now_ms - since_ms)
        at_ms = max(view.state.checked_ms or 0, engine.facts.now_ms)  # a long check may end after the next began
        _let_pass(engine, at_ms, keep)
        keep(engine.observe(view, at_ms))
    _let_pass(engine, now_ms, keep)
    fired = tuple(alert for alert in alerts.values() if alert.firing_ms is not None)
    suppressed = sum(event.kind is AlertEventKind.SUPPRESSED for event in events)
    return Replay(fired, notified, suppressed, tuple(events), now_ms - since_ms)


def _let_pass(engine: Engine, until_ms: int, keep: Callable[[AlertChanges], None]) -> None:
    """Process what time alone changes, up to then."""
    now_ms = engine.facts.now_ms
    while (due_ms := engine.next_due_ms(now_ms)) is not None and due_ms <= until_ms:
        now_ms = max(due_ms, now_ms + 1)
        keep(engine.tick(now_ms))


def _views(past: Past) -> Iterable[ComponentView]:
    confirmed = _Confirmed(past.incidents)
    for bucket in past.buckets:
        if bucket.checks > bucket.unknown:
            mean_us = round(bucket.mean_us or 0)
            outcome = Outcome.HEALTHY if bucket.healthy or bucket.degraded else Outcome.ERROR
            reason = None if outcome is Outcome.HEALTHY else Reason.INTERNAL
            result = Result(past.component.id, bucket.start_ms, mean_us, outcome, "", reason)
            yield _as_confirmed(past.component, result, confirmed)
    for result in past.results:
        yield _as_confirmed(past.component, result, confirmed)


def _as_confirmed(component: Component, result: Result, confirmed: "_Confirmed") -> ComponentView:
    ended_ms = result.began_ms + result.duration_us // 1000
    status, reason, sentence = confirmed.at(ended_ms + _NOTED_MS)
    if result.outcome is Outcome.UNKNOWN:
        status, reason = Status.UNKNOWN, result.reason
    return _view(component, result, ended_ms, status, reason, sentence or result.sentence)


def _view(
    component: Component, result: Result | None, at_ms: int, status: Status, reason: Reason | None, sentence: str
) -> ComponentView:
    checked_ms = at_ms if result is not None else None
    duration_us = result.duration_us if result is not None else None
    state = ComponentState(component.id, status, at_ms, reason, sentence, checked_ms, duration_us)
    return ComponentView(component, state, result)


class _Confirmed:
    """The confirmed status over time, from the incidents' timelines."""

    def __init__(self, incidents: Iterable[Incident]) -> None:
        self._changes: list[tuple[int, Status, Reason | None, str]] = [(0, Status.HEALTHY, None, "")]
        for incident in sorted(incidents, key=lambda incident: incident.began_ms):
            for event in incident.timeline:
                if event.kind is IncidentEventKind.FIRST_FAILURE:
                    continue
                if event.kind in (IncidentEventKind.RECOVERED, IncidentEventKind.UNWATCHED):
                    self._changes.append((event.at_ms, Status.HEALTHY, None, ""))
                else:
                    self._changes.append((event.at_ms, event.status, event.reason, event.sentence))
        self._times = [change[0] for change in self._changes]

    def at(self, at_ms: int) -> tuple[Status, Reason | None, str]:
        _, status, reason, sentence = self._changes[bisect_right(self._times, at_ms) - 1]
        return status, reason, sentence
