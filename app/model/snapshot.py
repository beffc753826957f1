"""Snapshot: the immutable picture that every surface reads."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.model.component import Component
from app.model.incident import ComponentState
from app.model.result import Result
from app.model.status import OverallStatus, Status, overall_status


@dataclass(frozen=True, slots=True)
class ComponentView:
    """One component as it is now."""

    component: Component
    state: ComponentState
    result: Result | None
    """The last result; None before the first check."""
    checking: bool = False
    paused_until_ms: int | None = None
    """When a pause of this one component ends (Unix ms, UTC)."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Everything that is watched, at one moment (Unix ms, UTC)."""

    at_ms: int
    views: Mapping[str, ComponentView]
    """By component id, in the order of the settings."""
    paused_until_ms: int | None = None
    offline: bool = False

    @property
    def overall(self) -> OverallStatus:
        """The one status of everything."""
        return overall_status((view.state.status, view.component.critical) for view in self.views.values())

    def suppressed_by(self, component_id: str) -> str | None:
        """The id of a parent in error (however far up), whose trouble this component's trouble follows from."""
        seen: set[str] = set()
        ways = [component_id]
        while ways:
            view = self.views.get(ways.pop())
            for parent in view.component.depends_on if view else ():
                if parent in seen or parent not in self.views:
                    continue
                if self.views[parent].state.status is Status.ERROR:
                    return parent
                seen.add(parent)
                ways.append(parent)
        return None
