"""PostgreSQL and MariaDB as they really are: what a check reads, and every way in which it can fail."""

import asyncio
from collections.abc import Iterator
from typing import Any

import psycopg
import pymysql
import pytest
from app.model.result import Result, Unit
from app.model.status import Outcome, Reason
from tests.integration import servers
from tests.integration.servers import PASSWORD, READER, Server
from tests.support import check

pytestmark = pytest.mark.anyio


@pytest.fixture(scope="module", params=["postgresql", "mysql"])
def running(request: pytest.FixtureRequest) -> Iterator[tuple[str, Server]]:
    start = servers.postgresql if request.param == "postgresql" else servers.mariadb
    with start() as server:
        yield request.param, server


async def ask(
    running: tuple[str, Server], *, password: str = PASSWORD, timeout: float = 5.0, **changes: Any
) -> Result:
    scheme, server = running
    parts = {"user": READER, "host": "127.0.0.1", "port": server.port, "database": "gifts"}
    parts |= {key: changes.pop(key) for key in tuple(changes) if key in parts}
    url = "{0}://{user}@{host}:{port}/{database}".format(scheme, **parts)
    result = await check(
        {"kind": "database", "url": url, "credential": "db", **changes}, secrets={"db": password}, timeout=timeout
    )
    assert password not in repr(result)
    return result


async def test_a_server_tells_version_size_and_connections(running: tuple[str, Server]) -> None:
    result = await ask(running)
    assert result.outcome is Outcome.HEALTHY, result.sentence
    assert result.sentence.startswith(("PostgreSQL ", "MariaDB "))
    assert result.measures["size"].value > 0
    assert result.measures["connections_used"].value >= 1
    assert result.measures["connections_free"].value > 0
    assert result.measures["connect"].unit is Unit.MILLISECONDS


@pytest.mark.parametrize(
    ("query", "operator", "value", "outcome"),
    [
        ("SELECT count(*) FROM supporters", "equals", 3, Outcome.HEALTHY),
        ("SELECT count(*) FROM supporters;", "greater_than", 3, Outcome.ERROR),
        ("SELECT 'a%b'", "contains", "%", Outcome.HEALTHY),
        ("SELECT count(*) FROM supporters WHERE id < 0", "equals", 0, Outcome.HEALTHY),
    ],
)
async def test_an_own_query_is_compared_with_what_is_expected(
    running: tuple[str, Server], query: str, operator: str, value: object, outcome: Outcome
) -> None:
    result = await ask(running, query=query, query_operator=operator, query_value=value)
    assert result.outcome is outcome, result.sentence
    if outcome is Outcome.ERROR:
        assert (result.reason, result.sentence) == (Reason.CONTENT, "The query answers 3: it is not over 3.")


async def test_a_query_cannot_write_even_where_the_user_may(running: tuple[str, Server]) -> None:
    scheme, _ = running
    sly = {
        "postgresql": "WITH new AS (INSERT INTO supporters VALUES (4) RETURNING id) SELECT * FROM new",
        "mysql": "SELECT * FROM supporters FOR UPDATE",
    }[scheme]
    result = await ask(running, query=sly)
    if scheme == "postgresql":
        assert (result.outcome, result.reason) == (Outcome.ERROR, Reason.CONFIGURATION)
    assert (await ask(running, query="SELECT count(*) FROM supporters", query_value=3)).outcome is Outcome.HEALTHY


async def test_the_session_itself_is_read_only(running: tuple[str, Server]) -> None:
    query = {
        "postgresql": "SELECT current_setting('transaction_read_only')",
        "mysql": "SELECT @@tx_read_only",
    }[running[0]]
    expected = {"postgresql": "on", "mysql": 1}[running[0]]
    result = await ask(running, query=query, query_value=expected)
    assert result.outcome is Outcome.HEALTHY, result.sentence


@pytest.mark.parametrize(
    ("changes", "reason", "words"),
    [
        ({"password": "wrong-password"}, Reason.AUTH, "rejected the user name or password"),
        ({"user": "nobody"}, Reason.AUTH, "rejected"),
        ({"database": "other"}, None, "database"),
        ({"host": "no-such-host.invalid"}, Reason.DNS, "could not be found"),
        ({"port": 1}, Reason.REFUSED, "refused"),
        ({"query": "SELECT nothing FROM nowhere"}, None, ""),
        ({"query": "SELECT * FROM salaries"}, Reason.FORBIDDEN, "may not read"),
    ],
)
async def test_each_fault_has_its_reason(
    running: tuple[str, Server], changes: dict[str, Any], reason: Reason | None, words: str
) -> None:
    result = await ask(running, **changes)
    assert result.outcome is Outcome.ERROR
    assert result.reason in ([reason] if reason else [Reason.CONFIGURATION, Reason.FORBIDDEN]), result.sentence
    assert words in result.sentence


async def test_a_long_query_is_ended_on_the_server_too(running: tuple[str, Server]) -> None:
    scheme, server = running
    query = {"postgresql": "SELECT pg_sleep(30)", "mysql": "SELECT SLEEP(30)"}[scheme]
    result = await ask(running, query=query, timeout=0.5)
    assert (result.outcome, result.reason) == (Outcome.ERROR, Reason.TIMEOUT)
    async with asyncio.timeout(5):
        while _sleeping(scheme, server):  # noqa: ASYNC110 - the server gives no other sign
            await asyncio.sleep(0.02)


async def test_a_server_that_hangs_is_left_when_the_time_is_over(running: tuple[str, Server]) -> None:
    with running[1].frozen():
        result = await ask(running, timeout=0.5)
    assert (result.outcome, result.reason) == (Outcome.ERROR, Reason.TIMEOUT)


async def test_a_server_without_a_free_connection_says_so(running: tuple[str, Server]) -> None:
    scheme, server = running
    held = []
    try:
        for _ in range(12):
            try:
                held.append(_connect(scheme, server))
            except (psycopg.OperationalError, pymysql.err.OperationalError):
                break
        result = await ask(running)
    finally:
        for connection in held:
            connection.close()
    assert (result.outcome, result.reason) == (Outcome.ERROR, Reason.THROTTLED), result.sentence


def _connect(scheme: str, server: Server) -> Any:
    if scheme == "postgresql":
        return psycopg.connect(
            host="127.0.0.1", port=server.port, user=READER, password=PASSWORD, dbname="gifts", autocommit=True
        )
    return pymysql.connect(host="127.0.0.1", port=server.port, user=READER, password=PASSWORD, database="gifts")


def _sleeping(scheme: str, server: Server) -> int:
    query = {
        "postgresql": "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%sleep(30)'",
        "mysql": "SELECT count(*) FROM information_schema.processlist WHERE info LIKE '%SLEEP(30)'",
    }[scheme]
    connection = _connect(scheme, server)
    try:
        cursor = connection.cursor()
        cursor.execute(query)
        count: int = cursor.fetchone()[0]
        return count
    finally:
        connection.close()
