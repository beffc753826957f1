"""Series with a known truth: noise, days and weeks, outliers, gaps and memory as the runs of a sync have them."""

import itertools
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


GROWTHS = ("line", "remembering", "weekly", "gamma", "stairs", "compound", "cleaned", "quota")
"""Ways to grow: a line with noise, with AR(1) noise, with weekdays; a random walk upwards (a database); weekly steps;
10 % a week; a walk with one clean-up; a quota that begins anew each day."""


@dataclass(frozen=True)
class Growth:
    """What was seen of something that grows, its limit, and when it truly gets there first (Unix ms)."""

    times_ms: list[int]
    values: list[float]
    limit: float
    truth_ms: int


def growth(kind: str, seed: int) -> Growth:
    """20 to 90 days of a growth of about one a day, whose limit its course meets 10 to 120 days later."""
    chance = random.Random(f"{kind} {seed}")
    days, ahead, base = chance.randint(20, 90), chance.uniform(10, 120), chance.uniform(20, 300)
    levels, limit = _course(kind, chance, days, ahead, base)
    if kind == "cleaned":
        at = chance.randint(days // 5, days * 4 // 5)
        fall = levels[at] * chance.uniform(0.3, 0.7)
        levels = [level - fall if place > at else level for place, level in enumerate(levels)]
        limit -= fall
    truth = next(place for place in range(days, len(levels)) if levels[place] >= limit)
    seen = [(place * DAY_MS, level) for place, level in enumerate(levels[:days])]
    if kind == "quota":
        seen = [(at + hour * HOUR_MS, level * hour / 23) for at, level in seen for hour in range(24)]
    return Growth([BEGAN_MS + at for at, _ in seen], [value for _, value in seen], limit, BEGAN_MS + truth * DAY_MS)


def _course(kind: str, chance: random.Random, days: int, ahead: float, base: float) -> tuple[list[float], float]:
    """Levels of the days, long enough, and the limit."""
    many = range(days + 1500)
    limit = base + days + ahead
    if kind == "compound":
        rate = math.log(1.1) / 7
        ahead /= 2
        levels = [base * math.exp(rate * place + chance.gauss(0, 0.04)) for place in many]
        return levels, base * math.exp(rate * (days + ahead))
    if kind in ("gamma", "cleaned"):
        return list(itertools.accumulate((chance.gammavariate(1, 1) for _ in many), initial=base)), limit
    if kind == "stairs":
        steps = (7 * chance.uniform(0.5, 1.5) if place % 7 == 3 else 0.0 for place in many)
        return list(itertools.accumulate(steps, initial=base)), limit
    sigma = chance.uniform(0.02, 0.3) * days
    noise = _remembering(chance, 0.5 if kind == "remembering" else 0.0, sigma, len(many))
    weekdays = [chance.uniform(-1, 1) * sigma if kind == "weekly" else 0.0 for _ in range(7)]
    return [base + place + weekdays[place % 7] + one for place, one in enumerate(noise)], limit
