"""Kind ``classy_sync_log``: whether the syncs run, by the log that the sync writes; each run becomes an operation."""

from typing import Annotated

from pydantic import Field, model_validator

from porchlight.language.english import unfit
from porchlight.language.text import msg, with_places
from porchlight.model.component import Component
from porchlight.model.kind import KindGroup
from porchlight.model.result import Measure, Result, Unit
from porchlight.model.status import Outcome, Reason
from porchlight.probes.classy_sync.folder import ENTITIES, MAILCHIMP, Schedule, log_path, read_schedule
from porchlight.probes.classy_sync.journal import Journal
from porchlight.probes.classy_sync.judging import Finding, by_gravity, judge
from porchlight.probes.classy_sync.phrases import listed, sync_name
from porchlight.probes.classy_sync.reading import LONG_LOG, READING_SHARE, LogReader, Reading, read_fault
from porchlight.probes.context import CheckContext
from porchlight.probes.kind import KindNotes, Measured, ProbeKind
from porchlight.settings.describe import Described
from porchlight.settings.schema import ComponentSettings
from porchlight.threads import in_thread


class LogSettings(ComponentSettings):
    """``[components.<id>]`` with ``kind = "classy_sync_log"``."""

    folder: Annotated[
        str | None,
        Described(
            msg("Folder"), msg("Where Classy Sync is installed. It is only ever read."), example="/opt/classy-sync"
        ),
    ] = None
    log: Annotated[
        str | None,
        Described(
            msg("Log file"),
            msg("Only if combined.log is not in the folder's logs."),
            example="/var/log/classy-sync/combined.log",
        ),
    ] = None
    allowance: Annotated[
        float,
        Field(ge=2, le=1000),
        Described(
            msg("Stale after"),
            msg("How many intervals without a successful run make a sync stale. The time of a run is added."),
            unit=msg("intervals"),
        ),
    ] = 3.0

    @model_validator(mode="after")
    def _something_is_read(self) -> "LogSettings":
        if self.folder is None and self.log is None:
            raise unfit(
                msg("Add {folder} (of Classy Sync) or {log}.", folder='folder = "…"', log='log = "…/combined.log"')
            )
        return self


class LogProbe:
    """Reads new lines of the log, and judges the state after them."""

    def __init__(self, component: Component, settings: LogSettings) -> None:
        self._settings = settings
        self._time_limit = component.timeout * READING_SHARE
        self._reader = LogReader(_log(settings), component.id)

    async def check(self, ctx: CheckContext) -> Result:
        """See Probe."""
        self._reader.recall(ctx.position)
        try:
            reading, schedule = await in_thread(lambda: self._read(ctx.began_ms), name=f"log {ctx.component.id}")
        except OSError as error:
            reason, sentence = read_fault(error, self._reader.log)
            return ctx.unwell(Outcome.ERROR, reason, sentence)
        self._reader.remember(reading)
        return self._judge(ctx, reading, schedule)

    async def close(self) -> None:
        """See Probe."""

    def _read(self, now_ms: int) -> tuple[Reading, Schedule]:
        """Runs in a thread."""
        schedule = Schedule() if self._settings.folder is None else read_schedule(self._settings.folder)
        return self._reader.read(now_ms, self._time_limit), schedule

    def _judge(self, ctx: CheckContext, reading: Reading, schedule: Schedule) -> Result:
        journal = reading.memory.journal
        findings = judge(
            journal, schedule, ctx.began_ms, changed_ms=reading.changed_ms, allowance=self._settings.allowance
        )
        measures = _measures(journal, ctx.began_ms)
        details: dict[str, str | int] = {"schedule": schedule.fault} if schedule.fault else {}
        if journal.foreign_lines:
            details["foreign_lines"] = journal.foreign_lines
        worst, *others = by_gravity(findings) or [_NOTHING]
        if not reading.whole:
            worst = Finding("", Outcome.UNKNOWN, Reason.TIMEOUT, LONG_LOG)
            others = []
        parts = tuple(finding.part() for finding in findings)
        if worst.reason is None:
            return ctx.healthy(
                worst.sentence,
                measures=measures,
                details=details,
                sub_results=parts,
                operations=reading.operations,
                position=reading.stored,
            )
        unwell = [finding.name for finding in others if finding.reason is not None]
        sentence = worst.sentence
        if unwell:
            sentence = msg("{problem} Also affected: {syncs}.", problem=worst.sentence, syncs=listed(unwell))
        return ctx.unwell(
            worst.outcome,
            worst.reason,
            sentence,
            measures=measures,
            details=details,
            sub_results=parts,
            operations=reading.operations,
            position=reading.stored,
        )


_NOTHING = Finding("", Outcome.UNKNOWN, Reason.STALE, msg("No sync has run yet, as far back as the log goes."))


def _measures(journal: Journal, now_ms: int) -> dict[str, Measure]:
    """Of every sync: the age of its last good end (s), and that run's duration (s) and items a second."""
    measures: dict[str, Measure] = {}
    for track in journal.tracks.values():
        name = journal.label(track).replace("-", "_").replace(":", "_")
        measures[f"{name}_failures"] = Measure(track.failures, Unit.COUNT)
        if (good := track.good) is None:
            continue
        measures[f"{name}_age"] = Measure(max(round((now_ms - good.ended_ms) / 1000), 0), Unit.SECONDS)
        measures[f"{name}_duration"] = Measure(round(good.duration_ms / 1000, 3), Unit.SECONDS)
        if good.processed and good.duration_ms > 0:
            measures[f"{name}_rate"] = Measure(round(good.processed * 1000 / good.duration_ms, 2))
    return measures


def _log(settings: LogSettings) -> str:
    return settings.log or log_path(settings.folder or "")


_MEASURES = {
    "failures": (msg("{sync}: failures"), Unit.COUNT),
    "age": (msg("{sync}: last success"), Unit.SECONDS),
    "duration": (msg("{sync}: duration"), Unit.SECONDS),
    "rate": (msg("{sync}: items per second"), Unit.NONE),
}
_NETWORK_OF_THE_SYNC = msg(
    "The sync itself cannot reach what it needs. If its database, Classy and Mailchimp are healthy here, check the"
    " network of the sync's computer."
)


KIND = ProbeKind(
    name="classy_sync_log",
    title=msg("Classy Sync: runs"),
    group=KindGroup.CLASSY_SYNC,
    summary=msg("Whether supporters, donations and plans are synced, according to the sync's log."),
    measures={
        f"{entity.replace('-', '_')}_{name}": Measured(with_places(title, sync=sync_name(entity)), unit)
        for entity in (*ENTITIES, MAILCHIMP)
        for name, (title, unit) in _MEASURES.items()
    },
    advice={
        **dict.fromkeys(
            (Reason.TIMEOUT, Reason.REFUSED, Reason.DNS, Reason.UNREACHABLE, Reason.TLS), _NETWORK_OF_THE_SYNC
        ),
        Reason.LOCKED: msg("Ask whoever runs the database which session holds the lock. The sync retries by itself."),
        Reason.AUTH: msg(
            "The sync's own credentials were rejected. Create new ones, enter them in the sync, and check whether"
            " its next run succeeds."
        ),
        Reason.FORBIDDEN: msg(
            "Let Porchlight's account read the sync's log. If the sync itself was refused, ask for the permission"
            " that it lacks."
        ),
        Reason.THROTTLED: msg(
            "The sync makes too many requests and retries by itself. If it continues, run it less often."
        ),
        Reason.HTTP_STATUS: msg(
            "A service that the sync uses reported an error. Check the vendor's status page; the sync retries by"
            " itself."
        ),
        Reason.CONTENT: msg("Look in the sync's error log at this time: it says which items failed and why."),
        Reason.STALE: msg("Check whether the sync's daemon is running. If it is, its log says what delays it."),
        Reason.CONFIGURATION: msg(
            "Check the sync's own settings and restart its daemon, or correct the folder in Porchlight's settings."
        ),
    },
    notes=KindNotes(
        calls="`logs/combined*.log` and `daemon-config.json` of a Classy Sync install, opened for reading",
        never="any write",
        permissions=msg("Porchlight's account must be able to read the log files of Classy Sync."),
        red_light=msg(
            "Turns red when a sync has failed twice in a row, its credentials were rejected, or it hasn't"
            " run for three of its intervals."
        ),
        simulator="tests.classy_install",
    ),
    settings=LogSettings,
    build=LogProbe,
    is_local=lambda settings: True,
    address=_log,
)
