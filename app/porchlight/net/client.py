"""The HttpClient that checks, vendors' reports and updates share: httpx over ``HttpTransport``. It only reads.

Enforces the read-only guard, the body cap, the validation of every header, and the rules for credentials: none in
clear text to a host outside the local network, and none to another origin by a redirect.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from types import TracebackType
from typing import Final

from porchlight import __version__
from porchlight.language.english import english
from porchlight.language.text import msg, with_places
from porchlight.model.result import EMPTY
from porchlight.model.status import Reason
from porchlight.net.addresses import is_in_private_network
from porchlight.net.cookies import ChainCookies, is_same_origin
from porchlight.net.exchange import ANSWER_CAP, REDIRECTS, NoReply, Reply
from porchlight.net.failures import ExchangeFailed
from porchlight.net.headers import header_fault, is_secret_header, require_header_value
from porchlight.net.host_names import name_for_people
from porchlight.net.http_library import httpx
from porchlight.net.malformed import CutShort, MalformedAnswer
from porchlight.net.resolver import Resolver
from porchlight.net.timings import Timings
from porchlight.net.tls import TlsContexts
from porchlight.net.transport import Answer, Asked, HttpTransport, explain
from porchlight.net.unpacking import Unpacker, unreadable_coding
from porchlight.net.urls import read_url

USER_AGENT = f"Porchlight/{__version__} (+https://github.com/porchlight-monitor/porchlight)"
_MAX_REDIRECTS = 10
_SAFE_METHODS = frozenset({"GET", "HEAD"})
_USUAL_HEADERS = httpx.Headers(
    {"User-Agent": USER_AGENT, "Accept": "*/*", "Accept-Encoding": "gzip, deflate", "Connection": "close"}
)
_KEPT_ACROSS_ORIGINS = frozenset({"accept", "accept-language", "accept-encoding", "user-agent", "connection"})
_NEVER_KEPT = frozenset({"host", "cookie", "content-length", "content-type", "transfer-encoding"})
_UP_TO_HOST: Final = re.compile(rb"(?:[A-Za-z][A-Za-z0-9+.-]*:)?//[^/?#]*")
_BEFORE_QUERY: Final = re.compile(rb"^[^?#]+")
_IN_CLEAR: Final = msg(
    "A credential would be sent to {host} unencrypted. Use an address that begins with {https}, or set {setting} if"
    " you intend this.",
    https="https://",
    setting="allow_unencrypted = true",
)


class ReadOnlyClient:
    """Implements HttpClient. ``async with`` it; it holds no connection and no cookie between exchanges.

    URLs and headers are httpx's; its AsyncClient is not used, because its cookie jar would carry state from one check
    to the next, and because it costs more than the exchange itself.
    """

    def __init__(self, *, ca_file: str | None = None, proxies: Mapping[str, str] | None = None) -> None:
        """``ca_file``: trust these issuers instead of the system's; ``proxies``: None for the system's."""
        self._transport = HttpTransport(Resolver(), TlsContexts(ca_file), proxies)

    def use_proxies(self, proxies: Mapping[str, str] | None) -> None:
        """Use these from the next exchange on; None for the system's."""
        self._transport.use_proxies(proxies)

    def goes_through_proxy(self, scheme: str, host: str) -> bool:
        """Whether a proxy is used, by the settings or the system."""
        return self._transport.goes_through_proxy(scheme, host)

    async def __aenter__(self) -> "ReadOnlyClient":
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Nothing is held between exchanges."""

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
        """See HttpClient."""
        if method not in _SAFE_METHODS and not (method == "POST" and read_only_post):
            raise ValueError(f"{method} could change something: Porchlight only reads")
        given = {**headers, **secret_headers}
        if (target := _parsed(url)) is None:
            return NoReply(Reason.CONFIGURATION, english(msg("This is not an address that can be requested.")))
        if fault := header_fault(given):
            return NoReply(Reason.CONFIGURATION, english(fault))
        carries_secret = bool(secret_headers) or content is not None or any(map(is_secret_header, given))
        if carries_secret and not allow_unencrypted and target.scheme != "https":
            host = target.raw_host.decode("ascii")
            if not is_in_private_network(host):
                return NoReply(Reason.CONFIGURATION, english(with_places(_IN_CLEAR, host=name_for_people(host))))
        timings = Timings()
        request = Asked(method, target, _with_usual(given), content or b"")
        try:
            return await self._follow(request, timings, verify, follow_redirects, body_cap)
        except ExchangeFailed as failed:
            return NoReply(failed.reason, english(failed.sentence), timings.phases, timings.tls)

    async def _follow(
        self, request: Asked, timings: Timings, verify: bool, follow_redirects: bool, body_cap: int
    ) -> Reply | NoReply:
        cookies: ChainCookies | None = None  # most answers are no redirects
        for hops in range(_MAX_REDIRECTS + 1):
            answer = await self._transport.send(request, timings, verify=verify)
            headers = _plain(answer.headers)
            try:
                if follow_redirects and answer.status in REDIRECTS and "location" in headers:
                    cookies = cookies or ChainCookies(request)
                    cookies.take(answer.headers)
                    request = _next_hop(request, answer.status, answer.headers)
                    cookies.give(request)
                    continue
                packed = headers.get("content-encoding", "")
                body, truncated = await _read_body(answer, packed, body_cap)
            except (OSError, MalformedAnswer, CutShort) as error:
                raise ExchangeFailed(*explain(error, _shown_host(request.url))) from error
            finally:
                answer.close()
            return Reply(
                status=answer.status,
                headers=headers,
                body=body,
                truncated=truncated,
                phases=timings.phases,
                url=_shown(request.url),
                redirects=hops,
                tls=timings.tls,
                unread_coding=unreadable_coding(packed) if packed and body else "",
            )
        return NoReply(
            Reason.HTTP_STATUS,
            english(
                msg("{host} redirects more than {count} times.", host=_shown_host(request.url), count=_MAX_REDIRECTS)
            ),
            timings.phases,
        )


@lru_cache(maxsize=8192)
def _parsed(url: str) -> httpx.URL | None:
    """A URL that can be requested, without user info and fragment; None for anything else. Cached, since parsing is a
    large part of a check's cost, and a component has the same URL every time."""
    return _usable(url, None)


def _usable(url: str, base: httpx.URL | None) -> httpx.URL | None:
    """``url``, relative to ``base`` if there is one."""
    try:
        found = read_url(url, base)
        if found.userinfo or found.fragment:
            found = found.copy_with(userinfo=b"", fragment=None)  # which reads it all again
        return found
    except (httpx.InvalidURL, ValueError):
        return None


def _shown(url: httpx.URL) -> str:
    """Without its query: user info and fragment were left out before it was requested."""
    return str(url).partition("?")[0]


def _shown_host(url: httpx.URL) -> str:
    return name_for_people(url.raw_host.decode("ascii"))


def _with_usual(headers: Mapping[str, str]) -> httpx.Headers:
    if not headers:
        return _USUAL_HEADERS
    merged = _USUAL_HEADERS.copy()
    merged.update({name: require_header_value(value) for name, value in headers.items()})
    return merged


def _plain(raw: list[tuple[bytes, bytes]]) -> dict[str, str]:
    """Headers by their names in lower case, repeated ones joined (RFC 9110 §5.3)."""
    found: dict[str, str] = {}
    for name, value in raw:
        key, text = name.decode("latin-1").lower(), value.decode("latin-1")
        found[key] = f"{found[key]}, {text}" if key in found else text
    return found


def _next_hop(request: Asked, status: int, headers: list[tuple[bytes, bytes]]) -> Asked:
    """The request that a redirect asks for (RFC 9110 §15.4), without credentials where it leaves the origin, and
    without cookies (see ChainCookies)."""
    host = _shown_host(request.url)
    places = {value.strip() for name, value in headers if name.lower() == b"location"}
    if len(places) > 1:  # browsers follow neither
        raise ExchangeFailed(Reason.CONTENT, msg("{host} redirects to two addresses at once.", host=host))
    url = _usable(_as_address(*places), request.url)
    if url is None:
        raise ExchangeFailed(Reason.CONTENT, msg("{host} redirects to an address that is not valid.", host=host))
    method = "GET" if request.method == "POST" and status in (301, 302, 303) else request.method
    same_origin = is_same_origin(url, request.url)
    kept = {
        name: value
        for name, value in request.headers.items()
        if name not in _NEVER_KEPT and (same_origin or name in _KEPT_ACROSS_ORIGINS)
    }
    return Asked(method, url, httpx.Headers(kept))


async def _read_body(answer: Answer, packed: str, cap: int) -> tuple[bytes, bool]:
    """The body, decoded, up to ``cap`` bytes, and whether there was more; ``packed``: its Content-Encoding. A bomb is
    never unpacked beyond the cap."""
    unpacker = Unpacker.of(packed, cap) if packed else None
    pieces: list[bytes] = []
    size = 0
    while raw := await answer.read():
        piece = raw if unpacker is None else unpacker.unpacked(raw, cap - size + 1)
        pieces.append(piece)
        size += len(piece)
        if size > cap:
            return b"".join(pieces)[:cap], True
        if unpacker is not None and unpacker.is_done:
            break
    return b"".join(pieces), False


def _as_address(location: bytes) -> str:
    """A Location as clients read it: invalid bytes are percent-encoded unchanged, whatever their charset; only a host
    is decoded, from UTF-8. A backslash before the query is a slash, as in browsers (WHATWG URL). Empty for an invalid
    one."""
    location = _BEFORE_QUERY.sub(lambda path: path[0].replace(b"\\", b"/"), location, count=1)
    found = _UP_TO_HOST.match(location)
    host = found[0] if found else b""
    try:
        return host.decode("utf-8") + _percent_encoded(location[len(host) :])
    except UnicodeDecodeError:
        return ""


def _percent_encoded(raw: bytes) -> str:
    return "".join(chr(byte) if 0x20 < byte < 0x7F else f"%{byte:02X}" for byte in raw)
