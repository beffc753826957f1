"""Real processes that run, end, linger and leave their number to others."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from porchlight.model.status import Outcome, Reason
from tests.support import Checker, check

pytestmark = pytest.mark.anyio
ARGUMENT = f"porchlight-test-{os.getpid()}"
IDLE = f"import sys; sys.stdin.read()  # {ARGUMENT}"


@pytest.fixture
def idle() -> Iterator["subprocess.Popen[bytes]"]:
    """A program that waits until it is ended."""
    with subprocess.Popen([sys.executable, "-c", IDLE], stdin=subprocess.PIPE) as process:
        yield process
        process.kill()


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.kill()
    process.wait()


async def test_a_process_is_found_by_its_command_line_and_weighed(idle: "subprocess.Popen[bytes]") -> None:
    checker = Checker({"kind": "process", "command": ARGUMENT, "max_memory": "1 GB"})
    first = await checker()
    assert (first.outcome, first.details["pid"]) == (Outcome.HEALTHY, idle.pid), first.sentence
    assert first.measures["processes"].value == 1
    assert 1e6 < first.measures["memory"].value < 1e9
    assert first.measures["memory"].limit == 1e9
    assert "cpu" not in first.measures
    assert (await checker()).measures["cpu"].value >= 0
    _end(idle)
    gone = await checker()
    assert (gone.outcome, gone.reason, gone.sentence) == (Outcome.ERROR, Reason.REFUSED, "It is not running.")
    await checker.close()


async def test_by_name_and_command_line_both_must_be_true(idle: "subprocess.Popen[bytes]") -> None:
    name = psutil.Process(idle.pid).name()
    both = {"kind": "process", "process": f"{name.upper()}.exe", "command": ARGUMENT}
    assert (await check(both)).outcome is Outcome.HEALTHY
    assert (await check({**both, "process": "no-such-program"})).reason is Reason.REFUSED


async def test_too_few_of_them_and_too_much_memory(idle: "subprocess.Popen[bytes]") -> None:
    few = await check({"kind": "process", "command": ARGUMENT, "at_least": 2})
    assert (few.outcome, few.sentence) == (Outcome.ERROR, "Only 1 of 2 processes are running.")
    heavy = await check({"kind": "process", "command": ARGUMENT, "max_memory": "1 MB"})
    assert (heavy.outcome, heavy.reason) == (Outcome.DEGRADED, Reason.QUOTA)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no zombies")
async def test_a_process_that_ended_but_was_not_collected_does_not_run(
    idle: "subprocess.Popen[bytes]", tmp_path: Path
) -> None:
    file = tmp_path / "pid"
    file.write_text(str(idle.pid))
    idle.kill()
    await asyncio.to_thread(os.waitid, os.P_PID, idle.pid, os.WEXITED | os.WNOWAIT)
    for which in ({}, {"command": ARGUMENT}):
        result = await check({"kind": "process", "pid_file": str(file), **which})
        assert (result.reason, "is gone" in result.sentence) == (Reason.REFUSED, True), result.sentence


async def test_a_pid_file(idle: "subprocess.Popen[bytes]", tmp_path: Path) -> None:
    file = tmp_path / "daemon.pid"
    settings = {"kind": "process", "pid_file": str(file)}
    missing = await check(settings)
    assert "there is no" in missing.sentence
    file.write_text(f"{idle.pid}\nsomething else\n")
    assert (await check(settings)).outcome is Outcome.HEALTHY
    assert (await check({**settings, "command": ARGUMENT})).outcome is Outcome.HEALTHY
    other = await check({**settings, "process": "no-such-program"})
    assert "belongs to another program" in other.sentence
    for content, text in (("", "no process number"), ("twelve", "no process number"), ("99999999999", "is gone")):
        file.write_text(content)
        result = await check(settings)
        assert (result.reason, text in result.sentence) == (Reason.REFUSED, True), result.sentence


async def test_a_number_that_was_given_to_another_process(idle: "subprocess.Popen[bytes]", tmp_path: Path) -> None:
    file = tmp_path / "daemon.pid"
    file.write_text(str(idle.pid))
    long_ago = psutil.Process(idle.pid).create_time() - 3600
    os.utime(file, (long_ago, long_ago))
    result = await check({"kind": "process", "pid_file": str(file)})
    assert (result.reason, "belongs to another program" in result.sentence) == (Reason.REFUSED, True)


@pytest.mark.parametrize("refusal", [psutil.AccessDenied(1), OSError(22, "Invalid parameter")])
@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("cmdline", {"command": ARGUMENT}),
        ("status", {"command": ARGUMENT}),
        ("name", {"process": "nobody-calls-a-program-so"}),
    ],
)
async def test_what_may_not_be_looked_into_is_not_called_dead(
    refusal: Exception,
    asked: str,
    words: dict[str, str],
    idle: "subprocess.Popen[bytes]",
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(_: psutil.Process) -> list[str]:
        raise refusal

    monkeypatch.setattr(psutil.Process, asked, refuse)
    result = await check({"kind": "process", **words})
    assert (result.outcome, result.reason) == (Outcome.UNKNOWN, Reason.FORBIDDEN)
    result = await check({"kind": "process", "pid_file": str(tmp_path)})
    assert (result.outcome, result.reason) == (Outcome.UNKNOWN, Reason.FORBIDDEN)


async def test_settings_must_say_which_process() -> None:
    with pytest.raises(AssertionError, match="which process"):
        await check({"kind": "process"})
    with pytest.raises(AssertionError, match="one process"):
        await check({"kind": "process", "pid_file": "/run/x.pid", "at_least": 2})
