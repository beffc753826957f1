"""From a batch of the outbox to the message for people."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from porchlight.alerts.engine import gravest
from porchlight.alerts.facts import Facts, described, stops_others
from porchlight.alerts.guard import REMINDER
from porchlight.alerts.outbox import Batch
from porchlight.alerts.rules import Rule
from porchlight.alerts.templates import headline
from porchlight.dataclass import dataclass
from porchlight.intake.text import NAME, SENTENCE, clean_line
from porchlight.language.render import Renderer
from porchlight.language.text import Duration, Moment, Text, first_of, msg, msg_plural, sentences
from porchlight.model.alert import (
    ENDS,
    OPERATION,
    Alert,
    AlertState,
    NotificationKind,
    Severity,
    is_operation,
)
from porchlight.model.job_names import job_name
from porchlight.model.message import AlertLabel, Dropped, Message, MessageKind
from porchlight.model.operation import Operation
from porchlight.model.ports import VendorReports
from porchlight.model.snapshot import ComponentView, ancestors, shares_cause
from porchlight.model.status import Reason, Status
from porchlight.model.times import iso
from porchlight.model.vendor import VendorState
from porchlight.settings.builtin_rules import rule_name

_log = logging.getLogger(__name__)

_MOST_NAMED = 20
"""Lines of one message; the number of further ones is added."""
_MOST_AFFECTED = 20
_OUTAGES = frozenset(
    {
        Reason.TIMEOUT,
        Reason.REFUSED,
        Reason.DNS,
        Reason.UNREACHABLE,
        Reason.HTTP_STATUS,
        Reason.CONTENT,
        Reason.UNAVAILABLE,
    }
)
"""Reasons for which people say that something is down."""


class Insight(Protocol):
    """What a trouble means for people."""

    def next_step(self, reason: Reason, kind: str, /) -> Text:
        """What to do about it, for a kind of component."""
        ...

    def trouble(self, reason: Reason, status: Status, name: str, /) -> Text:
        """What is wrong with the component of this name, without a full stop."""
        ...


@dataclass(frozen=True, slots=True)
class Composer:
    """Writes what the outbox sends."""

    facts: Facts
    insight: Insight
    vendors: VendorReports | None = None
    """What the vendors of failing components report."""

    def compose(
        self, batch: Batch, alerts: Mapping[str, Alert], rules: Mapping[str, Rule], now_ms: int, render: Renderer
    ) -> Message:
        """The message of a batch. Alerts that are no longer known are left out."""
        kinds: dict[str, NotificationKind] = {}
        for one in batch.notifications:  # the last notification of an alert counts
            kinds[one.alert] = one.kind
        labels = tuple(self.label(alerts[one], rules, kind, render) for one, kind in kinds.items() if one in alerts)
        labels = tuple(sorted(labels, key=lambda one: list(Severity).index(one.alert.severity)))
        kind = _kind(_kinds(batch))
        return Message(
            id=batch.message,
            kind=kind,
            severity=gravest(one.alert.severity for one in labels),
            title=render(title_of(kind, labels)),
            text="\n".join(render(line) for line in lines_of(labels)),
            at_ms=now_ms,
            labels=labels,
            report=self._report(now_ms),
            attempt=batch.attempt,
            recipients=batch.recipients,
            language=render.language,
        )

    def label(self, alert: Alert, rules: Mapping[str, Rule], kind: NotificationKind, render: Renderer) -> AlertLabel:
        """One alert within a message; with its sentence alone where the rest fails."""
        try:
            return self._label(alert, rules, kind, render)
        except Exception:
            _log.exception("the label of an alert about “%s” cannot be put together", alert.subject)
            rule = rules.get(alert.rule)
            over = alert.state is AlertState.RESOLVED
            return AlertLabel(alert, rule.name if rule is not None else alert.rule, alert.subject, over)

    def _report(self, now_ms: int) -> Mapping[str, object]:
        try:
            return report_of(self.facts, now_ms)
        except Exception:
            _log.exception("the report cannot go with a message")
            return {}

    def _label(self, alert: Alert, rules: Mapping[str, Rule], kind: NotificationKind, render: Renderer) -> AlertLabel:
        view = self.facts.view(alert.subject)
        run = self._last_run(alert.subject)
        source = view or (self.facts.view(run.source) if run is not None else None)
        over = alert.state is AlertState.RESOLVED and not alert.rule.startswith(REMINDER)
        reason = source.state.reason if source is not None and not over else None
        report = self.vendors.report(alert.subject) if self.vendors and view is not None and not over else None
        rule = rules.get(alert.rule)
        name = render(view.component.name if view else _subject_name(alert.subject, run))
        return AlertLabel(
            alert=replace(alert, sentence=render(alert.sentence)),
            rule_name=render(self._rule_name(alert, rule)),
            component_name=name,
            headline="" if over else render(self._trouble(view, rule)),
            unwell=over and view is not None and _is_troubled(view),
            over=over,
            advice=render(self.insight.next_step(reason, source.component.kind)) if source and reason else "",
            vendor=report if report is not None and report.is_known else None,
            dropped=_dropped(alert, view) if kind is NotificationKind.DROPPED else None,
            affected=() if view is None or over else self._affected(view),
            view=view,
        )

    def _rule_name(self, alert: Alert, rule: Rule | None) -> Text | str:
        if rule is None:
            return msg("Reminder") if alert.rule.startswith(REMINDER) else alert.rule
        if alert.state is AlertState.RESOLVED:
            return rule_name(rule.id, rule.name)
        return headline(rule, alert.subject, self.facts)

    def _trouble(self, view: ComponentView | None, rule: Rule | None) -> Text | str:
        """A component's trouble as a title; empty where the rule's name says more, such as one of the user."""
        if view is None or view.state.reason is None or rule is None or not _is_troubled(view):
            return ""
        if isinstance(rule_name(rule.id, rule.name), str):
            return ""
        name, state = view.component.name, view.state
        if state.status is Status.ERROR and state.reason in _OUTAGES:
            return msg("{name} has been down since {time}", name=name, time=Moment(state.since_ms))
        return self.insight.trouble(view.state.reason, view.state.status, name)

    def _last_run(self, subject: str) -> Operation | None:
        if not is_operation(subject):
            return None
        runs = self.facts.operations.get(subject.removeprefix(OPERATION))
        return runs[-1] if runs else None

    def _affected(self, cause: ComponentView) -> tuple[str, ...]:
        """The names of the components that cannot be checked because of it: those that depend on it while it is down,
        whether or not they were checked since, and those whose trouble has the same cause."""
        views = self.facts.views
        down, stops = cause.state.status is Status.ERROR, stops_others(cause.state)

        def follows(component_id: str, view: ComponentView) -> bool:
            return (
                stops and (down or _is_troubled(view)) and any(one is cause for one in ancestors(views, component_id))
            )

        return tuple(
            view.component.name
            for component_id, view in views.items()
            if view is not cause
            and view.state.status is not Status.DISABLED
            and ((_is_troubled(view) and shares_cause(view, cause)) or follows(component_id, view))
        )


def _is_troubled(view: ComponentView) -> bool:
    return view.state.suspected or view.state.status in (Status.ERROR, Status.DEGRADED)


def simpler(
    batch: Batch, alerts: Sequence[Alert], rules: Mapping[str, Rule], now_ms: int, render: Renderer
) -> Message:
    """A message of plain lines only: for what could not be composed, or sent, as a whole."""
    lines = [
        f"{clean_line(render(_subject_name(one.subject, None)), NAME)}: {clean_line(render(one.sentence), SENTENCE)}"
        for one in alerts[:_MOST_NAMED]
    ]
    rule = rules.get(alerts[0].rule) if len(alerts) == 1 else None
    title = rule_name(rule.id, rule.name) if rule is not None else _count(len(alerts))
    return Message(
        id=batch.message,
        kind=_kind(_kinds(batch)),
        severity=gravest(one.severity for one in alerts),
        title=clean_line(render(title), NAME),
        text="\n".join(line.removeprefix(": ") for line in lines),
        at_ms=now_ms,
        labels=(),
        report={},
        attempt=batch.attempt,
        recipients=batch.recipients,
        language=render.language,
    )


def _subject_name(subject: str, run: Operation | None) -> Text | str:
    if not is_operation(subject):
        return subject
    return job_name(subject.removeprefix(OPERATION), run.subject if run is not None else "")


def _dropped(alert: Alert, view: ComponentView | None) -> Dropped:
    about_a_component = bool(alert.subject) and not is_operation(alert.subject)
    return Dropped.COMPONENT if about_a_component and view is None else Dropped.RULE


def _kinds(batch: Batch) -> set[NotificationKind]:
    """What is new in a batch: to a first-time recipient of an alert nothing is worse, or still firing."""
    begun = {one.alert for one in batch.notifications if one.kind is NotificationKind.FIRING}
    return {
        NotificationKind.FIRING if one.alert in begun and one.kind not in ENDS else one.kind
        for one in batch.notifications
    }


def _kind(kinds: set[NotificationKind]) -> MessageKind:
    if kinds <= ENDS:
        return MessageKind.RESOLVED
    return MessageKind(kinds.pop().value) if len(kinds) == 1 else MessageKind.DIGEST


def report_of(facts: Facts, now_ms: int) -> dict[str, object]:
    """The sync system's ``data``: the report with the components in error."""
    return {
        "timestamp": iso(now_ms),
        "status": facts.status(),
        "summary": facts.summary(),
        "components": [described(view) for view in facts.views.values() if view.state.status is Status.ERROR],
    }


def title_of(kind: MessageKind, labels: tuple[AlertLabel, ...]) -> Text:
    """One line."""
    if len(labels) == 1:
        return _title_of_one(kind, labels[0])
    over = sum(one.over for one in labels)
    firing = len(labels) - over
    if not firing:
        return msg_plural("{n} alert resolved", "{n} alerts resolved", over)
    title = msg_plural("{n} alert is firing", "{n} alerts are firing", firing)
    if not over:
        return title
    return msg("{firing}, {resolved}", firing=title, resolved=msg_plural("{n} resolved", "{n} resolved", over))


def _title_of_one(kind: MessageKind, one: AlertLabel) -> Text:
    if one.dropped is not None:
        return _end_of_watch(one, one.dropped)
    if one.over:
        return _recovery(one)
    title = _headline(one)
    match kind:
        case MessageKind.STILL_FIRING:
            return msg("Reminder: {title}", title=title)
        case MessageKind.WORSE:
            return msg("Worse now: {title}", title=title)
    return title


def _headline(one: AlertLabel) -> Text:
    if one.headline:
        return sentences(one.headline)
    return (
        msg("{name}: {what}", name=one.what, what=one.rule_name) if one.component_name else sentences(one.rule_name)
    )


def _end_of_watch(one: AlertLabel, dropped: Dropped) -> Text:
    match dropped:
        case Dropped.COMPONENT:
            return msg("{name} is no longer watched", name=one.what)
        case Dropped.RULE:
            return msg("{name}: its alert rule was removed or switched off", name=one.what)


def _recovery(one: AlertLabel) -> Text:
    lasted = _lasted(one.alert)
    if one.unwell:
        return msg("{name}: resolved after {lasted}, but it has another problem now", name=one.what, lasted=lasted)
    if _was_down(one):
        return msg("{name} is working again", name=one.what)
    return msg("{name}: resolved after {lasted}", name=one.what, lasted=lasted)


def lines_of(labels: tuple[AlertLabel, ...]) -> list[Text]:
    """The whole of it, in lines."""
    if len(labels) == 1:
        return [_text_of_one(labels[0])]
    lines = [_line(one) for one in labels[:_MOST_NAMED]]
    if len(labels) > _MOST_NAMED:
        lines.append(msg_plural("… and {n} more.", "… and {n} more.", len(labels) - _MOST_NAMED))
    named = {one.component_name for one in labels}
    follow = tuple(dict.fromkeys(name for one in labels for name in one.affected if name not in named))
    if follow:
        lines.append(_affected_text(follow))
    return lines


def _text_of_one(one: AlertLabel) -> Text:
    before = msg("What happened: {sentence}", sentence=one.alert.sentence)
    if one.dropped is not None:
        return sentences(msg("We can't tell whether it works again."), before)
    if one.over:
        if one.unwell or not _was_down(one):
            return before
        return sentences(msg("It was down for {lasted}.", lasted=_lasted(one.alert)), before)
    found: list[Text | str] = [one.alert.sentence]
    if one.vendor is not None:
        found.append(one.vendor.sentence())
    if one.affected:
        found.append(_affected_text(one.affected))
    return sentences(*found, one.advice)


def _line(one: AlertLabel) -> Text:
    sentence: Text | str = one.alert.sentence
    if one.dropped is not None:
        return msg("{what}. What happened: {sentence}", what=_end_of_watch(one, one.dropped), sentence=sentence)
    if one.over:
        return msg("{what}. What happened: {sentence}", what=_recovery(one), sentence=sentence)
    if one.vendor is not None and one.vendor.state is VendorState.REPORTS:
        sentence = sentences(sentence, one.vendor.sentence())
    if one.alert.sentence.startswith(one.what):
        return sentences(sentence)
    return msg("{name}: {what}", name=one.what, what=sentence)


def _was_down(one: AlertLabel) -> bool:
    grade = one.alert.notified_grade
    about_a_component = bool(one.alert.subject) and not is_operation(one.alert.subject)
    return about_a_component and grade is not None and grade.status is Status.ERROR


def _affected_text(names: tuple[str, ...]) -> Text:
    """What else cannot be checked because of it."""
    affected = first_of(names[:_MOST_AFFECTED], len(names))
    return msg("Because of this, we can't check {affected} either.", affected=affected)


def _count(alerts: int) -> Text:
    return msg_plural("{n} alert", "{n} alerts", alerts)


def _lasted(alert: Alert) -> Duration:
    """How long its condition held."""
    return Duration(max((alert.resolved_ms or alert.pending_ms) - alert.pending_ms, 0) / 1000)
