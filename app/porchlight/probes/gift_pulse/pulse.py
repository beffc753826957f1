"""Kind ``gift_pulse``: whether gifts come as they usually do. It counts gifts, failed payments and tiny gifts,
and reads no names and no amounts of single gifts."""

from copy import deepcopy
from datetime import tzinfo
from typing import Annotated, Final

from pydantic import Field, model_validator

from porchlight.language.text import msg
from porchlight.model.component import Component
from porchlight.model.gifts import Outage
from porchlight.model.kind import KindGroup
from porchlight.model.result import Result, Unit
from porchlight.model.status import Outcome, Reason
from porchlight.probes.classy import CountedOrganization, CountsWith
from porchlight.probes.context import CheckContext
from porchlight.probes.credential_policy import SendsCredential
from porchlight.probes.gift_pulse import sync_database, totals
from porchlight.probes.gift_pulse.counts import FLOOD_MS, HOUR_MS, Asked, Counts, Source
from porchlight.probes.gift_pulse.expecting import Expecting
from porchlight.probes.gift_pulse.judging import flood, gap, silence, usual_hour
from porchlight.probes.gift_pulse.memory import Memory, recalled, stored
from porchlight.probes.gift_pulse.places import (
    CLASSY_TOKENS,
    GiftSource,
    address_of,
    api_of,
    credentials_of,
    destinations_of,
    is_local,
    require_complete,
)
from porchlight.probes.kind import KindNotes, Measured, ProbeKind
from porchlight.probes.remembered import Remembered
from porchlight.probes.server_clock import ServerClock
from porchlight.probes.shared_advice import DATABASE, VENDOR
from porchlight.probes.shared_settings import BaseUrl, DatabaseUrl, Organizations, PasswordName, TokenUrl
from porchlight.probes.stripe import CREDENTIAL as STRIPE_KEY
from porchlight.probes.vendor.oauth import TokenSource
from porchlight.settings.describe import Described
from porchlight.settings.schema import Duration
from porchlight.threads import in_thread
from porchlight.zones import local_zone

_DELAYS: Final = {GiftSource.SYNC_DATABASE: 1200.0, GiftSource.CLASSY: 0.0, GiftSource.STRIPE: 120.0}
"""Seconds: the sync reads transactions every 15 minutes; Stripe's search knows of a charge after a minute."""


_PAST_DAYS: Final = {
    GiftSource.SYNC_DATABASE: sync_database.PAST_DAYS,
    GiftSource.CLASSY: totals.PAST_DAYS,
    GiftSource.STRIPE: totals.PAST_DAYS,
}


_FORGOTTEN_HOURS: Final = 24 * 800
"""What was learned so long ago is forgotten, and learned again from the past that the source has."""
_AT_ONCE: Final = 3
"""Outages whose gifts are counted in one check."""


class GiftPulseSettings(SendsCredential):
    """``[components.<id>]`` with ``kind = "gift_pulse"``."""

    source: Annotated[
        GiftSource, Described(msg("Count gifts in"), msg("Where gifts are counted. Only totals are read."))
    ] = GiftSource.SYNC_DATABASE
    url: DatabaseUrl | None = None
    """For ``sync_database``: as for kind ``database``, without the password."""
    database_credential: PasswordName | None = None
    """Its secret is the password."""
    organizations: Organizations = ()
    organization_id: CountedOrganization = None
    classy_credential: CountsWith = None
    stripe_credential: Annotated[
        str | None,
        Described(msg("Stripe credential"), msg("The name of the restricted key in the keyring."), example="stripe"),
        STRIPE_KEY,
    ] = None
    base_url: BaseUrl | None = None
    token_url: TokenUrl = CLASSY_TOKENS
    tiny_below: Annotated[
        Annotated[float, Field(gt=0, le=1000)] | None,
        Described(
            msg("Tiny gifts are below"),
            msg("In your currency. Only their number is read, never an amount. Default: they are not counted."),
            example=2,
        ),
    ] = None
    delay: Annotated[
        Duration | None,
        Described(
            msg("Gifts show up after"),
            msg(
                "How long it takes until a gift can be counted. Default: 20 minutes in the database, 2 at Stripe,"
                " none in Classy."
            ),
            example="30m",
        ),
    ] = None
    strong_days: Annotated[
        bool,
        Described(
            msg("Giving Tuesday and year's end"),
            msg(
                "Estimate missed gifts more widely on Giving Tuesday and from 29 to 31 December, when many"
                " organisations get far more. What happens on the day, and last year, decides. Days in the calendar"
                " need no guess."
            ),
        ),
    ] = True

    @model_validator(mode="after")
    def _source_is_complete(self) -> "GiftPulseSettings":
        require_complete(self)
        return self

    @property
    def password_name(self) -> str | None:
        """See CountsGifts."""
        return self.database_credential

    @property
    def api(self) -> str:
        """The address of the vendor's API."""
        return api_of(self)

    @property
    def delay_ms(self) -> int:
        """How late a gift may be counted."""
        return round((_DELAYS[self.source] if self.delay is None else self.delay) * 1000)


def _source(component: Component, settings: GiftPulseSettings) -> Source:
    tiny = settings.tiny_below
    match settings.source:
        case GiftSource.CLASSY:
            tokens = TokenSource(settings.token_url)
            classy = totals.ClassyTotals(
                settings.api, settings.organization_id or 0, settings.classy_credential or "", tiny, tokens
            )
            return totals.TotalsSource(classy, tiny=tiny is not None)
        case GiftSource.STRIPE:
            stripe = totals.StripeTotals(settings.api, settings.stripe_credential or "", tiny)
            return totals.TotalsSource(stripe, tiny=tiny is not None)
    return sync_database.DatabaseSource(
        component,
        settings.url or "",
        settings.database_credential,
        settings.organizations,
        tiny,
        settings.delay_ms,
    )


class GiftPulseProbe:
    """Learns what is usual from each check's counts, and compares."""

    def __init__(self, component: Component, settings: GiftPulseSettings, zone: tzinfo | None = None) -> None:
        self._settings = settings
        self._source = _source(component, settings)
        self._zone = zone or local_zone()
        self._servers = ServerClock()
        self._remembered = Remembered(recalled)

    async def check(self, ctx: CheckContext) -> Result:
        """See Probe."""
        now_ms, memory, outages, counts = await self._servers.by_their_time(ctx, self._read)
        if isinstance(counts, Result):
            return counts
        days = () if ctx.gifts is None else tuple(ctx.gifts.important_days())
        # Of the first reading: a year of hours takes a moment.
        strong = self._settings.strong_days
        await in_thread(
            lambda: memory.take(counts, self._zone, days, knows_strong_days=strong),
            name=f"gift pulse {ctx.component.id}",
        )
        expecting = memory.expecting(self._zone, days, knows_strong_days=strong)
        for outage, came in zip(outages, counts.in_spans, strict=True):
            memory.take_loss(outage, came, expecting)
        result = self._judge(ctx, memory, counts, now_ms, expecting)
        return self._remembered.keep(memory, result)

    async def close(self) -> None:
        """See Probe."""
        self._source.close()

    async def _read(self, ctx: CheckContext, at_ms: int) -> tuple[int, Memory, list[Outage], Counts | Result]:
        """What is counted at a moment, and what is known until then."""
        now_ms = at_ms - self._settings.delay_ms
        memory = deepcopy(self._recall(ctx.position, now_ms))
        outages = await self._outages(ctx, memory, now_ms)
        spans = tuple((one.began_ms, one.ended_ms) for one in outages)
        counts = await self._source.read(
            ctx, Asked(memory.first_hour, now_ms, memory.newest_ms, catching_up=not memory.caught_up, spans=spans)
        )
        return now_ms, memory, outages, counts

    async def _outages(self, ctx: CheckContext, memory: Memory, now_ms: int) -> list[Outage]:
        """Those whose cost is not known yet, once all gifts of their time are counted."""
        if ctx.gifts is None or memory.baseline.is_learning or not memory.caught_up:
            return []
        found = await ctx.gifts.outages(ctx.component.id, ctx.began_ms)
        return [one for one in found if one.incident not in memory.losses and one.ended_ms <= now_ms][:_AT_ONCE]

    def _recall(self, position: str | None, now_ms: int) -> Memory:
        """The memory as the history has it, or this probe's own."""
        memory, hour = self._remembered.recall(position), now_ms // HOUR_MS
        # With hours that are still to come, the clock was wrong, and nothing would be counted until then.
        if memory is None or not hour - _FORGOTTEN_HOURS < memory.first_hour <= hour + 1:
            return Memory(hour - _PAST_DAYS[self._settings.source] * 24)
        return memory

    def _judge(self, ctx: CheckContext, memory: Memory, counts: Counts, now_ms: int, expecting: Expecting) -> Result:
        minutes_ms = FLOOD_MS
        if self._settings.source is GiftSource.SYNC_DATABASE:
            minutes_ms += self._settings.delay_ms
        since = gap(memory, now_ms, expecting)
        if since is not None and since.is_silence and memory.newest_ms is not None:
            memory.silent_since = memory.newest_ms // HOUR_MS
        sentence, measures = usual_hour(memory, counts, now_ms, expecting)
        position = stored(memory)
        if found := flood(counts, now_ms, minutes_ms, expecting):
            return ctx.unwell(Outcome.ERROR, Reason.CONTENT, found, measures=measures, position=position)
        if since is None and memory.caught_up:
            sentence = msg("No gift was found in the last {days} days.", days=_PAST_DAYS[self._settings.source])
            return ctx.unwell(Outcome.UNKNOWN, Reason.STALE, sentence, measures=measures, position=position)
        if since is not None and since.is_silence:
            return ctx.unwell(Outcome.ERROR, Reason.STALE, silence(since), measures=measures, position=position)
        return ctx.healthy(sentence, measures=measures, position=position)


KIND = ProbeKind(
    name="gift_pulse",
    title=msg("Gift pulse"),
    group=KindGroup.GIFTS,
    summary=msg("Notices when gifts stop coming, and when failing payments flood in. It only counts."),
    measures={
        "gifts": Measured(msg("Gifts in the last hour"), Unit.COUNT),
        "gifts_usual_low": Measured(msg("Usual, at least"), Unit.COUNT),
        "gifts_usual_high": Measured(msg("Usual, at most"), Unit.COUNT),
        "gifts_failed": Measured(msg("Failed payments, last 15 min"), Unit.COUNT),
        "gifts_tiny": Measured(msg("Tiny gifts, last 15 min"), Unit.COUNT),
        "since_last_gift": Measured(msg("Since the last gift"), Unit.SECONDS),
    },
    advice={
        **VENDOR,
        **DATABASE,
        Reason.STALE: msg(
            "Make a small gift on your own donation page. If it fails, check the page, the payment provider and the"
            " sync. If it works, this may only be a quiet time."
        ),
        Reason.CONTENT: msg(
            "Turn on the captcha of your donation form and raise its minimum amount, then tell your payment provider,"
            " which can block the attempts. Refund the tiny gifts before cardholders dispute them."
        ),
        Reason.CONFIGURATION: msg(
            "Correct what the message names: the organisation ID, which is part of your Classy address, or where"
            " gifts are counted."
        ),
    },
    notes=KindNotes(
        calls=(
            "`sync_database`: five `SELECT`s that count rows of `transactions` by `purchased_at`, `status` and, with"
            " `tiny_below`, `total_gross_amount`. `classy`: the totals of"
            " `GET /organizations/{id}/transactions?per_page=1&fields=id&filter=…`; to be verified: that a comma in"
            " `filter` means “and”, that moments with an hour are accepted, and that failed payments are listed."
            " `stripe`: `total_count` of `GET /v1/charges/search?limit=1&expand[]=total_count` (accurate up to"
            " 10,000; a charge is found after about a minute; the search is not offered in India). Once an hour a day"
            " in 1971 and one in two hundred years are asked for, which have no gifts"
        ),
        never="names, addresses, cards, amounts of single gifts; the one entry of each answer is discarded unread",
        permissions=msg(
            "Needs a database login that may read transactions, an application of the organisation in Classy, or a"
            " restricted Stripe key that may read charges."
        ),
        red_light=msg(
            "Turns red when no gift has come for longer than chance explains, or when far too many fail or are tiny"
            " within minutes."
        ),
        simulator="porchlight.demo.gifts",
        real="SQLite",
    ),
    settings=GiftPulseSettings,
    build=GiftPulseProbe,
    timeout=30.0,
    is_local=is_local,
    address=address_of,
    credentials=credentials_of,
    destinations=destinations_of,
)
