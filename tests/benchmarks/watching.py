"""The monitor at work and at rest: CPU, lateness, wake-ups, memory, and how soon a failure is known."""

import asyncio
import gc
import logging
import signal
import sqlite3
import subprocess
import tempfile
import time
from contextlib import closing
from pathlib import Path

from porchlight.history.store import open_store
from porchlight.model.component import Component
from porchlight.model.events import CheckEnded, Event
from porchlight.model.result import Result
from porchlight.model.status import Outcome, Reason
from porchlight.monitor.clock import SystemClock
from porchlight.monitor.connectivity import ConnectivityCheck
from porchlight.monitor.monitor import Monitor
from porchlight.monitor.runner import Runner
from porchlight.monitor.sweep import Target
from porchlight.net.client import ReadOnlyClient
from porchlight.probes.context import CheckContext
from porchlight.redaction import Redactor
from tests.benchmarks.measure import (
    ENVIRONMENT,
    PORCHLIGHT,
    PYTHON,
    TOP,
    Measurement,
    endpoints,
    median,
    percentile,
    process_usage,
    run,
    write_settings,
)
from tests.support import GivenSecrets
from tests.virtual_time import VirtualLoop

_LOAD_SECONDS = 60.0
_INTERVAL = 20.0


def load() -> list[Measurement]:
    """A thousand components every 20 s, beside minimal probers."""
    here = TOP / "tests" / "benchmarks"
    arguments = ("1000", str(_INTERVAL), str(_LOAD_SECONDS))
    with endpoints() as base, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        config = write_settings(folder, base, 1000, interval=f"{_INTERVAL:g}s")
        with subprocess.Popen(
            [PORCHLIGHT, "watch", "--config", config, "--data-dir", name],
            stdout=subprocess.DEVNULL,
            cwd=TOP,
            env=ENVIRONMENT,
        ) as process:
            time.sleep(_INTERVAL + 10)  # the first sweep is over, all are at their own places
            cpu_before, _, _ = process_usage(process.pid)
            began_ms = time.time() * 1000
            time.sleep(_LOAD_SECONDS)
            cpu_after, _, _ = process_usage(process.pid)
            ended_ms = time.time() * 1000
            process.send_signal(signal.SIGTERM)
        with closing(sqlite3.connect(folder / "history.sqlite3")) as database:
            rows = database.execute(
                "SELECT component, began_ms FROM results WHERE began_ms BETWEEN ? AND ? ORDER BY 1, 2",
                (began_ms, ended_ms),
            ).fetchall()
        by_httpx = run(PYTHON, str(here / "minimal_httpx.py"), "prober", base, *arguments)
        by_aiohttp = run(PYTHON, str(here / "minimal_aiohttp.py"), "prober", base, *arguments)
    ours = (cpu_after - cpu_before) / len(rows) * 1000
    httpx_cost, aiohttp_cost = (ran.cpu_seconds / int(ran.output) * 1000 for ran in (by_httpx, by_aiohttp))
    lateness = _lateness(rows)
    detail = f"aiohttp {aiohttp_cost:.2f}, httpx {httpx_cost:.2f}; {len(rows):,} checks"
    return [
        Measurement("CPU per 1,000 checks at 1,000 components every 20 s", ours, 2.0, "s", detail),
        Measurement("the same, to a minimal httpx prober", ours / httpx_cost, 2.0 / 2.8, "×", ""),
        Measurement("the same, to a minimal aiohttp prober", ours / aiohttp_cost, 2.0 / 1.1, "×", ""),
        Measurement("lateness against the schedule there, p99", percentile(lateness, 0.99), 20, "ms", ""),
    ]


def _lateness(rows: list[tuple[int, int]]) -> list[float]:
    """Milliseconds by which each check began after its place; the earliest of a component counts as on time."""
    by_component: dict[int, list[int]] = {}
    for component, began_ms in rows:
        by_component.setdefault(component, []).append(began_ms)
    found = []
    for began in by_component.values():
        places = [at - index * _INTERVAL * 1000 for index, at in enumerate(began)]
        found += [place - min(places) for place in places]
    return found


def idle() -> list[Measurement]:
    """Ten components a minute, nothing going on."""
    seconds = 120.0
    with endpoints() as base, tempfile.TemporaryDirectory() as name:
        config = write_settings(Path(name), base, 10)
        with subprocess.Popen(
            [PORCHLIGHT, "watch", "--config", config, "--data-dir", name],
            stdout=subprocess.DEVNULL,
            cwd=TOP,
            env=ENVIRONMENT,
        ) as process:
            time.sleep(15)
            cpu_before, switches_before, _ = process_usage(process.pid)
            time.sleep(seconds)
            cpu, switches, resident = process_usage(process.pid)
            process.send_signal(signal.SIGTERM)
    return [
        Measurement("idle, 10 components at 60 s: CPU a minute", (cpu - cpu_before) * 60 / seconds, 0.03, "s", ""),
        Measurement("idle: wake-ups a second", (switches - switches_before) / seconds, 1.0, "/s", "all threads"),
        Measurement("idle: resident memory", resident / 2**20, 60, "MB", ""),
    ]


class _Toggling:
    """Fails and recovers in turn, and notes when it said so."""

    def __init__(self) -> None:
        self.failing = False
        self.said = 0.0

    async def check(self, ctx: CheckContext) -> Result:
        self.failing = not self.failing
        self.said = time.perf_counter()
        if self.failing:
            return ctx.unwell(Outcome.ERROR, Reason.REFUSED, "Refused.")
        return ctx.healthy("Well.")

    async def close(self) -> None: ...


def news() -> list[Measurement]:
    """From the end of a failing check to its change stored and told."""
    took: list[float] = []

    async def main(folder: str) -> None:
        clock = SystemClock()
        store = open_store(f"{folder}/history.sqlite3", clock, results_kept=172_800)
        async with ReadOnlyClient() as http:
            runner = Runner(clock=clock, secrets=GivenSecrets({}), http=http, redactor=Redactor())
            monitor = Monitor(
                runner=runner, store=store, clock=clock, connectivity=ConnectivityCheck(http, clock, ())
            )
            probe = _Toggling()

            def hear(event: Event) -> None:
                if isinstance(event, CheckEnded) and event.change is not None:
                    took.append((time.perf_counter() - probe.said) * 1000)

            monitor.bus.subscribe(hear)
            monitor.register(
                Target(Component(id="it", name="It", kind="http", confirmations=0, interval=60.0), probe)
            )
            async with asyncio.TaskGroup() as group:
                group.create_task(monitor.run())
                for _ in range(5):
                    await monitor.check_now(["it"])
                    await asyncio.sleep(0.02)
                monitor.stop()
        store.close()

    for _ in range(20):  # few changes a run: more would be flapping
        with tempfile.TemporaryDirectory() as name:
            asyncio.run(main(name))
    detail = f"p99 {percentile(took, 0.99):.1f} ms, {len(took)} changes"
    return [Measurement("failing check to status stored and told, median", median(took), 5, "ms", detail)]


class _Well:
    async def check(self, ctx: CheckContext) -> Result:
        return ctx.healthy("Well.", duration_us=50_000)

    async def close(self) -> None: ...


def memory() -> list[Measurement]:
    """A day of 100 components at 30 s under an accelerated clock."""
    resident: list[int] = []
    loop = VirtualLoop()

    async def main(folder: str) -> None:
        store = open_store(f"{folder}/history.sqlite3", loop, results_kept=172_800)
        async with ReadOnlyClient() as http:
            runner = Runner(clock=loop, secrets=GivenSecrets({}), http=http, redactor=Redactor())
            monitor = Monitor(runner=runner, store=store, clock=loop, connectivity=ConnectivityCheck(http, loop, ()))
            for number in range(100):
                component = Component(id=f"c{number}", name=f"C{number}", kind="http", interval=30.0)
                monitor.register(Target(component, _Well()))
            async with asyncio.TaskGroup() as group:
                group.create_task(monitor.run())
                for _ in range(24):
                    for _ in range(12):
                        await asyncio.sleep(300)
                        while store.health().queued:
                            time.sleep(0.001)  # noqa: ASYNC251 - virtual time must stand still while the disk works
                    gc.collect()
                    resident.append(_resident())
                monitor.stop()
        store.close()

    logging.getLogger("porchlight.monitor").setLevel(logging.ERROR)  # virtual time does not wait for a real disk
    with tempfile.TemporaryDirectory() as name, asyncio.Runner(loop_factory=lambda: loop) as runner:
        runner.run(main(name))
    growth = (resident[-1] / resident[0] - 1) * 100
    detail = f"{resident[0] / 2**20:.0f} MB after the first hour, {resident[-1] / 2**20:.0f} MB after a day"
    return [Measurement("memory over a day of 100 components at 30 s", growth, 5, "%", detail)]


def _resident() -> int:
    import os

    return process_usage(os.getpid())[2]
