"""A keyring in memory; the real one is tried end to end."""

from collections.abc import Iterator
from contextlib import contextmanager

import keyring
from keyring.backend import KeyringBackend


class _Keyring(KeyringBackend):
    priority = 1

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[str, str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get(username)

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[username]


@contextmanager
def memory_keyring() -> Iterator[dict[str, str]]:
    """For as long as the block lasts; gives what is kept in it."""
    before, backend = keyring.get_keyring(), _Keyring()
    keyring.set_keyring(backend)
    try:
        yield backend.kept
    finally:
        keyring.set_keyring(before)
