"""What a component's window says of the weeks: what is usual at an hour, whether it gets slower, where that leads."""

import math
import random
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from porchlight.desktop.application import Application
from porchlight.desktop.chart_data import usual_columns
from porchlight.desktop.component_facts import ComponentFacts, read_facts
from porchlight.history.aggregation import RollUp
from porchlight.history.connection import connect_writer
from porchlight.history.reader import HistoryReader
from porchlight.insight.forecasts import Forecast, NoForecast
from porchlight.insight.sentences import a_week, expected, of_slower_answers
from porchlight.insight.usual import response_baseline
from porchlight.language.english import english
from porchlight.language.text import Day, msg
from porchlight.model.history import Bucket
from porchlight.model.operation import Operation
from tests.integration.history.builders import WEBSITE, opened, result, state

DAY_MS = 86_400_000
NOW_MS = 1_764_000_000_000


def _facts(tmp_path: Path, per_week: float, slow_limit: float | None) -> ComponentFacts:
    """Four weeks of a check each half an hour, 300 ms in the beginning, twice as slow at noon as at night."""
    chance = random.Random(7)
    path = tmp_path / "history.sqlite3"
    with opened(path) as store:
        for number in range(28 * 48):
            at_ms = NOW_MS - 28 * DAY_MS + number * 1_800_000
            weeks = number / 48 / 7
            by_day = 1 + 0.3 * math.sin((at_ms % DAY_MS) / DAY_MS * 2 * math.pi)
            ms = 300 * (1 + per_week) ** weeks * by_day * math.exp(chance.gauss(0, 0.12))
            found = result(at_ms, duration_us=round(ms * 1000))
            store.record(found, state(found))
    connection = connect_writer(str(path))
    roll_up = RollUp(NOW_MS)
    while not roll_up.step(connection, 1.0):
        pass
    connection.close()
    with HistoryReader(str(path)) as reader:
        return read_facts(reader, replace(WEBSITE, slow_limit=slow_limit), NOW_MS)


def test_growth_of_ten_percent_a_week_is_shown_with_where_it_leads(qapp: Application, tmp_path: Path) -> None:
    facts = _facts(tmp_path, 0.10, 1.0)
    assert facts.trend is not None
    assert facts.trend.significant
    assert facts.trend.per_week == pytest.approx(0.10, abs=0.03)
    assert english(a_week(facts.trend)).startswith("▲ ")
    sentence = english(of_slower_answers(facts.trend))
    assert sentence.startswith("The 95th percentile grew ")
    assert sentence.endswith(" ms).")
    assert isinstance(facts.forecast, Forecast)
    assert facts.forecast.at_ms > NOW_MS
    event = msg("It will pass your limit around {day}.", day=Day(facts.forecast.at_ms))
    assert english(expected(event, facts.forecast)).startswith("It will pass your limit around ")


def test_a_component_shows_the_jobs_that_it_has_seen_and_no_others(qapp: Application, tmp_path: Path) -> None:
    path = tmp_path / "history.sqlite3"
    runs = [
        Operation(name, NOW_MS - number * 3_600_000, 60_000, True, 270, source=source)
        for name, source in (("sync:supporters", "website"), ("nightly", ""), ("other", "database"))
        for number in range(1, 50)
    ]
    with opened(path) as store:
        store.record_operations(runs)
    with HistoryReader(str(path)) as reader:
        facts = read_facts(reader, WEBSITE, NOW_MS)
    assert [row.name for row in facts.runs] == ["sync:supporters"]
    assert facts.runs[0].rate == pytest.approx(4.5)


def test_what_stays_as_it_was_is_no_trend(qapp: Application, tmp_path: Path) -> None:
    facts = _facts(tmp_path, 0.0, 1.0)
    assert facts.trend is not None
    assert not facts.trend.significant
    assert facts.forecast in (NoForecast.NOT_GROWING, NoForecast.BEYOND_TWO_YEARS)


def test_the_usual_band_is_that_of_the_hour(qapp: Application, tmp_path: Path) -> None:
    baseline = _facts(tmp_path, 0.0, None).baseline
    morning, evening = (
        baseline.usual(round(datetime(2025, 11, 24, hour, 30, tzinfo=UTC).timestamp() * 1000)) for hour in (6, 18)
    )
    assert morning is not None
    assert evening is not None
    assert morning.median > 1.4 * evening.median
    columns = usual_columns(baseline, NOW_MS / 1000 - 86_400, NOW_MS / 1000)
    assert columns is not None
    assert len(columns.times) == len(columns.low) == len(columns.high) >= 25
    assert all(low <= high for low, high in zip(columns.low, columns.high, strict=True))
    assert usual_columns(baseline, NOW_MS / 1000 - 30 * 86_400, NOW_MS / 1000) is None


def test_nothing_is_called_usual_before_enough_was_seen() -> None:
    hours = [Bucket(NOW_MS + n * 3_600_000, 60, 0, 0, 0, 0, 0, 0, 0, 1, 2, 1.0, 2.0) for n in range(5)]
    assert response_baseline(hours, NOW_MS, UTC).usual(NOW_MS) is None
