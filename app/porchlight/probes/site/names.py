"""The names of a website: the one that it wants to be known by, and those that people type instead. Pure."""

from typing import Final
from urllib.parse import urlsplit

from porchlight.dataclass import dataclass
from porchlight.net.addresses import host_in
from porchlight.net.host_names import address_in, ascii_host

WWW: Final = "www."
_LONGEST_SECOND_LEVEL: Final = 3
"""Letters of a second level as countries have it: org.uk, com.br, asn.au."""


@dataclass(frozen=True, slots=True)
class Site:
    """Where a site is."""

    url: str
    """Its own address, where everything should lead."""
    others: tuple[str, ...]
    """Further host names that should lead there, in the form for comparisons."""
    http_port: int
    """Where visitors arrive who write http://."""

    @property
    def host(self) -> str:
        """The name by which it wants to be known."""
        return bare(host_in(self.url))

    @property
    def is_encrypted(self) -> bool:
        """Whether its own address is."""
        return self.url.lower().startswith("https:")

    @property
    def hosts(self) -> tuple[str, ...]:
        """All names, its own first."""
        return (self.host, *(one for one in self.others if one != self.host))

    def secure_url(self, host: str) -> str:
        """Where a name is asked for with encryption."""
        if host == self.host:
            return self.url
        port = urlsplit(self.url).port
        return f"https://{host}{'' if port in (None, 443) else f':{port}'}/"

    def plain_url(self, host: str) -> str:
        """Where a name is asked for without."""
        if not self.is_encrypted and host == self.host:
            return self.url
        port = self.http_port if self.is_encrypted else urlsplit(self.url).port or 80
        return f"http://{host}{'' if port == 80 else f':{port}'}/"


def bare(host: str) -> str:
    """A host as it is compared: without the dot at its end."""
    return ascii_host(host).removesuffix(".")


def twin_of(host: str) -> str:
    """The same name with or without ``www.``; empty where people do not expect one: for an address, and for a name
    below a site's own, such as give.example.org."""
    if address_in(host) is not None:
        return ""
    if host.startswith(WWW):
        rest = host.removeprefix(WWW)
        return rest if "." in rest else ""
    labels = host.split(".")
    is_registered = len(labels) == 2 or (
        len(labels) == 3 and len(labels[1]) <= _LONGEST_SECOND_LEVEL and len(labels[2]) == 2
    )
    return f"{WWW}{host}" if is_registered else ""


def are_twins(one: str, other: str) -> bool:
    """Whether two names differ in ``www.`` only."""
    return one != other and one.removeprefix(WWW) == other.removeprefix(WWW)
