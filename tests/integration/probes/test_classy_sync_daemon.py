"""The sync's daemon as it lives and dies: a real process called node, a pid file, and the log."""

import os
import shutil
import subprocess
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from porchlight.model.status import Outcome, Reason
from tests.classy_install import ClassyInstall
from tests.clocks import ManualClock
from tests.support import Checker, need

pytestmark = pytest.mark.anyio
MINUTE = 60_000


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def made(tmp_path: Path) -> ClassyInstall:
    return ClassyInstall(tmp_path / "sync")


@pytest.fixture
async def watched(made: ClassyInstall, clock: ManualClock) -> AsyncIterator[Checker]:
    checker = Checker({"kind": "classy_sync_daemon", "folder": str(made.folder)}, clock=clock)
    yield checker
    await checker.close()


@pytest.fixture
def node(tmp_path: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """A process that looks like the daemon's."""
    program = tmp_path / "node"
    shutil.copy(need("sleep"), program)
    with subprocess.Popen([program, "600"]) as process:
        yield process
        process.kill()


def leave_pid(made: ClassyInstall, pid: int) -> None:
    (made.folder / "daemon.pid").write_text(str(pid))


async def test_a_daemon_that_runs_is_well(
    watched: Checker, made: ClassyInstall, clock: ManualClock, node: "subprocess.Popen[bytes]"
) -> None:
    leave_pid(made, node.pid)
    made.starts(clock.now_ms() - 30 * MINUTE, pid=node.pid)
    made.syncs(clock.now_ms() - 5 * MINUTE, "supporters", 3, 1)
    result = await watched()
    assert (result.outcome, result.sentence) == (Outcome.HEALTHY, "The daemon is running. It started 30 min ago.")


async def test_a_daemon_killed_in_the_midst_of_a_sync_is_an_error(
    watched: Checker, made: ClassyInstall, clock: ManualClock, node: "subprocess.Popen[bytes]"
) -> None:
    leave_pid(made, node.pid)
    made.starts(clock.now_ms(), pid=node.pid)
    made.begins(clock.now_ms(), "recurring-plans")
    assert (await watched()).outcome is Outcome.HEALTHY
    node.kill()
    node.wait()
    clock.advance(30)
    result = await watched()
    assert (result.outcome, result.reason) == (Outcome.ERROR, Reason.REFUSED)
    assert result.sentence == (
        f"The daemon was killed during a sync (Recurring plans): its process {node.pid} is gone. "
        "Its log has been silent for 30 s."
    )


async def test_a_daemon_that_was_stopped_is_told_with_its_time(
    watched: Checker, made: ClassyInstall, clock: ManualClock
) -> None:
    made.starts(clock.now_ms() - 30 * MINUTE)
    made.stops(clock.now_ms())
    result = await watched()
    assert (result.outcome, result.reason) == (Outcome.DEGRADED, Reason.REFUSED)
    assert result.sentence.startswith("The daemon was stopped ")


async def test_a_daemon_started_again_is_well_again(
    watched: Checker, made: ClassyInstall, clock: ManualClock, node: "subprocess.Popen[bytes]"
) -> None:
    made.stops(clock.now_ms())
    await watched()
    leave_pid(made, node.pid)
    made.starts(clock.now_ms() + 1, pid=node.pid)
    assert (await watched()).outcome is Outcome.HEALTHY


async def test_a_daemon_that_runs_but_tells_nothing_may_hang(
    watched: Checker, made: ClassyInstall, clock: ManualClock, node: "subprocess.Popen[bytes]"
) -> None:
    leave_pid(made, node.pid)
    made.starts(clock.now_ms() - 60 * MINUTE, pid=node.pid)
    result = await watched()
    assert (result.outcome, result.reason) == (Outcome.DEGRADED, Reason.STALE)
    assert "may hang" in result.sentence


async def test_another_program_with_its_number_is_not_taken_for_it(
    watched: Checker, made: ClassyInstall, clock: ManualClock
) -> None:
    leave_pid(made, os.getpid())
    made.starts(clock.now_ms(), pid=os.getpid())
    result = await watched()
    assert (result.outcome, result.reason) == (Outcome.ERROR, Reason.REFUSED)


async def test_syncs_that_go_on_without_its_process_show_that_it_runs_elsewhere(
    watched: Checker, made: ClassyInstall, clock: ManualClock
) -> None:
    leave_pid(made, 2**22 + 1)
    made.starts(clock.now_ms(), pid=2**22 + 1)
    assert (await watched()).outcome is Outcome.ERROR
    clock.advance(60)
    made.syncs(clock.now_ms(), "supporters", 3, 1)
    result = await watched()
    assert (result.outcome, result.reason) == (Outcome.HEALTHY, None)
    assert "another computer" in result.sentence


async def test_a_daemon_said_to_run_elsewhere_is_judged_by_its_log(made: ClassyInstall, clock: ManualClock) -> None:
    leave_pid(made, 1)
    made.starts(clock.now_ms())
    settings = {"kind": "classy_sync_daemon", "folder": str(made.folder), "elsewhere": True}
    watched = Checker(settings, clock=clock)
    assert (await watched()).outcome is Outcome.HEALTHY
    clock.advance(3600)
    result = await watched()
    assert (result.outcome, result.reason) == (Outcome.DEGRADED, Reason.STALE)
    assert "cannot see its process" in result.sentence
    await watched.close()


async def test_without_a_pid_file_the_log_shows_that_syncs_go_on(
    watched: Checker, made: ClassyInstall, clock: ManualClock
) -> None:
    made.syncs(clock.now_ms() - MINUTE, "supporters", 3, 1)
    result = await watched()
    assert result.outcome is Outcome.HEALTHY
    assert "runs elsewhere" in result.sentence
    clock.advance(3600)
    assert (await watched()).outcome is Outcome.ERROR


async def test_a_daemon_that_could_not_start_is_an_error(
    watched: Checker, made: ClassyInstall, clock: ManualClock
) -> None:
    made.write_line(clock.now_ms(), "daemon", "Failed to start daemon", "error", error="x")
    result = await watched()
    assert (result.outcome, result.reason) == (Outcome.ERROR, Reason.REFUSED)


async def test_a_fresh_install_says_that_nothing_has_run_yet(watched: Checker, made: ClassyInstall) -> None:
    leave_pid_of_junk = made.folder / "daemon.pid"
    leave_pid_of_junk.write_text("junk")
    result = await watched()
    assert (result.outcome, result.sentence) == (
        Outcome.DEGRADED,
        "No daemon has run here, as far back as its log goes.",
    )
