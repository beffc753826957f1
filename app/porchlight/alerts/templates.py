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
from porchlight.language.english import english
from porchlight.language.text import Duration, ResponseTime, Share, Text, msg, msg_plural, sentences
from porchlight.model.alert import OPERATION, is_operation
from porchlight.model.job_names import job_name
from porchlight.model.operation import Operation
from porchlight.model.snapshot import ComponentView
from porchlight.model.status import Status
from porchlight.settings.alerting import PLACE, leaves
from porchlight.settings.builtin_rules import rule_name
from porchlight.settings.rules import ComponentCondition, OperationCondition


def sentence_of(rule: Rule, subject: str, facts: Facts) -> str:
    """What is wrong, in one sentence: the rule's own text, or one that each channel writes in its language."""
    if rule.message is not None:
        return filled(rule.message, rule, subject, facts)
    view = facts.view(subject)
    if view is not None:
        return english(_slow_text(rule, view, facts) or _measured_text(rule, view) or view.state.sentence)
    if is_operation(subject):
        return english(_operation_text(rule, subject, facts))
    summary = facts.summary()
    return english(
        msg(
            "{rule}: {errors} in error, {degraded} degraded, of {total}.",
            rule=rule_name(rule.id, rule.name),
            errors=summary["errors"],
            degraded=summary["degraded"],
            total=summary["total"],
        )
    )


def _slow_text(rule: Rule, view: ComponentView, facts: Facts) -> Text | None:
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
    now = ResponseTime(statistics.median(recent))
    return msg("Answering in {now}; {usual} is usual at this hour.", now=now, usual=ResponseTime(usual_us))


def _measured_text(rule: Rule, view: ComponentView) -> Text | None:
    """The figure for which the rule fires while the component itself is well, whose sentence has only that."""
    if view.state.status is not Status.HEALTHY or view.result is None:
        return None
    for leaf in leaves(rule.when):
        if not isinstance(leaf, ComponentCondition):
            continue
        used, days = (view.result.measures.get(name) for name in ("quota_used", "certificate_days"))
        if leaf.quota_used_above is not None and used is not None and used.value > leaf.quota_used_above:
            return msg("{share} of its quota is used.", share=Share(math.floor(used.value) / 100, 0))
        if leaf.certificate_days_below is not None and days is not None and days.value < leaf.certificate_days_below:
            whole = math.floor(days.value)
            if whole < 1:
                return msg("Its certificate expires in less than a day.")
            return msg_plural("Its certificate expires in {n} day.", "Its certificate expires in {n} days.", whole)
    return None


def headline(rule: Rule, subject: str, facts: Facts) -> Text | str:
    """A rule's title: which of its several conditions holds, where nobody has given it another text."""
    name = rule_name(rule.id, rule.name)
    if isinstance(name, str) or not is_operation(subject):
        return name
    for leaf in _in_force(rule, subject, facts):
        if leaf.failures is not None:
            return msg("Runs are failing")
        if leaf.rate_below_baseline is not None or leaf.slower_than is not None:
            return msg("Much slower than usual")
    return name


def _in_force(rule: Rule, subject: str, facts: Facts) -> list[OperationCondition]:
    """The parts of a rule about a job that hold now."""
    if not facts.operations.get(subject.removeprefix(OPERATION)):
        return []
    return [
        leaf
        for leaf in leaves(rule.when)
        if isinstance(leaf, OperationCondition) and compile_condition(leaf)(facts, subject, True)
    ]


def _operation_text(rule: Rule, subject: str, facts: Facts) -> Text:
    """The rule's finding about a job, with its figures."""
    name = subject.removeprefix(OPERATION)
    runs = list(facts.operations.get(name, ()))
    found = [text for leaf in _in_force(rule, subject, facts) for text in _operation_facts(leaf, runs, facts.now_ms)]
    if not found:
        job = job_name(name, runs[-1].subject if runs else "")
        return msg("{rule}: {job}.", rule=rule_name(rule.id, rule.name), job=job)
    return sentences(*found)


def _operation_facts(asked: OperationCondition, runs: list[Operation], now_ms: int) -> Iterator[Text]:
    last = runs[-1]

    def since(run: Operation) -> Duration:
        return Duration(max(now_ms - run.began_ms - run.duration_ms, 0) / 1000)

    if asked.failures is not None:
        failed = list(takewhile(lambda run: not run.ok, reversed(runs)))
        first = since(failed[-1]) if failed else since(last)
        failures = msg_plural(
            "The last run failed {newest} ago.",
            "The last {n} runs failed, the first {first} ago and the newest {newest} ago.",
            len(failed),
            first=first,
            newest=since(last),
        )
        yield sentences(failures, last.why)
    if asked.older_than is not None or asked.overdue is not None:
        good = [run for run in runs if run.ok]
        since_ms = good[-1].began_ms + good[-1].duration_ms if good else runs[0].began_ms
        yield msg("No run has succeeded for {span}.", span=Duration(max(now_ms - since_ms, 0) / 1000))
    if asked.slower_than is not None:
        took, limit = Duration(last.duration_ms / 1000), Duration(asked.slower_than)
        yield msg("The last run took {took}; the limit is {limit}.", took=took, limit=limit)
    usual = usual_rate(runs[:-1])
    if asked.rate_below_baseline is not None and last.rate is not None and usual is not None:
        yield _slowness(last.rate, usual)
        slow = slow_runs(runs, asked.rate_below_baseline * usual)
        if len(slow) > 1:
            yield msg_plural(
                "The last run was slow.",
                "The last {n} runs were slow, the first of them {first} ago.",
                len(slow),
                first=since(slow[-1]),
            )
    elif asked.rate_below is not None and last.rate is not None:
        yield msg(
            "The last run handled {rate} items per second; the limit is {limit}.",
            rate=_rounded(last.rate),
            limit=asked.rate_below,
        )


def _slowness(rate: float, usual: float) -> Text:
    if not rate:
        return msg("The last run handled no items; {usual} per second is usual.", usual=_rounded(usual))
    return msg(
        "The last run handled {rate} items per second; {usual} is usual ({times} times faster).",
        rate=_rounded(rate),
        usual=_rounded(usual),
        times=_rounded(usual / rate, 2),
    )


def _rounded(value: float, figures: int = 3) -> float:
    return float(f"{value:.{figures}g}")


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
