"""Kind ``heartbeat``: a job that must report. Its runs are those of the history: reported by ``porchlight run`` and
``porchlight record``, over HTTP, or by a component that sees them.

A job that never reports raises no error itself; this kind detects the silence, a run that started and never ended,
and runs that succeed without having done their work.
"""

from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from porchlight.language.text import Duration as Span
from porchlight.language.text import Text, msg, msg_plural
from porchlight.model.component import Component
from porchlight.model.errors import HistoryError
from porchlight.model.kind import KindGroup
from porchlight.model.operation import Operation, RunStart
from porchlight.model.result import Measure, Result, Unit
from porchlight.model.status import Outcome, Reason
from porchlight.probes.context import CheckContext
from porchlight.probes.job_habits import empty_run, frequent_runs, short_run, usual_end_ms
from porchlight.probes.kind import KindNotes, Measured, ProbeKind
from porchlight.probes.shared_advice import HERE
from porchlight.settings.describe import Described
from porchlight.settings.schema import ComponentSettings, Duration

_GRACE_SHARE = 0.5
"""Of its interval: how late a job may be, as in the built-in rule for overdue jobs."""
_LOOKED_AT = 500
"""Runs are kept for fourteen days: all of an hourly job."""


class EmptyRuns(StrEnum):
    """What a run that processed nothing means."""

    AS_USUAL = "as_usual"
    """Suspicious where it never happened before."""
    ALLOWED = "allowed"
    SUSPICIOUS = "suspicious"

    @property
    def label(self) -> Text:
        """The choice, for people."""
        match self:
            case EmptyRuns.AS_USUAL:
                return msg("suspicious if it never happened before")
            case EmptyRuns.ALLOWED:
                return msg("allowed")
            case EmptyRuns.SUSPICIOUS:
                return msg("always suspicious")


class HeartbeatSettings(ComponentSettings):
    """``[components.<id>]`` with ``kind = "heartbeat"``."""

    job: Annotated[
        str,
        Field(min_length=1, max_length=200),
        Described(msg("Job"), msg("The name under which it reports its runs."), example="nightly-backup"),
    ]
    every: Annotated[
        Annotated[Duration, Field(gt=0)] | None,
        Described(msg("Reports every"), msg("Default: as the job itself says."), example="1h"),
    ] = None
    grace: Annotated[
        Duration | None, Described(msg("May be late by"), msg("Default: half of its interval."), example="30m")
    ] = None
    missed: Annotated[
        int,
        Field(ge=1, le=1000),
        Described(
            msg("Missed runs"),
            msg("So many runs must have been missed before it is an error. Fewer are shown as degraded."),
        ),
    ] = 1
    longest: Annotated[
        Annotated[Duration, Field(gt=0)] | None,
        Described(msg("Longest run"), msg("A run that takes longer counts as slow."), example="2h"),
    ] = None
    ends_within: Annotated[
        Annotated[Duration, Field(gt=0)] | None,
        Described(
            msg("Must end within"),
            msg(
                "How long it may run once its start was reported. Default: three times its longest run, at least"
                " 15 min."
            ),
            example="3h",
        ),
    ] = None
    shortest: Annotated[
        Duration | None,
        Described(
            msg("Shortest run"),
            msg(
                "A successful run that takes less is suspicious. Default: a tenth of its shortest run, once that is"
                " known. 0 turns this off."
            ),
            example="1m",
        ),
    ] = None
    most_runs: Annotated[
        Annotated[int, Field(ge=1, le=10_000)] | None,
        Described(
            msg("Most runs in an interval"),
            msg("More of them are suspicious. Default: twice as many as ever before, once that is known."),
            example=2,
        ),
    ] = None
    empty_runs: Annotated[
        EmptyRuns,
        Described(msg("Runs that process nothing"), msg("Whether a successful run may process 0 items.")),
    ] = EmptyRuns.AS_USUAL


class HeartbeatProbe:
    """Reads the last runs."""

    def __init__(self, component: Component, settings: HeartbeatSettings) -> None:
        self._settings = settings
        self._since_ms: int | None = None
        """When it was first checked: a new job gets its time to report."""

    async def check(self, ctx: CheckContext) -> Result:
        """See Probe."""
        if self._since_ms is None:
            self._since_ms = ctx.began_ms
        if ctx.runs is None:
            return ctx.unwell(
                Outcome.UNKNOWN, Reason.STALE, msg("There is no history here that could hold its runs.")
            )
        try:
            runs = await ctx.runs.last(self._settings.job, _LOOKED_AT)
        except HistoryError as error:
            return ctx.unwell(Outcome.UNKNOWN, Reason.INTERNAL, error.sentence)
        starts = await ctx.runs.started(self._settings.job)
        open_starts = [one for one in starts if not any(one.is_ended_by(run) for run in runs)]
        return self._judge(ctx, _newest_first(runs), open_starts, self._since_ms)

    async def close(self) -> None:
        """See Probe."""

    def _judge(
        self, ctx: CheckContext, runs: Sequence[Operation], starts: Sequence[RunStart], since_ms: int
    ) -> Result:
        """``runs`` and ``starts``: the newest first; only starts whose run has not ended."""
        settings, now_ms = self._settings, ctx.began_ms
        newest = runs[0] if runs else None
        every = settings.every
        if every is None and newest is not None and newest.expected_ms is not None:
            every = newest.expected_ms / 1000
        began_ms = starts[0].began_ms if starts else None
        age = 0.0 if newest is None else max(now_ms - _ended_ms(newest), 0) / 1000
        measures = _measures(newest, age)
        if began_ms is not None and (stuck := self._stuck(runs, every, (now_ms - began_ms) / 1000)):
            return ctx.unwell(Outcome.ERROR, Reason.STALE, stuck, measures=measures)
        running = None if began_ms is None else max(now_ms - began_ms, 0) / 1000
        if newest is None:
            if running is not None:
                return ctx.healthy(msg("Its first run started {ago} ago.", ago=Span(running)))
            waited = every is not None and now_ms - since_ms > self._allowed(every) * 1000
            outcome = Outcome.ERROR if waited else Outcome.UNKNOWN
            return ctx.unwell(outcome, Reason.STALE, msg("“{job}” has never reported a run.", job=settings.job))
        if every is None:
            sentence = msg("Neither “{job}” nor its settings say how often it runs. Set “every”.", job=settings.job)
            return ctx.unwell(Outcome.ERROR, Reason.CONFIGURATION, sentence)
        if running is None and age > self._allowed(every):
            return self._overdue(ctx, age, every, measures)
        if not newest.ok:
            failures = next((number for number, run in enumerate(runs) if run.ok), len(runs))
            sentence = msg_plural(
                "The last run failed {ago} ago.",
                "The last {n} runs failed, most recently {ago} ago.",
                failures,
                ago=Span(age),
            )
            return ctx.unwell(Outcome.ERROR, Reason.CONTENT, sentence, measures=measures)
        if found := self._unusual(runs, every, now_ms):
            return ctx.unwell(Outcome.DEGRADED, found[0], found[1], measures=measures)
        if running is not None:
            return ctx.healthy(msg("Running for {span}.", span=Span(running)), measures=measures)
        return ctx.healthy(msg("Reported {ago} ago, on time.", ago=Span(age)), measures=measures)

    def _allowed(self, every: float) -> float:
        grace = self._settings.grace
        return every + (every * _GRACE_SHARE if grace is None else grace)

    def _stuck(self, runs: Sequence[Operation], every: float | None, running: float) -> Text | None:
        """Why a run that has been running for so many seconds should have ended."""
        limit = self._settings.ends_within
        if limit is not None and running > limit:
            return msg(
                "A run started {ago} ago and has not ended. It must end within {limit}.",
                ago=Span(running),
                limit=Span(limit),
            )
        usual_ms = usual_end_ms(runs, None if every is None else self._allowed(every) * 1000)
        if limit is not None or running * 1000 <= usual_ms:
            return None
        good = [run.duration_ms for run in runs if run.ok]
        if not good:
            return msg("Its first run started {ago} ago and has not ended.", ago=Span(running))
        return msg(
            "A run started {ago} ago and has not ended. Until now, none took longer than {longest}.",
            ago=Span(running),
            longest=Span(max(good) / 1000),
        )

    def _overdue(self, ctx: CheckContext, age: float, every: float, measures: dict[str, Measure]) -> Result:
        grace = self._allowed(every) - every
        missed = max(int((age - grace) // every), 1)
        sentence = msg_plural(
            "No report for {span}; one is due every {interval}.",
            "{n} runs were missed: no report for {span}; one is due every {interval}.",
            missed,
            span=Span(age),
            interval=Span(every),
        )
        outcome = Outcome.ERROR if missed >= self._settings.missed else Outcome.DEGRADED
        return ctx.unwell(outcome, Reason.STALE, sentence, measures=measures)

    def _unusual(self, runs: Sequence[Operation], every: float, now_ms: int) -> tuple[Reason, Text] | None:
        """What is suspicious about a last run that succeeded."""
        settings, newest = self._settings, runs[0]
        took, limit = Span(newest.duration_ms / 1000), settings.longest
        if limit is not None and newest.duration_ms > limit * 1000:
            return Reason.SLOW, msg("The last run took {span}; the limit is {limit}.", span=took, limit=Span(limit))
        if newest.processed == 0 and settings.empty_runs is EmptyRuns.SUSPICIOUS:
            return Reason.CONTENT, msg("The last run succeeded, but processed nothing.")
        if settings.empty_runs is EmptyRuns.AS_USUAL and (empty := empty_run(runs)):
            return Reason.CONTENT, msg(
                "The last run succeeded, but processed nothing. Each of the {runs} runs before processed at least"
                " {least}.",
                runs=empty.runs,
                least=empty.least,
            )
        if settings.shortest is not None and newest.duration_ms < settings.shortest * 1000:
            return Reason.CONTENT, msg(
                "The last run succeeded after only {span}; it should take at least {limit}.",
                span=took,
                limit=Span(settings.shortest),
            )
        if settings.shortest is None and (short := short_run(runs)):
            return Reason.CONTENT, msg(
                "The last run succeeded after only {span}; until now, each took at least {shortest}.",
                span=took,
                shortest=Span(short.shortest_ms / 1000),
            )
        return self._too_often(runs, every, now_ms)

    def _too_often(self, runs: Sequence[Operation], every: float, now_ms: int) -> tuple[Reason, Text] | None:
        most = self._settings.most_runs
        if most is None:
            if often := frequent_runs(runs, every * 1000, now_ms):
                return Reason.CONFIGURATION, msg(
                    "It ran {runs} times within {interval}; until now, {most} times at most.",
                    runs=often.runs,
                    interval=Span(every),
                    most=often.most,
                )
            return None
        count = sum(run.began_ms > now_ms - every * 1000 for run in runs)
        if count <= most:
            return None
        return Reason.CONFIGURATION, msg(
            "It ran {runs} times within {interval}; the limit is {most}.",
            runs=count,
            interval=Span(every),
            most=most,
        )


def _measures(newest: Operation | None, age: float) -> dict[str, Measure]:
    if newest is None:
        return {}
    measures = {
        "since_last_run": Measure(round(age), Unit.SECONDS),
        "last_run": Measure(round(newest.duration_ms), Unit.MILLISECONDS),
    }
    if newest.processed is not None:
        measures["processed"] = Measure(newest.processed, Unit.COUNT)
    return measures


def _ended_ms(run: Operation) -> float:
    return run.began_ms + run.duration_ms


def _newest_first(runs: Sequence[Operation]) -> list[Operation]:
    return sorted(runs, key=_ended_ms, reverse=True)


KIND = ProbeKind(
    name="heartbeat",
    title=msg("Job that must report"),
    group=KindGroup.OTHER_MONITORS,
    summary=msg("A job of yours that reports its runs. You are alerted when it stops."),
    measures={
        "since_last_run": Measured(msg("Since the last run"), Unit.SECONDS),
        "last_run": Measured(msg("Last run"), Unit.MILLISECONDS),
        "processed": Measured(msg("Processed"), Unit.COUNT),
    },
    advice={
        **HERE,
        Reason.CONTENT: msg(
            "Read the job's own log for why it failed, or found nothing to do. Then run it once by hand and compare."
        ),
        Reason.STALE: msg(
            "Check that the computer that runs the job is on and was not restarted during a run, that the job is"
            " still scheduled, does not hang, and still reports to Porchlight."
        ),
        Reason.SLOW: msg("Check whether the job has more to do than before. If so, allow it more time."),
        Reason.CONFIGURATION: msg(
            "Set how often the job runs, or let the job report it. If it runs too often, look for a second schedule,"
            " or for something that starts it again and again."
        ),
    },
    notes=KindNotes(
        calls="nothing: the runs in Porchlight's own history",
        red_light=msg(
            "Turns red when the job hasn't reported for longer than you allow, when a run started and never ended,"
            " or when its last run failed."
        ),
        real="Porchlight's own history",
    ),
    settings=HeartbeatSettings,
    build=HeartbeatProbe,
    is_local=lambda settings: True,
    address=lambda settings: settings.job,
)
