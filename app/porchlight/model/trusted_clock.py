"""TrustedClock: can the wall clock be trusted now? Nothing is deleted, rolled up or given up because it jumped.

A wall clock that runs like the monotonic one is trusted. One that jumped, forwards or backwards, since the last look
or since the last run, is not trusted until it has run evenly for an hour; once corrected it is trusted at once.
docs/decisions/0030-clocks-that-jump.md
"""

from typing import Final, Protocol, runtime_checkable

from porchlight.dataclass import dataclass
from porchlight.model.ports import Clock

HOLD: Final = 3600.0
"""Seconds, on the monotonic clock, for which a clock that jumped must run evenly before it is trusted."""
JUMP_MS: Final = 60_000
"""A difference between the two clocks up to this is an adjustment, not a jump."""
AWAY_MS: Final = 3_600_000
"""Time between two runs is not measured: a gap up to this is trusted."""
_SAME_ABSENCE_MS: Final = 7 * 24 * 3_600_000
"""Gaps between runs up to this carry a run's waiting time over to the next: the clock of a computer that is never on
for an hour is trusted too, some runs later."""
_SLEW: Final = 0.01
"""How much faster or slower than the monotonic clock the wall clock may run and still be trusted."""


@runtime_checkable
class CountsSleep(Protocol):
    """A Clock that also counts the time in sleep."""

    def elapsed(self) -> float:
        """Seconds, like ``Clock.monotonic``, sleep included."""
        ...


@dataclass(frozen=True, slots=True)
class LastLook:
    """What one run leaves for the next: the clock's time, and for how many seconds it had run evenly (HOLD: it was
    trusted)."""

    wall_ms: int
    held: float = HOLD


class TrustedClock:
    """Not thread-safe. ``before``: what the last run left; None: nothing to compare with. ``away_ms``: a gap since
    then that is trusted at once."""

    def __init__(self, clock: Clock, before: LastLook | None = None, *, away_ms: int = AWAY_MS) -> None:
        self._clock = clock
        self._away_ms = away_ms
        self._wall_ms = clock.now_ms()
        self._mono, self._elapsed = self._read_monotonic()
        self._expected_ms = float(self._wall_ms)
        self._right_ms: float | None = None
        self._held = HOLD if before is None else self._after(before)

    def is_trusted(self) -> bool:
        """Read the clocks; return whether the wall clock can be trusted now. Call it at least once every few
        minutes."""
        wall_ms = self._clock.now_ms()
        mono, elapsed = self._read_monotonic()
        passed_ms = max(elapsed - self._elapsed, 0.0) * 1000
        held = max(mono - self._mono, 0.0)
        self._wall_ms, self._mono, self._elapsed = wall_ms, mono, elapsed
        self._expected_ms += passed_ms
        if self._right_ms is not None:
            self._right_ms += passed_ms
        away_ms = wall_ms - self._expected_ms
        if abs(away_ms) <= JUMP_MS:
            slew_ms = passed_ms * _SLEW
            self._expected_ms += min(max(away_ms, -slew_ms), slew_ms)
            self._held = min(self._held + held, HOLD)
        else:
            self._jumped(wall_ms)
        if self._held >= HOLD:
            self._right_ms = None
        return self._held >= HOLD

    def last_look(self) -> LastLook:
        """For the next run."""
        return LastLook(self._wall_ms, self._held)

    def _jumped(self, wall_ms: int) -> None:
        if self._held >= HOLD:
            self._right_ms = self._expected_ms
        self._expected_ms = float(wall_ms)
        is_right_again = self._right_ms is not None and abs(wall_ms - self._right_ms) <= JUMP_MS
        self._held = HOLD if is_right_again else 0.0

    def _after(self, before: LastLook) -> float:
        gap_ms = self._wall_ms - before.wall_ms
        if -JUMP_MS <= gap_ms <= self._away_ms:
            return before.held
        was_waiting = before.held < HOLD and -JUMP_MS <= gap_ms <= _SAME_ABSENCE_MS
        return before.held if was_waiting else 0.0

    def _read_monotonic(self) -> tuple[float, float]:
        monotonic = self._clock.monotonic()
        return monotonic, self._clock.elapsed() if isinstance(self._clock, CountsSleep) else monotonic
