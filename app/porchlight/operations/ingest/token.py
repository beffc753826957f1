"""The token of callers: a credential in the keyring, compared in constant time."""

import hmac
from typing import Protocol

from porchlight.language.text import Text, msg
from porchlight.model.errors import SecretMissing, SecretStoreUnavailable
from porchlight.model.ports import Clock, Secrets
from porchlight.settings.schema import INGEST_TOKEN

SHORTEST = 16
"""Characters; a shorter one could be guessed."""
_ASK_AGAIN = 5.0
"""Seconds between two reads of the keyring because of a wrong token."""


class ForgetfulSecrets(Secrets, Protocol):
    """Secrets that can be read again."""

    def forget(self, name: str) -> None:
        """Do not answer from memory next time."""
        ...


class TokenCheck:
    """Compares with the stored token; with a new one as soon as it is stored."""

    def __init__(self, store: ForgetfulSecrets, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._asked_at = float("-inf")

    async def fault(self) -> Text | None:
        """Why no token can match, with its remedy; None where one can."""
        try:
            stored = await self._store.get(INGEST_TOKEN)
        except SecretMissing:
            return msg("There is no token for job reports yet. Create one in the settings.")
        except SecretStoreUnavailable as error:
            return msg("The token for job reports cannot be read: {error}", error=error.text)
        if len(stored) < SHORTEST:
            return msg("The token for job reports is too short. Create a new one in the settings.")
        return None

    async def fits(self, given: bytes) -> bool:
        """Whether it is the stored one. Raises SecretMissing or SecretStoreUnavailable."""
        if await self._equal(given):
            return True
        now = self._clock.monotonic()
        if now - self._asked_at < _ASK_AGAIN:
            return False
        self._asked_at = now
        self._store.forget(INGEST_TOKEN)
        return await self._equal(given)

    async def _equal(self, given: bytes) -> bool:
        stored = (await self._store.get(INGEST_TOKEN)).encode()
        return hmac.compare_digest(given, stored) and len(stored) >= SHORTEST
