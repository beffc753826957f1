"""Name resolution that can be abandoned.

``getaddrinfo`` cannot be interrupted and may hang as long as the system's resolver does. It therefore runs in
separate daemon threads (one per name being looked up, never one per waiting check), so that a hanging name server
holds up neither other names nor the end of the program.
"""

import asyncio
import socket
from typing import Any

from porchlight.net.addresses import is_localhost_name
from porchlight.net.host_names import ascii_host
from porchlight.threads import in_thread

_MOST_ADDRESSES = 16
"""Of one name, that are tried."""
AddressInfo = tuple[int, int, int, str, tuple[Any, ...]]
"""As ``socket.getaddrinfo`` gives it: family, type, protocol, canonical name, address."""


class Resolver:
    """Looks names up; simultaneous questions for one name share one look-up. Nothing is cached."""

    def __init__(self) -> None:
        self._under_way: dict[tuple[str, int], asyncio.Task[list[AddressInfo]]] = {}

    async def resolve(self, host: str, port: int) -> list[AddressInfo]:
        """The addresses of ``host``; an IP address is the answer itself. Raises OSError (``socket.gaierror``).

        Every name is looked up as ``porchlight.net.host_names`` makes it: Python's sockets may turn one in other
        letters into somebody else's.
        """
        host = ascii_host(host)
        if not host:
            raise socket.gaierror(socket.EAI_NONAME, "not a valid host name")
        if literal := _literal(host, port):
            return literal
        key = (host, port)
        look_up = self._under_way.get(key)
        if look_up is None:
            look_up = asyncio.create_task(in_thread(lambda: _look_up(host, port), name=f"resolve {host}"))
            self._under_way[key] = look_up
            look_up.add_done_callback(lambda done: self._over(key, done))
        return await asyncio.shield(look_up)

    def _over(self, key: tuple[str, int], look_up: "asyncio.Task[list[AddressInfo]]") -> None:
        self._under_way.pop(key, None)
        if not look_up.cancelled():
            look_up.exception()  # mark as retrieved: all waiting callers may have been cancelled


def _literal(host: str, port: int) -> list[AddressInfo]:
    for family in (socket.AF_INET, socket.AF_INET6):
        try:
            socket.inet_pton(family, host)
        except (OSError, ValueError):
            continue
        address = (host, port) if family == socket.AF_INET else (host, port, 0, 0)
        return [(family, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", address)]
    return []


def _look_up(host: str, port: int) -> list[AddressInfo]:
    if is_localhost_name(host):
        host = "localhost"  # never looked up: a server could answer with another computer (RFC 6761 §6.3)
    try:
        found: list[AddressInfo] = list(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        return found[:_MOST_ADDRESSES]
    except (ValueError, OverflowError):  # a port out of range
        raise socket.gaierror(socket.EAI_NONAME, "not a valid host name") from None
