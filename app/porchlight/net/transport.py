"""The transport of checks: a new connection for each request, every phase timed, every failure named exactly.

Why not httpx's: docs/decisions/0002-http-transport.md. DNS, TCP and TLS are separate steps here so that each
has its time and its reasons; proxies are those of the system. A cancelled request closes its socket at once.
"""

import asyncio
import math
import socket
import ssl
import time
from collections.abc import Mapping

from porchlight.dataclass import dataclass
from porchlight.language.text import Text, msg
from porchlight.model.result import Phase
from porchlight.model.status import Reason
from porchlight.net.connection import HttpConnection
from porchlight.net.failures import ExchangeFailed
from porchlight.net.host_names import name_for_people
from porchlight.net.http_library import httpx
from porchlight.net.malformed import CutShort, MalformedAnswer
from porchlight.net.proxies import Proxy, UnusableProxy, proxies_of_the_system, proxy_for
from porchlight.net.resolver import Resolver
from porchlight.net.sockets import (
    attach,
    attach_secured,
    connect_any,
    explain_socket_error,
    name_not_found,
    secure,
)
from porchlight.net.timings import Timings
from porchlight.net.tls import TlsContexts, certificate_details, tls_fault

_PROXIES_KEPT = 30.0
"""Seconds."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One request. Neither httpx's request nor its response is used: both are made for each exchange, and together
    they cost a twentieth of a check."""

    method: str
    url: httpx.URL
    """Without user info and fragment."""
    headers: httpx.Headers
    """Without ``Content-Length``; a ``Host`` only where it is another than the address has."""
    content: bytes = b""

    def fields(self) -> list[tuple[bytes, bytes]]:
        """The headers as they are sent."""
        fields = self.headers.raw
        if "host" not in self.headers:
            fields.insert(0, (b"Host", self.url.netloc))
        if self.content or self.method == "POST":
            fields.append((b"Content-Length", str(len(self.content)).encode("ascii")))
        return fields


@dataclass(frozen=True, slots=True)
class Answer:
    """The head of an answer, and its body on the way. ``close`` it."""

    status: int
    headers: list[tuple[bytes, bytes]]
    _connection: HttpConnection
    _timings: Timings

    async def read(self) -> bytes:
        """The next piece of the body; empty at its end. Raises MalformedAnswer, CutShort or OSError."""
        return await self._connection.read()

    def close(self) -> None:
        """End the exchange and its connection."""
        # Until the last byte came: what is done with the answer here is none of the server's time.
        if self._connection.first_byte is not None and self._connection.last_byte is not None:
            self._timings.add(Phase.REST, self._connection.first_byte, self._connection.last_byte)
        self._connection.abort()


class HttpTransport:
    """One exchange, one connection."""

    def __init__(
        self, resolver: Resolver, tls_contexts: TlsContexts, proxies: Mapping[str, str] | None = None
    ) -> None:
        """``proxies``: scheme to proxy URL; None: those of the environment or the system."""
        self._resolver = resolver
        self._tls_contexts = tls_contexts
        self.use_proxies(proxies)
        self._found_proxies: Mapping[str, str] = {}
        self._asked_for_proxies = -math.inf

    def use_proxies(self, proxies: Mapping[str, str] | None) -> None:
        """From the next request on; None: those of the environment or the system."""
        self._proxies = None if proxies is None else dict(proxies)

    async def send(self, request: Asked, timings: Timings, *, verify: bool) -> Answer:
        """Send one request; raises ExchangeFailed. ``verify``: the server's certificate."""
        url = request.url
        host, secure = url.raw_host.decode("ascii"), url.scheme == "https"
        port = url.port or (443 if secure else 80)
        where = _shown(host, port, secure)
        connection = HttpConnection(body_expected=request.method != "HEAD")
        try:
            proxy = self._proxy_for(url.scheme, host)
            context = self._tls_contexts.get(verify=verify) if secure else None
            sock = await self._connect(*((proxy.host, proxy.port) if proxy else (host, port)), timings, where)
            if context is None:
                await attach(connection, sock)
            else:
                tunnel = await _open_tunnel(sock, host, port, proxy, timings) if proxy else None
                await _secure(connection, tunnel or sock, context, host, timings)
            try:
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
            raise ExchangeFailed(Reason.DNS, name_not_found(name_for_people(host))) from error
        resolved = time.perf_counter()
        timings.add(Phase.DNS, began, resolved)
        try:
            return await connect_any(addresses)
        except OSError as error:
            raise ExchangeFailed(*explain(error, where)) from error
        finally:
            timings.add(Phase.TCP, resolved, time.perf_counter())

    def goes_through_proxy(self, scheme: str, host: str) -> bool:
        """Whether a proxy is used; also where it is one that cannot be used."""
        try:
            return self._proxy_for(scheme, host) is not None
        except ExchangeFailed:
            return True

    def _proxy_for(self, scheme: str, host: str) -> Proxy | None:
        try:
            return proxy_for(scheme, host, self._proxies, of_the_system=self._system_proxies)
        except UnusableProxy as error:
            raise ExchangeFailed(Reason.CONFIGURATION, error.sentence) from None

    def _system_proxies(self) -> Mapping[str, str]:
        """Cached for a while: reading them is slow."""
        now = time.monotonic()
        if now - self._asked_for_proxies > _PROXIES_KEPT:
            self._found_proxies, self._asked_for_proxies = proxies_of_the_system(), now
        return self._found_proxies


async def _open_tunnel(
    sock: socket.socket, host: str, port: int, proxy: Proxy, timings: Timings
) -> asyncio.Transport:
    """CONNECT through the proxy (RFC 9110 §9.3.6). Its time counts as TCP: it makes the connection."""
    target = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    lines = [f"CONNECT {target} HTTP/1.1", f"Host: {target}"]
    if proxy.authorization:
        lines.append(f"Proxy-Authorization: {proxy.authorization}")
    proxy_host = proxy.host
    began = time.perf_counter()
    connection = HttpConnection(body_expected=False)
    try:
        transport = await attach(connection, sock)
        connection.send(("\r\n".join(lines) + "\r\n\r\n").encode("ascii"))
        status, _ = await connection.head
        if not 200 <= status < 300:
            reason = Reason.AUTH if status == 407 else Reason.UNREACHABLE
            raise ExchangeFailed(
                reason,
                msg(
                    "The proxy {proxy} answered {status} instead of connecting to {host}.",
                    proxy=proxy_host,
                    status=str(status),
                    host=name_for_people(host),
                ),
            )
        return transport
    except (MalformedAnswer, CutShort, OSError) as error:
        connection.abort()
        reason, problem = explain(error, proxy_host)
        raise ExchangeFailed(reason, msg("The proxy failed. {problem}", problem=problem)) from error
    except BaseException:
        connection.abort()
        raise
    finally:
        timings.add(Phase.TCP, began, time.perf_counter())


async def _secure(
    connection: HttpConnection,
    below: asyncio.Transport | socket.socket,
    context: ssl.SSLContext,
    host: str,
    timings: Timings,
) -> None:
    began = time.perf_counter()
    try:
        if isinstance(below, socket.socket):
            secured = await attach_secured(connection, below, context, host)
        else:
            secured = await secure(below, connection, context, host)
    except (OSError, ValueError) as error:
        raise ExchangeFailed(*tls_fault(error, name_for_people(host))) from error
    timings.add(Phase.TLS, began, time.perf_counter())
    timings.tls = certificate_details(secured)


async def _ask(connection: HttpConnection, request: Asked, proxy: Proxy | None, timings: Timings) -> Answer:
    absolute = proxy is not None and request.url.scheme == "http"
    url = request.url
    target = b"http://" + url.netloc + url.raw_path if absolute else url.raw_path
    lines = [request.method.encode("ascii") + b" " + target + b" HTTP/1.1"]
    lines += [name + b": " + value for name, value in request.fields()]
    if absolute and proxy is not None and proxy.authorization:
        lines.append(b"Proxy-Authorization: " + proxy.authorization.encode("ascii"))
    began = time.perf_counter()
    connection.send(b"\r\n".join(lines) + b"\r\n\r\n" + request.content)
    try:
        status, headers = await connection.head
    finally:
        timings.add(Phase.FIRST_BYTE, began, connection.first_byte or time.perf_counter())
    return Answer(status, headers, connection, timings)


def explain(error: BaseException, where: str) -> tuple[Reason, Text]:
    """Reason and sentence for what a socket or the parser raised; ``where`` names the server."""
    if isinstance(error, MalformedAnswer):
        return Reason.CONTENT, error.sentence(where)
    if isinstance(error, CutShort):
        if error.head_seen:
            return Reason.CONTENT, msg("The answer of {where} was cut short.", where=where)
        return Reason.REFUSED, msg("{where} closed the connection without answering.", where=where)
    return explain_socket_error(error, where)


def _shown(host: str, port: int, secure: bool) -> str:
    host = f"[{host}]" if ":" in host else name_for_people(host)
    return host if port == (443 if secure else 80) else f"{host}:{port}"
