"""Gift pulse: bursts and stops that are told, and false alarms, over simulated donation years of three sizes; beside
the plain rule "no gift for N hours".

``python -m tests.benchmarks.gift_pulse [YEARS] [SEED]`` prints the figures.
"""

import sys
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np

from porchlight.probes.gift_pulse.baseline import LEARNING_DAYS, SHORTEST_GAP, Baseline, Hour, Place, flood_limit
from tests.benchmarks.gift_years import DAYS, FIRST, HOURS, SIZES, Array, Years, simulate
from tests.benchmarks.measure import Measurement

YEARS = 200
_AT_ONCE = 50
_STEP = 1 / 12
"""Hours between two checks."""
_STOPS, _BURSTS = 20, 20
"""For each year."""
_LONGEST = 40
"""Days after a stop that are looked at."""
_WINDOW = 3
"""Steps that a flood is counted over."""
_PER_HOUR = 12


@dataclass
class Found:
    """Of one size: a row for each year, or for each stop and burst."""

    alarms: list[int]
    """The most false alarms in a quarter, of silences and floods together."""
    hours: list[float]
    """From the last gift until a stop was told."""
    usual: list[float]
    """The longest gap of an ordinary month, had it begun with that gift."""
    plain: list[float]
    """The smallest N of the plain rule with one false alarm a quarter, known only after the year."""
    minutes: list[float]
    """From the beginning of a burst until it was told."""


@dataclass
class Learned:
    """What the baseline held after each hour; one row an hour, one column a year."""

    relative: Array
    """The expected gifts of the hour over the level, before it was learned."""
    level: Array
    spread: Array
    recent_n: Array
    recent_x: Array
    limit: Array
    month: Array
    failed_share: Array
    tiny_share: Array


def _learn(years: Years) -> Learned:
    count = years.gifts.shape[1]
    kept: dict[str, list[Any]] = {name: [] for name in Learned.__annotations__}
    baseline: Any = Baseline()
    began = datetime(FIRST.year, FIRST.month, FIRST.day, tzinfo=UTC)
    for hour in range(HOURS):
        at = began + timedelta(hours=hour)
        place = Place(at.weekday() * 24 + at.hour, at.day - 1, at.month - 1)
        kept["relative"].append(np.broadcast_to(baseline.certain_rate(place) / baseline.level, (count,)))
        baseline.learn(Hour(*(one[hour].astype(float) for one in (years.gifts, years.failed, years.tiny))), place)
        for name, value in (
            ("level", baseline.level),
            ("spread", baseline.spread),
            ("recent_n", baseline.recent_n),
            ("recent_x", baseline.recent_x),
            ("limit", baseline.silence_limit),
            ("month", baseline.month_limit),
            ("failed_share", baseline.failed_share),
            ("tiny_share", baseline.tiny_share),
        ):
            kept[name].append(np.broadcast_to(value, (count,)))
    return Learned(**{name: np.array(rows) for name, rows in kept.items()})


def _frozen(learned: Learned, hour: Array, year: int) -> Any:
    """The baseline of one year as it was after some hours, for the chances of gaps."""

    class At(Baseline):
        spread = learned.spread[hour, year]

    found: Any = At()
    found.recent_n, found.recent_x = learned.recent_n[hour, year], learned.recent_x[hour, year]
    return found


@dataclass
class Gaps:
    """The long gaps of one year: when each began and ended, in hours, and the chance of it."""

    began: Array
    ended: Array
    chance: Array
    limit: Array


def _until(total: Array, at: Array) -> Array:
    """A running total of hours, at any moment."""
    hour = np.minimum(at.astype(int), HOURS - 1)
    return total[hour] + (at - hour) * (total[hour + 1] - total[hour])


def _gaps(times: Array, learned: Learned, year: int) -> Gaps:
    total = np.r_[0.0, np.cumsum(learned.relative[:, year])]
    began, ended = times[:-1], times[1:]
    hour = began.astype(int)
    expected = (_until(total, ended) - _until(total, began)) * learned.level[hour, year]
    long = (expected > 3) & (ended - began >= SHORTEST_GAP) & (began > LEARNING_DAYS * 24)
    began, ended, hour = began[long], ended[long], hour[long]
    baseline, level = _frozen(learned, hour, year), learned.level[hour, year]
    days = int(np.ceil((ended - began).max() / 24)) if len(began) else 0
    parts = []
    for day in range(days):
        since, until = np.minimum(began + day * 24, ended), np.minimum(began + day * 24 + 24, ended)
        parts.append((_until(total, until) - _until(total, since)) * level)
    chance = baseline.chance_of_gap(parts) if parts else np.zeros(0)
    return Gaps(began, ended, chance, learned.limit[hour, year])


def _told(last: float, learned: Learned, year: int) -> tuple[float, float]:
    """After a stop: hours since the last gift until it is told, and until the chance is that of a rare gap."""
    hour = int(last)
    total = np.r_[0.0, np.cumsum(learned.relative[:, year])]
    at = np.minimum(last + np.arange(1, _LONGEST * 24 * 12) * _STEP, HOURS - 0.001)
    level, baseline = learned.level[hour, year], _frozen(learned, np.array(hour), year)
    day = ((at - last) / 24).astype(int)
    parts = []
    for one in range(day[-1] + 1):
        since, until = np.minimum(last + one * 24, at), np.minimum(last + one * 24 + 24, at)
        parts.append((_until(total, until) - _until(total, since)) * level)
    chance = baseline.chance_of_gap(parts)
    found = [
        np.argmax((chance < limit) & (at - last >= SHORTEST_GAP))
        for limit in (learned.limit[hour, year], learned.month[hour, year])
    ]
    told, usual = (float(at[one] - last) if one else np.inf for one in found)
    return told, usual


def study(size: str, count: int, seed: int) -> Found:
    """Learn from so many years of one size, hour by hour, and put stops and bursts into them."""
    found = Found([], [], [], [], [])
    for first in range(0, count, _AT_ONCE):
        years = simulate(size, min(_AT_ONCE, count - first), seed + first)
        learned = _learn(years)
        chance = np.random.default_rng(seed + first + 1)
        for year in range(years.gifts.shape[1]):
            times = np.sort(
                np.repeat(np.arange(HOURS), years.gifts[:, year]) + chance.random(years.gifts[:, year].sum())
            )
            gaps = _gaps(times, learned, year)
            floods = _Floods(years, learned, year, times, chance)
            alarms = np.r_[gaps.ended[gaps.chance < gaps.limit], floods.false_alarms()]
            found.alarms.append(int(np.bincount((alarms / (HOURS / 4)).astype(int).clip(0, 3)).max(initial=0)))
            found.plain.append(_best_plain(times))
            for stop in chance.uniform(20 * 24, (DAYS - _LONGEST) * 24, _STOPS):
                until_told, usual = _told(times[np.searchsorted(times, stop) - 1], learned, year)
                found.hours.append(until_told)
                found.usual.append(usual)
            found.minutes += [floods.told(at) for at in chance.uniform(20 * 24, HOURS - 24, _BURSTS)]
    return found


class _Floods:
    """Failed and tiny gifts of one year, by steps of five minutes."""

    def __init__(self, years: Years, learned: Learned, year: int, times: Array, chance: Any) -> None:
        self._chance = chance
        # Failures come in clusters: a card is tried again, a bank is away for a while.
        cluster = np.repeat(chance.gamma(2, 1 / 2, HOURS * _PER_HOUR // _WINDOW), _WINDOW)
        self._failed = chance.poisson(
            np.repeat(years.mean[:, year], _PER_HOUR) / _PER_HOUR * years.failing[year] * cluster
        )
        gifts = np.bincount((times * _PER_HOUR).astype(int), minlength=HOURS * _PER_HOUR)
        self._tiny = chance.binomial(gifts, years.small[year])
        self._ordinary = gifts - self._tiny
        self._expected = (
            np.repeat(learned.relative[:, year] * learned.level[:, year], _PER_HOUR) / _PER_HOUR * _WINDOW
        )
        self._shares = (learned.failed_share[:, year], learned.tiny_share[:, year])

    def false_alarms(self) -> Array:
        """When one began, in hours."""
        many = self._is_flood(slice(0, HOURS * _PER_HOUR), np.zeros(0), np.zeros(0))
        return np.flatnonzero(many[1:] & ~many[:-1]) / _PER_HOUR

    def told(self, at: float) -> float:
        """Minutes from the beginning of a burst of card testing until it was told."""
        minutes = int(self._chance.uniform(20, 60))
        tries = self._chance.poisson(np.exp(self._chance.uniform(np.log(1.5), np.log(15))), minutes)
        failed = self._chance.binomial(tries, self._chance.uniform(0.6, 0.98))
        tiny = self._chance.binomial(tries - failed, 0.9)
        began = int(at * 60)
        step = began // 5
        place = (began % 5 + np.arange(minutes)) // 5
        many = self._is_flood(
            slice(step - _WINDOW, step + int(place[-1]) + 1),
            np.bincount(place, failed),
            np.bincount(place, tiny),
        )
        found = np.flatnonzero(many[_WINDOW:])
        return float((found[0] + 1) * 5 - began % 5) if len(found) else np.inf

    def _is_flood(self, steps: slice, more_failed: Array, more_tiny: Array) -> Array:
        """At the end of each step; the burst is in the last ones."""
        ordinary: Any = np.maximum(_window(self._ordinary[steps]), self._expected[steps])
        hours = (np.arange(steps.start, steps.stop) // _PER_HOUR).clip(1) - 1
        many = np.zeros(steps.stop - steps.start, bool)
        for counts, more, share in zip(
            (self._failed, self._tiny), (more_failed, more_tiny), self._shares, strict=True
        ):
            here = counts[steps].astype(float)
            if len(more):
                here[-len(more) :] += more
            many |= _window(here) > flood_limit(share[hours], ordinary)
        return many


def _window(counts: Array) -> Array:
    total = np.cumsum(np.r_[np.zeros(_WINDOW), counts])
    return total[_WINDOW:] - total[:-_WINDOW]


def _best_plain(times: Array) -> float:
    worst = 0.0
    gaps, ended = np.diff(times), times[1:]
    for quarter in range(4):
        within = np.sort(gaps[(ended // (HOURS / 4)) == quarter])
        worst = max(worst, float(within[-2]))
    return worst


def gift_pulse(count: int = YEARS, seed: int = 7) -> list[Measurement]:
    """All three sizes; the goals hold for the worst of them."""
    found = {size: study(size, count, seed) for size in SIZES}
    told = {size: 100 * float((np.array(one.minutes) <= 15).mean()) for size, one in found.items()}
    ratios = {size: np.array(one.hours) / np.array(one.usual) for size, one in found.items()}
    stops = {size: 100 * float((ratio <= 3).mean()) for size, ratio in ratios.items()}
    quiet = {size: 100 * float((np.array(one.alarms) <= 1).mean()) for size, one in found.items()}
    hours = "; ".join(_hours(size, one, ratios[size]) for size, one in found.items())
    each = f"{count} years of each size: "
    return [
        Measurement("bursts told within 15 min", min(told.values()), 99, "%", each + _list(told), at_least=True),
        Measurement(
            "stops told within three of the longest gaps of an ordinary month",
            min(stops.values()),
            95,
            "%",
            f"{each}{_list(stops)}; {hours}",
            at_least=True,
        ),
        Measurement(
            "years with one false alarm a quarter at most",
            min(quiet.values()),
            95,
            "%",
            each + _list(quiet),
            at_least=True,
        ),
    ]


def _hours(size: str, found: Found, ratio: Array) -> str:
    middle, late = np.quantile(found.hours, [0.5, 0.95])
    same, one = np.quantile(found.plain, [0.5, 0.95])
    return (
        f"{size}: {middle:.1f} h after the last gift, 95 % within {late:.1f} h ({np.median(ratio):.1f} gaps);"
        f" no gift for N hours, with the year known: N = {same:.1f}, one N for all: {one:.1f}"
    )


def _list(shares: dict[str, float]) -> str:
    return ", ".join(f"{name} {share:.1f} %" for name, share in shares.items())


if __name__ == "__main__":
    for row in gift_pulse(*map(int, sys.argv[1:3])):
        print(f"{row.name}: {row.value:.1f} {row.unit} (goal {row.goal:g}; {row.detail})")
