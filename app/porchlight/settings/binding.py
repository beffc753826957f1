"""A credential goes where it was stored for, and nowhere else: each part can read only the secrets in its settings.

``bound`` gives a component or a channel its own view of the secrets. The store keeps beside each credential the
origins that it may be sent to: those it was stored for, those of the settings at its first use, and what was allowed.
"""

import json
import os
import tempfile
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from typing import Final, Protocol, TypeGuard

from porchlight.dataclass import dataclass
from porchlight.intake.documents import NotJson, parse_json
from porchlight.language.english import english
from porchlight.language.text import Items, msg
from porchlight.model.errors import SecretElsewhere, SecretMissing
from porchlight.model.ports import Secrets
from porchlight.settings.credential_form import CredentialForm
from porchlight.settings.origins import UNREADABLE, Destinations, Place, origin_of

_MOST: Final = 50
"""Origins of one credential."""
_OF_A_KIND: Final = "kind://"
"""Prefix that means all places of a kind that names none (``ProbeKind.places``)."""
_LARGEST_FILE: Final = 256 * 1024


class BindingSecrets(Secrets, Protocol):
    """Secrets with the places that each may be sent to."""

    async def get_for(self, name: str, places: Collection[Place], owner: str = "") -> str:
        """The secret called ``name``, to be sent to all of ``places``. Raises SecretElsewhere where it may not be
        sent to one of them; ``owner``: the reader, under whose name ``refused`` keeps it."""
        ...


@dataclass(frozen=True, slots=True)
class BoundSecrets:
    """Implements Secrets for one component or channel."""

    _store: BindingSecrets
    _destinations: Destinations
    _owner: str

    async def get(self, name: str) -> str:
        """See Secrets. Raises SecretElsewhere too."""
        places = self._destinations.get(name)
        if places is None:  # its settings do not name it, so nobody can have agreed to it
            raise sent_elsewhere(name, (), (UNREADABLE,))
        return await self._store.get_for(name, places, self._owner)


def sent_elsewhere(name: str, stored_for: tuple[str, ...], origins: tuple[str, ...]) -> SecretElsewhere:
    """The error for a credential. ``stored_for``: where it may be sent; ``origins``: where it would be sent beyond
    that."""
    others = Items(origins)
    sentence = (
        msg(
            "The credential “{credential}” was stored for {places}, but would be sent to {others}.",
            credential=name,
            places=Items(stored_for),
            others=others,
        )
        if stored_for
        else msg(
            "The credential “{credential}” was never confirmed for any address, but would be sent to {others}.",
            credential=name,
            others=others,
        )
    )
    return SecretElsewhere(
        english(sentence),
        english(msg("It was not sent.")),
        english(
            msg("If it belongs there too: {command}", command=f"porchlight secrets allow {name} {' '.join(origins)}")
        ),
        credential=name,
        origins=origins,
    )


def bound(secrets: Secrets, destinations: Destinations, owner: str) -> Secrets:
    """``secrets`` for one component or channel alone. For a kind that names no places they are unrestricted."""
    return BoundSecrets(secrets, destinations, owner) if _binds(secrets) else secrets


def _binds(secrets: Secrets) -> TypeGuard[BindingSecrets]:
    """As ``isinstance``, which looks through all methods of a protocol each time: this is asked at every check."""
    return callable(getattr(type(secrets), "get_for", None))


async def whole_secret(
    secrets: BindingSecrets,
    name: str,
    form: CredentialForm,
    given: Mapping[str, str],
    places: Collection[Place],
    owner: str = "",
) -> str:
    """The credential ``name`` with the parts in ``given``, the others as they are stored. Raises SecretElsewhere if
    a stored secret may not be sent to all of ``places``: whoever entered other parts has agreed for those alone."""
    if all(part.key in given for part in form.parts):
        return form.stored(given)
    try:
        if all(part.key in given for part in form.parts if part.secret):
            known = form.read(await secrets.get(name))
            return form.stored({part.key: known.get(part.key, "") for part in form.parts} | dict(given))
        return form.stored(given, over=await secrets.get_for(name, places, owner))
    except SecretMissing:
        return form.stored(given)


def origins_read(text: str | None) -> tuple[str, ...] | None:
    """The origins of an entry; None: no entry. One that cannot be read allows nothing."""
    if text is None:
        return None
    try:
        found = parse_json(text)
    except NotJson:
        return ()
    return _read(found) if isinstance(found, list) else ()


def _read(entries: list[object]) -> tuple[str, ...]:
    """Entries in today's form: earlier versions wrote some addresses otherwise (127.1 for 127.0.0.1)."""
    found = [one for one in entries[:_MOST] if isinstance(one, str)]
    now = (one if one.startswith(_OF_A_KIND) else origin_of(one) for one in found)
    return tuple(one if made == UNREADABLE else made for one, made in zip(found, now, strict=True))


def origins_written(origins: Iterable[str]) -> str:
    """The entry for these origins, the newest of them where there are too many."""
    return json.dumps(list(origins)[-_MOST:])


class FileOrigins:
    """Where stand-ins may be sent, in a file of the data folder: a server has no keyring that could hold it."""

    def __init__(self, path: str | None) -> None:
        """``path`` None: for this run alone."""
        self._path = path
        self._memory: dict[str, tuple[str, ...]] = {}

    def read(self, name: str) -> tuple[str, ...] | None:
        """For one credential; None: not known."""
        return self._all().get(name, self._memory.get(name))

    def write(self, name: str, origins: tuple[str, ...]) -> None:
        """Store them. Raises OSError."""
        self._memory[name] = origins
        if self._path is None:
            return
        folder = os.path.dirname(self._path)
        os.makedirs(folder, mode=0o700, exist_ok=True)
        kept = {**self._all(), name: origins[-_MOST:]}
        handle, temporary = tempfile.mkstemp(dir=folder, prefix=".origins-")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(kept, file, indent=1)
            os.replace(temporary, self._path)
        except OSError:
            with suppress(OSError):
                os.unlink(temporary)
            raise

    def _all(self) -> dict[str, tuple[str, ...]]:
        if self._path is None:
            return {}
        try:
            with open(self._path, "rb") as file:
                found = parse_json(file.read(_LARGEST_FILE))
        except (OSError, NotJson):
            return {}
        if not isinstance(found, dict):
            return {}
        return {name: _read(origins) for name, origins in found.items() if isinstance(origins, list)}
