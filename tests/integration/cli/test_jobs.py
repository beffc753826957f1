"""Jobs report their runs: as processes, with and without a Porchlight that runs, and from Python."""

import asyncio
import json
import signal
import stat
import subprocess
import sys
import textwrap
import time
from pathlib import Path
from typing import Any

import pytest

from porchlight import track
from porchlight.model.operation import Operation
from porchlight.operations.spool import leave, spool_folder, waiting
from porchlight.runtime.history import open_reader
from tests.integration.program import Program

PYTHON = sys.executable
NOW_MS = time.time_ns() // 1_000_000 + 3_600_000


@pytest.fixture
def porchlight(tmp_path: Path) -> Program:
    program = Program(tmp_path)
    program.configure('[monitor]\nconnectivity_urls = []\n[components.it]\nkind = "self"\ninterval = "1s"\n')
    return program


def _jobs(porchlight: Program) -> dict[str, dict[str, Any]]:
    done = porchlight("performance", "--json")
    assert done.code == 0, done.err
    return {row["name"]: row for row in json.loads(done.out)["operations"]}


def test_a_command_is_measured_and_nothing_of_it_is_changed(porchlight: Program) -> None:
    code = (
        "import sys; print('12 done, 3 failed'); print('oh', file=sys.stderr); print(sys.stdin.read()); sys.exit(7)"
    )
    pattern = r"(?P<processed>\d+) done, (?P<failed>\d+) failed"
    ran = porchlight("run", "--name", "import", "--count-pattern", pattern, "--", PYTHON, "-c", code, given="in")
    assert (ran.code, ran.out, ran.err) == (7, "12 done, 3 failed\nin\n", "oh\n")
    ran = porchlight("run", "--name", "import", "--expect-every", "1h", "--", PYTHON, "-c", "print('\u00e9')")
    assert (ran.code, ran.out) == (0, "\u00e9\n")
    found = _jobs(porchlight)["import"]
    assert (found["count"], found["succeeded"]) == (2, 1)
    assert found["durationMs"]["p95"] > 0
    assert "import" in porchlight("performance", "--sort", "recent").out
    with open_reader(str(porchlight.data)) as reader:
        assert reader.operations("import", 0, 2**50)[0].expected_ms == 3_600_000
    assert not list(Path(spool_folder(str(porchlight.data))).glob("*.json"))


def test_what_cannot_be_run_ends_as_in_a_shell_and_counts_as_failed(porchlight: Program) -> None:
    ran = porchlight("run", "--", "/no/such/program")
    assert ran.code == 127
    assert "cannot be run" in ran.err
    assert _jobs(porchlight)["program"]["succeeded"] == 0
    assert porchlight("run").code == 64
    assert porchlight("run", "--expect-every", "often", "--", "true").code == 64
    assert porchlight("run", "--count-pattern", "(", "--", "true").code == 64


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals")
def test_a_signal_reaches_the_command_and_its_end_is_reported(porchlight: Program) -> None:
    code = "import signal, sys, time; print('ready', flush=True); time.sleep(60)"
    process = porchlight.start("run", "--name", "long", "--count-pattern", "x", "--", PYTHON, "-c", code)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=20)
    assert process.returncode == 128 + signal.SIGTERM
    assert _jobs(porchlight)["long"]["succeeded"] == 0


def test_a_run_that_somebody_else_measured_is_recorded(porchlight: Program) -> None:
    assert porchlight("record", "nightly", "--duration", "90s", "--count", "405", "--failed", "2").code == 0
    assert porchlight("record", "nightly", "--duration", "60s", "--failed-run").code == 0
    found = _jobs(porchlight)["nightly"]
    assert (found["count"], found["succeeded"], found["rate"]) == (2, 1, 4.5)
    assert porchlight("record", "nightly", "--duration", "soon").code == 64
    assert porchlight("record", "nightly", "--duration", "1s", "--at", "then").code == 64


def test_the_porchlight_that_runs_takes_runs_in_at_once_and_its_rules_see_them(porchlight: Program) -> None:
    porchlight.configure(
        porchlight.config.read_text()
        + '[rules.nightly]\nwhen = { operation = "nightly", failures = 2 }\nchannels = ["console"]\n'
    )
    process = porchlight.start("watch")
    assert process.stdout is not None
    while "healthy" not in process.stdout.readline():
        continue
    for _ in range(2):
        assert porchlight("record", "nightly", "--duration", "1s", "--failed-run").code == 0
    while "nightly" not in process.stdout.readline():
        continue
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=20)
    assert _jobs(porchlight)["nightly"]["count"] == 2


def test_python_code_is_tracked_in_every_way(tmp_path: Path) -> None:
    folder = str(tmp_path)

    @track("called", data_dir=folder)
    def called(value: int) -> int:
        return value + 1

    @track("awaited", data_dir=folder)
    async def awaited() -> str:
        return "done"

    async def entered() -> None:
        async with track("entered", data_dir=folder) as run:
            run.processed = 10

    assert called(1) == 2
    assert asyncio.run(awaited()) == "done"
    asyncio.run(entered())
    with pytest.raises(KeyError), track("raised", data_dir=folder):
        raise KeyError("x")
    found = {one.run.name: one.run for one in waiting(folder, NOW_MS) if one.run is not None}
    assert {name: one.ok for name, one in found.items()} == {
        "called": True,
        "awaited": True,
        "entered": True,
        "raised": False,
    }
    assert found["entered"].processed == 10


@pytest.mark.logs_warnings
def test_work_goes_on_where_nothing_can_be_left(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way of a folder")
    with track("work", data_dir=str(tmp_path / "file" / "data")) as run:
        run.processed = 1


def test_a_secret_in_a_job_s_name_goes_no_further(tmp_path: Path) -> None:
    leave(str(tmp_path), Operation("get https://me:planted-s3cret@example.org/", 0, 5.0, True))
    (found,) = waiting(str(tmp_path), NOW_MS)
    assert found.run is not None
    assert "planted-s3cret" not in found.run.name


@pytest.mark.logs_warnings
def test_runs_that_wait_are_private_and_junk_among_them_is_put_aside(porchlight: Program) -> None:
    data = str(porchlight.data)
    leave(data, Operation("a", 1_700_000_000_000, 5.0, True, id="x"))
    folder = Path(spool_folder(data))
    if sys.platform != "win32":
        assert stat.S_IMODE((folder / "x.json").stat().st_mode) == 0o600
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    (folder / "junk.json").write_text("{")
    (folder / "list.json").write_text("[1]")
    assert porchlight("performance").code == 0
    assert sorted(path.name for path in folder.iterdir()) == ["junk.json.rejected", "list.json.rejected"]
    assert "File rejected  junk.json: " in porchlight("audit").out


def test_importing_track_loads_next_to_nothing() -> None:
    code = textwrap.dedent(
        """
        import sys
        from porchlight import track
        print([name for name in ("pydantic", "httpx", "sqlite3", "PySide6", "asyncio") if name in sys.modules])
        """
    )
    done = subprocess.run([PYTHON, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
