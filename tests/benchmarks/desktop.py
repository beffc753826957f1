"""The tray app: its start on a real bus and X server, idle, windows, chart, loop and what it measures."""

import asyncio
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.benchmarks.measure import (
    ENVIRONMENT,
    TOP,
    Measurement,
    cpu_us,
    endpoints,
    median,
    percentile,
    process_usage,
)
from tests.benchmarks.measure import write_settings as settings_for
from tests.end_to_end.virtual_desktop import TrayKind, VirtualDesktop

_WATCHER = """
import asyncio, time
from dbus_fast import BusType
from dbus_fast.aio import MessageBus
from dbus_fast.service import PropertyAccess, ServiceInterface, dbus_property, method

class Watcher(ServiceInterface):
    @method()
    def RegisterStatusNotifierItem(self, service: "s"):
        print(time.monotonic(), flush=True)
    @method()
    def RegisterStatusNotifierHost(self, service: "s"):
        pass
    @dbus_property(access=PropertyAccess.READ)
    def IsStatusNotifierHostRegistered(self) -> "b":
        return True
    @dbus_property(access=PropertyAccess.READ)
    def ProtocolVersion(self) -> "i":
        return 0
    @dbus_property(access=PropertyAccess.READ)
    def RegisteredStatusNotifierItems(self) -> "as":
        return []

async def main():
    bus = await MessageBus(bus_type=BusType.SESSION).connect()
    bus.export("/StatusNotifierWatcher", Watcher("org.kde.StatusNotifierWatcher"))
    await bus.request_name("org.kde.StatusNotifierWatcher")
    print("ready", flush=True)
    await asyncio.Event().wait()

asyncio.run(main())
"""
"""A status notifier's watcher that tells when an icon comes; the icon is shown by the host in that moment."""
_RUNS = 15
_COST_RUNS = 5


@contextmanager
def quiet_desktop() -> Iterator[VirtualDesktop]:
    with tempfile.TemporaryDirectory() as name:
        desktop = VirtualDesktop(Path(name), TrayKind.NONE)
        # No desktop's own theme: GTK alone would be 60 MB, and would load with any Qt program there.
        for name in ("PYTHONDONTWRITEBYTECODE", "XDG_CURRENT_DESKTOP"):
            desktop.environment.pop(name, None)
        try:
            desktop.start_display()
            desktop.start_bus()
            yield desktop
        finally:
            desktop.stop()


def start_watcher(desktop: VirtualDesktop) -> "subprocess.Popen[str]":
    """The tray, as far as a program notices it."""
    watcher = subprocess.Popen(
        [sys.executable, "-c", _WATCHER], env=desktop.environment, stdout=subprocess.PIPE, text=True
    )
    assert watcher.stdout is not None
    watcher.stdout.readline()
    return watcher


class _FirstCheck:
    """A server that tells when it was first asked."""

    def __init__(self) -> None:
        self._server = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._server.getsockname()[1]}/"
        self.at: float | None = None
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            connection, _ = self._server.accept()
            self.at = self.at or time.monotonic()
            connection.recv(65536)
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok")
            connection.close()


def tray_start() -> list[Measurement]:
    """From the start of the process to the icon and to the first check, with seven components, beside a bare tray."""
    icon: list[float] = []
    bare: list[float] = []
    checked: list[float] = []
    with quiet_desktop() as desktop, tempfile.TemporaryDirectory() as name:
        watcher = start_watcher(desktop)
        assert watcher.stdout is not None
        first = _FirstCheck()
        config = settings_for(Path(name), first.url.rstrip("/"), 7)
        program = ["-m", "porchlight", "--config", config, "--data-dir", name, "tray"]
        yardstick = [str(TOP / "tests" / "benchmarks" / "bare_tray.py")]
        for number in range(_RUNS + 2):
            for arguments, into in ((yardstick, bare), (program, icon)):
                first.at = None
                began = time.monotonic()
                process = subprocess.Popen([sys.executable, *arguments], env=desktop.environment, cwd=TOP)
                shown = float(watcher.stdout.readline()) - began
                while arguments is program and first.at is None:
                    time.sleep(0.005)
                process.terminate()
                process.wait(10)
                if number >= 2:  # the first ones compile and fill the disk's cache
                    into.append(shown * 1000)
                    if arguments is program and first.at is not None:
                        checked.append((first.at - began) * 1000)
        watcher.terminate()
        watcher.wait(10)
        watcher.stdout.close()
    detail = f"bare PySide6 tray {median(bare):.0f} ms"
    return [
        Measurement("tray: start to icon shown, warm", median(icon), 300, "ms", detail),
        Measurement("the same, to a bare tray", median(icon) / median(bare), 2.5, "×", detail),
        Measurement("tray: start to first check sent", median(checked), 600, "ms", "Uptime Kuma 1,782 ms"),
    ]


def tray_cost() -> list[Measurement]:
    """CPU until the icon is there, and resident memory once settled, beside a bare tray, in turns: of use on a busy
    machine too."""
    icon: dict[str, list[float]] = {"bare": [], "ours": []}
    resident: dict[str, list[float]] = {"bare": [], "first start": [], "later start": []}
    with quiet_desktop() as desktop, endpoints() as base:
        watcher = start_watcher(desktop)
        assert watcher.stdout is not None

        def run(arguments: list[str], settle_s: float) -> tuple[float, float]:
            process = subprocess.Popen([sys.executable, *arguments], env=desktop.environment, cwd=TOP)
            watcher.stdout.readline()
            cpu_ms = cpu_us(process.pid) / 1000
            time.sleep(settle_s)
            memory = process_usage(process.pid)[2] / 2**20
            process.terminate()
            process.wait(10)
            return cpu_ms, memory

        for number in range(_COST_RUNS + 1):
            with tempfile.TemporaryDirectory() as name:
                config = settings_for(Path(name), base, 10)
                program = ["-m", "porchlight", "--config", config, "--data-dir", name, "tray"]
                yardstick = [str(TOP / "tests" / "benchmarks" / "bare_tray.py"), "qasync"]
                found = {
                    "bare": run(yardstick, 2),
                    "first start": run(program, 8),
                    "later start": run(program, 8),
                }
            if number:  # the first ones compile
                icon["bare"].append(found["bare"][0])
                icon["ours"].append(found["later start"][0])
                for which, (_, memory) in found.items():
                    resident[which].append(memory)
        watcher.terminate()
        watcher.wait(10)
        watcher.stdout.close()
    bare = median(resident["bare"])
    return [
        Measurement(
            "tray: CPU until the icon is shown, to a bare one",
            median(icon["ours"]) / median(icon["bare"]),
            3.0,
            "×",
            f"{median(icon['ours']):.0f} ms against {median(icon['bare']):.0f} ms, user and system",
        ),
        *(
            Measurement(
                f"tray: resident memory, {which}, to a bare one",
                median(resident[which]) / bare,
                1.9,
                "×",
                f"{median(resident[which]):.0f} MiB against {bare:.0f} MiB",
            )
            for which in ("first start", "later start")
        ),
    ]


def tray_idle() -> list[Measurement]:
    """Ten components a minute, windows closed, five minutes, beside a bare qasync tray."""
    seconds = 300.0
    with quiet_desktop() as desktop, endpoints() as base, tempfile.TemporaryDirectory() as name:
        config = settings_for(Path(name), base, 10)
        commands = {
            "ours": ["-m", "porchlight", "--config", config, "--data-dir", name, "tray"],
            "bare": [str(TOP / "tests" / "benchmarks" / "bare_tray.py"), "qasync"],
        }
        # As on every start but the first, which makes the history's tables.
        subprocess.run(
            [sys.executable, "-m", "porchlight", "--config", config, "--data-dir", name, "health"],
            cwd=TOP,
            stdout=subprocess.DEVNULL,
            check=False,
        )
        watcher = start_watcher(desktop)
        running = {
            who: subprocess.Popen([sys.executable, *command], env=desktop.environment, cwd=TOP)
            for who, command in commands.items()
        }
        time.sleep(60)
        before = {who: process_usage(process.pid) for who, process in running.items()}
        time.sleep(seconds)
        after = {who: process_usage(process.pid) for who, process in running.items()}
        for process in running.values():
            process.terminate()
            process.wait(10)
        watcher.terminate()
        watcher.communicate()
    cpu = {who: (after[who][0] - before[who][0]) * 60 / seconds for who in running}
    wakes = {who: (after[who][1] - before[who][1]) / seconds for who in running}
    resident = after["ours"][2] / 2**20
    growth = (after["ours"][2] - before["ours"][2]) / 2**20
    return [
        Measurement(
            "tray idle, 10 components at 60 s: CPU a minute", cpu["ours"], 0.05, "s", f"bare {cpu['bare']:.3f} s"
        ),
        Measurement("tray idle: wake-ups a second", wakes["ours"], 2.0, "/s", f"bare {wakes['bare']:.2f}/s"),
        Measurement("tray idle: resident memory", resident, 100, "MiB", f"bare {after['bare'][2] / 2**20:.0f} MiB"),
        Measurement("tray idle: growth within the five minutes", growth, 1.0, "MiB", "Vorta idles at 111 MB"),
    ]


# -- within a process of their own, on Qt's offscreen platform, which draws in software


def _application() -> Any:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    import gc

    from porchlight.desktop.application import Application

    gc.set_threshold(20_000)  # as the program itself does
    return Application(["porchlight"])


def window_first() -> list[Measurement]:
    """From the click to the painted window with its chart, over ninety days of history."""
    first = [_window_in_own_process() for _ in range(5)]
    return [
        Measurement(
            "component window, 90 days: click to first paint", median([one["window"] for one in first]), 350, "ms", ""
        ),
        Measurement(
            "the same, to the chart painted, pyqtgraph's import included",
            median([one["chart"] for one in first]),
            350,
            "ms",
            f"the import alone {median([one['import'] for one in first]):.0f} ms",
        ),
        Measurement("later windows, to the chart painted", median([one["later"] for one in first]), 120, "ms", ""),
        Measurement(
            "chart: pan and zoom, software rendering",
            median([one["fps"] for one in first]),
            60,
            "frames/s",
            "",
            at_least=True,
        ),
    ]


def _window_in_own_process() -> dict[str, float]:
    import json

    command = [sys.executable, "-c", "from tests.benchmarks.desktop import _window; _window()"]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, cwd=TOP, env=ENVIRONMENT, check=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def _window() -> None:
    import json

    app = _application()
    from PySide6.QtCore import QEvent, QObject

    from porchlight.demo.past import make_past
    from porchlight.desktop.loop import DesktopLoop
    from porchlight.desktop.theme import Theme
    from porchlight.desktop.windows.places import Places
    from porchlight.runtime.kinds import load_settings
    from porchlight.settings.schema import ColourScheme
    from tests.desktop.live import live

    class Paints(QObject):
        def __init__(self) -> None:
            super().__init__()
            self.at: dict[int, float] = {}

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint:
                self.at.setdefault(id(watched), time.perf_counter())
            return False

    found: dict[str, float] = {}

    async def open_one(running: Any, folder: Path, name: str) -> tuple[Any, float, float]:
        began = time.perf_counter()
        from porchlight.desktop.windows.component import ComponentWindow

        paints = Paints()
        window = ComponentWindow(running.context, Places(str(folder / "windows.ini")), name)
        window.installEventFilter(paints)
        window.come_forward()
        while window.chart._chart is None:  # noqa: ASYNC110
            await asyncio.sleep(0)
        viewport = window.chart._chart.viewport()
        viewport.installEventFilter(paints)
        while id(viewport) not in paints.at:  # noqa: ASYNC110
            await asyncio.sleep(0.001)
        ends = paints.at[id(window)], paints.at[id(viewport)]
        return window, (ends[0] - began) * 1000, (ends[1] - began) * 1000

    async def main() -> None:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            (folder / "porchlight.toml").write_text(
                "[monitor]\nconnectivity_urls = []\n"
                '[components.website]\nkind = "http"\nurl = "http://127.0.0.1:9/"\ninterval = "300s"\n'
                '[components.classy]\nkind = "http"\nurl = "http://127.0.0.1:9/"\ninterval = "300s"\n'
            )
            await make_past(load_settings(str(folder / "porchlight.toml")), name)
            async with live(Theme(app, ColourScheme.LIGHT), folder) as running:
                await asyncio.sleep(1)
                _, found["window"], found["chart"] = await open_one(running, folder, "website")
                window, _, found["later"] = await open_one(running, folder, "classy")
                window.chart._ranges.button(4).click()
                await asyncio.sleep(0.5)
                chart = window.chart._chart
                since, until = chart.visible_range
                began, frames = time.perf_counter(), 150
                for number in range(frames):
                    shift = (until - since) * 0.002 * number
                    zoom = (until - since) * 0.001 * number
                    chart.show_range(since - shift + zoom, until - shift - zoom)
                    chart.viewport().repaint()
                found["fps"] = frames / (time.perf_counter() - began)

    with asyncio.Runner(loop_factory=lambda: DesktopLoop(app)) as runner:
        runner.run(main())
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "import PySide6.QtWidgets, time; t=time.perf_counter(); import pyqtgraph; print(time.perf_counter()-t)",
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    found["import"] = float(done.stdout) * 1000
    print(json.dumps(found))


def panel_first() -> list[Measurement]:
    """The panel's first opening with a hundred components."""
    app = _application()
    from porchlight.desktop.history import Point
    from porchlight.desktop.panel import Panel
    from porchlight.desktop.theme import Theme
    from porchlight.desktop.tray import Tray
    from porchlight.model.status import Outcome
    from porchlight.settings.schema import ColourScheme
    from tests.desktop.still import NOW_MS, StillContext, view

    took = []
    for _ in range(5):
        context = StillContext(
            Theme(app, ColourScheme.LIGHT), *(view(f"c{number}", tags=("a",)) for number in range(100))
        )
        for number in range(100):
            points = [
                Point(NOW_MS - second * 60_000, 100_000 + second, Outcome.HEALTHY) for second in range(60, 0, -1)
            ]
            context.bridge.recent.begin(f"c{number}", points)
        tray = Tray()
        began = time.perf_counter()
        panel = Panel(context, tray)
        panel.open()
        app.processEvents()
        took.append((time.perf_counter() - began) * 1000)
        panel.close()
    return [
        Measurement("panel, first opening, 100 components", took[0], 80, "ms", f"later {median(took[1:]):.0f} ms")
    ]


def stalls() -> list[Measurement]:
    """A hundred components checked at once while the panel is open: how long the loop lets nobody else in."""
    app = _application()
    from porchlight.desktop.loop import DesktopLoop
    from porchlight.desktop.panel import Panel
    from porchlight.desktop.theme import Theme
    from porchlight.desktop.tray import Tray
    from porchlight.runtime.commands import CheckNow
    from porchlight.settings.schema import ColourScheme
    from tests.desktop.live import live

    longest: list[float] = []

    async def main(folder: Path, base: str) -> None:
        settings_for(folder, base, 100, interval="3600s")
        async with live(Theme(app, ColourScheme.LIGHT), folder) as running:
            await asyncio.sleep(0.5)  # the monitor begins
            await running.program.handle(CheckNow())
            panel = Panel(running.context, Tray())
            panel.open()
            for _ in range(25):
                worst, before = 0.0, time.perf_counter()
                checking = asyncio.create_task(running.program.handle(CheckNow()))
                while not checking.done():
                    await asyncio.sleep(0)
                    now = time.perf_counter()
                    worst, before = max(worst, now - before), now
                longest.append(worst * 1000)
                await asyncio.sleep(0.2)
            panel.close()

    loop = asyncio.Runner(loop_factory=lambda: DesktopLoop(app))
    with endpoints() as base, tempfile.TemporaryDirectory() as name, loop as runner:
        runner.run(main(Path(name), base))
    detail = f"median of 25 rounds {median(longest):.0f} ms"
    name = "longest stall while 100 are checked at once, panel open, p99"
    return [Measurement(name, percentile(longest, 0.99), 50, "ms", detail)]


def tray_times() -> list[Measurement]:
    """The same checks under Qt's loop with the panel open and under plain asyncio: what they measure."""
    app = _application()
    from porchlight.desktop.loop import DesktopLoop
    from porchlight.desktop.panel import Panel
    from porchlight.desktop.theme import Theme
    from porchlight.desktop.tray import Tray
    from porchlight.runtime.commands import CheckNow
    from porchlight.settings.schema import ColourScheme
    from tests.desktop.live import live

    theme = Theme(app, ColourScheme.LIGHT)

    async def times(folder: Path, *, panel: bool) -> list[float]:
        found: list[float] = []
        async with live(theme, folder) as running:
            shown = Panel(running.context, Tray()) if panel else None
            if shown is not None:
                shown.open()
            await asyncio.sleep(0.5)  # the monitor begins
            await running.program.handle(CheckNow())
            names = [one.component.id for one in running.program.settings.components]
            for _ in range(30):
                for results in await asyncio.gather(*map(running.program.check, names)):
                    found += [result.duration_us / 1000 for result in results]
            if shown is not None:
                shown.close()
        return found

    with endpoints() as base, tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        for folder in (one, other):
            settings_for(Path(folder), base, 20, interval="3600s")
        plain = asyncio.run(times(Path(one), panel=False))
        with asyncio.Runner(loop_factory=lambda: DesktopLoop(app)) as runner:
            tray = runner.run(times(Path(other), panel=True))
    return [
        Measurement(
            f"response times in the tray against plain asyncio, {word}",
            abs(measure(tray) - measure(plain)),
            goal,
            "ms",
            f"{measure(tray):.1f} against {measure(plain):.1f} ms",
        )
        for word, measure, goal in (("median", median, 2.0), ("p95", lambda values: percentile(values, 0.95), 10.0))
    ]
