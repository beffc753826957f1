"""What people order from windows, the tray's menu and buttons of notifications. Settings: see editing.py."""

import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from porchlight.desktop.alert_words import replay_sentence
from porchlight.desktop.supervisor import Supervisor
from porchlight.desktop.words import translate
from porchlight.model.alert import Alert, Notification
from porchlight.model.audit import Action, Actor
from porchlight.model.errors import HistoryError, SecretElsewhere
from porchlight.model.result import Result
from porchlight.runtime.monitoring import Monitoring
from porchlight.settings.report import ReportFormat
from porchlight.settings.rules import RuleSettings

if TYPE_CHECKING:
    from porchlight.settings.problems import Problem


class Commands(QObject):
    """To one program."""

    checked = Signal()
    """An ordered check has ended."""

    def __init__(self, program: Monitoring, supervisor: Supervisor) -> None:
        super().__init__()
        self._program = program
        self._supervisor = supervisor

    # -- checks

    def check_now(self, component_ids: Iterable[str] | None = None) -> None:
        """Check these, or all."""
        wanted = None if component_ids is None else list(component_ids)

        async def check() -> None:
            await self._program.monitor.check_now(wanted)
            self.checked.emit()

        self._supervisor.spawn(check(), name="check now")

    async def check(self, component_id: str) -> list[Result]:
        """Check one, and return what was found."""
        return await self._program.monitor.check_now([component_id])

    def pause(self, seconds: float) -> None:
        """Begin no check for so long."""
        self._program.monitor.pause(_in(seconds))
        self._program.audit(Action.PAUSED)

    def resume(self) -> None:
        """End a pause."""
        self._program.monitor.resume()
        self._program.audit(Action.RESUMED)

    def pause_component(self, component_id: str, seconds: float) -> None:
        """Do not check this one for so long."""
        self._program.monitor.pause_component(component_id, _in(seconds))
        self._program.audit(Action.PAUSED, component_id)

    def resume_component(self, component_id: str) -> None:
        """Check this one again."""
        self._program.monitor.resume_component(component_id)
        self._program.audit(Action.RESUMED, component_id)

    # -- alerts; those that are over meanwhile are left alone

    def acknowledge(self, alert_ids: Iterable[str]) -> None:
        """Somebody sees to these."""
        for alert_id in alert_ids:
            with suppress(KeyError):
                self._program.alerting.acknowledge(alert_id)

    def snooze(self, alert_ids: Iterable[str], seconds: float | None) -> None:
        """Notify nobody of these for so long; None: until they are over."""
        until_ms = None if seconds is None else _in(seconds)
        for alert_id in alert_ids:
            with suppress(KeyError):
                self._program.alerting.snooze(alert_id, until_ms)

    def unsnooze(self, alert_ids: Iterable[str]) -> None:
        """Notify of these again."""
        for alert_id in alert_ids:
            with suppress(KeyError):
                self._program.alerting.unsnooze(alert_id)

    def silence(self, seconds: float, components: tuple[str, ...] = (), rules: tuple[str, ...] = ()) -> None:
        """Hold back what these components and rules (none: all) raise, for so long."""
        self._program.alerting.silence(seconds, components=components, rules=rules)

    def unsilence(self, silence_id: str) -> None:
        """End a silence."""
        with suppress(KeyError):
            self._program.alerting.unsilence(silence_id)

    def resend(self, notifications: Iterable[tuple[Notification, Alert]]) -> None:
        """Send these again, each with the alert that it is about."""
        for one, alert in notifications:
            self._program.alerting.remember(alert)
            self._program.alerting.send_again(one)

    # -- trying things out

    def test_channel(self, name: str, then: Callable[[str | None], None], owner: QObject) -> None:
        """Send a test; ``then`` is given what went wrong, or None."""

        async def send() -> None:
            try:
                fault = await self._program.alerting.test_channel(name)
            except KeyError:
                then(translate("Desk", "It is switched off."))
            else:
                then(fault.sentence if fault is not None else None)

        self._supervisor.spawn(send(), name="test of a channel", owner=owner)

    async def try_out_channel(self, values: Mapping[str, Any], secrets: Mapping[str, str]) -> str | None:
        """Send a test to a channel that is in no file yet; what is wrong, in one sentence. ``secrets`` come before
        stored ones."""
        return await self._program.try_out_channel(values, secrets)

    async def try_out_component(
        self, component_id: str, values: Mapping[str, Any], secrets: Mapping[str, str]
    ) -> "Result | Problem":
        """Check a component that is in no file yet; ``secrets`` come before stored ones."""
        return await self._program.services.try_out(component_id, values, secrets)

    def take_refused(self, name: str) -> SecretElsewhere | None:
        """The credential that was kept back while ``name`` was tried out; each is given once."""
        return self._program.services.secrets.refused.pop(name, None)

    def replay(self, rule_id: str, rule: RuleSettings, then: Callable[[str], None], owner: QObject) -> None:
        """Find out what a rule would have done in the last week; ``then`` is given a sentence."""

        async def ask() -> None:
            found = await self._program.replay(rule_id, rule)
            if found is None:
                then(translate("Rules", "There is no history to try it on."))
            elif isinstance(found, HistoryError):
                then(found.sentence)
            else:
                then(replay_sentence(found, found.span_ms / 86_400_000))

        self._supervisor.spawn(ask(), name="replay of a rule", owner=owner)

    # -- what is written

    async def write_report(self, path: str, wanted: ReportFormat, seconds: float) -> HistoryError | OSError | None:
        """Write the report of the time until now to a file; what was in the way, or None."""
        return await self._program.write_report(path, wanted, _in(-seconds))

    def record(self, action: Action, subject: str, detail: str) -> None:
        """Note in the activity list what Porchlight itself did."""
        self._program.audit(action, subject, detail, actor=Actor.AUTOMATIC)


def _in(seconds: float) -> int:
    """The time after so long, as Unix ms (UTC)."""
    return time.time_ns() // 1_000_000 + round(seconds * 1000)
