"""The service that checks Porchlight itself: alerts follow also where no component is set up for it."""

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

from porchlight.bus import Bus
from porchlight.model.component import ITSELF
from porchlight.model.events import Event, ServiceFailed, ServiceRecovered
from porchlight.model.ports import Clock, Store
from porchlight.monitor.itself import SelfWatch
from porchlight.monitor.monitor import Monitor
from porchlight.monitor.runner import Runner
from porchlight.runtime.options import SettingsInForce

if TYPE_CHECKING:
    from porchlight.alerts.service import Alerting

_AGAIN_AFTER = 1.0
"""Seconds between two checks, at least."""


class SelfCheck:
    """A monitor that is late, cannot write, or has a part that fails raises an alert."""

    def __init__(
        self,
        *,
        monitor: Monitor,
        runner: Runner,
        clock: Clock,
        store: Store,
        alerting: "Alerting",
        settings: SettingsInForce,
        bus: Bus,
    ) -> None:
        self._itself = SelfWatch(runner, clock, monitor.vitals)
        self._store = store
        self._alerting = alerting
        self._settings = settings
        self._bus = bus

    async def run(self) -> None:
        """Until cancelled: once an interval, and soon after a part has failed."""
        changed = asyncio.Event()

        def on_event(event: Event) -> None:
            if isinstance(event, (ServiceFailed, ServiceRecovered)):
                changed.set()

        unsubscribe = self._bus.subscribe(on_event, name="self-check")
        try:
            while True:
                changed.clear()
                await self._check()
                with suppress(TimeoutError):
                    async with asyncio.timeout(ITSELF.interval):
                        await changed.wait()
                await asyncio.sleep(_AGAIN_AFTER)
        finally:
            unsubscribe()

    async def _check(self) -> None:
        if any(item.component.kind == ITSELF.kind for item in self._settings.loaded.components):
            self._alerting.forget_itself()
            return
        view = await self._itself.look()
        self._alerting.observe(view, checked=True)
        if view.result is not None:
            self._store.record_measures(view.result)
