"""Whatever lies where the history should be: it is used, put aside or refused with a sentence, and nothing else."""

import asyncio
import os
import random
import shutil
import sqlite3
import sys
import threading
import time
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import pytest

from porchlight.history.connection import connect_writer
from porchlight.history.lock import HolderLock
from porchlight.history.migrations import migrate
from porchlight.history.reader import HistoryReader
from porchlight.history.schema import SHAPE
from porchlight.history.store import open_store
from porchlight.model.errors import HistoryError, HistoryUnavailable
from porchlight.model.history import Resolution
from porchlight.model.status import Status
from porchlight.runtime.stored_status import read_statuses, read_stored
from tests.clocks import ManualClock
from tests.integration.history.builders import opened, result, state
from tests.integration.history.handling import DAY_MS, NOW_MS, handle, laid, read_all, write_all

pytestmark = pytest.mark.logs_warnings  # a damaged file is put aside with a line in the log

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
BEGAN_MS = 1_790_000_100_000 - 1_790_000_100_000 % 3_600_000


def change(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        for statement in statements:
            connection.execute(statement)
        connection.commit()


@pytest.mark.parametrize("batch", range(10))
def test_flipped_bytes_end_nothing_and_hide_nothing_behind_an_error_without_words(tmp_path: Path, batch: int) -> None:
    data = laid(tmp_path).read_bytes()
    outcomes = []
    for seed in range(batch * 21, batch * 21 + 21):
        chance = random.Random(seed)
        broken = bytearray(data)
        for _ in range(chance.choice((1, 2, 5, 20, 100))):
            page = chance.randrange(len(broken) // 4096) * 4096
            at = chance.choice((chance.randrange(len(broken)), chance.randrange(100), page + chance.randrange(200)))
            broken[at] = chance.randrange(256)
        folder = tmp_path / str(seed)
        folder.mkdir()
        path = folder / "history.sqlite3"
        path.write_bytes(broken)
        store = handle(path, NOW_MS)
        outcomes.append("refused" if store is None else "aside" if store.put_aside else "used")
        if store is not None:
            with HistoryReader(str(path)) as reader:  # and it is one that the next monitor goes on with
                assert "website" in reader.components(), seed
        shutil.rmtree(folder)
    assert "used" in outcomes
    assert "aside" in outcomes


def test_a_file_that_is_cut_anywhere_ends_nothing(tmp_path: Path) -> None:
    data = laid(tmp_path).read_bytes()
    for size in (1, 15, 16, 99, 100, 512, 4095, 4096, 4097, len(data) // 3, len(data) - 1):
        folder = tmp_path / str(size)
        folder.mkdir()
        path = folder / "history.sqlite3"
        path.write_bytes(data[:size])
        store = handle(path, NOW_MS)
        assert store is not None
        assert store.put_aside is not None, size


def a_folder(path: Path) -> None:
    path.mkdir()


def a_pipe(path: Path) -> None:
    os.mkfifo(path)


def a_link_to_itself(path: Path) -> None:
    path.symlink_to(path)


def a_link_to_a_pipe(path: Path) -> None:
    os.mkfifo(path.with_name("pipe"))
    path.symlink_to("pipe")


def a_device(path: Path) -> None:
    path.symlink_to("/dev/zero")


@posix
@pytest.mark.parametrize("make", [a_folder, a_pipe, a_link_to_itself, a_link_to_a_pipe, a_device])
def test_what_is_no_file_is_told_at_once_and_left_alone(tmp_path: Path, make: Callable[[Path], None]) -> None:
    path = tmp_path / "history.sqlite3"
    make(path)
    before, began = path.lstat(), time.monotonic()
    with pytest.raises(HistoryUnavailable) as caught:
        open_store(str(path), ManualClock(NOW_MS), results_kept=172_800)
    assert str(path) in caught.value.remedy
    with pytest.raises(HistoryError):
        HistoryReader(str(path))
    with suppress(HistoryError):  # a link to itself is no file at all
        assert read_statuses(str(path), NOW_MS) == []
    assert time.monotonic() - began < 5
    assert (path.lstat().st_ino, path.lstat().st_mode) == (before.st_ino, before.st_mode)


@posix
@pytest.mark.parametrize("make", [a_folder, a_pipe, a_link_to_a_pipe])
def test_what_is_no_file_where_the_lock_should_be_is_told_at_once(
    tmp_path: Path, make: Callable[[Path], None]
) -> None:
    make(tmp_path / "history.sqlite3.lock")
    with pytest.raises(HistoryUnavailable, match="cannot be written here"):
        HolderLock(str(tmp_path / "history.sqlite3"), briefly=False).acquire()


@posix
def test_no_link_is_followed_to_the_lock(tmp_path: Path) -> None:
    theirs = tmp_path / "theirs"
    theirs.write_text("what must stay")
    (tmp_path / "history.sqlite3.lock").symlink_to(theirs)
    with pytest.raises(HistoryUnavailable):
        open_store(str(tmp_path / "history.sqlite3"), ManualClock(NOW_MS), results_kept=172_800)
    assert theirs.read_text() == "what must stay"


@posix
def test_a_link_to_a_history_on_another_disk_is_used(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    elsewhere = laid(tmp_path / "other")
    path = tmp_path / "history.sqlite3"
    path.symlink_to(elsewhere)
    assert write_all(path, NOW_MS).put_aside is None
    with HistoryReader(str(elsewhere)) as reader:
        assert len(reader.series("website", BEGAN_MS, NOW_MS + 1).began_ms) == 182


def test_a_path_that_no_system_has_is_told(tmp_path: Path) -> None:
    for name in ("nul\0.sqlite3", "long" * 2000):
        with pytest.raises(HistoryError):
            open_store(str(tmp_path / name), ManualClock(NOW_MS), results_kept=172_800)
        with pytest.raises(HistoryError):
            HistoryReader(str(tmp_path / name))


@posix
def test_three_gigabytes_of_nothing_are_put_aside_in_a_moment(tmp_path: Path) -> None:
    path = tmp_path / "history.sqlite3"
    path.touch()
    os.truncate(path, 3 * 1024**3)
    began = time.monotonic()
    assert write_all(path, NOW_MS).put_aside is not None
    assert time.monotonic() - began < 5


@pytest.mark.parametrize("size", [0, 32, 5000])
def test_side_files_of_another_history_do_no_harm(tmp_path: Path, size: int) -> None:
    other, mine = tmp_path / "other", tmp_path / "mine"
    other.mkdir()
    mine.mkdir()
    theirs = laid(other)
    with closing(sqlite3.connect(theirs)) as connection:
        connection.execute("UPDATE components SET name = 'Theirs'")
        connection.commit()
        wal, shm = (Path(f"{theirs}{suffix}").read_bytes() for suffix in ("-wal", "-shm"))
    path = laid(mine)
    Path(f"{path}-wal").write_bytes(wal[: size or None])
    Path(f"{path}-shm").write_bytes(shm)
    assert handle(path, NOW_MS) is not None


def test_two_that_are_damaged_within_a_second_are_both_kept(tmp_path: Path) -> None:
    path = tmp_path / "history.sqlite3"
    kept = []
    for text in (b"one", b"two", b"three"):
        path.write_bytes(text * 100)
        with opened(path) as store:
            assert store.put_aside is not None
            kept.append(Path(store.put_aside).read_bytes()[:3])
    assert kept == [b"one", b"two", b"thr"]


SCHEMAS = {
    "a table is missing": ["DROP TABLE alerts"],
    "a view in place of a table": [
        "ALTER TABLE statuses RENAME TO old",
        "CREATE VIEW statuses AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n)"
        " SELECT x AS component, 'healthy' AS status, 1 AS since_ms, NULL AS reason, '' AS sentence, 1 AS checked_ms,"
        " 1 AS duration_us, 0 AS suspected, 0 AS flapping FROM n",
    ],
    "another column": ["ALTER TABLE audit RENAME COLUMN detail TO details"],
    "a column too many": ["ALTER TABLE outbox ADD COLUMN more TEXT"],
    "a column that is made by the file": [
        "ALTER TABLE silences ADD COLUMN x TEXT GENERATED ALWAYS AS (upper(comment))"
    ],
    "ids are not told apart": ["DROP INDEX idx_components_slug"],
    "a table of another kind": [
        "DROP TABLE positions",
        "CREATE VIRTUAL TABLE positions USING fts5(component, position)",
    ],
}


@pytest.mark.parametrize("what", SCHEMAS)
def test_tables_that_are_not_as_they_were_made_are_put_aside_with_the_file(tmp_path: Path, what: str) -> None:
    path = laid(tmp_path)
    change(path, *SCHEMAS[what])
    with pytest.raises(HistoryUnavailable, match="damaged"):
        HistoryReader(str(path))
    store = handle(path, NOW_MS)
    assert store is not None
    assert store.put_aside is not None
    with HistoryReader(str(path)) as reader:
        assert reader.components() == ["website"]


TRIGGERS = {
    "refuses": "CREATE TRIGGER t BEFORE INSERT ON results BEGIN SELECT raise(ABORT, 'no'); END",
    "ignores": "CREATE TRIGGER t BEFORE INSERT ON incidents BEGIN SELECT raise(IGNORE); END",
    "calls itself": 'CREATE TRIGGER [a "name"] AFTER INSERT ON audit BEGIN INSERT INTO audit (at_ms, actor, action,'
    " subject, detail) VALUES (1, 'user', 'started', '', ''); END",
    "takes for ever": "CREATE TRIGGER t AFTER UPDATE ON components BEGIN DELETE FROM results WHERE began_ms IN (WITH"
    " RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x FROM n); END",
}


@pytest.mark.parametrize("what", TRIGGERS)
def test_a_trigger_that_somebody_put_in_never_runs_and_costs_no_result(tmp_path: Path, what: str) -> None:
    path = laid(tmp_path)
    change(path, TRIGGERS[what])
    store = write_all(path, NOW_MS)
    assert store.put_aside is None
    with HistoryReader(str(path)) as reader:
        assert len(reader.series("website", BEGAN_MS, NOW_MS + 1).began_ms) == 182
        assert [one.id for one in reader.incidents(NOW_MS, NOW_MS + 1)] == ["new"]


@pytest.mark.parametrize("version", [-1, -(2**31), 2**31 - 1, 0])
def test_a_version_that_there_cannot_be_is_damage(tmp_path: Path, version: int) -> None:
    path = laid(tmp_path)
    change(path, f"PRAGMA user_version = {version}")
    store = handle(path, NOW_MS)
    assert store is not None
    assert store.put_aside is not None


def test_the_shape_that_files_are_compared_with_is_that_of_a_new_file(tmp_path: Path) -> None:
    with closing(connect_writer(str(tmp_path / "history.sqlite3"))) as connection:
        migrate(connection, str(tmp_path / "history.sqlite3"))
        tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        found = {
            table: " ".join(row[1] for row in connection.execute(f"PRAGMA table_info({table})")) for table in tables
        }
    assert found == SHAPE


NONSENSE = {
    "a status of no kind": "UPDATE statuses SET status = 'excellent'",
    "an incident's status of no kind": "UPDATE incidents SET status = 'excellent', ended_ms = NULL",
    "a reason of no kind": "UPDATE results SET reason = 'mood' WHERE rowid_place % 3 = 0",
    "an outcome of no kind": "UPDATE results SET outcome = -1 WHERE rowid_place % 3 = 0",
    "a time in words": "UPDATE results SET duration_us = 'long' WHERE rowid_place % 3 = 0",
    "measures that are no JSON": "UPDATE results SET measures = '{\"size\": [NaN' WHERE rowid_place % 3 = 0",
    "measures nested for ever": "UPDATE results SET measures = replace(hex(zeroblob(30000)), '00', '[')",
    "phases of another kind": "UPDATE results SET phases = '{\"a\": 1}'",
    "a timeline that is no list": "UPDATE incidents SET timeline = '7', ended_ms = NULL",
    "a timeline of nonsense": "UPDATE incidents SET timeline = '[[1], null, {}]', ended_ms = NULL",
    "a moment after all calendars": "UPDATE alerts SET pending_ms = 9e18, firing_ms = 1e300",
    "half a letter": "UPDATE audit SET detail = CAST(x'ff80' AS TEXT)",
    "components of a silence that are no list": "INSERT INTO silences VALUES ('s', 9e15, 1, '\"all\"', '[]', '')",
    "a position that is no text": "INSERT INTO positions VALUES ('log', x'00ff')",
    "a run of no length": "UPDATE operations SET duration_ms = 'long'",
    "a run of infinite length": "UPDATE operations SET duration_ms = 9e999",
    "sketches of noise": "UPDATE rollups SET sketch = randomblob(3000)",
    "a sketch that counts for ever": "UPDATE rollups SET sketch = replace(hex(zeroblob(9000)), '0', char(255))",
    "sums of another kind": "UPDATE rollups SET sum_us = 'much', p50_us = 9e999",
    "rolled up to the end of time": f"UPDATE components SET rolled_ms = {2**62}",
    "rolled up to a word": "UPDATE components SET rolled_ms = 'all'",
    "an interval of nothing": "UPDATE components SET interval_ms = 0",
    "an interval in words": "UPDATE components SET interval_ms = 'often'",
    "a limit of another kind": "INSERT INTO measure_days VALUES ('website', 'size', 1, 'ells', 9e999, 'much')",
    "escapes for a terminal": "UPDATE components SET name = char(27) || '[2J'; ",
    "a look at the clock that makes no sense": "INSERT OR REPLACE INTO meta VALUES ('clock_wall_ms', 'noon')",
}


@pytest.mark.parametrize("what", NONSENSE)
@pytest.mark.logs_warnings
def test_a_row_that_makes_no_sense_costs_that_row_only(tmp_path: Path, what: str) -> None:
    path = laid(tmp_path)
    change(path, NONSENSE[what].replace("rowid_place", "(began_ms / 60000)").rstrip("; "))
    store = handle(path, NOW_MS)
    assert store is not None
    assert store.put_aside is None
    read_all(path, NOW_MS)
    with HistoryReader(str(path)) as reader:
        assert reader.components() == ["website"]
        points = len(reader.series("website", BEGAN_MS, NOW_MS + DAY_MS).began_ms)
        assert points >= 120
        assert "new" in [one.id for one in reader.incidents(NOW_MS, NOW_MS + 1)]
        assert "a-new" in [one.id for one in reader.alerts(NOW_MS, NOW_MS + 1)]
        assert reader.operations(None, NOW_MS, NOW_MS + 1)[0].name == "sync:supporters"


def test_a_status_that_makes_no_sense_reads_as_unknown_and_hides_no_other(tmp_path: Path) -> None:
    path = tmp_path / "history.sqlite3"
    with opened(path) as store:
        for number in range(4):
            found = result(NOW_MS, component=f"c{number}")
            store.record(found, state(found))
    change(
        path,
        "UPDATE statuses SET status = 'excellent' WHERE component = 1",
        "UPDATE statuses SET since_ms = 'noon' WHERE component = 2",
        "UPDATE components SET name = x'00ff' WHERE key = 3",
    )
    statuses = {one["component"]: one["status"] for one in read_statuses(str(path), NOW_MS)}
    assert statuses == {"c0": Status.UNKNOWN, "c1": Status.UNKNOWN, "c3": Status.HEALTHY}


@pytest.mark.parametrize(
    "document",
    [
        "", "[]", "{", "null", '{"pausedUntil": "soon"}', '{"pausedUntil": 1e99, "paused": [], "local": 3}',
        '{"pausedUntil": null, "paused": {"c0": true}, "offline": 1, "unwell": 0, "local": [null], "paths": [1]}',
        '{"pausedUntil": null, "paused": {}, "offline": false, "unwell": false, "local": [], "paths": [{"path": 1}]}',
    ],
)  # fmt: skip
def test_surroundings_that_make_no_sense_hide_no_status(tmp_path: Path, document: str) -> None:
    path = tmp_path / "history.sqlite3"
    with opened(path) as store:
        found = result(NOW_MS, component="c0")
        store.record(found, state(found))
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("INSERT OR REPLACE INTO meta VALUES ('surroundings', ?)", (document,))
    statuses, around = read_stored(str(path), NOW_MS)
    assert [one["status"] for one in statuses] == [Status.HEALTHY]
    assert around.paused_until_ms is None
    assert not around.offline
    assert around.paths == []


def test_the_rollups_are_right_again_after_a_bit_flipped_in_how_far_they_are(tmp_path: Path) -> None:
    path = laid(tmp_path)
    with HistoryReader(str(path)) as reader:
        before = reader.buckets("website", BEGAN_MS, BEGAN_MS + 3 * 3_600_000, Resolution.HOUR)
    change(path, f"UPDATE components SET rolled_ms = {BEGAN_MS + 900 * DAY_MS}", "DELETE FROM rollups")
    handle(path, NOW_MS)
    with HistoryReader(str(path)) as reader:
        after = reader.buckets("website", BEGAN_MS, BEGAN_MS + 3 * 3_600_000, Resolution.HOUR)
    assert [one.checks for one in after] == [one.checks for one in before] == [60, 60, 60]


@pytest.mark.logs_warnings
def test_a_file_that_loses_a_table_under_a_running_monitor_is_put_aside_and_what_waits_is_written(
    tmp_path: Path,
) -> None:
    path = laid(tmp_path)

    async def run() -> None:
        with opened(path, ManualClock(NOW_MS)) as store:
            change(path, "DROP TABLE statuses", "CREATE TABLE statuses (other)")
            for number in range(3):
                found = result(NOW_MS + number)
                store.record(found, state(found))
            await store.flush()
            assert store.put_aside is not None
            assert (store.health().error, store.health().dropped) == (None, 0)

    asyncio.run(asyncio.wait_for(run(), 20))
    with HistoryReader(str(path)) as reader:
        assert len(reader.series("website", NOW_MS, NOW_MS + 9).began_ms) == 3
    assert not [thread for thread in threading.enumerate() if thread.name == "history"]
