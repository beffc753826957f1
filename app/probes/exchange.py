"""One HTTP exchange for a probe: a Reply, or a NoReply that says exactly why there is none.

The only way in which probes speak HTTP. Only GET and HEAD go out, and POST where the caller names it as the
vendor's documented read-only call; bodies are read up to a cap; every exchange is timed by phase.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from app.model.result import EMPTY, Phase
from app.model.status import Reason

BODY_CAP = 1024 * 1024
"""Bytes of a response body that are read at most."""


@dataclass(frozen=True, slots=True)
class TlsDetails:
    """What was seen of the server's certificate (of the last hop)."""

    version: str
    issuer: str
    subject: str
    expires_ms: int
    """End of validity, Unix ms (UTC)."""


@dataclass(frozen=True, slots=True)
class Reply:
    """The server answered, with whatever status."""

    status: int
    headers: Mapping[str, str]
    """Names in lower case; repeated headers joined by ``, ``."""
    body: bytes
    truncated: bool
    """The body was longer than the cap; ``body`` holds its beginning."""
    phases: Mapping[Phase, int]
    """µs; the sum over all hops where redirects were followed."""
    url: str
    """Of the last hop, without user info and query."""
    redirects: int = 0
    tls: TlsDetails | None = None

    @property
    def duration_us(self) -> int:
        """Response time: all phases together."""
        return sum(self.phases.values())

    def text(self) -> str:
        """The body as text, by the charset of its content type (UTF-8 otherwise), never failing."""
        content_type = self.headers.get("content-type", "")
        _, _, charset = content_type.partition("charset=")
        try:
            return self.body.decode(charset.split(";")[0].strip(" \"'") or "utf-8", errors="replace")
        except LookupError:
            return self.body.decode(errors="replace")


@dataclass(frozen=True, slots=True)
class NoReply:
    """No whole answer came."""

    reason: Reason
    """dns, refused, unreachable, tls, timeout, content (not HTTP), http_status (too many redirects) …"""
    sentence: str
    """What happened, for people: "the connection was refused by 127.0.0.1:8080"."""
    phases: Mapping[Phase, int] = field(default_factory=lambda: EMPTY)
    tls: TlsDetails | None = None


class HttpClient(Protocol):
    """Makes exchanges; shared by all probes. Cancellation closes the connection at once."""

    async def exchange(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] = EMPTY,
        content: bytes | None = None,
        follow_redirects: bool = False,
        verify: bool = True,
        read_only_post: bool = False,
        body_cap: int = BODY_CAP,
    ) -> Reply | NoReply:
        """One exchange, on a new connection. ValueError for a method that could change something.

        Credentials given in ``headers`` are not sent on to another origin by a redirect.
        """
        ...
