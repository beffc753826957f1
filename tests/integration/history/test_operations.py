"""Operations in the history: counted once, summed up by hour and day, known again after a restart."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from porchlight.history import schema
from porchlight.history.connection import connect_writer
from porchlight.history.migrations import migrate
from porchlight.history.reader import HistoryReader
from porchlight.history.retention import CleanUp
from porchlight.model.history import Resolution
from porchlight.model.operation import Operation
from tests.integration.history.builders import opened, result, state

pytestmark = pytest.mark.anyio

HOUR_MS, DAY_MS = 3_600_000, 86_400_000
NOW_MS = 20_000 * DAY_MS


def run(
    began_ms: int, duration_ms: float = 60_000.0, *, ok: bool = True, processed: int | None = 270, id_: str = ""
) -> Operation:
    return Operation("sync:supporters", began_ms, duration_ms, ok, processed, 3 if ok else None, id=id_, source="log")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "history.sqlite3"


async def test_runs_are_summed_up_by_hour_and_day_and_the_same_run_counts_once(path: Path) -> None:
    runs = [run(NOW_MS + number * 1_800_000, 60_000 + number * 1000, id_=f"r{number}") for number in range(10)]
    with opened(path) as store:
        store.record_operations(runs)
        store.record_operations([*runs, run(NOW_MS + 60_000, ok=False, processed=None, id_="bad")])
        await store.flush()
    with HistoryReader(str(path)) as reader:
        assert reader.operation_names(NOW_MS) == ["sync:supporters"]
        assert len(reader.operations("sync:supporters", NOW_MS, NOW_MS + DAY_MS)) == 11
        hours = reader.operation_buckets("sync:supporters", NOW_MS, NOW_MS + DAY_MS, Resolution.HOUR)
        assert [(hour.runs, hour.ok, hour.processed) for hour in hours] == [(3, 2, 540), *[(2, 2, 540)] * 4]
        (summary,) = reader.operation_summaries(NOW_MS, NOW_MS + DAY_MS)
    assert (summary.runs, summary.ok, summary.processed, summary.failed) == (11, 10, 2700, 30)
    assert summary.min_ms == 60_000
    assert summary.max_ms == 69_000
    assert summary.p50_ms == pytest.approx(64_500, rel=0.02)
    assert summary.rate == pytest.approx(2700 / 645, rel=0.001)
    assert (summary.last_began_ms, summary.last_ok) == (NOW_MS + 9 * 1_800_000, True)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 40), st.booleans(), st.floats(1, 1e6)), min_size=1, max_size=30))
async def test_days_hold_what_their_hours_hold(tmp_path: Path, drawn: list[tuple[int, bool, float]]) -> None:
    path = tmp_path / "laws" / "history.sqlite3"
    shutil.rmtree(path.parent, ignore_errors=True)
    with opened(path) as store:
        for hour, ok, duration_ms in drawn:  # one by one: each is added to what is stored
            store.record_operations([run(NOW_MS + hour * HOUR_MS, duration_ms, ok=ok)])
            await store.flush()
    with HistoryReader(str(path)) as reader:
        hours, days = (
            reader.operation_buckets("sync:supporters", NOW_MS, NOW_MS + 2 * DAY_MS, resolution)
            for resolution in (Resolution.HOUR, Resolution.DAY)
        )
    for counted in ("runs", "ok", "processed", "failed"):
        assert sum(getattr(hour, counted) for hour in hours) == sum(getattr(day, counted) for day in days)
    assert sum(day.runs for day in days) == len(drawn)
    assert sum(day.sum_ms for day in days) == pytest.approx(sum(ms for _, ok, ms in drawn if ok))


async def test_after_a_restart_the_last_runs_and_the_position_are_known(path: Path) -> None:
    with opened(path) as store:
        assert (list(store.last_operations()), dict(store.positions())) == ([], {})
        store.record_operations([run(NOW_MS + n, id_=str(n)) for n in range(30)], component="log", position="first")
        store.record_operations([], component="log", position="second")
        await store.flush()
    with opened(path) as store:
        assert [one.began_ms - NOW_MS for one in store.last_operations()] == list(range(10, 30))
        assert store.positions() == {"log": "second"}
        store.forget("log")
        await store.flush()
    with opened(path) as store:
        assert store.positions() == {}


async def test_old_runs_go_and_their_sums_stay(path: Path) -> None:
    with opened(path) as store:
        store.record_operations([run(NOW_MS - days * DAY_MS) for days in (1, 20, 500)])
        await store.flush()
    with closing(connect_writer(str(path))) as connection:
        clean_up = CleanUp(NOW_MS, 172_800_000)
        while not clean_up.step(connection, 1.0):
            pass
    with HistoryReader(str(path)) as reader:
        assert len(reader.operations(None, 0, NOW_MS)) == 1
        assert len(reader.operation_buckets("sync:supporters", 0, NOW_MS, Resolution.DAY)) == 2


async def test_a_file_of_the_version_before_is_brought_forward_with_all_that_is_in_it(path: Path) -> None:
    with opened(path) as store:
        found = result(1000)
        store.record(found, state(found))
        await store.flush()
    with closing(sqlite3.connect(path)) as connection:
        for table in ("operations", "operation_rollups", "positions", "measure_days"):
            connection.execute(f"DROP TABLE {table}")
        connection.execute("PRAGMA user_version = 3")
    with closing(connect_writer(str(path))) as connection:
        migrate(connection, str(path))
    assert path.with_name(f"history.sqlite3.before-version-{schema.VERSION}").exists()
    with opened(path) as store:
        store.record_operations([run(NOW_MS)])
        await store.flush()
    with HistoryReader(str(path)) as reader:
        assert len(list(reader.results("website", 0, 2000))) == 1
        assert len(reader.operations(None, 0, NOW_MS + 1)) == 1
