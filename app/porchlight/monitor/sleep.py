"""Sleep is not an outage: was there a gap in which nothing was watched?

Suspended computers stop the monotonic clock on Linux and macOS and let it run on Windows; so both signs count: the
wall clock ran ahead of (or behind) the monotonic one, or we were woken far too late.
"""

from porchlight.model.ports import Clock

JUMP_MS = 5000
LATE = 30.0
"""Seconds."""


class GapDetector:
    """Called at each wake-up; returns how large a gap lies behind it."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._wall_ms = clock.now_ms()
        self._mono = clock.monotonic()

    def missed_ms(self, expected_within: float) -> int:
        """How many ms went by unseen, 0 for none; negative where the wall clock was set back.

        ``expected_within``: how many seconds after the last wake-up this one was meant to come, at the latest.
        """
        wall_ms, mono = self._clock.now_ms(), self._clock.monotonic()
        passed = mono - self._mono
        jump_ms = (wall_ms - self._wall_ms) - passed * 1000
        self._wall_ms, self._mono = wall_ms, mono
        if abs(jump_ms) > JUMP_MS:
            return round(jump_ms)
        return round((passed - expected_within) * 1000) if passed > expected_within + LATE else 0
