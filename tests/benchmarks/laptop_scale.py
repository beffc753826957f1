"""What Porchlight takes with ten to five thousand components, each checked once a minute."""

import asyncio
import math
import signal
import subprocess
import tempfile
import time
from pathlib import Path

from porchlight.history.store import HistoryStore, open_store
from porchlight.model.component import Component
from porchlight.model.incident import ComponentState
from porchlight.model.result import Measure, Phase, Result
from porchlight.model.status import Outcome, Status
from tests.benchmarks.measure import (
    ENVIRONMENT,
    PORCHLIGHT,
    TOP,
    Measurement,
    cpu_us,
    endpoints,
    own_process,
    process_usage,
    write_settings,
)
from tests.clocks import ManualClock

COUNTS = (10, 100, 1000, 5000)
_SETTLED_S = 70.0
_SECONDS = 60.0
_DAY_MS, _MINUTE_MS = 86_400_000, 60_000
_NOW_MS = 1_790_000_000_000
_RESULTS = 50_000
"""Written to see how much the history grows by each."""


def at(count: int) -> list[Measurement]:
    """One row: CPU of a core, resident memory, the history's growth a day, panel and main window."""
    cpu, resident = _watching(count)
    panel = own_process("tests.benchmarks.first_opening", "panel", str(count))["ms"]
    window = own_process("tests.benchmarks.first_opening", "window", str(count))["ms"]
    return [
        Measurement("CPU", cpu * 100, 100, "%", ""),
        Measurement("RSS", resident, 500, "MiB", ""),
        Measurement("history", _growth(count), 10_000, "MiB", ""),
        Measurement("panel", panel, 1000, "ms", ""),
        Measurement("main window", window, 1000, "ms", ""),
    ]


def _watching(count: int) -> tuple[float, float]:
    with endpoints() as base, tempfile.TemporaryDirectory() as name:
        config = write_settings(Path(name), base, count)
        command = [PORCHLIGHT, "watch", "--config", config, "--data-dir", name]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd=TOP, env=ENVIRONMENT) as process:
            time.sleep(_SETTLED_S)
            if process.poll() is not None:  # the settings are refused: they hold more than a file may
                return math.nan, math.nan
            before = cpu_us(process.pid)
            time.sleep(_SECONDS)
            cpu, (_, _, resident) = cpu_us(process.pid) - before, process_usage(process.pid)
            process.send_signal(signal.SIGTERM)
    return cpu / 1_000_000 / _SECONDS, resident / 2**20


def _growth(count: int) -> float:
    """MiB a day by single results, which stay for two days, from what fifty thousand of them take."""
    with tempfile.TemporaryDirectory() as name:
        path = f"{name}/history.sqlite3"
        clock = ManualClock(_NOW_MS)
        store = open_store(path, clock, results_kept=1e9, maintain=False)
        for index in range(count):
            store.register(Component(f"c{index}", f"C{index}", "http"), _NOW_MS)
        sizes = asyncio.run(_fill(store, path, count))
        store.close()
    return (sizes[1] - sizes[0]) / _RESULTS * count * _DAY_MS / _MINUTE_MS / 2**20


async def _fill(store: HistoryStore, path: str, count: int) -> tuple[int, int]:
    def size() -> int:
        return sum(one.stat().st_size for one in Path(path).parent.glob("history.sqlite3*") if "-shm" not in one.name)

    await store.flush()
    before = size()
    for index in range(_RESULTS):
        result = Result(
            f"c{index % count}",
            _NOW_MS + index // count * _MINUTE_MS + index % count,
            50_000 + index % 977,
            Outcome.HEALTHY,
            "Answered 200 as expected.",
            measures={"status": Measure(200)},
            phases={Phase.DNS: 20, Phase.TCP: 300, Phase.FIRST_BYTE: 50_000, Phase.REST: 100},
        )
        state = ComponentState(
            result.component, Status.HEALTHY, 1, None, result.sentence, result.began_ms, result.duration_us
        )
        store.record(result, state)
        if index % 5000 == 4999:
            await store.flush()
    await store.flush()
    return before, size()
