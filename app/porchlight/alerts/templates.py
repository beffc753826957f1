"""The text of an alert: the rule's own template with its places filled in, or ours. Pure."""

import math
import re
import statistics
from collections.abc import Iterator
from itertools import takewhile
from typing import Any

from porchlight.alerts.conditions import compile_condition, slow_runs, usual_rate
from porchlight.alerts.facts import Facts, described
from porchlight.alerts.rules import Rule
from porchlight.model.alert import OPERATION, is_operation, subject_title
from porchlight.model.amounts import milliseconds
from porchlight.model.operation import Operation
from porchlight.model.snapshot import ComponentView
from porchlight.model.status import Status
from porchlight.model.times import how_long
from porchlight.settings.alerting import PLACE, leaves
from porchlight.settings.builtin_rules import BUILT_IN
from porchlight.settings.rules import ComponentCondition, OperationCondition


def sentence_of(rule: Rule, subject: str, facts: Facts) -> str:
    """What is wrong, in one sentence."""
    if rule.message is not None:
        return filled(rule.message, rule, subject, facts)
    view = facts.view(subject)
    if view is not None:
        return _slow_sentence(rule, view, facts) or _measured_sentence(rule, view) or view.state.sentence
    if is_operation(subject):
        return _operation_sentence(rule, subject, facts)
    summary = facts.summary()
    return f"{rule.name}: {summary['errors']} in error, {summary['degraded']} degraded, of {summary['total']}."


def _slow_sentence(rule: Rule, view: ComponentView, facts: Facts) -> str | None:
    """How slow it is and what is usual, where the rule fires for that while the component itself is well."""
    slow = any(
        isinstance(leaf, ComponentCondition) and leaf.response_time_over_baseline is not None
        for leaf in leaves(rule.when)
    )
    learned = facts.usual_us.get(view.component.id)
    usual_us = learned(facts.now_ms) if learned is not None else None
    recent = facts.recent_us.get(view.component.id)
    if not slow or view.state.status is not Status.HEALTHY or usual_us is None or not recent:
        return None
    now_us = statistics.median(recent)
    return f"It answers in {milliseconds(now_us)}; {milliseconds(usual_us)} is usual at this hour."


def _measured_sentence(rule: Rule, view: ComponentView) -> str | None:
    """The figure for which the rule fires while the component itself is well, whose sentence has only that."""
    if view.state.status is not Status.HEALTHY or view.result is None:
        return None
    for leaf in leaves(rule.when):
        if not isinstance(leaf, ComponentCondition):
            continue
        used, days = (view.result.measures.get(name) for name in ("quota_used", "certificate_days"))
        if leaf.quota_used_above is not None and used is not None and used.value > leaf.quota_used_above:
            return f"{math.floor(used.value)} % of its quota is used."
        if leaf.certificate_days_below is not None and days is not None and days.value < leaf.certificate_days_below:
            whole = math.floor(days.value)
            left = "in less than a day" if whole < 1 else "in one day" if whole == 1 else f"in {whole} days"
            return f"Its certificate ends {left}."
    return None


def headline(rule: Rule, subject: str, facts: Facts) -> str:
    """A rule's title: which of its several conditions holds, where nobody has given it another text."""
    known = BUILT_IN.get(rule.id)
    if known is None or known["name"] != rule.name or not is_operation(subject):
        return rule.name
    for leaf in _in_force(rule, subject, facts):
        if leaf.failures is not None:
            return "Its runs fail"
        if leaf.rate_below_baseline is not None or leaf.slower_than is not None:
            return "Much slower than usual"
    return rule.name


def _in_force(rule: Rule, subject: str, facts: Facts) -> list[OperationCondition]:
    """The parts of a rule about a job that hold now."""
    if not facts.operations.get(subject.removeprefix(OPERATION)):
        return []
    return [
        leaf
        for leaf in leaves(rule.when)
        if isinstance(leaf, OperationCondition) and compile_condition(leaf)(facts, subject, True)
    ]


def _operation_sentence(rule: Rule, subject: str, facts: Facts) -> str:
    """The rule's finding about a job, with its figures."""
    name = subject.removeprefix(OPERATION)
    runs = list(facts.operations.get(name, ()))
    found = [text for leaf in _in_force(rule, subject, facts) for text in _operation_facts(leaf, runs, facts.now_ms)]
    return " ".join(found) if found else f"{rule.name}: {subject_title(subject, runs[-1] if runs else None)}."


def _operation_facts(asked: OperationCondition, runs: list[Operation], now_ms: int) -> Iterator[str]:
    last = runs[-1]

    def ago(run: Operation) -> str:
        return how_long(max(now_ms - run.began_ms - run.duration_ms, 0) / 1000)

    if asked.failures is not None:
        failed = list(takewhile(lambda run: not run.ok, reversed(runs)))
        why = f" {last.why}" if last.why else ""
        if len(failed) == 1:
            yield f"The last run failed {ago(last)} ago.{why}"
        else:
            first = failed[-1]
            yield f"The last {len(failed)} runs failed, the first {ago(first)} ago, the newest {ago(last)} ago.{why}"
    if asked.older_than is not None or asked.overdue is not None:
        good = [run for run in runs if run.ok]
        since_ms = good[-1].began_ms + good[-1].duration_ms if good else runs[0].began_ms
        yield f"It has not succeeded for {how_long(max(now_ms - since_ms, 0) / 1000)}."
    if asked.slower_than is not None:
        yield f"Its last run took {how_long(last.duration_ms / 1000)}; {how_long(asked.slower_than)} is the limit."
    usual = usual_rate(runs[:-1])
    if asked.rate_below_baseline is not None and last.rate is not None and usual is not None:
        slow = slow_runs(runs, asked.rate_below_baseline * usual)
        times = f": {usual / last.rate:.2g} times as slow" if last.rate else ""
        since = f", for {len(slow)} runs, the first of them {ago(slow[-1])} ago" if len(slow) > 1 else ""
        yield f"Its last run handled {last.rate:.3g} items a second; {usual:.3g} is usual{times}{since}."
    elif asked.rate_below is not None and last.rate is not None:
        yield f"Its last run handled {last.rate:.3g} items a second; {asked.rate_below:g} is the limit."


def filled(template: str, rule: Rule, subject: str, facts: Facts) -> str:
    """The template with its places filled in; an unknown one is left visible."""

    def fill(match: re.Match[str]) -> str:
        try:
            value = _value(match[1], rule, subject, facts)
        except (KeyError, TypeError):
            return match[0]
        return f"{value:g}" if isinstance(value, float) else "none" if value is None else str(value)

    return PLACE.sub(fill, template)


def _value(place: str, rule: Rule, subject: str, facts: Facts) -> Any:
    first, _, rest = place.partition(".")
    if first == "component":
        view = facts.view(subject)
        if view is None:
            raise KeyError(place)
        value: Any = described(view)
        for name in rest.split("."):
            value = value[name]
        return value
    if first == "rule":
        return {"id": rule.id, "name": rule.name, "severity": rule.severity.value}[rest]
    if first == "operation":
        return subject.removeprefix(OPERATION)
    return facts.place(place)
