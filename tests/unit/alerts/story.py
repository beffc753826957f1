"""Tells the engine a story, result by result, and keeps what it said."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from porchlight.alerts.engine import Engine
from porchlight.alerts.rules import Rule, rule_of
from porchlight.model.alert import (
    Alert,
    AlertChanges,
    AlertEvent,
    AlertEventKind,
    Notification,
    NotificationKind,
    SuppressionReason,
)
from porchlight.model.component import Component
from porchlight.model.incident import ComponentState
from porchlight.model.result import Measure, Result
from porchlight.model.snapshot import ComponentView
from porchlight.model.status import Outcome, Reason, Status
from porchlight.settings.rules import RuleSettings

START_MS = 1_790_000_000_000
MINUTE = 60_000
HOUR = 3_600_000


def rule(rule_id: str = "down", **table: Any) -> Rule:
    """A rule as a settings file would have it."""
    usual: dict[str, Any] = {"when": {"component": "*", "status": "error"}, "cooldown": "5m"}
    return rule_of(rule_id, RuleSettings.model_validate({**usual, **table}))


class Story:
    """``at`` is the time, Unix ms."""

    def __init__(self, *rules: Rule, **engine: Any) -> None:
        self.at = START_MS
        self.rules = rules
        self.engine = Engine(rules, now_ms=START_MS, **engine)
        self.views: dict[str, ComponentView] = {}
        self.alerts: dict[str, Alert] = {}
        self.events: list[AlertEvent] = []
        self.notifications: list[Notification] = []

    def watch(self, component_id: str = "page", **component: Any) -> "Story":
        it = Component(
            id=component_id, name=component_id.capitalize(), kind=component.pop("kind", "http"), **component
        )
        state = ComponentState(component_id, Status.UNKNOWN, self.at, None, "Not checked yet.", None, None)
        self.views[component_id] = ComponentView(it, state, None)
        self.keep(self.engine.update_components(self.views, offline=False, now_ms=self.at))
        return self

    def check(
        self,
        status: Status = Status.HEALTHY,
        component_id: str = "page",
        *,
        reason: Reason | None = None,
        seconds: float = 0.1,
        measures: Mapping[str, float] | None = None,
        suspected: bool = False,
    ) -> list[Notification]:
        """A check has ended with this confirmed status."""
        before = self.views[component_id]
        if reason is None and status is not Status.HEALTHY:
            reason = Reason.OFFLINE if status is Status.UNKNOWN else Reason.TIMEOUT
        result = Result(
            component_id,
            self.at,
            round(seconds * 1_000_000),
            Outcome(status.value),
            f"It is {status}.",
            reason,
            measures={name: Measure(value) for name, value in (measures or {}).items()},
        )
        since_ms = before.state.since_ms if before.state.status is status else self.at
        state = ComponentState(
            component_id, status, since_ms, reason, result.sentence, self.at, result.duration_us, suspected
        )
        self.views[component_id] = replace(before, state=state, result=result)
        return self.keep(self.engine.observe(self.views[component_id], self.at))

    def fail(self, component_id: str = "page", **rest: Any) -> list[Notification]:
        return self.check(Status.ERROR, component_id, **rest)

    def wait(self, milliseconds: int) -> list[Notification]:
        """Time passes; the engine is asked whenever it wanted to be."""
        until, before = self.at + milliseconds, len(self.notifications)
        while True:
            due = self.engine.next_due_ms(self.at)
            if due is None or due > until:
                break
            self.at = max(due, self.at + 1)
            self.keep(self.engine.tick(self.at))
        self.at = max(until, self.at)
        self.keep(self.engine.tick(self.at))
        return self.notifications[before:]

    def keep(self, changes: AlertChanges) -> list[Notification]:
        self.alerts |= {alert.id: alert for alert in changes.alerts}
        self.events += changes.events
        self.notifications += changes.notifications
        return list(changes.notifications)

    def restarted(self, **engine: Any) -> None:
        """The program was ended and begun again."""
        self.engine = Engine(
            self.rules,
            alerts=self.alerts.values(),
            notifications=self.notifications,
            silences=self.engine.silences,
            now_ms=self.at,
            **engine,
        )
        fresh = ComponentState("", Status.UNKNOWN, self.at, None, "Not checked yet.", None, None)
        self.views = {
            name: replace(view, state=replace(fresh, component=name), result=None)
            for name, view in self.views.items()
        }
        self.keep(self.engine.update_components(self.views, offline=False, now_ms=self.at))

    def suppression_reasons(self) -> list[SuppressionReason | None]:
        return [event.reason for event in self.events if event.kind is AlertEventKind.SUPPRESSED]


def kinds(notifications: list[Notification]) -> list[NotificationKind]:
    return [one.kind for one in notifications]
