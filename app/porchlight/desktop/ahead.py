"""What a click on a component needs, made while somebody looks at a list of components: pyqtgraph and numpy, which
take longer than all the rest between the click and its chart, and 50 MB that a light alone does without; and the
window of the component that is clicked next, as far as that can be guessed."""

import asyncio
from collections.abc import Callable
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from porchlight.desktop.context import AppContext
from porchlight.desktop.windows.places import Places
from porchlight.model.status import Status
from porchlight.threads import in_thread

if TYPE_CHECKING:
    from porchlight.desktop.windows.component import ComponentWindow

_LIST_FIRST = 0.2
"""Seconds: the list is painted first."""
_PAUSE = 0.02
"""Seconds between two slices, for what the list has to do."""
_RESTS_MS = 120
"""So long a row is pointed at before its window is made: less than people take to click, more than a pointer that
passes."""
_MODULES = (
    "numpy",
    "numpy.ma",  # which the first median and percentile load
    "pyqtgraph",
    "porchlight.desktop.widgets.latency_chart",
    "porchlight.desktop.windows.component",
)


class Ahead:
    """Loads it once; ``look`` may be called as often as a list is opened. One window is kept, which nobody sees
    before it is taken."""

    def __init__(self, context: AppContext, places: Places, is_open: Callable[[str], bool]) -> None:
        """``is_open``: whether a component has its window already."""
        self._context = context
        self._places = places
        self._is_open = is_open
        self._begun = self._loaded = self._ended = False
        self._window: ComponentWindow | None = None
        self._wanted = ""
        self._resting = QTimer(context, singleShot=True, interval=_RESTS_MS)
        self._resting.timeout.connect(self._make)
        context.pointed_at.connect(self._point)

    @property
    def window(self) -> "ComponentWindow | None":
        """What is kept."""
        return self._window

    def look(self) -> None:
        """Somebody looks at components: one of them may be clicked soon, one that is not well before all others."""
        if not self._begun:
            self._begun = True
            self._context.spawn(self._load(), "loading ahead of the first click")
        elif self._window is None:
            self._point(self._likely())

    def take(self, component_id: str) -> "ComponentWindow | None":
        """The window of this component, if that is the one; whoever takes it owns it."""
        window = self._window
        if window is None or window.component_id != component_id:
            return None
        self._window = None
        window.destroyed.disconnect(self._forget)
        return window

    def _point(self, component_id: str) -> None:
        self._wanted = component_id
        if self._loaded:
            self._resting.start()

    def _likely(self) -> str:
        views = [one for one in self._context.snapshot.views.values() if not self._is_open(one.component.id)]
        unwell = (one for one in views if one.state.status in (Status.ERROR, Status.DEGRADED))
        found = next(unwell, next(iter(views), None))
        return "" if found is None else found.component.id

    def _make(self) -> None:
        wanted = self._wanted
        if self._ended or wanted not in self._context.snapshot.views or self._is_open(wanted):
            return
        if self._window is not None:
            if self._window.component_id == wanted:
                return
            self._drop()
        from porchlight.desktop.windows.component import ComponentWindow

        self._context.theme.attend()
        window = self._window = ComponentWindow(self._context, self._places, wanted)
        window.destroyed.connect(self._forget)
        window.prepare()
        self._context.spawn(self._replace_chart(), "another chart ahead")

    def _forget(self) -> None:
        self._window = None

    def _drop(self) -> None:
        if (window := self._window) is not None:
            self._window = None
            window.destroyed.disconnect(self._forget)
            window.deleteLater()

    async def _load(self) -> None:
        await asyncio.sleep(_LIST_FIRST)
        for module in _MODULES:
            # Outside the loop, since some take a tenth of a second.
            await in_thread(partial(import_module, module), name=f"import of {module}")
            await asyncio.sleep(_PAUSE)
        self._context.theme.attend()  # after an alert it may come before any window
        await self._make_chart()
        await asyncio.sleep(_PAUSE)
        self._loaded = True
        self._wanted = self._wanted or self._likely()
        self._make()

    async def _make_chart(self) -> None:
        from porchlight.desktop.widgets.latency_chart import LatencyChart

        if self._ended:
            return
        chart = self._context.spare_chart = LatencyChart(self._context.theme)
        await asyncio.sleep(_PAUSE)
        if self._context.spare_chart is chart:  # it may have been taken, or given back
            chart.grab()  # the first of a kind makes Qt's classes known to Python, and reads fonts

    async def _replace_chart(self) -> None:
        """The window has taken the one that was ready; a click may be on another component all the same."""
        await asyncio.sleep(_LIST_FIRST)
        if self._context.spare_chart is None:
            await self._make_chart()

    def renew(self) -> None:
        """The language is another one: what was made speaks the one before."""
        self._drop()
        if (chart := self._context.take_spare_chart()) is not None:
            chart.deleteLater()

    def end(self) -> None:
        """Give back what nobody asked for."""
        self._ended = True
        self._resting.stop()
        self.renew()
