"""How old the newest synced records are, by the clock of each database, in whatever time zone it is."""

import json
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pymysql
import pytest

from porchlight.demo.sync_database import make_sync_database
from porchlight.model.result import Result
from porchlight.model.status import Outcome, Reason
from porchlight.probes.classy_sync.elsewhere import elsewhere
from tests.classy_install import ClassyInstall
from tests.integration import servers
from tests.integration.servers import PASSWORD, READER
from tests.support import check

pytestmark = pytest.mark.anyio
HOUR = 3600
TABLES = ("supporters", "campaigns", "transactions", "recurring_plans")
Execute = Callable[[Any], object]


class Synced:
    """A sync's database on a real server, empty but for its organisations."""

    def __init__(self, url: str, execute: Execute, ago: Callable[[int], str]) -> None:
        self.url, self.execute, self._ago = url, execute, ago

    def synced(self, table: str, seconds_ago: int, organization: int = 1) -> None:
        self.execute(
            f"INSERT INTO {table} (id, organization_id, last_sync_at) "
            f"VALUES ({time.perf_counter_ns() % 2**31}, {organization}, {self._ago(seconds_ago)})"
        )

    async def ask(self, **settings: object) -> Result:
        given = {"kind": "classy_sync_freshness", "url": self.url, "credential": "db", **settings}
        result = await check(given, secrets={"db": PASSWORD})
        assert PASSWORD not in repr(result)
        return result


def _create(execute: Execute) -> None:
    execute(
        "CREATE TABLE organizations (id int PRIMARY KEY, classy_id bigint, name varchar(255), status varchar(20))"
    )
    for table in TABLES:
        execute(f"CREATE TABLE {table} (id bigint, organization_id int, last_sync_at timestamp NULL)")


@pytest.fixture(scope="module", params=["postgresql", "mysql", "sqlite"])
def database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Synced]:
    match request.param:
        case "postgresql":
            with servers.postgresql() as server:
                where: dict[str, Any] = {"host": "127.0.0.1", "port": server.port, "user": "admin"}
                where |= {"password": PASSWORD, "autocommit": True}
                with psycopg.connect(dbname="postgres", **where) as admin:
                    admin.execute("CREATE DATABASE classy_sync")
                    admin.execute("ALTER DATABASE classy_sync SET timezone TO 'Etc/GMT-3'")
                with psycopg.connect(dbname="classy_sync", **where) as admin:
                    execute: Execute = admin.execute
                    _create(execute)
                    for table in TABLES:
                        execute(f"ALTER TABLE {table} ALTER last_sync_at TYPE timestamptz")
                    execute(f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {READER}")
                    url = f"postgresql://{READER}@127.0.0.1:{server.port}/classy_sync"
                    yield Synced(url, execute, lambda seconds: f"now() - interval '{seconds} seconds'")
        case "mysql":
            with servers.mariadb() as server:
                root = pymysql.connect(host="127.0.0.1", port=server.port, user="root", autocommit=True)
                with root, root.cursor() as cursor:
                    execute = cursor.execute
                    execute("CREATE DATABASE classy_sync")
                    execute("USE classy_sync")
                    _create(execute)
                    execute(f"GRANT SELECT ON classy_sync.* TO {READER}@'127.0.0.1'")
                    execute("SET GLOBAL time_zone = '+03:00'")
                    url = f"mysql://{READER}@127.0.0.1:{server.port}/classy_sync"
                    yield Synced(url, execute, lambda seconds: f"now() - interval {seconds} second")
        case _:
            path = tmp_path_factory.mktemp("data") / "dev_database.sqlite"
            with closing(sqlite3.connect(path, isolation_level=None)) as connection:
                execute = connection.execute
                _create(execute)
                yield Synced(
                    f"sqlite:///{path}",
                    execute,
                    lambda seconds: str(time.time_ns() // 1_000_000 - seconds * 1000),
                )


@pytest.fixture
def synced(database: Synced) -> Synced:
    for table in (*TABLES, "organizations"):
        database.execute(f"DELETE FROM {table}")
    database.execute("INSERT INTO organizations VALUES (1, 6789, 'Harbor Food Bank', 'active')")
    database.execute("INSERT INTO organizations VALUES (2, 6790, 'Left', 'inactive')")
    return database


async def test_the_age_is_right_in_any_time_zone(synced: Synced) -> None:
    synced.synced("supporters", 3 * HOUR)
    synced.synced("supporters", 5 * HOUR)
    synced.synced("recurring_plans", 7 * HOUR)
    result = await synced.ask()
    assert (result.outcome, result.sentence) == (Outcome.HEALTHY, "The newest record was synced 3 h ago.")
    assert result.measures["supporters_age"].value == pytest.approx(3 * HOUR, abs=10)
    assert result.measures["recurring_plans_age"].value == pytest.approx(7 * HOUR, abs=10)


async def test_empty_tables_are_unknown_and_no_alarm(synced: Synced) -> None:
    result = await synced.ask()
    assert (result.outcome, result.reason) == (Outcome.UNKNOWN, Reason.CONTENT)
    assert result.measures == {}


async def test_a_day_without_anything_new_is_stale(synced: Synced) -> None:
    synced.synced("supporters", 25 * HOUR)
    synced.synced("campaigns", 23 * HOUR)
    result = await synced.ask()
    assert (result.outcome, result.reason) == (Outcome.DEGRADED, Reason.STALE)
    assert result.sentence == "Supporters: newest record synced 25 h ago; the limit is 24 h."


async def test_an_own_limit_counts(synced: Synced) -> None:
    synced.synced("campaigns", 25 * HOUR)
    assert (await synced.ask(limits={"campaigns": "3d"})).outcome is Outcome.HEALTHY


async def test_inactive_organisations_are_left_out(synced: Synced) -> None:
    synced.synced("supporters", HOUR)
    synced.synced("supporters", 400 * HOUR, organization=2)
    assert (await synced.ask()).outcome is Outcome.HEALTHY
    result = await synced.ask(organizations=[2])
    assert result.sentence == "There is no active organisation in the database."


async def test_organisations_are_told_apart(synced: Synced) -> None:
    synced.execute("INSERT INTO organizations VALUES (3, 6791, 'Second', 'active')")
    synced.synced("supporters", HOUR)
    synced.synced("supporters", 50 * HOUR, organization=3)
    result = await synced.ask()
    assert result.sentence.startswith("Supporters of Second: newest record synced 2 days ago")
    assert result.measures["supporters_3_age"].value == pytest.approx(50 * HOUR, abs=10)


async def test_a_stamp_of_another_time_zone_is_told_and_no_alarm(synced: Synced) -> None:
    synced.synced("supporters", -3 * HOUR)
    synced.synced("campaigns", HOUR)
    result = await synced.ask()
    assert result.outcome is Outcome.HEALTHY
    assert "use different time zones" in result.sub_results[0].sentence


async def test_quiet_is_not_stale_where_the_log_says_that_syncs_end(synced: Synced, tmp_path: Path) -> None:
    made = ClassyInstall(tmp_path / "sync")
    now_ms = time.time_ns() // 1_000_000
    synced.synced("supporters", 50 * HOUR)
    made.syncs(now_ms - 12 * 60_000, "supporters", 0, 2)
    result = await synced.ask(folder=str(made.folder))
    assert result.outcome is Outcome.HEALTHY
    assert result.sentence == "The last sync ended 12 min ago; the newest record was synced 2 days ago."
    assert result.position is not None
    made.log.unlink()
    assert (await synced.ask(folder=str(made.folder))).reason is Reason.STALE


async def test_longer_intervals_give_longer_limits(synced: Synced, tmp_path: Path) -> None:
    made = ClassyInstall(tmp_path / "sync")
    config = {"syncIntervals": {"supporters": 6 * HOUR * 1000}}
    (made.folder / "daemon-config.json").write_text(json.dumps(config))
    synced.synced("supporters", 70 * HOUR)
    assert (await synced.ask(folder=str(made.folder))).outcome is Outcome.HEALTHY
    synced.execute("DELETE FROM supporters")
    synced.synced("supporters", 73 * HOUR)
    assert (await synced.ask(folder=str(made.folder))).outcome is Outcome.DEGRADED


async def test_missing_tables_are_a_matter_of_the_settings(database: Synced) -> None:
    url = database.url.replace("/classy_sync", "/gifts").replace("/dev_database", "/other")
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as other:
            other.execute("CREATE TABLE other (it)")
    result = await check({"kind": "classy_sync_freshness", "url": url, "credential": "db"}, secrets={"db": PASSWORD})
    assert result.outcome is Outcome.ERROR
    assert result.reason in (Reason.CONFIGURATION, Reason.FORBIDDEN)


async def test_the_demos_database_reads_as_fresh(tmp_path: Path) -> None:
    path = tmp_path / "sync.sqlite"
    make_sync_database(str(path), supporters=50)
    result = await check({"kind": "classy_sync_freshness", "url": f"sqlite:///{path}"})
    assert result.outcome is Outcome.HEALTHY, result.sentence


async def test_text_that_sqlite_fills_in_by_itself_is_understood(tmp_path: Path) -> None:
    path = tmp_path / "sync.sqlite"
    make_sync_database(str(path), supporters=5)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE supporters SET last_sync_at = datetime('now', '-2 hours')")
    result = await check({"kind": "classy_sync_freshness", "url": f"sqlite:///{path}"})
    assert result.measures["supporters_age"].value == pytest.approx(2 * HOUR, abs=10)


async def test_an_organisation_that_the_settings_do_not_know_is_news_and_no_trouble(database: Synced) -> None:
    database.execute("INSERT INTO organizations VALUES (71, 9071, 'Night Shelter', 'active')")
    try:
        database.synced("supporters", 60)
        result = await database.ask(known_organizations=[6789])
        assert result.measures["organizations_new"].value >= 1
        assert "Night Shelter" in result.sentence
        assert "Import from Classy Sync again" in result.sentence
        assert result.outcome is not Outcome.ERROR
        known = await database.ask(known_organizations=[6789, 9071])
        assert "Night Shelter" not in known.sentence
        unasked = await database.ask()
        assert "organizations_new" not in unasked.measures
        database.execute("UPDATE organizations SET status = 'inactive' WHERE id = 71")
        over = await database.ask(known_organizations=[6789, 9071])
        assert "Deactivated in Classy Sync, so no longer checked: Night Shelter" in over.sentence
        assert not any("Night Shelter" in part.name for part in over.sub_results)
    finally:
        database.execute("DELETE FROM organizations WHERE id = 71")


async def test_another_port_of_the_syncs_database_is_said_in_its_trouble(tmp_path: Path) -> None:
    made = ClassyInstall(tmp_path / "sync")  # its .env says db.example.org:3306
    for kind in ("classy_sync_freshness", "database"):
        given = {"kind": kind, "url": "mysql://reader@127.0.0.1:1/classy_sync", "folder": str(made.folder)}
        result = await check(given, timeout=5)
        assert result.reason is Reason.REFUSED
        assert "Classy Sync itself uses the database db.example.org:3306" in result.sentence


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "LOCALHOST.", "[::1]", "127.0.0.2"])
def test_one_computer_by_its_other_names_is_no_other_address(host: str, tmp_path: Path) -> None:
    made = ClassyInstall(tmp_path / "sync")
    env = made.folder / ".env"
    env.write_text(env.read_text().replace("db.example.org", "localhost"))
    assert elsewhere(str(made.folder), f"mysql://reader@{host}:3306/classy_sync") is None
    assert elsewhere(str(made.folder), f"mysql://reader@{host}:3307/classy_sync") != ""
