"""One HTTP/1.1 connection for one exchange: bytes to head and body, parsed by httptools (llhttp).

Knows nothing of httpx, of names or of TLS; it is an asyncio protocol that is told what to send and answers with
the head, then with pieces of the body, and keeps the time of the first byte.
"""

import asyncio
import time
from typing import Protocol as TypingProtocol

import httptools

_BUFFERED = 256 * 1024
"""Bytes held for a reader that is behind, before reading from the socket pauses."""


class MalformedAnswer(Exception):
    """What came is not HTTP."""


class CutShort(Exception):
    """The connection ended before the answer was whole."""

    def __init__(self, *, head_seen: bool) -> None:
        super().__init__("connection closed before the answer was whole")
        self.head_seen = head_seen


class _Parser(TypingProtocol):
    def feed_data(self, data: bytes) -> None: ...
    def get_status_code(self) -> int: ...


class HttpConnection(asyncio.Protocol):
    """Reads one answer. ``head`` resolves to (status, headers); ``read`` then gives the body piece by piece."""

    def __init__(self, *, body_expected: bool) -> None:
        self.head: asyncio.Future[tuple[int, list[tuple[bytes, bytes]]]] = asyncio.get_running_loop().create_future()
        self.first_byte: float | None = None
        """When the answer's first byte came, ``time.perf_counter``."""
        self._body_expected = body_expected
        self._parser: _Parser = httptools.HttpResponseParser(self)
        self._transport: asyncio.Transport | None = None
        self._headers: list[tuple[bytes, bytes]] = []
        self._pieces: list[bytes] = []
        self._buffered = 0
        self._reading_paused = False
        self._framed = False
        self._complete = False
        self._failure: Exception | None = None
        self._waiter: asyncio.Future[None] | None = None

    # -- what asyncio calls

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport  # type: ignore[assignment]  # a stream's transport, by construction

    def data_received(self, data: bytes) -> None:
        if self.first_byte is None:
            self.first_byte = time.perf_counter()
        if self._complete or self._failure:
            return
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserUpgrade:
            self._finish()
        except httptools.HttpParserError as error:
            if not self._complete:  # bytes behind a whole answer do not make it wrong
                self._fail(MalformedAnswer(str(error)))

    def eof_received(self) -> None:
        self._end_of_stream()

    def connection_lost(self, error: Exception | None) -> None:
        if error is not None and not self._complete:
            self._fail(error)
        self._end_of_stream()

    # -- what httptools calls

    def on_header(self, name: bytes, value: bytes) -> None:
        self._headers.append((name, value))
        if name.lower() in (b"content-length", b"transfer-encoding"):
            self._framed = True

    def on_headers_complete(self) -> None:
        status = self._parser.get_status_code()
        if status < 200:
            return
        if not self.head.done():
            self.head.set_result((status, self._headers))
        if not self._body_expected:
            self._finish()

    def on_body(self, body: bytes) -> None:
        self._pieces.append(body)
        self._buffered += len(body)
        if self._buffered > _BUFFERED and self._transport is not None and not self._reading_paused:
            self._reading_paused = True
            self._transport.pause_reading()
        self._wake()

    def on_message_complete(self) -> None:
        if self._parser.get_status_code() < 200:  # 100, 103: the answer proper is still to come
            self._headers = []
            self._framed = False
            return
        self._finish()

    # -- what the transport of httpx calls

    def send(self, data: bytes) -> None:
        """Write the request."""
        if self._transport is not None:
            self._transport.write(data)

    async def read(self) -> bytes:
        """The next piece of the body; empty at its end. Raises MalformedAnswer, CutShort or OSError."""
        while not self._pieces:
            if self._failure is not None:
                raise self._failure
            if self._complete:
                return b""
            self._waiter = asyncio.get_running_loop().create_future()
            try:
                await self._waiter
            finally:
                self._waiter = None
        piece = b"".join(self._pieces)
        self._pieces.clear()
        self._buffered = 0
        if self._reading_paused and self._transport is not None and not self._transport.is_closing():
            self._reading_paused = False
            self._transport.resume_reading()
        return piece

    def abort(self) -> None:
        """Close at once, without waiting for anything."""
        if self._transport is not None:
            self._transport.abort()

    # -- inside

    def _end_of_stream(self) -> None:
        if self._complete or self._failure:
            return
        if self.head.done() and not self.head.cancelled() and not self._framed:
            self._finish()  # the end of the connection is the end of a body without a length (RFC 9112 §6.3)
        else:
            self._fail(CutShort(head_seen=self.head.done()))

    def _finish(self) -> None:
        self._complete = True
        self._wake()

    def _fail(self, error: Exception) -> None:
        if self._failure is not None or self._complete:
            return
        self._failure = error
        if not self.head.done():
            self.head.set_exception(error)
            self.head.exception()  # mark as seen: the exchange may have been cancelled
        self._wake()

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)
