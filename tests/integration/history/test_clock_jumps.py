"""Nothing is deleted or rolled up because a clock jumped; it goes on recording, and recovers when it is set right."""

import asyncio
import sqlite3
import subprocess
import sys
import textwrap
import time
from collections.abc import Awaitable, Callable
from contextlib import closing
from pathlib import Path

import pytest

from porchlight.history.reader import HistoryReader
from porchlight.history.store import HistoryStore
from porchlight.model.history import Resolution
from porchlight.model.incident import Incident
from porchlight.model.status import Reason, Status
from tests.clocks import ManualClock
from tests.integration.history.builders import WEBSITE, opened, result, state
from tests.support import need

MINUTE, HOUR, DAY, YEAR = 60, 3600, 86_400, 365 * 86_400
BEGAN_MS = 1_790_000_100_000 - 1_790_000_100_000 % 3_600_000


def counts(path: Path) -> dict[str, int]:
    tables = ("results", "rollups", "incidents", "audit", "measure_days", "operations")
    with closing(sqlite3.connect(path)) as connection:
        return {table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables}


async def check(store: HistoryStore, clock: ManualClock) -> None:
    """A check, and time for the thread to do what is due."""
    found = result(clock.now_ms())
    store.record(found, state(found))
    for _ in range(4):
        await store.flush()
        await asyncio.sleep(0.02)


async def watch(store: HistoryStore, clock: ManualClock, seconds: int) -> None:
    """A check a minute for so long, and the maintenance that is due meanwhile."""
    for _ in range(seconds // MINUTE):
        clock.advance(MINUTE)
        found = result(clock.now_ms())
        store.record(found, state(found))
        await store.flush()
    await check(store, clock)


@pytest.fixture
def past(tmp_path: Path) -> tuple[Path, ManualClock]:
    """Three hours of a website with an incident, rolled up."""
    path, clock = tmp_path / "history.sqlite3", ManualClock(BEGAN_MS)

    async def write(store: HistoryStore) -> None:
        store.register(WEBSITE, clock.now_ms())
        incident = Incident("i", "website", BEGAN_MS, Status.ERROR, Reason.DNS, "Down.", (), ended_ms=BEGAN_MS + 1)
        store.save_incident(incident)
        await watch(store, clock, 3 * HOUR)

    during(path, clock, write)
    assert counts(path)["rollups"] >= 36
    return path, clock


def during(path: Path, clock: ManualClock, do: Callable[[HistoryStore], Awaitable[None]]) -> None:
    """One run of a monitor."""
    with opened(path, clock) as store:
        asyncio.run(asyncio.wait_for(_do(store, do), 50))


async def _do(store: HistoryStore, do: Callable[[HistoryStore], Awaitable[None]]) -> None:
    await do(store)


def hours(path: Path, clock: ManualClock) -> list[int]:
    with HistoryReader(str(path)) as reader:
        return [one.checks for one in reader.buckets("website", BEGAN_MS, clock.now_ms() + 1, Resolution.HOUR)]


@pytest.mark.parametrize("jump", [3 * YEAR, 3 * DAY, 40 * DAY, 500 * DAY])
@pytest.mark.parametrize("restarted", [True, False])
def test_a_clock_that_jumps_ahead_removes_nothing_within_the_hour(
    past: tuple[Path, ManualClock], jump: int, restarted: bool
) -> None:
    path, clock = past
    before = counts(path)

    async def half_an_hour(store: HistoryStore) -> None:
        if not restarted:
            await check(store, clock)
            clock.sleep(jump)
        await watch(store, clock, 58 * MINUTE)
        after = counts(path)
        assert after["results"] >= before["results"] + 58  # it goes on recording
        assert {table: after[table] for table in ("rollups", "incidents")} == {
            table: before[table] for table in ("rollups", "incidents")
        }

    async def an_hour_later(store: HistoryStore) -> None:
        await watch(store, clock, 5 * MINUTE)
        for _ in range(20):
            clock.advance(HOUR)
            await check(store, clock)
        assert counts(path)["results"] < before["results"]  # that is what time it is, then

    if restarted:
        clock.sleep(jump)
    during(path, clock, half_an_hour)
    clock.advance(1)
    during(path, clock, an_hour_later)


def test_many_short_runs_on_a_wrong_clock_remove_nothing(past: tuple[Path, ManualClock]) -> None:
    path, clock = past
    before = counts(path)

    async def eighty_seconds(store: HistoryStore) -> None:
        await watch(store, clock, 2 * MINUTE)

    for _ in range(6):
        clock.sleep(3 * YEAR)
        during(path, clock, eighty_seconds)
        clock.sleep(-3 * YEAR)
        during(path, clock, eighty_seconds)
    after = counts(path)
    assert after["results"] >= before["results"] + 24
    assert (after["rollups"], after["incidents"]) == (before["rollups"], before["incidents"])


def test_a_clock_that_is_set_back_keeps_what_lies_ahead_and_goes_on(past: tuple[Path, ManualClock]) -> None:
    path, clock = past
    before = counts(path)
    clock.sleep(-2 * HOUR)

    async def go_on(store: HistoryStore) -> None:
        await watch(store, clock, 30 * MINUTE)

    during(path, clock, go_on)
    after = counts(path)
    assert after["results"] >= before["results"]
    assert after["incidents"] == before["incidents"]
    with HistoryReader(str(path)) as reader:
        assert len(reader.series("website", 0, BEGAN_MS + DAY * 1000).began_ms) == after["results"]


def test_rolled_up_to_a_wrong_date_it_is_rolled_up_rightly_once_the_clock_is_right(
    past: tuple[Path, ManualClock],
) -> None:
    path, clock = past

    async def two_wrong_hours(store: HistoryStore) -> None:
        await check(store, clock)
        clock.sleep(10 * HOUR)  # not so far that anything is removed
        await watch(store, clock, 2 * HOUR)

    async def right_again(store: HistoryStore) -> None:
        await watch(store, clock, 3 * HOUR)

    during(path, clock, two_wrong_hours)
    with closing(sqlite3.connect(path)) as connection:
        (rolled_ms,) = connection.execute("SELECT rolled_ms FROM components").fetchone()
    clock.sleep(-10 * HOUR)
    assert rolled_ms > clock.now_ms() + HOUR * 1000
    during(path, clock, right_again)
    with closing(sqlite3.connect(path)) as connection:
        (rolled_ms,) = connection.execute("SELECT rolled_ms FROM components").fetchone()
        single = dict(
            connection.execute("SELECT began_ms / 3600000 * 3600000, count(*) FROM results GROUP BY 1").fetchall()
        )
    assert clock.now_ms() - 15 * MINUTE * 1000 <= rolled_ms <= clock.now_ms()
    with HistoryReader(str(path)) as reader:
        rolled = reader.buckets("website", BEGAN_MS, BEGAN_MS + DAY * 1000, Resolution.HOUR)
    assert {one.start_ms: one.checks for one in rolled} == single


WATCHING = """
    import asyncio, sys, time
    from pathlib import Path
    from porchlight.history import writer
    from porchlight.history.store import open_store
    from porchlight.model import trusted_clock
    from porchlight.monitor.clock import SystemClock
    from tests.integration.history.builders import result, state

    writer._CLEAN_AFTER = writer._ROLL_EVERY = 0.1
    trusted_clock.HOLD = float(sys.argv[2])

    async def main() -> None:
        clock = SystemClock()
        store = open_store(sys.argv[1], clock, results_kept=172_800)
        for _ in range(30):
            found = result(clock.now_ms())
            store.record(found, state(found))
            await store.flush()
            await asyncio.sleep(0.1)
        store.close()

    asyncio.run(main())
"""
"""Three seconds of a monitor on the real clock whose clean-up is due at once; how long a clock must hold is given."""


@pytest.mark.skipif(sys.platform != "linux", reason="libfaketime is for Linux here")
@pytest.mark.parametrize(("hold", "is_kept"), [("3600", True), ("1", False)])
def test_a_run_three_years_ahead_by_faketime(tmp_path: Path, hold: str, is_kept: bool) -> None:
    faketime = need("faketime")
    path = tmp_path / "history.sqlite3"
    clock = ManualClock(time.time_ns() // 1_000_000 - 4 * HOUR * 1000)

    async def write(store: HistoryStore) -> None:
        await watch(store, clock, 3 * HOUR)

    during(path, clock, write)
    before = counts(path)
    subprocess.run(
        [faketime, "-f", "+3y", sys.executable, "-c", textwrap.dedent(WATCHING), str(path), hold],
        cwd=Path(__file__).parents[3],
        timeout=50,
        check=True,
    )
    after = counts(path)
    if is_kept:
        assert after["results"] == before["results"] + 30
        assert after["rollups"] == before["rollups"]
    else:  # it would have gone, had the clock been believed
        assert after["results"] < before["results"]
