"""What runs out and when: every measure that has a limit, and jobs that take longer than the time between their runs.

Judged over ninety days, by the highest value of a day (docs/decisions/0014-trends.md says how).
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import tzinfo
from enum import StrEnum
from itertools import pairwise
from statistics import median
from typing import Final, Protocol

from porchlight.dataclass import dataclass
from porchlight.insight.forecasts import Forecast, NoForecast, forecast
from porchlight.model.history import MeasureDay, MeasureSeries, OperationBucket, Resolution
from porchlight.model.operation import Operation
from porchlight.model.result import Measure, Unit

LEARNED_OVER_MS: Final = 90 * 86_400_000
_DAY_MS: Final = 86_400_000
_TYPICAL_DAY: Final = 0.95
"""The quantile of a day's runs that represents it: single ones mean little."""
_LOOKED_AT: Final = 200
"""Runs from which it is learned how far apart they usually begin."""
_FEWEST_DISTANCES: Final = 5


class Resource(StrEnum):
    """What may run out."""

    DATABASE_SIZE = "database_size"
    CONNECTIONS = "connections"
    QUOTA = "quota"
    CONTACTS = "contacts"
    HISTORY = "history"
    DISK = "disk"
    MISSING_MEMBERS = "missing_members"
    TIME_BETWEEN_RUNS = "time_between_runs"
    OTHER = "other"
    """Any other measure: its name says what it is."""


_BY_MEASURE: Final = {
    "size": Resource.DATABASE_SIZE,
    "connections_used": Resource.CONNECTIONS,
    "quota_used": Resource.QUOTA,
    "contacts": Resource.CONTACTS,
    "history": Resource.HISTORY,
    "disk_used": Resource.DISK,
    "missing": Resource.MISSING_MEMBERS,
}


@dataclass(frozen=True, slots=True)
class Capacity:
    """One thing that has a limit. ``subject`` is a component's id, or a job's name."""

    subject: str
    resource: Resource
    measure: str
    """Its name; empty for a job."""
    level: Measure
    """The highest value of the last day, with its limit."""
    forecast: Forecast | NoForecast
    days: int
    """On how many days it was measured."""
    kind: str = ""
    """The component's; empty for a job."""

    @property
    def limit(self) -> float:
        """In the unit of the level."""
        return self.level.limit or 0.0

    @property
    def share(self) -> float:
        """How much of the limit is used."""
        return self.level.value / self.limit


class PastOfCapacity(Protocol):
    """What is needed of the history (porchlight.history.reader.HistoryReader has it)."""

    def measures(self, since_ms: int, until_ms: int) -> list[MeasureSeries]:
        """Measures that have a limit, by the day."""
        ...

    def operation_names(self, since_ms: int) -> list[str]:
        """The operations that ran since then."""
        ...

    def operation_buckets(
        self, name: str, since_ms: int, until_ms: int, resolution: Resolution
    ) -> list[OperationBucket]:
        """The runs of an operation, by the day."""
        ...

    def operations(self, name: str | None, since_ms: int, until_ms: int, limit: int = ...) -> list[Operation]:
        """Single runs, the newest first."""
        ...


def read_capacity(past: PastOfCapacity, kinds: Mapping[str, str], now_ms: int, zone: tzinfo) -> list[Capacity]:
    """Everything that has a limit, what runs out first at the front; ``kinds``: of the components, by id. Blocks:
    call it in a thread."""
    jobs = (read_job(past, name, now_ms, zone) for name in past.operation_names(now_ms - LEARNED_OVER_MS))
    measured = read_measured(past, kinds, now_ms, zone)
    return in_order([*measured, *(job for job in jobs if job is not None)])


def read_measured(past: PastOfCapacity, kinds: Mapping[str, str], now_ms: int, zone: tzinfo) -> list[Capacity]:
    """What components measure against a limit; ``kinds``: theirs, by id. Blocks: call it in a thread."""
    return in_order(
        of_measure(series, kinds[series.component], zone)
        for series in past.measures(now_ms - LEARNED_OVER_MS, now_ms)
        if series.component in kinds and series.days[-1].limit > 0
    )


def of_measure(series: MeasureSeries, kind: str, zone: tzinfo) -> Capacity:
    """One measure of a component of this kind against its last limit, which is above 0."""
    days = _known(series.days)
    last = days[-1]
    times = [day.start_ms + _DAY_MS // 2 for day in days]
    return Capacity(
        series.component,
        _BY_MEASURE.get(series.measure, Resource.OTHER),
        series.measure,
        Measure(last.high, series.unit, limit=last.limit),
        forecast(times, [day.high for day in days], last.limit, zone),
        len(days),
        kind,
    )


def read_job(past: PastOfCapacity, name: str, now_ms: int, zone: tzinfo) -> Capacity | None:
    """How long a job takes against the time between its runs; None where one of the two is not known."""
    interval_ms = usual_interval_ms(past.operations(name, 0, now_ms, _LOOKED_AT))
    buckets = past.operation_buckets(name, now_ms - LEARNED_OVER_MS, now_ms, Resolution.DAY)
    timed = [(bucket.start_ms + _DAY_MS // 2, bucket.p95_ms) for bucket in buckets if bucket.p95_ms]
    if interval_ms is None or not timed:
        return None
    times, values = [at_ms for at_ms, _ in timed], [ms for _, ms in timed]
    return Capacity(
        name,
        Resource.TIME_BETWEEN_RUNS,
        "",
        Measure(values[-1] / 1000, Unit.SECONDS, limit=interval_ms / 1000),
        forecast(times, values, interval_ms, zone, share_of_day=_TYPICAL_DAY),
        len(timed),
    )


def usual_interval_ms(runs: Sequence[Operation]) -> float | None:
    """How far apart its runs begin, the newest of ``runs`` first: as it reports itself, else their median distance;
    None where too few are known."""
    if runs and runs[0].expected_ms:
        return runs[0].expected_ms
    began = sorted(run.began_ms for run in runs)
    distances = [later - earlier for earlier, later in pairwise(began)]
    middle = float(median(distances)) if len(distances) >= _FEWEST_DISTANCES else 0.0
    return middle or None


def in_order(found: Iterable[Capacity]) -> list[Capacity]:
    """What runs out first at the front; then what is fullest."""

    def key(one: Capacity) -> tuple[int, float]:
        if one.forecast is NoForecast.ALREADY_REACHED:
            return 0, -one.share
        return (1, one.forecast.at_ms) if isinstance(one.forecast, Forecast) else (2, -one.share)

    return sorted(found, key=key)


def _known(days: Sequence[MeasureDay]) -> Sequence[MeasureDay]:
    """Without the last day where it may be too young to have seen its highest value."""
    return days[:-1] if len(days) > 1 and days[-1].high < days[-2].high else days
