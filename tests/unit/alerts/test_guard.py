"""The calendar guard: on an important day checks are more frequent and rules stricter; before and after not."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from porchlight.alerts.guard import adjusted, interval_of
from porchlight.alerts.rules import rule_of
from porchlight.model.alert import Severity
from porchlight.runtime.kinds import parse_settings

SETTINGS = """
[components.page]
kind = "http"
url = "http://127.0.0.1:9/"
interval = "60s"
[components.crm]
kind = "http"
url = "http://127.0.0.1:9/"
interval = "5m"
[rules.slow]
when = { component = "page", response_time_over = "2s" }
for = "10m"
severity = "medium"
cooldown = "30m"
[calendar.giving]
name = "Giving Tuesday"
from = "2026-12-01"
to = "2026-12-01"
zone = "America/New_York"
interval = "15s"
components = ["page"]
[calendar.giving.rules.slow]
for = "30s"
severity = "critical"
[calendar.week]
name = "The week"
from = "2026-11-29"
to = "2026-12-05"
interval = "2m"
"""


def ms(text: str) -> int:
    return round(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() * 1000)


@pytest.mark.parametrize(
    ("at", "page", "crm"),
    [
        ("2026-11-28T12:00", None, None),
        ("2026-11-30T12:00", 120, 120),
        ("2026-12-01T04:59", 120, 120),  # in New York it is still the day before
        ("2026-12-01T05:00", 15, 120),
        ("2026-12-02T04:59", 15, 120),
        ("2026-12-02T05:00", 120, 120),
        ("2026-12-07T12:00", None, None),
    ],
)
def test_checks_are_more_frequent_on_the_day_alone_and_the_tightest_span_counts(
    at: str, page: float | None, crm: float | None
) -> None:
    calendar = parse_settings(SETTINGS).alerting.calendar
    assert interval_of("page", calendar, ms(at)) == page
    assert interval_of("crm", calendar, ms(at)) == crm


def test_a_rule_fires_sooner_and_more_urgently_on_the_day_alone_and_is_else_unchanged() -> None:
    settings = parse_settings(SETTINGS)
    assert settings.all_problems() == []
    alerting = settings.alerting
    rule = rule_of("slow", alerting.rules["slow"])
    on, before = adjusted(rule, alerting.calendar, ms("2026-12-01T12:00")), ms("2026-11-30T12:00")
    assert (rule.hold_ms, rule.severity) == (600_000, Severity.MEDIUM)
    assert (on.hold_ms, on.severity) == (30_000, Severity.CRITICAL)
    assert on.cooldown_ms == rule.cooldown_ms
    assert replace(on, hold_ms=rule.hold_ms, severity=rule.severity) == rule
    assert adjusted(rule, alerting.calendar, before) == rule
