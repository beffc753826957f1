"""A pool in front of a PostgreSQL server, as far as PgBouncer differs at the start: what it does with options."""

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from tests.hostile.databases import Talk, postgres_message, serving

_ENCRYPTION = {struct.pack("!I", 80877103), struct.pack("!I", 80877104)}


def refusal(sqlstate: str, text: str) -> bytes:
    """PostgreSQL's message for a connection that is not given."""
    fields = {b"S": "FATAL", b"V": "FATAL", b"C": sqlstate, b"M": text}
    return postgres_message(b"E", b"".join(k + v.encode() + b"\0" for k, v in fields.items()) + b"\0")


@contextmanager
def pool(
    port: int, *, drops_options: bool = False, text: str = "unsupported startup parameter: options"
) -> Iterator[int]:
    """The port of a pool before the server at ``port``. It refuses a connection with options with ``text``, or
    takes it and drops them without answering (PgBouncer's ``ignore_startup_parameters``)."""

    def behave(talk: Talk) -> None:
        while True:
            (length,) = struct.unpack("!I", talk.exactly(4))
            body = talk.exactly(length - 4)
            if body[:4] not in _ENCRYPTION:
                break
            talk.send(b"N")
        pieces = body[4:].rstrip(b"\0").split(b"\0")
        wanted = dict(zip(pieces[::2], pieces[1::2], strict=True))
        if b"options" in wanted and not drops_options:
            talk.send(refusal("08P01", text))
            return
        wanted.pop(b"options", None)
        start = body[:4] + b"".join(k + b"\0" + v + b"\0" for k, v in wanted.items()) + b"\0"
        with socket.create_connection(("127.0.0.1", port)) as server:
            server.sendall(struct.pack("!I", len(start) + 4) + start)
            threading.Thread(target=_pump, args=(server, talk.sock), daemon=True).start()
            _pump(talk.sock, server)

    with serving(behave) as heard:
        yield heard.port


def _pump(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while piece := source.recv(65_536):
            target.sendall(piece)
        target.shutdown(socket.SHUT_WR)
