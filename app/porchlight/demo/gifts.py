"""Invented payments, for the simulators of where gifts are counted: when each was made, whether it failed, and its
amount, of which the vendors' searches count those under a limit."""

import random
from bisect import bisect_left, insort
from dataclasses import field
from datetime import datetime, tzinfo

from porchlight.dataclass import dataclass

_HOURS = (1, 1, 0, 0, 0, 1, 3, 6, 9, 12, 14, 13, 12, 10, 9, 9, 10, 11, 13, 16, 17, 12, 6, 3)
"""How many of a hundred gifts or so come in each hour of a day."""


@dataclass(slots=True)
class Gifts:
    """All payments of one organisation, in order."""

    payments: list[tuple[int, bool, float]] = field(default_factory=list)
    """Unix ms (UTC), whether it failed, amount."""

    def add(self, at_ms: int, *, failed: bool = False, amount: float = 50.0) -> None:
        """One more."""
        insort(self.payments, (at_ms, failed, amount))

    def total(
        self,
        since_ms: int,
        until_ms: int,
        *,
        failed: bool | None,
        below: float | None = None,
        least: float | None = None,
    ) -> int:
        """How many from a moment to before another; ``failed`` None: in whatever state."""
        first = bisect_left(self.payments, (since_ms,))
        last = bisect_left(self.payments, (until_ms,))
        return sum(
            failed in (None, one_failed) and (below is None or amount < below) and (least is None or amount >= least)
            for _, one_failed, amount in self.payments[first:last]
        )

    def burst(self, now_ms: int, minutes: int = 10) -> None:
        """Card testing: four tries a minute with stolen cards, of which few go through, for a dollar each."""
        for number in range(minutes * 4):
            self.add(now_ms - number * 15_000, failed=number % 8 != 0, amount=1.0)

    def stop(self, since_ms: int) -> None:
        """No gift since then."""
        self.payments = [one for one in self.payments if one[0] < since_ms]


def usual_gifts(now_ms: int, zone: tzinfo, *, days: int = 60, a_day: float = 120.0, seed: int = 1) -> Gifts:
    """Some weeks of quite usual giving until now."""
    chance = random.Random(seed)  # noqa: S311 - for looks
    gifts = Gifts()
    hour_ms = 3_600_000
    for hour in range(now_ms // hour_ms - days * 24, now_ms // hour_ms + 1):
        local = datetime.fromtimestamp(hour * 3600, zone)
        mean = a_day * _HOURS[local.hour] / sum(_HOURS) * (0.7 if local.weekday() > 4 else 1.1)
        at_ms = hour * hour_ms + chance.expovariate(1) * hour_ms / max(mean, 0.01)
        while at_ms < min((hour + 1) * hour_ms, now_ms):
            gifts.add(round(at_ms), failed=chance.random() < 0.05, amount=chance.choice((15.0, 25.0, 50.0, 100.0)))
            at_ms += chance.expovariate(1) * hour_ms / max(mean, 0.01)
    return gifts
