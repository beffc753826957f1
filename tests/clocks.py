"""Clocks that tests drive."""


class ManualClock:
    """Implements Clock; stands still until told to go on."""

    def __init__(self, now_ms: int = 1_790_000_100_000) -> None:
        self.wall_ms = now_ms
        self.mono = 1000.0

    def now_ms(self) -> int:
        return round(self.wall_ms)

    def monotonic(self) -> float:
        return self.mono

    def advance(self, seconds: float) -> None:
        """Let time pass on both clocks."""
        self.wall_ms += round(seconds * 1000)
        self.mono += seconds

    def sleep(self, seconds: float) -> None:
        """Let time pass on the wall only, as when the computer sleeps."""
        self.wall_ms += round(seconds * 1000)
