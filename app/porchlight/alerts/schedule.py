"""What time alone changes about alerts: processed when due, and every half minute."""

import asyncio

from porchlight.alerts.channels_in_use import Channels
from porchlight.alerts.delivery import Delivery
from porchlight.alerts.engine import Engine
from porchlight.alerts.pipeline import Pipeline
from porchlight.alerts.recovery import RecoveryQueue
from porchlight.alerts.reminders import Reminders
from porchlight.alerts.ruleset import RuleSet
from porchlight.alerts.undelivered import Undelivered
from porchlight.model.ports import Clock

_TICK = 30.0
"""Seconds between two looks, at most."""
_SHORTEST = 0.05
_TRY_LOST_MS = 900_000
"""How often a message that was refused for good is retried while its alert fires: a person may have repaired the
channel."""


class Schedule:
    """Runs beside the events."""

    def __init__(
        self,
        engine: Engine,
        rules: RuleSet,
        channels: Channels,
        pipeline: Pipeline,
        delivery: Delivery,
        undelivered: Undelivered,
        reminders: Reminders,
        recovery: RecoveryQueue,
        clock: Clock,
    ) -> None:
        self._engine = engine
        self._rules = rules
        self._channels = channels
        self._pipeline = pipeline
        self._delivery = delivery
        self._undelivered = undelivered
        self._reminders = reminders
        self._recovery = recovery
        self._clock = clock
        self._wake = asyncio.Event()
        self._try_lost_ms = 0

    def wake(self) -> None:
        """Something has changed: recompute what is due."""
        self._wake.set()

    async def run(self) -> None:
        """Until cancelled."""
        async with asyncio.TaskGroup() as group:
            while True:
                await self._tick(group)
                await self._pause()

    async def _tick(self, group: asyncio.TaskGroup) -> None:
        now_ms = self._clock.now_ms()
        if self._rules.calendar:
            self._engine.set_rules(self._rules.at(now_ms))
        changes = self._engine.tick(now_ms)
        if changes:
            self._pipeline.process(changes)
        self._rules.report_failing(self._engine)
        self._reminders.start_due(self._rules.calendar, now_ms, group)
        if now_ms >= self._try_lost_ms:
            self._try_lost_ms = now_ms + _TRY_LOST_MS
            self._undelivered.send_lost(*self._channels.names)
            self._delivery.wake()
        self._recovery.start(group)
        await self._channels.close_replaced()

    async def _pause(self) -> None:
        self._wake.clear()
        now_ms = self._clock.now_ms()
        due_ms = self._engine.next_due_ms(now_ms)
        seconds = _TICK if due_ms is None else min(max((due_ms - now_ms) / 1000, _SHORTEST), _TICK)
        try:
            async with asyncio.timeout(seconds):
                await self._wake.wait()
        except TimeoutError:
            return
        await asyncio.sleep(0)  # other changes in this turn of the loop are processed together
