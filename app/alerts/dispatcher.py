"""Sends what the outbox holds: written down before it is sent, each channel by itself, with a time limit."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace

from app.alerts.outbox import Batch, Outbox
from app.model.alert import AlertChanges, Notification
from app.model.message import Channel, Fault, Message
from app.model.ports import Clock

_log = logging.getLogger(__name__)

_STORE_WAIT = 1.0
"""Seconds that a message waits for the disk before it is sent all the same."""
_PARTING = 1.0
"""Seconds that a message on its way has to arrive when Porchlight ends: it would be sent a second time after."""
_NO_CHANNEL = Fault("There is no channel of that name any more.", permanent=True)


class Dispatcher:
    """Runs beside the engine.

    ``compose`` makes the message of a batch; ``save`` queues changes and ``flush`` waits until they are written;
    ``quiet`` says until when a channel is quiet, and ``spared`` what is let through all the same; ``prepare`` waits
    a short time for what a message may still need; ``online`` asks whether this computer has the internet now.
    """

    def __init__(
        self,
        outbox: Outbox,
        channels: Mapping[str, Channel],
        *,
        clock: Clock,
        compose: Callable[[Batch], Message],
        save: Callable[[AlertChanges], None],
        flush: Callable[[], Awaitable[None]],
        quiet: Callable[[str, int], int | None] = lambda channel, now_ms: None,
        spared: Callable[[Notification], bool] = lambda one: False,
        offline: Callable[[], bool] = lambda: False,
        told: Callable[[Batch, Fault | None], None] = lambda batch, fault: None,
        prepare: Callable[[Batch], Awaitable[None]] | None = None,
        online: Callable[[], Awaitable[bool]] | None = None,
    ) -> None:
        self._outbox = outbox
        self.channels = dict(channels)
        self._clock = clock
        self._compose = compose
        self._save = save
        self._flush = flush
        self._quiet = quiet
        self._spared = spared
        self._offline = offline
        self._told = told
        self._prepare = prepare
        self._online = online
        self._wake = asyncio.Event()
        self._busy: set[str] = set()
        self._sending: set[asyncio.Task[None]] = set()

    def add(self, notifications: tuple[Notification, ...]) -> None:
        """These are stored already; send them when it is time."""
        if notifications:
            self._outbox.add(notifications)
            self._wake.set()

    def wake(self) -> None:
        """Something has changed that may let messages go."""
        self._wake.set()

    async def run(self) -> None:
        """Until cancelled. What is on its way then has a moment to arrive, or it stays in the outbox."""
        async with asyncio.TaskGroup() as group:
            try:
                while True:
                    self._wake.clear()
                    next_ms = self._begin(group)
                    await self._wait(next_ms)
            except asyncio.CancelledError:
                if self._sending:
                    await asyncio.wait(self._sending, timeout=_PARTING)
                raise

    def _begin(self, group: asyncio.TaskGroup) -> int | None:
        """Begin to send what is due; returns when the next will be."""
        now_ms = self._clock.now_ms()
        soonest: int | None = None
        for name in self._outbox.channels():
            if name in self._busy:
                continue  # its end wakes us
            channel = self.channels.get(name)
            if channel is not None and not channel.local and self._offline():
                continue  # the return of the network wakes us
            self._outbox.follow_clock(name, now_ms)
            self._write(self._outbox.drop_untellable(name, now_ms))
            ready_ms = self._outbox.ready_ms(name)
            if ready_ms is not None and ready_ms <= now_ms:
                until_ms = self._quiet(name, now_ms)
                if until_ms is not None:
                    self._write(self._outbox.hold(name, until_ms, now_ms, spared=self._spared))
                batch = self._outbox.take(name, now_ms)
                if batch is not None:
                    self._busy.add(name)
                    task = group.create_task(self._send(channel, batch), name=f"send to {name}")
                    self._sending.add(task)
                    task.add_done_callback(self._sending.discard)
                    continue
                ready_ms = self._outbox.ready_ms(name)
            if ready_ms is not None and (soonest is None or ready_ms < soonest):
                soonest = ready_ms
        return soonest

    async def _wait(self, until_ms: int | None) -> None:
        seconds = None if until_ms is None else max(until_ms - self._clock.now_ms(), 1) / 1000
        try:
            async with asyncio.timeout(seconds):
                await self._wake.wait()
        except TimeoutError:
            return

    async def _send(self, channel: Channel | None, batch: Batch) -> None:
        try:
            self._write(batch.notifications)
            await self._written()
            if self._prepare is not None:
                await self._prepare(batch)
            fault = await deliver(channel, self._compose(batch)) if channel is not None else _NO_CHANNEL
            if fault is not None and fault.permanent and channel is not None:
                fault = await self._believed(fault, channel)
            if fault is not None:
                _log.warning("%s did not take a message: %s", batch.channel, fault.sentence)
            self._write(self._outbox.settle(batch, fault, self._clock.now_ms()))
            self._told(batch, fault)
        finally:
            self._busy.discard(batch.channel)
            self._wake.set()

    async def _believed(self, fault: Fault, channel: Channel) -> Fault:
        """Behind a sign-in page it is that page which refuses: nothing is for good then."""
        if channel.local or self._online is None or await self._online():
            return fault
        return replace(fault, permanent=False)

    async def _written(self) -> None:
        try:
            async with asyncio.timeout(_STORE_WAIT):
                await self._flush()
        except TimeoutError:
            _log.warning("the history is slow; a message is sent before it is written down")

    def _write(self, notifications: "list[Notification] | tuple[Notification, ...]") -> None:
        if notifications:
            self._save(AlertChanges(notifications=tuple(notifications)))


async def deliver(channel: Channel, message: Message) -> Fault | None:
    """Send one message within the channel's time limit; whatever goes wrong is a Fault."""
    try:
        async with asyncio.timeout(channel.timeout):
            return await channel.send(message)
    except TimeoutError:
        return Fault(f"It did not answer within {channel.timeout:g} s.")
    except Exception as error:  # a plug-in's channel may raise anything
        _log.exception("a channel failed")
        return Fault(f"The channel itself failed ({type(error).__name__}).")
