"""Plans and their payments in the database of Classy Sync: one read-only session with SELECTs that count, and
one for the newest moment.

Sure from the sync's own source: ``recurring_plans.next_payment_date`` is the vendor's ``next_processing_date``, a
plan that fails becomes ``paused``, and ``transactions.recurring_plan_id`` has no index, but ``purchased_at`` has. So
payments are first cut to some days by that index, then grouped by their plans, and nothing is looked up plan by plan.

A plan was due on a day when its next payment date stands on it, or one period after it; a plan without a date that
can be true, one period after its last payment.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from porchlight.dataclass import dataclass
from porchlight.model.component import Component
from porchlight.model.result import Result
from porchlight.probes.context import CheckContext
from porchlight.probes.databases.address import database_url
from porchlight.probes.databases.session import OpenSession
from porchlight.probes.databases.sync_tables import SECONDS, counted_in
from porchlight.probes.recurring_gifts.due_days import DAY_S, after, before, date_of
from porchlight.probes.recurring_gifts.plans import WATCHED_DAYS, Due, Plans

_LOOKS_BACK: Final = 12
"""Days before a plan's own: a payment since then is that day's. A declined card is tried again for a week or so, and
with the date of its success the plan's next payment may come earlier than a period later."""
_STUCK_DAYS: Final = 30
"""Older pending payments were given up long ago."""
_TRUE_DAYS: Final = (-60, 400)
"""A next payment date from so long ago, or so far ahead, is none."""
_MONTH_ENDS: Final = 4
"""So many days in a row may be due on the same day of a shorter month."""
_ZONE_S: Final = 2 * DAY_S
_TEXT: Final = (
    # Arithmetic does not fail over the 99th of a month, as a cast would.
    "CASE WHEN {0} ~ '^[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}' THEN EXTRACT(EPOCH FROM timestamp '2000-01-01'"
    " + make_interval(CAST(substr({0}, 1, 4) AS int) - 2000, CAST(substr({0}, 6, 2) AS int) - 1, 0,"
    " CAST(substr({0}, 9, 2) AS int) - 1) + CASE WHEN substr({0}, 11) ~ '^[ T][0-9]{{2}}:[0-9]{{2}}'"
    " THEN make_interval(0, 0, 0, 0, CAST(substr({0}, 12, 2) AS int), CAST(substr({0}, 15, 2) AS int))"
    " ELSE make_interval() END) END"
)
"""Of a text in PostgreSQL, which compares nothing but dates with dates."""
_BETWEEN: Final[Mapping[str, str]] = {
    "mysql": "{0} >= FROM_UNIXTIME({1}) AND {0} < FROM_UNIXTIME({2})",
    "mariadb": "{0} >= FROM_UNIXTIME({1}) AND {0} < FROM_UNIXTIME({2})",
    "postgresql": "{0} >= to_timestamp({1}) AND {0} < to_timestamp({2})",
    "sqlite": "{0} >= {1}000 AND {0} < {2}000",
}
"""What an index of the column answers."""
_BETWEEN_TEXTS: Final = "{0} >= '{1}' AND {0} < '{2}'"
_PERIODS: Final = (
    (1, "p.frequency NOT IN ('quarterly', 'yearly', 'annual', 'annually', 'weekly', 'biweekly', 'daily')"),
    (3, "p.frequency = 'quarterly'"),
    (12, "p.frequency IN ('yearly', 'annual', 'annually')"),
)
"""Months, and the plans that have this period."""


@dataclass(frozen=True, slots=True)
class DatabaseSource:
    """Reads everything in each check."""

    component: Component
    url: str
    credential: str | None
    organizations: Sequence[int]
    pending_after: float
    """Seconds."""

    async def read(self, ctx: CheckContext, now_s: int) -> Plans | Result:
        """See Source."""
        return await counted_in(
            ctx, self.component, self.url, self.credential, lambda session: self._look(session, now_s)
        )

    def close(self) -> None:
        """See Source."""

    def _look(self, session: OpenSession, now_s: int) -> Plans:
        """Runs in a thread. Raises what the driver raises. Only whole numbers and fixed texts are put into it."""
        columns = _Columns.of(session, database_url(self.url).get_backend_name())
        numbers = ", ".join(str(int(number)) for number in self.organizations)
        only = f" AND p.organization_id IN ({numbers})" if numbers else ""
        ((active,),) = session.rows(f"SELECT COUNT(*) FROM recurring_plans p WHERE p.status = 'active'{only}")  # noqa: S608
        since_s, until_s = now_s - _STUCK_DAYS * DAY_S, now_s - round(self.pending_after)
        payments = columns.payments([(since_s, now_s + DAY_S)])
        ((month, stuck),) = session.rows(
            f"SELECT COUNT(*), SUM(CASE WHEN t.status = 'pending' AND t.at < {until_s} THEN 1 ELSE 0 END)"  # noqa: S608
            f" FROM ({payments}) t JOIN recurring_plans p ON p.id = t.plan WHERE 1 = 1{only}"
        )
        days = session.rows(_of_days(columns, now_s // DAY_S, only))
        of_all = columns.moments(now_s - (WATCHED_DAYS + 1) * DAY_S, now_s + DAY_S, numbers)
        ((newest,),) = session.rows(f"SELECT MAX(t.at) FROM ({of_all}) t")  # noqa: S608
        return Plans(
            now_s=now_s,
            active=int(active or 0),
            days={int(day): Due(int(day), *(int(count or 0) for count in counts)) for day, *counts in days},
            stuck=int(stuck or 0),
            month=int(month or 0),
            failing=None,
            newest_s=None if newest is None else int(newest),
        )


@dataclass(frozen=True, slots=True)
class _Columns:
    """How this database's dates become seconds since the epoch (UTC)."""

    due: Callable[[str], str]
    created: Callable[[str], str]
    purchased: Callable[[str], str]
    bounds: tuple[tuple[str, Callable[[int], str]], ...]
    """Of payments, for the index of their moment: conditions, and how they write a moment."""

    @classmethod
    def of(cls, session: OpenSession, backend: str) -> "_Columns":
        """Of an open session, which from now on is in UTC: a date without a time begins with that day."""
        texts: set[tuple[Any, ...]] = set()
        if backend == "postgresql":
            session.ask("SET TIME ZONE 'UTC'")
            texts = {
                tuple(row)
                for row in session.rows(
                    "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema ="
                    " ANY(current_schemas(false)) AND table_name IN ('recurring_plans', 'transactions')"
                    " AND data_type IN ('text', 'character varying', 'character')"
                )
            }
        elif backend != "sqlite":
            session.ask("SET time_zone = '+00:00'")

        def seconds(table: str, column: str) -> Callable[[str], str]:
            return (_TEXT if (table, column) in texts else SECONDS[backend]).format

        has_texts = ("transactions", "purchased_at") in texts
        bounds: list[tuple[str, Callable[[int], str]]] = [] if has_texts else [(_BETWEEN[backend], str)]
        if has_texts or backend == "sqlite":  # whose columns hold numbers beside texts
            bounds.append((_BETWEEN_TEXTS, lambda at_s: date_of(at_s // DAY_S).isoformat()))
        return cls(
            due=seconds("recurring_plans", "next_payment_date"),
            created=seconds("recurring_plans", "created_at"),
            purchased=seconds("transactions", "purchased_at"),
            bounds=tuple(bounds),
        )

    def moments(self, since_s: int, until_s: int, organizations: str) -> str:
        """When all transactions were made, also those of no plan, from a moment to before another: ``at``."""
        purchased = self.purchased("t.purchased_at")
        only = f" AND t.organization_id IN ({organizations})" if organizations else ""
        return " UNION ALL ".join(
            f"SELECT {purchased} AS at FROM transactions t"  # noqa: S608
            f" WHERE {bound.format('t.purchased_at', written(since_s - _ZONE_S), written(until_s + _ZONE_S))}"
            f" AND {purchased} >= {since_s} AND {purchased} < {until_s}{only}"
            for bound, written in self.bounds
        )

    def payments(self, spans: Iterable[tuple[int, int]]) -> str:
        """The payments of plans from moments to before others: ``plan``, ``status``, and ``at`` in seconds."""
        purchased = self.purchased("t.purchased_at")
        return " UNION ALL ".join(
            f"SELECT t.recurring_plan_id AS plan, t.status AS status, {purchased} AS at FROM transactions t"  # noqa: S608
            f" WHERE t.recurring_plan_id IS NOT NULL"
            # A text may be in another zone.
            f" AND {bound.format('t.purchased_at', written(since_s - _ZONE_S), written(until_s + _ZONE_S))}"
            f" AND {purchased} >= {since_s} AND {purchased} < {until_s}"
            for since_s, until_s in spans
            for bound, written in self.bounds
        )


def _of_days(columns: _Columns, today: int, only: str) -> str:
    """The days that are watched: due, overdue, declined. A new plan's first gift was not due."""
    days = range(today - 1, today - 1 - WATCHED_DAYS, -1)
    since_s, until_s = (days[-1] - _LOOKS_BACK) * DAY_S, (today + 2) * DAY_S
    tried = (
        "SELECT t.plan AS plan, MAX(t.at) AS tried, MAX(CASE WHEN t.status <> 'failed' THEN t.at END) AS fine"  # noqa: S608
        f" FROM ({columns.payments([(since_s, until_s)])}) t GROUP BY t.plan"
    )
    paid = (
        f"SELECT t.plan AS plan, MAX(t.at) AS at FROM ({columns.payments(_paid_before(days))}) t"  # noqa: S608
        " WHERE t.status <> 'failed' GROUP BY t.plan"
    )
    low, high = ((today + days) * DAY_S for days in _TRUE_DAYS)
    charged = _periods(days, after)
    ahead = _periods(range(today, today + _MONTH_ENDS), after)
    shared = [one for one in charged if sum(_share_a_day(one, other) for other in (*charged, *ahead)) > 1]
    branches = [
        *(f"WHEN {_within('p.due_at', _only(day))} THEN {day}" for day in days),
        # The 28th to the 31st of January all come again on the last of February: the day of the payment counts.
        *(
            f"WHEN {fits} AND {_within('p.due_at', span)} AND {_within('tries.tried', _only(day))} THEN {day}"
            for fits, day, span in shared
        ),
        *(
            f"WHEN {fits} AND {_within('p.due_at', span)} AND tries.tried >= {today * DAY_S} THEN NULL"
            for fits, _, span in shared
        ),
        *(f"WHEN {fits} AND {_within('p.due_at', span)} THEN {day}" for fits, day, span in charged),
        f"WHEN p.due_at >= {low} AND p.due_at < {high} THEN NULL",
        *(f"WHEN {fits} AND {_within('paid.at', span)} THEN {day}" for fits, day, span in _periods(days, before)),
    ]
    plans = (
        f"SELECT p.id, p.status, COALESCE({columns.due('p.next_payment_date')}, 0) AS due_at,"  # noqa: S608
        f" COALESCE({columns.created('p.created_at')}, 0) AS created, LOWER(COALESCE(p.frequency, 'monthly'))"
        f" AS frequency FROM recurring_plans p WHERE p.status IN ('active', 'paused'){only}"
    )
    began = f"d.due_day * {DAY_S}"
    is_tried = f"COALESCE(d.tried, 0) >= {began} - {_LOOKS_BACK * DAY_S}"
    return (
        f"SELECT d.due_day, COUNT(*), SUM(CASE WHEN {is_tried} THEN 0 ELSE 1 END),"  # noqa: S608
        f" SUM(CASE WHEN {is_tried} AND COALESCE(d.fine, 0) < {began} - {_LOOKS_BACK * DAY_S} THEN 1 ELSE 0 END)"
        f" FROM (SELECT CASE {' '.join(branches)} END AS due_day, p.status, p.created, tries.tried, tries.fine"
        f" FROM ({plans}) p LEFT JOIN ({tried}) tries ON tries.plan = p.id LEFT JOIN ({paid}) paid"
        f" ON paid.plan = p.id) d"
        f" WHERE d.due_day IS NOT NULL AND d.created < {began} - {DAY_S} AND (d.status = 'active' OR {is_tried})"
        f" GROUP BY d.due_day"
    )


def _periods(days: range, following: Callable[[int, int], range]) -> list[tuple[str, int, range]]:
    """Of each period and day: which plans have it, the day, and the days that come so long after or before it."""
    found = ((fits, day, following(day, months)) for months, fits in _PERIODS for day in days)
    return [(fits, day, span) for fits, day, span in found if span]


def _share_a_day(one: tuple[str, int, range], other: tuple[str, int, range]) -> bool:
    """Whether plans of the same period that were due on different days are due on the same one next."""
    return one[0] == other[0] and one[2].start < other[2].stop and other[2].start < one[2].stop


def _only(day: int) -> range:
    return range(day, day + 1)


def _within(moment: str, days: range) -> str:
    return f"{moment} >= {days.start * DAY_S} AND {moment} < {days.stop * DAY_S}"


def _paid_before(days: range) -> list[tuple[int, int]]:
    """Moments from and to before which lie one period before any of the days, joined where they meet."""
    found: list[tuple[int, int]] = []
    for span in sorted((span for _, _, span in _periods(days, before)), key=lambda span: span.start):
        since_s, until_s = span.start * DAY_S, span.stop * DAY_S
        if found and since_s <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], until_s))
        else:
            found.append((since_s, until_s))
    return found
