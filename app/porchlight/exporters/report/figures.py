"""Figures and times in a language's format, and texts from outside made safe for a page."""

import unicodedata
from collections.abc import Sequence
from datetime import datetime, tzinfo

from porchlight.exporters.report.texts import ReportTexts
from porchlight.model.times import duration_text, how_long

LONGEST_NAME = 80
"""Characters of a name that are shown."""
LONGEST_SENTENCE = 600
_MOST_NAMES = 3
_GAP = "\u00a0"


class Figures:
    """Those of one language, by the clock of one zone."""

    def __init__(self, texts: ReportTexts, zone: tzinfo) -> None:
        self.texts = texts
        self.zone = zone

    def number(self, value: float, digits: int = 0) -> str:
        """With thousands separators."""
        text = f"{value:,.{digits}f}" if abs(value) >= self.texts.grouped_from else f"{value:.{digits}f}"
        return text.translate({ord(","): self.texts.grouping, ord("."): self.texts.point})

    def rate(self, value: float) -> str:
        """Items a second, with three figures."""
        return f"{value:.3g}".replace(".", self.texts.point) if value < 100 else self.number(value)

    def percent(self, share: float | None) -> str:
        """A share (0–1); never rounded up to a whole that it is not."""
        if share is None:
            return "–"
        if share >= 1:
            return f"100{_GAP}%"
        digits = 1 if share < 0.99 else 2 if share < 0.9995 else 3
        floored = int(share * 100 * 10**digits + 1e-9) / 10**digits
        return f"{self.number(floored, digits)}{_GAP}%"

    def change(self, relative: float) -> str:
        """Such as ``+6 %``."""
        return f"{relative * 100:+.0f}{_GAP}%".replace("-", "−")

    def duration(self, ms: float | None) -> str:
        """A measured time."""
        return "–" if ms is None else self._kept(duration_text(ms, point=self.texts.point, days=self.texts.days))

    def lasted(self, ms: float) -> str:
        """A span of time."""
        return self._kept(how_long(ms / 1000, days=self.texts.days))

    def span(self, since_ms: int, until_ms: int) -> str:
        """From a day to a day."""
        since, until = self._at(since_ms), self._at(until_ms)
        form = self.texts.day_and_month if since.year == until.year else self.texts.date
        return self.texts.span.format(since=self._date(form, since), until=self._date(self.texts.date, until))

    def day(self, at_ms: int, now_ms: int) -> str:
        """A day, with the year where it is another one than now."""
        at = self._at(at_ms)
        return self._date(self.texts.day_and_month if at.year == self._at(now_ms).year else self.texts.date, at)

    def moment(self, at_ms: int) -> str:
        """A day of the week and its time."""
        at = self._at(at_ms)
        weekday, time = self.texts.weekdays[at.weekday()], f"{at:%H:%M}"
        form = self.texts.moment
        return form.format(weekday=weekday, day=at.day, month=self.texts.months[at.month - 1][:3], time=time)

    def axis_day(self, at_ms: float, *, weekday: bool) -> str:
        """A day on an axis: ``Mon 23``, or ``23 Nov`` where weeks are shown."""
        at = self._at(at_ms)
        if weekday:
            return f"{self.texts.weekdays[at.weekday()]} {at.day}"
        return f"{at.day} {self.texts.months[at.month - 1][:3]}"

    def names(self, names: Sequence[str]) -> str:
        """A few of them in a row, the others counted."""
        shown = list(names)
        if len(shown) > _MOST_NAMES + 1:
            shown = [*shown[:_MOST_NAMES], self.texts.others.format(count=len(shown) - _MOST_NAMES)]
        if len(shown) < 2:
            return "".join(shown)
        return f"{', '.join(shown[:-1])} {self.texts.conjunction} {shown[-1]}"

    def _at(self, at_ms: float) -> datetime:
        return datetime.fromtimestamp(at_ms / 1000, self.zone)

    def _date(self, form: str, at: datetime) -> str:
        return form.format(day=at.day, month=self.texts.months[at.month - 1], year=at.year)

    def _kept(self, text: str) -> str:
        return text.replace(" ", _GAP)


def shown(text: str, longest: int = LONGEST_NAME) -> str:
    """A text on one line, without what no page can hold, and not longer than that."""
    held = "".join(" " if unicodedata.category(one) in ("Cc", "Cs", "Zl", "Zp") else one for one in text)
    held = " ".join(held.split())
    return held if len(held) <= longest else f"{held[: longest - 1].rstrip()}…"
