"""The limiter bounds how many work, not how many wait, and never loses a slot."""

import asyncio

from hypothesis import given
from hypothesis import strategies as st

from porchlight.monitor.limiter import BurstLimiter
from tests.virtual_time import VirtualLoop, run_virtually


def test_no_more_than_the_limit_work_at_once() -> None:
    async def main() -> int:
        limiter = BurstLimiter(10)
        at_work = most = 0

        async def check() -> None:
            nonlocal at_work, most
            async with limiter.slot():
                at_work += 1
                most = max(most, at_work)
                await asyncio.sleep(0.05)
                at_work -= 1

        await asyncio.gather(*(check() for _ in range(100)))
        return most

    assert run_virtually(main(), VirtualLoop()) == 10


def test_however_many_hang_each_round_of_them_costs_half_a_second() -> None:
    async def main() -> float:
        limiter = BurstLimiter(10)
        loop = asyncio.get_running_loop()

        async def check(seconds: float) -> None:
            async with limiter.slot():
                await asyncio.sleep(seconds)

        hanging = [asyncio.ensure_future(check(1000)) for _ in range(50)]
        await asyncio.gather(*(check(0.05) for _ in range(10)))
        done = loop.time()
        for task in hanging:
            task.cancel()
        return done

    assert 2.5 <= run_virtually(main(), VirtualLoop()) <= 2.6


@given(
    st.lists(st.tuples(st.floats(0, 2), st.floats(0, 2), st.none() | st.floats(0, 3)), min_size=1, max_size=40),
    st.integers(1, 5),
)
def test_no_slot_is_ever_lost_whoever_leaves_when(
    visits: list[tuple[float, float, float | None]], limit: int
) -> None:
    async def main() -> None:
        limiter = BurstLimiter(limit)

        async def visit(comes: float, stays: float) -> None:
            await asyncio.sleep(comes)
            async with limiter.slot():
                await asyncio.sleep(stays)

        tasks = []
        for comes, stays, cancelled in visits:
            task = asyncio.ensure_future(visit(comes, stays))
            tasks.append(task)
            if cancelled is not None:
                asyncio.get_running_loop().call_later(cancelled, task.cancel)
        await asyncio.wait(tasks)
        assert limiter.waiting == 0
        async with asyncio.timeout(0.1):  # all slots are free: so many enter without waiting
            gate = asyncio.Event()

            async def enter() -> None:
                async with limiter.slot():
                    gate.set()
                    await asyncio.sleep(0.01)

            await asyncio.gather(*(enter() for _ in range(limit)))

    run_virtually(main(), VirtualLoop())
