"""What an address in the settings says: whether it is well-formed, near or far, and how it may be shown. Pure."""

import ipaddress
from urllib.parse import urlsplit


def require_http_url(url: str) -> str:
    """``url``, if probes can ask it; ValueError says what would be right."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("an address that begins with https:// or http:// is wanted")
    if parts.password:
        raise ValueError('the address holds a password; use credential = "…" with auth = "basic" instead')
    return url


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
