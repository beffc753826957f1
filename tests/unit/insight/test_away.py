"""What happened while nobody looked: at most three lines, the worst first, and nothing that is not known."""

from datetime import UTC, datetime

import pytest

from porchlight.insight.away import Absence, while_away
from porchlight.language.render import Renderer
from porchlight.model.alert import Alert, AlertState, Severity
from porchlight.model.incident import Incident
from porchlight.model.status import Reason, Status

MORNING = datetime(2026, 11, 27, 8, tzinfo=UTC)
NOW_MS = round(MORNING.timestamp() * 1000)
SINCE_MS = NOW_MS - 14 * 3_600_000
NAMES = {"form": "Donation form", "crm": "CRM", "mail": "Mailchimp", "db": "Database", "site": "Website"}
MINUTE = 60_000
AT_TWO_TEN = NOW_MS - 350 * MINUTE


def incident(
    component: str,
    minutes: int | None,
    *,
    began_ms: int = AT_TWO_TEN,
    status: Status = Status.ERROR,
    reason: Reason = Reason.TIMEOUT,
) -> Incident:
    ended_ms = None if minutes is None else began_ms + minutes * MINUTE
    return Incident(f"{component}-{began_ms}", component, began_ms, status, reason, "", (), ended_ms)


def alert(number: int, *, resolved: bool, fired_ms: int = AT_TWO_TEN) -> Alert:
    state = AlertState.RESOLVED if resolved else AlertState.FIRING
    ended_ms = fired_ms + MINUTE if resolved else None
    return Alert(f"a{number}", "down", "form", Severity.HIGH, state, fired_ms, "", fired_ms, ended_ms)


def lines(*incidents: Incident, alerts: tuple[Alert, ...] = (), watched: float = 1.0) -> list[str]:
    write = Renderer(zone=UTC, now_ms=lambda: NOW_MS)
    absence = Absence(SINCE_MS, NOW_MS, incidents, alerts, watched)
    return [write(line).replace("\N{NARROW NO-BREAK SPACE}", " ") for line in while_away(absence, NAMES)]


def test_one_outage_with_its_alerts_is_two_lines() -> None:
    alerts = (alert(1, resolved=True), alert(2, resolved=True))
    assert lines(incident("form", 12), alerts=alerts) == [
        "Donation form was down for 12 min from 02:10.",
        "2 alerts, both resolved. No other problems were found.",
    ]


def test_a_quiet_night_is_one_line() -> None:
    assert lines() == ["No problems were found."]


def test_what_was_not_watched_is_not_called_well() -> None:
    assert lines(watched=0.12) == ["No problems were found. Porchlight watched 12% of that time."]


def test_a_time_when_the_computer_was_off_is_no_good_news() -> None:
    assert lines(watched=0.0) == ["Nothing was checked in that time."]
    assert lines(incident("form", None), watched=0.001) == ["Donation form has been down since 02:10."]


def test_the_worst_comes_first_and_many_are_still_three_lines() -> None:
    found = lines(
        incident("crm", 90, status=Status.DEGRADED, reason=Reason.SLOW),
        incident("mail", 20),
        incident("form", None),
        incident("db", 5),
        incident("site", 1),
    )
    assert found == [
        "Donation form has been down since 02:10.",
        "4 other components had problems: Mailchimp, Database, Website and 1 more.",
        "No other problems were found.",
    ]


def test_two_components_have_a_sentence_each() -> None:
    assert lines(incident("crm", 3, status=Status.DEGRADED, reason=Reason.SLOW), incident("mail", 20))[:2] == [
        "Mailchimp was down for 20 min from 02:10.",
        "CRM was degraded for 3 min from 02:10.",
    ]


def test_several_outages_of_one_component_are_counted() -> None:
    later = incident("form", 3, began_ms=AT_TWO_TEN + 60 * MINUTE)
    assert lines(later, incident("form", 12))[0] == (
        "Donation form had 2 problems, 15 min in total, the first at 02:10."
    )


def test_what_waits_for_a_person_is_not_called_down() -> None:
    assert lines(incident("mail", None, reason=Reason.AUTH))[0] == "Mailchimp has needed you since 02:10."


def test_a_component_that_no_longer_exists_is_not_mentioned() -> None:
    assert lines(incident("gone", 5)) == ["No problems were found."]


@pytest.mark.parametrize(
    ("resolved", "text"),
    [
        ((True,), "1 alert, resolved."),
        ((False,), "1 alert, still firing."),
        ((True, True, True), "3 alerts, all resolved."),
        ((False, False), "2 alerts, all still firing."),
        ((True, False, True), "3 alerts, 2 of them resolved."),
    ],
)
def test_alerts_are_counted_with_what_came_of_them(resolved: tuple[bool, ...], text: str) -> None:
    alerts = tuple(alert(number, resolved=one) for number, one in enumerate(resolved))
    assert lines(alerts=alerts)[-1].startswith(text)


def test_an_alert_from_before_is_not_counted() -> None:
    assert lines(alerts=(alert(1, resolved=True, fired_ms=SINCE_MS - 1),)) == ["No problems were found."]
