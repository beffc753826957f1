"""Ending on SIGTERM and Ctrl-C, on every system, without a traceback; reading the settings again on SIGHUP."""

import asyncio
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def on_end_signal(stop: Callable[[], None]) -> Iterator[None]:
    """Call ``stop`` on the running loop when the process is asked to end."""
    loop = asyncio.get_running_loop()
    wanted = [signal.SIGINT, signal.SIGTERM]
    if sys.platform == "win32":
        # Proactor loops support no signal handlers; the interpreter's own wake the loop up.
        wanted.append(signal.SIGBREAK)
        before = {number: signal.signal(number, lambda *_: loop.call_soon_threadsafe(stop)) for number in wanted}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
    else:
        for number in wanted:
            loop.add_signal_handler(number, stop)
        try:
            yield
        finally:
            for number in wanted:
                loop.remove_signal_handler(number)


@contextmanager
def on_reload_signal(reload: Callable[[], None]) -> Iterator[None]:
    """Call ``reload`` on the running loop when the process is asked to read its settings again (not on Windows)."""
    if sys.platform == "win32":
        yield
    else:
        loop = asyncio.get_running_loop()
        loop.add_signal_handler(signal.SIGHUP, reload)
        try:
            yield
        finally:
            loop.remove_signal_handler(signal.SIGHUP)
