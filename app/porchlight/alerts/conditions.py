"""Conditions as functions: compiled once, called at every result. Pure; they never raise.

An answer is True, False or None: unknown, because the component was not checked yet or could not be.
"""

import statistics
from collections.abc import Callable, Sequence
from itertools import takewhile

from porchlight.alerts.facts import Facts
from porchlight.comparison import Operator, holds
from porchlight.model.alert import OPERATION
from porchlight.model.component import ITSELF
from porchlight.model.operation import Operation
from porchlight.model.snapshot import ComponentView
from porchlight.model.status import Outcome, Status
from porchlight.settings.alerting import leaves
from porchlight.settings.rules import (
    EACH,
    AllOf,
    AnyOf,
    ComponentCondition,
    Condition,
    NotOf,
    OperationCondition,
    ReportCondition,
)

Verdict = bool | None
Judge = Callable[[Facts, str, bool], Verdict]
"""Of the facts, the subject, and whether its alert exists already (slowness ends later than it begins)."""

SLOW_ENOUGH = 3
"""Of the last five checks, that must be over the limit."""
FAST_SHARE = 0.8
"""All of the last five under this share of the limit end it."""
NEVER_SLOW_US = 500_000
"""A response time under this is not called slow, however quick it usually is."""
FEWEST_RUNS = 5
"""Runs of an operation, below which there is no usual value."""
FEWEST_ITEMS = 10
SHORTEST_RUN_MS = 1000.0
SMALL_SHARE = 0.1
"""A run below these, or below this share of the usual count or duration, is too small to have a rate."""


def compile_condition(condition: Condition) -> Judge:
    """The function that evaluates a condition."""
    match condition:
        case AllOf():
            return _all([compile_condition(inner) for inner in condition.all])
        case AnyOf():
            return _any([compile_condition(inner) for inner in condition.any])
        case NotOf():
            return _not(compile_condition(condition.not_))
        case ReportCondition():
            return _report(condition)
        case OperationCondition():
            return _operation(condition)
    return _component(condition)


def selects(condition: ComponentCondition, view: ComponentView) -> bool:
    """Whether a condition is about a component."""
    component = view.component
    return (
        (not condition.component or EACH in condition.component or component.id in condition.component)
        and component.id not in condition.besides
        and (condition.tag is None or condition.tag in component.tags)
        and (component.kind in condition.kind if condition.kind else component.id != ITSELF.id)
        and (condition.critical is None or condition.critical is component.critical)
    )


def is_timed(condition: Condition) -> bool:
    """Whether time alone may make it true."""
    return any(
        (isinstance(leaf, ComponentCondition) and leaf.last_success_older_than is not None)
        or (isinstance(leaf, OperationCondition) and (leaf.older_than or leaf.overdue) is not None)
        for leaf in leaves(condition)
    )


# -- all, any, not: Kleene's logic


def _all(judges: list[Judge]) -> Judge:
    def judge(facts: Facts, subject: str, active: bool) -> Verdict:
        found: Verdict = True
        for inner in judges:
            verdict = inner(facts, subject, active)
            if verdict is False:
                return False
            if verdict is None:
                found = None
        return found

    return judge


def _any(judges: list[Judge]) -> Judge:
    def judge(facts: Facts, subject: str, active: bool) -> Verdict:
        unknown = denied = False
        for inner in judges:
            verdict = inner(facts, subject, active)
            if verdict:
                return True
            if verdict is None:
                unknown = True
            else:
                denied = True
        # A condition that holds in no half with an answer is over, or an alert would never end where the other half
        # never has one: before a baseline is learned, or where the usage call answers 404. While the component has no
        # results at all, nothing follows: its certificate expires all the same.
        if unknown and (not active or not denied or _failed(facts, subject)):
            return None
        return False

    return judge


def _failed(facts: Facts, subject: str) -> bool:
    """Whether the component's last check failed, confirmed or not."""
    view = facts.view(subject)
    return view is not None and view.result is not None and view.result.outcome is Outcome.ERROR


def _not(inner: Judge) -> Judge:
    def judge(facts: Facts, subject: str, active: bool) -> Verdict:
        verdict = inner(facts, subject, active)
        return None if verdict is None else not verdict

    return judge


# -- one component


_Test = Callable[[Facts, ComponentView, bool], Verdict]


def _component(condition: ComponentCondition) -> Judge:
    single = condition.single
    tests = _tests(condition)
    # first and without a call, since most results end here
    statuses = frozenset(condition.status)
    includes_unknown = Status.UNKNOWN in statuses

    def judge(facts: Facts, subject: str, active: bool) -> Verdict:
        view = facts.views.get(single or subject) or facts.view(single or subject)
        if view is None:
            return None
        status = view.state.status
        if status is Status.DISABLED or (view.component.id not in facts.fresh and not active):
            return None
        if single is None and not selects(condition, view):
            return False
        if status is Status.UNKNOWN and not includes_unknown:
            return None
        if statuses and status not in statuses:
            return False
        found: Verdict = True
        for test in tests:
            verdict = test(facts, view, active)
            if verdict is False:
                return False
            if verdict is None:
                found = None
        return found

    return judge


def _tests(condition: ComponentCondition) -> list[_Test]:
    tests: list[_Test] = []
    if condition.reason or condition.reason_not:
        tests.append(_reason(condition))
    if (limit := condition.response_time_over) is not None:
        limit_us = limit * 1_000_000
        tests.append(lambda facts, view, active: _slow(facts, view, limit_us, active))
    if (times := condition.response_time_over_baseline) is not None:
        tests.append(_over_baseline(times))
    if condition.measure is not None:
        tests.append(_measure(condition.measure, condition.operator, condition.value))
    if condition.certificate_days_below is not None:
        tests.append(_measure("certificate_days", Operator.LESS_THAN, condition.certificate_days_below))
    if condition.quota_used_above is not None:
        tests.append(_measure("quota_used", Operator.GREATER_THAN, condition.quota_used_above))
    if (age := condition.last_success_older_than) is not None:
        tests.append(_age(round(age * 1000)))
    return tests


def _reason(condition: ComponentCondition) -> _Test:
    wanted, unwanted = frozenset(condition.reason), frozenset(condition.reason_not)

    def test(facts: Facts, view: ComponentView, active: bool) -> Verdict:
        reason = view.state.reason
        return (not wanted or reason in wanted) and reason not in unwanted

    return test


def _measure(name: str, operator: Operator, value: float | str | bool | None) -> _Test:
    def test(facts: Facts, view: ComponentView, active: bool) -> Verdict:
        measure = view.result.measures.get(name) if view.result else None
        return None if measure is None else holds(operator, measure.value, value)

    return test


def _over_baseline(times: float) -> _Test:
    def test(facts: Facts, view: ComponentView, active: bool) -> Verdict:
        learned = facts.usual_us.get(view.component.id)
        usual = learned(facts.now_ms) if learned is not None else None
        return None if usual is None else _slow(facts, view, max(usual * times, NEVER_SLOW_US), active)

    return test


def _slow(facts: Facts, view: ComponentView, limit_us: float, active: bool) -> Verdict:
    recent = facts.recent_us.get(view.component.id, ())
    if active:
        return not recent or any(duration >= FAST_SHARE * limit_us for duration in recent)
    return sum(duration > limit_us for duration in recent) >= SLOW_ENOUGH


def _age(limit_ms: int) -> _Test:
    def test(facts: Facts, view: ComponentView, active: bool) -> Verdict:
        at_ms = facts.last_success_ms.get(view.component.id)
        if at_ms is None:
            if view.state.status is Status.HEALTHY:
                return False
            at_ms = view.state.since_ms
        return facts.now_ms - at_ms > limit_ms

    return test


# -- the whole report


def _report(condition: ReportCondition) -> Judge:
    path, operator, value = condition.path, condition.operator, condition.value

    def judge(facts: Facts, subject: str, active: bool) -> Verdict:
        if not facts.views or facts.fresh <= {ITSELF.id}:
            return None
        try:
            actual = facts.place(path)
        except KeyError:
            return None
        return holds(operator, actual, value)

    return judge


# -- operations


def _operation(condition: OperationCondition) -> Judge:
    def judge(facts: Facts, subject: str, active: bool) -> Verdict:
        name = subject.removeprefix(OPERATION) if condition.operation == EACH else condition.operation
        runs = facts.operations.get(name)
        if not runs:
            return None
        last = runs[-1]
        answers: list[Verdict] = []
        if condition.failures is not None:
            newest = list(runs)[-condition.failures :]
            answers.append(len(newest) == condition.failures and not any(run.ok for run in newest))
        if condition.older_than is not None:
            answers.append(facts.now_ms - _last_good_ms(runs) > condition.older_than * 1000)
        if condition.overdue is not None:
            expected_ms = last.expected_ms
            late = expected_ms is not None and facts.now_ms - _last_good_ms(runs) > condition.overdue * expected_ms
            answers.append(late)
        if condition.slower_than is not None:
            answers.append(last.duration_ms > condition.slower_than * 1000)
        if condition.rate_below is not None:
            answers.append(None if last.rate is None else last.rate < condition.rate_below)
        if condition.rate_below_baseline is not None:
            usual = usual_rate(list(runs)[:-1])
            if usual is None or last.rate is None:
                answers.append(None)
            else:  # a run that is too small to have a rate is not a slow one
                slow = last.rate < condition.rate_below_baseline * usual
                answers.append(slow and not _is_small(last, list(runs)[:-1]))
        return False if False in answers else None if None in answers else True

    return judge


def _last_good_ms(runs: Sequence[Operation]) -> float:
    """When the last good run ended; where none is known, when the first known one began."""
    good = [run for run in runs if run.ok]
    return good[-1].began_ms + good[-1].duration_ms if good else runs[0].began_ms


def usual_rate(runs: Sequence[Operation]) -> float | None:
    """The median of earlier runs' items a second; None where too few of them had a rate."""
    rates = [run.rate for run in runs if run.rate is not None]
    return statistics.median(rates) if len(rates) >= FEWEST_RUNS else None


def slow_runs(runs: Sequence[Operation], limit: float) -> list[Operation]:
    """The last runs in a row that handled less than this many items a second, the newest first."""
    return list(
        takewhile(lambda run: run.rate is not None and run.rate < limit and not _is_small(run, runs), reversed(runs))
    )


def _is_small(run: Operation, earlier: Sequence[Operation]) -> bool:
    """Whether a run shows nothing about how quickly items are handled: its fixed work (logging in, asking whether
    there is anything) takes most of its time."""
    counts = [one.processed for one in earlier if one.processed]
    enough = max(FEWEST_ITEMS, SMALL_SHARE * statistics.median(counts)) if counts else FEWEST_ITEMS
    durations = [one.duration_ms for one in earlier]
    long = max(SHORTEST_RUN_MS, SMALL_SHARE * statistics.median(durations)) if durations else SHORTEST_RUN_MS
    return (run.processed or 0) < enough or run.duration_ms < long
