"""Alerts: how fast rules are judged, how soon a message is out, a thousand at once, kill -9 at any point."""

import asyncio
import random
import signal
import subprocess
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing, suppress
from pathlib import Path
from typing import Any

from porchlight.alerts.rules import rule_of
from porchlight.alerts.service import Alerting
from porchlight.demo.faults import Fault
from porchlight.demo.website import WebsiteSimulator
from porchlight.history.store import open_store
from porchlight.model.snapshot import Snapshot
from porchlight.model.status import Status
from porchlight.monitor.clock import SystemClock
from porchlight.redaction import Redactor
from porchlight.runtime.app import Porchlight
from porchlight.runtime.history import open_reader
from porchlight.runtime.kinds import parse_settings
from porchlight.runtime.options import Role, RunOptions
from porchlight.settings.builtin_rules import BUILT_IN
from porchlight.settings.rules import RuleSettings
from tests.alerting_parts import alerting_of, run_all
from tests.benchmarks.measure import PYTHON, TOP, Measurement, median, percentile
from tests.end_to_end.virtual_desktop import TrayKind, virtual_desktop
from tests.integration.alerts.hook import hook
from tests.integration.alerts.messages import context
from tests.integration.alerts.receiver import Receiver, receiving
from tests.integration.alerts.test_service import DOWN, ops, parsed
from tests.integration.alerts.watched import settings
from tests.integration.cli.test_watch import end, wait_for
from tests.integration.program import Program
from tests.integration.simulators import beside
from tests.unit.alerts.story import Story

_TRIALS = 200
_WINDOW = 0.5
"""Seconds for which a message is held open; not counted."""


def rules() -> list[Measurement]:
    """The built-in rules over a thousand components, one in a hundred of them failing."""
    story = Story(*(rule_of(name, RuleSettings.model_validate(dict(table))) for name, table in BUILT_IN.items()))
    for number in range(1000):
        story.views |= Story().watch(f"c{number}").views
    story.engine.update_components(story.views, offline=False, now_ms=story.at)
    for number in range(1000):
        story.check(Status.HEALTHY if number % 100 else Status.ERROR, f"c{number}")
    views = list(story.views.values())
    began, rounds = time.perf_counter(), 20
    for _ in range(rounds):
        for view in views:
            story.engine.observe(view, story.at)
    rate = rounds * len(views) * len(BUILT_IN) / (time.perf_counter() - began)
    return [
        Measurement("Results × rules judged", rate, 100_000, "/s", "built-in rules, 1,000 components", at_least=True)
    ]


@asynccontextmanager
async def _alerting(receiver: Receiver, folder: str) -> AsyncIterator[tuple[Alerting, Story]]:
    clock = SystemClock()
    store = open_store(f"{folder}/history.sqlite3", clock, results_kept=1e6)
    document = {"rules": {"down": DOWN}, **ops(receiver)}
    alerting = alerting_of(parsed(document), store, clock, context())
    story = Story()
    for number in range(_TRIALS):
        story.views |= Story().watch(f"c{number}").views
    alerting.update_components(Snapshot(clock.now_ms(), story.views))
    task = asyncio.create_task(run_all(alerting))
    try:
        yield alerting, story
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        store.close()


def first_byte() -> list[Measurement]:
    """From the end of the deciding check to the first byte at a webhook, on a real history file."""

    async def measure() -> list[float]:
        loop, found = asyncio.get_running_loop(), []
        with tempfile.TemporaryDirectory() as folder:
            async with receiving() as receiver, _alerting(receiver, folder) as (alerting, story):
                for number in range(_TRIALS):
                    story.at = time.time_ns() // 1_000_000
                    story.fail(f"c{number}")
                    began = loop.time()
                    alerting.observe(story.views[f"c{number}"], checked=True)
                    received = await receiver.wait_for(number + 1)
                    found.append((received[-1].at - began - _WINDOW) * 1000)
        return found

    found = asyncio.run(measure())
    detail = f"{_TRIALS} trials, the 500 ms in which messages are grouped not counted"
    return [
        Measurement("Deciding check → first byte at the webhook, median", median(found), 20, "ms", detail),
        Measurement("… 99th percentile", percentile(found, 0.99), 1000, "ms", detail),
    ]


def banner() -> list[Measurement]:
    """From the end of the deciding check until a real notification daemon (dunst) has taken the banner."""
    with tempfile.TemporaryDirectory() as folder, virtual_desktop(Path(folder), TrayKind.NONE) as desktop:
        done = subprocess.run(
            [PYTHON, "-m", "tests.benchmarks.banner", str(_TRIALS)],
            env=desktop.environment,
            cwd=TOP,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
    found = [float(line) for line in done.stdout.split()]
    detail = f"{_TRIALS} trials on dunst, the 500 ms in which messages are grouped not counted"
    return [
        Measurement("Deciding check → banner, median", median(found), 20, "ms", detail),
        Measurement("… 99th percentile", percentile(found, 0.99), 1000, "ms", detail),
    ]


def thousand_failing() -> list[Measurement]:
    """A thousand components that fail in one sweep of the real monitor."""

    async def measure() -> tuple[int, int, float, float]:
        lags: list[float] = []

        async def look() -> None:
            loop = asyncio.get_running_loop()
            while True:
                due = loop.time() + 0.005
                await asyncio.sleep(0.005)
                lags.append((loop.time() - due) * 1000)

        with tempfile.TemporaryDirectory() as folder:
            async with receiving() as receiver:
                text = _thousand(receiver.url)
                async with (
                    await Porchlight.start(
                        RunOptions(parse_settings(text), folder, Role.OWNER, Redactor())
                    ) as porchlight,
                    asyncio.TaskGroup() as group,
                ):
                    running = group.create_task(porchlight.run())
                    looking = group.create_task(look())
                    began = time.perf_counter()
                    while sum(len(one.json()["alerts"]) for one in receiver.received) < 1000:  # noqa: ASYNC110
                        await asyncio.sleep(0.05)
                    seconds = time.perf_counter() - began
                    await porchlight.flush()
                    for task in (running, looking):
                        task.cancel()
                now_ms = time.time_ns() // 1_000_000
                with closing(open_reader(folder)) as reader:
                    stored = len(reader.alerts(0, now_ms + 1000, most=5000))
                return len(receiver.received), stored, percentile(lags, 0.99), seconds

    messages, stored, stall, seconds = asyncio.run(measure())
    detail = f"1,000 refused connections; all told after {seconds:.1f} s"
    return [
        Measurement("1,000 failing at once: messages", messages, 1, "", detail),
        Measurement("… alerts in the history", stored, 1000, "", detail, at_least=True),
        Measurement("… loop stall, 99th percentile", stall, 50, "ms", detail),
    ]


def _thousand(url: str) -> str:
    components = "\n".join(
        f'[components.c{number}]\nkind = "http"\nurl = "http://127.0.0.1:9/{number}"' for number in range(1000)
    )
    return f"""
        [monitor]
        interval = "30s"
        confirmations = 0
        connectivity_urls = []
        [alerts]
        builtin = false
        [rules.down]
        when = {{ component = "*", status = "error" }}
        channels = ["ops"]
        [channels.ops]
        kind = "webhook"
        url = "{url}"
        {components}
        """


def kills() -> list[Measurement]:
    """kill -9 at random points between "check failed" and "delivered"; then a restart."""
    chance, lost, doubled = random.Random(11), 0, 0
    seen: set[str] = set()
    with tempfile.TemporaryDirectory() as folder, beside(WebsiteSimulator()) as website, hook() as receiver:
        program = Program(Path(folder))
        program.configure(settings(website, receiver))
        for _ in range(_TRIALS):
            website.fail(Fault.NONE)
            process = program.start("watch")
            wait_for(process, "→ healthy")
            website.fail(Fault.UNAVAILABLE)
            wait_for(process, "healthy → error")
            time.sleep(chance.uniform(0, 0.7))
            process.send_signal(signal.SIGKILL)
            process.communicate()
            process = program.start("watch")
            found = _wait_for_new(receiver, seen)
            lost += not found
            doubled += len(found) > 1
            seen |= found
            website.fail(Fault.NONE)
            wait_for(process, "→ healthy")
            end(process)
    detail = f"{_TRIALS} kills between the failing check and the delivery, each with a restart"
    return [
        Measurement("kill -9: alerts lost", lost, 0, "", detail),
        Measurement("… told again as new", doubled, 0, "", detail),
    ]


def _wait_for_new(receiver: Any, seen: set[str]) -> set[str]:
    deadline = time.monotonic() + 20
    found: set[str] = set()
    while not found and time.monotonic() < deadline:
        with receiver.came:
            events = [body for body in receiver.bodies if body["event"] in ("firing", "digest")]
            found = {alert["id"] for body in events for alert in body["alerts"]} - seen
            receiver.came.wait(0.1)
    return found
