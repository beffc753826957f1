"""Kind ``arrivals``: whether all gifts of a day get from the fundraising platform to the database, and from there to
the CRMs and to Mailchimp. It counts gifts of whole days, and reads no names and no amounts."""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress
from copy import deepcopy
from dataclasses import field, replace
from datetime import tzinfo
from functools import partial
from itertools import pairwise
from typing import Final

from porchlight.dataclass import dataclass
from porchlight.language.english import english
from porchlight.language.sentence import Sentence
from porchlight.language.text import Day, Duration, Items, Number, Text, msg, msg_plural, sentences
from porchlight.language.text import Place as Value
from porchlight.model.component import Component
from porchlight.model.errors import SecretElsewhere, SecretError
from porchlight.model.kind import KindGroup
from porchlight.model.result import Measure, Result, Unit
from porchlight.model.status import Outcome, Reason
from porchlight.probes.arrivals.hops import (
    FARTHEST_ZONE,
    HOUR_MS,
    KEPT_DAYS,
    LEARNING_DAYS,
    Finding,
    Hop,
    Memory,
    State,
)
from porchlight.probes.arrivals.memory import recalled, stored
from porchlight.probes.arrivals.places import Calendar, Classy, Place, SyncDatabase
from porchlight.probes.arrivals.settings import (
    ArrivalsSettings,
    address_of,
    credentials_of,
    destinations_of,
    is_local,
    places_of,
    way_of,
)
from porchlight.probes.context import CheckContext
from porchlight.probes.kind import KindNotes, Measured, ProbeKind
from porchlight.probes.remembered import Remembered
from porchlight.probes.server_clock import ServerClock
from porchlight.probes.shared_advice import DATABASE, VENDOR
from porchlight.zones import local_zone, zone_named

_EVERY_MS: Final = 1_800_000
"""Between two looks: gifts of days that are over, which no vendor need be asked for at each check."""
_DAYS_A_LOOK: Final = 12
"""So that the past is learned with the first look."""
_HALF_A_DAY_MS: Final = 12 * 3_600_000
_SHARE: Final = 0.8
"""Of the check's time for one place; the rest is for what the others have found."""


@dataclass(frozen=True, slots=True)
class _Way:
    """A hop's two ends."""

    source: Place
    place: Place


def _ways(places: Sequence[Place]) -> list[_Way]:
    """Where gifts get from and to. The database gets them from Classy; all else is compared with the last of these
    two, whatever order gifts really take, so that a gift that is late in one CRM is not missed in another place."""
    trunk: list[Place] = [place for place in places if isinstance(place, Classy | SyncDatabase)] or list(places[:1])
    branches = [place for place in places if place not in trunk]
    return [
        *(_Way(*pair) for pair in pairwise(trunk)),
        *(_Way(trunk[-1], one) for one in branches),
    ]


@dataclass(slots=True)
class _Look:
    """What is counted at one time, until every place has answered."""

    at_ms: int
    days: tuple[int, ...]
    counted: dict[str, Mapping[int, int]] = field(default_factory=dict)
    """By place. A place that answered is not asked again and again while another one fails."""
    learned: set[str] = field(default_factory=set)
    """Hops whose two ends have answered."""


class ArrivalsProbe:
    """Counts the gifts of the last days in each place, and learns how long they take from one to the next."""

    def __init__(self, component: Component, settings: ArrivalsSettings, zone: tzinfo | None = None) -> None:
        self._places = places_of(component, settings)
        self._ways = _ways(self._places)
        self._calendar = Calendar(zone or zone_named(settings.zone) or local_zone())
        self._way = way_of(settings)
        self._servers = ServerClock()
        self._limit = component.timeout * _SHARE
        self._spare = (component.timeout - self._limit) / 2
        """Seconds."""
        self._look: _Look | None = None
        self._remembered = Remembered(recalled)

    async def check(self, ctx: CheckContext) -> Result:
        """See Probe."""
        now_ms, memory, look, failed = await self._servers.by_their_time(ctx, self._read)
        if look is not None:
            self._learn(memory, look, self._calendar.day_of(now_ms), now_ms)
            if failed is None:  # else the look goes on at the next check
                with suppress(TimeoutError):  # what was counted is worth more
                    async with asyncio.timeout(self._spare):
                        await self._find_zones(ctx, memory)
                memory.looked_ms = now_ms
                self._look = None
        result = self._judge(ctx, memory, failed)
        return self._remembered.keep(memory, result)

    async def close(self) -> None:
        """See Probe."""
        for place in self._places:
            place.close()

    async def _read(self, ctx: CheckContext, now_ms: int) -> tuple[int, Memory, _Look | None, Result | None]:
        """What is known at a moment, what is counted then, if it is time to count, and what failed of it."""
        today = self._calendar.day_of(now_ms)
        memory = deepcopy(self._recall(ctx.position, today))
        if 0 <= now_ms - memory.looked_ms < _EVERY_MS:
            return now_ms, memory, None, None
        look = self._look_at(memory, today, now_ms)
        return now_ms, memory, look, await self._count(ctx, look)

    def _look_at(self, memory: Memory, today: int, now_ms: int) -> _Look:
        """The one that is not finished yet, or a new one."""
        look = self._look
        if look is None or not 0 <= now_ms - look.at_ms < _EVERY_MS:
            look = self._look = _Look(now_ms, tuple(memory.wanted(today, _DAYS_A_LOOK)))
        return look

    async def _count(self, ctx: CheckContext, look: _Look) -> Result | None:
        """Ask all places at once, so that none waits for one that does not answer. The worst failure, if any."""
        asked = [place for place in self._places if place.name not in look.counted]
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(self._ask(ctx, place, look.days)) for place in asked]
        failed: list[Result] = []
        for place, task in zip(asked, tasks, strict=True):
            found = task.result()
            if isinstance(found, Result):
                failed.append(_of_place(found, place))
            else:
                look.counted[place.name] = found
        return max(failed, key=lambda one: one.outcome.gravity, default=None)

    async def _ask(self, ctx: CheckContext, place: Place, days: Sequence[int]) -> Mapping[int, int] | Result:
        if not days:
            return {}
        try:
            async with asyncio.timeout(self._limit) as limit:
                return await place.count(ctx, days, self._calendar)
        except TimeoutError:
            if not limit.expired():
                raise
            sentence = msg("No answer within {duration}.", duration=Duration(self._limit))
            return ctx.unwell(Outcome.ERROR, Reason.TIMEOUT, sentence)
        except SecretError as error:
            # Without this place's credential the others are counted all the same.
            reason = Reason.CONFIGURATION if isinstance(error, SecretElsewhere) else Reason.SECRET_MISSING
            return ctx.unwell(Outcome.ERROR, reason, sentences(error.sentence, error.remedy))

    def _learn(self, memory: Memory, look: _Look, today: int, now_ms: int) -> None:
        for way in self._ways:
            name = way.place.name
            if name in look.learned or not {way.source.name, name} <= look.counted.keys():
                continue
            hop, sent, arrived = memory.hops[name], look.counted[way.source.name], look.counted[name]
            for day in look.days:
                if day in sent and day in arrived:
                    hop.look(day, self._calendar.begins_ms(day + 1), sent[day], arrived[day], now_ms)
            hop.settle(today)
            look.learned.add(name)

    async def _find_zones(self, ctx: CheckContext, memory: Memory) -> None:
        """Of places whose days do not agree: whether they would in another time zone. Only the database can be asked
        for all hours at once."""
        for way in self._ways:
            hop = memory.hops[way.place.name]
            if hop.is_learning or hop.is_alike or not hop.days:
                hop.zone_hours = None
                continue
            if not isinstance(way.source, SyncDatabase):
                continue
            begins = {day: self._calendar.begins_ms(day) // 1000 for one in hop.days for day in (one, one + 1)}
            far = FARTHEST_ZONE * HOUR_MS // 1000
            hours = await way.source.count_hours(ctx, min(begins.values()) - far, max(begins.values()) + far)
            if not isinstance(hours, Result):
                hop.find_zone(partial(_sent_later, hours, begins))

    def _recall(self, position: str | None, today: int) -> Memory:
        """The memory as the history has it, or this probe's own; a new one where its places are others, and where it
        knows days that are still to come: the clock was wrong, and those days would be taken for settled."""
        names = [way.place.name for way in self._ways]
        known = self._remembered.recall(position)
        if known is None or known.way != self._way or list(known.hops) != names or known.is_ahead_of(today):
            first_day = max(today - KEPT_DAYS - LEARNING_DAYS, 0)
            return Memory(hops={name: Hop() for name in names}, first_day=first_day, way=self._way)
        return known

    def _judge(self, ctx: CheckContext, memory: Memory, failed: Result | None) -> Result:
        hops = [(way.place, memory.hops[way.place.name]) for way in self._ways]
        found = [
            (one, place, hop) for place, hop in hops if not hop.is_learning and hop.is_alike for one in hop.findings()
        ]
        measures = self._measures(memory, [one for one, _, _ in found])
        position = stored(memory)
        grave = max(found, key=lambda one: (one[0].state.value, one[0].number), default=None)
        if grave is not None and grave[0].state is State.LOST:
            lost, total = self._missing(*grave), round(measures["gifts_lost"].value)
            if total > grave[0].number:
                lost = sentences(lost, msg("With other days and places, {n} gifts are missing.", n=Number(total)))
            return ctx.unwell(Outcome.ERROR, Reason.STALE, lost, measures=measures, position=position)
        if failed is not None:
            return replace(failed, measures={**failed.measures, **measures}, position=position)
        for place, hop in hops:
            if not hop.is_learning and not hop.is_alike:
                apart, of_days = hop.days_apart
                sentence = self._other_zone(place, hop) or msg(
                    "On {apart} of {days} days, {place} did not have the number of gifts that was sent there."
                    " Probably it counts other gifts.",
                    apart=Number(apart),
                    days=Number(of_days),
                    place=place.title,
                )
                return ctx.unwell(
                    Outcome.UNKNOWN, Reason.CONFIGURATION, sentence, measures=measures, position=position
                )
        if grave is not None and grave[0].state is State.MORE:
            more = self._too_many(*grave[:2])
            return ctx.unwell(Outcome.DEGRADED, Reason.CONTENT, more, measures=measures, position=position)
        return ctx.healthy(self._well(memory, grave), measures=measures, position=position)

    def _well(self, memory: Memory, grave: tuple[Finding, Place, Hop] | None) -> Text:
        learning = [hop for hop in memory.hops.values() if hop.is_learning]
        if learning:
            return msg(
                "Learning how long gifts take from one place to the next: {learned} of {days} days.",
                learned=Number(min(hop.learned for hop in learning)),
                days=Number(LEARNING_DAYS),
            )
        if grave is not None:
            return self._missing(*grave)
        hops = tuple(memory.hops.values())
        common = set.intersection(*(set(hop.days) for hop in hops))
        # Not those of which one lies on the day beside.
        whole = [day for day in common if all(0 < hop.days[day].sent <= hop.days[day].arrived for hop in hops)]
        last = max(whole, default=None)
        if last is None:
            return msg("There were no gifts to compare yet.")
        return msg(
            "All {sent} gifts of {day} are in {places}.",
            sent=Number(hops[0].days[last].sent),
            day=self._day(last),
            places=Items(tuple(way.place.title for way in self._ways)),
        )

    def _missing(self, found: Finding, place: Place, hop: Hop) -> Text:
        usual_ms = hop.usual_ms
        number = found.number
        places: dict[str, Value] = {"sent": Number(found.sent), "day": self._day(found.day), "place": place.title}
        if found.state is not State.LOST:
            return msg_plural(
                "{n} of {sent} gifts of {day} is still on its way to {place}.",
                "{n} of {sent} gifts of {day} are still on their way to {place}.",
                number,
                **places,
            )
        if usual_ms is None:
            return msg_plural(
                "{n} of {sent} gifts of {day} has not reached {place}.",
                "{n} of {sent} gifts of {day} have not reached {place}.",
                number,
                **places,
            )
        return msg_plural(
            "{n} of {sent} gifts of {day} has not reached {place}. Usually all of them are there {span} after the"
            " end of the day.",
            "{n} of {sent} gifts of {day} have not reached {place}. Usually all of them are there {span} after the"
            " end of the day.",
            number,
            **places,
            span=Duration(max(usual_ms / 1000, 60.0)),
        )

    def _other_zone(self, place: Place, hop: Hop) -> Text | None:
        if hop.zone_hours is None:
            return None
        span = Duration(abs(hop.zone_hours) * HOUR_MS / 1000)
        if hop.zone_hours > 0:
            return msg(
                "{place} seems to date gifts in another time zone: its days begin {span} later than those counted"
                " here. Set the time zone of the days to that one.",
                place=place.title,
                span=span,
            )
        return msg(
            "{place} seems to date gifts in another time zone: its days begin {span} earlier than those counted here."
            " Set the time zone of the days to that one.",
            place=place.title,
            span=span,
        )

    def _too_many(self, found: Finding, place: Place) -> Text:
        return msg_plural(
            "{place} has {n} gift more of {day} than was sent there ({sent}). It may be there twice.",
            "{place} has {n} gifts more of {day} than were sent there ({sent}). Some may be there twice.",
            found.number,
            day=self._day(found.day),
            place=place.title,
            sent=Number(found.sent),
        )

    def _day(self, day: int) -> Day:
        return Day(self._calendar.begins_ms(day) + _HALF_A_DAY_MS)

    def _measures(self, memory: Memory, found: Sequence[Finding]) -> dict[str, Measure]:
        lost = sum(one.number for one in found if one.state is State.LOST)
        waited = sum(one.number for one in found if one.state in (State.LATE, State.UNDER_WAY))
        measures = {
            "gifts_lost": Measure(lost, Unit.COUNT),
            "gifts_under_way": Measure(waited, Unit.COUNT),
        }
        usual = [hop.usual_ms for hop in memory.hops.values() if hop.usual_ms is not None]
        if usual:
            measures["arrival_usual"] = Measure(max(usual) / 1000, Unit.SECONDS)
        return measures


def _sent_later(hours: Mapping[int, int], begins: Mapping[int, int], day: int, later: int) -> int:
    """The gifts of a day that begins so many hours later. ``hours``: gifts by an hour's first second; ``begins``: of
    days, in seconds."""
    moved = later * HOUR_MS // 1000
    return sum(number for at, number in hours.items() if begins[day] <= at - moved < begins[day + 1])


def _of_place(found: Result, place: Place) -> Result:
    """A failure that says where."""
    problem = found.sentence.text if isinstance(found.sentence, Sentence) else found.sentence
    named = msg("{place} can't be compared. {problem}", place=place.title, problem=problem)
    return replace(found, sentence=english(named))


KIND = ProbeKind(
    name="arrivals",
    title=msg("Arrival of gifts"),
    group=KindGroup.GIFTS,
    summary=msg(
        "Compares the gifts of each day in Classy, the database, the CRM and Mailchimp, and notices lost ones."
    ),
    measures={
        "gifts_lost": Measured(msg("Lost gifts"), Unit.COUNT),
        "gifts_under_way": Measured(msg("Gifts on their way"), Unit.COUNT),
        "arrival_usual": Measured(msg("Usual time to arrive"), Unit.SECONDS),
    },
    advice={
        **VENDOR,
        **DATABASE,
        Reason.STALE: msg(
            "Compare that day's gifts in both places by their transaction numbers. Read the sync's errors of that"
            " day, and have it read the missing gifts again."
        ),
        Reason.CONTENT: msg(
            "Look for gifts of that day that are there twice. A second import, or a second sync, is the usual cause."
        ),
        Reason.CONFIGURATION: msg(
            "Check that all places count the same gifts: the organisations, in the CRM the records, their date field"
            " and the stage, and in Mailchimp the store."
        ),
    },
    notes=KindNotes(
        calls=(
            "the totals of `GET /organizations/{id}/transactions?per_page=1&fields=id&filter=…` in Classy; one"
            " `SELECT` that counts rows of `transactions` by `purchased_at` and `status`; in Salesforce `GET"
            " /services/data/vXX.0/query?q=SELECT COUNT() FROM … WHERE … = 2026-11-24`, whose `totalSize` comes"
            " without records; in HubSpot `POST /crm/v3/objects/deals/search`, which only reads, by the day, with"
            " `properties: [hs_object_id]` and `limit: 1`: its `total`; in Neon CRM `POST /v2/donations/search`,"
            " which only reads, by the day, with `outputFields: [Donation ID]` and `pageSize: 1`: its"
            " `pagination.totalResults`; in Mailchimp `GET"
            " /3.0/ecommerce/stores/{id}/orders?fields=total_items,orders.processed_at_foreign&count=1000&offset=…`,"
            " at most 20 pages from the newer end. Each place is asked every 30 minutes for the last days, at most"
            " 12, and once an hour for one in 1971 and one in two hundred years, where an ignored filter shows."
            " What is sure of it, and what is to be verified, stands under “Facts that the probes rely on”"
        ),
        never=(
            "names, addresses, cards, amounts; the one entry of an answer of Classy, HubSpot or Neon is discarded"
            " unread"
        ),
        permissions=msg(
            "Needs what the places need: an application of the organisation in Classy, a database login that may"
            " read transactions, a Salesforce run-as user that may see the records, a HubSpot private app with the"
            " scope {scope}, a Neon API key that may search donations, any API key of the Mailchimp account.",
            scope="crm.objects.deals.read",
        ),
        red_light=msg(
            "Turns red when gifts of a day have not arrived long after the slowest usual ones, at the earliest in"
            " the afternoon of the next day. Turns amber when more arrived than were sent."
        ),
        simulator="porchlight.demo.salesforce",
        real="SQLite",
    ),
    settings=ArrivalsSettings,
    build=ArrivalsProbe,
    timeout=60.0,
    is_local=is_local,
    address=address_of,
    credentials=credentials_of,
    destinations=destinations_of,
)
