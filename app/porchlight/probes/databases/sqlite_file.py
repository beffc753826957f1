"""Reads another program's SQLite file without a trace: nothing is made beside it, nothing is changed.

``mode=ro`` alone is not enough: in WAL mode SQLite makes the ``-wal`` and ``-shm`` files for its readers too, and
where those belong to us the file's owner can no longer write. So, by the files that exist:

- no WAL: a plain read-only session, which holds its lock to its end so that the file cannot change to WAL within;
- a WAL that nothing waits in and no ``-shm`` file: nobody has it open, and it is read as it is (``immutable``); the
  result counts only if nothing has changed meanwhile;
- a WAL with its ``-shm`` file: both are used, and neither is ever made (``readonly_shm``);
- a WAL in which changes wait, without a ``-shm`` file: it cannot be read without writing, which is an error.

A shared lock, as any reader takes, keeps the last program that closes the file from removing the WAL between the look
and the opening. See docs/decisions/0032-databases-read-without-a-trace.md.
"""

import os
import re
import stat
import sys
import threading
import time
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final
from urllib.parse import unquote

from porchlight.dataclass import dataclass
from porchlight.language.text import msg
from porchlight.model.status import Reason
from porchlight.probes.databases.dialect import Disturbed, Fault, Unusable
from porchlight.probes.databases.faults import damaged, locked, no_file

_MAGIC: Final = b"SQLite format 3\0"
_HEADER: Final = 100
_READ_VERSION: Final = 19
"""Where the header says how the file is read: 2 is by a WAL (SQLite: "Database File Format" §1.3)."""
_WAL: Final = 2
_ELSEWHERE: Final = re.compile(r"[\\/]{2}|[\\/]\?\?[\\/]")
"""How the name of a file on another computer begins: opening it would send that computer the login."""
_PENDING: Final = 0x40000000
_SHARED: Final = _PENDING + 2
_SHARED_SIZE: Final = 510
"""Bytes that a reader locks (SQLite: os.h)."""
_TURN: Final = 0.02
_OPENING: Final = (
    os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
)


@dataclass(frozen=True, slots=True)
class Way:
    """How to open it."""

    path: str
    """Absolute, without links: where the side files lie."""
    parameters: str
    """Of SQLite's URI."""
    keep_lock: bool = False
    """Whether the session's lock is held until its end."""


def file_meant(name: str) -> str:
    """The absolute path of ``name``, verbatim. If there is no such file: its meaning while a percent sign had to be
    escaped in an address. See docs/decisions/0036-values.md."""
    if "%" in name and not os.path.lexists(name):
        older = unquote(name)
        if not _ELSEWHERE.match(older) and "\0" not in older and os.path.isfile(older):
            name = older
    return os.path.abspath(name)


@contextmanager
def reading(path: str, time_limit: float) -> Iterator[Way]:
    """Within the block, the file can be opened in the returned way. Raises Unusable where it cannot be read, and at
    the end Disturbed where it was changed so that what was read may be wrong. Blocks for ``time_limit`` seconds at
    most."""
    deadline = time.monotonic() + time_limit
    found = _look_at(path)
    target = os.path.realpath(path)
    if _is_open_here(found):
        # By another session of this process. SQLite accounts for that itself, and side files exist as long.
        yield Way(target, "mode=ro&readonly_shm=1")
        return
    with _alone(found, path, time_limit):
        # Closing any descriptor of a file releases all locks of this process on it: ours is closed last.
        handle = _open(path)
        try:
            before = os.fstat(handle)
            if not os.path.samestat(found, before):
                raise Disturbed
            _lock(handle, path, deadline)
            way = _way(handle, target, path)
            if not way.parameters.startswith("immutable"):
                yield way
                return
            try:
                yield way
            except Exception as error:
                if _changed(handle, before, target):
                    raise Disturbed from error
                raise
            if _changed(handle, before, target):
                raise Disturbed
        finally:
            os.close(handle)


def _look_at(path: str) -> os.stat_result:
    try:
        found = os.stat(path)
    except OSError as error:
        raise Unusable(_fault(error, path)) from None
    if stat.S_ISDIR(found.st_mode):
        raise Unusable(Fault(Reason.CONFIGURATION, msg("{path} is a folder, not a database.", path=path)))
    if not stat.S_ISREG(found.st_mode):
        sentence = msg("{path} is not a regular file, so it cannot be a database.", path=path)
        raise Unusable(Fault(Reason.CONFIGURATION, sentence))
    if found.st_size == 0:
        raise Unusable(Fault(Reason.CONTENT, msg("The file {path} is empty, not a database.", path=path)))
    return found


def _open(path: str) -> int:
    try:
        return os.open(path, _OPENING)
    except OSError as error:
        raise Unusable(_fault(error, path)) from None


def _fault(error: OSError, path: str) -> Fault:
    if isinstance(error, FileNotFoundError):
        return no_file(path)
    if isinstance(error, PermissionError):
        sentence = msg("Porchlight may not open the file {path}. Its owner has to allow it.", path=path)
        return Fault(Reason.FORBIDDEN, sentence)
    why = (error.strerror or "no access").lower()
    return Fault(Reason.FILE, msg("The file {path} cannot be opened ({cause}).", path=path, cause=why))


def _way(handle: int, target: str, path: str) -> Way:
    os.lseek(handle, 0, os.SEEK_SET)
    header = os.read(handle, _HEADER)
    if len(header) < _HEADER or not header.startswith(_MAGIC):
        raise Unusable(damaged(path))
    waiting = _size(f"{target}-wal")
    if waiting is None and header[_READ_VERSION] != _WAL:
        return Way(target, "mode=ro", keep_lock=True)
    shared = _size(f"{target}-shm")
    if waiting is not None and shared is not None:
        return Way(target, "mode=ro&readonly_shm=1")
    if not waiting:
        return Way(target, "immutable=1")
    raise Unusable(
        Fault(
            Reason.CONFIGURATION,
            msg(
                "{path} cannot be read without writing beside it: its -wal file holds changes, and the -shm file for"
                " reading them is missing. Open it once with the program that it belongs to.",
                path=path,
            ),
        )
    )


def _changed(handle: int, before: os.stat_result, target: str) -> bool:
    after = os.fstat(handle)
    return bool(_size(f"{target}-wal")) or (after.st_mtime_ns, after.st_ctime_ns, after.st_size) != (
        before.st_mtime_ns,
        before.st_ctime_ns,
        before.st_size,
    )


def _size(path: str) -> int | None:
    try:
        return os.stat(path).st_size
    except FileNotFoundError:
        return None
    except OSError as error:
        raise Unusable(_fault(error, path)) from None


_locks: "weakref.WeakValueDictionary[tuple[int, int], threading.Lock]" = weakref.WeakValueDictionary()
_of_locks = threading.Lock()


@contextmanager
def _alone(found: os.stat_result, path: str, time_limit: float) -> Iterator[None]:
    """One session of ours at a time for each file."""
    with _of_locks:
        lock = _locks.setdefault((found.st_dev, found.st_ino), threading.Lock())
    if not lock.acquire(timeout=time_limit):
        raise Unusable(Fault(Reason.TIMEOUT, msg("Another check is still reading {path}.", path=path)))
    try:
        yield
    finally:
        lock.release()


if sys.platform == "win32":

    def _is_open_here(found: os.stat_result) -> bool:
        return False  # on Windows, closing one descriptor leaves the locks of others alone

    def _lock(handle: int, path: str, deadline: float) -> None:
        """On Windows nobody can remove a file that is open."""

else:
    import errno
    import fcntl

    def _is_open_here(found: os.stat_result) -> bool:
        # Sessions of ours on this file hold its lock here, so they are distinguished by it.
        with _of_locks:
            lock = _locks.get((found.st_dev, found.st_ino))
        if lock is not None and lock.locked():
            return False
        for name in os.listdir("/dev/fd"):
            try:
                one = os.fstat(int(name))
            except (OSError, ValueError):
                continue  # closed meanwhile, such as that of the listing
            if os.path.samestat(one, found):
                return True
        return False

    def _lock(handle: int, path: str, deadline: float) -> None:
        """A reader's lock, taken as SQLite does. Where the file system knows no locks there is none."""
        while True:
            try:
                fcntl.lockf(handle, fcntl.LOCK_SH | fcntl.LOCK_NB, 1, _PENDING)
                try:
                    fcntl.lockf(handle, fcntl.LOCK_SH | fcntl.LOCK_NB, _SHARED_SIZE, _SHARED)
                finally:
                    fcntl.lockf(handle, fcntl.LOCK_UN, 1, _PENDING)
            except OSError as error:
                if error.errno not in (errno.EAGAIN, errno.EACCES):
                    return
                if time.monotonic() >= deadline:
                    raise Unusable(locked(path)) from None
                time.sleep(_TURN)
            else:
                return
