"""How an important day went, in sentences, once it is over: checks, trouble, gifts, those probably missed. Pure."""

from collections.abc import Iterable, Iterator
from typing import Final

from porchlight.dataclass import dataclass
from porchlight.insight.missed_gifts import missed_text
from porchlight.language.text import Duration, Text, msg, msg_plural
from porchlight.model.gifts import GiftsOfDay, MissedGifts
from porchlight.model.important_day import ImportantDay
from porchlight.model.incident import Incident

SHOWN_FOR_MS: Final = 4 * 86_400_000
"""How long after its end windows say how a day went: over a long weekend, too."""
_MOST: Final = 3
"""Spans with missed gifts that are named."""
_FEWER: Final = 2
"""A day with so many times fewer gifts than last year's same day is not called a good one."""


@dataclass(frozen=True, slots=True)
class DayResult:
    """How one important day went."""

    day: ImportantDay
    checks: int
    trouble_ms: int
    """How long something was out of order."""
    counted: GiftsOfDay | None = None
    """None: no gift pulse has counted all of it."""
    missed: tuple[MissedGifts, ...] = ()
    """Of spans that do not overlap, in order."""


def result_of(
    day: ImportantDay,
    checks: int,
    incidents: Iterable[Incident],
    counted: GiftsOfDay | None,
    missed: Iterable[MissedGifts],
) -> DayResult:
    """``incidents`` and ``missed``: in any order, also of other days."""
    down = ((one.began_ms, day.to_ms if one.ended_ms is None else one.ended_ms) for one in incidents if one.is_outage)
    trouble_ms = sum(until_ms - since_ms for since_ms, until_ms in _joined(down, day))
    of_day = [one for one in missed if one.since_ms < day.to_ms and one.until_ms > day.from_ms]
    return DayResult(day, checks, trouble_ms, counted, tuple(_apart(of_day)))


def day_after(result: DayResult) -> list[Text]:
    """The sentences."""
    found = [_watched(result)]
    counted = result.counted
    if counted is not None and counted.gifts is not None:
        found.append(_counted(counted.gifts, counted.last_year))
        if not result.missed and _is_plausible(counted.gifts, counted.last_year):
            found.append(msg("Nothing suggests that gifts were missed."))
    return [*found, *(missed_text(one) for one in result.missed[:_MOST])]


def _is_plausible(gifts: int, last_year: int | None) -> bool:
    """Where next to nothing came, nobody believes that nothing was missed."""
    return gifts > 0 and (last_year is None or gifts * _FEWER >= last_year)


def _watched(result: DayResult) -> Text:
    name = result.day.name
    if not result.checks:
        return msg("{name} is over. Nothing was checked then.", name=name)
    if not result.trouble_ms:
        return msg_plural(
            "{name} is over: {n} check, and nothing was out of order.",
            "{name} is over: {n} checks, and nothing was out of order.",
            result.checks,
            name=name,
        )
    return msg_plural(
        "{name} is over: {n} check, and something was out of order for {span}.",
        "{name} is over: {n} checks, and something was out of order for {span}.",
        result.checks,
        name=name,
        span=Duration(result.trouble_ms / 1000),
    )


def _counted(gifts: int, last_year: int | None) -> Text:
    if last_year is None:
        return msg_plural("{n} gift came.", "{n} gifts came.", gifts)
    return msg_plural(
        "{n} gift came; on last year's same day it was {before}.",
        "{n} gifts came; on last year's same day it was {before}.",
        gifts,
        before=last_year,
    )


def _joined(spans: Iterable[tuple[int, int]], day: ImportantDay) -> Iterator[tuple[int, int]]:
    """The part of the day that is in any of them, as spans that do not overlap."""
    until_ms = day.from_ms
    for since_ms, ended_ms in sorted(spans):
        since_ms, ended_ms = max(since_ms, until_ms), min(ended_ms, day.to_ms)
        if since_ms < ended_ms:
            yield since_ms, ended_ms
            until_ms = ended_ms


def _apart(missed: Iterable[MissedGifts]) -> Iterator[MissedGifts]:
    """Two that failed at the same time cost the same gifts once: the larger estimate stands for both."""
    last: MissedGifts | None = None
    for one in sorted(missed, key=lambda one: one.since_ms):
        if last is not None and one.since_ms < last.until_ms:
            last = MissedGifts(
                last.since_ms, max(last.until_ms, one.until_ms), max(last.low, one.low), max(last.high, one.high)
            )
            continue
        if last is not None:
            yield last
        last = one
    if last is not None:
        yield last
