"""A stand-in for the DNS of one domain's mail, on UDP and TCP of one port, with faults on a switch."""

import asyncio
import struct
from collections.abc import Mapping
from dataclasses import field
from enum import Enum, auto
from types import TracebackType
from typing import Final, Self, cast

import dns.exception
import dns.flags
import dns.message
import dns.rcode
import dns.rrset

from porchlight.dataclass import dataclass

Zone = Mapping[str, Mapping[str, tuple[str, ...]]]
"""By name (without the final dot) and type, the records as a zone file writes them; TXT without quotation marks."""

KEY: Final = (
    "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAslLyWMCkQnjBv0yX6jgNNDZ7WP2w+b50MGpamkTLrPk4BqzsXyB7+Qxg"
    "MQWBAR4bS+vlR1EwT+0fLO8darTjVK0aGxHbCnnDpSr2VUVtS2eUk6/WELSXlqDaZgYqgPbt5y293XlIQN16pot/vxR4NxxMAfbE"
    "GqlEKoZGE3DB3jIYu1OQpF32CrZ8YR1wW2thmuIhM+Ao4DBkl+lqb9FC8W3YJ0md1ms+ueZOnACnP6VVjNYvhjmzMCNqITOGv4X6"
    "UESFKiLimBGufYwrwIxxomuUPY0f0Nqmw41M9qmTd8XTiE1WYy1eH5OZBIRjhU6jBTTzW7h0dp5WUgzqs/kveQIDAQAB"
)
"""The base64 of a public key of 2048 bits, whose private key nobody has."""
_LARGEST: Final = 1232
"""Bytes of an answer over UDP."""


class MailFault(Enum):
    """What is wrong with the domain."""

    NONE = auto()
    TOO_MANY_LOOKUPS = auto()
    TWO_SPF_RECORDS = auto()
    SPF_OPEN = auto()
    SPF_LOOP = auto()
    KEY_GONE = auto()
    """The CNAME of a selector leads nowhere."""
    KEY_REVOKED = auto()
    NO_DMARC = auto()
    REPORTS_NOT_TAKEN = auto()
    MAIL_SERVER_GONE = auto()
    SILENT = auto()


@dataclass(slots=True)
class MailDns:
    """The records of ``example.org``, with one fault at most."""

    fault: MailFault = MailFault.NONE
    extra: dict[str, dict[str, tuple[str, ...]]] = field(default_factory=dict)

    def zone(self) -> Zone:
        """As it is now."""
        zone: dict[str, dict[str, tuple[str, ...]]] = {
            "example.org": {
                "TXT": ("v=spf1 include:servers.mcsv.net include:_spf.google.com -all",),
                "MX": ("10 mx1.example.org.", "20 mx2.example.org."),
                "A": ("192.0.2.10",),
                "NS": ("ns1.names.example.", "ns2.names.example."),
            },
            "mx1.example.org": {"A": ("192.0.2.25",)},
            "mx2.example.org": {"A": ("192.0.2.26",)},
            "servers.mcsv.net": {"TXT": ("v=spf1 ip4:205.201.128.0/20 -all",)},
            "_spf.google.com": {"TXT": ("v=spf1 ip4:74.125.0.0/16 ~all",)},
            "k2._domainkey.example.org": {"CNAME": ("dkim2.mcsv.net.",)},
            "dkim2.mcsv.net": {"TXT": (f"v=DKIM1; k=rsa; p={KEY}",)},
            "google._domainkey.example.org": {"TXT": (f"v=DKIM1; k=rsa; p={KEY}",)},
            "_dmarc.example.org": {"TXT": ("v=DMARC1; p=reject; rua=mailto:dmarc@reports.example",)},
            "reports.example": {"MX": ("10 mx1.example.org.",)},
            "_dmarc.reports.example": {"TXT": ("v=DMARC1; p=reject",)},
            "example.org._report._dmarc.reports.example": {"TXT": ("v=DMARC1",)},
            "_smtp._tls.example.org": {"TXT": ("v=TLSRPTv1; rua=mailto:tls@example.org",)},
        }
        domain = zone["example.org"]
        match self.fault:
            case MailFault.TOO_MANY_LOOKUPS:
                names = [f"spf{number}.vendor.example" for number in range(11)]
                domain["TXT"] = (f"v=spf1 {' '.join(f'include:{name}' for name in names)} -all",)
                zone |= {name: {"TXT": ("v=spf1 ip4:192.0.2.0/24 -all",)} for name in names}
            case MailFault.TWO_SPF_RECORDS:
                domain["TXT"] = (*domain["TXT"], "v=spf1 include:servers.mcsv.net ~all")
            case MailFault.SPF_OPEN:
                domain["TXT"] = ("v=spf1 +all",)
            case MailFault.SPF_LOOP:
                zone["servers.mcsv.net"]["TXT"] = ("v=spf1 include:example.org -all",)
            case MailFault.KEY_GONE:
                del zone["dkim2.mcsv.net"]
            case MailFault.KEY_REVOKED:
                zone["google._domainkey.example.org"]["TXT"] = ("v=DKIM1; p=",)
            case MailFault.NO_DMARC:
                del zone["_dmarc.example.org"]
            case MailFault.REPORTS_NOT_TAKEN:
                del zone["example.org._report._dmarc.reports.example"]
            case MailFault.MAIL_SERVER_GONE:
                del zone["mx1.example.org"], zone["mx2.example.org"]
        return {**zone, **self.extra}


def answer_of(zone: Zone, query: dns.message.Message) -> dns.message.Message:
    """As an authoritative server would answer, CNAMEs followed."""
    answer = dns.message.make_response(query)
    answer.flags |= dns.flags.AA | dns.flags.RA
    question = query.question[0]
    name, wanted = question.name.to_text(omit_final_dot=True).lower(), question.rdtype.name
    for _ in range(8):
        found = zone.get(name)
        if found is None:
            if not any(one.endswith(f".{name}") for one in zone):  # an empty non-terminal exists (RFC 8020)
                answer.set_rcode(dns.rcode.NXDOMAIN)
            break
        kind = wanted if wanted in found else "CNAME"
        if kind not in found:
            break
        answer.answer.append(_rrset(f"{name}.", kind, found[kind]))
        if kind == wanted:
            break
        name = found["CNAME"][0].removesuffix(".").lower()
    return answer


def _rrset(name: str, kind: str, records: tuple[str, ...]) -> dns.rrset.RRset:
    texts = [_quoted(one) for one in records] if kind == "TXT" else records
    return dns.rrset.from_text(name, 300, "IN", kind, *texts)


def _quoted(text: str) -> str:
    """In strings of 255 bytes."""
    escaped = [text[first : first + 255] for first in range(0, len(text), 255)] or [""]
    return " ".join('"' + one.replace("\\", "\\\\").replace('"', '\\"') + '"' for one in escaped)


class MailDnsServer:
    """Serves it on 127.0.0.1 for as long as the block lasts."""

    def __init__(self, dns_of: MailDns) -> None:
        self.dns = dns_of
        self.port = 0
        self.asked = 0

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._over_tcp, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        self._transport, _ = await asyncio.get_running_loop().create_datagram_endpoint(
            lambda: _Datagrams(self), local_addr=("127.0.0.1", self.port)
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._transport.close()
        self._server.close()
        await self._server.wait_closed()

    def answer(self, data: bytes, most: int) -> bytes | None:
        """None: it stays silent."""
        if self.dns.fault is MailFault.SILENT:
            return None
        self.asked += 1
        try:
            query = dns.message.from_wire(data)
            answer = answer_of(self.dns.zone(), query)
        except (dns.exception.DNSException, IndexError):
            return None
        wire = answer.to_wire(max_size=65_535)
        if len(wire) > most:
            answer.answer.clear()
            answer.flags |= dns.flags.TC
            wire = answer.to_wire()
        return wire

    async def _over_tcp(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            (size,) = struct.unpack("!H", await reader.readexactly(2))
            wire = self.answer(await reader.readexactly(size), 65_535)
            if wire is not None:
                writer.write(struct.pack("!H", len(wire)) + wire)
                await writer.drain()
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()


class _Datagrams(asyncio.DatagramProtocol):
    def __init__(self, server: MailDnsServer) -> None:
        self._server = server

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """See the protocol."""
        self._transport = cast(asyncio.DatagramTransport, transport)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        """See the protocol."""
        wire = self._server.answer(data, _LARGEST)
        if wire is not None:
            self._transport.sendto(wire, addr)
