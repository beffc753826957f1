"""What still fires, told again and again to receivers that forget what they do not hear of."""

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence

from porchlight.alerts.channels.answer import answer_of
from porchlight.containment import Malfunctions
from porchlight.model.message import Channel, Fault, StandingChannel, Told
from porchlight.model.ports import Clock

_log = logging.getLogger(__name__)

_SHORTEST_RESEND = 1.0
"""Seconds."""


class Standing:
    """Runs beside the dispatcher, which tells how each alert begins and ends."""

    def __init__(
        self,
        *,
        channels: Callable[[], Mapping[str, Channel]],
        firing: Callable[[str], Sequence[Told]],
        offline: Callable[[], bool],
        clock: Clock,
        hear: Callable[[str, Fault | None], None],
        malfunctions: Malfunctions,
    ) -> None:
        """``firing``: what was told on a channel and still fires; ``hear`` is told of each telling how it went."""
        self._channels = channels
        self._firing = firing
        self._offline = offline
        self._clock = clock
        self._hear = hear
        self._malfunctions = malfunctions
        self._changed = asyncio.Event()
        self._due: dict[str, float] = {}
        """By a channel's name, on the monotonic clock."""

    def changed(self) -> None:
        """There are other channels."""
        self._changed.set()

    async def run(self) -> None:
        """Until cancelled."""
        async with asyncio.TaskGroup() as group:
            while True:
                self._changed.clear()
                seconds = self._begin(group)
                try:
                    async with asyncio.timeout(seconds):
                        await self._changed.wait()
                except TimeoutError:
                    continue

    def _begin(self, group: asyncio.TaskGroup) -> float | None:
        """Tell what is due; returns after how many seconds the next is, None: nothing ever is."""
        now = self._clock.monotonic()
        standing: dict[str, tuple[StandingChannel, float]] = {}
        for name, one in self._channels().items():
            # Channels of plug-ins: to ask one of them what it is may already fail.
            with self._malfunctions.guard(_part(name), f"“{name}” cannot be told what still fires"):
                if isinstance(one, StandingChannel):
                    standing[name] = one, max(float(one.resend), _SHORTEST_RESEND)
        self._due = {name: self._due.get(name, now) for name in standing}
        for name, (channel, resend) in standing.items():
            if self._due[name] <= now:
                self._due[name] = now + resend
                if channel.local or not self._offline():
                    group.create_task(self._guarded(name, channel), name=f"what fires, to {name}")
        return max(min(self._due.values()) - now, 0.05) if self._due else None

    async def _guarded(self, name: str, channel: StandingChannel) -> None:
        with self._malfunctions.guard(f"{_part(name)}, once more", f"“{name}” cannot be told what still fires"):
            await self._tell(name, channel)

    async def _tell(self, name: str, channel: StandingChannel) -> None:
        if not self._firing(name):
            return
        seconds = min(channel.timeout, channel.resend)
        fault = await answer_of(channel.stand(lambda: self._firing(name), self._clock.now_ms), seconds)
        if fault is not None:
            _log.warning("%s was not told what still fires: %s", name, fault.sentence)
        self._hear(name, fault)


def _part(channel: str) -> str:
    return f"What still fires, for the channel “{channel}”"
