"""SQLite files of others: read without a trace, in every state that their owners leave them in."""

import asyncio
import os
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest

from porchlight.history.store import open_store
from porchlight.model.result import Result
from porchlight.model.status import Outcome, Reason
from porchlight.monitor.clock import SystemClock
from tests.other_user import as_user, needs_root, open_to_all
from tests.support import check

pytestmark = pytest.mark.anyio

COUNT = "SELECT count(*) FROM gifts"
WRITER = """
import os, sqlite3, sys
path, mode, then = sys.argv[1:]
db = sqlite3.connect(path, isolation_level=None)
db.execute("PRAGMA journal_mode = " + mode)
if then == "cut":
    db.execute("PRAGMA cache_size = 1")
    db.execute("BEGIN IMMEDIATE")
    db.execute("UPDATE gifts SET amount = randomblob(900)")
    db.execute("INSERT INTO gifts SELECT randomblob(900) FROM gifts a, gifts b LIMIT 3000")
    os._exit(0)
db.execute("INSERT INTO gifts VALUES (1)")
if then == "die":
    os._exit(0)
print("open", flush=True)
for line in sys.stdin:
    db.execute("INSERT INTO gifts VALUES (1)")
    print("written", flush=True)
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    folder = open_to_all(tmp_path) / "of another"
    folder.mkdir()
    folder.chmod(0o777)
    path = folder / "gifts.sqlite3"
    with closing(sqlite3.connect(path)) as made, made:
        made.execute("CREATE TABLE gifts (amount)")
        made.executemany("INSERT INTO gifts VALUES (?)", [(n,) for n in range(3)])
    path.chmod(0o644)
    return path


@contextmanager
def writer(file: Path, mode: str, then: str = "stay") -> Iterator[Callable[[], None]]:
    """The program that the file belongs to, which writes once more at each call."""
    command = [sys.executable, "-c", WRITER, str(file), mode, then]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        stdin, stdout = running.stdin, running.stdout
        if then == "stay":
            assert stdout.readline() == "open\n"

        def write() -> None:
            stdin.write("\n")
            stdin.flush()
            assert stdout.readline() == "written\n"

        try:
            yield write
        finally:
            stdin.close()
            running.wait(10)


def left(file: Path) -> dict[str, tuple[int, ...]]:
    """Everything beside the file that could be changed."""
    found: dict[str, tuple[int, ...]] = {}
    for one in sorted(file.parent.iterdir()):
        status = one.lstat()
        found[one.name] = (status.st_uid, status.st_mode, status.st_size, status.st_mtime_ns, status.st_ino)
    return found


def url_of(file: Path) -> str:
    return f"sqlite:///{file}"


async def ask(file: Path, query: str = COUNT, timeout: float = 5.0, **more: object) -> Result:
    return await check({"kind": "database", "url": url_of(file), "query": query, **more}, timeout=timeout)


def answer(result: Result) -> float:
    assert result.outcome is Outcome.HEALTHY, result.sentence
    return result.measures["answer"].value


def answer_as_nobody(file: Path) -> float:
    return as_user("nobody", lambda: answer(asyncio.run(ask(file))))


@pytest.mark.parametrize("mode", ["delete", "truncate", "persist", "memory", "wal"])
async def test_a_file_that_nobody_has_open_is_read_without_a_trace(file: Path, mode: str) -> None:
    with writer(file, mode):
        pass
    before = left(file)
    assert answer(await ask(file)) == 4
    assert left(file) == before


@pytest.mark.parametrize("mode", ["delete", "truncate", "persist", "wal"])
async def test_a_file_that_is_written_is_read_as_it_is_now_without_a_trace(file: Path, mode: str) -> None:
    with writer(file, mode) as write:
        for more in range(3):
            before = left(file)
            assert answer(await ask(file)) == 4 + more
            assert left(file) == before
            write()  # a lock that was kept would stop it
    with closing(sqlite3.connect(file)) as owner, owner:
        owner.execute("INSERT INTO gifts VALUES (1)")


@needs_root
@pytest.mark.parametrize("then", ["closed", "open", "killed"])
def test_who_watches_as_another_user_never_locks_the_owner_out(file: Path, then: str) -> None:
    asyncio.run(ask(file))  # all that the other user needs is loaded
    if then == "open":
        with writer(file, "wal") as write:
            before = left(file)
            assert answer_as_nobody(file) == 4
            assert left(file) == before
            write()
    else:
        with writer(file, "wal", "die" if then == "killed" else "stay"):
            pass
        before = left(file)
        assert answer_as_nobody(file) == 4
        assert left(file) == before
    file.chmod(0o666)
    for name in ("-wal", "-shm"):
        beside = Path(f"{file}{name}")
        assert not beside.exists() or beside.stat().st_uid == 0
    with closing(sqlite3.connect(file)) as owner, owner:
        owner.execute("INSERT INTO gifts VALUES (1)")


@needs_root
def test_a_folder_that_the_watcher_may_not_write_in_is_read(file: Path) -> None:
    asyncio.run(ask(file))
    with writer(file, "wal") as write:
        file.parent.chmod(0o755)
        write()
        assert answer_as_nobody(file) == 5
    assert answer_as_nobody(file) == 5


@needs_root
def test_a_file_that_may_not_be_read_says_so(file: Path) -> None:
    asyncio.run(ask(file))
    file.chmod(0o600)

    def refusal() -> tuple[Reason | None, str]:
        result = asyncio.run(ask(file))
        return result.reason, result.sentence

    reason, sentence = as_user("nobody", refusal)
    assert reason is Reason.FORBIDDEN
    assert "owner" in sentence


async def test_changes_that_wait_without_an_index_are_told_and_not_passed_over(file: Path) -> None:
    with writer(file, "wal", "die"):
        pass
    Path(f"{file}-shm").unlink()
    before = left(file)
    result = await ask(file)
    assert (result.outcome, result.reason) == (Outcome.ERROR, Reason.CONFIGURATION)
    assert "cannot be read without writing" in result.sentence
    assert left(file) == before


async def test_a_change_that_was_cut_off_is_told_and_not_rolled_back(file: Path) -> None:
    with writer(file, "delete", "cut"):
        pass
    assert Path(f"{file}-journal").stat().st_size > 0
    before = left(file)
    result = await ask(file)
    assert (result.outcome, result.reason) == (Outcome.ERROR, Reason.CONFIGURATION), result.sentence
    assert "middle of a change" in result.sentence
    assert left(file) == before


async def test_an_empty_wal_that_a_watcher_left_behind_once_is_no_hindrance(file: Path) -> None:
    with writer(file, "wal"):
        pass
    Path(f"{file}-wal").touch()
    before = left(file)
    assert answer(await ask(file)) == 4
    assert left(file) == before


async def test_what_lies_behind_a_link_is_read_where_it_lies(file: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.sqlite3"
    link.symlink_to(file)
    with writer(file, "wal") as write:
        write()
        assert answer(await ask(link)) == 5
    assert answer(await ask(link)) == 5
    assert sorted(one.name for one in tmp_path.iterdir()) == ["link.sqlite3", "of another"]


@pytest.mark.parametrize(
    "name",
    [
        "a%41b", "what?mode=rwc", "a#b", "100 %", "a&immutable=1", "naïve ☃", "a'b\"c", "-", "a\\b", "%", "%2525",
        "%3F", "a+b", "café%C3%A9;x", "a=b:c@d", "%2e%2e%2fx", ":memory:", "file:x", "?", "a b%20c", "%00", "~",
    ],
)  # fmt: skip
async def test_every_letter_of_a_name_is_part_of_the_name(file: Path, name: str) -> None:
    odd = file.with_name(name)
    file.rename(odd)
    assert answer(await ask(odd)) == 3
    assert [one.name for one in odd.parent.iterdir()] == [name]


@pytest.mark.parametrize(("name", "decoded"), [("gifts%41", "giftsA"), ("gifts%3F", "gifts?"), ("100%25", "100%")])
async def test_a_file_of_the_name_as_it_is_comes_before_one_whose_name_it_would_be_decoded(
    file: Path, name: str, decoded: str
) -> None:
    copy = file.with_name(decoded)
    copy.write_bytes(file.read_bytes())
    with closing(sqlite3.connect(copy)) as other, other:
        other.execute("DELETE FROM gifts")
    file.rename(file.with_name(name))
    assert answer(await ask(file.with_name(name))) == 3
    assert answer(await ask(copy)) == 0


@pytest.mark.parametrize("name", ["100 %", "what?", "Büro & Co", "a#b%41"])
async def test_an_address_that_an_earlier_porchlight_wrote_is_still_understood(file: Path, name: str) -> None:
    odd = file.with_name(name)
    file.rename(odd)
    url = f"sqlite:///{quote(str(odd), safe=' +/')}"
    assert answer(await check({"kind": "database", "url": url, "query": COUNT})) == 3
    missing = await check({"kind": "database", "url": f"{url}%41", "query": COUNT})
    assert missing.sentence == f"There is no file {url.removeprefix('sqlite:///')}%41."


async def test_a_name_is_never_decoded_into_one_of_another_computer(file: Path) -> None:
    for name in ("%2F" + str(file), "%5C%5Cfiles.example%5Cshare%5Cgifts", "%5C??%5CUNC%5Cfiles.example%5Cgifts"):
        found = await check({"kind": "database", "url": f"sqlite:///{name}", "query": COUNT})
        assert found.sentence == f"There is no file {os.path.abspath(name)}."


async def test_what_is_no_file_is_told_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo")
    (tmp_path / "folder").mkdir()
    (tmp_path / "round").symlink_to(tmp_path / "round")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "socket"))
    began = time.monotonic()
    for name in ("fifo", "folder", "socket", "round"):
        result = await ask(tmp_path / name)
        assert result.outcome is Outcome.ERROR
        assert result.reason in (Reason.CONFIGURATION, Reason.FILE), result.sentence
    for device in ("/dev/zero", "/dev/null", "/dev/stdin"):
        result = await ask(Path(device))
        assert (result.outcome, result.reason) == (Outcome.ERROR, Reason.CONFIGURATION), result.sentence
    assert time.monotonic() - began < 4


@pytest.mark.parametrize("content", [b"", b"x", b"SQLite format 3\0", b"no database" * 100, b"\0" * 4096])
async def test_what_is_no_database_is_told_and_left(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    Path(f"{file}-wal").write_bytes(b"beside")  # SQLite would remove it beside an empty file
    before = left(file)
    result = await ask(file)
    assert (result.outcome, result.reason) == (Outcome.ERROR, Reason.CONTENT), result.sentence
    assert left(file) == before


async def test_checks_of_one_file_at_the_same_time_do_not_disturb_each_other(file: Path) -> None:
    with writer(file, "wal") as write:
        write()
        results = await asyncio.gather(*(ask(file) for _ in range(6)))
    assert [answer(result) for result in results] == [5] * 6


@pytest.mark.timeout(120)
async def test_an_owner_that_opens_writes_and_closes_all_the_time_is_never_hindered(file: Path) -> None:
    over = threading.Event()
    failures: list[BaseException] = []
    written = 0

    def keep_writing() -> None:
        nonlocal written
        program = (
            "import sqlite3, sys\n"
            "for _ in range(40):\n"
            "    with sqlite3.connect(sys.argv[1], timeout=5) as db:\n"
            "        db.execute('PRAGMA journal_mode = wal'); db.execute('INSERT INTO gifts VALUES (1)')\n"
            "    db.close()\n"
        )
        try:
            while not over.is_set():
                subprocess.run([sys.executable, "-c", program, str(file)], check=True, capture_output=True)
                written += 40
        except BaseException as error:
            failures.append(error)

    thread = threading.Thread(target=keep_writing)
    thread.start()
    counts, sentences = [], []
    try:
        until = time.monotonic() + 3
        while time.monotonic() < until:
            result = await ask(file)
            if result.outcome is Outcome.HEALTHY:
                counts.append(result.measures["answer"].value)
            else:
                sentences.append((result.reason, result.sentence))
    finally:
        over.set()
        await asyncio.to_thread(thread.join)
    assert failures == []
    assert counts == sorted(counts)
    assert {reason for reason, _ in sentences} <= {Reason.LOCKED, Reason.TIMEOUT}, sentences
    assert len(counts) > len(sentences)
    assert [one.name for one in file.parent.iterdir()] == [file.name]
    with closing(sqlite3.connect(file)) as owner:
        assert owner.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert owner.execute(COUNT).fetchone() == (3 + written,)


async def test_the_programs_own_history_can_be_watched_while_it_is_written(tmp_path: Path) -> None:
    path = tmp_path / "history.sqlite3"
    store = open_store(str(path), SystemClock(), results_kept=3600)
    try:
        result = await ask(path, "SELECT count(*) FROM components")
        assert answer(result) == 0
        # Its lock is still held: somebody else who closes it must not take it for the last one's.
        program = (
            "import sqlite3, sys; db = sqlite3.connect(sys.argv[1]); db.execute('SELECT 1 FROM results'); db.close()"
        )
        await asyncio.to_thread(subprocess.run, [sys.executable, "-c", program, str(path)], check=True)
        assert Path(f"{path}-wal").exists()
        await store.flush()
        assert store.health().error is None
    finally:
        store.close()


async def test_a_lock_lasts_no_longer_than_the_query(file: Path) -> None:
    assert answer(await ask(file)) == 3
    with closing(sqlite3.connect(file, timeout=0, isolation_level=None)) as owner:
        owner.execute("PRAGMA locking_mode = EXCLUSIVE")
        owner.execute("BEGIN EXCLUSIVE")
        owner.execute("COMMIT")


async def test_text_that_is_none_and_numbers_beyond_all_are_told_plainly(file: Path) -> None:
    with closing(sqlite3.connect(file)) as owner, owner:
        owner.execute("CREATE TABLE odd (it)")
        owner.execute("INSERT INTO odd VALUES (CAST(x'ff00fe' AS TEXT))")
    result = await ask(file, "SELECT it FROM odd", query_value="x")
    assert result.reason is Reason.CONTENT
    assert "\x00" not in result.sentence
    huge = await ask(file, "SELECT 9e999 FROM odd")
    assert huge.outcome is Outcome.HEALTHY
    assert "answer" not in huge.measures


async def test_a_view_that_would_do_more_than_read_is_refused(file: Path) -> None:
    with closing(sqlite3.connect(file)) as owner, owner:
        owner.execute("CREATE VIEW sly AS SELECT load_extension('/tmp/x')")
        owner.execute("CREATE VIEW slow AS SELECT 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!' REGEXP '(a+)+$'")
    for view in ("sly", "slow"):
        result = await ask(file, f"SELECT * FROM {view}", timeout=2)
        assert (result.outcome, result.reason) == (Outcome.ERROR, Reason.CONFIGURATION), result.sentence
