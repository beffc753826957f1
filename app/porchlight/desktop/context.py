"""What every window works with: state, navigation, commands and settings. Windows and widgets know nothing else of
the program. An AppContext is made of a running program, so nothing here waits for one."""

import time
from collections.abc import Callable, Coroutine, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from porchlight.desktop.bridge import Bridge
from porchlight.desktop.commands import Commands
from porchlight.desktop.editing import Editing
from porchlight.desktop.history import SPAN_MS, HistoryQueries, Point
from porchlight.desktop.supervisor import Supervisor
from porchlight.desktop.texts import job_word
from porchlight.desktop.theme import Theme
from porchlight.language.current import rendered
from porchlight.model.alert import OPERATION, Alert, AlertState
from porchlight.model.diagnosis import Diagnosis
from porchlight.model.errors import HistoryError, PorchlightError, SecretElsewhere
from porchlight.model.history import Series
from porchlight.model.labels import CHANNELS
from porchlight.model.message import CONSOLE, DESKTOP
from porchlight.model.snapshot import Snapshot
from porchlight.model.suppression import Silence
from porchlight.model.vendor import VendorReport
from porchlight.runtime.app import Porchlight
from porchlight.runtime.kinds import address_of, credential_forms_of, credentials_of, destinations_of, vendor_page_of
from porchlight.settings.alerting import AlertingSettings
from porchlight.settings.file import LoadedSettings
from porchlight.settings.gift_paths import PathSettings

if TYPE_CHECKING:
    import asyncio

    from porchlight.desktop.reach_watch import ReachWatch
    from porchlight.language.text import Text
    from porchlight.model.release import Release
    from porchlight.runtime.types import HistoryReader
    from porchlight.settings.credential_form import CredentialForm
    from porchlight.settings.origins import Destinations


class AppContext(QObject):
    """Commands are carried out beside the windows; their effects show on the bridge."""

    component_wanted = Signal(str)
    moment_wanted = Signal(str, object)
    """With the id of a component, and the moment to show of it (Unix ms), or None."""
    window_wanted = Signal()
    settings_wanted = Signal(str)
    settings_page_wanted = Signal(str)
    """With the id of the component to edit, or nothing."""
    credential_wanted = Signal(str)
    """With the id of the component that needs one."""
    guide_wanted = Signal()
    rehearsal_wanted = Signal(object)
    """The checklist of an ImportantDay."""
    pointed_at = Signal(str)
    """The id of a component whose row the pointer or the keyboard is on."""
    note = Signal(str)
    """One plain sentence for the user."""

    def __init__(
        self,
        program: Porchlight,
        theme: Theme,
        history: HistoryQueries,
        supervisor: Supervisor,
        settings_path: str,
        *,
        demo: bool = False,
        reach_watch: "ReachWatch | None" = None,
    ) -> None:
        """``settings_path`` is empty for the demo, whose settings are in no file; ``demo``: nothing here is real, and
        every surface says so; ``reach_watch``: whether light and notifications are seen (None: nobody looks)."""
        super().__init__()
        self.program = program
        self.reach_watch = reach_watch
        self.demo = demo
        self.theme = theme
        self.history = history
        self.supervisor = supervisor
        self.bridge = Bridge(program)
        self.commands = Commands(program, supervisor)
        self.editing = Editing(program, settings_path)

    @staticmethod
    def now_ms() -> int:
        """Unix ms (UTC)."""
        return time.time_ns() // 1_000_000

    # -- work beside the windows

    def spawn(
        self, work: Coroutine[Any, Any, object], name: str, owner: QObject | None = None
    ) -> "asyncio.Task[None] | None":
        """Run something beside the windows; a failure is reported, and ends nothing else. With ``owner`` it is
        cancelled when that (a window, say) is destroyed."""
        return self.supervisor.spawn(work, name=name, owner=owner)

    def ask_history(
        self, owner: QObject, query: Callable[[Any], Any], then: Callable[[Any], None], name: str
    ) -> None:
        """Query the history, then show the answer unless ``owner`` is destroyed by then. An error of the history is
        passed to ``then`` as the HistoryError."""

        async def ask() -> None:
            try:
                answer = await self.history.ask(query)
            except HistoryError as error:
                then(error)
            else:
                then(answer)

        self.spawn(ask(), name, owner)

    def after_writing(self, then: Callable[[], None], owner: QObject) -> None:
        """Call it once all earlier events and commands are in the history."""

        async def wait() -> None:
            await self.program.flush()
            then()

        self.spawn(wait(), "after writing", owner)

    async def load_recent(self) -> None:
        """Load the last hour of every component from the history."""
        now_ms = self.now_ms()
        for component_id in self.snapshot.views:
            try:
                series = await self.history.ask(partial(_last_hour, component_id, now_ms))
            except HistoryError:
                return  # the surfaces show that there is none
            columns = zip(series.began_ms, series.duration_us, series.outcomes, strict=True)
            self.bridge.recent.begin(component_id, [Point(*row) for row in columns])
        self.bridge.changed.emit()

    # -- Porchlight itself

    @property
    def snapshot(self) -> Snapshot:
        """Everything as it is now."""
        return self.bridge.snapshot()

    @property
    def settings(self) -> LoadedSettings:
        """The settings in force."""
        return self.program.settings

    @property
    def viewer(self) -> bool:
        """Whether this Porchlight is read-only."""
        return self.settings.desktop.viewer

    @property
    def data_folder(self) -> str:
        """The folder of the history and of everything learned."""
        return self.program.data_dir

    @property
    def newer_release(self) -> "Release | None":
        """A newer release of Porchlight, where one is known."""
        return self.snapshot.release

    def malfunctions(self) -> list[str]:
        """What does not work in Porchlight itself at the moment, in sentences."""
        return [rendered(one.sentence) for one in self.snapshot.malfunctions]

    def history_trouble(self) -> str | None:
        """Why no history is written, in one sentence; None: it is."""
        return self.snapshot.history_fault

    def redacted(self, text: str) -> str:
        """Without credentials and addresses of people."""
        return self.program.redactor.text(text)

    # -- one component

    def vendor_report(self, component_id: str) -> VendorReport | None:
        """The report of a failing component's vendor, where it is known by now."""
        return self.snapshot.vendor_reports.get(component_id)

    def diagnosis(self, component_id: str) -> Diagnosis | None:
        """Where the failure of a component lies, once diagnosed."""
        return self.snapshot.diagnoses.get(component_id)

    def address(self, component_id: str) -> str:
        """The address of a component's checks, for people."""
        return address_of(self.settings, component_id)

    def vendor_page(self, component_id: str) -> str:
        """The vendor's status page; empty where it is not known."""
        return vendor_page_of(self.settings, component_id)

    def has_credential(self, component_id: str) -> bool:
        """Whether a component needs a credential that may be given here."""
        return bool(self.credentials(component_id)) and not self.viewer

    def credentials(self, component_id: str) -> tuple[str, ...]:
        """The names of the credentials that a component needs."""
        return credentials_of(self.settings, component_id)

    def credential_forms(self, component_id: str) -> "dict[str, CredentialForm]":
        """By name of each credential that a component needs, its form."""
        return credential_forms_of(self.settings, component_id)

    def destinations(self, component_id: str) -> "Destinations":
        """By credential, where a component sends it."""
        return destinations_of(self.settings, component_id)

    def elsewhere(self, component_id: str) -> SecretElsewhere | None:
        """The credential that a component did not get, because nobody agreed to send it there."""
        return self.program.withheld_credential(component_id)

    def allow_destination(self, component_id: str) -> None:
        """Agree to that place, and check the component."""
        elsewhere = self.elsewhere(component_id)

        async def agree() -> None:
            if elsewhere is None:
                return
            try:
                await self.editing.allow_destination(elsewhere.credential, elsewhere.origins)
            except PorchlightError as error:
                self.note.emit(rendered(error.text))
            else:
                self.commands.check_now([component_id])

        self.spawn(agree(), "send it there too")

    # -- alerts

    def firing(self, component_id: str) -> list[Alert]:
        """The alerts that fire about a component, the oldest first."""
        alerts = self.snapshot.alerts
        return [one for one in alerts if one.state is AlertState.FIRING and one.subject == component_id]

    def silences(self, component_id: str | None = None) -> list[Silence]:
        """The silences in force for all that a component raises; without one, those for everything."""
        return [
            one
            for one in self.snapshot.silences
            if not one.rules and (component_id in one.components if component_id is not None else not one.components)
        ]

    def undelivered(self) -> "Mapping[str, Text]":
        """Channels that nothing gets through to, and why."""
        return self.snapshot.undelivered

    def locked(self, section: str, name: str | None = "") -> dict[str, Any]:
        """What an organisation sets of a section, or of one of its tables; of a new table (None) nothing."""
        if name is None:
            return {}
        return self.settings.policy.table(*((section, name) if name else (section,)))

    def is_in_file(self, section: str, name: str) -> bool:
        """Whether the user's file has this table, too."""
        try:
            return self.editing.read_item(section, name) is not None
        except PorchlightError:
            return False

    def alerting_settings(self) -> AlertingSettings:
        """The configured rules and channels."""
        return self.settings.alerting

    def paths(self) -> Mapping[str, PathSettings]:
        """The configured paths of gifts, by id."""
        return self.settings.paths

    # -- names for people

    def component_names(self) -> dict[str, str]:
        """All components, by id."""
        return {one: view.component.name for one, view in self.snapshot.views.items()}

    def job_names(self) -> dict[str, str]:
        """All jobs that have reported, by their name in rules, with the name for people."""
        runs_of = self.program.last_operations()
        return {name: job_word(name, runs[-1].subject) for name, runs in runs_of.items()}

    def operation_names(self) -> list[str]:
        """The jobs that have reported."""
        return sorted(self.program.last_operations())

    def subject_names(self) -> dict[str, str]:
        """All that an alert may be about, by its subject."""
        return {OPERATION + name: called for name, called in self.job_names().items()} | self.component_names()

    def rule_names(self) -> dict[str, str]:
        """All rules, by id."""
        return {rule.id: rule.name for rule in self.program.rules}

    def channel_names(self) -> dict[str, str]:
        """All channels that rules can notify, by id, with the name for people."""
        alerting = self.alerting_settings()
        named = {name: item.name or name for name, item in alerting.channels.items()}
        if any("console" in rule.channels for rule in alerting.rules.values()):
            named[CONSOLE] = rendered(CHANNELS[CONSOLE])
        return {DESKTOP: rendered(CHANNELS[DESKTOP]), **named}

    def needed_credentials(self) -> list[str]:
        """The names of all credentials that the settings need."""
        from porchlight.runtime.kinds import needed_credentials

        return needed_credentials(self.settings)


def _last_hour(component_id: str, now_ms: int, reader: "HistoryReader") -> Series:
    return reader.series(component_id, now_ms - SPAN_MS, now_ms)
