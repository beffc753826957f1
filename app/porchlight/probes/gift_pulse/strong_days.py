"""Days on which giving is unusually strong at many organisations, known without a calendar: Giving Tuesday and the
last days of the year. Whether it is so at this one is a guess, which the day's own gifts settle. Pure."""

from datetime import date, datetime, timedelta, tzinfo
from math import exp
from typing import Final

from porchlight.model.important_day import ImportantDay
from porchlight.probes.gift_pulse.missed import Level, log_chance

_USUALLY: Final = 0.7
"""How likely such a day is a strong one where no last year is known, …"""
_AGAIN: Final = 0.9
"""… where last year's was, …"""
_NOT_BEFORE: Final = 0.2
"""… and where it was not."""
_STRONG: Final = 2.0
"""A strong day has at least so many times its usual gifts."""
_USUAL_BEYOND: Final = 0.1
"""What an ordinary day differs beyond the spread of its level, as the square of a share: appeals, better weeks."""
_NOVEMBER, _DECEMBER, _THURSDAY = 11, 12, 3


def giving_tuesday(year: int) -> date:
    """The Tuesday after Thanksgiving in the United States, which is the fourth Thursday of November."""
    first = date(year, _NOVEMBER, 1)
    thanksgiving = first + timedelta(days=(_THURSDAY - first.weekday()) % 7 + 21)
    return thanksgiving + timedelta(days=5)


def strong_days(year: int, zone: tzinfo) -> tuple[ImportantDay, ...]:
    """Those of a year, in a zone's days; in order. Their names are for nobody to read."""
    dates = (giving_tuesday(year), *(date(year, _DECEMBER, day) for day in (29, 30, 31)))
    return tuple(
        ImportantDay(f"{one:%m-%d}", "", _midnight_ms(one, zone), _midnight_ms(one + timedelta(days=1), zone))
        for one in dates
    )


def _midnight_ms(day: date, zone: tzinfo) -> int:
    return round(datetime(day.year, day.month, day.day, tzinfo=zone).timestamp() * 1000)


def likely_strong(lift: float | None, *, watched_a_year: bool) -> float:
    """How likely a day is strong before it began. ``lift``: how many times the usual gifts last year's same day had;
    None: it is not remembered, which after a year means that it was none of the greatest."""
    if lift is None:
        return _NOT_BEFORE if watched_a_year else _USUALLY
    return _AGAIN if lift >= _STRONG else _NOT_BEFORE


def strong_by_now(before: float, came: int, usual: float, spread: float, strong: float, level: Level) -> float:
    """How likely it is by the gifts that came on the day until now. ``usual`` and ``strong``: those expected as on
    any day, and as on a strong one with a ``level`` as before it began; ``spread``: of the baseline."""
    if usual <= 0 or strong <= 0:
        return before
    of_usual = log_chance(came, usual, 1 / (spread + _USUAL_BEYOND))
    of_strong = log_chance(came, strong * level.mean, level.shape)
    odds = before / (1 - before) * exp(min(max(of_strong - of_usual, -50.0), 50.0))
    return odds / (1 + odds)
