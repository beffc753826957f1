"""One Porchlight per user and data folder: the second one asks the first to show itself, and ends.

A QLockFile says who is the first (it sees that a crashed one's process is gone), a QLocalServer (a socket on Unix, a
named pipe on Windows) hears the others. The lock is needed: with access for this user only, a second server would
take the first one's name without being told.
"""

import getpass
import hashlib
import os

from PySide6.QtCore import QDir, QLockFile, QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

SHOW, QUIT = b"show\n", b"quit\n"
_ANSWERED = b"ok\n"
_WAIT_MS = 1000
_READ_MS = 100


class SingleInstance(QObject):
    """The right to be the one that runs.

    Others are answered from the first moment; what they ask for while the app still starts is done once it can be.
    """

    show_wanted = Signal()
    quit_wanted = Signal()

    def __init__(self, data_dir: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        who = f"{getpass.getuser()}\n{data_dir}".encode()
        self._name = f"porchlight-{hashlib.sha256(who).hexdigest()[:16]}"
        self._lock = QLockFile(os.path.join(QDir.tempPath(), f"{self._name}.lock"))
        self._lock.setStaleLockTime(0)  # only a process that is gone gives it up
        self._server: QLocalServer | None = None
        self._waiting: list[bytes] | None = []

    def acquire(self) -> bool:
        """Become the one that runs; False where another one does."""
        if not self._lock.tryLock(0):
            return False
        QLocalServer.removeServer(self._name)
        server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        server.newConnection.connect(self._answer)
        server.listen(self._name)  # where it cannot, we run all the same, and a second start only ends
        self._server = server
        return True

    def tell(self, message: bytes) -> bool:
        """Ask the one that runs for something; whether it heard."""
        socket = QLocalSocket()
        socket.connectToServer(self._name)
        if not socket.waitForConnected(_WAIT_MS):
            return False
        socket.write(message)
        socket.waitForBytesWritten(_WAIT_MS)
        heard = socket.waitForReadyRead(_WAIT_MS) and socket.readAll().data() == _ANSWERED
        socket.disconnectFromServer()
        return heard

    def begin_to_hear(self) -> None:
        """From now on the signals have a listener: those of what was asked before come now."""
        waiting, self._waiting = self._waiting or [], None
        for message in waiting:
            self._do(message)

    def release(self) -> None:
        """Let another one run."""
        if self._server is not None:
            self._server.close()
            self._server = None
        self._lock.unlock()

    def _answer(self) -> None:
        while self._server is not None and self._server.hasPendingConnections():
            socket = self._server.nextPendingConnection()
            socket.waitForReadyRead(_READ_MS)  # the other one writes at once
            message = bytes(socket.readAll().data())
            socket.write(_ANSWERED)
            socket.waitForBytesWritten(_READ_MS)
            socket.disconnectFromServer()
            socket.deleteLater()
            if self._waiting is None:
                self._do(message)
            else:
                self._waiting.append(message)

    def _do(self, message: bytes) -> None:
        if message == SHOW:
            self.show_wanted.emit()
        elif message == QUIT:
            self.quit_wanted.emit()
