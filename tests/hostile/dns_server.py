"""A DNS server whose answers are written byte by byte: pointers in circles, lengths that lie, floods, and 64 KiB."""

import asyncio
import struct
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from typing import Final, cast

Answer = Callable[[bytes], bytes]
"""The datagram to a question."""
_LARGE: Final = 65_535


def _message(question: bytes, records: bytes, count: int, *, flags: int = 0x8180) -> bytes:
    asked = question[12 : question.index(b"\0", 12) + 5]
    return question[:2] + struct.pack("!HHHHH", flags, 1, count, 0, 0) + asked + records


def _record(kind: int, data: bytes, *, name: bytes = b"\xc0\x0c", size: int | None = None) -> bytes:
    return name + struct.pack("!HHIH", kind, 1, 60, len(data) if size is None else size) + data


def _large_text(question: bytes) -> bytes:
    texts = (b"\xff" + b"\x1b]0;x\x07\r\n\xff\x00" * 32)[:256]
    room = (_LARGE - 512) // 268
    return _message(question, _record(16, texts) * room, room)


ANSWERS: Final[Mapping[str, Answer]] = {
    "a pointer to itself": lambda q: _message(q, _record(1, b"\x7f\0\0\1", name=struct.pack("!H", 0xC000 | len(
        q[: q.index(b"\0", 12) + 5]))), 1),
    "pointers in a circle": lambda q: _message(q, _record(5, b"\xc0\x0e" * 2, name=b"\xc0\x2a\xc0\x28"), 1),
    "a pointer beyond the end": lambda q: _message(q, _record(1, b"\x7f\0\0\1", name=b"\xff\xff"), 1),
    "a length that lies": lambda q: _message(q, _record(1, b"\x7f\0\0\1", size=65_535), 1),
    "records that are not there": lambda q: _message(q, b"", 65_535),
    "an alias to itself": lambda q: _message(q, _record(5, b"\xc0\x0c"), 1),
    "a label of a forbidden kind": lambda q: _message(q, _record(1, b"\x7f\0\0\1", name=b"\x80abc\0"), 1),
    "an address of five bytes": lambda q: _message(q, _record(1, b"\x7f\0\0\1\1"), 1),
    "only a head": lambda q: q[:12],
    "nothing": lambda q: b"",
    "an update": lambda q: _message(q, b"", 0, flags=0xA800),
    "64 KiB of control characters": _large_text,
    "four thousand addresses": lambda q: _message(
        q, b"".join(_record(1, struct.pack("!I", 0x0A000000 + number)) for number in range(4000)), 4000
    ),
}  # fmt: skip


class HostileDnsServer:
    """On UDP and TCP of one port. What is too long for a datagram comes over TCP."""

    def __init__(self, answer: Answer) -> None:
        self.port = 0
        self._answer = answer
        self.flood = False
        """Whether thousands of forged answers come instead."""

    def over_udp(self, question: bytes, send: Callable[[bytes], None]) -> None:
        if self.flood:
            for number in range(2000):
                send(struct.pack("!H", number) + question[2:])
            return
        answer = self._answer(question)
        send(_message(question, b"", 0, flags=0x8380) if len(answer) > 1200 else answer)

    async def over_tcp(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, EOFError):
            (size,) = struct.unpack("!H", await reader.readexactly(2))
            answer = self._answer(await reader.readexactly(size))[:_LARGE]
            writer.write(struct.pack("!H", len(answer)) + answer)
            await writer.drain()
        writer.close()


class _Datagrams(asyncio.DatagramProtocol):
    def __init__(self, server: HostileDnsServer) -> None:
        self._server = server

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.DatagramTransport, transport)

    def datagram_received(self, data: bytes, address: tuple[str, int]) -> None:
        self._server.over_udp(data, lambda answer: self._transport.sendto(answer, address))


@asynccontextmanager
async def serving(server: HostileDnsServer) -> AsyncIterator[HostileDnsServer]:
    """For as long as the block lasts."""
    over_tcp = await asyncio.start_server(server.over_tcp, "127.0.0.1", 0)
    server.port = over_tcp.sockets[0].getsockname()[1]
    transport, _ = await asyncio.get_running_loop().create_datagram_endpoint(
        lambda: _Datagrams(server), local_addr=("127.0.0.1", server.port)
    )
    try:
        yield server
    finally:
        transport.close()
        over_tcp.close()
