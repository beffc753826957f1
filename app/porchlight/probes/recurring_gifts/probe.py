"""Kind ``recurring_gifts``: whether the recurring gifts that were due came, whether some are stuck, and whether plans
vanish. It counts plans and payments, and reads no names and no amounts."""

from copy import deepcopy
from hashlib import sha256
from typing import Annotated, Final

from pydantic import model_validator

from porchlight.language.text import Day as Date
from porchlight.language.text import Duration as Span
from porchlight.language.text import Moment, Number, Text, msg, msg_plural, sentences
from porchlight.model.component import Component
from porchlight.model.kind import KindGroup
from porchlight.model.result import Measure, Result, Unit
from porchlight.model.status import Outcome, Reason
from porchlight.probes.classy import CountedOrganization, CountsWith
from porchlight.probes.context import CheckContext
from porchlight.probes.credential_policy import SendsCredential
from porchlight.probes.databases.address import (
    shown_database,
)
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
from porchlight.probes.gift_pulse.totals import ClassyTotals, StripeTotals
from porchlight.probes.kind import KindNotes, Measured, ProbeKind
from porchlight.probes.recurring_gifts.due_days import DAY_S
from porchlight.probes.recurring_gifts.memory import LEARNING_DAYS, Memory, recalled, stored
from porchlight.probes.recurring_gifts.plans import Due, Plans, Source
from porchlight.probes.recurring_gifts.sync_database import DatabaseSource
from porchlight.probes.recurring_gifts.totals import ClassySource, StripeSource
from porchlight.probes.remembered import Remembered
from porchlight.probes.server_clock import ServerClock
from porchlight.probes.shared_advice import DATABASE, VENDOR
from porchlight.probes.shared_settings import BaseUrl, DatabasePassword, DatabaseUrl, Organizations, TokenUrl
from porchlight.probes.stripe import CREDENTIAL as STRIPE_KEY
from porchlight.probes.vendor.oauth import TokenSource
from porchlight.settings.describe import Described, OnlyWhere
from porchlight.settings.schema import Duration

_IN_DATABASE: Final = OnlyWhere("source", lambda source: source == GiftSource.SYNC_DATABASE)
_IN_CLASSY: Final = OnlyWhere("source", lambda source: source == GiftSource.CLASSY)
_IN_STRIPE: Final = OnlyWhere("source", lambda source: source == GiftSource.STRIPE)
_AT_A_VENDOR: Final = OnlyWhere("source", lambda source: source != GiftSource.SYNC_DATABASE)
_STUCK_SHARE: Final = 0.01
_LEAST_STUCK: Final = 3
_SILENT_S: Final = DAY_S
"""After so long without any gift the sync is named as what may be wrong."""
_MOSTLY_IN: Final = 0.3
"""A day is shown once no more than this share of its plans is usually still without a payment."""


class RecurringGiftsSettings(SendsCredential):
    """``[components.<id>]`` with ``kind = "recurring_gifts"``."""

    source: Annotated[
        GiftSource,
        Described(
            msg("Count plans in"),
            msg(
                "Only totals are read. In the database and in Classy each plan's own date counts: a shortfall is"
                " reported the next day when 4 of 25 due gifts are missing, or 5 of 100. Stripe only allows a"
                " comparison with the month before, which shows larger shortfalls. With fewer than 20 plans, missing"
                " gifts are shown, but seldom stand out enough to be reported."
            ),
        ),
    ] = GiftSource.SYNC_DATABASE
    url: Annotated[DatabaseUrl | None, _IN_DATABASE] = None
    """For ``sync_database``: as for kind ``database``, without the password."""
    credential: Annotated[DatabasePassword | None, _IN_DATABASE] = None
    """Its secret is the password."""
    organizations: Annotated[Organizations, _IN_DATABASE] = ()
    organization_id: Annotated[CountedOrganization, _IN_CLASSY] = None
    classy_credential: Annotated[CountsWith, _IN_CLASSY] = None
    stripe_credential: Annotated[
        str | None,
        Described(msg("Stripe credential"), msg("The name of the restricted key in the keyring."), example="stripe"),
        STRIPE_KEY,
        _IN_STRIPE,
    ] = None
    base_url: Annotated[BaseUrl | None, _AT_A_VENDOR] = None
    token_url: Annotated[TokenUrl, _IN_CLASSY] = CLASSY_TOKENS
    pending_after: Annotated[
        Duration,
        Described(
            msg("Stuck after"),
            msg("How long a payment may be pending. Bank debits take up to five working days."),
            example="10d",
        ),
        _IN_DATABASE,
    ] = 7 * 86_400.0

    @model_validator(mode="after")
    def _source_is_complete(self) -> "RecurringGiftsSettings":
        require_complete(self)
        return self

    @property
    def password_name(self) -> str | None:
        """See CountsGifts."""
        return self.credential

    @property
    def api(self) -> str:
        """The address of the vendor's API."""
        return api_of(self)


def way_of(settings: RecurringGiftsSettings) -> str:
    """Where what is counted, as a short digest."""
    match settings.source:
        case GiftSource.SYNC_DATABASE:
            counted: tuple[object, ...] = (shown_database(settings.url or ""), sorted(set(settings.organizations)))
        case GiftSource.CLASSY:
            counted = (settings.api, settings.organization_id)
        case GiftSource.STRIPE:
            counted = (settings.api, settings.stripe_credential)
    return sha256(repr((settings.source.value, *counted)).encode()).hexdigest()[:16]


def _source(component: Component, settings: RecurringGiftsSettings) -> Source:
    match settings.source:
        case GiftSource.CLASSY:
            organization, credential = settings.organization_id or 0, settings.classy_credential or ""
            tokens = TokenSource(settings.token_url)
            return ClassySource(ClassyTotals(settings.api, organization, credential, None, tokens))
        case GiftSource.STRIPE:
            return StripeSource(StripeTotals(settings.api, settings.stripe_credential or "", None))
    return DatabaseSource(
        component, settings.url or "", settings.credential, settings.organizations, settings.pending_after
    )


class RecurringGiftsProbe:
    """Counts the plans that were due on the last days and are still without a payment."""

    def __init__(self, component: Component, settings: RecurringGiftsSettings) -> None:
        self._settings = settings
        self._source = _source(component, settings)
        self._way = way_of(settings)
        self._servers = ServerClock()
        self._remembered = Remembered(recalled)

    async def check(self, ctx: CheckContext) -> Result:
        """See Probe."""
        memory = deepcopy(self._recall(ctx.position))
        found = await self._servers.by_their_time(ctx, lambda ctx, now_ms: self._source.read(ctx, now_ms // 1000))
        if isinstance(found, Result):
            return found
        memory.judge(found.now_s, found.days, found.least_usual)
        memory.count_plans(found.now_s // DAY_S, found.active)
        result = _judge(ctx, memory, found, self._settings.pending_after)
        return self._remembered.keep(memory, result)

    async def close(self) -> None:
        """See Probe."""
        self._source.close()

    def _recall(self, position: str | None) -> Memory:
        """The memory as the history has it, or this probe's own; a new one where other plans are counted now: fewer
        of them are no lost ones, and what is usual there is not known."""
        known = self._remembered.recall(position)
        if known is None or known.way not in ("", self._way):
            return Memory(way=self._way)
        known.way = self._way  # a memory of an earlier version has none
        return known


def _judge(ctx: CheckContext, memory: Memory, found: Plans, pending_after: float) -> Result:
    position = stored(memory)
    measures = {"recurring_active": Measure(found.active, Unit.COUNT)}
    if found.stuck is not None:
        measures["recurring_stuck"] = Measure(found.stuck, Unit.COUNT)
    if found.failing is not None:
        measures["recurring_failing"] = Measure(found.failing, Unit.COUNT)
    short = _worst(memory, found)
    if shown := short or _newest(memory, found):
        measures["recurring_due"] = Measure(shown.due, Unit.COUNT)
        measures["recurring_posted"] = Measure(shown.posted, Unit.COUNT)
        measures["recurring_overdue"] = Measure(shown.overdue, Unit.COUNT)
    if memory.before:
        lost = msg_plural(
            "Of {before} active plans for recurring gifts, {n} is left since {day}.",
            "Of {before} active plans for recurring gifts, {n} are left since {day}.",
            found.active,
            before=Number(memory.before),
            day=Date(memory.lost_on * DAY_S * 1000),
        )
        return ctx.unwell(Outcome.ERROR, Reason.CONTENT, lost, measures=measures, position=position)
    if short is not None:
        sentence = (
            _missing(short, found.now_s, found.newest_s) if memory.watched[short.day].missing else _failed(short)
        )
        return ctx.unwell(Outcome.ERROR, Reason.STALE, sentence, measures=measures, position=position)
    if found.stuck is not None and found.stuck >= max(_LEAST_STUCK, found.month * _STUCK_SHARE):
        stuck = msg(
            "{stuck} recurring gifts have been pending for more than {span}.",
            stuck=Number(found.stuck),
            span=Span(pending_after),
        )
        return ctx.unwell(Outcome.DEGRADED, Reason.SLOW, stuck, measures=measures, position=position)
    if memory.is_learning and memory.learned_days < LEARNING_DAYS:
        learning = msg(
            "Learning how many recurring gifts come of those that are due: day {day} of {days}.",
            day=Number(memory.learned_days + 1),
            days=Number(LEARNING_DAYS),
        )
        return ctx.healthy(learning, measures=measures, position=position)
    if shown is None:
        return ctx.healthy(msg("No recurring gifts were due lately."), measures=measures, position=position)
    usual = msg(
        "Recurring gifts due on {day}: {due}; posted: {posted}.",
        day=Date(shown.day * DAY_S * 1000),
        due=Number(shown.due),
        posted=Number(shown.posted),
    )
    return ctx.healthy(usual, measures=measures, position=position)


def _worst(memory: Memory, found: Plans) -> Due | None:
    """Of the days with an alarm: that on which most is overdue, else the newest on which most failed."""
    short = [found.days[day] for day, watched in memory.watched.items() if watched.is_short and day in found.days]
    return max(short, key=lambda one: (memory.watched[one.day].missing, one.overdue, one.day), default=None)


def _newest(memory: Memory, found: Plans) -> Due | None:
    """The newest day on which gifts were due, and of which most have usually come at its age."""
    days = sorted((day for day, one in found.days.items() if one.due), reverse=True)
    usual = (day for day in days if memory.usual_overdue(day, found.now_s) <= _MOSTLY_IN)
    chosen = next(usual, days[0] if days else None)
    return None if chosen is None else found.days[chosen]


def _failed(day: Due) -> Text:
    return msg(
        "{failed} of {charged} recurring gifts failed on {day}, more than usual.",
        failed=Number(day.declined),
        charged=Number(day.charged),
        day=Date(day.day * DAY_S * 1000),
    )


def _missing(day: Due, now_s: int, newest_s: int | None) -> Text:
    """Where nothing at all came since, the plans may well be charged, and the sync stands still."""
    on = Date(day.day * DAY_S * 1000)
    if not day.charged:
        found = msg("{due} recurring gifts were due on {day}, but none was charged.", due=Number(day.due), day=on)
    else:
        found = msg_plural(
            "{due} recurring gifts were due on {day}, but only {n} was charged.",
            "{due} recurring gifts were due on {day}, but only {n} were charged.",
            day.charged,
            due=Number(day.due),
            day=on,
        )
    if newest_s is None or newest_s >= (day.day + 1) * DAY_S or now_s - newest_s < _SILENT_S:
        return found
    stopped = msg(
        "No gift of any sort is recorded after {moment}: the sync may have stopped.", moment=Moment(newest_s * 1000)
    )
    return sentences(found, stopped)


KIND = ProbeKind(
    name="recurring_gifts",
    title=msg("Recurring gifts"),
    group=KindGroup.GIFTS,
    summary=msg("Compares the recurring gifts that were due with those that came, and notices lost plans."),
    measures={
        "recurring_due": Measured(msg("Due"), Unit.COUNT),
        "recurring_posted": Measured(msg("Posted"), Unit.COUNT),
        "recurring_overdue": Measured(msg("Not charged yet"), Unit.COUNT),
        "recurring_stuck": Measured(msg("Stuck pending"), Unit.COUNT),
        "recurring_failing": Measured(msg("Plans being retried"), Unit.COUNT),
        "recurring_active": Measured(msg("Active plans"), Unit.COUNT),
    },
    advice={
        **VENDOR,
        **DATABASE,
        Reason.STALE: msg(
            "Compare that day's recurring gifts in your fundraising platform with the database. If they are missing"
            " there too, tell its support and your payment provider; otherwise check the sync."
        ),
        Reason.CONTENT: msg(
            "If plans were moved to another platform or campaign, compare the number of active plans before and"
            " after. Ask the platform's support to restore those that are missing before their next payment."
        ),
        Reason.AUTH: msg(
            "Ask whoever gave you the password or key whether it was changed, then enter the new one in Porchlight."
        ),
        Reason.FORBIDDEN: msg("The login or key works but lacks a permission. Ask whoever gave it to you to add it."),
        Reason.CONFIGURATION: msg(
            "Correct what the message names: the database's name, the organisation's number in Classy, or where plans"
            " are counted."
        ),
        Reason.SLOW: msg(
            "Compare some pending gifts with your payment provider. If they succeeded there, ask the fundraising"
            " platform's support why they are still pending."
        ),
    },
    notes=KindNotes(
        calls=(
            "`sync_database`: four `SELECT`s that count rows of `recurring_plans` by `status`, `frequency`,"
            " `next_payment_date` and `created_at`, and of `transactions` by `recurring_plan_id`, `status` and"
            " `purchased_at`, and ask for the newest of these. Sure from the sync's own source: `next_payment_date`"
            " is the vendor's `next_processing_date`, and plans that fail become `paused`. To be verified: that the"
            " vendor charges a plan on the UTC day of that date (another habit is learned), and that failed payments"
            " are listed."
            " `classy`: the totals of"
            " `GET /organizations/{id}/recurring-donation-plans?per_page=1&fields=id&filter=…` by `status`,"
            " `next_processing_date` and `created_at`; to be verified: that the filter takes these fields, and that"
            " the date moves on when a payment was tried. `stripe`: `total_count` of"
            " `GET /v1/invoices/search` and `/v1/subscriptions/search` by `status` and `created` (published query"
            " fields; the end of a period is none, so a day is compared with the month before). What stands out:"
            " docs/recurring-gifts.md"
        ),
        never="names, addresses, cards, amounts",
        permissions=msg(
            "Needs a database login that may read plans and transactions, an application of the organisation in"
            " Classy, or a restricted Stripe key that may read invoices and subscriptions."
        ),
        red_light=msg(
            "Turns red when fewer recurring gifts came in a day than chance explains, or when one in twenty active"
            " plans vanishes within a week. Turns amber when payments stay pending."
        ),
        simulator="porchlight.demo.recurring",
        real="MariaDB, PostgreSQL, SQLite",
    ),
    settings=RecurringGiftsSettings,
    build=RecurringGiftsProbe,
    timeout=30.0,
    is_local=is_local,
    address=address_of,
    credentials=credentials_of,
    destinations=destinations_of,
)
