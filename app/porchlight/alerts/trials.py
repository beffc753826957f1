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
from porchlight.language.render import Renderer
from porchlight.language.text import msg
from porchlight.model.alert import Alert, AlertState, Severity
from porchlight.model.message import CONSOLE, DESKTOP, AlertLabel, Fault, Message, MessageKind
from porchlight.model.ports import Clock, Secrets
from porchlight.settings.builtin_rules import rule_name
from porchlight.settings.rules import ChannelSettings


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
        return await deliver(channel, self._test(self._channels.renderer(name)))

    async def new_channel(self, kind: ChannelKind, settings: ChannelSettings, secrets: Secrets) -> Fault | None:
        """Send a test to a channel that is in no settings yet; return the fault."""
        channel = kind.connected(settings, replace(self._context, secrets=secrets), "")
        try:
            return await deliver(channel, self._test(self._channels.renderer_of(settings)))
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
        component = view.component.name if view else ""
        has_desktop = self._channels.get(DESKTOP) is not None
        names = dict.fromkeys(CONSOLE if one == DESKTOP and not has_desktop else one for one in rule.channels)
        faults = {}
        for name in names:
            if (channel := self._channels.get(name)) is not None:
                render = self._channels.renderer(name)
                named = render(rule_name(rule.id, rule.name))
                shown = replace(alert, sentence=render(alert.sentence))
                label = AlertLabel(shown, named, component, over=False)
                title = render(msg("Test of “{rule}”", rule=named))
                faults[name] = await deliver(channel, self._message(title, shown.sentence, (label,), render.language))
        return faults

    def _test(self, render: Renderer) -> Message:
        text = msg("If you can read this, alerts will reach you here. Nothing is wrong.")
        return self._message(render(msg("Porchlight: test message")), render(text), (), render.language)

    def _message(self, title: str, text: str, labels: tuple[AlertLabel, ...], language: str) -> Message:
        now_ms = self._clock.now_ms()
        report = report_of(self._engine.facts, now_ms)
        kind, severity = MessageKind.TEST, Severity.LOW
        return Message(uuid.uuid4().hex[:24], kind, severity, title, text, now_ms, labels, report, language=language)
