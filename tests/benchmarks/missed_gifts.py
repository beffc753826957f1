"""Gifts probably missed: how often the true number is within the interval, over simulated outages of three sizes.

``python -m tests.benchmarks.missed_gifts [OUTAGES] [SEED]`` prints the figures.
"""

import sys
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import Enum, auto
from typing import Any

import numpy as np

from porchlight.probes.gift_pulse.baseline import Baseline, Hour, Place
from porchlight.probes.gift_pulse.important import GreatDay, expected_by_hour, level_of
from porchlight.probes.gift_pulse.missed import Evidence, Guess, Level, probably_missed, usual_level
from porchlight.probes.gift_pulse.strong_days import likely_strong, strong_by_now
from tests.benchmarks.gift_years import FIRST, HOURS, SIZES, Years, simulate
from tests.benchmarks.measure import Measurement

OUTAGES = 500
"""Of each size."""
_YEARS = 50
_GIVING_TUESDAY = (date(2025, 12, 2) - FIRST).days
_FIRST_DAY = 60


class Day(Enum):
    """Which days the outages are on, and what is known of them."""

    ANY = auto()
    GIVING = auto()
    """Giving Tuesday, of which the calendar says nothing; it is known as a strong day."""
    GIVING_LAST_YEAR = auto()
    """The same, and last year's is known."""
    UNKNOWN = auto()
    """The same, with the knowledge of strong days turned off."""
    NO_PART = auto()
    """A day that is known as a strong one, and is as any other at this organisation."""
    NO_PART_AGAIN = auto()
    """The same, and neither was it a year ago."""
    MARKED = auto()
    """It is in the calendar, but no last year is known."""
    LAST_YEAR = auto()
    """It is, and last year's is known, which brought between a third and three times as many."""


@dataclass(frozen=True)
class Outage:
    """What was said of it, and what is true."""

    low: int
    high: int
    true: int

    @property
    def holds(self) -> bool:
        """Whether the true number is within the interval."""
        return self.low <= self.true <= self.high


def _place(hour: int) -> Place:
    at = datetime(FIRST.year, FIRST.month, FIRST.day, tzinfo=UTC) + timedelta(hours=hour)
    return Place(at.weekday() * 24 + at.hour, at.day - 1, at.month - 1)


def outages(size: str, count: int, seed: int, day: Day = Day.ANY) -> list[Outage]:
    """So many outages of 1 to 8 hours by day, in which a part of the gifts, or each, is lost.

    The baseline learns all hours but those of outages, which each look at it as it was when they began: in one year
    they do not see one another.
    """
    chance = np.random.default_rng(seed)
    years = simulate(size, min(_YEARS, count), seed)
    number = years.gifts.shape[1]
    began: dict[int, list[int]] = {}
    for one in range(count):
        anywhen = day in (Day.ANY, Day.NO_PART, Day.NO_PART_AGAIN)
        of_year = int(chance.integers(_FIRST_DAY, HOURS // 24 - 1)) if anywhen else _GIVING_TUESDAY
        began.setdefault(of_year * 24 + int(chance.integers(9, 20)), []).append(one % number)
    baseline: Any = Baseline()
    found: list[Outage] = []
    for hour in range(HOURS):
        for year in began.get(hour, ()):
            lasts = int(chance.integers(1, 9))
            lost = 1.0 if chance.random() < 0.5 else float(chance.uniform(0.3, 1))
            usual = [_of(baseline.rate(_place(at)), year) for at in range(hour, hour + lasts)]
            gifts = int(years.gifts[hour : hour + lasts, year].sum())
            true = int(chance.binomial(gifts, lost))
            expected = sum(usual), _level(baseline, year)
            guesses = [Guess(1.0, [expected])]
            if day not in (Day.ANY, Day.UNKNOWN):
                last_year = day in (Day.LAST_YEAR, Day.GIVING_LAST_YEAR)
                marked = _on_marked_day(years, baseline, year, hour, lasts, last_year=last_year)
                guesses = [Guess(1.0, [marked.expected])]
                if day not in (Day.MARKED, Day.LAST_YEAR):
                    before = likely_strong(marked.lift, watched_a_year=day is Day.NO_PART_AGAIN)
                    spread, so_far = _of(baseline.spread, year), marked.so_far
                    level = level_of((), last_year=last_year)
                    weight = strong_by_now(before, so_far.came, so_far.usual, spread, so_far.strong, level)
                    guesses = [Guess(1 - weight, [expected]), Guess(weight, [marked.expected])]
            found.append(Outage(*probably_missed(guesses, gifts - true), true))
        counts = (years.gifts, years.failed, years.tiny)
        baseline.learn(Hour(*(one[hour].astype(float) for one in counts)), _place(hour))
    return found


def _of(value: Any, year: int) -> float:
    return float(np.broadcast_to(value, (year + 1,))[year] if np.ndim(value) == 0 else value[year])


def _level(baseline: Any, year: int) -> Level:
    """Of a day, by what one year's baseline knows of its days and its last hours."""
    seen = Evidence(*(_of(getattr(baseline, name), year) for name in ("recent_n", "recent_x", "now_n", "now_x")))
    return usual_level(_of(baseline.spread, year), seen)


@dataclass(frozen=True)
class SoFar:
    """The hours of a day before an outage."""

    came: int
    usual: float
    strong: float
    """What was expected: as on any day, and as on an important one."""


@dataclass(frozen=True)
class Marked:
    """What an important day is expected to bring during an outage."""

    expected: tuple[float, Level]
    so_far: SoFar
    lift: float | None
    """Last year's, where it is known."""


def _on_marked_day(years: Years, baseline: Any, year: int, hour: int, lasts: int, *, last_year: bool) -> Marked:
    """What an important day is expected to bring during an outage, by its own hours before, and by last year's."""
    first = hour - hour % 24
    usual = [_of(baseline.rate(_place(at)), year) for at in range(first, first + 24)]
    before = None
    if last_year:
        chance = np.random.default_rng([year, hour])
        other = chance.uniform(5, 15) / chance.uniform(5, 15)
        before = GreatDay(0, tuple(chance.poisson(years.mean[first : first + 24, year] * other).tolist()), sum(usual))
    curve = expected_by_hour(usual, before)
    seen = [(float(years.gifts[at, year]), curve[at - first]) for at in range(first, hour)]
    until = min(hour + lasts - first, 24)
    expected = sum(curve[hour - first : until]), level_of(seen, last_year=last_year)
    so_far = SoFar(int(years.gifts[first:hour, year].sum()), sum(usual[: hour - first]), sum(curve[: hour - first]))
    return Marked(expected, so_far, None if before is None else before.lift)


def missed_gifts(count: int = OUTAGES, seed: int = 11) -> list[Measurement]:
    """The share of intervals that hold: the goal is held by the worst size; giving days are beside it."""
    rows = []
    for name, day in (
        ("outages", Day.ANY),
        ("outages on Giving Tuesday, not in the calendar", Day.GIVING),
        ("outages on Giving Tuesday, not in the calendar, with last year's", Day.GIVING_LAST_YEAR),
        ("outages on Giving Tuesday, with known strong days turned off", Day.UNKNOWN),
        ("outages on a strong day that is as any other", Day.NO_PART),
        ("outages on a strong day that is as any other, as a year ago", Day.NO_PART_AGAIN),
        ("outages on Giving Tuesday, in the calendar", Day.MARKED),
        ("outages on Giving Tuesday, with last year's", Day.LAST_YEAR),
    ):
        found = {size: outages(size, count, seed, day) for size in SIZES}
        held = {size: 100 * float(np.mean([one.holds for one in all_])) for size, all_ in found.items()}
        wide = {size: float(np.median([one.high - one.low for one in all_])) for size, all_ in found.items()}
        true = {size: float(np.median([one.true for one in all_])) for size, all_ in found.items()}
        detail = ", ".join(
            f"{size} {held[size]:.1f} %, median width {wide[size]:.0f} of {true[size]:.0f}" for size in SIZES
        )
        goal = f"{count} of each size: {detail}"
        rows.append(Measurement(f"intervals that hold: {name}", min(held.values()), 80, "%", goal, at_least=True))
    return rows


if __name__ == "__main__":
    for row in missed_gifts(*map(int, sys.argv[1:3])):
        print(f"{row.name}: {row.value:.1f} {row.unit} (goal {row.goal:g}; {row.detail})")
