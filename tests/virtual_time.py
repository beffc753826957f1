"""An event loop whose time is virtual: it passes only when nothing is left to do, and then at once.

Hours of monitoring run in moments and always in the same order. Only for code without real sockets and threads.
"""

import asyncio
import heapq
import selectors
from collections.abc import Coroutine
from typing import Any, TypeVar

_T = TypeVar("_T")


class _InstantSelector(selectors.DefaultSelector):
    """Never waits; tells the loop how long it would have."""

    def __init__(self) -> None:
        super().__init__()
        self.wanted = 0.0

    def select(self, timeout: float | None = None) -> list[Any]:
        ready = super().select(0)
        self.wanted = 0.0 if ready or timeout is None else timeout
        return ready


class VirtualLoop(asyncio.SelectorEventLoop):
    """Implements Clock too."""

    def __init__(self, now_ms: int = 1_790_000_000_000) -> None:
        self._virtual = 0.0
        self._instant = _InstantSelector()
        self.wall_offset_ms = float(now_ms)
        super().__init__(self._instant)

    def time(self) -> float:
        return self._virtual

    def now_ms(self) -> int:
        return round(self._virtual * 1000 + self.wall_offset_ms)

    def monotonic(self) -> float:
        return self._virtual

    def suspend(self, seconds: float) -> None:
        """The computer sleeps: the wall clock goes on, the monotonic one stands still."""
        self.wall_offset_ms += seconds * 1000

    def _run_once(self) -> None:
        super()._run_once()  # type: ignore[misc]
        if not self._ready and not self._scheduled and not self._stopping:  # type: ignore[attr-defined]
            raise RuntimeError("everybody waits and nothing will ever happen")
        if not self._ready and self._scheduled:  # type: ignore[attr-defined]
            scheduled = self._scheduled  # type: ignore[attr-defined]
            while scheduled and scheduled[0]._cancelled:
                self._timer_cancelled_count -= 1  # type: ignore[attr-defined]
                heapq.heappop(scheduled)._scheduled = False
            if scheduled:
                self._virtual = max(self._virtual, scheduled[0]._when)


def run_virtually(make: "Coroutine[Any, Any, _T]", loop: VirtualLoop) -> _T:
    """Run a coroutine on a virtual loop to its end."""
    with asyncio.Runner(loop_factory=lambda: loop) as runner:
        return runner.run(make)
