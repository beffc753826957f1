"""An allowance that refills with time: so many at once, so many a minute."""

import math

from porchlight.model.ports import Clock


class Allowance:
    """Holds at most ``a_minute`` and is full at the beginning."""

    def __init__(self, clock: Clock, a_minute: int) -> None:
        self._clock = clock
        self._most = float(a_minute)
        self._left = self._most
        self._at = clock.monotonic()

    def spend(self) -> int:
        """Spend one. Returns 0, or the seconds (whole ones, at least 1) until one is available again."""
        now = self._clock.monotonic()
        self._left = min(self._most, self._left + (now - self._at) * self._most / 60)
        self._at = now
        if self._left < 1:
            return max(math.ceil((1 - self._left) * 60 / self._most), 1)
        self._left -= 1
        return 0
