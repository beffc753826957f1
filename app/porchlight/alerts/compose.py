"""From a batch of the outbox to the message for people."""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from porchlight.alerts.engine import gravest
from porchlight.alerts.facts import Facts, described, stops_others
from porchlight.alerts.guard import REMINDER
from porchlight.alerts.outbox import Batch
from porchlight.alerts.rules import Rule
from porchlight.alerts.templates import headline
from porchlight.intake.text import NAME, SENTENCE, clean_line
from porchlight.language.english import english
from porchlight.model.alert import (
    ENDS,
    OPERATION,
    Alert,
    AlertState,
    NotificationKind,
    Severity,
    is_operation,
    subject_title,
)
from porchlight.model.message import AlertLabel, Dropped, Message, MessageKind
from porchlight.model.operation import Operation
from porchlight.model.ports import VendorReports
from porchlight.model.snapshot import ComponentView, ancestors, shares_cause
from porchlight.model.status import Reason, Status
from porchlight.model.times import how_long, iso
from porchlight.model.vendor import VendorState

_log = logging.getLogger(__name__)

Advice = Callable[[Reason, str], str]
"""The next step for a reason and a kind of component."""
_MOST_NAMED = 20
"""Lines of one message; the number of further ones is added."""
_NO_MORE = {
    Dropped.RULE: "no longer looked at",
    Dropped.COMPONENT: "no longer watched",
}
_MOST_AFFECTED = 20
_BUT = ", but it is in another trouble now"
_HOW = {MessageKind.STILL_FIRING: "still: ", MessageKind.WORSE: "worse now: "}
_WHY_NO_MORE = {
    Dropped.RULE: "Its rule was taken out or switched off; whether it is well again is not known.",
    Dropped.COMPONENT: "Nobody looks at it any more; whether it is well again is not known.",
}


@dataclass(frozen=True, slots=True)
class Composer:
    """Writes what the outbox sends."""

    facts: Facts
    advice: Advice
    vendors: VendorReports | None = None
    """What the vendors of failing components report."""

    def compose(self, batch: Batch, alerts: Mapping[str, Alert], rules: Mapping[str, Rule], now_ms: int) -> Message:
        """The message of a batch. Alerts that are no longer known are left out."""
        kinds: dict[str, NotificationKind] = {}
        for one in batch.notifications:  # the last notification of an alert counts
            kinds[one.alert] = one.kind
        labels = tuple(self.label(alerts[one], rules, kind) for one, kind in kinds.items() if one in alerts)
        labels = tuple(sorted(labels, key=lambda one: list(Severity).index(one.alert.severity)))
        kind = _kind(_kinds(batch))
        return Message(
            id=batch.message,
            kind=kind,
            severity=gravest(one.alert.severity for one in labels),
            title=title_of(kind, labels),
            text=text_of(kind, labels),
            at_ms=now_ms,
            labels=labels,
            report=self._report(now_ms),
            attempt=batch.attempt,
            recipients=batch.recipients,
        )

    def label(self, alert: Alert, rules: Mapping[str, Rule], kind: NotificationKind) -> AlertLabel:
        """One alert within a message; with its sentence alone where the rest fails."""
        try:
            return self._label(alert, rules, kind)
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

    def _label(self, alert: Alert, rules: Mapping[str, Rule], kind: NotificationKind) -> AlertLabel:
        view = self.facts.view(alert.subject)
        run = self._last_run(alert.subject)
        source = view or (self.facts.view(run.source) if run is not None else None)
        rule = rules.get(alert.rule)
        reminder = alert.rule.startswith(REMINDER)
        over = alert.state is AlertState.RESOLVED and not reminder
        advice = (
            self.advice(source.state.reason, source.component.kind)
            if source and source.state.reason and not over
            else ""
        )
        report = self.vendors.report(alert.subject) if self.vendors and view is not None and not over else None
        return AlertLabel(
            alert=alert,
            rule_name=self._headline(rule, alert) if rule else "A reminder" if reminder else alert.rule,
            component_name=view.component.name if view else subject_title(alert.subject, run),
            unwell=over and view is not None and _is_troubled(view),
            whose=run.subject if run is not None else "",
            over=over,
            advice=advice,
            vendor=report if report is not None and report.is_known else None,
            dropped=_dropped(alert, view) if kind is NotificationKind.DROPPED else None,
            affected=() if view is None or over else self._affected(view),
            view=view,
        )

    def _headline(self, rule: Rule, alert: Alert) -> str:
        return rule.name if alert.state is AlertState.RESOLVED else headline(rule, alert.subject, self.facts)

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


def simpler(batch: Batch, alerts: Sequence[Alert], rules: Mapping[str, Rule], now_ms: int) -> Message:
    """A message of plain lines only: for what could not be composed, or sent, as a whole."""
    names = [clean_line(rules[one.rule].name if one.rule in rules else one.rule, NAME) for one in alerts]
    lines = [
        f"{clean_line(subject_title(one.subject, None), NAME)}: {clean_line(one.sentence, SENTENCE)}".removeprefix(
            ": "
        )
        for one in alerts[:_MOST_NAMED]
    ]
    return Message(
        id=batch.message,
        kind=_kind(_kinds(batch)),
        severity=gravest(one.severity for one in alerts),
        title=names[0] if len(names) == 1 else f"{len(names)} alerts",
        text="\n".join(lines),
        at_ms=now_ms,
        labels=(),
        report={},
        attempt=batch.attempt,
        recipients=batch.recipients,
    )


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


def title_of(kind: MessageKind, labels: tuple[AlertLabel, ...]) -> str:
    """One line."""
    if len(labels) == 1:
        one = labels[0]
        if one.dropped is not None:
            return f"{one.what}: {_NO_MORE[one.dropped]}"
        if one.over:
            return f"{one.what}: over after {lasted(one.alert)}{_BUT if one.unwell else ''}"
        return f"{one.what}: {_HOW.get(kind, '')}{one.rule_name[:1].lower()}{one.rule_name[1:]}"
    over = sum(one.over for one in labels)
    firing = len(labels) - over
    if not firing:
        return f"{over} alerts are over"
    return f"{firing} {'alert is' if firing == 1 else 'alerts are'} firing" + (f", {over} over" if over else "")


def text_of(kind: MessageKind, labels: tuple[AlertLabel, ...]) -> str:
    """The whole of it, in lines."""
    if len(labels) == 1:
        one = labels[0]
        if one.dropped is not None:
            return f"{_WHY_NO_MORE[one.dropped]} It was: {one.alert.sentence}"
        if one.over:
            return f"It was: {one.alert.sentence}"
        report = english(one.vendor.sentence()) if one.vendor is not None else ""
        return " ".join(
            part for part in (one.alert.sentence, report, affected_sentence(one.affected), one.advice) if part
        )
    lines = [_line(one) for one in labels[:_MOST_NAMED]]
    if len(labels) > _MOST_NAMED:
        lines.append(f"… and {len(labels) - _MOST_NAMED} more.")
    named = {one.component_name for one in labels}
    follow = tuple(dict.fromkeys(name for one in labels for name in one.affected if name not in named))
    if follow:
        lines.append(affected_sentence(follow))
    return "\n".join(lines)


def _line(one: AlertLabel) -> str:
    if one.dropped is not None:
        return f"{one.what}: {_NO_MORE[one.dropped]} ({one.alert.sentence.rstrip('.')})."
    if one.over:
        but = _BUT if one.unwell else ""
        return f"{one.what}: over after {lasted(one.alert)} ({one.alert.sentence.rstrip('.')}){but}."
    sentence = one.alert.sentence
    if one.vendor is not None and one.vendor.state is VendorState.REPORTS:
        sentence = f"{sentence} {english(one.vendor.sentence())}"
    return sentence if sentence.startswith(one.what) else f"{one.what}: {sentence}"


def affected_sentence(names: tuple[str, ...]) -> str:
    """What else cannot be checked because of it; empty where there is nothing."""
    if not names:
        return ""
    more = len(names) - _MOST_AFFECTED
    listed = list(names[:_MOST_AFFECTED]) + ([f"{more} more"] if more > 0 else [])
    together = " and ".join([", ".join(listed[:-1]), listed[-1]]) if len(listed) > 1 else listed[0]
    return f"Therefore {together} cannot be told either."


def lasted(alert: Alert) -> str:
    """How long it fired, for people."""
    if alert.resolved_ms is None or alert.firing_ms is None:
        return "a while"
    return how_long(max(alert.resolved_ms - alert.pending_ms, 0) / 1000)
