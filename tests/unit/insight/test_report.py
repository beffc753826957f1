"""What a report says first comes from what was measured, whoever checked."""

from dataclasses import replace

from porchlight.insight.report import Outlook, verdict
from porchlight.model.history import Bucket
from porchlight.model.status import Status
from tests.unit.exporters.reports import HOUR_MS, UNTIL_MS, bucket, component, incident


def _hours(*failing: bool) -> tuple[Bucket, ...]:
    begin_ms = UNTIL_MS - len(failing) * HOUR_MS
    return tuple(bucket(begin_ms + at * HOUR_MS, None if bad else 40_000.0) for at, bad in enumerate(failing))


def test_a_form_that_answered_500_for_three_hours_is_not_called_well_though_only_cron_looked() -> None:
    form = replace(component("form", uptime=0.0), hours=_hours(True, True, True))
    result = verdict([form])
    assert result.outlook is Outlook.LASTING
    assert result.lasting == ("form",)


def test_failures_that_passed_are_interruptions_also_without_incidents() -> None:
    form = replace(component("form", uptime=0.6), hours=_hours(False, True, False, True, True, False))
    result = verdict([form])
    assert result.outlook is Outlook.INTERRUPTED
    assert result.interruptions == 2


def test_incidents_are_counted_where_there_are_some() -> None:
    ended = incident(began_ms=UNTIL_MS - 4 * HOUR_MS, ended_ms=UNTIL_MS - 3 * HOUR_MS)
    form = replace(component("form", incidents=[ended]), hours=_hours(False, True, False, True, False))
    result = verdict([form])
    assert result.outlook is Outlook.INTERRUPTED
    assert result.interruptions == 1


def test_all_well_is_said_where_every_check_was() -> None:
    assert verdict([replace(component("form"), hours=_hours(False, False))]).outlook is Outlook.ALL_WELL


def test_what_fails_now_is_told_though_the_tray_saw_another_incident_end_before() -> None:
    ended = incident(began_ms=UNTIL_MS - 9 * HOUR_MS, ended_ms=UNTIL_MS - 8 * HOUR_MS)
    form = replace(component("form", incidents=[ended]), hours=_hours(False, True, False, True, True, True))
    result = verdict([form])
    assert result.outlook is Outlook.LASTING
    assert form.interruptions == 2


def test_an_hour_that_began_well_hides_no_failing() -> None:
    begin_ms = UNTIL_MS - HOUR_MS
    half = bucket(begin_ms)._replace(healthy=6, error=6)
    form = replace(component("form"), hours=(half,), failing_from_ms=begin_ms + HOUR_MS // 2)
    assert verdict([form]).lasting == ("form",)
    assert form.failing_since_ms == begin_ms + HOUR_MS // 2


def test_what_needs_attention_at_each_check_is_not_called_well() -> None:
    amber = tuple(hour._replace(healthy=0, degraded=12) for hour in _hours(False, False))
    form = replace(component("form"), hours=amber)
    assert verdict([form]).lasting == ("form",)
    assert form.status is Status.DEGRADED
