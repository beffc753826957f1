"""What a rule would have done in the past, and how far back it is looked."""

from collections.abc import Iterable

import pytest

from porchlight.alerts.replay import Past, affordable_ms, concerned, replay
from porchlight.language.render import Renderer
from porchlight.model.component import Component
from porchlight.model.incident import Incident, IncidentEvent, IncidentEventKind
from porchlight.model.result import Result
from porchlight.model.status import Outcome, Reason, Status
from tests.unit.alerts.story import HOUR, MINUTE, START_MS, rule

DAY = 24 * HOUR
WEEK = 7 * DAY


def component(component_id: str = "page", **rest: object) -> Component:
    return Component(component_id, component_id.capitalize(), "http", **rest)  # type: ignore[arg-type]


def past(it: Component, *outages: tuple[int, int]) -> Past:
    """Ten hours of a check a minute; each outage from one minute to another."""

    def results() -> Iterable[Result]:
        for minute in range(600):
            failed = any(begin <= minute < end for begin, end in outages)
            outcome, reason = (Outcome.ERROR, Reason.TIMEOUT) if failed else (Outcome.HEALTHY, None)
            yield Result(it.id, START_MS + minute * MINUTE, 100_000, outcome, "It says.", reason)

    incidents = tuple(
        Incident(
            f"{it.id}-{begin}",
            it.id,
            START_MS + begin * MINUTE,
            Status.ERROR,
            Reason.TIMEOUT,
            "No answer.",
            tuple(
                IncidentEvent(START_MS + minute * MINUTE + 200, kind, status, None, "No answer.")
                for minute, kind, status in (
                    (begin, IncidentEventKind.CONFIRMED, Status.ERROR),
                    (end, IncidentEventKind.RECOVERED, Status.HEALTHY),
                )
            ),
        )
        for begin, end in outages
    )
    return Past(it, results(), (), incidents)


def test_two_outages_are_two_alerts_and_two_messages() -> None:
    found = replay(rule(), [past(component(), (10, 20), (100, 120))], START_MS, START_MS + 10 * HOUR)
    assert (len(found.alerts), found.notified, found.suppressed, found.fires_now) == (2, 2, 0, False)
    assert Renderer()(found.sentence) == (
        "In the last 10 h it would have fired 2 times. It would have sent 2 messages."
    ).replace("10 h", "10\N{NARROW NO-BREAK SPACE}h")


def test_what_follows_from_another_ones_trouble_would_have_been_held_back() -> None:
    pasts = [past(component(), (10, 20)), past(component("form", depends_on=("page",)), (10, 20))]
    found = replay(rule(), pasts, START_MS, START_MS + 10 * HOUR)
    assert (len(found.alerts), found.notified, found.suppressed) == (2, 1, 1)


def test_a_rule_that_never_held_would_not_have_fired() -> None:
    found = replay(rule(), [past(component())], START_MS, START_MS + 10 * HOUR)
    assert Renderer()(found.sentence).startswith(
        "In the last 10\N{NARROW NO-BREAK SPACE}h it would not have fired once"
    )


@pytest.mark.parametrize(
    ("when", "ids"),
    [
        ({"component": "form", "status": "error"}, ["page", "form"]),
        ({"component": ["page", "gone"], "status": "error"}, ["page"]),
        ({"component": "*", "status": "error"}, ["page", "form", "database"]),
        ({"tag": "donors", "status": "error"}, ["page", "form", "database"]),
        ({"path": "summary.errors", "operator": "greater_than", "value": 1}, ["page", "form", "database"]),
    ],
)
def test_only_what_a_rule_can_be_about_is_read(when: dict[str, object], ids: list[str]) -> None:
    components = [component(), component("form", depends_on=("page",)), component("database")]
    assert [one.id for one in concerned(rule(when=when), components)] == ids


def test_a_hundred_components_are_tried_over_a_week_and_very_many_over_less() -> None:
    def many(count: int) -> list[Component]:
        return [component(f"c{number}") for number in range(count)]

    both = {"all": [{"component": "c1", "status": "error"}, {"component": "*", "status": "error"}]}
    assert affordable_ms(rule(), many(100), WEEK) == WEEK
    assert DAY // 4 < affordable_ms(rule(), many(1000), WEEK) < DAY
    assert affordable_ms(rule(when=both), many(100), WEEK) < 2 * DAY
    assert affordable_ms(rule(), [], WEEK) == WEEK
