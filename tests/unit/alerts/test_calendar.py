"""Times that repeat, across changes of the clock."""

from contextlib import nullcontext
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from porchlight.alerts.calendar import Recurrence
from porchlight.alerts.guard import active, adjusted, interval_of, span_of
from porchlight.settings.rules import WEEK, CalendarSettings, Weekday
from tests.unit.alerts.story import HOUR, rule

NEW_YORK = ZoneInfo("America/New_York")


def ms(*parts: int, zone: ZoneInfo = NEW_YORK, fold: int = 0) -> int:
    return round(datetime(*parts, tzinfo=zone, fold=fold).timestamp() * 1000)  # type: ignore[arg-type,misc]


NIGHT = Recurrence(time(22, 0), time(7, 0), zone=NEW_YORK)


@pytest.mark.parametrize(
    ("at_ms", "until_ms"),
    [
        (ms(2026, 11, 24, 21, 59), None),
        (ms(2026, 11, 24, 22, 0), ms(2026, 11, 25, 7, 0)),
        (ms(2026, 11, 25, 3, 0), ms(2026, 11, 25, 7, 0)),
        (ms(2026, 11, 25, 7, 0), None),
        (ms(2026, 3, 8, 1, 30), ms(2026, 3, 8, 7, 0)),  # the night in which an hour is missing
        (ms(2026, 11, 1, 1, 30), ms(2026, 11, 1, 7, 0)),  # the night in which one comes twice
        (ms(2026, 11, 1, 1, 30, fold=1), ms(2026, 11, 1, 7, 0)),
    ],
)
def test_quiet_hours_over_midnight(at_ms: int, until_ms: int | None) -> None:
    assert NIGHT.until_ms(at_ms) == until_ms


def test_a_night_in_which_an_hour_is_missing_is_an_hour_shorter() -> None:
    assert ms(2026, 3, 8, 7, 0) - ms(2026, 3, 7, 22, 0) == 8 * HOUR
    begins = ms(2026, 3, 7, 22, 0)
    assert NIGHT.until_ms(begins) == begins + 8 * HOUR


def test_a_time_that_does_not_exist_that_day_counts_as_the_clock_goes_on() -> None:
    window = Recurrence(time(2, 30), time(3, 30), zone=NEW_YORK)
    assert window.until_ms(ms(2026, 3, 8, 3, 0)) is not None or window.until_ms(ms(2026, 3, 8, 3, 45)) is None


def test_only_on_its_days_counted_by_when_it_begins() -> None:
    weekend = Recurrence(time(23, 0), time(1, 0), (Weekday.SATURDAY,), NEW_YORK)
    assert weekend.until_ms(ms(2026, 11, 28, 23, 30)) == ms(2026, 11, 29, 1, 0)
    assert weekend.until_ms(ms(2026, 11, 29, 0, 30)) == ms(2026, 11, 29, 1, 0)
    assert weekend.until_ms(ms(2026, 11, 29, 23, 30)) is None


@given(
    begin=st.times().map(lambda at: at.replace(second=0, microsecond=0)),
    end=st.times().map(lambda at: at.replace(second=0, microsecond=0)),
    moment=st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)),  # noqa: DTZ001
    zone=st.sampled_from(["America/New_York", "Europe/Madrid", "Australia/Lord_Howe", "UTC"]),
)
def test_what_is_on_ends_within_a_day_and_then_is_off(begin: time, end: time, moment: datetime, zone: str) -> None:
    window = Recurrence(begin, end, WEEK, ZoneInfo(zone))
    at_ms = round(moment.timestamp() * 1000)
    until_ms = window.until_ms(at_ms)
    if until_ms is not None:
        assert at_ms < until_ms <= at_ms + 25 * HOUR
        assert begin == end or window.until_ms(until_ms) is None


GIVING_TUESDAY = CalendarSettings.model_validate(
    {
        "from": date(2026, 12, 1),
        "to": date(2026, 12, 1),
        "zone": "America/New_York",
        "interval": "15s",
        "components": ["page"],
        "rules": {"down": {"cooldown": "1m", "severity": "critical"}},
    }
)


def test_a_day_of_the_calendar_is_meant_whole() -> None:
    begin_ms, end_ms = span_of(GIVING_TUESDAY)
    assert (begin_ms, end_ms) == (ms(2026, 12, 1), ms(2026, 12, 2))
    assert active({"giving": GIVING_TUESDAY}, end_ms - 1)
    assert not active({"giving": GIVING_TUESDAY}, end_ms)


def test_rules_and_intervals_are_tightened_while_it_lasts() -> None:
    calendar, noon = {"giving": GIVING_TUESDAY}, ms(2026, 12, 1, 12)
    assert adjusted(rule(), calendar, noon).cooldown_ms == 60_000
    assert adjusted(rule(), calendar, noon).severity == "critical"
    assert adjusted(rule(), calendar, noon + 24 * HOUR) == rule()
    assert interval_of("page", calendar, noon) == 15.0
    assert interval_of("form", calendar, noon) is None


@pytest.mark.parametrize("zone", [None, "UTC", "Pacific/Kiritimati", "America/New_York"])
@pytest.mark.parametrize(("begin", "end"), [(date.min, date.min), (date(2026, 1, 1), date.max), (date.max, date.max)])
def test_a_span_in_the_first_or_the_last_year_is_a_span(zone: str | None, begin: date, end: date) -> None:
    item = CalendarSettings.model_validate({"from": begin, "to": end, "zone": zone})
    begin_ms, end_ms = span_of(item)
    assert begin_ms < end_ms
    assert active({"it": item}, 0) in ({}, {"it": item})


@pytest.mark.parametrize("day", [date(2026, 12, 1), "2026-12-01"])
def test_a_day_in_quotes_lasts_as_long_as_one_without(day: object) -> None:
    begin_ms, end_ms = span_of(CalendarSettings.model_validate({"from": day, "to": day, "zone": "UTC"}))
    assert end_ms - begin_ms == 24 * HOUR


@pytest.mark.parametrize("day", ["2026-13-45", "tomorrow", 5, 1.5, True, "", "9" * 4000, None, []])
def test_what_is_no_day_is_refused_in_words(day: object) -> None:
    with pytest.raises(ValueError, match="This is not a day"):
        CalendarSettings.model_validate({"from": day, "to": "2026-12-01"})


@pytest.mark.parametrize(
    ("begin", "end", "fits"),
    [
        ("2026-12-02T10:00:00", "2026-12-01", False),
        ("2026-12-02", "2026-12-01T10:00:00", False),
        ("2026-12-01T10:00:00", "2026-12-01", True),
        ("2026-12-01", "2026-12-01T10:00:00", True),
    ],
)
def test_a_span_of_a_day_and_a_moment_does_not_end_before_it_begins(begin: str, end: str, fits: bool) -> None:
    with nullcontext() if fits else pytest.raises(ValidationError):
        CalendarSettings.model_validate({"from": begin, "to": end})
