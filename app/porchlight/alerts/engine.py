"""The rule engine: events and the time in, changes out. Pure and deterministic: no clock, no input, no output.

An alert is notified once its condition has held for long enough and nothing suppresses it; what was suppressed is
notified as soon as that ends, if it still fires. docs/alerts.md has the details.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import field, replace
from enum import StrEnum

from porchlight.alerts.conditions import Judge
from porchlight.alerts.facts import Facts
from porchlight.alerts.rules import Rule, Scope
from porchlight.alerts.suppression import Suppression, Windows
from porchlight.alerts.templates import sentence_of
from porchlight.dataclass import dataclass
from porchlight.language.english import english
from porchlight.language.text import Text, msg
from porchlight.model.alert import (
    FOR_EVER_MS,
    OPERATION,
    Alert,
    AlertChanges,
    AlertEvent,
    AlertEventKind,
    AlertState,
    DeliveryState,
    Grade,
    Notification,
    NotificationKind,
    Severity,
    SuppressionReason,
    is_operation,
)
from porchlight.model.component import ITSELF, Shared
from porchlight.model.operation import Operation
from porchlight.model.snapshot import ComponentView, causes_of
from porchlight.model.status import Reason, Status
from porchlight.model.suppression import Silence
from porchlight.settings.alerting import leaves
from porchlight.settings.rules import OperationCondition

CLEAR_RESULTS = 2
"""Good results in a row before an alert about a component is resolved."""
CLEAR_MS = 60_000
"""How long the condition of an alert about everything together must be false before it is resolved."""
OLD_NEWS_MS = 24 * 3_600_000
"""A run that ended longer ago raises no alert for its outcome."""
_MOST_FAILING = 1000
"""Pairs of rule and subject that are stored as failing."""
FORGOTTEN_MS = 600_000
"""A pending alert found at the start is continued until this long after it would have fired."""


class Work(StrEnum):
    """Work for a rule that may fail for one subject."""

    JUDGING = "judged"
    WORDING = "put into words"


Key = tuple[str, str]
"""Rule and subject."""
_GRAVER_REASONS = frozenset(
    {
        Reason.QUOTA,
        Reason.AUTH,
        Reason.FORBIDDEN,
        Reason.ACCOUNT,
        Reason.PASSWORD_EXPIRED,
        Reason.LOGIN_DISABLED,
        Reason.BLOCKED,
    }
)
"""Reasons for which nothing works any more until a person does something."""
_Entry = tuple[Rule, str, Judge, tuple[str, ...]]
"""A rule, its id and its judge, and its subjects; none: all components."""
_NOTHING = AlertChanges()


@dataclass(slots=True)
class _Live:
    """The state of an alert in addition to what is stored."""

    alert: Alert
    clears: int = 0
    """Good results in a row."""
    clear_since_ms: int | None = None
    seen: bool = False
    """Judged since the start, or since a gap in time."""
    notified_on: set[str] = field(default_factory=set)
    """The channels that its firing notification was sent to: its resolved one is sent to them too."""


@dataclass(slots=True)
class _Changes:
    alerts: dict[str, Alert] = field(default_factory=dict)
    events: list[AlertEvent] = field(default_factory=list)
    notifications: list[Notification] = field(default_factory=list)

    def frozen(self) -> AlertChanges:
        return AlertChanges(tuple(self.alerts.values()), tuple(self.events), tuple(self.notifications))


class Engine:
    """Holds the current alerts. All times are Unix ms (UTC) and passed in."""

    def __init__(
        self,
        rules: Iterable[Rule] = (),
        *,
        alerts: Iterable[Alert] = (),
        notifications: Iterable[Notification] = (),
        silences: Iterable[Silence] = (),
        windows: Windows | None = None,
        channel_for: Callable[[str], str | None] = lambda name: name,
        now_ms: int = 0,
    ) -> None:
        """``alerts`` and their notifications: as stored by an earlier run. ``channel_for``: the channel for a name in
        a rule (a screen's is the console where there is none); None: there is no such channel."""
        self.facts = Facts()
        self._live: dict[Key, _Live] = {}
        self._notified_about: dict[Shared, dict[Key, Alert]] = {}
        """Firing alerts that were notified, by the shared causes of their components."""
        self._suppression = Suppression(self.facts, silences, windows or Windows(), self._alerts_about)
        self._channel_for = channel_for
        self._begun = 0
        self._notified_ms: dict[Key, int] = {}
        self._snoozed: dict[Key, int] = {}
        self._rules: dict[str, Rule] = {}
        self._by_component: dict[str, list[_Entry]] = {}
        self.failing: dict[tuple[str, str, Work], Exception] = {}
        """A rule's last error for a subject, for as long as it lasts; all others are judged all the same."""
        self.set_rules(rules)
        notified_on: dict[str, set[str]] = {}
        for one in notifications:
            notified_on.setdefault(one.alert, set()).add(one.channel)
        for alert in sorted(alerts, key=lambda alert: alert.pending_ms):
            self._restore(alert, notified_on.get(alert.id, set()), now_ms)

    # -- state

    @property
    def rules(self) -> Mapping[str, Rule]:
        """Those in force, by id."""
        return self._rules

    @property
    def alerts(self) -> list[Alert]:
        """Those that are pending or firing, the oldest first."""
        return [live.alert for live in self._live.values()]

    @property
    def silences(self) -> list[Silence]:
        """Those that are still in force, or will be."""
        return self._suppression.silences

    def _alerts_about(self, shared: Shared) -> Iterable[tuple[Alert, Set[str]]]:
        for key, alert in self._notified_about.get(shared, {}).items():
            live = self._live.get(key)
            yield alert, live.notified_on if live is not None else frozenset()

    def find(self, beginning: str) -> Alert:
        """The only pending or firing alert whose id begins so; KeyError where there is none, or more than one."""
        found = [live.alert for live in self._live.values() if live.alert.id.startswith(beginning)]
        if len(found) != 1:
            raise KeyError(beginning)
        return found[0]

    def next_due_ms(self, now_ms: int) -> int | None:
        """When ``tick`` has something to do next, as far as is known."""
        due: int | None = None
        for live in self._live.values():
            try:
                at_ms = self._due_ms(live, now_ms)
            except Exception as error:
                self._fail(live.alert.rule, live.alert.subject, error)
                continue
            if at_ms is not None and (due is None or at_ms < due):
                due = at_ms
        return due

    # -- events

    def set_rules(self, rules: Iterable[Rule]) -> None:
        """Replace the rules; alerts of removed ones are dropped by the next ``tick``."""
        self._rules = {rule.id: rule for rule in rules if rule.enabled}
        self._by_component.clear()
        if self.failing:
            self.failing = {key: error for key, error in self.failing.items() if key[0] in self._rules}

    def set_windows(self, windows: Windows) -> None:
        """Replace the maintenance windows."""
        self._suppression.set_windows(windows)

    def update_components(self, views: Mapping[str, ComponentView], *, offline: bool, now_ms: int) -> AlertChanges:
        """These components are watched now, and no others."""
        self.facts.advance_to(now_ms)
        self.facts.update_components(views, offline=offline)
        self._by_component.clear()
        changes = _Changes()
        for key, live in list(self._live.items()):
            try:
                if self._is_gone(key[1]):
                    self._drop(live, now_ms, changes, msg("Its component is no longer watched."))
                elif self._forgotten(live, now_ms):
                    self._give_up(live, now_ms, changes)
            except Exception as error:
                self._fail(*key, error)
        return changes.frozen()

    def forget_itself(self, now_ms: int) -> AlertChanges:
        """The running monitor is one of the components now."""
        self.facts.advance_to(now_ms)
        self.facts.forget_itself()
        changes = _Changes()
        for live in [live for (_, subject), live in self._live.items() if subject == ITSELF.id]:
            self._drop(live, now_ms, changes, msg("Porchlight itself is one of the components now."))
        return changes.frozen()

    def after_gap(self, now_ms: int) -> AlertChanges:
        """This computer was asleep, or the clock was set: what was pending starts again."""
        self.facts.advance_to(now_ms)
        self.facts.after_gap()
        changes = _Changes()
        for live in list(self._live.values()):
            live.seen = False
            live.clears = 0
            live.clear_since_ms = None
            if live.alert.state is AlertState.PENDING:
                self._give_up(live, now_ms, changes)
        return changes.frozen()

    def observe(self, view: ComponentView, now_ms: int, *, checked: bool = True) -> AlertChanges:
        """A component has a new result (or, not ``checked``, a new status without one)."""
        facts = self.facts
        facts.advance_to(now_ms)
        component_id = view.component.id
        before = facts.views.get(component_id)
        if before is not None and (before.component is not view.component):
            self._by_component.pop(component_id, None)
        facts.put(view, checked=checked)
        rules = self._by_component.get(component_id)
        if rules is None:
            rules = self._by_component[component_id] = self._rules_about(component_id)
        changes: _Changes | None = None
        live = self._live
        for rule, rule_id, judge, subjects in rules:
            for subject in subjects or facts.views:
                exists = (rule_id, subject) in live
                try:
                    verdict = judge(facts, subject, exists)
                    if exists or verdict:
                        changes = changes or _Changes()
                        fresh = checked and (subject == component_id or not subject)
                        self._follow(rule, subject, verdict, now_ms, changes, fresh=fresh)
                except Exception as error:
                    self._fail(rule_id, subject, error)
                else:
                    if self.failing:
                        self.failing.pop((rule_id, subject, Work.JUDGING), None)
        if checked and live:
            changes = self._look_at_jobs(now_ms, changes)
        return changes.frozen() if changes is not None else _NOTHING

    def _look_at_jobs(self, now_ms: int, changes: _Changes | None) -> _Changes | None:
        """A job's source was checked: what waited for that may be notified now."""
        for (rule_id, subject), live in list(self._live.items()):
            rule = self._rules.get(rule_id)
            waits = live.alert.suppressed_by is SuppressionReason.PARENT and live.seen and live.clear_since_ms is None
            if waits and rule is not None and is_operation(subject):
                changes = changes or _Changes()
                try:
                    self._go_on(rule, live, now_ms, changes)
                except Exception as error:
                    self._fail(rule_id, subject, error)
        return changes

    def add_operations(self, operations: Iterable[Operation], now_ms: int) -> AlertChanges:
        """Runs of operations have ended. Only the state after the last of each is judged: late reports, such as days
        of runs in a log, prove nothing about the time between, and where the last is older than OLD_NEWS_MS, only its
        age counts."""
        self.facts.advance_to(now_ms)
        ended = sorted(operations, key=lambda run: run.began_ms)
        for operation in ended:
            self.facts.add_operation(operation)
        changes = _Changes()
        newest = {run.name: run.began_ms + run.duration_ms for run in ended}
        for name, ended_ms in newest.items():
            subject, old = OPERATION + name, now_ms - ended_ms > OLD_NEWS_MS
            for rule in self._rules.values():
                known = (rule.id, subject) in self._live
                if rule.scope is not Scope.OPERATION or not (rule.timed or not old or known):
                    continue
                if known or not self._suppression.is_of_before(name):
                    self._judge(rule, subject, changes, fresh=True)
        for rule in self._rules.values():
            if rule.scope is Scope.WHOLE and ended:
                self._judge(rule, "", changes, fresh=True)
        return changes.frozen()

    def tick(self, now_ms: int) -> AlertChanges:
        """Time has passed."""
        self.facts.advance_to(now_ms)
        changes = _Changes()
        for rule in self._rules.values():
            if rule.timed:
                for subject in self._all_subjects(rule):
                    self._judge(rule, subject, changes, fresh=False)
        for key, live in list(self._live.items()):
            try:
                self._look_at(key, live, now_ms, changes)
            except Exception as error:
                self._fail(*key, error)
        self._suppression.forget_ended(now_ms)
        return changes.frozen()

    def _look_at(self, key: Key, live: _Live, now_ms: int, changes: _Changes) -> None:
        """Time has passed for one alert."""
        self._follow_clock(live, now_ms)
        known = self._rules.get(key[0])
        if known is None:
            self._drop(live, now_ms, changes, msg("Its rule was removed or switched off."))
            return
        due_ms = self._due_ms(live, now_ms)
        if due_ms is None or due_ms > now_ms:
            return
        if live.clear_since_ms is not None:
            self._resolve(live, now_ms, changes)
        else:
            self._go_on(known, live, now_ms, changes)

    # -- commands

    def acknowledge(self, alert_id: str, now_ms: int) -> AlertChanges:
        """Somebody takes care of it: it is not repeated. KeyError for one that does not fire."""
        live = self._named(alert_id)
        live.alert = replace(live.alert, acknowledged_ms=now_ms)
        event = AlertEvent(live.alert.id, now_ms, AlertEventKind.ACKNOWLEDGED)
        return AlertChanges((live.alert,), (event,))

    def snooze(self, alert_id: str, until_ms: int | None, now_ms: int) -> AlertChanges:
        """Suppress it until then; None: until it is resolved. KeyError for one that does not fire."""
        live = self._named(alert_id)
        alert = live.alert
        until_ms = FOR_EVER_MS if until_ms is None else until_ms
        suppressed_until_ms = None if until_ms == FOR_EVER_MS else until_ms
        live.alert = replace(
            alert,
            snoozed_until_ms=until_ms,
            suppressed_by=SuppressionReason.SNOOZED,
            suppressed_until_ms=suppressed_until_ms,
        )
        if until_ms != FOR_EVER_MS:  # the next alert of the same kind is held back too
            self._snoozed[(alert.rule, alert.subject)] = until_ms
        event = AlertEvent(alert.id, now_ms, AlertEventKind.SNOOZED)
        return AlertChanges((live.alert,), (event,))

    def unsnooze(self, alert_id: str, now_ms: int) -> AlertChanges:
        """End its snooze; what was notified before stays. KeyError for one that does not fire."""
        live = self._named(alert_id)
        alert = live.alert
        self._snoozed.pop((alert.rule, alert.subject), None)
        if (
            alert.suppressed_by is SuppressionReason.SNOOZED
        ):  # the person who ends it knows of it, so only what was never notified is sent
            notified = alert.notification_count > 0
            alert = replace(
                alert,
                suppressed_by=None if notified else alert.suppressed_by,
                suppressed_until_ms=None if notified else now_ms,
            )
        live.alert = replace(alert, snoozed_until_ms=None)
        return AlertChanges((live.alert,), (AlertEvent(alert.id, now_ms, AlertEventKind.UNSNOOZED),))

    def silence(self, silence: Silence) -> None:
        """Hold back what it matches, from now on."""
        self._suppression.add(silence)

    def unsilence(self, silence_id: str) -> None:
        """End a silence. KeyError for an unknown one."""
        self._suppression.remove(silence_id)
        for live in self._live.values():
            if (
                live.alert.suppressed_by is SuppressionReason.SILENCED
            ):  # another one may still hold it back: the next tick decides
                live.alert = replace(live.alert, suppressed_until_ms=0)

    # -- which rules, which subjects

    def _rules_about(self, component_id: str) -> list[_Entry]:
        if component_id == ITSELF.id:
            return [(rule, rule.id, rule.judge, (ITSELF.id,)) for rule in self._rules.values() if rule.about_itself]
        about: list[_Entry] = []
        for rule in self._rules.values():
            subjects: tuple[str, ...] = ("",)
            if rule.scope is Scope.OPERATION or (rule.scope is Scope.SINGLE and rule.single != component_id):
                continue
            if rule.scope is not Scope.WHOLE:
                subjects = () if rule.looks_at_all else (component_id,)
            about.append((rule, rule.id, rule.judge, subjects))
        return about

    def _all_subjects(self, rule: Rule) -> Iterable[str]:
        match rule.scope:
            case Scope.EACH:
                return (*self.facts.views, ITSELF.id) if rule.about_itself else tuple(self.facts.views)
            case Scope.SINGLE:
                return (rule.single,)
            case Scope.OPERATION:
                return tuple(OPERATION + name for name in self.facts.operations)
        return ("",)

    # -- life cycle of an alert

    def _judge(self, rule: Rule, subject: str, changes: _Changes, *, fresh: bool) -> None:
        key = (rule.id, subject)
        try:
            verdict = rule.judge(self.facts, subject, key in self._live)
            if verdict or key in self._live:
                self._follow(rule, subject, verdict, self.facts.now_ms, changes, fresh=fresh)
        except Exception as error:
            self._fail(rule.id, subject, error)
        else:
            self.failing.pop((*key, Work.JUDGING), None)

    def _fail(self, rule_id: str, subject: str, error: Exception, work: Work = Work.JUDGING) -> None:
        """The others are judged all the same; this one is tried again at the next occasion."""
        if len(self.failing) < _MOST_FAILING:
            self.failing[(rule_id, subject, work)] = error

    def _follow(
        self, rule: Rule, subject: str, verdict: bool | None, now_ms: int, changes: _Changes, *, fresh: bool
    ) -> None:
        """Apply a verdict; ``fresh``: it comes from a new result of the subject itself."""
        key = (rule.id, subject)
        live = self._live.get(key)
        if verdict is None:
            if live is not None:
                live.clears = 0
                live.clear_since_ms = None
                if live.alert.state is AlertState.PENDING and live.seen:
                    self._give_up(live, now_ms, changes)
            return
        if not verdict:
            if live is not None:
                self._clear(live, now_ms, changes, fresh=fresh)
            return
        if live is None:
            live = self._begin(rule, subject, now_ms)
            if rule.hold_ms:
                changes.events.append(AlertEvent(live.alert.id, now_ms, AlertEventKind.PENDING))
                changes.alerts[live.alert.id] = live.alert
        live.seen = True
        live.clears = 0
        live.clear_since_ms = None
        if live.alert.state is AlertState.PENDING or (fresh and live.alert.suppressed_by is not None):
            self._go_on(rule, live, now_ms, changes, fresh=fresh)
        elif fresh and live.alert.notification_count and self._is_worse(rule, live, changes):
            self._notify(rule, live, now_ms, changes, fresh=fresh, worse=True)

    def _grade(self, rule: Rule, subject: str) -> Grade | None:
        """None where the subject's state is not known."""
        view = self.facts.view(subject)
        if view is None:
            return Grade(rule.severity, Status.ERROR if self._fails(rule, subject) else None)
        if view.state.status is Status.UNKNOWN:
            return None
        return Grade(rule.severity, view.state.status, view.state.reason in _GRAVER_REASONS)

    def _fails(self, rule: Rule, subject: str) -> bool:
        """Whether a job fails by a rule that may have fired for its slowness alone."""
        runs = list(self.facts.operations.get(subject.removeprefix(OPERATION), ()))
        counts = [leaf.failures for leaf in leaves(rule.when) if isinstance(leaf, OperationCondition)]
        return any(count and len(runs) >= count and not any(run.ok for run in runs[-count:]) for count in counts)

    def _keep_notified(self, alert: Alert) -> None:
        view = self.facts.view(alert.subject)
        for shared in alert.causes | (view.component.shares if view is not None else frozenset()):
            self._notified_about.setdefault(shared, {})[(alert.rule, alert.subject)] = alert

    def _is_worse(self, rule: Rule, live: _Live, changes: _Changes) -> bool:
        """Whether it is worse than when it was notified. If a version without grades did that, it counts from now."""
        grade, notified = self._grade(rule, live.alert.subject), live.alert.notified_grade
        if grade is None:
            return False
        if notified is None:
            live.alert = replace(live.alert, notified_grade=grade, causes=self._causes(live.alert))
            changes.alerts[live.alert.id] = live.alert
            self._keep_notified(live.alert)
            return False
        return grade.is_worse_than(notified)

    def _causes(self, alert: Alert) -> frozenset[Shared]:
        view = self.facts.views.get(alert.subject)
        return causes_of(view) if view is not None else frozenset()

    def _begin(self, rule: Rule, subject: str, now_ms: int) -> _Live:
        key = (rule.id, subject)
        self._begun += 1  # a clock that is set back reaches the same moment twice
        digest = hashlib.sha256(f"{rule.id}\0{subject}\0{now_ms}\0{self._begun}".encode()).hexdigest()
        alert = Alert(
            id=digest[:16],
            rule=rule.id,
            subject=subject,
            severity=rule.severity,
            state=AlertState.PENDING,
            pending_ms=now_ms,
            sentence=self._sentence(rule, subject),
            notified_ms=self._notified_ms.get(key),
            snoozed_until_ms=self._snoozed.get(key),
        )
        live = self._live[key] = _Live(alert)
        return live

    def _go_on(self, rule: Rule, live: _Live, now_ms: int, changes: _Changes, *, fresh: bool = False) -> None:
        """Fire if it has been pending for long enough; notify if nothing suppresses it."""
        alert = live.alert
        if alert.state is AlertState.PENDING:
            if alert.pending_ms > now_ms:  # the clock was set back
                live.alert = alert = replace(alert, pending_ms=now_ms)
            if now_ms - alert.pending_ms < rule.hold_ms or not live.seen or self._cut_off(alert):
                return
            live.alert = alert = replace(
                alert,
                state=AlertState.FIRING,
                firing_ms=now_ms,
                severity=rule.severity,
                sentence=self._sentence(rule, alert.subject),
            )
            changes.events.append(AlertEvent(alert.id, now_ms, AlertEventKind.FIRING, detail=alert.sentence))
            changes.alerts[alert.id] = alert
        # What got worse while suppressed is still to be notified as worse.
        worse = alert.notification_count > 0 and self._is_worse(rule, live, changes)
        self._notify(rule, live, now_ms, changes, fresh=fresh, worse=worse)

    def _notify(
        self, rule: Rule, live: _Live, now_ms: int, changes: _Changes, *, fresh: bool, worse: bool = False
    ) -> None:
        self._follow_clock(live, now_ms)
        alert = live.alert
        channels = self._channels(rule)
        # A worse state is news beyond what was notified or acknowledged.
        asked = replace(alert, notified_ms=None, acknowledged_ms=None) if worse else alert
        reason, until_ms = self._suppression.of(asked, rule, now_ms, fresh=fresh, channels=channels)
        if reason is None and not alert.notification_count and self._is_covered_by_source(alert.subject, channels):
            reason = SuppressionReason.PARENT
        if reason is None and not channels:
            reason = SuppressionReason.NO_CHANNEL
        if reason is not None:
            if (alert.suppressed_by, alert.suppressed_until_ms) != (reason, until_ms):
                if alert.suppressed_by is not reason:
                    changes.events.append(AlertEvent(alert.id, now_ms, AlertEventKind.SUPPRESSED, reason))
                live.alert = replace(alert, suppressed_by=reason, suppressed_until_ms=until_ms)
                changes.alerts[alert.id] = live.alert
            return
        again = alert.notification_count > 0
        live.alert = alert = replace(
            alert,
            notified_ms=now_ms,
            notification_count=alert.notification_count + 1,
            suppressed_by=None,
            suppressed_until_ms=None,
            sentence=self._sentence(rule, alert.subject),
            notified_grade=_gravest(alert.notified_grade, self._grade(rule, alert.subject)),
            causes=self._causes(alert) or alert.causes,
        )
        self._notified_ms[(alert.rule, alert.subject)] = now_ms
        live.notified_on.update(channels)
        kind = (
            NotificationKind.WORSE if worse else NotificationKind.STILL_FIRING if again else NotificationKind.FIRING
        )
        self._keep_notified(alert)
        changes.alerts[alert.id] = alert
        changes.events.append(AlertEvent(alert.id, now_ms, AlertEventKind.NOTIFIED, detail=", ".join(channels)))
        changes.notifications += [
            Notification(f"{alert.id}-{alert.notification_count}-{channel}", alert.id, channel, kind, now_ms, now_ms)
            for channel in channels
        ]

    def _is_covered_by_source(self, subject: str, channels: tuple[str, ...]) -> bool:
        """Whether a job failed, and everybody concerned was notified of the component that reports it."""
        runs = self.facts.operations.get(subject.removeprefix(OPERATION)) if is_operation(subject) else None
        if not runs or runs[-1].ok or not runs[-1].source:
            return False
        notified = [live.notified_on for (_, about), live in self._live.items() if about == runs[-1].source]
        return bool(channels) and set(channels) <= set().union(*notified)

    def _follow_clock(self, live: _Live, now_ms: int) -> None:
        """Where the clock was set back, a cooldown runs from now and not from a future time."""
        alert = live.alert
        if alert.notified_ms is not None and alert.notified_ms > now_ms:
            live.alert = replace(alert, notified_ms=now_ms)
            self._notified_ms[(alert.rule, alert.subject)] = now_ms

    def _channels(self, rule: Rule) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for one in rule.channels if (name := self._channel_for(one))))

    def _clear(self, live: _Live, now_ms: int, changes: _Changes, *, fresh: bool) -> None:
        alert = live.alert
        if alert.state is AlertState.PENDING:
            self._give_up(live, now_ms, changes)
            return
        live.clear_since_ms = now_ms if live.clear_since_ms is None else min(live.clear_since_ms, now_ms)
        if fresh:
            live.clears += 1
        calm = now_ms - live.clear_since_ms >= CLEAR_MS if not alert.subject else live.clears >= CLEAR_RESULTS
        if calm:
            self._resolve(live, now_ms, changes)

    def _give_up(self, live: _Live, now_ms: int, changes: _Changes) -> None:
        """A pending alert ends without having fired."""
        self._end(live, AlertEventKind.RESOLVED, now_ms, changes)

    def _resolve(self, live: _Live, now_ms: int, changes: _Changes) -> None:
        alert = self._end(live, AlertEventKind.RESOLVED, now_ms, changes)
        self._notify_end(alert, live.notified_on, NotificationKind.RESOLVED, now_ms, changes)

    def _drop(self, live: _Live, now_ms: int, changes: _Changes, why: Text) -> None:
        """End an alert that nothing checks any more: where it was notified, its end is too."""
        alert = self._end(live, AlertEventKind.DROPPED, now_ms, changes, english(why))
        self._notify_end(alert, live.notified_on, NotificationKind.DROPPED, now_ms, changes)

    def _notify_end(
        self, alert: Alert, notified_on: set[str], kind: NotificationKind, now_ms: int, changes: _Changes
    ) -> None:
        reason = self._suppression.of_resolved(alert, now_ms)
        changes.notifications += [
            Notification(
                f"{alert.id}-resolved-{channel}",
                alert.id,
                channel,
                kind,
                now_ms,
                now_ms,
                state=DeliveryState.WAITING if reason is None else DeliveryState.SUPPRESSED,
                ended_ms=None if reason is None else now_ms,
                reason=reason,
            )
            for channel in sorted(notified_on)
            if self._channel_for(channel) == channel
        ]

    def _is_gone(self, subject: str) -> bool:
        """Whether a subject is a component that is not watched."""
        return subject not in self.facts.views and subject not in ("", ITSELF.id) and not is_operation(subject)

    def _end(self, live: _Live, kind: AlertEventKind, now_ms: int, changes: _Changes, detail: str = "") -> Alert:
        """End it, in any way; return it in its final state."""
        alert = replace(
            live.alert, state=AlertState.RESOLVED, resolved_ms=now_ms, suppressed_by=None, suppressed_until_ms=None
        )
        key = (alert.rule, alert.subject)
        del self._live[key]
        for notified in self._notified_about.values():
            notified.pop(key, None)
        changes.alerts[alert.id] = alert
        changes.events.append(AlertEvent(alert.id, now_ms, kind, detail=detail))
        return alert

    def _due_ms(self, live: _Live, now_ms: int) -> int | None:
        """When this alert has to be looked at next, without a new result."""
        alert = live.alert
        rule = self._rules.get(alert.rule)
        if rule is None:
            return now_ms
        if alert.state is AlertState.PENDING:
            return min(alert.pending_ms, now_ms) + rule.hold_ms if live.seen and not self._cut_off(alert) else None
        if live.clear_since_ms is not None:
            return None if alert.subject else live.clear_since_ms + CLEAR_MS
        if alert.suppressed_by is not None:
            return alert.suppressed_until_ms
        if rule.repeat_ms is not None and alert.acknowledged_ms is None and alert.notified_ms is not None:
            return alert.notified_ms + max(rule.repeat_ms, rule.cooldown_ms)
        return None

    def _sentence(self, rule: Rule, subject: str) -> str:
        """Where the rule's template fails, the rule's name is sent instead."""
        try:
            sentence = sentence_of(rule, subject, self.facts)
        except Exception as error:
            self._fail(rule.id, subject, error, Work.WORDING)
            return f"{rule.name}."
        self.failing.pop((rule.id, subject, Work.WORDING), None)
        return sentence

    def _cut_off(self, alert: Alert) -> bool:
        """Whether nothing can be known of its subject, because this computer is offline."""
        view = self.facts.view(alert.subject)
        return self.facts.offline and not (view is not None and view.component.local)

    def _restore(self, alert: Alert, notified_on: set[str], now_ms: int) -> None:
        key = (alert.rule, alert.subject)
        if alert.notified_ms is not None:
            # Where the clock was set back, the alert that began later by it may have been notified earlier.
            self._notified_ms[key] = max(alert.notified_ms, self._notified_ms.get(key, alert.notified_ms))
        if alert.snoozed_until_ms is not None and now_ms < alert.snoozed_until_ms < FOR_EVER_MS:
            self._snoozed[key] = alert.snoozed_until_ms
        elif alert.snoozed_until_ms is None:  # that of the previous one was ended
            self._snoozed.pop(key, None)
        if alert.state is not AlertState.RESOLVED:
            self._live[key] = _Live(alert, notified_on=notified_on)
            if alert.notification_count:
                self._keep_notified(alert)

    def _forgotten(self, live: _Live, now_ms: int) -> bool:
        """Whether it was pending before the start, and too long ago to count now."""
        rule = self._rules.get(live.alert.rule)
        if rule is None or live.seen or live.alert.state is not AlertState.PENDING:
            return False
        return now_ms > live.alert.pending_ms + rule.hold_ms + FORGOTTEN_MS

    def _named(self, alert_id: str) -> _Live:
        for live in self._live.values():
            if live.alert.id == alert_id:
                return live
        raise KeyError(alert_id)


def _gravest(notified: Grade | None, now: Grade | None) -> Grade | None:
    return now if notified is None else notified if now is None else notified.gravest(now)


def gravest(severities: Iterable[Severity]) -> Severity:
    """The highest severity of some; low for none."""
    order = list(Severity)
    return min(severities, key=order.index, default=Severity.LOW)
