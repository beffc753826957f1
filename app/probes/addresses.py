"""What an address in the settings says: whether it is well-formed, near or far, and how it may be shown. Pure."""

import ipaddress
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator


def require_http_url(url: str) -> str:
    """``url``, if probes can ask it; ValueError says what would be right."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("an address that begins with https:// or http:// is wanted")
    if parts.password:
        raise ValueError('the address holds a password; use credential = "…" with auth = "basic" instead')
    return url


def require_api_url(url: str) -> str:
    """As ``require_http_url``, for an address that a credential is sent to: encrypted unless it is near, and nothing
    behind the path. Without a slash at its end."""
    parts = urlsplit(require_http_url(url))
    if parts.scheme != "https" and not is_local_address(url):
        raise ValueError("an address that begins with https:// is wanted: a credential is sent there")
    if parts.query or parts.fragment or parts.username:
        raise ValueError("the address must end with its path, without ? # or a user")
    return url.rstrip("/")


ApiUrl = Annotated[str, AfterValidator(require_api_url)]
"""Where a vendor's API is: a setting that ``require_api_url`` has looked at."""


def is_local_host(host: str) -> bool:
    """Whether a host is this computer or on the local network, by its name or address alone."""
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return host == "localhost" or host.endswith((".local", ".localhost")) or "." not in host


def is_local_address(url: str) -> bool:
    """As ``is_local_host``, for a URL."""
    return is_local_host(urlsplit(url).hostname or "")


def shown_address(url: str) -> str:
    """A URL without what could be secret: user info, query, fragment."""
    parts = urlsplit(url)
    place = parts.netloc.rpartition("@")[2]
    return parts._replace(netloc=place, query="", fragment="").geturl()
