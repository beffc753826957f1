"""Operation: one run of a piece of work that somebody else does, such as a sync of supporters."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Operation:
    """One run. ``began_ms`` is Unix ms (UTC), ``duration_ms`` ms; the counts are items, None where unknown."""

    name: str
    began_ms: int
    duration_ms: float
    ok: bool
    processed: int | None = None
    failed: int | None = None

    @property
    def rate(self) -> float | None:
        """Items a second."""
        if self.processed is None or self.duration_ms <= 0:
            return None
        return self.processed * 1000 / self.duration_ms
