"""The address of a DNS server in the settings."""

import ipaddress

from porchlight.dataclass import dataclass
from porchlight.language.english import unfit
from porchlight.language.text import msg
from porchlight.net.addresses import is_local_host


@dataclass(frozen=True, slots=True)
class DnsServer:
    """An address and a port."""

    address: str
    port: int = 53

    @property
    def shown(self) -> str:
        """As people write it."""
        if self.port == 53:
            return self.address
        return f"[{self.address}]:{self.port}" if ":" in self.address else f"{self.address}:{self.port}"

    @property
    def is_local(self) -> bool:
        """Whether it is on this computer or its network."""
        return is_local_host(self.address)


def server_of(text: str) -> DnsServer:
    """The server that ``"1.1.1.1"``, ``"1.1.1.1:53"``, ``"::1"`` or ``"[::1]:53"`` names; ValueError for others."""
    host, colon, port = text.rpartition(":")
    if not colon or (":" in host and not host.endswith("]")):
        host, port = text, "53"
    try:
        address = str(ipaddress.ip_address(host.strip("[]")))
        if not 0 < int(port) < 65536:
            raise ValueError
    except ValueError:
        raise unfit(
            msg(
                "Please write the address of a server, such as {example} or {other}.",
                example='"1.1.1.1"',
                other='"192.168.1.1:5353"',
            )
        ) from None
    return DnsServer(address, int(port))
