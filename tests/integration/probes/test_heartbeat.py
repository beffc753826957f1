"""A job that must report, over a real history."""

from pathlib import Path
from typing import Any

import pytest

from porchlight.history.store import open_store
from porchlight.model.component import Component
from porchlight.model.operation import Operation
from porchlight.model.result import Result
from porchlight.model.status import Outcome, Reason
from porchlight.monitor.runner import Runner
from porchlight.net.client import ReadOnlyClient
from porchlight.operations.spool import leave
from porchlight.probes.heartbeat import HeartbeatProbe, HeartbeatSettings
from porchlight.redaction import Redactor
from porchlight.runtime.history import RunsInHistory
from tests.clocks import ManualClock
from tests.support import GivenSecrets

pytestmark = pytest.mark.anyio
HOUR = 3_600_000
NOW_MS = ManualClock().now_ms()


class Job:
    """One heartbeat over one folder."""

    def __init__(self, folder: Path, **settings: Any) -> None:
        self.folder = folder
        self.clock = ManualClock()
        component = Component("export", "Export", "heartbeat")
        given = HeartbeatSettings.model_validate({"kind": "heartbeat", "job": "nightly export", **settings})
        self._component, self._probe = component, HeartbeatProbe(component, given)

    async def record(self, *runs: Operation) -> None:
        store = open_store(str(self.folder / "history.sqlite3"), self.clock, results_kept=172_800.0)
        try:
            store.record_operations(runs)
            await store.flush()
        finally:
            store.close()

    async def check(self) -> Result:
        async with ReadOnlyClient(proxies={}) as http:
            runner = Runner(
                clock=self.clock,
                secrets=GivenSecrets({}),
                http=http,
                redactor=Redactor(),
                runs=RunsInHistory(str(self.folder), self.clock),
            )
            return await runner.run(self._component, self._probe)


def run(ago: float, *, ok: bool = True, name: str = "nightly export", **more: Any) -> Operation:
    """One that ended ``ago`` hours ago after a minute."""
    return Operation(name, round(NOW_MS - ago * HOUR) - 60_000, 60_000, ok, **more)


async def test_it_is_well_while_it_reports(tmp_path: Path) -> None:
    job = Job(tmp_path, every="1h")
    await job.record(run(5), run(1, processed=12), run(0, name="another"))
    result = await job.check()
    assert (result.outcome, result.sentence) == (Outcome.HEALTHY, "Reported 1 h ago, on time.")
    assert result.measures["since_last_run"].value == 3600
    assert result.measures["processed"].value == 12


async def test_its_silence_is_an_error_after_its_grace(tmp_path: Path) -> None:
    job = Job(tmp_path, every="1h")
    await job.record(run(1.4))
    assert (await job.check()).outcome is Outcome.HEALTHY
    job.clock.advance(0.2 * 3600)
    result = await job.check()
    assert (result.outcome, result.reason) == (Outcome.ERROR, Reason.STALE)
    assert result.sentence == "No report for 1 h 36 min; one is due every 1 h."


async def test_the_grace_is_as_the_settings_have_it(tmp_path: Path) -> None:
    await Job(tmp_path).record(run(1.4))
    assert (await Job(tmp_path, every="1h", grace="5m").check()).outcome is Outcome.ERROR
    assert (await Job(tmp_path, every="1h", grace="1h").check()).outcome is Outcome.HEALTHY


async def test_the_job_may_say_itself_how_often_it_runs(tmp_path: Path) -> None:
    job = Job(tmp_path)
    await job.record(run(2))
    assert (await job.check()).reason is Reason.CONFIGURATION
    await job.record(run(1, expected_ms=HOUR))
    assert (await job.check()).outcome is Outcome.HEALTHY


async def test_failures_are_counted(tmp_path: Path) -> None:
    job = Job(tmp_path, every="1h")
    await job.record(run(3), run(2, ok=False), run(0.5, ok=False))
    result = await job.check()
    assert (result.outcome, result.reason) == (Outcome.ERROR, Reason.CONTENT)
    assert result.sentence == "The last 2 runs failed, most recently 30 min ago."


async def test_a_run_that_took_too_long(tmp_path: Path) -> None:
    job = Job(tmp_path, every="1h", longest="30s")
    await job.record(run(0.5))
    result = await job.check()
    assert (result.outcome, result.reason) == (Outcome.DEGRADED, Reason.SLOW)


async def test_a_job_that_was_never_heard_of_gets_its_time(tmp_path: Path) -> None:
    job = Job(tmp_path, every="1h")
    assert (await job.check()).outcome is Outcome.UNKNOWN
    job.clock.advance(2 * 3600)
    result = await job.check()
    assert (result.outcome, result.sentence) == (Outcome.ERROR, "“nightly export” has never reported a run.")


async def test_a_run_that_waits_beside_the_history_counts(tmp_path: Path) -> None:
    leave(str(tmp_path), run(0.5))
    assert (await Job(tmp_path, every="1h").check()).outcome is Outcome.HEALTHY


async def test_a_damaged_history_is_said(tmp_path: Path) -> None:
    (tmp_path / "history.sqlite3").write_bytes(b"no database" * 1000)
    result = await Job(tmp_path, every="1h").check()
    assert (result.outcome, result.reason) == (Outcome.UNKNOWN, Reason.INTERNAL)
