"""The real clock."""

import sys
import time


class SystemClock:
    """Implements Clock, and CountsSleep, on this computer's clocks."""

    def now_ms(self) -> int:
        """See Clock."""
        return time.time_ns() // 1_000_000

    def monotonic(self) -> float:
        """See Clock."""
        return time.perf_counter()

    def elapsed(self) -> float:
        """See CountsSleep."""
        if sys.platform == "linux":
            return time.clock_gettime(time.CLOCK_BOOTTIME)
        elif sys.platform == "darwin":
            return time.clock_gettime(time.CLOCK_MONOTONIC)  # unlike perf_counter it continues in sleep there
        else:
            return time.perf_counter()  # on Windows it does
