"""Numbers, spans and times as the user's language writes them."""

import math
from datetime import date, datetime, time, timedelta

from PySide6.QtCore import QCoreApplication, QDate, QDateTime, QLocale, QTime

from porchlight.model.result import Measure, Unit

translate = QCoreApplication.translate


def uptime_note(coverage: float) -> str:
    """What an uptime speaks for."""
    if coverage >= 0.995:
        return translate("Words", "all of it watched")
    return translate("Words", "of the %1 watched").replace("%1", f"{int(coverage * 100)}{THIN_SPACE}%")


def response(us: float | None) -> str:
    """A response time with three figures: ``4.2 ms``, ``312 ms``, ``1.84 s``."""
    if us is None:
        return "–"
    ms, locale = us / 1000, QLocale()
    if ms < 10:
        return f"{locale.toString(ms, 'f', 1)}{THIN_SPACE}ms"
    if ms < 1000:
        return f"{ms:.0f}{THIN_SPACE}ms"
    return f"{locale.toString(ms / 1000, 'f', 2)}{THIN_SPACE}s"


def percent(share: float | None) -> str:
    """A share (0–1); never rounded up to a whole that it is not."""
    if share is None:
        return "–"
    if share >= 1:
        return f"100{THIN_SPACE}%"
    digits = 1 if share < 0.99 else 2 if share < 0.9995 else 3
    floored = int(share * 100 * 10**digits) / 10**digits
    return f"{QLocale().toString(floored, 'f', digits)}{THIN_SPACE}%"


def amount(measure: Measure) -> str:
    """A measure with its unit, and with its limit where that says more."""
    if measure.limit is not None and measure.unit is not Unit.PERCENT:
        most = amount(Measure(measure.limit, measure.unit))
        return (
            translate("Words", "%1 of %2")
            .replace("%1", amount(Measure(measure.value, measure.unit)))
            .replace("%2", most)
        )
    locale, value = QLocale(), measure.value
    match measure.unit:
        case Unit.BYTES:
            return locale.formattedDataSize(round(value), 1)
        case Unit.MILLISECONDS:
            return response(value * 1000)
        case Unit.SECONDS:
            return span(value)
        case Unit.PERCENT:
            return f"{number(value)}{THIN_SPACE}%"
        case Unit.DAYS:
            return translate("Words", "%n day(s)", "", round(value))
    return number(value)


def number(value: float) -> str:
    """A number as the locale writes it, with four figures at most where it is not whole."""
    locale = QLocale()
    return locale.toString(round(value)) if float(value).is_integer() else locale.toString(value, "g", 4)


translate = QCoreApplication.translate

THIN_SPACE = "\N{NARROW NO-BREAK SPACE}"


def span(seconds: float) -> str:
    """A span as people say it: ``12 s``, ``14 min``, ``22 h 10 min``, ``3 days``."""
    seconds = max(seconds, 0.0)
    if seconds < 90:
        return f"{seconds:.0f}{THIN_SPACE}s"
    minutes = round(seconds / 60)
    if minutes < 60:
        return f"{minutes}{THIN_SPACE}min"
    if minutes < 24 * 60:
        hours, rest = divmod(minutes, 60)
        return f"{hours}{THIN_SPACE}h {rest}{THIN_SPACE}min" if rest and hours < 24 else f"{hours}{THIN_SPACE}h"
    if minutes < 48 * 60:
        return f"{round(minutes / 60)}{THIN_SPACE}h"
    return translate("Words", "%n day(s)", "", round(minutes / 1440))


def ago(at_ms: int, now_ms: int) -> str:
    """``12 s ago``."""
    if now_ms - at_ms < 1500:
        return translate("Words", "just now")
    return translate("Words", "%1 ago").replace("%1", span((now_ms - at_ms) / 1000))


def moment(at_ms: float, now_ms: int) -> str:
    """A time as people say it: ``10:42`` today, ``Thu 13:50`` within a week before or after, else ``3 Jan``, in
    another year with the year."""
    then = datetime.fromtimestamp(at_ms / 1000).astimezone()
    now = datetime.fromtimestamp(now_ms / 1000).astimezone()
    days = (now.date() - then.date()).days
    if days == 0:
        return _format(then, "HH:mm")
    if -7 < days < 7:
        return _format(then, "ddd HH:mm")
    return _format(then, "d MMM" if then.year == now.year else "d MMM yyyy")


def exact_moment(at_ms: float) -> str:
    """A time with its day and seconds: ``Wed 18 Nov 2026, 03:40:07``."""
    return _format(datetime.fromtimestamp(at_ms / 1000).astimezone(), "ddd d MMM yyyy, HH:mm:ss")


def readout_moment(at_ms: float) -> str:
    """A time for a readout: ``Wed 18 Nov, 03:40``."""
    return _format(datetime.fromtimestamp(at_ms / 1000).astimezone(), "ddd d MMM, HH:mm")


_STEPS = (60, 300, 900, 1800, 3600, 10_800, 21_600, 43_200)
"""Seconds between two marks of a time axis, below a day."""


def axis_ticks(since: float, until: float, most: int) -> tuple[float, list[float]]:
    """Where a time axis (seconds since the epoch) has its marks: round local times, ``most`` of them at most."""
    span = max(until - since, 1.0)
    for step in _STEPS:
        if span / step <= most:
            midnight = datetime.fromtimestamp(since).astimezone().replace(hour=0, minute=0, second=0, microsecond=0)
            first = midnight.timestamp() + math.ceil((since - midnight.timestamp()) / step) * step
            return step, [first + number * step for number in range(int((until - first) // step) + 1)]
    days = max(math.ceil(span / 86_400 / most), 1)
    if days > 20:
        return days * 86_400.0, _months(since, until, max(round(days / 30), 1))
    day = datetime.fromtimestamp(since).astimezone().date() + timedelta(days=1)
    ticks = []
    while (at := datetime.combine(day, time()).astimezone().timestamp()) <= until:
        ticks.append(at)
        day += timedelta(days=days)
    return days * 86_400.0, ticks


def _months(since: float, until: float, step: int) -> list[float]:
    first = datetime.fromtimestamp(since).astimezone()
    number, ticks = first.year * 12 + first.month, []
    while (at := datetime(number // 12, number % 12 + 1, 1).astimezone().timestamp()) <= until:
        ticks.append(at)
        number += step
    return ticks


def axis_moment(at: float, spacing: float, span: float) -> str:
    """A mark of a time axis: ``12:00``, ``Wed 12:00`` over several days, ``18 Nov`` or ``Nov`` over more."""
    when = datetime.fromtimestamp(at).astimezone()
    if spacing < 86_400:
        return _format(when, "HH:mm" if span <= 86_400 * 1.1 else "ddd HH:mm")
    if span <= 86_400 * 8:
        return _format(when, "ddd d MMM")
    return _format(when, "d MMM" if spacing < 86_400 * 20 else "MMM")


def _format(when: datetime, pattern: str) -> str:
    date = QDate(when.year, when.month, when.day)
    return QLocale().toString(QDateTime(date, QTime(when.hour, when.minute, when.second)), pattern)


def day_word(day: date) -> str:
    """A day: ``Wed 18 Nov``."""
    return QLocale().toString(QDate(day.year, day.month, day.day), "ddd d MMM")
