"""The history on disk: what was acknowledged is there, whatever happens to the file or to us."""

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import textwrap
from contextlib import closing
from pathlib import Path

import pytest

from porchlight.history.reader import HistoryReader
from porchlight.history.store import open_store
from porchlight.model.errors import HistoryError, HistoryHeld, HistoryTooNew, HistoryUnavailable
from porchlight.model.incident import ComponentState, Incident, IncidentEvent, IncidentEventKind
from porchlight.model.status import Reason, Status
from tests.clocks import ManualClock
from tests.integration.history.builders import WEBSITE, opened, result, state

pytestmark = [pytest.mark.anyio, pytest.mark.logs_warnings]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "history.sqlite3"


def count(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        found: int = connection.execute("SELECT count(*) FROM results").fetchone()[0]
        assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        return found


async def test_a_result_comes_back_as_it_was(path: Path) -> None:
    found = result(1_790_000_000_000)
    with opened(path) as store:
        store.register(WEBSITE, 0)
        store.record(found, state(found))
        await store.flush()
        with HistoryReader(str(path)) as reader:
            assert list(reader.results("website", 0, 2_000_000_000_000)) == [found]


async def test_closing_writes_what_is_queued(path: Path) -> None:
    with opened(path) as store:
        for index in range(700):
            found = result(index)
            store.record(found, state(found))
    assert count(path) == 700


async def test_an_open_incident_is_found_again_by_the_next_run(path: Path) -> None:
    event = IncidentEvent(5, IncidentEventKind.CONFIRMED, Status.ERROR, Reason.DNS, "The name could not be found.")
    open_one = Incident("a", "website", 5, Status.ERROR, Reason.DNS, "The name could not be found.", (event,))
    closed = Incident("b", "website", 1, Status.ERROR, Reason.DNS, "x", (event,), ended_ms=3)
    with opened(path) as store:
        store.register(WEBSITE, 0)
        store.save_incident(open_one)
        store.save_incident(closed)
    with opened(path) as store:
        assert store.open_incidents() == [open_one]
        with HistoryReader(str(path)) as reader:
            assert [incident.id for incident in reader.incidents(0, 10)] == ["a", "b"]


async def test_a_second_writer_is_told_who_the_first_is_and_can_still_read(path: Path) -> None:
    with opened(path) as store:
        store.register(WEBSITE, 0)
        await store.flush()
        with pytest.raises(HistoryHeld, match=f"process {os.getpid()}"):
            open_store(str(path), ManualClock(), results_kept=172_800)
        with HistoryReader(str(path)) as reader:
            assert reader.components() == ["website"]
    with opened(path):
        pass  # let go of at the end


CRASHING_WRITER = """
    import asyncio, sys
    from tests.integration.history.builders import opened, result, state
    from pathlib import Path

    async def main() -> None:
        with opened(Path(sys.argv[1])) as store:
            for index in range(1_000_000):
                found = result(index)
                store.record(found, state(found))
                if index % 250 == 249:
                    await store.flush()
                    print(index + 1, flush=True)

    asyncio.run(main())
"""


def test_killed_in_the_middle_of_writing_the_file_is_whole_with_all_that_was_acknowledged(path: Path) -> None:
    path.parent.mkdir()
    with subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(CRASHING_WRITER), str(path)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[3],
    ) as process:
        assert process.stdout is not None
        acknowledged = 0
        for line in process.stdout:
            acknowledged = int(line)
            if acknowledged >= 10_000:
                break
        process.kill()
        process.wait()
        acknowledged = max([acknowledged, *(int(line) for line in process.stdout if line.endswith("\n"))])
    with opened(path):
        pass  # the lock of the dead is no hindrance
    assert count(path) >= acknowledged


@pytest.mark.parametrize("damage", ["junk", "truncated", "header"])
async def test_a_damaged_file_is_put_aside_and_a_new_one_begun(path: Path, damage: str) -> None:
    with opened(path) as store:
        for index in range(5000):
            found = result(index)
            store.record(found, state(found))
    if damage == "junk":
        path.write_bytes(b"not a database at all. " * 1000)
    elif damage == "truncated":
        os.truncate(path, path.stat().st_size // 2)
    else:
        path.write_bytes(b"\0" * 100 + path.read_bytes()[100:])
    with opened(path) as store:
        assert store.put_aside is not None
        assert Path(store.put_aside).exists()
        found = result(1)
        store.record(found, state(found))
        await store.flush()
        assert store.health().error is None
    assert count(path) == 1


async def test_damage_found_while_writing_loses_neither_the_monitor_nor_what_waits(path: Path) -> None:
    with opened(path) as store:
        store.register(WEBSITE, 0)
        for index in range(3000):
            found = result(index)
            store.record(found, state(found))
        await store.flush()
        with closing(sqlite3.connect(path)) as other:
            other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        blank = b"\xee" * (path.stat().st_size - 4096)
        with open(path, "r+b") as file:
            file.seek(4096)
            file.write(blank)
            file.flush()
        for index in range(3000, 6000):
            found = result(index)
            store.record(found, state(found))
            if index % 500 == 0:
                await store.flush()
        await store.flush()
        assert store.put_aside is not None
        assert store.health().error is None
    with HistoryReader(str(path)) as reader:
        assert reader.components() == ["website"]
        assert len(reader.series("website", 3000, 6000).began_ms) == 3000


def test_an_empty_file_is_begun_with(path: Path) -> None:
    path.parent.mkdir()
    path.touch()
    with opened(path) as store:
        assert store.put_aside is None


def test_a_newer_file_is_refused_untouched_with_what_to_do(path: Path) -> None:
    with opened(path):
        pass
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 99")
    before = path.read_bytes()
    with pytest.raises(HistoryTooNew, match="newer Porchlight"):
        open_store(str(path), ManualClock(), results_kept=172_800)
    with pytest.raises(HistoryTooNew):
        HistoryReader(str(path))
    assert path.read_bytes() == before


def test_a_missing_history_is_told_to_a_reader_and_not_created(path: Path) -> None:
    with pytest.raises(HistoryUnavailable, match="no history yet"):
        HistoryReader(str(path))
    assert not path.parent.exists()


async def test_a_file_locked_by_another_program_is_told_and_written_later(path: Path) -> None:
    with opened(path) as store:
        store.register(WEBSITE, 0)
        await store.flush()
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            found = result(1)
            store.record(found, state(found))
            await store.flush()
            health = store.health()
            assert health.error == "Another program has locked the history."
            assert health.queued == 1
            other.execute("ROLLBACK")
        await store.flush()
        assert store.health().error is None
    assert count(path) == 1


async def test_a_value_that_no_column_takes_costs_that_one_result_only(path: Path) -> None:
    with opened(path) as store:
        for index in range(10):
            found = result(index, duration_us=2**70 if index == 5 else 50_000)
            store.record(found, state(result(index)))
        await store.flush()
        assert (store.health().dropped, store.health().queued) == (1, 0)
        found = result(10)
        store.record(found, state(found))
    assert count(path) == 10


FULL_DISK = """
    import asyncio, resource, sys
    from tests.integration.history.builders import opened, result, state
    from pathlib import Path

    def allow(bytes_):
        resource.setrlimit(resource.RLIMIT_FSIZE, (bytes_, resource.RLIM_INFINITY))

    async def main() -> None:
        with opened(Path(sys.argv[1])) as store:
            await store.flush()
            for time in range(3):
                allow(300_000)
                for index in range(5000 * time, 5000 * (time + 1)):
                    found = result(index)
                    store.record(found, state(found))
                    if index % 500 == 0:
                        await store.flush()
                await store.flush()
                print(store.health().error, store.health().queued > 0, sep="|")
                allow(resource.RLIM_INFINITY)
                await store.flush()
                print(store.health().error, store.health().queued, sep="|")

    asyncio.run(main())
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on file sizes to test with")
def test_a_full_disk_stops_the_history_and_nothing_else(path: Path) -> None:
    path.parent.mkdir()
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(FULL_DISK), str(path)],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[3],
        timeout=50,
        check=True,
    )
    lines = [line.split("|") for line in done.stdout.splitlines()]
    assert len(lines) == 6
    for (sentence, queued), after in zip(lines[::2], lines[1::2], strict=True):
        assert sentence.startswith("The disk that holds the history")
        assert queued == "True"
        assert after == ["None", "0"]
    assert count(path) == 15_000


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")
def test_a_folder_without_permission_is_told_to_the_writer_and_read_all_the_same(
    request: pytest.FixtureRequest,
) -> None:
    reached = Path(tempfile.mkdtemp())  # others may not enter pytest's own folders
    request.addfinalizer(lambda: shutil.rmtree(reached))
    reached.chmod(0o755)
    path = reached / "data" / "history.sqlite3"
    with opened(path) as store:
        store.register(WEBSITE, 0)
    script = """
        import sys
        from porchlight.history.reader import HistoryReader
        from porchlight.history.store import open_store
        from porchlight.monitor.clock import SystemClock
        from porchlight.model.errors import HistoryUnavailable
        from porchlight.language.english import english
        from porchlight.language.text import msg
        import os
        english(msg("What is loaded later, the next user may not read."))
        if os.getuid() == 0:
            os.setgid(65534)
            os.setuid(65534)
        try:
            open_store(sys.argv[1], SystemClock(), results_kept=172_800)
        except HistoryUnavailable as error:
            print(error.sentence)
        with HistoryReader(sys.argv[1]) as reader:
            print(reader.components())
    """
    path.parent.chmod(0o555)
    for one in (path, path.with_name(f"{path.name}.lock")):
        one.chmod(0o644)  # as those of earlier versions are
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(script), str(path)],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[3],
        timeout=50,
        check=True,
    )
    path.parent.chmod(0o755)
    sentence, components = done.stdout.splitlines()
    assert sentence.startswith("The history cannot be written here")
    assert components == "['website']"


def test_a_path_that_cannot_be_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(HistoryError):
        open_store(str(tmp_path / "file" / "history.sqlite3"), ManualClock(), results_kept=172_800)


async def test_how_long_a_status_lasts_is_known_to_the_next_run_unless_that_comes_much_later(path: Path) -> None:
    day_ms, now_ms = 86_400_000, ManualClock().now_ms()

    def healthy(checked_ms: int) -> ComponentState:
        return ComponentState("website", Status.HEALTHY, now_ms - 20 * day_ms, None, "Well.", checked_ms, None)

    with opened(path) as store:
        store.register(WEBSITE, 0)
        store.save_state(healthy(now_ms - day_ms))
    with opened(path) as store:
        assert store.lasting_statuses() == {"website": (Status.HEALTHY, now_ms - 20 * day_ms)}
        store.save_state(healthy(now_ms - 9 * day_ms))
    with opened(path) as store:
        assert store.lasting_statuses() == {}
