"""Firing alerts are resent to receivers that forget what is not repeated."""

import asyncio
import logging

from porchlight.alerts.channels.answer import answer_of
from porchlight.alerts.channels_in_use import Channels
from porchlight.alerts.engine import Engine
from porchlight.alerts.messages import Messages
from porchlight.alerts.outbox import Outbox
from porchlight.alerts.undelivered import Undelivered
from porchlight.containment import Malfunctions
from porchlight.language.text import msg
from porchlight.model.alert import AlertState
from porchlight.model.message import AlertLabel, ResendChannel
from porchlight.model.ports import Clock

_log = logging.getLogger(__name__)

_SHORTEST_RESEND = 1.0
"""Seconds."""


class Resend:
    """Runs beside delivery, which sends the beginning and the end of each alert."""

    def __init__(
        self,
        channels: Channels,
        engine: Engine,
        outbox: Outbox,
        messages: Messages,
        undelivered: Undelivered,
        *,
        clock: Clock,
        malfunctions: Malfunctions,
    ) -> None:
        self._channels = channels
        self._engine = engine
        self._outbox = outbox
        self._messages = messages
        self._undelivered = undelivered
        self._clock = clock
        self._malfunctions = malfunctions
        self._changed = asyncio.Event()
        self._due: dict[str, float] = {}
        """By a channel's name, on the monotonic clock."""

    def update_channels(self) -> None:
        """Other channels are in use."""
        self._changed.set()

    async def run(self) -> None:
        """Until cancelled."""
        async with asyncio.TaskGroup() as group:
            while True:
                self._changed.clear()
                seconds = self._start_due(group)
                try:
                    async with asyncio.timeout(seconds):
                        await self._changed.wait()
                except TimeoutError:
                    continue

    def _start_due(self, group: asyncio.TaskGroup) -> float | None:
        """Send what is due; return after how many seconds the next is, None: none ever is."""
        now = self._clock.monotonic()
        found: dict[str, tuple[ResendChannel, float]] = {}
        for name, one in self._channels.sendable.items():
            # Channels of plug-ins: even an isinstance test may fail.
            with self._malfunctions.guard(
                _part(name),
                msg("Alerts that are still firing cannot be sent again to “{name}” ({error}).", name=name),
            ):
                if isinstance(one, ResendChannel):
                    found[name] = one, max(float(one.resend), _SHORTEST_RESEND)
        self._due = {name: self._due.get(name, now) for name in found}
        for name, (channel, resend) in found.items():
            if self._due[name] <= now:
                self._due[name] = now + resend
                if channel.local or not self._engine.facts.offline:
                    group.create_task(self._guarded(name, channel), name=f"what fires, to {name}")
        return max(min(self._due.values()) - now, 0.05) if self._due else None

    async def _guarded(self, name: str, channel: ResendChannel) -> None:
        sentence = msg("Alerts that are still firing cannot be sent again to “{name}” ({error}).", name=name)
        with self._malfunctions.guard(f"{_part(name)}, once more", sentence):
            await self._send(name, channel)

    async def _send(self, name: str, channel: ResendChannel) -> None:
        if not self._firing(name):
            return
        seconds = min(channel.timeout, channel.resend)
        fault = await answer_of(channel.send_firing(lambda: self._firing(name), self._clock.now_ms), seconds)
        if fault is not None:
            _log.warning("%s did not accept alerts that are still firing: %s", name, fault.sentence)
        self._undelivered.settle_resend(name, fault)

    def _firing(self, channel: str) -> list[AlertLabel]:
        """What was delivered to a channel and still fires, acknowledged or not."""
        return [
            self._messages.label(alert, channel)
            for alert in self._engine.alerts
            if alert.state is AlertState.FIRING and self._outbox.has_delivered(alert.id, channel)
        ]


def _part(channel: str) -> str:
    return f"Alerts still firing, for the channel “{channel}”"
