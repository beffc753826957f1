"""One at a time: reads the keyring's list of names and rewrites it, in this process and in others."""

import os
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Final

_PATIENCE: Final = 5.0
"""Seconds; a longer holder is stuck, and a list that lacks a name is better than none."""
_here = threading.Lock()


@contextmanager
def in_turn() -> Iterator[None]:
    """Holds the turn for the block. Where no file can be made, other processes are not waited for."""
    with _here:
        file = _opened()
        try:
            if file is not None:
                _wait_for(file)
            yield
        finally:
            if file is not None:
                file.close()


def _opened() -> "IO[bytes] | None":
    import platformdirs

    try:
        folder = platformdirs.user_data_dir("porchlight", appauthor=False)
        os.makedirs(folder, mode=0o700, exist_ok=True)
        flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
        return os.fdopen(os.open(os.path.join(folder, "keyring.lock"), flags, 0o600), "r+b")
    except (OSError, RuntimeError):  # no home, a disk that is full or read-only
        return None


def _wait_for(file: "IO[bytes]") -> None:
    until = time.monotonic() + _PATIENCE
    while not _taken(file) and time.monotonic() < until:
        time.sleep(0.02)


if sys.platform == "win32":
    import msvcrt

    def _taken(file: "IO[bytes]") -> bool:
        try:
            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _taken(file: "IO[bytes]") -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
