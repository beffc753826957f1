"""A DNS server on UDP and TCP of one port, with moods; its messages are written by dnspython."""

import asyncio
import socket
import struct
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import cast

import dns.flags
import dns.message
import dns.rcode
import dns.rrset

ZONE = """
gifts.test. 300 IN A 192.0.2.10
gifts.test. 300 IN A 192.0.2.11
gifts.test. 600 IN AAAA 2001:db8::10
gifts.test. 300 IN MX 10 mail.gifts.test.
gifts.test. 300 IN MX 20 spare.gifts.test.
gifts.test. 300 IN TXT "v=spf1 include:mailchimp.test" " -all"
nomail.test. 300 IN MX 0 .
nomail.test. 300 IN A 192.0.2.12
half.test. 300 IN MX 0 .
half.test. 300 IN MX 10 mail.gifts.test.
gifts.test. 300 IN NS ns1.gifts.test.
www.gifts.test. 60 IN CNAME gifts.test.
xn--strae-oqa.test. 300 IN A 192.0.2.20
xn--strae-oqa.test. 300 IN MX 10 post.xn--strae-oqa.test.
strasse.test. 300 IN A 192.0.2.66
loop.gifts.test. 60 IN CNAME loop.gifts.test.
"""


class Mood(Enum):
    """How it answers over UDP."""

    HONEST = auto()
    SILENT = auto()
    SERVFAIL = auto()
    REFUSED = auto()
    TRUNCATED = auto()
    GARBAGE = auto()
    LYING_ID = auto()
    LYING_ID_FIRST = auto()
    OTHER_QUESTION = auto()
    DEAF_AT_FIRST = auto()
    """The first datagram is lost."""
    EDNS_FORMERR = auto()
    """As servers answer that are older than EDNS: a head without a question."""
    EDNS_NOTIMP = auto()
    EDNS_SERVFAIL = auto()
    EDNS_REFUSED = auto()
    EDNS_BADVERS = auto()
    EDNS_GARBAGE = auto()
    EDNS_SILENT = auto()


@dataclass
class DnsSimulator:
    """What it knows and what it was asked."""

    mood: Mood = Mood.HONEST
    tcp_garbage: bool = False
    zone: str = ZONE
    asked: list[str] = field(default_factory=list)
    port: int = 0

    def over_udp(self, data: bytes, send: Callable[[bytes], None]) -> None:
        query = dns.message.from_wire(data)
        self.asked.append("udp")
        answer = self._answer(query)
        if query.edns >= 0 and self.mood.name.startswith("EDNS_"):
            match self.mood:
                case Mood.EDNS_FORMERR:
                    send(data[:2] + b"\x80\x01" + bytes(8))
                case Mood.EDNS_GARBAGE:
                    send(data[:2] + b"\xff" * 30)
                case Mood.EDNS_SILENT:
                    return
                case _:
                    answer.set_rcode(dns.rcode.from_text(self.mood.name.removeprefix("EDNS_")))
                    answer.answer.clear()
                    send(answer.to_wire())
            return
        match self.mood:
            case Mood.SILENT:
                return
            case Mood.DEAF_AT_FIRST if len(self.asked) == 1:
                return
            case Mood.SERVFAIL:
                answer.set_rcode(dns.rcode.SERVFAIL)
            case Mood.REFUSED:
                answer.set_rcode(dns.rcode.REFUSED)
            case Mood.TRUNCATED:
                answer.flags |= dns.flags.TC
                answer.answer.clear()
            case Mood.GARBAGE:
                send(b"\xff" * 40)
                return
            case Mood.LYING_ID | Mood.LYING_ID_FIRST:
                forged = dns.message.from_wire(answer.to_wire())
                forged.id = query.id ^ 1
                forged.answer = [dns.rrset.from_text("gifts.test.", 1, "IN", "A", "203.0.113.66")]
                send(forged.to_wire())
                if self.mood is Mood.LYING_ID:
                    return
            case Mood.OTHER_QUESTION:
                answer.question = [dns.rrset.from_text("evil.test.", 0, "IN", "A")]
        send(answer.to_wire())

    async def over_tcp(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.asked.append("tcp")
        (size,) = struct.unpack("!H", await reader.readexactly(2))
        wire = self._answer(dns.message.from_wire(await reader.readexactly(size))).to_wire()
        if self.tcp_garbage:
            wire = b"\xff" * len(wire)
        writer.write(struct.pack("!H", len(wire)) + wire)
        await writer.drain()
        writer.close()

    def _answer(self, query: dns.message.Message) -> dns.message.Message:
        answer = dns.message.make_response(query)
        question = query.question[0]
        lines = [line.split(None, 4) for line in self.zone.strip().splitlines()]
        name, wanted = question.name.to_text(), question.rdtype.name
        if name not in [line[0] for line in lines]:
            answer.set_rcode(dns.rcode.NXDOMAIN)
            return answer
        for _ in range(2):
            for owner, ttl, _, kind, value in lines:
                if owner == name and kind in (wanted, "CNAME"):
                    rrset = next((one for one in answer.answer if one.to_text().startswith(f"{owner} ")), None)
                    fresh = dns.rrset.from_text(owner, int(ttl), "IN", kind, value)
                    if rrset is None:
                        answer.answer.append(fresh)
                    else:
                        rrset.update(fresh)
            alias = next((v for o, _, _, k, v in lines if o == name and k == "CNAME"), None)
            if alias is None or wanted == "CNAME":
                break
            name = alias
        return answer


class _Datagrams(asyncio.DatagramProtocol):
    def __init__(self, simulator: DnsSimulator) -> None:
        self._simulator = simulator

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.DatagramTransport, transport)

    def datagram_received(self, data: bytes, address: tuple[str, int]) -> None:
        self._simulator.over_udp(data, lambda answer: self._transport.sendto(answer, address))


@asynccontextmanager
async def serving(simulator: DnsSimulator, host: str = "127.0.0.1") -> AsyncIterator[DnsSimulator]:
    """On UDP and TCP for as long as the block lasts."""
    server = await asyncio.start_server(simulator.over_tcp, host, 0)
    simulator.port = server.sockets[0].getsockname()[1]
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    transport, _ = await asyncio.get_running_loop().create_datagram_endpoint(
        lambda: _Datagrams(simulator), local_addr=(host, simulator.port), family=family
    )
    try:
        yield simulator
    finally:
        transport.close()
        server.close()
        await server.wait_closed()
