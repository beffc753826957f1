"""The composition root: builds what a surface needs from the settings, and knows everyone. Nobody below knows it."""

import asyncio
import logging
import os
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Any

from app.model.audit import Action, Actor, AuditEntry
from app.model.component import ITSELF, Component
from app.model.diagnosis import Diagnosis
from app.model.errors import HistoryError, HistoryHeld, HistoryUnavailable, SecretMissing, SecretStoreUnavailable
from app.model.incident import ComponentState, StatusChange
from app.model.message import Channel, Fault
from app.model.operation import Operation
from app.model.ports import Clock, Runs, Store
from app.model.result import Result
from app.model.status import Outcome, Status
from app.model.vendor import VendorWord
from app.monitor.clock import SystemClock
from app.monitor.connectivity import ConnectivityCheck, neutral_addresses
from app.monitor.runner import Runner
from app.monitor.sweep import Target, sweep
from app.probes.misconfigured import MisconfiguredProbe
from app.redaction import Redactor
from app.settings.file import ConfiguredComponent, LoadedSettings
from app.settings.paths import history_file
from app.settings.problems import Problem
from app.settings.secrets import GivenFirst, SecretStore
from app.threads import in_thread

if TYPE_CHECKING:
    from app.alerts.heartbeat import Heartbeat
    from app.alerts.orders import Answer, Order
    from app.alerts.replay import Past, Replay
    from app.alerts.service import Alerting as Alerting
    from app.alerts.world import UsualUs
    from app.classy_sync.importer import Plan
    from app.exporters.metrics.picture import CheckCounter, Picture
    from app.exporters.metrics.ways_out import WaysOut
    from app.exporters.report.weekly import WeeklyReport
    from app.history.reader import HistoryReader as HistoryReader
    from app.history.store import HistoryStore
    from app.monitor.bus import Event as Event
    from app.monitor.diagnoses import Diagnoses
    from app.monitor.monitor import Monitor as Monitor
    from app.monitor.vendor_words import VendorWords
    from app.operations.ingest.keeper import IngestKeeper
    from app.probes.http_client import ProbeHttpClient
    from app.settings.alerting import AlertingSettings
    from app.settings.report import ReportFormat
    from app.settings.rules import ChannelSettings, RuleSettings
    from app.settings.schema import ComponentSettings
    from app.updates.feed import Release
    from app.updates.watch import UpdateWatch

_log = logging.getLogger(__name__)

_LEARN_EVERY = 3600.0
"""Seconds between two looks at what is usual."""
_ORDERS_EVERY = 5.0
"""Seconds between two looks for orders from the command line that nobody knocked for, at most."""
_REPLAYED_MS = 7 * 24 * 3600 * 1000
"""How far back a rule is tried out, at most."""
_HANGS_MS = 30_000
"""A loop later than this is not alive."""
_EVER_MS = 90 * 24 * 3600 * 1000
"""How far back it is asked whether a component ever worked."""
_FOR_EVER_MS = 1 << 53
_TURN = 0.05
_TURNS = 40
"""How often, that many seconds apart, a history is tried that another command holds for a moment."""


def load_settings(path: str) -> LoadedSettings:
    """The settings at ``path``, with every kind that is built in or plugged in."""
    from app.alerts.channels.registry import find_kind as find_channel
    from app.probes.registry import find_kind
    from app.settings.file import load

    return load(path, find_kind, find_channel)


def parse_settings(text: str) -> LoadedSettings:
    """Settings that are in no file."""
    from app.alerts.channels.registry import find_kind as find_channel
    from app.probes.registry import find_kind
    from app.settings.file import parse

    return parse("", text.encode(), find_kind, find_channel)


def component_kinds() -> "dict[str, type[ComponentSettings]]":
    """Every kind that can be set up, with the model of its settings: ours in their usual order, then plug-ins'."""
    from app.probes.registry import BUILT_IN, find_kind, plugins

    services = ("salesforce", "hubspot", "stripe", "paypal", "mailchimp_transactional", "donorbox", "blackbaud")
    usual = ("http", "classy", "mailchimp", "database", *services, "neon_crm", "plugins", "self")
    names = [*usual, *(name for name in BUILT_IN if name not in usual), *(one.name for one in plugins() if one.kind)]
    found = {name: find_kind(name) for name in names}
    return {name: kind.settings for name, kind in found.items() if not isinstance(kind, str)}


def channel_kinds() -> "dict[str, type[ChannelSettings]]":
    """Every kind of channel that can be set up, with the model of its settings."""
    from app.alerts.channels.registry import find_kind, known_kinds

    found = {name: find_kind(name) for name in known_kinds()}
    return {name: kind.settings for name, kind in found.items() if not isinstance(kind, str)}


def needed_credentials(settings: LoadedSettings) -> list[str]:
    """The names of all credentials that components, channels, actions, the heartbeat and metrics need."""
    from app.alerts.channels.registry import find_kind as find_channel
    from app.probes.registry import find_kind

    names: set[str] = set()
    for item in settings.components:
        kind = find_kind(item.component.kind)
        if item.settings is not None and not isinstance(kind, str):
            names.update(kind.credentials(item.settings))
    for channel in settings.alerting.channels.values():
        channel_kind = find_channel(channel.kind)
        if not isinstance(channel_kind, str):
            names.update(channel_kind.credentials(channel))
    others = [one.credential for one in settings.alerting.actions.values()]
    others += [settings.alerting.heartbeat.credential, settings.export.otlp.credential]
    return sorted(names | {one for one in others if one})


def channel_address(settings: "ChannelSettings") -> str:
    """Where a channel goes, for people and without secrets."""
    from app.alerts.channels.registry import find_kind

    kind = find_kind(settings.kind)
    return "" if isinstance(kind, str) else kind.address(settings)


def change_of(event: "Event") -> StatusChange | None:
    """The change of status that an event tells, if it tells one."""
    from app.monitor.bus import CheckEnded, StatusExpired

    return event.change if isinstance(event, CheckEnded | StatusExpired) else None


def result_of(event: "Event") -> Result | None:
    """The result that an event tells, if it tells one."""
    from app.monitor.bus import CheckEnded

    return event.result if isinstance(event, CheckEnded) else None


@dataclass(slots=True)
class Services:
    """What all checks of one run share."""

    settings: LoadedSettings
    clock: Clock
    secrets: SecretStore
    runner: Runner
    connectivity: ConnectivityCheck
    http: "ProbeHttpClient"
    redactor: Redactor
    runs: Runs | None = None
    targets: dict[str, Target] = field(default_factory=dict)
    """By component id, in the order of the settings."""
    history_path: str | None = None
    """None where no history is asked."""

    @property
    def components(self) -> list[Component]:
        """All components of the settings, in their order."""
        return [item.component for item in self.settings.components]

    async def try_out(
        self, component_id: str, values: Mapping[str, Any], given_secrets: Mapping[str, str]
    ) -> Result | Problem:
        """Check a component that is in no file yet; ``given_secrets`` come before stored ones."""
        from app.probes.registry import find_kind
        from app.settings.file import configure

        item = configure(component_id, values, self.settings.monitor, find_kind)
        if item.problems:
            return item.problems[0]
        target = _target(item)
        secrets = GivenFirst(given_secrets, self.secrets, self.redactor)
        runner = Runner(clock=self.clock, secrets=secrets, http=self.http, redactor=self.redactor, runs=self.runs)
        try:
            return await runner.run(target.component, target.probe)
        finally:
            await target.probe.close()

    async def diagnose(self, result: Result) -> Diagnosis:
        """Where the failure that a check found lies, by what the history knows of it too. Takes some seconds at
        most."""
        from app.monitor.diagnosis import Diagnoser
        from app.probes.endpoint import endpoint_of

        ours = (item.settings for item in self.settings.components if item.component.id == result.component)
        settings = next(ours, None)
        worked = True
        if self.history_path is not None:
            work = partial(_has_worked, self.history_path, result.component, self.clock.now_ms())
            try:
                worked = await in_thread(work, name="diagnosis")
            except HistoryError as error:
                _log.info("whether it ever worked is not known: %s", error)
        look = Diagnoser(self.connectivity, self.clock, proxied=self.http.goes_through_proxy)
        return await look.diagnose(result, endpoint_of(settings) if settings else None, worked_before=worked)

    async def diagnose_all(self, results: Sequence[Result]) -> dict[str, Diagnosis]:
        """Where each of these that is an error lies, by component id; all at once."""
        failed = [result for result in results if result.outcome is Outcome.ERROR]
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(self.diagnose(result)) for result in failed]
        return {task.result().component: task.result() for task in tasks}

    async def ask_vendors(self, results: Sequence[Result]) -> dict[str, VendorWord]:
        """What the vendors say of what was found failing, by component id. Takes a few seconds at most."""
        from app.monitor.vendor_words import ask_once
        from app.probes.vendor.chosen import feeds

        return await ask_once(results, feeds(self.settings.components), self.http, self.clock)

    async def check_once(
        self, *, only: str | None = None, on_result: Callable[[Result], None] = lambda result: None
    ) -> list[Result]:
        """Check every enabled component (or the one) now, outcomes as they are."""
        if only is not None:
            targets = [self.targets[only]]
        else:
            targets = [target for target in self.targets.values() if target.component.enabled]
        return await sweep(
            targets,
            self.runner,
            self.connectivity,
            concurrency=self.settings.monitor.concurrency,
            on_result=on_result,
        )


@asynccontextmanager
async def services(
    settings: LoadedSettings,
    *,
    redactor: Redactor,
    given_secrets: Mapping[str, str] | None = None,
    data_dir: str | None = None,
) -> AsyncIterator[Services]:
    """Everything that checks need, closed again at the end. ``data_dir``: where the history of jobs is, if there is
    one."""
    from app.probes.http_client import ProbeHttpClient

    clock = SystemClock()
    secrets = SecretStore(redactor, given=given_secrets)
    runs = None if data_dir is None else RunsInHistory(data_dir, clock)
    async with ProbeHttpClient(proxies=settings.monitor.proxies()) as http:
        shared = Services(
            settings=settings,
            clock=clock,
            secrets=secrets,
            runner=Runner(clock=clock, secrets=secrets, http=http, redactor=redactor, runs=runs),
            connectivity=ConnectivityCheck(http, clock, neutral_addresses(settings.monitor.connectivity_urls)),
            http=http,
            redactor=redactor,
            runs=runs,
            history_path=None if data_dir is None else history_file(data_dir),
            targets={item.component.id: _target(item) for item in settings.components},
        )
        try:
            yield shared
        finally:
            for target in shared.targets.values():
                await target.probe.close()


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
            shared.targets[component_id] = _target(item)
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
                await self._take_runs()
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

    async def _take_runs(self) -> None:
        """Runs that jobs left beside the history: gone from there once they are in it."""
        from app.operations.spool import anything_waits, taken, waiting

        if not anything_waits(self.data_dir):
            return
        found = await asyncio.to_thread(waiting, self.data_dir)
        runs = [operation for operation in found.values() if operation is not None]
        if runs:
            self.take_operations(runs)
            await self.store.flush()
        if found and self.store.health().error is None:
            await asyncio.to_thread(taken, list(found))

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
        file = await _open_store(path, settings, clock, maintain=True)
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


async def remember(settings: LoadedSettings, data_dir: str, results: list[Result]) -> None:
    """Write the results of a one-shot sweep to the history, statuses as they are.

    Where a monitor writes the history already nothing is written. Raises HistoryError for any other trouble.
    """
    clock = SystemClock()
    try:
        store = await _open_store(history_file(data_dir), settings, clock, maintain=False)
    except HistoryHeld:
        return
    try:
        for item in settings.components:
            store.register(item.component, clock.now_ms())
            if not item.component.enabled:
                state = ComponentState(
                    item.component.id, Status.DISABLED, clock.now_ms(), None, "Not watched.", None, None
                )
                store.save_state(state)
        before = store.shown()
        for result in results:
            store.record(result, _as_it_is(result, before.get(result.component)))
        await store.flush()
    finally:
        store.close()


def open_reader(data_dir: str) -> "HistoryReader":
    """For queries. Raises HistoryError."""
    return read_history(history_file(data_dir))


def read_history(path: str) -> "HistoryReader":
    """For queries of one file. Raises HistoryError."""
    from app.history.reader import HistoryReader

    return HistoryReader(path)


class RunsInHistory:
    """Implements Runs: read beside the loop, what waits beside the history included."""

    def __init__(self, data_dir: str, clock: Clock) -> None:
        self._data_dir = data_dir
        self._clock = clock

    async def last(self, name: str, most: int) -> Sequence[Operation]:
        """See Runs."""
        from app.operations.spool import anything_waits, waiting

        def read() -> list[Operation]:
            until_ms = self._clock.now_ms() + 1
            waits = waiting(self._data_dir).values() if anything_waits(self._data_dir) else ()
            found = [run for run in waits if run is not None and run.name == name]
            path = history_file(self._data_dir)
            if not os.path.exists(path):
                return found
            with read_history(path) as reader:
                found += reader.operations(name, 0, until_ms, most)
            return sorted(found, key=lambda run: run.began_ms, reverse=True)[:most]

        return await in_thread(read, name=f"runs of {name}")


def replay_rule(path: str, rule_id: str, values: Mapping[str, Any], settings: LoadedSettings) -> "Replay":
    """What a rule (as the settings would have it) would have done in the last week. Blocks: ask in a thread.

    Raises HistoryError; ValueError for values that are no rule.
    """
    from app.alerts.replay import affordable_ms, concerned, replay
    from app.alerts.rules import rule_of
    from app.settings.rules import RuleSettings

    rule = rule_of(rule_id, RuleSettings.model_validate(dict(values)))
    now_ms = SystemClock().now_ms()
    components = concerned(rule, (item.component for item in settings.components if item.component.enabled))
    since_ms = now_ms - affordable_ms(rule, components, _REPLAYED_MS)
    with read_history(path) as reader:
        pasts = [_past(reader, component, since_ms, now_ms) for component in components]
        return replay(rule, pasts, since_ms, now_ms)


def _past(reader: "HistoryReader", component: Component, since_ms: int, now_ms: int) -> "Past":
    from app.alerts.replay import Past
    from app.model.history import Resolution

    results = reader.results(component.id, since_ms, now_ms)
    first = next(results, None)
    until_ms = first.began_ms if first is not None else now_ms
    return Past(
        component,
        chain([first] if first is not None else [], results),
        reader.buckets(component.id, since_ms, until_ms, Resolution.FIVE_MINUTES),
        tuple(reader.incidents(since_ms, now_ms, component.id)),
        _usual_of(reader, component.id, now_ms),
    )


async def take_in_waiting(data_dir: str) -> None:
    """Take the runs that wait beside the history into it; where a monitor writes it, that one does. Raises
    HistoryError for any other trouble."""
    from app.operations.spool import anything_waits, taken, waiting

    if not anything_waits(data_dir):
        return
    try:
        store = await _open_store(history_file(data_dir), None, SystemClock(), maintain=False)
    except HistoryHeld:
        return
    try:
        found = await asyncio.to_thread(waiting, data_dir)
        store.record_operations([operation for operation in found.values() if operation is not None])
        await store.flush()
        if store.health().error is None:
            await asyncio.to_thread(taken, list(found))
    finally:
        store.close()


async def plan_import(folder: str, settings_path: str, *, with_credentials: bool, redactor: Redactor) -> "Plan | str":
    """What taking over the Classy Sync install in ``folder`` would do, or one plain sentence why there is none.

    Nothing is written anywhere. Raises SettingsError where the settings file is broken.
    """
    from app.classy_sync.importer import make_plan
    from app.classy_sync.organisations import read_organisations
    from app.probes.classy_sync.folder import read_install
    from app.settings import edit

    install = await in_thread(partial(read_install, folder), name="import")
    if isinstance(install, str):
        return install
    for secret in (install.database_password, install.encryption_key, install.mailchimp_api_key, install.webhook_url):
        if secret:
            redactor.add_secret(secret)
    organisations = await read_organisations(install, with_credentials=with_credentials)
    settings = {name: edit.read_section(settings_path, name) for name in ("components", "channels", "rules")}
    return make_plan(install, organisations, settings)


async def apply_import(plan: "Plan", settings_path: str, data_dir: str, redactor: Redactor) -> list[str]:
    """Carry a plan out; what was done and what was not, in sentences. Raises SettingsConflict or SettingsError."""
    from app.settings import edit
    from app.settings.secrets import environment_variable

    said, missing = [], []
    secrets = SecretStore(redactor)
    for secret in plan.secrets:
        try:
            if await _stored(secrets, secret.name) != secret.value:
                await secrets.set(secret.name, secret.value)
                await note(data_dir, Action.CREDENTIAL_STORED, secret.name)
        except SecretStoreUnavailable as error:
            _log.warning("“%s” could not be stored: %s", secret.name, error)
            missing.append(secret.name)
    if missing:
        names = ", ".join(missing)
        said.append(
            f"This system has no keyring that could take {names}: store them with “porchlight secrets set”, or give"
            f" them as {environment_variable(missing[0])} and so on."
        )
    elif plan.secrets:
        said.append(f"{len(plan.secrets)} credential{'s are' if len(plan.secrets) != 1 else ' is'} in the keyring.")
    if plan.wanted:
        backup = f"{settings_path}.before-import"
        puts = [edit.Put(one.section, one.name, one.after, one.before) for one in plan.wanted]
        existed = await asyncio.to_thread(os.path.exists, settings_path)
        edit.put_items(settings_path, puts, backup=backup)
        said.append(f"{len(puts)} part{'s' if len(puts) != 1 else ''} of the settings were written.")
        if existed:
            said.append(f"As they were before they are in {backup}.")
    return said


async def _stored(secrets: SecretStore, name: str) -> str | None:
    try:
        return await secrets.get(name)
    except SecretMissing:
        return None


async def note(data_dir: str, action: Action, subject: str) -> None:
    """Note in the activity list what a command did; where there is no history yet, nothing is noted."""
    from app.alerts.orders import Order, OrderKind, leave, orders_folder

    path = history_file(data_dir)
    if not await asyncio.to_thread(os.path.exists, path):
        return
    clock = SystemClock()
    try:
        store = await _open_store(path, None, clock, maintain=False)
    except HistoryHeld:
        with suppress(OSError):
            leave(orders_folder(data_dir), Order(OrderKind.NOTE, subject, comment=action.value))
        return
    except HistoryError as error:
        _log.warning("it could not be noted: %s", error)
        return
    try:
        store.audit(AuditEntry(clock.now_ms(), Actor.USER, action, subject))
        await store.flush()
    finally:
        store.close()


async def order_alerts(settings: LoadedSettings, data_dir: str, order: "Order", redactor: Redactor) -> "Answer":
    """Have an order carried out: by the Porchlight that runs, or here where none does. Raises HistoryError."""
    from app.alerts.orders import Answer, leave, orders_folder, read_answer, withdraw

    try:
        async with monitoring(settings, data_dir, redactor=redactor) as watching:
            if watching.notice is not None:
                raise watching.notice
            said = watching.carry_out(order)
            await watching.store.flush()
            return said
    except HistoryHeld:
        folder = orders_folder(data_dir)
    leave(folder, order)
    try:
        for _ in range(round(3 * _ORDERS_EVERY / _TURN)):
            if (found := read_answer(folder, order)) is not None:
                return found
            await asyncio.sleep(_TURN)
    finally:
        withdraw(folder, order)
    return Answer(False, "The Porchlight that runs did not take it: is it of the same version?")


async def _open_store(path: str, settings: LoadedSettings | None, clock: Clock, *, maintain: bool) -> "HistoryStore":
    """``settings``: those whose components are the ones that are watched; None: that does not matter."""
    from app.history.store import open_store

    results_kept = (settings or LoadedSettings("", False)).monitor.retention

    for turns_left in reversed(range(_TURNS)):
        try:
            store = open_store(path, clock, results_kept=results_kept, maintain=maintain)
            break
        except HistoryHeld as held:
            if not held.briefly or not turns_left:
                raise
            await asyncio.sleep(_TURN)
    configured = {item.component.id for item in settings.components} if settings else set(store.shown())
    for component_id in store.shown():
        if component_id not in configured:
            store.forget(component_id)
    return store


def _has_worked(path: str, component_id: str, now_ms: int) -> bool:
    """Whether a component ever answered within the last ninety days."""
    with read_history(path) as reader:
        summary = reader.summary(component_id, now_ms - _EVER_MS, now_ms)
    return summary.healthy + summary.degraded > 0


def _has_told(path: str, version: str) -> bool:
    with read_history(path) as reader:
        entries = reader.audit(0, _FOR_EVER_MS)
    return any(one.action is Action.UPDATE_FOUND and one.subject == version for one in entries)


def _usual_us(path: str, component_ids: list[str], now_ms: int) -> "dict[str, UsualUs]":
    with read_history(path) as reader:
        return {one: _usual_of(reader, one, now_ms) for one in component_ids}


def _usual_of(reader: "HistoryReader", component_id: str, now_ms: int) -> "UsualUs":
    """The usual response time of a component at any hour of the week, learned from its last weeks."""
    from app.insight.usual import LEARNED_OVER_MS, response_baseline
    from app.model.history import Resolution

    hours = reader.buckets(component_id, now_ms - LEARNED_OVER_MS, now_ms, Resolution.HOUR)
    baseline = response_baseline(hours, now_ms)

    def usual_us(at_ms: int) -> float | None:
        usual = baseline.usual(at_ms)
        return None if usual is None else usual.median

    return usual_us


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


def _as_it_is(result: Result, before: tuple[Status, int] | None) -> ComponentState:
    status = Status(result.outcome.value)
    return ComponentState(
        component=result.component,
        status=status,
        since_ms=before[1] if before is not None and before[0] is status else result.began_ms,
        reason=result.reason,
        sentence=result.sentence,
        checked_ms=result.began_ms + result.duration_us // 1000,
        duration_us=result.duration_us,
    )


def _target(item: ConfiguredComponent) -> Target:
    from app.probes.registry import find_kind

    kind = find_kind(item.component.kind) if item.settings is not None else ""
    if item.settings is None or isinstance(kind, str):
        fault = "; ".join(map(str, item.problems)) or str(kind)
        return Target(item.component, MisconfiguredProbe(fault))
    return Target(item.component, kind.build(item.component, item.settings), kind.limit)
