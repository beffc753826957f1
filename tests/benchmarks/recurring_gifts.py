"""Recurring gifts: false alarms, and shortfalls that are noticed the next morning, over 24 simulated months.

``python -m tests.benchmarks.recurring_gifts`` prints the figures.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from porchlight.probes.recurring_gifts.memory import LEARNING_DAYS, Day, Memory
from tests.benchmarks.measure import Measurement

MONTHS = 24
SIZES = (100, 400, 1000, 5000)
"""Plans."""
SEEDS = range(7000, 7020)
"""Others than those that the limits were tried with."""
FIRST = date(2025, 1, 1)
PEAKS = (1, 15)
_PEAK_SHARE = 0.25
"""Of the plans, on each of the two days."""
_CANCELLED, _FAILED, _LOST = 0.005, 0.04, 0.05


@dataclass
class Found:
    """Of one size of organisation."""

    days: int = 0
    peaks: int = 0
    alarms: int = 0
    peak_alarms: int = 0
    short: int = 0
    """Peaks that were tried with a shortfall of 5 %."""
    noticed: int = 0
    """Of those, the next morning."""


def simulate(plans: int, seed: int, months: int = MONTHS) -> Found:
    """Months of days, of which each peak is also tried with a twentieth of its gifts missing."""
    chance, found, memory = np.random.default_rng(seed), Found(), Memory()
    for number in range(round(months * 30.4)):
        at = FIRST + timedelta(days=number)
        is_peak = at.day in PEAKS
        due = int(chance.poisson(plans * (_PEAK_SHARE if is_peak else (1 - 2 * _PEAK_SHARE) / 28.4)))
        # Cards fail more on some days than on others.
        failing = float(chance.beta(20, 20 / _FAILED - 20))
        charged = int(chance.binomial(due, 1 - _CANCELLED))
        posted = int(chance.binomial(charged, 1 - failing))
        if number > LEARNING_DAYS + 10 and is_peak:
            lost = round(due * _LOST)
            found.short += 1
            found.noticed += memory.is_too_few(Day(number, due, charged - lost, max(posted - lost, 0)))
        memory.judge(Day(number, due, charged, posted))
        found.days += 1
        found.alarms += memory.short is not None
        if is_peak:
            found.peaks += 1
            found.peak_alarms += memory.short is not None
    return found


def recurring_gifts() -> list[Measurement]:
    """For the table."""
    found = {plans: [simulate(plans, seed) for seed in SEEDS] for plans in SIZES}
    noticed = {
        plans: 100 * sum(run.noticed for run in runs) / sum(run.short for run in runs)
        for plans, runs in found.items()
    }
    every = [run for runs in found.values() for run in runs]
    each = f"{len(SEEDS)} times {MONTHS} months of each size"
    peaks, days = sum(run.peaks for run in every), sum(run.days for run in every)
    return [
        Measurement(
            "days when 5 % of the recurring gifts are missing, told the next morning, with 5,000 plans",
            noticed[5000],
            95,
            "%",
            f"{each}; " + ", ".join(f"{plans:,} plans {share:.0f} %" for plans, share in noticed.items()),
            at_least=True,
        ),
        Measurement(
            "false alarms about recurring gifts on the 1st and the 15th",
            sum(run.peak_alarms for run in every),
            0,
            "",
            f"{each}; of {peaks} such days; on all {days} days: {sum(run.alarms for run in every)}",
        ),
    ]


def main() -> None:
    """Print the rows."""
    for one in recurring_gifts():
        print(f"{one.name}: {one.value:.4g} {one.unit} ({one.detail})")


if __name__ == "__main__":
    main()
