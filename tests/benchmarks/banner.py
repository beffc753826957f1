"""Run on a desktop: from the end of a deciding check until the daemon has taken the banner, ms a line."""

import asyncio
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from porchlight.desktop.alert_channel import DesktopChannel
from porchlight.desktop.application import Application
from porchlight.desktop.loop import DesktopLoop
from porchlight.desktop.notifier import SystemNotifier
from porchlight.desktop.tray import Tray
from porchlight.history.store import open_store
from porchlight.model.snapshot import Snapshot
from porchlight.monitor.clock import SystemClock
from tests.alerting_parts import alerting_of, run_all
from tests.integration.alerts.messages import context
from tests.integration.alerts.test_service import DOWN, parsed
from tests.unit.alerts.story import Story

_WINDOW = 0.5


async def measure(trials: int, folder: str) -> None:
    clock, story, taken = SystemClock(), Story(), asyncio.Event()
    for number in range(trials):
        story.views |= Story().watch(f"c{number}").views
    channel = DesktopChannel(SystemNotifier(Tray()))
    channel.handed_over.connect(lambda notice, handover: taken.set())
    store = open_store(str(Path(folder) / "history.sqlite3"), clock, results_kept=1e6)
    rules = {"rules": {"down": {**DOWN, "channels": ["desktop"]}}}
    alerting = alerting_of(parsed(rules), store, clock, context(), desktop=channel)
    alerting.update_components(Snapshot(clock.now_ms(), story.views))
    task = asyncio.create_task(run_all(alerting))
    for number in range(trials):
        story.at = clock.now_ms()
        story.fail(f"c{number}")
        taken.clear()
        began = time.perf_counter()
        alerting.observe(story.views[f"c{number}"], checked=True)
        await taken.wait()
        print((time.perf_counter() - began - _WINDOW) * 1000, flush=True)
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
    store.close()


if __name__ == "__main__":
    app = Application(["porchlight"])
    with tempfile.TemporaryDirectory() as place, asyncio.Runner(loop_factory=lambda: DesktopLoop(app)) as runner:
        runner.run(measure(int(sys.argv[1]), place))
