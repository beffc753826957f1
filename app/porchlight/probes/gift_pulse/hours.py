"""The last days hour by hour, as a chart shows them: what came, and what is usual. Pure."""

from collections.abc import Collection

from porchlight.model.gifts import GiftHour, GiftHours
from porchlight.probes.gift_pulse.baseline import LEARNING_DAYS
from porchlight.probes.gift_pulse.counts import HOUR_MS
from porchlight.probes.gift_pulse.expecting import Expecting
from porchlight.probes.gift_pulse.memory import Memory


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


def _came(memory: Memory, hour: int, watched: bool) -> int | None:
    if hour < memory.first_hour:
        return memory.recent[hour - memory.first_hour]
    if hour == memory.first_hour:
        return memory.under_way
    # After the newest gift none came, as far as anybody looked.
    return 0 if watched and memory.caught_up else None
