"""Yardstick: the smallest pyqtgraph window with a line of 500 points and axes of times and numbers, in a program that
has its libraries loaded. Prints the time from the wish to the painted chart as JSON, in ms."""

import json
import os
import sys
import time

os.environ["QT_QPA_PLATFORM"] = "offscreen"

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication


class _Paint(QObject):
    at = 0.0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and not self.at:
            self.at = time.perf_counter()
        return False


def main() -> None:
    app = QApplication(sys.argv)
    pg.setConfigOptions(antialias=True)
    for _ in range(20):
        app.processEvents()
        time.sleep(0.01)
    began = time.perf_counter()
    window = pg.PlotWidget(axisItems={"bottom": pg.DateAxisItem()})
    window.resize(980, 860)
    at = np.arange(500) * 15552.0 + 1_790_000_000
    window.plot(at, 50 + np.sin(at), pen="b")
    paint = _Paint()
    window.viewport().installEventFilter(paint)
    window.show()
    while not paint.at:
        app.processEvents()
    window.viewport().repaint()
    app.processEvents()
    print(json.dumps({"chart": (time.perf_counter() - began) * 1000}))


if __name__ == "__main__":
    main()
