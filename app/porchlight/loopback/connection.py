"""One connection: HTTP/1.1 by h11, request after request, with a limit on everything that a caller controls."""

import asyncio
import logging
from contextlib import suppress
from email.utils import formatdate
from http import HTTPStatus

import h11

from porchlight.loopback.answers import Answer, Refusal
from porchlight.loopback.callers import Head, Service

_log = logging.getLogger(__name__)

LONGEST_HEAD = 16 * 1024
"""Bytes of a request line with its headers."""
_FRAMES = 64 * 1024
"""Bytes of framing allowed for many small chunks beside their contents."""
_PIECE = 1024
"""Bytes processed before others have their turn: full of the smallest chunks they take h11 some milliseconds."""
_LINGER = 1.0
"""Seconds for which a refused caller's further bytes are discarded: closed at once, the answer would be lost."""


class Connection:
    """``idle`` is how long the next request may take to begin, ``limit`` how long it may take in all, seconds."""

    def __init__(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        service: Service,
        *,
        idle: float,
        limit: float,
        crowded: bool = False,
    ) -> None:
        """``crowded``: there are too many already; every request gets that answer."""
        self._reader = reader
        self._writer = writer
        self._service = service
        self._longest = service.longest_body + LONGEST_HEAD + _FRAMES
        self._idle = idle
        self._limit = limit
        self._crowded = crowded
        self._http = h11.Connection(h11.SERVER, max_incomplete_event_size=LONGEST_HEAD)
        self._received = 0

    async def run(self) -> None:
        """Until it is closed. Raises nothing."""
        try:
            while await self._one():
                continue
            await self._close()
        except OSError as error:
            _log.debug("a caller has gone: %s", type(error).__name__)
        except Exception:
            _log.exception("a connection failed")
        finally:
            self._writer.transport.abort()

    async def _one(self) -> bool:
        """Answer one request; return whether another one may follow."""
        self._received = 0
        try:
            async with asyncio.timeout(self._idle):
                if self._http.trailing_data[0] == b"" and not await self._receive():
                    return False
        except TimeoutError:
            return False
        is_head = False
        try:
            async with asyncio.timeout(self._limit):
                request = await self._event()
                if not isinstance(request, h11.Request):
                    return False
                head = _head(request)
                is_head = head.method == "HEAD"
                if self._crowded:
                    answer = _CROWDED.answer()
                else:
                    answer = await self._service.answer(head, lambda: self._body(head))
        except TimeoutError:
            answer = Refusal(HTTPStatus.REQUEST_TIMEOUT, "The request took too long to arrive.").answer()
        except Refusal as refusal:
            answer = refusal.answer()
        except h11.RemoteProtocolError as error:
            answer = _unreadable(error).answer()
        except ConnectionError:
            raise
        except Exception:
            _log.exception("a request could not be answered")
            answer = Refusal(
                HTTPStatus.INTERNAL_SERVER_ERROR, "Internal error. See Porchlight's log for details."
            ).answer()
        goes_on = self._is_read() and not self._crowded
        await self._send(answer, with_body=not is_head, goes_on=goes_on)
        if not goes_on or self._http.our_state is not h11.DONE:
            return False
        self._http.start_next_cycle()
        await asyncio.sleep(0)  # the next one may be here already, and hundreds after it
        return True

    async def _receive(self) -> bool:
        """Give h11 what has come; return whether anything did."""
        piece = await self._reader.read(_PIECE)
        await asyncio.sleep(0)  # what has arrived already is read without a pause
        self._received += len(piece)
        if self._received > self._longest:
            raise self._too_long()
        self._http.receive_data(piece)
        return bool(piece)

    async def _event(self) -> h11.Event:
        while True:
            event = self._http.next_event()
            if isinstance(event, h11.Event):
                return event
            if self._http.they_are_waiting_for_100_continue:
                self._write(h11.InformationalResponse(status_code=100, headers=[]))
            await self._receive()

    async def _body(self, head: Head) -> bytes:
        length = head.one("content-length")
        if length.isdecimal() and int(length) > self._service.longest_body:
            raise self._too_long()
        body = bytearray()
        while isinstance(event := await self._event(), h11.Data):
            body += event.data
            if len(body) > self._service.longest_body:
                raise self._too_long()
        return bytes(body)

    def _too_long(self) -> Refusal:
        longest = self._service.longest_body
        if not longest:
            return Refusal(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "This path accepts no body.")
        sentence = f"The body is longer than {longest // 1024} KiB. Send less at a time."
        return Refusal(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, sentence)

    def _is_read(self) -> bool:
        """Whether the request is complete, by what has arrived so far."""
        try:
            while self._http.their_state is h11.SEND_BODY and isinstance(self._http.next_event(), h11.Data):
                continue
        except h11.RemoteProtocolError:
            return False
        return self._http.their_state is h11.DONE

    async def _send(self, answer: Answer, *, with_body: bool, goes_on: bool) -> None:
        headers = {
            "Content-Type": answer.content_type,
            "Content-Length": str(len(answer.body)),
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
            "Date": formatdate(usegmt=True),
            **answer.headers,
            **({} if goes_on else {"Connection": "close"}),
        }
        _log.debug("answered %d", answer.status)
        response = h11.Response(status_code=answer.status, headers=list(headers.items()), reason=answer.status.phrase)
        self._write(response, *([h11.Data(data=answer.body)] if with_body else []), h11.EndOfMessage())
        async with asyncio.timeout(self._limit):
            await self._writer.drain()

    def _write(self, *events: h11.Event) -> None:
        self._writer.write(b"".join(self._http.send(event) or b"" for event in events))

    async def _close(self) -> None:
        """Signal the end of the answer, and read from the caller for a moment longer."""
        if self._writer.can_write_eof():
            self._writer.write_eof()
        left = self._longest
        with suppress(TimeoutError):
            async with asyncio.timeout(_LINGER):
                while left > 0 and (piece := await self._reader.read(65_536)):
                    left -= len(piece)


_CROWDED = Refusal(
    HTTPStatus.SERVICE_UNAVAILABLE, "Too many connections. Try again shortly.", headers={"Retry-After": "1"}
)


def _head(request: h11.Request) -> Head:
    headers = tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in request.headers)
    return Head(request.method.decode("latin-1"), request.target.decode("latin-1"), headers)


def _unreadable(error: h11.RemoteProtocolError) -> Refusal:
    if error.error_status_hint == HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE:
        return Refusal(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, "The headers are too long.")
    if error.error_status_hint == HTTPStatus.NOT_IMPLEMENTED:
        return Refusal(HTTPStatus.NOT_IMPLEMENTED, "The only supported transfer encoding is chunked.")
    return Refusal(HTTPStatus.BAD_REQUEST, "This is not a valid HTTP/1.1 request.")
