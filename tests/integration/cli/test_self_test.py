"""``porchlight self-test``: all parts of a checkout are there; what is missing or broken is named in one sentence."""

import os
import sys
import tempfile
from pathlib import Path

import pytest

from porchlight.alerts.channels.registry import BUILT_IN as CHANNELS
from porchlight.probes.registry import BUILT_IN as COMPONENTS
from porchlight.self_test.part import Absent, Faulty, Finding, Part, State, try_out
from porchlight.self_test.run import self_test
from porchlight.settings.report import ReportFormat
from tests.integration.program import Program
from tests.schemas import conforming


def test_every_part_is_named_and_nothing_is_left_behind(tmp_path: Path) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    program = Program(tmp_path, {"TMPDIR": str(temporary), "LC_ALL": "C.UTF-8"})
    ran = program("self-test", "--json")
    found = conforming("self-test", ran.out)
    assert [part for part in found["parts"] if part["state"] == "failed"] == []
    assert (ran.code, found["ok"], found["frozen"]) == (0, True, False)
    names = {part["name"] for part in found["parts"]}
    assert names >= {f"component {kind}" for kind in COMPONENTS} | {f"channel {kind}" for kind in CHANNELS}
    assert names >= {f"report {form.value}" for form in ReportFormat} | {"export csv", "export jsonl"}
    assert names >= {"history", "metrics otlp", "metrics prometheus", "apprise", "keyring", "tls", "chart", "tray"}
    assert list(temporary.iterdir()) == []
    assert [path.name for path in tmp_path.iterdir()] == ["temporary"]


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a screen")
def test_people_read_one_line_a_part_and_a_missing_display_does_not_end_the_program(tmp_path: Path) -> None:
    ran = Program(tmp_path, {"DISPLAY": ":99999", "LC_ALL": "C.UTF-8"})("self-test")
    assert ran.code == 0, ran.err
    assert "ok           history\n" in ran.out
    assert "not present  tray: There is no screen.\n" in ran.out
    assert ran.out.endswith("Every part of Porchlight works.\n")


def test_where_nothing_can_be_written_that_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
    (found,) = self_test(lambda: ())
    assert found.state is State.FAILED
    assert found.sentence == "No file can be written for the test (No such file or directory)."


def _broken() -> None:
    raise Faulty("It is broken.")


def _missing() -> None:
    __import__("porchlight_has_no_such_module")


def _leaving() -> None:
    raise SystemExit("bye")


def _absent() -> None:
    raise Absent("There is none here.")


@pytest.mark.parametrize(
    ("use", "state", "sentence"),
    [
        (os.getpid, State.OK, ""),
        (_absent, State.ABSENT, "There is none here."),
        (_broken, State.FAILED, "It is broken."),
        (_missing, State.FAILED, "It lacks porchlight_has_no_such_module, or what that needs "),
        (_leaving, State.FAILED, "It ended with SystemExit: bye"),
    ],
)
def test_what_came_of_a_part(use: object, state: State, sentence: str) -> None:
    finding = try_out(Part("it", use))  # type: ignore[arg-type]
    assert isinstance(finding, Finding)
    assert finding.state is state
    assert finding.sentence.startswith(sentence)
