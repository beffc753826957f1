"""When the weekly report is due: laws over any time, zone, day and hour, and the awkward nights of the year."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from porchlight.exporters.report.schedule import last_due

HOUR_MS, DAY_MS = 3_600_000, 86_400_000
ZONES = [
    ZoneInfo(name)
    for name in ("America/New_York", "Europe/Madrid", "Australia/Lord_Howe", "Pacific/Apia", "Asia/Kolkata", "UTC")
]
moments = st.integers(946_684_800_000, 4_102_444_800_000)
weekdays = st.integers(0, 6)
times = st.times().map(lambda at: at.replace(second=0, microsecond=0))
zones = st.sampled_from(ZONES)


@settings(suppress_health_check=[HealthCheck.too_slow])  # the first time of day brings all time zones
@given(moments, weekdays, times, zones)
def test_it_is_the_week_that_ended_last(now_ms: int, weekday: int, at: time, zone: ZoneInfo) -> None:
    week = last_due(now_ms, weekday, at, zone)
    assert week.until_ms <= now_ms < week.until_ms + 7 * DAY_MS + 26 * HOUR_MS
    assert week.day.weekday() == weekday
    # A week is one of seven days, but for a change of the clock (Apia once left out a day).
    assert abs(week.until_ms - week.since_ms - 7 * DAY_MS) <= 24 * HOUR_MS


@given(moments, weekdays, times, zones, st.integers(0, 30 * DAY_MS))
def test_later_is_never_an_earlier_week(now_ms: int, weekday: int, at: time, zone: ZoneInfo, later: int) -> None:
    first, second = (last_due(one, weekday, at, zone) for one in (now_ms, now_ms + later))
    assert second.until_ms >= first.until_ms
    assert (second.name == first.name) == (second.until_ms == first.until_ms)


@given(moments, weekdays, times, zones)
def test_weeks_follow_each_other_without_a_gap(now_ms: int, weekday: int, at: time, zone: ZoneInfo) -> None:
    week = last_due(now_ms, weekday, at, zone)
    before = last_due(week.until_ms - 1, weekday, at, zone)
    assert before.until_ms == week.since_ms
    assert before.name != week.name


@given(
    moments,
    st.lists(st.tuples(st.integers(-10 * DAY_MS, 10 * DAY_MS), weekdays, times, zones), min_size=1, max_size=60),
)
def test_no_week_is_written_twice_whatever_is_changed(
    now_ms: int, steps: list[tuple[int, int, time, ZoneInfo]]
) -> None:
    written: list[str] = []
    for step_ms, weekday, at, zone in steps:  # the clock jumps, the settings and the zone change
        now_ms += step_ms
        week = last_due(now_ms, weekday, at, zone)
        if week.name not in written:
            written.append(week.name)
    assert len(written) == len(set(written))


@given(moments, weekdays, times, zones, st.integers(1, 40))
def test_a_clock_that_runs_on_brings_one_report_a_week(
    now_ms: int, weekday: int, at: time, zone: ZoneInfo, weeks: int
) -> None:
    names = {last_due(now_ms + hour * 6 * HOUR_MS, weekday, at, zone).name for hour in range(weeks * 28)}
    # One more for where the span begins, and one for the day that Apia left out: it is a day longer there.
    assert weeks <= len(names) <= weeks + (2 if zone.key == "Pacific/Apia" else 1)


@pytest.mark.parametrize(
    ("now", "due"),
    [
        ("2026-03-08T10:59:00+00:00", "2026-03-01T07:00:00-05:00"),
        ("2026-03-08T11:00:00+00:00", "2026-03-08T07:00:00-04:00"),  # the clock was put forward that night
        ("2026-11-01T11:59:00+00:00", "2026-10-25T07:00:00-04:00"),
        ("2026-11-01T12:00:00+00:00", "2026-11-01T07:00:00-05:00"),  # and back
    ],
)
def test_it_is_due_by_the_clock_on_the_wall(now: str, due: str) -> None:
    now_ms = round(datetime.fromisoformat(now).timestamp() * 1000)
    week = last_due(now_ms, 6, time(7), ZoneInfo("America/New_York"))
    assert datetime.fromtimestamp(week.until_ms / 1000, UTC) == datetime.fromisoformat(due)


def test_a_time_that_the_day_does_not_have_is_the_hour_after() -> None:
    now_ms = round(datetime(2026, 3, 9, tzinfo=UTC).timestamp() * 1000)
    week = last_due(now_ms, 6, time(2, 30), ZoneInfo("America/New_York"))
    assert datetime.fromtimestamp(week.until_ms / 1000, UTC) == datetime(2026, 3, 8, 7, 30, tzinfo=UTC)


def test_a_week_has_the_number_of_the_calendar_across_the_year() -> None:
    now_ms = round(datetime(2027, 1, 3, 12, tzinfo=UTC).timestamp() * 1000)
    assert last_due(now_ms, 0, time(7), ZoneInfo("UTC")).name == "2026-W53"
