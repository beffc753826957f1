"""A knock at the Porchlight that runs: somebody has left an order in its folder.

A datagram on loopback, so that nothing wakes up until one comes. It holds a word that only those know who may read
the folder, and nothing else: what is wanted stands in the file, and is found without a knock too, a moment later.
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


class _Door(asyncio.DatagramProtocol):
    def __init__(self, word: bytes, heard: Callable[[], None]) -> None:
        self._word = word
        self._heard = heard

    def datagram_received(self, data: bytes, addr: object) -> None:
        """Somebody knocks."""
        if hmac.compare_digest(data, self._word):
            self._heard()


@asynccontextmanager
async def listening(folder: str, heard: Callable[[], None]) -> AsyncIterator[None]:
    """Call ``heard`` at every knock. Where that cannot be had, nothing is heard and nothing else happens."""
    word = secrets.token_hex(16)
    try:
        transport, _ = await asyncio.get_running_loop().create_datagram_endpoint(
            lambda: _Door(word.encode(), heard), local_addr=(_LOOPBACK, 0)
        )
    except OSError as error:
        _log.info("orders are looked for, not heard: %s", error)
        yield
        return
    door = _door(folder)
    try:
        _put_up(door, transport.get_extra_info("sockname")[1], word)
        yield
    finally:
        transport.close()
        with suppress(OSError):
            os.unlink(door)


def knock(folder: str) -> None:
    """Let the Porchlight that listens know; without one, nothing happens."""
    try:
        found = parse_json_object(read_piece(_door(folder), _LARGEST))
        word, port = found.get("word"), whole(found.get("port"), least=1, most=65_535)
        if not isinstance(word, str) or port is None:
            raise Unfit("it is no door")
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
            sender.sendto(word.encode(), (_LOOPBACK, port))
    except (OSError, ValueError) as error:
        _log.debug("nobody could be told of an order: %s", error)


def _put_up(door: str, port: int, word: str) -> None:
    try:
        own_folder(os.path.dirname(os.path.dirname(door)))
        private_folder(os.path.dirname(door))
        with suppress(FileNotFoundError):  # of a Porchlight that was killed
            os.unlink(door)
        with open(os.open(door, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            json.dump({"port": port, "word": word}, file)
    except OSError as error:
        _log.info("orders are looked for, not heard: %s", error)


def _door(folder: str) -> str:
    return os.path.join(folder, "door")
