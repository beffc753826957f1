"""Kind ``classy_sync_daemon``: whether the sync's daemon runs, by its pid file, its process and its log."""

from typing import Annotated, Final

from porchlight.dataclass import dataclass
from porchlight.language.text import Text, msg, sentences
from porchlight.model.component import Component
from porchlight.model.kind import KindGroup
from porchlight.model.result import Measure, Result, Unit
from porchlight.model.status import Outcome, Reason
from porchlight.probes.classy_sync.folder import Schedule, log_path, read_schedule
from porchlight.probes.classy_sync.journal import Journal
from porchlight.probes.classy_sync.judging import Finding
from porchlight.probes.classy_sync.log import DaemonNews
from porchlight.probes.classy_sync.phrases import since, sync_name
from porchlight.probes.classy_sync.process import PidFile, is_shared, read_pid_file
from porchlight.probes.classy_sync.reading import LONG_LOG, READING_SHARE, LogReader, Reading, read_fault
from porchlight.probes.context import CheckContext
from porchlight.probes.kind import KindNotes, Measured, ProbeKind
from porchlight.probes.shared_advice import HERE
from porchlight.settings.describe import Described
from porchlight.settings.schema import ComponentSettings
from porchlight.threads import in_thread

_INTERVALS: Final = 3
"""A daemon that is silent for so many of its shortest pauses does not work."""
_GROWN_AFTER_MS: Final = 5000
"""A log with an entry so much later than its process was seen gone is written by another computer."""


class DaemonSettings(ComponentSettings):
    """``[components.<id>]`` with ``kind = "classy_sync_daemon"``."""

    folder: Annotated[
        str,
        Described(
            msg("Folder"), msg("Where Classy Sync is installed. It is only ever read."), example="/opt/classy-sync"
        ),
    ]
    elsewhere: Annotated[
        bool,
        Described(
            msg("Runs elsewhere"),
            msg("The sync runs on another computer or in a container, so only its log shows how it is doing."),
        ),
    ] = False


@dataclass(frozen=True, slots=True)
class Facts:
    """What one check saw."""

    file: PidFile | None
    journal: Journal
    schedule: Schedule
    elsewhere: bool
    """Its process cannot be seen from here."""


class DaemonProbe:
    """Looks at the process, then reads new lines of the log."""

    def __init__(self, component: Component, settings: DaemonSettings) -> None:
        self._settings = settings
        self._time_limit = component.timeout * READING_SHARE
        self._reader = LogReader(log_path(settings.folder), component.id)
        self._gone: tuple[int, int] | None = None
        """A process that was not found, and since when (Unix ms)."""

    async def check(self, ctx: CheckContext) -> Result:
        """See Probe."""
        self._reader.recall(ctx.position)
        try:
            file, reading, schedule, shared = await in_thread(
                lambda: self._look(ctx.began_ms), name=f"daemon {ctx.component.id}"
            )
        except OSError as error:
            reason, sentence = read_fault(error, self._reader.log)
            return ctx.unwell(Outcome.ERROR, reason, sentence)
        self._reader.remember(reading)
        elsewhere = (
            self._settings.elsewhere or shared or self._grows_without(file, reading.memory.journal, ctx.began_ms)
        )
        finding = judge(Facts(file, reading.memory.journal, schedule, elsewhere), ctx.began_ms)
        if not reading.whole:
            finding = Finding("", Outcome.UNKNOWN, Reason.TIMEOUT, LONG_LOG)
        measures = _measures(reading.memory.journal, ctx.began_ms)
        if finding.reason is None:
            return ctx.healthy(finding.sentence, measures=measures, position=reading.stored)
        return ctx.unwell(
            finding.outcome, finding.reason, finding.sentence, measures=measures, position=reading.stored
        )

    async def close(self) -> None:
        """See Probe."""

    def _look(self, now_ms: int) -> tuple[PidFile | None, Reading, Schedule, bool]:
        """Runs in a thread. Raises OSError."""
        folder = self._settings.folder
        file = read_pid_file(folder)
        return file, self._reader.read(now_ms, self._time_limit), read_schedule(folder), is_shared(folder)

    def _grows_without(self, file: PidFile | None, journal: Journal, now_ms: int) -> bool:
        """Whether syncs continued after the process was seen to be gone here."""
        if file is None or file.runs:
            self._gone = None
            return False
        if self._gone is None or self._gone[0] != file.pid:
            self._gone = file.pid, now_ms
        return journal.last_ms is not None and journal.last_ms > self._gone[1] + _GROWN_AFTER_MS


def judge(facts: Facts, now_ms: int) -> Finding:
    """What the facts mean. Pure."""
    event, last_ms = facts.journal.daemon, facts.journal.last_ms
    pauses = [*facts.schedule.intervals.values(), facts.schedule.report_interval]
    quiet = last_ms is None or (now_ms - last_ms) / 1000 > _INTERVALS * min(pauses)
    if facts.file is not None and facts.file.runs and not facts.elsewhere:
        if quiet and last_ms is not None:
            sentence = msg(
                "The daemon is running, but its log has been silent for {span}. It may hang.",
                span=since(last_ms, now_ms),
            )
            return _found(Outcome.DEGRADED, Reason.STALE, sentence)
        if event is not None and event.news is DaemonNews.STARTED:
            sentence = msg("The daemon is running. It started {ago} ago.", ago=since(event.at_ms, now_ms))
            return _found(Outcome.HEALTHY, None, sentence)
        return _found(Outcome.HEALTHY, None, msg("The daemon is running."))
    if event is not None and event.news is DaemonNews.STOPPED:
        sentence = msg(
            "The daemon was stopped {ago} ago. Nothing is synced until you start it again.",
            ago=since(event.at_ms, now_ms),
        )
        return _found(Outcome.DEGRADED, Reason.REFUSED, sentence)
    if event is not None and event.news is DaemonNews.NOT_STARTED:
        sentence = msg("The daemon failed to start {ago} ago. Its log says why.", ago=since(event.at_ms, now_ms))
        return _found(Outcome.ERROR, Reason.REFUSED, sentence)
    if facts.elsewhere:
        return _elsewhere(quiet, last_ms, now_ms)
    if facts.file is not None:
        killed = _killed(facts.file.pid, _under_way(facts.journal))
        return _found(Outcome.ERROR, Reason.REFUSED, sentences(killed, _silence(last_ms, now_ms)))
    if last_ms is None:
        return _found(Outcome.DEGRADED, Reason.REFUSED, msg("No daemon has run here, as far back as its log goes."))
    if not quiet:
        sentence = msg(
            "There is no daemon.pid, but a sync wrote to the log {ago} ago. The daemon runs elsewhere, or something"
            " else starts the syncs.",
            ago=since(last_ms, now_ms),
        )
        return _found(Outcome.HEALTHY, None, sentence)
    under_way = _under_way(facts.journal)
    ended = (
        msg("No daemon is running. The last one ended during a sync ({sync}).", sync=under_way)
        if under_way
        else msg("No daemon is running.")
    )
    return _found(Outcome.ERROR, Reason.REFUSED, sentences(ended, _silence(last_ms, now_ms)))


def _elsewhere(quiet: bool, last_ms: int | None, now_ms: int) -> Finding:
    if quiet:
        silent = msg("The daemon runs on another computer, where Porchlight cannot see its process.")
        return _found(Outcome.DEGRADED, Reason.STALE, sentences(silent, _silence(last_ms, now_ms)))
    return _found(
        Outcome.HEALTHY, None, msg("The daemon runs on another computer. Its log shows that it is working.")
    )


def _silence(last_ms: int | None, now_ms: int) -> Text:
    if last_ms is None:
        return msg("Its log is empty.")
    return msg("Its log has been silent for {span}.", span=since(last_ms, now_ms))


def _killed(pid: int, under_way: Text | str) -> Text:
    if not under_way:
        return msg("The daemon was killed: its process {pid} is gone.", pid=str(pid))
    return msg(
        "The daemon was killed during a sync ({sync}): its process {pid} is gone.", sync=under_way, pid=str(pid)
    )


def _under_way(journal: Journal) -> Text | str:
    """What was syncing when it ended."""
    for track in journal.tracks.values():
        if track.began_ms is not None:
            return sync_name(track.entity, journal.whose(track.organization))
    return ""


def _measures(journal: Journal, now_ms: int) -> dict[str, Measure]:
    measures: dict[str, Measure] = {}
    if journal.last_ms is not None:
        measures["quiet"] = Measure(max(round((now_ms - journal.last_ms) / 1000), 0), Unit.SECONDS)
    if journal.report_ms is not None:
        measures["report_age"] = Measure(max(round((now_ms - journal.report_ms) / 1000), 0), Unit.SECONDS)
    return measures


def _found(outcome: Outcome, reason: Reason | None, sentence: Text) -> Finding:
    return Finding("", outcome, reason, sentence)


KIND = ProbeKind(
    name="classy_sync_daemon",
    title=msg("Classy Sync: daemon"),
    group=KindGroup.CLASSY_SYNC,
    summary=msg("Whether the program that syncs is running."),
    measures={
        "quiet": Measured(msg("Quiet for"), Unit.SECONDS),
        "report_age": Measured(msg("Last report"), Unit.SECONDS),
    },
    advice={
        **HERE,
        Reason.REFUSED: msg("Start the daemon again, and check the end of its log for what stopped it."),
        Reason.STALE: msg(
            "Check the end of the daemon's log. If it has written nothing for a long time, restart it."
        ),
    },
    notes=KindNotes(
        calls="`daemon.pid`, the process of that number, the log",
        never="any signal, any write",
        permissions=msg("Porchlight's account must be able to read the daemon's files."),
        red_light=msg("Turns red when the daemon was killed, couldn't start or isn't running."),
        simulator="tests.classy_install",
    ),
    settings=DaemonSettings,
    build=DaemonProbe,
    is_local=lambda settings: True,
    address=lambda settings: settings.folder,
)
