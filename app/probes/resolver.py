"""Name resolution that can be abandoned.

``getaddrinfo`` cannot be interrupted and may hang for as long as the system's resolver likes. It therefore
runs in daemon threads of its own (one per name being looked up, never one per waiting check), so that a hanging
name server holds up neither other names nor the end of the program.
"""

import asyncio
import socket
import threading
from typing import Any

AddressInfo = tuple[int, int, int, str, tuple[Any, ...]]
"""As ``socket.getaddrinfo`` gives it: family, type, protocol, canonical name, address."""


class Resolver:
    """Looks names up; simultaneous questions for one name share one look-up. Nothing is cached."""

    def __init__(self) -> None:
        self._under_way: dict[tuple[str, int], asyncio.Future[list[AddressInfo]]] = {}

    async def resolve(self, host: str, port: int) -> list[AddressInfo]:
        """The addresses of ``host``; an IP address is its own answer. Raises OSError (``socket.gaierror``)."""
        if literal := _literal(host, port):
            return literal
        key = (host, port)
        future = self._under_way.get(key)
        if future is None:
            loop = asyncio.get_running_loop()
            future = loop.create_future()
            self._under_way[key] = future
            future.add_done_callback(lambda _: self._under_way.pop(key, None))
            threading.Thread(
                target=_look_up, args=(loop, future, host, port), name=f"resolve {host}", daemon=True
            ).start()
        return await asyncio.shield(future)


def _literal(host: str, port: int) -> list[AddressInfo]:
    for family in (socket.AF_INET, socket.AF_INET6):
        try:
            socket.inet_pton(family, host)
        except (OSError, ValueError):
            continue
        address = (host, port) if family == socket.AF_INET else (host, port, 0, 0)
        return [(family, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", address)]
    return []


def _look_up(
    loop: asyncio.AbstractEventLoop, future: asyncio.Future[list[AddressInfo]], host: str, port: int
) -> None:
    answer: list[AddressInfo] | OSError
    try:
        answer = list(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
    except OSError as error:
        answer = error
    except UnicodeError:  # a label that IDNA refuses, such as an empty one
        answer = socket.gaierror(socket.EAI_NONAME, "not a valid host name")
    try:
        loop.call_soon_threadsafe(_hand_over, future, answer)
    except RuntimeError:  # the loop has ended meanwhile: nobody waits any more
        return


def _hand_over(future: asyncio.Future[list[AddressInfo]], answer: list[AddressInfo] | OSError) -> None:
    if future.done():
        return
    if isinstance(answer, OSError):
        future.set_exception(answer)
        future.exception()  # mark as seen: the one that waited may have been cancelled
    else:
        future.set_result(answer)
