"""What every Clock promises, asked of the real one and of those that tests drive."""

import asyncio
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest

from porchlight.model.ports import Clock
from porchlight.model.trusted_clock import CountsSleep
from porchlight.monitor.clock import SystemClock
from tests.clocks import ManualClock
from tests.virtual_time import VirtualLoop, run_virtually


def _manual() -> tuple[Clock, Callable[[float], None]]:
    clock = ManualClock()
    return clock, clock.advance


def _virtual() -> tuple[Clock, Callable[[float], None]]:
    """Each sleep runs on a loop of its own."""
    clock = VirtualLoop()
    return clock, lambda seconds: clock.run_until_complete(asyncio.sleep(seconds))


def _real() -> tuple[Clock, Callable[[float], None]]:
    return SystemClock(), lambda seconds: asyncio.run(asyncio.sleep(seconds))


@pytest.fixture(params=[_real, _manual, _virtual])
def clock_and_sleep(request: pytest.FixtureRequest) -> Iterator[tuple[Clock, Callable[[float], None]]]:
    clock, sleep = request.param()
    yield clock, sleep
    if isinstance(clock, VirtualLoop):
        clock.close()


Driven = tuple[Clock, Callable[[float], None]]


def test_the_wall_clock_is_whole_milliseconds_since_1970(clock_and_sleep: Driven) -> None:
    clock, _ = clock_and_sleep
    now_ms = clock.now_ms()
    assert type(now_ms) is int
    assert 2020 < datetime.fromtimestamp(now_ms / 1000, UTC).year < 2100


def test_the_real_wall_clock_is_utc() -> None:
    assert abs(SystemClock().now_ms() - datetime.now(UTC).timestamp() * 1000) < 1000


def test_the_monotonic_clock_never_goes_back(clock_and_sleep: Driven) -> None:
    clock, sleep = clock_and_sleep
    seen = []
    for _ in range(5):
        seen += [clock.monotonic() for _ in range(200)]
        sleep(0.001)
    assert seen == sorted(seen)


@pytest.mark.parametrize("seconds", [0.0, 0.05, 0.2])
def test_both_go_on_by_as_much_as_was_slept(clock_and_sleep: Driven, seconds: float) -> None:
    clock, sleep = clock_and_sleep
    wall_ms, mono = clock.now_ms(), clock.monotonic()
    sleep(seconds)
    passed = clock.monotonic() - mono
    assert seconds - 0.02 <= passed < seconds + 5  # a busy machine
    assert clock.now_ms() - wall_ms == pytest.approx(passed * 1000, abs=20)


def test_where_sleep_is_counted_it_is_at_least_what_was_awake() -> None:
    clock = SystemClock()
    assert isinstance(clock, CountsSleep)
    elapsed, mono = clock.elapsed(), clock.monotonic()
    asyncio.run(asyncio.sleep(0.05))
    assert clock.elapsed() - elapsed >= clock.monotonic() - mono - 0.02


def test_a_computer_that_sleeps_goes_on_by_the_wall_alone() -> None:
    manual, virtual = ManualClock(), VirtualLoop()
    before = [(clock.now_ms(), clock.monotonic()) for clock in (manual, virtual)]
    manual.sleep(3600)
    virtual.suspend(3600)
    after = [(clock.now_ms(), clock.monotonic()) for clock in (manual, virtual)]
    virtual.close()
    assert after == [(wall_ms + 3_600_000, mono) for wall_ms, mono in before]


def test_hours_of_a_virtual_clock_pass_at_once_and_in_order() -> None:
    loop = VirtualLoop()
    order: list[tuple[str, int]] = []
    began_ms = loop.now_ms()

    async def wait(name: str, seconds: float) -> None:
        await asyncio.sleep(seconds)
        order.append((name, loop.now_ms() - began_ms))

    async def both() -> None:
        await asyncio.gather(wait("later", 7200), wait("first", 3600))

    run_virtually(both(), loop)
    assert order == [("first", 3_600_000), ("later", 7_200_000)]
