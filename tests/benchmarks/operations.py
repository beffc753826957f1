"""Operations: what the performance tab asks the history for, over thirteen months of forty jobs."""

import random
import sqlite3
import tempfile
import time
from contextlib import closing
from datetime import UTC
from pathlib import Path

from porchlight.desktop.performance_data import read_rows, read_story
from porchlight.history.connection import connect_writer
from porchlight.history.migrations import migrate
from porchlight.history.operation_rows import Runs, write_runs
from porchlight.history.reader import HistoryReader
from porchlight.insight.outlook import read_situation
from porchlight.model.operation import Operation
from tests.benchmarks.measure import Measurement, median

_JOBS, _DAYS, _RUNS_A_DAY = 40, 395, 24
_DAY_MS = 86_400_000


def performance_tab() -> list[Measurement]:
    """Read from a file with 379,200 runs in it; the yardstick is plain SQL over the same rows."""
    now_ms = time.time_ns() // 1_000_000
    since_ms = now_ms - _DAYS * _DAY_MS
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "history.sqlite3")
        _fill(path, now_ms)
        with HistoryReader(path) as reader:
            tab = _ms(lambda: read_rows(reader, [], since_ms, now_ms))
            outlook = _ms(lambda: read_situation(reader, [], {}, now_ms - 7 * _DAY_MS, now_ms, UTC))
            story = _ms(lambda: read_story(reader, "job-7", since_ms, now_ms))
        with closing(sqlite3.connect(path)) as connection:
            query = (
                "SELECT name, sum(runs), max(max_ms) FROM operation_rollups WHERE resolution = 86400 GROUP BY name"
            )
            plain = _ms(lambda: connection.execute(query).fetchall())
    detail = f"{_JOBS} jobs, {_RUNS_A_DAY} runs a day, 13 months; plain SQL over the same days: {plain:.1f} ms"
    return [
        Measurement("the performance tab's rows", tab, 300, "ms", detail),
        Measurement("… one job over 13 months", story, 300, "ms", detail),
        Measurement("… what the Outlook tab reads", outlook, 300, "ms", detail),
    ]


def _fill(path: str, now_ms: int) -> None:
    chance = random.Random(1)
    with closing(connect_writer(path)) as connection:
        migrate(connection, path)
        for job in range(_JOBS):
            runs = [
                Operation(
                    f"job-{job}",
                    now_ms - number * _DAY_MS // _RUNS_A_DAY,
                    60_000 * chance.lognormvariate(0, 0.2),
                    chance.random() > 0.01,
                    270,
                )
                for number in range(_DAYS * _RUNS_A_DAY)
            ]
            connection.execute("BEGIN")
            write_runs(connection, Runs(tuple(runs)))
            connection.execute("COMMIT")


def _ms(work: object) -> float:
    assert callable(work)
    took = []
    for _ in range(5):
        began = time.perf_counter()
        work()
        took.append((time.perf_counter() - began) * 1000)
    return median(took)
