"""An HTTP receiver that keeps what it is sent and answers as the test says."""

import asyncio
import json
import ssl
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
HANG = b"hang"
CUT = b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nonly the begin"
SILENT = b""


@dataclass(frozen=True)
class Endless:
    """Says ``begin``, and then ``piece`` again and again for as long as anybody listens."""

    begin: bytes
    piece: bytes
    pause: float = 0.0


FLOODS = {
    "header lines": Endless(b"HTTP/1.1 200 OK\r\n", b"X-More: and more\r\n" * 1000),
    "one header line": Endless(b"HTTP/1.1 200 OK\r\nX-More: ", b"m" * 65536),
    "a status line": Endless(b"HTTP/1.1 200 ", b"OK" * 32768),
    "interim answers": Endless(b"", b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" * 1000),
    "nothing but a pause": Endless(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 1000),
    "no HTTP": Endless(b"", bytes(range(256)) * 256),
}
"""What is no answer and never ends."""


def answer(status: int, *headers: str) -> bytes:
    lines = "".join(f"{header}\r\n" for header in headers)
    return f"HTTP/1.1 {status} Said\r\nContent-Length: 0\r\n{lines}\r\n".encode()


@dataclass
class Received:
    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    at: float

    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Receiver:
    """``answers`` come first, one a request; then ``usual``."""

    url: str = ""
    usual: bytes | Endless = OK
    answers: deque[bytes | Endless] = field(default_factory=deque)
    received: list[Received] = field(default_factory=list)
    came: asyncio.Event = field(default_factory=asyncio.Event)
    bytes_sent: int = 0
    """Bytes of floods."""
    over: bool = False
    serving: set[asyncio.Task[None]] = field(default_factory=set)

    async def wait_for(self, count: int) -> list[Received]:
        async with asyncio.timeout(60):
            while len(self.received) < count:
                self.came.clear()
                await self.came.wait()
        return self.received

    def begin(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.serving.add(asyncio.create_task(self._serve(reader, writer)))

    async def end(self) -> None:
        """Every connection is closed, whoever still waits."""
        self.over = True
        for one in self.serving:
            one.cancel()
        await asyncio.gather(*self.serving, return_exceptions=True)
        await asyncio.sleep(0)  # an aborted connection is closed one turn later

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await self._answer(reader, writer)
        finally:
            if self.over:
                writer.transport.abort()
            else:
                writer.close()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            while head := await reader.readuntil(b"\r\n\r\n"):
                at = asyncio.get_running_loop().time()
                first, *lines = head.decode().split("\r\n")
                headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
                body = await reader.readexactly(int(headers.get("content-length", 0)))
                method, path, _ = first.split(" ")
                self.received.append(Received(method, path, headers, body, at))
                self.came.set()
                reply = self.answers.popleft() if self.answers else self.usual
                if isinstance(reply, Endless):
                    await self._flood(reply, writer)
                    break
                if reply is HANG:
                    await reader.read()
                    break
                writer.write(reply)
                await writer.drain()
                if reply in (CUT, SILENT):
                    break

    async def _flood(self, reply: Endless, writer: asyncio.StreamWriter) -> None:
        writer.write(reply.begin)
        while not (writer.is_closing() or self.over):
            writer.write(reply.piece)
            self.bytes_sent += len(reply.piece)
            with suppress(TimeoutError):
                async with asyncio.timeout(0.1):
                    await writer.drain()
            await asyncio.sleep(reply.pause)
        writer.transport.abort()


@asynccontextmanager
async def receiving(context: ssl.SSLContext | None = None) -> AsyncIterator[Receiver]:
    """For as long as the block lasts."""
    receiver = Receiver()
    server = await asyncio.start_server(receiver.begin, "127.0.0.1", 0, ssl=context)
    scheme = "https" if context else "http"
    host = "localhost" if context else "127.0.0.1"
    receiver.url = f"{scheme}://{host}:{server.sockets[0].getsockname()[1]}/hook"
    try:
        yield receiver
    finally:
        server.close()
        await receiver.end()
