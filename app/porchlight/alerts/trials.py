"""Tests for a person: of a channel, of one that is not saved yet, of a rule."""

import uuid
from dataclasses import replace

from porchlight.alerts.channels.answer import deliver
from porchlight.alerts.channels.kind import ChannelContext, ChannelKind
from porchlight.alerts.channels_in_use import Channels
from porchlight.alerts.compose import report_of
from porchlight.alerts.engine import Engine
from porchlight.alerts.rules import Rule
from porchlight.alerts.templates import sentence_of
from porchlight.model.alert import Alert, AlertState, Severity
from porchlight.model.message import CONSOLE, DESKTOP, AlertLabel, Channel, Fault, Message, MessageKind
from porchlight.model.ports import Clock, Secrets
from porchlight.settings.rules import ChannelSettings

_TITLE = "Porchlight: a test"
_TEXT = "If you read this, alerts will reach you here. Nothing is wrong."


class Trials:
    """Sends messages that are marked as tests, outside the outbox."""

    def __init__(self, channels: Channels, engine: Engine, context: ChannelContext, clock: Clock) -> None:
        self._channels = channels
        self._engine = engine
        self._context = context
        self._clock = clock

    async def channel(self, name: str) -> Fault | None:
        """Send a test; return the fault. KeyError for an unknown channel."""
        channel = self._channels.get(name)
        if channel is None:
            raise KeyError(name)
        return await self._send(channel)

    async def new_channel(self, kind: ChannelKind, settings: ChannelSettings, secrets: Secrets) -> Fault | None:
        """Send a test to a channel that is in no settings yet; return the fault."""
        channel = kind.connected(settings, replace(self._context, secrets=secrets), "")
        try:
            return await self._send(channel)
        finally:
            await channel.close()

    async def rule(self, rule: Rule) -> dict[str, Fault | None]:
        """Send to the channels of a rule what it would report now; return the faults by channel."""
        now_ms, facts = self._clock.now_ms(), self._engine.facts
        subject = rule.single or next(iter(facts.views), "")
        alert = Alert(
            id=uuid.uuid4().hex[:16],
            rule=rule.id,
            subject=subject,
            severity=rule.severity,
            state=AlertState.FIRING,
            pending_ms=now_ms,
            sentence=sentence_of(rule, subject, facts),
            firing_ms=now_ms,
        )
        view = facts.views.get(subject)
        label = AlertLabel(alert, rule.name, view.component.name if view else "", over=False)
        message = self._message(f"A test of “{rule.name}”", alert.sentence, (label,))
        has_desktop = self._channels.get(DESKTOP) is not None
        names = dict.fromkeys(CONSOLE if one == DESKTOP and not has_desktop else one for one in rule.channels)
        return {
            name: await deliver(channel, message)
            for name in names
            if (channel := self._channels.get(name)) is not None
        }

    async def _send(self, channel: Channel) -> Fault | None:
        return await deliver(channel, self._message(_TITLE, _TEXT, ()))

    def _message(self, title: str, text: str, labels: tuple[AlertLabel, ...]) -> Message:
        now_ms = self._clock.now_ms()
        report = report_of(self._engine.facts, now_ms)
        return Message(uuid.uuid4().hex[:24], MessageKind.TEST, Severity.LOW, title, text, now_ms, labels, report)
