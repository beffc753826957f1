"""Keeping the file in shape always ends, in small pieces, however much there is and however slow the disk."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import anyio
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from porchlight.history import aggregation, retention
from porchlight.history.aggregation import RollUp
from porchlight.history.connection import connect_writer
from porchlight.history.migrations import migrate
from porchlight.history.retention import CleanUp
from tests.clocks import ManualClock
from tests.integration.history.builders import opened, result, state

MINUTE_MS, DAY_MS = 60_000, 86_400_000
NOW_MS = 20_000 * DAY_MS
KEPT_MS = 2 * DAY_MS


@contextmanager
def history(
    components: int, *, results: int = 0, gone: int = 0, path: str | None = None
) -> Iterator[sqlite3.Connection]:
    """``results`` of each component within the last hours, and ``gone`` of each that are past their time."""
    with TemporaryDirectory() as folder, closing(connect_writer(path or f"{folder}/history.sqlite3")) as connection:
        migrate(connection, path or folder)
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("BEGIN")
        connection.executemany(
            "INSERT INTO components (key, slug, kind, name, critical, enabled, interval_ms, timeout_ms,"
            " first_seen_ms, rolled_ms) VALUES (?, ?, 'http', '', 0, 1, 60000, 1000, 0, ?)",
            [(key, f"c{key}", NOW_MS - DAY_MS) for key in range(1, components + 1)],
        )
        for first, count in ((NOW_MS - results * MINUTE_MS, results), (NOW_MS - 20 * DAY_MS, gone)):
            connection.executemany(
                "INSERT INTO results VALUES (?, ?, 1000, 0, NULL, '', NULL, NULL, NULL)",
                [(key, first + n * MINUTE_MS) for key in range(1, components + 1) for n in range(count)],
            )
        connection.execute("COMMIT")
        yield connection


def steps_of(walk: RollUp | CleanUp, connection: sqlite3.Connection, time_limit: float, most: int) -> int:
    for step in range(1, most + 1):
        if walk.step(connection, time_limit):
            return step
    raise AssertionError(f"not over after {most} steps")


@pytest.fixture
def slow_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every look at the clock finds that a second has gone by."""
    seconds = iter(range(10**9))
    for module in (retention, aggregation):
        monkeypatch.setattr(module, "time", type("Slow", (), {"perf_counter": lambda: float(next(seconds))}))


@given(
    components=st.integers(0, 250),
    gone=st.integers(0, 40),
    time_limit=st.sampled_from([0.0, 1e-9, 0.03, -1.0]),
)
@settings(max_examples=25, deadline=None)
def test_every_round_ends_within_as_many_steps_as_there_are_pieces(
    components: int, gone: int, time_limit: float
) -> None:
    with history(components, results=10, gone=gone) as connection:
        assert steps_of(RollUp(NOW_MS), connection, time_limit, components + 2) >= 1
        # Three tables by component (a look at each hundred, a piece of each that has something), and what is fixed.
        steps_of(CleanUp(NOW_MS, KEPT_MS), connection, time_limit, 3 * (components // 100 + 2) + components + 30)
        assert connection.execute("SELECT count(*) FROM results").fetchone()[0] == components * 10


@pytest.mark.usefixtures("slow_disk")
def test_a_disk_that_overruns_each_slice_still_gets_there(tmp_path: Path) -> None:
    with history(30, results=5, gone=2000, path=str(tmp_path / "history.sqlite3")) as connection:
        steps_of(RollUp(NOW_MS), connection, 0.03, 40)
        steps = steps_of(CleanUp(NOW_MS, KEPT_MS), connection, 0.03, 3000)
        assert steps > 30 * 2000 / 500  # small pieces there
        assert connection.execute("SELECT count(*) FROM results").fetchone()[0] == 150
        assert connection.execute("PRAGMA freelist_count").fetchone()[0] <= 200


def test_with_nothing_due_a_thousand_components_are_a_few_looks(tmp_path: Path) -> None:
    with history(1000, results=3) as connection:
        steps_of(RollUp(NOW_MS), connection, 1e9, 1)
        asked: list[str] = []
        connection.set_trace_callback(asked.append)
        assert steps_of(RollUp(NOW_MS), connection, 0.0, 1) == 1
        assert len(asked) == 1
        asked.clear()
        changes = connection.total_changes
        steps_of(CleanUp(NOW_MS, KEPT_MS), connection, 0.0, 60)
        assert len(asked) < 100
        assert connection.total_changes == changes


TABLES = {
    "results": ("began_ms", 1, "INSERT INTO results VALUES (1, :at, 1, 0, NULL, '', NULL, NULL, NULL)"),
    "rollups": ("start_ms", 1, "INSERT INTO rollups VALUES (1, 300, :at, 1, 0, 0, 0, 0, 1, 0, 1, 1, 1, 1, 1, x'')"),
    "operations": (
        "began_ms",
        1,
        "INSERT INTO operations VALUES ('r' || :at, 'sync', '', '', :at, 1.0, 1, NULL, NULL, NULL)",
    ),
    "audit": (
        "at_ms",
        1,
        "INSERT INTO audit (at_ms, actor, action, subject, detail) VALUES (:at, 'user', 'ended', '', '')",
    ),
    "incidents": (
        "ended_ms",
        1,
        "INSERT INTO incidents VALUES ('i' || :at, 1, 1, :at, 'error', 'dns', '', '[]', NULL)",
    ),
    "silences": ("until_ms", 1, "INSERT INTO silences VALUES ('s' || :at, :at, 1, '[]', '[]', '')"),
    "operation_rollups": (
        "start_ms",
        1,
        "INSERT INTO operation_rollups VALUES ('sync', 3600, :at, 1, 1, 0, 0, 0.0, 0.0, NULL, NULL, x'')",
    ),
    "measure_days": ("start_ms", 1, "INSERT INTO measure_days VALUES ('c1', 'size', :at, 'B', 1.0, 2.0)"),
    "alerts": (
        "pending_ms",
        1,
        "INSERT INTO alerts (id, rule, subject, severity, state, pending_ms, sentence, tellings)"
        " VALUES ('a' || :at, 'r', 's', 'low', 'resolved', :at, '', 0)",
    ),
}


@pytest.mark.parametrize("table", TABLES)
def test_what_is_old_goes_from_every_table_in_pieces_and_what_is_not_stays(table: str) -> None:
    at, _, insert = TABLES[table]
    with history(1) as connection:
        connection.execute("UPDATE components SET rolled_ms = ?", (NOW_MS,))
        connection.execute("BEGIN")
        old = [NOW_MS - 1500 * DAY_MS + number for number in range(7000)]
        connection.executemany(insert, [{"at": one} for one in (*old, NOW_MS - 1, NOW_MS - DAY_MS)])
        connection.execute("COMMIT")
        clean_up, removed = CleanUp(NOW_MS, KEPT_MS), []
        for _ in range(400):
            before = connection.total_changes
            is_done = clean_up.step(connection, 0.0)
            removed.append(connection.total_changes - before)
            if is_done:
                break
        assert is_done
        assert max(removed) <= 2000
        kept = [row[0] for row in connection.execute(f"SELECT {at} FROM {table} ORDER BY 1")]
        assert kept == [NOW_MS - DAY_MS, NOW_MS - 1]


def test_all_that_was_told_of_an_old_alert_goes_with_it_and_of_a_new_one_nothing() -> None:
    with history(0) as connection:
        for id_, at_ms, state_ in (("old", 1, "resolved"), ("new", NOW_MS, "resolved"), ("fires", 1, "firing")):
            connection.execute(
                "INSERT INTO alerts (id, rule, subject, severity, state, pending_ms, sentence, tellings)"
                " VALUES (?, 'r', 's', 'low', ?, ?, '', 0)",
                (id_, state_, at_ms),
            )
            connection.executemany(
                "INSERT INTO alert_events (alert, at_ms, kind, detail) VALUES (?, 1, 'told', '')", [(id_,)] * 3000
            )
            connection.execute(
                "INSERT INTO outbox (id, alert, channel, kind, created_ms, due_ms, state, attempts, message, error)"
                " VALUES (?, ?, 'mail', 'firing', 1, 1, 'delivered', 1, '', '')",
                (f"n-{id_}", id_),
            )
        steps_of(CleanUp(NOW_MS, KEPT_MS), connection, 0.0, 60)
        left = {
            table: connection.execute(f"SELECT {column}, count(*) FROM {table} GROUP BY 1 ORDER BY 1").fetchall()
            for table, column in (("alerts", "id"), ("alert_events", "alert"), ("outbox", "alert"))
        }
    assert left == {
        "alerts": [("fires", 1), ("new", 1)],
        "alert_events": [("fires", 3000), ("new", 3000)],
        "outbox": [("fires", 1), ("new", 1)],
    }


def test_a_file_that_cannot_shrink_is_not_asked_to_for_ever(tmp_path: Path) -> None:
    path = str(tmp_path / "history.sqlite3")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA auto_vacuum = NONE")
        connection.execute("CREATE TABLE filled (x)")
        connection.execute("INSERT INTO filled VALUES (zeroblob(4000000))")
        connection.commit()
        connection.execute("DROP TABLE filled")
        connection.commit()
        assert connection.execute("PRAGMA freelist_count").fetchone()[0] > 900
    with history(3, path=path) as connection:
        steps_of(CleanUp(NOW_MS, KEPT_MS), connection, 0.0, 40)


@pytest.mark.logs_warnings
def test_one_component_that_cannot_be_rolled_up_holds_up_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    honest = aggregation.read_samples

    def read(connection: sqlite3.Connection, key: int, *rest: int) -> object:
        if key == 2:
            raise OverflowError("math range error")
        return honest(connection, key, *rest)

    monkeypatch.setattr(aggregation, "read_samples", read)
    with history(3, results=30) as connection:
        steps_of(RollUp(NOW_MS), connection, 0.0, 4)
        assert [key for (key,) in connection.execute("SELECT DISTINCT component FROM rollups ORDER BY 1")] == [1, 3]
        behind = "SELECT key FROM components WHERE rolled_ms < ?"
        assert connection.execute(behind, (NOW_MS - 600_000,)).fetchall() == [(2,)]


@pytest.mark.anyio
async def test_after_the_clean_up_the_thread_sleeps(tmp_path: Path) -> None:
    clock = ManualClock()
    path = tmp_path / "history.sqlite3"
    with opened(path, clock) as store:
        for number in range(300):
            found = result(clock.now_ms() + number % 5, component=f"c{number}")
            store.record(found, state(found))
        await store.flush()
        clock.advance(61)
        found = result(clock.now_ms())
        store.record(found, state(found))
        await store.flush()
        await anyio.sleep(0.5)  # the thread cleans up when it has nothing to write, and says nothing of it
        before = time.process_time()
        await anyio.sleep(0.5)
        assert time.process_time() - before < 0.1


@given(st.data())
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_rollups_made_in_any_number_of_steps_are_the_same(data: st.DataObject) -> None:
    limits = data.draw(st.lists(st.sampled_from([0.0, 1e9]), min_size=1, max_size=8))
    with history(4, results=200) as stepwise, history(4, results=200) as at_once:
        steps_of(RollUp(NOW_MS), at_once, 1e9, 1)
        roll_up, turn = RollUp(NOW_MS), 0
        while not roll_up.step(stepwise, limits[turn % len(limits)]):
            turn += 1
        rows = "SELECT * FROM rollups ORDER BY component, resolution, start_ms"
        assert stepwise.execute(rows).fetchall() == at_once.execute(rows).fetchall() != []
