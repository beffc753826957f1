"""Jobs over scripted days: ordinary months raise no alarm, and each trouble of a job is told once it can be known."""

import random
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest

from porchlight.model.component import Component
from porchlight.model.operation import Operation, RunStart
from porchlight.model.result import Result
from porchlight.model.status import Outcome, Reason
from porchlight.monitor.runner import Runner
from porchlight.net.client import ReadOnlyClient
from porchlight.probes.heartbeat import HeartbeatProbe, HeartbeatSettings
from porchlight.redaction import Redactor
from tests.clocks import ManualClock
from tests.support import GivenSecrets

pytestmark = pytest.mark.anyio
MINUTE, HOUR, DAY = 60, 3600, 86_400
KEPT_MS = 14 * DAY * 1000
"""Single runs are kept for so long."""


@dataclass
class Runs:
    """What the history has at the time of a check."""

    clock: ManualClock
    runs: list[Operation] = field(default_factory=list)
    starts: list[RunStart] = field(default_factory=list)

    async def last(self, name: str, most: int) -> Sequence[Operation]:
        now_ms = self.clock.now_ms()
        first = bisect_left(self.runs, now_ms - KEPT_MS, key=lambda run: run.began_ms)
        until = bisect_left(self.runs, now_ms + 1, key=lambda run: run.began_ms)
        return [run for run in reversed(self.runs[first:until]) if _end(run) <= now_ms][:most]

    async def started(self, name: str) -> Sequence[RunStart]:
        now_ms = self.clock.now_ms()
        begun = [start for start in self.starts if now_ms - DAY * 1000 < start.began_ms <= now_ms]
        return sorted(begun, key=lambda start: start.began_ms, reverse=True)[:20]


def _end(run: Operation) -> float:
    return run.began_ms + run.duration_ms


class Story:
    """One job, checked every so often; times are seconds since the beginning."""

    def __init__(self, **settings: Any) -> None:
        self.clock = ManualClock()
        self._began_ms = self.clock.now_ms()
        self.history = Runs(self.clock)
        self._component = Component("job", "Job", "heartbeat")
        given = HeartbeatSettings.model_validate({"kind": "heartbeat", "job": "job", **settings})
        self._probe = HeartbeatProbe(self._component, given)
        self.results: list[tuple[float, Result]] = []

    def run(self, at: float, length: float, processed: int | None = None, *, ok: bool = True) -> None:
        self.history.runs.append(self._operation(at, length, processed, ok))

    def begin(self, at: float, id: str = "") -> None:
        self.history.starts.append(RunStart("job", self._ms(at), id))

    def tracked(self, at: float, length: float, processed: int | None = None) -> None:
        """A run whose start is reported too."""
        self.begin(at, str(at))
        self.run(at, length, processed)

    async def play(self, days: float, step: float = 30 * MINUTE) -> None:
        self.history.runs.sort(key=lambda run: run.began_ms)
        async with ReadOnlyClient(proxies={}) as http:
            runner = Runner(
                clock=self.clock,
                secrets=GivenSecrets({}),
                http=http,
                redactor=Redactor(),
                runs=self.history,
            )
            for at in range(0, round(days * DAY), round(step)):
                self.clock.advance(step if at else 0)
                self.results.append((at, await runner.run(self._component, self._probe)))

    def told(self, since: float = 0) -> list[tuple[float, Result]]:
        return [(at, one) for at, one in self.results if at >= since and one.outcome in _ALARMS]

    def _operation(self, at: float, length: float, processed: int | None, ok: bool) -> Operation:
        return Operation("job", self._ms(at), length * 1000, ok, processed, id=str(at))

    def _ms(self, at: float) -> int:
        return self._began_ms + round(at * 1000)


_ALARMS = (Outcome.DEGRADED, Outcome.ERROR)


def _nightly(story: Story, chance: random.Random, days: int, tracked: bool = True) -> None:
    """With weekends, now and then later, and by hand again on some days."""
    for day in range(days):
        gifts = chance.randint(8, 20) if day % 7 > 4 else chance.randint(15, 90)
        at = day * DAY + 3 * HOUR + chance.uniform(0, 40 * MINUTE)
        length = 20 + gifts * chance.lognormvariate(0, 0.4) * 3
        (story.tracked if tracked else story.run)(at, length, gifts)
        if chance.random() < 0.1:
            for again in range(chance.randint(1, 3)):
                story.tracked(at + (again + 1) * HOUR, length * 0.5, gifts)


def _hourly(story: Story, chance: random.Random, days: int) -> None:
    """Nothing is processed in most nights."""
    for hour in range(days * 24):
        busy = 8 <= hour % 24 <= 22
        count = chance.randint(0, 40) if busy else chance.choice([0, 0, 0, 1, 2])
        story.tracked(hour * HOUR + chance.uniform(0, 300), 5 + count * chance.lognormvariate(0, 0.6), count)


def _weekly(story: Story, chance: random.Random, days: int) -> None:
    for week in range(days // 7 + 1):
        story.tracked(week * 7 * DAY + chance.uniform(0, 2 * HOUR), chance.uniform(2, 5) * HOUR)


def _frequent(story: Story, chance: random.Random, days: int) -> None:
    """Every 15 minutes, in seconds, with a restart of the computer once a week."""
    for quarter in range(days * 96):
        if quarter % 672 != 300:
            story.run(quarter * 900 + chance.uniform(0, 20), chance.lognormvariate(0.7, 0.8), chance.randint(1, 3))


Script = Callable[[Story, random.Random, int], None]


@pytest.mark.parametrize(
    ("script", "every"),
    [(_nightly, "1d"), (_hourly, "1h"), (_weekly, "7d"), (_frequent, "15m"), (_frequent, "1h"), (_hourly, "1d")],
)
async def test_two_ordinary_months_raise_no_alarm(script: Script, every: str) -> None:
    story = Story(every=every)
    script(story, random.Random(1), 60)
    await story.play(60, step=HOUR)
    assert story.told() == []


async def test_a_run_that_was_killed_is_told_before_the_next_is_due() -> None:
    story = Story(every="1d")
    _nightly(story, random.Random(3), 20)
    story.begin(20 * DAY + 3 * HOUR, "killed")
    await story.play(21.2)
    (at, first), *_ = story.told()
    assert at <= 20 * DAY + 3.6 * HOUR + 20 * MINUTE
    assert (first.outcome, first.reason) == (Outcome.ERROR, Reason.STALE)
    assert "has not ended. Until now, none took longer than" in first.sentence


async def test_the_next_good_run_ends_it() -> None:
    story = Story(every="1d", ends_within="1h")
    story.begin(3 * HOUR, "killed")
    story.tracked(27 * HOUR, 60)
    await story.play(1.5)
    assert story.told()[0][1].sentence == "A run started 1 h 30 min ago and has not ended. It must end within 1 h."
    assert story.results[-1][1].outcome is Outcome.HEALTHY


async def test_a_long_run_whose_start_was_reported_is_not_overdue() -> None:
    story = Story(every="1h", ends_within="6h")
    story.tracked(0, 60)
    story.tracked(HOUR, 4 * HOUR)
    await story.play(0.25)
    assert story.told() == []
    assert "Running for 3 h." in [one.sentence for _, one in story.results]


async def test_a_start_without_an_id_is_ended_by_the_next_run() -> None:
    story = Story(every="1d")
    story.begin(HOUR)
    story.run(HOUR, 10 * MINUTE)
    await story.play(0.5)
    assert story.told() == []


async def test_three_missed_runs_are_an_error_and_fewer_a_warning() -> None:
    story = Story(every="1h", grace="10m", missed=3)
    story.run(0, 60)
    await story.play(0.25, step=10 * MINUTE)
    warned, failed = ([at for at, one in story.told() if one.outcome is outcome] for outcome in _ALARMS)
    assert min(warned) == 80 * MINUTE
    assert min(failed) == 200 * MINUTE
    assert story.told()[-1][1].sentence.startswith("5 runs were missed: no report for 5 h")


async def test_a_run_that_processes_nothing_where_each_did_before_is_told_at_once() -> None:
    story = Story(every="1d")
    _nightly(story, random.Random(4), 25)
    story.tracked(25 * DAY + 4 * HOUR, 30, 0)
    await story.play(26)
    (at, first), *_ = story.told()
    assert at - 25 * DAY <= 4.5 * HOUR + 30
    assert (first.outcome, first.reason) == (Outcome.DEGRADED, Reason.CONTENT)
    assert first.sentence.startswith("The last run succeeded, but processed nothing. Each of the ")


async def test_what_a_job_may_process_is_a_setting() -> None:
    for empty_runs, alarms in (("suspicious", True), ("allowed", False)):
        story = Story(every="1d", empty_runs=empty_runs)
        story.run(0, 60, 0)
        await story.play(0.5)
        assert bool(story.told()) is alarms


async def test_a_run_that_ends_far_too_soon_is_told() -> None:
    story = Story(every="1d")
    _nightly(story, random.Random(5), 25)
    story.tracked(25 * DAY + 4 * HOUR, 0.5, 40)
    await story.play(26)
    (_, first), *_ = story.told(25 * DAY)
    assert first.sentence.startswith("The last run succeeded after only 0.5 s; until now, each took at least ")


async def test_how_short_and_how_often_may_be_set() -> None:
    short, often = Story(every="1d", shortest="1m"), Story(every="1d", most_runs=1)
    short.run(0, 20)
    often.run(0, 20)
    often.run(2 * HOUR, 20)
    for story in (short, often):
        await story.play(0.5)
    assert short.told()[0][1].sentence == "The last run succeeded after only 20 s; it should take at least 1 min."
    assert often.told()[0][1].sentence == "It ran 2 times within 24 h; the limit is 1."


async def test_a_job_that_is_started_again_and_again_is_told() -> None:
    story = Story(every="1d")
    _nightly(story, random.Random(6), 20)
    for again in range(200):
        story.run(20 * DAY + 12 * HOUR + again * 300, 20, 5, ok=True)
    await story.play(21)
    (at, first), *_ = story.told()
    assert at <= 20 * DAY + 12 * HOUR + 2 * HOUR
    assert first.reason is Reason.CONFIGURATION
    assert "times within 24 h; until now, " in first.sentence
