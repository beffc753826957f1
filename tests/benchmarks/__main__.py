"""``python -m tests.benchmarks [NAME…]``: measure, print, and (all of them) write docs/benchmarks.md and .json."""

import gc
import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict

from tests.benchmarks import command_line, remembering, sweeps, watching
from tests.benchmarks.measure import TOP, Measurement

BENCHMARKS: dict[str, Callable[[], list[Measurement]]] = {
    "status": command_line.status,
    "few": command_line.few,
    "thousand": command_line.thousand,
    "hanging": sweeps.hanging,
    "load": watching.load,
    "idle": watching.idle,
    "news": watching.news,
    "writes": remembering.writes,
    "charts": remembering.charts,
    "memory": watching.memory,
}


def main() -> int:
    if sys.argv[1:2] == ["--one"]:
        gc.set_threshold(20_000)  # as the program itself does
        print(json.dumps([asdict(measurement) for measurement in BENCHMARKS[sys.argv[2]]()]))
        return 0
    chosen = sys.argv[1:] or list(BENCHMARKS)
    found: list[Measurement] = []
    for name in chosen:
        print(f"{name} …", flush=True)
        for measurement in _in_own_process(name):
            found.append(measurement)
            print(f"  {_line(measurement)}", flush=True)
    if chosen == list(BENCHMARKS):
        _write(found)
    return 0


def _in_own_process(name: str) -> list[Measurement]:
    """So that none inherits another's memory."""
    command = [sys.executable, "-m", "tests.benchmarks", "--one", name]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, cwd=TOP, check=True)
    return [Measurement(**one) for one in json.loads(done.stdout)]


def _line(measurement: Measurement) -> str:
    verdict = "met" if measurement.met else "MISSED"
    return (
        f"{verdict:<6} {measurement.name}: {_figure(measurement.value, measurement.unit)}"
        f" (goal {'≥' if measurement.at_least else '≤'} {_figure(measurement.goal, measurement.unit)})"
        f"  {measurement.detail}"
    )


def _figure(value: float, unit: str) -> str:
    text = f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
    return f"{text} {unit}"


def _write(found: list[Measurement]) -> None:
    on = f"{time.strftime('%Y-%m-%d', time.gmtime())}, {os.cpu_count()} cores, {platform.system()}"
    on += f", Python {platform.python_version()}"
    lines = [
        "# Benchmarks",
        "",
        "Written by `make bench`; do not edit. Each figure stands beside a yardstick that was measured in the same",
        "run, on the same machine.",
        "",
        f"Measured {on}.",
        "",
        "| what | measured | goal | | details |",
        "| --- | --- | --- | --- | --- |",
    ]
    for one in found:
        goal = f"{'≥' if one.at_least else '≤'} {_figure(one.goal, one.unit)}"
        verdict = "met" if one.met else "**missed**"
        lines.append(f"| {one.name} | {_figure(one.value, one.unit)} | {goal} | {verdict} | {one.detail} |")
    docs = TOP / "docs"
    docs.mkdir(exist_ok=True)
    (docs / "benchmarks.md").write_text("\n".join(lines) + "\n")
    document = {"measured": on, "measurements": [{**asdict(one), "met": one.met} for one in found]}
    (docs / "benchmarks.json").write_text(json.dumps(document, indent=2) + "\n")


if __name__ == "__main__":
    sys.exit(main())
