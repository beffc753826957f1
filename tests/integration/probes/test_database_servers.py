"""PostgreSQL and MariaDB as they really are: what a check reads, and every way in which it can fail."""

import asyncio
from collections.abc import Iterator
from typing import Any

import psycopg
import pymysql
import pytest

from porchlight.model.result import Result, Unit
from porchlight.model.status import Outcome, Reason
from porchlight.probes.databases.dialect import Fault
from porchlight.probes.databases.session import Database
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
        assert (result.reason, result.sentence) == (Reason.CONTENT, "The query returned 3. It should be over 3.")


async def test_a_query_cannot_write_even_where_the_user_may_and_the_check_of_it_was_passed_over(
    running: tuple[str, Server],
) -> None:
    scheme, server = running
    sly = {
        "postgresql": "WITH new AS (INSERT INTO supporters VALUES (4) RETURNING id) SELECT * FROM new",
        "mysql": "INSERT INTO supporters VALUES (4)",
    }[scheme]
    url = f"{scheme}://{READER}@127.0.0.1:{server.port}/gifts"
    found = await Database(url, lambda session: session.ask(sly), 5.0).read(PASSWORD, "sly")
    assert isinstance(found, Fault)
    assert found.reason is Reason.CONFIGURATION, found.sentence
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
    ("changes", "reason", "text"),
    [
        ({"password": "wrong-password"}, Reason.AUTH, "rejected the user name or password"),
        ({"user": "nobody"}, Reason.AUTH, "rejected"),
        ({"database": "other"}, None, "database"),
        ({"host": "no-such-host.invalid"}, Reason.DNS, "could not be found"),
        ({"port": 1}, Reason.REFUSED, "refused"),
        ({"query": "SELECT nothing FROM nowhere"}, None, ""),
        ({"query": "SELECT * FROM salaries"}, Reason.FORBIDDEN, "not allowed to read"),
    ],
)
async def test_each_fault_has_its_reason(
    running: tuple[str, Server], changes: dict[str, Any], reason: Reason | None, text: str
) -> None:
    result = await ask(running, **changes)
    assert result.outcome is Outcome.ERROR
    assert result.reason in ([reason] if reason else [Reason.CONFIGURATION, Reason.FORBIDDEN]), result.sentence
    assert text in result.sentence


async def test_a_long_query_is_ended_on_the_server_too(running: tuple[str, Server]) -> None:
    scheme, server = running
    sleep = {"postgresql": "SELECT pg_sleep(30)", "mysql": "SELECT SLEEP(30)"}[scheme]
    url = f"{scheme}://{READER}@127.0.0.1:{server.port}/gifts"
    found = await Database(url, lambda session: session.ask(sleep), 0.5).read(PASSWORD, "sleep")
    assert isinstance(found, Fault)
    assert found.reason is Reason.TIMEOUT, found.sentence
    async with asyncio.timeout(60):
        while _sleeping(scheme, server):  # noqa: ASYNC110 - the server gives no other sign
            await asyncio.sleep(0.02)


def _lock(scheme: str, server: Server) -> Any:
    """A session that keeps the table of supporters to itself until it is closed."""
    if scheme == "mysql":
        other: Any = pymysql.connect(host="127.0.0.1", port=server.port, user="root", database="gifts")
        with other.cursor() as cursor:
            cursor.execute("LOCK TABLES supporters WRITE")
        return other
    other = psycopg.connect(host="127.0.0.1", port=server.port, user="admin", password=PASSWORD, dbname="gifts")
    other.execute("LOCK TABLE supporters IN ACCESS EXCLUSIVE MODE")
    return other


@pytest.mark.parametrize("timeout", [2.0, 5.0])
async def test_a_table_that_another_session_has_locked_is_told_as_that(
    running: tuple[str, Server], timeout: float
) -> None:
    other = _lock(*running)
    try:
        result = await ask(running, query="SELECT count(*) FROM supporters", timeout=timeout)
        assert (result.outcome, result.reason) == (Outcome.ERROR, Reason.LOCKED), result.sentence
        assert "is waiting for a lock that another session holds" in result.sentence
        # Without a query of the user's own nothing of that table is asked.
        assert (await ask(running, timeout=timeout)).outcome is Outcome.HEALTHY
    finally:
        other.close()
    assert (await ask(running, query="SELECT count(*) FROM supporters")).outcome is Outcome.HEALTHY


async def test_a_login_that_may_do_more_than_read_is_told(running: tuple[str, Server]) -> None:
    result = await ask(running)
    assert "may do more than read" in str(result.details["login"])
    assert {"postgresql": "write to tables", "mysql": "INSERT"}[running[0]] in str(result.details["login"])


async def test_an_administrator_who_watches_is_told_and_a_plain_reader_is_not(running: tuple[str, Server]) -> None:
    scheme, server = running
    _make_logins(scheme, server)
    admin = await ask(running, user="boss")
    assert {"postgresql": "superuser", "mysql": "ALTER"}[scheme] in str(admin.details["login"])
    plain = await ask(running, user="plain", query="SELECT count(*) FROM supporters", query_value=3)
    assert plain.outcome is Outcome.HEALTHY, plain.sentence
    assert "login" not in plain.details


@pytest.mark.parametrize(
    ("running", "query", "answer"),
    [
        ("postgresql", "SELECT 'infinity'::timestamptz", "infinity"),
        ("postgresql", "SELECT '-infinity'::date", "-infinity"),
        ("postgresql", "SELECT '0044-03-15 BC'::date", "0044-03-15 BC"),
        ("postgresql", "SELECT '10000-01-01'::date", "10000-01-01"),
        ("postgresql", "SELECT '294276-12-31'::timestamp", "294276-12-31 00:00:00"),
        ("postgresql", "SELECT '24:00:00'::time", "24:00:00"),
        ("postgresql", "SELECT 'NaN'::numeric", None),
        ("postgresql", "SELECT 'Infinity'::float8", "inf"),
        ("postgresql", "SELECT 9223372036854775807", 9223372036854775807),
        ("postgresql", "SELECT '{\"a\": [1]}'::jsonb", '{"a": [1]}'),
        ("postgresql", "SELECT NULL", "null"),
        ("mysql", "SELECT CAST('0000-00-00' AS DATE)", None),
        ("mysql", "SELECT CAST('9999-12-31 23:59:59' AS DATETIME)", "9999-12-31 23:59:59"),
        ("mysql", "SELECT SUM(id) FROM supporters", 6),
        ("mysql", "SELECT 1.5", 1.5),
        ("mysql", "SELECT 18446744073709551615", 18446744073709551615),
        ("mysql", "SELECT 1e308 * 10", None),
        ("mysql", "SELECT CHAR(0, 255)", None),
        ("mysql", "SELECT 1 --1", 2),  # two signs, and no comment
    ],
    indirect=["running"],
)
async def test_whatever_value_a_server_gives_is_told_plainly(
    running: tuple[str, Server], query: str, answer: Any
) -> None:
    result = await ask(running, query=query, **({} if answer is None else {"query_value": answer}))
    assert result.reason is not Reason.INTERNAL
    assert result.outcome is Outcome.HEALTHY or answer is None, result.sentence


async def test_a_database_without_a_charset_is_read_all_the_same() -> None:
    with servers.postgresql(encoding="SQL_ASCII") as server:
        with psycopg.connect(
            host="127.0.0.1", port=server.port, user="admin", password=PASSWORD, dbname="gifts", autocommit=True
        ) as admin:
            admin.execute("CREATE TABLE names (name text); GRANT SELECT ON names TO reader")
            admin.execute(b"INSERT INTO names VALUES (E'caf\\351')")
        result = await ask(
            ("postgresql", server), query="SELECT name FROM names", query_value="caf\N{REPLACEMENT CHARACTER}"
        )
        assert result.outcome is Outcome.HEALTHY, result.sentence
        assert result.sentence.startswith("PostgreSQL ")


@pytest.mark.parametrize("running", ["mysql"], indirect=True)
async def test_text_in_an_old_charset_is_read(running: tuple[str, Server]) -> None:
    with pymysql.connect(host="127.0.0.1", port=running[1].port, user="root") as admin, admin.cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS gifts.old (name varchar(20) CHARACTER SET latin1)")
        cursor.execute("INSERT INTO gifts.old VALUES ('café')")
        cursor.execute(f"GRANT SELECT ON gifts.old TO {READER}@'127.0.0.1'")
        admin.commit()
    result = await ask(running, query="SELECT MAX(name) FROM old", query_value="café")
    assert result.outcome is Outcome.HEALTHY, result.sentence


def _make_logins(scheme: str, server: Server) -> None:
    if scheme == "postgresql":
        with psycopg.connect(
            host="127.0.0.1", port=server.port, user="admin", password=PASSWORD, dbname="gifts", autocommit=True
        ) as admin:
            admin.execute(f"CREATE ROLE boss SUPERUSER LOGIN PASSWORD '{PASSWORD}'")
            admin.execute(f"CREATE ROLE plain LOGIN PASSWORD '{PASSWORD}'; GRANT SELECT ON supporters TO plain")
        return
    with pymysql.connect(host="127.0.0.1", port=server.port, user="root") as admin, admin.cursor() as cursor:
        cursor.execute(f"CREATE USER boss@'127.0.0.1' IDENTIFIED BY '{PASSWORD}'")
        cursor.execute("GRANT ALL PRIVILEGES ON *.* TO boss@'127.0.0.1'")
        cursor.execute(f"CREATE USER plain@'127.0.0.1' IDENTIFIED BY '{PASSWORD}'")
        cursor.execute("GRANT SELECT ON gifts.* TO plain@'127.0.0.1'")


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
