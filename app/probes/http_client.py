"""The HttpClient that all probes share: httpx over our own transport.

Holds the read-only guard, the body cap and the rule that no credential follows a redirect to another origin.
"""

import zlib
from collections.abc import Mapping
from types import TracebackType
from typing import Protocol

from app import __version__
from app.model.result import EMPTY
from app.model.status import Reason
from app.probes.exchange import BODY_CAP, NoReply, Reply
from app.probes.http_connection import CutShort, MalformedAnswer
from app.probes.http_library import httpx
from app.probes.http_transport import ExchangeFailed, ProbeTransport, Timings, explain
from app.probes.resolver import Resolver
from app.probes.tls import TlsContexts

USER_AGENT = f"Porchlight/{__version__} (+https://github.com/porchlight-monitor/porchlight)"
_MAX_REDIRECTS = 10
_SAFE_METHODS = frozenset({"GET", "HEAD"})
_KEPT_ACROSS_ORIGINS = frozenset({"accept", "accept-language", "accept-encoding", "user-agent"})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


class ProbeHttpClient:
    """Implements HttpClient. ``async with`` it; it holds no connection between exchanges."""

    def __init__(self, *, ca_file: str | None = None, proxies: Mapping[str, str] | None = None) -> None:
        """``ca_file``: trust these issuers instead of the system's; ``proxies``: None for the system's."""
        transport = ProbeTransport(Resolver(), TlsContexts(ca_file), None if proxies is None else dict(proxies))
        self._client = httpx.AsyncClient(
            transport=transport,
            trust_env=False,  # the transport asks the system for proxies itself
            timeout=None,
            headers={"User-Agent": USER_AGENT, "Accept-Encoding": "gzip, deflate", "Connection": "close"},
        )

    async def __aenter__(self) -> "ProbeHttpClient":
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Let go of everything; no exchange follows."""
        await self._client.aclose()

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
            request = self._client.build_request(
                method,
                url,
                headers=dict(headers),
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
        except httpx.RemoteProtocolError:  # a Location that is not a URL
            return NoReply(Reason.CONTENT, f"{request.url.host} redirects to an address that is not valid")

    async def _follow(
        self, request: httpx.Request, timings: Timings, follow_redirects: bool, body_cap: int
    ) -> Reply | NoReply:
        for hops in range(_MAX_REDIRECTS + 1):
            response = await self._client.send(request, stream=True)
            try:
                if follow_redirects and response.status_code in _REDIRECTS and response.next_request is not None:
                    request = _next_hop(request, response.next_request)
                    continue
                body, truncated = await _read_body(response, body_cap)
            except (OSError, MalformedAnswer, CutShort) as error:
                raise ExchangeFailed(*explain(error, request.url.host)) from error
            finally:
                await response.aclose()
            return Reply(
                status=response.status_code,
                headers={name.lower(): value for name, value in response.headers.items()},
                body=body,
                truncated=truncated,
                phases=timings.phases,
                url=str(request.url.copy_with(username=None, password=None, query=None, fragment=None)),
                redirects=hops,
                tls=timings.tls,
            )
        return NoReply(
            Reason.HTTP_STATUS, f"{request.url.host} redirects more than {_MAX_REDIRECTS} times", timings.phases
        )


def _next_hop(request: httpx.Request, following: httpx.Request) -> httpx.Request:
    following.extensions = request.extensions
    following.read()
    origin = (request.url.scheme, request.url.host, request.url.port)
    if (following.url.scheme, following.url.host, following.url.port) != origin:
        for name in list(following.headers):
            if name.lower() not in _KEPT_ACROSS_ORIGINS | {"host", "connection"}:
                del following.headers[name]
    return following


async def _read_body(response: httpx.Response, cap: int) -> tuple[bytes, bool]:
    """The body, decoded, up to ``cap`` bytes, and whether there was more. A bomb is never unpacked beyond the cap."""
    encoding = response.headers.get("content-encoding", "").strip().lower()
    unpack = zlib.decompressobj(zlib.MAX_WBITS | 32) if encoding in ("gzip", "x-gzip", "deflate") else None
    pieces: list[bytes] = []
    size = 0
    async for raw in response.aiter_raw():
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
