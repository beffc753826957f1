"""A monitor of everything in the settings, with all that goes on beside it: the composition root of watching."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from app.model.audit import Action, Actor, AuditEntry
from app.model.component import ITSELF, Component
from app.model.errors import HistoryError, HistoryHeld, HistoryUnavailable
from app.model.incident import StatusChange
from app.model.message import Channel, Fault
from app.model.operation import Operation
from app.model.ports import Clock, Store
from app.model.result import Result
from app.monitor.clock import SystemClock
from app.monitor.connectivity import neutral_addresses
from app.redaction import Redactor
from app.runtime.history import open_store_of, read_history, take_runs
from app.runtime.replay import replay_rule, usual_of
from app.runtime.services import Services, services, target_of
from app.settings.file import LoadedSettings
from app.settings.paths import history_file
from app.settings.secrets import GivenFirst
from app.threads import in_thread

if TYPE_CHECKING:
    from app.alerts.heartbeat import Heartbeat
    from app.alerts.orders import Answer, Order
    from app.alerts.replay import Replay
    from app.alerts.service import Alerting
    from app.alerts.world import UsualUs
    from app.exporters.metrics.picture import CheckCounter, Picture
    from app.exporters.metrics.ways_out import WaysOut
    from app.exporters.report.weekly import WeeklyReport
    from app.history.store import HistoryStore
    from app.monitor.bus import Event
    from app.monitor.diagnoses import Diagnoses
    from app.monitor.monitor import Monitor
    from app.monitor.vendor_words import VendorWords
    from app.operations.ingest.keeper import IngestKeeper
    from app.settings.alerting import AlertingSettings
    from app.settings.report import ReportFormat
    from app.settings.rules import RuleSettings
    from app.updates.feed import Release
    from app.updates.watch import UpdateWatch

_log = logging.getLogger(__name__)
_LEARN_EVERY = 3600.0
"""Seconds between two looks at what is usual."""
_ORDERS_EVERY = 15.0
"""Seconds between two looks for orders from the command line that nobody knocked for, at most."""
_HANGS_MS = 30_000
"""A loop later than this is not alive."""
_FOR_EVER_MS = 1 << 53


def change_of(event: "Event") -> StatusChange | None:
    """The change of status that an event tells, if it tells one."""
    from app.monitor.bus import CheckEnded, StatusExpired

    return event.change if isinstance(event, CheckEnded | StatusExpired) else None


def result_of(event: "Event") -> Result | None:
    """The result that an event tells, if it tells one."""
    from app.monitor.bus import CheckEnded

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
        if settings.monitor != old:
            shared.http.use_proxies(settings.monitor.proxies())
            shared.connectivity.ask_at(neutral_addresses(settings.monitor.connectivity_urls))
            self.monitor.configure(
                concurrency=settings.monitor.concurrency, confirmation_pause=settings.monitor.confirmation_pause
            )
            self.store.keep_results(settings.monitor.retention)
        replaced = []
        for component_id in before.keys() - after.keys():
            replaced.append(shared.targets.pop(component_id))
            self.monitor.unregister(component_id)
        for component_id, item in after.items():
            if before.get(component_id) == item:
                continue
            if component_id in before:
                replaced.append(shared.targets[component_id])
            shared.targets[component_id] = target_of(item)
            self.monitor.register(shared.targets[component_id])
        self.monitor.arrange(after)
        self._choose_vendors()
        self._audit_alerting(self.alerting.settings, settings.alerting)
        self.alerting.apply(settings.alerting)
        self.heartbeat.apply(settings.alerting.heartbeat)
        if self.ingest is not None:
            if settings.ingest != ingest_before:
                self.audit(Action.SETTINGS_CHANGED, "ingest")
            self.ingest.apply(settings.ingest)
        if self.ways_out is not None:
            for way, was, now in (
                ("export.otlp", export_before.otlp, settings.export.otlp),
                ("export.prometheus", export_before.prometheus, settings.export.prometheus),
            ):
                if was != now:
                    self.audit(Action.SETTINGS_CHANGED, way)
            self.ways_out.apply(settings.export)
        self.updates.apply(settings.updates)
        for target in replaced:
            await target.probe.close()

    def _choose_vendors(self) -> None:
        from app.probes.vendor.chosen import feeds

        self.vendor_words.feeds = feeds(self.settings.components)

    def vendor_page(self, component_id: str) -> str:
        """Where people read what a component's vendor says of itself; empty where that is not known."""
        from app.settings.vendors import feed_of

        for item in self.settings.components:
            if item.component.id == component_id and item.settings is not None:
                feed = feed_of(item.component.kind, "", item.settings.vendor)
                return "" if feed is None else feed.page
        return ""

    async def run_alerting(self) -> None:
        """What goes on beside the monitor: alerts, what is usual, the heartbeat. Until cancelled."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self.alerting.run(), name="alerts")
            group.create_task(self.heartbeat.run(), name="heartbeat")
            group.create_task(self._learn_usual(), name="usual response times")
            group.create_task(self._watch_itself(), name="the monitor itself")
            group.create_task(self.vendor_words.run(), name="words of the vendors")
            group.create_task(self.diagnoses.run(), name="diagnoses")
            group.create_task(self.updates.run(), name="updates")
            if self.orders is not None:
                group.create_task(self._take_orders(self.orders), name="orders")
                if self.history_path is not None:
                    group.create_task(self._weekly_report(self.history_path).run(), name="weekly report")
            if self.ingest is not None:
                group.create_task(self.ingest.run(), name="ingest")
            if self.ways_out is not None:
                group.create_task(self.ways_out.run(), name="ways out")

    def picture(self) -> "Picture":
        """What metrics are made of, as it is now."""
        from app.exporters.metrics.picture import Picture

        return Picture(
            self.monitor.snapshot(),
            self.monitor.vitals(),
            tuple(self.alerting.alerts()),
            self.alerting.last_operations(),
            self.checks.counts(),
            self.checks.began_ms,
        )

    def carry_out(self, order: "Order") -> "Answer":
        """What somebody wants of the alerts."""
        from app.alerts.orders import Answer, OrderKind

        alerting = self.alerting
        try:
            match order.kind:
                case OrderKind.ACKNOWLEDGE:
                    said = f"Acknowledged: {alerting.acknowledge(alerting.firing(order.target)).sentence}"
                case OrderKind.SNOOZE:
                    until_ms = None
                    if order.seconds is not None:
                        until_ms = self.services.clock.now_ms() + round(order.seconds * 1000)
                    said = f"Snoozed: {alerting.snooze(alerting.firing(order.target), until_ms).sentence}"
                case OrderKind.UNSNOOZE:
                    said = f"No longer snoozed: {alerting.unsnooze(alerting.firing(order.target)).sentence}"
                case OrderKind.SILENCE:
                    silence = alerting.silence(
                        order.seconds or 3600.0, components=order.components, rules=order.rules, comment=order.comment
                    )
                    said = f"Silenced, as {silence.id}."
                case OrderKind.UNSILENCE:
                    alerting.unsilence(order.target)
                    said = "The silence has ended."
                case OrderKind.SEND_AGAIN:
                    self._send_again(order.target)
                    said = "It is sent again."
                case OrderKind.NOTE:
                    action = Action(order.comment)
                    if action in (Action.CREDENTIAL_STORED, Action.CREDENTIAL_REMOVED):
                        self.services.secrets.forget(order.target)
                    self.audit(action, order.target)
                    said = "Noted."
                case OrderKind.REARM:
                    alerting.rearm(order.target)
                    said = f"“{order.target}” may run again."
        except (KeyError, ValueError):
            return Answer(False, f"There is no “{order.target}” of which that could be wanted now.")
        return Answer(True, said)

    def take_operations(self, operations: Sequence[Operation]) -> None:
        """Runs that somebody has told of: into the history, and before the rules."""
        self.store.record_operations(operations)
        self.alerting.hear_operations(operations)

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

    def _send_again(self, notification_id: str) -> None:
        """KeyError for an unknown one."""
        if self.history_path is None:
            raise KeyError(notification_id)
        with read_history(self.history_path) as reader:
            notification, alert = reader.notification(notification_id)
        self.alerting.remember(alert)
        self.alerting.send_again(notification)

    async def _take_orders(self, folder: str) -> None:
        from app.alerts.knock import listening
        from app.alerts.orders import OrderKind, answer, take

        knocked = asyncio.Event()
        async with listening(folder, knocked.set):
            while True:
                knocked.clear()
                await take_runs(self.data_dir, self.store, self.take_operations)
                for order in take(folder):
                    said = self.carry_out(order)
                    await self.store.flush()
                    if order.kind is OrderKind.NOTE:
                        continue  # nobody waits for an answer
                    try:
                        answer(folder, order, said)
                    except OSError as error:
                        _log.warning("an order could not be answered: %s", error)
                with suppress(TimeoutError):
                    async with asyncio.timeout(_ORDERS_EVERY):
                        await knocked.wait()

    def _weekly_report(self, history_path: str) -> "WeeklyReport":
        from app.exporters.report.weekly import Surroundings, WeeklyReport
        from app.insight.usual import zone_by_now

        return WeeklyReport(
            Surroundings(
                settings=lambda: self.settings,
                clock=self.services.clock,
                zone=zone_by_now,
                data_dir=self.data_dir,
                history_path=history_path,
                redact=self.services.redactor.text,
                note=partial(self.audit, actor=Actor.AUTOMATIC),
                flush=self.store.flush,
            )
        )

    def interval_of(self, component: Component) -> float:
        """How often a component is checked now, in seconds: a calendar span may have its own word."""
        from app.alerts.guard import interval_of

        wanted = interval_of(component.id, self.settings.alerting.calendar, self.services.clock.now_ms())
        return component.interval if wanted is None else wanted

    async def _watch_itself(self) -> None:
        """A monitor that is late or cannot write is told of, also where nobody set up a component for it."""
        from app.monitor.itself import SelfWatch

        itself = SelfWatch(self.services.runner, self.services.clock, self.monitor.vitals)
        while True:
            if any(component.kind == ITSELF.kind for component in self.services.components):
                self.alerting.hear_no_more_of_itself()
            else:
                view = await itself.look()
                self.alerting.hear(view, checked=True)
                if view.result is not None:
                    self.store.record_measures(view.result)
            await asyncio.sleep(ITSELF.interval)

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

    def _follow(self, event: "Event") -> None:
        from app.monitor.bus import CheckEnded, ComponentsChanged, GapPassed, StatusExpired

        match event:
            case CheckEnded():
                self.vendor_words.hear(event.result)
                self.diagnoses.hear(event.result, event.view.state.status)
                self.checks.hear(event.result)
                self.alerting.hear(event.view, checked=True)
                if event.operations:
                    self.alerting.hear_operations(event.operations)
            case StatusExpired():
                self.alerting.hear(event.view, checked=False)
            case ComponentsChanged():
                self.alerting.arrange(self.monitor.snapshot())
            case GapPassed():
                self.alerting.gap()

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
        from app.alerts.channels.registry import find_kind as find_channel
        from app.settings.file import explain_faults

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
        from app.probes.registry import find_kind

        for item in self.settings.components:
            if item.component.id == component_id and item.settings is not None:
                kind = find_kind(item.component.kind)
                return () if isinstance(kind, str) else kind.credentials(item.settings)
        return ()

    def address(self, component_id: str) -> str:
        """Where a component's checks look, for people and without secrets."""
        from app.probes.registry import find_kind

        for item in self.settings.components:
            if item.component.id == component_id and item.settings is not None:
                kind = find_kind(item.component.kind)
                return "" if isinstance(kind, str) else kind.address(item.settings)
        return ""

    async def _tell_update(self, release: "Release") -> None:
        """Once in the activity list for each release, over restarts too; windows look at ``updates`` themselves."""
        from app.monitor.bus import ComponentsChanged

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
    from app.alerts.channels.kind import ChannelContext
    from app.alerts.channels.registry import DESKTOP
    from app.alerts.heartbeat import Heartbeat
    from app.alerts.orders import orders_folder
    from app.alerts.service import Alerting
    from app.exporters.metrics.picture import CheckCounter
    from app.exporters.metrics.ways_out import WaysOut
    from app.history.memory import MemoryStore
    from app.insight.advice import next_step
    from app.monitor.bus import ComponentsChanged
    from app.monitor.diagnoses import Diagnoses
    from app.monitor.monitor import Monitor
    from app.monitor.vendor_words import VendorWords
    from app.operations.ingest.keeper import IngestKeeper
    from app.updates.watch import UpdateWatch

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
            )
            monitor.restore(store.open_incidents())
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
            alerting = Alerting(
                settings.alerting,
                store=store,
                clock=clock,
                context=context,
                advice=next_step,
                desktop=desktop,
                only=frozenset({DESKTOP}) if shares else None,
                check_all=monitor.check_now,
                wants_desktop=lambda: shared.settings.desktop.notifications,
                on_undelivered=on_undelivered,
                on_changed=on_alerts,
                vendors=vendor_words,
                online=shared.connectivity.is_online,
            )
            heartbeat = Heartbeat(
                settings.alerting.heartbeat,
                context,
                alive=lambda: monitor.vitals().loop_lag_ms < _HANGS_MS,
                told=lambda fault: _note_heartbeat(store, clock, fault),
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
            )
            watching.diagnoses.told = lambda: monitor.bus.publish(ComponentsChanged())
            watching._choose_vendors()
            monitor.interval_of = watching.interval_of
            alerting.hear_operations(store.last_operations())
            alerting.arrange(monitor.snapshot())
            unsubscribe = monitor.bus.subscribe(watching._follow)
            try:
                yield watching
            finally:
                unsubscribe()
    finally:
        if file is not None:
            file.close()


def _usual_us(path: str, component_ids: list[str], now_ms: int) -> "dict[str, UsualUs]":
    with read_history(path) as reader:
        return {one: usual_of(reader, one, now_ms) for one in component_ids}


def _has_told(path: str, version: str) -> bool:
    with read_history(path) as reader:
        entries = reader.audit(0, _FOR_EVER_MS)
    return any(one.action is Action.UPDATE_FOUND and one.subject == version for one in entries)


def _write_report(
    history_path: str, path: str, wanted: "ReportFormat", span_ms: tuple[int, int], services: Services
) -> None:
    from app.exporters.report.writing import Wanted, put_whole, report_of
    from app.insight.usual import local_zone

    order = Wanted(services.settings, *span_ms, local_zone(), wanted, services.settings.desktop.language)
    with read_history(history_path) as reader:
        put_whole(path, report_of(order, reader, services.redactor.text))


def _note_heartbeat(store: Store, clock: Clock, fault: Fault | None) -> None:
    detail = "The heartbeat gets through again." if fault is None else f"The heartbeat does not: {fault.sentence}"
    store.audit(AuditEntry(clock.now_ms(), Actor.AUTOMATIC, Action.HEARTBEAT, "", detail))


def _note_ingest(store: Store, clock: Clock, said: str) -> None:
    store.audit(AuditEntry(clock.now_ms(), Actor.AUTOMATIC, Action.INGEST, "", said))


def _note_export(store: Store, clock: Clock, said: str) -> None:
    store.audit(AuditEntry(clock.now_ms(), Actor.AUTOMATIC, Action.EXPORT, "", said))
