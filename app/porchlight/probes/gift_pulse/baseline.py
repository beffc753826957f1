"""What is usual of a stream of gifts: a gamma-Poisson model with exponential forgetting, learned hour by hour.

The mean of an hour is a level × its hour of the week × its day of the month × its month. Each factor is the posterior
mean of a gamma distribution whose evidence fades. The whole derivation, with its sources: docs/gift-pulse.md.

Plain arithmetic without a branch on a figure, so that the same lines run on floats in the program and on arrays (one
place a simulated year) in the benchmark.
"""

from collections.abc import Sequence
from dataclasses import field
from typing import Final, NamedTuple

from porchlight.dataclass import dataclass

LEARNING_DAYS: Final = 14
"""Before, hours of the week are known once at most: nothing is called unusual but a flood."""
HOURS_OF_WEEK: Final = 168
_LEVEL_KEPT: Final = 0.5 ** (1 / (21 * 24))
"""An hour's share of its weight an hour later: the level forgets half in three weeks, …"""
_FACTOR_KEPT: Final = 0.5 ** (1 / 120)
"""… a day later: the hours of the week in 120 days, …"""
_YEAR_KEPT: Final = 0.5 ** (1 / 400)
"""… days of the month, months and the yearly level in 400 days, …"""
_SPREAD_KEPT: Final = 0.5 ** (1 / 60)
"""… how much days differ in 60 days, …"""
_DAY_KEPT: Final = 0.5 ** (1 / 12)
"""… an hour later: today's own level in twelve hours."""
_NOW_KEPT: Final = 0.5 ** (1 / 2)
"""… and what the day is like at this moment, appeals included, in two."""
_HOUR_PRIOR: Final = 4.0
"""The gifts that an hour of the week needs before it counts as much as its hour of day and weekday together, …"""
_SHAPE_PRIOR: Final = 2.0
"""… an hour of the day or a weekday against none, …"""
_MONTH_DAY_PRIOR: Final = 20.0
"""… a day of the month, …"""
_SEASON_PRIOR: Final = 60.0
"""… and a month."""
_SEASON_HOURS: Final = 365 * 24
"""A season is known once it was seen."""
_FIRST_WEIGHT: Final = 0.3
"""What the days of learning count for in the hours of the week: their level was not known yet."""
_SPREAD: Final = 0.12
"""How much days differ (1/k) before it is learned, …"""
_SPREAD_DAYS: Final = 20.0
"""… as many days' worth of that, …"""
_LEAST_SPREAD, _MOST_SPREAD = 0.02, 1.0
_FARTHEST_DAY: Final = 2.5
"""Standard deviations that a day counts as being off at most."""
_MOST_EVIDENCE: Final = 25.0
"""Gifts of the last hours that count for the level of this day: it changes by a fifth without being noticed."""
_EXCESS: Final = 2.0
"""An hour counts at most as twice its expected gifts, and some: an appeal or a giving day is not a usual day."""
_SHARE_PRIOR: Final = 100.0
"""Payments, of which so many are taken to fail or to be tiny until the shares are learned."""
_SHARE: Final = 0.05
_SHARE_KEPT: Final = 0.5 ** (1 / (30 * 24))
_MOST_SHARE: Final = 0.3
FALSE_ALARMS_A_QUARTER: Final = 0.1
"""Alarms to expect in three months in which nothing is wrong."""
_HOURS_OF_QUARTER: Final = 91 * 24
_LIKELIEST: Final = 1e-3
SHORTEST_GAP: Final = 0.25
"""Hours; a shorter gap is never an alarm, however busy it usually is."""
_HOURS_OF_MONTH: Final = 30 * 24
_BEYOND_SHAPE: Final = 1.5
"""So many times its hour of the day × its weekday may an hour of the week be, where a silence is judged."""
_FLOOD_FLOOR: Final = 6.0
_FLOOD_DEVIATIONS: Final = 6.0
_FLOOD_SPREAD: Final = 0.5
"""How much the share of failures differs from one quarter of an hour to another (1/k)."""


class Place(NamedTuple):
    """Where an hour is in the calendar of the local zone: hour of the week (Monday's first is 0), day of the month
    and month from 0."""

    hour: int
    month_day: int
    month: int


class Hour(NamedTuple):
    """The counts of one hour: successful gifts, failed payments, and of the gifts those under the threshold."""

    gifts: float
    failed: float
    tiny: float


def lower(one: float, other: float) -> float:
    """The lower of two figures, also in arrays."""
    return (one + other - abs(one - other)) / 2


def higher(one: float, other: float) -> float:
    """The higher of two figures, also in arrays."""
    return (one + other + abs(one - other)) / 2


def _power(base: float, exponent: float) -> float:
    """Of a base that is not negative."""
    found: float = base**exponent
    return found


def _zeros(count: int) -> list[float]:
    return [0.0] * count


@dataclass(slots=True)
class Baseline:
    """All that is remembered of the hours that were. ``_n`` are gifts, ``_x`` what they are divided by."""

    hours: int = 0
    """Learned so far."""
    level_n: float = 0.0
    level_x: float = 0.0
    hour_n: list[float] = field(default_factory=lambda: _zeros(HOURS_OF_WEEK))
    hour_x: list[float] = field(default_factory=lambda: _zeros(HOURS_OF_WEEK))
    month_day_n: list[float] = field(default_factory=lambda: _zeros(31))
    month_day_x: list[float] = field(default_factory=lambda: _zeros(31))
    year_n: float = 0.0
    year_x: float = 0.0
    month_n: list[float] = field(default_factory=lambda: _zeros(12))
    month_x: list[float] = field(default_factory=lambda: _zeros(12))
    spread_n: float = 0.0
    spread_x: float = 0.0
    today_n: float = 0.0
    today_x: float = 0.0
    """Of this day until now, for the spread."""
    recent_n: float = 0.0
    recent_x: float = 0.0
    """Of the last hours, fading: whether today is a quiet day."""
    now_n: float = 0.0
    now_x: float = 0.0
    """Of the very last hours, fading, with all that came: how far an appeal or a giving day lifts the level."""
    payments: float = 0.0
    failed: float = 0.0
    tiny: float = 0.0
    profile: list[float] = field(default_factory=lambda: [1.0] * HOURS_OF_WEEK)
    """The factors of the hours of the week, one on average, computed at the end of each day."""
    certain: list[float] = field(default_factory=lambda: [1.0] * HOURS_OF_WEEK)
    """The same, but never far above the same hour of other weekdays: recurring gifts that came on a Wednesday twice
    do not make Wednesdays busy."""

    @property
    def is_learning(self) -> bool:
        """Whether too little was seen yet to call a silence unusual."""
        return self.hours < LEARNING_DAYS * 24

    @property
    def level(self) -> float:
        """Gifts in an average hour."""
        return (self.level_n + 0.5) / (self.level_x + 24.0)

    @property
    def spread(self) -> float:
        """How much days differ from what is expected of them beyond chance: 1/k of the gamma distribution."""
        found = (_SPREAD * _SPREAD_DAYS * self._usual_day**2 + self.spread_n) / (
            _SPREAD_DAYS * self._usual_day**2 + self.spread_x
        )
        return lower(higher(found, _LEAST_SPREAD), _MOST_SPREAD)

    @property
    def _usual_day(self) -> float:
        return self.level * 24

    def rate(self, place: Place) -> float:
        """The gifts that are expected in an hour."""
        return self.level * self._relative(place)

    def certain_rate(self, place: Place) -> float:
        """The same, but for silences: what the 1st brings beyond other days comes in an hour or two of it."""
        return (
            self.level
            * self.certain[place.hour]
            * lower(self._month_day(place.month_day), 1.0)
            * self._season(place.month)
        )

    def _relative(self, place: Place) -> float:
        return self.profile[place.hour] * self._month_day(place.month_day) * self._season(place.month)

    def _month_day(self, day: int) -> float:
        return (_MONTH_DAY_PRIOR + self.month_day_n[day]) / (_MONTH_DAY_PRIOR + self.month_day_x[day])

    def _season(self, month: int) -> float:
        if self.hours < _SEASON_HOURS:
            return 1.0
        return (_SEASON_PRIOR + self.month_n[month]) / (_SEASON_PRIOR + self.month_x[month])

    def learn(self, hour: Hour, place: Place) -> None:
        """Add an hour that is over, in order."""
        relative = self._relative(place)
        expected = self.level * relative
        cap = _EXCESS * expected + 4 * expected**0.5 + 2
        gifts = lower(hour.gifts, cap) if self.hours >= 24 else hour.gifts
        apart = relative / self.profile[place.hour] if self.hours else 1.0
        of_month_day = relative / self._month_day(place.month_day)
        self.hour_n[place.hour] += gifts
        self.hour_x[place.hour] += self.level * apart
        self.month_day_n[place.month_day] += gifts
        self.month_day_x[place.month_day] += self.level * of_month_day
        yearly = (self.year_n + 0.5) / (self.year_x + 24.0)
        in_season = relative / self._season(place.month)
        self.month_n[place.month] += gifts
        self.month_x[place.month] += yearly * in_season
        self.level_n = self.level_n * _LEVEL_KEPT + gifts
        self.level_x = self.level_x * _LEVEL_KEPT + relative
        self.year_n += gifts
        self.year_x += in_season
        self.today_n += gifts
        self.today_x += expected
        self.recent_n = self.recent_n * _DAY_KEPT + gifts
        self.recent_x = self.recent_x * _DAY_KEPT + expected
        self.now_n = self.now_n * _NOW_KEPT + hour.gifts
        self.now_x = self.now_x * _NOW_KEPT + expected
        self._learn_shares(hour, expected)
        self.hours += 1
        if self.hours == _SEASON_HOURS:
            self.level_x = self.level_x * self._season(place.month)
        if place.hour % 24 == 23:
            self._end_day()

    def pass_by(self, hour: Hour, place: Place) -> None:
        """An hour of an important day that is over: what it brings is not usual. Only what the day is like at this
        moment is learned of it."""
        expected = self.rate(place)
        self.now_n = self.now_n * _NOW_KEPT + hour.gifts
        self.now_x = self.now_x * _NOW_KEPT + expected
        self.hours += 1
        self.today_n = self.today_x = 0.0
        if place.hour % 24 == 23:
            self._end_day()

    def _learn_shares(self, hour: Hour, expected: float) -> None:
        """A flood counts for as much as an ordinary hour could at most."""
        ordinary = higher(hour.gifts - hour.tiny, expected)
        most = _MOST_SHARE * ordinary + 1
        self.payments = self.payments * _SHARE_KEPT + ordinary
        self.failed = self.failed * _SHARE_KEPT + lower(hour.failed, most)
        self.tiny = self.tiny * _SHARE_KEPT + lower(hour.tiny, most)

    def _end_day(self) -> None:
        if self.hours // 24 == LEARNING_DAYS:
            self.hour_n = [value * _FIRST_WEIGHT for value in self.hour_n]
            self.hour_x = [value * _FIRST_WEIGHT for value in self.hour_x]
        farthest = _FARTHEST_DAY * (self.today_x + self.spread * self.today_x**2) ** 0.5
        off = lower(abs(self.today_n - self.today_x), farthest)
        self.spread_n = self.spread_n * _SPREAD_KEPT + off * off - self.today_x
        self.spread_x = self.spread_x * _SPREAD_KEPT + self.today_x * self.today_x
        self.today_n = self.today_x = 0.0
        for column, kept in (
            (self.hour_n, _FACTOR_KEPT),
            (self.hour_x, _FACTOR_KEPT),
            (self.month_day_n, _YEAR_KEPT),
            (self.month_day_x, _YEAR_KEPT),
            (self.month_n, _YEAR_KEPT),
            (self.month_x, _YEAR_KEPT),
        ):
            column[:] = [value * kept for value in column]
        self.year_n *= _YEAR_KEPT
        self.year_x *= _YEAR_KEPT
        self.learn_profile()

    def learn_profile(self) -> None:
        """Compute the factors: hours of the week, drawn towards hour of the day × weekday where they saw little."""
        of_day = [_posterior(self.hour_n[hour::24], self.hour_x[hour::24], _SHAPE_PRIOR) for hour in range(24)]
        weekdays = [slice(day * 24, day * 24 + 24) for day in range(7)]
        of_week = [_posterior(self.hour_n[day], self.hour_x[day], _SHAPE_PRIOR) for day in weekdays]
        found = [
            (_HOUR_PRIOR * of_day[hour % 24] * of_week[hour // 24] + self.hour_n[hour])
            / (_HOUR_PRIOR + self.hour_x[hour])
            for hour in range(HOURS_OF_WEEK)
        ]
        mean = sum(found) / HOURS_OF_WEEK
        self.profile = [value / mean for value in found]
        lasting = [_without_highest(self.hour_n[hour::24], self.hour_x[hour::24], of_week) for hour in range(24)]
        self.certain = [
            lower(value, _BEYOND_SHAPE * lasting[hour % 24] * of_week[hour // 24] / mean)
            for hour, value in enumerate(self.profile)
        ]

    @property
    def failed_share(self) -> float:
        """Failed payments for each ordinary gift."""
        return (_SHARE * _SHARE_PRIOR + self.failed) / (_SHARE_PRIOR + self.payments)

    @property
    def tiny_share(self) -> float:
        """Tiny gifts for each ordinary one."""
        return (_SHARE * _SHARE_PRIOR + self.tiny) / (_SHARE_PRIOR + self.payments)

    @property
    def silence_limit(self) -> float:
        """The chance below which a gap is an alarm: of all gaps of a quarter, hardly one is so long by itself."""
        return lower(FALSE_ALARMS_A_QUARTER / higher(self.level * _HOURS_OF_QUARTER, 1.0), _LIKELIEST)

    @property
    def month_limit(self) -> float:
        """The chance of the longest gap of an ordinary month: what still belongs to quiet days."""
        return lower(1 / higher(self.level * _HOURS_OF_MONTH, 1.0), 0.1)

    def chance_of_gap(self, expected: Sequence[float]) -> float:
        """The chance of no gift while ``expected`` ones were to come, in each day (24 h) of the gap.

        The first day has the level of the last hours with a gift, the others may each have any.
        """
        chance = self.chance_on_this_day(expected[0]) if expected else 1.0
        for day in expected[1:]:
            chance = chance * self.chance_on_any_day(day)
        return chance

    def chance_on_this_day(self, expected: float) -> float:
        """Of none of the expected gifts, as this day was until now. That it was busier than usual counts for nothing:
        appeals end at once."""
        k = 1 / self.spread
        evidence = lower(self.recent_x, _MOST_EVIDENCE)
        share = lower(self.recent_n / (self.recent_x + 1e-9), 1.0)
        return _power((k + evidence) / (k + evidence + expected), k + evidence * share)

    def chance_on_any_day(self, expected: float) -> float:
        """Of none of the expected gifts on some other day."""
        spread = self.spread
        return _power(1 + spread * expected, -1 / spread)

    def band(self, expected: float) -> tuple[float, float]:
        """The counts between which nineteen of twenty are, where so many are expected."""
        k = 1 / self.spread
        deviation = _power(expected + expected * expected / k, 0.5)
        return higher(expected - 1.96 * deviation, 0.0), expected + 1.96 * deviation


def flood_limit(share: float, ordinary: float) -> float:
    """How many failed or tiny gifts within minutes are too many to be chance: ``ordinary`` gifts came or were
    expected in these minutes, of which ``share`` is usual."""
    mean = share * ordinary
    return mean + _FLOOD_DEVIATIONS * _power(mean + _FLOOD_SPREAD * mean * mean, 0.5) + _FLOOD_FLOOR


def _posterior(counts: Sequence[float], expected: Sequence[float], prior: float) -> float:
    return (prior + sum(counts)) / (prior + sum(expected))


def _without_highest(counts: Sequence[float], expected: Sequence[float], weekdays: Sequence[float]) -> float:
    """An hour of the day over the weekdays but the one on which most came."""
    shares = [
        (_SHAPE_PRIOR + n) / (_SHAPE_PRIOR + x * weekday)
        for n, x, weekday in zip(counts, expected, weekdays, strict=True)
    ]
    highest = shares[0]
    for share in shares[1:]:
        highest = higher(highest, share)
    return (sum(shares) - highest) / (len(shares) - 1)
