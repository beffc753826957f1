"""Arrivals of gifts at the database, two CRMs and Mailchimp over 24 simulated months: lost gifts, and late ones.

``python -m tests.benchmarks.arrivals`` prints the figures. The truth is not the model that learns from it: a sync
every quarter of an hour that is down now and then, a CRM that is served in batches and some days hours late, another
one that has gifts after minutes but holds some back for hours when its limit is reached, a Mailchimp that is written
once an hour and now and then not at all for half a night, single gifts that are tried again for half a day, bank
debits that count only days later, and ten times the gifts on the 1st and the 15th.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import Any, Final

import numpy as np

from porchlight.probes.arrivals.hops import HOUR_MS, Finding, Hop, Memory, State
from tests.benchmarks.measure import Measurement

MONTHS: Final = 24
FIRST: Final = date(2025, 1, 1)
PEAKS: Final = (1, 15)
SIZES: Final = {"small": 8, "middle": 120, "large": 1000}
"""Gifts on a usual day."""
SEEDS: Final = range(27100, 27106)
"""Others than those that the limits were tried with."""
BRANCHES: Final = ("salesforce", "hubspot", "mailchimp")
"""Places that get their gifts from the database."""
HOPS: Final = ("database", *BRANCHES)
_SETTLING: Final = 20
"""Days after which losses begin."""
_DAY_H: Final = 24
_UNFINISHED: Final = 8
"""The last days are not over when the months are."""


@dataclass
class Found:
    """Of one size of organisation."""

    days: int = 0
    peaks: int = 0
    alarms: int = 0
    """Days with a false one."""
    peak_alarms: int = 0
    late: int = 0
    """Days with gifts that came later than the longest usual lag, of which none was lost."""
    lost: int = 0
    """Days that lost a thousandth of their gifts, or one."""
    noticed: int = 0
    """Of those, by the end of the next day, with the number."""


def simulate(gifts: int, seed: int, months: int = MONTHS, *, losses: bool = True, office: bool = False) -> Found:
    """Months of days; a tenth of them lose gifts. ``office``: the computer is on from 9 to 17 on weekdays alone."""
    chance, found = np.random.default_rng(seed), Found()
    days = round(months * 30.4)
    places = [_Places(chance, gifts, number, losses=losses) for number in range(days)]
    down = _outages(chance, days, days // 30, 5)
    late = {
        "salesforce": _batches(chance, days, slowest=2, bad_days=days // 20, longest=9),
        "hubspot": _batches(chance, days, slowest=0.2, bad_days=days // 15, longest=6),
        "mailchimp": _batches(chance, days, slowest=1, bad_days=days // 40, longest=8),
    }
    memory = Memory(hops={name: Hop() for name in HOPS})
    truth = [one.travel(chance, late, down) for one in places]
    told: dict[int, dict[str, int]] = {}
    for hour in range(_DAY_H, days * _DAY_H):
        today, of_day = divmod(hour, _DAY_H)
        if office and (not 9 <= of_day < 17 or (FIRST + timedelta(days=today)).weekday() > 4):
            continue
        for day in memory.wanted(today, 9):
            if day < 0:
                continue
            counts = {name: int(np.searchsorted(at, hour, "right")) for name, at in truth[day].items()}
            for name, hop in memory.hops.items():
                sent = counts["classy" if name == "database" else "database"]
                hop.look(day, (day + 1) * _DAY_H * HOUR_MS, sent, counts[name], hour * HOUR_MS)
        for name, hop in memory.hops.items():
            hop.settle(today)
            if not hop.is_learning and hop.is_alike:
                _tell(told, name, hop, hour)
    for day, one in enumerate(places[:-_UNFINISHED]):
        is_peak = (FIRST + timedelta(days=day)).day in PEAKS
        found.days += 1
        found.peaks += is_peak
        alarms = told.get(day, {})
        wrong = any(name != one.loses_at for name in alarms)
        found.alarms += wrong
        found.peak_alarms += wrong and is_peak
        found.late += one.is_late
        if one.lost:
            found.lost += 1
            found.noticed += alarms.get(one.loses_at, days * _DAY_H) <= _deadline(day, office=office)
    return found


def _deadline(day: int, *, office: bool) -> int:
    """The end of the next day; in an office of the next working day."""
    next_day = day + 1
    while office and (FIRST + timedelta(days=next_day)).weekday() > 4:
        next_day += 1
    return (next_day + 1) * _DAY_H


def _tell(told: dict[int, dict[str, int]], name: str, hop: Hop, hour: int) -> None:
    for one in hop.findings():
        if _is_alarm(one):
            told.setdefault(one.day, {}).setdefault(name, hour)


def _is_alarm(one: Finding) -> bool:
    return one.state in (State.LOST, State.MORE)


class _Places:
    """One day's gifts and what happens to them; times are hours since the first day began."""

    def __init__(self, chance: Any, gifts: int, day: int, *, losses: bool) -> None:
        at = FIRST + timedelta(days=day)
        mean = gifts * (10 if at.day in PEAKS else 0.7 if at.weekday() > 4 else 1.1) * chance.gamma(12, 1 / 12)
        count = int(chance.poisson(mean))
        self.made = np.sort(day * _DAY_H + _DAY_H * chance.beta(3, 2, count))
        self.counted = self.made + np.where(chance.random(count) < 0.02, chance.uniform(60, 130, count), 0)
        self.is_late = False
        self.lost, self.loses_at = 0, ""
        if losses and day > _SETTLING and chance.random() < 0.1 and count:
            self.lost = max(1, round(count / 1000))
            self.loses_at = str(chance.choice(HOPS))

    def travel(self, chance: Any, late: Mapping[str, Any], down: Any) -> dict[str, Any]:
        """When each gift is counted in each place."""
        count = len(self.made)
        in_database = _after_outage(np.ceil(self.counted * 4) / 4 + 0.05, down)
        gone = np.zeros(count, bool)
        gone[: self.lost] = True
        chance.shuffle(gone)
        if self.loses_at == "database":
            in_database = np.where(gone, np.inf, in_database)
        found = {"classy": np.sort(self.counted), "database": np.sort(in_database)}
        for name in BRANCHES:
            slow = chance.random(count) < 1 / 2000
            waits = late[name]
            hours = np.clip(np.nan_to_num(in_database, posinf=0).astype(int), 0, len(waits) - 1)
            there = in_database + waits[hours]
            # In batches of an hour, but for the one that is served at once.
            there = there + chance.uniform(0, 0.2) if name == "hubspot" else np.ceil(there) + chance.uniform(0.1, 0.9)
            there += slow * chance.uniform(2, 7, count)
            if self.loses_at == name:
                there = np.where(gone, np.inf, there)
            self.is_late |= bool((slow | (waits[hours] > 3)).any()) and not self.lost
            found[name] = np.sort(there)
        return found


def _batches(chance: Any, days: int, *, slowest: float, bad_days: int, longest: int) -> Any:
    """By hour how late a place is."""
    hours = (days + 10) * _DAY_H
    late = np.repeat(chance.uniform(0.1, slowest, hours // _DAY_H), _DAY_H)
    for began in chance.integers(0, hours - 12, bad_days):
        # A vendor's bad day: all wait until it ends.
        lasts = int(chance.integers(3, longest))
        late[began : began + lasts] = np.maximum(late[began : began + lasts], np.arange(lasts, 0, -1))
    return late


def _outages(chance: Any, days: int, number: int, longest: int) -> Any:
    """By hour until when the sync is down."""
    hours = (days + 10) * _DAY_H
    down = np.arange(hours, dtype=float)
    for began in chance.integers(0, hours - 6, number):
        lasts = int(chance.integers(1, longest))
        down[began : began + lasts] = began + lasts
    return down


def _after_outage(at: Any, down: Any) -> Any:
    hours = np.clip(at.astype(int), 0, len(down) - 1)
    return np.maximum(at, down[hours])


def total(gifts: int, seeds: Iterable[int], *, office: bool) -> Found:
    """Of all years together."""
    runs = [simulate(gifts, seed, office=office) for seed in seeds]
    return Found(*(sum(getattr(run, one.name) for run in runs) for one in fields(Found)))


def arrivals() -> list[Measurement]:
    """For the table."""
    always = {size: total(gifts, SEEDS, office=False) for size, gifts in SIZES.items()}
    office = {size: total(gifts, SEEDS, office=True) for size, gifts in SIZES.items()}
    each = f"{len(SEEDS)} times {MONTHS} months of each size"
    early = {size: 100 * found.noticed / found.lost for size, found in always.items()}
    working = {size: 100 * found.noticed / found.lost for size, found in office.items()}
    alarms = sum(found.alarms for found in (*always.values(), *office.values()))
    days = sum(found.days for found in (*always.values(), *office.values()))
    late = sum(found.late for found in (*always.values(), *office.values()))
    peaks = sum(found.peaks for found in (*always.values(), *office.values()))
    peak_alarms = sum(found.peak_alarms for found in (*always.values(), *office.values()))
    return [
        Measurement(
            "a thousandth of a day's gifts lost on the way, told by the end of the next day",
            min(early.values()),
            95,
            "%",
            f"{each}; {_list(early)}; a computer in an office, by the end of the next working day: {_list(working)}",
            at_least=True,
        ),
        Measurement(
            "false alarms about gifts on the 1st and the 15th", peak_alarms, 0, "", f"{each}; of {peaks} such days"
        ),
        Measurement(
            "late gifts called lost, and other false alarms",
            alarms,
            0,
            "",
            f"{each}; {days} days, on {late} of them gifts came hours late",
        ),
    ]


def _list(figures: dict[str, float]) -> str:
    return ", ".join(f"{size} {figure:.0f} %" for size, figure in figures.items())


def main() -> None:
    """Print the rows."""
    for one in arrivals():
        print(f"{one.name}: {one.value:.4g} {one.unit} ({one.detail})")


if __name__ == "__main__":
    main()
