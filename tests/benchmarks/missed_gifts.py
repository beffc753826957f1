"""Gifts probably missed: how often the true number is within the interval, over simulated outages of three sizes.

``python -m tests.benchmarks.missed_gifts [OUTAGES]`` prints the figures.
"""

import sys
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np

from porchlight.probes.gift_pulse.baseline import Baseline, Hour, Place
from porchlight.probes.gift_pulse.missed import probably_missed
from tests.benchmarks.gift_years import FIRST, HOURS, SIZES, simulate
from tests.benchmarks.measure import Measurement

OUTAGES = 500
"""Of each size."""
_YEARS = 50
_GIVING_TUESDAY = (date(2025, 12, 2) - FIRST).days
_FIRST_DAY = 60


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


def outages(size: str, count: int, seed: int, *, giving_day: bool = False) -> list[Outage]:
    """So many outages of 1 to 8 hours by day, in which a part of the gifts, or each, is lost.

    The baseline learns all hours but those of outages, which each look at it as it was when they began: in one year
    they do not see one another.
    """
    chance = np.random.default_rng(seed)
    years = simulate(size, min(_YEARS, count), seed)
    number = years.gifts.shape[1]
    began: dict[int, list[int]] = {}
    for one in range(count):
        day = _GIVING_TUESDAY if giving_day else int(chance.integers(_FIRST_DAY, HOURS // 24 - 1))
        began.setdefault(day * 24 + int(chance.integers(9, 20)), []).append(one % number)
    baseline: Any = Baseline()
    found: list[Outage] = []
    for hour in range(HOURS):
        for year in began.get(hour, ()):
            lasts = int(chance.integers(1, 9))
            lost = 1.0 if chance.random() < 0.5 else float(chance.uniform(0.3, 1))
            usual = sum(_of(baseline.rate(_place(at)), year) for at in range(hour, hour + lasts))
            gifts = int(years.gifts[hour : hour + lasts, year].sum())
            true = int(chance.binomial(gifts, lost))
            found.append(Outage(*probably_missed(_at(baseline, year), [usual], gifts - true), true))
        counts = (years.gifts, years.failed, years.tiny)
        baseline.learn(Hour(*(one[hour].astype(float) for one in counts)), _place(hour))
    return found


def _of(value: Any, year: int) -> float:
    return float(np.broadcast_to(value, (year + 1,))[year] if np.ndim(value) == 0 else value[year])


def _at(baseline: Any, year: int) -> Baseline:
    """What one year's baseline knows of its days and its last hours."""
    spread = _of(baseline.spread, year)

    class At(Baseline):
        @property
        def spread(self) -> float:
            return spread

    found = At()
    for name in ("recent_n", "recent_x", "now_n", "now_x"):
        setattr(found, name, _of(getattr(baseline, name), year))
    return found


def missed_gifts(count: int = OUTAGES, seed: int = 11) -> list[Measurement]:
    """The share of intervals that hold: the goal is held by the worst size; giving days are beside it."""
    rows = []
    for name, giving_day in (("outages", False), ("outages on Giving Tuesday", True)):
        found = {size: outages(size, count, seed, giving_day=giving_day) for size in SIZES}
        held = {size: 100 * float(np.mean([one.holds for one in all_])) for size, all_ in found.items()}
        wide = {size: float(np.mean([one.high - one.low for one in all_])) for size, all_ in found.items()}
        true = {size: float(np.mean([one.true for one in all_])) for size, all_ in found.items()}
        detail = ", ".join(f"{size} {held[size]:.1f} %, {wide[size]:.1f} wide of {true[size]:.1f}" for size in SIZES)
        goal = f"{count} of each size: {detail}"
        rows.append(Measurement(f"intervals that hold: {name}", min(held.values()), 80, "%", goal, at_least=True))
    return rows


if __name__ == "__main__":
    for row in missed_gifts(int(sys.argv[1]) if len(sys.argv) > 1 else OUTAGES):
        print(f"{row.name}: {row.value:.1f} {row.unit} (goal {row.goal:g}; {row.detail})")
