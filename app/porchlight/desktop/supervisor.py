"""One task group for everything that the app does beside its windows. A failure there is signalled and ends nothing
else."""

import asyncio
import logging
from collections.abc import Coroutine
from contextvars import copy_context
from functools import partial
from types import TracebackType
from typing import Any
from weakref import WeakKeyDictionary

from PySide6.QtCore import QObject, Signal

from porchlight.threads import Progress, follow_progress

_log = logging.getLogger(__name__)


class Supervisor(QObject):
    """``async with`` it; what is spawned within is cancelled at its end."""

    failed = Signal(str)
    """With the name of a task that failed."""

    def __init__(self) -> None:
        super().__init__()
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

    def spawn(
        self, work: Coroutine[Any, Any, object], *, name: str, owner: QObject | None = None
    ) -> asyncio.Task[None] | None:
        """Start a piece of work; None (and nothing starts) while the app is ending. With ``owner`` it is cancelled
        when that (a window, say) is destroyed."""
        if not self._open:
            work.close()
            return None
        context = copy_context()
        progress = context.run(follow_progress)
        task = self._group.create_task(self._guarded(work, name), name=name, context=context)
        _progress[task] = progress
        task.add_done_callback(lambda _: progress.abandon())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        task.add_done_callback(lambda _: work.close())  # cancelled before it began
        if owner is not None:
            owner.destroyed.connect(partial(_cancel, task))
        return task

    async def _guarded(self, work: Coroutine[Any, Any, object], name: str) -> None:
        try:
            await work
        except asyncio.CancelledError:
            raise
        except Exception:
            _log.exception("“%s” failed", name)
            self.failed.emit(name)


_progress: "WeakKeyDictionary[asyncio.Task[None], Progress]" = WeakKeyDictionary()


def progress_of(task: "asyncio.Task[None]") -> Progress | None:
    """How far a spawned task is; None: that is of another kind."""
    return _progress.get(task)


def _cancel(task: "asyncio.Task[None]", _: QObject | None = None) -> None:
    task.cancel()
