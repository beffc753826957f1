"""Spans, days and times of day as a locale writes them, by Babel (CLDR). Hours are written from 0 to 24."""

from datetime import date, datetime, tzinfo
from typing import TYPE_CHECKING

from porchlight.language.cldr import cldr
from porchlight.language.numbers import NARROW_SPACE, days, number

if TYPE_CHECKING:
    from babel import Locale


def at(ms: float, zone: tzinfo | None) -> datetime:
    """Unix ms (UTC) as a local time; the zone of this computer where ``zone`` is None."""
    return (
        datetime.fromtimestamp(ms / 1000, zone)
        if zone is not None
        else datetime.fromtimestamp(ms / 1000).astimezone()
    )


def clock(when: datetime, locale: "Locale", *, seconds: bool = False) -> str:
    """``10:42``, or ``10:42:07``."""
    form = "HH:mm:ss" if seconds else "HH:mm"
    written: str = cldr("dates").format_datetime(when, form, tzinfo=when.tzinfo, locale=locale)
    return written


def skeleton(when: datetime | date, form: str, locale: "Locale") -> str:
    """A date in the locale's order of what the CLDR skeleton ``form`` names, such as ``MMMEd``: ``Wed, 18 Nov``."""
    zone = when.tzinfo if isinstance(when, datetime) else None
    moment = when if isinstance(when, datetime) else datetime(when.year, when.month, when.day)  # noqa: DTZ001 - a day
    written: str = cldr("dates").format_skeleton(form, moment, tzinfo=zone, locale=locale)
    return written


def weekday(when: datetime | date, locale: "Locale") -> str:
    """Short: ``Wed``."""
    return skeleton(when, "EEE", locale)


def day(when: datetime, now: datetime, locale: "Locale") -> str:
    """``12 March``, with the year where it is another one."""
    return skeleton(when, "MMMMd" if when.year == now.year else "yMMMMd", locale)


def interval(since: datetime, until: datetime, locale: "Locale") -> str:
    """From a day to a day, with the year: ``17–24 Nov 2025``."""
    written: str = cldr("dates").format_interval(since, until, "yMMMMd", tzinfo=since.tzinfo, locale=locale)
    return written


def moment(when: datetime, now: datetime, locale: "Locale") -> str:
    """``10:42`` today, ``Thu 13:50`` within a week before or after, else ``3 Jan``, in another year with the year."""
    days = (now.date() - when.date()).days
    if days == 0:
        return clock(when, locale)
    if -7 < days < 7:
        return f"{weekday(when, locale)} {clock(when, locale)}"
    return skeleton(when, "MMMd" if when.year == now.year else "yMMMd", locale)


def exact_moment(when: datetime, locale: "Locale") -> str:
    """``Wed, 18 Nov 2026, 03:40:07``."""
    return f"{skeleton(when, 'yMMMEd', locale)}, {clock(when, locale, seconds=True)}"


def duration(seconds: float, locale: "Locale") -> str:
    """``0.3 s``, ``12 s``, ``1 min 19 s``, ``14 min``, ``22 h 10 min``, ``3 days``: symbols of the SI, which every
    language writes so, and days in words."""
    seconds = max(seconds, 0.0)
    if seconds < 10:
        return f"{number(round(seconds, 1), locale)}{NARROW_SPACE}s"
    if seconds < 59.5:
        return f"{seconds:.0f}{NARROW_SPACE}s"
    if seconds < 119.5:
        rest = round(seconds) - 60
        return f"1{NARROW_SPACE}min {rest}{NARROW_SPACE}s" if rest else f"1{NARROW_SPACE}min"
    minutes = round(seconds / 60)
    if minutes < 60:
        return f"{minutes}{NARROW_SPACE}min"
    if minutes < 24 * 60:
        hours, rest = divmod(minutes, 60)
        return f"{hours}{NARROW_SPACE}h {rest}{NARROW_SPACE}min" if rest else f"{hours}{NARROW_SPACE}h"
    if minutes < 48 * 60:
        return f"{round(minutes / 60)}{NARROW_SPACE}h"
    return days(seconds / 86_400, locale)
