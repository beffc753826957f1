"""Builds the running program, straight down in the order of need: nothing refers to what is built later."""

import logging
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import replace
from typing import TYPE_CHECKING

from porchlight.bus import Bus
from porchlight.containment import Malfunctions
from porchlight.dataclass import dataclass
from porchlight.model.component import Component
from porchlight.model.errors import HistoryError, HistoryHeld
from porchlight.model.events import (
    CheckEnded,
    ComponentsChanged,
    Event,
    GapPassed,
    OperationsEnded,
    ServiceFailed,
    ServiceRecovered,
    SettingsApplied,
    StatusExpired,
)
from porchlight.model.ports import Clock, Store
from porchlight.model.snapshot import Snapshot
from porchlight.monitor.clock import SystemClock
from porchlight.runtime.activity import Activity
from porchlight.runtime.checks import Checks, open_checks, secret_store
from porchlight.runtime.commands import CommandHandler
from porchlight.runtime.history import open_store_of
from porchlight.runtime.kinds import credentials_of
from porchlight.runtime.options import Role, RunOptions, SettingsInForce
from porchlight.runtime.restored import restored_incidents, restored_operations
from porchlight.runtime.supervisor import Service
from porchlight.runtime.surroundings import Pauses, pauses_left, pauses_of, surroundings_document
from porchlight.settings.paths import history_file
from porchlight.threads import share_heaps

if TYPE_CHECKING:
    from porchlight.alerts.channels.kind import ChannelContext
    from porchlight.alerts.service import Alerting
    from porchlight.exporters.report.weekly import WeeklyReport
    from porchlight.exporters.status_page import StatusPage
    from porchlight.history.store import HistoryStore
    from porchlight.monitor.diagnoses import Diagnoses
    from porchlight.monitor.monitor import Monitor
    from porchlight.monitor.vendor_reports import VendorReports
    from porchlight.runtime.reload import Reload
    from porchlight.settings.secrets import SecretStore

_log = logging.getLogger(__name__)
_HANGS_MS = 30_000
"""A loop later than this is not alive."""
_UNWELL_MS = 120_000
"""A restart does not repair a part that fails for longer than this."""


@dataclass(frozen=True, slots=True)
class Foundation:
    """What every Porchlight has, in each role."""

    options: RunOptions
    role: Role
    """OWNER, FOLLOWER or ONE_SHOT."""
    in_force: SettingsInForce
    clock: Clock
    store: Store
    history_fault: HistoryError | None
    history_path: str | None
    """None where there is no file to read."""
    malfunctions: Malfunctions
    bus: Bus
    activity: Activity

    def with_malfunctions(self, snapshot: Snapshot) -> Snapshot:
        """A monitor's snapshot with what is wrong with Porchlight itself."""
        fault = self.history_fault
        return replace(
            snapshot,
            malfunctions=self.malfunctions.current,
            history_fault=self.store.health().error or (fault.sentence if fault is not None else None),
        )


@dataclass(frozen=True, slots=True)
class Watch:
    """What watches, in addition to the foundation; a one-shot has none."""

    checks: Checks
    monitor: "Monitor"
    vendor_reports: "VendorReports"
    diagnoses: "Diagnoses"
    services: tuple[Service, ...]
    reload: "Reload"


@dataclass(frozen=True, slots=True)
class Parts:
    """All parts of a Porchlight."""

    foundation: Foundation
    alerting: "Alerting"
    handler: CommandHandler
    watch: Watch | None


async def build(options: RunOptions, undo: AsyncExitStack) -> Parts:
    """Make all parts; ``undo`` gets what ends them, in reverse. Raises HistoryHeld where another process writes the
    history and the role does not allow that; with any other trouble the history is kept in memory."""
    foundation = await _foundation(options, undo)
    if options.role is Role.ONE_SHOT:
        return _one_shot(foundation, undo)
    return await _watching(foundation, undo)


async def _foundation(options: RunOptions, undo: AsyncExitStack) -> Foundation:
    from porchlight.history.memory import MemoryStore

    clock = SystemClock()
    path = history_file(options.data_dir)
    one_shot = options.role is Role.ONE_SHOT
    role = options.role
    fault: HistoryError | None = None
    store: HistoryStore | None = None
    try:
        store = await open_store_of(path, None if one_shot else options.settings, clock, maintain=not one_shot)
        undo.callback(store.close)
    except HistoryHeld as held:
        if role is not Role.OWNER_OR_FOLLOWER:
            raise
        role, fault = Role.FOLLOWER, held
    except HistoryError as error:
        _log.error("%s", error)
        fault = error
    if role is Role.OWNER_OR_FOLLOWER:
        role = Role.OWNER
    follows = role is Role.FOLLOWER
    malfunctions = Malfunctions(clock)
    bus = Bus(malfunctions)
    kept = store or MemoryStore(fault.sentence if fault is not None and not follows else None)
    readable = path if store is not None or follows else None
    activity = Activity(kept, clock, readable)
    undo.callback(bus.subscribe(activity.on_event, name="activity list"))
    in_force = SettingsInForce(options.settings)
    return Foundation(options, role, in_force, clock, kept, fault, readable, malfunctions, bus, activity)


def _one_shot(base: Foundation, undo: AsyncExitStack) -> Parts:
    """Alerts as stored, and the command handler: nothing is watched and nothing is sent."""
    from porchlight.alerts.parts import Surroundings
    from porchlight.alerts.service import Alerting
    from porchlight.runtime.insight_texts import InsightTexts

    options = base.options
    secrets = secret_store(base.in_force, options.redactor, options.given_secrets, options.data_dir)
    alerting = Alerting(
        options.settings.alerting,
        Surroundings(
            store=base.store,
            clock=base.clock,
            context=_channel_context(base, secrets),
            insight=InsightTexts(),
            publish=base.bus.publish,
            malfunctions=base.malfunctions,
        ),
    )
    undo.push_async_callback(alerting.close)
    handler = CommandHandler(
        clock=base.clock,
        activity=base.activity,
        alerting=alerting,
        secrets=secrets,
        history_path=base.history_path,
    )
    return Parts(base, alerting, handler, None)


async def _watching(base: Foundation, undo: AsyncExitStack) -> Parts:
    from porchlight.alerts.guard import interval_of
    from porchlight.alerts.heartbeat import Heartbeat
    from porchlight.alerts.parts import Surroundings
    from porchlight.alerts.service import Alerting
    from porchlight.exporters.metrics.exports import MetricsExports
    from porchlight.exporters.metrics.picture import CheckCounter, Picture
    from porchlight.model.message import DESKTOP
    from porchlight.monitor.diagnoses import Diagnoses
    from porchlight.monitor.monitor import Monitor
    from porchlight.monitor.vendor_reports import VendorReports
    from porchlight.operations.ingest.server import IngestServer
    from porchlight.operations.starts import StartFolder
    from porchlight.probes.vendor_feeds import feeds
    from porchlight.runtime.baselines import Baselines
    from porchlight.runtime.command_inbox import CommandInbox
    from porchlight.runtime.insight_texts import InsightTexts
    from porchlight.runtime.reload import Reload
    from porchlight.runtime.runs import RunIntake
    from porchlight.runtime.self_check import SelfCheck
    from porchlight.runtime.services import services_of, services_of_owner
    from porchlight.updates.watch import UpdateWatch

    share_heaps()
    options, settings, in_force = base.options, base.options.settings, base.in_force
    clock, store, bus, malfunctions = base.clock, base.store, base.bus, base.malfunctions
    follows = base.role is Role.FOLLOWER
    checks = await undo.enter_async_context(
        open_checks(
            in_force, redactor=options.redactor, given_secrets=options.given_secrets, data_dir=options.data_dir
        )
    )

    def interval_now(component: Component) -> float:
        """The interval in force: a calendar span may have one for the component."""
        wanted = interval_of(component.id, in_force.loaded.alerting.calendar, clock.now_ms())
        return component.interval if wanted is None else wanted

    monitor = Monitor(
        runner=checks.runner,
        store=store,
        clock=clock,
        connectivity=checks.connectivity,
        concurrency=settings.monitor.concurrency,
        confirmation_pause=settings.monitor.confirmation_pause,
        history_path=None if follows else base.history_path,
        malfunctions=malfunctions,
        bus=bus,
        interval_of=interval_now,
    )
    monitor.restore(restored_incidents(store.open_incidents()), store.lasting_statuses())
    for target in checks.targets.values():
        monitor.register(target)
    monitor.abandon_unclaimed()
    _pause_again(monitor, pauses_left(store.surroundings(), clock.now_ms()))
    vendor_reports = VendorReports(feeds(settings.components), checks.http, clock, bus.publish)
    diagnoses = Diagnoses(checks.diagnose, bus.publish)
    context = _channel_context(base, checks.secrets)
    alerting = Alerting(
        settings.alerting,
        Surroundings(
            store=store,
            clock=clock,
            context=context,
            insight=InsightTexts(),
            publish=bus.publish,
            malfunctions=malfunctions,
            desktop=options.desktop,
            only=frozenset({DESKTOP}) if follows else None,
            checker=monitor,
            vendors=vendor_reports,
            connectivity=checks.connectivity,
        ),
        notify_desktop=settings.desktop.notifications,
    )
    undo.push_async_callback(alerting.close)
    alerting.add_operations(restored_operations(store.last_operations()))
    alerting.update_components(monitor.snapshot())
    counter = CheckCounter(clock.now_ms())
    for name, listener in (
        ("alerts", _alerts_listener(alerting, monitor)),
        ("metrics", _checks_listener(lambda event: counter.observe(event.result))),
        ("vendors’ status pages", _checks_listener(lambda event: vendor_reports.observe(event.result))),
        ("diagnoses", _checks_listener(lambda event: diagnoses.observe(event.result, event.view.state.status))),
    ):
        undo.callback(bus.subscribe(listener, name=name))
    heartbeat = Heartbeat(
        settings.alerting.heartbeat,
        context,
        alive=lambda: monitor.vitals().loop_lag_ms < _HANGS_MS and not _cannot_alarm(malfunctions, clock),
        publish=bus.publish,
    )
    handler = CommandHandler(
        clock=clock,
        activity=base.activity,
        alerting=alerting,
        secrets=checks.secrets,
        history_path=base.history_path,
        monitor=monitor,
        users_of=lambda credential: [
            one.id for one in checks.components if credential in credentials_of(in_force.loaded, one.id)
        ],
    )
    services = services_of(
        monitor=monitor,
        alerting=alerting,
        heartbeat=heartbeat,
        baselines=Baselines(base.history_path, in_force, clock, alerting),
        self_check=SelfCheck(
            monitor=monitor,
            runner=checks.runner,
            clock=clock,
            store=store,
            alerting=alerting,
            settings=in_force,
            bus=bus,
        ),
        vendor_reports=vendor_reports,
        diagnoses=diagnoses,
        updates=UpdateWatch(settings.updates, checks.http, publish=bus.publish),
        activity=base.activity,
    )
    if not follows:
        _store_surroundings(base, monitor, undo)
        runs = RunIntake(store, bus.publish)
        inbox = CommandInbox(
            options.data_dir,
            handler=handler,
            activity=base.activity,
            store=store,
            clock=clock,
            runs=runs,
            malfunctions=malfunctions,
        )
        ingest = IngestServer(
            settings.ingest,
            take=runs.keep,
            starts=StartFolder(options.data_dir),
            secrets=checks.secrets,
            redactor=options.redactor,
            clock=clock,
            publish=bus.publish,
        )

        def picture() -> Picture:
            return Picture(
                monitor.snapshot(),
                monitor.vitals(),
                tuple(alerting.alerts()),
                alerting.last_operations(),
                counter.counts(),
                counter.began_ms,
            )

        exports = MetricsExports(settings.export, context, picture=picture, clock=clock, publish=bus.publish)
        services += services_of_owner(
            inbox=inbox,
            ingest=ingest,
            exports=exports,
            status_page=_status_page(base, monitor),
            weekly_report=_weekly_report(base),
        )
    reload = Reload(
        in_force=in_force,
        checks=checks,
        monitor=monitor,
        store=store,
        activity=base.activity,
        services=services,
        malfunctions=malfunctions,
    )
    return Parts(base, alerting, handler, Watch(checks, monitor, vendor_reports, diagnoses, services, reload))


def _channel_context(base: Foundation, secrets: "SecretStore") -> "ChannelContext":
    from porchlight.alerts.channels.kind import ChannelContext

    return ChannelContext(
        secrets=secrets,
        redactor=base.options.redactor,
        proxies=lambda: base.in_force.loaded.monitor.proxies(),
        say=base.options.console,
    )


def _alerts_listener(alerting: "Alerting", monitor: "Monitor") -> Callable[[Event], None]:
    def on_event(event: Event) -> None:
        match event:
            case CheckEnded():
                alerting.observe(event.view, checked=True)
                if event.operations:
                    alerting.add_operations(event.operations)
            case StatusExpired():
                alerting.observe(event.view, checked=False)
            case ComponentsChanged():
                alerting.update_components(monitor.snapshot())
            case OperationsEnded():
                alerting.add_operations(event.operations)
            case GapPassed():
                alerting.after_gap()

    return on_event


def _pause_again(monitor: "Monitor", pauses: Pauses) -> None:
    """What a person paused before the last end, until the moment that they chose."""
    if pauses.until_ms is not None:
        monitor.pause(pauses.until_ms)
    watched = {view.component.id for view in monitor.snapshot().views.values() if view.component.enabled}
    for component_id, until_ms in pauses.components.items():
        if component_id in watched:
            monitor.pause_component(component_id, until_ms)


def _store_surroundings(base: Foundation, monitor: "Monitor", undo: AsyncExitStack) -> None:
    """Keep what holds for all components in the history, until the end: nothing is paused by a program that does not
    run, but it is again once it runs."""
    stored: list[str] = []

    def store(snapshot: Snapshot | None) -> None:
        left = pauses_of(monitor.snapshot())
        document = surroundings_document(snapshot, base.in_force.loaded.paths, left)
        if stored != [document]:
            stored[:] = [document]
            base.store.save_surroundings(document)

    def on_event(event: Event) -> None:
        if isinstance(event, (ComponentsChanged, SettingsApplied, ServiceFailed, ServiceRecovered)):
            store(base.with_malfunctions(monitor.snapshot()))

    store(base.with_malfunctions(monitor.snapshot()))
    undo.callback(store, None)
    undo.callback(base.bus.subscribe(on_event, name="stored pauses and paths"))


def _checks_listener(observe: Callable[[CheckEnded], None]) -> Callable[[Event], None]:
    def on_event(event: Event) -> None:
        if isinstance(event, CheckEnded):
            observe(event)

    return on_event


def _weekly_report(base: Foundation) -> "WeeklyReport | None":
    from porchlight.exporters.report.weekly import Surroundings, WeeklyReport
    from porchlight.probes.vendor_feeds import vendors
    from porchlight.runtime.day_results import read_day_results
    from porchlight.runtime.gifts import read_missed_gifts
    from porchlight.zones import local_zone_now

    if base.history_path is None:
        return None
    return WeeklyReport(
        Surroundings(
            settings=lambda: base.in_force.loaded,
            clock=base.clock,
            zone=local_zone_now,
            data_dir=base.options.data_dir,
            history_path=base.history_path,
            redact=base.options.redactor.text,
            publish=base.bus.publish,
            flush=base.store.flush,
            vendors=vendors,
            missed=read_missed_gifts,
            days=read_day_results,
        )
    )


def _status_page(base: Foundation, monitor: "Monitor") -> "StatusPage":
    from porchlight.exporters.status_page import StatusPage, Surroundings
    from porchlight.zones import local_zone_now

    return StatusPage(
        Surroundings(
            settings=lambda: base.in_force.loaded,
            snapshot=lambda: base.with_malfunctions(monitor.snapshot()),
            zone=local_zone_now,
            clock=base.clock,
            data_dir=base.options.data_dir,
            history_path=base.history_path,
            redact=base.options.redactor.text,
            publish=base.bus.publish,
        )
    )


def _cannot_alarm(malfunctions: Malfunctions, clock: Clock) -> bool:
    """Whether a part that alerts depend on has failed for so long that the heartbeat should stop."""
    long_ago_ms = clock.now_ms() - _UNWELL_MS
    return any(one.essential and one.since_ms < long_ago_ms for one in malfunctions.current)
