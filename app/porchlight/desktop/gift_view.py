"""What the chart of gifts shows of a span: its top, hours that are alike, and all of it in sentences. Free of Qt."""

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from porchlight.dataclass import dataclass
from porchlight.desktop.formatting import number, readout_moment
from porchlight.language.current import tr, tr_plural
from porchlight.model.gifts import GiftHour, GiftHours

HOUR_MS = 3_600_000
_STEPS = (1, 2, 5)


@dataclass(frozen=True, slots=True)
class Run:
    """Hours in a row that are alike, Unix ms (UTC)."""

    since_ms: int
    until_ms: int


@dataclass(frozen=True, slots=True)
class GiftView:
    """The hours that are seen, in order."""

    hours: tuple[GiftHour, ...]

    @property
    def since_ms(self) -> int:
        """When the first begins."""
        return self.hours[0].at_ms

    @property
    def until_ms(self) -> int:
        """When the last one ends."""
        return self.hours[-1].at_ms + HOUR_MS

    @property
    def top(self) -> int:
        """A round number above all of it."""
        return self.step * -(-round(self._highest + 0.5) // self.step)

    @property
    def step(self) -> int:
        """Between two marks of the scale, of which there are five at most."""
        power = 1
        while True:
            for step in _STEPS:
                if step * power * 5 >= self._highest:
                    return step * power
            power *= 10

    @property
    def unwatched(self) -> list[Run]:
        """In which nobody looked."""
        return list(_runs(self.hours, lambda hour: not hour.watched))

    @property
    def learning(self) -> list[Run]:
        """In which what is usual was being learned."""
        return list(_runs(self.hours, lambda hour: hour.learning))

    @property
    def important(self) -> list[Run]:
        """Of important days."""
        return list(_runs(self.hours, lambda hour: hour.important))

    @property
    def _highest(self) -> float:
        return max(max((hour.gifts or 0, hour.high or 0.0), default=0.0) for hour in self.hours) or 1.0

    def text_of(self, hour: GiftHour) -> str:
        """One hour: when, how many, and what is usual."""
        parts = [tr("number of gifts not known") if hour.gifts is None else gifts_word(hour.gifts)]
        if hour.low is None or hour.high is None:
            parts.append(tr("learning what is usual"))
        else:
            parts.append(tr("usual {low}–{high}", low=number(round(hour.low)), high=number(round(hour.high))))
        if not hour.watched:
            parts.append(tr("not watched"))
        return f"{readout_moment(hour.at_ms)}: {', '.join(parts)}"

    def summary(self) -> str:
        """All of it in a few sentences, for those who do not see it."""
        known = [hour for hour in self.hours if hour.gifts is not None]
        if not known:
            return tr("No gifts are known of in this period.")
        total = sum(hour.gifts or 0 for hour in known)
        busiest = max(known, key=lambda hour: hour.gifts or 0)
        sentences = [
            tr(
                "From {first} to {last}: {gifts}. The busiest hour began at {busiest}: {most}.",
                first=readout_moment(self.since_ms),
                last=readout_moment(self.until_ms),
                gifts=gifts_word(total),
                busiest=readout_moment(busiest.at_ms),
                most=gifts_word(busiest.gifts or 0),
            )
        ]
        # The last hour is not over, and may still get what is usual.
        judged = [hour for hour in known if hour.low is not None and hour.high is not None][:-1]
        below = sum((hour.gifts or 0) < (hour.low or 0.0) for hour in judged)
        above = sum((hour.gifts or 0) > (hour.high or 0.0) for hour in judged)
        if judged and not below and not above:
            sentences.append(tr("All hours brought what is usual."))
        if below:
            sentences.append(
                tr_plural("{n} hour brought less than usual.", "{n} hours brought less than usual.", below)
            )
        if above:
            sentences.append(
                tr_plural("{n} hour brought more than usual.", "{n} hours brought more than usual.", above)
            )
        if unwatched := sum(not hour.watched for hour in self.hours):
            sentences.append(tr_plural("{n} hour was not watched.", "{n} hours were not watched.", unwatched))
        if any(hour.learning for hour in self.hours):
            sentences.append(tr("What is usual was still being learned in part of it."))
        return " ".join(sentences)


def gifts_word(count: int) -> str:
    """``1 gift``, ``14 gifts``."""
    return tr_plural("{n} gift", "{n} gifts", count)


def last_hours(found: GiftHours, most: int) -> GiftView | None:
    """The last ones; None: there is none."""
    return GiftView(found.hours[-most:]) if found.hours else None


def _runs(hours: Sequence[GiftHour], wanted: Callable[[GiftHour], bool]) -> Iterator[Run]:
    for is_wanted, group in groupby(hours, wanted):
        if is_wanted:
            alike = list(group)
            yield Run(alike[0].at_ms, alike[-1].at_ms + HOUR_MS)
