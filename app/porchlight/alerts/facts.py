"""Facts: the input of the rules. Updated by events alone, so that judging needs no input and no output."""

from collections import Counter, deque
from collections.abc import Callable, Mapping
from typing import Any

from porchlight.model.component import ITSELF
from porchlight.model.health import component_json, summary_json
from porchlight.model.incident import ComponentState
from porchlight.model.operation import Operation
from porchlight.model.snapshot import ComponentView
from porchlight.model.status import (
    CREDENTIAL_REASONS,
    HOST_REASONS,
    MEASURED,
    Outcome,
    Reason,
    Status,
    overall_status,
)
from porchlight.model.times import iso

UsualUs = Callable[[int], float | None]
"""The usual response time at a moment (Unix ms), µs; None where too little is known."""
RECENT = 5
"""Response times that are kept, the newest last."""
RUNS = 20
"""Runs of an operation that are kept, the newest last."""


class Facts:
    """Everything that is known now. Times are Unix ms (UTC)."""

    def __init__(self) -> None:
        self.now_ms = 0
        self.offline = False
        self.views: dict[str, ComponentView] = {}
        self.itself: ComponentView | None = None
        """The running monitor, where it is none of the components. It is in no report and no count."""
        self.fresh: set[str] = set()
        """Components that had a result since the start, or since a gap in time."""
        self.recent_us: dict[str, deque[int]] = {}
        """The last response times of each, µs."""
        self.last_success_ms: dict[str, int] = {}
        self.usual_us: dict[str, UsualUs] = {}
        """The usual response time of each."""
        self.operations: dict[str, deque[Operation]] = {}
        self.recovered_ms: dict[str, int] = {}
        """When each component that stopped others recovered."""
        self._stopped: set[str] = set()
        self._counts: Counter[tuple[Status, bool]] = Counter()

    def advance_to(self, now_ms: int) -> None:
        """Set the current time."""
        self.now_ms = now_ms

    def update_components(self, views: Mapping[str, ComponentView], *, offline: bool = False) -> None:
        """Exactly these components are watched now; ``offline``: this computer has no network."""
        self.offline = offline
        for component_id in self.views.keys() - views.keys():
            for known in (self.recent_us, self.last_success_ms, self.usual_us, self.recovered_ms):
                known.pop(component_id, None)
            self._stopped.discard(component_id)
            self.fresh.discard(component_id)
        self.views = dict(views)
        self._counts = Counter((view.state.status, view.component.critical) for view in views.values())

    def put(self, view: ComponentView, *, checked: bool) -> None:
        """Set a component's state; ``checked``: because of a new result."""
        component_id = view.component.id
        if component_id == ITSELF.id:
            self.itself = view
            self.fresh.add(component_id)
            return
        before = self.views.get(component_id)
        if before is not None:
            self._counts[(before.state.status, before.component.critical)] -= 1
        self._counts[(view.state.status, view.component.critical)] += 1
        self.views[component_id] = view
        if stops_others(view.state):
            self._stopped.add(component_id)
        elif component_id in self._stopped and view.state.status in (Status.HEALTHY, Status.DEGRADED):
            self._stopped.discard(component_id)
            self.recovered_ms[component_id] = view.state.since_ms
        result = view.result
        if not checked or result is None:
            return
        self.fresh.add(component_id)
        if result.outcome in MEASURED:
            self.recent_us.setdefault(component_id, deque(maxlen=RECENT)).append(result.duration_us)
        if result.outcome is Outcome.HEALTHY:
            self.last_success_ms[component_id] = result.began_ms

    def set_usual(self, usual_us: Mapping[str, UsualUs]) -> None:
        """Set each component's usual response time."""
        self.usual_us = dict(usual_us)

    def add_operation(self, operation: Operation) -> None:
        """A run has ended; a known one is not counted again."""
        known = self.operations.setdefault(operation.name, deque(maxlen=RUNS))
        if not (operation.id and any(run.id == operation.id for run in known)):
            known.append(operation)

    def after_gap(self) -> None:
        """After a gap in time: what was seen before shows nothing about now."""
        self.fresh.clear()

    def forget_itself(self) -> None:
        """The running monitor is one of the components now."""
        self.itself = None
        self.fresh.discard(ITSELF.id)

    def view(self, subject: str) -> ComponentView | None:
        """The component, or the monitor itself, that an alert is about."""
        return self.itself if subject == ITSELF.id else self.views.get(subject)

    # -- the health report

    def summary(self) -> dict[str, int]:
        """The counts of the report."""
        return summary_json(self._counts)

    def status(self) -> str:
        """The one status of everything."""
        return overall_status(pair for pair, count in self._counts.items() if count > 0).value

    def place(self, path: str) -> Any:
        """The value at a path of the report, with dots; KeyError where there is none. Components are
        found by id or by index."""
        first, *rest = path.split(".")
        value: Any
        match first:
            case "status":
                value = self.status()
            case "timestamp":
                value = iso(self.now_ms)
            case "summary":
                value = self.summary()
            case "components":
                if not rest:
                    return [described(view) for view in self.views.values()]
                value = described(self._component_at(rest.pop(0)))
            case _:
                raise KeyError(path)
        for name in rest:
            if not isinstance(value, dict):
                raise KeyError(path)
            value = value[name]
        return value

    def _component_at(self, name: str) -> ComponentView:
        if name in self.views:
            return self.views[name]
        if name.isdecimal() and int(name) < len(self.views):
            return list(self.views.values())[int(name)]
        raise KeyError(name)


STOPPING = HOST_REASONS | (CREDENTIAL_REASONS - {Reason.QUOTA, Reason.THROTTLED}) | {Reason.LOCKED, Reason.STALE}
"""Reasons for which a warning, too, means that nothing works, such as a daemon that was stopped."""


def stops_others(state: ComponentState) -> bool:
    """Whether a component's state keeps its dependents from working, or from being checked."""
    if state.status is Status.DEGRADED:
        return state.reason in STOPPING
    return state.status is Status.ERROR


def described(view: ComponentView) -> dict[str, Any]:
    """A component in the form of the health report; a measure is its number alone, so that rules can compare it."""
    state, result = view.state, view.result
    measures = {name: measure.value for name, measure in result.measures.items()} if result else {}
    found = component_json(
        view.component,
        state.status,
        state.reason,
        state.sentence,
        duration_us=state.duration_us,
        at_ms=state.checked_ms,
    )
    return {**found, "measures": measures}
