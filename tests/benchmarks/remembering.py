"""The history under load: writes into a large file, and charts while the writer works."""

import asyncio
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path

from porchlight.history.reader import HistoryReader
from porchlight.history.store import HistoryStore, open_store
from porchlight.model.component import Component
from porchlight.model.history import Resolution
from porchlight.model.incident import ComponentState
from porchlight.model.result import Measure, Phase, Result
from porchlight.model.status import Outcome, Status
from tests.benchmarks.measure import TOP, Measurement, median, percentile
from tests.clocks import ManualClock

_DAY = 86_400_000
_NOW = 1_790_000_000_000


def _result(component: str, began_ms: int, duration_us: int) -> Result:
    return Result(
        component,
        began_ms,
        duration_us,
        Outcome.HEALTHY,
        "Answered 200 as expected.",
        measures={"status": Measure(200)},
        phases={Phase.DNS: 20, Phase.TCP: 300, Phase.FIRST_BYTE: 50_000, Phase.REST: 100},
    )


def _state(result: Result) -> ComponentState:
    return ComponentState(
        result.component, Status.HEALTHY, 1, None, result.sentence, result.began_ms, result.duration_us
    )


def writes() -> list[Measurement]:
    """Sustained writes into a file that holds five million results of a hundred components."""
    how_many = 200_000
    with tempfile.TemporaryDirectory() as name:
        path = f"{name}/history.sqlite3"
        clock = ManualClock(_NOW)
        open_store(path, clock, results_kept=10 * _DAY / 1000).close()
        _fill(path, components=100, each=50_000)
        store = open_store(path, clock, results_kept=1e9, maintain=False)
        results = [_result(f"c{index % 100}", _NOW + index, 50_000 + index % 977) for index in range(how_many)]
        states = [_state(result) for result in results[:100]]

        async def write() -> float:
            began = time.perf_counter()
            for index, result in enumerate(results):
                store.record(result, states[index % 100])
                if index % 5000 == 4999:
                    await store.flush()
            await store.flush()
            return time.perf_counter() - began

        seconds = asyncio.run(write())
        store.close()
        with closing(sqlite3.connect(path)) as database:
            (found,) = database.execute("SELECT count(*) FROM results").fetchone()
        assert found == 5_000_000 + how_many, found
        size = Path(path).stat().st_size / 2**20
    detail = f"file of {size:.0f} MB; every 5,000 acknowledged"
    return [
        Measurement(
            "sustained writes beside 5 million results", how_many / seconds, 20_000, "/s", detail, at_least=True
        )
    ]


def _fill(path: str, *, components: int, each: int) -> None:
    """Put results straight into the tables: what matters is that they are there."""
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("PRAGMA synchronous = OFF")
        database.execute("BEGIN")
        for key in range(1, components + 1):
            database.execute(
                "INSERT INTO components (key, slug, kind, name, critical, enabled, interval_ms, timeout_ms, position,"
                " first_seen_ms, last_seen_ms, rolled_ms) VALUES (?, ?, 'http', ?, 0, 1, 60000, 10000, ?, 0, 0, ?)",
                (key, f"c{key - 1}", f"C{key - 1}", key, _NOW),
            )
            database.executemany(
                "INSERT INTO results VALUES (?, ?, ?, 0, NULL, 'Answered 200 as expected.', ?, ?, NULL)",
                (
                    (key, _NOW - (each - index) * 60_000, 50_000 + index * 7 % 9973, "[20,300,null,50000,100]", None)
                    for index in range(each)
                ),
            )
        database.execute("COMMIT")


def charts() -> list[Measurement]:
    """30 days of one of 20 components with a check a minute, and 24 h of single results, while the writer works."""
    with tempfile.TemporaryDirectory() as name:
        path = f"{name}/history.sqlite3"
        clock = ManualClock(_NOW - 31 * _DAY)
        store = open_store(path, clock, results_kept=172_800)
        for index in range(20):
            store.register(Component(id=f"c{index}", name=f"C{index}", kind="http", interval=60.0), clock.now_ms())
        asyncio.run(_month(store, clock))
        store.close()
        now = clock.now_ms()
        month, day, plain = [], [], []
        with (
            _writing(path, now),
            HistoryReader(path) as reader,
            closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database,
        ):
            for turn in range(300):
                component = f"c{turn % 20}"
                began = time.perf_counter()
                rows = database.execute(
                    "SELECT start_ms, healthy, error, p50_us, p95_us FROM rollups"
                    " WHERE component = ? AND resolution = 3600 AND start_ms >= ?",
                    (turn % 20 + 1, now - 30 * _DAY),
                ).fetchall()
                plain.append((time.perf_counter() - began) * 1000)
                began = time.perf_counter()
                buckets = reader.buckets(component, now - 30 * _DAY, now, Resolution.HOUR)
                month.append((time.perf_counter() - began) * 1000)
                began = time.perf_counter()
                points = reader.series(component, now - _DAY, now).began_ms
                day.append((time.perf_counter() - began) * 1000)
                time.sleep(0.005)
    assert len(buckets) >= 719, len(buckets)
    assert len(rows) >= 715, len(rows)
    assert len(points) >= 1438, len(points)
    detail = f"median {median(month):.1f} ms; plain SQL on the rollups {median(plain):.2f} ms"
    return [
        Measurement("30-day chart while the writer works, p95", percentile(month, 0.95), 3, "ms", detail),
        Measurement(
            "the same, to plain SQL on the ready rollups (0.4 ms where the goal was set)",
            percentile(month, 0.95) / median(plain),
            3 / 0.4,
            "×",
            "",
        ),
        Measurement(
            "24 h of single results while the writer works, p95",
            percentile(day, 0.95),
            2,
            "ms",
            f"median {median(day):.1f} ms, {len(points):,} results",
        ),
    ]


async def _month(store: HistoryStore, clock: ManualClock) -> None:
    for minute in range(31 * 1440):
        clock.advance(60)
        for index in range(20):
            result = _result(f"c{index}", clock.now_ms() + index, 50_000 + minute * 7 % 9973)
            store.record(result, _state(result))
        if minute % 60 == 59:
            await store.flush()


@contextmanager
def _writing(path: str, since_ms: int) -> Iterator[None]:
    """Another process writes two hundred results a second, as a monitor beside a reading program would."""
    command = [sys.executable, "-m", "tests.benchmarks.remembering", path, str(since_ms)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=TOP) as process:
        assert process.stdout is not None
        process.stdout.readline()
        try:
            yield
        finally:
            process.kill()


def _keep_writing(path: str, since_ms: int) -> None:
    store = open_store(path, ManualClock(since_ms), results_kept=172_800)
    print("writing", flush=True)
    for index in count(1):
        result = _result(f"c{index % 20}", since_ms + index, 50_000)
        store.record(result, _state(result))
        time.sleep(0.005)


if __name__ == "__main__":
    _keep_writing(sys.argv[1], int(sys.argv[2]))
