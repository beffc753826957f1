"""One comparison for what every database answers: the same query means the same in PostgreSQL, MariaDB and SQLite,
whatever kind its driver makes of the value."""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pymysql
import pytest

from porchlight.model.result import Result
from porchlight.model.status import Outcome, Reason
from tests.integration import servers
from tests.integration.servers import PASSWORD, READER
from tests.support import check

pytestmark = pytest.mark.anyio

MADE = {
    "postgresql": """
        CREATE TABLE gifts (id bigint, amount numeric(10,2), rough double precision, matched boolean, flag bit(1),
          given date, at timestamp(6), zoned timestamptz, hour time, code char(8), note text, raw bytea);
        ALTER ROLE reader SET datestyle = 'German';
        ALTER ROLE reader SET intervalstyle = 'iso_8601';
        ALTER ROLE reader SET timezone = 'Asia/Kolkata'""",
    "mysql": """
        CREATE TABLE gifts (id bigint, amount decimal(10,2), rough double, matched boolean, flag bit(1),
          given date, at datetime(6), zoned timestamp, hour time, code char(8), note text, raw blob)""",
    "sqlite": """
        CREATE TABLE gifts (id integer, amount real, rough real, matched boolean, flag integer,
          given date, at text, zoned text, hour text, code text, note text, raw blob)""",
}
ROWS = [
    (
        "9007199254740993, 0.10, 0.1, true, {bit1}, '2026-11-26', '2026-11-26 17:49:29.5', '2026-11-26 17:49:29+00', "
        "'08:00:00', 'OK', '1.10', {raw}"
    ),
    (
        "2, 0.20, 0.2, false, {bit0}, '2026-11-25', '2026-11-25 10:00:00', '2026-11-25 10:00:00+00', "
        "'09:30:00', 'LATE', 'a;b', {raw}"
    ),
]
WRITTEN = {
    "postgresql": {"bit1": "B'1'", "bit0": "B'0'", "raw": "convert_to('caf\xe9 5', 'UTF8')"},
    "mysql": {"bit1": "b'1'", "bit0": "b'0'", "raw": "'caf\xe9 5'"},
    "sqlite": {"bit1": "1", "bit0": "0", "raw": "CAST('caf\xe9 5' AS BLOB)"},
}


def _statements(system: str) -> list[str]:
    rows = [row.format(**WRITTEN[system]) for row in ROWS]
    if system == "mysql":
        rows = [row.replace("+00'", "'") for row in rows]
    return [*MADE[system].strip().split(";"), *(f"INSERT INTO gifts VALUES ({row})" for row in rows)]


@contextmanager
def _made(system: str, folder: Path) -> Iterator[Mapping[str, Any]]:
    if system == "sqlite":
        with closing(sqlite3.connect(folder / "gifts")) as owner, owner:
            for statement in _statements(system):
                owner.execute(statement)
        yield {"url": f"sqlite:///{folder / 'gifts'}"}
    elif system == "postgresql":
        with servers.postgresql() as server:
            with psycopg.connect(
                host="127.0.0.1", port=server.port, user="admin", password=PASSWORD, dbname="gifts", autocommit=True
            ) as admin:
                for statement in [*_statements(system), f"GRANT SELECT ON gifts TO {READER}"]:
                    admin.execute(statement.encode())
            yield {"url": f"postgresql://{READER}@127.0.0.1:{server.port}/gifts", "credential": "db"}
    else:
        with servers.mariadb() as server:
            with (
                pymysql.connect(
                    host="127.0.0.1", port=server.port, user="root", database="gifts", charset="utf8mb4"
                ) as admin,
                admin.cursor() as cursor,
            ):
                cursor.execute("SET time_zone = '+00:00'")
                for statement in [*_statements(system), f"GRANT SELECT ON gifts.gifts TO {READER}@'127.0.0.1'"]:
                    cursor.execute(statement)
                admin.commit()
            yield {"url": f"mysql://{READER}@127.0.0.1:{server.port}/gifts", "credential": "db"}


@pytest.fixture(scope="module", params=["postgresql", "mysql", "sqlite"])
def database(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    with _made(request.param, tmp_path_factory.mktemp("values")) as settings:
        yield request.param, settings


async def ask(settings: Mapping[str, Any], query: str, operator: str, value: object) -> Result:
    given = {"kind": "database", **settings, "query": query, "query_operator": operator, "query_value": value}
    return await check(given, secrets={"db": PASSWORD}, timeout=10.0)


HOLD = [
    ("SELECT SUM(amount) FROM gifts", "equals", 0.3),
    ("SELECT SUM(amount) FROM gifts", "equals", "0.30"),
    ("SELECT SUM(rough) FROM gifts", "equals", 0.3),
    ("SELECT SUM(rough) FROM gifts", "greater_equal", 0.3),
    ("SELECT SUM(rough) FROM gifts", "less_equal", 0.3),
    ("SELECT AVG(amount) FROM gifts", "equals", 0.15),
    ("SELECT AVG(amount) * 100 FROM gifts", "equals", 15),
    ("SELECT AVG(amount) FROM gifts", "less_than", 1),
    ("SELECT SUM(id) FROM gifts", "equals", 9007199254740995),
    ("SELECT SUM(id) FROM gifts", "not_equals", 9007199254740996),
    ("SELECT MAX(id) FROM gifts", "equals", "9007199254740993"),
    ("SELECT MAX(id) FROM gifts", "greater_than", 9007199254740992),
    ("SELECT MAX(id) FROM gifts", "less_than", 9007199254740994),
    ("SELECT note FROM gifts WHERE id > 2", "equals", "1.10"),
    ("SELECT note FROM gifts WHERE id > 2", "not_equals", "1.1"),
    ("SELECT note FROM gifts WHERE id > 2", "equals", 1.1),
    ("SELECT note FROM gifts WHERE note = 'a;b' -- it's a text; no end", "contains", ";"),
    ("SELECT raw FROM gifts", "equals", "caf\xe9 5"),
    ("SELECT raw FROM gifts", "regex", "^caf\xe9 \\d$"),
    ("SELECT matched FROM gifts WHERE id > 2", "equals", True),
    ("SELECT matched FROM gifts WHERE id > 2", "equals", "true"),
    ("SELECT matched FROM gifts WHERE id > 2", "equals", 1),
    ("SELECT matched FROM gifts WHERE id = 2", "equals", False),
    ("SELECT matched FROM gifts WHERE id = 2", "not_equals", True),
    ("SELECT COUNT(*) > 1 FROM gifts", "equals", True),
    ("SELECT COUNT(*) > 1 FROM gifts", "greater_equal", 1),
    ("SELECT flag FROM gifts WHERE id > 2", "equals", True),
    ("SELECT flag FROM gifts WHERE id = 2", "equals", 0),
    ("SELECT MAX(given) FROM gifts", "equals", "2026-11-26"),
    ("SELECT MAX(given) FROM gifts", "greater_than", "2026-11-25"),
    ("SELECT MAX(given) FROM gifts", "less_than", "2026-11-26T00:00:01"),
    ("SELECT MAX(at) FROM gifts", "greater_than", "2026-11-26T17:49:29"),
    ("SELECT MIN(at) FROM gifts", "less_equal", "2026-11-25 10:00"),
    ("SELECT MAX(zoned) FROM gifts", "less_than", "2027-01-01"),
    ("SELECT MAX(hour) FROM gifts", "equals", "09:30:00"),
    ("SELECT MAX(hour) FROM gifts", "less_than", "17:00"),
    ("SELECT MIN(code) FROM gifts", "equals", "LATE"),
    ("SELECT MAX(code) FROM gifts", "regex", "^OK$"),
    ("SELECT COUNT(*) FROM gifts", "regex", "^2$"),
    ("SELECT COUNT(*) FROM gifts", "contains", 2),
]
DO_NOT = [
    ("SELECT SUM(amount) FROM gifts", "equals", 0.31, "0.31"),
    ("SELECT SUM(id) FROM gifts", "equals", 9007199254740994, "9007199254740994"),
    ("SELECT note FROM gifts WHERE id > 2", "equals", "1.1", "1.1"),
    ("SELECT matched FROM gifts WHERE id > 2", "equals", False, "false"),
    ("SELECT matched FROM gifts WHERE id > 2", "equals", 2, "2"),
    ("SELECT MAX(given) FROM gifts", "greater_than", "2026-11-26", "2026-11-26"),
    ("SELECT MAX(note) FROM gifts", "greater_than", "2026-11-26", "2026-11-26"),
    ("SELECT note FROM gifts WHERE id < 0", "equals", 0, "0"),
    ("SELECT note FROM gifts WHERE id > 2", "equals", "", "an empty text"),
]


@pytest.mark.parametrize(("query", "operator", "value"), HOLD)
async def test_what_holds_in_one_database_holds_in_each(
    database: tuple[str, Mapping[str, Any]], query: str, operator: str, value: object
) -> None:
    result = await ask(database[1], query, operator, value)
    assert result.outcome is Outcome.HEALTHY, result.sentence


@pytest.mark.parametrize(("query", "operator", "value", "text"), DO_NOT)
async def test_what_does_not_hold_is_told_with_what_was_expected(
    database: tuple[str, Mapping[str, Any]], query: str, operator: str, value: object, text: str
) -> None:
    result = await ask(database[1], query, operator, value)
    assert (result.outcome, result.reason) == (Outcome.ERROR, Reason.CONTENT), result.sentence
    assert result.sentence.startswith("The query returned ")
    assert result.sentence.endswith(f" {text}.")


SERVER_ONLY = [
    ("postgresql", "SELECT extract(year FROM max(given)) FROM gifts", "equals", 2026),
    ("postgresql", "SELECT extract(epoch FROM max(zoned)) FROM gifts", "equals", 1795715369),
    ("postgresql", "SELECT max(at) - min(at) FROM gifts", "greater_than", "1 day"),
    ("postgresql", "SELECT max(at) - min(at) FROM gifts", "less_than", "36:00:00"),
    ("postgresql", "SELECT max(zoned) FROM gifts", "equals", "2026-11-26T17:49:29Z"),
    ("postgresql", "SELECT max(at) FROM gifts", "equals", "2026-11-26T17:49:29.500000"),
    ("postgresql", "SELECT array_agg(amount ORDER BY amount) FROM gifts", "equals", "[0.1, 0.2]"),
    ("postgresql", "SELECT array_agg(given ORDER BY given) FROM gifts", "contains", '"2026-11-26"'),
    ("postgresql", "SELECT matched FROM gifts WHERE id > 2", "equals", "t"),
    ("postgresql", "SELECT $$a;b$$", "equals", "a;b"),
    ("postgresql", "SELECT int4range(1, 3)", "equals", "[1,3)"),
    ("postgresql", "SELECT 12345678901234567890.12", "greater_than", "12345678901234567890.11"),
    ("postgresql", "SELECT 'a;'\n'b'", "equals", "a;b"),
    ("mysql", "SELECT EXTRACT(YEAR FROM MAX(given)) FROM gifts", "equals", 2026),
    ("mysql", "SELECT TIMEDIFF('2026-11-27 01:00:00', '2026-11-26 00:00:00')", "equals", "25:00:00"),
    ("mysql", "SELECT TIMEDIFF('2026-11-27 01:00:00', '2026-11-26 00:00:00')", "less_than", "25:00:01"),
    ("mysql", "SELECT MAX(at) FROM gifts", "equals", "2026-11-26 17:49:29.5"),
    ("mysql", "SELECT CAST('0000-00-00' AS CHAR)", "equals", "0000-00-00"),
    ("mysql", "# what; for\nSELECT \"a;b\"", "equals", "a;b"),
    ("sqlite", "SELECT strftime('%Y', max(given)) FROM gifts", "equals", 2026),
    ("sqlite", "SELECT [note] FROM gifts WHERE note = 'a;b'", "equals", "a;b"),
    ("sqlite", "SELECT 't'", "equals", True),
]  # fmt: skip


@pytest.mark.parametrize(
    ("database", "query", "operator", "value"),
    SERVER_ONLY,
    indirect=["database"],
    ids=[one[1] for one in SERVER_ONLY],
)
async def test_what_only_one_of_them_has_is_compared_by_the_same_rules(
    database: tuple[str, Mapping[str, Any]], query: str, operator: str, value: object
) -> None:
    result = await ask(database[1], query, operator, value)
    assert result.outcome is Outcome.HEALTHY, result.sentence


async def test_a_sum_is_drawn_as_the_number_that_it_is(database: tuple[str, Mapping[str, Any]]) -> None:
    result = await ask(database[1], "SELECT SUM(amount) FROM gifts", "greater_than", 0)
    assert result.measures["answer"].value == pytest.approx(0.3)
    assert isinstance(result.measures["answer"].value, float)
