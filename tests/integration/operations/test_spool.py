"""Runs that wait beside the history: what holds none is put aside and named, and keeps nobody from being taken in."""

import json
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from porchlight import track
from porchlight.intake.operations import fitted, is_sound
from porchlight.intake.text import redacting
from porchlight.language.english import english
from porchlight.model.operation import Operation
from porchlight.operations.spool import leave, rejected, spool_folder, waiting
from porchlight.redaction import Redactor
from tests.poison import ANY_KIND

NOW_MS = 1_790_000_000_000
RUN: dict[str, Any] = {
    "name": "nightly import",
    "began_ms": NOW_MS - 90_000,
    "duration_ms": 5.0,
    "ok": True,
    "processed": 4,
    "failed": 0,
    "id": "a1",
    "source": "",
    "subject": "",
    "expected_ms": None,
}


def _file(folder: Path, name: str, content: str) -> Path:
    place = Path(spool_folder(str(folder)))
    place.mkdir(exist_ok=True)
    path = place / name
    path.write_text(content, encoding="utf-8", errors="surrogatepass")
    return path


@pytest.mark.parametrize("kind", ANY_KIND)
def test_whatever_lies_there_is_put_aside_and_the_run_beside_it_is_read(tmp_path: Path, kind: str) -> None:
    path = _file(tmp_path, "bad.json", "")
    path.unlink()
    ANY_KIND[kind](path)
    _file(tmp_path, "good.json", json.dumps(RUN))
    began = time.monotonic()
    found = waiting(str(tmp_path), NOW_MS)
    assert [one.run.name for one in found if one.run is not None] == ["nightly import"]
    assert [Path(one.path).name for one in rejected(found)] == ["bad.json"]
    assert time.monotonic() - began < 2
    assert (path.parent / "bad.json.rejected").is_symlink() or (path.parent / "bad.json.rejected").exists()
    assert len(waiting(str(tmp_path), NOW_MS)) == 1


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"began_ms": "1e999"}, "“began_ms” is missing or not valid."),
        ({"began_ms": 10**30}, "“began_ms” is missing or not valid."),
        ({"began_ms": -5}, "“began_ms” is missing or not valid."),
        ({"began_ms": True}, "“began_ms” is missing or not valid."),
        ({"began_ms": 253_402_300_800_000}, "“began_ms” is missing or not valid."),
        ({"began_ms": NOW_MS + 3 * 86_400_000}, "The run is in the future."),
        ({"duration_ms": [1]}, "“duration_ms” is missing or not valid."),
        ({"duration_ms": -1}, "“duration_ms” is missing or not valid."),
        ({"duration_ms": 1e300}, "“duration_ms” is missing or not valid."),
        ({"processed": 2**64}, "“processed” is missing or not valid."),
        ({"failed": "many"}, "“failed” is missing or not valid."),
        ({"failed": 1.5}, "“failed” is missing or not valid."),
        ({"ok": "false"}, "“ok” is missing or not valid."),
        ({"ok": None}, "“ok” is missing or not valid."),
        ({"name": ""}, "“name” is missing or not valid."),
        ({"name": {"a": 1}}, "“name” is missing or not valid."),
        ({"subject": 7}, "“subject” is missing or not valid."),
        ({"expected_ms": "soon"}, "“expected_ms” is missing or not valid."),
    ],
)
def test_a_field_that_does_not_fit_is_named(tmp_path: Path, wrong: Mapping[str, Any], why: str) -> None:
    _file(tmp_path, "bad.json", json.dumps({**RUN, **wrong}))
    (found,) = waiting(str(tmp_path), NOW_MS)
    assert found.fault is not None
    assert (found.run, english(found.fault)) == (None, why)


def test_numbers_beyond_every_double_are_refused_too(tmp_path: Path) -> None:
    content = json.dumps(RUN).replace(str(RUN["began_ms"]), "1e999")
    _file(tmp_path, "bad.json", content)
    (found,) = waiting(str(tmp_path), NOW_MS)
    assert found.run is None


def test_texts_of_a_run_are_made_fit_for_every_exit(tmp_path: Path) -> None:
    name = "in\ud800port\u202e \x1b[1A\x00of\r\nyesterday" + "x" * 1000
    _file(tmp_path, "odd.json", json.dumps({**RUN, "name": name}))
    (found,) = waiting(str(tmp_path), NOW_MS)
    assert found.run is not None
    found.run.name.encode("utf-8")
    assert found.run.name.startswith("in\ufffdport\ufffd \ufffd[1A\ufffdof yesterdayx")
    assert len(found.run.name) == 200


def test_a_secret_in_a_run_that_waits_is_taken_out_before_the_cut(tmp_path: Path) -> None:
    redactor, secret = Redactor(), "planted-s3cret-of-ours-0123456789"
    redactor.add_secret(secret)
    across = "x" * 180 + secret
    for number in range(2):
        run = {**RUN, "name": across, "subject": secret, "source": across, "id": f"{number}-{secret}"}
        _file(tmp_path, f"{number}.json", json.dumps(run))
    with redacting(redactor.text):
        runs = [one.run for one in waiting(str(tmp_path), NOW_MS)]
    assert "planted" not in repr(runs)
    assert len({run.id for run in runs if run is not None}) == 2


def test_only_the_last_rejected_files_are_kept(tmp_path: Path) -> None:
    for number in range(50):
        _file(tmp_path, f"{number}.json", "{")
    rejected(waiting(str(tmp_path), NOW_MS))
    assert len(list(Path(spool_folder(str(tmp_path))).iterdir())) == 20


@pytest.mark.parametrize("run_id", ["../../outside", "a/b", "..", "x\0y", "con:", "é" * 10, "x" * 500])
def test_an_id_never_leads_out_of_the_folder(tmp_path: Path, run_id: str) -> None:
    leave(str(tmp_path), Operation("job", NOW_MS, 1.0, True, id=run_id))
    (path,) = Path(spool_folder(str(tmp_path))).iterdir()
    assert path.suffix == ".json"
    assert [one.name for one in tmp_path.iterdir()] == ["operations"]
    (found,) = waiting(str(tmp_path), NOW_MS)
    assert found.run is not None


class Odd:
    def __bool__(self) -> bool:
        return True

    def __int__(self) -> int:
        return 7


@pytest.mark.parametrize("count", [float("nan"), float("inf"), "many", -3, 10**40, object(), b"7", [1]])
def test_work_that_counts_oddly_is_still_measured(tmp_path: Path, count: Any) -> None:
    with track("work", data_dir=str(tmp_path)) as run:
        run.processed = count
    (found,) = waiting(str(tmp_path), time.time_ns() // 1_000_000)
    assert found.run is not None
    assert (found.run.ok, found.run.processed) == (True, None)


def test_numbers_of_other_libraries_count(tmp_path: Path) -> None:
    with track("work", data_dir=str(tmp_path)) as run:
        run.processed = Odd()  # type: ignore[assignment]
        run.ok = Odd()  # type: ignore[assignment]
    (found,) = waiting(str(tmp_path), time.time_ns() // 1_000_000)
    assert found.run is not None
    assert (found.run.ok, found.run.processed) == (True, 7)


@given(
    st.builds(
        Operation,
        name=st.text(max_size=500),
        began_ms=st.one_of(st.integers(), st.floats()),
        duration_ms=st.one_of(st.integers(), st.floats()),
        ok=st.booleans(),
        processed=st.one_of(st.none(), st.integers(), st.floats(), st.text(max_size=5)),
        failed=st.one_of(st.none(), st.integers(), st.floats()),
        id=st.text(max_size=200),
        subject=st.text(max_size=300),
        expected_ms=st.one_of(st.none(), st.integers(), st.floats()),
    )
)
def test_whatever_our_own_callers_tell_becomes_a_run_that_can_be_counted(operation: Operation) -> None:
    run = fitted(operation, lambda text: text)
    assert is_sound(run)
    json.dumps(run.name).encode("utf-8")
    assert fitted(run, lambda text: text) == run
