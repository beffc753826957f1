"""Days on which the way to people is the trouble: a mail server that wants one to come back, an address that is
wrong, a receiver that is down. Whoever got the beginning gets the end, and nobody gets either twice."""

from pathlib import Path

from porchlight.language.english import english
from porchlight.model.alert import DeliveryState
from porchlight.model.message import Fault
from porchlight.model.status import Outcome
from tests.days.day import HOUR, MINUTE, Day, live

LATER = Fault("The mail server says: come back later (451).")
UNKNOWN = Fault("The mail server knows no such mailbox (550).", permanent=True)


def begins_and_ends(day: Day, person: str) -> list[bool]:
    """What one was told: False for a beginning, True for an end."""
    return [one.over for one in day.colleague.received_by.get(person, [])]


def test_a_greylisting_server_gets_the_same_mail_to_everybody_once(tmp_path: Path) -> None:
    """Truth: at the first try the server tells ben to come back (451), five minutes later it takes his mail. Anna and
    carla are told within a minute and once; ben within ten minutes, and once; all are told the end."""

    async def story(day: Day) -> None:
        day.colleague.people = {"anna": None, "ben": LATER, "carla": None}
        page = day.add("page", critical=True)
        await day.until(10 * MINUTE)
        page.outcome = Outcome.ERROR
        await day.until(16 * MINUTE)
        day.colleague.people["ben"] = None
        await day.until(40 * MINUTE)
        page.outcome = Outcome.HEALTHY
        await day.until(HOUR)

    day = live(story, tmp_path)
    for person in ("anna", "ben", "carla"):
        assert begins_and_ends(day, person) == [False, True]
    assert day.colleague.received_by["anna"][0].at < 12 * MINUTE
    assert 16 * MINUTE < day.colleague.received_by["ben"][0].at < 22 * MINUTE
    assert day.colleague.received_by["ben"][0].message.id == day.colleague.received_by["anna"][0].message.id
    assert day.alerting.undelivered == {}


def test_an_outage_that_ends_before_the_mail_server_is_ready_is_one_mail_to_the_late_one(tmp_path: Path) -> None:
    """Truth: ben's mail is taken only after the outage: he hears of both in one; anna of each at its time."""

    async def story(day: Day) -> None:
        day.colleague.people = {"anna": None, "ben": LATER}
        page = day.add("page", critical=True)
        await day.until(10 * MINUTE)
        page.outcome = Outcome.ERROR
        await day.until(20 * MINUTE)
        page.outcome = Outcome.HEALTHY
        await day.until(30 * MINUTE)
        assert begins_and_ends(day, "anna") == [False, True]
        day.colleague.people["ben"] = None
        await day.until(HOUR)

    day = live(story, tmp_path)
    assert begins_and_ends(day, "anna") == [False, True]
    (late,) = day.colleague.received_by["ben"]
    assert "is working again" in late.message.title


def test_one_bad_address_of_three_keeps_nothing_from_the_others(tmp_path: Path) -> None:
    """Truth: carla's address is wrong: that is shown, it is not tried every few seconds, and the two others are told
    the beginning and the end, once each. After it is right she is told of the next outage."""

    async def story(day: Day) -> None:
        day.colleague.people = {"anna": None, "ben": None, "carla": UNKNOWN}
        page = day.add("page", critical=True)
        await day.until(10 * MINUTE)
        page.outcome = Outcome.ERROR
        await day.until(40 * MINUTE)
        assert [english(one) for one in day.alerting.undelivered.values()] == [UNKNOWN.sentence]
        page.outcome = Outcome.HEALTHY
        await day.until(HOUR)
        assert day.colleague.tries < 8
        assert [english(one) for one in day.alerting.undelivered.values()] == [UNKNOWN.sentence]
        day.colleague.people["carla"] = None
        page.outcome = Outcome.ERROR
        await day.until(1.5 * HOUR)
        page.outcome = Outcome.HEALTHY
        await day.until(2 * HOUR)

    day = live(story, tmp_path)
    assert begins_and_ends(day, "anna") == begins_and_ends(day, "ben") == [False, True] * 2
    assert begins_and_ends(day, "carla") == [False, True]
    assert day.alerting.undelivered == {}


def test_a_wrong_address_that_is_put_right_during_the_outage_is_told_of_it(tmp_path: Path) -> None:
    async def story(day: Day) -> None:
        day.colleague.people = {"anna": None, "carla": UNKNOWN}
        page = day.add("page", critical=True)
        await day.until(10 * MINUTE)
        page.outcome = Outcome.ERROR
        await day.until(30 * MINUTE)
        day.colleague.people["carla"] = None
        await day.until(HOUR)
        page.outcome = Outcome.HEALTHY
        await day.until(1.5 * HOUR)

    day = live(story, tmp_path)
    assert begins_and_ends(day, "anna") == begins_and_ends(day, "carla") == [False, True]


def test_who_is_told_to_come_back_is_remembered_over_a_restart(tmp_path: Path) -> None:
    """Truth: Porchlight is started anew between the first try and the second: only ben is still to be told."""

    async def story(day: Day) -> None:
        day.colleague.people = {"anna": None, "ben": LATER}
        page = day.add("page", critical=True)
        await day.until(10 * MINUTE)
        page.outcome = Outcome.ERROR
        await day.until(14 * MINUTE)
        await day.restart()
        day.colleague.people["ben"] = None
        await day.until(30 * MINUTE)
        await day.restart()
        page.outcome = Outcome.HEALTHY
        await day.until(HOUR)

    day = live(story, tmp_path)
    assert begins_and_ends(day, "anna") == begins_and_ends(day, "ben") == [False, True]


def test_a_receiver_that_is_down_while_this_computer_starts_anew_hears_of_it_once(tmp_path: Path) -> None:
    """Truth: the receiver is down from before the outage until after the computer was off for ten minutes; the outage
    goes on. One beginning, one end."""

    async def story(day: Day) -> None:
        page = day.add("page", critical=True)
        await day.until(10 * MINUTE)
        day.colleague.fault = Fault("No connection.")
        page.outcome = Outcome.ERROR
        await day.until(20 * MINUTE)
        await day.restart(10 * MINUTE)
        await day.until(50 * MINUTE)
        assert day.received == []
        day.colleague.fault = None
        await day.until(HOUR)
        assert [one.over for one in day.received] == [False]
        page.outcome = Outcome.HEALTHY
        await day.until(1.5 * HOUR)

    day = live(story, tmp_path)
    assert [one.over for one in day.received] == [False, True]
    assert 50 * MINUTE < day.received[0].at < 56 * MINUTE


def test_a_colleague_who_joins_during_an_outage_is_not_told_an_end_without_a_beginning(tmp_path: Path) -> None:
    """Truth: dora is added while it is down: she hears of the next one; ben, who was taken out, of none."""

    async def story(day: Day) -> None:
        day.colleague.people = {"anna": None, "ben": None}
        page = day.add("page", critical=True)
        await day.until(10 * MINUTE)
        page.outcome = Outcome.ERROR
        await day.until(20 * MINUTE)
        day.colleague.people = {"anna": None, "dora": None}
        page.outcome = Outcome.HEALTHY
        await day.until(40 * MINUTE)
        page.outcome = Outcome.ERROR
        await day.until(HOUR)

    day = live(story, tmp_path)
    assert begins_and_ends(day, "anna") == [False, True, False]
    assert begins_and_ends(day, "ben") == [False]
    assert begins_and_ends(day, "dora") == [False]
    assert DeliveryState.FAILED not in {one.state for one in day.store.open_alerts().notifications}
