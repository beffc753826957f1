"""The history for windows: queries outside the loop, and the last hour of every component in memory."""

import asyncio
from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

from porchlight.dataclass import dataclass
from porchlight.language.english import english
from porchlight.language.text import msg
from porchlight.model.errors import HistoryUnavailable
from porchlight.model.result import Result
from porchlight.model.status import Outcome
from porchlight.runtime.history import read_history

if TYPE_CHECKING:
    from porchlight.runtime.types import HistoryReader

_T = TypeVar("_T")


class HistoryQueries:
    """Queries one history file; with None for its path there is none."""

    def __init__(self, path: str | None) -> None:
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="history-queries")
        self._path = path
        self._reader: HistoryReader | None = None

    async def ask(self, query: Callable[["HistoryReader"], _T]) -> _T:
        """The answer of ``query``. Raises HistoryError."""
        if self._path is None:
            raise HistoryUnavailable(english(msg("No history is kept at the moment.")))
        return await asyncio.get_running_loop().run_in_executor(self._executor, self._ask, self._path, query)

    def close(self) -> None:
        """Close the file and end the thread."""
        self._executor.submit(self._close)
        self._executor.shutdown(wait=True, cancel_futures=False)

    def _ask(self, path: str, query: Callable[["HistoryReader"], _T]) -> _T:
        if self._reader is None:
            self._reader = read_history(path)
        return query(self._reader)

    def _close(self) -> None:
        if self._reader is not None:
            self._reader.close()
            self._reader = None


SPAN_MS = 3_600_000
_MOST = 4000
"""Checks of one component in that time, and room for extra ones."""


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
        """Load the history's results; newer ones stay after them."""
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
        """The results of a component."""
        return tuple(self._points.get(component_id, ()))
