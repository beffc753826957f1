"""docs/benchmarks.md, written from docs/benchmarks.json: one table, made at one commit. What was not measured at that
one is stale, and says so."""

import subprocess
from typing import Any

from tests.benchmarks.measure import TOP, Measurement

UNKNOWN = "before 2026-11-26"
"""Commits are noted since then."""
_HEAD = """# Benchmarks

Written by `make bench` at commit `{commit}`; do not edit. Each figure stands beside a yardstick that was measured in
the same run, on the same machine. A row that was not measured at this commit is **stale**: the program may have
become another one since. {stale} of {rows} rows are.

| what | measured | goal | | details | when and on what | commit |
| --- | --- | --- | --- | --- | --- | --- |
"""


def commit_here() -> str:
    """The commit that is measured, with a ``+`` where the code is not what was committed."""
    commit = _git("rev-parse", "--short=10", "HEAD")
    return f"{commit}+" if _git("status", "--porcelain", "--", "app", "resources", "tests/benchmarks") else commit


def table(document: dict[str, Any], commit: str) -> str:
    """The page. ``commit``: the one at which it is made."""
    lines, stale = [], 0
    for run in document.values():
        measured_at = run.get("commit")
        is_fresh = measured_at == commit and not commit.endswith("+")
        said = f"`{measured_at}`" if measured_at else UNKNOWN
        for row in run["measurements"]:
            one = Measurement(**{key: value for key, value in row.items() if key != "met"})
            stale += not is_fresh
            cells = (
                one.name,
                figure(one.value, one.unit),
                f"{'≥' if one.at_least else '≤'} {figure(one.goal, one.unit)}",
                "met" if one.met else "**missed**",
                one.detail,
                f"{run['measured']}; {run['on']}",
                said if is_fresh else f"**stale**: {said}",
            )
            lines.append(f"| {' | '.join(cells)} |")
    return _HEAD.format(commit=commit, stale=stale, rows=len(lines)) + "\n".join(lines) + "\n"


def line(measurement: Measurement) -> str:
    """One measurement, for a terminal."""
    sign = "≥" if measurement.at_least else "≤"
    goal = f"(goal {sign} {figure(measurement.goal, measurement.unit)})"
    verdict = "met" if measurement.met else "MISSED"
    value = figure(measurement.value, measurement.unit)
    return f"{verdict:<6} {measurement.name}: {value} {goal}  {measurement.detail}"


def figure(value: float, unit: str) -> str:
    """A number with its unit, as exact as it is of use."""
    text = f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
    return f"{text} {unit}"


def _git(*arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=TOP, capture_output=True, text=True, check=True)
    return done.stdout.strip()
