"""Looks every few seconds whether the light and the notifications can be seen."""

import asyncio
import logging

from PySide6.QtCore import QObject, Signal

from porchlight.desktop.light import Light
from porchlight.desktop.platform.reach_probes import ReachProbe
from porchlight.desktop.reach import Believed, Reach
from porchlight.desktop.tray import Tray

_log = logging.getLogger(__name__)

_FIRST = 5.0
"""Seconds: the start has other things to do, and a system needs a moment to place an icon."""
_EVERY = 7.0
"""Twice this, and a slow answer, are less than 20 seconds."""


class ReachWatch(QObject):
    """Emits each change."""

    changed = Signal(object)
    """The Reach."""

    def __init__(self, tray: Tray, probe: ReachProbe, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tray = tray
        self._probe = probe
        self._believed = Believed()
        self.reach = Reach()
        tray.appeared.connect(self._judge)
        tray.vanished.connect(self._judge)

    async def run(self) -> None:
        """Look until cancelled."""
        self._judge()
        await asyncio.sleep(_FIRST)
        while True:
            await self.look()
            await asyncio.sleep(_EVERY)

    async def look(self) -> None:
        """Look once."""
        self._believed.take((self._probe.folded(), await self._probe.toasts()))
        self._judge()

    def _judge(self) -> None:
        folded, toasts = self._believed.state
        light = self._tray.light
        reach = Reach(Light.FOLDED if folded and light is Light.SEEN else light, toasts)
        if reach != self.reach:
            self.reach = reach
            _log.info("the light: %s; notifications: %s", reach.light.value, reach.toasts.value)
            self.changed.emit(reach)
