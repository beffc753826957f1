"""Wakes up the Porchlight that runs: somebody has left an order in its folder.

A datagram on loopback, so that nothing wakes up until one comes. It holds a key that only those know who may read
the folder, and nothing else: the file says what is wanted, and is found without a wake-up too, a moment later.
"""

import asyncio
import hmac
import json
import logging
import os
import secrets
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

from porchlight.intake.documents import parse_json_object
from porchlight.intake.files import own_folder, private_folder
from porchlight.intake.numbers import whole
from porchlight.intake.pieces import Unfit, read_piece

_log = logging.getLogger(__name__)

_LARGEST = 4096
_LOOPBACK = "127.0.0.1"


class _Receiver(asyncio.DatagramProtocol):
    def __init__(self, key: bytes, on_wake_up: Callable[[], None]) -> None:
        self._key = key
        self._on_wake_up = on_wake_up

    def datagram_received(self, data: bytes, addr: object) -> None:
        """Somebody wants attention."""
        if hmac.compare_digest(data, self._key):
            self._on_wake_up()


@asynccontextmanager
async def wakeups(folder: str, on_wake_up: Callable[[], None]) -> AsyncIterator[None]:
    """Call ``on_wake_up`` at every wake-up. Where that cannot be had, none comes and nothing else happens."""
    key = secrets.token_hex(16)
    try:
        transport, _ = await asyncio.get_running_loop().create_datagram_endpoint(
            lambda: _Receiver(key.encode(), on_wake_up), local_addr=(_LOOPBACK, 0)
        )
    except OSError as error:
        _log.info("nobody can wake us up, orders are only looked for: %s", error)
        yield
        return
    path = _address_file(folder)
    try:
        _write_address(path, transport.get_extra_info("sockname")[1], key)
        yield
    finally:
        transport.close()
        with suppress(OSError):
            os.unlink(path)


def wake_up(folder: str) -> None:
    """Wake up the Porchlight that runs; without one, nothing happens."""
    try:
        found = parse_json_object(read_piece(_address_file(folder), _LARGEST))
        key, port = found.get("word"), whole(found.get("port"), least=1, most=65_535)
        if not isinstance(key, str) or port is None:
            raise Unfit("it names no address")
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
            sender.sendto(key.encode(), (_LOOPBACK, port))
    except (OSError, ValueError) as error:
        _log.debug("nobody could be woken up: %s", error)


def _write_address(path: str, port: int, key: str) -> None:
    try:
        own_folder(os.path.dirname(os.path.dirname(path)))
        private_folder(os.path.dirname(path))
        with suppress(FileNotFoundError):  # of a Porchlight that was killed
            os.unlink(path)
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            json.dump({"port": port, "word": key}, file)
    except OSError as error:
        _log.info("nobody can wake us up, orders are only looked for: %s", error)


def _address_file(folder: str) -> str:
    return os.path.join(folder, "door")
