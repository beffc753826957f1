"""Kind ``heartbeat``: a job that must report. Its runs are those of the history: reported by ``porchlight run`` and
``porchlight record``, over HTTP, or by a component that sees them.

A job that never reports raises no error itself; this kind detects the silence.
"""

from collections.abc import Sequence
from typing import Annotated

from pydantic import Field

from porchlight.language.text import Duration as Span
from porchlight.language.text import msg, msg_plural
from porchlight.model.component import Component
from porchlight.model.errors import HistoryError
from porchlight.model.kind import KindGroup
from porchlight.model.operation import Operation
from porchlight.model.result import Measure, Result, Unit
from porchlight.model.status import Outcome, Reason
from porchlight.probes.context import CheckContext
from porchlight.probes.kind import KindNotes, Measured, ProbeKind
from porchlight.probes.shared_advice import HERE
from porchlight.settings.describe import Described
from porchlight.settings.schema import ComponentSettings, Duration

_GRACE_SHARE = 0.5
"""Of its interval: how late a job may be, as in the built-in rule for overdue jobs."""
_LOOKED_AT = 20


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
    longest: Annotated[
        Annotated[Duration, Field(gt=0)] | None,
        Described(msg("Longest run"), msg("A run that takes longer counts as slow."), example="2h"),
    ] = None


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
        return self._judge(ctx, runs, self._since_ms)

    async def close(self) -> None:
        """See Probe."""

    def _judge(self, ctx: CheckContext, runs: Sequence[Operation], since_ms: int) -> Result:
        settings, now_ms = self._settings, ctx.began_ms
        newest = max(runs, key=_ended_ms, default=None)
        every = settings.every
        if every is None and newest is not None and newest.expected_ms is not None:
            every = newest.expected_ms / 1000
        if newest is None:
            waited = every is not None and now_ms - since_ms > self._allowed(every) * 1000
            outcome = Outcome.ERROR if waited else Outcome.UNKNOWN
            return ctx.unwell(outcome, Reason.STALE, msg("“{job}” has never reported a run.", job=settings.job))
        if every is None:
            sentence = msg("Neither “{job}” nor its settings say how often it runs. Set “every”.", job=settings.job)
            return ctx.unwell(Outcome.ERROR, Reason.CONFIGURATION, sentence)
        age = max(now_ms - _ended_ms(newest), 0) / 1000
        measures = {
            "since_last_run": Measure(round(age), Unit.SECONDS),
            "last_run": Measure(round(newest.duration_ms), Unit.MILLISECONDS),
        }
        if newest.processed is not None:
            measures["processed"] = Measure(newest.processed, Unit.COUNT)
        if age > self._allowed(every):
            sentence = msg("No report for {span}; one is due every {interval}.", span=Span(age), interval=Span(every))
            return ctx.unwell(Outcome.ERROR, Reason.STALE, sentence, measures=measures)
        if not newest.ok:
            failures = next((number for number, run in enumerate(_newest_first(runs)) if run.ok), len(runs))
            sentence = msg_plural(
                "The last run failed {ago} ago.",
                "The last {n} runs failed, most recently {ago} ago.",
                failures,
                ago=Span(age),
            )
            return ctx.unwell(Outcome.ERROR, Reason.CONTENT, sentence, measures=measures)
        if settings.longest is not None and newest.duration_ms > settings.longest * 1000:
            sentence = msg(
                "The last run took {span}; the limit is {limit}.",
                span=Span(newest.duration_ms / 1000),
                limit=Span(settings.longest),
            )
            return ctx.unwell(Outcome.DEGRADED, Reason.SLOW, sentence, measures=measures)
        return ctx.healthy(msg("Reported {ago} ago, on time.", ago=Span(age)), measures=measures)

    def _allowed(self, every: float) -> float:
        grace = self._settings.grace
        return every + (every * _GRACE_SHARE if grace is None else grace)


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
            "The job's own log says why it failed. Run it once by hand to see whether it fails again."
        ),
        Reason.STALE: msg(
            "Check that the computer that runs the job is on, that the job is still scheduled, and that it still"
            " reports to Porchlight."
        ),
        Reason.SLOW: msg("Check whether the job has more to do than before. If so, allow it more time."),
        Reason.CONFIGURATION: msg("Set how often the job runs, or let the job report it."),
    },
    notes=KindNotes(
        calls="nothing: the runs in Porchlight's own history",
        red_light=msg(
            "Turns red when the job hasn't reported for longer than you allow, or when its last run failed."
        ),
        real="Porchlight's own history",
    ),
    settings=HeartbeatSettings,
    build=HeartbeatProbe,
    is_local=lambda settings: True,
    address=lambda settings: settings.job,
)
