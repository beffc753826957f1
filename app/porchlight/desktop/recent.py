"""The last hour of every component in memory, for sparklines that need no query."""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass

from porchlight.model.result import Result
from porchlight.model.status import Outcome

SPAN_MS = 3_600_000
_MOST = 1200


@dataclass(frozen=True, slots=True)
class Point:
    """One check: when it began (Unix ms), how long it took (µs), and how it ended."""

    began_ms: int
    duration_us: int
    outcome: Outcome


class RecentResults:
    """By component id, in order of time."""

    def __init__(self) -> None:
        self._points: dict[str, deque[Point]] = {}

    def begin(self, component_id: str, points: Iterable[Point]) -> None:
        """What the history knows; what came since stays behind it."""
        known = self._points.get(component_id, deque(maxlen=_MOST))
        first = known[0].began_ms if known else None
        older = [point for point in points if first is None or point.began_ms < first]
        self._points[component_id] = deque([*older, *known], maxlen=_MOST)

    def add(self, result: Result) -> None:
        """A new result."""
        points = self._points.setdefault(result.component, deque(maxlen=_MOST))
        points.append(Point(result.began_ms, result.duration_us, result.outcome))
        while points and points[0].began_ms < result.began_ms - SPAN_MS:
            points.popleft()

    def of(self, component_id: str) -> tuple[Point, ...]:
        """What is known of a component."""
        return tuple(self._points.get(component_id, ()))
