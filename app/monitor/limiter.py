"""A limit that bounds the burst and not the waiting.

At most so many checks *work* at once, so that response times are measured and not queued. A check that has only
been waiting for a while gives its slot back: hanging hosts never hold up the rest.
"""

import asyncio
from collections import OrderedDict, deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

PATIENCE = 0.5
"""Seconds after which a check that still runs counts as waiting, not working."""


class BurstLimiter:
    """Slots for working checks. One timer for all of them, and only while somebody queues."""

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

    @asynccontextmanager
    async def slot(self) -> AsyncIterator[None]:
        """Hold a slot for a check's working time."""
        if self._free and not self._queue:
            self._free -= 1
        else:
            await self._wait()
        holder = object()
        loop = asyncio.get_running_loop()
        self._holders[holder] = loop.time()
        self._arm(loop)
        try:
            yield
        finally:
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
                with suppress(ValueError):  # it may have been passed over already
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
