"""Recurring gifts in databases as they really are: the counts of SQLite, by PostgreSQL's and MariaDB's own dates."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import psycopg
import pymysql
import pytest

from porchlight.demo.recurring import month_away
from porchlight.model.result import Result
from porchlight.model.status import Outcome, Reason
from porchlight.monitor.clock import SystemClock
from tests.integration import servers
from tests.integration.servers import PASSWORD, READER, Server
from tests.support import Checker

pytestmark = pytest.mark.anyio
DAY_MS = 86_400_000
TODAY_MS = time.time_ns() // 1_000_000 // DAY_MS * DAY_MS
_TABLES = (
    "CREATE TABLE recurring_plans (id int PRIMARY KEY, organization_id int, status varchar(20),"
    " frequency varchar(20), next_payment_date {due} NULL, created_at {moment} NULL)",
    "CREATE TABLE transactions (id int PRIMARY KEY, organization_id int, recurring_plan_id int, status varchar(20),"
    " purchased_at {moment} NULL)",
    "CREATE INDEX purchased ON transactions (purchased_at)",
)


class Clock(SystemClock):
    """Three in the morning (UTC)."""

    ahead_days = 0

    def now_ms(self) -> int:
        return TODAY_MS + self.ahead_days * DAY_MS + 3 * 3_600_000


class Tables:
    """A server's tables, as an administrator in UTC fills them; everybody else's session is in New York."""

    def __init__(self, scheme: str, server: Server, admin: Any) -> None:
        self.scheme = scheme
        self.url = f"{scheme}://{READER}@127.0.0.1:{server.port}/gifts"
        self.cursor = admin.cursor()
        self.payment = 0
        if scheme == "postgresql":
            self.cursor.execute(f"ALTER ROLE {READER} SET timezone = 'America/New_York'")
        else:
            self.cursor.execute("SET GLOBAL time_zone = '-05:00'")

    def make(self, due: str, moment: str) -> None:
        for name in ("recurring_plans", "transactions"):
            self.cursor.execute(f"DROP TABLE IF EXISTS {name}")
        for table in _TABLES:
            self.cursor.execute(table.format(due=due, moment=moment))
        host = "" if self.scheme == "postgresql" else "@'127.0.0.1'"
        for name in ("recurring_plans", "transactions"):
            self.cursor.execute(f"GRANT SELECT ON {name} TO {READER}{host}")

    def plans(
        self, ids: range, due: str | None, status: str = "active", frequency: str = "monthly", age: int = 90
    ) -> None:
        self.cursor.executemany(
            "INSERT INTO recurring_plans VALUES (%s, 1, %s, %s, %s, %s)",
            [(number, status, frequency, due, moment(-age)) for number in ids],
        )

    def pay(self, ids: range, at: str, status: str = "success") -> None:
        rows = []
        for number in ids:
            self.payment += 1
            rows.append((self.payment, number, status, at))
        self.cursor.executemany("INSERT INTO transactions VALUES (%s, 1, %s, %s, %s)", rows)

    async def check(self, clock: SystemClock | None = None) -> Result:
        settings = {"kind": "recurring_gifts", "url": self.url, "credential": "db"}
        checker = Checker(settings, secrets={"db": PASSWORD}, clock=clock or Clock())
        try:
            return await checker()
        finally:
            await checker.close()


@pytest.fixture(scope="module", params=["postgresql", "mysql"])
def tables(request: pytest.FixtureRequest) -> Iterator[Tables]:
    scheme = request.param
    start = servers.postgresql if scheme == "postgresql" else servers.mariadb
    with start() as server, _administrator(scheme, server) as admin:
        yield Tables(scheme, server, admin)


def _administrator(scheme: str, server: Server) -> Any:
    if scheme == "postgresql":
        return psycopg.connect(
            host="127.0.0.1", port=server.port, user="admin", password=PASSWORD, dbname="gifts", autocommit=True,
            options="-c timezone=UTC", prepare_threshold=None,
        )  # fmt: skip
    return pymysql.connect(
        host="127.0.0.1", port=server.port, user="root", database="gifts", autocommit=True,
        init_command="SET time_zone = '+00:00'",
    )  # fmt: skip


def moment(days: float, months: int = 0) -> str:
    """So many days after today's beginning, and then so many months, in UTC."""
    at_ms = month_away(round(TODAY_MS + days * DAY_MS), months)
    return datetime.fromtimestamp(at_ms / 1000, UTC).strftime("%Y-%m-%d %H:%M:%S")


COLUMNS = [("date", "moment"), ("moment", "moment"), ("varchar(40)", "moment"), ("varchar(40)", "varchar(40)")]


@pytest.mark.parametrize(("due", "at"), COLUMNS)
async def test_yesterday_s_plans_are_counted_one_by_one(tables: Tables, due: str, at: str) -> None:
    own = "timestamptz" if tables.scheme == "postgresql" else "timestamp"
    tables.make(due.replace("moment", own), at.replace("moment", own))
    tables.plans(range(20), moment(-1))
    tables.plans(range(20, 24), moment(-1 / 86_400))  # the last second, or the same day
    tables.plans(range(24, 30), moment(0))  # today
    tables.plans(range(30, 40), moment(-0.5, months=1))
    tables.pay(range(30, 40), moment(-0.5))
    tables.plans(range(40, 45), moment(-0.5, months=1))
    tables.pay(range(40, 45), moment(-0.5), "failed")
    tables.plans(range(45, 47), moment(-0.5, months=3), frequency="quarterly")
    tables.pay(range(45, 47), moment(-0.5))
    tables.plans(range(47, 50), moment(-1), status="paused")  # by the donor
    tables.plans(range(50, 52), moment(-0.5, months=1), age=1)  # new
    tables.pay(range(52, 55), moment(-12), "pending")
    result = await tables.check()
    assert result.outcome in (Outcome.HEALTHY, Outcome.DEGRADED), result.sentence
    found = {name: measure.value for name, measure in result.measures.items()}
    assert found["recurring_due"] == 20 + 4 + 10 + 5 + 2
    assert found["recurring_overdue"] == 24
    assert found["recurring_posted"] == 12
    assert found["recurring_active"] == 49


async def test_without_dates_the_last_payment_tells_and_pending_ones_are_stuck(tables: Tables) -> None:
    own = "timestamptz" if tables.scheme == "postgresql" else "timestamp"
    tables.make("date", own)
    tables.plans(range(20), None)
    # So that they are due on one of the last four days, whatever the month.
    tables.pay(range(20), moment(-3, months=-1))
    tables.pay(range(15), moment(-2.5))
    tables.pay(range(15, 18), moment(-12), "pending")
    result = await tables.check()
    assert (result.outcome, result.reason) == (Outcome.DEGRADED, Reason.SLOW), result.sentence
    assert result.measures["recurring_stuck"].value == 3


@pytest.mark.parametrize(
    "garbage", ["soon", "", "2026-99-99", "9999-12-31 23:59:59", "0000-00-00", "2026-02-30T25:61:00Z"]
)
async def test_texts_that_are_no_dates_neither_blind_nor_alarm(tables: Tables, garbage: str) -> None:
    tables.make("varchar(40)", "varchar(40)")
    tables.plans(range(20), garbage)
    tables.plans(range(20, 30), moment(-1))
    tables.pay(range(20, 25), moment(-0.5))
    tables.pay(range(20, 25), garbage, "pending")
    result = await tables.check()
    assert result.outcome is Outcome.HEALTHY, result.sentence
    assert result.measures["recurring_due"].value == 10
    assert result.measures["recurring_overdue"].value == 5


async def test_a_clock_that_is_days_ahead_is_noticed_by_the_server_s(tables: Tables) -> None:
    own = "timestamptz" if tables.scheme == "postgresql" else "timestamp"
    tables.make("date", own)
    tables.plans(range(20), moment(4))
    clock = Clock()
    clock.ahead_days = 5
    result = await tables.check(clock)
    assert "recurring_due" not in result.measures, "nothing was due by the server's clock"


async def test_the_pulse_goes_by_the_server_s_clock_too(tables: Tables) -> None:
    tables.make("date", "timestamptz" if tables.scheme == "postgresql" else "timestamp")
    now_s = int(time.time())
    moments = (datetime.fromtimestamp(now_s - number * 1200, UTC) for number in range(40 * 72))
    rows = [(number, "success", f"{at:%Y-%m-%d %H:%M:%S}") for number, at in enumerate(moments)]
    tables.cursor.executemany("INSERT INTO transactions VALUES (%s, 1, NULL, %s, %s)", rows)
    tables.cursor.execute("ALTER TABLE transactions ADD total_gross_amount int")
    clock = Clock()
    clock.ahead_days = 5
    settings = {"kind": "gift_pulse", "url": tables.url, "database_credential": "db", "delay": "0s"}
    checker = Checker(settings, secrets={"db": PASSWORD}, clock=clock)
    for _ in range(2):
        result = await checker()
        assert result.outcome is Outcome.HEALTHY, result.sentence
    await checker.close()


async def test_the_last_and_the_first_date_that_a_server_knows_are_none(tables: Tables) -> None:
    last, first, kind = "2038-01-19 03:14:07", "1970-01-01 00:00:01", "timestamp"
    if tables.scheme == "postgresql":
        last, first, kind = "infinity", "-infinity", "timestamptz"
    tables.make(kind, kind)
    tables.plans(range(5), last)
    tables.plans(range(5, 9), first)
    tables.pay(range(9), last, "pending")
    result = await tables.check()
    assert result.outcome is Outcome.HEALTHY, result.sentence
    assert result.measures["recurring_stuck"].value == 0
