"""The activity list: who did what and what happened, and the only place that writes it while Porchlight runs."""

import asyncio
import logging
from collections.abc import Sequence
from functools import partial

from porchlight.intake.pieces import REJECTED
from porchlight.intake.text import NAME, quote
from porchlight.language.english import english
from porchlight.language.text import Text, msg, msg_plural, sentences
from porchlight.model.audit import Action, Actor, AuditEntry
from porchlight.model.errors import HistoryError
from porchlight.model.events import (
    DeliveryFailed,
    Event,
    ExportChanged,
    GapPassed,
    HeartbeatChanged,
    IngestChanged,
    RecoveryEnded,
    ReleaseFound,
    ReportFailed,
    ReportWritten,
    ServiceFailed,
)
from porchlight.model.note import Note
from porchlight.model.ports import Clock, Store
from porchlight.model.release import Release
from porchlight.settings.file import LoadedSettings
from porchlight.threads import in_thread

_log = logging.getLogger(__name__)
_FOR_EVER_MS = 1 << 53


class Activity:
    """Takes events, commands' records and changes of the settings. Its ``run`` writes what needs a look at the
    history first."""

    def __init__(self, store: Store, clock: Clock, history_path: str | None = None) -> None:
        """``history_path``: where it can be read; None where it cannot."""
        self._store = store
        self._clock = clock
        self._history_path = history_path
        self._releases: asyncio.Queue[Release] = asyncio.Queue()

    def record(
        self, action: Action, subject: str = "", detail: Text | str = "", *, actor: Actor = Actor.USER
    ) -> None:
        """Write one line. ``detail``: what a person wrote, or a text for every reader's language."""
        self._store.audit(AuditEntry(self._clock.now_ms(), actor, action, subject, english(detail)))

    def note(self, action: Action, note: Note) -> None:
        """Write the line of a note, at the note's own time."""
        self._store.audit(AuditEntry(note.at_ms, Actor.USER, action, note.component, note.text))

    def on_event(self, event: Event) -> None:
        """Write the line of an event, if it has one."""
        match event:
            case ReleaseFound(release):
                self._releases.put_nowait(release)
            case GapPassed(asleep_ms=(began_ms, ended_ms)):
                self._store.audit(AuditEntry(began_ms, Actor.AUTOMATIC, Action.ASLEEP))
                self._store.audit(AuditEntry(ended_ms, Actor.AUTOMATIC, Action.WOKE))
            case DeliveryFailed(given_up=True):
                self._happened(Action.NOTIFICATION_LOST, event.channel, event.sentence)
            case RecoveryEnded():
                action = Action.RECOVERY_STOPPED if event.stopped else Action.RECOVERY_RUN
                self._happened(action, event.action, event.sentence)
            case HeartbeatChanged(None):
                self._happened(Action.HEARTBEAT, "", msg("The heartbeat works again."))
            case HeartbeatChanged(str() as fault):
                self._happened(Action.HEARTBEAT, "", msg("The heartbeat failed: {problem}", problem=fault))
            case IngestChanged():
                self._happened(Action.INGEST, "", event.sentence)
            case ExportChanged():
                self._happened(Action.EXPORT, "", event.sentence)
            case ReportWritten():
                saved = msg("The weekly report was saved to {path}.", path=event.path)
                self._happened(Action.REPORT_WRITTEN, event.week, saved)
            case ReportFailed():
                self._happened(Action.REPORT_FAILED, event.week, event.sentence)
            case ServiceFailed(malfunction) if not malfunction.recurring:
                self._happened(Action.MONITOR_UNWELL, "", malfunction.sentence)

    def settings_changed(self, before: LoadedSettings, after: LoadedSettings) -> None:
        """Write a line for each part of the settings that changed, whoever changed it. Components are recorded by the
        editor."""
        old, new = before.alerting, after.alerting
        for action, was, now in (
            (Action.RULE_CHANGED, old.rules, new.rules),
            (Action.CHANNEL_CHANGED, old.channels, new.channels),
            (Action.RECOVERY_CHANGED, old.actions, new.actions),
            (Action.SETTINGS_CHANGED, old.maintenance, new.maintenance),
            (Action.SETTINGS_CHANGED, old.calendar, new.calendar),
        ):
            for name in dict.fromkeys((*was, *now)):
                if was.get(name) != now.get(name):
                    self.record(action, name)
        for section, one, other in (
            ("alerts", old.alerts, new.alerts),
            ("heartbeat", old.heartbeat, new.heartbeat),
            ("ingest", before.ingest, after.ingest),
            ("export.otlp", before.export.otlp, after.export.otlp),
            ("export.prometheus", before.export.prometheus, after.export.prometheus),
        ):
            if one != other:
                self.record(Action.SETTINGS_CHANGED, section)

    def files_rejected(self, files: Sequence[tuple[str, Text]]) -> None:
        """Write one line for the files that one look rejected, each with its fault."""
        name, fault = files[0]
        more = len(files) - 1
        others = msg_plural("{n} more file was rejected.", "{n} more files were rejected.", more) if more else ""
        detail = sentences(fault, msg("It was renamed to {name}.", name=f"{quote(name, NAME)}{REJECTED}"), others)
        for one, why in files:
            _log.warning("%s was put aside: %s", quote(one, NAME), english(why))
        self._happened(Action.FILE_REJECTED, quote(name, NAME), detail)

    async def run(self) -> None:
        """Record releases, each once over all runs, until cancelled."""
        while True:
            release = await self._releases.get()
            if not await self._is_recorded(release.version):
                available = msg("Porchlight {version} is available.", version=release.version)
                detail = sentences(available, release.page)
                self._happened(Action.UPDATE_FOUND, release.version, detail)

    async def _is_recorded(self, version: str) -> bool:
        if self._history_path is None:
            return False
        try:
            return await in_thread(partial(_has_release, self._history_path, version), name="activity")
        except HistoryError as error:
            _log.info("whether the release was recorded before is not known: %s", error)
            return False

    def _happened(self, action: Action, subject: str, detail: Text | str) -> None:
        self.record(action, subject, detail, actor=Actor.AUTOMATIC)


def _has_release(path: str, version: str) -> bool:
    from porchlight.history.reader import HistoryReader

    with HistoryReader(path) as reader:
        entries = reader.audit(0, _FOR_EVER_MS)
    return any(one.action is Action.UPDATE_FOUND and one.subject == version for one in entries)
