"""Figures and times in a language's format, and texts from outside made safe for a page."""

import unicodedata
from collections.abc import Sequence
from datetime import tzinfo

from porchlight.insight.uptime import uptime
from porchlight.language import numbers, times
from porchlight.language.render import Renderer
from porchlight.language.text import Items, Place, msg_plural
from porchlight.model.history import Summary

LONGEST_NAME = 80
"""Characters of a name that are shown."""
LONGEST_SENTENCE = 600
_MOST_NAMES = 3


class Figures:
    """Those of one reader, in the language of ``write``, by the clock of one zone."""

    def __init__(self, write: Renderer, zone: tzinfo) -> None:
        self.write = write
        self.zone = zone

    def rate(self, value: float) -> str:
        """Items a second, with three figures."""
        return self.write.number(float(f"{value:.3g}") if value < 100 else value, None if value < 100 else 0)

    def percent(self, share: float | None) -> str:
        """A share (0–1); never rounded up to a whole that it is not."""
        return "–" if share is None else numbers.percent(share, self.write.locale)

    def uptime(self, summary: Summary) -> str:
        """The share of the watched time that was up, or since when it is watched."""
        return self.write.place(uptime(summary))

    def duration(self, ms: float | None) -> str:
        """A measured time with three figures, without the zeros of a round one: ``12.5 ms``, ``2 s``, ``5 min``."""
        if ms is None:
            return "–"
        if ms >= 59_950:
            return self.write.duration(ms / 1000)
        value, unit = (ms / 1000, "s") if ms >= 999.5 else (ms, "ms")
        return f"{self.write.number(float(f'{value:.3g}'))}{numbers.NARROW_SPACE}{unit}"

    def lasted(self, ms: float) -> str:
        """A span of time."""
        return self.write.duration(ms / 1000)

    def span(self, since_ms: int, until_ms: int) -> str:
        """From a day to a day: the last one that has a part of the span, whose end is no longer in it."""
        return times.interval(times.at(since_ms, self.zone), times.at(until_ms - 1, self.zone), self.write.locale)

    def moment(self, at_ms: int) -> str:
        """A day of the week and its time."""
        at, locale = times.at(at_ms, self.zone), self.write.locale
        return f"{times.skeleton(at, 'MMMEd', locale)}, {times.clock(at, locale)}"

    def axis_day(self, at_ms: float, *, weekday: bool) -> str:
        """A day on an axis: ``Mon 23``, or ``23 Nov`` where weeks are shown."""
        return times.skeleton(times.at(at_ms, self.zone), "Ed" if weekday else "MMMd", self.write.locale)

    def names(self, names: Sequence[str]) -> Items:
        """A few of them in a row, the others counted."""
        if len(names) <= _MOST_NAMES + 1:
            return Items(tuple(names))
        others: Place = msg_plural("{n} other", "{n} others", len(names) - _MOST_NAMES)
        return Items((*names[:_MOST_NAMES], others))


def shown(text: str, longest: int = LONGEST_NAME) -> str:
    """A text on one line, without what no page can hold, and not longer than that."""
    held = "".join(" " if unicodedata.category(one) in ("Cc", "Cs", "Zl", "Zp") else one for one in text)
    held = " ".join(held.split())
    return held if len(held) <= longest else f"{held[: longest - 1].rstrip()}…"
