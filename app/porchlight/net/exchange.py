"""One HTTP exchange that reads: a Reply, or a NoReply with the exact reason.

The only way in which checks use HTTP. Only GET and HEAD are sent, and POST where the caller names it as the vendor's
documented read-only call; bodies are read up to a cap; every exchange is timed by phase.
"""

from collections.abc import Mapping
from dataclasses import field
from typing import Protocol

from porchlight.dataclass import dataclass
from porchlight.intake.charsets import json_text, page_text
from porchlight.intake.documents import parse_json
from porchlight.model.result import EMPTY, Phase
from porchlight.model.status import Reason

BODY_CAP = 1024 * 1024
"""Bytes of a web page that are read at most."""
ANSWER_CAP = 128 * 1024
"""Bytes of an answer that are read by default: what may be parsed on the event loop (JSON made to be slow takes 25
ms)."""
REDIRECTS = frozenset({301, 302, 303, 307, 308})
"""Statuses that redirect to another address (RFC 9110 §15.4)."""


@dataclass(frozen=True, slots=True)
class TlsDetails:
    """Facts of the server's certificate (of the last hop)."""

    version: str
    issuer: str
    subject: str
    expires_ms: int | None
    """End of validity, Unix ms (UTC); None where the certificate cannot be read."""
    begins_ms: int | None = None
    """Begin of validity, in the same way."""


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
    unread_coding: str = ""
    """The content coding that cannot be decoded here, such as "br"; ``body`` is then as it came."""

    @property
    def duration_us(self) -> int:
        """Response time: all phases together."""
        return sum(self.phases.values())

    def text(self) -> str:
        """The body as browsers read it: see ``page_text``. Slow for a long one: see ``beside_loop``."""
        return page_text(self.body, self.headers.get("content-type", ""))

    def document(self) -> object:
        """The body as JSON, whatever charset its content type names (RFC 8259 §11). Raises NotJson."""
        return parse_json(json_text(self.body, self.headers.get("content-type", "")))


@dataclass(frozen=True, slots=True)
class NoReply:
    """No whole answer came."""

    reason: Reason
    """dns, refused, unreachable, tls, timeout, content (not HTTP), http_status (too many redirects) …"""
    sentence: str
    """What happened, for people: "127.0.0.1:8080 refused the connection."; a Sentence, which knows its text."""
    phases: Mapping[Phase, int] = field(default_factory=lambda: EMPTY)
    tls: TlsDetails | None = None


class HttpClient(Protocol):
    """Makes exchanges; shared by all checks. Cancellation closes the connection at once."""

    async def exchange(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] = EMPTY,
        secret_headers: Mapping[str, str] = EMPTY,
        content: bytes | None = None,
        follow_redirects: bool = False,
        verify: bool = True,
        read_only_post: bool = False,
        body_cap: int = ANSWER_CAP,
        allow_unencrypted: bool = False,
    ) -> Reply | NoReply:
        """One exchange, on a new connection. ValueError for a method that could change something.

        ``secret_headers`` carry a credential, as do those of ``headers`` with such names, and the content of a POST:
        without ``allow_unencrypted`` they never go in clear text outside this computer and literal private addresses.
        No header of the caller is sent on to another origin by a redirect.
        """
        ...
