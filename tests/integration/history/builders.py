"""Short ways to results, states and stores."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from porchlight.history.store import HistoryStore, open_store
from porchlight.model.component import Component
from porchlight.model.incident import ComponentState
from porchlight.model.result import Measure, Phase, Result, Unit
from porchlight.model.status import Outcome, Reason, Status
from tests.clocks import ManualClock

WEBSITE = Component(id="website", name="Website", kind="http", interval=60.0)


def result(
    began_ms: int,
    *,
    component: str = "website",
    outcome: Outcome = Outcome.HEALTHY,
    reason: Reason | None = None,
    duration_us: int = 50_000,
) -> Result:
    if outcome is not Outcome.HEALTHY and reason is None:
        reason = Reason.TIMEOUT
    return Result(
        component=component,
        began_ms=began_ms,
        duration_us=duration_us,
        outcome=outcome,
        sentence="Answered 200 as expected." if outcome is Outcome.HEALTHY else "No answer.",
        reason=reason,
        measures={"status": Measure(200), "size": Measure(1024, Unit.BYTES)},
        phases={Phase.DNS: 10, Phase.TCP: 200, Phase.FIRST_BYTE: 40_000, Phase.REST: 90},
    )


def state(found: Result) -> ComponentState:
    return ComponentState(
        component=found.component,
        status=Status(found.outcome.value),
        since_ms=found.began_ms,
        reason=found.reason,
        sentence=found.sentence,
        checked_ms=found.began_ms,
        duration_us=found.duration_us,
    )


@contextmanager
def opened(path: Path, clock: ManualClock | None = None, **options: bool) -> Iterator[HistoryStore]:
    store = open_store(str(path), clock or ManualClock(), results_kept=172_800, **options)
    try:
        yield store
    finally:
        store.close()
