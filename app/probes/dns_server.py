"""One question to one DNS server, with dnspython: UDP, and TCP where the answer was cut off.

Answers that belong to no question of ours (another id, another name, another sender) are passed over, as a forged
one would come in time to be believed.
"""

import asyncio
from dataclasses import dataclass

import dns.asyncbackend
import dns.asyncquery
import dns.exception
import dns.message
import dns.name
import dns.query
import dns.rcode
import dns.rdatatype
import dns.resolver

from app.probes.dns_address import DnsServer
from app.threads import in_thread


@dataclass(frozen=True, slots=True)
class DnsAnswer:
    """What one server said."""

    server: DnsServer
    message: dns.message.QueryMessage
    over_tcp: bool
    seconds: float

    @property
    def is_settled(self) -> bool:
        """Whether no other server needs to be asked: the name is there, or it is known not to be."""
        return self.message.rcode() in (dns.rcode.NOERROR, dns.rcode.NXDOMAIN)


async def system_servers() -> list[DnsServer]:
    """Those that this computer asks; empty where it names none."""

    def read() -> list[DnsServer]:
        try:
            found = dns.resolver.Resolver()
        except dns.resolver.NoResolverConfiguration:
            return []
        return [DnsServer(str(server), found.port) for server in found.nameservers]

    return await in_thread(read, name="dns servers")


async def ask(server: DnsServer, name: dns.name.Name, record: dns.rdatatype.RdataType) -> DnsAnswer:
    """Its answer, whatever it says; repeated while a datagram may have been lost, until cancelled.

    Raises OSError, EOFError and dns.exception.DNSException (what came over TCP is no DNS).
    """
    query = dns.message.make_query(name, record, use_edns=0, payload=1232)
    patience = 1.0
    while True:
        began = asyncio.get_running_loop().time()
        try:
            answer, over_tcp = await dns.asyncquery.udp_with_fallback(
                query,
                server.address,
                timeout=patience,
                port=server.port,
                ignore_unexpected=True,
                ignore_errors=True,
                backend=dns.asyncbackend.get_backend("asyncio"),
            )
        except dns.exception.Timeout:
            patience *= 2
            continue
        if not isinstance(answer, dns.message.QueryMessage):
            raise dns.exception.FormError
        return DnsAnswer(server, answer, over_tcp, asyncio.get_running_loop().time() - began)
