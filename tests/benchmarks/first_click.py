"""From the first click on a component, in a main window that has been looked at for a moment, to its painted chart
over 90 days of history, on Qt's offscreen platform. Prints it in ms, and how many modules the click imported; then
the same for a component that nobody could expect to be clicked."""

import asyncio
import gc
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from porchlight.demo.past import make_past
from porchlight.desktop.alert_channel import DesktopChannel
from porchlight.desktop.application import Application
from porchlight.desktop.loop import DesktopLoop
from porchlight.desktop.notifier import SystemNotifier
from porchlight.desktop.platform.autostart import this_systems
from porchlight.desktop.surfaces import Surfaces
from porchlight.desktop.theme import Theme
from porchlight.desktop.tray import Tray
from porchlight.runtime.kinds import load_settings
from porchlight.settings.schema import ColourScheme
from tests.desktop.live import live

_LOOKED_AT_S = 4.0
# Nobody answers, and no alert says so while the click is measured: what notifies would be loaded by it.
_SETTINGS = """
[monitor]
connectivity_urls = []
confirmations = 10
[components.website]
kind = "http"
url = "http://127.0.0.1:9/"
interval = "300s"
[components.classy]
kind = "http"
url = "http://127.0.0.1:9/"
interval = "300s"
"""


class _Paint(QObject):
    at = 0.0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and not self.at:
            self.at = time.perf_counter()
        return False


def _chart(window: QWidget) -> QAbstractScrollArea | None:
    """By its name, as the window: their classes are what must not be imported here."""
    found = (one for one in window.findChildren(QAbstractScrollArea) if type(one).__name__ == "LatencyChart")
    return next(found, None)


async def _click(app: Application) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "porchlight.toml").write_text(_SETTINGS)
        await make_past(load_settings(str(folder / "porchlight.toml")), name)
        async with live(Theme(app, ColourScheme.LIGHT), folder) as running:
            tray = Tray(app)
            channel = DesktopChannel(SystemNotifier(tray), str(folder / "notices.json"))
            surfaces = Surfaces(app, tray, running.context, this_systems(), channel)
            surfaces.begin()
            surfaces.show_window()
            await asyncio.sleep(_LOOKED_AT_S)
            while not any(type(one).__name__ == "ComponentWindow" for one in app.topLevelWidgets()):  # noqa: ASYNC110
                await asyncio.sleep(0.1)  # a busy machine takes longer
            await asyncio.sleep(1)
            modules = set(sys.modules)
            expected = await _chart_after(app, partial(surfaces.show_component, "website"))
            new = set(sys.modules) - modules
            await asyncio.sleep(1)
            other = await _chart_after(app, partial(surfaces.show_component, "classy"))
            surfaces.end()
            await asyncio.sleep(0)
    if new:
        print(f"imported: {' '.join(sorted(new))}", file=sys.stderr)
    return {"chart": expected, "imported": len(new), "other": other}


async def _chart_after(app: Application, click: Callable[[], None]) -> float:
    """Milliseconds from the click to the painted chart of the window that it opens."""
    before = {one for one in app.topLevelWidgets() if one.isVisible()}
    began = time.perf_counter()
    click()
    windows = [one for one in app.topLevelWidgets() if type(one).__name__ == "ComponentWindow"]
    window = next(one for one in windows if one.isVisible() and one not in before)
    while (chart := _chart(window)) is None:  # noqa: ASYNC110 - nothing tells it
        await asyncio.sleep(0)
    paint = _Paint()
    chart.viewport().installEventFilter(paint)
    while not paint.at:  # noqa: ASYNC110
        await asyncio.sleep(0.001)
    chart.viewport().repaint()
    return (time.perf_counter() - began) * 1000


def main() -> None:
    gc.set_threshold(20_000)  # as the program itself does
    app = Application(["porchlight"])
    with asyncio.Runner(loop_factory=lambda: DesktopLoop(app)) as runner:
        print(json.dumps(runner.run(_click(app))))


if __name__ == "__main__":
    main()
