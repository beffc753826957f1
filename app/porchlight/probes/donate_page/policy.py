"""What a page's Content-Security-Policy allows (CSP Level 3, §6.7), and whether a frame may be shown in it. Pure."""

import base64
import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final
from urllib.parse import SplitResult, urlsplit

from porchlight.dataclass import dataclass

_MOST_POLICIES: Final = 20
_MOST_SOURCES: Final = 500
_HOST_SOURCE: Final = re.compile(
    r"(?:(?P<scheme>[a-z][a-z0-9+.-]*)://)?(?P<host>\*|(?:\*\.)?[a-z0-9_-]+(?:\.[a-z0-9_-]+)*)(?::(?P<port>\*|\d{1,5}))?"
    r"(?P<path>/\S*)?"
)
_PORTS: Final = {"http": 80, "https": 443, "ws": 80, "wss": 443}
_FALLBACKS: Final[Mapping[str, tuple[str, ...]]] = {
    "script-src": ("script-src-elem", "script-src", "default-src"),
    "frame-src": ("frame-src", "child-src", "default-src"),
    "connect-src": ("connect-src", "default-src"),
    "form-action": ("form-action",),
}


@dataclass(frozen=True, slots=True)
class Policy:
    """One policy: its directives with their sources."""

    directives: Mapping[str, tuple[str, ...]]

    def sources(self, directive: str) -> tuple[str, tuple[str, ...]] | None:
        """The directive that decides, and its sources; None where everything is allowed."""
        for name in _FALLBACKS[directive]:
            if name in self.directives:
                return name, self.directives[name]
        return None


@dataclass(frozen=True, slots=True)
class Policies:
    """All policies of a page; each of them has to allow a thing."""

    page_url: str
    all: tuple[Policy, ...]

    @property
    def upgrades(self) -> bool:
        """Whether browsers ask for ``http:`` addresses by ``https:``."""
        return any("upgrade-insecure-requests" in one.directives for one in self.all)

    def forbids(self, directive: str, url: str) -> str:
        """The directive by which a frame, a connection or a form may not go to ``url``; empty where it may."""
        for policy in self.all:
            found = policy.sources(directive)
            if found is not None and not _allows(found[1], url, self.page_url):
                return found[0]
        return ""

    def forbids_script(self, url: str, *, nonce: str = "", integrity: str = "", injected: bool = False) -> str:
        """As ``forbids``, for a script with an address; ``injected``: another script puts it there."""
        for policy in self.all:
            found = policy.sources("script-src")
            if found is None:
                continue
            name, sources = found
            if nonce and f"'nonce-{nonce}'" in sources:
                continue
            hashes = integrity.split()
            if hashes and all(f"'{one.partition('?')[0]}'" in sources for one in hashes):
                continue
            if "'strict-dynamic'" in sources:
                if injected:  # by a script that is allowed itself
                    continue
                return name
            if not _allows(sources, url, self.page_url):
                return name
        return ""

    def forbids_inline(self, code: str, nonce: str = "") -> str:
        """As ``forbids``, for a script within the page."""
        for policy in self.all:
            found = policy.sources("script-src")
            if found is None:
                continue
            name, sources = found
            if nonce and f"'nonce-{nonce}'" in sources:
                continue
            strict = any(one.startswith(("'nonce-", "'sha256-", "'sha384-", "'sha512-")) for one in sources)
            if "'unsafe-inline'" in sources and not strict and "'strict-dynamic'" not in sources:
                continue
            if not any(_hash(code, sort) in sources for sort in ("sha256", "sha384", "sha512")):
                return name
        return ""


def read_policies(page_url: str, header: str, in_page: Sequence[str]) -> Policies:
    """The policies of the header, where commas separate them, and of the page itself."""
    written = [*header.split(","), *in_page][:_MOST_POLICIES]
    return Policies(page_url, tuple(policy for one in written if (policy := _policy(one)).directives))


def refused_framing(headers: Mapping[str, str], frame_url: str, page_url: str) -> str:
    """The header by which a frame must not be shown in a page, as it was sent; empty where it may.
    ``frame-ancestors`` overrides ``X-Frame-Options`` (CSP §6.4.2.1); values of that which browsers do not know allow
    it (HTML §7.5)."""
    policies = [_policy(one) for one in headers.get("content-security-policy", "").split(",")[:_MOST_POLICIES]]
    ancestors = [one.directives["frame-ancestors"] for one in policies if "frame-ancestors" in one.directives]
    if ancestors:
        for sources in ancestors:
            if not _allows(sources, page_url, frame_url):
                return f"frame-ancestors {' '.join(sources)}"
        return ""
    options = {one.strip().lower() for one in headers.get("x-frame-options", "").split(",")} - {""}
    shown = f"X-Frame-Options: {headers.get('x-frame-options', '')}"
    if "deny" in options or (len(options) > 1 and options & {"sameorigin", "allowall"}):
        return shown
    return shown if options == {"sameorigin"} and _origin(frame_url) != _origin(page_url) else ""


def _policy(text: str) -> Policy:
    directives: dict[str, tuple[str, ...]] = {}
    for one in text.split(";"):
        name, *sources = one.split()[:_MOST_SOURCES] or [""]
        name = name.lower()
        if name and name not in directives:  # the first one counts
            directives[name] = tuple(_normal(source) for source in sources)
    return Policy(directives)


def _normal(source: str) -> str:
    """Keywords and hosts are compared without case, nonces, hashes and paths with theirs."""
    if source.lower().startswith(("'nonce-", "'sha")):
        sort, dash, value = source.partition("-")
        return f"{sort.lower()}{dash}{value}"
    at = source.find("/", source.find("://") + 3 if "://" in source else 0)
    return source.lower() if at < 0 else source[:at].lower() + source[at:]


def _allows(sources: Iterable[str], url: str, page_url: str) -> bool:
    target, page = urlsplit(url), urlsplit(page_url)
    return any(_matches(source, target, page) for source in sources)


def _matches(source: str, target: SplitResult, page: SplitResult) -> bool:
    if source == "'self'":
        same = (target.hostname or "") == (page.hostname or "")
        return (
            same and (_port(target) == _port(page) or _upgraded(target, page)) and _scheme(page.scheme, target.scheme)
        )
    if source == "*":
        return target.scheme in ("http", "https", "ws", "wss") or target.scheme == page.scheme
    if source.endswith(":") and "/" not in source:
        return _scheme(source[:-1], target.scheme)
    found = _HOST_SOURCE.fullmatch(source)
    if found is None:
        return False
    if not _scheme(found["scheme"] or page.scheme, target.scheme):
        return False
    host, pattern = (target.hostname or "").lower(), found["host"]
    if pattern.startswith("*."):
        if not host.endswith(pattern[1:]):
            return False
    elif pattern not in ("*", host):
        return False
    port = found["port"]
    if port not in (None, "*") and int(port) != _port(target) and not (int(port) == 80 and _port(target) == 443):
        return False
    if port is None and _port(target) != _PORTS.get(target.scheme):
        return False
    path = found["path"] or "/"
    return path == "/" or (target.path.startswith(path) if path.endswith("/") else target.path == path)


def _upgraded(target: SplitResult, page: SplitResult) -> bool:
    return _port(page) == 80 and _port(target) == 443


def _scheme(wanted: str, actual: str) -> bool:
    return wanted == actual or (wanted, actual) in (
        ("http", "https"),
        ("ws", "wss"),
        ("http", "ws"),
        ("https", "wss"),
    )


def _port(parts: SplitResult) -> int | None:
    try:
        return parts.port or _PORTS.get(parts.scheme)
    except ValueError:
        return None


def _origin(url: str) -> tuple[str, str, int | None]:
    parts = urlsplit(url)
    return parts.scheme, (parts.hostname or "").lower(), _port(parts)


def _hash(code: str, sort: str) -> str:
    digest = hashlib.new(sort, code.encode("utf-8", "replace")).digest()
    return f"'{sort}-{base64.b64encode(digest).decode('ascii')}'"
