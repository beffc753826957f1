"""Commands of people from windows, the tray's menu and buttons of notifications. Settings: see editing.py."""

import time
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from porchlight.desktop.supervisor import Supervisor
from porchlight.language.current import rendered, tr
from porchlight.language.text import Text
from porchlight.model.alert import Alert, Notification
from porchlight.model.audit import Action, Actor
from porchlight.model.errors import HistoryError, SecretElsewhere
from porchlight.model.note import Note
from porchlight.model.result import Result
from porchlight.runtime.app import Porchlight
from porchlight.runtime.commands import (
    Acknowledge,
    AddNote,
    CheckNow,
    Command,
    EndSilence,
    Pause,
    RemoveNote,
    Resume,
    SendAgain,
    SendTest,
    SilenceAlerts,
    Snooze,
    Unsnooze,
)
from porchlight.settings.report import ReportFormat
from porchlight.settings.rules import RuleSettings

if TYPE_CHECKING:
    import asyncio

    from porchlight.settings.problems import Problem


class Commands(QObject):
    """Sends commands to one program."""

    checked = Signal()
    """An ordered check has ended."""

    def __init__(self, program: Porchlight, supervisor: Supervisor) -> None:
        super().__init__()
        self._program = program
        self._supervisor = supervisor

    # -- checks

    def check_now(self, component_ids: Iterable[str] | None = None) -> None:
        """Check these, or all."""
        wanted = CheckNow(None if component_ids is None else tuple(component_ids))

        async def check() -> None:
            await self._program.handle(wanted)
            self.checked.emit()

        self._supervisor.spawn(check(), name="check now")

    async def check(self, component_id: str) -> list[Result]:
        """Check one, and return the result."""
        return await self._program.check(component_id)

    def pause(self, seconds: float) -> None:
        """Start no check for so long."""
        self._handle(Pause(seconds))

    def resume(self) -> None:
        """End a pause."""
        self._handle(Resume())

    def pause_component(self, component_id: str, seconds: float) -> None:
        """Do not check this one for so long."""
        self._handle(Pause(seconds, component_id))

    def resume_component(self, component_id: str) -> None:
        """Check this one again."""
        self._handle(Resume(component_id))

    # -- alerts; those that are over meanwhile are ignored

    def acknowledge(self, alert_ids: Iterable[str]) -> None:
        """Acknowledge these."""
        self._handle(*(Acknowledge(one) for one in alert_ids))

    def snooze(self, alert_ids: Iterable[str], seconds: float | None) -> None:
        """Suppress these for so long; None: until they are over."""
        self._handle(*(Snooze(one, seconds) for one in alert_ids))

    def unsnooze(self, alert_ids: Iterable[str]) -> None:
        """End the snooze of these."""
        self._handle(*(Unsnooze(one) for one in alert_ids))

    def silence(self, seconds: float, components: tuple[str, ...] = (), rules: tuple[str, ...] = ()) -> None:
        """Hold back what these components and rules (none: all) raise, for so long."""
        self._handle(SilenceAlerts(seconds, components, rules))

    def unsilence(self, silence_id: str) -> None:
        """End a silence."""
        self._handle(EndSilence(silence_id))

    def resend(self, notifications: Iterable[tuple[Notification, Alert]]) -> None:
        """Send these again."""
        self._handle(SendAgain(tuple(one.id for one, _ in notifications)))

    def _handle(self, *commands: Command) -> None:
        async def handle() -> None:
            for command in commands:
                await self._program.handle(command)

        self._supervisor.spawn(handle(), name="command")

    # -- trying things out

    def test_channel(
        self, name: str, then: Callable[[str | None], None], owner: QObject
    ) -> "asyncio.Task[None] | None":
        """Send a test; ``then`` gets the fault, or None."""

        async def send() -> None:
            if name not in self._program.channels:
                then(tr("This channel is turned off."))
                return
            result = await self._program.handle(SendTest(name))
            then(None if result.done else rendered(result.sentence))

        return self._supervisor.spawn(send(), name="test of a channel", owner=owner)

    async def try_out_channel(self, values: Mapping[str, Any], secrets: Mapping[str, str]) -> str | None:
        """Send a test to a channel that is in no file yet; return the fault, in one sentence. ``secrets`` come before
        stored ones."""
        return await self._program.try_out_channel(values, secrets)

    async def try_out_component(
        self, component_id: str, values: Mapping[str, Any], secrets: Mapping[str, str]
    ) -> "Result | Problem":
        """Check a component that is in no file yet; ``secrets`` come before stored ones."""
        return await self._program.try_out(component_id, values, secrets)

    async def page_title(self, url: str) -> str:
        """The title of a web page, as a name for it; empty where there is none, or not soon."""
        return await self._program.page_title(url)

    def take_refused(self, name: str) -> SecretElsewhere | None:
        """The credential that was withheld while ``name`` was tried out; each is returned once."""
        return self._program.secrets.refused.pop(name, None)

    def replay(
        self, rule_id: str, rule: RuleSettings, then: Callable[[str], None], owner: QObject
    ) -> "asyncio.Task[None] | None":
        """Find out what a rule would have done in the last week; ``then`` gets a sentence."""

        async def ask() -> None:
            found = await self._program.replay(rule_id, rule)
            if found is None:
                then(tr("There is no history yet to try this rule on."))
            elif isinstance(found, HistoryError):
                then(rendered(found.text))
            else:
                then(rendered(found.sentence))

        return self._supervisor.spawn(ask(), name="replay of a rule", owner=owner)

    # -- notes in the charts

    def add_note(self, note: Note) -> None:
        """Show it; one that was removed is back."""
        self._handle(AddNote(note))

    def remove_note(self, note: Note) -> None:
        """Show it no longer."""
        self._handle(RemoveNote(note))

    # -- writing

    async def write_report(self, path: str, wanted: ReportFormat, seconds: float) -> HistoryError | OSError | None:
        """Write the report of the time until now to a file; return the fault, or None."""
        return await self._program.write_report(path, wanted, _in(-seconds))

    def record(self, action: Action, subject: str, detail: Text | str) -> None:
        """Note in the activity list what Porchlight itself did."""
        self._program.record(action, subject, detail, actor=Actor.AUTOMATIC)


def _in(seconds: float) -> int:
    """The time after so long, as Unix ms (UTC)."""
    return time.time_ns() // 1_000_000 + round(seconds * 1000)
