"""The asyncio loop on Qt's: qasync's, with exact timers that end when they are cancelled.

qasync 0.28 starts coarse timers (±5 %, may fire early), leaves them running after ``cancel()``, makes one timer for
each ``call_soon``, and its ``call_soon_threadsafe`` drops ``context`` and returns nothing. The version is pinned in
pyproject.toml because this file replaces its private ``_timer``; tests/desktop/test_loop.py tests what we need.
"""

import asyncio
import math
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import Context
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimerEvent, Signal, SignalInstance

# PySide6 has to be imported before qasync, which uses the first binding that it finds.
from qasync import QEventLoop  # isort: skip

_TURN = 0.008
"""Seconds of ready callbacks in one turn; then the windows get their turn."""


class Callbacks(QObject):
    """Runs handles: at once (in order), or when their precise timer ends."""

    _posted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._ready: deque[asyncio.Handle] = deque()
        self._turn: int | None = None
        self._timers: dict[int, asyncio.TimerHandle] = {}
        self._timer_of: dict[int, int] = {}  # id of a handle: its timer
        self._stopped = False
        posted: SignalInstance = self._posted
        posted.connect(self.soon)

    @property
    def timers(self) -> int:
        """How many timers run."""
        return len(self._timers)

    def soon(self, handle: asyncio.Handle) -> None:
        """Run it in the next turn. On the loop's thread only."""
        self._ready.append(handle)
        if self._turn is None:
            self._turn = self.startTimer(0, Qt.TimerType.PreciseTimer)

    def post(self, handle: asyncio.Handle) -> None:
        """Run it in the next turn, from any thread."""
        self._posted.emit(handle)

    def later(self, handle: asyncio.TimerHandle, delay: float) -> None:
        """Run it after ``delay`` seconds, never before."""
        timer = self.startTimer(math.ceil(max(delay, 0.0) * 1000), Qt.TimerType.PreciseTimer)
        self._timers[timer] = handle
        self._timer_of[id(handle)] = timer

    def drop(self, handle: asyncio.TimerHandle) -> None:
        """End the timer of a cancelled handle."""
        timer = self._timer_of.pop(id(handle), None)
        if timer is not None:
            del self._timers[timer]
            self.killTimer(timer)

    def stop(self) -> None:
        """End all timers; nothing runs any more."""
        self._stopped = True
        for timer in (*self._timers, *(() if self._turn is None else (self._turn,))):
            self.killTimer(timer)
        self._timers.clear()
        self._timer_of.clear()
        self._ready.clear()
        self._turn = None

    def set_debug(self, enabled: bool) -> None:
        """Required by qasync; asyncio's own debugging needs nothing here."""

    def timerEvent(self, event: QTimerEvent) -> None:
        """See QObject."""
        timer = event.timerId()
        if timer == self._turn:
            self._run_ready()
            return
        self.killTimer(timer)
        handle = self._timers.pop(timer, None)
        if handle is not None:
            self._timer_of.pop(id(handle), None)
            _run(handle)

    def _run_ready(self) -> None:
        until = time.monotonic() + _TURN
        for _ in range(len(self._ready)):
            if not self._ready:  # stopped by one of them
                return
            _run(self._ready.popleft())
            if time.monotonic() >= until:
                break
        if not self._ready and self._turn is not None:
            self.killTimer(self._turn)
            self._turn = None


def _run(handle: asyncio.Handle) -> None:
    if not handle.cancelled():
        handle._run()


class DesktopLoop(QEventLoop):  # type: ignore[misc]
    """An asyncio loop that Qt's application runs."""

    def __init__(self, app: QObject) -> None:
        self._callbacks = Callbacks()
        super().__init__(app)
        self._timer = self._callbacks
        # qasync's own would start ten threads at once.
        self.set_default_executor(ThreadPoolExecutor(thread_name_prefix="asyncio"))

    @property
    def timers(self) -> int:
        """How many timers run."""
        return self._callbacks.timers

    def call_soon(
        self, callback: Callable[..., object], *args: Any, context: Context | None = None
    ) -> asyncio.Handle:
        """See asyncio."""
        handle = asyncio.Handle(callback, args, self, context=context)
        self._callbacks.soon(handle)
        return handle

    def call_soon_threadsafe(
        self, callback: Callable[..., object], *args: Any, context: Context | None = None
    ) -> asyncio.Handle:
        """See asyncio."""
        if self.is_closed():
            raise RuntimeError("Event loop is closed")
        handle = asyncio.Handle(callback, args, self, context=context)
        self._callbacks.post(handle)
        return handle

    def call_later(
        self, delay: float, callback: Callable[..., object], *args: Any, context: Context | None = None
    ) -> asyncio.TimerHandle:
        """See asyncio."""
        return self.call_at(self.time() + delay, callback, *args, context=context)

    def call_at(
        self, when: float, callback: Callable[..., object], *args: Any, context: Context | None = None
    ) -> asyncio.TimerHandle:
        """See asyncio."""
        handle = asyncio.TimerHandle(when, callback, args, self, context=context)
        self._callbacks.later(handle, when - self.time())
        return handle

    def _add_callback(self, handle: asyncio.Handle, delay: float = 0) -> asyncio.Handle:
        """Required by asyncio's signal handling."""
        self._callbacks.soon(handle)
        return handle

    def _timer_handle_cancelled(self, handle: asyncio.TimerHandle) -> None:
        """Required by ``TimerHandle.cancel``."""
        self._callbacks.drop(handle)
