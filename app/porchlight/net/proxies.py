"""Which proxy leads to a server: from the settings, the environment or the system. This computer is always reached
directly: only the computer itself can reach it."""

from collections.abc import Callable, Mapping
from urllib.parse import unquote, urlsplit

from porchlight.dataclass import dataclass
from porchlight.intake.text import quote
from porchlight.language.text import Text, msg
from porchlight.net.addresses import is_this_computer
from porchlight.net.headers import basic_login
from porchlight.net.host_names import ascii_host, certificate_name, name_for_people

_PORT = 80
"""Of a proxy whose address has none."""
_NO_ADDRESS = msg(
    "The proxy in the settings or of the system is not a valid address. Use one such as {example}.",
    example="http://proxy.example.org:3128",
)


class UnusableProxy(Exception):
    """The proxy cannot be used; ``sentence`` says why."""

    def __init__(self, sentence: Text) -> None:
        super().__init__(sentence.message)
        self.sentence = sentence


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

    @property
    def authorization(self) -> str | None:
        """The value of Proxy-Authorization (RFC 7617), where there is a login."""
        if not self.username and not self.password:
            return None
        return basic_login(self.username, self.password, errors="replace")


def proxies_of_the_system() -> Mapping[str, str]:
    """By scheme, from the environment or the system; too slow for each request."""
    from urllib.request import getproxies

    return getproxies()


def proxy_for(
    scheme: str,
    host: str,
    proxies: Mapping[str, str] | None,
    *,
    of_the_system: Callable[[], Mapping[str, str]] = proxies_of_the_system,
) -> Proxy | None:
    """The proxy that leads to ``host`` by ``scheme``, or None. ``proxies`` are by scheme; None for the system's.

    May look names up where the system's are asked for: not for the event loop. Raises UnusableProxy.
    """
    if is_this_computer(host):
        return None
    known = of_the_system() if proxies is None else proxies
    address = known.get(scheme) or known.get("all")
    if not address or (proxies is None and _is_excepted(host)):
        return None
    return read_proxy(address)


def _is_excepted(host: str) -> bool:
    """By the environment or the system, in any spelling of the name."""
    from urllib.request import proxy_bypass

    name = certificate_name(host) or host
    return any(proxy_bypass(one) for one in dict.fromkeys((name, name_for_people(name))))


def read_proxy(address: str) -> Proxy:
    """The proxy at an address such as ``http://proxy.example.org:3128``. Raises UnusableProxy."""
    try:
        parts = urlsplit(address if "//" in address else f"http://{address}")
        host, port = ascii_host(parts.hostname or ""), parts.port
    except ValueError:
        raise UnusableProxy(_NO_ADDRESS) from None
    if parts.scheme != "http":
        kind = quote(parts.scheme, 20)
        raise UnusableProxy(
            msg(
                "Porchlight cannot use the system's proxy, which is of the kind {kind}. Set an HTTP proxy.", kind=kind
            )
        )
    if not host or port == 0:
        raise UnusableProxy(_NO_ADDRESS)
    return Proxy(host, port or _PORT, unquote(parts.username or ""), unquote(parts.password or ""))
