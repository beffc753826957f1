"""The frozen program beside the same from this checkout: how much later its light is there."""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.benchmarks.desktop import quiet_desktop, start_watcher
from tests.benchmarks.measure import TOP, Measurement, median
from tests.benchmarks.measure import write_settings as settings_for

_PROGRAM = TOP / "dist" / "porchlight" / "porchlight"
_RUNS = 15


def frozen_start() -> list[Measurement]:
    """From the start of the process to the icon. Nothing where there is no bundle: ``make bundle`` makes one."""
    if not _PROGRAM.exists():
        return []
    shown: dict[str, list[float]] = {"frozen": [], "checkout": []}
    with quiet_desktop() as desktop, tempfile.TemporaryDirectory() as name:
        watcher = start_watcher(desktop)
        assert watcher.stdout is not None
        config = settings_for(Path(name), "http://127.0.0.1:9", 7)
        tray = ["--config", config, "--data-dir", name, "tray"]
        commands = {"frozen": [str(_PROGRAM), *tray], "checkout": [sys.executable, "-m", "porchlight", *tray]}
        for number in range(_RUNS + 2):
            for which, command in commands.items():
                began = time.monotonic()
                process = subprocess.Popen(command, env=desktop.environment, cwd=TOP)
                at = float(watcher.stdout.readline()) - began
                process.terminate()
                process.wait(10)
                if number >= 2:  # the first ones fill the disk's cache
                    shown[which].append(at * 1000)
        watcher.terminate()
        watcher.wait(10)
        watcher.stdout.close()
    frozen, checkout = median(shown["frozen"]), median(shown["checkout"])
    detail = f"frozen {frozen:.0f} ms, from a checkout {checkout:.0f} ms"
    return [Measurement("tray: start of the frozen program to icon shown", frozen / checkout, 1.2, "×", detail)]
