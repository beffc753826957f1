"""What the kind remembers between checks: how many of the plans that are due are usually still without a payment so
long after their day, how many payments usually fail, and how many plans were active. The history keeps it as the
component's position. Days are UTC and numbered since the epoch."""

import math
from collections.abc import Mapping
from dataclasses import field
from typing import Annotated, Final

from pydantic import Field, TypeAdapter, ValidationError

from porchlight.dataclass import dataclass
from porchlight.intake.documents import NotJson, dump_json, parse_json
from porchlight.probes.recurring_gifts.due_days import DAY_S
from porchlight.probes.recurring_gifts.plans import WATCHED_DAYS, Due

AGES_H: Final = (2, 8, 14, 20, 26, 50, 74)
"""Hours after the end of a day from which on what is missing is compared with what was missing at that age before:
so the usual lag is learned. The sync reads plans every hour and transactions every 15 minutes."""
LEARNING_DAYS: Final = 14
LEAST_LEARNED: Final = 20
"""Plans that were due, before anything is compared with them."""
KEPT_DAYS: Final = 31
"""How long a loss of plans is remembered."""
_FORGETS: Final = 0.5 ** (1 / 180)
"""A day: what was learned loses half its weight in 180 days. Rare things need long to be known as rare."""
_BY_CHANCE: Final = 2e-5
"""An alarm is what chance brings more rarely than this."""
_GIVES_IN: Final = 21
"""After so many days of alarm, that state is learned as usual."""
_LOST_SHARE: Final = 0.05
_LEAST_LOST: Final = 5
_MANY: Final = 100_000
"""Of more than these the normal distribution is near enough."""
_DEVIATIONS: Final = 4.2


@dataclass(slots=True)
class Share:
    """A share of counted things, and how much more than by chance it varies from day to day."""

    prior: float
    """How many of twenty, before anything is known."""
    days: int = 0
    of: float = 0.0
    were: float = 0.0
    spread_n: float = 500.0
    spread_x: float = 0.5
    """How alike the payments of a day are: of a beta-binomial count, whose variance has the factor 1 + (n - 1) ρ."""

    @property
    def is_known(self) -> bool:
        """Whether enough was seen to compare with it."""
        return self.days >= LEARNING_DAYS and self.of >= LEAST_LEARNED

    @property
    def mean(self) -> float:
        """Of the things."""
        return min((self.were + self.prior) / (self.of + 20.0), 0.999)

    def is_too_many(self, of: int, were: int, least_usual: float = 0.0) -> bool:
        """Whether chance brings so many so rarely that it is none: by the predictive distribution of a count whose
        share is known from so many things only, and is not the same each day (Gelman et al., Bayesian Data Analysis,
        third edition, 2.4: the beta-binomial distribution)."""
        mean = max(self.mean, least_usual)
        if of <= 0 or were <= of * mean:
            return False
        alike = max(self.spread_x / self.spread_n, 0.0)
        weight = min(self.of + 20.0, 1 / alike - 1 if alike > 0 else math.inf)
        return _is_rare(min(were, of), of, mean * weight, (1 - mean) * weight)

    def learn(self, of: int, were: int) -> None:
        """One day that was no alarm."""
        were = min(were, of)
        self.days += 1
        self.of *= _FORGETS
        self.were *= _FORGETS
        if of <= 0:
            return
        mean = self.mean
        variance = of * mean * (1 - mean)
        if self.is_known and variance >= 1:  # a single one among few says nothing about how alike they are
            self.spread_n = self.spread_n * _FORGETS + of
            self.spread_x = self.spread_x * _FORGETS + min((were - of * mean) ** 2 / variance, 25.0) - 1
        self.of += of
        self.were += were


def _is_rare(least: int, of: int, heads: float, tails: float) -> bool:
    """Whether a beta-binomial count reaches ``least`` more rarely than by _BY_CHANCE."""
    if of > _MANY:
        mean = heads / (heads + tails)
        variance = of * mean * (1 - mean) * (heads + tails + of) / (heads + tails + 1)
        return least > of * mean + _DEVIATIONS * math.sqrt(variance)
    log = math.lgamma
    one = math.exp(
        log(of + 1) - log(least + 1) - log(of - least + 1)
        + log(heads + least) + log(tails + of - least) - log(heads + tails + of)
        + log(heads + tails) - log(heads) - log(tails)
    )  # fmt: skip
    found = one
    for number in range(least, of):
        if found > _BY_CHANCE or one < found * 1e-9:
            break
        one *= (of - number) / (number + 1) * (heads + number) / (tails + of - number - 1)
        found += one
    return found <= _BY_CHANCE


def _overdue() -> list[Share]:
    return [Share(0.1, spread_x=0.05) for _ in AGES_H]


def _declined() -> list[Share]:
    # Cards are known to fail more on some days than on others.
    return [Share(1.0, spread_x=2.5) for _ in AGES_H]


@dataclass(slots=True)
class Day:
    """A day that is over."""

    seen: dict[int, tuple[int, int, int]] = field(default_factory=dict)
    """By the place in AGES_H: due, overdue and declined, as they were last at that age."""
    missing: bool = False
    failed: bool = False
    """Whether more was overdue, or declined, than chance explains, when it was last looked at."""

    @property
    def is_short(self) -> bool:
        """Either."""
        return self.missing or self.failed


@dataclass(slots=True)
class Memory:
    """See the module."""

    overdue: list[Share] = field(default_factory=_overdue)
    declined: list[Share] = field(default_factory=_declined)
    watched: dict[int, Day] = field(default_factory=dict)
    short_since: int = 0
    """The first day of an alarm; 0 where there is none."""
    active: dict[int, int] = field(default_factory=dict)
    before: int = 0
    """Active plans before many were lost; 0 where none were."""
    lost_on: int = 0
    way: Annotated[str, Field(max_length=16)] = ""
    """Of what it was learned; empty in one of an earlier version."""

    @property
    def is_learning(self) -> bool:
        """Whether too few days were seen."""
        return not any(share.is_known for share in self.overdue)

    @property
    def learned_days(self) -> int:
        """How many days were seen to their end."""
        return max(share.days for share in self.overdue)

    def judge(self, now_s: int, days: Mapping[int, Due], least_usual: float = 0.0) -> None:
        """Compare the days that are over with what is usual at their age, and learn those that leave the window.
        ``least_usual``: see Plans."""
        today = now_s // DAY_S
        self._close(today)
        for day in range(today - WATCHED_DAYS, today):
            if (age := age_of(day, now_s)) is None:
                continue
            found = days.get(day, Due(day, 0, 0, 0))
            watched = self.watched.setdefault(day, Day())
            watched.seen[age] = (found.due, found.overdue, found.declined)
            watched.missing = _compare(self.overdue, age, found.due, found.overdue, least_usual)
            watched.failed = _compare(self.declined, age, found.charged, found.declined)
        if not any(day.is_short for day in self.watched.values()):
            self.short_since = 0
        elif not 0 <= today - self.short_since <= today or self.short_since == 0:
            self.short_since = today

    def _close(self, today: int) -> None:
        """Learn the days that are no longer watched. Those that are still to come were seen by a wrong clock."""
        gives_in = self.short_since > 0 and today - self.short_since > _GIVES_IN
        for day in sorted(self.watched):
            if today - WATCHED_DAYS <= day < today:
                continue
            watched = self.watched.pop(day)
            if not today - WATCHED_DAYS - KEPT_DAYS <= day < today:
                continue
            for age, (due, overdue, declined) in watched.seen.items():
                if not watched.missing or gives_in:
                    self.overdue[age].learn(due, overdue)
                if not watched.is_short or gives_in:
                    self.declined[age].learn(due - overdue, declined)

    def usual_overdue(self, day: int, now_s: int) -> float:
        """The share of a day's plans that is usually without a payment at its age; 1 where it is not known."""
        age = age_of(day, now_s)
        known = None if age is None else _known(self.overdue, age)
        return 1.0 if known is None else known.mean

    def count_plans(self, today: int, active: int) -> None:
        """Notice plans that vanish within a week, as in a migration, until they are back, or for a month."""
        past = [count for day, count in self.active.items() if today - 7 <= day < today]
        most = max(past, default=active)
        lost_ago = today - self.lost_on
        if self.before and (active >= self.before * (1 - _LOST_SHARE / 2) or not 0 <= lost_ago <= KEPT_DAYS):
            self.before = 0
            self.active.clear()
        elif not self.before and most - active >= max(_LEAST_LOST, most * _LOST_SHARE):
            self.before, self.lost_on = most, today
        self.active = {day: count for day, count in self.active.items() if today - 7 <= day < today} | {today: active}


def age_of(day: int, now_s: int) -> int | None:
    """The place in AGES_H of a day that is over; None where that was too short ago."""
    hours = (now_s - (day + 1) * DAY_S) / 3600
    return next((place for place in reversed(range(len(AGES_H))) if AGES_H[place] <= hours), None)


def _known(shares: list[Share], age: int) -> Share | None:
    """That of the age, or of an earlier one: with time fewer are missing, never more."""
    return next((share for share in reversed(shares[: age + 1]) if share.is_known), None)


def _compare(shares: list[Share], age: int, of: int, were: int, least_usual: float = 0.0) -> bool:
    known = _known(shares, age)
    return known is not None and known.is_too_many(of, were, least_usual)


_STORED = TypeAdapter(Memory)
_Count = Annotated[int, Field(ge=0, le=10**9)]
_COUNTS = TypeAdapter(Annotated[dict[_Count, _Count], Field(max_length=40)])
_WATCHED = TypeAdapter(dict[_Count, dict[Annotated[int, Field(ge=0, lt=len(AGES_H))], tuple[_Count, _Count, _Count]]])


def stored(memory: Memory) -> str:
    """As a text."""
    return dump_json(_STORED.dump_python(memory, mode="json", round_trip=True))


def recalled(text: str) -> Memory | None:
    """From a text; None for a damaged one. One of an earlier version still has the number of active plans."""
    try:
        found = _STORED.validate_python(parse_json(text))
        _COUNTS.validate_python(found.active)
        _WATCHED.validate_python({day: watched.seen for day, watched in found.watched.items()})
    except (ValidationError, NotJson):
        return None
    if len(found.overdue) != len(AGES_H) or len(found.declined) != len(AGES_H):
        return None
    for one in (*found.overdue, *found.declined):
        figures = (one.prior, one.of + 1, one.were + 1, one.spread_n, one.spread_x + 1e6)
        if not all(math.isfinite(figure) and 0 < figure < 1e12 for figure in figures):
            return None
    return found
