"""One question to one DNS server, with dnspython: UDP, and TCP where the answer was cut off.

Answers to other questions (another id, another name, another sender) are ignored: a forged one would come in time to
be accepted.
"""

import asyncio
from contextlib import suppress

import dns.asyncbackend
import dns.asyncquery
import dns.exception
import dns.message
import dns.name
import dns.query
import dns.rcode
import dns.rdatatype
import dns.resolver

from porchlight.dataclass import dataclass
from porchlight.probes.dns_address import DnsServer
from porchlight.threads import in_thread


@dataclass(frozen=True, slots=True)
class DnsAnswer:
    """One server's answer."""

    server: DnsServer
    message: dns.message.QueryMessage
    over_tcp: bool
    seconds: float

    @property
    def is_settled(self) -> bool:
        """Whether no other server needs to be asked: the name exists, or is known not to."""
        return self.message.rcode() in (dns.rcode.NOERROR, dns.rcode.NXDOMAIN)


async def system_servers() -> list[DnsServer]:
    """The servers of this computer; empty where it has none."""

    def read() -> list[DnsServer]:
        try:
            found = dns.resolver.Resolver()
        except dns.resolver.NoResolverConfiguration:
            return []
        return [DnsServer(str(server), found.port) for server in found.nameservers]

    return await in_thread(read, name="dns servers")


async def ask(
    server: DnsServer, name: dns.name.Name, record: dns.rdatatype.RdataType, patience: float = 1.0
) -> DnsAnswer:
    """Its answer, of any kind; repeated while a datagram may have been lost, until cancelled. ``patience``: how long
    the first answer may take, in seconds.

    A server without EDNS answers FORMERR, NOTIMP, BADVERS or another code, or not at all (RFC 6891 §7, RFC 2671
    §5.3): it is asked once more without EDNS. Raises OSError, EOFError and dns.exception.DNSException (invalid DNS
    over TCP).
    """
    plain = dns.message.make_query(name, record, use_edns=False)
    try:
        answer = await _ask(server, dns.message.make_query(name, record, use_edns=0, payload=1232), patience)
        if answer.is_settled:
            return answer
        with suppress(dns.exception.Timeout):
            return await _ask(server, plain, patience)
        return answer
    except dns.exception.Timeout:
        pass
    while True:
        patience *= 2
        with suppress(dns.exception.Timeout):
            return await _ask(server, plain, patience)


async def _ask(server: DnsServer, query: dns.message.QueryMessage, patience: float) -> DnsAnswer:
    began = asyncio.get_running_loop().time()
    answer, over_tcp = await dns.asyncquery.udp_with_fallback(
        query,
        server.address,
        timeout=patience,
        port=server.port,
        ignore_unexpected=True,
        ignore_errors=True,
        backend=dns.asyncbackend.get_backend("asyncio"),
    )
    if not isinstance(answer, dns.message.QueryMessage):
        raise dns.exception.FormError
    return DnsAnswer(server, answer, over_tcp, asyncio.get_running_loop().time() - began)
