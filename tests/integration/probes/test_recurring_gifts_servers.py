"""Recurring gifts in databases as they really are: the counts of SQLite, by PostgreSQL's and MariaDB's own dates."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import psycopg
import pymysql
import pytest

from porchlight.model.status import Outcome, Reason
from porchlight.monitor.clock import SystemClock
from tests.integration import servers
from tests.integration.servers import PASSWORD, READER, Server
from tests.support import Checker

pytestmark = pytest.mark.anyio
DAY_MS = 86_400_000
TODAY_MS = time.time_ns() // 1_000_000 // DAY_MS * DAY_MS
_TABLES = (
    "CREATE TABLE recurring_plans (id int, organization_id int, status varchar(20), next_payment_date {0} NULL,"
    " created_at {0} NULL)",
    "CREATE TABLE transactions (id int, organization_id int, recurring_plan_id int, status varchar(20),"
    " purchased_at {0} NULL)",
)


class Clock(SystemClock):
    """Three in the morning (UTC)."""

    ahead_days = 0

    def now_ms(self) -> int:
        return TODAY_MS + self.ahead_days * DAY_MS + 3 * 3_600_000


@pytest.fixture(scope="module", params=["postgresql", "mysql"])
def database(request: pytest.FixtureRequest) -> Iterator[tuple[str, Any]]:
    """Its address, and an administrator's cursor, whose session is in UTC."""
    scheme = request.param
    start = servers.postgresql if scheme == "postgresql" else servers.mariadb
    with start() as server, _administrator(scheme, server) as admin:
        cursor = admin.cursor()
        for table in _TABLES:
            cursor.execute(table.format("timestamptz" if scheme == "postgresql" else "timestamp"))
        for name in ("recurring_plans", "transactions"):
            host = "" if scheme == "postgresql" else "@'127.0.0.1'"
            cursor.execute(f"GRANT SELECT ON {name} TO {READER}{host}")
        yield f"{scheme}://{READER}@127.0.0.1:{server.port}/gifts", cursor


def _administrator(scheme: str, server: Server) -> Any:
    if scheme == "postgresql":
        return psycopg.connect(
            host="127.0.0.1", port=server.port, user="admin", password=PASSWORD, dbname="gifts", autocommit=True,
            options="-c timezone=UTC",
        )  # fmt: skip
    return pymysql.connect(
        host="127.0.0.1", port=server.port, user="root", database="gifts", autocommit=True,
        init_command="SET time_zone = '+00:00'",
    )  # fmt: skip


def moment(days: float) -> str:
    """So many days after today's beginning, in UTC."""
    return datetime.fromtimestamp((TODAY_MS + days * DAY_MS) / 1000, UTC).strftime("%Y-%m-%d %H:%M:%S")


async def test_due_posted_failed_and_stuck_are_counted_by_utc_days(database: tuple[str, Any]) -> None:
    url, cursor = database
    cursor.executemany(
        "INSERT INTO recurring_plans VALUES (%s, %s, %s, %s, %s)",
        [
            # The first and the last second of tomorrow are due, those beside it are not.
            *(
                (number, 1, "active", moment(1 + (1 - 1 / 86_400) * (number % 2)), moment(-90))
                for number in range(40)
            ),
            (90, 1, "active", moment(1 - 1 / 86_400), moment(-90)),
            (91, 1, "active", moment(2), moment(-90)),
            (92, 1, "paused", moment(1.5), moment(-90)),
        ],
    )
    clock = Clock()
    checker = Checker(
        {"kind": "recurring_gifts", "url": url, "credential": "db"}, secrets={"db": PASSWORD}, clock=clock
    )
    result = await checker()
    assert result.outcome is Outcome.HEALTHY, result.sentence
    assert result.measures["recurring_active"].value == 42
    cursor.executemany(
        "INSERT INTO transactions VALUES (%s, 1, %s, %s, %s)",
        [
            *((number, number, "failed" if number < 5 else "success", moment(1.5)) for number in range(38)),
            (80, 90, "success", moment(2)),  # the day after
            *((number, 91, "pending", moment(-12)) for number in range(100, 103)),
        ],
    )
    clock.ahead_days = 2
    result = await checker()
    assert result.measures["recurring_due"].value == 40
    assert result.measures["recurring_posted"].value == 33
    assert result.measures["recurring_stuck"].value == 3
    assert (result.outcome, result.reason) == (Outcome.DEGRADED, Reason.SLOW)
    await checker.close()
