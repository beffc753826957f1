"""Credentials: from the OS keyring, with the stand-ins for servers. See docs/decisions/0005-secrets.md.

Asked in this order: ``PORCHLIGHT_SECRET_<NAME>``, a file in ``PORCHLIGHT_SECRETS_DIR``, the keyring (service
``porchlight``). Only the keyring is ever written. Every value is made known to the redactor, and goes only where it
was stored for: see porchlight.settings.binding.
"""

import asyncio
import json
import logging
import os
import re
import stat
import time
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import TYPE_CHECKING, TypeVar

from porchlight.intake.text import without_margins
from porchlight.language.english import english, unfit
from porchlight.language.text import Duration, Size, Text, msg, sentences
from porchlight.model.errors import NoKeyring, SecretElsewhere, SecretError, SecretMissing, SecretStoreUnavailable
from porchlight.redaction import Redactor
from porchlight.settings.binding import FileOrigins, origins_read, origins_written, sent_elsewhere
from porchlight.settings.origins import UNREADABLE, AddressIn, Place, origin_of
from porchlight.settings.secret_values import LONGEST, read_value, require_value
from porchlight.settings.turns import in_turn
from porchlight.threads import in_thread

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

_T = TypeVar("_T")
_log = logging.getLogger(__name__)

SERVICE = "porchlight"
SECRETS_DIR_VARIABLE = "PORCHLIGHT_SECRETS_DIR"
NAME_PATTERN = re.compile(r"[a-z0-9](?:[a-z0-9_-]{0,62}[a-z0-9])?")
_INDEX = "__names__"
"""The keyring entry that lists the names (never values): keyrings cannot be listed portably."""
_ORIGINS = "#origins"
"""Follows a credential's name: the entry that lists where it may be sent. No credential can have this name."""
_TIME_LIMIT = 20.0
"""Seconds for one keyring operation: a person may have to unlock it."""
_KEPT_FOR = 300.0
"""Seconds for which a value is reused without asking, so that a changed credential is soon used."""
_STAND_INS = msg(
    "On a server without a keyring, set {variable} or {folder}.",
    variable="PORCHLIGHT_SECRET_<NAME>",
    folder=SECRETS_DIR_VARIABLE,
)
_UNLOCK = sentences(msg("Unlock it and try again."), _STAND_INS)


def environment_variable(name: str) -> str:
    """The environment variable that stands in for the credential ``name``."""
    return f"PORCHLIGHT_SECRET_{name.upper().replace('-', '_')}"


class SecretStore:
    """Implements BindingSecrets. ``given`` values (the demo's) come before all others, and may go anywhere."""

    def __init__(
        self,
        redactor: Redactor,
        *,
        given: Mapping[str, str] | None = None,
        environment: Mapping[str, str] = os.environ,
        origins_file: str | None = None,
        places: Callable[[str], Iterable[Place]] = lambda name: (),
    ) -> None:
        """``origins_file``: keeps where stand-ins may be sent, which the keyring does not hold; ``places``: where the
        settings in force send a credential, by its name."""
        self._redactor = redactor
        self._given = {name: without_margins(value) for name, value in (given or {}).items()}
        self._environment = environment
        self._file = FileOrigins(origins_file)
        self._places = places
        self._known: dict[str, tuple[str, float]] = {}  # value, when it was read
        self._stand_ins: set[str] = set()
        self._allowed: dict[str, tuple[tuple[str, ...], float]] = {}  # origins, when they were read
        self.refused: dict[str, SecretElsewhere] = {}
        """By reader (a component's id, ``channels.NAME``), what was not sent, until it is."""
        for value in self._given.values():
            redactor.add_secret(value)

    async def get(self, name: str) -> str:
        """See Secrets."""
        known = self._known.get(name)
        if known is not None and time.monotonic() - known[1] < _KEPT_FOR:
            return known[0]
        value = self._given.get(name) or await self._stand_in(name)
        self._stand_ins.discard(name)
        if value is not None:
            self._stand_ins.add(name)
        elif NAME_PATTERN.fullmatch(name):
            value = await _in_thread(lambda: keyring_backend().get_password(SERVICE, name))
        value = without_margins(value) if value is not None else ""
        if not value:
            raise SecretMissing(
                english(msg("The credential “{credential}” is not stored.", credential=name)),
                command=english(msg("Store it with: {command}", command=f"porchlight secrets set {name}")),
            )
        self._redactor.add_secret(value)
        self._known[name] = value, time.monotonic()
        return value

    async def get_for(self, name: str, places: Collection[Place], owner: str = "") -> str:
        """See BindingSecrets."""
        value = await self.get(name)
        if name in self._given:
            return value
        wanted = await self._origins(name, places)
        allowed = await self._allowed_origins(name)
        if allowed is not None and not wanted <= frozenset(allowed):
            self._allowed.pop(name, None)  # somebody may have allowed it meanwhile
            allowed = await self._allowed_origins(name)
        if allowed is None:
            # Stored before places were kept, or for no component yet: it belongs where the settings send it.
            allowed = tuple(sorted(await self._origins(name, self._places(name)) or wanted))
            await self._write_origins(name, [one for one in allowed if one != UNREADABLE])
        if elsewhere := wanted.difference(allowed) | wanted & {UNREADABLE}:
            error = sent_elsewhere(name, allowed, tuple(sorted(elsewhere)))
            self.refused[owner] = error
            raise error
        self.refused.pop(owner, None)
        return value

    async def allow(self, name: str, origins: Iterable[str]) -> None:
        """Allow ``name`` to be sent there too. Raises SecretMissing or SecretStoreUnavailable."""
        await self.get(name)
        self._allowed.pop(name, None)
        known = await self._allowed_origins(name)
        if known is None:
            known = tuple(await self._origins(name, self._places(name)))
        await self._write_origins(name, dict.fromkeys((*known, *(one for one in origins if one != UNREADABLE))))
        self.refused = {owner: error for owner, error in self.refused.items() if error.credential != name}

    async def held(self, names: Iterable[str]) -> dict[str, tuple[str, ...] | None]:
        """Those that this computer has, each with the origins that it may be sent to; None: not recorded. Raises
        SecretStoreUnavailable."""
        found: dict[str, tuple[str, ...] | None] = {}
        for name in names:
            try:
                await self.get(name)
            except (SecretMissing, NoKeyring):
                continue
            found[name] = await self._allowed_origins(name)
        return found

    def forget(self, name: str) -> None:
        """Discard ``name``, which was rejected or changed: the next read asks the keyring again."""
        self._known.pop(name, None)
        self._allowed.pop(name, None)

    async def set(self, name: str, value: str, origins: Collection[str] | None = None) -> None:
        """Store a credential in the keyring; ``origins``: where it may be sent, added to those recorded (None: not
        known). Raises SecretStoreUnavailable; SecretUnfit for a value, ValueError for a name that cannot be."""
        if not NAME_PATTERN.fullmatch(name):
            raise unfit(msg("Use a–z, 0–9, - and _ in a credential's name."))
        value = require_value(value)
        self._redactor.add_secret(value)

        def store() -> None:
            backend = keyring_backend()
            with in_turn():
                if origins:
                    known = origins_read(backend.get_password(SERVICE, name + _ORIGINS)) or ()
                    wanted = [one for one in dict.fromkeys((*known, *origins)) if one != UNREADABLE]
                    backend.set_password(SERVICE, name + _ORIGINS, origins_written(wanted))
                backend.set_password(SERVICE, name, value)
                _write_index(backend, {*_read_index(backend), name})

        await _in_thread(store)
        self.forget(name)

    async def delete(self, name: str) -> bool:
        """Remove a credential from the keyring; whether there was one. Raises SecretStoreUnavailable."""

        def remove() -> bool:
            backend = keyring_backend()
            with in_turn():
                for entry in (name + _ORIGINS, name):
                    found = backend.get_password(SERVICE, entry) is not None
                    if found:
                        backend.delete_password(SERVICE, entry)
                _write_index(backend, _read_index(backend) - {name})
            return found

        self.forget(name)
        return await _in_thread(remove)

    async def names(self) -> list[str]:
        """The names stored in the keyring. Raises SecretStoreUnavailable."""
        return sorted(await _in_thread(lambda: _read_index(keyring_backend())))

    async def origins(self, name: str) -> tuple[str, ...] | None:
        """Where a credential of the keyring may be sent; None: not recorded yet."""
        return await self._allowed_origins(name)

    async def _origins(self, name: str, places: Iterable[Place]) -> frozenset[str]:
        """Places as origins; an address that is a credential itself is read for it."""
        found = []
        for place in places:
            if isinstance(place, str):
                found.append(place)
            elif place.credential != name:
                try:
                    found.append(origin_of(await self.get(place.credential)))
                except SecretMissing:
                    found.append(UNREADABLE)
        return frozenset(found)

    async def _allowed_origins(self, name: str) -> tuple[str, ...] | None:
        known = self._allowed.get(name)
        if known is not None and time.monotonic() - known[1] < _KEPT_FOR:
            return known[0]
        if name in self._stand_ins:
            found = await in_thread(lambda: self._file.read(name), name="origins")
        else:
            entry = name + _ORIGINS
            found = origins_read(await _in_thread(lambda: keyring_backend().get_password(SERVICE, entry)))
        if found is not None:
            self._allowed[name] = found, time.monotonic()
        return found

    async def _write_origins(self, name: str, origins: Iterable[str]) -> None:
        kept = tuple(origins)
        try:
            if name in self._stand_ins:
                await in_thread(lambda: self._file.write(name, kept), name="origins")
            else:
                text = origins_written(kept)
                await _in_thread(lambda: keyring_backend().set_password(SERVICE, name + _ORIGINS, text))
        except (SecretStoreUnavailable, OSError) as error:
            _log.warning("where the credential “%s” may be sent is remembered for this run alone: %s", name, error)
        self._allowed[name] = kept, time.monotonic()

    async def _stand_in(self, name: str) -> str | None:
        value = self._environment.get(environment_variable(name))
        if value and without_margins(value):
            return value
        folder = self._environment.get(SECRETS_DIR_VARIABLE)
        if not folder or not NAME_PATTERN.fullmatch(name):
            return None
        return await _in_thread(lambda: _read_file(folder, name))


class GivenFirst:
    """Implements BindingSecrets: values that are not stored yet, before those that are. The person who entered one
    has chosen its receiver."""

    def __init__(self, given: Mapping[str, str], store: SecretStore, redactor: Redactor) -> None:
        self._given = {name: without_margins(value) for name, value in given.items()}
        self._store = store
        for value in self._given.values():
            redactor.add_secret(value)

    async def get(self, name: str) -> str:
        """See Secrets."""
        return self._given.get(name) or await self._store.get(name)

    async def get_for(self, name: str, places: Collection[Place], owner: str = "") -> str:
        """See BindingSecrets."""
        if found := self._given.get(name):
            return found
        granted = [
            origin_of(self._given[place.credential])
            if isinstance(place, AddressIn) and place.credential in self._given
            else place
            for place in places
        ]
        return await self._store.get_for(name, granted, owner)


def keyring_backend() -> "KeyringBackend":
    """This computer's keyring; using it may wait for a person to unlock it. Raises SecretStoreUnavailable."""
    import keyring
    from keyring.backends.fail import Keyring as Nothing

    backend = keyring.get_keyring()
    # keyrings.alt would write plain text; better none than that.
    if isinstance(backend, Nothing) or type(backend).__module__.startswith("keyrings.alt"):
        raise NoKeyring(english(msg("This system has no keyring to store credentials in.")), english(_STAND_INS))
    return backend


def _read_file(folder: str, name: str) -> str | None:
    """The stand-in of that name; None: there is none. Only a file is opened: a pipe or a device would never end."""
    path = os.path.join(folder, name)
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _not_read(name, folder) from error
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise _unreadable(msg("The file of the credential “{credential}” is not a file.", credential=name), folder)
    try:
        with os.fdopen(handle, "rb") as file:
            data = file.read(LONGEST + 1)
    except OSError as error:
        raise _not_read(name, folder) from error
    if len(data) > LONGEST:
        raise _unreadable(
            msg(
                "The file of the credential “{credential}” is larger than {limit}.",
                credential=name,
                limit=Size(LONGEST),
            ),
            folder,
        )
    value = read_value(data)
    if "\ufffd" in value:
        raise _unreadable(msg("The file of the credential “{credential}” is not text.", credential=name), folder)
    return value


def _not_read(name: str, folder: str) -> SecretStoreUnavailable:
    return _unreadable(msg("The file of the credential “{credential}” cannot be read.", credential=name), folder)


def _unreadable(sentence: Text, folder: str) -> SecretStoreUnavailable:
    return SecretStoreUnavailable(english(sentence), english(msg("Check it in {folder}.", folder=folder)))


def _read_index(backend: "KeyringBackend") -> set[str]:
    text = backend.get_password(SERVICE, _INDEX)
    try:
        names = json.loads(text or "[]")
    except (ValueError, RecursionError):
        _log.warning("the keyring's list of names cannot be read; it begins anew")
        return set()
    if not isinstance(names, list):
        return set()
    return {name for name in names if isinstance(name, str) and NAME_PATTERN.fullmatch(name)}


def _write_index(backend: "KeyringBackend", names: set[str]) -> None:
    backend.set_password(SERVICE, _INDEX, json.dumps(sorted(names)))


async def _in_thread(work: Callable[[], _T]) -> _T:
    """Run a keyring operation beside the loop. Raises SecretStoreUnavailable."""
    try:
        async with asyncio.timeout(_TIME_LIMIT):
            return await in_thread(work, name="keyring")
    except SecretError:
        raise
    except TimeoutError:
        raise SecretStoreUnavailable(
            english(msg("The keyring did not answer within {span}.", span=Duration(_TIME_LIMIT))), english(_UNLOCK)
        ) from None
    except Exception as error:
        raise SecretStoreUnavailable(
            english(msg("The keyring denied access ({error}).", error=type(error).__name__)), english(_UNLOCK)
        ) from error
