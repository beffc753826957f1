"""How the gifts of each day get from one place to the next: what is under way, late, lost, or there twice. Pure.

Of each day that is over, a look says how many gifts were sent and how many have arrived. The lag of a day is how long
the last of them took, from the day's end, or from when it was first counted in the first place. What is missing is
lost an hour past the longest lag of the last half year and a margin, which shrinks the more days are known, but not
before the afternoon of the next day; until then it is late or under way.

Days are numbered since the epoch in the calendar that the counts are made in. Moments are Unix ms (UTC).
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import field
from enum import Enum, auto
from typing import Annotated, Final

from pydantic import Field

from porchlight.dataclass import dataclass

HOUR_MS: Final = 3_600_000
KEPT_DAYS: Final = 7
"""So long a day is looked at while something of it is missing."""
SETTLED_DAYS: Final = 3
"""Until then a complete day is looked at again: refunds, and copies that are made later."""
LEARNING_DAYS: Final = 10
"""Days whose counts are compared before any are judged; past ones count."""
_LAG_DAYS: Final = 180
_FEW_LAGS: Final = 7
_FIRST_LIMIT_MS: Final = 36 * HOUR_MS
"""While fewer lags than that are known."""
_LEAST_LIMIT_MS: Final = 14 * HOUR_MS
"""Nothing is called lost before the afternoon of the next day: there is time until then."""
_LONGEST_LIMIT_MS: Final = 4 * 24 * HOUR_MS
_BLIND_MS: Final = 12 * HOUR_MS
"""After a longer pause between two looks, when a gift arrived is not known."""
_AGREE_DAYS: Final = 30
_AGREEING: Final = 0.8
"""Of the days; where fewer agree in the end, the two places do not count the same gifts."""
_COPIED_MS: Final = HOUR_MS
"""Too many for so long are no matter of two counts made one after the other."""
_MOST_STEPS: Final = 16
FARTHEST_ZONE: Final = 14
"""Hours between this calendar and the one that another place dates gifts by."""
_ZONE_DAYS: Final = 3
"""So many days must agree in another time zone, …"""
_ZONE_GIFTS: Final = 20
"""… with so many gifts, …"""
_ZONE_SHARE: Final = 0.7
"""… and this share of all: of the newest some may be under way."""

_Moment = Annotated[int, Field(ge=0, le=10**14)]
_Count = Annotated[int, Field(ge=0, le=10**9)]


@dataclass(slots=True)
class Day:
    """One day's gifts on one hop."""

    ends_ms: _Moment
    steps: Annotated[list[tuple[_Moment, _Count]], Field(max_length=_MOST_STEPS)] = field(default_factory=list)
    """When so many had been sent, in order."""
    sent: _Count = 0
    arrived: _Count = 0
    most_sent: _Count = 0
    most_arrived: _Count = 0
    looked_ms: _Moment = 0
    lag_ms: _Moment | None = 0
    """How long the last took that arrived; None: not known, it was over when it was first looked at."""
    extra_since_ms: _Moment | None = None

    def sent_at(self, number: int) -> int:
        """When the gift with this number had been sent."""
        return next((at_ms for at_ms, count in self.steps if count >= number), self.looked_ms)

    def look(self, sent: int, arrived: int, now_ms: int) -> None:
        """What a look counted."""
        if sent > self.most_sent:
            # Those of the first look were sent in the course of the day, unless it is long over: some may be new.
            self.steps.append((now_ms if self.looked_ms or self.lag_ms is None else self.ends_ms, sent))
            self.steps = self.steps[-_MOST_STEPS:]
            self.most_sent = sent
        if arrived > self.most_arrived and self.lag_ms is not None:
            self.lag_ms = max(self.lag_ms, self._took(now_ms))
        self.most_arrived = max(self.most_arrived, arrived)
        if arrived <= self.most_sent:
            self.extra_since_ms = None
        elif self.extra_since_ms is None:
            self.extra_since_ms = now_ms
        self.sent, self.arrived, self.looked_ms = sent, arrived, now_ms

    def _took(self, now_ms: int) -> int:
        since_ms = self.sent_at(self.most_arrived + 1)
        known_ms = self.looked_ms or self.ends_ms
        return max((known_ms if now_ms - known_ms > _BLIND_MS else now_ms) - since_ms, 0)


class State(Enum):
    """Of gifts that are not where they should be, the most serious last."""

    UNDER_WAY = auto()
    LATE = auto()
    MORE = auto()
    LOST = auto()


@dataclass(frozen=True, slots=True)
class Finding:
    """One day's gifts that are missing, or too many."""

    state: State
    day: int
    number: int
    sent: int
    arrived: int


_Days = Annotated[dict[Annotated[int, Field(ge=0, le=10**6)], Day], Field(max_length=60)]


@dataclass(slots=True)
class Hop:
    """From one place to the next, with what was learned of it."""

    days: _Days = field(default_factory=dict)
    lags: Annotated[list[_Moment], Field(max_length=_LAG_DAYS)] = field(default_factory=list)
    """In ms, of days that are settled."""
    agreed: Annotated[list[bool], Field(max_length=_AGREE_DAYS)] = field(default_factory=list)
    """Whether all of such a day was there in the end."""
    settled: Annotated[int, Field(ge=0, le=10**6)] = 0
    """The last of them."""
    zone_hours: Annotated[int, Field(ge=-FARTHEST_ZONE, le=FARTHEST_ZONE)] | None = None
    """How many hours later its days seem to begin, where that explains why the days do not agree."""

    def look(self, day: int, ends_ms: int, sent: int, arrived: int, now_ms: int) -> None:
        """What was counted of a day that is over."""
        if day <= self.settled:
            return
        found = self.days.get(day)
        if found is None:
            found = self.days[day] = Day(ends_ms, lag_ms=None if now_ms - ends_ms > _BLIND_MS else 0)
        found.look(sent, arrived, now_ms)

    def is_new(self, day: int) -> bool:
        """Whether nothing is known of it."""
        return day > self.settled and day not in self.days

    def settle(self, today: int) -> None:
        """Learn from the days that are no longer looked at."""
        for day in sorted(self.days):
            found = self.days[day]
            if day >= today - SETTLED_DAYS or (day >= today - KEPT_DAYS and self._missing(found)):
                break
            self.settled = day
            if not found.sent and not found.arrived:
                del self.days[day]
                continue
            self.agreed = [*self.agreed, self._agrees(found)][-_AGREE_DAYS:]
            if found.lag_ms is not None and not self._missing(found):
                self.lags = [*self.lags, found.lag_ms][-_LAG_DAYS:]
            del self.days[day]

    @property
    def is_learning(self) -> bool:
        """Whether too few days were compared."""
        return len(self._compared()) < LEARNING_DAYS

    @property
    def is_alike(self) -> bool:
        """Whether both places count the same gifts."""
        compared = self._compared()
        return sum(compared) >= _AGREEING * len(compared)

    @property
    def days_apart(self) -> tuple[int, int]:
        """Days that did not agree in the end, of how many."""
        compared = self._compared()
        return len(compared) - sum(compared), len(compared)

    def find_zone(self, sent_later: Callable[[int, int], int]) -> None:
        """Look whether the days that are known agree when they begin some hours later, or earlier.
        ``sent_later``: how many gifts were sent on a day that begins so many hours later."""
        self.zone_hours = None
        known = {day: found.arrived for day, found in self.days.items() if found.sent or found.arrived}
        if sum(known.values()) < _ZONE_GIFTS:
            return
        agreeing = {
            hours: sum(sent_later(day, hours) == arrived for day, arrived in known.items())
            for hours in sorted(range(-FARTHEST_ZONE, FARTHEST_ZONE + 1), key=abs)
        }
        best = max(agreeing, key=lambda hours: agreeing[hours])  # the nearest of them
        if best and agreeing[best] >= max(_ZONE_DAYS, _ZONE_SHARE * len(known)):
            self.zone_hours = best

    @property
    def learned(self) -> int:
        """Days that were compared."""
        return len(self._compared())

    @property
    def usual_ms(self) -> int | None:
        """Within this, nine days of ten were complete; None: not known yet."""
        lags = sorted(self._lags())
        return lags[math.ceil(0.9 * len(lags)) - 1] if len(lags) >= _FEW_LAGS else None

    @property
    def limit_ms(self) -> int:
        """After it, what is missing is lost."""
        lags = self._lags()
        if len(lags) < _FEW_LAGS:
            return _FIRST_LIMIT_MS
        # The fewer were seen, the farther beyond the longest of them the next may be.
        longest_ms = round(max(lags) * (1 + 3 / math.sqrt(len(lags))))
        return min(max(longest_ms + HOUR_MS, _LEAST_LIMIT_MS), _LONGEST_LIMIT_MS)

    def findings(self) -> Iterator[Finding]:
        """What was not there at the last look at its day, or too often: what has arrived since is not known. A gift
        that one place puts on the day beside is neither."""
        missing = {day: self._missing(found) for day, found in self.days.items()}
        extra = {day: self._extra(found) for day, found in self.days.items()}
        for day in sorted(missing):
            for beside in (day - 1, day + 1):
                moved = min(missing[day], extra.get(beside, 0))
                if moved:
                    missing[day] -= moved
                    extra[beside] -= moved
        for day, found in sorted(self.days.items()):
            if missing[day]:
                yield Finding(self._state(found), day, missing[day], found.sent, found.arrived)
            since_ms = found.extra_since_ms
            if extra[day] and since_ms is not None and found.looked_ms - since_ms >= _COPIED_MS:
                yield Finding(State.MORE, day, extra[day], found.sent, found.arrived)

    def _state(self, found: Day) -> State:
        waited_ms = found.looked_ms - found.sent_at(found.arrived + 1)
        if waited_ms > self.limit_ms:
            return State.LOST
        usual_ms = self.usual_ms
        return State.UNDER_WAY if usual_ms is None or waited_ms <= max(usual_ms, HOUR_MS) else State.LATE

    def _missing(self, found: Day) -> int:
        return max(found.sent - found.arrived, 0)

    def _extra(self, found: Day) -> int:
        return max(found.arrived - found.most_sent, 0)

    def _agrees(self, found: Day) -> bool:
        return not self._missing(found) and not self._extra(found)

    def _compared(self) -> list[bool]:
        """Of the days that can be compared by now."""
        open_ones = [
            True
            for found in self.days.values()
            if found.lag_ms is not None and found.sent and not self._missing(found)
        ]
        past = [self._agrees(found) for found in self.days.values() if found.lag_ms is None and found.sent]
        return [*self.agreed, *past, *open_ones][-_AGREE_DAYS:]

    def _lags(self) -> list[int]:
        fresh = [found.lag_ms for found in self.days.values() if found.sent and not self._missing(found)]
        return [*self.lags, *(lag for lag in fresh if lag is not None)][-_LAG_DAYS:]


@dataclass(slots=True)
class Memory:
    """All hops, by where they lead."""

    hops: Annotated[dict[str, Hop], Field(max_length=10)] = field(default_factory=dict)
    looked_ms: _Moment = 0
    first_day: int = 0
    """The first day that is compared: some before the component was new."""
    way: Annotated[str, Field(max_length=16)] = ""
    """Of what it was learned."""

    def is_ahead_of(self, today: int) -> bool:
        """Whether it holds a day that is not over."""
        return any(max(hop.settled, *hop.days, 0) >= today for hop in self.hops.values())

    def wanted(self, today: int, most: int) -> list[int]:
        """Which days to look at: those that are open, the newest first, and then past ones, the oldest first."""
        settled = min((hop.settled for hop in self.hops.values()), default=0)
        first = max(self.first_day, settled + 1, today - KEPT_DAYS - LEARNING_DAYS)
        open_ones = [
            day
            for day in range(today - 1, today - KEPT_DAYS - 1, -1)
            if day > settled and (day >= today - SETTLED_DAYS or self._is_open(day))
        ]
        past = [day for day in range(first, today) if any(hop.is_new(day) for hop in self.hops.values())]
        return list(dict.fromkeys(open_ones + past))[:most]

    def _is_open(self, day: int) -> bool:
        return any(day in hop.days and hop.days[day].arrived < hop.days[day].sent for hop in self.hops.values())
