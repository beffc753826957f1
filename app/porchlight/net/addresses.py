"""What an address in the settings means: whether it is valid, near or far, and how it may be shown. Pure.

Hosts are judged after parsing, as the system's resolver parses them: ``134744072`` is 8.8.8.8, whatever it looks
like.
"""

import ipaddress
import re
from functools import lru_cache
from typing import Annotated, Final
from urllib.parse import SplitResult, urlsplit

from pydantic import AfterValidator

from porchlight.language.english import unfit
from porchlight.language.text import msg
from porchlight.net.host_names import address_in, ascii_host, is_host

LONGEST_ADDRESS: Final = 8192
"""Characters of a URL, at most: the limit of servers (RFC 9110 §4.1 asks for 8,000)."""
_UNSENDABLE: Final = re.compile("[\u0000-\u0020\u007f-\u00a0\u2028\u2029\ud800-\udfff]")
_PRIVATE: Final = tuple(
    ipaddress.ip_network(block)
    for block in (
        *("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"),  # RFC 1918
        *("169.254.0.0/16", "fe80::/10"),  # link-local, RFC 3927 and RFC 4291
        "fc00::/7",  # RFC 4193
    )
)
_LOCAL_NAMES: Final = (".localhost", ".local", ".home.arpa", ".internal", ".lan")
"""Endings that no public name server has: RFC 6761, RFC 6762, RFC 8375, ICANN's .internal; .lan by custom."""


def require_http_url(url: str) -> str:
    """``url``, if probes can request it; the ValueError says what would be right."""
    parts = _split(url)
    if parts is None or parts.scheme not in ("http", "https"):
        raise unfit(msg("Please start the address with https:// or http://."))
    if len(url) > LONGEST_ADDRESS:
        raise unfit(msg("The address is longer than {most} characters.", most=LONGEST_ADDRESS))
    if _UNSENDABLE.search(url):
        raise unfit(msg("The address contains a space, a line break or a control character. Write %20 for a space."))
    if not is_host(parts.hostname or ""):
        raise unfit(
            msg("Please write an address with a host, such as {example}.", example="https://example.org/health")
        )
    if not _has_port(parts):
        raise unfit(msg("The address has no usable port. Use one from 1 to 65535."))
    if parts.password:
        raise unfit(
            msg(
                "The address contains a password. Use {setting} with {other} instead.",
                setting='credential = "…"',
                other='auth = "basic"',
            )
        )
    return url


def require_api_url(url: str) -> str:
    """As ``require_http_url``, for the base of addresses: nothing after the path, no slash at the end."""
    parts = urlsplit(require_http_url(url))
    if parts.query or parts.fragment or parts.username:
        raise unfit(msg("The address should end with its path, without ?, # or a user."))
    return url.rstrip("/")


ApiUrl = Annotated[str, AfterValidator(require_api_url)]
"""Where a vendor's API is: a setting validated by ``require_api_url``. ``SendsCredential`` checks that it is
encrypted."""


@lru_cache(maxsize=1024)
def is_this_computer(host: str) -> bool:
    """Whether a host is this very computer, by its name or address alone, without a lookup."""
    if is_localhost_name(host):
        return True
    address = address_in(host)
    return address is not None and (address.is_loopback or address.is_unspecified)


def is_localhost_name(host: str) -> bool:
    """Whether it is a name that means this computer and is never looked up (RFC 6761 §6.3)."""
    name = ascii_host(host).removesuffix(".")
    return name == "localhost" or name.endswith(".localhost")


def is_in_private_network(host: str) -> bool:
    """Whether a host is this computer or an address of a private network, without a lookup. Strict: a name is
    neither, since its name server decides where it leads."""
    if is_this_computer(host):
        return True
    address = address_in(host)
    return address is not None and any(address in block for block in _PRIVATE)


def is_safe_for_credentials(url: str) -> bool:
    """Whether a credential may travel to ``url``: encrypted, or only to this computer or a literal private
    address. False for what cannot be parsed. docs/decisions/0027-answers-from-strangers.md."""
    parts = _split(url)
    return parts is not None and (parts.scheme == "https" or is_in_private_network(parts.hostname or ""))


def require_encryption(url: str, allow_unencrypted: bool) -> None:
    """Refuse an address to which a credential would travel in clear text; the ValueError says what would be right."""
    if url.lower().startswith("http:") and not (allow_unencrypted or is_safe_for_credentials(url)):
        raise unfit(
            msg(
                "A credential would be sent there unencrypted. Use an address with https://, or allow "
                "unencrypted sending in the settings."
            )
        )


def is_local_host(host: str) -> bool:
    """Whether a host is likely on this computer or the local network, so that being offline does not explain its
    failure. For judging only, never to decide what may be sent: ``is_safe_for_credentials``.

    A name without a dot counts (public DNS has none: RFC 7085), unless it is an address in disguise.
    """
    address = address_in(host)
    if address is not None:
        return not address.is_global
    name = ascii_host(host).removesuffix(".")
    return bool(name) and ("." not in name or name.endswith(_LOCAL_NAMES))


def is_local_address(url: str) -> bool:
    """As ``is_local_host``, for a URL."""
    parts = _split(url)
    return parts is not None and is_local_host(parts.hostname or "")


def shown_address(url: str) -> str:
    """A URL without what could be secret: user info, query, fragment. Empty for an invalid one."""
    return _shown_again(url) if len(url) <= _OFTEN_ASKED else _shown(url)


def _shown(url: str) -> str:
    parts = _split(url)
    if parts is None:
        return ""
    place = parts.netloc.rpartition("@")[2]
    return parts._replace(netloc=place, query="", fragment="").geturl()


def host_in(url: str) -> str:
    """The host of a URL in lower case; empty where there is none."""
    return _host_again(url) if len(url) <= _OFTEN_ASKED else _host(url)


def _host(url: str) -> str:
    parts = _split(url)
    return (parts.hostname or "") if parts is not None else ""


# Asked at each check, in turns: a cache with less room than there are components would never find one. What a server
# makes up is longer, or falls out again.
_OFTEN_ASKED: Final = 200
_shown_again, _host_again = lru_cache(maxsize=8192)(_shown), lru_cache(maxsize=8192)(_host)


def _split(url: str) -> SplitResult | None:
    try:
        return urlsplit(url)
    except ValueError:  # an unpaired bracket, letters that become others under NFKC
        return None


def _has_port(parts: SplitResult) -> bool:
    try:
        return parts.port != 0
    except ValueError:
        return False
