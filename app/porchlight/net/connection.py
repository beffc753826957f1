"""One HTTP/1.1 connection for one exchange: bytes to head and body, repaired where clients do, parsed by httptools
(llhttp).

Knows nothing of httpx, of names or of TLS; it is an asyncio protocol that gets what to send, returns the head, then
pieces of the body, and keeps the time of the first byte. Everything but the body is bounded too: heads (with every
interim answer before), chunk sizes and their extensions, trailers.
"""

import asyncio
import time
from typing import Protocol as TypingProtocol

import httptools

from porchlight.net.malformed import (
    BROKEN_CHUNKS,
    NOT_HTTP,
    TOO_LONG,
    TOO_MUCH_FRAMING,
    CutShort,
    MalformedAnswer,
)
from porchlight.net.mending import Mender

_BUFFERED = 256 * 1024
"""Bytes held for a reader that is behind, before reading from the socket pauses."""
HEAD_CAP = 64 * 1024
"""Bytes of an answer's head, and of what may come between two bytes of its body or after it."""
_MOST_HEADERS = 500
_FRAME_A_BYTE = 16
"""Bytes of chunk framing allowed for each byte of a body: the smallest chunks take five."""
_SLICE = 16 * 1024
"""Bytes that the parser gets at once: a cap is exceeded by this at most."""


class _Parser(TypingProtocol):
    def feed_data(self, data: bytes | memoryview) -> None: ...
    def set_dangerous_leniencies(self, *, lenient_spaces_after_chunk_size: bool) -> None: ...
    def get_status_code(self) -> int: ...


class HttpConnection(asyncio.Protocol):
    """Reads one answer. ``head`` resolves to (status, headers); ``read`` then gives the body piece by piece."""

    def __init__(self, *, body_expected: bool) -> None:
        self.head: asyncio.Future[tuple[int, list[tuple[bytes, bytes]]]] = asyncio.get_running_loop().create_future()
        self.first_byte: float | None = None
        """When the answer's first byte came, ``time.perf_counter``."""
        self.last_byte: float | None = None
        """When the last one came that was read, or the end of the stream."""
        self._body_expected = body_expected
        self._mender = Mender(body_expected=body_expected)
        self._parser: _Parser = httptools.HttpResponseParser(self)
        # The one leniency that llhttp itself has to provide: docs/decisions/0037 explains its flags.
        self._parser.set_dangerous_leniencies(lenient_spaces_after_chunk_size=True)
        self._transport: asyncio.Transport | None = None
        self._headers: list[tuple[bytes, bytes]] = []
        self._head_complete = False
        self._framing = 0
        """Bytes since the head's beginning or the body's last byte that were not body."""
        self._allowance = HEAD_CAP
        """Bytes of framing that may still come."""
        self._pieces: list[bytes] = []
        self._buffered = 0
        self._reading_paused = False
        self._framed = False
        self._complete = False
        self._failure: Exception | None = None
        self._waiter: asyncio.Future[None] | None = None

    # -- called by asyncio

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport  # type: ignore[assignment]  # a stream's transport, by construction

    def data_received(self, data: bytes) -> None:
        if not self._complete:
            self.last_byte = time.perf_counter()
        if self.first_byte is None:
            self.first_byte = self.last_byte
        view = memoryview(data)
        for begin in range(0, len(data), _SLICE):
            if self._complete or self._failure:
                return
            self._feed(view[begin : begin + _SLICE])

    def eof_received(self) -> None:
        self._end_of_stream()

    def connection_lost(self, error: Exception | None) -> None:
        self._end_of_stream(error)

    # -- called by httptools

    def on_header(self, name: bytes, value: bytes) -> None:
        if self._head_complete:
            return  # a trailer, or of an unexpected answer: neither may change the head (RFC 9110 §6.5.1)
        if len(self._headers) >= _MOST_HEADERS:
            self._fail(MalformedAnswer(TOO_LONG))
            return
        self._headers.append((name, value))
        if name.lower() in (b"content-length", b"transfer-encoding"):
            self._framed = True

    def on_headers_complete(self) -> None:
        status = self._parser.get_status_code()
        if self._complete or self._failure or 100 <= status < 200:
            return
        if status < 100:
            self._fail(MalformedAnswer())
            return
        self._head_complete = True
        self._framing = 0
        if not self.head.done():
            self.head.set_result((status, self._headers))
        if not self._body_expected:
            self._finish()

    def on_body(self, body: bytes) -> None:
        if self._complete or self._failure:
            return  # after the answer's end
        self._pieces.append(body)  # counted in _feed: a hostile answer has a hundred thousand pieces

    def on_message_complete(self) -> None:
        if self._parser.get_status_code() < 200:  # 100, 103: the final answer is still to come
            if self._parser.get_status_code() == 101:  # to a protocol that was not requested
                self._fail(MalformedAnswer())
            self._headers = []
            self._framed = False
            return
        self._finish()

    # -- called by the transport of httpx

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

    def _feed(self, data: memoryview) -> None:
        pieces_before = len(self._pieces)
        try:
            if mended := self._mender.feed(data):
                self._parser.feed_data(mended)
        except MalformedAnswer as error:
            self._fail(error)
        except httptools.HttpParserUpgrade:
            self._finish()
        except httptools.HttpParserError:
            if not self._complete:  # bytes after a whole answer do not make it wrong
                self._fail(MalformedAnswer(BROKEN_CHUNKS if self._head_complete else NOT_HTTP))
        if body := sum(map(len, self._pieces[pieces_before:])):
            self._buffered += body
            if self._buffered > _BUFFERED and self._transport is not None and not self._reading_paused:
                self._reading_paused = True
                self._transport.pause_reading()
            self._wake()
        self._framing = 0 if body else self._framing + len(data)
        if self._head_complete:
            self._allowance += body * (_FRAME_A_BYTE + 1) - len(data)
        if self._framing > HEAD_CAP:
            self._fail(MalformedAnswer(TOO_MUCH_FRAMING if self._head_complete else TOO_LONG))
        elif self._allowance < 0:
            self._fail(MalformedAnswer(TOO_MUCH_FRAMING))

    def _end_of_stream(self, error: Exception | None = None) -> None:
        if self._complete or self._failure:
            return
        self.last_byte = time.perf_counter()
        if error is not None:
            self._fail(error)
        elif self.head.done() and not self.head.cancelled() and not self._framed:
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
            self.head.exception()  # mark as retrieved: the exchange may have been cancelled
        self._wake()

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)
