"""A certificate is reported by the share of its life that is left, and by how its host has renewed until now."""

import asyncio

import pytest

from porchlight.language.english import english
from porchlight.net.exchange import TlsDetails
from porchlight.probes.certificate_days import Certificates, recalled
from tests.benchmarks.certificates import FAILING, live

NOW_MS = 1_790_000_000_000
DAY_MS = 86_400_000
HOST = "give.example.org"


def _issued(day: float, life: float) -> TlsDetails:
    begins_ms = NOW_MS + round(day * DAY_MS)
    return TlsDetails("TLSv1.3", "R13", HOST, begins_ms + round(life * DAY_MS), begins_ms)


def _after(*renewals: tuple[float, float]) -> Certificates:
    """The habit of a host whose certificates began on these days, for so many days each."""
    found = recalled(None)
    for day, life in renewals:
        found = recalled(found.seen(HOST, _issued(day, life), NOW_MS + round(day * DAY_MS)).stored)
    return found


def _sentence(habit: Certificates, tls: TlsDetails, day: float, days: int | None = None) -> str:
    soon = habit.judged(HOST, tls, days, NOW_MS + round(day * DAY_MS)).soon
    return english(soon) if soon is not None else ""


@pytest.mark.parametrize(
    ("life", "quiet", "warned"),
    [(6, 4.5, 4.7), (47, 35, 37), (90, 68, 70), (200, 172, 174), (398, 370, 372)],
)
def test_without_a_habit_a_certificate_is_reported_well_under_a_third_and_under_thirty_days(
    life: float, quiet: float, warned: float
) -> None:
    assert _sentence(_after(), _issued(0, life), quiet) == ""
    assert "expires in " in _sentence(_after(), _issued(0, life), warned)


def test_a_long_one_whose_host_renews_early_is_reported_when_that_is_missed() -> None:
    habit = _after((0, 398), (265, 398))
    sentence = "Renewal seems to have stopped: the certificate expires in 85 days, and is usually renewed 133 days"
    assert _sentence(habit, _issued(265, 398), 265 + 300) == ""
    assert _sentence(habit, _issued(265, 398), 265 + 313) == f"{sentence} before its end."


def test_a_host_that_renews_late_as_a_rule_is_left_alone_until_a_fortnight() -> None:
    habit = _after((0, 90), (74, 90), (148, 90), (222, 90))
    assert _sentence(habit, _issued(222, 90), 222 + 75) == ""
    assert "expires in 13 days." in _sentence(habit, _issued(222, 90), 222 + 77)


def test_one_late_repair_teaches_nothing() -> None:
    habit = _after((0, 90), (60, 90), (148, 90))  # the second was renewed two days before its end
    assert "Renewal seems to have stopped" in _sentence(habit, _issued(148, 90), 148 + 70)


def test_a_second_server_with_an_older_certificate_teaches_nothing() -> None:
    habit = _after((0, 90), (30, 90))
    assert habit.seen(HOST, _issued(0, 90), NOW_MS + 31 * DAY_MS).stored is None
    assert _sentence(habit, _issued(0, 90), 65) == ""


def test_a_limit_in_days_wins() -> None:
    assert _sentence(_after(), _issued(0, 90), 70, days=14) == ""
    assert _sentence(_after(), _issued(0, 90), 40, days=60) == "The certificate expires in 50 days."
    assert _sentence(_after(), _issued(0, 90), 89.8, days=0) == ""


def test_shorter_lives_later_do_not_look_like_missed_renewals() -> None:
    habit = _after((0, 398), (368, 200), (538, 47))  # always thirty days before the end
    assert _sentence(habit, _issued(538, 47), 538 + 30) == ""


@pytest.mark.parametrize(
    "position", ["", "{", "[]", '{"certificates": {"a": [1, "x", []], "b": 5, "c": [1, 2, [[0]]]}}']
)
def test_what_was_stored_and_cannot_be_read_is_forgotten(position: str) -> None:
    found = recalled(position).seen(HOST, _issued(0, 90), NOW_MS)
    assert recalled(found.stored).habits == {**recalled(position).habits, HOST: found.habits[HOST]}


@pytest.mark.parametrize("life", [45, 47, 64, 90, 200, 398])
def test_in_two_years_no_warning_is_early_and_each_failure_is_told_with_a_fifth_of_the_life_left(life: float) -> None:
    host = asyncio.run(live(life, 1 / 3, FAILING))
    assert host.early == 0
    assert host.left_when_noted
    assert min(host.left_when_noted) >= 0.2
    if life <= 90:  # longer ones without a habit are warned of a month before, and noted until then
        assert min(host.left_when_told) >= 0.2


def _note(habit: Certificates, tls: TlsDetails, day: float, days: int | None = None) -> str:
    found = habit.judged(HOST, tls, days, NOW_MS + round(day * DAY_MS))
    assert found.soon is None
    return english(found.note) if found.note is not None else ""


def test_a_long_one_is_noted_in_green_from_under_a_quarter_of_its_life_on() -> None:
    assert _note(_after(), _issued(0, 398), 300) == ""
    assert _note(_after(), _issued(0, 398), 310) == (
        "The certificate expires in 88 days; most are renewed earlier, and no renewal has been seen here yet."
    )
    assert _note(_after(), _issued(0, 90), 68) == ""


def test_a_host_that_renews_late_is_noted_with_its_habit() -> None:
    habit = _after((0, 200), (170, 200))
    sentence = "The certificate expires in 35 days; it is usually renewed 30 days before its end."
    assert _note(habit, _issued(170, 200), 170 + 165) == sentence


def test_who_set_a_limit_gets_no_note() -> None:
    assert _note(_after(), _issued(0, 398), 310, days=14) == ""
    assert _note(_after(), _issued(0, 398), 310, days=0) == ""
