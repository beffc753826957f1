"""What the pulse remembers between checks: the baseline, and how far the source was read. The history keeps it as the
component's position."""

from collections.abc import Sequence
from dataclasses import field
from datetime import tzinfo
from typing import Annotated, Final

from pydantic import Field, TypeAdapter, ValidationError

from porchlight.dataclass import dataclass
from porchlight.intake.documents import NotJson, dump_json, parse_json
from porchlight.model.gifts import MissedGifts, Outage
from porchlight.model.important_day import ImportantDay
from porchlight.probes.gift_pulse.baseline import HOURS_OF_WEEK, Baseline, Hour
from porchlight.probes.gift_pulse.counts import HOUR_MS, NOTHING, Counts
from porchlight.probes.gift_pulse.expecting import Expecting, place
from porchlight.probes.gift_pulse.important import MOST_GREAT_DAYS, GreatDay, is_great, kept
from porchlight.probes.gift_pulse.missed import probably_missed

RECENT_HOURS: Final = 8 * 24
"""So many hours are remembered one by one."""
MOST_LOSSES: Final = 30
_Figure = Annotated[float, Field(ge=0, le=1e12, allow_inf_nan=False)]
_Moment = Annotated[int, Field(ge=0, le=10**14)]
_HourNumber = Annotated[int, Field(ge=0, le=10**8)]
_Count = Annotated[int, Field(ge=0, le=10**9)]
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
    missed: MissedGifts | None = None
    """What the last silence that is over probably cost."""
    recent: list[int] = field(default_factory=list)
    """The gifts of each hour before ``first_hour``, of RECENT_HOURS at most."""
    under_way: int = 0
    """The gifts of ``first_hour`` until now."""
    great: list[GreatDay] = field(default_factory=list)
    """Days that brought far more than usual, important ones, and those known as strong."""
    usual_today: float = 0.0
    """What is usual on the day that is under way, as it was known when it began; 0: it was not."""
    losses: dict[str, MissedGifts] = field(default_factory=dict)
    """By the id of an incident, what it probably cost; the oldest first."""

    def expecting(
        self, zone: tzinfo, days: Sequence[ImportantDay] = (), *, knows_strong_days: bool = False
    ) -> Expecting:
        """What is expected, by all of this."""
        return Expecting(
            self.baseline, zone, tuple(days), self.great, self.first_hour, tuple(self.recent), knows_strong_days
        )

    def take(
        self, counts: Counts, zone: tzinfo, days: Sequence[ImportantDay] = (), *, knows_strong_days: bool = False
    ) -> None:
        """Learn the hours that are over, but for those of a silence that is over, and of important days."""
        if ended := self._end_of_silence(counts):
            # Before anything is learned: what came since must not count for the level of that day.
            self.missed = self._estimate(*ended, 0, self.expecting(zone, days, knows_strong_days=knows_strong_days))
        expecting = Expecting(self.baseline, zone, tuple(days), knows_strong_days=knows_strong_days)
        for hour in range(self.first_hour, counts.until_hour):
            found = counts.hours.get(hour, NOTHING)
            if not self.baseline.hours and not found.gifts:
                continue  # before the first gift
            self.recent.append(round(found.gifts))
            if self.silent_since is not None and hour > self.silent_since and not found.gifts:
                continue
            self._learn(hour, found, expecting)
        self.first_hour = max(self.first_hour, counts.until_hour)
        self.under_way = counts.under_way
        del self.recent[:-RECENT_HOURS]
        self.great = kept(self.great, self.first_hour)
        if self.silent_since is not None and self.first_hour > self.silent_since + 1:
            self.silent_since = None
        self.newest_ms = counts.newest_ms if counts.newest_ms is not None else self.newest_ms
        self.caught_up = counts.caught_up

    def take_loss(self, outage: Outage, came: int, expecting: Expecting) -> None:
        """Estimate what an outage cost in which so many gifts came."""
        self.losses[outage.incident] = self._estimate(outage.began_ms, outage.ended_ms, came, expecting)
        for oldest in list(self.losses)[:-MOST_LOSSES]:
            del self.losses[oldest]

    def _learn(self, hour: int, found: Hour, expecting: Expecting) -> None:
        at = place(hour, expecting.zone)
        important = expecting.is_important(hour)
        if at.hour % 24 == 0 and not self.baseline.is_learning:
            # As the day begins: its own gifts must not make themselves usual.
            self.usual_today = sum(self.baseline.rate(place(one, expecting.zone)) for one in range(hour, hour + 24))
        if at.hour % 24 == 23 and len(self.recent) >= 24 and self.usual_today:
            came = self.recent[-24:]
            known = expecting.strong_day(hour * HOUR_MS, (hour + 1) * HOUR_MS) is not None
            if important or known or is_great(sum(came), self.usual_today):
                self.great.append(GreatDay(hour - 23, tuple(came), self.usual_today))
        if important:
            self.baseline.pass_by(found, at)
        else:
            self.baseline.learn(found, at)

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

    def _estimate(self, since_ms: int, until_ms: int, came: int, expecting: Expecting) -> MissedGifts:
        return MissedGifts(since_ms, until_ms, *probably_missed(expecting.guesses(since_ms, until_ms), came))


_List168 = Annotated[list[_Figure], Field(min_length=HOURS_OF_WEEK, max_length=HOURS_OF_WEEK)]
_List31 = Annotated[list[_Figure], Field(min_length=31, max_length=31)]
_List12 = Annotated[list[_Figure], Field(min_length=12, max_length=12)]


_Missed = tuple[_Moment, _Moment, _Figure, _Figure]
_Day = Annotated[tuple[_Count, ...], Field(min_length=24, max_length=24)]
_Id = Annotated[str, Field(max_length=100)]


@dataclass(frozen=True, slots=True)
class _Stored:
    """As the history has it: rounded, and without what follows from the rest."""

    first_hour: _HourNumber
    newest_ms: _Moment | None
    caught_up: bool
    silent_since: _HourNumber | None
    hours: _HourNumber
    figures: Annotated[dict[str, _Figure], Field(max_length=20)]
    spread_n: Annotated[float, Field(ge=-1e12, le=1e12, allow_inf_nan=False)]
    hour_n: _List168
    hour_x: _List168
    month_day_n: _List31
    month_day_x: _List31
    month_n: _List12
    month_x: _List12
    missed: _Missed | None = None
    recent: Annotated[list[_Count], Field(max_length=RECENT_HOURS)] = field(default_factory=list)
    under_way: _Count = 0
    great: Annotated[list[tuple[_HourNumber, _Day, _Figure]], Field(max_length=MOST_GREAT_DAYS)] = field(
        default_factory=list
    )
    usual_today: _Figure = 0.0
    losses: Annotated[dict[_Id, _Missed], Field(max_length=MOST_LOSSES)] = field(default_factory=dict)


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
            "missed": memory.missed and _as_stored(memory.missed),
            "recent": memory.recent,
            "under_way": memory.under_way,
            "great": [(day.first_hour, day.gifts, _rounded(day.usual)) for day in memory.great],
            "usual_today": _rounded(memory.usual_today),
            "losses": {incident: _as_stored(missed) for incident, missed in memory.losses.items()},
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
    return Memory(
        found.first_hour,
        baseline,
        found.newest_ms,
        found.caught_up,
        found.silent_since,
        found.missed and _as_missed(found.missed),
        found.recent,
        found.under_way,
        [GreatDay(*day) for day in found.great],
        found.usual_today,
        {incident: _as_missed(missed) for incident, missed in found.losses.items()},
    )


def _as_stored(missed: MissedGifts) -> _Missed:
    return missed.since_ms, missed.until_ms, missed.low, missed.high


def _as_missed(found: _Missed) -> MissedGifts:
    since_ms, until_ms, low, high = found
    return MissedGifts(since_ms, until_ms, round(low), round(high))


def _rounded(value: float) -> float:
    return float(f"{value:.{_DIGITS}g}")
