"""The health report as other programs read it: the keys of the sync system's own health command."""

from collections import Counter
from collections.abc import Mapping

from porchlight.model.component import Component
from porchlight.model.result import Measure, Result
from porchlight.model.status import Reason, Status
from porchlight.model.times import iso


def summary_json(counts: Mapping[tuple[Status, bool], int]) -> dict[str, int]:
    """``summary``, from how many components there are of each status, critical ones and others."""
    by_status: Counter[Status] = Counter()
    for (status, _), count in counts.items():
        by_status[status] += count
    return {
        "total": by_status.total(),
        "healthy": by_status[Status.HEALTHY],
        "degraded": by_status[Status.DEGRADED],
        "errors": by_status[Status.ERROR],
        "criticalErrors": counts.get((Status.ERROR, True), 0),
        "unknown": by_status[Status.UNKNOWN],
        "disabled": by_status[Status.DISABLED],
    }


def component_json(
    component: Component,
    status: Status,
    reason: Reason | None,
    sentence: str,
    *,
    duration_us: int | None,
    at_ms: int | None,
) -> dict[str, object]:
    """One of ``components``, without what was measured. ``at_ms``: when it was checked, Unix ms (UTC)."""
    return {
        "component": component.id,
        "name": component.name,
        "kind": component.kind,
        "status": status.value,
        "critical": component.critical,
        "reason": reason.value if reason else None,
        "message": sentence,
        "duration": round(duration_us / 1000, 1) if duration_us is not None else None,
        "timestamp": iso(at_ms) if at_ms is not None else None,
        "error": sentence if status is Status.ERROR else None,
    }


def measures_json(result: Result) -> dict[str, dict[str, str | float]]:
    """Measures as programs read them: ``{"size": {"value": 1024, "unit": "B", "limit": 4096}}``."""
    return {name: _measure_json(measure) for name, measure in result.measures.items()}


def _measure_json(measure: Measure) -> dict[str, str | float]:
    document: dict[str, str | float] = {"value": measure.value, "unit": measure.unit.value}
    return document if measure.limit is None else {**document, "limit": measure.limit}
