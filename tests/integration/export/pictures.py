"""Pictures of as many components as a test wants."""

from porchlight.exporters.metrics.picture import Picture
from porchlight.model.component import Component
from porchlight.model.incident import ComponentState
from porchlight.model.ports import MonitorVitals, StoreHealth
from porchlight.model.result import Measure, Phase, Result, Unit
from porchlight.model.snapshot import ComponentView, Snapshot
from porchlight.model.status import Outcome, Status

AT_MS = 1_790_000_000_000


def view(number: int) -> ComponentView:
    component = Component(f"c-{number}", f"Component {number}", "http")
    result = Result(
        component.id,
        AT_MS,
        53_000,
        Outcome.HEALTHY,
        "Answered 200.",
        measures={
            "status": Measure(200),
            "size": Measure(2_000, Unit.BYTES),
            "certificate_days": Measure(80.1, Unit.DAYS),
        },
        phases=dict.fromkeys(Phase, 10600),
        details={"tls": "TLSv1.3"},
    )
    state = ComponentState(component.id, Status.HEALTHY, AT_MS, None, "Answered 200.", AT_MS + 53, 53_000)
    return ComponentView(component, state, result)


def picture(count: int, *, checks: int = 1, at_ms: int = AT_MS) -> Picture:
    """``checks``: how many were made of each."""
    views = {one.component.id: one for one in map(view, range(count))}
    counts = {(component_id, Outcome.HEALTHY): checks for component_id in views}
    vitals = MonitorVitals(1.0, None, 0, StoreHealth(0, None, 0), None)
    return Picture(Snapshot(at_ms, views), vitals, (), {}, counts, AT_MS - 60_000)
