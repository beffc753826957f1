"""One service that fails ends nothing else: it is named once, and begun again until it runs."""

import asyncio
import signal
import sys
import threading
from collections.abc import Awaitable, Callable

import pytest

from porchlight.containment import Malfunctions, UnexpectedEnd, contained
from porchlight.language.text import Text, msg
from porchlight.model.malfunction import Malfunction
from porchlight.runtime.supervisor import LONGEST_PAUSE, WELL_AFTER, Service, Supervisor
from tests.clocks import ManualClock
from tests.virtual_time import VirtualLoop, run_virtually

pytestmark = pytest.mark.logs_warnings


class Failing:
    """A service that fails as it is told, one way a run; then it lasts."""

    def __init__(self, *ways: Callable[[], Awaitable[None]]) -> None:
        self.ways = list(ways)
        self.begun_at: list[float] = []

    async def run(self) -> None:
        self.begun_at.append(asyncio.get_running_loop().time())
        if self.ways:
            await self.ways.pop(0)()
        else:
            await asyncio.Event().wait()


def raising(error: BaseException, after: float = 0.0) -> Callable[[], Awaitable[None]]:
    async def work() -> None:
        await asyncio.sleep(after)
        raise error

    return work


async def end_by_itself() -> None:
    return


async def cancel_itself() -> None:
    raise asyncio.CancelledError


async def fail_in_a_group() -> None:
    async with asyncio.TaskGroup() as group:
        group.create_task(raising(ValueError("planted"))())


def run_for(seconds: float, *services: Service) -> list[Malfunction]:
    """All that was published while they ran for so long."""
    published: list[Malfunction] = []
    loop = VirtualLoop()

    async def main() -> None:
        malfunctions = Malfunctions(loop)
        malfunctions.subscribe(published.append)
        running = asyncio.create_task(Supervisor(services, malfunctions).run())
        await asyncio.sleep(seconds)
        running.cancel()
        await asyncio.wait([running])

    run_virtually(main(), loop)
    return published


@pytest.mark.parametrize(
    "way",
    [
        raising(ValueError("planted")),
        raising(SystemExit(0)),
        raising(KeyboardInterrupt()),
        raising(MemoryError()),
        raising(RecursionError()),
        raising(BaseExceptionGroup("both", [SystemExit(1), ValueError("planted")])),
        end_by_itself,
        cancel_itself,
        fail_in_a_group,
    ],
    ids=lambda way: getattr(way, "__qualname__", "way"),
)
def test_however_a_service_ends_it_is_begun_again_and_the_other_never_stops(
    way: Callable[[], Awaitable[None]],
) -> None:
    bad, good = Failing(way), Failing()
    published = run_for(30, Service(Text("bad"), bad.run), Service(Text("good"), good.run))
    assert (len(bad.begun_at), len(good.begun_at)) == (2, 1)
    assert [one.part for one in published] == ["The part “bad”"]


def test_one_that_always_fails_is_tried_ever_more_rarely_and_named_once() -> None:
    bad = Failing(*[raising(OSError("planted"))] * 1000)
    published = run_for(3600, Service(Text("bad"), bad.run, essential=True))
    pauses = [later - earlier for earlier, later in zip(bad.begun_at, bad.begun_at[1:], strict=False)]
    assert pauses[:4] == [1.0, 2.0, 4.0, 8.0]
    assert max(pauses) == LONGEST_PAUSE
    assert [(one.over, one.essential) for one in published] == [(False, True)]


def test_once_it_has_run_for_a_while_it_counts_as_well_and_is_tried_again_at_once_the_next_time() -> None:
    bad = Failing(*[raising(OSError("planted"))] * 6, raising(OSError("planted"), after=2 * WELL_AFTER))
    published = run_for(1000, Service(Text("bad"), bad.run))
    assert bad.begun_at[7] - bad.begun_at[6] == 2 * WELL_AFTER + 1.0
    assert [(one.over, one.recurring) for one in published] == [
        (False, False),
        (True, False),
        (False, True),
        (True, True),
    ]


def test_cancelled_it_ends_within_two_seconds_though_a_service_will_not() -> None:
    loop = VirtualLoop()
    released = threading.Event()

    async def stubborn() -> None:
        while not released.is_set():
            try:
                await asyncio.sleep(3600)
            except asyncio.CancelledError:
                continue

    async def main() -> float:
        running = asyncio.create_task(
            Supervisor(
                [Service(Text("stubborn"), stubborn), Service(Text("good"), Failing().run)], Malfunctions(loop)
            ).run()
        )
        await asyncio.sleep(1)
        began = loop.time()
        running.cancel()
        await asyncio.wait([running])
        released.set()
        return loop.time() - began

    assert run_virtually(main(), loop) < 2


def test_a_service_that_waits_to_be_begun_again_ends_as_well() -> None:
    bad = Failing(*[raising(OSError("planted"))] * 1000)
    run_for(100, Service(Text("bad"), bad.run))
    count = len(bad.begun_at)
    assert count < 12


@pytest.mark.skipif(sys.platform == "win32", reason="no signal handlers of a loop there")
def test_a_real_signal_still_ends_the_program() -> None:
    async def main() -> None:
        loop = asyncio.get_running_loop()
        received = asyncio.Event()
        loop.add_signal_handler(signal.SIGTERM, received.set)
        running = asyncio.create_task(
            Supervisor([Service(Text("bad"), Failing(raising(SystemExit(3))).run)], Malfunctions(ManualClock())).run()
        )
        await asyncio.sleep(0.05)
        signal.raise_signal(signal.SIGTERM)
        async with asyncio.timeout(2):
            await received.wait()
        running.cancel()
        await asyncio.wait([running])

    asyncio.run(main())


def test_a_cancellation_by_others_goes_through_a_wall_and_one_from_inside_does_not() -> None:
    async def main() -> str:
        async def walled() -> None:
            with contained():
                await asyncio.sleep(3600)

        task = asyncio.create_task(walled())
        await asyncio.sleep(0)
        task.cancel()
        await asyncio.wait([task])
        assert task.cancelled()
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.01):
                await walled()
        with pytest.raises(UnexpectedEnd), contained():
            await cancel_itself()
        return "both"

    assert asyncio.run(main()) == "both"


def test_what_fails_again_within_the_hour_is_shown_and_is_no_news() -> None:
    clock = ManualClock()
    malfunctions, published = Malfunctions(clock), list[Malfunction]()
    malfunctions.subscribe(published.append)
    for _ in range(3):
        with malfunctions.guard("The part", msg("It failed ({error}).")):
            raise KeyError("planted")
        assert [one.sentence for one in malfunctions.current] == ["It failed (KeyError)."]
        with malfunctions.guard("The part", msg("It failed ({error}).")):
            pass
        assert malfunctions.current == ()
        clock.advance(60)
    assert [one.recurring for one in published if not one.over] == [False, True, True]
    clock.advance(7200)
    malfunctions.begin("The part", "It failed.")
    assert not published[-1].recurring


def test_a_listener_that_fails_keeps_the_news_from_no_other() -> None:
    malfunctions, published = Malfunctions(ManualClock()), list[Malfunction]()

    def fail(malfunction: Malfunction) -> None:
        raise ValueError("planted")

    malfunctions.subscribe(fail)
    malfunctions.subscribe(published.append)
    malfunctions.begin("The part", "It failed.")
    assert len(published) == 1


def test_thousands_of_parts_that_fail_are_not_all_kept() -> None:
    malfunctions = Malfunctions(ManualClock())
    for number in range(5000):
        malfunctions.begin(f"part {number}", "It failed.")
    assert len(malfunctions.current) <= 200
