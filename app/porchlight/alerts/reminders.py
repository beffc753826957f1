"""Reminders of the calendar: a week before a span, and on the day before, everything is checked once, and the result
is sent."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Protocol

from porchlight.alerts.channels_in_use import Channels
from porchlight.alerts.engine import Engine
from porchlight.alerts.guard import DAY_MS, REHEARSAL, REMINDER, WEEK_MS, rehearsal_text, reminder_text, span_of
from porchlight.alerts.pipeline import Pipeline
from porchlight.alerts.record import AlertRecord
from porchlight.containment import Malfunctions
from porchlight.language.english import english
from porchlight.language.text import Text, msg
from porchlight.model.alert import (
    Alert,
    AlertChanges,
    AlertEvent,
    AlertEventKind,
    AlertState,
    Notification,
    NotificationKind,
    Severity,
)
from porchlight.model.message import DESKTOP
from porchlight.model.ports import Clock
from porchlight.settings.rules import CalendarSettings

_Text = Callable[[Mapping[str, int]], Text]
"""The message for a summary of all components."""


class Checker(Protocol):
    """Can check all components."""

    async def check_now(self) -> object:
        """Check everything once, and return when that is done."""
        ...


class Reminders:
    """Each is sent once, also across restarts."""

    def __init__(
        self,
        pipeline: Pipeline,
        channels: Channels,
        engine: Engine,
        record: AlertRecord,
        *,
        checker: Checker | None,
        clock: Clock,
        malfunctions: Malfunctions,
    ) -> None:
        self._pipeline = pipeline
        self._channels = channels
        self._engine = engine
        self._record = record
        self._checker = checker
        self._clock = clock
        self._malfunctions = malfunctions

    def start_due(self, calendar: Mapping[str, CalendarSettings], now_ms: int, group: asyncio.TaskGroup) -> None:
        """Start those that are due today."""
        with self._malfunctions.guard(
            "The calendar’s reminders", msg("Reminders of important days cannot be sent ({error}).")
        ):
            for name, item in calendar.items():
                begin_ms = span_of(item)[0]
                title = item.name or name
                if item.remind and begin_ms - DAY_MS <= now_ms < begin_ms:
                    self._start(f"{REMINDER}{name}-{begin_ms}", name, partial(reminder_text, title), now_ms, group)
                if item.rehearse and begin_ms - WEEK_MS <= now_ms < begin_ms - DAY_MS:
                    text = partial(rehearsal_text, title, begin_ms)
                    self._start(f"{REMINDER}{name}-{begin_ms}{REHEARSAL}", name, text, now_ms, group)

    def _start(self, alert_id: str, name: str, text: _Text, now_ms: int, group: asyncio.TaskGroup) -> None:
        """Start this one, unless it was sent already."""
        if alert_id in self._record:
            return
        alert = Alert(
            id=alert_id,
            rule=f"{REMINDER}{name}",
            subject="",
            severity=Severity.LOW,
            state=AlertState.RESOLVED,
            pending_ms=now_ms,
            sentence="",
            firing_ms=now_ms,
            resolved_ms=now_ms,
            notified_ms=now_ms,
            notification_count=1,
        )
        self._record.remember(alert)
        group.create_task(self._send(alert, name, text), name=f"reminder {name}")

    async def _send(self, alert: Alert, name: str, text: _Text) -> None:
        part = f"The reminder of “{name}”"
        with self._malfunctions.guard(part, msg("The reminder of “{name}” failed ({error}).", name=name)):
            if self._checker is not None:
                await self._checker.check_now()
            names = (DESKTOP, *self._channels.configured)
            channels = dict.fromkeys(one for name in names if (one := self._channels.resolve(name)))
            now_ms = self._clock.now_ms()
            self._pipeline.process(
                AlertChanges(
                    alerts=(replace(alert, sentence=english(text(self._engine.facts.summary()))),),
                    events=(AlertEvent(alert.id, now_ms, AlertEventKind.NOTIFIED, detail=", ".join(channels)),),
                    notifications=tuple(
                        Notification(f"{alert.id}-{one}", alert.id, one, NotificationKind.FIRING, now_ms, now_ms)
                        for one in channels
                    ),
                )
            )
