"""Counts from vendors' APIs, by the totals of searches alone: of each span of time only its number of gifts is read.

* GoFundMe Pro (Classy): ``/organizations/{id}/transactions`` with ``filter`` and ``fields=id``: its ``total``.
* Stripe: ``/v1/charges/search`` with ``expand[]=total_count``, accurate up to 10,000. Its list has no totals. A
  search finds a charge about a minute after it was made.

Each answer holds one entry besides, which is discarded unread.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from enum import Enum, auto
from typing import ClassVar, Final, Protocol
from urllib.parse import quote

from porchlight.dataclass import dataclass
from porchlight.language.text import Text, msg
from porchlight.model.result import Result
from porchlight.model.status import Outcome, Reason
from porchlight.net.exchange import NoReply, Reply
from porchlight.probes.classy import CREDENTIAL as CLASSY_CLIENT
from porchlight.probes.classy import refused, token_refused
from porchlight.probes.context import CheckContext
from porchlight.probes.gift_pulse.baseline import Hour
from porchlight.probes.gift_pulse.counts import DAY_MS, FLOOD_MS, HOUR_MS, Asked, Counts
from porchlight.probes.gift_pulse.heeding import Heeding, cannot_count, unheeded
from porchlight.probes.http_reasons import Verdict, json_object, no_reply, not_json, unwell
from porchlight.probes.stripe import PUBLISHABLE, known, verdict_by_status
from porchlight.probes.vendor.answers import count, no_token, refusal
from porchlight.probes.vendor.credentials import client_of, key_of
from porchlight.probes.vendor.oauth import TokenRefused, TokenSource

MOST_GIFTS: Final = 10**9
"""A larger number is no count of gifts."""
PAST_DAYS: Final = 28
"""How much of the past is learned."""
_HOURS_A_CHECK: Final = 6
"""Of the past, so that no check asks for more than two dozen totals."""


class Counted(Enum):
    """Which payments."""

    GIFTS = auto()
    FAILED = auto()
    TINY = auto()
    LARGER = auto()
    """Gifts that are not tiny, …"""
    ALL = auto()
    """… and payments in any state: to find out whether the others are distinguished."""


_BY_SIZE: Final[Mapping[Counted, str]] = {Counted.TINY: "<", Counted.LARGER: ">="}


class Totals(Protocol):
    """One vendor's API."""

    title: ClassVar[Text]

    async def total(self, ctx: CheckContext, what: Counted, since_ms: int, until_ms: int) -> int | Result:
        """How many there were from a moment to before another, or the result of a check that could not ask."""
        ...

    def close(self) -> None:
        """Release what is held."""
        ...


class _NoTotal(Exception):
    """A total that could not be had."""

    def __init__(self, result: Result) -> None:
        super().__init__()
        self.result = result


class TotalsSource:
    """Asks for one total after the other, some hours of the past in each check."""

    def __init__(self, totals: Totals, *, tiny: bool) -> None:
        self._totals = totals
        self._tiny = tiny
        self._heeding = Heeding()

    async def read(self, ctx: CheckContext, asked: Asked) -> Counts | Result:
        """See Source."""
        try:
            counts = await self._read(ctx, asked)
            return await self._doubt(ctx, asked, counts) or counts
        except _NoTotal as error:
            return error.result

    def close(self) -> None:
        """See Source."""
        self._totals.close()

    async def _doubt(self, ctx: CheckContext, asked: Asked, counts: Counts) -> Result | None:
        """Whether what was counted is not what was asked for. Of a place that counted nothing, nothing is known."""
        gifts, failed, tiny = (sum(numbers) for numbers in zip(counts.lately, *counts.hours.values(), strict=True))
        if not (gifts or failed or counts.last_hour):
            return None
        ignored = cannot_count(self._totals.title)
        if doubt := await self._heeding.doubt(ctx, lambda day: self._on_day(ctx, day), ignored):
            return doubt
        since_ms = min(asked.first_hour * HOUR_MS, asked.now_ms - FLOOD_MS)
        pairs = []
        if 0 < gifts <= failed:
            pairs.append((Counted.GIFTS, Counted.FAILED, Counted.ALL))
        if 0 < gifts <= tiny:
            pairs.append((Counted.TINY, Counted.LARGER, Counted.GIFTS))
        for one, other, both in pairs:
            # The two are parts of the third, which is asked for last, when it can only be more.
            try:
                parts = [await self._ask(ctx, what, since_ms, asked.now_ms) for what in (one, other)]
                if sum(parts) > await self._ask(ctx, both, since_ms, asked.now_ms):
                    return unheeded(ctx, ignored)
            except _NoTotal:
                continue  # what is refused is read: a flood must not be hidden by a question about it
        return None

    async def _on_day(self, ctx: CheckContext, day: int) -> int | Result:
        return await self._totals.total(ctx, Counted.GIFTS, day * DAY_MS, (day + 1) * DAY_MS)

    async def _read(self, ctx: CheckContext, asked: Asked) -> Counts:
        now_ms, newest_ms = asked.now_ms, asked.newest_ms
        lately = await self._hour(ctx, now_ms - FLOOD_MS, now_ms)
        last_hour = await self._ask(ctx, Counted.GIFTS, now_ms - HOUR_MS, now_ms)
        fresh = last_hour
        if newest_ms is not None and last_hour:
            fresh = await self._ask(ctx, Counted.GIFTS, max(newest_ms + 1, now_ms - HOUR_MS), now_ms)
        if fresh:
            newest_ms = now_ms  # to the minute is enough, and no single gift is looked at
        wanted = now_ms // HOUR_MS
        if newest_ms is not None and not asked.catching_up:
            wanted = max(newest_ms // HOUR_MS, asked.first_hour)
        until_hour = min(wanted, asked.first_hour + _HOURS_A_CHECK)
        hours = {}
        for hour in range(asked.first_hour, until_hour):
            hours[hour] = await self._hour(ctx, hour * HOUR_MS, hour * HOUR_MS + HOUR_MS)
            if hours[hour].gifts:
                newest_ms = max(newest_ms or 0, hour * HOUR_MS + HOUR_MS - 1)
        under_way = 0
        if until_hour >= wanted and newest_ms is not None and newest_ms // HOUR_MS >= until_hour:
            under_way = await self._ask(ctx, Counted.GIFTS, until_hour * HOUR_MS, now_ms)
        in_spans = [await self._ask(ctx, Counted.GIFTS, *span) for span in asked.spans]
        return Counts(
            hours,
            until_hour,
            lately,
            last_hour,
            newest_ms,
            caught_up=until_hour >= wanted,
            under_way=under_way,
            in_spans=tuple(in_spans),
        )

    async def _hour(self, ctx: CheckContext, since_ms: int, until_ms: int) -> Hour:
        gifts = await self._ask(ctx, Counted.GIFTS, since_ms, until_ms)
        failed = await self._ask(ctx, Counted.FAILED, since_ms, until_ms)
        tiny = await self._ask(ctx, Counted.TINY, since_ms, until_ms) if self._tiny and gifts else 0
        return Hour(gifts, failed, tiny)

    async def _ask(self, ctx: CheckContext, what: Counted, since_ms: int, until_ms: int) -> int:
        found = await self._totals.total(ctx, what, since_ms, until_ms)
        if isinstance(found, Result):
            raise _NoTotal(found)
        return found


@dataclass(frozen=True, slots=True)
class ClassyTotals:
    """GoFundMe Pro, with a token that is kept between checks."""

    title: ClassVar[Text] = Text("Classy")
    base_url: str
    organization_id: int
    credential: str
    tiny_below: float | None
    tokens: TokenSource

    async def total(self, ctx: CheckContext, what: Counted, since_ms: int, until_ms: int) -> int | Result:
        """See Totals."""
        conditions = between("purchased_at", since_ms, until_ms)
        if what is not Counted.ALL:
            conditions.insert(0, "status=failed" if what is Counted.FAILED else "status=success")
        if what in _BY_SIZE:
            conditions.append(f"total_gross_amount{_BY_SIZE[what]}{self.tiny_below or 0:.2f}")
        return await self.count(ctx, "transactions", conditions)

    async def count(self, ctx: CheckContext, listed: str, conditions: Sequence[str]) -> int | Result:
        """How many there are in one of the organisation's lists, by its filter."""
        client = client_of(await ctx.secrets.get(self.credential), CLASSY_CLIENT)
        if isinstance(client, Text):
            return ctx.unwell(Outcome.ERROR, Reason.SECRET_MISSING, client)
        query = f"per_page=1&fields=id&filter={quote(','.join(conditions), safe='')}"
        url = f"{self.base_url}/organizations/{self.organization_id}/{listed}?{query}"
        reply = await self.tokens.get(ctx, client, url)
        if isinstance(reply, NoReply):
            return no_reply(ctx, reply)
        if isinstance(reply, TokenRefused):
            verdict = refusal(reply.reply, token_refused, known=no_token) or not_json(reply.reply)
            return unwell(ctx, verdict, reply.reply)
        return _total(ctx, reply, refused(reply, str(self.organization_id)), "total")

    def close(self) -> None:
        """See Totals."""
        self.tokens.forget()


@dataclass(frozen=True, slots=True)
class StripeTotals:
    """Stripe's search of charges."""

    title: ClassVar[Text] = Text("Stripe")
    base_url: str
    credential: str
    tiny_below: float | None

    async def total(self, ctx: CheckContext, what: Counted, since_ms: int, until_ms: int) -> int | Result:
        """See Totals."""
        conditions = [f"created>={since_ms // 1000}", f"created<{until_ms // 1000}"]
        if what is not Counted.ALL:
            conditions.insert(0, f'status:"{"failed" if what is Counted.FAILED else "succeeded"}"')
        if what in _BY_SIZE:
            # In the currency's smallest unit; all but a few have hundredths.
            conditions.append(f"amount{_BY_SIZE[what]}{round((self.tiny_below or 0) * 100)}")
        return await self.count(ctx, "charges", conditions, _refused)

    async def count(
        self, ctx: CheckContext, listed: str, conditions: Sequence[str], refused: Callable[[Reply], Verdict]
    ) -> int | Result:
        """How many a search of charges, invoices or subscriptions finds."""
        key = key_of(await ctx.secrets.get(self.credential))
        if isinstance(key, Text):
            return ctx.unwell(Outcome.ERROR, Reason.SECRET_MISSING, key)
        if key.value.startswith("pk_"):
            return ctx.unwell(Outcome.ERROR, Reason.SECRET_MISSING, PUBLISHABLE)
        query = f"limit=1&expand%5B%5D=total_count&query={quote(' AND '.join(conditions), safe='')}"
        reply = await ctx.http.exchange("GET", f"{self.base_url}/v1/{listed}/search?{query}", headers=key.bearer)
        if isinstance(reply, NoReply):
            return no_reply(ctx, reply)
        return _total(ctx, reply, refusal(reply, refused, known=known), "total_count")

    def close(self) -> None:
        """See Totals."""


def _refused(reply: Reply) -> Verdict:
    return verdict_by_status(
        reply, msg("The key is not allowed to count charges ({status}).", status=str(reply.status))
    )


def _total(ctx: CheckContext, reply: Reply, verdict: Verdict | None, name: str) -> int | Result:
    if verdict is not None:
        return unwell(ctx, verdict, reply)
    document: Mapping[str, object] | None = json_object(reply)
    total = count(document.get(name)) if document else None
    return unwell(ctx, not_json(reply), reply) if total is None or total > MOST_GIFTS else total


def between(field: str, since_ms: int, until_ms: int) -> list[str]:
    """Classy's conditions for a moment to before another, as its own example has them."""
    return [f"{field}>={_moment(since_ms)}", f"{field}<{_moment(until_ms)}"]


def _moment(at_ms: int) -> str:
    return datetime.fromtimestamp(at_ms / 1000, UTC).strftime("%Y-%m-%dT%H:%M:%S+0000")
