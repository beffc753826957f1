"""The last days hour by hour, as a chart shows them: what came, and what is usual; and a whole day of them. Pure."""

from collections.abc import Collection, Sequence
from typing import Final

from porchlight.model.gifts import GiftHour, GiftHours, GiftsOfDay
from porchlight.model.important_day import ImportantDay
from porchlight.probes.gift_pulse.baseline import LEARNING_DAYS
from porchlight.probes.gift_pulse.counts import HOUR_MS
from porchlight.probes.gift_pulse.expecting import Expecting, place
from porchlight.probes.gift_pulse.memory import Memory

_MOST_HOURS: Final = 24 * 40
"""A season that is longer has no gifts that are remembered one by one."""


def hours_of(memory: Memory, expecting: Expecting, watched: Collection[int], until_ms: int) -> GiftHours:
    """All that are remembered, and those since until a moment (Unix ms). ``watched``: the numbers of the hours in
    which checks were made.

    The band is that of what is known now. Hours from before the end of learning have none: it would be made of them.
    """
    first = memory.first_hour - len(memory.recent)
    learned_since = memory.first_hour - max(memory.baseline.hours - LEARNING_DAYS * 24, 0)
    found = []
    for hour in range(first, until_ms // HOUR_MS + 1):
        low, high = expecting.band(hour * HOUR_MS, (hour + 1) * HOUR_MS)
        learning = memory.baseline.is_learning or hour < learned_since
        found.append(
            GiftHour(
                hour * HOUR_MS,
                _came(memory, hour, hour in watched),
                None if learning else low,
                None if learning else high,
                hour in watched,
                expecting.is_important(hour),
            )
        )
    return GiftHours(tuple(found))


def gifts_of_day(memory: Memory, expecting: Expecting, day: ImportantDay) -> GiftsOfDay:
    """How many gifts the hours that begin in a day brought, and the same hours of last year's same day."""
    hours = range(-(-day.from_ms // HOUR_MS), -(-day.to_ms // HOUR_MS))
    if len(hours) > _MOST_HOURS:
        return GiftsOfDay(None, None)
    known = {one.first_hour + number: gifts for one in memory.great for number, gifts in enumerate(one.gifts)}
    known |= dict(enumerate(memory.recent, memory.first_hour - len(memory.recent)))
    gifts = _total([known.get(hour) for hour in hours])
    return GiftsOfDay(gifts, None if gifts is None else _total([_a_year_before(expecting, hour) for hour in hours]))


def _a_year_before(expecting: Expecting, hour: int) -> int | None:
    day = expecting.last_year(hour)
    return None if day is None else day.gifts[place(hour, expecting.zone).hour % 24]


def _total(counts: Sequence[int | None]) -> int | None:
    """None where one is not known, or there is none."""
    known = [one for one in counts if one is not None]
    return sum(known) if known and len(known) == len(counts) else None


def _came(memory: Memory, hour: int, watched: bool) -> int | None:
    if hour < memory.first_hour:
        return memory.recent[hour - memory.first_hour]
    if hour == memory.first_hour:
        return memory.under_way
    # After the newest gift none came, as far as anybody looked.
    return 0 if watched and memory.caught_up else None
