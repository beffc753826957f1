"""What the pulse remembers between checks: the baseline, and how far the source was read. The history keeps it as the
component's position."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from typing import Annotated, Final

from pydantic import Field, TypeAdapter, ValidationError

from porchlight.intake.documents import NotJson, dump_json, parse_json
from porchlight.probes.gift_pulse.baseline import HOURS_OF_WEEK, Baseline, Place
from porchlight.probes.gift_pulse.counts import HOUR_MS, NOTHING, Counts
from porchlight.probes.gift_pulse.missed import Missed, probably_missed

_Figure = Annotated[float, Field(ge=0, le=1e12, allow_inf_nan=False)]
_Moment = Annotated[int, Field(ge=0, le=10**14)]
_DAY_MS: Final = 24 * HOUR_MS
_DIGITS: Final = 6


@dataclass(slots=True)
class Memory:
    """Hours are numbered since the epoch; moments are Unix ms (UTC)."""

    first_hour: int
    """The first that was not learned yet."""
    baseline: Baseline = field(default_factory=Baseline)
    newest_ms: int | None = None
    caught_up: bool = False
    silent_since: int | None = None
    """The hour of the gift after which a silence was noticed: what followed is not learned as usual."""
    missed: Missed | None = None
    """What the last silence that is over probably cost."""

    def take(self, counts: Counts, zone: tzinfo) -> None:
        """Learn the hours that are over, but for those of a silence that is over."""
        if ended := self._end_of_silence(counts):
            # Before anything is learned: what came since must not count for the level of that day.
            self.missed = self._estimate(*ended, zone)
        for hour in range(self.first_hour, counts.until_hour):
            found = counts.hours.get(hour, NOTHING)
            if not self.baseline.hours and not found.gifts:
                continue  # before the first gift
            if self.silent_since is not None and hour > self.silent_since and not found.gifts:
                continue
            self.baseline.learn(found, place(hour, zone))
        self.first_hour = max(self.first_hour, counts.until_hour)
        if self.silent_since is not None and self.first_hour > self.silent_since + 1:
            self.silent_since = None
        self.newest_ms = counts.newest_ms if counts.newest_ms is not None else self.newest_ms
        self.caught_up = counts.caught_up

    def _end_of_silence(self, counts: Counts) -> tuple[int, int] | None:
        """From when until when no gift came, where one did now."""
        since_ms, silent = self.newest_ms, self.silent_since
        if silent is None or since_ms is None or counts.newest_ms is None or counts.newest_ms <= since_ms:
            return None
        if self.missed is not None and self.missed.since_ms // HOUR_MS == silent:
            return None  # this one's end was seen
        # After a night without checks the newest gift is not the first one.
        came = (hour * HOUR_MS for hour, found in counts.hours.items() if hour > silent and found.gifts)
        return since_ms, max(min((counts.newest_ms, *came)), since_ms)

    def _estimate(self, since_ms: int, until_ms: int, zone: tzinfo) -> Missed:
        days = [
            expected(self.baseline, day_ms, min(day_ms + _DAY_MS, until_ms), zone, certain=False)
            for day_ms in range(since_ms, until_ms, _DAY_MS)
        ]
        return Missed(since_ms, until_ms, *probably_missed(self.baseline, days, 0))


def place(hour: int, zone: tzinfo) -> Place:
    """Where an hour is in the local calendar."""
    local = datetime.fromtimestamp(hour * HOUR_MS / 1000, UTC).astimezone(zone)
    return Place(local.weekday() * 24 + local.hour, local.day - 1, local.month - 1)


def expected(baseline: Baseline, since_ms: int, until_ms: int, zone: tzinfo, *, certain: bool) -> float:
    """The gifts that are expected from a moment to another; ``certain``: see Baseline.certain_rate."""
    total = 0.0
    for hour in range(since_ms // HOUR_MS, -(-until_ms // HOUR_MS)):
        share = (min(until_ms, (hour + 1) * HOUR_MS) - max(since_ms, hour * HOUR_MS)) / HOUR_MS
        at = place(hour, zone)
        total += share * (baseline.certain_rate(at) if certain else baseline.rate(at))
    return total


_List168 = Annotated[list[_Figure], Field(min_length=HOURS_OF_WEEK, max_length=HOURS_OF_WEEK)]
_List31 = Annotated[list[_Figure], Field(min_length=31, max_length=31)]
_List12 = Annotated[list[_Figure], Field(min_length=12, max_length=12)]


@dataclass(frozen=True, slots=True)
class _Stored:
    """As the history has it: rounded, and without what follows from the rest."""

    first_hour: Annotated[int, Field(ge=0, le=10**8)]
    newest_ms: _Moment | None
    caught_up: bool
    silent_since: Annotated[int, Field(ge=0, le=10**8)] | None
    hours: Annotated[int, Field(ge=0, le=10**8)]
    figures: Annotated[dict[str, _Figure], Field(max_length=20)]
    spread_n: Annotated[float, Field(ge=-1e12, le=1e12, allow_inf_nan=False)]
    hour_n: _List168
    hour_x: _List168
    month_day_n: _List31
    month_day_x: _List31
    month_n: _List12
    month_x: _List12
    missed: tuple[_Moment, _Moment, _Figure, _Figure] | None = None


_STORED = TypeAdapter(_Stored)
_FIGURES: Final = (
    "level_n", "level_x", "year_n", "year_x", "spread_x", "today_n", "today_x", "recent_n", "recent_x",
    "now_n", "now_x", "payments", "failed", "tiny",
)  # fmt: skip
_LATER_FIGURES: Final = frozenset({"now_n", "now_x"})
"""Of an older version's memory they are missing, and are learned within hours."""
_COLUMNS: Final = ("hour_n", "hour_x", "month_day_n", "month_day_x", "month_n", "month_x")


def stored(memory: Memory) -> str:
    """As a text."""
    baseline = memory.baseline
    return dump_json(
        {
            "first_hour": memory.first_hour,
            "newest_ms": memory.newest_ms,
            "caught_up": memory.caught_up,
            "silent_since": memory.silent_since,
            "missed": memory.missed
            and (memory.missed.since_ms, memory.missed.until_ms, memory.missed.low, memory.missed.high),
            "hours": baseline.hours,
            "spread_n": _rounded(baseline.spread_n),
            "figures": {name: _rounded(getattr(baseline, name)) for name in _FIGURES},
            **{name: [_rounded(value) for value in getattr(baseline, name)] for name in _COLUMNS},
        }
    )


def recalled(text: str) -> Memory | None:
    """From a text; None for a damaged one."""
    try:
        found = _STORED.validate_python(parse_json(text))
    except (ValidationError, NotJson):
        return None
    if set(found.figures) | _LATER_FIGURES != set(_FIGURES):
        return None
    baseline = Baseline(hours=found.hours, spread_n=found.spread_n)
    for name in _FIGURES:
        setattr(baseline, name, found.figures.get(name, 0.0))
    for name in _COLUMNS:
        setattr(baseline, name, getattr(found, name))
    if baseline.hours:
        baseline.learn_profile()
    missed = None
    if found.missed is not None:
        since_ms, until_ms, low, high = found.missed
        missed = Missed(since_ms, until_ms, round(low), round(high))
    return Memory(found.first_hour, baseline, found.newest_ms, found.caught_up, found.silent_since, missed)


def _rounded(value: float) -> float:
    return float(f"{value:.{_DIGITS}g}")
