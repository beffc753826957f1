"""Where gifts are counted in Mailchimp: a store's orders by their day.

Mailchimp finds no orders by date (Mailchimp: "List orders" has no such parameter), so the newest pages of the list
are read, of each order nothing but ``processed_at_foreign``, the moment that the sync gave it. A running total of all
orders would need less, but a refund that removes an order, or a gift that comes days later, would hide a lost one.

How the list is sorted is not documented. Both ends are looked at, and it is read from the newer one until two pages
in a row are older than what is asked for, so that a late order or an import of some old ones ends nothing too early.
"""

from collections.abc import Mapping, Sequence
from dataclasses import field
from typing import Final
from urllib.parse import quote

from porchlight.dataclass import dataclass
from porchlight.intake.numbers import moment_ms
from porchlight.language.text import Text, msg
from porchlight.model.result import Result
from porchlight.model.status import Outcome, Reason
from porchlight.net.exchange import NoReply
from porchlight.probes.arrivals.places import Calendar
from porchlight.probes.context import CheckContext
from porchlight.probes.gift_pulse.totals import MOST_GIFTS
from porchlight.probes.http_reasons import Verdict, json_object, no_reply, not_json, unwell
from porchlight.probes.mailchimp import KEY_NOT_WHOLE, authorization, judge_reply, key_address
from porchlight.probes.vendor.answers import count

PAGE: Final = 1000
"""The most that Mailchimp gives at once."""
MOST_PAGES: Final = 20
_OLD_PAGES: Final = 2
_AHEAD_MS: Final = 36 * 3_600_000
"""An order may be so far ahead: in another time zone, or by a clock that is a little wrong."""
_SHARE: Final = 0.5
"""Of the check's time: what was read until then is used."""
_FIELDS: Final = "total_items,orders.processed_at_foreign"
_NOT_FOUND: Final = 404


@dataclass(frozen=True, slots=True)
class _Page:
    """Some orders in a row."""

    offset: int
    total: int
    """Of the whole list, as of then."""
    moments: tuple[int | None, ...]
    """Unix ms; None for an order without one that can be true."""

    @property
    def known(self) -> list[int]:
        return [at_ms for at_ms in self.moments if at_ms is not None]

    @property
    def newest_ms(self) -> int:
        return max(self.known, default=0)

    @property
    def middle_ms(self) -> int:
        """One order that is out of line does not move it far."""
        known = sorted(self.known)
        return known[len(known) // 2] if known else 0

    def age_of(self, index: int, *, newest_first: bool) -> int:
        """How many orders are older: it stays the same while new ones come."""
        place = self.offset + index
        return self.total - 1 - place if newest_first else place


@dataclass(slots=True)
class _Tally:
    """What was read so far, from the newest order on."""

    days: Mapping[int, int]
    calendar: Calendar
    newest_first: bool
    counts: dict[int, int] = field(init=False)
    left: int | None = None
    """How many orders are older than all that were read."""
    old_pages: int = 0
    whole_from_ms: int = 0
    """From then on all is counted."""

    def __post_init__(self) -> None:
        self.counts = dict.fromkeys(self.days, 0)

    def add(self, page: _Page) -> bool:
        """Whether there was anything new in it."""
        since_ms = min(self.days.values())
        before = self.left
        for index, at_ms in enumerate(page.moments):
            age = page.age_of(index, newest_first=self.newest_first)
            if before is not None and age >= before:
                continue  # it was counted already: new orders have moved the pages
            self.left = age if self.left is None else min(self.left, age)
            if at_ms is not None and at_ms >= since_ms and (day := self.calendar.day_of(at_ms)) in self.counts:
                self.counts[day] += 1
        self.old_pages = self.old_pages + 1 if page.newest_ms < since_ms else 0
        self.whole_from_ms = page.newest_ms
        return self.left != before

    @property
    def reached(self) -> dict[int, int]:
        """The days of which all was read."""
        return {day: number for day, number in self.counts.items() if self.days[day] > self.whole_from_ms}

    @property
    def is_whole(self) -> bool:
        """Whether nothing older is asked for."""
        return self.left == 0 or self.old_pages >= _OLD_PAGES


class MailchimpOrders:
    """One store's orders."""

    name = "mailchimp"
    title = Text("Mailchimp")

    def __init__(self, base_url: str | None, credential: str, store: str) -> None:
        self._base_url = base_url
        self._credential = credential
        self._store = store

    async def count(self, ctx: CheckContext, days: Sequence[int], calendar: Calendar) -> Mapping[int, int] | Result:
        """See Place. Of a long or slow list, the days that 20 pages, or half of the check's time, reach."""
        until = ctx.clock.monotonic() + ctx.component.timeout * _SHARE
        key = (await ctx.secrets.get(self._credential)).strip()
        base_url = self._base_url or key_address(key)
        if base_url is None:
            return ctx.unwell(Outcome.ERROR, Reason.SECRET_MISSING, KEY_NOT_WHOLE)
        url = f"{base_url}/3.0/ecommerce/stores/{quote(self._store, safe='')}/orders?fields={_FIELDS}&count={PAGE}"
        headers = authorization(key)
        page = await self._page(ctx, url, headers, 0)
        if isinstance(page, Result):
            return page
        newest_first = True
        if page.total > PAGE:
            other = await self._page(ctx, url, headers, page.total - PAGE)
            if isinstance(other, Result):
                return other
            if other.middle_ms > page.middle_ms:
                newest_first, page = False, other
        tally = _Tally({day: calendar.begins_ms(day) for day in days}, calendar, newest_first)
        if page.moments and not page.known:
            return _no_days(ctx)
        for _ in range(MOST_PAGES):
            if not page.moments:
                return tally.counts  # the list ended
            if not tally.add(page):
                return _no_days(ctx)
            if tally.is_whole:
                return tally.counts
            if tally.reached and ctx.clock.monotonic() > until:
                return tally.reached
            left = tally.left or 0
            offset = page.total - left if newest_first else max(left - PAGE, 0)
            page = await self._page(ctx, url, headers, offset)
            if isinstance(page, Result):
                return page
        return tally.reached or _no_days(ctx)

    def close(self) -> None:
        """See Place."""

    async def _page(self, ctx: CheckContext, url: str, headers: Mapping[str, str], offset: int) -> _Page | Result:
        reply = await ctx.http.exchange("GET", f"{url}&offset={offset}", headers=headers)
        if isinstance(reply, NoReply):
            return no_reply(ctx, reply)
        if reply.status == _NOT_FOUND:
            sentence = msg("There is no store with the ID {id} in this account.", id=self._store)
            return unwell(ctx, Verdict(Outcome.ERROR, Reason.CONFIGURATION, sentence), reply)
        if verdict := judge_reply(reply):
            return unwell(ctx, verdict, reply)
        document = json_object(reply) or {}
        total, listed = count(document.get("total_items")), document.get("orders", [])
        if total is None or total > MOST_GIFTS or not isinstance(listed, list):
            return unwell(ctx, not_json(reply), reply)
        if len(listed) > min(PAGE, max(total - offset, 0)) or (total and not offset and not listed):
            return unwell(ctx, not_json(reply), reply)
        # An order of the future, by a wrong clock or a typing error, would make an old page look like the newest.
        latest_ms = ctx.began_ms + _AHEAD_MS
        found = (moment_ms(one.get("processed_at_foreign")) if isinstance(one, dict) else None for one in listed)
        return _Page(offset, total, tuple(None if at_ms is None or at_ms > latest_ms else at_ms for at_ms in found))


def _no_days(ctx: CheckContext) -> Result:
    sentence = msg("Mailchimp does not list this store's orders by their day, so they can't be counted.")
    return ctx.unwell(Outcome.UNKNOWN, Reason.CONFIGURATION, sentence)
