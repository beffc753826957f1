"""What an old laptop feels, as ratios: each figure beside a yardstick measured in the same run, in turns.

``python -m tests.benchmarks.laptop_ratios`` prints the six ratios of docs/speed.md and then the table of scale.
``--ratios`` or ``--scale`` prints one of them; ``--load-seconds`` shortens the ten minutes of the fifth ratio, and a
name (``start``, ``memory``, ``click``, ``health``, ``load``, ``sweep``) measures that one alone.
"""

import argparse
import math
import os
import platform
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from tests.benchmarks import laptop_scale
from tests.benchmarks.desktop import quiet_desktop, start_watcher
from tests.benchmarks.measure import (
    ENVIRONMENT,
    PORCHLIGHT,
    PYTHON,
    TOP,
    Measurement,
    cpu_us,
    endpoints,
    median,
    own_process,
    process_usage,
    run,
    write_settings,
)
from tests.benchmarks.table import figure, line

_HERE = TOP / "tests" / "benchmarks"
_INTERVAL = 20.0
_SETTLE_S = 25.0
"""Until what is loaded in idle moments after the start is there, too."""


def start(rounds: int) -> list[Measurement]:
    """From the start of the process to the icon: ours with seven components beside a bare tray."""
    shown: dict[str, list[float]] = {"bare": [], "ours": []}
    cpu: dict[str, list[float]] = {"bare": [], "ours": []}
    with quiet_desktop() as desktop, tempfile.TemporaryDirectory() as name, endpoints() as base:
        watcher = start_watcher(desktop)
        assert watcher.stdout is not None
        config = write_settings(Path(name), base, 7)
        commands = {
            "bare": [str(_HERE / "bare_tray.py")],
            "ours": ["-m", "porchlight", "--config", config, "--data-dir", name, "tray"],
        }
        for number in range(rounds + 2):
            for which, command in commands.items():
                began = time.monotonic()
                process = subprocess.Popen([sys.executable, *command], env=desktop.environment, cwd=TOP)
                at = float(watcher.stdout.readline())
                used = cpu_us(process.pid) / 1000
                time.sleep(1.5)
                process.terminate()
                process.wait(10)
                if number >= 2:  # the first ones compile and fill the disk's cache
                    shown[which].append((at - began) * 1000)
                    cpu[which].append(used)
        watcher.terminate()
        watcher.communicate()
    ours, bare = (median(shown[which]) for which in ("ours", "bare"))
    used_ours, used_bare = (median(cpu[which]) for which in ("ours", "bare"))
    return [
        Measurement("start to icon, to a bare PySide6 tray", ours / bare, 1.6, "×", f"{ours:.0f} of {bare:.0f} ms"),
        Measurement(
            "… its CPU alone, which a busy machine changes less",
            used_ours / used_bare,
            1.6,
            "×",
            f"{used_ours:.0f} of {used_bare:.0f} ms",
        ),
    ]


def memory(rounds: int) -> list[Measurement]:
    """Resident at rest in the tray with ten components beside a bare tray; the history is there already."""
    resident: dict[str, list[float]] = {"bare": [], "ours": []}
    with quiet_desktop() as desktop, endpoints() as base, tempfile.TemporaryDirectory() as name:
        watcher = start_watcher(desktop)
        config = write_settings(Path(name), base, 10)
        run(PORCHLIGHT, "health", "--config", config, "--data-dir", name)
        commands = {
            "bare": [str(_HERE / "bare_tray.py"), "qasync"],
            "ours": ["-m", "porchlight", "--config", config, "--data-dir", name, "tray"],
        }
        for _ in range(max(rounds // 3, 1)):
            running = {
                which: subprocess.Popen([sys.executable, *command], env=desktop.environment, cwd=TOP)
                for which, command in commands.items()
            }
            time.sleep(_SETTLE_S)
            for which, process in running.items():
                resident[which].append(process_usage(process.pid)[2] / 2**20)
                process.terminate()
                process.wait(10)
        watcher.terminate()
        watcher.communicate()
    ours, bare = (median(resident[which]) for which in ("ours", "bare"))
    return [Measurement("RSS idle in the tray, to the same", ours / bare, 1.6, "×", f"{ours:.0f} of {bare:.0f} MiB")]


def click(rounds: int) -> list[Measurement]:
    """From the first click on a component to its painted chart over 90 days, some time after the start, beside a bare
    pyqtgraph window with as many points, which has loaded its libraries already."""
    chart, bare, imported, others = [], [], [], []
    for _ in range(max(rounds // 2, 1)):
        bare.append(own_process("tests.benchmarks.bare_chart")["chart"])
        found = own_process("tests.benchmarks.first_click")
        chart.append(found["chart"])
        imported.append(found["imported"])
        others.append(found["other"])
    ours, theirs, other = median(chart), median(bare), median(others)
    return [
        Measurement(
            "first click to painted chart, to a bare pyqtgraph window",
            ours / theirs,
            1.3,
            "×",
            f"{ours:.0f} of {theirs:.0f} ms",
        ),
        Measurement("… modules imported by the click", max(imported), 0, "", ""),
        Measurement("… on a component that no pointer rested on before", other / theirs, 1.3, "×", f"{other:.0f} ms"),
    ]


def health(rounds: int) -> list[Measurement]:
    """``health`` with five components, what it takes beyond its slowest check, beside a bare Python with SQLite."""
    extra, bare = [], []
    with tempfile.TemporaryDirectory() as name, endpoints() as base:
        folder = Path(name)
        config = write_settings(folder, base, 5)
        for number in range(rounds + 1):
            plain = run(PYTHON, "-c", "import sqlite3, json").seconds
            ran = run(PORCHLIGHT, "health", "--config", config, "--data-dir", name)
            with closing(sqlite3.connect(folder / "history.sqlite3")) as database:
                (slowest,) = database.execute(
                    "SELECT max(duration_us) FROM (SELECT duration_us FROM results ORDER BY began_ms DESC LIMIT 5)"
                ).fetchone()
            if number:
                bare.append(plain * 1000)
                extra.append((ran.seconds - slowest / 1_000_000) * 1000)
    ours, theirs = median(extra), median(bare)
    return [
        Measurement(
            "health, 5 components, beyond the slowest, to a bare Python",
            ours / theirs,
            7.0,
            "×",
            f"{ours:.0f} of {theirs:.0f} ms",
        )
    ]


def load(seconds: float) -> list[Measurement]:
    """CPU of a check at a thousand components every 20 s, beside a minimal aiohttp prober at the same time. Both are
    measured from the end of the first round on."""
    with endpoints() as base, tempfile.TemporaryDirectory() as name:
        config = write_settings(Path(name), base, 1000, interval=f"{_INTERVAL:g}s")
        ours = subprocess.Popen(
            [PORCHLIGHT, "watch", "--config", config, "--data-dir", name],
            stdout=subprocess.DEVNULL,
            cwd=TOP,
            env=ENVIRONMENT,
        )
        try:
            time.sleep(_INTERVAL + 10)
            before, began_ms = cpu_us(ours.pid), time.time() * 1000
            theirs = run(
                PYTHON,
                str(_HERE / "minimal_aiohttp.py"),
                *("prober", base, "1000", f"{_INTERVAL:g}", f"{seconds:g}"),
            )
            after, ended_ms = cpu_us(ours.pid), time.time() * 1000
        finally:
            ours.send_signal(signal.SIGTERM)
            ours.wait(30)
        with closing(sqlite3.connect(Path(name) / "history.sqlite3")) as database:
            (checks,) = database.execute(
                "SELECT count(*) FROM results WHERE began_ms BETWEEN ? AND ?", (began_ms, ended_ms)
            ).fetchone()
    us, them = (after - before) / checks / 1000, theirs.cpu_seconds / int(theirs.output) * 1000
    return [
        Measurement(
            "CPU per 1,000 checks at 1,000 components, to minimal aiohttp",
            us / them,
            1.2,
            "×",
            f"{us:.2f} of {them:.2f} s; {checks:,} checks in {seconds:.0f} s",
        )
    ]


def sweep(rounds: int) -> list[Measurement]:
    """``health`` with a thousand components, whole process, beside an aiohttp sweep without a limit."""
    ours, theirs, ours_cpu, theirs_cpu = [], [], [], []
    with endpoints() as base:
        for number in range(max(rounds // 2, 1) + 1):
            with tempfile.TemporaryDirectory() as name:
                config = write_settings(Path(name), base, 1000)
                bare = run(PYTHON, str(_HERE / "minimal_aiohttp.py"), "sweep", base, "1000", "0")
                ran = run(PORCHLIGHT, "health", "--config", config, "--data-dir", name, "--json")
            if number:
                theirs.append(bare.seconds)
                ours.append(ran.seconds)
                theirs_cpu.append(bare.cpu_seconds)
                ours_cpu.append(ran.cpu_seconds)
    us, them = median(ours), median(theirs)
    cpu, their_cpu = median(ours_cpu), median(theirs_cpu)
    return [
        Measurement(
            "sweep of 1,000, whole process, to aiohttp without a limit",
            us / them,
            1.5,
            "×",
            f"{us:.2f} of {them:.2f} s; CPU {cpu:.2f} of {their_cpu:.2f} s",
        )
    ]


def main() -> int:
    """Always 0: figures are told, and judged by whoever reads them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--ratios", action="store_true")
    parser.add_argument("--scale", action="store_true")
    parser.add_argument("--rounds", type=int, default=11)
    parser.add_argument("--load-seconds", type=float, default=600.0)
    asked = parser.parse_args()
    ratios: dict[str, Callable[[], list[Measurement]]] = {
        "start": lambda: start(asked.rounds),
        "memory": lambda: memory(asked.rounds),
        "click": lambda: click(asked.rounds),
        "health": lambda: health(asked.rounds),
        "load": lambda: load(asked.load_seconds),
        "sweep": lambda: sweep(asked.rounds),
    }
    print(f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}", flush=True)
    if not asked.scale:
        for name, measure in ratios.items():
            for measured in measure() if not asked.names or name in asked.names else ():
                print(line(measured), flush=True)
    if not asked.ratios and not asked.names:
        print("| components | CPU of a core | RSS | history a day | panel | main window |")
        print("| --- | --- | --- | --- | --- | --- |")
        for count in laptop_scale.COUNTS:
            found = laptop_scale.at(count)
            cells = ("refused" if math.isnan(one.value) else figure(one.value, one.unit) for one in found)
            print(f"| {count:,} | {' | '.join(cells)} |", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
