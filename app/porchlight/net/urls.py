"""The one parser of URLs for everything over HTTP: what is checked is what is requested, since two parsers would
disagree about some address. Needs httpx; ``addresses`` judges settings without it."""

from porchlight.language.text import Text, msg
from porchlight.net.addresses import LONGEST_ADDRESS
from porchlight.net.host_names import is_host, with_ascii_host
from porchlight.net.http_library import httpx

_NOT_VALID = msg("The address is not a valid URL.")


class UnusableUrl(ValueError):
    """An address that cannot be used; ``text`` says why."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.message)
        self.text = text


def read_url(address: str, base: httpx.URL | None = None) -> httpx.URL:
    """``address``, with its login, seen from ``base`` if there is one. Raises UnusableUrl.

    httpx accepts hosts and ports that cannot be used, and raises whatever its libraries raise.
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
        raise UnusableUrl(msg("The address must begin with http:// or https://."))
    if url.port is not None and not 0 < url.port < 65536:
        raise UnusableUrl(msg("The port in the address must be between 1 and 65535."))
    if not is_host(host):
        raise UnusableUrl(_NOT_VALID)
    return url
