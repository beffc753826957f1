"""One Porchlight per user and data folder: the second one asks the first to show itself, and ends.

A QLocalServer (a socket on Unix, a named pipe on Windows) whose name holds the user and the data folder. A socket
left behind by a crash is found dead when asked, and is replaced.
"""

import getpass
import hashlib
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

SHOW, QUIT = b"show\n", b"quit\n"
_ANSWERED = b"ok\n"
_WAIT_MS = 1000


class SingleInstance(QObject):
    """The right to be the one that runs."""

    show_wanted = Signal()
    quit_wanted = Signal()

    def __init__(self, data_dir: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        who = f"{getpass.getuser()}\n{data_dir}".encode()
        self._name = f"porchlight-{hashlib.sha256(who).hexdigest()[:16]}"
        self._server: QLocalServer | None = None

    def acquire(self) -> bool:
        """Become the one that runs; False where another one does."""
        server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        if not server.listen(self._name):
            if self._alive():
                return False
            QLocalServer.removeServer(self._name)
            if not server.listen(self._name):
                return not self._alive()  # better two than none where no server can be had at all
        server.newConnection.connect(self._answer)
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

    def release(self) -> None:
        """Let another one run."""
        if self._server is not None:
            self._server.close()
            self._server = None

    def _alive(self) -> bool:
        socket = QLocalSocket()
        socket.connectToServer(self._name)
        alive = socket.waitForConnected(_WAIT_MS)
        socket.abort()
        return alive

    def _answer(self) -> None:
        while self._server is not None and self._server.hasPendingConnections():
            socket = self._server.nextPendingConnection()
            socket.readyRead.connect(partial(self._read, socket))
            socket.disconnected.connect(socket.deleteLater)
            if socket.bytesAvailable():  # it was quicker than we
                self._read(socket)

    def _read(self, socket: QLocalSocket) -> None:
        message = socket.readAll().data()
        socket.write(_ANSWERED)
        socket.flush()
        if message == SHOW:
            self.show_wanted.emit()
        elif message == QUIT:
            self.quit_wanted.emit()
