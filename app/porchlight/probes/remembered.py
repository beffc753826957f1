"""What a probe has learned, between its memory and the component's position in the history."""

from collections.abc import Callable
from dataclasses import replace
from typing import Generic, TypeVar

from porchlight.model.result import Result

_M = TypeVar("_M")


class Remembered(Generic[_M]):
    """The position of the history counts where it is another than the last, so that nothing is lost with a result
    that was discarded. ``read`` returns None for a damaged one."""

    def __init__(self, read: Callable[[str], _M | None]) -> None:
        self._read = read
        self._memory: _M | None = None
        self._stored: str | None = None

    def recall(self, position: str | None) -> _M | None:
        """The memory as the history has it, or the probe's own; None: nothing is known."""
        if position is not None and position != self._stored:
            self._memory = self._read(position)
            self._stored = position
        return self._memory

    def keep(self, memory: _M, result: Result) -> Result:
        """Remember, and return the result without a position that the history has already."""
        self._memory = memory
        if result.position == self._stored:
            return replace(result, position=None)
        self._stored = result.position
        return result
