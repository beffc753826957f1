"""Series with a known truth: noise, days and weeks, outliers, gaps and memory as the runs of a sync have them."""

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass

DAY_MS = 86_400_000
HOUR_MS = 3_600_000
BEGAN_MS = 1_772_323_200_000
"""Sunday, 1 March 2026, 0:00 UTC."""


@dataclass(frozen=True)
class Plan:
    """What a series is made of; shares are 0–1, ``sigma`` is that of log-normal noise."""

    per_week: float = 0.0
    days: float = 21
    every_minutes: float = 30
    sigma: float = 0.25
    by_hour: float = 0.3
    by_weekday: float = 0.2
    outliers: float = 0.02
    asleep: float = 0.15
    """The share of all time in which the machine slept, some hours at a time."""
    memory: float = 0.0
    """The correlation of one run's noise with the one before."""
    memory_of_days: float = 0.0
    """The same for a second noise that a whole day shares, of ``sigma_of_days``."""
    sigma_of_days: float = 0.0
    bad_days: int = 0
    """How many days in a row, somewhere, everything takes three times as long."""
    bad_night: bool = False
    """The same for six hours of one night."""
    step: float = 0.0
    """A relative change of level that happens at once, in the middle third."""


def series(plan: Plan, seed: int) -> tuple[list[int], list[float]]:
    """Times (Unix ms) and durations (around 300)."""
    chance = random.Random(seed)
    peak, weekdays = chance.uniform(0, 24), [chance.uniform(-1, 1) * plan.by_weekday for _ in range(7)]
    bad_from = chance.randrange(int(plan.days) - plan.bad_days + 1) * DAY_MS
    night_from = chance.randrange(int(plan.days)) * DAY_MS
    step_from = chance.uniform(plan.days / 3, plan.days * 2 / 3) * DAY_MS
    of_days = list(_remembering(chance, plan.memory_of_days, plan.sigma_of_days, int(plan.days) + 1))
    count = int(plan.days * 1440 / plan.every_minutes)
    noise = _remembering(chance, plan.memory, plan.sigma, count)
    sleeps = _sleeps(chance, plan)
    times, values = [], []
    for place, one in enumerate(noise):
        at_ms = int(place * plan.every_minutes * 60_000)
        if any(begin <= at_ms < end for begin, end in sleeps):
            continue
        days = at_ms / DAY_MS
        hour = math.cos((days * 24 - peak) / 24 * math.tau)
        level = math.log(300) + math.log1p(plan.per_week) * days / 7 + one + of_days[int(days)]
        value = math.exp(level) * (1 + plan.by_hour * hour) * (1 + weekdays[int(days) % 7])
        if chance.random() < plan.outliers:
            value *= chance.uniform(3, 10)
        if bad_from <= at_ms < bad_from + plan.bad_days * DAY_MS:
            value *= 3
        if plan.bad_night and night_from <= at_ms < night_from + 6 * HOUR_MS:
            value *= 3
        if plan.step and at_ms >= step_from:
            value *= 1 + plan.step
        times.append(BEGAN_MS + at_ms)
        values.append(value)
    return times, values


def _remembering(chance: random.Random, memory: float, sigma: float, count: int) -> Iterator[float]:
    """AR(1) with the standard deviation ``sigma``."""
    value = chance.gauss(0, sigma)
    for _ in range(count):
        yield value
        value = memory * value + chance.gauss(0, sigma) * math.sqrt(1 - memory * memory)


def _sleeps(chance: random.Random, plan: Plan) -> list[tuple[float, float]]:
    sleeps: list[tuple[float, float]] = []
    slept = 0.0
    while slept < plan.asleep * plan.days * DAY_MS:
        begin, length = chance.uniform(0, plan.days * DAY_MS), chance.uniform(2, 14) * HOUR_MS
        sleeps.append((begin, begin + length))
        slept += length
    return sleeps
