"""A crash leaves a trace, and the next start knows of it: with real processes that end in each way."""

import subprocess
import sys
from pathlib import Path

import pytest

_RUN = """
import logging, os, signal, sys
from porchlight.redaction import Redactor
from porchlight.runtime.last_run import RunMark, log_uncaught
folder, way = sys.argv[1:]
redactor = Redactor()
redactor.add_secret("s3cret-value")
logging.basicConfig(filename=os.path.join(folder, "porchlight.log"), encoding="utf-8")
log_uncaught()
mark = RunMark(folder, "tray", redactor)
crash = mark.begin()
print(crash.report if crash else "in order", flush=True)
match way:
    case "properly":
        mark.ending()
        mark.end()
    case "asked, then killed":
        mark.ending()
        os._exit(9)
    case "killed":
        os._exit(9)
    case "crashed":
        import ctypes
        ctypes.string_at(0)
    case "uncaught":
        raise ValueError("the key s3cret-value is wrong")
    case "thread":
        import threading
        threading.Thread(target=lambda: 1 / 0, name="reader").start()
"""

posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX owners and links")


def begin(folder: Path, way: str = "properly") -> str:
    """Run once, ending that way; what the start said of the run before."""
    done = subprocess.run(
        [sys.executable, "-c", _RUN, str(folder), way], capture_output=True, text=True, timeout=60, check=False
    )
    assert "s3cret" not in done.stdout
    return done.stdout.strip()


def test_a_run_that_ended_properly_leaves_nothing(tmp_path: Path) -> None:
    assert begin(tmp_path) == "in order"
    assert [path.name for path in tmp_path.iterdir()] == ["porchlight.log"]
    assert begin(tmp_path) == "in order"


def test_a_crash_leaves_its_trace_and_is_reported_once(tmp_path: Path) -> None:
    begin(tmp_path, "crashed")
    report = begin(tmp_path)
    assert "Segmentation fault" in report or "access violation" in report
    assert 'File "<string>"' in report  # where it was
    assert (tmp_path / "crash-report.txt").read_text(encoding="utf-8").strip() == report
    assert begin(tmp_path) == "in order"


@pytest.mark.parametrize(("way", "found"), [("uncaught", "ValueError: the key *** is wrong"), ("thread", "reader")])
def test_what_nobody_caught_is_in_the_log_and_in_the_report_without_secrets(
    tmp_path: Path, way: str, found: str
) -> None:
    begin(tmp_path, way)
    assert found in begin(tmp_path)


def test_a_run_that_was_killed_is_reported_without_a_trace(tmp_path: Path) -> None:
    begin(tmp_path, "killed")
    assert "Trace:\nnone" in begin(tmp_path)


def test_a_run_that_was_asked_to_end_did_not_crash_however_it_ended(tmp_path: Path) -> None:
    begin(tmp_path, "asked, then killed")
    assert begin(tmp_path) == "in order"


def test_a_computer_that_was_switched_off_is_no_crash(tmp_path: Path) -> None:
    (tmp_path / "tray.running").write_text("1000000000000")  # 2001
    assert begin(tmp_path) == "in order"


@pytest.mark.parametrize("content", ["", "x", "9" * 4000, "\ufffd\0", "-5e999", "1e3", "9" * 30])
def test_a_damaged_mark_hinders_no_start(tmp_path: Path, content: str) -> None:
    (tmp_path / "tray.running").write_text(content, encoding="utf-8")
    assert begin(tmp_path)
    assert begin(tmp_path) == "in order"


@posix
@pytest.mark.parametrize("name", ["tray.running", "tray-crash-trace.txt", "porchlight.log"])
def test_a_link_in_place_of_a_file_of_ours_is_neither_followed_nor_read(tmp_path: Path, name: str) -> None:
    folder, other = tmp_path / "data", tmp_path / "other"
    folder.mkdir()
    other.write_text("not ours")
    begin(folder, "killed")
    (folder / name).unlink(missing_ok=True)
    (folder / name).symlink_to(other)
    assert "not ours" not in begin(folder)
    assert other.read_text().startswith("not ours")


@posix
def test_without_a_folder_to_write_in_it_starts_all_the_same(tmp_path: Path) -> None:
    missing = tmp_path / "no" / "folder"
    code = _RUN.replace('os.path.join(folder, "porchlight.log")', "os.devnull")
    done = subprocess.run(
        [sys.executable, "-c", code, str(missing), "properly"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout.strip()) == (0, "in order")
