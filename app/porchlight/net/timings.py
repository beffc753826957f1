"""How long each phase of a check took, kept while it is under way."""

from dataclasses import field

from porchlight.dataclass import dataclass
from porchlight.model.result import Phase
from porchlight.net.exchange import TlsDetails


@dataclass(slots=True)
class Timings:
    """Filled while a check is under way, so that it also shows how far a failed one got. Phases in µs."""

    phases: dict[Phase, int] = field(default_factory=dict)
    tls: TlsDetails | None = None

    def add(self, phase: Phase, began: float, ended: float) -> None:
        """Add the time between two readings of ``time.perf_counter`` to a phase."""
        self.phases[phase] = self.phases.get(phase, 0) + round((ended - began) * 1_000_000)

    @property
    def duration_us(self) -> int:
        """Response time: all phases together."""
        return sum(self.phases.values())
