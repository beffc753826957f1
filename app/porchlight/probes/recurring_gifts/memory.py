"""What the kind remembers between checks: what was due on each day, how much of it is usually charged, and how many
plans were active. The history keeps it as the component's position. Days are UTC and numbered since the epoch."""

import math
from collections.abc import Mapping
from dataclasses import field
from typing import Annotated, Final

from pydantic import Field, TypeAdapter, ValidationError

from porchlight.dataclass import dataclass
from porchlight.intake.documents import NotJson, dump_json, parse_json

AHEAD: Final = 7
"""Days whose plans are counted beforehand."""
LEARNING_DAYS: Final = 14
KEPT_DAYS: Final = 31
"""How long a loss of plans is remembered."""
_FORGETS: Final = 0.5 ** (1 / 60)
"""A day: what was learned loses half its weight in 60 days."""
_STRICTNESS: Final = 4.5
"""Standard deviations: by chance once in 300,000 days."""
_LEAST: Final = 2
"""Missing gifts that are never an alarm: a plan was cancelled after it was counted."""
_LOST_SHARE: Final = 0.05
_LEAST_LOST: Final = 5


@dataclass(slots=True)
class Usual:
    """A share of counted things that usually arrive, and how much more than by chance it varies."""

    days: int = 0
    due: float = 20.0
    posted: float = 19.6
    """Both begin with a prior worth 20 plans."""
    spread_n: float = 500.0
    spread_x: float = 0.5
    """How alike the payments of a day are: of a beta-binomial count, whose variance has the factor 1 + (n - 1) ρ."""

    @property
    def share(self) -> float:
        """Of the due ones."""
        return min(self.posted / self.due, 0.999)

    def limit(self, due: int) -> float:
        """Fewer than these are too few."""
        deviation = math.sqrt(
            due * self.share * (1 - self.share) * (1 + max(due - 1, 0) * max(self.spread_x / self.spread_n, 0.0))
        )
        return due * self.share - _STRICTNESS * deviation - _LEAST

    def learn(self, due: int, posted: int) -> None:
        """One day that was no alarm."""
        if due <= 0:
            return
        posted = min(posted, due)
        variance = max(due * self.share * (1 - self.share), 0.1)
        self.spread_n = self.spread_n * _FORGETS + due
        self.spread_x = self.spread_x * _FORGETS + min((posted - due * self.share) ** 2 / variance, 25.0) - 1
        self.due = self.due * _FORGETS + due
        self.posted = self.posted * _FORGETS + posted
        self.days += 1


@dataclass(frozen=True, slots=True)
class Day:
    """The plans that were due on a day, and their payments."""

    day: int
    due: int
    charged: int
    """Payments that were tried."""
    posted: int
    """Those that succeeded, or are under way."""


@dataclass(slots=True)
class Memory:
    """See the module."""

    due: dict[int, int] = field(default_factory=dict)
    charged: Usual = field(default_factory=Usual)
    succeeded: Usual = field(default_factory=Usual)
    short: Day | None = None
    """The last finished day, where too little of it came."""
    judged: int = -1
    active: dict[int, int] = field(default_factory=dict)
    before: int = 0
    """Active plans before many were lost; 0 where none were."""
    lost_on: int = 0

    @property
    def is_learning(self) -> bool:
        """Whether too few days were seen."""
        return self.charged.days < LEARNING_DAYS

    def schedule(self, today: int, due: Mapping[int, int]) -> None:
        """What is due from tomorrow on; a plan that was charged today is no longer due today."""
        self.due = {day: count for day, count in self.due.items() if today - 3 <= day <= today}
        self.due |= {day: due.get(day, 0) for day in range(today + 1, today + 1 + AHEAD)}

    def is_too_few(self, found: Day) -> bool:
        """Whether more is missing, or failed, than chance explains."""
        too_few = found.charged < self.charged.limit(found.due)
        failing = found.posted < self.succeeded.limit(found.charged)
        return (too_few or failing) and not self.is_learning

    def judge(self, found: Day) -> None:
        """Learn a day that is over, or remember it as short."""
        if found.day <= self.judged:
            return
        self.judged = found.day
        if self.is_too_few(found):
            self.short = found
            return
        self.short = None
        self.charged.learn(found.due, found.charged)
        self.succeeded.learn(found.charged, found.posted)

    def count_plans(self, today: int, active: int) -> None:
        """Notice plans that vanish within a week, as in a migration, until they are back, or for a month."""
        past = [count for day, count in self.active.items() if today - 7 <= day < today]
        most = max(past, default=active)
        if self.before and (active >= self.before * (1 - _LOST_SHARE / 2) or today - self.lost_on > KEPT_DAYS):
            self.before = 0
            self.active.clear()
        elif not self.before and most - active >= max(_LEAST_LOST, most * _LOST_SHARE):
            self.before, self.lost_on = most, today
        self.active = {day: count for day, count in self.active.items() if day >= today - 7} | {today: active}


_STORED = TypeAdapter(Memory)
_Count = Annotated[int, Field(ge=0, le=10**9)]
_COUNTS = TypeAdapter(Annotated[dict[_Count, _Count], Field(max_length=40)])


def stored(memory: Memory) -> str:
    """As a text."""
    return dump_json(_STORED.dump_python(memory, mode="json", round_trip=True))


def recalled(text: str) -> Memory | None:
    """From a text; None for a damaged one."""
    try:
        found = _STORED.validate_python(parse_json(text))
        _COUNTS.validate_python(found.due)
        _COUNTS.validate_python(found.active)
    except (ValidationError, NotJson):
        return None
    for one in (found.charged, found.succeeded):
        figures = (one.due, one.posted, one.spread_n, one.spread_x + 1e6)
        if not all(math.isfinite(figure) and 0 < figure < 1e12 for figure in figures):
            return None
    return found
