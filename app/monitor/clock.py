"""The real clock."""

import time


class SystemClock:
    """Implements Clock on this computer's clocks."""

    def now_ms(self) -> int:
        """See Clock."""
        return time.time_ns() // 1_000_000

    def monotonic(self) -> float:
        """See Clock."""
        return time.perf_counter()
