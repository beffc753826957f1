"""``python -m tests.benchmarks [NAME…]``: measure, print, and write docs/benchmarks.md and .json."""

import gc
import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict

from tests.benchmarks import (
    alerts,
    command_line,
    desktop,
    frozen,
    insight,
    operations,
    remembering,
    sweeps,
    sync_log,
    watching,
    ways_out,
)
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
    "sync_log": sync_log.sync_log,
    "rules": alerts.rules,
    "first_byte": alerts.first_byte,
    "banner": alerts.banner,
    "thousand_failing": alerts.thousand_failing,
    "kills": alerts.kills,
    "trends": insight.trends,
    "forecasts": insight.forecasts,
    "insight_times": insight.insight_times,
    "performance_tab": operations.performance_tab,
    "exports": ways_out.exports,
    "dead_receiver": ways_out.dead_receiver,
    "scrapes": ways_out.scrapes,
    "tray_start": desktop.tray_start,
    "frozen_start": frozen.frozen_start,
    "window": desktop.window_first,
    "panel": desktop.panel_first,
    "stalls": desktop.stalls,
    "tray_times": desktop.tray_times,
    "tray_idle": desktop.tray_idle,
}


def main() -> int:
    if sys.argv[1:2] == ["--one"]:
        gc.set_threshold(20_000)  # as the program itself does
        print(json.dumps([asdict(measurement) for measurement in BENCHMARKS[sys.argv[2]]()]))
        return 0
    found: dict[str, list[Measurement]] = {}
    for name in sys.argv[1:] or BENCHMARKS:
        print(f"{name} …", flush=True)
        found[name] = _in_own_process(name)
        for measurement in found[name]:
            print(f"  {_line(measurement)}", flush=True)
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


def _write(found: dict[str, list[Measurement]]) -> None:
    """Put what was measured now in the place of what was before; the rest of the table stays."""
    docs = TOP / "docs"
    results = docs / "benchmarks.json"
    now = time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime())
    on = f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"
    document = json.loads(results.read_text()) if results.exists() else {}
    for name, measurements in found.items():
        document[name] = {
            "measured": now,
            "on": on,
            "measurements": [{**asdict(one), "met": one.met} for one in measurements],
        }
    document = {name: document[name] for name in BENCHMARKS if name in document}
    results.write_text(json.dumps(document, indent=2) + "\n")
    lines = [
        "# Benchmarks",
        "",
        "Written by `make bench`; do not edit. Each figure stands beside a yardstick that was measured in the same",
        "run, on the same machine.",
        "",
        "| what | measured | goal | | details | when and on what |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for run in document.values():
        for row in run["measurements"]:
            one = Measurement(**{key: value for key, value in row.items() if key != "met"})
            goal = f"{'≥' if one.at_least else '≤'} {_figure(one.goal, one.unit)}"
            verdict = "met" if one.met else "**missed**"
            when = f"{run['measured']}; {run['on']}"
            lines.append(
                f"| {one.name} | {_figure(one.value, one.unit)} | {goal} | {verdict} | {one.detail} | {when} |"
            )
    (docs / "benchmarks.md").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    sys.exit(main())
