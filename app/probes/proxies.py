"""Which proxy leads to a server: as the settings have it, or as the environment or the system does.

What is on this computer is asked directly, whoever says what: only the computer itself reaches it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from app.intake.text import quote
from app.probes.addresses import is_host, is_this_computer

_PORT = 80
"""Of a proxy whose address names none."""


class UnusableProxy(Exception):
    """There is a proxy in the way that cannot be used; the text is one plain sentence without its end."""


@dataclass(frozen=True, slots=True)
class Proxy:
    """An HTTP proxy."""

    host: str
    port: int = _PORT
    username: str = ""
    password: str = ""

    @property
    def url(self) -> str:
        """Without the login."""
        return f"http://[{self.host}]:{self.port}" if ":" in self.host else f"http://{self.host}:{self.port}"


def proxy_for(scheme: str, host: str, proxies: Mapping[str, str] | None) -> Proxy | None:
    """The proxy that leads to ``host`` by ``scheme``, or None. ``proxies`` are by scheme; None for the system's.

    May look names up where the system's are asked for: not for the event loop. Raises UnusableProxy.
    """
    if is_this_computer(host):
        return None
    found = _of_the_system(scheme, host) if proxies is None else proxies.get(scheme) or proxies.get("all")
    return read_proxy(found) if found else None


def _of_the_system(scheme: str, host: str) -> str | None:
    from urllib.request import getproxies, proxy_bypass

    known = getproxies()
    address = known.get(scheme) or known.get("all")
    return None if not address or proxy_bypass(host) else address


def read_proxy(address: str) -> Proxy:
    """The proxy at an address such as ``http://proxy.example.org:3128``. Raises UnusableProxy."""
    try:
        parts = urlsplit(address if "//" in address else f"http://{address}")
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise UnusableProxy("the proxy of this computer's settings is no address; set an HTTP proxy") from None
    if parts.scheme != "http":
        kind = quote(parts.scheme, 20)
        raise UnusableProxy(
            f"the system's proxy is of the kind {kind}, which Porchlight cannot use; set an HTTP proxy"
        )
    if not is_host(host) or port == 0:
        raise UnusableProxy("the proxy of this computer's settings is no address; set an HTTP proxy")
    return Proxy(host, port or _PORT, unquote(parts.username or ""), unquote(parts.password or ""))
