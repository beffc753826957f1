"""One task group for all that the app does beside its windows. A failure there is told and ends nothing else."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from types import TracebackType
from typing import Any

_log = logging.getLogger(__name__)


class Supervisor:
    """``async with`` it; what is spawned within is cancelled at its end."""

    def __init__(self, on_failure: Callable[[str], None]) -> None:
        """``on_failure`` hears the name of a task that failed."""
        self._on_failure = on_failure
        self._group = asyncio.TaskGroup()
        self._tasks: set[asyncio.Task[None]] = set()
        self._open = False

    async def __aenter__(self) -> "Supervisor":
        await self._group.__aenter__()
        self._open = True
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._open = False
        for task in self._tasks:
            task.cancel()
        await self._group.__aexit__(kind, error, traceback)

    def spawn(self, work: Coroutine[Any, Any, object], *, name: str) -> asyncio.Task[None] | None:
        """Begin a piece of work; None (and nothing begins) while the app is ending."""
        if not self._open:
            work.close()
            return None
        task = self._group.create_task(self._guarded(work, name), name=name)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        task.add_done_callback(lambda _: work.close())  # cancelled before it began
        return task

    async def _guarded(self, work: Coroutine[Any, Any, object], name: str) -> None:
        try:
            await work
        except asyncio.CancelledError:
            raise
        except Exception:
            _log.exception("“%s” failed", name)
            self._on_failure(name)
