"""A PyMySQL connection that sends the password only to a proven server, and limits what it reads.

PyMySQL sends the password in clear text to any server that asks for it by one of four methods, by default takes any
certificate, and reads whatever is sent. See docs/decisions/0032-databases-read-without-a-trace.md.
"""

import time
from typing import Any, Final

import pymysql
from pymysql.connections import Connection

from porchlight.language.text import msg
from porchlight.model.status import Reason
from porchlight.probes.databases.dialect import Fault, Unusable
from porchlight.probes.databases.faults import too_much

_IN_CLEAR: Final = (b"mysql_clear_password", b"dialog", b"mysql_old_password")
"""Methods that reveal the password, the last one nearly."""
_NATIVE: Final = "mysql_native_password"
_ASKS_FOR_KEY: Final = (b"\x01", b"\x02")
"""Requests the server's key for encrypting the password: its own, whoever it is."""


_PyMySQL: Any = Connection
"""What its types leave out is what has to be changed; tests with servers show whether it still exists."""


class CarefulConnection(_PyMySQL):  # type: ignore[misc]
    """``is_known``: its certificate or its key is verified; ``is_here``: it is on this computer. At most ``most``
    bytes are read, within ``time_limit`` seconds."""

    def __init__(
        self, *, where: str, is_known: bool, is_here: bool, most: int, time_limit: float, **arguments: Any
    ) -> None:
        self._where = where
        self._is_known = is_known
        self._may_encrypt = is_known or is_here or arguments.get("server_public_key") is not None
        self._left = most
        self._until = time.monotonic() + time_limit
        self._logging_in = False
        super().__init__(**arguments)

    def _get_server_information(self) -> None:
        super()._get_server_information()
        if getattr(self, "_auth_plugin_name", None) != "caching_sha2_password":
            # Of the others, ``sha256_password`` would send the password with the first packet. A server that insists
            # on another requests it next.
            self._auth_plugin_name = _NATIVE

    def _request_authentication(self) -> None:
        self._logging_in = True
        super()._request_authentication()
        self._logging_in = False

    def _process_auth(self, plugin_name: bytes, auth_packet: Any, handler: Any = None) -> Any:
        if plugin_name in _IN_CLEAR and not self._is_known:
            raise self._refusal()
        return super()._process_auth(plugin_name, auth_packet, handler)

    def write_packet(self, payload: bytes) -> None:
        """See PyMySQL."""
        if self._logging_in and not self._may_encrypt and self.password:
            gives_away = payload == bytes(self.password) + b"\0"
            if gives_away or (payload in _ASKS_FOR_KEY and self.server_public_key is None):
                raise self._refusal()
        super().write_packet(payload)

    def _read_bytes(self, num_bytes: int) -> bytes:
        self._left -= num_bytes
        if self._left < 0:
            self._force_close()
            raise Unusable(too_much(self._where))
        if time.monotonic() > self._until:
            self._force_close()
            raise pymysql.err.OperationalError(2013, "the time is over") from TimeoutError()
        data: bytes = super()._read_bytes(num_bytes)
        return data

    def _refusal(self) -> Unusable:
        self._force_close()
        return Unusable(
            Fault(
                Reason.CONFIGURATION,
                msg(
                    "{server} asks for the password in a way that would reveal it to any server, so it was not sent."
                    " Add its certificate or its public key to the address.",
                    server=self._where,
                ),
            )
        )
