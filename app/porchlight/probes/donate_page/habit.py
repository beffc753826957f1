"""What is usual for one page: its forms, its host, its weight and its time. Kept as the component's position."""

import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from statistics import median
from typing import Any, Final

from porchlight.dataclass import dataclass
from porchlight.intake.text import quote

_DAY_MS: Final = 86_400_000
_EVERY_MS: Final = 1_800_000
"""How far two samples are apart."""
_KEPT: Final = 48
_ENOUGH: Final = 8
"""Samples by which something is usual."""
_LONGEST: Final = 200
"""Characters of a form's key or a host."""


@dataclass(frozen=True, slots=True)
class Habit:
    """The usual; nothing of it is known before the first good check."""

    forms: tuple[str, ...] = ()
    host: str = ""
    canonical: str = ""
    sizes: tuple[int, ...] = ()
    """Bytes."""
    times: tuple[int, ...] = ()
    """Milliseconds."""
    sampled_ms: int = 0
    other: tuple[str, ...] = ()
    """What stands there instead since ``since_ms``: forms, host, canonical host."""
    since_ms: int = 0

    @property
    def usual_size(self) -> float | None:
        """Bytes; None while too little is known."""
        return median(self.sizes) if len(self.sizes) >= _ENOUGH else None

    @property
    def usual_time(self) -> float | None:
        """Milliseconds; None while too little is known."""
        return median(self.times) if len(self.times) >= _ENOUGH else None

    def learned(
        self, forms: Sequence[str], host: str, canonical: str, size: int, time_ms: int, now_ms: int
    ) -> "Habit":
        """With a check that found no error. What differs is news for a day, then usual."""
        habit = self
        if not self.sampled_ms or not 0 <= now_ms - self.sampled_ms < _EVERY_MS:
            sizes, times = (*self.sizes, size)[-_KEPT:], (*self.times, time_ms)[-_KEPT:]
            habit = replace(habit, sizes=sizes, times=times, sampled_ms=now_ms)
        found = (*forms, host, canonical)
        known = (*self.forms, self.host, self.canonical)
        gone = set(self.forms) - set(forms)
        if not self.host or (not gone and (host, canonical) == (self.host, self.canonical)):
            return replace(habit, forms=tuple(forms), host=host, canonical=canonical, other=(), since_ms=0)
        if found == known or not self.other or self.other != found:
            return replace(habit, other=found, since_ms=now_ms)
        if now_ms - self.since_ms >= _DAY_MS:
            return replace(habit, forms=tuple(forms), host=host, canonical=canonical, other=(), since_ms=0)
        return habit

    def stored(self) -> str:
        """As text."""
        return json.dumps(asdict(self), separators=(",", ":"))


def read_habit(position: str | None) -> Habit:
    """What was stored; nothing known where that cannot be read."""
    try:
        found: Any = json.loads(position or "{}")
        return Habit(
            _texts(found["forms"]),
            quote(found["host"], _LONGEST),
            quote(found["canonical"], _LONGEST),
            _numbers(found["sizes"]),
            _numbers(found["times"]),
            int(found["sampled_ms"]),
            _texts(found["other"]),
            int(found["since_ms"]),
        )
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError):
        return Habit()


def _texts(values: Any) -> tuple[str, ...]:
    return tuple(quote(value, _LONGEST) for value in list(values)[:_KEPT])


def _numbers(values: Any) -> tuple[int, ...]:
    return tuple(int(value) for value in list(values)[:_KEPT])
