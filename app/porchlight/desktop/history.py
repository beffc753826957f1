"""Queries of the history beside the loop: one thread with one reader, opened when first asked."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

from porchlight.model.errors import HistoryUnavailable
from porchlight.runtime.history import read_history

if TYPE_CHECKING:
    from porchlight.runtime.types import HistoryReader

_T = TypeVar("_T")


class HistoryQueries:
    """Asks one history file; with None for its path there is none."""

    def __init__(self, path: str | None) -> None:
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="history-queries")
        self._path = path
        self._reader: HistoryReader | None = None

    async def ask(self, query: Callable[["HistoryReader"], _T]) -> _T:
        """The answer of ``query``. Raises HistoryError."""
        if self._path is None:
            raise HistoryUnavailable("No history is kept at the moment.")
        return await asyncio.get_running_loop().run_in_executor(self._executor, self._ask, self._path, query)

    def close(self) -> None:
        """Let go of the file and the thread."""
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
