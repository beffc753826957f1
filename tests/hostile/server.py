"""What the hostile servers share: one task a connection, a count of what was taken, an end that waits for nobody."""

import asyncio
import ssl
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from types import TracebackType
from typing import Self

Conversation = Callable[[asyncio.StreamReader, "Sender"], Awaitable[None]]
MOST_BYTES = 200 * 1024 * 1024
"""Sent to one caller at most, so that a caller who takes everything ends the test and not the computer."""


class Sender:
    """Writes as fast as it is read, and counts."""

    def __init__(self, writer: asyncio.StreamWriter) -> None:
        self.writer = writer
        self.sent = 0

    async def send(self, data: bytes) -> None:
        """Raises OSError once the other side is gone."""
        self.writer.write(data)
        await self.writer.drain()
        self.sent += len(data)
        if self.sent > MOST_BYTES:
            raise ConnectionAbortedError

    async def for_ever(self, data: bytes, pause: float = 0.0) -> None:
        """The same again and again; short pieces many at once unless there is a ``pause``."""
        piece = data if pause else data * max(1, 16384 // len(data))
        while True:
            await self.send(piece)
            await asyncio.sleep(pause)


class HostileServer:
    """On loopback; ``async with`` it. ``sent`` says what was taken, by the name of what was done."""

    def __init__(self, *, tls: ssl.SSLContext | None = None, port: int = 0) -> None:
        self.sent: Counter[str] = Counter()
        self.port = port
        self._tls = tls
        self._under_way: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None

    async def converse(self, reader: asyncio.StreamReader, sender: Sender) -> str:
        """What is done to one caller; the name of it."""
        raise NotImplementedError

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port, ssl=self._tls)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        assert self._server is not None
        self._server.close()
        for task in list(self._under_way):
            task.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._under_way.add(task)
        sender = Sender(writer)
        try:
            with suppress(OSError, EOFError, ssl.SSLError, asyncio.CancelledError):
                await self.converse(reader, sender)
        finally:
            self._under_way.discard(task)
            writer.transport.abort()
