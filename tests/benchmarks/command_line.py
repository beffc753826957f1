"""The command line as people feel it: whole processes."""

import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

from tests.benchmarks.measure import (
    PORCHLIGHT,
    PYTHON,
    TOP,
    Measurement,
    endpoints,
    median,
    percentile,
    run,
    write_settings,
)


def status() -> list[Measurement]:
    """``porchlight status --json`` beside a bare Python."""
    with tempfile.TemporaryDirectory() as name, endpoints() as base:
        folder = Path(name)
        config = write_settings(folder, base, 10)
        run(PORCHLIGHT, "health", "--config", config, "--data-dir", name)
        ours, bare = [], []
        for _ in range(25):
            bare.append(run(PYTHON, "-c", "import sqlite3, json").seconds)
            ours.append(run(PORCHLIGHT, "status", "--json", "--data-dir", name).seconds)
    ratio = median(ours) / median(bare)
    detail = f"{median(ours) * 1000:.0f} ms against {median(bare) * 1000:.0f} ms"
    return [Measurement("status --json, whole process, to a bare Python", ratio, 2.5, "×", detail)]


def few() -> list[Measurement]:
    """``porchlight health`` with five components."""
    with tempfile.TemporaryDirectory() as name, endpoints() as base:
        folder = Path(name)
        config = write_settings(folder, base, 5)
        extra, whole = [], []
        for _ in range(15):
            ran = run(PORCHLIGHT, "health", "--config", config, "--data-dir", name)
            with closing(sqlite3.connect(folder / "history.sqlite3")) as database:
                (slowest,) = database.execute(
                    "SELECT max(duration_us) FROM (SELECT duration_us FROM results ORDER BY began_ms DESC LIMIT 5)"
                ).fetchone()
            whole.append(ran.seconds)
            extra.append((ran.seconds - slowest / 1_000_000) * 1000)
    detail = f"{median(whole) * 1000:.0f} ms in all"
    return [Measurement("health, 5 components, beyond the slowest check", median(extra), 350, "ms", detail)]


def whole() -> list[Measurement]:
    """CPU of ``status --json`` and of ``health`` with five components to that of a bare Python, in turns: of use on a
    busy machine too."""
    with tempfile.TemporaryDirectory() as name, endpoints() as base:
        places = ("--config", write_settings(Path(name), base, 5), "--data-dir", name)
        commands = {
            "bare": (PYTHON, "-c", "import sqlite3, json"),
            "health": (PORCHLIGHT, "health", *places),
            "status --json": (PORCHLIGHT, "status", "--json", *places[2:]),
        }
        cpu: dict[str, list[float]] = {which: [] for which in commands}
        for number in range(16):
            for which, command in commands.items():
                seconds = run(*command).cpu_seconds
                if number:  # the first ones compile
                    cpu[which].append(seconds)
    bare = median(cpu["bare"])
    return [
        Measurement(
            f"{which}: CPU of the whole process, to a bare Python",
            median(cpu[which]) / bare,
            goal,
            "×",
            f"{median(cpu[which]) * 1000:.0f} ms against {bare * 1000:.0f} ms, user and system",
        )
        for which, goal in (("status --json", 3.0), ("health", 20.0))
    ]


def thousand() -> list[Measurement]:
    """``porchlight health`` with a thousand components beside a minimal aiohttp sweep, and what it reports."""
    ours, theirs, p99s = [], [], []
    sweep = str(TOP / "tests" / "benchmarks" / "minimal_aiohttp.py")
    with endpoints() as base:
        for _ in range(5):
            with tempfile.TemporaryDirectory() as name:
                folder = Path(name)
                config = write_settings(folder, base, 1000)
                theirs.append(run(PYTHON, sweep, "sweep", base, "1000").seconds)
                ours.append(run(PORCHLIGHT, "health", "--config", config, "--data-dir", name, "--json").seconds)
                with closing(sqlite3.connect(folder / "history.sqlite3")) as database:
                    took = [us for (us,) in database.execute("SELECT duration_us FROM results WHERE outcome = 0")]
                assert len(took) == 1000, len(took)
                p99s.append(percentile([us / 1000 for us in took], 0.99))
    detail = f"{median(ours):.2f} s against {median(theirs):.2f} s"
    return [
        Measurement(
            "health, 1,000 components, results stored, to an aiohttp sweep",
            median(ours) / median(theirs),
            1.5,
            "×",
            detail,
        ),
        Measurement(
            "reported response time of 50 ms endpoints in it, p99", median(p99s), 100, "ms", "median of 5 sweeps"
        ),
    ]
