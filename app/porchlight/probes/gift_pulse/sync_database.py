"""Counts from the database of Classy Sync: one read-only session with SELECTs that count.

``transactions.purchased_at``, ``status`` (success, failed, pending, refunded) and ``total_gross_amount`` are those of
the sync's own schema. A refunded gift was a gift when it came.
"""

from collections.abc import Sequence
from typing import Any, Final

from porchlight.dataclass import dataclass
from porchlight.model.component import Component
from porchlight.model.result import Result
from porchlight.probes.context import CheckContext
from porchlight.probes.databases.address import database_url
from porchlight.probes.databases.session import OpenSession
from porchlight.probes.databases.sync_tables import SECONDS, counted_in
from porchlight.probes.gift_pulse.baseline import Hour
from porchlight.probes.gift_pulse.counts import FLOOD_MS, HOUR_MS, Asked, Counts

PAST_DAYS: Final = 400
"""How much of the past is learned at once; fewer hours than rows that a session reads."""
_GIFTS: Final = "'success', 'refunded'"


@dataclass(frozen=True, slots=True)
class DatabaseSource:
    """Reads everything that is new in each check."""

    component: Component
    url: str
    credential: str | None
    organizations: Sequence[int]
    tiny_below: float | None
    delay_ms: int
    """How late a gift may show up here: failed and tiny ones are counted over so much more."""

    async def read(self, ctx: CheckContext, asked: Asked) -> Counts | Result:
        """See Source."""
        return await counted_in(
            ctx, self.component, self.url, self.credential, lambda session: self._look(session, asked)
        )

    def close(self) -> None:
        """See Source."""

    def _look(self, session: OpenSession, asked: Asked) -> Counts:
        """Runs in a thread. Raises what the driver raises."""
        table, now_s = self._table(), asked.now_ms // 1000
        newest = session.rows(f"SELECT MAX(t.at) FROM {table} WHERE t.status IN ({_GIFTS}) AND t.at <= {now_s}")  # noqa: S608
        newest_ms = round(float(newest[0][0]) * 1000) if newest and newest[0][0] is not None else None
        until_hour = max(asked.first_hour, 0 if newest_ms is None else newest_ms // HOUR_MS)
        hours = session.rows(
            f"SELECT {self._hour()}, {self._sums()} FROM {table}"  # noqa: S608
            f" WHERE t.at >= {asked.first_hour * 3600} AND t.at < {until_hour * 3600} GROUP BY {self._hour()}"
        )
        since = f"SELECT {self._sums()} FROM {table} WHERE t.at <= {now_s} AND t.at > {now_s} - "  # noqa: S608
        (lately,) = session.rows(f"{since}{(FLOOD_MS + self.delay_ms) // 1000}")
        (last_hour,) = session.rows(f"{since}3600")
        in_hour = f"SELECT {self._sums()} FROM {table} WHERE t.at <= {now_s} AND t.at >= {until_hour * 3600}"  # noqa: S608
        (under_way,) = session.rows(in_hour)
        return Counts(
            hours={int(hour): _counted(sums) for hour, *sums in hours},
            until_hour=until_hour,
            lately=_counted(lately),
            last_hour=round(_counted(last_hour).gifts),
            newest_ms=newest_ms,
            caught_up=True,
            under_way=round(_counted(under_way).gifts),
            in_spans=tuple(self._in_span(session, table, *span) for span in asked.spans),
        )

    def _in_span(self, session: OpenSession, table: str, since_ms: int, until_ms: int) -> int:
        where = f"t.at >= {since_ms / 1000:.3f} AND t.at < {until_ms / 1000:.3f}"
        (sums,) = session.rows(f"SELECT {self._sums()} FROM {table} WHERE {where}")  # noqa: S608 - our own numbers
        return round(_counted(sums).gifts)

    def _table(self) -> str:
        """The transactions with their moment in seconds. Only whole numbers and fixed words are put into it."""
        only = ""
        if self.organizations:
            only = f" WHERE organization_id IN ({', '.join(str(int(number)) for number in self.organizations)})"
        seconds = SECONDS[self._backend].format("purchased_at")
        return f"(SELECT {seconds} AS at, status, total_gross_amount AS amount FROM transactions{only}) AS t"  # noqa: S608

    def _hour(self) -> str:
        return "CAST(t.at / 3600 AS INTEGER)" if self._backend == "sqlite" else "FLOOR(t.at / 3600)"

    def _sums(self) -> str:
        tiny = f"t.status IN ({_GIFTS}) AND t.amount < {self.tiny_below:.2f}" if self.tiny_below else "1 = 0"
        conditions = (f"t.status IN ({_GIFTS})", "t.status = 'failed'", tiny)
        return ", ".join(f"SUM(CASE WHEN {condition} THEN 1 ELSE 0 END)" for condition in conditions)

    @property
    def _backend(self) -> str:
        return database_url(self.url).get_backend_name()


def _counted(sums: Sequence[Any]) -> Hour:
    gifts, failed, tiny = (float(value or 0) for value in sums)
    return Hour(gifts, failed, tiny)
