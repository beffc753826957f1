"""Where a component's checks connect to, from its settings alone: for the diagnosis of a failure."""

from urllib.parse import urlsplit

from porchlight.dataclass import dataclass
from porchlight.net.addresses import is_local_host, is_this_computer
from porchlight.settings.schema import ComponentSettings

_DATABASE_PORTS = {"postgresql": 5432, "mysql": 3306, "mariadb": 3306}


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A host and a port; ``tls``: the connection begins with TLS."""

    host: str
    port: int
    tls: bool
    http: bool
    """Whether it is reached by HTTP, so that a proxy may be in between."""

    @property
    def here(self) -> bool:
        """Whether it is this very computer."""
        return is_this_computer(self.host)

    @property
    def near(self) -> bool:
        """Whether it is this computer or the local network."""
        return is_local_host(self.host)


def endpoint_of(settings: ComponentSettings) -> Endpoint | None:
    """None where the settings name no host, such as for a file or for a vendor whose host is in the key."""
    for name in ("url", "base_url", "my_domain"):
        value = getattr(settings, name, None)
        if isinstance(value, str) and (found := _of_url(value)):
            return found
    host, port = getattr(settings, "host", None), getattr(settings, "port", None)
    if isinstance(host, str) and isinstance(port, int):
        return Endpoint(host, port, tls=False, http=False)
    return None


def _of_url(value: str) -> Endpoint | None:
    try:
        parts = urlsplit(value)
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    if not host:
        return None
    scheme = parts.scheme.partition("+")[0]
    if scheme in ("http", "https"):
        return Endpoint(host, port or (443 if scheme == "https" else 80), tls=scheme == "https", http=True)
    if scheme in _DATABASE_PORTS:
        return Endpoint(host, port or _DATABASE_PORTS[scheme], tls=False, http=False)
    return None
