"""Cookies of one chain of redirects, as a browser would send them along: many a site sets one, redirects to itself
and looks whether it comes back. They live as long as the chain and never leave the host that set them.
"""

from typing import Final

from app.probes.http_library import httpx

_MOST: Final = 50
_LONGEST: Final = 4096
"""Bytes of one; both as RFC 6265 §6.1 asks of clients."""
_LONGEST_TOGETHER: Final = 8192
"""Bytes; what servers take of a header line."""
_AS_THEY_CAME: Final = "iso-8859-1"
"""The charset in which each byte is a letter."""


class ChainCookies:
    """``take`` what a redirect sets, ``give`` it to the request that follows. The rules of path, domain, age and
    ``Secure`` are those of ``http.cookiejar``; one jar a host keeps each from all others, also within its domain."""

    def __init__(self) -> None:
        self._of_hosts: dict[str, httpx.Cookies] = {}
        self._was_encrypted = False

    def take(self, request: httpx.Request, raw: list[tuple[bytes, bytes]]) -> None:
        """What the answer to ``request`` sets; ``raw``: its headers."""
        self._was_encrypted = self._was_encrypted or request.url.scheme == "https"
        lines = [(name, line) for name, line in raw if name.lower() == b"set-cookie" and len(line) <= _LONGEST]
        if lines:
            setting = httpx.Response(302, headers=lines[:_MOST], request=request)
            setting.headers.encoding = _AS_THEY_CAME
            self._of_hosts.setdefault(request.url.host, httpx.Cookies()).extract_cookies(setting)

    def give(self, request: httpx.Request) -> None:
        """Put those that belong to ``request`` behind the cookies that it has. What may have come encrypted never
        goes in clear, whether its cookie says so or not."""
        cookies = self._of_hosts.get(request.url.host)
        if cookies is None or (self._was_encrypted and request.url.scheme != "https"):
            return
        bare = httpx.Request(request.method, request.url)
        bare.headers.encoding = request.headers.encoding = _AS_THEY_CAME
        cookies.set_cookie_header(bare)
        found = bare.headers.get("cookie", "")
        if not found or len(found) > _LONGEST_TOGETHER:
            return
        names = set(map(_name, found.split(";")))
        own = [cookie.strip() for cookie in request.headers.get("cookie", "").split(";")]
        request.headers["Cookie"] = "; ".join([*(one for one in own if one and _name(one) not in names), found])


def _name(cookie: str) -> str:
    return cookie.partition("=")[0].strip()
