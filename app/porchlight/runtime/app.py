"""Porchlight: the running program as one object, the same for tray, terminal, one-shot commands and tests."""

import asyncio
import threading
from collections.abc import Mapping
from contextlib import AsyncExitStack
from dataclasses import replace
from functools import partial
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from porchlight.alerts.guard import days_near, important_day
from porchlight.bus import Bus
from porchlight.containment import Malfunctions
from porchlight.intake.files import put_whole
from porchlight.language.english import english
from porchlight.language.text import Text, msg
from porchlight.model.audit import Action, Actor
from porchlight.model.errors import HistoryError, HistoryUnavailable, SecretElsewhere
from porchlight.model.events import Event, ReleaseFound, SettingsApplied
from porchlight.model.important_day import ImportantDay
from porchlight.model.operation import Operation
from porchlight.model.release import Release
from porchlight.model.result import Result
from porchlight.model.snapshot import Snapshot
from porchlight.runtime.build import Parts, Watch, build
from porchlight.runtime.commands import Command, CommandResult
from porchlight.runtime.history import read_report
from porchlight.runtime.options import Role, RunOptions
from porchlight.runtime.supervisor import Service, Supervisor
from porchlight.settings.file import LoadedSettings
from porchlight.threads import in_thread

if TYPE_CHECKING:
    from porchlight.alerts.rules import Rule
    from porchlight.model.message import Fault
    from porchlight.model.replay import Replay
    from porchlight.redaction import Redactor
    from porchlight.settings.problems import Problem
    from porchlight.settings.report import ReportFormat
    from porchlight.settings.rules import RuleSettings
    from porchlight.settings.secrets import SecretStore

_AGES_MS = 1000
"""A snapshot is not used for longer: silences and pauses end by time alone."""


class Porchlight:
    """``start`` one, ``run`` it, ``stop`` it; or ``async with await Porchlight.start(options)``."""

    def __init__(self, parts: Parts, undo: AsyncExitStack) -> None:
        """See ``start``."""
        self._parts = parts
        self._base = parts.foundation
        self._undo = undo
        self._release: Release | None = None
        self._snapshot: tuple[int, Snapshot] | None = None
        self._undo.callback(self.bus.subscribe(self._on_event, name="newer releases"))

    @classmethod
    async def start(cls, options: RunOptions) -> Self:
        """Build everything in the order of need. A failing step undoes, in reverse, what was started.

        Raises HistoryHeld where another process writes the history and the role does not allow that. Any other
        trouble with the history stops nothing: ``history_fault`` holds it, and the history is kept in memory.
        """
        undo = AsyncExitStack()
        try:
            parts = await build(options, undo)
        except BaseException:
            await undo.aclose()
            raise
        return cls(parts, undo)

    async def stop(self) -> None:
        """End it in reverse order; a second call does nothing. A part that hangs is left behind after 0.4 s."""
        await self._undo.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.stop()

    async def run(self, *others: Service) -> None:
        """Run all services, and those that a surface adds, until cancelled; ends within two seconds then."""
        await Supervisor((*self.services, *others), self.malfunctions).run()

    async def apply(self, settings: LoadedSettings) -> None:
        """Apply other settings: only what changed is rebuilt."""
        if settings.updates != self.settings.updates:
            self._release = None
        await self._watch.reload.apply(settings)
        self.bus.publish(SettingsApplied())

    async def handle(self, command: Command) -> CommandResult:
        """Carry a command out; on return its changes are in the history, where that can be written."""
        result = await self._parts.handler.handle(command)
        await self._base.store.flush()
        return result

    async def check(self, component_id: str) -> list[Result]:
        """Check one component now, and return the result."""
        return await self._watch.monitor.check_now([component_id])

    def record(
        self, action: Action, subject: str = "", detail: Text | str = "", *, actor: Actor = Actor.USER
    ) -> None:
        """Write a line of the activity list."""
        self._base.activity.record(action, subject, detail, actor=actor)

    def snapshot(self) -> Snapshot:
        """All that a surface shows, made once per change: every listener of an event gets the same one."""
        if self._snapshot is not None:
            revision, snapshot = self._snapshot
            if revision == self.bus.revision and abs(self._base.clock.now_ms() - snapshot.at_ms) < _AGES_MS:
                return snapshot
        self._snapshot = self.bus.revision, self._take_snapshot()
        return self._snapshot[1]

    # -- state

    @property
    def role(self) -> Role:
        """OWNER, FOLLOWER or ONE_SHOT."""
        return self._base.role

    @property
    def bus(self) -> Bus:
        """Every event."""
        return self._base.bus

    @property
    def malfunctions(self) -> Malfunctions:
        """What does not work of Porchlight itself."""
        return self._base.malfunctions

    @property
    def services(self) -> tuple[Service, ...]:
        """All services that ``run`` runs."""
        return self._watch.services

    @property
    def settings(self) -> LoadedSettings:
        """The settings in force."""
        return self._base.in_force.loaded

    @property
    def data_dir(self) -> str:
        """The folder of everything that it writes."""
        return self._base.options.data_dir

    @property
    def history_path(self) -> str | None:
        """The file of the history; None where there is none to read."""
        return self._base.history_path

    @property
    def history_fault(self) -> HistoryError | None:
        """Why this process writes no history; None where it does."""
        return self._base.history_fault

    @property
    def redactor(self) -> "Redactor":
        """Removes credentials and addresses of people from texts."""
        return self._base.options.redactor

    @property
    def secrets(self) -> "SecretStore":
        """The credentials of this computer."""
        return self._watch.checks.secrets

    @property
    def rules(self) -> "list[Rule]":
        """All rules, those that are off too, as they apply today."""
        return self._parts.alerting.rules

    @property
    def channels(self) -> list[str]:
        """The names of the channels that can be used."""
        return self._parts.alerting.channels

    def last_operations(self) -> Mapping[str, tuple[Operation, ...]]:
        """The last runs of each job, by its name, the oldest first."""
        return self._parts.alerting.last_operations()

    def withheld_credential(self, component_id: str) -> SecretElsewhere | None:
        """The credential that a component did not get, because nobody agreed to send it there."""
        return self._watch.checks.secrets.refused.get(component_id)

    # -- what can be tried

    async def try_out(
        self, component_id: str, values: Mapping[str, Any], given_secrets: Mapping[str, str]
    ) -> "Result | Problem":
        """Check a component that is in no file yet; ``given_secrets`` come before stored ones."""
        return await self._watch.checks.try_out(component_id, values, given_secrets)

    async def page_title(self, url: str) -> str:
        """The title of a web page, fit to be a component's name; empty where there is none, or not soon."""
        return await self._watch.checks.page_title(url)

    async def try_out_channel(self, values: Mapping[str, Any], given_secrets: Mapping[str, str]) -> str | None:
        """Send a test to a channel that is in no file yet; return the fault, in one sentence."""
        from porchlight.alerts.channels.registry import find_kind
        from porchlight.settings.file import explain_faults
        from porchlight.settings.secrets import GivenFirst

        kind = find_kind(str(values.get("kind")))
        if isinstance(kind, str):
            return kind
        if wrong := explain_faults(kind.settings, values):
            return next(iter(wrong.values()))
        secrets = GivenFirst(given_secrets, self.secrets, self.redactor)
        channel = kind.settings.model_validate(dict(values))
        fault = await self._parts.alerting.try_channel(kind, channel, secrets)
        return fault.sentence if fault is not None else None

    async def test_rule(self, rule_id: str) -> "dict[str, Fault | None]":
        """Send what the rule would send now to its channels, marked as a test. KeyError for an unknown rule."""
        return await self._parts.alerting.test_rule(rule_id)

    async def replay(self, rule_id: str, rule: "RuleSettings") -> "Replay | HistoryError | None":
        """What a rule would have done in the last week; None: there is no history to try it on."""
        from porchlight.runtime.replay import replay_rule

        if self.history_path is None:
            return None
        values = rule.model_dump(by_alias=True, exclude_none=True)
        work = partial(replay_rule, self.history_path, rule_id, values, self.settings)
        try:
            return await in_thread(work, name="replay")
        except HistoryError as error:
            return error

    async def write_report(self, path: str, wanted: "ReportFormat", since_ms: int) -> HistoryError | OSError | None:
        """Write the report from then (Unix ms) until now to a file, in the language of the settings; return the
        fault, or None. When cancelled in time, there is no file."""
        if self.history_path is None:
            return HistoryUnavailable(english(msg("No history is kept at the moment.")))
        span_ms = since_ms, self._base.clock.now_ms()
        read = partial(read_report, self.history_path, self.settings, span_ms, wanted, self.redactor)
        cancelled = threading.Event()

        def write() -> None:
            report = read()
            if not cancelled.is_set():
                put_whole(path, report, private=False)

        try:
            await in_thread(write, name="report")
        except asyncio.CancelledError:
            cancelled.set()
            raise
        except (HistoryError, OSError) as error:
            return error
        return None

    def important_day(self, name: str) -> ImportantDay | None:
        """The important day with this id in the settings; None where there is none."""
        item = self.settings.alerting.calendar.get(name)
        return None if item is None else important_day(name, item)

    def checklist_page(self, day: ImportantDay) -> str:
        """The checklist of an important day as a web page to print, as things are now."""
        from porchlight.exporters.checklist import page_of
        from porchlight.exporters.renderer import renderer_of
        from porchlight.insight.rehearsal import checklist
        from porchlight.zones import local_zone

        settings, snapshot = self.settings, self.snapshot()
        write = renderer_of(settings.desktop.language, local_zone(), snapshot.at_ms)
        points = checklist(day, snapshot, settings.alerting)
        return self.redactor.text(page_of(day, points, snapshot.at_ms, write))

    # -- what the system reports

    def woke(self) -> None:
        """This computer was asleep."""
        self._watch.monitor.woke()

    def network_changed(self, *, disconnected: bool) -> None:
        """The network went, or came."""
        self._watch.monitor.network_changed(disconnected=disconnected)

    async def flush(self) -> None:
        """Returns once all that was done before is in the history."""
        await self._base.store.flush()

    # -- inside

    @property
    def _watch(self) -> Watch:
        if self._parts.watch is None:
            raise RuntimeError("nothing is watched by a one-shot")
        return self._parts.watch

    def _on_event(self, event: Event) -> None:
        if isinstance(event, ReleaseFound):
            self._release = event.release

    def _take_snapshot(self) -> Snapshot:
        watch, alerting = self._watch, self._parts.alerting
        return replace(
            self._base.with_malfunctions(watch.monitor.snapshot()),
            vendor_reports=watch.vendor_reports.current(),
            diagnoses=watch.diagnoses.current(),
            alerts=tuple(alerting.alerts()),
            silences=tuple(alerting.silences()),
            undelivered=dict(alerting.undelivered),
            important_days=days_near(self.settings.alerting.calendar, self._base.clock.now_ms()),
            release=self._release,
        )
