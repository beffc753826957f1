"""Blocking work outside the event loop, in daemon threads: what hangs delays neither the loop nor the exit. And how
far such work is."""

import asyncio
import sys
import threading
import traceback
from collections.abc import Callable
from contextlib import suppress
from contextvars import ContextVar, copy_context
from typing import TypeVar

_T = TypeVar("_T")
_M_ARENA_MAX = -8
_M_MMAP_THRESHOLD = -3
_LARGE = 256 * 1024
"""Bytes from which on a piece of memory goes back to the system as soon as it is free."""


async def in_thread(work: Callable[[], _T], *, name: str) -> _T:
    """The result of ``work``, run in a daemon thread called ``name``; what it raises is raised here.

    Context variables are those of the caller.
    When cancelled, the thread is left to end by itself: give ``work`` a time limit of its own.
    """
    loop = asyncio.get_running_loop()
    future: asyncio.Future[_T] = loop.create_future()

    def hand_over(value: _T) -> None:
        if not future.done():
            future.set_result(value)

    def fail(error: BaseException) -> None:
        if not future.done():
            future.set_exception(error)

    def run() -> None:
        try:
            value = work()
        except BaseException as error:
            _release_locals(error)
            _post(loop, fail, error)
        else:
            _post(loop, hand_over, value)

    threading.Thread(target=copy_context().run, args=(run,), name=name, daemon=True).start()
    return await future


class Abandoned(Exception):
    """Nobody waits for this work any longer."""


class Progress:
    """How far a piece of work is, reported by ``advance`` wherever it runs."""

    def __init__(self) -> None:
        self._listeners: list[Callable[[float], None]] = []
        self._share = 0.0
        self._abandoned = False

    def listen(self, listener: Callable[[float], None]) -> None:
        """It gets the share (0–1) that is done, in the thread that did it; never less than before."""
        self._listeners.append(listener)

    def advance(self, share: float) -> None:
        """Raises Abandoned where that is so: a thread cannot be cancelled."""
        if self._abandoned:
            raise Abandoned
        self._share = min(max(share, self._share), 1.0)
        for listener in self._listeners:
            listener(self._share)

    def abandon(self) -> None:
        """Nobody waits for it."""
        self._abandoned = True
        self._listeners.clear()


_progress: ContextVar[Progress | None] = ContextVar("progress", default=None)


def follow_progress() -> Progress:
    """That of what this task does from now on, also in its threads."""
    progress = Progress()
    _progress.set(progress)
    return progress


def advance(done: float, of: float) -> None:
    """So much of the work at hand is done. Raises Abandoned where nobody waits for it any longer."""
    progress = _progress.get()
    if progress is not None and of > 0:
        progress.advance(done / of)


def share_heaps() -> None:
    """Let all threads of this process allocate from two heaps (glibc).

    Otherwise each thread gets one, up to eight per core, and each keeps what its thread once needed: threads that
    parse hostile answers would leave hundreds of unused megabytes behind (mallopt(3), M_ARENA_MAX). Large pieces come
    from the system and go back to it: by default glibc raises that threshold to the largest piece ever freed, and
    long-lived small pieces in between keep the heap big.
    """
    if sys.platform == "linux":
        import ctypes

        with suppress(OSError, AttributeError):  # another C library has no such function
            library = ctypes.CDLL(None)
            library.mallopt(_M_ARENA_MAX, 2)
            library.mallopt(_M_MMAP_THRESHOLD, _LARGE)


def _release_locals(error: BaseException) -> None:
    """Clear the frames that an error came through. Awaiting the work makes a reference cycle (the error, its frames,
    the future in one of them), which would keep a hostile server's data until the next full garbage collection,
    minutes later."""
    seen: set[int] = set()
    chain: list[BaseException | None] = [error]
    while chain:
        one = chain.pop()
        if one is not None and id(one) not in seen:
            seen.add(id(one))
            traceback.clear_frames(one.__traceback__)
            chain += (one.__cause__, one.__context__)


def _post(loop: asyncio.AbstractEventLoop, callback: Callable[[_T], None], value: _T) -> None:
    try:
        loop.call_soon_threadsafe(callback, value)
    except RuntimeError:  # the loop has ended meanwhile: nobody waits any more
        return
