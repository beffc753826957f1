"""Where a credential goes: origins (scheme, host, port), and how a kind declares its own. Pure.

An origin is written as an address without a path, ``https://api.stripe.com``; the usual port is left out. An invalid
one gets no credential.
"""

import re
from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit

from porchlight.dataclass import dataclass
from porchlight.language.english import unfit
from porchlight.language.text import msg
from porchlight.net.host_names import ascii_host

_USUAL_PORTS: Final = {
    "http": 80,
    "https": 443,
    "postgresql": 5432,
    "mysql": 3306,
    "smtp": 587,
    "smtps": 465,
    "imap": 143,
    "imaps": 993,
}
_ALIASES: Final = {"postgres": "postgresql", "mariadb": "mysql"}
_UNREADABLE: Final = re.compile(r"[\x00-\x20\x7f\\]")
"""Blanks, controls, backslashes: programs disagree on where a host with them ends."""
_SCHEME: Final = re.compile(r"[a-z][a-z0-9-]{0,30}")
UNREADABLE: Final = "an address that cannot be read"
"""Stands for an invalid place; nothing is ever stored for it."""


@dataclass(frozen=True, slots=True)
class AddressIn:
    """The place that a credential's own value names: the credential is an address."""

    credential: str


Place = str | AddressIn
"""An origin, or the destination of an address that is itself a credential."""
Destinations = Mapping[str, tuple[Place, ...]]
"""By a credential's name, all places that it is sent to."""


def origin_of(url: str) -> str:
    """The origin of an address; ``UNREADABLE`` where it has none."""
    if _UNREADABLE.search(url):
        return UNREADABLE
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return UNREADABLE
    return origin(parts.scheme.partition("+")[0], host, port)


def origin(scheme: str, host: str, port: int | None = None) -> str:
    """The same, from its parts; ``port`` None: the usual one."""
    scheme = _ALIASES.get(scheme.lower(), scheme.lower())
    host = ascii_host(host.strip()).removesuffix(".")
    host = f"[{host}]" if ":" in host else host
    if not _SCHEME.fullmatch(scheme) or not host:
        return UNREADABLE
    if port is None or port == _USUAL_PORTS.get(scheme):
        return f"{scheme}://{host}"
    return f"{scheme}://{host}:{port}"


def require_origin(text: str) -> str:
    """``text`` (an address with or without a path) as an origin; the ValueError says what would be right."""
    found = origin_of(text.strip())
    if found == UNREADABLE:
        raise unfit(
            msg(
                "Please write an address such as {example} or {other}.",
                example="https://api.example.org",
                other="postgresql://db.example.org:5432",
            )
        )
    return found


def fit_places(destinations: Mapping[object, object]) -> Destinations:
    """Destinations that a plug-in says, as they have to be; what is no place is one that nothing is sent to. Raises
    what odd objects raise."""
    found: dict[str, tuple[Place, ...]] = {}
    for credential, places in destinations.items():
        each = places if isinstance(places, tuple | list) else (places,)
        if isinstance(credential, str):
            found[credential] = tuple(one if isinstance(one, str | AddressIn) else UNREADABLE for one in each)
    return found


def to_place(credential: str | None, place: Place) -> Destinations:
    """For a kind that sends one credential (None: none) to one place."""
    return {credential: (place,)} if credential else {}


def to_url(credential: str | None, url: str) -> Destinations:
    """For a kind that sends one credential (None: none) to one address."""
    return to_place(credential, origin_of(url))
