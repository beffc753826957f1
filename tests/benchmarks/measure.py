"""What the benchmarks share: a measurement with its goal, processes with their time and CPU, the endpoints."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

TOP = Path(__file__).parents[2]
PYTHON = sys.executable
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
"""An installed program has its bytecode beside it; compiling it anew at each start would be measured else."""
PORCHLIGHT = str(Path(sys.executable).with_name("porchlight"))


@dataclass(frozen=True)
class Measurement:
    """One row of the table. ``value`` is what the goal speaks of."""

    name: str
    value: float
    goal: float
    unit: str
    detail: str
    at_least: bool = False

    @property
    def met(self) -> bool:
        """Whether the goal is reached."""
        return self.value >= self.goal if self.at_least else self.value <= self.goal


def median(values: list[float]) -> float:
    return sorted(values)[len(values) // 2]


def percentile(values: list[float], share: float) -> float:
    return sorted(values)[min(int(share * len(values)), len(values) - 1)]


@dataclass(frozen=True)
class Ran:
    """A process that has ended."""

    seconds: float
    cpu_seconds: float
    output: str


def run(*command: str, check: bool = True) -> Ran:
    """Run a whole process and measure it."""
    import resource  # not on Windows, where the rest of this module is used by unit tests

    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, cwd=TOP, env=ENVIRONMENT, check=False)
    seconds = time.perf_counter() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if check and done.returncode not in (0, 1, 2, 3):
        raise RuntimeError(f"{command} ended with {done.returncode}: {done.stderr[-2000:]}")
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Ran(seconds, cpu, done.stdout)


@contextmanager
def endpoints() -> Iterator[str]:
    """The address of many endpoints that answer after 50 ms."""
    with subprocess.Popen(
        [PYTHON, "-m", "tests.benchmarks.endpoints"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=TOP,
    ) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.kill()


def write_settings(
    folder: Path, base: str, count: int, *, hanging: int = 0, interval: str = "60s", timeout: str = "3s"
) -> str:
    """A settings file with ``hanging`` components that never answer, placed first, and ``count`` that do."""
    lines = [
        "[monitor]",
        f'interval = "{interval}"',
        f'timeout = "{timeout}"',
        "confirmations = 0",
        "connectivity_urls = []",
    ]
    paths = [f"hang/{number}" for number in range(hanging)] + [str(number) for number in range(count)]
    for path in paths:
        lines += [f"[components.c-{path.replace('/', '-')}]", 'kind = "http"', f'url = "{base}/{path}"']
    file = folder / "porchlight.toml"
    file.write_text("\n".join(lines))
    return str(file)


def own_process(module: str, *arguments: str) -> dict[str, float]:
    """What a module of the benchmarks prints at last, as JSON, in a process of its own."""
    command = [PYTHON, "-m", module, *arguments]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, cwd=TOP, env=ENVIRONMENT, check=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def process_usage(process_id: int) -> tuple[float, int, int]:
    """CPU seconds, voluntary context switches (wake-ups) of all threads, resident bytes; from Linux's /proc."""
    fields = Path(f"/proc/{process_id}/stat").read_text().rpartition(")")[2].split()
    cpu = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    switches = 0
    for status in Path(f"/proc/{process_id}/task").glob("*/status"):
        for line in status.read_text().splitlines():
            if line.startswith("voluntary_ctxt_switches"):
                switches += int(line.split()[1])
    return cpu, switches, int(fields[21]) * os.sysconf("SC_PAGE_SIZE")


def cpu_us(process_id: int) -> float:
    """CPU of all threads that a process has now, in microseconds; from Linux's scheduler, which counts exactly."""
    times = Path(f"/proc/{process_id}/task").glob("*/schedstat")
    return sum(int(path.read_text().split()[0]) for path in times) / 1000
