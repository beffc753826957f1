"""Where gifts are counted in a CRM: the total of a query for one day. No name and no amount is asked for.

* Salesforce: ``SELECT COUNT()`` of SOQL, whose ``totalSize`` comes without records (Salesforce: "SOQL SELECT Syntax,
  COUNT()"). ``CloseDate`` is a day without a time, in the organisation's own calendar.
* HubSpot: the ``total`` of a search for deals (HubSpot: "Search the CRM"), which allows five requests a second for
  the whole account, and finds no more than 10,000 deals.
* Neon CRM: ``pagination.totalResults`` of a search for donations (Neon: "Querying"), of which only one may run at
  once. Its field is a day without a time.

The searches are POSTs that change nothing. Of each, one entry comes along, with its number alone; it is not read.
"""

import asyncio
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Final
from urllib.parse import quote

from porchlight.language.text import Number, Text, msg
from porchlight.model.result import Result
from porchlight.model.status import Outcome, Reason
from porchlight.net.exchange import NoReply, Reply
from porchlight.probes import hubspot, neon_crm
from porchlight.probes.arrivals.places import Calendar, each_day
from porchlight.probes.context import CheckContext
from porchlight.probes.gift_pulse.heeding import Heeding
from porchlight.probes.gift_pulse.totals import MOST_GIFTS
from porchlight.probes.http_reasons import Verdict, json_object, no_reply, not_json, unwell
from porchlight.probes.salesforce import Organization
from porchlight.probes.vendor.answers import count
from porchlight.probes.vendor.credentials import basic, key_of

SEARCH_PAUSE: Final = 0.25
"""Seconds between two searches in HubSpot: the account's programs share five a second."""
_MOST_FOUND: Final = 10_000
"""A search in HubSpot that finds as many may have found more."""
_SHORTEST_MS: Final = 900_000
"""A span with more deals than that is not cut further."""
_VERSION: Final = "v3"
_BAD_REQUEST: Final = 400


class Salesforce:
    """Records of one object with a day of their own."""

    name = "salesforce"
    title = Text("Salesforce")

    def __init__(self, organization: Organization, record: str, day_field: str, stage: str | None) -> None:
        self._organization = organization
        self._record = record
        self._day_field = day_field
        self._stage = stage
        self._heeding = Heeding()

    async def count(self, ctx: CheckContext, days: Sequence[int], calendar: Calendar) -> Mapping[int, int] | Result:
        """See Place."""
        return await each_day(ctx, days, lambda day: self._total(ctx, calendar.date_of(day)), self._heeding)

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
        return _total(ctx, reply, (json_object(reply) or {}).get("totalSize"))


class HubSpot:
    """Deals by one of their dates."""

    name = "hubspot"
    title = Text("HubSpot")

    def __init__(
        self,
        base_url: str,
        credential: str,
        *,
        day_property: str,
        whole_days: bool,
        pipeline: str | None,
        stage: str | None,
    ) -> None:
        self._url = f"{base_url}/crm/{_VERSION}/objects/deals/search"
        self._credential = credential
        self._day_property = day_property
        self._whole_days = whole_days
        self._only = {"pipeline": pipeline, "dealstage": stage}
        self._asked = False
        self._heeding = Heeding()

    async def count(self, ctx: CheckContext, days: Sequence[int], calendar: Calendar) -> Mapping[int, int] | Result:
        """See Place."""
        key = key_of(await ctx.secrets.get(self._credential))
        if isinstance(key, Text):
            return ctx.unwell(Outcome.ERROR, Reason.SECRET_MISSING, key)
        headers = {**key.bearer, "Content-Type": "application/json"}
        self._asked = False
        return await each_day(
            ctx, days, lambda day: self._between(ctx, headers, *self._span(day, calendar)), self._heeding
        )

    def close(self) -> None:
        """See Place."""

    def _span(self, day: int, calendar: Calendar) -> tuple[int, int]:
        """HubSpot keeps a date without a time as midnight in UTC."""
        if not self._whole_days:
            return calendar.begins_ms(day), calendar.begins_ms(day + 1)
        since, until = (calendar.date_of(one) for one in (day, day + 1))
        return _midnight_ms(since), _midnight_ms(until)

    async def _between(
        self, ctx: CheckContext, headers: Mapping[str, str], since_ms: int, until_ms: int
    ) -> int | Result:
        """Where a search finds as many as it can, the span is cut in two."""
        found = await self._search(ctx, headers, since_ms, until_ms)
        if isinstance(found, Result) or found < _MOST_FOUND:
            return found
        if until_ms - since_ms <= _SHORTEST_MS:
            sentence = msg(
                "HubSpot finds at most {count} deals at once, and there are more.", count=Number(_MOST_FOUND)
            )
            return ctx.unwell(Outcome.UNKNOWN, Reason.CONFIGURATION, sentence)
        middle_ms = (since_ms + until_ms) // 2
        early = await self._between(ctx, headers, since_ms, middle_ms)
        if isinstance(early, Result):
            return early
        late = await self._between(ctx, headers, middle_ms, until_ms)
        return late if isinstance(late, Result) else early + late

    async def _search(
        self, ctx: CheckContext, headers: Mapping[str, str], since_ms: int, until_ms: int
    ) -> int | Result:
        if self._asked:
            await asyncio.sleep(SEARCH_PAUSE)
        self._asked = True
        reply = await ctx.http.exchange(
            "POST", self._url, headers=headers, content=self._query(since_ms, until_ms), read_only_post=True
        )
        if isinstance(reply, NoReply):
            return no_reply(ctx, reply)
        if reply.status == _BAD_REQUEST:
            sentence = msg(
                "HubSpot does not know the property that gifts are counted by ({answer}).", answer=str(reply.status)
            )
            return unwell(ctx, Verdict(Outcome.ERROR, Reason.CONFIGURATION, sentence), reply)
        if verdict := hubspot.refused(reply, _VERSION):
            return unwell(ctx, verdict, reply)
        return _total(ctx, reply, (json_object(reply) or {}).get("total"))

    def _query(self, since_ms: int, until_ms: int) -> bytes:
        filters = [
            {"propertyName": self._day_property, "operator": "GTE", "value": str(since_ms)},
            {"propertyName": self._day_property, "operator": "LT", "value": str(until_ms)},
            *({"propertyName": name, "operator": "EQ", "value": only} for name, only in self._only.items() if only),
        ]
        asked = {"filterGroups": [{"filters": filters}], "properties": ["hs_object_id"], "limit": 1}
        return json.dumps(asked).encode()


class NeonCrm:
    """Donations by their date."""

    name = "neon_crm"
    title = Text("Neon CRM")

    def __init__(self, base_url: str, org_id: str, credential: str, status: str | None) -> None:
        self._base_url = base_url
        self._org_id = org_id
        self._credential = credential
        self._status = status
        self._heeding = Heeding()

    async def count(self, ctx: CheckContext, days: Sequence[int], calendar: Calendar) -> Mapping[int, int] | Result:
        """See Place."""
        key = key_of(await ctx.secrets.get(self._credential))
        if isinstance(key, Text):
            return ctx.unwell(Outcome.ERROR, Reason.SECRET_MISSING, key)
        headers = {
            **basic(self._org_id, key.value),
            "NEON-API-VERSION": neon_crm.API_VERSION,
            "Content-Type": "application/json",
        }
        return await each_day(ctx, days, lambda day: self._total(ctx, headers, calendar.date_of(day)), self._heeding)

    def close(self) -> None:
        """See Place."""

    async def _total(self, ctx: CheckContext, headers: Mapping[str, str], day: date) -> int | Result:
        fields = [{"field": "Donation Date", "operator": "EQUAL", "value": day.isoformat()}]
        if self._status is not None:
            fields.append({"field": "Donation Status", "operator": "EQUAL", "value": self._status})
        asked = {
            "searchFields": fields,
            "outputFields": ["Donation ID"],
            "pagination": {"currentPage": 0, "pageSize": 1},
        }
        reply = await ctx.http.exchange(
            "POST",
            f"{self._base_url}/donations/search",
            headers=headers,
            content=json.dumps(asked).encode(),
            read_only_post=True,
        )
        if isinstance(reply, NoReply):
            return no_reply(ctx, reply)
        if reply.status == _BAD_REQUEST:
            sentence = msg(
                "Neon does not know the fields that gifts are counted by ({answer}).", answer=str(reply.status)
            )
            return unwell(ctx, Verdict(Outcome.ERROR, Reason.CONFIGURATION, sentence), reply)
        forbidden = msg("The key is not allowed to search for donations (403).")
        if verdict := neon_crm.refused(reply, self._org_id, neon_crm.API_VERSION, forbidden):
            return unwell(ctx, verdict, reply)
        pagination = (json_object(reply) or {}).get("pagination")
        return _total(ctx, reply, pagination.get("totalResults") if isinstance(pagination, dict) else None)


def _total(ctx: CheckContext, reply: Reply, value: object) -> int | Result:
    total = count(value)
    return unwell(ctx, not_json(reply), reply) if total is None or total > MOST_GIFTS else total


def _midnight_ms(day: date) -> int:
    return round(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp() * 1000)
