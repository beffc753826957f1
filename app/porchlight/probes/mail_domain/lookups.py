"""Questions to the DNS about one domain, within one check: remembered, and limited in number and time.

An answer is 64 KiB at most, so that its records need no limit: any cut could fall on the record that counts.
"""

import asyncio
from collections.abc import Sequence
from typing import Final

import dns.exception
import dns.message
import dns.name
import dns.rcode
import dns.rdata
import dns.rdatatype
import dns.rdtypes.ANY.TXT

from porchlight.dataclass import dataclass
from porchlight.net.host_names import ascii_host
from porchlight.probes.dns_address import DnsServer
from porchlight.probes.dns_server import ask

MOST_LOOKUPS: Final = 150
"""In one check: a domain whose records name hundreds of others is not followed to the end."""


class CannotLookUp(Exception):
    """No answer that says anything: a time-out, a failing server, or too many questions. Its text is technical."""


@dataclass(frozen=True, slots=True)
class Found:
    """The records of one name and type; none: it has none."""

    records: tuple[str, ...] = ()
    exists: bool = True
    """False: the name itself does not exist (NXDOMAIN)."""
    alias: str = ""
    """Where a CNAME led, at its end; empty: there was none."""


class Lookups:
    """Asks the servers in their order. One instance a check."""

    def __init__(self, servers: Sequence[DnsServer], patience: float) -> None:
        """``patience``: how long one question may take, in seconds."""
        self._servers = servers
        self._patience = patience
        self._known: dict[tuple[str, str], Found | CannotLookUp] = {}
        self.count = 0

    async def txt(self, name: str) -> Found:
        """TXT records, whole: the strings of each joined without a space. Raises CannotLookUp."""
        return await self._find(name, "TXT")

    async def mx(self, name: str) -> Found:
        """MX records as "10 mail.example.org", in order of their preference. Raises CannotLookUp."""
        found = await self._find(name, "MX")
        ordered = sorted(found.records, key=lambda record: (int(record.split()[0]), record))
        return Found(tuple(ordered), found.exists, found.alias)

    async def addresses(self, name: str) -> Found:
        """IPv4 and IPv6 addresses. Raises CannotLookUp."""
        four, six = await self._find(name, "A"), await self._find(name, "AAAA")
        return Found((*four.records, *six.records), four.exists or six.exists, four.alias or six.alias)

    async def cname(self, name: str) -> str:
        """Where a CNAME of this name leads; empty: there is none. Raises CannotLookUp."""
        found = await self._find(name, "CNAME")
        return found.records[0] if found.records else ""

    async def _find(self, name: str, record: str) -> Found:
        key = (name.lower().removesuffix("."), record)
        if key not in self._known:
            try:
                self._known[key] = await self._ask(*key)
            except CannotLookUp as error:
                self._known[key] = error
        known = self._known[key]
        if isinstance(known, CannotLookUp):
            raise known
        return known

    async def _ask(self, name: str, record: str) -> Found:
        try:
            asked = dns.name.from_text(name if name.isascii() else ascii_host(name) or name)
        except (dns.exception.DNSException, UnicodeError):  # a name that nobody can look up has no records
            return Found(exists=False)
        if self.count >= MOST_LOOKUPS:
            raise CannotLookUp(f"more than {MOST_LOOKUPS} questions")
        self.count += 1
        fault = "there is no DNS server"
        for server in self._servers:
            try:
                async with asyncio.timeout(self._patience):
                    answer = await ask(server, asked, dns.rdatatype.from_text(record), min(1.0, self._patience / 3))
            except TimeoutError:
                fault = f"{server.shown} did not answer"
                continue
            except (OSError, EOFError, dns.exception.DNSException):
                fault = f"{server.shown} cannot be reached, or sent no DNS"
                continue
            code = answer.message.rcode()
            if code == dns.rcode.NXDOMAIN:
                return Found(exists=False, alias=_alias(answer.message, asked))
            if code == dns.rcode.NOERROR:
                return _found(answer.message, asked)
            fault = f"{server.shown} answered {dns.rcode.to_text(code)}"
        raise CannotLookUp(fault)


def _found(message: "dns.message.QueryMessage", asked: dns.name.Name) -> Found:
    alias = _alias(message, asked)
    try:
        chain = message.resolve_chaining()
    except dns.exception.DNSException:
        return Found(exists=True, alias=alias)
    kind = message.question[0].rdtype
    if chain.answer is None or chain.answer.rdtype != kind:
        return Found(alias=alias)
    return Found(tuple(_written(record) for record in chain.answer), alias=alias)


def _alias(message: "dns.message.QueryMessage", asked: dns.name.Name) -> str:
    """The last name of the CNAMEs that begin at ``asked``."""
    steps = {rrset.name: rrset[0].target for rrset in message.answer if rrset.rdtype == dns.rdatatype.CNAME}
    name = asked
    for _ in range(len(steps)):
        if name not in steps:
            break
        name = steps[name]
    return "" if name == asked else name.to_text(omit_final_dot=True).lower()


def _written(record: "dns.rdata.Rdata") -> str:
    if isinstance(record, dns.rdtypes.ANY.TXT.TXT):
        return b"".join(record.strings).decode("utf-8", "replace")
    text = record.to_text()
    return text if text == "." or text.endswith(" .") else text.removesuffix(".").lower()
