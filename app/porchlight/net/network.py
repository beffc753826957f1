"""Network: connections for protocols other than HTTP, with name, TCP and TLS as separate steps.

Shared by all checks as the HttpClient is. Proxies are not used: they carry HTTP.
"""

import socket
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from porchlight.model.result import Phase
from porchlight.model.status import Reason
from porchlight.net.failures import ExchangeFailed
from porchlight.net.line_connection import LineConnection
from porchlight.net.resolver import AddressInfo, Resolver
from porchlight.net.sockets import attach, attach_secured, connect_any, explain_socket_error, name_not_found
from porchlight.net.timings import Timings
from porchlight.net.tls import TlsContexts, certificate_details, tls_fault


class Network:
    """Makes connections; holds none."""

    def __init__(self, ca_file: str | None = None) -> None:
        """``ca_file``: trust the issuers in this PEM file instead of the system's."""
        self._resolver = Resolver()
        self._tls_contexts = TlsContexts(ca_file, protocols=())

    async def resolve(self, host: str, port: int, timings: Timings) -> list[AddressInfo]:
        """The addresses of ``host``; raises ExchangeFailed."""
        began = time.perf_counter()
        try:
            return await self._resolver.resolve(host, port)
        except OSError as error:
            raise ExchangeFailed(Reason.DNS, name_not_found(host)) from error
        finally:
            timings.add(Phase.DNS, began, time.perf_counter())

    @asynccontextmanager
    async def connected(self, host: str, port: int, timings: Timings) -> AsyncIterator[LineConnection]:
        """A plain connection, closed with the block; raises ExchangeFailed."""
        connection, sock = await self._connect(host, port, timings)
        try:
            await attach(connection, sock)
        except OSError as error:
            raise ExchangeFailed(*explain_socket_error(error, connection.where)) from error
        try:
            yield connection
        finally:
            connection.abort()

    @asynccontextmanager
    async def secured(
        self, host: str, port: int, timings: Timings, *, name: str | None = None, verify: bool = True
    ) -> AsyncIterator[LineConnection]:
        """A connection with TLS from its first byte, closed with the block; ``name``: the one that the certificate
        must be for, where it is not ``host``. Raises ExchangeFailed, caused by the error of the handshake where one
        failed."""
        context = self._tls_contexts.get(verify=verify)
        connection, sock = await self._connect(host, port, timings)
        began = time.perf_counter()
        try:
            await attach_secured(connection, sock, context, name or host)
        except (OSError, ValueError) as error:
            raise ExchangeFailed(*tls_fault(error, name or host)) from error
        finally:
            timings.add(Phase.TLS, began, time.perf_counter())
        try:
            timings.tls = certificate_details(connection.transport)
            yield connection
        finally:
            connection.abort()

    async def start_tls(
        self, connection: LineConnection, host: str, timings: Timings, *, verify: bool = True
    ) -> None:
        """Secure a connection whose server is ready for TLS; raises as ``secured``."""
        began = time.perf_counter()
        try:
            await connection.start_tls(self._tls_contexts.get(verify=verify), host)
        finally:
            timings.add(Phase.TLS, began, time.perf_counter())
        timings.tls = certificate_details(connection.transport)

    async def _connect(self, host: str, port: int, timings: Timings) -> tuple[LineConnection, socket.socket]:
        where = shown_host(host, port)
        addresses = await self.resolve(host, port, timings)
        began = time.perf_counter()
        try:
            return LineConnection(where), await connect_any(addresses)
        except OSError as error:
            raise ExchangeFailed(*explain_socket_error(error, where)) from error
        finally:
            timings.add(Phase.TCP, began, time.perf_counter())


def shown_host(host: str, port: int) -> str:
    """A host for people; an IPv6 address in brackets (RFC 3986 §3.2.2)."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
