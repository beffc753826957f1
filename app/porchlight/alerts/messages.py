"""The messages of one run: the composer with the current alerts, rules and vendors' reports."""

from porchlight.alerts.channels_in_use import Channels
from porchlight.alerts.compose import Composer, simpler
from porchlight.alerts.engine import Engine
from porchlight.alerts.outbox import Batch
from porchlight.alerts.record import AlertRecord
from porchlight.alerts.ruleset import RuleSet
from porchlight.model.alert import Alert, AlertState, NotificationKind
from porchlight.model.message import AlertLabel, Message
from porchlight.model.ports import Clock, VendorReports


class Messages:
    """Makes what delivery and resend send."""

    def __init__(
        self,
        composer: Composer,
        engine: Engine,
        rules: RuleSet,
        record: AlertRecord,
        *,
        channels: Channels,
        clock: Clock,
        vendors: VendorReports | None,
    ) -> None:
        self._composer = composer
        self._channels = channels
        self._engine = engine
        self._rules = rules
        self._record = record
        self._clock = clock
        self._vendors = vendors

    async def prepare(self, batch: Batch) -> None:
        """A vendor's report may be on its way: a message about a failure can wait a moment for it."""
        if self._vendors is not None:
            alerts = self._alerts(batch).values()
            await self._vendors.settled({alert.subject for alert in alerts if alert.state is not AlertState.RESOLVED})

    def compose(self, batch: Batch) -> Message:
        """The message of a batch."""
        now_ms = self._clock.now_ms()
        rules = {rule.id: rule for rule in self._rules.at(now_ms)}
        render = self._channels.renderer(batch.channel)
        return self._composer.compose(batch, self._alerts(batch), rules, now_ms, render)

    def compose_plain(self, batch: Batch) -> Message:
        """The same in plain lines: for what cannot be composed or sent as a whole."""
        alerts = list(self._alerts(batch).values())
        render = self._channels.renderer(batch.channel)
        return simpler(batch, alerts, self._engine.rules, self._clock.now_ms(), render)

    def label(self, alert: Alert, channel: str) -> AlertLabel:
        """An alert that still fires, within a message to this channel."""
        render = self._channels.renderer(channel)
        return self._composer.label(alert, self._engine.rules, NotificationKind.STILL_FIRING, render)

    def _alerts(self, batch: Batch) -> dict[str, Alert]:
        return self._record.of(one.alert for one in batch.notifications)
