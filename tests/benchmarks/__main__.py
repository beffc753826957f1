"""``python -m tests.benchmarks [NAME…]``: measure, print, and write docs/benchmarks.md and .json.

``--table``: only write the page anew, as it stands at this commit.
"""

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
    arrivals,
    command_line,
    desktop,
    frozen,
    gift_pulse,
    insight,
    operations,
    recurring_gifts,
    remembering,
    sweeps,
    sync_log,
    watching,
    ways_out,
)
from tests.benchmarks.measure import TOP, Measurement
from tests.benchmarks.table import commit_here, line, table

BENCHMARKS: dict[str, Callable[[], list[Measurement]]] = {
    "status": command_line.status,
    "few": command_line.few,
    "whole": command_line.whole,
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
    "gift_pulse": gift_pulse.gift_pulse,
    "arrivals": arrivals.arrivals,
    "recurring_gifts": recurring_gifts.recurring_gifts,
    "performance_tab": operations.performance_tab,
    "exports": ways_out.exports,
    "dead_receiver": ways_out.dead_receiver,
    "scrapes": ways_out.scrapes,
    "tray_start": desktop.tray_start,
    "tray_cost": desktop.tray_cost,
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
    commit = commit_here()
    found: dict[str, list[Measurement]] = {}
    if sys.argv[1:] == ["--table"]:
        _write(found, commit)
        return 0
    for name in sys.argv[1:] or BENCHMARKS:
        print(f"{name} …", flush=True)
        found[name] = _in_own_process(name)
        for measurement in found[name]:
            print(f"  {line(measurement)}", flush=True)
    _write(found, commit)
    return 0


def _in_own_process(name: str) -> list[Measurement]:
    """So that none inherits another's memory."""
    command = [sys.executable, "-m", "tests.benchmarks", "--one", name]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, cwd=TOP, check=True)
    return [Measurement(**one) for one in json.loads(done.stdout)]


def _write(found: dict[str, list[Measurement]], commit: str) -> None:
    """Put what was measured now in the place of what was before; the rest of the table stays, and is stale."""
    docs = TOP / "docs"
    results = docs / "benchmarks.json"
    now = time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime())
    on = f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"
    document = json.loads(results.read_text()) if results.exists() else {}
    for name, measurements in found.items():
        document[name] = {
            "measured": now,
            "on": on,
            "commit": commit,
            "measurements": [{**asdict(one), "met": one.met} for one in measurements],
        }
    document = {name: document[name] for name in BENCHMARKS if name in document}
    results.write_text(json.dumps(document, indent=2) + "\n")
    (docs / "benchmarks.md").write_text(table(document, commit))


if __name__ == "__main__":
    sys.exit(main())
