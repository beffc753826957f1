"""The texts of a component's window beside the chart, read from the history in one go. Free of Qt."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from enum import Enum, auto
from typing import TYPE_CHECKING

from porchlight.dataclass import dataclass
from porchlight.insight.baselines import Baseline
from porchlight.insight.forecasts import Forecast, NoForecast, forecast
from porchlight.insight.outlook import USUAL_SPAN_MS, read_component_situation
from porchlight.insight.performance import Order, Performance, in_order, read_jobs
from porchlight.insight.recommendations import Recommendation, recommend
from porchlight.insight.trends import Trend, trend_of
from porchlight.insight.usual import LEARNED_OVER_MS, response_baseline
from porchlight.model.component import Component
from porchlight.model.history import Bucket, Resolution, Summary
from porchlight.model.incident import Incident
from porchlight.zones import local_zone

if TYPE_CHECKING:
    from porchlight.runtime.types import HistoryReader

_DAY_MS = 86_400_000
SPANS = (1, 7, 30, 90)
"""Days."""
STRIP_DAYS = 90
_TYPICAL_DAY = 0.5
"""Of a day's hours the middle one represents it, since single hours mean little."""


class DayKind(Enum):
    """A day's state."""

    GOOD = auto()
    TROUBLED = auto()
    """Slow, or in need of a person, or down for less than a hundredth of it."""
    DOWN = auto()
    NOT_WATCHED = auto()


@dataclass(frozen=True, slots=True)
class Day:
    """One local day; shares 0–1, None where nothing was watched."""

    date: date
    kind: DayKind
    uptime: float | None
    coverage: float


@dataclass(frozen=True, slots=True)
class ComponentFacts:
    """Read at one moment (Unix ms, UTC)."""

    at_ms: int
    summaries: dict[int, Summary]
    """By days."""
    days: tuple[Day, ...]
    """The last STRIP_DAYS, the oldest first."""
    incidents: tuple[Incident, ...]
    """Of those days, the newest first."""
    baseline: Baseline
    """Its usual response time, µs."""
    trend: Trend | None
    """Of the hours' 95th percentile, µs; None: too little is known."""
    forecast: Forecast | NoForecast | None
    """When that passes the component's limit; None: it has none."""
    recommendations: tuple[Recommendation, ...]
    """What somebody should do about it, the most urgent first."""
    runs: tuple[Performance, ...]
    """The jobs that it reported in the last seven days, the slowest first."""


def read_facts(reader: "HistoryReader", component: Component, now_ms: int) -> ComponentFacts:
    """All of it. Raises HistoryError."""
    component_id, slow_limit = component.id, component.slow_limit
    since_ms = now_ms - STRIP_DAYS * _DAY_MS
    hours = reader.buckets(component_id, since_ms, now_ms, Resolution.HOUR)
    learned = [hour for hour in hours if hour.start_ms >= now_ms - LEARNED_OVER_MS]
    measured = [(hour.start_ms, hour.p95_us) for hour in learned if hour.p95_us]
    times, values = [at_ms for at_ms, _ in measured], [us for _, us in measured]
    zone = local_zone()
    situation = read_component_situation(reader, component, now_ms - USUAL_SPAN_MS, now_ms, zone)
    return ComponentFacts(
        baseline=response_baseline(learned, now_ms),
        trend=trend_of(times, values, zone),
        forecast=None
        if slow_limit is None
        else forecast(times, values, slow_limit * 1_000_000, zone, share_of_day=_TYPICAL_DAY),
        recommendations=tuple(recommend(situation)),
        runs=tuple(in_order(read_jobs(reader, now_ms - USUAL_SPAN_MS, now_ms, zone, source=component_id), Order.P95)),
        at_ms=now_ms,
        summaries={days: reader.summary(component_id, now_ms - days * _DAY_MS, now_ms) for days in SPANS},
        days=days_of(hours, now_ms),
        incidents=tuple(reader.incidents(since_ms, now_ms, component_id)),
    )


def days_of(hours: Sequence[Bucket], now_ms: int) -> tuple[Day, ...]:
    """Hourly buckets as local days, the last STRIP_DAYS of them."""
    today = datetime.fromtimestamp(now_ms / 1000).astimezone().date()
    by_day: dict[date, list[Bucket]] = {}
    for bucket in hours:
        day = datetime.fromtimestamp(bucket.start_ms / 1000).astimezone().date()
        by_day.setdefault(day, []).append(bucket)
    dates = [today - timedelta(days=ago) for ago in reversed(range(STRIP_DAYS))]
    return tuple(_day(day, by_day.get(day, [])) for day in dates)


def _day(day: date, hours: Sequence[Bucket]) -> Day:
    watched_ms = sum(bucket.watched_ms for bucket in hours)
    if not watched_ms:
        return Day(day, DayKind.NOT_WATCHED, None, 0.0)
    down_ms = sum(bucket.down_ms for bucket in hours)
    checks = sum(bucket.checks for bucket in hours)
    troubled = sum(bucket.degraded + bucket.attention for bucket in hours)
    kind = DayKind.GOOD
    if down_ms >= watched_ms / 100:
        kind = DayKind.DOWN
    elif down_ms or troubled > checks / 20:
        kind = DayKind.TROUBLED
    return Day(day, kind, 1 - min(down_ms / watched_ms, 1.0), min(watched_ms / _DAY_MS, 1.0))
