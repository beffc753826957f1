"""Rule: an alert rule ready to be judged."""

from dataclasses import dataclass, field, replace  # noqa: TID251 - without slots
from enum import StrEnum
from functools import cached_property

from porchlight.alerts.conditions import Judge, compile_condition, is_timed
from porchlight.model.alert import Severity
from porchlight.model.component import ITSELF
from porchlight.settings.alerting import leaves
from porchlight.settings.rules import (
    EACH,
    Adjustment,
    ComponentCondition,
    Condition,
    OperationCondition,
    ReportCondition,
    RuleSettings,
)


class Scope(StrEnum):
    """What the alerts of a rule are about."""

    EACH = "each"
    """Each component that a condition selects, separately."""
    SINGLE = "single"
    """One component."""
    WHOLE = "whole"
    """Everything together."""
    OPERATION = "operation"
    """Each operation separately."""


@dataclass(frozen=True)
class Rule:
    """One rule. Times are ms."""

    id: str
    name: str
    when: Condition
    severity: Severity
    hold_ms: int
    cooldown_ms: int
    channels: tuple[str, ...]
    repeat_ms: int | None = None
    message: str | None = None
    action: str | None = None
    why: str = ""
    enabled: bool = True
    builtin: bool = field(default=False, compare=False)

    @cached_property
    def judge(self) -> Judge:
        """Its condition as a function."""
        return compile_condition(self.when)

    def compile(self) -> None:
        """Compute what is needed once; raises where the condition is invalid."""
        _ = self.judge, self.timed, self.looks_at_all, self.scope, self.about_itself

    @cached_property
    def timed(self) -> bool:
        """Whether time alone may make it true."""
        return is_timed(self.when)

    @cached_property
    def looks_at_all(self) -> bool:
        """Whether any component's result may change its verdict on another subject."""
        found = list(leaves(self.when))
        singles = {leaf.single for leaf in found if isinstance(leaf, ComponentCondition)}
        return any(isinstance(leaf, ReportCondition) for leaf in found) or len(singles) > 1

    @cached_property
    def scope(self) -> Scope:
        """What its alerts are about."""
        found = list(leaves(self.when))
        about = [leaf for leaf in found if isinstance(leaf, ComponentCondition)]
        if any(leaf.single is None for leaf in about):
            return Scope.EACH
        if any(isinstance(leaf, OperationCondition) and leaf.operation == "*" for leaf in found):
            return Scope.OPERATION
        if len(about) == len(found) and len({leaf.single for leaf in about}) == 1:
            return Scope.SINGLE
        return Scope.WHOLE

    @cached_property
    def about_itself(self) -> bool:
        """Whether it is about the monitor itself, also where that is none of the components."""
        return self.scope is Scope.EACH and any(
            isinstance(leaf, ComponentCondition) and ITSELF.kind in leaf.kind for leaf in leaves(self.when)
        )

    @cached_property
    def named(self) -> frozenset[str] | None:
        """The components that it can be about; None: any."""
        found: set[str] = set()
        for leaf in leaves(self.when):
            if not isinstance(leaf, ComponentCondition) or not leaf.component or EACH in leaf.component:
                return None
            found.update(leaf.component)
        return frozenset(found)

    @cached_property
    def single(self) -> str:
        """The component that it is about, where it is about one."""
        return next((leaf.single or "" for leaf in leaves(self.when) if isinstance(leaf, ComponentCondition)), "")

    def adjusted(self, change: Adjustment) -> "Rule":
        """As in force while a calendar span lasts."""
        return replace(
            self,
            enabled=self.enabled if change.enabled is None else change.enabled,
            hold_ms=self.hold_ms if change.hold is None else round(change.hold * 1000),
            cooldown_ms=self.cooldown_ms if change.cooldown is None else round(change.cooldown * 1000),
            repeat_ms=self.repeat_ms if change.repeat is None else round(change.repeat * 1000),
            severity=change.severity or self.severity,
            channels=self.channels if change.channels is None else change.channels,
        )


def rule_of(rule_id: str, settings: RuleSettings, *, builtin: bool = False) -> Rule:
    """The rule in the settings."""
    return Rule(
        id=rule_id,
        name=settings.name or rule_id,
        when=settings.when,
        severity=settings.severity,
        hold_ms=round(settings.hold * 1000),
        cooldown_ms=round(settings.cooldown * 1000),
        channels=settings.channels,
        repeat_ms=None if settings.repeat is None else round(settings.repeat * 1000),
        message=settings.message,
        action=settings.action,
        why=settings.why,
        enabled=settings.enabled,
        builtin=builtin,
    )
