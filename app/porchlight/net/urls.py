"""One reading of a URL for all that speaks HTTP: what is judged is what is asked, since two parsers would disagree
about some address. Needs httpx; ``addresses`` judges settings without it.
"""

from porchlight.net.addresses import LONGEST_ADDRESS
from porchlight.net.host_names import is_host, with_ascii_host
from porchlight.net.http_library import httpx

_NOT_VALID = "The address is not a valid URL."


class UnusableUrl(ValueError):
    """Nobody can be asked at this address; the text is one whole sentence for people."""


def read_url(address: str, base: httpx.URL | None = None) -> httpx.URL:
    """``address``, with its login, seen from ``base`` if there is one. Raises UnusableUrl.

    httpx lets hosts and ports pass that nobody can connect to, and lets through whatever its libraries raise.
    """
    if len(address) > LONGEST_ADDRESS:
        raise UnusableUrl(_NOT_VALID)
    try:
        address = with_ascii_host(address)
        url = httpx.URL(address) if base is None else base.join(address)
        host = url.raw_host.decode("ascii")
    except (httpx.InvalidURL, ValueError):  # ValueError: also of Unicode
        raise UnusableUrl(_NOT_VALID) from None
    if url.scheme not in ("http", "https") or not host:
        raise UnusableUrl("The address must begin with http:// or https://.")
    if url.port is not None and not 0 < url.port < 65536:
        raise UnusableUrl("The port in the address is none: 1 to 65535 are.")
    if not is_host(host):
        raise UnusableUrl(_NOT_VALID)
    return url
