"""Conditions: each kind, what cannot be told, and templates."""

from typing import Any

import pytest
from pydantic import ValidationError

from porchlight.alerts.templates import filled
from porchlight.comparison import Operator
from porchlight.model.status import Reason, Status
from porchlight.settings.alerting import unknown_places
from porchlight.settings.rules import RuleSettings, read_condition
from tests.unit.alerts.story import HOUR, MINUTE, Story, rule


def verdict(story: Story, subject: str = "page", *, holding: bool = False, **when: Any) -> bool | None:
    return rule(when=when).judge(story.engine.facts, subject, holding)


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ({"component": "page", "status": "error"}, True),
        ({"component": "page", "status": ["degraded", "error"]}, True),
        ({"component": "page", "status": "healthy"}, False),
        ({"component": "page", "reason": "timeout"}, True),
        ({"component": "*", "reason_not": ["timeout"]} | {"status": "error"}, False),
        ({"component": "*", "critical": True, "status": "error"}, False),
        ({"tag": "donors", "status": "error"}, True),
        ({"kind": "database", "status": "error"}, False),
        ({"component": "*", "besides": "page", "status": "error"}, False),
        ({"component": "gone", "status": "error"}, None),
        ({"all": [{"component": "page", "status": "error"}, {"component": "page", "reason": "dns"}]}, False),
        ({"any": [{"component": "gone", "status": "error"}, {"component": "page", "status": "error"}]}, True),
        ({"all": [{"component": "gone", "status": "error"}, {"component": "page", "status": "error"}]}, None),
        ({"not": {"component": "page", "status": "healthy"}}, True),
        ({"not": {"component": "gone", "status": "healthy"}}, None),
    ],
)
def test_by_status_and_selection(when: dict[str, Any], expected: bool | None) -> None:
    story = Story().watch("page", tags=("donors",))
    story.fail()
    assert verdict(story, **when) is expected


def test_nothing_is_said_of_what_was_not_checked_yet() -> None:
    story = Story().watch()
    assert verdict(story, component="page", status="error") is None
    assert verdict(story, path="summary.errors", operator="equals", value=0) is None


def test_slowness_needs_three_of_five_and_ends_when_all_five_are_quick() -> None:
    story = Story().watch()
    slow: dict[str, Any] = {"component": "page", "response_time_over": "2s"}
    found = []
    for seconds in (3, 3, 0.1, 3):
        story.check(seconds=seconds)
        found.append(verdict(story, **slow))
    assert found == [False, False, False, True]
    for seconds in (0.1, 0.1, 0.1, 0.1):
        story.check(seconds=seconds)
    assert verdict(story, holding=True, **slow) is True
    story.check(seconds=0.1)
    assert verdict(story, holding=True, **slow) is False


def test_its_own_usual_time_is_the_yardstick_and_never_under_half_a_second() -> None:
    story = Story().watch()
    over: dict[str, Any] = {"component": "*", "response_time_over_baseline": 3}
    for _ in range(3):
        story.check(seconds=0.4)
    assert verdict(story, **over) is None
    story.engine.facts.set_usual({"page": lambda at_ms: 100_000.0})
    assert verdict(story, **over) is False
    for _ in range(3):
        story.check(seconds=0.6)
    assert verdict(story, **over) is True


@pytest.mark.parametrize(
    ("when", "measures", "expected"),
    [
        ({"measure": "size", "operator": "less_than", "value": 100}, {"size": 20}, True),
        ({"measure": "size", "operator": "less_than", "value": 100}, {}, None),
        ({"certificate_days_below": 14}, {"certificate_days": 9}, True),
        ({"certificate_days_below": 14}, {"certificate_days": 90}, False),
        ({"quota_used_above": 80}, {"quota_used": 81.5}, True),
    ],
)
def test_measures(when: dict[str, Any], measures: dict[str, float], expected: bool | None) -> None:
    story = Story().watch()
    story.check(measures=measures)
    assert verdict(story, component="page", **when) is expected


def test_the_age_of_the_last_success() -> None:
    story = Story().watch()
    story.check()
    story.at += 3 * HOUR
    story.fail()
    assert verdict(story, component="page", last_success_older_than="2h") is True
    assert verdict(story, component="page", last_success_older_than="4h") is False


@pytest.mark.parametrize(
    ("path", "operator", "value", "expected"),
    [
        ("summary.errors", "greater_than", 0, True),
        ("summary.criticalErrors", "equals", 0, True),
        ("summary.healthy", "less_equal", 0, False),
        ("summary.total", "greater_equal", 2, True),
        ("summary.total", "less_than", 2, False),
        ("status", "equals", "degraded", True),
        ("status", "not_equals", "healthy", True),
        ("components.page.message", "contains", "error", True),
        ("components.0.status", "regex", "^(error|degraded)$", True),
        ("components.page.nothing", "equals", 1, None),
        ("components.99.status", "equals", "error", None),
        ("summary.errors.deeper", "equals", 1, None),
    ],
)
def test_the_report_with_all_eight_operators(path: str, operator: str, value: object, expected: bool | None) -> None:
    story = Story().watch("page").watch("form")
    story.fail("page")
    story.check(component_id="form")
    assert Operator(operator)
    assert verdict(story, "", path=path, operator=operator, value=value) is expected


def test_a_regex_of_the_worst_kind_is_over_soon() -> None:
    story = Story().watch()
    story.fail()
    name = "components.page.message"
    assert verdict(story, "", path=name, operator="regex", value="(x+x+)+y") in (False, None)


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ({}, "No component"),
        ({"component": "page"}, "condition is empty"),
        ({"component": "page", "measure": "size"}, "value to compare"),
        ({"path": "nowhere.at.all", "operator": "equals", "value": 1}, "There is no"),
        ({"path": "status", "operator": "regex", "value": "("}, "pattern"),
        ({"path": "status", "operator": "bigger", "value": 1}, "equals"),
        ({"any": []}, "at least 1"),
        ({"any": "page"}, "list of conditions"),
        ({"component": "page", "status": "broken"}, "healthy"),
        ({"operation": "sync"}, "condition is empty"),
    ],
)
def test_what_cannot_be_is_refused_with_what_would_be_right(when: dict[str, Any], expected: str) -> None:
    with pytest.raises((ValidationError, ValueError), match=expected):
        RuleSettings.model_validate({"when": when})


def test_conditions_cannot_be_nested_for_ever() -> None:
    when: dict[str, Any] = {"component": "page", "status": "error"}
    for _ in range(100):
        when = {"not": when}
    with pytest.raises(ValueError, match="too deeply"):
        read_condition(when)


def test_templates_are_filled_and_unknown_places_stay_and_are_flagged() -> None:
    story = Story().watch()
    story.check(Status.ERROR, reason=Reason.DNS, measures={"size": 3.0})
    template = "{summary.errors} down: {component.name} ({component.reason}), {component.measures.size} {no.such}"
    assert filled(template, rule(), "page", story.engine.facts) == "1 down: Page (dns), 3 {no.such}"
    assert unknown_places(template) == ["no.such"]


def test_pending_is_not_told_in_advance() -> None:
    story = Story(rule(**{"for": "1m"}, message="{rule.name} on {component.component}")).watch()
    story.fail()
    story.wait(MINUTE)
    (alert,) = story.alerts.values()
    assert alert.sentence == "down on page"
