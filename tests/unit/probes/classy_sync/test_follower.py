"""The log is followed through everything that happens to log files: each whole line is read once."""

import dataclasses
import json
import os
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from porchlight.probes.classy_sync.follower import Place, Position, read_on

LONGEST = 4096


class Reader:
    """Reads as the program does, and forgets all but the position when it is started anew."""

    def __init__(self, log: Path) -> None:
        self.log = log
        self.position = Position()
        self.lines: list[bytes] = []
        self.whole = True

    def read(self, time_limit: float = 60.0) -> list[bytes]:
        """The lines of this reading."""
        new: list[bytes] = []
        progress = read_on(
            str(self.log),
            self.position,
            new.append,
            now_ms=time.time_ns() // 1_000_000,
            longest_line=LONGEST,
            time_limit=time_limit,
        )
        self.position, self.whole = progress.position, progress.whole
        self.lines += new
        return new

    def restart(self) -> None:
        stored = json.dumps(dataclasses.asdict(self.position))
        self.position = Position(tuple(Place(**place) for place in json.loads(stored)["places"]))


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "combined.log"


def test_lines_are_read_as_they_come(log: Path) -> None:
    log.write_bytes(b"one\ntwo\n")
    reader = Reader(log)
    assert reader.read() == [b"one\n", b"two\n"]
    with log.open("ab") as file:
        file.write(b"three\n")
    assert reader.read() == [b"three\n"]


def test_a_line_that_is_still_being_written_waits_for_its_end(log: Path) -> None:
    log.write_bytes(b"one\ntw")
    reader = Reader(log)
    assert reader.read() == [b"one\n"]
    with log.open("ab") as file:
        file.write(b"o\n")
    assert reader.read() == [b"two\n"]


def test_an_unchanged_log_is_not_opened(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log.write_bytes(b"one\n")
    (log.parent / "combined1.log").write_bytes(b"two\n")
    reader = Reader(log)
    reader.read()
    reader.restart()
    monkeypatch.setattr("builtins.open", lambda *_, **__: pytest.fail("it was opened"))
    assert reader.read() == []


def test_several_rotations_while_nobody_looked_lose_nothing(log: Path) -> None:
    log.write_bytes(b"one\n")
    reader = Reader(log)
    reader.read()
    reader.restart()
    with log.open("ab") as file:
        file.write(b"two\n")
    for number in range(1, 4):
        (log.parent / f"combined{number}.log").write_bytes(f"in {number}\n".encode())
    assert sorted(reader.read()) == [b"in 1\n", b"in 2\n", b"in 3\n", b"two\n"]


def test_a_renaming_rotation_reads_no_line_twice(log: Path) -> None:
    log.write_bytes(b"one\n")
    reader = Reader(log)
    reader.read()
    log.rename(log.parent / "combined1.log")
    log.write_bytes(b"two\n")
    assert reader.read() == [b"two\n"]


def test_a_log_cut_to_nothing_and_begun_anew_is_read_from_its_beginning(log: Path) -> None:
    log.write_bytes(b"one\ntwo\n")
    reader = Reader(log)
    reader.read()
    os.truncate(log, 0)
    assert reader.read() == []
    log.write_bytes(b"three\n")
    assert reader.read() == [b"three\n"]


def test_another_content_of_the_same_size_is_read(log: Path) -> None:
    log.write_bytes(b"one\n")
    reader = Reader(log)
    reader.read()
    before = log.stat()
    log.write_bytes(b"two\n")
    os.utime(log, ns=(before.st_atime_ns, before.st_mtime_ns + 1_000_000))
    assert reader.read() == [b"two\n"]


def test_a_log_that_lost_its_end_is_read_on_from_there(log: Path) -> None:
    log.write_bytes(b"one%s\ntwo\nthree\n" % (b"." * 2000))
    reader = Reader(log)
    reader.read()
    os.truncate(log, log.stat().st_size - len(b"three\n"))
    assert reader.read() == []
    with log.open("ab") as file:
        file.write(b"four\n")
    assert reader.read() == [b"four\n"]


def test_a_deleted_log_is_told_and_a_new_one_read(log: Path) -> None:
    log.write_bytes(b"one\n")
    reader = Reader(log)
    reader.read()
    log.unlink()
    with pytest.raises(FileNotFoundError):
        reader.read()
    log.write_bytes(b"two\n")
    assert reader.read() == [b"two\n"]


def test_a_log_replaced_by_a_longer_copy_of_itself_is_read_on(log: Path) -> None:
    """As rsync does where the log is brought from another computer."""
    log.write_bytes(b"one\n")
    reader = Reader(log)
    reader.read()
    copy = log.parent / "copy"
    copy.write_bytes(b"one\ntwo\n")
    copy.replace(log)
    assert reader.read() == [b"two\n"]


@pytest.mark.skipif(os.name == "nt", reason="links need a right of their own on Windows")
def test_a_link_to_the_log_is_followed_and_its_target_not_read_twice(log: Path) -> None:
    (log.parent / "combined3.log").write_bytes(b"one\n")
    log.symlink_to(log.parent / "combined3.log")
    assert Reader(log).read() == [b"one\n"]


def test_a_line_of_monstrous_length_is_left_out_and_the_next_one_read(log: Path) -> None:
    log.write_bytes(b"x" * (3 * LONGEST) + b"\none\n" + b"y" * (2 * LONGEST))
    reader = Reader(log)
    assert reader.read() == [b"one\n"]
    with log.open("ab") as file:
        file.write(b"\ntwo\n")
    assert reader.read() == [b"two\n"]


def test_what_nobody_wrote_to_for_weeks_is_passed_over_at_first(log: Path) -> None:
    log.write_bytes(b"new\n")
    old = log.parent / "combined1.log"
    old.write_bytes(b"old\n")
    os.utime(old, (1, 1))
    assert Reader(log).read() == [b"new\n"]


def test_of_too_much_the_newest_is_read(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("porchlight.probes.classy_sync.follower._AT_ONCE", 12)
    log.write_bytes(b"first\nsecond\nthird\n")
    reader = Reader(log)
    assert reader.read() == [b"second\n", b"third\n"]
    assert reader.read() == []


def test_a_reading_that_runs_out_of_time_is_taken_up_where_it_stopped(log: Path) -> None:
    log.write_bytes(b"".join(b"%d\n" % number for number in range(2000)))
    (log.parent / "combined1.log").write_bytes(b"other\n")
    reader = Reader(log)
    rounds = 0
    while rounds == 0 or not reader.whole:
        reader.read(time_limit=-1)
        reader.restart()
        rounds += 1
        assert rounds < 3000
    assert sorted(reader.lines) == sorted([b"other\n", *(b"%d\n" % number for number in range(2000))])


_STEPS = 25


class AnyStory(RuleBasedStateMachine):
    """Lines are written in pieces, files rotate in winston's two ways, and the reader is started anew."""

    tailable = False

    @initialize(tailable=st.booleans())
    def begin(self, tailable: bool) -> None:
        self.folder = Path(os.environ["LOG_FOLDER"]) / os.urandom(8).hex()
        self.folder.mkdir()
        self.tailable = tailable
        self.log = self.folder / "combined.log"
        self.log.touch()
        self.current = self.log
        self.reader = Reader(self.log)
        self.written = 0
        self.pending = b""
        self.clock_ns = self.log.stat().st_mtime_ns
        self.created = 0

    def _write(self, text: bytes) -> None:
        with self.current.open("ab") as file:
            file.write(text)
        self.clock_ns += 1_000_000
        os.utime(self.current, ns=(self.clock_ns, self.clock_ns))

    @rule(lengths=st.lists(st.integers(0, 1500), min_size=1, max_size=4), cut=st.integers(0, 40))
    def write(self, lengths: list[int], cut: int) -> None:
        """Some lines, the last without its end as yet."""
        text = self.pending
        for length in lengths:
            text += b"%d %s\n" % (self.written, b"x" * length)
            self.written += 1
        cut = min(cut, len(text) - 1)
        self._write(text[: len(text) - cut])
        self.pending = text[len(text) - cut :]

    @rule()
    def rotate(self) -> None:
        self._write(self.pending)
        self.pending = b""
        if self.tailable:
            for number in range(_STEPS, 0, -1):  # so many that none is taken away with lines that were never read
                older = self.folder / f"combined{number}.log"
                if older.exists():
                    older.rename(self.folder / f"combined{number + 1}.log")
            self.log.rename(self.folder / "combined1.log")
            self.log.touch()
        else:
            self.created += 1
            self.current = self.folder / f"combined{self.created}.log"
            self.current.touch()

    @rule()
    def read(self) -> None:
        self.reader.read()

    @rule()
    def read_in_a_hurry(self) -> None:
        self.reader.read(time_limit=-1)

    @rule()
    def restart(self) -> None:
        self.reader.restart()

    @invariant()
    def no_line_is_read_twice(self) -> None:
        numbers = self._numbers()
        assert len(numbers) == len(set(numbers))

    def teardown(self) -> None:
        if not hasattr(self, "reader"):
            return
        self._write(self.pending)
        while self.reader.read() or not self.reader.whole:
            pass
        assert sorted(self._numbers()) == list(range(self.written))

    def _numbers(self) -> list[int]:
        return [int(line.split()[0]) for line in self.reader.lines]


def test_whatever_happens_each_whole_line_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from hypothesis.stateful import run_state_machine_as_test

    monkeypatch.setenv("LOG_FOLDER", str(tmp_path))
    run_state_machine_as_test(
        AnyStory,
        settings=settings(
            max_examples=60, stateful_step_count=_STEPS, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
