"""Measures that have a limit are remembered by the day, for forecasts, long after single results are gone."""

from contextlib import closing
from dataclasses import replace
from datetime import UTC
from pathlib import Path

import pytest

from porchlight.history.connection import connect_writer
from porchlight.history.reader import HistoryReader
from porchlight.history.retention import CleanUp
from porchlight.insight.capacity import Resource, read_capacity
from porchlight.insight.forecasts import Forecast, NoForecast
from porchlight.model.history import MeasureDay
from porchlight.model.operation import Operation
from porchlight.model.result import Measure, Result, Unit
from tests.integration.history.builders import opened, result, state

pytestmark = pytest.mark.anyio

HOUR_MS, DAY_MS = 3_600_000, 86_400_000
NOW_MS = 20_000 * DAY_MS
GB = 1e9
KINDS = {"database": "database", "quiet": "database", "Porchlight": "self"}


def sized(at_ms: int, size: float, limit: float | None = 20 * GB, component: str = "database") -> Result:
    return replace(result(at_ms, component=component), measures={"size": Measure(size, Unit.BYTES, limit=limit)})


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "history.sqlite3"


async def test_a_day_holds_its_highest_value_and_the_last_limit(path: Path) -> None:
    days = [NOW_MS, NOW_MS + DAY_MS]
    with opened(path) as store:
        for at_ms, size, limit in ((0, 5, 20), (1, 9, 20), (2, 7, 18), (DAY_MS, 8, 18)):
            found = sized(NOW_MS + at_ms, size * GB, limit * GB)
            store.record(found, state(found))
            store.record(found, state(found))  # told again, counted once
            await store.flush()
        unlimited = sized(NOW_MS, 3, limit=None)
        odd = sized(NOW_MS, float("nan"))
        for found in (unlimited, odd):
            store.record(found, state(found))
        await store.flush()
    with HistoryReader(str(path)) as reader:
        (series,) = reader.measures(NOW_MS, NOW_MS + 2 * DAY_MS)
        assert (series.component, series.measure, series.unit) == ("database", "size", Unit.BYTES)
        assert series.days == (MeasureDay(days[0], 9 * GB, 18 * GB), MeasureDay(days[1], 8 * GB, 18 * GB))
        assert reader.measures(NOW_MS + 5 * DAY_MS, NOW_MS + 6 * DAY_MS) == []


async def test_the_limit_of_a_single_result_is_read_back(path: Path) -> None:
    found = sized(NOW_MS, 4 * GB)
    with opened(path) as store:
        store.record(found, state(found))
        await store.flush()
    with HistoryReader(str(path)) as reader:
        assert [one.measures for one in reader.results("database", NOW_MS, NOW_MS + 1)] == [found.measures]


async def test_a_database_that_grows_is_foreseen_to_be_full_and_one_that_does_not_is_not(path: Path) -> None:
    with opened(path) as store:
        for day in range(40):
            at_ms = NOW_MS - (40 - day) * DAY_MS
            grows = sized(at_ms, (10 + day * 0.1) * GB)
            rests = sized(at_ms, 5 * GB, component="quiet")
            for found in (grows, rests):
                store.record(found, state(found))
        store.record_measures(
            replace(result(NOW_MS - 1, component="Porchlight"), measures={"history": Measure(9, limit=10)})
        )
        await store.flush()
    with HistoryReader(str(path)) as reader:
        database, history, quiet = read_capacity(reader, KINDS, NOW_MS, UTC)
        assert reader.components() == ["database", "quiet"]  # the monitor itself is none
    assert (database.resource, database.level.value, database.limit) == (Resource.DATABASE_SIZE, 13.9 * GB, 20 * GB)
    assert isinstance(database.forecast, Forecast)
    assert database.forecast.at_ms == pytest.approx(NOW_MS + 61 * DAY_MS, abs=2 * DAY_MS)
    assert (database.kind, history.kind) == ("database", "self")
    assert (quiet.subject, quiet.forecast, quiet.share) == ("quiet", NoForecast.NOT_GROWING, 0.25)
    assert (history.resource, history.forecast) == (Resource.HISTORY, NoForecast.TOO_LITTLE_DATA)


async def test_a_job_is_judged_against_the_time_between_its_runs(path: Path) -> None:
    runs = [
        Operation("sync:transactions", NOW_MS - (30 * 96 - n) * 900_000, 300_000 + n * 100, True, id=str(n))
        for n in range(30 * 96)
    ]
    scheduled = [replace(run, name="nightly", expected_ms=600_000.0) for run in runs[-3:]]
    once = [replace(runs[-1], name="once")]
    with opened(path) as store:
        store.record_operations([*runs, *(replace(one, id="") for one in (*scheduled, *once))])
        await store.flush()
    with HistoryReader(str(path)) as reader:
        transactions, nightly = read_capacity(reader, {}, NOW_MS, UTC)
    assert (transactions.resource, transactions.limit) == (Resource.TIME_BETWEEN_RUNS, 900)
    assert isinstance(transactions.forecast, Forecast)
    assert transactions.level.value == pytest.approx(588, rel=0.03)
    assert (nightly.subject, nightly.limit, nightly.forecast) == ("nightly", 600, NoForecast.TOO_LITTLE_DATA)


async def test_days_go_after_thirteen_months(path: Path) -> None:
    with opened(path) as store:
        for days in (1, 399, 500):
            found = sized(NOW_MS - days * DAY_MS, GB)
            store.record(found, state(found))
        await store.flush()
    with closing(connect_writer(str(path))) as connection:
        clean_up = CleanUp(NOW_MS, 172_800_000)
        while not clean_up.step(connection, 1.0):
            pass
    with HistoryReader(str(path)) as reader:
        (series,) = reader.measures(0, NOW_MS)
    assert len(series.days) == 2
