"""What every window works with: what is known, and what can be ordered. Windows know nothing else of the app."""

import asyncio
import time
from collections.abc import Callable, Coroutine, Iterable, Mapping
from contextlib import suppress
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from porchlight.desktop.alert_words import replay_sentence
from porchlight.desktop.bridge import Bridge
from porchlight.desktop.editing import Editing
from porchlight.desktop.history import HistoryQueries
from porchlight.desktop.supervisor import Supervisor
from porchlight.desktop.theme import Theme
from porchlight.desktop.words import job_word, translate
from porchlight.model.alert import OPERATION, Alert, AlertState, Notification
from porchlight.model.audit import Action
from porchlight.model.diagnosis import Diagnosis
from porchlight.model.errors import PorchlightError, SecretElsewhere
from porchlight.model.snapshot import Snapshot
from porchlight.model.suppression import Silence
from porchlight.model.vendor import VendorWord
from porchlight.runtime.monitoring import Monitoring
from porchlight.settings.alerting import AlertingSettings
from porchlight.settings.export import ExportSettings
from porchlight.settings.gift_paths import PathSettings
from porchlight.settings.rules import RuleSettings


class Desk(QObject):
    """Orders are carried out beside the windows; what comes of them is seen on the bridge."""

    component_wanted = Signal(str)
    window_wanted = Signal()
    settings_wanted = Signal(str)
    settings_page_wanted = Signal(str)
    """With the id of the component to edit, or nothing."""
    credential_wanted = Signal(str)
    """With the id of the component that needs one."""
    guide_wanted = Signal()
    checked = Signal()
    """An ordered check of all has ended."""
    note = Signal(str)
    """One plain sentence for whoever looks."""

    def __init__(
        self, bridge: Bridge, theme: Theme, history: HistoryQueries, supervisor: Supervisor, settings_path: str
    ) -> None:
        super().__init__()
        self.bridge = bridge
        self.theme = theme
        self.history = history
        self._supervisor = supervisor
        self.editing = Editing(self, settings_path)

    @property
    def snapshot(self) -> Snapshot:
        """Everything as it is now."""
        return self.bridge.snapshot()

    @property
    def monitoring(self) -> Monitoring | None:
        """The running monitor, once it is there."""
        return self.bridge.monitoring

    @staticmethod
    def now_ms() -> int:
        """Unix ms (UTC)."""
        return time.time_ns() // 1_000_000

    def spawn(self, work: Coroutine[Any, Any, object], name: str, owner: QObject | None = None) -> None:
        """Do something beside the windows; a failure is told, and ends nothing else.

        With ``owner`` it is broken off when that one (a window, say) is gone.
        """
        task = self._supervisor.spawn(work, name=name)
        if task is not None and owner is not None:
            owner.destroyed.connect(partial(_cancel, task))

    def ask_history(
        self, owner: QObject, query: Callable[[Any], Any], then: Callable[[Any], None], name: str
    ) -> None:
        """Ask the history, then show the answer unless ``owner`` is gone by then.

        Trouble with the history is given to ``then`` as the HistoryError.
        """
        from porchlight.model.errors import HistoryError

        async def ask() -> None:
            try:
                answer = await self.history.ask(query)
            except HistoryError as error:
                then(error)
            else:
                then(answer)

        self.spawn(ask(), name, owner)

    @property
    def viewer(self) -> bool:
        """Whether this Porchlight is for looking only."""
        return self.monitoring is not None and self.monitoring.settings.desktop.viewer

    def vendor_word(self, component_id: str) -> VendorWord | None:
        """What the vendor of a failing component says of itself, where that is known by now."""
        return None if self.monitoring is None else self.monitoring.vendor_words.word(component_id)

    def diagnosis(self, component_id: str) -> Diagnosis | None:
        """Where the failure of a component lies, once that was looked at."""
        return None if self.monitoring is None else self.monitoring.diagnoses.of(component_id)

    def redacted(self, text: str) -> str:
        """Without credentials and addresses of people."""
        return text if self.monitoring is None else self.monitoring.services.redactor.text(text)

    def address(self, component_id: str) -> str:
        """Where a component's checks look, for people."""
        return "" if self.monitoring is None else self.monitoring.address(component_id)

    def vendor_page(self, component_id: str) -> str:
        """Where people read it; empty where that is not known."""
        return "" if self.monitoring is None else self.monitoring.vendor_page(component_id)

    def has_credential(self, component_id: str) -> bool:
        """Whether a component needs a credential that may be given here."""
        return bool(self.credentials(component_id)) and not self.viewer

    def credentials(self, component_id: str) -> tuple[str, ...]:
        """The names of the credentials that a component needs."""
        return self.monitoring.credentials(component_id) if self.monitoring else ()

    def elsewhere(self, component_id: str) -> SecretElsewhere | None:
        """The credential that a component did not get because it would be sent to a place that nobody agreed to."""
        return None if self.monitoring is None else self.monitoring.services.secrets.refused.get(component_id)

    def send_there_too(self, component_id: str) -> None:
        """Agree to that place, and check the component."""
        elsewhere = self.elsewhere(component_id)

        async def agree() -> None:
            if elsewhere is None:
                return
            try:
                await self.editing.send_there_too(elsewhere.credential, elsewhere.origins)
            except PorchlightError as error:
                self.note.emit(str(error))
            else:
                self.check_now([component_id])

        self.spawn(agree(), "send it there too")

    def needed_credentials(self) -> list[str]:
        """The names of all credentials that the settings speak of."""
        from porchlight.runtime.kinds import needed_credentials

        return needed_credentials(self.monitoring.settings) if self.monitoring is not None else []

    def check_now(self, component_ids: Iterable[str] | None = None) -> None:
        """Check these, or all."""
        wanted = None if component_ids is None else list(component_ids)

        async def check() -> None:
            if self.monitoring is not None:
                await self.monitoring.monitor.check_now(wanted)
            self.checked.emit()

        self.spawn(check(), "check now")

    def pause(self, seconds: float) -> None:
        """Begin no check for so long."""
        if self.monitoring is not None:
            self.monitoring.monitor.pause(self.now_ms() + round(seconds * 1000))
            self.monitoring.audit(Action.PAUSED)

    def resume(self) -> None:
        """End a pause."""
        if self.monitoring is not None:
            self.monitoring.monitor.resume()
            self.monitoring.audit(Action.RESUMED)

    def pause_component(self, component_id: str, seconds: float) -> None:
        """Do not check this one for so long."""
        if self.monitoring is not None:
            self.monitoring.monitor.pause_component(component_id, self.now_ms() + round(seconds * 1000))
            self.monitoring.audit(Action.PAUSED, component_id)

    def acknowledge(self, alert_ids: Iterable[str]) -> None:
        """Somebody sees to these."""
        for alert_id in alert_ids:
            if self.monitoring is not None:
                with suppress(KeyError):  # over meanwhile
                    self.monitoring.acknowledge(alert_id)

    def snooze(self, alert_ids: Iterable[str], seconds: float | None) -> None:
        """Not a word of these for so long; None: until they are over."""
        until_ms = None if seconds is None else self.now_ms() + round(seconds * 1000)
        for alert_id in alert_ids:
            if self.monitoring is not None:
                with suppress(KeyError):
                    self.monitoring.snooze(alert_id, until_ms)

    def unsnooze(self, alert_ids: Iterable[str]) -> None:
        """These are told again."""
        for alert_id in alert_ids:
            if self.monitoring is not None:
                with suppress(KeyError):
                    self.monitoring.unsnooze(alert_id)

    def silence(self, seconds: float, components: tuple[str, ...] = (), rules: tuple[str, ...] = ()) -> None:
        """Hold back what these components and rules (none: all) raise, for so long."""
        if self.monitoring is not None:
            self.monitoring.silence(seconds, components=components, rules=rules)

    def unsilence(self, silence_id: str) -> None:
        """End a silence."""
        if self.monitoring is not None:
            with suppress(KeyError):
                self.monitoring.unsilence(silence_id)

    def firing(self, component_id: str) -> list[Alert]:
        """The alerts that fire about a component, the oldest first."""
        alerts = self.monitoring.alerting.alerts() if self.monitoring is not None else []
        return [one for one in alerts if one.state is AlertState.FIRING and one.subject == component_id]

    def silences(self, component_id: str | None = None) -> list[Silence]:
        """Those in force of all that a component raises; without one, those of everything."""
        silences = self.monitoring.alerting.silences() if self.monitoring is not None else []
        return [
            one
            for one in silences
            if not one.rules and (component_id in one.components if component_id is not None else not one.components)
        ]

    def send_again(self, notifications: Iterable[tuple[Notification, Alert]]) -> None:
        """Try these anew, each with the alert that it tells of."""
        if self.monitoring is not None:
            for one, alert in notifications:
                self.monitoring.alerting.remember(alert)
                self.monitoring.alerting.send_again(one)

    def component_names(self) -> dict[str, str]:
        """All components, by id."""
        return {one: view.component.name for one, view in self.snapshot.views.items()}

    def job_names(self) -> dict[str, str]:
        """All jobs that have reported, by the name that rules have for them, with what people call them."""
        if self.monitoring is None:
            return {}
        return {
            name: job_word(name, runs[-1].subject)
            for name, runs in self.monitoring.alerting.last_operations().items()
        }

    def subject_names(self) -> dict[str, str]:
        """All that an alert may be about, by its subject."""
        return {OPERATION + name: called for name, called in self.job_names().items()} | self.component_names()

    def rule_names(self) -> dict[str, str]:
        """All rules, by id."""
        return {rule.id: rule.name for rule in self.monitoring.alerting.rules} if self.monitoring is not None else {}

    def channel_names(self) -> dict[str, str]:
        """All channels that rules can tell, by id, with what people call them."""
        named = {name: item.name or name for name, item in self.alerting_settings().channels.items()}
        return {"desktop": translate("Desk", "This desktop"), **named}

    def operation_names(self) -> list[str]:
        """The jobs that have reported."""
        return self.monitoring.alerting.operation_names if self.monitoring is not None else []

    def alerting_settings(self) -> AlertingSettings:
        """Rules and channels as they are set up."""
        return self.monitoring.settings.alerting if self.monitoring is not None else AlertingSettings()

    def paths(self) -> Mapping[str, PathSettings]:
        """The paths of gifts that are set up, by id."""
        return self.monitoring.settings.paths if self.monitoring is not None else {}

    def export_settings(self) -> ExportSettings:
        """Where metrics go."""
        return self.monitoring.settings.export if self.monitoring is not None else ExportSettings()

    def test_channel(self, name: str, then: Callable[[str | None], None], owner: QObject) -> None:
        """Send a test; ``then`` hears what went wrong, or None."""

        async def send() -> None:
            if self.monitoring is not None:
                try:
                    fault = await self.monitoring.test_channel(name)
                except KeyError:
                    then(translate("Desk", "It is switched off."))
                else:
                    then(fault.sentence if fault is not None else None)

        self.spawn(send(), "test of a channel", owner)

    def replay(self, rule_id: str, rule: RuleSettings, then: Callable[[str], None], owner: QObject) -> None:
        """Say what a rule would have done in the last week."""

        async def ask() -> None:
            from porchlight.model.errors import HistoryError

            if self.monitoring is None:
                return
            found = await self.monitoring.replay(rule_id, rule)
            if found is None:
                then(translate("Rules", "There is no history to try it on."))
            elif isinstance(found, HistoryError):
                then(found.sentence)
            else:
                then(replay_sentence(found, found.span_ms / 86_400_000))

        self.spawn(ask(), "replay of a rule", owner)

    def after_writing(self, then: Callable[[], None], owner: QObject) -> None:
        """Do it once all that was ordered before is in the history."""

        async def wait() -> None:
            if self.monitoring is not None:
                await self.monitoring.store.flush()
            then()

        self.spawn(wait(), "after writing", owner)

    def undelivered(self) -> Mapping[str, str]:
        """Channels that nothing gets through to, and why."""
        return self.monitoring.alerting.undelivered if self.monitoring is not None else {}

    def resume_component(self, component_id: str) -> None:
        """Check this one again."""
        if self.monitoring is not None:
            self.monitoring.monitor.resume_component(component_id)
            self.monitoring.audit(Action.RESUMED, component_id)


def _cancel(task: "asyncio.Task[None]", _: QObject | None = None) -> None:
    task.cancel()
