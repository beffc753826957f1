"""Servers that speak just enough of MySQL or PostgreSQL to do harm: they ask for the password in clear text, for
files of the client's, and never stop sending. Loopback only; each ends with its test, and after so many bytes by
itself."""

import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

MOST_SENT = 400 * 1024 * 1024
SECONDS = 20.0


@dataclass
class Received:
    """All bytes that clients sent."""

    port: int = 0
    data: bytearray = field(default_factory=bytearray)
    sent: int = 0


@dataclass
class Talk:
    """One connection, as a server's behaviour uses it."""

    sock: socket.socket
    received: Received

    def send(self, data: bytes) -> None:
        self.received.sent += len(data)
        if self.received.sent > MOST_SENT:
            raise ConnectionError("enough")
        self.sock.sendall(data)

    def exactly(self, count: int) -> bytes:
        found = b""
        while len(found) < count:
            piece = self.sock.recv(count - len(found))
            if not piece:
                raise ConnectionError("gone")
            self.received.data += piece
            found += piece
        return found

    def rest(self) -> None:
        """Whatever still comes, until the client has gone."""
        with suppress(OSError):
            while piece := self.sock.recv(65_536):
                self.received.data += piece


Behaviour = Callable[[Talk], None]


@contextmanager
def serving(behaviour: Behaviour, host: str = "127.0.0.1") -> Iterator[Received]:
    """A server that treats each connection so."""
    received, open_ones = Received(), []
    with socket.create_server((host, 0)) as listening:
        received.port = listening.getsockname()[1]

        def talk(sock: socket.socket) -> None:
            with sock, suppress(OSError, struct.error):
                sock.settimeout(SECONDS)
                behaviour(Talk(sock, received))

        def accept() -> None:
            with suppress(OSError):
                while True:
                    sock, _ = listening.accept()
                    open_ones.append(sock)
                    threading.Thread(target=talk, args=(sock,), daemon=True).start()

        threading.Thread(target=accept, daemon=True).start()
        try:
            yield received
        finally:
            with suppress(OSError):
                listening.shutdown(socket.SHUT_RDWR)
            for sock in open_ones:
                with suppress(OSError):
                    sock.shutdown(socket.SHUT_RDWR)


# -- MySQL

_CLIENT_SSL = 0x800
_CAPABILITIES = 0x000F_FFFF & ~_CLIENT_SSL
MYSQL_OK = b"\x00\x00\x00\x02\x00\x00\x00"


def mysql_packet(number: int, payload: bytes) -> bytes:
    return struct.pack("<I", len(payload))[:3] + bytes([number % 256]) + payload


def mysql_greeting(plugin: bytes = b"mysql_native_password", version: bytes = b"8.0.40") -> bytes:
    return (
        b"\x0a" + version + b"\0" + struct.pack("<I", 7) + b"saltsalt" + b"\0"
        + struct.pack("<HBHHB", _CAPABILITIES & 0xFFFF, 45, 2, _CAPABILITIES >> 16, 21)
        + b"\0" * 10 + b"moresaltmore\0" + plugin + b"\0"
    )  # fmt: skip


def _mysql_read(talk: Talk) -> tuple[int, bytes]:
    head = talk.exactly(4)
    return head[3], talk.exactly(int.from_bytes(head[:3], "little"))


def mysql_asking(switch: bytes, greeting: bytes = b"mysql_native_password") -> Behaviour:
    """Asks for the password again, in the way of ``switch`` (the plug-in with what it sends along)."""

    def behave(talk: Talk) -> None:
        talk.send(mysql_packet(0, mysql_greeting(greeting)))
        number, _ = _mysql_read(talk)
        talk.send(mysql_packet(number + 1, switch))
        talk.rest()

    return behave


def mysql_full_login(pem: bytes) -> Behaviour:
    """Asks for the whole password as MySQL 8 does of one that it has not seen, to be encrypted for ``pem``."""

    def behave(talk: Talk) -> None:
        talk.send(mysql_packet(0, mysql_greeting(b"caching_sha2_password")))
        number, _ = _mysql_read(talk)
        talk.send(mysql_packet(number + 1, b"\x01\x04"))
        number, _ = _mysql_read(talk)
        talk.send(mysql_packet(number + 1, b"\x01" + pem))
        talk.rest()

    return behave


def mysql_answering(answer: Callable[[Talk, bytes], None]) -> Behaviour:
    """Lets everybody in, and answers each command by ``answer``, whose first packet has the number 1."""

    def behave(talk: Talk) -> None:
        talk.send(mysql_packet(0, mysql_greeting()))
        number, _ = _mysql_read(talk)
        talk.send(mysql_packet(number + 1, MYSQL_OK))
        while True:
            _, command = _mysql_read(talk)
            if command[1:].upper().startswith((b"SET ", b"ROLLBACK", b"COMMIT")):
                talk.send(mysql_packet(1, MYSQL_OK))
            else:
                answer(talk, command)

    return behave


def mysql_column(name: bytes = b"x", kind: int = 253) -> bytes:
    def text(value: bytes) -> bytes:
        return bytes([len(value)]) + value

    return (
        text(b"def") + text(b"") + text(b"") + text(b"") + text(name) + text(name)
        + b"\x0c" + struct.pack("<HIBHB", 45, 1024, kind, 0, 0) + b"\0\0"
    )  # fmt: skip


def mysql_row(value: bytes, *, kind: int = 253) -> Callable[[Talk, bytes], None]:
    """One row with one value."""

    def answer(talk: Talk, command: bytes) -> None:
        length = b"\xfd" + struct.pack("<I", len(value))[:3] if len(value) > 250 else bytes([len(value)])
        for number, payload in enumerate(
            [b"\x01", mysql_column(kind=kind), b"\xfe\0\0\x02\0", length + value, b"\xfe\0\0\x02\0"], start=1
        ):
            talk.send(mysql_packet(number, payload))

    return answer


def mysql_endless_rows(talk: Talk, command: bytes) -> None:
    talk.send(mysql_packet(1, b"\x01") + mysql_packet(2, mysql_column()) + mysql_packet(3, b"\xfe\0\0\x02\0"))
    number = 4
    while True:
        talk.send(b"".join(mysql_packet(number + n, b"\xfc\xe8\x03" + b"x" * 1000) for n in range(64)))
        number += 64


def mysql_endless_packet(talk: Talk, command: bytes) -> None:
    for number in range(1, 10_000):
        talk.send(b"\xff\xff\xff" + bytes([number % 256]) + b"x" * 0xFFFFFF)


def mysql_wants_a_file(talk: Talk, command: bytes) -> None:
    talk.send(mysql_packet(1, b"\xfb/etc/hostname"))
    talk.rest()


# -- PostgreSQL

POSTGRES_READY = b"Z\0\0\0\5I"


def postgres_message(kind: bytes, payload: bytes) -> bytes:
    return kind + struct.pack("!I", len(payload) + 4) + payload


def _postgres_begin(talk: Talk) -> None:
    """Read the start-up message; TLS and GSS are refused."""
    while True:
        (length,) = struct.unpack("!I", talk.exactly(4))
        body = talk.exactly(length - 4)
        if body[:4] not in (struct.pack("!I", 80877103), struct.pack("!I", 80877104)):
            return
        talk.send(b"N")


def postgres_asking(code: int, more: bytes = b"") -> Behaviour:
    """Asks for the password by a method (3: in clear text, 5: MD5)."""

    def behave(talk: Talk) -> None:
        _postgres_begin(talk)
        talk.send(postgres_message(b"R", struct.pack("!I", code) + more))
        talk.rest()

    return behave


def postgres_starting(flood: Callable[[Talk], None]) -> Behaviour:
    """Lets everybody in, then goes on and on before it is ready."""

    def behave(talk: Talk) -> None:
        _postgres_begin(talk)
        talk.send(postgres_message(b"R", struct.pack("!I", 0)))
        flood(talk)

    return behave


def postgres_answering(answer: Callable[[Talk, bytes], None], version: bytes = b"16.4") -> Behaviour:
    """Lets everybody in, and answers each query by ``answer``."""

    def behave(talk: Talk) -> None:
        _postgres_begin(talk)
        talk.send(postgres_message(b"R", struct.pack("!I", 0)))
        for name, value in (
            (b"server_version", version),
            (b"client_encoding", b"UTF8"),
            (b"server_encoding", b"UTF8"),
        ):
            talk.send(postgres_message(b"S", name + b"\0" + value + b"\0"))
        talk.send(postgres_message(b"K", b"\0" * 8) + POSTGRES_READY)
        while True:
            kind = talk.exactly(1)
            (length,) = struct.unpack("!I", talk.exactly(4))
            body = talk.exactly(length - 4)
            if kind == b"X":
                return
            if kind in (b"Q", b"S"):
                answer(talk, body)

    return behave


def _postgres_columns() -> bytes:
    return postgres_message(b"T", struct.pack("!h", 1) + b"x\0" + struct.pack("!IhIhih", 0, 0, 25, -1, -1, 0))


def postgres_row(value: bytes) -> Callable[[Talk, bytes], None]:
    """One row with one text."""

    def answer(talk: Talk, query: bytes) -> None:
        row = postgres_message(b"D", struct.pack("!hi", 1, len(value)) + value)
        done = postgres_message(b"C", b"SELECT 1\0") + POSTGRES_READY
        talk.send(b"1\0\0\0\4" + b"2\0\0\0\4" if not query else b"")
        talk.send(_postgres_columns() + row + done)

    return answer


def postgres_endless_rows(talk: Talk, query: bytes) -> None:
    talk.send(_postgres_columns())
    row = postgres_message(b"D", struct.pack("!hi", 1, 1000) + b"x" * 1000)
    while True:
        talk.send(row * 64)


def postgres_endless_notices(talk: Talk, query: bytes = b"") -> None:
    notice = postgres_message(b"N", b"SNOTICE\0C00000\0M" + b"\x1b[31mlook here " * 50 + b"\0\0")
    while True:
        talk.send(notice * 16)


def postgres_huge_value(talk: Talk, query: bytes) -> None:
    size = 1_000_000_000
    talk.send(_postgres_columns() + b"D" + struct.pack("!Ihi", size + 10, 1, size))
    while True:
        talk.send(b"x" * 1_048_576)


def postgres_endless_parameters(talk: Talk) -> None:
    number = 0
    while True:
        number += 1
        talk.send(postgres_message(b"S", b"name%d\0" % number + b"x" * 1000 + b"\0"))


def garbage(data: bytes) -> Behaviour:
    """Something that is no greeting at all."""

    def behave(talk: Talk) -> None:
        talk.send(data)
        talk.rest()

    return behave
