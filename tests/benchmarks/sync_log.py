"""A sync's whole log, as at the first start: all ten files of 10 MB, read while the loop goes on."""

import asyncio
import tempfile
import time
from pathlib import Path

from porchlight.probes.classy_sync.reading import LogReader
from porchlight.threads import in_thread
from tests.benchmarks.measure import TOP, Measurement, median

SAMPLE = TOP / "tests" / "unit" / "probes" / "classy_sync" / "combined.sample.log"
FILES, FILE_SIZE = 10, 10_000_000


def sync_log() -> list[Measurement]:
    """The first reading, the loop's worst lateness during it, and a look at a log that has not changed."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sample = SAMPLE.read_bytes()
        for number in range(FILES):
            path = folder / f"combined{number or ''}.log"
            # Each file begins with a time of its own, as real ones do.
            path.write_bytes(b'{"timestamp":"%d"}\n' % number + sample * (FILE_SIZE // len(sample)))
        log = str(folder / "combined.log")
        firsts, late, seen = zip(*(asyncio.run(_first(log)) for _ in range(3)), strict=True)
        again = _unchanged(log)
    detail = f"{FILES} files of {FILE_SIZE / 1e6:.0f} MB, {seen[0]:,} runs in them; median of 3"
    return [
        Measurement("100 MB of a sync's log read", median(list(firsts)), 5.0, "s", detail),
        Measurement("the event loop late meanwhile", max(late), 50, "ms", "worst of 3 readings"),
        Measurement("a look at the log when nothing is new", again, 5, "ms", "median of 100"),
    ]


async def _first(log: str) -> tuple[float, float, int]:
    reader, late = LogReader(log, "sync"), 0.0
    began = time.perf_counter()
    reading = asyncio.ensure_future(in_thread(lambda: reader.read(1_795_460_000_000, 60), name="log"))
    while not reading.done():
        before = time.perf_counter()
        await asyncio.sleep(0.001)
        late = max(late, (time.perf_counter() - before - 0.001) * 1000)
    return time.perf_counter() - began, late, len(reading.result().operations)


def _unchanged(log: str) -> float:
    reader = LogReader(log, "sync")
    reader.remember(reader.read(1_795_460_000_000, 60))
    spans = []
    for _ in range(100):
        began = time.perf_counter()
        reader.read(1_795_460_000_000, 60)
        spans.append((time.perf_counter() - began) * 1000)
    return median(spans)
