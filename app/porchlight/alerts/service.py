"""Alerting: engine, outbox and channels put together, beside a running monitor.

What the monitor finds goes through the engine at once; what follows is queued for the store before anything is
sent; the dispatcher sends. Nothing here blocks the loop.
"""

import asyncio
import logging
import random
import uuid
from collections.abc import Awaitable, Callable, Collection, Coroutine, Iterable, Mapping
from dataclasses import replace
from typing import Any

from porchlight.alerts.calendar import Recurrence
from porchlight.alerts.channels.kind import ChannelContext, ChannelKind
from porchlight.alerts.channels.registry import CONSOLE, DESKTOP, find_kind
from porchlight.alerts.compose import Advice, Composer, report_of, simpler
from porchlight.alerts.delivery import Dispatcher, deliver
from porchlight.alerts.engine import Engine, Work
from porchlight.alerts.facts import UsualUs
from porchlight.alerts.guard import DAY_MS, REMINDER, adjusted, reminder_sentence, span_of
from porchlight.alerts.outbox import Batch, Outbox
from porchlight.alerts.recovery import Became, Recovery
from porchlight.alerts.resend import Standing
from porchlight.alerts.restored import restored
from porchlight.alerts.rules import Rule, rule_of
from porchlight.alerts.suppression import MaintenanceWindow, Windows
from porchlight.alerts.templates import sentence_of
from porchlight.containment import Malfunctions, contained
from porchlight.intake.operations import is_sound
from porchlight.model.alert import (
    Alert,
    AlertChanges,
    AlertEvent,
    AlertEventKind,
    AlertState,
    Notification,
    NotificationKind,
    Severity,
)
from porchlight.model.audit import Action, Actor, AuditEntry
from porchlight.model.message import AddressedChannel, Channel, Fault, Message, MessageKind, Told
from porchlight.model.operation import Operation
from porchlight.model.ports import Clock, Secrets, Store, VendorWords
from porchlight.model.snapshot import ComponentView, Snapshot
from porchlight.model.suppression import Silence
from porchlight.settings.alerting import AlertingSettings
from porchlight.settings.builtin_rules import BUILT_IN
from porchlight.settings.rules import ChannelSettings
from porchlight.zones import zone_named

_log = logging.getLogger(__name__)

TICK = 30.0
"""Seconds between two looks at what only time changes, at most."""
_LOST_EVERY_MS = 900_000
"""How often what was refused for good is tried again while its alert fires: a person may have mended the channel."""
_SHORTEST = 0.05
_CLOSED_WITHIN = 0.4
"""Seconds that channels have to let go of their connections at the end."""
_KEPT = 10_000
"""Alerts that have ended and are remembered for what is still to be told of them."""


class Alerting:
    """Everything about alerts of one run."""

    def __init__(
        self,
        settings: AlertingSettings,
        *,
        store: Store,
        clock: Clock,
        context: ChannelContext,
        advice: Advice,
        desktop: Channel | None = None,
        only: frozenset[str] | None = None,
        check_all: Callable[[], Awaitable[object]] | None = None,
        wants_desktop: Callable[[], bool] = lambda: True,
        on_undelivered: Callable[[], None] = lambda: None,
        on_changed: Callable[[], None] = lambda: None,
        vendors: VendorWords | None = None,
        online: Callable[[], Awaitable[bool]] | None = None,
        malfunctions: Malfunctions | None = None,
    ) -> None:
        """``desktop``: the tray app's channel, where there is a screen. ``only``: send to these channels and no
        others, because another Porchlight on this history sends to the rest. ``check_all`` checks everything once.
        ``wants_desktop``: whether the user wants the desktop's notifications. ``on_undelivered`` hears when
        ``undelivered`` changes, ``on_changed`` when an alert, a silence or a line of the outbox does.
        ``malfunctions`` takes what fails of one rule, channel or action, while the others go on. ``online`` asks
        whether this computer has the internet now."""
        self._store = store
        self._clock = clock
        self._context = context
        self._desktop = desktop
        self._only = only
        self._wants_desktop = wants_desktop
        self._on_undelivered = on_undelivered
        self._on_changed = on_changed
        self._undelivered: dict[str, dict[str, str]] = {}
        """By channel and recipient what was not taken and is given up on, and why."""
        self._settings = settings
        self._malfunctions = malfunctions or Malfunctions(clock)
        self._reported: set[tuple[str, str, Work]] = set()
        """What the engine could not do and is reported."""
        self._wake = asyncio.Event()
        kept, unfit = restored(store.open_alerts())
        if unfit:
            _log.warning("%d rows about alerts of an earlier run make no sense and are left out", unfit)
        now_ms = clock.now_ms()
        self._alerts: dict[str, Alert] = {alert.id: alert for alert in kept.alerts}
        self._channels: dict[str, Channel] = {}
        self.engine = Engine(
            alerts=kept.alerts,
            notifications=kept.notifications,
            silences=[silence for silence in kept.silences if silence.until_ms > now_ms],
            channel_for=self._channel_for,
            now_ms=now_ms,
        )
        self._vendors = vendors
        self._composer = Composer(self.engine.facts, advice, vendors.word if vendors else lambda component: None)
        self._outbox = Outbox(kept.notifications, jitter=lambda: random.uniform(0.8, 1.2))  # noqa: S311 - no secret
        self.dispatcher = Dispatcher(
            self._outbox,
            {},
            clock=clock,
            compose=self._compose,
            simpler=self._compose_simpler,
            malfunctions=self._malfunctions,
            save=self._save,
            flush=self._store.flush,
            quiet=self._quiet_until_ms,
            spared=self._is_spared,
            offline=lambda: self.engine.facts.offline,
            told=self._hear_sent,
            prepare=self._hear_vendors,
            online=online,
        )
        self._try_lost_ms = 0
        self.standing = Standing(
            channels=lambda: {name: one for name, one in self._channels.items() if only is None or name in only},
            firing=self._told_and_firing,
            offline=lambda: self.engine.facts.offline,
            clock=clock,
            hear=self._hear_standing,
            malfunctions=self._malfunctions,
        )
        self._recovery = Recovery(settings.actions, context, kept.events)
        self._wanted_actions: list[tuple[str, Alert]] = []
        self._check_all = check_all
        self._group: asyncio.TaskGroup | None = None
        self._replaced: list[Channel] = []
        self.apply(settings)
        for name in self._channels:  # an earlier version knew of no recipients
            self._outbox.replace_waiting(name, self._addressed(self._outbox.waiting(name)))

    # -- what is there

    @property
    def undelivered(self) -> dict[str, str]:
        """Channels that did not take the last message and are given up on, and why."""
        return {name: " ".join(dict.fromkeys(why.values())) for name, why in self._undelivered.items()}

    @property
    def settings(self) -> AlertingSettings:
        """Those in force."""
        return self._settings

    @property
    def rules(self) -> list[Rule]:
        """All rules, those that are off too, as they are today."""
        return self._rules(self._clock.now_ms())

    @property
    def operation_names(self) -> list[str]:
        """The operations that have reported since the start."""
        return sorted(self.engine.facts.operations)

    def last_operations(self) -> dict[str, tuple[Operation, ...]]:
        """By its name the last runs of each, in the order of their coming."""
        return {name: tuple(runs) for name, runs in self.engine.facts.operations.items()}

    @property
    def channels(self) -> list[str]:
        """The names of the channels that can be used."""
        return list(self._channels)

    def firing(self, beginning: str) -> str:
        """The id of the alert that is there and whose id begins so; KeyError where it is none, or more than one."""
        alert = self.engine.find(beginning)
        if alert is None:
            raise KeyError(beginning)
        return alert.id

    def alerts(self) -> list[Alert]:
        """Those that are pending or firing."""
        return self.engine.alerts

    def silences(self) -> list[Silence]:
        """Those that are in force."""
        now_ms = self._clock.now_ms()
        return [one for one in self.engine.silences if one.begun_ms <= now_ms < one.until_ms]

    # -- what the monitor tells

    def hear(self, view: ComponentView, *, checked: bool) -> None:
        """A component has a new result, or (not ``checked``) another status without one."""
        self._take(self.engine.observe(view, self._clock.now_ms(), checked=checked))
        self._report_failing()

    def arrange(self, snapshot: Snapshot) -> None:
        """Components came or went, or the network did."""
        was_offline = self.engine.facts.offline
        self._take(self.engine.update_components(snapshot.views, offline=snapshot.offline, now_ms=snapshot.at_ms))
        if was_offline and not snapshot.offline:
            self._send_lost(*self._channels)
            self.dispatcher.wake()

    def hear_no_more_of_itself(self) -> None:
        """The running monitor is one of the components now."""
        self._take(self.engine.forget_itself(self._clock.now_ms()))

    def hear_operations(self, operations: Iterable[Operation]) -> None:
        """Runs of somebody else's work have ended."""
        sound = [run for run in operations if is_sound(run)]
        self._take(self.engine.add_operations(sound, self._clock.now_ms()))
        self._report_failing()

    def gap(self) -> None:
        """This computer was asleep."""
        self._take(self.engine.after_gap(self._clock.now_ms()))

    def set_usual(self, usual_us: Mapping[str, UsualUs]) -> None:
        """The usual response times of each component."""
        self.engine.facts.usual_us = dict(usual_us)

    # -- life

    def apply(self, settings: AlertingSettings) -> None:
        """Go on with other settings; only channels that changed are made anew."""
        before, self._settings = self._settings, settings
        channels: dict[str, Channel] = {}
        if self._desktop is not None:
            channels[DESKTOP] = self._desktop
        for name, item in settings.channels.items():
            if not item.enabled or name == DESKTOP:
                continue
            if before.channels.get(name) == item and name in self._channels:
                channels[name] = self._channels[name]
                continue
            kind = find_kind(item.kind)
            if isinstance(kind, str):
                continue
            with self._malfunctions.guard(f"The channel “{name}”", f"The channel “{name}” cannot be set up"):
                channels[name] = kind.connected(item, self._context, name)
        if CONSOLE not in channels:
            channels[CONSOLE] = self._channels.get(CONSOLE) or _console(self._context)
        self._replaced += [one for name, one in self._channels.items() if channels.get(name) is not one]
        self._channels = channels
        self.dispatcher.channels = dict(channels)
        self.engine.set_rules(self._rules(self._clock.now_ms()))
        self.engine.set_windows(self._windows())
        self._recovery.apply(settings.actions)
        for name in list(self._undelivered):
            self._settle_undelivered(name, self.undelivered.get(name))
        self._wake.set()
        self.dispatcher.wake()
        self.standing.changed()

    async def run(self) -> None:
        """Look at what time changes, until cancelled. Beside it ``dispatcher`` and ``standing`` have to run."""
        try:
            async with asyncio.TaskGroup() as group:
                self._group = group
                while True:
                    await self._tick()
                    await self._pause()
        finally:
            self._group = None

    async def close(self) -> None:
        """Let go of all channels; what is not delivered stays in the outbox."""
        channels = [one for one in (*self._replaced, *self._channels.values()) if one is not self._desktop]
        self._replaced.clear()
        closing = [asyncio.create_task(self._close(one)) for one in channels]
        if closing:
            _, stuck = await asyncio.wait(closing, timeout=_CLOSED_WITHIN)
            for task in stuck:
                task.cancel()

    # -- orders

    def acknowledge(self, alert_id: str) -> Alert:
        """Somebody sees to it. KeyError for one that does not fire."""
        changes = self.engine.acknowledge(alert_id, self._clock.now_ms())
        self._take(changes)
        self._audit(Action.ALERT_ACKNOWLEDGED, changes.alerts[0])
        return changes.alerts[0]

    def snooze(self, alert_id: str, until_ms: int | None) -> Alert:
        """Not a word of it until then; None: until it is resolved. KeyError for one that does not fire."""
        changes = self.engine.snooze(alert_id, until_ms, self._clock.now_ms())
        self._take(changes)
        self._audit(Action.ALERT_SNOOZED, changes.alerts[0])
        return changes.alerts[0]

    def unsnooze(self, alert_id: str) -> Alert:
        """Its snooze ends now. KeyError for one that does not fire."""
        changes = self.engine.unsnooze(alert_id, self._clock.now_ms())
        self._take(changes)
        self._audit(Action.ALERT_UNSNOOZED, changes.alerts[0])
        return changes.alerts[0]

    def silence(
        self, seconds: float, *, components: tuple[str, ...] = (), rules: tuple[str, ...] = (), comment: str = ""
    ) -> Silence:
        """Hold back what these components and rules (none: all) raise, for so long."""
        now_ms = self._clock.now_ms()
        silence = Silence(uuid.uuid4().hex[:8], now_ms + round(seconds * 1000), now_ms, components, rules, comment)
        self.engine.silence(silence)
        self._save(AlertChanges(silences=(silence,)))
        self._audit_line(Action.SILENCED, ", ".join((*components, *rules)) or "all", comment)
        self._wake.set()
        return silence

    def unsilence(self, silence_id: str) -> None:
        """End a silence. KeyError for an unknown one."""
        found = next((one for one in self.engine.silences if one.id == silence_id), None)
        if found is None:
            raise KeyError(silence_id)
        self.engine.unsilence(silence_id)
        self._save(AlertChanges(silences=(replace(found, until_ms=self._clock.now_ms()),)))
        self._audit_line(Action.UNSILENCED, ", ".join((*found.components, *found.rules)) or "all")
        self._wake.set()

    def rearm(self, action: str) -> None:
        """A recovery action that was stopped may run again. KeyError for an unknown one."""
        self._recovery.rearm(action)
        self._audit_line(Action.RECOVERY_REARMED, action)

    def send_again(self, notification: Notification) -> None:
        """Try one anew that has ended."""
        now_ms = self._clock.now_ms()
        again = [self._outbox.send_again(one, now_ms) for one in self._addressed([notification])]
        self._save(AlertChanges(notifications=tuple(again)))
        self.dispatcher.wake()

    def remember(self, alert: Alert) -> None:
        """An alert of long ago is to be told again."""
        self._alerts.setdefault(alert.id, alert)

    async def test_channel(self, name: str) -> Fault | None:
        """Send a test; what went wrong, in plain words. KeyError for an unknown channel."""
        fault = await self._send_test(self._channels[name])
        self._audit_line(Action.CHANNEL_TESTED, name, fault.sentence if fault else "")
        return fault

    async def try_channel(self, kind: ChannelKind, settings: ChannelSettings, secrets: Secrets) -> Fault | None:
        """Send a test to a channel that is in no settings yet; what went wrong, in plain words."""
        channel = kind.connected(settings, replace(self._context, secrets=secrets), "")
        try:
            return await self._send_test(channel)
        finally:
            await channel.close()

    async def test_rule(self, rule_id: str) -> dict[str, Fault | None]:
        """Send what the rule would say now to its channels, marked as a test. KeyError for an unknown rule."""
        now_ms = self._clock.now_ms()
        rule = next((rule for rule in self.rules if rule.id == rule_id), None)
        if rule is None:
            raise KeyError(rule_id)
        subject = rule.single or next(iter(self.engine.facts.views), "")
        alert = Alert(
            id=uuid.uuid4().hex[:16],
            rule=rule.id,
            subject=subject,
            severity=rule.severity,
            state=AlertState.FIRING,
            pending_ms=now_ms,
            sentence=sentence_of(rule, subject, self.engine.facts),
            firing_ms=now_ms,
        )
        view = self.engine.facts.views.get(subject)
        told = Told(alert, rule.name, view.component.name if view else "", over=False)
        message = self._test_message(f"A test of “{rule.name}”", alert.sentence, (told,))
        names = dict.fromkeys(CONSOLE if one == DESKTOP and self._desktop is None else one for one in rule.channels)
        return {name: await deliver(self._channels[name], message) for name in names if name in self._channels}

    # -- inside

    def _recipients(self, name: str) -> tuple[str, ...]:
        """Those of a channel that its receiver answers for one by one."""
        channel = self._channels.get(name)
        return channel.recipients if isinstance(channel, AddressedChannel) else ()

    def _addressed(self, notifications: Iterable[Notification]) -> tuple[Notification, ...]:
        """With a line for each recipient, where the channel has several. The first keeps the id, which is stored."""
        return tuple(
            replace(one, recipient=recipient, id=one.id if not number else f"{one.id}#{number}")
            for one in notifications
            for number, recipient in enumerate(
                (one.recipient,) if one.recipient else self._recipients(one.channel) or ("",)
            )
        )

    def _send_lost(self, *channels: str, recipients: Collection[str] = ()) -> None:
        """What fires and never got through to these channels (only to these recipients, where there are any) is sent
        again: the way may be open by now."""
        now_ms = self._clock.now_ms()
        firing = {alert.id for alert in self.engine.alerts if alert.state is AlertState.FIRING}
        again = [
            self._outbox.send_again(one, now_ms)
            for channel in channels
            for one in self._outbox.lost(channel)
            if one.alert in firing
            and (not recipients or one.recipient in recipients)
            and (not one.recipient or one.recipient in self._recipients(channel))
        ]
        if again:
            self._save(AlertChanges(notifications=tuple(again)))
            self.dispatcher.wake()

    async def _hear_vendors(self, batch: Batch) -> None:
        """What the vendors say may be on its way: a message about a failure is worth a moment more with it."""
        if self._vendors is not None:
            alerts = [self._alerts[one.alert] for one in batch.notifications if one.alert in self._alerts]
            await self._vendors.settled({alert.subject for alert in alerts if alert.state is not AlertState.RESOLVED})

    async def _send_test(self, channel: Channel) -> Fault | None:
        title = "Porchlight: a test"
        text = "If you read this, alerts will reach you here. Nothing is wrong."
        return await deliver(channel, self._test_message(title, text, ()))

    def _test_message(self, title: str, text: str, told: tuple[Told, ...]) -> Message:
        now_ms = self._clock.now_ms()
        report = report_of(self.engine.facts, now_ms)
        return Message(uuid.uuid4().hex[:24], MessageKind.TEST, Severity.LOW, title, text, now_ms, told, report)

    def _save(self, changes: AlertChanges) -> None:
        guard = self._malfunctions.guard
        with guard("The record of alerts", "What becomes of alerts cannot be written down"):
            self._store.save_alerts(changes)
        with guard("What shows the alerts", "What becomes of alerts cannot be shown"):
            self._on_changed()

    def _take(self, changes: AlertChanges) -> None:
        if not changes:
            return
        changes = replace(changes, notifications=self._addressed(changes.notifications))
        for alert in changes.alerts:
            self._alerts[alert.id] = alert
        self._save(changes)
        self.dispatcher.add(changes.notifications)
        self._recover(changes)
        self._wake.set()
        if len(self._alerts) > _KEPT:
            self._forget_ended()

    def _forget_ended(self) -> None:
        waiting = {one.alert for channel in self._outbox.channels() for one in self._outbox.waiting(channel)}
        self._alerts = {
            alert.id: alert
            for alert in self._alerts.values()
            if alert.state is not AlertState.RESOLVED or alert.id in waiting
        }

    def _recover(self, changes: AlertChanges) -> None:
        """Run the actions of rules whose alerts are told for the first time: what is held back recovers nothing."""
        told = {event.alert for event in changes.events if event.kind is AlertEventKind.TOLD}
        for alert in changes.alerts:
            rule = self.engine.rules.get(alert.rule)
            if alert.id in told and alert.tellings == 1 and rule is not None and rule.action:
                self._wanted_actions.append((rule.action, alert))

    async def _close(self, channel: Channel) -> None:
        try:
            with contained():
                await channel.close()
        except Exception:
            _log.exception("a channel could not be closed")

    async def _guarded(self, part: str, work: Coroutine[Any, Any, None]) -> None:
        """A task of its own, which ends nothing else."""
        with self._malfunctions.guard(part, f"{part} failed"):
            await work

    async def _run_action(self, action: str, alert: Alert) -> None:
        run = await self._recovery.run(action, alert, self._clock.now_ms())
        event = AlertEvent(alert.id, self._clock.now_ms(), AlertEventKind.ACTION, detail=run.detail())
        self._save(AlertChanges(events=(event,)))
        stopped = run.became is Became.STOPPED
        done = Action.RECOVERY_STOPPED if stopped else Action.RECOVERY_RUN
        self._audit_line(done, action, run.sentence, actor=Actor.AUTOMATIC)

    def _remind(self, now_ms: int) -> None:
        """On the day before a calendar span: check everything once, and tell how it is. Once, also over restarts."""
        for name, item in self._settings.calendar.items():
            begin_ms = span_of(item)[0]
            alert_id = f"{REMINDER}{name}-{begin_ms}"
            if (
                item.remind
                and begin_ms - DAY_MS <= now_ms < begin_ms
                and alert_id not in self._alerts
                and self._group
            ):
                alert = Alert(
                    id=alert_id,
                    rule=f"{REMINDER}{name}",
                    subject="",
                    severity=Severity.LOW,
                    state=AlertState.RESOLVED,
                    pending_ms=now_ms,
                    sentence="",
                    firing_ms=now_ms,
                    resolved_ms=now_ms,
                    told_ms=now_ms,
                    tellings=1,
                )
                self._alerts[alert_id] = alert
                work = self._tell_reminder(alert, item.name or name)
                self._group.create_task(self._guarded(f"The reminder of “{name}”", work), name=f"reminder {name}")

    async def _tell_reminder(self, alert: Alert, name: str) -> None:
        if self._check_all is not None:
            await self._check_all()
        alert = replace(alert, sentence=reminder_sentence(name, self.engine.facts.summary()))
        channels = dict.fromkeys(
            one for name in (DESKTOP, *self._settings.channels) if (one := self._channel_for(name))
        )
        now_ms = self._clock.now_ms()
        self._take(
            AlertChanges(
                alerts=(alert,),
                events=(AlertEvent(alert.id, now_ms, AlertEventKind.TOLD, detail=", ".join(channels)),),
                notifications=tuple(
                    Notification(f"{alert.id}-{one}", alert.id, one, NotificationKind.FIRING, now_ms, now_ms)
                    for one in channels
                ),
            )
        )

    async def _tick(self) -> None:
        now_ms = self._clock.now_ms()
        if self._settings.calendar:
            self.engine.set_rules(self._rules(now_ms))
        self._take(self.engine.tick(now_ms))
        self._report_failing()
        with self._malfunctions.guard("The calendar’s reminders", "No reminder of the calendar can be sent"):
            self._remind(now_ms)
        if now_ms >= self._try_lost_ms:
            self._try_lost_ms = now_ms + _LOST_EVERY_MS
            self._send_lost(*self._channels)
        wanted, self._wanted_actions = self._wanted_actions, []
        for action, alert in wanted:
            if self._group is not None:
                part = f"The recovery action “{action}”"
                self._group.create_task(self._guarded(part, self._run_action(action, alert)), name=f"action {action}")
        while self._replaced:
            await self._close(self._replaced.pop())

    def _report_failing(self) -> None:
        """Once for each rule and subject, until it works again."""
        failing = self.engine.failing
        if not failing and not self._reported:
            return
        for key in failing.keys() - self._reported:
            rule = self.engine.rules.get(key[0])
            name = f"The rule “{rule.name if rule is not None else key[0]}”"
            about = f" about “{key[1]}”" if key[1] else ""
            sentence = f"{name} cannot be {key[2]}{about} ({type(failing[key]).__name__}); the other rules can."
            self._malfunctions.begin(_part(key), sentence, error=failing[key])
        for key in self._reported - failing.keys():
            self._malfunctions.end(_part(key))
        self._reported = set(failing)

    async def _pause(self) -> None:
        self._wake.clear()
        now_ms = self._clock.now_ms()
        due_ms = self.engine.next_due_ms(now_ms)
        seconds = TICK if due_ms is None else min(max((due_ms - now_ms) / 1000, _SHORTEST), TICK)
        try:
            async with asyncio.timeout(seconds):
                await self._wake.wait()
        except TimeoutError:
            return
        await asyncio.sleep(0)  # what else happens in this turn of the loop is looked at together

    def _rules(self, now_ms: int) -> list[Rule]:
        rules = []
        for rule_id, item in self._settings.rules.items():
            part = f"The rule “{rule_id}”"
            with self._malfunctions.guard(part, f"{part} cannot be used"):
                rule = rule_of(rule_id, item, builtin=rule_id in BUILT_IN)
                rule.compile()
                rules.append(self._adjusted(rule, now_ms))
        return rules

    def _adjusted(self, rule: Rule, now_ms: int) -> Rule:
        """As the calendar has it; as it is where that cannot be told."""
        part = f"The calendar’s change of the rule “{rule.id}”"
        with self._malfunctions.guard(part, f"{part} cannot be kept to"):
            return adjusted(rule, self._settings.calendar, now_ms)
        return rule

    def _windows(self) -> Windows:
        windows = []
        for name, item in self._settings.maintenance.items():
            part = f"The maintenance window “{item.name or name}”"
            with self._malfunctions.guard(part, f"{part} cannot be used"):
                times = Recurrence(item.from_, item.to, item.days, zone_named(item.zone))
                windows.append(
                    MaintenanceWindow(name, item.name or name, times, components=item.components, rules=item.rules)
                )
        return Windows(tuple(windows))

    def _channel_for(self, name: str) -> str | None:
        if name == DESKTOP and self._desktop is None:
            name = CONSOLE
        if name == DESKTOP and not self._wants_desktop():
            return None
        if name not in self._channels or (self._only is not None and name not in self._only):
            return None
        return name

    def _compose(self, batch: Batch) -> Message:
        rules = {rule.id: rule for rule in self._rules(self._clock.now_ms())}
        return self._composer.compose(batch, self._alerts, rules, self._clock.now_ms())

    def _compose_simpler(self, batch: Batch) -> Message:
        """Of what cannot be put together as a whole, or cannot be sent so: what fires, in plain lines."""
        alerts = [
            self._alerts[one]
            for one in dict.fromkeys(one.alert for one in batch.notifications)
            if one in self._alerts
        ]
        return simpler(batch, alerts, self.engine.rules, self._clock.now_ms())

    def _quiet_until_ms(self, channel: str, now_ms: int) -> int | None:
        quiet = self._settings.alerts.quiet_hours
        if channel != DESKTOP or quiet is None:
            return None
        return Recurrence(quiet.from_, quiet.to, quiet.days, zone_named(quiet.zone)).until_ms(now_ms)

    def _is_spared(self, one: Notification) -> bool:
        quiet = self._settings.alerts.quiet_hours
        alert = self._alerts.get(one.alert)
        through = quiet is not None and quiet.let_critical_through
        return through and alert is not None and alert.severity is Severity.CRITICAL

    def _hear_sent(self, batch: Batch, fault: Fault | None) -> None:
        before = self.undelivered.get(batch.channel)
        waiting = {one.id for one in self._outbox.waiting(batch.channel)}
        refusing = self._undelivered.setdefault(batch.channel, {})
        reached = []
        for one in batch.notifications:
            why = fault.of(one.recipient) if fault is not None else None
            if why is None:
                if refusing.pop(one.recipient, None) is not None:
                    reached.append(one.recipient)
            elif one.id not in waiting:
                refusing[one.recipient] = why.sentence
        self._settle_undelivered(batch.channel, before)
        if reached:
            self._send_lost(batch.channel, recipients=reached)

    def _settle_undelivered(self, channel: str, before: str | None) -> None:
        """Pass on what changed in what a channel does not take."""
        refusing = self._undelivered.get(channel, {})
        for gone in refusing.keys() - {*self._recipients(channel), ""}:
            del refusing[gone]
        if not refusing:
            self._undelivered.pop(channel, None)
        now = self.undelivered.get(channel)
        if now == before:
            return
        if now is not None:
            self._audit_line(Action.NOTIFICATION_LOST, channel, now, actor=Actor.AUTOMATIC)
        self._on_undelivered()

    def _told_and_firing(self, channel: str) -> list[Told]:
        """What a channel was told of and still fires, whoever sees to it."""
        return [
            self._composer.told(alert, self.engine.rules, NotificationKind.STILL_FIRING)
            for alert in self.engine.alerts
            if alert.state is AlertState.FIRING and self._outbox.has_delivered(alert.id, channel)
        ]

    def _hear_standing(self, channel: str, fault: Fault | None) -> None:
        before = self.undelivered.get(channel)
        if fault is None:
            self._undelivered.pop(channel, None)
        else:
            self._undelivered[channel] = {"": fault.sentence}
        if self.undelivered.get(channel) != before:
            self._on_undelivered()

    def _audit(self, action: Action, alert: Alert) -> None:
        self._audit_line(action, alert.subject or alert.rule, alert.sentence)

    def _audit_line(self, action: Action, subject: str, detail: str = "", *, actor: Actor = Actor.USER) -> None:
        self._store.audit(AuditEntry(self._clock.now_ms(), actor, action, subject, detail))


def _console(context: ChannelContext) -> Channel:
    from porchlight.alerts.channels.console import ConsoleChannel, ConsoleSettings

    return ConsoleChannel(ConsoleSettings(), context)


def _part(key: tuple[str, str, Work]) -> str:
    rule, subject, work = key
    return f"The rule “{rule}”, {work}" + (f" about “{subject}”" if subject else "")
