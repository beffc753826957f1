"""The first opening of the panel or of the main window with many components: ``panel COUNT``, ``window COUNT``.
Prints it as JSON, in ms, on Qt's offscreen platform."""

import gc
import json
import os
import sys
import tempfile
import time

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from porchlight.desktop.application import Application
from porchlight.desktop.history import Point
from porchlight.desktop.panel import Panel
from porchlight.desktop.theme import Theme
from porchlight.desktop.tray import Tray
from porchlight.desktop.windows.main import MainWindow
from porchlight.desktop.windows.places import Places
from porchlight.model.status import Outcome
from porchlight.settings.schema import ColourScheme
from tests.desktop.still import NOW_MS, StillContext, view


def main() -> None:
    gc.set_threshold(20_000)  # as the program itself does
    app, count = Application(["porchlight"]), int(sys.argv[2])
    context = StillContext(
        Theme(app, ColourScheme.LIGHT), *(view(f"c{number}", tags=("a",)) for number in range(count))
    )
    for number in range(count):
        points = [Point(NOW_MS - minute * 60_000, 100_000 + minute, Outcome.HEALTHY) for minute in range(60, 0, -1)]
        context.bridge.recent.begin(f"c{number}", points)
    tray = Tray()
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        if sys.argv[1] == "panel":
            panel = Panel(context, tray)
            panel.open()
        else:
            window = MainWindow(context, Places(os.path.join(folder, "windows.ini")))
            window.come_forward()
        app.processEvents()
        print(json.dumps({"ms": (time.perf_counter() - began) * 1000}), flush=True)
        os._exit(0)


if __name__ == "__main__":
    main()
