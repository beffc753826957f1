"""``porchlight watch``: one line a change, until it is asked to end."""

import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from porchlight.demo.faults import Fault
from tests.integration.program import Program
from tests.integration.simulators import Beside


@pytest.fixture
def porchlight(tmp_path: Path, website: Beside) -> Program:
    program = Program(tmp_path)
    program.configure(
        f"""
        [monitor]
        interval = "1s"
        confirmations = 1
        confirmation_pause = "100ms"
        connectivity_urls = []
        [components.website]
        kind = "http"
        name = "Donation page"
        url = "{website.url}"
        """
    )
    return program


def wait_for(process: "subprocess.Popen[str]", pattern: str) -> str:
    assert process.stdout is not None
    giving_up = threading.Timer(30, process.kill)
    giving_up.start()
    try:
        for line in process.stdout:
            if re.search(pattern, line):
                return line
    finally:
        giving_up.cancel()
    raise AssertionError(f"nothing printed {pattern}: {process.stderr.read() if process.stderr else ''}")


def end(process: "subprocess.Popen[str]", number: signal.Signals = signal.SIGTERM) -> str:
    process.send_signal(signal.CTRL_BREAK_EVENT if sys.platform == "win32" else number)
    try:
        out, err = process.communicate(timeout=5)
    except subprocess.TimeoutExpired:
        process.kill()
        raise
    assert "Traceback" not in err
    assert process.returncode == 0
    return out


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_changes_are_printed_and_remembered_as_an_incident(
    porchlight: Program, website: Beside, number: signal.Signals
) -> None:
    process = porchlight.start("watch")
    wait_for(process, "Watching 1 component")
    wait_for(process, "Donation page: unknown → healthy")
    website.fail(Fault.UNAVAILABLE)
    wait_for(process, r"Donation page: healthy → error \(http_status\): The answer was 503")
    website.fail(Fault.NONE)
    wait_for(process, "Donation page: error → healthy")
    assert "Stopped." in end(process, number)
    ran = porchlight("history", "website")
    assert "1 incident\n" in ran.out
    assert "The answer was 503" in ran.out


def test_a_second_one_prints_who_watches_follows_and_takes_over(porchlight: Program, website: Beside) -> None:
    first = porchlight.start("watch")
    wait_for(first, "unknown → healthy")
    second = porchlight.start("watch")
    line = wait_for(second, "only shows its results")
    assert f"process {first.pid}" in line
    website.fail(Fault.UNAVAILABLE)
    wait_for(second, "Donation page: healthy → error")
    end(first)
    wait_for(second, "Watching 1 component")
    end(second)


@pytest.mark.logs_warnings
def test_a_history_that_cannot_be_used_does_not_stop_the_watch(porchlight: Program) -> None:
    porchlight.data.mkdir()
    (porchlight.data / "history.sqlite3").mkdir()
    process = porchlight.start("watch")
    wait_for(process, "kept in memory only")
    wait_for(process, "unknown → healthy")
    end(process)


def test_an_open_incident_goes_on_after_a_restart(porchlight: Program, website: Beside) -> None:
    website.fail(Fault.UNAVAILABLE)
    process = porchlight.start("watch")
    wait_for(process, "→ error")
    process.kill()
    process.communicate()
    process = porchlight.start("watch")
    assert "crash-report.txt" in wait_for(process, "The last run ended unexpectedly")
    wait_for(process, "→ error")
    website.fail(Fault.NONE)
    wait_for(process, "→ healthy")
    end(process)
    assert "1 incident\n" in porchlight("history", "website").out


def test_the_weekly_report_is_written_beside_the_watching_and_noted(porchlight: Program, tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    text = porchlight.config.read_text(encoding="utf-8")
    porchlight.configure(f'{text}\n[report]\nweekly = true\nformat = "html"\nfolder = "{folder}"\n')
    for _ in range(2):  # the second time it is known already
        process = porchlight.start("watch")
        wait_for(process, "Donation page")
        giving_up = time.monotonic() + 20
        while "Weekly report saved" not in porchlight("audit").out and time.monotonic() < giving_up:
            assert process.poll() is None
        end(process)
    (entry,) = [line for line in porchlight("audit").out.splitlines() if "Weekly report saved" in line]
    (file,) = folder.iterdir()
    assert f"The weekly report was saved to {file}." in entry
    assert file.read_text(encoding="utf-8").startswith("<!doctype html>")


def test_on_sighup_it_goes_on_with_the_new_settings(porchlight: Program) -> None:
    process = porchlight.start("watch")
    wait_for(process, "Donation page: unknown → healthy")
    before = porchlight.config.read_text()
    porchlight.configure(before + '\n[components.itself]\nkind = "self"\nname = "The monitor"\n')
    process.send_signal(signal.SIGHUP)
    wait_for(process, "The settings were reloaded")
    wait_for(process, "The monitor: unknown → healthy")
    porchlight.configure("[[[")
    process.send_signal(signal.SIGHUP)
    assert "not valid TOML" in wait_for(process, "The settings were not reloaded")
    end(process)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no TZ")
@pytest.mark.parametrize("name", ["UTC0", "EST5EDT4,M3.2.0,M11.1.0", "/etc/passwd", "gar bage"])
@pytest.mark.logs_warnings
def test_a_time_zone_without_a_name_that_is_known_keeps_nothing_from_running(porchlight: Program, name: str) -> None:
    text = porchlight.config.read_text()
    porchlight.configure(f'{text}\n[report]\nweekly = true\n[paths.gifts]\ntaken_by = ["website"]\n')
    program = Program(porchlight.folder, {**porchlight.environment, "TZ": name})
    assert program("health").code == 0
    process = program.start("watch")
    wait_for(process, "Donation page: unknown → healthy")
    giving_up = time.monotonic() + 20
    while "Weekly report saved" not in program("audit").out and time.monotonic() < giving_up:
        assert process.poll() is None
    assert "unwell" not in end(process)
    assert "Weekly report saved" in program("audit").out
