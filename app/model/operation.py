"""Operation: one run of a piece of work that somebody else does, such as a sync of supporters."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Operation:
    """One run. ``began_ms`` is Unix ms (UTC), ``duration_ms`` ms; the counts are items, None where unknown.

    ``name`` says what runs again and again and is what rules speak of, such as ``sync:supporters``.
    """

    name: str
    began_ms: int
    duration_ms: float
    ok: bool
    processed: int | None = None
    failed: int | None = None
    id: str = ""
    """The same run always has the same one, however often it is read; empty where it is told only once."""
    source: str = ""
    """The component that told of it."""
    subject: str = ""
    """Whose work it was where several are served, such as the number of an organisation."""

    expected_ms: float | None = None
    """How often it is expected to run, where it says so itself, ms."""

    @property
    def rate(self) -> float | None:
        """Items a second."""
        if self.processed is None or self.duration_ms <= 0:
            return None
        return self.processed * 1000 / self.duration_ms
