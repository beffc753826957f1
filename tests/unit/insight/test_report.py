"""What a report says first comes from what was measured, whoever checked."""

from dataclasses import replace

from porchlight.insight.report import Outlook, verdict
from porchlight.model.history import Bucket
from tests.unit.exporters.reports import HOUR_MS, UNTIL_MS, bucket, component, incident


def _hours(*failing: bool) -> tuple[Bucket, ...]:
    begin_ms = UNTIL_MS - len(failing) * HOUR_MS
    return tuple(bucket(begin_ms + at * HOUR_MS, None if bad else 40_000.0) for at, bad in enumerate(failing))


def test_a_form_that_answered_500_for_three_hours_is_not_called_well_though_only_cron_looked() -> None:
    form = replace(component("form", uptime=0.0), hours=_hours(True, True, True))
    said = verdict([form])
    assert said.outlook is Outlook.LASTING
    assert said.lasting == ("form",)


def test_failures_that_passed_are_interruptions_also_without_incidents() -> None:
    form = replace(component("form", uptime=0.6), hours=_hours(False, True, False, True, True, False))
    said = verdict([form])
    assert said.outlook is Outlook.INTERRUPTED
    assert said.interruptions == 2


def test_incidents_are_counted_where_there_are_some() -> None:
    ended = incident(began_ms=UNTIL_MS - 4 * HOUR_MS, ended_ms=UNTIL_MS - 3 * HOUR_MS)
    form = replace(component("form", incidents=[ended]), hours=_hours(False, True, False, True, False))
    said = verdict([form])
    assert said.outlook is Outlook.INTERRUPTED
    assert said.interruptions == 1


def test_all_well_is_said_where_every_check_was() -> None:
    assert verdict([replace(component("form"), hours=_hours(False, False))]).outlook is Outlook.ALL_WELL
