"""Alerting: all stages, beside a running monitor. Nothing here blocks the loop."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import replace

from porchlight.alerts.channels.kind import ChannelKind
from porchlight.alerts.facts import UsualUs
from porchlight.alerts.parts import Surroundings, build
from porchlight.alerts.rules import Rule
from porchlight.intake.operations import is_sound
from porchlight.language.text import Text
from porchlight.model.alert import Alert, AlertChanges, Notification
from porchlight.model.message import Fault
from porchlight.model.operation import Operation
from porchlight.model.ports import Secrets
from porchlight.model.snapshot import ComponentView, Snapshot
from porchlight.model.suppression import Silence
from porchlight.settings.alerting import AlertingSettings
from porchlight.settings.rules import ChannelSettings


class Alerting:
    """Everything about alerts of one run. Beside ``run``, ``delivery`` and ``resend`` have to run."""

    def __init__(self, settings: AlertingSettings, given: Surroundings, *, notify_desktop: bool = True) -> None:
        """``notify_desktop``: whether the user wants notifications on the desktop."""
        self._settings = settings
        self._clock = given.clock
        self._parts = parts = build(settings, given, notify_desktop=notify_desktop)
        self.delivery = parts.delivery
        self.resend = parts.resend
        self._engine = parts.engine
        self.facts = parts.engine.facts

    @property
    def settings(self) -> AlertingSettings:
        """Those in force."""
        return self._settings

    @property
    def undelivered(self) -> dict[str, Text]:
        """Channels whose last message was given up, and why."""
        return self._parts.undelivered.texts

    @property
    def rules(self) -> list[Rule]:
        """All rules, those that are off too, as in force today."""
        return self._parts.rules.at(self._clock.now_ms())

    @property
    def channels(self) -> list[str]:
        """The names of usable channels."""
        return self._parts.channels.names

    @property
    def operation_names(self) -> list[str]:
        """The operations that have reported since the start."""
        return sorted(self.facts.operations)

    def last_operations(self) -> dict[str, tuple[Operation, ...]]:
        """The last runs of each job, by its name, the oldest first."""
        return {name: tuple(runs) for name, runs in self.facts.operations.items()}

    def alerts(self) -> list[Alert]:
        """Those that are pending or firing."""
        return self._engine.alerts

    def firing(self, beginning: str) -> str:
        """The id of the only firing alert whose id begins so; KeyError where there is none, or more than one."""
        return self._engine.find(beginning).id

    def silences(self) -> list[Silence]:
        """Those that are in force."""
        now_ms = self._clock.now_ms()
        return [one for one in self._engine.silences if one.begun_ms <= now_ms < one.until_ms]

    # -- events

    def observe(self, view: ComponentView, *, checked: bool) -> None:
        """A component has a new result, or (not ``checked``) another status without one."""
        self._process(self._engine.observe(view, self._clock.now_ms(), checked=checked))
        self._parts.rules.report_failing(self._engine)

    def update_components(self, snapshot: Snapshot) -> None:
        """Components came or went, or the network did."""
        was_offline, at_ms = self.facts.offline, snapshot.at_ms
        self._process(self._engine.update_components(snapshot.views, offline=snapshot.offline, now_ms=at_ms))
        if was_offline and not snapshot.offline:
            self._parts.undelivered.send_lost(*self.channels)
            self.delivery.wake()

    def forget_itself(self) -> None:
        """The running monitor is one of the components now."""
        self._process(self._engine.forget_itself(self._clock.now_ms()))

    def add_operations(self, operations: Iterable[Operation]) -> None:
        """Runs of other programs' work have ended."""
        sound = [run for run in operations if is_sound(run)]
        self._process(self._engine.add_operations(sound, self._clock.now_ms()))
        self._parts.rules.report_failing(self._engine)

    def after_gap(self) -> None:
        """This computer was asleep."""
        self._process(self._engine.after_gap(self._clock.now_ms()))

    def set_usual(self, usual_us: Mapping[str, UsualUs]) -> None:
        """Set each component's usual response time."""
        self.facts.set_usual(usual_us)

    def apply(self, settings: AlertingSettings, *, notify_desktop: bool) -> None:
        """Apply other settings; only channels that changed are rebuilt."""
        self._settings, parts = settings, self._parts
        parts.channels.apply(settings.channels, notify_desktop=notify_desktop)
        parts.rules.apply(settings)
        self._engine.set_rules(parts.rules.at(self._clock.now_ms()))
        self._engine.set_windows(parts.rules.windows())
        parts.quiet_hours.apply(settings.alerts.quiet_hours)
        parts.recovery.apply(settings.actions)
        parts.undelivered.update_channels()
        self._parts.schedule.wake()
        self.delivery.wake()
        self.resend.update_channels()

    async def run(self) -> None:
        """Process what time changes, until cancelled."""
        await self._parts.schedule.run()

    async def close(self) -> None:
        """Close all channels; what is not delivered stays in the outbox."""
        await self._parts.channels.close()

    # -- commands

    def acknowledge(self, alert_id: str) -> Alert:
        """Somebody takes care of it. KeyError for one that does not fire."""
        return self._process_one(self._engine.acknowledge(alert_id, self._clock.now_ms()))

    def snooze(self, alert_id: str, until_ms: int | None) -> Alert:
        """Suppress it until then; None: until it is resolved. KeyError for one that does not fire."""
        return self._process_one(self._engine.snooze(alert_id, until_ms, self._clock.now_ms()))

    def unsnooze(self, alert_id: str) -> Alert:
        """End its snooze. KeyError for one that does not fire."""
        return self._process_one(self._engine.unsnooze(alert_id, self._clock.now_ms()))

    def silence(
        self, seconds: float, *, components: tuple[str, ...] = (), rules: tuple[str, ...] = (), comment: str = ""
    ) -> Silence:
        """Suppress what these components and rules (none: all) raise, for so long."""
        now_ms = self._clock.now_ms()
        silence = Silence(uuid.uuid4().hex[:8], now_ms + round(seconds * 1000), now_ms, components, rules, comment)
        self._engine.silence(silence)
        return self._save_silence(silence)

    def unsilence(self, silence_id: str) -> Silence:
        """End a silence. KeyError for an unknown one."""
        found = {one.id: one for one in self._engine.silences}[silence_id]
        self._engine.unsilence(silence_id)
        return self._save_silence(replace(found, until_ms=self._clock.now_ms()))

    def rearm(self, action: str) -> None:
        """Allow a stopped recovery action to run again. KeyError for an unknown one."""
        self._parts.recovery.rearm(action)

    def send_again(self, notification: Notification) -> None:
        """Send one once more that has ended."""
        self._parts.undelivered.send_again(notification)
        self.delivery.wake()

    def remember(self, alert: Alert) -> None:
        """Keep an old alert that is to be sent again."""
        self._parts.record.remember(alert)

    async def test_channel(self, name: str) -> Fault | None:
        """Send a test; return the fault. KeyError for an unknown channel."""
        return await self._parts.trials.channel(name)

    async def try_channel(self, kind: ChannelKind, settings: ChannelSettings, secrets: Secrets) -> Fault | None:
        """Send a test to a channel that is in no settings yet; return the fault."""
        return await self._parts.trials.new_channel(kind, settings, secrets)

    async def test_rule(self, rule_id: str) -> dict[str, Fault | None]:
        """Send to the channels of a rule what it would report now, marked as a test. KeyError for an unknown one."""
        return await self._parts.trials.rule({rule.id: rule for rule in self.rules}[rule_id])

    def _process(self, changes: AlertChanges) -> None:
        if changes:
            self._parts.pipeline.process(changes)
            self._parts.schedule.wake()

    def _process_one(self, changes: AlertChanges) -> Alert:
        self._process(changes)
        return changes.alerts[0]

    def _save_silence(self, silence: Silence) -> Silence:
        self._parts.record.save(AlertChanges(silences=(silence,)))
        self._parts.schedule.wake()
        return silence
