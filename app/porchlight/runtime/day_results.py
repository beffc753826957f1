"""How the important days of a span went, gathered from the history."""

from typing import TYPE_CHECKING

from porchlight.alerts.guard import important_day
from porchlight.insight.day_after import DayResult, result_of
from porchlight.model.gifts import GiftsOfDay
from porchlight.model.important_day import ImportantDay
from porchlight.runtime.gifts import important_days, read_memories, read_missed_gifts
from porchlight.settings.file import LoadedSettings
from porchlight.settings.rules import CalendarSettings
from porchlight.zones import local_zone

if TYPE_CHECKING:
    from porchlight.history.reader import HistoryReader


def read_day_results(
    reader: "HistoryReader", settings: LoadedSettings, since_ms: int, until_ms: int, pulse: str | None = None
) -> list[DayResult]:
    """Of those that ended in a span (Unix ms, UTC), the last one first. ``pulse``: with what only this component has
    counted. Blocks; raises HistoryError."""
    ended = [
        (day, item)
        for name, item in settings.alerting.calendar.items()
        if since_ms < (day := important_day(name, item)).to_ms <= until_ms and day.from_ms < day.to_ms
    ]
    if not ended:
        return []
    missed = read_missed_gifts(reader, settings, pulse)
    incidents = reader.incidents(min(day.from_ms for day, _ in ended), max(day.to_ms for day, _ in ended))
    results = []
    known: dict[tuple[int, int, frozenset[str]], int] = {}
    for day, item in ended:
        watched = _watched(item, settings)
        span = day.from_ms, day.to_ms, watched
        if span not in known:  # several may be on the same days
            known[span] = reader.checks(watched, day.from_ms, day.to_ms)
        counted = _counted(reader, settings, day, pulse)
        of_watched = (one for one in incidents if one.component in watched)
        results.append(result_of(day, known[span], of_watched, counted, missed.values()))
    return sorted(results, key=lambda one: one.day.to_ms, reverse=True)


def _watched(item: CalendarSettings, settings: LoadedSettings) -> frozenset[str]:
    """What the day needs: the components that it names, else those on paths of gifts, else all."""
    enabled = frozenset(one.component.id for one in settings.components if one.component.enabled)
    on_paths = {one for path in settings.paths.values() for one in path.components}
    needed = set(item.components) or on_paths
    return enabled & needed or enabled


def _counted(
    reader: "HistoryReader", settings: LoadedSettings, day: ImportantDay, pulse: str | None
) -> GiftsOfDay | None:
    """By all gift pulses together: each counts other gifts."""
    from porchlight.probes.gift_pulse.hours import gifts_of_day

    zone, days = local_zone(), important_days(settings)
    found = [
        gifts_of_day(memory, memory.expecting(zone, days), day)
        for _, memory in read_memories(reader, settings, pulse)
    ]
    gifts = [one.gifts for one in found if one.gifts is not None]
    before = [one.last_year for one in found if one.last_year is not None]
    if not gifts or len(gifts) < len(found):
        return None
    return GiftsOfDay(sum(gifts), sum(before) if len(before) == len(found) else None)
