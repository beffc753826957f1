"""Sockets of probes: connected by the way of RFC 8305, and plain words for what the system says of them."""

import asyncio
import errno
import os
import socket

import aiohappyeyeballs

from app.model.status import Reason
from app.probes.resolver import AddressInfo


async def connect_any(addresses: list[AddressInfo]) -> socket.socket:
    """A connected socket; with several addresses the way of RFC 8305 (happy eyeballs). Raises OSError."""
    loop = asyncio.get_running_loop()
    if len(addresses) > 1:
        return await aiohappyeyeballs.start_connection(addresses, happy_eyeballs_delay=0.25, interleave=1)
    family, kind, protocol, _, address = addresses[0]
    sock = socket.socket(family, kind, protocol)
    try:
        sock.setblocking(False)
        await loop.sock_connect(sock, address)
    except BaseException:
        sock.close()
        raise
    return sock


def explain_socket_error(error: BaseException, where: str) -> tuple[Reason, str]:
    """Reason and sentence for what a socket raised; ``where`` names the server."""
    if isinstance(error, ConnectionRefusedError):
        return Reason.REFUSED, f"the connection was refused by {where}"
    if isinstance(error, ConnectionResetError | BrokenPipeError | ConnectionAbortedError):
        return Reason.REFUSED, f"{where} broke the connection off"
    if isinstance(error, TimeoutError):
        return Reason.TIMEOUT, f"{where} does not answer"
    if isinstance(error, OSError) and error.errno in (errno.EMFILE, errno.ENFILE):
        return Reason.INTERNAL, "this computer has no more connections to give; check fewer components at once"
    if isinstance(error, OSError) and error.errno and error.errno not in (errno.ENETUNREACH, errno.EHOSTUNREACH):
        return Reason.UNREACHABLE, f"{where} cannot be reached ({os.strerror(error.errno).lower()})"
    return Reason.UNREACHABLE, f"{where} cannot be reached from this computer"
