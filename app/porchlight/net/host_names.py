"""Host names in the forms that programs need: for lookups, for TLS, for comparing. Pure.

Python's own ``idna`` codec, which ``socket`` and ``ssl`` apply to every text, is IDNA 2003: it makes strasse.example
of straße.example, which may belong to somebody else. The results here are ASCII, which that codec leaves unchanged.
"""

import ipaddress
import re
import socket
import unicodedata
from functools import lru_cache
from typing import Final
from urllib.parse import urlsplit

_LONGEST_NAME: Final = 253
"""RFC 1035 §2.3.4, without the dot at the end."""
_LONGEST_TEXT: Final = 1024
"""Characters of input, at most; mapping may shorten a name, but never by so much."""
_NAME: Final = re.compile(r"[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*\.?")
"""As resolvers take them: underscores too (RFC 2181 §11), labels of 63 letters at most (RFC 1035 §2.3.4)."""
_IPV6: Final = re.compile(r"[0-9A-Fa-f:.]{2,45}(%[A-Za-z0-9._-]{1,32})?")
_NUMBERS: Final = re.compile(r"[0-9A-Fa-fxX.]{1,60}")


@lru_cache(maxsize=4096)
def ascii_host(host: str) -> str:
    """A host for lookups and comparisons: a name in lower case and A-labels, an address in its shortest form, neither
    with brackets; empty for an invalid one.

    Names go by IDNA 2008 (RFC 5891) after the mapping of UTS 46, not transitional, as in browsers: ``STRAßE`` is
    xn--strae-oqa. A dot at the end stays: with it a resolver adds no search domain.
    """
    bare = host[1:-1] if host.startswith("[") and host.endswith("]") and ":" in host else host
    if ":" in bare:
        return _ipv6(bare)
    name = bare.lower() if bare.isascii() else _mapped(bare)
    if _NAME.fullmatch(name) is None or len(name.removesuffix(".")) > _LONGEST_NAME:
        return ""
    if not all(map(_is_readable, name.split("."))):
        return ""
    address = _ipv4(name.removesuffix("."))
    return name if address is None else str(address)


def is_host(host: str) -> bool:
    """Whether ``host`` can be looked up or connected to: an address, or a name in any letters that DNS can have."""
    return bool(ascii_host(host))


def certificate_name(host: str) -> str:
    """The name sent by TLS and required in the certificate: without the dot at the end (RFC 6066 §3) and without the
    zone of an address, which means something on this computer only (RFC 4007 §11.2). Empty for an invalid host."""
    return ascii_host(host).partition("%")[0].removesuffix(".")


def name_for_people(host: str) -> str:
    """A name in A-labels with its letters; unchanged where it has none, or where IDNA 2008 has no such name."""
    if "xn--" not in host:
        return host
    import idna

    try:
        return idna.decode(host)
    except UnicodeError:  # idna's own error is one
        return host


def with_ascii_host(address: str) -> str:
    """A URL with its host as ``ascii_host`` makes it, for clients with other rules; unchanged where it has no host (a
    relative one), or one that is ASCII already or cannot be converted."""
    if address.isascii():
        return address
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError:  # an unpaired bracket, letters that become others under NFKC, a port out of range
        return address
    if host.isascii() or not (made := ascii_host(host)):
        return address
    user, at, _ = parts.netloc.rpartition("@")
    return parts._replace(netloc=f"{user}{at}{made}{'' if port is None else f':{port}'}").geturl()


def same_host(one: str, other: str) -> bool:
    """Whether two spellings of a host mean the same one; an invalid one equals nothing."""
    found = ascii_host(one).removesuffix(".")
    return bool(found) and found == ascii_host(other).removesuffix(".")


@lru_cache(maxsize=1024)
def address_in(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """The address that ``host`` is, however it is written (``127.1``, ``0x7f000001``, ``017700000001``,
    ``::ffff:127.0.0.1``); None for a name."""
    try:
        address = ipaddress.ip_address(ascii_host(host))
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def _is_readable(label: str) -> bool:
    """Whether an xn-- can be decoded (RFC 3492), even if IDNA 2008 has no such letters; browsers take no other."""
    if not label.startswith("xn--"):
        return True
    try:
        letters = label[4:].encode("ascii").decode("punycode")
    except UnicodeError:
        return False
    return not letters.isascii() and not any(unicodedata.category(one) in ("Cc", "Cs") for one in letters)


def _ipv4(host: str) -> ipaddress.IPv4Address | None:
    if not _NUMBERS.fullmatch(host):
        return None
    try:
        return ipaddress.IPv4Address(socket.inet_aton(host))
    except OSError:
        return None


def _ipv6(host: str) -> str:
    if not _IPV6.fullmatch(host):
        return ""
    try:
        return str(ipaddress.IPv6Address(host))
    except ValueError:
        return ""


def _mapped(host: str) -> str:
    """In A-labels; empty where DNS can have no such name. IDNA applies only to labels in other letters: the others
    are looked up unchanged, with underscores and all."""
    if len(host) > _LONGEST_TEXT:
        return ""
    import idna

    try:
        labels = idna.uts46_remap(host, std3_rules=False, transitional=False).split(".")
        return ".".join(label if label.isascii() else idna.alabel(label).decode("ascii") for label in labels)
    except UnicodeError:  # idna's own error is one
        return ""


def address_literal(address: str) -> str:
    """How an address replaces a name in EHLO (RFC 5321 §4.1.3)."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return "[127.0.0.1]"
    found = getattr(found, "ipv4_mapped", None) or found
    return f"[IPv6:{found}]" if found.version == 6 else f"[{found}]"
