"""A network backend for httpcore that limits what a receiver can send at a time.

h11 bounds each single event; a receiver may still send events for ever: interim answers (``103``), chunks with long
extensions. So bytes are counted from our last write on.
"""

import ssl
from collections.abc import Iterable
from typing import Any, Final

import httpcore

from porchlight.net.addresses import is_localhost_name
from porchlight.net.host_names import certificate_name

_PIECE: Final = 4 * 1024
"""Bytes that are processed without a pause: a hundred and more of the shortest answers."""


class AnswerTooLong(httpcore.RemoteProtocolError):
    """The receiver sent more than an answer may have."""


class BoundedNetwork(httpcore.AsyncNetworkBackend):
    """Connections on which at most ``most`` bytes are read after each write."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._network = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """See AsyncNetworkBackend."""
        if is_localhost_name(host):
            host = "localhost"  # never looked up: a server could answer with another computer (RFC 6761 §6.3)
        stream = await self._network.connect_tcp(host, port, timeout, local_address, socket_options)
        return _BoundedStream(stream, self._most)

    async def sleep(self, seconds: float) -> None:
        """See AsyncNetworkBackend."""
        await self._network.sleep(seconds)


class _BoundedStream(httpcore.AsyncNetworkStream):
    def __init__(self, stream: httpcore.AsyncNetworkStream, most: int) -> None:
        self._stream = stream
        self._most = most
        self._left = most

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        if self._left <= 0:
            raise AnswerTooLong
        piece = await self._stream.read(min(max_bytes, self._left, _PIECE), timeout)
        self._left -= len(piece)
        return piece

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._left = self._most
        await self._stream.write(buffer, timeout)

    async def aclose(self) -> None:
        await self._stream.aclose()

    async def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.AsyncNetworkStream:
        name = certificate_name(server_hostname or "")  # httpcore would use a name with the dot at its end
        stream = await self._stream.start_tls(ssl_context, name or server_hostname, timeout)
        return _BoundedStream(stream, self._most)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
