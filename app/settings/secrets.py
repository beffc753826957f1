"""Credentials: from the OS keyring, with the stand-ins for servers. See docs/decisions/0005-secrets.md.

Asked in this order: ``PORCHLIGHT_SECRET_<NAME>``, a file in ``PORCHLIGHT_SECRETS_DIR``, the keyring (service
``porchlight``). Only the keyring is ever written. Every value that passes is made known to the redactor.
"""

import asyncio
import json
import os
import re
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, TypeVar

from app.model.errors import SecretMissing, SecretStoreUnavailable
from app.redaction import Redactor
from app.threads import in_thread

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

_T = TypeVar("_T")

SERVICE = "porchlight"
SECRETS_DIR_VARIABLE = "PORCHLIGHT_SECRETS_DIR"
NAME_PATTERN = re.compile(r"[a-z0-9](?:[a-z0-9_-]{0,62}[a-z0-9])?")
_INDEX = "__names__"
"""The keyring entry that lists the names (never values): keyrings cannot be listed portably."""
_TIME_LIMIT = 20.0
"""Seconds for one keyring operation: a person may have to unlock it."""
_KEPT_FOR = 300.0
"""Seconds for which a value is used again without asking, so that a changed credential is soon taken up."""
_STAND_INS = f"On a server without one, set PORCHLIGHT_SECRET_<NAME> or {SECRETS_DIR_VARIABLE}."


def environment_variable(name: str) -> str:
    """The environment variable that stands in for the credential ``name``."""
    return f"PORCHLIGHT_SECRET_{name.upper().replace('-', '_')}"


class SecretStore:
    """Implements Secrets. ``given`` values (the demo's) come before all others."""

    def __init__(
        self,
        redactor: Redactor,
        *,
        given: Mapping[str, str] | None = None,
        environment: Mapping[str, str] = os.environ,
    ) -> None:
        self._redactor = redactor
        self._given = dict(given or {})
        self._environment = environment
        self._known: dict[str, tuple[str, float]] = {}  # value, when it was read
        for value in self._given.values():
            redactor.add_secret(value)

    async def get(self, name: str) -> str:
        """See Secrets."""
        known = self._known.get(name)
        if known is not None and time.monotonic() - known[1] < _KEPT_FOR:
            return known[0]
        value = self._given.get(name) or self._stand_in(name)
        if value is None:
            value = await _in_thread(lambda: keyring_backend().get_password(SERVICE, name))
        if value is None:
            raise SecretMissing(
                f'The credential "{name}" is not stored.', f"Store it with: porchlight secrets set {name}"
            )
        self._redactor.add_secret(value)
        self._known[name] = value, time.monotonic()
        return value

    def forget(self, name: str) -> None:
        """Ask anew for ``name`` next time, since it was rejected or changed."""
        self._known.pop(name, None)

    async def set(self, name: str, value: str) -> None:
        """Store a credential in the keyring. Raises SecretStoreUnavailable; ValueError for a name that cannot be."""
        if not NAME_PATTERN.fullmatch(name):
            raise ValueError("a credential's name is made of lower-case letters, digits, - and _")
        self._redactor.add_secret(value)

        def store() -> None:
            backend = keyring_backend()
            backend.set_password(SERVICE, name, value)
            _write_index(backend, {*_read_index(backend), name})

        await _in_thread(store)
        self.forget(name)

    async def delete(self, name: str) -> bool:
        """Remove a credential from the keyring; whether there was one. Raises SecretStoreUnavailable."""

        def remove() -> bool:
            backend = keyring_backend()
            found = backend.get_password(SERVICE, name) is not None
            if found:
                backend.delete_password(SERVICE, name)
            _write_index(backend, _read_index(backend) - {name})
            return found

        self.forget(name)
        return await _in_thread(remove)

    async def names(self) -> list[str]:
        """The names stored in the keyring. Raises SecretStoreUnavailable."""
        return sorted(await _in_thread(lambda: _read_index(keyring_backend())))

    def _stand_in(self, name: str) -> str | None:
        value = self._environment.get(environment_variable(name))
        if value:
            return value
        folder = self._environment.get(SECRETS_DIR_VARIABLE)
        if not folder or not NAME_PATTERN.fullmatch(name):
            return None
        try:
            with open(os.path.join(folder, name), encoding="utf-8") as file:
                return file.read(65536).rstrip("\r\n")
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError) as error:
            raise SecretStoreUnavailable(
                f'The file of the credential "{name}" cannot be read.', f"Look at it in {folder}."
            ) from error


class GivenFirst:
    """Implements Secrets: values that are not stored yet, before those that are."""

    def __init__(self, given: Mapping[str, str], store: SecretStore, redactor: Redactor) -> None:
        self._given = given
        self._store = store
        for value in given.values():
            redactor.add_secret(value)

    async def get(self, name: str) -> str:
        """See Secrets."""
        return self._given.get(name) or await self._store.get(name)


def keyring_backend() -> "KeyringBackend":
    """This computer's keyring; using it may wait for a person to unlock it. Raises SecretStoreUnavailable."""
    import keyring
    from keyring.backends.fail import Keyring as NoKeyring

    backend = keyring.get_keyring()
    # keyrings.alt would write plain text; better none than that.
    if isinstance(backend, NoKeyring) or type(backend).__module__.startswith("keyrings.alt"):
        raise SecretStoreUnavailable("This system has no keyring to keep credentials in.", _STAND_INS)
    return backend


def _read_index(backend: "KeyringBackend") -> set[str]:
    try:
        names = json.loads(backend.get_password(SERVICE, _INDEX) or "[]")
    except ValueError:
        return set()
    return {name for name in names if isinstance(name, str)} if isinstance(names, list) else set()


def _write_index(backend: "KeyringBackend", names: set[str]) -> None:
    backend.set_password(SERVICE, _INDEX, json.dumps(sorted(names)))


async def _in_thread(work: Callable[[], _T]) -> _T:
    """Run a keyring operation beside the loop. Raises SecretStoreUnavailable."""
    try:
        return await asyncio.wait_for(in_thread(work, name="keyring"), _TIME_LIMIT)
    except SecretStoreUnavailable:
        raise
    except TimeoutError:
        raise SecretStoreUnavailable(
            f"The keyring did not answer within {_TIME_LIMIT:.0f} s.", f"Unlock it and try again. {_STAND_INS}"
        ) from None
    except Exception as error:
        raise SecretStoreUnavailable(
            f"The keyring does not give access ({type(error).__name__}).",
            f"Unlock it and try again. {_STAND_INS}",
        ) from error
