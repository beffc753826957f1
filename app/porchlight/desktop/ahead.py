"""What a click on a component needs, made while somebody looks at a list of components: pyqtgraph and numpy, which
take longer than all the rest between the click and its chart, and 50 MB that a light alone does without; and the
window of what is clicked next."""

import asyncio
import math
import time
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
_AFTER_A_CLICK = 1.0
"""Seconds in which the window that was clicked has the loop for itself."""
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
    """Loads it once; ``look`` may be called as often as a list is opened.

    Two windows are kept, which nobody sees before they are taken: that of the component that is expected to be
    clicked, and one that is built and may become the window of any other. All is made in slices of the loop.
    """

    def __init__(self, context: AppContext, places: Places, is_open: Callable[[str], bool]) -> None:
        """``is_open``: whether a component has its window already."""
        self._context = context
        self._places = places
        self._is_open = is_open
        self._begun = self._loaded = self._ended = self._painted = False
        self._window: ComponentWindow | None = None
        self._spare: ComponentWindow | None = None
        self._built = False
        """The spare one is complete."""
        self._works = False
        self._clicked = -math.inf
        """When, by the monotonic clock."""
        self._wanted = ""
        self._resting = QTimer(context, singleShot=True, interval=_RESTS_MS)
        self._resting.timeout.connect(self._make)
        context.pointed_at.connect(self._point)

    @property
    def window(self) -> "ComponentWindow | None":
        """That of the component which is expected to be clicked."""
        return self._window

    @property
    def spare(self) -> "ComponentWindow | None":
        """One that is complete but for its component."""
        return self._spare if self._built else None

    def look(self) -> None:
        """Somebody looks at components: one of them may be clicked soon, one that is not well before all others."""
        if not self._begun:
            self._begun = True
            self._context.spawn(self._load(), "loading ahead of the first click")
        elif self._window is None:
            self._point(self._likely())

    def take(self, component_id: str) -> "ComponentWindow | None":
        """The window of this component, where one is kept that is it or can be; whoever takes it owns it."""
        self._clicked = time.monotonic()
        window = self._window
        if window is not None and window.component_id == component_id:
            self._window = None
            window.destroyed.disconnect(self._forget_window)
            return window
        spare = self._let_go_of_spare()
        if spare is not None:
            spare.show_component(component_id)
            self._make()
        return spare

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
        """Make what is wanted by now, unless that is going on."""
        if not self._works and not self._ended:
            self._works = True
            self._context.spawn(self._work(), "making windows ahead")

    async def _work(self) -> None:
        try:
            while True:
                await self._pause()
                if self._ended:
                    return
                if self.spare is None:
                    await self._make_spare()
                elif self._is_missing(self._wanted):
                    await self._make_window(self._wanted)
                else:
                    return
        finally:
            self._works = False

    async def _pause(self) -> None:
        """Between two slices."""
        await asyncio.sleep(_PAUSE)
        while (left := self._clicked + _AFTER_A_CLICK - time.monotonic()) > 0:  # noqa: ASYNC110 - clicks move it
            await asyncio.sleep(left)

    def _is_missing(self, component_id: str) -> bool:
        kept = self._window.component_id if self._window is not None else ""
        known = component_id in self._context.snapshot.views
        return known and component_id != kept and not self._is_open(component_id)

    async def _make_spare(self) -> None:
        from porchlight.desktop.windows.component import ComponentWindow

        self._context.theme.attend()  # after an alert it may come before any window
        spare = self._spare = ComponentWindow(self._context, self._places)
        spare.destroyed.connect(self._forget_spare)
        more = True
        while more:
            await self._pause()
            if self._spare is not spare:  # somebody clicked, or the language is another one
                return
            more = spare.build_on()
        while spare.chart.plot is None:
            await self._pause()
            if self._spare is not spare:
                return
        if not self._painted:
            self._painted = True
            spare.chart.plot.grab()  # the first of a kind makes Qt's classes known to Python, and reads fonts
            await self._pause()
        if self._spare is spare:
            spare.prepare()
            self._built = True

    async def _make_window(self, component_id: str) -> None:
        """Of the spare one."""
        self._drop_window()
        window = self._window = self._let_go_of_spare()
        if window is None:
            return
        window.destroyed.connect(self._forget_window)
        window.show_component(component_id)
        await asyncio.sleep(_LIST_FIRST)  # it reads; the next spare one has time

    def _let_go_of_spare(self) -> "ComponentWindow | None":
        spare, self._spare, self._built = self._spare, None, False
        if spare is not None:
            spare.destroyed.disconnect(self._forget_spare)
        return spare

    def _forget_window(self) -> None:
        self._window = None

    def _forget_spare(self) -> None:
        self._spare, self._built = None, False

    def _drop_window(self) -> None:
        if (window := self._window) is not None:
            self._window = None
            window.destroyed.disconnect(self._forget_window)
            window.deleteLater()

    async def _load(self) -> None:
        await asyncio.sleep(_LIST_FIRST)
        for module in _MODULES:
            # Outside the loop, since some take a tenth of a second.
            await in_thread(partial(import_module, module), name=f"import of {module}")
            await asyncio.sleep(_PAUSE)
        self._loaded = True
        self._wanted = self._wanted or self._likely()
        self._make()

    def renew(self) -> None:
        """The language is another one: what was made speaks the one before."""
        self._drop_window()
        if (spare := self._let_go_of_spare()) is not None:
            spare.deleteLater()

    def end(self) -> None:
        """Give back what nobody asked for."""
        self._ended = True
        self._resting.stop()
        self.renew()
