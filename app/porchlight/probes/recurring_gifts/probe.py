"""Kind ``recurring_gifts``: whether the recurring gifts that were due came, whether some are stuck, and whether plans
vanish. It counts plans and payments, and reads no names and no amounts."""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import replace
from typing import Annotated, Final

from pydantic import field_validator

from porchlight.dataclass import dataclass
from porchlight.language.text import Day as Date
from porchlight.language.text import Duration as Span
from porchlight.language.text import Number, Text, msg
from porchlight.model.component import Component
from porchlight.model.kind import KindGroup
from porchlight.model.result import Measure, Result, Unit
from porchlight.model.status import Outcome, Reason
from porchlight.probes.context import CheckContext
from porchlight.probes.databases.address import (
    database_origin,
    database_url,
    is_local_database,
    require_database_url,
    shown_database,
)
from porchlight.probes.databases.dialect import Fault
from porchlight.probes.databases.session import Database, OpenSession
from porchlight.probes.kind import KindNotes, Measured, ProbeKind
from porchlight.probes.recurring_gifts.memory import AHEAD, LEARNING_DAYS, Day, Memory, recalled, stored
from porchlight.probes.shared_advice import DATABASE
from porchlight.probes.shared_settings import DatabasePassword, DatabaseUrl, Organizations
from porchlight.settings.describe import Described
from porchlight.settings.origins import to_place
from porchlight.settings.schema import ComponentSettings, Duration

_DAY_S: Final = 86_400
_DELAY_S: Final = 2 * 3600
"""The sync reads plans every hour and transactions every 15 minutes: a day is judged so long after its end."""
_STUCK_DAYS: Final = 30
"""Older pending payments were given up long ago."""
_STUCK_SHARE: Final = 0.01
_LEAST_STUCK: Final = 3
_SECONDS: Final[Mapping[str, str]] = {
    "mysql": "UNIX_TIMESTAMP({0})",
    "mariadb": "UNIX_TIMESTAMP({0})",
    "postgresql": "EXTRACT(EPOCH FROM {0})",
    # The sync's driver writes ms since the epoch; text is in UTC.
    "sqlite": "CASE typeof({0}) WHEN 'text' THEN CAST(strftime('%s', {0}) AS INTEGER) ELSE {0} / 1000.0 END",
}


class RecurringGiftsSettings(ComponentSettings):
    """``[components.<id>]`` with ``kind = "recurring_gifts"``."""

    url: DatabaseUrl
    """As for kind ``database``, without the password."""
    credential: DatabasePassword | None = None
    """Its secret is the password."""
    organizations: Organizations = ()
    pending_after: Annotated[
        Duration,
        Described(
            msg("Stuck after"),
            msg("How long a payment may be pending. Bank debits take up to five working days."),
            example="10d",
        ),
    ] = 7 * 86_400.0

    @field_validator("url")
    @classmethod
    def _url_is_known(cls, value: str) -> str:
        return require_database_url(value)


@dataclass(frozen=True, slots=True)
class _Found:
    active: int
    due: Mapping[int, int]
    days: Mapping[int, tuple[int, int]]
    """Payments that were tried, and those that did not fail, by day."""
    stuck: int
    month: int
    """Recurring payments of the last 30 days."""


class RecurringGiftsProbe:
    """Counts beforehand what is due on a day, and compares when the day is over."""

    def __init__(self, component: Component, settings: RecurringGiftsSettings) -> None:
        self._settings = settings
        self._timeout = component.timeout
        self._memory = Memory()
        self._stored: str | None = None

    async def check(self, ctx: CheckContext) -> Result:
        """See Probe."""
        settings, now_s = self._settings, ctx.began_ms // 1000
        password = await ctx.secrets.get(settings.credential) if settings.credential else None
        database = Database(settings.url, lambda session: self._look(session, now_s), self._timeout)
        found = await database.read(password, name=f"database {ctx.component.id}")
        if isinstance(found, Fault):
            return ctx.unwell(found.outcome, found.reason, found.sentence)
        today, over = now_s // _DAY_S, (now_s - _DELAY_S) // _DAY_S - 1
        memory = deepcopy(self._recall(ctx.position, today))
        for day in (over - 1, over):
            if day in memory.due:
                memory.judge(Day(day, memory.due[day], *found.days.get(day, (0, 0))))
        memory.schedule(today, found.due)
        memory.count_plans(today, found.active)
        result = _judge(ctx, memory, found, settings.pending_after)
        self._memory = memory
        if result.position == self._stored:
            return replace(result, position=None)
        self._stored = result.position
        return result

    async def close(self) -> None:
        """See Probe."""

    def _recall(self, position: str | None, today: int) -> Memory:
        """The memory as the history has it, or this probe's own; a new one where it has judged days that are still to
        come: the clock was wrong, and nothing would be judged until then."""
        if position is not None and position != self._stored:
            self._memory = recalled(position) or Memory()
            self._stored = position
        return Memory() if self._memory.judged >= today else self._memory

    def _look(self, session: OpenSession, now_s: int) -> _Found:
        """Runs in a thread. Raises what the driver raises. Only whole numbers and fixed texts are put into it."""
        backend = database_url(self._settings.url).get_backend_name()
        purchased, created, due = (
            _SECONDS[backend].format(name) for name in ("t.purchased_at", "p.created_at", "p.next_payment_date")
        )
        numbers = ", ".join(str(int(number)) for number in self._settings.organizations)
        only = f" AND p.organization_id IN ({numbers})" if numbers else ""
        whole = "CAST({0} AS INTEGER)" if backend == "sqlite" else "FLOOR({0})"
        due_day, paid_day = (whole.format(f"({value}) / {_DAY_S}") for value in (due, purchased))
        today = now_s // _DAY_S
        payments = "FROM transactions t JOIN recurring_plans p ON p.id = t.recurring_plan_id WHERE"
        ((active,),) = session.rows(f"SELECT COUNT(*) FROM recurring_plans p WHERE p.status = 'active'{only}")  # noqa: S608
        scheduled = session.rows(
            f"SELECT {due_day}, COUNT(*) FROM recurring_plans p WHERE p.status = 'active'{only}"  # noqa: S608
            f" AND {due} >= {(today + 1) * _DAY_S} AND {due} < {(today + 1 + AHEAD) * _DAY_S} GROUP BY {due_day}"
        )
        # A new plan's first gift was not due.
        days = session.rows(
            f"SELECT {paid_day}, COUNT(DISTINCT t.recurring_plan_id), COUNT(DISTINCT CASE WHEN t.status <> 'failed'"
            f" THEN t.recurring_plan_id END) {payments} {purchased} >= {(today - 3) * _DAY_S}"
            f" AND {purchased} < {today * _DAY_S} AND {created} < {purchased} - {_DAY_S}{only} GROUP BY {paid_day}"
        )
        since_s, until_s = now_s - _STUCK_DAYS * _DAY_S, now_s - round(self._settings.pending_after)
        ((month, stuck),) = session.rows(
            f"SELECT COUNT(*), SUM(CASE WHEN t.status = 'pending' AND {purchased} < {until_s} THEN 1 ELSE 0 END)"
            f" {payments} {purchased} >= {since_s}{only}"
        )
        return _Found(
            active=int(active or 0),
            due={int(day): int(count) for day, count in scheduled},
            days={int(day): (int(tried), int(fine)) for day, tried, fine in days},
            stuck=int(stuck or 0),
            month=int(month or 0),
        )


def _judge(ctx: CheckContext, memory: Memory, found: _Found, pending_after: float) -> Result:
    position = stored(memory)
    measures = {
        "recurring_active": Measure(found.active, Unit.COUNT),
        "recurring_stuck": Measure(found.stuck, Unit.COUNT),
    }
    last = Day(memory.judged, memory.due.get(memory.judged, 0), *found.days.get(memory.judged, (0, 0)))
    if memory.judged >= 0 and memory.judged in memory.due:
        measures["recurring_due"] = Measure(last.due, Unit.COUNT)
        measures["recurring_posted"] = Measure(last.posted, Unit.COUNT)
    if memory.before:
        lost = msg(
            "Of {before} active plans for recurring gifts, {now} are left since {day}.",
            before=Number(memory.before),
            now=Number(found.active),
            day=Date(memory.lost_on * _DAY_S * 1000),
        )
        return ctx.unwell(Outcome.ERROR, Reason.CONTENT, lost, measures=measures, position=position)
    if memory.short is not None:
        return ctx.unwell(Outcome.ERROR, Reason.STALE, _short(memory.short), measures=measures, position=position)
    if found.stuck >= max(_LEAST_STUCK, found.month * _STUCK_SHARE):
        stuck = msg(
            "{stuck} recurring gifts have been pending for more than {span}.",
            stuck=Number(found.stuck),
            span=Span(pending_after),
        )
        return ctx.unwell(Outcome.DEGRADED, Reason.SLOW, stuck, measures=measures, position=position)
    if memory.is_learning:
        learning = msg(
            "Learning how many recurring gifts come of those that are due: day {day} of {days}.",
            day=Number(memory.charged.days + 1),
            days=Number(LEARNING_DAYS),
        )
        return ctx.healthy(learning, measures=measures, position=position)
    usual = msg(
        "Recurring gifts due on {day}: {due}; posted: {posted}.",
        day=Date(last.day * _DAY_S * 1000),
        due=Number(last.due),
        posted=Number(last.posted),
    )
    return ctx.healthy(usual, measures=measures, position=position)


def _short(day: Day) -> Text:
    if day.charged - day.posted > day.due - day.charged:
        return msg(
            "{failed} of {charged} recurring gifts failed on {day}, more than usual.",
            failed=Number(day.charged - day.posted),
            charged=Number(day.charged),
            day=Date(day.day * _DAY_S * 1000),
        )
    return msg(
        "{due} recurring gifts were due on {day}, but only {charged} were charged.",
        due=Number(day.due),
        charged=Number(day.charged),
        day=Date(day.day * _DAY_S * 1000),
    )


KIND = ProbeKind(
    name="recurring_gifts",
    title=msg("Recurring gifts"),
    group=KindGroup.GIFTS,
    summary=msg("Compares the recurring gifts that were due with those that came, and notices lost plans."),
    measures={
        "recurring_due": Measured(msg("Due"), Unit.COUNT),
        "recurring_posted": Measured(msg("Posted"), Unit.COUNT),
        "recurring_stuck": Measured(msg("Stuck pending"), Unit.COUNT),
        "recurring_active": Measured(msg("Active plans"), Unit.COUNT),
    },
    advice={
        **DATABASE,
        Reason.STALE: msg(
            "Compare that day's recurring gifts in your fundraising platform with the database. If they are missing"
            " there too, tell its support and your payment provider; otherwise check the sync."
        ),
        Reason.CONTENT: msg(
            "If plans were moved to another platform or campaign, compare the number of active plans before and"
            " after. Ask the platform's support to restore those that are missing before their next payment."
        ),
        Reason.SLOW: msg(
            "Compare some pending gifts with your payment provider. If they succeeded there, ask the fundraising"
            " platform's support why they are still pending."
        ),
    },
    notes=KindNotes(
        calls=(
            "four `SELECT`s that count rows of `recurring_plans` by `status`, `next_payment_date` and `created_at`,"
            " and of `transactions` by `recurring_plan_id`, `status` and `purchased_at`. Sure from the sync's own"
            " source: `next_payment_date` is the vendor's `next_processing_date`, and plans that fail become"
            " `paused`. To be verified: that the vendor charges a plan on the UTC day of that date. A shortfall of"
            " 5 % stands out from chance the next morning with about 1,000 plans or more, with 400 in two cases of"
            " five; with 100 plans only larger ones do"
        ),
        never="names, addresses, cards, amounts",
        permissions=msg("Needs a database login that may read plans and transactions."),
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
    is_local=lambda settings: is_local_database(settings.url),
    address=lambda settings: shown_database(settings.url),
    credentials=lambda settings: (settings.credential,) if settings.credential else (),
    destinations=lambda settings: to_place(settings.credential, database_origin(settings.url)),
)
