"""Sockets: connected by the way of RFC 8305, and one sentence for each of the system's errors.

A socket has one owner at a time: ``connect_any`` until it returns, the caller for the one step to ``attach``, then
its transport, which alone may close it. asyncio keeps a transport by the number of its socket: if its socket is
closed by others, it is still watched, and takes the number's next connection for its own.
"""

import asyncio
import errno
import os
import socket
import ssl

import aiohappyeyeballs

from porchlight.language.text import Text, msg
from porchlight.model.status import Reason
from porchlight.net.host_names import certificate_name
from porchlight.net.resolver import AddressInfo


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


async def attach(protocol: asyncio.Protocol, sock: socket.socket) -> asyncio.Transport:
    """A plain transport that owns ``sock`` from here on, also when this is cancelled. Raises OSError."""
    transport, _ = await asyncio.get_running_loop().create_connection(lambda: protocol, sock=sock)
    return transport


class SpeaksFirst(OSError):
    """Something came in clear text before the TLS handshake: a TLS server sends nothing before the client's hello."""


async def attach_secured(
    protocol: asyncio.Protocol, sock: socket.socket, context: ssl.SSLContext, name: str
) -> asyncio.Transport:
    """A transport with TLS from its first byte, that owns ``sock`` from here on; raises as ``secure``.

    Clear text never reaches ``protocol``: an answer injected before the handshake would otherwise be taken for the
    server's.
    """
    listener = _Listener()
    transport = await attach(listener, sock)
    if listener.received:
        transport.abort()
        raise SpeaksFirst
    return await secure(transport, protocol, context, name)


class _Listener(asyncio.Protocol):
    """Notes that bytes came, and keeps none of them."""

    received = False

    def data_received(self, data: bytes) -> None:
        self.received = True


async def secure(
    transport: asyncio.Transport, protocol: asyncio.Protocol, context: ssl.SSLContext, name: str
) -> asyncio.Transport:
    """TLS on a plain transport for ``protocol``, the certificate checked for ``name`` where the context checks.

    Not by ``create_connection(ssl=…)``: cancelled in its first moment, it closes nothing (CPython 3.11 to 3.13,
    ``SSLProtocol._start_shutdown`` before ``connection_made``). Here the plain transport is kept, and always closed.
    Raises OSError (``ssl.SSLError`` too), and ValueError for a name that no certificate can have.
    """
    try:
        if not (asked := certificate_name(name)):
            raise ValueError("no certificate can be for such a name")
        secured = await asyncio.get_running_loop().start_tls(transport, protocol, context, server_hostname=asked)
    except BaseException:
        transport.abort()
        raise
    if secured is None:  # lost in the moment in which the handshake ended
        raise ConnectionResetError
    protocol.connection_made(secured)
    return secured


def explain_socket_error(error: BaseException, where: str) -> tuple[Reason, Text]:
    """Reason and sentence for what a socket raised; ``where`` names the server."""
    if isinstance(error, ConnectionRefusedError):
        return Reason.REFUSED, msg("{where} refused the connection.", where=where)
    if isinstance(error, ConnectionResetError | BrokenPipeError | ConnectionAbortedError):
        return Reason.REFUSED, msg("{where} dropped the connection.", where=where)
    if isinstance(error, TimeoutError):
        return Reason.TIMEOUT, msg("{where} did not answer.", where=where)
    if isinstance(error, OSError) and error.errno in (errno.EMFILE, errno.ENFILE):
        return Reason.INTERNAL, msg("This computer has no free connections left. Check fewer components at once.")
    if isinstance(error, OSError) and error.errno and error.errno not in (errno.ENETUNREACH, errno.EHOSTUNREACH):
        why = os.strerror(error.errno).lower()
        return Reason.UNREACHABLE, msg("{where} cannot be reached ({error}).", where=where, error=why)
    return Reason.UNREACHABLE, msg("{where} cannot be reached from this computer.", where=where)


def name_not_found(host: str) -> Text:
    """The sentence for a host whose name cannot be resolved."""
    return msg("The name {host} could not be found.", host=host)
