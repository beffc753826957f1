"""The table of benchmarks does not show old figures as if they were of now."""

from dataclasses import asdict

import pytest

pytest.importorskip("resource", reason="the benchmarks measure on Unix")

from tests.benchmarks.measure import Measurement
from tests.benchmarks.table import table


def run(commit: str | None, *names: str) -> dict[str, object]:
    measured = [asdict(Measurement(name, 1.47, 2.0, "s", "beside 1.23")) | {"met": True} for name in names]
    found: dict[str, object] = {"measured": "2026-11-24 02:57 UTC", "on": "2 cores", "measurements": measured}
    return found if commit is None else {**found, "commit": commit}


def rows(page: str) -> dict[str, str]:
    lines = [line.strip("| ").split(" | ") for line in page.splitlines() if line.startswith("| ")]
    return {cells[0]: cells[-1] for cells in lines[2:]}


def test_what_was_not_measured_at_this_commit_is_marked_stale_with_its_own() -> None:
    page = table({"a": run("1a", "now"), "b": run("0b", "then", "then too"), "c": run(None, "long ago")}, "1a")
    assert rows(page) == {
        "now": "`1a`",
        "then": "**stale**: `0b`",
        "then too": "**stale**: `0b`",
        "long ago": "**stale**: before 2026-11-26",
    }
    assert "at commit `1a`" in page
    assert "3 of 4 rows are" in page


def test_figures_of_code_that_is_not_committed_are_never_those_of_a_commit() -> None:
    assert rows(table({"a": run("1a+", "now")}, "1a+")) == {"now": "**stale**: `1a+`"}
