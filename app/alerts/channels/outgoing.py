"""HTTP for channels: one POST, and in plain words why it was not taken."""

import ssl
from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from app import __version__
from app.alerts.channels.kind import ChannelContext
from app.model.errors import SecretError
from app.model.message import Fault
from app.probes.http_library import httpx
from app.probes.tls import TlsContexts, explain_tls_error

_AGAIN = frozenset({408, 425, 429})
"""Client errors after which trying again may help (RFC 9110 §15.5.9, RFC 8470 §5.2, RFC 6585 §4)."""


class Outgoing:
    """Posts for one channel; keeps its connection for a while."""

    def __init__(self, context: ChannelContext) -> None:
        self._context = context
        self._client: httpx.AsyncClient | None = None

    async def post(
        self, url: str, content: bytes, *, headers: Mapping[str, str], method: str = "POST"
    ) -> Fault | None:
        """None once the receiver has answered with a success; redirects are not followed."""
        answer = await self._send(url, content, headers, method, most=0)
        return answer if isinstance(answer, Fault) else None

    async def exchange(self, url: str, content: bytes, *, headers: Mapping[str, str], most: int) -> bytes | Fault:
        """The same, with the first ``most`` bytes of the answer."""
        return await self._send(url, content, headers, "POST", most=most)

    async def _send(
        self, url: str, content: bytes, headers: Mapping[str, str], method: str, *, most: int
    ) -> bytes | Fault:
        try:
            host = urlsplit(url).hostname or ""
            request = self._opened(url).build_request(method, url, content=content, headers=dict(headers))
            if request.url.scheme not in ("http", "https") or not host:
                return Fault("The address must begin with http:// or https://.", permanent=True)
            # the status line says whether it was taken: what comes after it is not waited for
            response = await self._opened(url).send(request, stream=True)
            try:
                return _judged(response, host) or await _beginning(response, most)
            finally:
                await response.aclose()
        except (httpx.InvalidURL, httpx.UnsupportedProtocol, UnicodeError, ValueError):
            return Fault("The address is not a valid URL.", permanent=True)
        except httpx.HTTPError as error:
            return Fault(_words(error, urlsplit(url).hostname or "the receiver"))

    async def close(self) -> None:
        """Let go of the connection."""
        if self._client is not None:
            await self._client.aclose()
            self._client = None

    def _opened(self, url: str) -> httpx.AsyncClient:
        if self._client is None:
            proxies = self._context.proxies()
            verify: ssl.SSLContext | bool = False
            if urlsplit(url).scheme.lower() == "https":  # reading a trust store takes milliseconds
                verify = TlsContexts(self._context.ca_file).get(verify=True)
            self._client = httpx.AsyncClient(
                verify=verify,
                timeout=None,  # the dispatcher's time limit holds for all of it
                trust_env=proxies is None,
                proxy=(proxies or {}).get("https"),
                headers={"User-Agent": f"Porchlight/{__version__}"},
            )
        return self._client


async def address(context: ChannelContext, url: str | None, credential: str | None) -> str | Fault:
    """Where to post to: as the settings have it, or from the keyring."""
    if url is not None:
        return url
    try:
        return (await context.secrets.get(credential or "")).strip()
    except SecretError as error:
        return Fault(str(error))


def _judged(response: httpx.Response, host: str) -> Fault | None:
    status = response.status_code
    if response.is_success:
        return None
    if response.has_redirect_location:
        return Fault(
            f"{host} redirects to another address ({status}); put that one into the settings.", permanent=True
        )
    return refused(host, status, _retry_after(response.headers.get("retry-after")))


async def _beginning(response: httpx.Response, most: int) -> bytes:
    """The first ``most`` bytes of an answer. Raises HTTPError."""
    body = bytearray()
    if most:
        async for piece in response.aiter_bytes():
            body += piece
            if len(body) >= most:
                break
    return bytes(body[:most])


def refused(who: str, status: int, retry_after: float | None = None) -> Fault:
    """Why a receiver that answers with this HTTP status does not take it; ``retry_after`` in seconds."""
    if status == 429:
        return Fault(f"{who} wants fewer messages (429).", retry_after=retry_after)
    if status >= 500 or status in _AGAIN:
        return Fault(f"{who} has a failure of its own ({status}).", retry_after=retry_after)
    if status in (401, 403):
        return Fault(f"{who} does not accept the address or its key ({status}).", permanent=True)
    if status in (404, 410):
        return Fault(f"{who} does not know this address ({status}); it may have been removed there.", permanent=True)
    return Fault(f"{who} does not take the message ({status}).", permanent=True)


def _retry_after(value: str | None) -> float | None:
    """Seconds (RFC 9110 §10.2.3: a number of them, or a date)."""
    if value is None:
        return None
    if value.strip().isdecimal():
        return float(value)
    try:
        at = parsedate_to_datetime(value)
    except ValueError:
        return None
    from datetime import UTC, datetime

    return max((at - datetime.now(UTC)).total_seconds(), 0.0) if at.tzinfo else None


def _words(error: httpx.HTTPError, host: str) -> str:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLError):
            words = explain_tls_error(cause, host)
            return f"{words[:1].upper()}{words[1:]}."
        cause = cause.__cause__ or cause.__context__
    if isinstance(error, httpx.ConnectError):
        return f"No connection to {host}: it refuses, or its name is not known."
    if isinstance(error, httpx.ProxyError):
        return f"The proxy does not lead to {host}."
    return f"{host} broke off before it answered."
