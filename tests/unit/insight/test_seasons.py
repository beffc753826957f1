"""Days get the same level whichever hours of them were seen, and Mondays that are Mondays are no trend."""

import math
from datetime import UTC, date
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from porchlight.insight.seasons import daily_levels, without_weekdays
from tests.planted import BEGAN_MS, HOUR_MS

NEW_YORK = ZoneInfo("America/New_York")


def _busy(hour: int) -> float:
    return 300.0 if 8 <= hour < 18 else 100.0


def test_a_day_of_which_only_the_busy_hours_were_seen_is_no_slow_day() -> None:
    hours = [hour for hour in range(24 * 14) if not 24 * 9 <= hour < 24 * 9 + 9]
    levels = daily_levels([BEGAN_MS + hour * HOUR_MS for hour in hours], [_busy(hour % 24) for hour in hours], UTC)
    assert len(levels) == 14
    assert max(levels.values()) - min(levels.values()) < 1e-9


def test_days_are_those_of_the_zone_also_when_summer_time_begins() -> None:
    """8 March 2026 has 23 hours in New York; its days begin at 5:00 UTC before and at 4:00 after."""
    times = [BEGAN_MS + hour * HOUR_MS for hour in range(5, 24 * 14 + 4)]
    levels = daily_levels(times, [100.0] * len(times), NEW_YORK)
    assert list(levels) == [date(2026, 3, day).toordinal() for day in range(1, 15)]


def test_a_nightly_job_keeps_its_level_through_the_change_to_summer_time() -> None:
    """Half past three by the clock on the wall, for three weeks around 8 March."""
    days = range(21)
    times = [BEGAN_MS + day * 24 * HOUR_MS + (8 if day < 7 else 7) * HOUR_MS + HOUR_MS // 2 for day in days]
    levels = daily_levels(times, [500.0] * len(times), NEW_YORK)
    assert list(levels.values()) == pytest.approx([math.log(500)] * 21)


def test_what_is_no_duration_is_left_out() -> None:
    times = [BEGAN_MS + place for place in range(5)]
    assert daily_levels(times, [0.0, -1.0, math.nan, math.inf, 100.0], UTC) == {
        date(2026, 3, 1).toordinal(): pytest.approx(math.log(100))
    }
    assert daily_levels([], [], UTC) == {}


def test_weekdays_are_told_from_growth() -> None:
    levels = {day: 0.01 * day + (1.0 if day % 7 == 2 else 0.0) for day in range(21)}
    seasonal = without_weekdays(levels)
    assert seasonal is not None
    steps = [later - earlier for earlier, later in pairwise(seasonal.levels.values())]
    assert steps == pytest.approx([0.01] * 20)


def test_ten_days_are_too_short_to_know_the_days_of_the_week() -> None:
    assert without_weekdays(dict.fromkeys(range(10), 1.0)) is None
    assert without_weekdays({}) is None
