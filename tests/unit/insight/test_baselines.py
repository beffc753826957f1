"""What is usual at an hour: the busy hour is not unusual for being busy, and trifles never are."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from porchlight.insight.baselines import Baseline, Basis, HourFigure, Level, learn
from tests.planted import BEGAN_MS, DAY_MS, HOUR_MS

BERLIN = ZoneInfo("Europe/Berlin")
_NIGHT = 3


def _hours(weeks: int, began_ms: int = BEGAN_MS) -> list[HourFigure]:
    """Mondays at noon take five times as long, each night at three twice."""
    hours = []
    for place in range(weeks * 168):
        at = datetime.fromtimestamp(began_ms / 1000 + place * 3600, UTC)
        p50 = 500.0 if (at.weekday(), at.hour) == (0, 12) else 200.0 if at.hour == _NIGHT else 100.0
        hours.append(HourFigure(began_ms + place * HOUR_MS, 4, p50, p50 * 1.4))
    return hours


def _learned(weeks: int, tiny: float = 0.0) -> Baseline:
    return learn(_hours(weeks), UTC, BEGAN_MS + weeks * 7 * DAY_MS, tiny=tiny)


def _at(day: int, hour: int) -> int:
    return int(datetime(2026, 4, day, hour, 20, tzinfo=UTC).timestamp() * 1000)


MONDAY_NOON, TUESDAY_NOON, TUESDAY_NIGHT = _at(6, 12), _at(7, 12), _at(7, _NIGHT)


def test_after_some_weeks_each_hour_of_the_week_has_its_own_usual_time() -> None:
    baseline = _learned(4)
    monday, tuesday = baseline.usual(MONDAY_NOON), baseline.usual(TUESDAY_NOON)
    assert monday is not None
    assert tuesday is not None
    assert (monday.basis, monday.median, monday.high) == (Basis.HOUR_OF_WEEK, 500, 700)
    assert (tuesday.low, tuesday.median, tuesday.high) == pytest.approx((100 / 1.4, 100, 140))
    assert not baseline.is_unusual(600, MONDAY_NOON)
    assert baseline.level(600, TUESDAY_NOON) is Level.HIGH
    assert baseline.level(20, TUESDAY_NOON) is Level.LOW


def test_in_the_first_weeks_the_hour_of_the_day_answers_then_all_hours() -> None:
    usual = _learned(1).usual(TUESDAY_NIGHT)
    assert usual is not None
    assert (usual.basis, usual.median) == (Basis.HOUR_OF_DAY, 200)
    first_day = learn(_hours(1)[:15], UTC, BEGAN_MS + DAY_MS).usual(TUESDAY_NIGHT)
    assert first_day is not None
    assert (first_day.basis, first_day.median) == (Basis.ALL, 100)


def test_on_the_first_morning_nothing_is_known_and_nothing_unusual() -> None:
    baseline = learn(_hours(1)[:5], UTC, BEGAN_MS + DAY_MS)
    assert baseline.usual(TUESDAY_NOON) is None
    assert baseline.level(1e9, TUESDAY_NOON) is Level.UNKNOWN
    assert not baseline.is_unusual(1e9, TUESDAY_NOON)
    assert learn([], UTC, BEGAN_MS).recent is None


def test_a_difference_of_a_trifle_is_never_unusual() -> None:
    assert _learned(4, tiny=150).level(240, TUESDAY_NOON) is Level.USUAL
    assert _learned(4, tiny=50).level(240, TUESDAY_NOON) is Level.HIGH


def test_one_bad_hour_of_four_weeks_does_not_become_usual() -> None:
    hours = _hours(4)
    place = next(
        index for index, hour in enumerate(hours) if hour.start_ms == TUESDAY_NOON - 20 * 60_000 - 14 * DAY_MS
    )
    hours[place] = HourFigure(hours[place].start_ms, 4, 5000, 9000)
    usual = learn(hours, UTC, BEGAN_MS + 28 * DAY_MS).usual(TUESDAY_NOON)
    assert usual is not None
    assert (usual.median, usual.high) == (100, 140)


@pytest.mark.parametrize(("month", "day"), [(3, 29), (10, 25)])
def test_a_nightly_job_is_at_its_hour_before_and_after_the_clocks_change(month: int, day: int) -> None:
    """Learned over four weeks around the change in Berlin; asked for at four in the morning on either side."""
    change = datetime(2026, month, day, tzinfo=BERLIN)
    began_ms = int(change.timestamp() * 1000) - 14 * DAY_MS
    hours = []
    for place in range(28 * 24):
        at_ms = began_ms + place * HOUR_MS
        nightly = datetime.fromtimestamp(at_ms / 1000, BERLIN).hour == 4
        hours.append(HourFigure(at_ms, 2, 900.0 if nightly else 100.0, 950.0 if nightly else 120.0))
    baseline = learn(hours, BERLIN, began_ms + 28 * DAY_MS)
    for offset in (-7, -1, 0, 1, 7):
        # Arithmetic within a zone goes by the clock on the wall.
        night = datetime(2026, month, day, 4, 30, tzinfo=BERLIN) + timedelta(days=offset)
        usual = baseline.usual(int(night.timestamp() * 1000))
        assert usual is not None
        assert usual.median == 900


def test_the_learned_figure_is_that_of_the_last_fortnight() -> None:
    old = [HourFigure(BEGAN_MS + place * HOUR_MS, 1, 100, 110) for place in range(24 * 14)]
    new = [HourFigure(BEGAN_MS + (24 * 14 + place) * HOUR_MS, 1, 300, 310) for place in range(24 * 14)]
    assert learn(old + new, UTC, BEGAN_MS + 28 * DAY_MS).recent == 300
    assert learn(old + new, UTC, BEGAN_MS + 90 * DAY_MS).recent is None


@given(
    st.lists(
        st.builds(
            lambda place, runs, p50, more: HourFigure(BEGAN_MS + place * HOUR_MS, runs, p50, p50 * more),
            st.integers(0, 2000),
            st.integers(0, 50),
            st.floats(0, 1e6),
            st.floats(1, 10),
        ),
        max_size=60,
    ),
    st.integers(0, 2000),
)
def test_a_band_is_always_in_order_and_its_middle_usual(hours: list[HourFigure], place: int) -> None:
    baseline = learn(hours, BERLIN, BEGAN_MS + 100 * DAY_MS)
    at_ms = BEGAN_MS + place * HOUR_MS
    usual = baseline.usual(at_ms)
    if usual is not None:
        assert 0 <= usual.low <= usual.median * (1 + 1e-9)
        assert usual.median <= usual.high
        assert baseline.level(usual.median, at_ms) is Level.USUAL
