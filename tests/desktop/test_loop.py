"""The loop keeps time, leaves nothing behind, and does what asyncio's own does."""

import asyncio
import contextvars
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from porchlight.desktop.application import Application
from porchlight.desktop.loop import DesktopLoop
from porchlight.model.status import Outcome
from porchlight.operations.wakeup import wake_up, wakeups
from tests.desktop.conftest import Run
from tests.hostile.slow_tls import OUTCOMES, break_off_many_then_check, slow_tls
from tests.integration.probes.talking import Authority


def test_a_timer_never_fires_early_and_is_not_coarse(run: Run) -> None:
    async def measure() -> list[float]:
        errors = []
        for wanted in (0.001, 0.0105, 0.05, 0.12):
            began = time.monotonic()
            await asyncio.sleep(wanted)
            errors.append(time.monotonic() - began - wanted)
        return errors

    for _ in range(20):  # a machine that is busy is late now and then, a coarse timer up to 6 ms on every try
        errors = run(measure())
        assert min(errors) >= 0
        if sorted(errors)[1] < 0.005:
            return
    pytest.fail(f"always late: {errors}")


def test_a_cancelled_timer_is_gone_at_once(run: Run, qapp: Application) -> None:
    async def count() -> tuple[int, int, int]:
        loop = asyncio.get_running_loop()
        assert isinstance(loop, DesktopLoop)
        before = loop.timers
        handles = [loop.call_later(3600, lambda: None) for _ in range(20)]
        during = loop.timers
        for handle in handles:
            handle.cancel()
        return before, during, loop.timers

    before, during, after = run(count())
    assert (during - before, after - before) == (20, 0)


def test_a_time_limit_that_was_not_needed_leaves_no_timer(run: Run) -> None:
    async def count() -> int:
        loop = asyncio.get_running_loop()
        assert isinstance(loop, DesktopLoop)
        for _ in range(10):
            async with asyncio.timeout(3600):
                await asyncio.sleep(0)
        return loop.timers

    assert run(count()) == 0


def test_callbacks_run_in_order_and_a_long_queue_lets_timers_through(run: Run) -> None:
    async def order() -> tuple[list[int], bool]:
        loop = asyncio.get_running_loop()
        seen: list[int] = []
        fired = asyncio.Event()
        done: asyncio.Future[None] = loop.create_future()

        def slow(number: int) -> None:
            seen.append(number)
            time.sleep(0.002)
            if number == 49:
                done.set_result(None)

        between: list[bool] = []
        loop.call_later(0.01, fired.set)
        for number in range(50):
            loop.call_soon(slow, number)
        loop.call_later(0.03, lambda: between.append(not done.done()))
        await done
        return seen, between == [True]

    seen, timer_was_served = run(order())
    assert seen == list(range(50))
    assert timer_was_served


def test_a_thread_can_call_with_its_context_and_gets_a_handle(run: Run) -> None:
    variable: contextvars.ContextVar[str] = contextvars.ContextVar("variable", default="outside")

    async def call() -> tuple[str, bool]:
        loop = asyncio.get_running_loop()
        received: asyncio.Future[str] = loop.create_future()
        handles: list[Any] = []
        context = contextvars.copy_context()
        context.run(variable.set, "inside")

        def work() -> None:
            handles.append(loop.call_soon_threadsafe(lambda: received.set_result(variable.get()), context=context))

        thread = threading.Thread(target=work)
        thread.start()
        result = await received
        thread.join()
        return result, isinstance(handles[0], asyncio.Handle)

    assert run(call()) == ("inside", True)


def test_a_call_from_a_thread_that_was_taken_back_is_not_made(run: Run) -> None:
    async def call() -> list[int]:
        loop = asyncio.get_running_loop()
        seen: list[int] = []
        loop.call_soon_threadsafe(seen.append, 1).cancel()
        loop.call_soon_threadsafe(seen.append, 2)
        await asyncio.sleep(0.01)
        return seen

    assert run(call()) == [2]


def _slow() -> str:
    time.sleep(0.01)
    return "done"


@pytest.mark.parametrize("work", [_slow, lambda: "done"])
def test_blocking_work_runs_beside_it(run: Run, work: Callable[[], str]) -> None:
    assert run(asyncio.to_thread(work)) == "done"


def test_a_failing_task_of_a_group_ends_the_others(run: Run) -> None:
    async def group() -> bool:
        other = asyncio.Event()

        async def wait() -> None:
            try:
                await asyncio.sleep(3600)
            except asyncio.CancelledError:
                other.set()
                raise

        async def fail() -> None:
            await asyncio.sleep(0.001)
            raise ValueError

        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(wait())
                tasks.create_task(fail())
        except* ValueError:
            pass
        return other.is_set()

    assert run(group())


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signals that one may choose")
def test_it_receives_signals(run: Run) -> None:
    async def receive() -> bool:
        loop = asyncio.get_running_loop()
        received = asyncio.Event()
        loop.add_signal_handler(signal.SIGUSR1, received.set)
        try:
            os.kill(os.getpid(), signal.SIGUSR1)
            async with asyncio.timeout(60):
                await received.wait()
        finally:
            loop.remove_signal_handler(signal.SIGUSR1)
        return True

    assert run(receive())


def test_several_loops_one_after_the_other(qapp: Application) -> None:
    async def answer() -> int:
        await asyncio.sleep(0)
        return 42

    for _ in range(3):
        with asyncio.Runner(loop_factory=lambda: DesktopLoop(qapp)) as runner:
            assert runner.run(answer()) == 42


def test_a_wake_up_of_the_command_line_reaches_the_tray_too(run: Run, tmp_path: Path) -> None:
    async def listen() -> None:
        received = asyncio.Event()
        async with wakeups(str(tmp_path), received.set):
            wake_up(str(tmp_path))
            async with asyncio.timeout(60):
                await received.wait()

    run(listen())


def test_hundreds_of_broken_off_handshakes_disturb_no_later_check(run: Run, tmp_path: Path) -> None:
    authority = Authority(tmp_path)

    async def break_off() -> list[Outcome]:
        async with slow_tls(authority.context("127.0.0.1", "localhost")) as (port, slow):
            settings: dict[str, object] = {"kind": "http", "url": f"https://127.0.0.1:{port}/"}
            return await break_off_many_then_check(settings, authority.ca_file, slow)

    outcomes = run(break_off())
    assert set(outcomes) == {Outcome.HEALTHY}
    assert len(outcomes) == OUTCOMES
