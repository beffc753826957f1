"""A limit that bounds the burst and not the waiting.

At most so many checks *work* at once, so that response times are measured and not queued. A check that has only
been waiting for a while gives its slot back: hanging hosts never hold up the rest.
"""

import asyncio
from collections import OrderedDict, deque
from contextlib import suppress

PATIENCE = 0.5
"""Seconds after which a check that still runs counts as waiting, not working."""


class BurstLimiter:
    """Slots for working checks. One timer for all of them, and only while checks queue."""

    def __init__(self, limit: int, patience: float = PATIENCE) -> None:
        self._free = limit
        self._patience = patience
        self._holders: OrderedDict[object, float] = OrderedDict()  # in the order in which their slots were taken
        self._queue: deque[asyncio.Future[None]] = deque()
        self._timer: asyncio.TimerHandle | None = None

    @property
    def waiting(self) -> int:
        """How many wait for a slot."""
        return len(self._queue)

    def slot(self) -> "_Slot":
        """``async with`` it: hold a slot for a check's working time."""
        return _Slot(self)

    async def take(self, holder: object) -> None:
        """Give ``holder`` a slot, when there is one."""
        if self._free and not self._queue:
            self._free -= 1
        else:
            await self._wait()
        loop = asyncio.get_running_loop()
        self._holders[holder] = loop.time()
        self._arm(loop)

    def leave(self, holder: object) -> None:
        """``holder`` is done, whether it still has its slot or not."""
        if self._holders.pop(holder, None) is not None:
            self._give_back()

    async def _wait(self) -> None:
        loop = asyncio.get_running_loop()
        turn: asyncio.Future[None] = loop.create_future()
        self._queue.append(turn)
        self._arm(loop)
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self._give_back()
            else:
                with suppress(ValueError):  # it may have been skipped already
                    self._queue.remove(turn)
            raise

    def _give_back(self) -> None:
        while self._queue:
            turn = self._queue.popleft()
            if not turn.done():
                turn.set_result(None)
                return
        self._free += 1

    def _arm(self, loop: asyncio.AbstractEventLoop) -> None:
        if self._timer is None and self._queue and self._holders:
            oldest = next(iter(self._holders.values()))
            self._timer = loop.call_at(oldest + self._patience, self._take_back, loop)

    def _take_back(self, loop: asyncio.AbstractEventLoop) -> None:
        """Take the slots of those that have only been waiting."""
        self._timer = None
        now = loop.time()
        while self._queue and self._holders:
            holder, taken = next(iter(self._holders.items()))
            if taken + self._patience > now:
                break
            del self._holders[holder]
            self._give_back()
        self._arm(loop)


class _Slot:
    """The place of one check. A class and not a generator: it is entered for every check."""

    __slots__ = ("_limiter",)

    def __init__(self, limiter: BurstLimiter) -> None:
        self._limiter = limiter

    async def __aenter__(self) -> None:
        await self._limiter.take(self)

    async def __aexit__(self, *_: object) -> None:
        self._limiter.leave(self)
