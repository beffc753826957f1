"""OAuth 2 for probes (RFC 6749): one token, kept until shortly before its end, and renewed once where it is refused.

Vendors differ only in the texts of a refusal, which the caller judges.
"""

from collections.abc import Callable, Mapping
from dataclasses import field
from types import MappingProxyType
from typing import Any, Final
from urllib.parse import urlencode

from porchlight.dataclass import dataclass
from porchlight.model.ports import Clock
from porchlight.model.result import EMPTY
from porchlight.net.exchange import HttpClient, NoReply, Reply
from porchlight.probes.context import CheckContext
from porchlight.probes.http_reasons import json_object
from porchlight.probes.vendor.credentials import Client, Key, basic, is_plain

RENEW_BEFORE_END = 60.0
"""Seconds (the vendor's own SDK does the same)."""
_USUAL_LIFETIME = 3600.0
"""Seconds; the default where the answer has none."""
_LONGEST_LIFETIME = 10 * 365 * 86400.0
CLIENT_CREDENTIALS: Final[Mapping[str, str]] = MappingProxyType({"grant_type": "client_credentials"})
"""The grant of RFC 6749 §4.4."""


@dataclass(frozen=True, slots=True)
class Token:
    """An access token. It expires by the wall clock: the monotonic one stops while a laptop sleeps."""

    value: str = field(repr=False)
    ends_ms: int
    """Unix ms (UTC)."""
    asked_ms: int
    """When it was requested, Unix ms (UTC)."""
    answer: Mapping[str, Any] = field(repr=False, default_factory=lambda: EMPTY)
    """All fields of its answer."""


@dataclass(frozen=True, slots=True)
class TokenRefused:
    """No token was given; ``reply`` has the reason."""

    reply: Reply


class TokenSource:
    """The token of one client at one vendor."""

    def __init__(self, token_url: str, *, in_header: bool = False) -> None:
        """``in_header``: id and secret go into the Authorization header instead of the body."""
        self._token_url = token_url
        self._in_header = in_header
        self._token: Token | None = None
        self._asked_with: tuple[Client, dict[str, str]] | None = None
        self._replaced: tuple[str, str] | None = None
        """The stored refresh token, and the one that replaced it."""

    @property
    def current(self) -> Token | None:
        """The token that is held, valid or not."""
        return self._token

    @property
    def replaced(self) -> bool:
        """Whether the vendor replaced the refresh token (RFC 6749 §6). The new one is used from then on, and lost
        with this source."""
        return self._replaced is not None

    async def get(
        self,
        ctx: CheckContext,
        client: Client,
        url: str,
        *,
        grant: Mapping[str, str] = CLIENT_CREDENTIALS,
        headers: Mapping[str, str] = EMPTY,
        outdated: Callable[[Reply], bool] = lambda reply: reply.status == 401,
    ) -> Reply | NoReply | TokenRefused:
        """The answer to a GET with a token. ``outdated``: whether an answer may mean that the token has expired; the
        request is then repeated once with a new one."""
        reply = await self._get(ctx, client, url, grant, headers)
        if isinstance(reply, Reply) and outdated(reply):
            self.forget()
            reply = await self._get(ctx, client, url, grant, headers)
        return reply

    async def token(
        self, client: Client, http: HttpClient, clock: Clock, *, grant: Mapping[str, str] = CLIENT_CREDENTIALS
    ) -> Token | Reply | NoReply:
        """A token that is valid for at least a minute, or the answer without one."""
        good_until_ms = clock.now_ms() + RENEW_BEFORE_END * 1000
        asked_with = client, dict(grant)
        if self._token is not None and self._asked_with == asked_with and self._token.ends_ms > good_until_ms:
            return self._token
        asked_ms = clock.now_ms()
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
        form = dict(grant)
        given = form.get("refresh_token")
        if given is not None:
            form["refresh_token"] = self._newest(given)
        if self._in_header:
            headers |= basic(client.id, client.secret)
        else:
            form |= {"client_id": client.id, "client_secret": client.secret}
        reply = await http.exchange(
            "POST", self._token_url, headers=headers, content=urlencode(form).encode(), read_only_post=True
        )
        if isinstance(reply, NoReply):
            return reply
        document = json_object(reply)
        value = document.get("access_token") if document else None
        if reply.status != 200 or document is None or not isinstance(value, str) or not is_plain(value):
            return reply
        self._token = Token(value, asked_ms + round(_lifetime(document) * 1000), asked_ms, MappingProxyType(document))
        self._asked_with = asked_with
        came = document.get("refresh_token")
        if given is not None and isinstance(came, str) and is_plain(came) and came != self._newest(given):
            self._replaced = given, came
        return self._token

    def forget(self) -> None:
        """Discard the token, which was refused: the next call asks for another."""
        self._token = None

    def _newest(self, given: str) -> str:
        """The newest refresh token, for the one that is stored."""
        if self._replaced is not None and self._replaced[0] == given:
            return self._replaced[1]
        self._replaced = None
        return given

    async def _get(
        self, ctx: CheckContext, client: Client, url: str, grant: Mapping[str, str], headers: Mapping[str, str]
    ) -> Reply | NoReply | TokenRefused:
        token = await self.token(client, ctx.http, ctx.clock, grant=grant)
        if isinstance(token, NoReply):
            return token
        if isinstance(token, Reply):
            return TokenRefused(token)
        return await ctx.http.exchange("GET", url, headers={**headers, **Key(token.value).bearer})


def _lifetime(document: Mapping[str, Any]) -> float:
    """Seconds for which a token is valid, by its answer, if that makes sense."""
    lifetime = document.get("expires_in")
    if isinstance(lifetime, int | float) and not isinstance(lifetime, bool) and 0 <= lifetime <= _LONGEST_LIFETIME:
        return float(lifetime)
    return _USUAL_LIFETIME
