"""One Porchlight per user and data folder: the second one asks the first to show itself, and ends. A lock that the
system releases with its holder determines the first, an InstanceServer receives the others' requests. The lock is
needed: with access for this user only, a second server would take the first one's name unnoticed. Both are in this
user's private folder: what others leave in shared folders neither keeps us from starting nor reaches us."""

import getpass
import hashlib
import os
import sys
from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal

from porchlight.desktop.platform.instance_server import InstanceServer, ask
from porchlight.desktop.platform.sandbox import application
from porchlight.intake.files import open_owned, owned_folder, private_folder

SHOW, QUIT = b"show\n", b"quit\n"
_LONGEST_PATH = 100
"""Bytes; a socket's address has room for 103 (macOS) or 107 (Linux)."""


def runtime_folder(environ: Mapping[str, str]) -> str | None:
    """A private folder of this user for the time of a run; None where there is none. The sandboxes of a Flatpak have
    one each, and one of the application's in it, which they share (flatpak-run(1))."""
    given = ""
    if sys.platform == "linux":
        given = environ.get("XDG_RUNTIME_DIR") or f"/run/user/{os.getuid()}"
        if flatpak := application():
            given = os.path.join(given, "app", flatpak)
    for parent in (given, _cache_folder()):
        if not os.path.isabs(parent):
            continue
        folder = os.path.join(parent, "porchlight")
        try:
            if parent == given:
                if not os.path.isdir(parent):
                    continue
                owned_folder(parent)
            private_folder(folder)
        except OSError:
            continue
        return folder
    return None


def _cache_folder() -> str:
    import platformdirs

    return platformdirs.user_cache_dir()


def _place(folder: str, name: str) -> str | None:
    """Where the server is found: in the folder, or where its path would be too long for a socket, in a short private
    folder; None where there is none."""
    if sys.platform == "win32":
        return name
    else:
        path = os.path.join(folder, name)
        if len(os.fsencode(path)) <= _LONGEST_PATH:
            return path
        short = f"/tmp/porchlight-{os.getuid()}"  # noqa: S108 - whose it is, is looked at
        try:
            private_folder(short)
        except OSError:
            return None
        return os.path.join(short, name)


class SingleInstance(QObject):
    """The right to be the one that runs. Others are answered from the first moment; requests during the start are
    carried out as soon as possible."""

    show_wanted = Signal()
    quit_wanted = Signal()

    def __init__(self, data_dir: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        who = f"{getpass.getuser()}\n{data_dir}".encode()
        name = f"porchlight-{hashlib.sha256(who).hexdigest()[:16]}"
        folder = runtime_folder(os.environ)
        place = None if folder is None else _place(folder, name)
        self.name = place or name
        self._lock = _Lock(None if folder is None else os.path.join(folder, f"{name}.lock"))
        self._private_folder = place is not None
        self._server: InstanceServer | None = None
        self._waiting: list[bytes] | None = []

    def acquire(self) -> bool:
        """Become the one that runs; False where another one does."""
        if not self._lock.take():
            return False
        if not self._private_folder:
            return True  # no listening where other users could connect
        server = InstanceServer(self)
        server.asked.connect(self._take)
        server.listen(self.name)  # where it cannot, we run all the same, and a second start only ends
        self._server = server
        return True

    def send(self, message: bytes) -> bool:
        """Send a request to the one that runs; return whether it answered."""
        return self._private_folder and ask(self.name, message)

    def deliver_waiting(self) -> None:
        """The signals have a listener from now on: earlier requests are delivered now."""
        waiting, self._waiting = self._waiting or [], None
        for message in waiting:
            self._do(message)

    def release(self) -> None:
        """Let another one run."""
        if self._server is not None:
            self._server.close()
            self._server = None
        self._lock.release()

    def _take(self, message: bytes) -> None:
        if self._waiting is None:
            self._do(message)
        else:
            self._waiting.append(message)

    def _do(self, message: bytes) -> None:
        if message == SHOW:
            self.show_wanted.emit()
        elif message == QUIT:
            self.quit_wanted.emit()


class _Lock:
    """A locked file. Where there can be none, everybody is the first: better two lights than none."""

    def __init__(self, path: str | None) -> None:
        self._path = path
        self._handle: int | None = None

    def take(self) -> bool:
        """Take it; return whether nobody else has it."""
        if self._path is None:
            return True
        try:
            handle = open_owned(self._path, os.O_RDWR | os.O_CREAT)
        except OSError:
            return True
        if not _lock(handle):
            os.close(handle)
            return False
        self._handle = handle
        return True

    def release(self) -> None:
        """Release it."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> bool:
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _lock(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:  # a file system without locks
            return True
        return True
