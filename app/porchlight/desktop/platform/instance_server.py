"""How a second Porchlight asks the first: one line there, one back. By a socket in the user's private folder, and on
Windows by a named pipe of Qt's. QtNetwork has both; it is loaded on Windows only, since it is 4 MiB of a light that
rests, with the Kerberos and the TLS that it brings."""

import sys

from PySide6.QtCore import QObject, Signal

ANSWER = b"ok\n"
WAIT_S = 5.0
_CALLERS = 20
"""At once; a request is answered at once, so more of them are silent."""
_LONGEST = 16
"""Bytes of a request."""


if sys.platform == "win32":
    from PySide6.QtNetwork import QLocalServer, QLocalSocket

    class InstanceServer(QObject):
        """Answers each request that ends with a line feed, and emits it."""

        asked = Signal(bytes)

        def __init__(self, parent: QObject | None = None) -> None:
            super().__init__(parent)
            self._server: QLocalServer | None = None
            self._callers: list[QLocalSocket] = []

        def listen(self, name: str) -> bool:
            """Be the one that answers there; returns whether that is possible."""
            server = QLocalServer(self)
            server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
            server.newConnection.connect(self._answer)
            self._server = server
            return server.listen(name)

        def close(self) -> None:
            """Answer nobody any more."""
            if self._server is not None:
                self._server.close()
                self._server = None

        def _answer(self) -> None:
            while self._server is not None and self._server.hasPendingConnections():
                socket = self._server.nextPendingConnection()
                socket.readyRead.connect(self._read)
                socket.disconnected.connect(self._forget)
                self._callers.append(socket)
                if len(self._callers) > _CALLERS:
                    self._callers[0].abort()  # it had its time
            self._read()  # written before the connection was handled

        def _read(self) -> None:
            for socket in [one for one in self._callers if one.canReadLine()]:
                message = bytes(socket.readLine(_LONGEST).data())
                socket.write(ANSWER)
                socket.flush()  # before the request is carried out, which may be to end
                socket.disconnectFromServer()
                self.asked.emit(message)

        def _forget(self) -> None:
            gone = [one for one in self._callers if one.state() is QLocalSocket.LocalSocketState.UnconnectedState]
            for socket in gone:
                self._callers.remove(socket)
                socket.deleteLater()

    def ask(name: str, message: bytes) -> bool:
        """Send a request to the one that listens there; return whether it answered."""
        socket = QLocalSocket()
        socket.connectToServer(name)
        wait_ms = round(WAIT_S * 1000)
        if not socket.waitForConnected(wait_ms):
            return False
        socket.write(message)
        socket.waitForBytesWritten(wait_ms)
        answered = socket.waitForReadyRead(wait_ms) and socket.readAll().data() == ANSWER
        socket.disconnectFromServer()
        return answered

else:
    import os
    import socket
    from contextlib import suppress

    from PySide6.QtCore import QSocketNotifier, QTimer

    _REST_MS = 1000
    """After a connection that could not be taken: it still waits, and would wake us without end."""

    class InstanceServer(QObject):
        """Answers each request that ends with a line feed, and emits it."""

        asked = Signal(bytes)

        def __init__(self, parent: QObject | None = None) -> None:
            super().__init__(parent)
            self._name = ""
            self._server: socket.socket | None = None
            self._notifier: QSocketNotifier | None = None
            self._callers: list[_Caller] = []

        def listen(self, name: str) -> bool:
            """Be the one that answers there, in the place of one that has ended; returns whether that is possible."""
            server = socket.socket(socket.AF_UNIX)
            server.setblocking(False)
            try:
                with suppress(FileNotFoundError):
                    os.unlink(name)
                server.bind(name)  # in a folder that only this user may enter
                os.chmod(name, 0o600)
                server.listen(_CALLERS)
            except OSError:
                server.close()
                return False
            self._name, self._server = name, server
            self._notifier = _reading(server, self)
            self._notifier.activated.connect(self._answer)
            return True

        def close(self) -> None:
            """Answer nobody any more."""
            for caller in self._callers:
                caller.end()
            self._callers.clear()
            if self._server is not None and self._notifier is not None:
                _drop(self._notifier)
                self._server.close()
                self._server = self._notifier = None
                with suppress(OSError):
                    os.unlink(self._name)

        def _answer(self) -> None:
            """One at a time: however many come, all else has its turn between them."""
            server, notifier = self._server, self._notifier
            if server is None or notifier is None:
                return
            try:
                connection, _ = server.accept()
            except BlockingIOError:  # it is gone already
                return
            except OSError:  # the limit of open files is reached
                notifier.setEnabled(False)
                QTimer.singleShot(_REST_MS, notifier, lambda: notifier.setEnabled(True))
                return
            connection.setblocking(False)
            caller = _Caller(connection, self)
            caller.asked.connect(self._take)
            self._callers.append(caller)
            if len(self._callers) > _CALLERS:
                self._callers.pop(0).end()  # it had its time

        def _take(self, caller: "_Caller", message: bytes) -> None:
            if caller in self._callers:
                self._callers.remove(caller)
            caller.end()
            if message:
                self.asked.emit(message)

    class _Caller(QObject):
        """One that has connected."""

        asked = Signal(QObject, bytes)
        """What it sent, once; nothing if it went, or sent what is none."""

        def __init__(self, connection: socket.socket, parent: QObject) -> None:
            super().__init__(parent)
            self._connection = connection
            self._got = b""
            self._notifier = _reading(connection, self)
            self._notifier.activated.connect(self._read)

        def end(self) -> None:
            """Hang up."""
            _drop(self._notifier)
            self._connection.close()
            self.deleteLater()

        def _read(self) -> None:
            try:
                more = self._connection.recv(_LONGEST - len(self._got))
            except BlockingIOError:
                return
            except OSError:
                more = b""
            self._got += more
            if self._got.endswith(b"\n"):
                with suppress(OSError):  # it did not wait; what it asked for is done all the same
                    self._connection.send(ANSWER)  # before the request is carried out, which may be to end
                self.asked.emit(self, self._got)
            elif not more or len(self._got) == _LONGEST:
                self.asked.emit(self, b"")

    def _reading(connection: socket.socket, parent: QObject) -> QSocketNotifier:
        return QSocketNotifier(connection.fileno(), QSocketNotifier.Type.Read, parent)

    def _drop(notifier: QSocketNotifier) -> None:
        """Before its socket is closed: the number may belong to another one soon."""
        notifier.setEnabled(False)
        notifier.deleteLater()

    def ask(name: str, message: bytes) -> bool:
        """Send a request to the one that listens there; return whether it answered."""
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(WAIT_S)
            try:
                connection.connect(name)
                connection.sendall(message)
                return connection.recv(len(ANSWER)) == ANSWER
            except OSError:
                return False
