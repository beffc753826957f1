"""The checklist of an important day: what is not ready is named, and what is ready is not."""

from typing import Any

import pytest

from porchlight.alerts.channels.registry import find_kind
from porchlight.alerts.guard import days_near, important_day
from porchlight.exporters.checklist import page_of
from porchlight.insight.rehearsal import checklist
from porchlight.language.english import english
from porchlight.language.render import Renderer
from porchlight.model.component import Component
from porchlight.model.important_day import ImportantDay
from porchlight.model.incident import ComponentState
from porchlight.model.mark import Mark
from porchlight.model.snapshot import ComponentView, Snapshot
from porchlight.model.status import Reason, Status
from porchlight.model.suppression import Silence
from porchlight.settings.alerting import AlertingParser, AlertingSettings

NOW_MS = 1_795_000_000_000
DAY_MS = 86_400_000
GIVING = {"from": "2026-12-01", "to": "2026-12-01", "interval": "30s", "plan_b": "Please give at https://b.example"}
MAIL = {"kind": "webhook", "name": "Board", "url": "https://hooks.example/x"}


def alerting(calendar: dict[str, Any] | None = None, *, channels: bool = True) -> AlertingSettings:
    document: dict[str, Any] = {"calendar": {"giving": calendar or GIVING}}
    if channels:
        document["channels"] = {"board": MAIL}
    parser = AlertingParser(document, "", {}, find_kind)
    settings = parser.parse()
    assert parser.problems == []
    return settings


def snapshot(status: Status = Status.HEALTHY, **rest: Any) -> Snapshot:
    state = ComponentState("page", status, NOW_MS - DAY_MS, None, "It answers.", NOW_MS, 100)
    if status is Status.ERROR:
        state = ComponentState("page", status, NOW_MS - 1, Reason.TIMEOUT, "No answer within 10 s.", NOW_MS, 100)
    page = Component(id="page", name="Donation page", kind="http", critical=True)
    return Snapshot(NOW_MS, {"page": ComponentView(page, state, None)}, **rest)


def day(settings: AlertingSettings) -> ImportantDay:
    return important_day("giving", settings.calendar["giving"])


def open_points(settings: AlertingSettings, now: Snapshot) -> list[str]:
    points = checklist(day(settings), now, settings)
    return [f"{english(point.title)}: {english(point.detail)}" for point in points if not point.ready]


def test_where_all_is_prepared_everything_is_ready() -> None:
    assert open_points(alerting(), snapshot()) == []


@pytest.mark.parametrize(
    ("settings", "now", "found"),
    [
        (alerting(), snapshot(Status.ERROR), "Donation page: No answer within 10 s."),
        (alerting(), snapshot(Status.UNKNOWN), "Donation page: "),
        (alerting(channels=False), snapshot(), "Alerts: They are shown on this computer only."),
        (alerting(), snapshot(undelivered={"board": "410"}), "Alerts: Messages cannot be delivered to Board."),
        (alerting(), snapshot(silences=(Silence("s", NOW_MS * 2, 0),)), "Watching: Alerts are silenced until "),
        (alerting(), snapshot(history_fault="The disk is full."), "Watching: Porchlight itself has a problem."),
        (alerting({**GIVING, "interval": "10m"}), snapshot(), "Check interval: "),
        (alerting({**GIVING, "plan_b": ""}), snapshot(), "Plan B: No text is prepared."),
    ],
)
def test_what_is_not_ready_is_named(settings: AlertingSettings, now: Snapshot, found: str) -> None:
    (point,) = open_points(settings, now)
    assert point.startswith(found)


def test_while_checks_are_paused_nothing_that_is_watched_is_ready() -> None:
    page, watching = open_points(alerting(), snapshot(paused_until_ms=NOW_MS * 2))
    assert page.startswith("Donation page: ")
    assert watching.startswith("Watching: Checks are paused until ")


def test_a_component_that_is_turned_off_is_no_point() -> None:
    settings = alerting()
    marks = [point.mark for point in checklist(day(settings), snapshot(Status.DISABLED), settings)]
    assert Mark.PAUSED not in marks


def test_the_printed_page_has_a_box_for_each_point_and_no_mark_up_of_names() -> None:
    settings = alerting({**GIVING, "name": "<b>Giving</b>", "plan_b": "<script>alert(1)</script>"})
    points = checklist(day(settings), snapshot(Status.ERROR), settings)
    page = page_of(day(settings), points, NOW_MS, Renderer("en", now_ms=lambda: NOW_MS))
    assert page.count("☑") == len(points) - 1
    assert page.count("☐") == 1
    assert "<script" not in page
    assert "<b>Giving" not in page
    assert "&lt;script&gt;" in page


def test_a_day_is_near_from_a_week_before_until_its_end() -> None:
    settings = alerting()
    found = day(settings)
    for at_ms, near in (
        (found.from_ms - 7 * DAY_MS - 1, False),
        (found.from_ms - 7 * DAY_MS, True),
        (found.from_ms, True),
        (found.to_ms - 1, True),
        (found.to_ms, False),
    ):
        assert bool(days_near(settings.calendar, at_ms)) is near
    assert not found.is_on(found.from_ms - 1)
    assert found.is_on(found.from_ms)
