"""Where gifts are counted: of one day, how many a place has. Only totals are read.

* GoFundMe Pro (Classy): the ``total`` of a search, as kind ``gift_pulse`` asks for it.
* Classy Sync's database: one ``SELECT`` that counts, for all days of a look.
* Salesforce: ``SELECT COUNT()`` of SOQL, whose ``totalSize`` comes without records (Salesforce: "SOQL SELECT Syntax,
  COUNT()"). ``CloseDate`` is a day without a time, in the organisation's own calendar.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta, tzinfo
from typing import Final, Protocol
from urllib.parse import quote

from porchlight.dataclass import dataclass
from porchlight.language.text import Text, msg
from porchlight.model.component import Component
from porchlight.model.result import Result
from porchlight.model.status import Outcome, Reason
from porchlight.probes.context import CheckContext
from porchlight.probes.databases.address import database_url
from porchlight.probes.databases.dialect import Fault
from porchlight.probes.databases.session import Database, OpenSession
from porchlight.probes.gift_pulse.sync_database import SECONDS
from porchlight.probes.gift_pulse.totals import MOST_GIFTS, ClassyTotals, Counted
from porchlight.probes.http_reasons import Verdict, json_object, not_json, unwell
from porchlight.probes.salesforce import Organization
from porchlight.probes.vendor.answers import count

_EPOCH: Final = date(1970, 1, 1)
_BAD_REQUEST: Final = 400


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
        """The gifts of each of these days, or the result of a check that could not count."""
        ...

    def close(self) -> None:
        """Release what is held."""
        ...


class Classy:
    """GoFundMe Pro."""

    name = "classy"
    title = Text("Classy")

    def __init__(self, totals: ClassyTotals) -> None:
        self._totals = totals

    async def count(self, ctx: CheckContext, days: Sequence[int], calendar: Calendar) -> Mapping[int, int] | Result:
        """See Place."""
        found = {}
        for day in days:
            span = calendar.begins_ms(day), calendar.begins_ms(day + 1)
            total = await self._totals.total(ctx, Counted.GIFTS, *span)
            if isinstance(total, Result):
                return total
            found[day] = total
        return found

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
        password = await ctx.secrets.get(self._credential) if self._credential else None
        spans = {day: (calendar.begins_ms(day) // 1000, calendar.begins_ms(day + 1) // 1000) for day in days}
        database = Database(self._url, lambda session: self._look(session, spans), self._component.timeout)
        found = await database.read(password, name=f"database {self._component.id}")
        return ctx.unwell(found.outcome, found.reason, found.sentence) if isinstance(found, Fault) else found

    def close(self) -> None:
        """See Place."""

    def _look(self, session: OpenSession, spans: Mapping[int, tuple[int, int]]) -> Mapping[int, int]:
        """Runs in a thread. Raises what the driver raises. Only whole numbers and fixed words are put into it."""
        seconds = SECONDS[database_url(self._url).get_backend_name()]
        numbers = ", ".join(str(int(number)) for number in self._organizations)
        only = f" AND organization_id IN ({numbers})" if numbers else ""
        sums = ", ".join(
            f"SUM(CASE WHEN t.at >= {since} AND t.at < {until} THEN 1 ELSE 0 END)" for since, until in spans.values()
        )
        table = f"(SELECT {seconds} AS at FROM transactions WHERE status = 'success'{only}) AS t"  # noqa: S608
        since, until = min(span[0] for span in spans.values()), max(span[1] for span in spans.values())
        (row,) = session.rows(f"SELECT {sums} FROM {table} WHERE t.at >= {since} AND t.at < {until}")  # noqa: S608
        return {day: int(number or 0) for day, number in zip(spans, row, strict=True)}


class Salesforce:
    """Records of one object with a day of their own."""

    name = "salesforce"
    title = Text("Salesforce")

    def __init__(self, organization: Organization, record: str, day_field: str, stage: str | None) -> None:
        self._organization = organization
        self._record = record
        self._day_field = day_field
        self._stage = stage

    async def count(self, ctx: CheckContext, days: Sequence[int], calendar: Calendar) -> Mapping[int, int] | Result:
        """See Place."""
        found = {}
        for day in days:
            total = await self._total(ctx, calendar.date_of(day))
            if isinstance(total, Result):
                return total
            found[day] = total
        return found

    def close(self) -> None:
        """See Place."""
        self._organization.close()

    async def _total(self, ctx: CheckContext, day: date) -> int | Result:
        query = f"SELECT COUNT() FROM {self._record} WHERE {self._day_field} = {day.isoformat()}"  # noqa: S608 - names
        if self._stage is not None:
            query += f" AND StageName = '{self._stage}'"  # the settings let no quote through
        reply = await self._organization.get(ctx, f"query?q={quote(query, safe='')}")
        if isinstance(reply, Result):
            return reply
        if reply.status == _BAD_REQUEST:
            sentence = msg(
                "Salesforce does not know the record or the field that gifts are counted by ({answer}).",
                answer=str(reply.status),
            )
            return unwell(ctx, Verdict(Outcome.ERROR, Reason.CONFIGURATION, sentence), reply)
        if verdict := self._organization.refused(reply):
            return unwell(ctx, verdict, reply)
        total = count((json_object(reply) or {}).get("totalSize"))
        return unwell(ctx, not_json(reply), reply) if total is None or total > MOST_GIFTS else total
