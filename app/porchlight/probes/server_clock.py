"""What time it is by the servers that answer, for kinds that judge by hours and days. Where this computer's clock is
days ahead, all of the last days would seem to be without gifts.

HTTP answers have the time in their ``Date`` header (RFC 9110 §6.6.1); databases are asked in ``counted_in``.
"""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any, Final, TypeVar

from porchlight.intake.numbers import http_date_ms
from porchlight.model.ports import Clock
from porchlight.net.exchange import HttpClient, NoReply, Reply
from porchlight.probes.context import CheckContext

_AGREES_MS: Final = 300_000
"""A smaller difference says nothing: answers take a while, and no clock is exact."""
_SAME_MS: Final = 60_000
_FARTHEST_MS: Final = 2 * 366 * 86_400_000
"""Two years: with a larger difference no certificate would be valid, so the header is wrong."""

_T = TypeVar("_T")


class ServerClock:
    """How far this computer's clock is ahead of the servers', by their last answers. It is believed as long as one of
    them agrees with it."""

    def __init__(self) -> None:
        self._ahead_ms = 0

    async def by_their_time(self, ctx: CheckContext, read: Callable[[CheckContext, int], Awaitable[_T]]) -> _T:
        """What ``read`` finds; it gets the time in Unix ms (UTC). Where its answers show that this was not the time,
        it reads once more."""
        ahead: list[int] = []
        listening = replace(ctx, http=_Listener(ctx.http, ctx.clock, ahead), ahead=ahead)
        found = await read(listening, ctx.began_ms - self._ahead_ms)
        if self._is_other(ahead):
            found = await read(ctx, ctx.began_ms - self._ahead_ms)
        return found

    def _is_other(self, found: list[int]) -> bool:
        """Whether the answers show another difference than was known, which is then gone by."""
        if not found:
            return False
        nearest_ms = min(found, key=abs)
        ahead_ms = 0 if abs(nearest_ms) <= _AGREES_MS else nearest_ms
        if abs(ahead_ms - self._ahead_ms) <= _SAME_MS:
            return False
        self._ahead_ms = ahead_ms
        return True


class _Listener:
    """Implements HttpClient; notes how far our clock is ahead of each answer's that is no refusal."""

    def __init__(self, http: HttpClient, clock: Clock, ahead: list[int]) -> None:
        self._http = http
        self._clock = clock
        self._ahead = ahead

    async def exchange(self, method: str, url: str, **how: Any) -> Reply | NoReply:
        """See HttpClient."""
        reply = await self._http.exchange(method, url, **how)
        if isinstance(reply, Reply) and 200 <= reply.status < 300 and "age" not in reply.headers:
            theirs_ms = http_date_ms(reply.headers.get("date"))
            if theirs_ms is not None and abs(ahead_ms := self._clock.now_ms() - theirs_ms) <= _FARTHEST_MS:
                self._ahead.append(ahead_ms)
        return reply
