"""Kind ``arrivals``: whether all gifts of a day get from the fundraising platform to the database and to the CRM. It
counts gifts of whole days, and reads no names and no amounts."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import replace
from datetime import tzinfo
from hashlib import sha256
from itertools import pairwise
from typing import Annotated, Final

from pydantic import Field, model_validator

from porchlight.language.english import unfit
from porchlight.language.text import Day, Duration, Items, Number, Text, msg, msg_plural, sentences
from porchlight.language.text import Place as Value
from porchlight.model.component import Component
from porchlight.model.kind import KindGroup
from porchlight.model.result import Measure, Result, Unit
from porchlight.model.status import Outcome, Reason
from porchlight.net.addresses import ApiUrl, is_local_address, shown_address
from porchlight.probes.arrivals.hops import KEPT_DAYS, LEARNING_DAYS, Finding, Hop, Memory, State
from porchlight.probes.arrivals.memory import recalled, stored
from porchlight.probes.arrivals.places import Calendar, Classy, Place, Salesforce, SyncDatabase
from porchlight.probes.classy import CountedOrganization, CountsWith
from porchlight.probes.context import CheckContext
from porchlight.probes.credential_policy import SendsCredential
from porchlight.probes.databases.address import (
    database_origin,
    is_local_database,
    require_database_url,
    shown_database,
)
from porchlight.probes.gift_pulse.places import CLASSY_API, CLASSY_TOKENS
from porchlight.probes.gift_pulse.totals import ClassyTotals
from porchlight.probes.kind import KindNotes, Measured, ProbeKind
from porchlight.probes.salesforce import CREDENTIAL as SALESFORCE_CLIENT
from porchlight.probes.salesforce import Organization
from porchlight.probes.shared_advice import DATABASE, VENDOR
from porchlight.probes.shared_settings import BaseUrl, DatabaseUrl, Organizations, PasswordName, TokenUrl
from porchlight.probes.vendor.oauth import TokenSource
from porchlight.settings.describe import Described
from porchlight.settings.origins import Destinations, origin_of, to_place, to_url
from porchlight.zones import local_zone

_EVERY_MS: Final = 1_800_000
"""Between two looks: gifts of days that are over, which no vendor need be asked for at each check."""
_DAYS_A_LOOK: Final = 12
"""So that the past is learned with the first look."""
_LEAST_PLACES: Final = 2
_HALF_A_DAY_MS: Final = 12 * 3_600_000
_SF_NAME: Final = r"^[A-Za-z][A-Za-z0-9_]{0,79}$"


class ArrivalsSettings(SendsCredential):
    """``[components.<id>]`` with ``kind = "arrivals"``: two or all of Classy, the database and Salesforce."""

    organization_id: CountedOrganization = None
    classy_credential: CountsWith = None
    url: DatabaseUrl | None = None
    """As for kind ``database``, without the password."""
    database_credential: PasswordName | None = None
    """Its secret is the password."""
    organizations: Organizations = ()
    my_domain: Annotated[
        ApiUrl | None,
        Described(
            msg("My Domain address"),
            msg("Salesforce shows it under Setup → My Domain."),
            example="https://example.my.salesforce.com",
        ),
    ] = None
    salesforce_credential: Annotated[
        str | None,
        Described(
            msg("Salesforce credential"),
            msg("The name of the consumer key and secret in the keyring."),
            example="salesforce",
        ),
        SALESFORCE_CLIENT,
    ] = None
    salesforce_object: Annotated[
        Annotated[str, Field(pattern=_SF_NAME)],
        Described(msg("Salesforce object"), msg("The records that gifts become."), example="Opportunity"),
    ] = "Opportunity"
    salesforce_day: Annotated[
        Annotated[str, Field(pattern=_SF_NAME)],
        Described(
            msg("Salesforce date field"),
            msg("The field with the day of the gift, a date without a time."),
            example="CloseDate",
        ),
    ] = "CloseDate"
    salesforce_stage: Annotated[
        Annotated[str, Field(pattern=r"^[^'\\\x00-\x1f]{1,100}$")] | None,
        Described(
            msg("Salesforce stage"),
            msg("Only records in this stage are counted. Default: all of that day."),
            example="Closed Won",
        ),
    ] = None
    base_url: BaseUrl = CLASSY_API
    token_url: TokenUrl = CLASSY_TOKENS

    @model_validator(mode="after")
    def _is_a_way(self) -> "ArrivalsSettings":
        if (self.organization_id is None) is not (self.classy_credential is None):
            raise unfit(msg("To count gifts in Classy, set: {keys}.", keys="organization_id, classy_credential"))
        if (self.my_domain is None) is not (self.salesforce_credential is None):
            raise unfit(msg("To count gifts in Salesforce, set: {keys}.", keys="my_domain, salesforce_credential"))
        if self.url is not None:
            require_database_url(self.url)
        if sum(one is not None for one in (self.organization_id, self.url, self.my_domain)) < _LEAST_PLACES:
            raise unfit(msg("Please set at least two places to compare: Classy, the database or Salesforce."))
        return self


def _places(component: Component, settings: ArrivalsSettings) -> list[Place]:
    """In the order of a gift's way."""
    found: list[Place] = []
    if settings.organization_id is not None and settings.classy_credential is not None:
        tokens = TokenSource(settings.token_url)
        found.append(
            Classy(
                ClassyTotals(settings.base_url, settings.organization_id, settings.classy_credential, None, tokens)
            )
        )
    if settings.url is not None:
        found.append(SyncDatabase(component, settings.url, settings.database_credential, settings.organizations))
    if settings.my_domain is not None and settings.salesforce_credential is not None:
        organization = Organization(settings.my_domain, settings.salesforce_credential)
        names = settings.salesforce_object, settings.salesforce_day, settings.salesforce_stage
        found.append(Salesforce(organization, *names))
    return found


def _way(settings: ArrivalsSettings) -> str:
    """What is counted where, as a short digest: of other places and other gifts nothing is known yet."""
    names = "organization_id base_url url organizations my_domain salesforce_object salesforce_day salesforce_stage"
    return sha256(repr([getattr(settings, name) for name in names.split()]).encode()).hexdigest()[:16]


class ArrivalsProbe:
    """Counts the gifts of the last days in each place, and learns how long they take from one to the next."""

    def __init__(self, component: Component, settings: ArrivalsSettings, zone: tzinfo | None = None) -> None:
        self._places = _places(component, settings)
        self._calendar = Calendar(zone or local_zone())
        self._way = _way(settings)
        self._answered: dict[str, tuple[int, tuple[int, ...], Mapping[int, int]]] = {}
        """By place, when it was asked for which days, and its counts, until all have answered."""
        self._memory: Memory | None = None
        self._stored: str | None = None

    async def check(self, ctx: CheckContext) -> Result:
        """See Probe."""
        now_ms = ctx.began_ms
        today = self._calendar.day_of(now_ms)
        memory = deepcopy(self._recall(ctx.position, today))
        if not 0 <= now_ms - memory.looked_ms < _EVERY_MS:
            days = memory.wanted(today, _DAYS_A_LOOK)
            counted = await self._count(ctx, days)
            if isinstance(counted, Result):
                return counted
            self._learn(memory, days, counted, today, now_ms)
        result = self._judge(ctx, memory, now_ms)
        self._memory = memory
        if result.position == self._stored:
            return replace(result, position=None)
        self._stored = result.position
        return result

    async def close(self) -> None:
        """See Probe."""
        for place in self._places:
            place.close()

    async def _count(self, ctx: CheckContext, days: Sequence[int]) -> list[Mapping[int, int]] | Result:
        """By place, the last first: what comes meanwhile may then be under way, but is never too many."""
        for place in reversed(self._places):
            at_ms, of_days, _ = self._answered.get(place.name, (0, (), {}))
            # A place that answered is not asked again and again while another one fails.
            if 0 <= ctx.began_ms - at_ms < _EVERY_MS and of_days == tuple(days):
                continue
            found = await place.count(ctx, days, self._calendar) if days else {}
            if isinstance(found, Result):
                return found
            self._answered[place.name] = ctx.began_ms, tuple(days), found
        counted = [self._answered[place.name][2] for place in self._places]
        self._answered.clear()
        return counted

    def _learn(
        self, memory: Memory, days: Sequence[int], counted: Sequence[Mapping[int, int]], today: int, now_ms: int
    ) -> None:
        for place, (sent, arrived) in zip(self._places[1:], pairwise(counted), strict=True):
            hop = memory.hops[place.name]
            for day in days:
                hop.look(day, self._calendar.begins_ms(day + 1), sent[day], arrived[day], now_ms)
            hop.settle(today)
        memory.looked_ms = now_ms

    def _recall(self, position: str | None, today: int) -> Memory:
        """The memory as the history has it, or this probe's own; a new one where its places are others, and where it
        knows days that are still to come: the clock was wrong, and those days would be taken for settled."""
        if position is not None and position != self._stored:
            self._memory = recalled(position)
            self._stored = position
        names = [place.name for place in self._places[1:]]
        known = self._memory
        if known is None or known.way != self._way or list(known.hops) != names or known.is_ahead_of(today):
            first_day = max(today - KEPT_DAYS - LEARNING_DAYS, 0)
            return Memory(hops={name: Hop() for name in names}, first_day=first_day, way=self._way)
        return known

    def _judge(self, ctx: CheckContext, memory: Memory, now_ms: int) -> Result:
        found = [
            (one, place, memory.hops[place.name])
            for place in self._places[1:]
            for one in memory.hops[place.name].findings(now_ms)
            if not memory.hops[place.name].is_learning and memory.hops[place.name].is_alike
        ]
        measures = self._measures(memory, [one for one, _, _ in found])
        position = stored(memory)
        grave = max(found, key=lambda one: (one[0].state.value, one[0].number), default=None)
        if grave is not None and grave[0].state is State.LOST:
            lost, total = self._missing(*grave), round(measures["gifts_lost"].value)
            if total > grave[0].number:
                lost = sentences(lost, msg("With other days and places, {n} gifts are missing.", n=Number(total)))
            return ctx.unwell(Outcome.ERROR, Reason.STALE, lost, measures=measures, position=position)
        for place in self._places[1:]:
            hop = memory.hops[place.name]
            if not hop.is_learning and not hop.is_alike:
                apart, of_days = hop.days_apart
                sentence = msg(
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
            places=Items(tuple(place.title for place in self._places[1:])),
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


def _addresses(settings: ArrivalsSettings) -> list[str]:
    web = [settings.base_url] if settings.organization_id is not None else []
    return [*web, settings.my_domain] if settings.my_domain is not None else web


def _is_local(settings: ArrivalsSettings) -> bool:
    database = settings.url is None or is_local_database(settings.url)
    return database and all(is_local_address(one) for one in _addresses(settings))


def _address(settings: ArrivalsSettings) -> str:
    """Of the first place."""
    if settings.organization_id is None and settings.url is not None:
        return shown_database(settings.url)
    return shown_address(_addresses(settings)[0])


def _credentials(settings: ArrivalsSettings) -> tuple[str, ...]:
    named = (settings.classy_credential, settings.database_credential, settings.salesforce_credential)
    return tuple(dict.fromkeys(name for name in named if name))


def _destinations(settings: ArrivalsSettings) -> Destinations:
    classy, salesforce = settings.classy_credential, settings.salesforce_credential
    to_classy = (origin_of(settings.base_url), origin_of(settings.token_url))
    return {
        **({classy: to_classy} if classy else {}),
        **(to_place(settings.database_credential, database_origin(settings.url)) if settings.url else {}),
        **(to_url(salesforce, settings.my_domain) if settings.my_domain else {}),
    }


KIND = ProbeKind(
    name="arrivals",
    title=msg("Arrival of gifts"),
    group=KindGroup.GIFTS,
    summary=msg("Compares the gifts of each day in Classy, the database and Salesforce, and notices lost ones."),
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
            "Check that all places count the same gifts: the organisations, and in Salesforce the object, its date"
            " field and the stage."
        ),
    },
    notes=KindNotes(
        calls=(
            "the totals of `GET /organizations/{id}/transactions?per_page=1&fields=id&filter=…` in Classy (to be"
            " verified as for `gift_pulse`); one `SELECT` that counts rows of `transactions` by `purchased_at` and"
            " `status`; in Salesforce `GET /services/data/vXX.0/query?q=SELECT COUNT() FROM … WHERE … = 2026-11-24`,"
            " whose `totalSize` comes without records (documented). To be verified: that GoFundMe Pro's connector"
            " writes one `Opportunity` a gift, with the gift's day in `CloseDate`. Mailchimp and other CRMs are not"
            " compared yet. Each place is asked every 30 minutes for the last days"
        ),
        never="names, addresses, cards, amounts; the one entry of an answer of Classy is discarded unread",
        permissions=msg(
            "Needs what the places need: an application of the organisation in Classy, a database login that may"
            " read transactions, a Salesforce run-as user that may see the records."
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
    is_local=_is_local,
    address=_address,
    credentials=_credentials,
    destinations=_destinations,
)
