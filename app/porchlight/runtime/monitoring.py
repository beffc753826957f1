"""A monitor of everything in the settings, with all that goes on beside it: the composition root of watching."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from porchlight.containment import Guard, Malfunctions, contained
from porchlight.model.audit import Action, Actor, AuditEntry
from porchlight.model.component import ITSELF, Component
from porchlight.model.errors import HistoryError, HistoryHeld, HistoryUnavailable, PorchlightError
from porchlight.model.incident import StatusChange
from porchlight.model.malfunction import Malfunction
from porchlight.model.message import Channel, Fault
from porchlight.model.operation import Operation
from porchlight.model.ports import Clock, Store
from porchlight.model.result import Result
from porchlight.monitor.clock import SystemClock
from porchlight.monitor.connectivity import neutral_addresses
from porchlight.redaction import Redactor
from porchlight.runtime.history import note_rejected, open_store_of, read_history, take_runs
from porchlight.runtime.replay import replay_rule, usual_of
from porchlight.runtime.restored import restored_incidents, restored_operations
from porchlight.runtime.services import Services, close_probes, services, target_of
from porchlight.runtime.supervisor import Service, Supervisor
from porchlight.settings.file import LoadedSettings
from porchlight.settings.paths import history_file
from porchlight.settings.secrets import GivenFirst
from porchlight.threads import in_thread, share_heaps

if TYPE_CHECKING:
    from porchlight.alerts.facts import UsualUs
    from porchlight.alerts.heartbeat import Heartbeat
    from porchlight.alerts.orders import Answer, Order
    from porchlight.alerts.replay import Replay
    from porchlight.alerts.service import Alerting
    from porchlight.exporters.metrics.picture import CheckCounter, Picture
    from porchlight.exporters.metrics.ways_out import WaysOut
    from porchlight.exporters.report.weekly import WeeklyReport
    from porchlight.history.store import HistoryStore
    from porchlight.model.alert import Alert, Notification
    from porchlight.model.events import Event
    from porchlight.model.suppression import Silence
    from porchlight.monitor.diagnoses import Diagnoses
    from porchlight.monitor.monitor import Monitor
    from porchlight.monitor.vendor_words import VendorWords
    from porchlight.operations.ingest.keeper import IngestKeeper
    from porchlight.settings.alerting import AlertingSettings
    from porchlight.settings.origins import Destinations
    from porchlight.settings.report import ReportFormat
    from porchlight.settings.rules import RuleSettings
    from porchlight.updates.feed import Release
    from porchlight.updates.watch import UpdateWatch

_log = logging.getLogger(__name__)
_LEARN_EVERY = 3600.0
"""Seconds between two looks at what is usual."""
_ORDERS_EVERY = 15.0
"""Seconds between two looks for orders from the command line that nobody woken for, at most."""
_HANGS_MS = 30_000
"""A loop later than this is not alive."""
_UNWELL_MS = 120_000
"""A part that fails for longer than this is not being mended by a restart."""
_LOOKED_AT_AGAIN = 1.0
"""Seconds between two looks at itself, at least."""
_FOR_EVER_MS = 1 << 53


def change_of(event: "Event") -> StatusChange | None:
    """The change of status that an event tells, if it tells one."""
    from porchlight.model.events import CheckEnded, StatusExpired

    return event.change if isinstance(event, CheckEnded | StatusExpired) else None


def result_of(event: "Event") -> Result | None:
    """The result that an event tells, if it tells one."""
    from porchlight.model.events import CheckEnded

    return event.result if isinstance(event, CheckEnded) else None


@dataclass(frozen=True, slots=True)
class Monitoring:
    """A monitor that is ready to run, and where its history goes."""

    monitor: "Monitor"
    services: Services
    store: Store
    alerting: "Alerting"
    heartbeat: "Heartbeat"
    data_dir: str
    orders: str | None
    """The folder of orders; None where another Porchlight takes them."""
    history_path: str | None
    """None where there is no file to ask; ``notice`` then says why nothing is remembered."""
    notice: HistoryError | None
    ingest: "IngestKeeper | None"
    """Where programs tell of runs; None where another Porchlight takes them."""
    vendor_words: "VendorWords"
    """What the vendors of failing components say of themselves."""
    diagnoses: "Diagnoses"
    ways_out: "WaysOut | None"
    """Metrics to bigger systems; None where another Porchlight gives them."""
    checks: "CheckCounter"
    updates: "UpdateWatch"
    """Whether there is a newer release of this program."""
    malfunctions: Malfunctions
    """What does not work of Porchlight itself at the moment."""

    @property
    def settings(self) -> LoadedSettings:
        """Those in force."""
        return self.services.settings

    async def apply(self, settings: LoadedSettings) -> None:
        """Go on with other settings: only what changed is built anew."""
        shared = self.services
        before = {item.component.id: item for item in shared.settings.components}
        after = {item.component.id: item for item in settings.components}
        old, ingest_before, export_before = shared.settings.monitor, shared.settings.ingest, shared.settings.export
        shared.settings = settings
        with self._following("the monitor"):
            if settings.monitor != old:
                self._configure(settings)
        replaced = []
        for component_id in before.keys() - after.keys():
            with self._following(f"“{component_id}”"):
                replaced.append(shared.targets.pop(component_id))
                self.monitor.unregister(component_id)
        for component_id, item in after.items():
            if before.get(component_id) == item:
                continue
            with self._following(f"“{component_id}”"):
                if component_id in before:
                    replaced.append(shared.targets[component_id])
                shared.targets[component_id] = target_of(item)
                self.monitor.register(shared.targets[component_id])
        with self._following("the components"):
            self.monitor.arrange(after)
            self._choose_vendors()
        with self._following("the alerts"):
            self._audit_alerting(self.alerting.settings, settings.alerting)
            self.alerting.apply(settings.alerting, notify_desktop=settings.desktop.notifications)
        with self._following("the heartbeat"):
            self.heartbeat.apply(settings.alerting.heartbeat)
        with self._following("ingest"):
            if self.ingest is not None:
                if settings.ingest != ingest_before:
                    self.audit(Action.SETTINGS_CHANGED, "ingest")
                self.ingest.apply(settings.ingest)
        with self._following("metrics"):
            if self.ways_out is not None:
                for way, was, now in (
                    ("export.otlp", export_before.otlp, settings.export.otlp),
                    ("export.prometheus", export_before.prometheus, settings.export.prometheus),
                ):
                    if was != now:
                        self.audit(Action.SETTINGS_CHANGED, way)
                self.ways_out.apply(settings.export)
        with self._following("updates"):
            self.updates.apply(settings.updates)
        await close_probes(replaced)

    def _following(self, part: str) -> Guard:
        """What cannot be followed for one part is followed for all others."""
        return self.malfunctions.guard(f"The settings of {part}", f"The settings of {part} cannot be followed")

    def _configure(self, settings: LoadedSettings) -> None:
        shared = self.services
        shared.http.use_proxies(settings.monitor.proxies())
        shared.connectivity.ask_at(neutral_addresses(settings.monitor.connectivity_urls))
        self.monitor.configure(
            concurrency=settings.monitor.concurrency, confirmation_pause=settings.monitor.confirmation_pause
        )
        self.store.keep_results(settings.monitor.retention)

    def _choose_vendors(self) -> None:
        from porchlight.probes.vendor_feeds import feeds

        self.vendor_words.feeds = feeds(self.settings.components)

    def vendor_page(self, component_id: str) -> str:
        """Where people read what a component's vendor says of itself; empty where that is not known."""
        from porchlight.settings.vendors import feed_of

        for item in self.settings.components:
            if item.component.id == component_id and item.settings is not None:
                feed = feed_of(item.component.kind, "", item.settings.vendor)
                return "" if feed is None else feed.page
        return ""

    def parts(self) -> tuple[Service, ...]:
        """All that runs. Each by itself: what one raises ends no other."""
        found = [
            Service("monitor", self.monitor.run, essential=True),
            Service("alerts", self.alerting.run, essential=True),
            Service("delivery", self.alerting.delivery.run, essential=True),
            Service("delivery of what still fires", self.alerting.resend.run),
            Service("heartbeat", self.heartbeat.run),
            Service("usual response times", self._learn_usual),
            Service("self-check", self._watch_itself, essential=True),
            Service("vendors’ status pages", self.vendor_words.run),
            Service("diagnoses", self.diagnoses.run),
            Service("updates", self.updates.run),
        ]
        if self.orders is not None:
            found.append(Service("commands", partial(self._take_orders, self.orders)))
            if self.history_path is not None:
                found.append(Service("weekly report", self._weekly_report(self.history_path).run))
        if self.ingest is not None:
            found.append(Service("ingest", self.ingest.run))
        if self.ways_out is not None:
            found.append(Service("metrics for Prometheus", self.ways_out.keeper.run))
            found.append(Service("metrics by OTLP", self.ways_out.send))
        return tuple(found)

    async def run(self, *others: Service) -> None:
        """Run all of it, and what a surface adds, until cancelled; ends within two seconds then."""
        await Supervisor((*self.parts(), *others), self.malfunctions).run()

    def picture(self) -> "Picture":
        """What metrics are made of, as it is now."""
        from porchlight.exporters.metrics.picture import Picture

        return Picture(
            self.monitor.snapshot(),
            self.monitor.vitals(),
            tuple(self.alerting.alerts()),
            self.alerting.last_operations(),
            self.checks.counts(),
            self.checks.began_ms,
        )

    async def carry_out(self, order: "Order") -> "Answer":
        """What somebody wants of the alerts. Whatever is wrong with it becomes the answer."""
        from porchlight.alerts.orders import Answer

        try:
            with contained():
                return Answer(True, await self._carry_out(order))
        except (KeyError, ValueError):
            return Answer(False, f"There is no “{order.target}” of which that could be wanted now.")
        except PorchlightError as error:
            return Answer(False, f"It could not be done: {error}")
        except Exception as error:
            _log.exception("a command could not be carried out")
            return Answer(False, f"It could not be done ({type(error).__name__}); the log says more.")

    async def _carry_out(self, order: "Order") -> str:
        """What was done, in one sentence. KeyError or ValueError where there is nothing to do it to."""
        from porchlight.alerts.orders import OrderKind

        alerting = self.alerting
        match order.kind:
            case OrderKind.ACKNOWLEDGE:
                return f"Acknowledged: {self.acknowledge(alerting.firing(order.target)).sentence}"
            case OrderKind.SNOOZE:
                until_ms = None
                if order.seconds is not None:
                    until_ms = self.services.clock.now_ms() + round(order.seconds * 1000)
                return f"Snoozed: {self.snooze(alerting.firing(order.target), until_ms).sentence}"
            case OrderKind.UNSNOOZE:
                return f"No longer snoozed: {self.unsnooze(alerting.firing(order.target)).sentence}"
            case OrderKind.SILENCE:
                silence = self.silence(
                    order.seconds or 3600.0, components=order.components, rules=order.rules, comment=order.comment
                )
                return f"Silenced, as {silence.id}."
            case OrderKind.UNSILENCE:
                self.unsilence(order.target)
                return "The silence has ended."
            case OrderKind.SEND_AGAIN:
                await self._send_again(order.target)
                return "It is sent again."
            case OrderKind.NOTE:
                action = Action(order.comment)
                if action in (Action.CREDENTIAL_STORED, Action.CREDENTIAL_REMOVED):
                    self.services.secrets.forget(order.target)
                    self.monitor.check_soon(
                        item.component.id
                        for item in self.settings.components
                        if order.target in self.credentials(item.component.id)
                    )
                self.audit(action, order.target)
                return "Noted."
            case OrderKind.REARM:
                alerting.rearm(order.target)
                self.audit(Action.RECOVERY_REARMED, order.target)
                return f"“{order.target}” may run again."

    def acknowledge(self, alert_id: str) -> "Alert":
        """Somebody sees to an alert. KeyError for one that does not fire."""
        return self._audited(Action.ALERT_ACKNOWLEDGED, self.alerting.acknowledge(alert_id))

    def snooze(self, alert_id: str, until_ms: int | None) -> "Alert":
        """Suppress an alert until then; None: until it is resolved. KeyError for one that does not fire."""
        return self._audited(Action.ALERT_SNOOZED, self.alerting.snooze(alert_id, until_ms))

    def unsnooze(self, alert_id: str) -> "Alert":
        """End the snooze of an alert. KeyError for one that does not fire."""
        return self._audited(Action.ALERT_UNSNOOZED, self.alerting.unsnooze(alert_id))

    def silence(
        self, seconds: float, *, components: tuple[str, ...] = (), rules: tuple[str, ...] = (), comment: str = ""
    ) -> "Silence":
        """Suppress what these components and rules (none: all) raise, for so long."""
        silence = self.alerting.silence(seconds, components=components, rules=rules, comment=comment)
        self.audit(Action.SILENCED, _what(silence), comment)
        return silence

    def unsilence(self, silence_id: str) -> None:
        """End a silence. KeyError for an unknown one."""
        self.audit(Action.UNSILENCED, _what(self.alerting.unsilence(silence_id)))

    async def test_channel(self, name: str) -> Fault | None:
        """Send a test to a channel; what went wrong. KeyError for an unknown one."""
        fault = await self.alerting.test_channel(name)
        self.audit(Action.CHANNEL_TESTED, name, fault.sentence if fault else "")
        return fault

    def _audited(self, action: Action, alert: "Alert") -> "Alert":
        self.audit(action, alert.subject or alert.rule, alert.sentence)
        return alert

    def take_operations(self, operations: Sequence[Operation]) -> None:
        """Runs that somebody has told of: into the history, and before the rules."""
        self.store.record_operations(operations)
        self.alerting.add_operations(operations)

    async def keep_operations(self, operations: Sequence[Operation]) -> str | None:
        """The same, and they are in the history on return; one sentence where that cannot be written."""
        self.take_operations(operations)
        await self.store.flush()
        return self.store.health().error

    async def write_report(self, path: str, wanted: "ReportFormat", since_ms: int) -> HistoryError | OSError | None:
        """Write the report from then (Unix ms) until now to a file, in the language of the settings; what was in
        the way, or None."""
        if self.history_path is None:
            return HistoryUnavailable("No history is kept at the moment.")
        work = partial(
            _write_report, self.history_path, path, wanted, (since_ms, self.services.clock.now_ms()), self.services
        )
        try:
            await in_thread(work, name="report")
        except (HistoryError, OSError) as error:
            return error
        return None

    async def replay(self, rule_id: str, rule: "RuleSettings") -> "Replay | HistoryError | None":
        """What a rule would have done in the last week; None: there is no history to try it on."""
        if self.history_path is None:
            return None
        values = rule.model_dump(by_alias=True, exclude_none=True)
        work = partial(replay_rule, self.history_path, rule_id, values, self.settings)
        try:
            return await in_thread(work, name="replay")
        except HistoryError as error:
            return error

    async def _send_again(self, notification_id: str) -> None:
        """KeyError for an unknown one; HistoryError."""
        if self.history_path is None:
            raise KeyError(notification_id)
        work = partial(_notification, self.history_path, notification_id)
        notification, alert = await in_thread(work, name="send again")
        self.alerting.remember(alert)
        self.alerting.send_again(notification)

    async def _take_orders(self, folder: str) -> None:
        from porchlight.alerts.wakeup import wakeups

        guard = self.malfunctions.guard
        woken = asyncio.Event()
        async with wakeups(folder, woken.set):
            while True:
                woken.clear()
                with guard("The runs that jobs left", "The runs that jobs left cannot be taken in"):
                    await take_runs(self.data_dir, self.store, self.take_operations, self.services.clock)
                more = False
                with guard("The commands of other programs", "Commands of other programs cannot be taken in"):
                    more = await self._take_some_orders(folder)
                if more:
                    continue
                with suppress(TimeoutError):
                    async with asyncio.timeout(_ORDERS_EVERY):
                        await woken.wait()

    async def _take_some_orders(self, folder: str) -> bool:
        """Those that are there; whether there are more."""
        from porchlight.alerts.orders import Answer, OrderKind, take

        look = await in_thread(partial(take, folder), name="orders")
        if look.refused:
            note_rejected(self.store, self.services.clock, [(one.name, one.fault) for one in look.refused])
        for one in look.refused:
            if one.id:
                _answer(folder, one.id, Answer(False, f"It cannot be read as a command: {one.fault}."))
        for order in look.orders:
            said = await self.carry_out(order)
            await self.store.flush()
            if order.kind is not OrderKind.NOTE:  # nobody waits for an answer to that
                _answer(folder, order.id, said)
        return look.more

    def _weekly_report(self, history_path: str) -> "WeeklyReport":
        from porchlight.exporters.report.weekly import Surroundings, WeeklyReport
        from porchlight.zones import local_zone_now

        return WeeklyReport(
            Surroundings(
                settings=lambda: self.settings,
                clock=self.services.clock,
                zone=local_zone_now,
                data_dir=self.data_dir,
                history_path=history_path,
                redact=self.services.redactor.text,
                note=partial(self.audit, actor=Actor.AUTOMATIC),
                flush=self.store.flush,
            )
        )

    def interval_of(self, component: Component) -> float:
        """How often a component is checked now, in seconds: a calendar span may have its own word."""
        from porchlight.alerts.guard import interval_of

        wanted = interval_of(component.id, self.settings.alerting.calendar, self.services.clock.now_ms())
        return component.interval if wanted is None else wanted

    async def _watch_itself(self) -> None:
        """A monitor that is late, cannot write, or has a part that fails is told of, also where nobody set up a
        component for it."""
        from porchlight.monitor.itself import SelfWatch

        itself = SelfWatch(self.services.runner, self.services.clock, self.monitor.vitals)
        changed = asyncio.Event()
        unsubscribe = self.malfunctions.subscribe(lambda malfunction: changed.set())
        try:
            while True:
                changed.clear()
                if any(component.kind == ITSELF.kind for component in self.services.components):
                    self.alerting.forget_itself()
                else:
                    view = await itself.look()
                    self.alerting.observe(view, checked=True)
                    if view.result is not None:
                        self.store.record_measures(view.result)
                with suppress(TimeoutError):
                    async with asyncio.timeout(ITSELF.interval):
                        await changed.wait()
                await asyncio.sleep(_LOOKED_AT_AGAIN)
        finally:
            unsubscribe()

    async def _learn_usual(self) -> None:
        while True:
            if self.history_path is not None:
                ids = [component.id for component in self.services.components]
                now_ms, path = self.services.clock.now_ms(), self.history_path
                try:
                    usual = await in_thread(partial(_usual_us, path, ids, now_ms), name="usual response times")
                except HistoryError as error:
                    _log.info("what is usual is not known: %s", error)
                else:
                    self.alerting.set_usual(usual)
            await asyncio.sleep(_LEARN_EVERY)

    def follow(self) -> Callable[[], None]:
        """Have each part follow the checks, by itself: what one raises keeps the event from no other. Returns how to
        stop that."""
        bus = self.monitor.bus
        ends = [
            bus.subscribe(self._judge, name="alerts"),
            bus.subscribe(self._count, name="metrics"),
            bus.subscribe(self._ask_vendors, name="vendors’ status pages"),
            bus.subscribe(self._diagnose, name="diagnoses"),
            bus.subscribe(self._note_alerting, name="activity"),
            self.malfunctions.subscribe(self._note_malfunction),
        ]

        def unsubscribe() -> None:
            for end in ends:
                end()

        return unsubscribe

    def _judge(self, event: "Event") -> None:
        from porchlight.model.events import CheckEnded, ComponentsChanged, GapPassed, StatusExpired

        match event:
            case CheckEnded():
                self.alerting.observe(event.view, checked=True)
                if event.operations:
                    self.alerting.add_operations(event.operations)
            case StatusExpired():
                self.alerting.observe(event.view, checked=False)
            case ComponentsChanged():
                self.alerting.update_components(self.monitor.snapshot())
            case GapPassed():
                self.alerting.after_gap()

    def _note_alerting(self, event: "Event") -> None:
        """What alerting does by itself belongs into the activity list."""
        from porchlight.model.events import DeliveryFailed, HeartbeatChanged, RecoveryEnded

        note = partial(self.audit, actor=Actor.AUTOMATIC)
        match event:
            case DeliveryFailed(channel, sentence, given_up=True):
                note(Action.NOTIFICATION_LOST, channel, sentence)
            case RecoveryEnded(action, sentence, stopped):
                note(Action.RECOVERY_STOPPED if stopped else Action.RECOVERY_RUN, action, sentence)
            case HeartbeatChanged(None):
                note(Action.HEARTBEAT, "", "The heartbeat gets through again.")
            case HeartbeatChanged(fault):
                note(Action.HEARTBEAT, "", f"The heartbeat does not: {fault}")

    def _count(self, event: "Event") -> None:
        if (result := result_of(event)) is not None:
            self.checks.hear(result)

    def _ask_vendors(self, event: "Event") -> None:
        if (result := result_of(event)) is not None:
            self.vendor_words.hear(result)

    def _diagnose(self, event: "Event") -> None:
        from porchlight.model.events import CheckEnded

        if isinstance(event, CheckEnded):
            self.diagnoses.hear(event.result, event.view.state.status)

    def _note_malfunction(self, malfunction: Malfunction) -> None:
        """Once in the activity list, however often it is tried again."""
        if not malfunction.over and not malfunction.recurring:
            self.audit(Action.MONITOR_UNWELL, "", malfunction.sentence, actor=Actor.AUTOMATIC)

    def _audit_alerting(self, before: "AlertingSettings", after: "AlertingSettings") -> None:
        """What is said of alerts and is something else now, in whatever way it was changed."""
        for action, old, new in (
            (Action.RULE_CHANGED, before.rules, after.rules),
            (Action.CHANNEL_CHANGED, before.channels, after.channels),
            (Action.RECOVERY_CHANGED, before.actions, after.actions),
            (Action.SETTINGS_CHANGED, before.maintenance, after.maintenance),
            (Action.SETTINGS_CHANGED, before.calendar, after.calendar),
        ):
            for name in dict.fromkeys((*old, *new)):
                if old.get(name) != new.get(name):
                    self.audit(action, name)
        for section, was, now in (
            ("alerts", before.alerts, after.alerts),
            ("heartbeat", before.heartbeat, after.heartbeat),
        ):
            if was != now:
                self.audit(Action.SETTINGS_CHANGED, section)

    async def try_out_channel(self, values: Mapping[str, Any], given_secrets: Mapping[str, str]) -> str | None:
        """Send a test to a channel that is in no file yet; what is wrong, in one sentence. ``given_secrets`` come
        before stored ones."""
        from porchlight.alerts.channels.registry import find_kind as find_channel
        from porchlight.settings.file import explain_faults

        kind = find_channel(str(values.get("kind")))
        if isinstance(kind, str):
            return kind
        if wrong := explain_faults(kind.settings, values):
            return next(iter(wrong.values()))
        shared = self.services
        secrets = GivenFirst(given_secrets, shared.secrets, shared.redactor)
        fault = await self.alerting.try_channel(kind, kind.settings.model_validate(dict(values)), secrets)
        return fault.sentence if fault is not None else None

    def credentials(self, component_id: str) -> tuple[str, ...]:
        """The names of the credentials that a component needs."""
        from porchlight.probes.registry import find_kind

        for item in self.settings.components:
            if item.component.id == component_id and item.settings is not None:
                kind = find_kind(item.component.kind)
                return () if isinstance(kind, str) else kind.credentials(item.settings)
        return ()

    def places(self, component_id: str) -> "Destinations":
        """By credential, where a component sends it."""
        from porchlight.probes.registry import find_kind

        for item in self.settings.components:
            if item.component.id == component_id and item.settings is not None:
                kind = find_kind(item.component.kind)
                return {} if isinstance(kind, str) else kind.places(item.settings)
        return {}

    def address(self, component_id: str) -> str:
        """Where a component's checks look, for people and without secrets."""
        from porchlight.probes.registry import find_kind

        for item in self.settings.components:
            if item.component.id == component_id and item.settings is not None:
                kind = find_kind(item.component.kind)
                return "" if isinstance(kind, str) else kind.address(item.settings)
        return ""

    async def _tell_update(self, release: "Release") -> None:
        """Once in the activity list for each release, over restarts too; windows look at ``updates`` themselves."""
        from porchlight.model.events import ComponentsChanged

        told = False
        if self.history_path is not None:
            try:
                told = await in_thread(partial(_has_told, self.history_path, release.version), name="updates")
            except HistoryError as error:
                _log.info("whether the release was told before is not known: %s", error)
        if not told:
            detail = f"Porchlight {release.version} is out. {release.page}".rstrip()
            self.audit(Action.UPDATE_FOUND, release.version, detail, actor=Actor.AUTOMATIC)
        self.monitor.bus.publish(ComponentsChanged())

    def audit(self, action: Action, subject: str = "", detail: str = "", *, actor: Actor = Actor.USER) -> None:
        """Note in the activity list who did what."""
        self.store.audit(AuditEntry(self.services.clock.now_ms(), actor, action, subject, detail))


@asynccontextmanager
async def monitoring(
    settings: LoadedSettings,
    data_dir: str,
    *,
    redactor: Redactor,
    given_secrets: Mapping[str, str] | None = None,
    share: bool = False,
    desktop: Channel | None = None,
    say: Callable[[str], None] = print,
    on_undelivered: Callable[[], None] = lambda: None,
    on_alerts: Callable[[], None] = lambda: None,
) -> AsyncIterator[Monitoring]:
    """A monitor of everything in the settings. Raises HistoryHeld where another one writes this history, or with
    ``share`` reads what that one writes, remembers nothing itself and tells alerts on this desktop alone.

    ``desktop`` is the channel of the tray app, ``say`` where the console channel writes, ``on_undelivered`` hears
    that nothing gets through to a channel, or that it does again (``alerting.undelivered`` says more), ``on_alerts``
    that an alert, a silence or what was sent is another one.

    Any other trouble with the history does not stop it: it then remembers in memory alone.
    """
    from porchlight.alerts.channels.kind import ChannelContext
    from porchlight.alerts.channels.registry import DESKTOP
    from porchlight.alerts.heartbeat import Heartbeat
    from porchlight.alerts.orders import orders_folder
    from porchlight.alerts.parts import Surroundings
    from porchlight.alerts.service import Alerting
    from porchlight.exporters.metrics.picture import CheckCounter
    from porchlight.exporters.metrics.ways_out import WaysOut
    from porchlight.history.memory import MemoryStore
    from porchlight.insight.advice import next_step
    from porchlight.model.events import ComponentsChanged
    from porchlight.monitor.diagnoses import Diagnoses
    from porchlight.monitor.monitor import Monitor
    from porchlight.monitor.vendor_words import VendorWords
    from porchlight.operations.ingest.keeper import IngestKeeper
    from porchlight.updates.watch import UpdateWatch

    share_heaps()
    clock = SystemClock()
    path = history_file(data_dir)
    notice: HistoryError | None = None
    file: HistoryStore | None = None
    try:
        file = await open_store_of(path, settings, clock, maintain=True)
    except HistoryHeld as held:
        if not share:
            raise
        notice = held
    except HistoryError as error:
        _log.error("%s", error)
        notice = error
    shares = isinstance(notice, HistoryHeld)
    store: Store = file or MemoryStore(notice.sentence if notice and not shares else None)
    malfunctions = Malfunctions(clock)
    try:
        async with services(settings, redactor=redactor, given_secrets=given_secrets, data_dir=data_dir) as shared:
            monitor = Monitor(
                runner=shared.runner,
                store=store,
                clock=clock,
                connectivity=shared.connectivity,
                concurrency=settings.monitor.concurrency,
                confirmation_pause=settings.monitor.confirmation_pause,
                history_path=path if file else None,
                malfunctions=malfunctions,
            )
            monitor.restore(restored_incidents(store.open_incidents()))
            for target in shared.targets.values():
                monitor.register(target)
            monitor.abandon_unclaimed()
            context = ChannelContext(
                secrets=shared.secrets,
                redactor=redactor,
                proxies=lambda: shared.settings.monitor.proxies(),
                say=say,
            )
            vendor_words = VendorWords(shared.http, clock)
            vendor_words.told = lambda: monitor.bus.publish(ComponentsChanged())
            monitor.bus.subscribe(partial(_pass_on, on_undelivered, on_alerts), name="surfaces")
            alerting = Alerting(
                settings.alerting,
                Surroundings(
                    store=store,
                    clock=clock,
                    context=context,
                    advice=next_step,
                    publish=monitor.bus.publish,
                    malfunctions=malfunctions,
                    desktop=desktop,
                    only=frozenset({DESKTOP}) if shares else None,
                    checker=monitor,
                    vendors=vendor_words,
                    connectivity=shared.connectivity,
                ),
                notify_desktop=settings.desktop.notifications,
            )
            heartbeat = Heartbeat(
                settings.alerting.heartbeat,
                context,
                alive=lambda: monitor.vitals().loop_lag_ms < _HANGS_MS and not _cannot_alarm(malfunctions, clock),
                publish=monitor.bus.publish,
            )
            readable = file is not None or shares
            orders = None if shares else orders_folder(data_dir)
            ingest = IngestKeeper(
                settings.ingest,
                take=lambda operations: watching.keep_operations(operations),
                secrets=shared.secrets,
                redactor=redactor,
                clock=clock,
                tell=lambda said: _note_ingest(store, clock, said),
            )
            ways_out = WaysOut(
                settings.export,
                context,
                picture=lambda: watching.picture(),
                clock=clock,
                tell=lambda said: _note_export(store, clock, said),
            )
            watching = Monitoring(
                monitor,
                shared,
                store,
                alerting,
                heartbeat,
                data_dir,
                orders,
                path if readable else None,
                notice,
                None if shares else ingest,
                vendor_words,
                Diagnoses(shared.diagnose),
                None if shares else ways_out,
                CheckCounter(clock.now_ms()),
                UpdateWatch(settings.updates, shared.http, found=lambda release: watching._tell_update(release)),
                malfunctions,
            )
            watching.diagnoses.told = lambda: monitor.bus.publish(ComponentsChanged())
            watching._choose_vendors()
            monitor.interval_of = watching.interval_of
            alerting.add_operations(restored_operations(store.last_operations()))
            alerting.update_components(monitor.snapshot())
            unsubscribe = watching.follow()
            try:
                yield watching
            finally:
                unsubscribe()
                await alerting.close()
    finally:
        if file is not None:
            file.close()


def _pass_on(on_undelivered: Callable[[], None], on_alerts: Callable[[], None], event: "Event") -> None:
    from porchlight.model.events import AlertsChanged, DeliveryFailed, DeliveryRecovered

    match event:
        case AlertsChanged():
            on_alerts()
        case DeliveryFailed() | DeliveryRecovered():
            on_undelivered()


def _what(silence: "Silence") -> str:
    """What is silenced, for the activity list."""
    return ", ".join((*silence.components, *silence.rules)) or "all"


def _usual_us(path: str, component_ids: list[str], now_ms: int) -> "dict[str, UsualUs]":
    found: dict[str, UsualUs] = {}
    with read_history(path) as reader:
        for one in component_ids:
            try:
                found[one] = usual_of(reader, one, now_ms)
            except HistoryError:
                raise
            except Exception:  # of the others it is known all the same
                _log.exception("what is usual for %s cannot be worked out", one)
    return found


def _notification(path: str, notification_id: str) -> "tuple[Notification, Alert]":
    with read_history(path) as reader:
        return reader.notification(notification_id)


def _answer(folder: str, order_id: str, said: "Answer") -> None:
    from porchlight.alerts.orders import answer

    try:
        answer(folder, order_id, said)
    except (OSError, ValueError) as error:
        _log.warning("a command could not be answered: %s", error)


def _cannot_alarm(malfunctions: Malfunctions, clock: Clock) -> bool:
    """Whether a part without which no alarm is raised has failed for so long that the second watcher should know."""
    long_ago_ms = clock.now_ms() - _UNWELL_MS
    return any(one.essential and one.since_ms < long_ago_ms for one in malfunctions.current)


def _has_told(path: str, version: str) -> bool:
    with read_history(path) as reader:
        entries = reader.audit(0, _FOR_EVER_MS)
    return any(one.action is Action.UPDATE_FOUND and one.subject == version for one in entries)


def _write_report(
    history_path: str, path: str, wanted: "ReportFormat", span_ms: tuple[int, int], services: Services
) -> None:
    from porchlight.exporters.report.writing import Wanted, report_of
    from porchlight.intake.files import put_whole
    from porchlight.zones import local_zone

    order = Wanted(services.settings, *span_ms, local_zone(), wanted, services.settings.desktop.language)
    with read_history(history_path) as reader:
        put_whole(path, report_of(order, reader, services.redactor.text), private=False)


def _note_ingest(store: Store, clock: Clock, said: str) -> None:
    store.audit(AuditEntry(clock.now_ms(), Actor.AUTOMATIC, Action.INGEST, "", said))


def _note_export(store: Store, clock: Clock, said: str) -> None:
    store.audit(AuditEntry(clock.now_ms(), Actor.AUTOMATIC, Action.EXPORT, "", said))
