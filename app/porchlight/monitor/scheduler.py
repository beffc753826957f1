"""When each component is due. Pure: the caller brings the time (seconds on the loop's clock).

Each component has its own place in its interval, derived from its id, so that a thousand of them do not fire in the
same millisecond and stay where they are from one start to the next. Times lie on a grid: nothing drifts.
"""

import heapq
from itertools import count
from zlib import crc32

SPREAD = 0.002
"""Seconds between two components in a sweep over all."""
LONGEST_SWEEP = 30.0
"""Seconds within which a sweep over all starts its last check."""


class Scheduler:
    """A heap of due times; each component has one at most, and a new one replaces it."""

    def __init__(self) -> None:
        self._heap: list[tuple[float, int, str]] = []
        self._entries: dict[str, int] = {}  # id: the serial number of its valid entry
        self._serial = count()

    def plan(self, component_id: str, due: float) -> None:
        """Make it due at ``due`` instead of before."""
        serial = next(self._serial)
        self._entries[component_id] = serial
        heapq.heappush(self._heap, (due, serial, component_id))

    def plan_next(self, component_id: str, interval: float, now: float) -> None:
        """Make it due at its own place in its interval, at least half an interval from now."""
        phase = crc32(component_id.encode()) / 2**32 * interval
        earliest = now + interval / 2
        turns = -(-(earliest - phase) // interval)
        self.plan(component_id, phase + turns * interval)

    def plan_sweep(self, component_ids: list[str], now: float) -> None:
        """Make all of them due soon, one shortly after the other."""
        spread = min(SPREAD, LONGEST_SWEEP / max(len(component_ids), 1))
        for index, component_id in enumerate(component_ids):
            self.plan(component_id, now + index * spread)

    def cancel(self, component_id: str) -> None:
        """Make it not due."""
        self._entries.pop(component_id, None)

    def next_due(self) -> float | None:
        """When the next one is due; None: none is."""
        while self._heap and self._entries.get(self._heap[0][2]) != self._heap[0][1]:
            heapq.heappop(self._heap)
        return self._heap[0][0] if self._heap else None

    def pop_due(self, now: float) -> list[tuple[str, float]]:
        """Remove and return those that are due, with the time at which they were."""
        found = []
        while (due := self.next_due()) is not None and due <= now:
            _, _, component_id = heapq.heappop(self._heap)
            del self._entries[component_id]
            found.append((component_id, due))
        return found
