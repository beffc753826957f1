"""What the chart is given: few enough points, gaps as gaps, spans by what they are."""

import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from porchlight.desktop.chart_data import (
    MOST_POINTS,
    SpanKind,
    asleep_or_not,
    failure_spans,
    fitting_resolution,
    lines_of_buckets,
    lines_of_series,
    offline_spans,
    read_chart,
    sleeps_in,
)
from porchlight.desktop.component_facts import STRIP_DAYS, DayKind, days_of
from porchlight.history.reader import HistoryReader
from porchlight.model.audit import Action, Actor, AuditEntry
from porchlight.model.history import Bucket, Resolution, Series
from porchlight.model.incident import Incident
from porchlight.model.status import Outcome, Reason, Status
from tests.integration.history.builders import WEBSITE, opened, result, state

NOW = 1_790_000_000_000
HOUR, DAY = 3_600_000, 86_400_000
KEPT = 2 * DAY


def _fits(interval: float, span_ms: int, ago_ms: int = 0) -> Resolution | None:
    until = NOW - ago_ms
    return fitting_resolution(interval, until - span_ms, until, now_ms=NOW, results_kept_ms=KEPT)


@pytest.mark.parametrize(
    ("span_ms", "resolution"),
    [
        (HOUR, None),
        (DAY, None),
        (3 * DAY, Resolution.FIVE_MINUTES),
        (7 * DAY, Resolution.FIVE_MINUTES),
        (30 * DAY, Resolution.HOUR),
        (395 * DAY, Resolution.DAY),
    ],
)
def test_the_finest_resolution_that_fits_is_picked(span_ms: int, resolution: Resolution | None) -> None:
    assert _fits(60, span_ms) is resolution


def test_what_is_no_longer_kept_is_not_asked_for() -> None:
    assert _fits(60, HOUR, 10 * DAY) is Resolution.FIVE_MINUTES
    assert _fits(60, HOUR, 60 * DAY) is Resolution.HOUR
    assert _fits(60, HOUR, 500 * DAY) is Resolution.DAY


@given(interval=st.floats(1, 3600), span_ms=st.integers(60_000, 3000 * DAY), ago_ms=st.integers(0, 400 * DAY))
def test_never_many_more_points_than_can_be_drawn(interval: float, span_ms: int, ago_ms: int) -> None:
    resolution = _fits(interval, span_ms, ago_ms)
    step_ms = interval * 1000 if resolution is None else resolution * 1000
    if resolution is not Resolution.DAY:
        assert span_ms / step_ms <= MOST_POINTS * 1.05


def _series(*checks: tuple[int, Outcome]) -> Series:
    return Series(
        tuple(NOW + second * 1000 for second, _ in checks),
        tuple(100_000 for _ in checks),
        tuple(outcome for _, outcome in checks),
    )


def test_time_that_was_not_watched_is_a_gap_in_the_line() -> None:
    checks = [(second, Outcome.HEALTHY) for second in (0, 60, 120, 1800, 1860, 1920)]
    lines = lines_of_series(_series(*checks), 60_000)
    assert len(lines.holes) == 1
    assert math.isnan(lines.median[3])
    assert lines.times[2] < lines.times[3] < lines.times[4]
    assert lines.holes[0][0] == pytest.approx(NOW / 1000 + 180)


def test_the_first_check_after_a_start_is_not_joined_to_the_last_one_before(tmp_path: Path) -> None:
    with opened(tmp_path / "history.sqlite3") as store:
        store.register(WEBSITE, NOW - DAY)
        for minutes_ago in (55, 54, 53, 2):
            found = result(NOW - minutes_ago * 60_000)
            store.record(found, state(found))
    with HistoryReader(str(tmp_path / "history.sqlite3")) as reader:
        chart = read_chart(reader, WEBSITE, NOW - HOUR, NOW, now_ms=NOW, results_kept_ms=KEPT)
    assert [math.isnan(value) for value in chart.columns.median] == [False, False, False, True, False]
    assert [(span.kind, round(NOW / 1000 - span.since)) for span in chart.spans] == [
        (SpanKind.NOT_WATCHED, 52 * 60),
        (SpanKind.NOT_WATCHED, 3600),
    ]


def test_a_failed_check_has_no_response_time_and_is_marked() -> None:
    checks = ((0, Outcome.HEALTHY), (60, Outcome.ERROR), (120, Outcome.DEGRADED))
    lines = lines_of_series(_series(*checks), 60_000)
    assert [math.isnan(value) for value in lines.median] == [False, True, False]
    assert lines.failed == (NOW / 1000 + 60,)
    assert lines.holes == []


def test_unknown_results_are_shaded_as_offline() -> None:
    spans = offline_spans(
        _series((0, Outcome.HEALTHY), (60, Outcome.UNKNOWN), (120, Outcome.UNKNOWN), (180, Outcome.HEALTHY))
    )
    assert [(span.kind, span.until - span.since) for span in spans] == [(SpanKind.OFFLINE, 120.0)]


def test_a_gap_in_which_the_computer_slept_differs_from_one_that_nobody_can_explain() -> None:
    holes = [(1000.0, 5000.0), (9000.0, 12_000.0)]
    activity = [
        AuditEntry(5_010_000, Actor.AUTOMATIC, Action.WOKE),
        AuditEntry(1_010_000, Actor.AUTOMATIC, Action.ASLEEP),
    ]
    assert [span.kind for span in asleep_or_not(holes, sleeps_in(activity))] == [
        SpanKind.ASLEEP,
        SpanKind.NOT_WATCHED,
    ]


def test_outages_and_what_needed_somebody_are_shaded_differently() -> None:
    def incident(reason: Reason) -> Incident:
        return Incident(reason.value, "page", NOW, Status.ERROR, reason, "x", (), NOW + 60_000)

    kinds = [span.kind for span in failure_spans([incident(Reason.TIMEOUT), incident(Reason.AUTH)], NOW)]
    assert kinds == [SpanKind.FAILURE, SpanKind.NEEDS_YOU]


def _bucket(start_ms: int, *, down_ms: int = 0, watched_ms: int = HOUR, p50: float | None = 100_000) -> Bucket:
    return Bucket(start_ms, 60, 0, 0, 0, 0, watched_ms, down_ms, 6_000_000, 90_000, 120_000, p50, p50)


def test_missing_buckets_are_gaps_and_empty_ones_have_no_line() -> None:
    start = NOW // HOUR * HOUR
    buckets = [_bucket(start), _bucket(start + HOUR, p50=None), _bucket(start + 2 * HOUR), _bucket(start + 9 * HOUR)]
    lines = lines_of_buckets(buckets, Resolution.HOUR, 60_000)
    assert lines.holes == [(start / 1000 + 3 * 3600, start / 1000 + 9 * 3600)]
    assert [math.isnan(value) for value in lines.median] == [False, True, False, True, False]
    assert len(lines.p95) == len(lines.median)


def test_the_strip_has_a_day_for_each_day_and_knows_what_was_not_watched() -> None:
    hours = [_bucket(NOW - number * HOUR, down_ms=HOUR if number == 30 else 0) for number in range(48)]
    days = days_of(hours, NOW)
    assert len(days) == STRIP_DAYS
    assert {day.kind for day in days[:-4]} == {DayKind.NOT_WATCHED}
    assert sum(day.kind is DayKind.DOWN for day in days) == 1
    assert days[-1].kind is DayKind.GOOD


@pytest.mark.parametrize("checks_after", [1, 2, 3])
def test_right_after_a_start_no_line_is_drawn_across_the_time_that_was_not_watched(checks_after: int) -> None:
    after = [(3000 + number * 60, Outcome.HEALTHY) for number in range(checks_after)]
    lines = lines_of_series(_series((0, Outcome.HEALTHY), *after), 60_000)
    assert lines.holes == [(NOW / 1000 + 60, NOW / 1000 + 3000)]
    between = [value for at, value in zip(lines.times, lines.median, strict=True) if 60 < at - NOW / 1000 < 3000]
    assert between
    assert all(math.isnan(value) for value in between)
