"""The calendar guard: dated spans that tighten or loosen rules and intervals. Pure."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta, tzinfo

from porchlight.alerts.calendar import to_ms
from porchlight.alerts.rules import Rule
from porchlight.language.text import Day, Text, msg_plural
from porchlight.model.important_day import ImportantDay
from porchlight.settings.rules import CalendarSettings
from porchlight.zones import zone_named

DAY_MS = 86_400_000
WEEK_MS = 7 * DAY_MS
REMINDER = "calendar-"
"""Prefix of a reminder's rule and id, also of a rehearsal's."""
REHEARSAL = "-rehearsal"
"""Ending of a rehearsal's id, which no reminder's has: that ends in a number."""


def span_of(item: CalendarSettings) -> tuple[int, int]:
    """Its beginning and end, Unix ms (UTC). Its last day is included."""
    zone = zone_named(item.zone)
    begin_ms = _moment_ms(item.from_, zone)
    if isinstance(item.to, datetime):
        return begin_ms, _moment_ms(item.to, zone)
    return begin_ms, to_ms(item.to, time(0), zone) + DAY_MS if item.to == date.max else _day_after_ms(item.to, zone)


def active(calendar: Mapping[str, CalendarSettings], now_ms: int) -> dict[str, CalendarSettings]:
    """Those in force."""
    return {name: item for name, item in calendar.items() if (span := span_of(item))[0] <= now_ms < span[1]}


def adjusted(rule: Rule, calendar: Mapping[str, CalendarSettings], now_ms: int) -> Rule:
    """The rule as in force now; of several spans the last one in the settings wins."""
    for item in active(calendar, now_ms).values():
        change = item.rules.get(rule.id)
        if change is not None:
            rule = rule.adjusted(change)
    return rule


def interval_of(component_id: str, calendar: Mapping[str, CalendarSettings], now_ms: int) -> float | None:
    """How often a component is checked now, in seconds; None: as usual."""
    found = [
        item.interval
        for item in active(calendar, now_ms).values()
        if item.interval is not None and (not item.components or component_id in item.components)
    ]
    return min(found, default=None)


def days_near(calendar: Mapping[str, CalendarSettings], now_ms: int) -> tuple[ImportantDay, ...]:
    """Those under way, and those that begin within a week; the next first."""
    days = (important_day(name, item) for name, item in calendar.items())
    return tuple(
        sorted((day for day in days if day.from_ms - WEEK_MS <= now_ms < day.to_ms), key=lambda day: day.from_ms)
    )


def important_day(name: str, item: CalendarSettings) -> ImportantDay:
    """As surfaces know it."""
    return ImportantDay(name, item.name or name, *span_of(item), item.plan_b)


def _counts(summary: Mapping[str, int]) -> tuple[int, int]:
    """How many components are watched, and how many of them are not healthy."""
    watched = summary["total"] - summary["disabled"]
    return watched, watched - summary["healthy"]


def rehearsal_text(name: str, begin_ms: int, summary: Mapping[str, int]) -> Text:
    """The message a week before."""
    watched, unwell = _counts(summary)
    if not unwell:
        return msg_plural(
            "{name} begins on {day}. We have just rehearsed it: {n} component is healthy.",
            "{name} begins on {day}. We have just rehearsed it: all {n} components are healthy.",
            watched,
            name=name,
            day=Day(begin_ms),
        )
    return msg_plural(
        "{name} begins on {day}. We have just rehearsed it: {n} of {total} components is not healthy.",
        "{name} begins on {day}. We have just rehearsed it: {n} of {total} components are not healthy.",
        unwell,
        total=watched,
        name=name,
        day=Day(begin_ms),
    )


def reminder_text(name: str, summary: Mapping[str, int]) -> Text:
    """The message on the day before."""
    watched, unwell = _counts(summary)
    if not unwell:
        return msg_plural(
            "Tomorrow: {name}. We have just checked {n} component, and it is healthy.",
            "Tomorrow: {name}. We have just checked all {n} components, and they are healthy.",
            watched,
            name=name,
        )
    return msg_plural(
        "Tomorrow: {name}. We have just checked everything: {n} of {total} components is not healthy. Please look at"
        " it today.",
        "Tomorrow: {name}. We have just checked everything: {n} of {total} components are not healthy. Please look at"
        " them today.",
        unwell,
        total=watched,
        name=name,
    )


def _day_after_ms(day: date, zone: tzinfo | None) -> int:
    return to_ms(day + timedelta(days=1), time(0), zone)


def _moment_ms(value: datetime | date, zone: tzinfo | None) -> int:
    if not isinstance(value, datetime):
        return to_ms(value, time(0), zone)
    if value.tzinfo is not None:
        return round(value.timestamp() * 1000)
    return to_ms(value.date(), value.time(), zone)
