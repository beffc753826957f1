"""Our transport under httpx: a new connection for each request, every phase timed, every failure told exactly.

Why not httpx's own: docs/decisions/0002-http-transport.md. DNS, TCP and TLS are separate steps here so that each
has its time and its own reasons; proxies are those of the system. A cancelled request closes its socket at once.
"""

import asyncio
import math
import socket
import ssl
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from app.model.result import Phase
from app.model.status import Reason
from app.probes.http_connection import CutShort, HttpConnection, MalformedAnswer
from app.probes.http_library import httpx
from app.probes.resolver import Resolver
from app.probes.sockets import connect_any, explain_socket_error
from app.probes.timings import Timings
from app.probes.tls import TlsContexts, certificate_details, explain_tls_error

_PROXIES_KEPT = 30.0
"""Seconds."""


class ExchangeFailed(httpx.TransportError):
    """No whole answer came; ``reason`` and ``sentence`` say why."""

    def __init__(self, reason: Reason, sentence: str) -> None:
        super().__init__(sentence)
        self.reason = reason
        self.sentence = sentence


class ProbeTransport(httpx.AsyncBaseTransport):
    """One exchange, one connection. Reads ``timings`` (Timings) and ``verify`` (bool) from request extensions."""

    def __init__(self, resolver: Resolver, tls_contexts: TlsContexts, proxies: dict[str, str] | None = None) -> None:
        """``proxies``: scheme to proxy URL; None: those of the environment or the system."""
        self._resolver = resolver
        self._tls_contexts = tls_contexts
        self.proxies = proxies
        self._found_proxies: dict[str, str] = {}
        self._asked_for_proxies = -math.inf

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request; raises ExchangeFailed."""
        timings: Timings = request.extensions["timings"]
        url = request.url
        host, secure = url.raw_host.decode("ascii").strip("[]"), url.scheme == "https"
        port = url.port or (443 if secure else 80)
        where = _shown(host, port, secure)
        connection = HttpConnection(body_expected=request.method != "HEAD")
        try:
            proxy = self._proxy_for(url.scheme, host)
            sock = await self._connect(*(proxy.address if proxy else (host, port)), timings, where)
            if proxy and secure:
                await _open_tunnel(sock, host, port, proxy, timings)
            context = self._tls_contexts.get(verify=request.extensions.get("verify", True)) if secure else None
            transport = await self._attach(connection, sock, context, host, timings, where)
            try:
                if context is not None:
                    timings.tls = certificate_details(transport)
                return await _ask(connection, request, proxy, timings)
            except BaseException:
                connection.abort()
                raise
        except ExchangeFailed:
            raise
        except (OSError, MalformedAnswer, CutShort) as error:
            raise ExchangeFailed(*explain(error, where)) from error

    async def _connect(self, host: str, port: int, timings: Timings, where: str) -> socket.socket:
        began = time.perf_counter()
        try:
            addresses = await self._resolver.resolve(host, port)
        except OSError as error:
            raise ExchangeFailed(Reason.DNS, f"the name {host} could not be found") from error
        resolved = time.perf_counter()
        timings.add(Phase.DNS, began, resolved)
        try:
            sock = await connect_any(addresses)
        except OSError as error:
            raise ExchangeFailed(*explain(error, where)) from error
        finally:
            timings.add(Phase.TCP, resolved, time.perf_counter())
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return sock

    async def _attach(
        self,
        connection: HttpConnection,
        sock: socket.socket,
        context: ssl.SSLContext | None,
        host: str,
        timings: Timings,
        where: str,
    ) -> asyncio.BaseTransport:
        loop = asyncio.get_running_loop()
        began = time.perf_counter()
        try:
            transport, _ = await loop.create_connection(
                lambda: connection, sock=sock, ssl=context, server_hostname=host if context else None
            )
        except (OSError, ssl.SSLError) as error:
            sock.close()
            if context is None:
                raise
            raise ExchangeFailed(Reason.TLS, explain_tls_error(error, host)) from error
        except asyncio.CancelledError:
            sock.close()
            raise
        if context is not None:
            timings.add(Phase.TLS, began, time.perf_counter())
        return transport

    def goes_through_proxy(self, scheme: str, host: str) -> bool:
        """Whether a proxy stands between; also where it is one that we cannot use."""
        try:
            return self._proxy_for(scheme, host) is not None
        except ExchangeFailed:
            return True

    def _proxy_for(self, scheme: str, host: str) -> "_Proxy | None":
        if _is_loopback(host):
            return None
        from urllib.request import proxy_bypass

        proxies = self._system_proxies() if self.proxies is None else self.proxies
        address = proxies.get(scheme) or proxies.get("all")
        if not address or (self.proxies is None and proxy_bypass(host)):
            return None
        return _Proxy.parse(address)

    def _system_proxies(self) -> dict[str, str]:
        """Those of the environment or the system, asked for anew now and then: it is too slow for every request."""
        from urllib.request import getproxies

        now = time.monotonic()
        if now - self._asked_for_proxies > _PROXIES_KEPT:
            self._found_proxies, self._asked_for_proxies = getproxies(), now
        return self._found_proxies


@dataclass(frozen=True, slots=True)
class _Proxy:
    address: tuple[str, int]
    authorization: str | None

    @classmethod
    def parse(cls, text: str) -> "_Proxy":
        parts = urlsplit(text if "//" in text else f"http://{text}")
        if parts.scheme != "http" or not parts.hostname:
            raise ExchangeFailed(
                Reason.CONFIGURATION,
                f"the system's proxy is of the kind {parts.scheme}, which Porchlight cannot use; set an HTTP proxy",
            )
        authorization = None
        if parts.username is not None:
            import base64
            from urllib.parse import unquote

            pair = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
            authorization = f"Basic {base64.b64encode(pair.encode()).decode()}"
        return cls((parts.hostname, parts.port or 80), authorization)


class _Body(httpx.AsyncByteStream):
    """The body of an answer, and the end of its connection."""

    def __init__(self, connection: HttpConnection, timings: Timings) -> None:
        self._connection = connection
        self._timings = timings

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self

    async def __anext__(self) -> bytes:
        if piece := await self._connection.read():
            return piece
        raise StopAsyncIteration

    async def aclose(self) -> None:
        if self._connection.first_byte is not None:
            self._timings.add(Phase.REST, self._connection.first_byte, time.perf_counter())
        self._connection.abort()


async def _open_tunnel(sock: socket.socket, host: str, port: int, proxy: _Proxy, timings: Timings) -> None:
    """CONNECT through the proxy (RFC 9110 §9.3.6). Its time counts as TCP: it makes the connection."""
    loop = asyncio.get_running_loop()
    began = time.perf_counter()
    target = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    lines = [f"CONNECT {target} HTTP/1.1", f"Host: {target}"]
    if proxy.authorization:
        lines.append(f"Proxy-Authorization: {proxy.authorization}")
    try:
        await loop.sock_sendall(sock, ("\r\n".join(lines) + "\r\n\r\n").encode("ascii"))
        head = b""
        while b"\r\n\r\n" not in head and len(head) < 16384:
            # One byte at a time: what follows the head belongs to TLS and must stay in the socket.
            piece = await loop.sock_recv(sock, 1)
            if not piece:
                break
            head += piece
    except BaseException:
        sock.close()
        raise
    status = head.split(b" ", 2)[1:2]
    if status != [b"200"]:
        sock.close()
        code = status[0].decode("ascii", "replace") if status else "nothing"
        reason = Reason.AUTH if code == "407" else Reason.UNREACHABLE
        raise ExchangeFailed(reason, f"the proxy {proxy.address[0]} answered {code} instead of connecting to {host}")
    timings.add(Phase.TCP, began, time.perf_counter())


async def _ask(
    connection: HttpConnection, request: httpx.Request, proxy: _Proxy | None, timings: Timings
) -> httpx.Response:
    absolute = proxy is not None and request.url.scheme == "http"
    target = str(request.url).encode("ascii") if absolute else request.url.raw_path
    lines = [request.method.encode("ascii") + b" " + target + b" HTTP/1.1"]
    lines += [name + b": " + value for name, value in request.headers.raw]
    if absolute and proxy is not None and proxy.authorization:
        lines.append(b"Proxy-Authorization: " + proxy.authorization.encode("ascii"))
    began = time.perf_counter()
    connection.send(b"\r\n".join(lines) + b"\r\n\r\n" + request.content)
    try:
        status, headers = await connection.head
    finally:
        timings.add(Phase.FIRST_BYTE, began, connection.first_byte or time.perf_counter())
    return httpx.Response(status, headers=headers, stream=_Body(connection, timings))


def explain(error: BaseException, where: str) -> tuple[Reason, str]:
    """Reason and sentence for what a socket or the parser raised; ``where`` names the server."""
    if isinstance(error, MalformedAnswer):
        return Reason.CONTENT, f"{where} answered something that is not HTTP"
    if isinstance(error, CutShort):
        if error.head_seen:
            return Reason.CONTENT, f"the answer of {where} was cut short"
        return Reason.REFUSED, f"{where} closed the connection without an answer"
    return explain_socket_error(error, where)


def _shown(host: str, port: int, secure: bool) -> str:
    return host if port == (443 if secure else 80) else f"{host}:{port}"


def _is_loopback(host: str) -> bool:
    return host in ("localhost", "::1") or host.startswith("127.")
