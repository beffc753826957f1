"""Runs that have started: each start waits beside the history until its run is reported."""

import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from porchlight import record, track
from porchlight.model.operation import Operation, RunStart
from porchlight.operations.starts import MOST_OF_ONE_JOB, StartFolder
from tests.integration.operations.served import detail, served
from tests.integration.program import Program

NOW_MS = time.time_ns() // 1_000_000


def _waiting(folder: Path) -> list[RunStart]:
    return list(StartFolder(str(folder)).of("import"))


def test_a_tracked_piece_of_work_has_started_until_it_ends(tmp_path: Path) -> None:
    with track("import", data_dir=str(tmp_path)):
        (start,) = _waiting(tmp_path)
        assert abs(start.began_ms - time.time() * 1000) < 60_000
    assert _waiting(tmp_path) == []


@pytest.fixture
def porchlight(tmp_path: Path) -> Program:
    """As in a terminal."""
    return Program(tmp_path)


def test_a_command_has_started_until_it_ends(porchlight: Program) -> None:
    folder = porchlight.data / "operations" / "started"
    look = f"import os, sys; sys.exit(len(os.listdir({str(folder)!r})))"
    assert porchlight("run", "--name", "import", "--", sys.executable, "-c", look).code == 1
    assert _waiting(porchlight.data) == []


def test_a_start_can_be_recorded_and_ended(porchlight: Program) -> None:
    assert porchlight("record", "import", "--start", "--id", "batch 7").code == 0
    (start,) = _waiting(porchlight.data)
    assert start.id == "batch 7"
    porchlight("record", "import", "--duration", "5m", "--id", "batch 8", "--at", "2026-01-05")
    assert len(_waiting(porchlight.data)) == 1
    assert porchlight("record", "import", "--duration", "0s", "--id", "batch 7").code == 0
    assert _waiting(porchlight.data) == []


def test_a_start_has_no_end_yet(porchlight: Program) -> None:
    ran = porchlight("record", "import", "--start", "--count", "3")
    assert (ran.code, "A start has no end yet" in ran.err) == (64, True)


def test_a_program_that_measured_itself_ends_its_start_too(tmp_path: Path) -> None:
    StartFolder(str(tmp_path)).begin(RunStart("import", NOW_MS - 60_000))
    assert record("import", 60.0, data_dir=str(tmp_path))
    assert _waiting(tmp_path) == []


@pytest.mark.parametrize(
    ("start", "run", "ended"),
    [
        (RunStart("import", 1000, "a"), Operation("import", 1000, 10, True, id="a"), True),
        (RunStart("import", 1000, "a"), Operation("import", 900, 500, True, id="b"), False),
        (RunStart("import", 1000, "a"), Operation("import", 2000, 10, False, id="b"), True),
        (RunStart("import", 1000), Operation("import", 900, 500, True), True),
        (RunStart("import", 1000), Operation("import", 400, 500, True), False),
        (RunStart("import", 1000), Operation("another", 2000, 500, True), False),
    ],
)
def test_which_run_ends_which_start(start: RunStart, run: Operation, ended: bool) -> None:
    assert start.is_ended_by(run) is ended


def test_a_job_that_never_ends_does_not_fill_the_disk(tmp_path: Path) -> None:
    for second in range(MOST_OF_ONE_JOB * 2):
        StartFolder(str(tmp_path)).begin(RunStart("import", NOW_MS + second, str(second)))
    assert [one.id for one in _waiting(tmp_path)] == [str(39 - place) for place in range(MOST_OF_ONE_JOB)]


def test_a_file_that_is_no_start_is_passed_over(tmp_path: Path) -> None:
    StartFolder(str(tmp_path)).begin(RunStart("import", NOW_MS, "a"))
    (file,) = (tmp_path / "operations" / "started").iterdir()
    file.write_bytes(b'{"name": 3')
    assert _waiting(tmp_path) == []


@pytest.mark.anyio
async def test_over_http_a_start_is_ended_by_the_run_of_the_same_id(unused_port: int) -> None:
    async with served(unused_port) as it, it.client() as client:
        given = {"name": "import", "id": "batch-7"}
        started = await client.post("/v1/starts", json=given)
        (start,) = it.starts.of("import")
        assert (started.status_code, started.json()) == (201, {"ids": [start.id]})
        ended = await client.post("/v1/operations", json={**given, "durationMs": 5000})
        assert ended.json() == {"ids": [start.id]}
        assert it.starts.of("import") == []


@pytest.mark.anyio
async def test_over_http_an_impossible_start_is_refused(unused_port: int) -> None:
    async with served(unused_port) as it, it.client() as client:
        for given, status, text in (
            ({"id": "7"}, 422, "Some fields are incorrect."),
            ({"name": "import", "durationMs": 5}, 422, "Some fields are incorrect."),
            ([{"name": "import"}], 422, "Some fields are incorrect."),
            ({"name": "import", "began": _at(days=1)}, 422, "The time of the start is impossible."),
            ({"name": "import", "began": _at(days=-60)}, 422, "The time of the start is impossible."),
        ):
            answer = await client.post("/v1/starts", json=given)
            assert (answer.status_code, detail(answer)) == (status, text)
        assert (await client.post("/v1/starts", content=b"{", headers=_JSON)).status_code == 400
        assert it.starts.of("import") == []
        client.headers["Authorization"] = "Bearer wrong"
        assert (await client.post("/v1/starts", json={"name": "import"})).status_code == 401


_JSON = {"Content-Type": "application/json"}


def _at(days: int) -> str:
    return (datetime(2026, 9, 21, tzinfo=UTC) + timedelta(days=days + 1)).isoformat()
