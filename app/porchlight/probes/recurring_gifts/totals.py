"""Plans and their payments by the totals of vendors' lists and searches alone.

* GoFundMe Pro (Classy): ``/organizations/{id}/recurring-donation-plans`` with ``filter`` and ``fields=id``: its
  ``total``. ``status`` and ``next_processing_date`` are those of the vendor's own answers. A plan was due on a day
  when its next date stands on it, and then nobody has charged it, or one month after it, and then somebody has.
* Stripe: ``/v1/invoices/search`` and ``/v1/subscriptions/search`` with ``expand[]=total_count``. When a
  subscription's period ends is no field of the search (Stripe: "Search", query fields), so a day's invoices are
  compared with those that were paid one month before; which of them were paid is exact.

Each answer holds one entry besides, which is discarded unread.
"""

from collections.abc import Awaitable, Mapping, Sequence
from dataclasses import field
from typing import Final

from porchlight.dataclass import dataclass
from porchlight.language.text import msg
from porchlight.model.result import Result
from porchlight.net.exchange import Reply
from porchlight.probes.context import CheckContext
from porchlight.probes.gift_pulse.heeding import TO_COME, Heeding, cannot_count, unheeded
from porchlight.probes.gift_pulse.totals import ClassyTotals, StripeTotals, between
from porchlight.probes.http_reasons import Verdict
from porchlight.probes.recurring_gifts.due_days import DAY_S, after, before
from porchlight.probes.recurring_gifts.plans import WATCHED_DAYS, Due, Plans
from porchlight.probes.stripe import verdict_by_status

CANCELLED: Final = 0.02
"""Of the plans that were paid a month before."""
_PLANS: Final = "recurring-donation-plans"


class _NoTotal(Exception):
    """A total that could not be had."""

    def __init__(self, result: Result) -> None:
        super().__init__()
        self.result = result


@dataclass(frozen=True, slots=True)
class ClassySource:
    """GoFundMe Pro."""

    totals: ClassyTotals
    heeding: Heeding = field(default_factory=Heeding)

    async def read(self, ctx: CheckContext, now_s: int) -> Plans | Result:
        """See Source."""
        try:
            days = {day: await self._due(ctx, day) for day in _days(now_s)}
            active = await self._count(ctx, ["status=active"])
            failing = await self._count(ctx, ["status=failing"])
            if doubt := await self._doubt(ctx, now_s, days, active, failing):
                return doubt
        except _NoTotal as error:
            return error.result
        return Plans(now_s, active, days, stuck=None, month=0, failing=failing)

    async def _doubt(
        self, ctx: CheckContext, now_s: int, days: Mapping[int, Due], active: int, failing: int
    ) -> Result | None:
        """Whether totals are not of what was asked for."""
        ignored = cannot_count(self.totals.title)
        if active and failing == active:  # both are among all plans
            every = await self._count(ctx, between("created_at", 0, (now_s + DAY_S) * 1000))
            if active + failing > every:
                return unheeded(ctx, ignored)
        overdue = sum(one.overdue for one in days.values())
        if not active and not overdue:
            return None
        # No plan has two next dates.
        return await self.heeding.doubt(
            ctx, lambda day: _found(self._none(ctx, day)), ignored, suspect=overdue > active
        )

    async def _none(self, ctx: CheckContext, day: int) -> int:
        """Plans with a next date in two hundred years, or plans of 1970: there are none."""
        return await self._next(ctx, day, range(TO_COME, TO_COME + 1) if day == TO_COME else range(TO_COME))

    def close(self) -> None:
        """See Source."""
        self.totals.close()

    async def _due(self, ctx: CheckContext, day: int) -> Due:
        uncharged = await self._next(ctx, day, range(day, day + 1))
        charged = await self._next(ctx, day, after(day, 1))
        return Due(day, uncharged + charged, uncharged, 0)

    async def _next(self, ctx: CheckContext, day: int, next_days: range) -> int:
        """Active plans whose next date is one of these days, and that are older than the day itself."""
        span = between("next_processing_date", next_days.start * DAY_S * 1000, next_days.stop * DAY_S * 1000)
        _, older = between("created_at", 0, (day - 1) * DAY_S * 1000)
        return await self._count(ctx, ["status=active", *span, older])

    async def _count(self, ctx: CheckContext, conditions: Sequence[str]) -> int:
        return _number(await self.totals.count(ctx, _PLANS, conditions))


@dataclass(frozen=True, slots=True)
class StripeSource:
    """Stripe's subscriptions and their invoices."""

    totals: StripeTotals
    heeding: Heeding = field(default_factory=Heeding)

    async def read(self, ctx: CheckContext, now_s: int) -> Plans | Result:
        """See Source."""
        try:
            days = {day: await self._due(ctx, day) for day in _days(now_s)}
            active = await self._count(ctx, "subscriptions", ['status:"active"'])
            failing = await self._count(ctx, "subscriptions", ['status:"past_due"'])
            if doubt := await self._doubt(ctx, active, failing):
                return doubt
        except _NoTotal as error:
            return error.result
        # One that is tried again is still a plan.
        return Plans(now_s, active + failing, days, stuck=None, month=0, failing=failing, least_usual=CANCELLED)

    def close(self) -> None:
        """See Source."""
        self.totals.close()

    async def _due(self, ctx: CheckContext, day: int) -> Due:
        made = await self._invoices(ctx, range(day, day + 1))
        begun = await self._count(ctx, "subscriptions", _created(range(day, day + 1)))
        unpaid = await self._invoices(ctx, range(day, day + 1), "open")
        lost = await self._invoices(ctx, range(day, day + 1), "uncollectible")
        if unpaid + lost > made:  # both are among all invoices
            raise _NoTotal(unheeded(ctx, cannot_count(self.totals.title)))
        charged = max(made - begun, 0)
        month_before = before(day, 1)
        due = await self._invoices(ctx, month_before, "paid") if month_before else charged
        return Due(day, max(due, charged), max(due - charged, 0), min(unpaid + lost, charged))

    async def _doubt(self, ctx: CheckContext, active: int, failing: int) -> Result | None:
        """Whether totals are not of what was asked for."""
        ignored = cannot_count(self.totals.title)
        if active and failing == active:  # both are among all subscriptions
            every = await self._count(ctx, "subscriptions", ["created>=0"])
            if active + failing > every:
                return unheeded(ctx, ignored)
        if not active and not failing:
            return None
        return await self.heeding.doubt(ctx, lambda day: _found(self._none(ctx, day)), ignored)

    async def _none(self, ctx: CheckContext, day: int) -> int:
        invoices = await self._invoices(ctx, range(day, day + 1))
        return invoices or await self._count(ctx, "subscriptions", _created(range(day, day + 1)))

    async def _invoices(self, ctx: CheckContext, days: range, status: str | None = None) -> int:
        return await self._count(ctx, "invoices", [*_created(days), *([f'status:"{status}"'] if status else [])])

    async def _count(self, ctx: CheckContext, listed: str, conditions: Sequence[str]) -> int:
        return _number(await self.totals.count(ctx, listed, conditions, _refused))


def _days(now_s: int) -> range:
    return range(now_s // DAY_S - WATCHED_DAYS, now_s // DAY_S)


def _created(days: range) -> list[str]:
    return [f"created>={days.start * DAY_S}", f"created<{days.stop * DAY_S}"]


def _number(found: int | Result) -> int:
    if isinstance(found, Result):
        raise _NoTotal(found)
    return found


async def _found(total: Awaitable[int]) -> int | Result:
    try:
        return await total
    except _NoTotal as error:
        return error.result


def _refused(reply: Reply) -> Verdict:
    sentence = msg("The key is not allowed to count invoices and subscriptions ({status}).", status=str(reply.status))
    return verdict_by_status(reply, sentence)
