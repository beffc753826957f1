"""Servers of protocols in lines that never come to an end, one mood each; and a TLS server that takes its time."""

import asyncio
import ssl
from collections.abc import Awaitable, Callable, Mapping
from typing import Final

from tests.hostile.server import HostileServer, Sender

Mood = Callable[[asyncio.StreamReader, Sender], Awaitable[None]]
_READY: Final = b"220 mail.test ESMTP\r\n"
_IMAP_READY: Final = b"* OK IMAP4rev1 ready\r\n"


class HostileLineServer(HostileServer):
    """In one mood with everyone."""

    def __init__(self, mood: Mood, *, tls: ssl.SSLContext | None = None) -> None:
        super().__init__(tls=tls)
        self._mood = mood
        self.received: list[bytes] = []

    async def converse(self, reader: asyncio.StreamReader, sender: Sender) -> str:
        try:
            await self._mood(_Recorded(reader, self.received), sender)
        finally:
            self.sent["all"] += sender.sent
        return "all"


class _Recorded(asyncio.StreamReader):
    """Remembers the lines that are read of another."""

    def __init__(self, reader: asyncio.StreamReader, received: list[bytes]) -> None:
        super().__init__()
        self._reader = reader
        self._received = received

    async def readline(self) -> bytes:
        line = await self._reader.readline()
        if not line:
            raise EOFError
        self._received.append(line)
        return line

    async def read(self, n: int = -1) -> bytes:
        return await self._reader.read(n)


def saying_for_ever(again: bytes, *, begin: bytes = b"", after_lines: int = 0) -> Mood:
    """``begin``, then after so many lines of the other side ``again`` without end."""

    async def mood(reader: asyncio.StreamReader, sender: Sender) -> None:
        await sender.send(begin)
        for _ in range(after_lines):
            await reader.readline()
        await sender.for_ever(again)

    return mood


def answering(*answers: bytes, tag: bool = False) -> Mood:
    """The first at once, each other one to one line; ``tag``: ``{tag}`` in an answer is the line's first word."""

    async def mood(reader: asyncio.StreamReader, sender: Sender) -> None:
        await sender.send(answers[0])
        for answer in answers[1:]:
            line = await reader.readline()
            await sender.send(answer.replace(b"{tag}", line.split(b" ", 1)[0]) if tag else answer)
        await reader.read()

    return mood


SMTP: Final[Mapping[str, Mood]] = {
    "a line without end": saying_for_ever(b"2"),
    "greetings without end": saying_for_ever(b"220-hello\r\n"),
    "capabilities without end": saying_for_ever(b"250-X\r\n", begin=_READY, after_lines=1),
    "a million capabilities in a line": saying_for_ever(b"250-" + b"X " * 1000, begin=_READY, after_lines=1),
    "nothing but line ends": saying_for_ever(b"\r\n"),
    "zeros": saying_for_ever(b"\0"),
    "a code of other digits": answering("２２０ hello\r\n".encode()),
    "controls": answering(b"220 \x1b[2J\x00\r\n", b"599 \x1b]0;owned\x07\r\n"),
}
IMAP: Final[Mapping[str, Mood]] = {
    "a line without end": saying_for_ever(b"*"),
    "untagged lines without end": saying_for_ever(b"* 1 EXISTS\r\n", begin=_IMAP_READY, after_lines=1),
    "continuations without end": saying_for_ever(b"+ go on\r\n", begin=_IMAP_READY, after_lines=1),
    "a literal of 2^63": saying_for_ever(
        b"x" * 1000, begin=_IMAP_READY + b"* X {9223372036854775808}\r\n", after_lines=1
    ),
    "zeros": saying_for_ever(b"\0"),
    "an answer to nobody": answering(_IMAP_READY, b"other OK done\r\n"),
}


async def injecting_smtp(reader: asyncio.StreamReader, sender: Sender) -> None:
    """Puts answers behind the one to STARTTLS, as somebody in between would (CVE-2011-0411)."""
    await sender.send(_READY)
    await reader.readline()
    await sender.send(b"250-mail.test\r\n250 STARTTLS\r\n")
    await reader.readline()
    await sender.send(b"220 ready\r\n250-mail.test\r\n250 AUTH PLAIN\r\n235 welcome\r\n")
    await reader.read()


async def injecting_imap(reader: asyncio.StreamReader, sender: Sender) -> None:
    """The same for IMAP."""
    await sender.send(_IMAP_READY)
    tag = (await reader.readline()).split(b" ", 1)[0]
    await sender.send(b"* CAPABILITY IMAP4rev1 STARTTLS\r\n" + tag + b" OK done\r\n")
    tag = (await reader.readline()).split(b" ", 1)[0]
    await sender.send(tag + b" OK begin\r\n* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\np3 OK done\r\n")
    await reader.read()


async def speaking_before_tls(reader: asyncio.StreamReader, sender: Sender) -> None:
    """A whole answer in clear where a TLS handshake is to begin."""
    await sender.send(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil")
    await reader.read()
