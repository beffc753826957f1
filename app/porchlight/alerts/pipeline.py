"""The pipeline: applies changes of the engine, stage by stage. Address the recipients, store and publish, pass to
delivery, start recovery: nothing is sent before it is queued for the store, and a suppressed alert starts no
recovery."""

from dataclasses import replace

from porchlight.alerts.channels_in_use import Channels
from porchlight.alerts.delivery import Delivery
from porchlight.alerts.engine import Engine
from porchlight.alerts.outbox import Outbox
from porchlight.alerts.record import AlertRecord
from porchlight.alerts.recovery import RecoveryQueue
from porchlight.model.alert import AlertChanges, AlertEventKind


class Pipeline:
    """The one pipeline for all changes, whatever their source."""

    def __init__(
        self,
        engine: Engine,
        channels: Channels,
        record: AlertRecord,
        outbox: Outbox,
        delivery: Delivery,
        recovery: RecoveryQueue,
    ) -> None:
        self._engine = engine
        self._channels = channels
        self._record = record
        self._outbox = outbox
        self._delivery = delivery
        self._recovery = recovery

    def process(self, changes: AlertChanges) -> None:
        """Carry out these changes."""
        changes = self._address(changes)
        self._record.save(changes)
        self._delivery.add(changes.notifications)
        self._start_recovery(changes)
        self._forget()

    def _address(self, changes: AlertChanges) -> AlertChanges:
        return replace(changes, notifications=self._channels.address(changes.notifications))

    def _start_recovery(self, changes: AlertChanges) -> None:
        """Actions run when an alert is notified for the first time."""
        notified = {event.alert for event in changes.events if event.kind is AlertEventKind.NOTIFIED}
        for alert in changes.alerts:
            rule = self._engine.rules.get(alert.rule)
            if alert.id in notified and alert.notification_count == 1 and rule is not None and rule.action:
                self._recovery.add(rule.action, alert)

    def _forget(self) -> None:
        if self._record.is_full:
            channels = self._outbox.channels()
            self._record.forget_resolved({one.alert for name in channels for one in self._outbox.waiting(name)})
