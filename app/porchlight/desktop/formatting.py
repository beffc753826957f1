"""Numbers, spans and times in the format of the user's language."""

import math
from datetime import date, datetime, time, timedelta

from porchlight.insight.uptime import uptime as of_uptime
from porchlight.language import numbers, times
from porchlight.language.current import current, tr
from porchlight.language.text import Amount
from porchlight.model.history import Summary
from porchlight.model.result import Measure


def uptime(summary: Summary) -> str:
    """The share of the watched time that was up, or since when it is watched."""
    return current().place(of_uptime(summary))


def response(us: float | None) -> str:
    """A response time with three figures: ``4.2 ms``, ``312 ms``, ``1.84 s``."""
    return numbers.response_time(us, current().locale)


def percent(share: float | None) -> str:
    """A share (0–1); never rounded up to a whole that it is not."""
    return "–" if share is None else numbers.percent(share, current().locale)


def amount(measure: Measure) -> str:
    """A measure with its unit, and with its limit where that says more."""
    return current().amount(Amount(measure.value, measure.unit, measure.limit))


def number(value: float) -> str:
    """A number as the locale writes it, with four figures at most where it is not whole."""
    return current().number(value)


def span(seconds: float) -> str:
    """A span in whole seconds: ``12 s``, ``14 min``, ``22 h 10 min``, ``3 days``."""
    return current().duration(round(seconds))


def span_of_days(days: int) -> str:
    """``1 day``, ``7 days``."""
    return numbers.days(days, current().locale)


def ago(at_ms: int, now_ms: int) -> str:
    """``12 s ago``."""
    if now_ms - at_ms < 1500:
        return tr("just now")
    return tr("{duration} ago", duration=span((now_ms - at_ms) / 1000))


def moment(at_ms: float, now_ms: int) -> str:
    """``10:42`` today, ``Thu 13:50`` within a week before or after, else ``3 Jan``, in another year with the year."""
    return times.moment(times.at(at_ms, None), times.at(now_ms, None), current().locale)


def clock(at_ms: float) -> str:
    """``10:42``, or as the language writes it."""
    return times.clock(times.at(at_ms, None), current().locale)


def exact_moment(at_ms: float) -> str:
    """A time with its day and seconds: ``Wed, 18 Nov 2026, 03:40:07``."""
    return times.exact_moment(times.at(at_ms, None), current().locale)


def readout_moment(at_ms: float) -> str:
    """A time for a readout: ``Wed, 18 Nov, 03:40``."""
    when, locale = times.at(at_ms, None), current().locale
    return f"{times.skeleton(when, 'MMMEd', locale)}, {times.clock(when, locale)}"


def day(at_ms: int, now_ms: int) -> str:
    """``12 March``, with the year where it is another one."""
    return times.day(times.at(at_ms, None), times.at(now_ms, None), current().locale)


_STEPS = (60, 300, 900, 1800, 3600, 10_800, 21_600, 43_200)
"""Seconds between two marks of a time axis, below a day."""


def axis_ticks(since: float, until: float, most: int) -> tuple[float, list[float]]:
    """The marks of a time axis (seconds since the epoch): round local times, ``most`` of them at most."""
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
    when, locale = datetime.fromtimestamp(at).astimezone(), current().locale
    if spacing < 86_400:
        clock = times.clock(when, locale)
        return clock if span <= 86_400 * 1.1 else f"{times.weekday(when, locale)} {clock}"
    if span <= 86_400 * 8:
        return times.skeleton(when, "MMMEd", locale)
    return times.skeleton(when, "MMMd" if spacing < 86_400 * 20 else "MMM", locale)


def day_word(day: date) -> str:
    """A day: ``Wed, 18 Nov``."""
    return times.skeleton(day, "MMMEd", current().locale)
