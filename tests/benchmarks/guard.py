"""``make guard``: what must not become slow or greedy unnoticed, measured in four minutes after every change.

Ratios to yardsticks that run at the same time on the same machine, with limits so generous that a busy machine keeps
them and only a regression does not. Exact figures are for ``make bench``.
"""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from tests.benchmarks import command_line
from tests.benchmarks.measure import (
    ENVIRONMENT,
    PORCHLIGHT,
    PYTHON,
    TOP,
    Measurement,
    endpoints,
    process_usage,
    write_settings,
)
from tests.benchmarks.table import line

_SETTLED = 75.0
"""Seconds after the start: the first clean-up, 60 s after it, is over."""
_LOAD_SECONDS = 90.0
_IDLE_SECONDS = 120.0
_COMPONENTS = 1000
_INTERVAL = 20.0


def main() -> int:
    """The exit code: 1 where a limit is missed."""
    found = [*_long_ones(), *_status()]
    for measurement in found:
        print(line(measurement), flush=True)
    return 0 if all(measurement.met for measurement in found) else 1


def _long_ones() -> list[Measurement]:
    """All that takes minutes, side by side: what is measured is the CPU of each process, not the time."""
    with ExitStack() as stack:
        base = stack.enter_context(endpoints())
        load_folder, idle_folder, tray_folder = (
            Path(stack.enter_context(tempfile.TemporaryDirectory())) for _ in range(3)
        )
        load = stack.enter_context(_watching(load_folder, base, _COMPONENTS, f"{_INTERVAL:g}s"))
        idle = stack.enter_context(_watching(idle_folder, base, 10, "60s"))
        trays = stack.enter_context(_trays(tray_folder, base))
        time.sleep(_SETTLED)
        prober = subprocess.Popen(
            [
                PYTHON,
                str(TOP / "tests" / "benchmarks" / "minimal_aiohttp.py"),
                *("prober", base, str(_COMPONENTS), str(_INTERVAL), str(_LOAD_SECONDS)),
            ],
            stdout=subprocess.PIPE,
            text=True,
        )
        before, idle_before = process_usage(load.pid), process_usage(idle.pid)
        began_ms = time.time() * 1000
        time.sleep(_LOAD_SECONDS)
        after, ended_ms = process_usage(load.pid), time.time() * 1000
        asked, prober_cpu = _ended(prober)
        time.sleep(max(_IDLE_SECONDS - _LOAD_SECONDS, 0))
        seconds = (time.time() * 1000 - began_ms) / 1000
        idle_after = process_usage(idle.pid)
        resident = {who: process_usage(process.pid)[2] / 2**20 for who, process in trays.items()}
        with closing(sqlite3.connect(load_folder / "history.sqlite3")) as database:
            (checks,) = database.execute(
                "SELECT count(*) FROM results WHERE began_ms BETWEEN ? AND ?", (began_ms, ended_ms)
            ).fetchone()
    ours = (after[0] - before[0]) / checks * 1000
    theirs = prober_cpu / asked * 1000
    planned = _COMPONENTS * _LOAD_SECONDS / _INTERVAL
    measurements = [
        Measurement(
            f"CPU per check at {_COMPONENTS:,} components, to a minimal aiohttp prober",
            ours / theirs,
            2.0,
            "×",
            f"{ours:.2f} s against {theirs:.2f} s per 1,000; {checks:,} checks after the first clean-up",
        ),
        Measurement("checks made of those that were due there", checks / planned * 100, 90, "%", "", at_least=True),
        Measurement("idle: CPU a minute", (idle_after[0] - idle_before[0]) * 60 / seconds, 0.12, "s", ""),
        Measurement("idle: wake-ups a second", (idle_after[1] - idle_before[1]) / seconds, 3.0, "/s", "all threads"),
    ]
    if resident:
        ratio = resident["ours"] / resident["bare"]
        detail = f"{resident['ours']:.0f} MiB against {resident['bare']:.0f} MiB"
        measurements.append(Measurement("tray: resident memory, to a bare one", ratio, 2.1, "×", detail))
    return measurements


def _status() -> list[Measurement]:
    (measured,) = command_line.status()
    return [Measurement(measured.name, measured.value, 4.0, measured.unit, measured.detail)]


@contextmanager
def _watching(folder: Path, base: str, count: int, interval: str) -> Iterator["subprocess.Popen[bytes]"]:
    config = write_settings(folder, base, count, interval=interval)
    command = [PORCHLIGHT, "watch", "--config", config, "--data-dir", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd=TOP, env=ENVIRONMENT) as process:
        try:
            yield process
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(30)


@contextmanager
def _trays(folder: Path, base: str) -> Iterator[dict[str, "subprocess.Popen[bytes]"]]:
    """Ours and a bare one on a desktop of their own; none where there can be no such desktop."""
    if not all(map(shutil.which, ("Xvfb", "dbus-run-session"))):
        if os.environ.get("PORCHLIGHT_REQUIRE_ALL"):
            raise RuntimeError("Xvfb or D-Bus is missing: the tray cannot be measured")
        print("The tray is not measured: Xvfb or D-Bus is missing.")
        yield {}
        return
    from tests.benchmarks.desktop import quiet_desktop, start_watcher

    with quiet_desktop() as desktop:
        config = write_settings(folder, base, 10)
        watcher = start_watcher(desktop)
        commands = {
            "ours": ["-m", "porchlight", "--config", config, "--data-dir", str(folder), "tray"],
            "bare": [str(TOP / "tests" / "benchmarks" / "bare_tray.py"), "qasync"],
        }
        running = {
            who: subprocess.Popen([sys.executable, *command], env=desktop.environment, cwd=TOP)
            for who, command in commands.items()
        }
        try:
            yield running
        finally:
            for process in (*running.values(), watcher):
                process.terminate()
                process.wait(30)
            if watcher.stdout is not None:
                watcher.stdout.close()


def _ended(prober: "subprocess.Popen[str]") -> tuple[int, float]:
    """How many it asked, and the CPU seconds that it took in all."""
    assert prober.stdout is not None
    with prober.stdout:
        asked = int(prober.stdout.read())
    _, _, usage = os.wait4(prober.pid, 0)
    prober.returncode = 0
    return asked, usage.ru_utime + usage.ru_stime


if __name__ == "__main__":
    sys.exit(main())
