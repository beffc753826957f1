"""A TCP server that says what a test wants it to, with TLS from a certificate authority of the test's own."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from pathlib import Path

import trustme

Conversation = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


class Authority:
    """Issues certificates that nobody but the test trusts."""

    def __init__(self, folder: Path) -> None:
        self._ca = trustme.CA()
        self.ca_file = str(folder / "ca.pem")
        self._ca.cert_pem.write_to_path(self.ca_file)

    def context(
        self, *names: str, not_after: datetime | None = None, not_before: datetime | None = None
    ) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._ca.issue_cert(*names, not_after=not_after, not_before=not_before).configure_cert(context)
        return context

    def context_below(self, name: str) -> ssl.SSLContext:
        """With an authority between the one that is trusted and the server's certificate."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._ca.create_child_ca().issue_cert(name).configure_cert(context)
        return context


@asynccontextmanager
async def talking(
    conversation: Conversation, *, tls: ssl.SSLContext | None = None, host: str = "127.0.0.1"
) -> AsyncIterator[int]:
    """The port of a server that has this conversation with everyone; all connections end with the block."""
    under_way: set[asyncio.Task[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        under_way.add(task)
        try:
            with suppress(OSError, ssl.SSLError, EOFError, asyncio.CancelledError):
                await conversation(reader, writer)
        finally:
            under_way.discard(task)
            writer.transport.abort()

    server = await asyncio.start_server(serve, host, 0, ssl=tls)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        for task in list(under_way):
            task.cancel()
        await asyncio.gather(*under_way, return_exceptions=True)


def saying(text: bytes, *, then_hang: bool = True) -> Conversation:
    """Says one thing to everyone, then hangs or closes."""

    async def conversation(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(text)
        await writer.drain()
        if then_hang:
            await hang(reader, writer)
        else:
            writer.write_eof()
            await reader.read()

    return conversation


async def hang(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Until the other side leaves."""
    while await reader.read(4096):
        pass


async def drip(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """A byte now and then, never a whole line."""
    while True:
        writer.write(b"2")
        await writer.drain()
        await asyncio.sleep(0.01)


async def flood(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """As many bytes as are taken, never a whole line."""
    while True:
        writer.write(b"\x00" * 65536)
        await writer.drain()


async def reset(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Break off as soon as the other side has connected."""
    writer.transport.abort()
