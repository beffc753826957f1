"""OAuth 2 client credentials (RFC 6749 §4.4): one token, kept until shortly before its end.

The vendor's ways differ in the words of a refusal only; the caller judges those.
"""

from dataclasses import dataclass
from urllib.parse import urlencode

from app.model.ports import Clock
from app.probes.exchange import HttpClient, NoReply, Reply
from app.probes.http_reasons import json_object

RENEW_BEFORE_END = 60.0
"""Seconds (the vendor's own SDK does the same)."""
_USUAL_LIFETIME = 3600.0
"""Seconds; used where the answer does not say."""


@dataclass(frozen=True, slots=True)
class Token:
    """An access token. It ends by the wall clock: the monotonic one stands still while a laptop sleeps."""

    value: str
    ends_ms: int
    """Unix ms (UTC)."""


@dataclass(frozen=True, slots=True)
class Client:
    """Who asks for a token."""

    id: str
    secret: str


class TokenKeeper:
    """The token of one client at one vendor."""

    def __init__(self, token_url: str) -> None:
        self._token_url = token_url
        self._token: Token | None = None
        self._client: Client | None = None

    async def token(self, client: Client, http: HttpClient, clock: Clock) -> Token | Reply | NoReply:
        """A token good for at least a minute, or the answer that brought none."""
        good_until_ms = clock.now_ms() + RENEW_BEFORE_END * 1000
        if self._token is not None and self._client == client and self._token.ends_ms > good_until_ms:
            return self._token
        asked_ms = clock.now_ms()
        reply = await http.exchange(
            "POST",
            self._token_url,
            headers={"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"},
            content=urlencode(
                {"grant_type": "client_credentials", "client_id": client.id, "client_secret": client.secret}
            ).encode(),
            read_only_post=True,
        )
        if isinstance(reply, NoReply):
            return reply
        document = json_object(reply)
        value = document.get("access_token") if document else None
        if reply.status != 200 or document is None or not isinstance(value, str) or not value:
            return reply
        lifetime = document.get("expires_in")
        seconds = float(lifetime) if isinstance(lifetime, int | float) else _USUAL_LIFETIME
        self._token, self._client = Token(value, asked_ms + round(seconds * 1000)), client
        return self._token

    def forget(self) -> None:
        """Ask anew next time: the token was refused."""
        self._token = None
