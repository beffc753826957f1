"""Where gifts are counted: of one day, how many a place has. Only totals are read.

* GoFundMe Pro (Classy): the ``total`` of a search, as kind ``gift_pulse`` asks for it.
* Classy Sync's database: one ``SELECT`` that counts, for all days of a look.
* CRMs: see ``crms``; Mailchimp: see ``orders``.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import date, datetime, timedelta, tzinfo
from typing import Final, Protocol

from porchlight.dataclass import dataclass
from porchlight.language.text import Text, msg
from porchlight.model.component import Component
from porchlight.model.result import Result
from porchlight.probes.context import CheckContext
from porchlight.probes.databases.address import database_url
from porchlight.probes.databases.session import OpenSession
from porchlight.probes.databases.sync_tables import SECONDS, counted_in
from porchlight.probes.gift_pulse.heeding import Heeding
from porchlight.probes.gift_pulse.totals import ClassyTotals, Counted

_EPOCH: Final = date(1970, 1, 1)
_HOUR_S: Final = 3600
_FEW: Final = 3
"""So many days may have the same number by chance."""
_IGNORED: Final = msg("It gives the same number of gifts for every day, even for days to come.")


@dataclass(frozen=True, slots=True)
class Calendar:
    """Days of a time zone, numbered since the epoch."""

    zone: tzinfo

    def day_of(self, at_ms: int) -> int:
        """The day of a moment."""
        return (datetime.fromtimestamp(at_ms / 1000, self.zone).date() - _EPOCH).days

    def date_of(self, day: int) -> date:
        """As a date."""
        return _EPOCH + timedelta(days=day)

    def begins_ms(self, day: int) -> int:
        """When it begins; the one after it begins when it ends."""
        begin = self.date_of(day)
        return round(datetime(begin.year, begin.month, begin.day, tzinfo=self.zone).timestamp() * 1000)


class Place(Protocol):
    """Somewhere gifts arrive."""

    name: str
    """What the memory calls it."""
    title: Text

    async def count(self, ctx: CheckContext, days: Sequence[int], calendar: Calendar) -> Mapping[int, int] | Result:
        """The gifts of each of these days that can be counted, or the result of a check that could not count."""
        ...

    def close(self) -> None:
        """Release what is held."""
        ...


async def each_day(
    ctx: CheckContext, days: Sequence[int], total: Callable[[int], Awaitable[int | Result]], heeding: Heeding
) -> Mapping[int, int] | Result:
    """One total after the other; what fails for one day ends it, and so does a place that ignores the day."""
    found = {}
    for day in days:
        number = await total(day)
        if isinstance(number, Result):
            return number
        found[day] = number
    if not any(found.values()):
        return found
    all_alike = len(found) >= _FEW and len(set(found.values())) == 1
    # A CRM may hold gifts of 1971, entered long after. The total of everything is no less than that of any day.
    most = max(found.values())
    return await heeding.doubt(ctx, total, _IGNORED, suspect=all_alike, least=most) or found


class Classy:
    """GoFundMe Pro."""

    name = "classy"
    title = Text("Classy")

    def __init__(self, totals: ClassyTotals) -> None:
        self._totals = totals
        self._heeding = Heeding()

    async def count(self, ctx: CheckContext, days: Sequence[int], calendar: Calendar) -> Mapping[int, int] | Result:
        """See Place."""
        return await each_day(
            ctx,
            days,
            lambda day: self._totals.total(ctx, Counted.GIFTS, calendar.begins_ms(day), calendar.begins_ms(day + 1)),
            self._heeding,
        )

    def close(self) -> None:
        """See Place."""
        self._totals.close()


class SyncDatabase:
    """The database of Classy Sync."""

    name = "database"
    title = msg("Classy Sync's database")

    def __init__(self, component: Component, url: str, credential: str | None, organizations: Sequence[int]) -> None:
        self._component = component
        self._url = url
        self._credential = credential
        self._organizations = organizations

    async def count(self, ctx: CheckContext, days: Sequence[int], calendar: Calendar) -> Mapping[int, int] | Result:
        """See Place."""
        spans = {day: (calendar.begins_ms(day) // 1000, calendar.begins_ms(day + 1) // 1000) for day in days}
        return await self._count(ctx, spans)

    async def count_hours(self, ctx: CheckContext, since_s: int, until_s: int) -> Mapping[int, int] | Result:
        """The gifts of each hour from a moment (Unix seconds) to before another, by its first second."""
        return await self._count(ctx, {at_s: (at_s, at_s + _HOUR_S) for at_s in range(since_s, until_s, _HOUR_S)})

    def close(self) -> None:
        """See Place."""

    async def _count(self, ctx: CheckContext, spans: Mapping[int, tuple[int, int]]) -> Mapping[int, int] | Result:
        return await counted_in(
            ctx, self._component, self._url, self._credential, lambda session: self._look(session, spans)
        )

    def _look(self, session: OpenSession, spans: Mapping[int, tuple[int, int]]) -> Mapping[int, int]:
        """Runs in a thread. Raises what the driver raises. Only whole numbers and fixed words are put into it."""
        seconds = SECONDS[database_url(self._url).get_backend_name()].format("purchased_at")
        numbers = ", ".join(str(int(number)) for number in self._organizations)
        only = f" AND organization_id IN ({numbers})" if numbers else ""
        sums = ", ".join(
            f"SUM(CASE WHEN t.at >= {since} AND t.at < {until} THEN 1 ELSE 0 END)" for since, until in spans.values()
        )
        table = f"(SELECT {seconds} AS at FROM transactions WHERE status = 'success'{only}) AS t"  # noqa: S608
        since, until = min(span[0] for span in spans.values()), max(span[1] for span in spans.values())
        (row,) = session.rows(f"SELECT {sums} FROM {table} WHERE t.at >= {since} AND t.at < {until}")  # noqa: S608
        return {day: int(number or 0) for day, number in zip(spans, row, strict=True)}
