"""Runs third-party code in a thread that can be stopped.

A time limit on each read bounds no answer: a receiver that keeps sending a little holds a thread for ever, and one
that sends fast holds a core. Such a thread runs Python, so an exception can be put into it (CPython,
``PyThreadState_SetAsyncExc``); one that waits for a socket gets it when the socket's own time limit is over.
"""

import ctypes
import threading
from collections.abc import Callable
from typing import Generic, TypeVar

_T = TypeVar("_T")


class Stopped(SystemExit):
    """Raised in the thread. Not an ``Exception``: the interrupted code must not handle it as one of its own."""


class Stoppable(Generic[_T]):
    """Call it in a thread, once; ``stop`` it from another."""

    def __init__(self, work: Callable[[], _T]) -> None:
        self._work = work
        self._lock = threading.Lock()
        self._thread: int | None = None
        self._stopped = False
        self.running = True
        """Until the work has ended, started or not."""

    def __call__(self) -> _T:
        """Do the work. Raises Stopped once it was stopped."""
        try:
            with self._lock:
                if self._stopped:
                    raise Stopped
                self._thread = threading.get_ident()
            try:
                return self._work()
            finally:
                with self._lock:  # from here on nothing is raised in this thread any more
                    self._thread = None
        finally:
            self.running = False

    def stop(self) -> None:
        """Stop the work if it has not ended. May be called once."""
        with self._lock:
            if self._thread is not None and not self._stopped:
                ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(self._thread), ctypes.py_object(Stopped))
            self._stopped = True
