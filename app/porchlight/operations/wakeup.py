"""Wakes the running Porchlight after a command or a run was left in its data folder. A datagram on loopback, so that
nothing polls in the meantime. It holds only a token, known to those who may read the folder: the command is in a
file, and is found without a datagram too, a moment later."""

import asyncio
import hmac
import json
import logging
import os
import secrets
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

from porchlight.intake.files import owned_folder, private_folder
from porchlight.intake.numbers import whole
from porchlight.intake.pieces import read_object, unfit_field

_log = logging.getLogger(__name__)

_LARGEST = 4096
_LOOPBACK = "127.0.0.1"


class _Socket(asyncio.DatagramProtocol):
    def __init__(self, token: bytes, on_wakeup: Callable[[], None]) -> None:
        self._token = token
        self._on_wakeup = on_wakeup

    def datagram_received(self, data: bytes, addr: object) -> None:
        """See the protocol."""
        if hmac.compare_digest(data, self._token):
            self._on_wakeup()


def commands_folder(data_dir: str) -> str:
    """Where commands are left, and the listener's address."""
    return os.path.join(data_dir, "orders")


@asynccontextmanager
async def wakeups(folder: str, on_wakeup: Callable[[], None]) -> AsyncIterator[None]:
    """Call ``on_wakeup`` at every datagram. Where no socket can be opened, it is never called."""
    token = secrets.token_hex(16)
    try:
        transport, _ = await asyncio.get_running_loop().create_datagram_endpoint(
            lambda: _Socket(token.encode(), on_wakeup), local_addr=(_LOOPBACK, 0)
        )
    except OSError as error:
        _log.info("commands are polled for: %s", error)
        yield
        return
    path = _address_file(folder)
    try:
        _publish_address(path, transport.get_extra_info("sockname")[1], token)
        yield
    finally:
        transport.close()
        with suppress(OSError):
            os.unlink(path)


def wake_up(folder: str) -> None:
    """Wake the listening Porchlight; without one, nothing happens."""
    try:
        found = read_object(_address_file(folder), _LARGEST)
        token, port = found.get("word"), whole(found.get("port"), least=1, most=65_535)
        if not isinstance(token, str) or port is None:
            raise unfit_field("port")
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
            sender.sendto(token.encode(), (_LOOPBACK, port))
    except (OSError, ValueError) as error:
        _log.debug("nobody could be woken: %s", error)


def _publish_address(path: str, port: int, token: str) -> None:
    try:
        owned_folder(os.path.dirname(os.path.dirname(path)))
        private_folder(os.path.dirname(path))
        with suppress(FileNotFoundError):  # of a Porchlight that was killed
            os.unlink(path)
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            json.dump({"port": port, "word": token}, file)
    except OSError as error:
        _log.info("commands are polled for: %s", error)


def _address_file(folder: str) -> str:
    return os.path.join(folder, "door")
