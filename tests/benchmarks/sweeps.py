"""Hanging components must not hold up the rest."""

import asyncio
import tempfile
import time
from pathlib import Path

from porchlight.model.result import Result
from porchlight.redaction import Redactor
from porchlight.runtime.checks import open_checks
from porchlight.runtime.kinds import load_settings
from tests.benchmarks.measure import Measurement, endpoints, median, write_settings

TIME_LIMIT = 3.0


def hanging() -> list[Measurement]:
    """950 components alone, and with 50 hanging ones before them."""
    later, over = [], []
    with endpoints() as base, tempfile.TemporaryDirectory() as name:
        for _ in range(5):
            alone, _ = asyncio.run(_sweep(Path(name), base, 0))
            mixed, whole = asyncio.run(_sweep(Path(name), base, 50))
            later.append((mixed - alone) * 1000)
            over.append(whole - TIME_LIMIT)
    return [
        Measurement(
            "last of 950 healthy ones later through 50 hanging ones", median(later), 250, "ms", "median of 5"
        ),
        Measurement("all done after the time limit", median(over), 1.0, "s", f"time limit {TIME_LIMIT:g} s"),
    ]


async def _sweep(folder: Path, base: str, hanging: int) -> tuple[float, float]:
    """When the last healthy one was done, and all."""
    config = write_settings(folder, base, 950, hanging=hanging, timeout=f"{TIME_LIMIT:g}s")
    last = 0.0

    def done(result: Result) -> None:
        nonlocal last
        if result.reason is None:
            last = time.perf_counter()

    async with open_checks(load_settings(config), redactor=Redactor()) as checks:
        began = time.perf_counter()
        results = await checks.check_once(on_result=done)
        ended = time.perf_counter()
    assert sum(result.reason is None for result in results) == 950
    return last - began, ended - began
