"""What the program reads from its own folder (fonts, texts) and uses of this computer (keyring, issuers, time
zones)."""

import asyncio
import sys
import uuid
from collections.abc import Iterator
from typing import Final

from porchlight.model.errors import SecretStoreUnavailable
from porchlight.self_test.part import Absent, Faulty, Part
from porchlight.threads import in_thread

_SERVICE: Final = "porchlight-self-test"
_PATIENCE: Final = 3.0
"""Seconds for the keyring: a locked one asks a person, and nobody may be there."""


def surroundings() -> Iterator[Part]:
    """All of them."""
    yield Part("keyring", _keyring)
    yield Part("tls", _tls)
    yield Part("time zones", _time_zones)
    yield Part("fonts", _fonts)
    yield Part("translations", _translations)
    yield Part("icons", _icons)


def _keyring() -> None:
    try:
        asyncio.run(_round_trip())
    except SecretStoreUnavailable as error:
        raise Absent(error.sentence) from error
    except TimeoutError as error:
        raise Absent(f"The keyring did not answer within {_PATIENCE:.0f} s; it may be locked.") from error


async def _round_trip() -> None:
    async with asyncio.timeout(_PATIENCE):
        await in_thread(_keep_and_remove, name="keyring")


def _keep_and_remove() -> None:
    from porchlight.settings.secrets import keyring_backend

    backend = keyring_backend()
    if type(backend).__module__ == "keyring.backends.null":
        raise Absent("PYTHON_KEYRING_BACKEND turns off the keyring.")
    name, value = uuid.uuid4().hex, uuid.uuid4().hex
    try:
        backend.set_password(_SERVICE, name, value)
    except Exception as error:  # each keyring has errors of its own, for being locked or refused for instance
        raise Absent(f"The keyring denied access ({type(error).__name__}).") from error
    try:
        if backend.get_password(_SERVICE, name) != value:
            raise Faulty("The keyring does not return what was stored.")
    finally:
        backend.delete_password(_SERVICE, name)
    if backend.get_password(_SERVICE, name) is not None:
        raise Faulty("The keyring does not delete entries.")


def _tls() -> None:
    import truststore

    from porchlight.net.tls import TlsContexts

    if not isinstance(TlsContexts().get(verify=True), truststore.SSLContext):
        raise Faulty("It does not trust the certificate issuers that this computer trusts.")


def _time_zones() -> None:
    from datetime import datetime, timedelta
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    from porchlight.zones import local_zone

    try:
        zone = ZoneInfo("America/New_York")
    except ZoneInfoNotFoundError as error:
        if sys.platform == "win32":
            raise
        raise Absent("This computer has no time zones. Install the package tzdata.") from error
    if datetime(2026, 7, 1, tzinfo=zone).utcoffset() != timedelta(hours=-4):
        raise Faulty("The time zone of New York is wrong.")
    datetime.now(local_zone())


def _fonts() -> None:
    from porchlight.exporters.report.fonts import choose

    if choose(["Gifts, ñ and 1,234 €"], ()).without:
        raise Faulty("The font for reports lacks characters.")


def _translations() -> None:
    from porchlight.language.catalogue import ENGLISH, LANGUAGES
    from porchlight.language.render import Renderer
    from porchlight.language.text import msg

    for language in LANGUAGES:
        if language != ENGLISH and Renderer(language)(msg("Check now")) == "Check now":
            raise Faulty(f"The texts in the language {language} are missing.")


def _icons() -> None:
    from porchlight.resource_files import resource

    for name in ("porchlight", *(f"status/{mark}" for mark in ("healthy", "degraded", "error", "unknown", "paused"))):
        if b"<svg" not in resource(f"icons/{name}.svg").read_bytes():
            raise Faulty(f"The icon {name} cannot be drawn.")
