"""Important days: what they bring beyond usual ones, by last year's same day or by their own hours. Pure.

An important day has its own expectation: what is usual × the lift of last year's day, hour by hour, where it is
known, else × a lift that is hardly known. Its level is a gamma distribution that learns from the day itself.
"""

from collections.abc import Sequence
from math import sqrt
from typing import Final

from porchlight.dataclass import dataclass
from porchlight.probes.gift_pulse.missed import Level

DAY_HOURS: Final = 24
MOST_GREAT_DAYS: Final = 10
GREAT_DAYS_KEPT: Final = 400 * DAY_HOURS
"""Hours for which a great day is remembered."""
_YEAR_DAYS: Final = (357, 364, 365, 366, 371)
"""How many days ago last year's same day was: by its weekday, as Giving Tuesday, or by its date, as 31 December."""
_GREAT: Final = 2.0
"""A great day has more than so many times its usual gifts, beyond chance."""
_CURVE_PRIOR: Final = 40.0
"""So many gifts of last year's day count for the usual shape of a day, so that few gifts make no curve."""
_LIFT: Final = 8.0
"""What an important day brings of which no last year is known, and …"""
_LIFT_SHAPE: Final = 1.2
"""… how little is known of it: a gamma distribution of this shape reaches from usual to fifteen times."""
_LAST_YEAR_SHAPE: Final = 1.2
"""The same, where last year's is known: one year differs from the next by more than half."""
_LAST_YEAR_MEAN: Final = 1.3
"""A day that varies so much brings, on average, more than the one before: the ratio of two is skewed."""
_KEPT: Final = 0.5 ** (1 / 3)
"""What an hour of the day counts for its level, an hour later: mails and appeals come in waves."""
_EVIDENCE: Final = 80.0
_SPREAD: Final = 0.025
"""What the hours of such a day differ beyond its level, as the square of a share."""


@dataclass(frozen=True, slots=True)
class GreatDay:
    """A day (24 h from its first hour, numbered since the epoch) that brought far more than usual, or was marked."""

    first_hour: int
    gifts: tuple[int, ...]
    """By hour."""
    usual: float
    """What would have been usual that day."""

    @property
    def lift(self) -> float:
        """How many times the usual gifts it brought."""
        return (sum(self.gifts) + 0.5) / (self.usual + 0.5)


def is_great(gifts: float, usual: float) -> bool:
    """Whether a day brought so many more than usual that chance and a good mail do not explain it."""
    return gifts > _GREAT * usual + 4 * sqrt(usual) + 4


def kept(days: Sequence[GreatDay], now_hour: int) -> list[GreatDay]:
    """Those that are remembered: of the last year and some, the greatest."""
    young = [one for one in days if now_hour - one.first_hour < GREAT_DAYS_KEPT]
    greatest = sorted(young, key=lambda one: one.lift, reverse=True)[:MOST_GREAT_DAYS]
    return sorted(greatest, key=lambda one: one.first_hour)


def a_year_before(days: Sequence[GreatDay], first_hour: int) -> GreatDay | None:
    """Last year's same day of one that begins with this hour: of several that may be meant, the greatest."""
    found = [
        one
        for one in days
        if any(abs(first_hour - one.first_hour - ago * DAY_HOURS) <= 2 for ago in _YEAR_DAYS)  # summer time
    ]
    return max(found, key=lambda one: one.lift, default=None)


def expected_by_hour(usual: Sequence[float], before: GreatDay | None) -> list[float]:
    """What the hours of a day are expected to bring; ``usual``: what they usually do."""
    if before is None or len(usual) != len(before.gifts):
        return [hour * _LIFT for hour in usual]
    total, came = sum(usual), sum(before.gifts)
    if total <= 0:
        return list(usual)
    lifted = total * before.lift
    return [
        lifted * (_CURVE_PRIOR * hour / total + gifts) / (_CURVE_PRIOR + came)
        for hour, gifts in zip(usual, before.gifts, strict=True)
    ]


def level_of(seen: Sequence[tuple[float, float]], *, last_year: bool) -> Level:
    """The day's level by its hours so far, in order: what came in each, and what was expected."""
    shape = _LAST_YEAR_SHAPE if last_year else _LIFT_SHAPE
    prior = _LAST_YEAR_MEAN if last_year else 1.0
    came = expected = 0.0
    for gifts, of_hour in seen:
        came, expected = came * _KEPT + gifts, expected * _KEPT + of_hour
    if came > _EVIDENCE:
        came, expected = _EVIDENCE, expected * _EVIDENCE / came
    return Level(shape + came, shape / prior + expected, _SPREAD)
