"""Sends what the outbox holds: stored before it is sent, each channel separately, with a time limit. A failure of one
message or one channel affects nothing else: the message is sent in a simpler form, retried, or marked as failed with
the reason, and the other channels go on."""

import asyncio
import logging
from dataclasses import replace
from typing import Final, Protocol

from porchlight.alerts.channels.answer import Attempt, deliver
from porchlight.alerts.facts import Facts
from porchlight.alerts.outbox import Batch, Outbox
from porchlight.alerts.quiet_hours import QuietHours
from porchlight.containment import Malfunctions, contained
from porchlight.language.english import english
from porchlight.language.text import msg
from porchlight.model.alert import Alert, AlertChanges, Notification
from porchlight.model.message import Channel, Fault, Message
from porchlight.model.ports import Clock

_log = logging.getLogger(__name__)

_STORE_WAIT = 1.0
"""Seconds that a message waits for the disk before it is sent all the same."""
_PARTING = 1.0
"""Seconds that a message being sent has to arrive when Porchlight ends: it would be sent a second time after."""
_LOOKED_AT_AGAIN_MS = 30_000
_NO_CHANNEL: Final = msg("This channel was removed.")


class ChannelLookup(Protocol):
    """The channels by name."""

    def get(self, name: str, /) -> Channel | None:
        """The channel of that name, where it can be used."""
        ...


class Composing(Protocol):
    """Makes the message of a batch."""

    async def prepare(self, batch: Batch) -> None:
        """Wait a short time for what the message may still need."""
        ...

    def compose(self, batch: Batch) -> Message:
        """The whole message."""
        ...

    def compose_plain(self, batch: Batch) -> Message:
        """A plain one, where the whole one cannot be made or sent."""
        ...


class Record(Protocol):
    """Where the lines of the outbox are written."""

    def get(self, alert_id: str) -> Alert | None:
        """The alert as it is now, where it is known."""
        ...

    def save(self, changes: AlertChanges) -> None:
        """Queue changes."""
        ...

    async def flush(self) -> None:
        """Return once they are written."""
        ...


class Outcomes(Protocol):
    """Gets the outcome of each message."""

    def settle(self, batch: Batch, fault: Fault | None) -> None:
        """A message was sent, or was not."""
        ...


class Connectivity(Protocol):
    """Reports whether this computer is online."""

    async def is_online(self) -> bool:
        """Whether this computer has the internet now."""
        ...


class Delivery:
    """Runs beside the engine; ``facts`` show whether this computer is offline."""

    def __init__(
        self,
        outbox: Outbox,
        channels: ChannelLookup,
        messages: Composing,
        record: Record,
        outcomes: Outcomes,
        *,
        facts: Facts,
        quiet_hours: QuietHours,
        clock: Clock,
        malfunctions: Malfunctions,
        connectivity: Connectivity | None = None,
    ) -> None:
        self._outbox = outbox
        self._channels = channels
        self._messages = messages
        self._record = record
        self._outcomes = outcomes
        self._facts = facts
        self._quiet_hours = quiet_hours
        self._clock = clock
        self._malfunctions = malfunctions
        self._connectivity = connectivity
        self._wake = asyncio.Event()
        self._busy: set[str] = set()
        self._sending: set[asyncio.Task[None]] = set()
        self._not_before_ms: dict[str, int] = {}
        """Channels whose queue could not be read, and when that is retried."""

    def add(self, notifications: tuple[Notification, ...]) -> None:
        """Send these, which are stored already, when they are due."""
        if notifications:
            self._outbox.add(notifications)
            self._wake.set()

    def wake(self) -> None:
        """Something has changed that may allow messages to be sent."""
        self._wake.set()

    async def run(self) -> None:
        """Run until cancelled. A message being sent then has a moment to arrive, or it stays in the outbox."""
        self._busy.clear()  # of a run that failed
        self._sending.clear()
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
                continue  # its end wakes this
            ready_ms = self._not_before_ms.get(name)
            if ready_ms is None or ready_ms <= now_ms or ready_ms > now_ms + _LOOKED_AT_AGAIN_MS:
                ready_ms = self._look_at(group, name, now_ms)
            if ready_ms is not None and (soonest is None or ready_ms < soonest):
                soonest = ready_ms
        return soonest

    def _look_at(self, group: asyncio.TaskGroup, name: str, now_ms: int) -> int | None:
        """The same for one channel."""
        part = f"The queue of the channel “{name}”"
        try:
            with contained():
                ready_ms = self._begin_channel(group, name, now_ms)
        except Exception as error:
            sentence = msg(
                "The queue of the channel “{name}” cannot be read ({error}). Porchlight tries again.",
                name=name,
                error=type(error).__name__,
            )
            self._malfunctions.begin(part, sentence, error=error, essential=True)
            self._not_before_ms[name] = now_ms + _LOOKED_AT_AGAIN_MS
            return self._not_before_ms[name]
        self._not_before_ms.pop(name, None)
        self._malfunctions.end(part)
        return ready_ms

    def _begin_channel(self, group: asyncio.TaskGroup, name: str, now_ms: int) -> int | None:
        channel = self._channels.get(name)
        if channel is not None and not channel.local and self._facts.offline:
            return None  # the return of the network wakes this
        self._outbox.follow_clock(name, now_ms)
        self._write(self._outbox.drop_untellable(name, now_ms))
        ready_ms = self._outbox.ready_ms(name)
        if ready_ms is None or ready_ms > now_ms:
            return ready_ms
        until_ms = self._quiet_hours.until_ms(name, now_ms)
        if until_ms is not None:
            self._write(self._outbox.hold(name, until_ms, now_ms, spared=self._is_spared))
        batch = self._outbox.take(name, now_ms)
        if batch is None:
            return self._outbox.ready_ms(name)
        self._busy.add(name)
        task = group.create_task(self._send(channel, batch), name=f"send to {name}")
        self._sending.add(task)
        task.add_done_callback(self._sending.discard)
        return None

    def _is_spared(self, one: Notification) -> bool:
        return self._quiet_hours.spare(self._record.get(one.alert))

    async def _wait(self, until_ms: int | None) -> None:
        seconds = None if until_ms is None else max(until_ms - self._clock.now_ms(), 1) / 1000
        try:
            async with asyncio.timeout(seconds):
                await self._wake.wait()
        except TimeoutError:
            return

    async def _send(self, channel: Channel | None, batch: Batch) -> None:
        try:
            fault = await self._attempt(channel, batch)
            if fault is not None:
                _log.warning("%s did not take a message: %s", batch.channel, fault.sentence)
            self._settle(batch, fault)
        finally:
            self._busy.discard(batch.channel)
            self._wake.set()

    async def _softened(self, fault: Fault, channel: Channel) -> Fault:
        """Behind a sign-in page it is that page which refuses: no refusal is permanent then."""
        if channel.local or self._connectivity is None or await self._connectivity.is_online():
            return fault
        refused = tuple((recipient, replace(one, permanent=False)) for recipient, one in fault.refused)
        return replace(fault, permanent=False, refused=refused)

    async def _attempt(self, channel: Channel | None, batch: Batch) -> Fault | None:
        """One try; any error is a Fault."""
        if channel is None:
            return Fault(english(_NO_CHANNEL), permanent=True)
        try:
            with contained():
                self._write(batch.notifications)
                await self._written()
        except Exception:
            _log.exception("a message is sent before it is written down")
        try:
            with contained():
                await self._messages.prepare(batch)
        except Exception:
            _log.exception("a message goes without what it would have waited for")
        try:
            with contained():
                message, is_whole = self._composed(batch)
                attempt = Attempt(channel)
                fault = await deliver(attempt, message)
                if attempt.raised and is_whole and batch.attempt > 1:
                    # Twice in a row it was not the receiver: the message may hold something that it cannot accept.
                    fault = await deliver(channel, self._messages.compose_plain(batch))
                return fault if fault is None or not _is_final(fault) else await self._softened(fault, channel)
        except Exception as error:
            _log.exception("a message could not be made")
            return Fault(
                english(msg("The message could not be written ({error}).", error=type(error).__name__)),
                permanent=batch.attempt > 2,
            )

    def _composed(self, batch: Batch) -> tuple[Message, bool]:
        """The message, and whether it is the full one."""
        try:
            with contained():
                return self._messages.compose(batch), True
        except Exception:
            _log.exception("a message could not be put together as a whole; its plain lines are sent")
            return self._messages.compose_plain(batch), False

    def _settle(self, batch: Batch, fault: Fault | None) -> None:
        """Record the outcome of a batch."""
        try:
            with contained():
                settled = self._outbox.settle(batch, fault, self._clock.now_ms())
        except Exception:
            _log.exception("how a message goes on could not be worked out; it ends here")
            settled = self._outbox.end(batch, fault, self._clock.now_ms())
        try:
            with contained():
                self._write(settled)
                self._outcomes.settle(batch, fault)
        except Exception:
            _log.exception("how a message went could not be passed on")

    async def _written(self) -> None:
        try:
            async with asyncio.timeout(_STORE_WAIT):
                await self._record.flush()
        except TimeoutError:
            _log.warning("the history is slow; a message is sent before it is written down")

    def _write(self, notifications: "list[Notification] | tuple[Notification, ...]") -> None:
        if notifications:
            self._record.save(AlertChanges(notifications=tuple(notifications)))


def _is_final(fault: Fault) -> bool:
    return fault.permanent or any(one.permanent for _, one in fault.refused)
