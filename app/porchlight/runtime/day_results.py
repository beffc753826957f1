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
        if since_ms < (day := important_day(name, item)).to_ms <= until_ms
    ]
    if not ended:
        return []
    missed = read_missed_gifts(reader, settings, pulse)
    results = []
    for day, item in ended:
        watched = _watched(item, settings)
        checks = sum(reader.summary(one, day.from_ms, day.to_ms).count for one in watched)
        incidents = [one for each in watched for one in reader.incidents(day.from_ms, day.to_ms, each)]
        counted = _counted(reader, settings, day, pulse)
        results.append(result_of(day, checks, incidents, counted, missed.values()))
    return sorted(results, key=lambda one: one.day.to_ms, reverse=True)


def _watched(item: CalendarSettings, settings: LoadedSettings) -> list[str]:
    """What the day needs: the components that it names, else those on paths of gifts, else all."""
    enabled = [one.component.id for one in settings.components if one.component.enabled]
    on_paths = {one for path in settings.paths.values() for one in path.components}
    needed = set(item.components) or on_paths
    return [one for one in enabled if one in needed] or enabled


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
