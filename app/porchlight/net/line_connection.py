"""One TCP connection for a dialogue in lines (SMTP, IMAP, POP3), bounded whatever the server sends.

An asyncio protocol rather than asyncio's streams, because bytes from before TLS must be noticed: those after the
answer to STARTTLS come from somebody in between (CVE-2011-0411) and must never be trusted.
"""

import asyncio
import ssl

from porchlight.language.text import msg
from porchlight.model.status import Reason
from porchlight.net.failures import ExchangeFailed
from porchlight.net.sockets import explain_socket_error, secure
from porchlight.net.tls import tls_fault

LINE_CAP = 8192
"""Bytes of one line at most; RFC 5321 asks for 512, IMAP servers send capabilities of some hundreds."""
_BUFFERED = 65536


class LineConnection(asyncio.Protocol):
    """Reads and writes. Errors are raised as ExchangeFailed; ``where`` names the server in its sentences."""

    def __init__(self, where: str) -> None:
        self.where = where
        self.silent_so_far = True
        """Whether no byte has come."""
        self._buffer = bytearray()
        self._transport: asyncio.Transport | None = None
        self._paused = False
        self._ended = False
        self._failure: Exception | None = None
        self._waiter: asyncio.Future[None] | None = None

    # -- called by asyncio

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport  # type: ignore[assignment]  # a stream's transport, by construction

    def data_received(self, data: bytes) -> None:
        self.silent_so_far = False
        self._buffer += data
        if len(self._buffer) > _BUFFERED and not self._paused and self._transport is not None:
            self._paused = True
            self._transport.pause_reading()
        self._wake()

    def eof_received(self) -> None:
        self._ended = True
        self._wake()

    def connection_lost(self, error: Exception | None) -> None:
        self._failure = self._failure or error
        self._ended = True
        self._wake()

    # -- for callers

    @property
    def transport(self) -> asyncio.Transport:
        """The transport below; ``certificate_details`` reads it."""
        if self._transport is None:
            raise ExchangeFailed(Reason.REFUSED, msg("{where} dropped the connection.", where=self.where))
        return self._transport

    @property
    def local_address(self) -> str:
        """The address of this end."""
        return str(self.transport.get_extra_info("sockname")[0])

    async def line(self) -> str:
        """The next line without its end. What is not UTF-8 is replaced."""
        while (end := self._buffer.find(b"\n")) < 0:
            if len(self._buffer) > LINE_CAP:
                raise ExchangeFailed(
                    Reason.CONTENT, msg("{where} does not answer in lines of text.", where=self.where)
                )
            await self._more()
        if end > LINE_CAP:
            raise ExchangeFailed(Reason.CONTENT, msg("{where} does not answer in lines of text.", where=self.where))
        return self._take(end + 1).decode("utf-8", errors="replace").rstrip("\r\n")

    async def exactly(self, size: int) -> bytes:
        """The next ``size`` bytes."""
        while len(self._buffer) < size:
            await self._more()
        return self._take(size)

    async def until(self, wanted: bytes, cap: int) -> bytes:
        """What has come once it holds ``wanted``, or has ``cap`` bytes, or the server ended."""
        while wanted not in self._buffer and len(self._buffer) < cap:
            if self._ended and self._buffer:
                break
            await self._more()
        return self._take(min(cap, len(self._buffer)))

    def write(self, data: bytes) -> None:
        """Send."""
        self.transport.write(data)

    async def start_tls(self, context: ssl.SSLContext, host: str) -> None:
        """Continue encrypted, the certificate verified for ``host`` where the context verifies."""
        if self._buffer:
            raise ExchangeFailed(
                Reason.TLS,
                msg("{where} sent more than it should before the connection was secure.", where=self.where),
            )
        try:
            await secure(self.transport, self, context, host)
        except (OSError, ValueError) as error:
            raise ExchangeFailed(*tls_fault(error, host)) from error

    def abort(self) -> None:
        """Close at once, without waiting for anything."""
        if self._transport is not None:
            self._transport.abort()

    # -- inside

    def _take(self, size: int) -> bytes:
        taken = bytes(self._buffer[:size])
        del self._buffer[:size]
        if self._paused and len(self._buffer) <= _BUFFERED and not self.transport.is_closing():
            self._paused = False
            self.transport.resume_reading()
        return taken

    async def _more(self) -> None:
        """Wait until something has changed; ExchangeFailed where nothing more can come."""
        if self._failure is not None:
            raise ExchangeFailed(*explain_socket_error(self._failure, self.where)) from self._failure
        if self._ended:
            if self.silent_so_far:
                how = msg("{where} closed the connection without answering.", where=self.where)
            else:
                how = msg("{where} closed the connection in the middle of its answer.", where=self.where)
            raise ExchangeFailed(Reason.REFUSED, how)
        self._waiter = asyncio.get_running_loop().create_future()
        try:
            await self._waiter
        finally:
            self._waiter = None

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)
