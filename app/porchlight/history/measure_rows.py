"""Measures that have a limit, by day: the basis of forecasts, long after single results are gone. By the component's
id and not by its key, so that it also holds the figures of the monitor, which is no component."""

import math
import sqlite3
from collections.abc import Iterable
from itertools import groupby

from porchlight.history.rollup import bucket_start
from porchlight.history.rows import Row, amount_in, id_in, line_in, moment_in, readable
from porchlight.intake.text import without_surrogates
from porchlight.model.history import MeasureDay, MeasureSeries, Resolution
from porchlight.model.result import Result, Unit

# The highest value of a day: counting a result again changes nothing.
_UPSERT = """
INSERT INTO measure_days VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT (component, measure, start_ms) DO UPDATE SET
    unit = excluded.unit, high = max(high, excluded.high), most = excluded.most
"""

_Day = tuple[str, str, int]


def write_measures(connection: sqlite3.Connection, results: Iterable[Result]) -> None:
    """Within the writer's transaction. ``results``: the oldest first."""
    days: dict[_Day, tuple[str, float, float]] = {}
    for result in results:
        for name, measure in result.measures.items():
            if measure.limit is None or not (math.isfinite(measure.value) and math.isfinite(measure.limit)):
                continue
            day = (result.component, without_surrogates(name), bucket_start(result.began_ms, Resolution.DAY))
            before = days.get(day)
            high = measure.value if before is None else max(before[1], measure.value)
            days[day] = (measure.unit, high, measure.limit)
    if days:
        connection.executemany(_UPSERT, [(*day, *figures) for day, figures in days.items()])


def read_measures(connection: sqlite3.Connection, since_ms: int, until_ms: int) -> list[MeasureSeries]:
    """Every measure that had a limit on a day of a span."""
    rows = connection.execute(
        "SELECT component, measure, unit, start_ms, high, most FROM measure_days"
        " WHERE start_ms >= ? AND start_ms < ? ORDER BY component, measure, start_ms",
        (bucket_start(since_ms, Resolution.DAY), until_ms),
    )
    found = []
    for (component, measure), group in groupby(readable(rows, _day), key=lambda row: (row[0], row[1])):
        days = list(group)
        found.append(MeasureSeries(component, measure, days[-1][2], tuple(day for *_, day in days)))
    return found


def _day(row: Row) -> tuple[str, str, Unit, MeasureDay]:
    component, measure, unit, start_ms, high, most = row
    figures = MeasureDay(moment_in(start_ms), amount_in(high), amount_in(most))
    return id_in(component), line_in(measure), Unit(unit), figures
