"""What a gift pulse needs to know of its surroundings, and what surfaces show of what it remembers."""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from porchlight.model.errors import HistoryError
from porchlight.model.gifts import GiftHours, MissedGifts, Outage
from porchlight.model.history import Resolution
from porchlight.model.important_day import ImportantDay
from porchlight.runtime.options import SettingsInForce
from porchlight.settings.file import LoadedSettings
from porchlight.settings.paths import history_file
from porchlight.threads import in_thread
from porchlight.zones import local_zone

if TYPE_CHECKING:
    from porchlight.history.reader import HistoryReader
    from porchlight.probes.gift_pulse.memory import Memory

_KIND = "gift_pulse"
_HOUR_MS = 3_600_000
_OUTAGES_LATER_MS = 7 * 24 * _HOUR_MS
"""How long ago an outage may have begun whose gifts are still counted."""


class GiftsAround:
    """Implements GiftSurroundings by the settings in force and the history."""

    def __init__(self, in_force: SettingsInForce, data_dir: str | None) -> None:
        self._in_force = in_force
        self._data_dir = data_dir

    def important_days(self) -> Sequence[ImportantDay]:
        """See GiftSurroundings."""
        return important_days(self._in_force.loaded)

    async def outages(self, component_id: str, now_ms: int) -> Sequence[Outage]:
        """See GiftSurroundings."""
        others = takers_beside(component_id, self._in_force.loaded)
        if self._data_dir is None or not others:
            return ()
        path = history_file(self._data_dir)

        def read() -> list[Outage]:
            from porchlight.history.reader import HistoryReader

            if not os.path.exists(path):
                return []
            with HistoryReader(path) as reader:
                return outages_of(reader, others, now_ms)

        try:
            return await in_thread(read, name=f"outages beside {component_id}")
        except HistoryError:
            return ()  # asked again at the next check


def outages_of(reader: "HistoryReader", components: Iterable[str], now_ms: int) -> list[Outage]:
    """The failures of components that are over, in order. Raises HistoryError."""
    return sorted(
        (
            Outage(one.id, one.began_ms, one.ended_ms)
            for component in components
            for one in reader.incidents(now_ms - _OUTAGES_LATER_MS, now_ms, component)
            if one.is_outage and one.ended_ms is not None and one.began_ms > now_ms - _OUTAGES_LATER_MS
        ),
        key=lambda one: one.began_ms,
    )


def important_days(settings: LoadedSettings) -> tuple[ImportantDay, ...]:
    """All of the calendar."""
    if not settings.alerting.calendar:
        return ()
    from porchlight.alerts.guard import important_day  # with it the conditions of alerts, which no check needs

    return tuple(important_day(name, item) for name, item in settings.alerting.calendar.items())


def takers_beside(pulse: str, settings: LoadedSettings) -> list[str]:
    """The components without which no gift can be made that this pulse would count: those that receive gifts on its
    paths; where it is in none, on all paths."""
    paths = settings.paths.values()
    passed = [path for path in paths if pulse in path.components] or list(paths)
    pulses = {item.component.id for item in settings.components if item.component.kind == _KIND}
    return sorted({one for path in passed for one in path.taken_by} - pulses)


def read_gift_hours(
    reader: "HistoryReader", settings: LoadedSettings, component_id: str, now_ms: int
) -> GiftHours | None:
    """The last days of a gift pulse; None: it is none, or has not counted yet. Raises HistoryError."""
    item = next((one for one in settings.components if one.component.id == component_id), None)
    if item is None or item.component.kind != _KIND:  # the kind brings database drivers, and every window asks
        return None
    from porchlight.probes.gift_pulse.hours import hours_of
    from porchlight.probes.gift_pulse.memory import recalled
    from porchlight.probes.gift_pulse.pulse import GiftPulseSettings

    if not isinstance(item.settings, GiftPulseSettings):
        return None
    position = reader.position(component_id)
    memory = recalled(position) if position is not None else None
    if memory is None:
        return None
    until_ms = now_ms - item.settings.delay_ms
    since_ms = until_ms - len(memory.recent) * _HOUR_MS - 24 * _HOUR_MS
    watched = {
        bucket.start_ms // _HOUR_MS
        for bucket in reader.buckets(component_id, since_ms, now_ms + 1, Resolution.HOUR)
        if bucket.checks > bucket.unknown
    }
    return hours_of(memory, memory.expecting(local_zone(), important_days(settings)), watched, until_ms)


def read_memories(
    reader: "HistoryReader", settings: LoadedSettings, pulse: str | None = None
) -> "Iterator[tuple[str, Memory]]":
    """By component, what gift pulses remember that have counted; ``pulse``: only this one. Raises HistoryError."""
    for item in settings.components:
        component = item.component
        if component.kind == _KIND and pulse in (None, component.id):
            from porchlight.probes.gift_pulse.memory import recalled

            position = reader.position(component.id)
            if position is not None and (memory := recalled(position)) is not None:
                yield component.id, memory


def read_missed_gifts(
    reader: "HistoryReader", settings: LoadedSettings, pulse: str | None = None
) -> Mapping[str, MissedGifts]:
    """By the id of an incident, how many gifts it probably cost; those that cost none are left out. ``pulse``: as
    only this one counts them. Raises HistoryError."""
    found: dict[str, MissedGifts] = {}
    for component, memory in read_memories(reader, settings, pulse):
        losses = dict(memory.losses)
        if memory.missed is not None:  # its own silence, whose incident began once it was noticed
            silences = reader.incidents(memory.missed.since_ms, memory.missed.until_ms, component)
            losses |= {one.id: memory.missed for one in silences[:1]}
        for incident, missed in losses.items():
            if missed.high:
                before = found.get(incident)
                # Two pulses that count different gifts both lost some.
                found[incident] = missed if before is None else _together(before, missed)
    return found


def _together(one: MissedGifts, other: MissedGifts) -> MissedGifts:
    return MissedGifts(
        min(one.since_ms, other.since_ms),
        max(one.until_ms, other.until_ms),
        one.low + other.low,
        one.high + other.high,
    )
