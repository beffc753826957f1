"""Picture: the input of metrics, at one moment. Taken on the loop, read in a thread."""

from collections.abc import Mapping

from porchlight.dataclass import dataclass
from porchlight.model.alert import Alert
from porchlight.model.operation import Operation
from porchlight.model.ports import MonitorVitals
from porchlight.model.result import Result
from porchlight.model.snapshot import Snapshot
from porchlight.model.status import Outcome


@dataclass(frozen=True, slots=True)
class Picture:
    """Immutable."""

    snapshot: Snapshot
    vitals: MonitorVitals
    alerts: tuple[Alert, ...]
    """Those that are pending or firing."""
    operations: Mapping[str, tuple[Operation, ...]]
    """The last runs of each, the newest last."""
    checks: Mapping[tuple[str, Outcome], int]
    """How many checks of a component ended so since ``began_ms``."""
    began_ms: int
    """Since when is counted, Unix ms (UTC)."""


class CheckCounter:
    """Counts the checks of each component by outcome. Lives as long as the monitor."""

    def __init__(self, began_ms: int) -> None:
        self.began_ms = began_ms
        self._counts: dict[tuple[str, Outcome], int] = {}

    def observe(self, result: Result) -> None:
        """A check has ended."""
        key = result.component, result.outcome
        self._counts[key] = self._counts.get(key, 0) + 1

    def counts(self) -> dict[tuple[str, Outcome], int]:
        """The counts now."""
        return dict(self._counts)
