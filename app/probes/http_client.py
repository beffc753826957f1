"""The HttpClient that all probes share: httpx over our own transport.

Holds the read-only guard, the body cap and the rule that no credential follows a redirect to another origin.
"""

import zlib
from collections.abc import Mapping
from functools import lru_cache
from types import TracebackType
from typing import Protocol, cast

from app import __version__
from app.model.result import EMPTY
from app.model.status import Reason
from app.probes.addresses import shown_address
from app.probes.exchange import BODY_CAP, NoReply, Reply
from app.probes.http_connection import CutShort, MalformedAnswer
from app.probes.http_library import httpx
from app.probes.http_transport import ExchangeFailed, ProbeTransport, explain
from app.probes.resolver import Resolver
from app.probes.timings import Timings
from app.probes.tls import TlsContexts

USER_AGENT = f"Porchlight/{__version__} (+https://github.com/porchlight-monitor/porchlight)"
_MAX_REDIRECTS = 10
_SAFE_METHODS = frozenset({"GET", "HEAD"})
_USUAL_HEADERS = httpx.Headers(
    {"User-Agent": USER_AGENT, "Accept": "*/*", "Accept-Encoding": "gzip, deflate", "Connection": "close"}
)
_KEPT_ACROSS_ORIGINS = frozenset({"accept", "accept-language", "accept-encoding", "user-agent", "connection"})
_NEVER_KEPT = frozenset({"host", "content-length", "content-type", "transfer-encoding"})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


class ProbeHttpClient:
    """Implements HttpClient. ``async with`` it; it holds no connection and no cookie between exchanges.

    Requests, responses and URLs are httpx's; its AsyncClient is left out, because its cookie jar would carry state
    from one check to the next, and because it costs more than the exchange itself.
    """

    def __init__(self, *, ca_file: str | None = None, proxies: Mapping[str, str] | None = None) -> None:
        """``ca_file``: trust these issuers instead of the system's; ``proxies``: None for the system's."""
        self._transport = ProbeTransport(Resolver(), TlsContexts(ca_file), None if proxies is None else dict(proxies))

    def use_proxies(self, proxies: Mapping[str, str] | None) -> None:
        """From the next exchange on; None for the system's."""
        self._transport.proxies = None if proxies is None else dict(proxies)

    def goes_through_proxy(self, scheme: str, host: str) -> bool:
        """Whether a proxy stands between, as the settings or the system have it."""
        return self._transport.goes_through_proxy(scheme, host)

    async def __aenter__(self) -> "ProbeHttpClient":
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Let go of everything; no exchange follows."""
        await self._transport.aclose()

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
        """See HttpClient."""
        if method not in _SAFE_METHODS and not (method == "POST" and read_only_post):
            raise ValueError(f"{method} could change something: Porchlight only reads")
        timings = Timings()
        try:
            request = httpx.Request(
                method,
                _parsed(url),
                headers=_with_usual(headers),
                content=content,
                extensions={"timings": timings, "verify": verify},
            )
        except httpx.InvalidURL:
            return NoReply(Reason.CONFIGURATION, "the address is not a valid URL")
        if request.url.scheme not in ("http", "https") or not request.url.host:
            return NoReply(Reason.CONFIGURATION, "the address must begin with http:// or https://")
        try:
            return await self._follow(request, timings, follow_redirects, body_cap)
        except ExchangeFailed as failed:
            return NoReply(failed.reason, failed.sentence, timings.phases, timings.tls)

    async def _follow(
        self, request: httpx.Request, timings: Timings, follow_redirects: bool, body_cap: int
    ) -> Reply | NoReply:
        for hops in range(_MAX_REDIRECTS + 1):
            response = await self._transport.handle_async_request(request)
            headers = _plain(response.headers.raw)
            try:
                if follow_redirects and response.status_code in _REDIRECTS and "location" in headers:
                    request = _next_hop(request, response.status_code, headers["location"])
                    continue
                body, truncated = await _read_body(response, headers, body_cap)
            except (OSError, MalformedAnswer, CutShort) as error:
                raise ExchangeFailed(*explain(error, request.url.host)) from error
            finally:
                await response.aclose()
            return Reply(
                status=response.status_code,
                headers=headers,
                body=body,
                truncated=truncated,
                phases=timings.phases,
                url=shown_address(str(request.url)),
                redirects=hops,
                tls=timings.tls,
            )
        return NoReply(
            Reason.HTTP_STATUS, f"{request.url.host} redirects more than {_MAX_REDIRECTS} times", timings.phases
        )


@lru_cache(maxsize=4096)
def _parsed(url: str) -> httpx.URL:
    """Parsing a URL is a good part of a check's cost, and a component has the same one every time."""
    return httpx.URL(url)


def _with_usual(headers: Mapping[str, str]) -> httpx.Headers:
    if not headers:
        return _USUAL_HEADERS
    merged = _USUAL_HEADERS.copy()
    merged.update(headers)
    return merged


def _plain(raw: list[tuple[bytes, bytes]]) -> dict[str, str]:
    """Headers by their names in lower case, repeated ones joined (RFC 9110 §5.3)."""
    found: dict[str, str] = {}
    for name, value in raw:
        key, text = name.decode("latin-1").lower(), value.decode("latin-1")
        found[key] = f"{found[key]}, {text}" if key in found else text
    return found


def _next_hop(request: httpx.Request, status: int, location: str) -> httpx.Request:
    """The request that a redirect asks for (RFC 9110 §15.4), without credentials where it leaves the origin."""
    try:
        url = request.url.join(location)
    except httpx.InvalidURL:
        url = httpx.URL()
    if url.scheme not in ("http", "https") or not url.host:
        raise ExchangeFailed(Reason.CONTENT, f"{request.url.host} redirects to an address that is not valid")
    method = "GET" if request.method == "POST" and status in (301, 302, 303) else request.method
    same_origin = (url.scheme, url.host, url.port) == (request.url.scheme, request.url.host, request.url.port)
    kept = {
        name: value
        for name, value in request.headers.items()
        if name not in _NEVER_KEPT and (same_origin or name in _KEPT_ACROSS_ORIGINS)
    }
    return httpx.Request(method, url, headers=kept, extensions=request.extensions)


async def _read_body(response: httpx.Response, headers: Mapping[str, str], cap: int) -> tuple[bytes, bool]:
    """The body, decoded, up to ``cap`` bytes, and whether there was more. A bomb is never unpacked beyond the cap."""
    encoding = headers.get("content-encoding", "").strip().lower()
    unpack = zlib.decompressobj(zlib.MAX_WBITS | 32) if encoding in ("gzip", "x-gzip", "deflate") else None
    pieces: list[bytes] = []
    size = 0
    async for raw in cast(httpx.AsyncByteStream, response.stream):
        piece = _unpacked(unpack, raw, cap - size + 1) if unpack is not None else raw
        pieces.append(piece)
        size += len(piece)
        if size > cap:
            return b"".join(pieces)[:cap], True
    return b"".join(pieces), False


class _Unpacker(Protocol):
    def decompress(self, data: bytes, max_length: int = ..., /) -> bytes: ...


def _unpacked(unpack: _Unpacker, raw: bytes, room: int) -> bytes:
    try:
        return unpack.decompress(raw, room)
    except zlib.error as error:
        raise MalformedAnswer("not the compression that the answer names") from error
