"""Cookies of one chain of redirects, as a browser would send them: many sites set one, redirect to themselves and
check that it comes back. They live as long as the chain and never leave the host that set them."""

import re
from typing import Final

from porchlight.net.http_library import httpx
from porchlight.net.transport import Asked

_MOST: Final = 50
_LONGEST: Final = 4096
"""Bytes of one; both as RFC 6265 §6.1 asks of clients."""
_LONGEST_TOGETHER: Final = 8192
"""Bytes; the limit of servers for a header line."""
_AS_THEY_CAME: Final = "iso-8859-1"
"""The charset in which each byte is a letter."""


class ChainCookies:
    """``take`` what each redirect sets, ``give`` it to the request that follows. The rules of path, domain, age and
    ``Secure`` are those of ``http.cookiejar``; one jar per host separates hosts, also within a domain."""

    def __init__(self, first: Asked) -> None:
        self._asked = first
        self._given = first.headers.get("cookie", "")
        """Of the settings; for the first origin alone, and dropped once it was left."""
        self._of_hosts: dict[bytes, httpx.Cookies] = {}
        self._was_encrypted = False

    def take(self, headers: list[tuple[bytes, bytes]]) -> None:
        """Store what the answer to the current request sets."""
        url = self._asked.url
        self._was_encrypted = self._was_encrypted or url.scheme == "https"
        lines = [line for name, line in headers if name.lower() == b"set-cookie" and len(line) <= _LONGEST]
        if lines:
            # A domain equal to the host adds nothing, but http.cookiejar accepts none without a dot, such as
            # localhost.
            its_host = re.compile(rb";\s*domain\s*=\s*\.?%b\s*(?=;|$)" % re.escape(url.raw_host), re.IGNORECASE)
            plain = [(b"Set-Cookie", its_host.sub(b"", line)) for line in lines[:_MOST]]
            setting = httpx.Response(302, headers=plain, request=_bare(self._asked))
            setting.headers.encoding = _AS_THEY_CAME
            self._of_hosts.setdefault(url.raw_host, httpx.Cookies()).extract_cookies(setting)

    def give(self, following: Asked) -> None:
        """Add those that belong to the next request to it. One that may have come encrypted never goes in clear text,
        whatever its flags."""
        if not is_same_origin(following.url, self._asked.url):
            self._given = ""
        self._asked = following
        found = self._found_for(following)
        names = set(map(_name, found.split(";")))
        given = [cookie.strip() for cookie in self._given.split(";") if _name(cookie) not in names]
        if sent := "; ".join(filter(None, [*given, found])):
            following.headers.encoding = _AS_THEY_CAME
            following.headers["Cookie"] = sent

    def _found_for(self, request: Asked) -> str:
        cookies = self._of_hosts.get(request.url.raw_host)
        if cookies is None or (self._was_encrypted and request.url.scheme != "https"):
            return ""
        bare = _bare(request)
        bare.headers.encoding = _AS_THEY_CAME
        cookies.set_cookie_header(bare)
        found = bare.headers.get("cookie", "")
        return found if len(found) <= _LONGEST_TOGETHER else ""


def is_same_origin(one: httpx.URL, other: httpx.URL) -> bool:
    """Whether scheme, host and port are the same."""
    return (one.scheme, one.raw_host, one.port) == (other.scheme, other.raw_host, other.port)


def _bare(request: Asked) -> httpx.Request:
    """As httpx's jar needs it, with its Host: httpx would decode an xn--, and raise where IDNA 2008 has no such
    name; there are such names (xn--i-7iq.ws), and resolvers find them."""
    return httpx.Request(request.method, request.url, headers={"Host": request.url.netloc.decode("ascii")})


def _name(cookie: str) -> str:
    return cookie.partition("=")[0].strip()
