"""What channels did not accept: why, for people; and resent once that may work."""

from collections.abc import Collection

from porchlight.alerts.channels_in_use import Channels
from porchlight.alerts.engine import Engine
from porchlight.alerts.outbox import Batch, Outbox
from porchlight.alerts.record import AlertRecord
from porchlight.language.text import Text, sentences
from porchlight.model.alert import AlertChanges, AlertState, Notification
from porchlight.model.events import DeliveryFailed, DeliveryRecovered, Publish
from porchlight.model.message import Fault
from porchlight.model.ports import Clock


class Undelivered:
    """Gets the outcome of each message from delivery and resend."""

    def __init__(
        self,
        channels: Channels,
        engine: Engine,
        outbox: Outbox,
        record: AlertRecord,
        *,
        clock: Clock,
        publish: Publish,
    ) -> None:
        self._channels = channels
        self._engine = engine
        self._outbox = outbox
        self._record = record
        self._clock = clock
        self._publish = publish
        self._refusals: dict[str, dict[str, str]] = {}
        """By channel and recipient, what was given up, and why."""

    @property
    def texts(self) -> dict[str, Text]:
        """Channels whose last message was given up, and why."""
        return {name: sentences(*dict.fromkeys(why.values())) for name, why in self._refusals.items()}

    def settle(self, batch: Batch, fault: Fault | None) -> None:
        """A message was sent, or was not."""
        before = self.texts.get(batch.channel)
        waiting = {one.id for one in self._outbox.waiting(batch.channel)}
        refusals = self._refusals.setdefault(batch.channel, {})
        reached = []
        for one in batch.notifications:
            why = fault.of(one.recipient) if fault is not None else None
            if why is None:
                if refusals.pop(one.recipient, None) is not None:
                    reached.append(one.recipient)
            elif one.id not in waiting:
                refusals[one.recipient] = why.sentence
        self._publish_change(batch.channel, before)
        if reached:
            self.send_lost(batch.channel, recipients=reached)

    def settle_resend(self, channel: str, fault: Fault | None) -> None:
        """A firing alert was resent, or was not."""
        before = self.texts.get(channel)
        if fault is None:
            self._refusals.pop(channel, None)
        else:
            self._refusals[channel] = {"": fault.sentence}
        self._publish_change(channel, before, given_up=False)

    def update_channels(self) -> None:
        """Other channels are in use."""
        for name in list(self._refusals):
            self._publish_change(name, self.texts.get(name))

    def send_again(self, notification: Notification) -> None:
        """Send one once more that has ended."""
        now_ms = self._clock.now_ms()
        again = [self._outbox.send_again(one, now_ms) for one in self._channels.address([notification])]
        self._record.save(AlertChanges(notifications=tuple(again)))

    def send_lost(self, *channels: str, recipients: Collection[str] = ()) -> None:
        """Resend firing alerts that were never delivered to these channels (only to these recipients, where there are
        any)."""
        now_ms = self._clock.now_ms()
        firing = {alert.id for alert in self._engine.alerts if alert.state is AlertState.FIRING}
        again = [
            self._outbox.send_again(one, now_ms)
            for channel in channels
            for one in self._outbox.lost(channel)
            if one.alert in firing
            and (not recipients or one.recipient in recipients)
            and (not one.recipient or one.recipient in self._channels.recipients(channel))
        ]
        if again:
            self._record.save(AlertChanges(notifications=tuple(again)))

    def _publish_change(self, channel: str, before: Text | None, *, given_up: bool = True) -> None:
        refusals = self._refusals.get(channel, {})
        for gone in refusals.keys() - {*self._channels.recipients(channel), ""}:
            del refusals[gone]
        if not refusals:
            self._refusals.pop(channel, None)
        now = self.texts.get(channel)
        if now is not None and now != before:
            self._publish(DeliveryFailed(channel, now, given_up=given_up))
        elif now is None and before is not None:
            self._publish(DeliveryRecovered(channel))
