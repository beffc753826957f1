"""A program tells of a run that it measured itself."""

import math
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from porchlight import record
from porchlight.model.operation import Operation
from porchlight.operations.spool import waiting


def _found(folder: Path) -> list[Operation]:
    return [one.run for one in waiting(str(folder), time.time_ns() // 1_000_000) if one.run is not None]


def test_a_run_is_told_with_when_it_was_and_what_it_did(tmp_path: Path) -> None:
    ended = datetime(2026, 11, 24, 3, 1, 30, tzinfo=UTC)
    assert record("nightly import", 90.0, processed=405, failed=2, ended=ended, data_dir=str(tmp_path))
    (run,) = _found(tmp_path)
    assert (run.name, run.duration_ms, run.ok, run.processed, run.failed) == ("nightly import", 90_000, True, 405, 2)
    assert datetime.fromtimestamp(run.began_ms / 1000, UTC) == datetime(2026, 11, 24, 3, 0, tzinfo=UTC)


def test_without_a_time_it_has_just_ended(tmp_path: Path) -> None:
    assert record("backup", 2.0, ok=False, data_dir=str(tmp_path))
    (run,) = _found(tmp_path)
    assert not run.ok
    assert abs(run.began_ms + 2_000 - time.time() * 1000) < 10_000


@pytest.mark.parametrize("duration", [math.nan, math.inf, -math.inf])
def test_a_duration_that_is_none_ends_no_program(
    tmp_path: Path, duration: float, caplog: pytest.LogCaptureFixture
) -> None:
    assert not record("backup", duration, data_dir=str(tmp_path))
    assert _found(tmp_path) == []
    assert "could not be told of a run of “backup”" in caplog.text


def test_a_place_that_cannot_be_written_ends_no_program(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "file").touch()
    assert not record("backup", 2.0, data_dir=str(tmp_path / "file"))
    assert "could not be told of a run of “backup”" in caplog.text
