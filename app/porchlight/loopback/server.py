"""Listens on loopback and runs a separate task for each connection, so many at once."""

import asyncio
import logging
import socket
import sys
from collections.abc import Callable

from porchlight.dataclass import dataclass
from porchlight.loopback.callers import Service
from porchlight.loopback.connection import Connection

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits for callers; seconds and counts."""

    idle: float = 15.0
    """Until the next request begins."""
    request: float = 10.0
    """For a request to arrive and be answered."""
    connections: int = 64
    """That are served at once."""
    turned_away: int = 192
    """Beyond these, callers get a refusal; even more are closed without one."""


async def serve(port: int, service: Service, listening: Callable[[], None], limits: Limits) -> None:
    """Serve until cancelled; ``listening`` is called once it does. Raises OSError where the port is taken."""
    sockets = _listen(port)
    servers: list[asyncio.Server] = []
    is_open = True
    count = 0
    async with asyncio.TaskGroup() as group:

        def came(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            nonlocal count
            if not is_open or count >= limits.connections + limits.turned_away:
                writer.transport.abort()
                return
            crowded = count >= limits.connections
            count += 1
            work = Connection(reader, writer, service, idle=limits.idle, limit=limits.request, crowded=crowded).run()
            group.create_task(work, name="a caller").add_done_callback(went)

        def went(task: "asyncio.Task[None]") -> None:
            nonlocal count
            count -= 1

        try:
            servers += [await asyncio.start_server(came, sock=sock) for sock in sockets]
            listening()
            await asyncio.get_running_loop().create_future()
        finally:
            is_open = False
            for server in servers:
                server.close()
            for sock in sockets:
                sock.close()


def _listen(port: int) -> list[socket.socket]:
    """Sockets on 127.0.0.1 and, where this computer has IPv6, ::1. Raises OSError."""
    sockets = [_bound(socket.AF_INET, "127.0.0.1", port)]
    try:
        sockets.append(_bound(socket.AF_INET6, "::1", port))
    except OSError as error:
        _log.debug("not listening on ::1: %s", error.strerror)
    return sockets


def _bound(family: socket.AddressFamily, address: str, port: int) -> socket.socket:
    # With the protocol named asyncio sends at once (TCP_NODELAY); else an answer may wait 40 ms for an ACK.
    sock = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if sys.platform == "win32":
            # Without it another program could bind the same port and read what is meant for this one.
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        sock.bind((address, port))
        sock.listen(128)
        sock.setblocking(False)
    except OSError:
        sock.close()
        raise
    return sock
