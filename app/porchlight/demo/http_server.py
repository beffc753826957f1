"""A small HTTP/1.1 server on loopback for the simulators, with a switch for every fault.

It keeps its requests, so that a test can verify that nothing but reading was tried.
"""

import asyncio
import gzip
import json
import socket
import ssl
import struct
from collections.abc import Callable, Mapping
from dataclasses import field
from email.utils import formatdate
from functools import cache
from http import HTTPStatus
from typing import Protocol as TypingProtocol
from urllib.parse import parse_qsl, urlsplit

import httptools

from porchlight.dataclass import dataclass
from porchlight.demo.faults import Fault

_CHALLENGE = (
    b"<!DOCTYPE html><html><head><title>Just a moment...</title></head><body>Checking your browser</body></html>"
)
_WEB_PAGE = b"<!DOCTYPE html><html><head><title>Welcome</title></head><body>Please sign in.</body></html>"
_CHUNK = b"x" * 65536


@dataclass(frozen=True, slots=True)
class Request:
    """A request to the simulator."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    """Names in lower case."""
    body: bytes


@dataclass(frozen=True, slots=True)
class Answer:
    """Its answer."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


def json_answer(status: int, document: object, headers: Mapping[str, str] | None = None) -> Answer:
    """An answer with a JSON body."""
    return Answer(
        status, json.dumps(document).encode(), {"Content-Type": "application/json; charset=utf-8", **(headers or {})}
    )


class Simulator(TypingProtocol):
    """One vendor: answers a proper request properly, and has its vendor's own refusals."""

    def answer(self, request: Request) -> Answer:
        """The answer when all is well (which may be a refusal, if the request deserves one)."""
        ...

    def refuse(self, fault: Fault) -> Answer | None:
        """The vendor's own answer for a fault; None where it has none."""
        ...


class SimulatorServer:
    """Serves one simulator on 127.0.0.1. ``fault`` and ``delay`` (seconds) can be changed at any time."""

    def __init__(
        self,
        simulator: Simulator,
        *,
        delay: float | Callable[[], float] = 0.0,
        tls: ssl.SSLContext | None = None,
        port: int = 0,
    ) -> None:
        self.simulator = simulator
        self.fault = Fault.NONE
        self.fault_on: Callable[[Request], bool] = lambda request: True
        """Which requests the fault applies to."""
        self.delay = delay
        self.now_ms: Callable[[], int] | None = None
        """Its clock, for the ``Date`` of answers; None: they have none."""
        self.requests: list[Request] = []
        self.connections = 0
        """Open now."""
        self.most_connections = 0
        """Open at once, at most."""
        self._tls = tls
        self._wanted_port = port
        self._server: asyncio.Server | None = None
        self._open: set[_Connection] = set()

    async def __aenter__(self) -> "SimulatorServer":
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(
            lambda: _Connection(self), "127.0.0.1", self._wanted_port, ssl=self._tls, backlog=2048
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._server is not None:
            self._server.close()
            for connection in tuple(self._open):
                connection.abort()
            await self._server.wait_closed()

    @property
    def port(self) -> int:
        """The port that it listens on."""
        if self._server is None:
            raise RuntimeError("not started")
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    @property
    def url(self) -> str:
        """Its address, without a slash at the end."""
        return f"{'https' if self._tls else 'http'}://127.0.0.1:{self.port}"

    def opened(self, connection: "_Connection") -> None:
        """A connection has come."""
        self._open.add(connection)
        self.connections += 1
        self.most_connections = max(self.most_connections, self.connections)

    def closed(self, connection: "_Connection") -> None:
        """A connection has gone."""
        self._open.discard(connection)
        self.connections -= 1

    def next_delay(self) -> float:
        """Seconds to wait before the next answer."""
        return self.delay() if callable(self.delay) else self.delay

    def fault_for(self, request: Request) -> Fault:
        """The fault that this request meets."""
        return self.fault if self.fault_on(request) else Fault.NONE


class _Parser(TypingProtocol):
    def feed_data(self, data: bytes) -> None: ...
    def get_method(self) -> bytes: ...


class _Connection(asyncio.Protocol):
    """One connection; answers one request after the other."""

    def __init__(self, server: SimulatorServer) -> None:
        self._server = server
        self._transport: asyncio.Transport | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._writing = True
        self._new_request()

    def _new_request(self) -> None:
        self._parser: _Parser = httptools.HttpRequestParser(self)
        self._target = b""
        self._headers: dict[str, str] = {}
        self._body: list[bytes] = []

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport  # type: ignore[assignment]  # a stream's transport, by construction
        self._server.opened(self)

    def connection_lost(self, error: Exception | None) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._transport = None
        self._server.closed(self)

    def data_received(self, data: bytes) -> None:
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserError:
            self.abort()

    def pause_writing(self) -> None:
        self._writing = False

    def resume_writing(self) -> None:
        self._writing = True

    def on_url(self, url: bytes) -> None:
        self._target += url

    def on_header(self, name: bytes, value: bytes) -> None:
        self._headers[name.decode("latin-1").lower()] = value.decode("latin-1")

    def on_body(self, body: bytes) -> None:
        self._body.append(body)

    def on_message_complete(self) -> None:
        parts = urlsplit(self._target.decode("latin-1"))
        method = self._parser.get_method().decode("ascii")
        request = Request(method, parts.path, dict(parse_qsl(parts.query)), self._headers, b"".join(self._body))
        self._new_request()
        self._server.requests.append(request)
        delay = self._server.next_delay()
        if delay > 0:
            self._timer = asyncio.get_running_loop().call_later(delay, self._respond, request)
        else:
            self._respond(request)

    def abort(self) -> None:
        """Close at once."""
        if self._transport is not None:
            self._transport.abort()

    def _respond(self, request: Request) -> None:
        transport = self._transport
        if transport is None:
            return
        fault = self._server.fault_for(request)
        match fault:
            case Fault.NONE:
                self._send(request, self._server.simulator.answer(request))
            case Fault.HANG:
                pass
            case Fault.HANG_AFTER_HEADERS:
                transport.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n")
            case Fault.RESET:
                _reset(transport)
            case Fault.NOT_HTTP:
                transport.write(b"SSH-2.0-OpenSSH_9.2p1\r\n")
                transport.close()
            case Fault.CUT_SHORT:
                transport.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{")
                transport.close()
            case Fault.ENDLESS | Fault.HUGE:
                length = b"Content-Length: 1073741824" if fault is Fault.HUGE else b"Transfer-Encoding: chunked"
                transport.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n" + length + b"\r\n\r\n")
                self._flood(chunked=fault is Fault.ENDLESS)
            case Fault.COMPRESSED_BOMB:
                self._send(request, _compressed_bomb())
            case _:
                self._send(request, self._server.simulator.refuse(fault) or _COMMON[fault])

    def _send(self, request: Request, answer: Answer) -> None:
        if self._transport is None:
            return
        phrase = HTTPStatus(answer.status).phrase if answer.status in HTTPStatus.__members__.values() else ""
        keep = request.headers.get("connection", "").lower() != "close"
        now_ms = self._server.now_ms
        headers = {
            **({} if now_ms is None else {"Date": formatdate(now_ms() / 1000, usegmt=True)}),
            **answer.headers,
            "Content-Length": str(len(answer.body)),
            "Connection": "keep-alive" if keep else "close",
        }
        head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        body = b"" if request.method == "HEAD" else answer.body
        self._transport.write(f"HTTP/1.1 {answer.status} {phrase}\r\n{head}\r\n".encode("latin-1") + body)
        if not keep:
            self._transport.close()

    def _flood(self, *, chunked: bool) -> None:
        """Send endlessly, as fast as the other side reads."""
        if self._transport is None or self._transport.is_closing():
            return
        if self._writing:
            self._transport.write(f"{len(_CHUNK):x}\r\n".encode() + _CHUNK + b"\r\n" if chunked else _CHUNK)
        self._timer = asyncio.get_running_loop().call_later(0.001, lambda: self._flood(chunked=chunked))


def _reset(transport: asyncio.Transport) -> None:
    """End the connection with a RST (SO_LINGER of zero)."""
    sock: socket.socket | None = transport.get_extra_info("socket")
    if sock is not None:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()


_HTML = {"Content-Type": "text/html; charset=utf-8"}
_COMMON = {
    Fault.UNAUTHORIZED: json_answer(401, {"error": "unauthorized"}),
    Fault.FORBIDDEN: json_answer(403, {"error": "forbidden"}),
    Fault.FORBIDDEN_BARE: Answer(403),
    Fault.QUOTA: json_answer(429, {"message": "Quota exceeded."}, {"Retry-After": "3600"}),
    Fault.BOT_WALL: Answer(
        403,
        _CHALLENGE,
        {**_HTML, "cf-mitigated": "challenge", "server": "cloudflare", "cf-ray": "8e6b1c2d3e4f5a6b-IAD"},
    ),
    Fault.THROTTLED: json_answer(429, {"message": "Too Many Requests"}, {"Retry-After": "24"}),
    Fault.THROTTLED_BARE: Answer(429),
    Fault.SERVER_ERROR: json_answer(500, {"success": False, "message": "Internal Server Error"}),
    Fault.BAD_GATEWAY: Answer(502, b"<html><body><h1>502 Bad Gateway</h1></body></html>", _HTML),
    Fault.UNAVAILABLE: Answer(503),
    Fault.HTML: Answer(200, _WEB_PAGE, _HTML),
    Fault.CAPTIVE_PORTAL: Answer(302, b"", {"Location": "http://portal.local/login?from=here"}),
    Fault.MALFORMED_JSON: Answer(200, b'{"data": [', {"Content-Type": "application/json"}),
    Fault.WRONG_TYPE: json_answer(200, [1, 2, 3]),
}


@cache
def _compressed_bomb() -> Answer:
    body = gzip.compress(b" " * (64 * 1024 * 1024), 1)
    return Answer(200, body, {"Content-Type": "text/plain", "Content-Encoding": "gzip"})
