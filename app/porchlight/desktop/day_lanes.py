"""One day of all components side by side: what each was like from when to when. Free of Qt; reads the history."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from enum import IntEnum
from typing import TYPE_CHECKING, NamedTuple

from porchlight.dataclass import dataclass
from porchlight.desktop.chart_data import SpanKind, asleep_or_not, sleeps_in
from porchlight.desktop.incident_lanes import lanes_of
from porchlight.model.component import Component
from porchlight.model.history import Bucket, Resolution
from porchlight.model.incident import Incident
from porchlight.model.status import Reason

if TYPE_CHECKING:
    from porchlight.runtime.types import HistoryReader

_FINE_MS = 30 * 86_400_000
"""So long the history keeps buckets of five minutes."""
_SLEEPS_MS = 7 * 86_400_000
"""So long before the day a sleep may have begun."""
SHORTEST_VIEW_MS = 600_000


class DayState(IntEnum):
    """The higher, the worse. What was not watched is worse than well: it is never shown as that."""

    WELL = 0
    NOT_WATCHED = 1
    ASLEEP = 2
    UNKNOWN = 3
    DEGRADED = 4
    """Slow, or waiting for a person here."""
    ERROR = 5


class Spell(NamedTuple):
    """A span in one state; Unix ms (UTC). A tuple, since a wall of components has thousands."""

    since_ms: int
    until_ms: int
    state: DayState
    component: str
    """Its id."""
    reason: Reason | None = None
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class DayLanes:
    """Each lane's spells are in order, without gaps, from ``since_ms`` to ``now_ms`` or the day's end."""

    since_ms: int
    until_ms: int
    """The day's end, also where that is still to come."""
    spells: Mapping[str, tuple[Spell, ...]]
    """By component id, those with the longest trouble first."""
    groups: Mapping[str, tuple[Spell, ...]]
    """By tag, where components are grouped: at each moment the worst of them."""
    tags: Mapping[str, tuple[str, ...]]
    """By component id."""


@dataclass(frozen=True, slots=True)
class TimeView:
    """The part of a day that is seen; Unix ms (UTC)."""

    since: float
    until: float

    def zoomed(self, factor: float, at: float, day: "TimeView") -> "TimeView":
        """So much longer (below 1: shorter), with ``at`` staying where it is."""
        wanted = (self.until - self.since) * factor
        length = min(max(wanted, float(SHORTEST_VIEW_MS)), day.until - day.since)
        since = at - (at - self.since) * length / (self.until - self.since)
        return TimeView(since, since + length).moved(0, day)

    def moved(self, by: float, day: "TimeView") -> "TimeView":
        """Later by so many ms, but within the day."""
        length = min(self.until - self.since, day.until - day.since)
        since = min(max(self.since + by, day.since), day.until - length)
        return TimeView(since, since + length)


def day_bounds(day: date) -> tuple[int, int]:
    """A local day's begin and end: 23 or 25 hours where the clocks change."""
    begin, end = (datetime.combine(one, time()).astimezone() for one in (day, day + timedelta(days=1)))
    return round(begin.timestamp() * 1000), round(end.timestamp() * 1000)


def read_day(reader: "HistoryReader", components: Sequence[Component], day: date, now_ms: int) -> DayLanes:
    """Raises HistoryError."""
    since_ms, end_ms = day_bounds(day)
    until_ms = max(min(end_ms, now_ms), since_ms)
    resolution = Resolution.FIVE_MINUTES if since_ms >= now_ms - _FINE_MS else Resolution.HOUR
    incidents: dict[str, list[Incident]] = {}
    for incident in reversed(reader.incidents(since_ms, until_ms)):
        incidents.setdefault(incident.component, []).append(incident)
    sleeps = sleeps_in(reader.audit(since_ms - _SLEEPS_MS, now_ms))
    found: dict[str, tuple[Spell, ...]] = {}
    for component in components:
        interval_ms = round(component.interval * 1000)
        before_ms = since_ms - 2 * max(interval_ms, resolution * 1000)
        buckets = reader.buckets(component.id, before_ms, until_ms, resolution)
        holes = unwatched(buckets, resolution * 1000, interval_ms, since_ms, until_ms)
        causes = asleep_or_not([(since / 1000, until / 1000) for since, until in holes], sleeps)
        asleep = [span.kind is SpanKind.ASLEEP for span in causes]
        upper = [
            *_incident_spells(incidents.get(component.id, ()), until_ms),
            *_unknown_spells(component.id, buckets, resolution * 1000),
            *(
                Spell(since, until, DayState.ASLEEP if slept else DayState.NOT_WATCHED, component.id)
                for (since, until), slept in zip(holes, asleep, strict=True)
            ),
        ]
        found[component.id] = in_layers(Spell(since_ms, until_ms, DayState.WELL, component.id), upper)
    worst_first = dict(sorted(found.items(), key=lambda item: _trouble(item[1])))
    tags = {component.id: component.tags for component in components}
    groups = {
        lane.tag: worst_of([spell for one in lane.components for spell in found[one]])
        for lane in lanes_of(worst_first, worst_first, tags)
        if lane.tag is not None
    }
    return DayLanes(since_ms, end_ms, worst_first, groups, tags)


def unwatched(
    buckets: Sequence[Bucket], width_ms: int, interval_ms: int, since_ms: int, until_ms: int
) -> list[tuple[int, int]]:
    """The parts of a span without a check; one counts until the next is due, which may be half an interval late."""
    counts_ms = max(width_ms, interval_ms)
    late_ms = width_ms + 1.5 * interval_ms - counts_ms
    holes, edge_ms = [], since_ms
    for bucket in buckets:
        if bucket.start_ms > edge_ms + late_ms:
            holes.append((edge_ms, bucket.start_ms))
        edge_ms = max(edge_ms, bucket.start_ms + counts_ms)
    return [*holes, (edge_ms, until_ms)] if until_ms > edge_ms + late_ms else holes


def in_layers(ground: Spell, upper: Iterable[Spell]) -> tuple[Spell, ...]:
    """Each lies over those before it, within the ground; what touches and is the same becomes one."""
    spells = [ground] if ground.until_ms > ground.since_ms else []
    for one in upper:
        spells = _laid_over(
            spells,
            one._replace(since_ms=max(one.since_ms, ground.since_ms), until_ms=min(one.until_ms, ground.until_ms)),
        )
    whole: list[Spell] = []
    for spell in spells:
        if whole and whole[-1][2:] == spell[2:] and whole[-1].until_ms == spell.since_ms:
            whole[-1] = whole[-1]._replace(until_ms=spell.until_ms)
        else:
            whole.append(spell)
    return tuple(whole)


def worst_of(spells: Sequence[Spell]) -> tuple[Spell, ...]:
    """The worst at each moment."""
    if not spells:
        return ()
    ordered = sorted(spells, key=lambda spell: spell.state)
    ground = ordered[0]._replace(
        since_ms=min(one.since_ms for one in spells), until_ms=max(one.until_ms for one in spells)
    )
    # Whose a calm spell is does not matter, and as one they are few.
    calm = [one._replace(component="") if one.state < DayState.UNKNOWN else one for one in ordered]
    return in_layers(ground._replace(component=""), calm)


def _laid_over(lower: list[Spell], upper: Spell) -> list[Spell]:
    if upper.until_ms <= upper.since_ms:
        return lower
    before = [one for one in lower if one.since_ms < upper.since_ms]
    after = [one for one in lower if one.until_ms > upper.until_ms]
    if before and before[-1].until_ms > upper.since_ms:
        before[-1] = before[-1]._replace(until_ms=upper.since_ms)
    if after and after[0].since_ms < upper.until_ms:
        after[0] = after[0]._replace(since_ms=upper.until_ms)
    return [*before, upper, *after]


def _incident_spells(incidents: Sequence[Incident], until_ms: int) -> list[Spell]:
    return [
        Spell(
            one.began_ms,
            one.ended_ms or until_ms,
            DayState.ERROR if one.is_outage else DayState.DEGRADED,
            one.component,
            one.reason,
            one.sentence,
        )
        for one in incidents
    ]


def _unknown_spells(component_id: str, buckets: Sequence[Bucket], width_ms: int) -> list[Spell]:
    return [
        Spell(one.start_ms, one.start_ms + width_ms, DayState.UNKNOWN, component_id)
        for one in buckets
        if one.unknown * 2 > one.checks
    ]


def _trouble(spells: Sequence[Spell]) -> tuple[int, ...]:
    """For sorting: how long it was in each state of trouble, the worst state first and the longest first."""
    lasted = dict.fromkeys(DayState, 0)
    for spell in spells:
        lasted[spell.state] -= spell.until_ms - spell.since_ms
    return lasted[DayState.ERROR], lasted[DayState.DEGRADED], lasted[DayState.UNKNOWN]
