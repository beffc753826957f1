"""What the first click on a component needs, loaded while somebody looks at a list of components: pyqtgraph and numpy
take longer than all the rest between the click and its chart, and 50 MB that a light alone does without."""

import asyncio
from functools import partial
from importlib import import_module

from porchlight.desktop.context import AppContext
from porchlight.threads import in_thread

_LIST_FIRST = 0.2
"""Seconds: the list is painted first."""
_PAUSE = 0.02
"""Seconds between two slices, for what the list has to do."""
_MODULES = (
    "numpy",
    "numpy.ma",  # which the first median and percentile load
    "pyqtgraph",
    "porchlight.desktop.widgets.latency_chart",
    "porchlight.desktop.windows.component",
)


class Ahead:
    """Loads it once; ``look`` may be called as often as a list is opened."""

    def __init__(self, context: AppContext) -> None:
        self._context = context
        self._begun = False

    def look(self) -> None:
        """Somebody looks at components: one of them may be clicked soon."""
        if not self._begun:
            self._begun = True
            self._context.spawn(self._load(), "loading ahead of the first click")

    async def _load(self) -> None:
        await asyncio.sleep(_LIST_FIRST)
        for module in _MODULES:
            # Outside the loop, since some take a tenth of a second.
            await in_thread(partial(import_module, module), name=f"import of {module}")
            await asyncio.sleep(_PAUSE)
        from porchlight.desktop.widgets.latency_chart import LatencyChart

        self._context.theme.attend()  # after an alert it may come before any window
        chart = LatencyChart(self._context.theme)
        await asyncio.sleep(_PAUSE)
        chart.grab()  # the first of a kind makes Qt's classes known to Python, and reads fonts
        self._context.spare_chart = chart

    def end(self) -> None:
        """Give back the chart that nobody asked for; it speaks the language that was in use when it was made."""
        if (chart := self._context.take_spare_chart()) is not None:
            chart.deleteLater()
