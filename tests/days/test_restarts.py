"""Days on which Porchlight is started anew in the middle of a trouble: it goes on where it was."""

from pathlib import Path

import pytest

from porchlight.model.component import Shared, SharedKind
from porchlight.model.operation import Operation
from porchlight.model.status import Outcome, Reason
from tests.days.day import HOUR, MINUTE, Day, live

KEY = frozenset({Shared(SharedKind.CREDENTIAL, "mailchimp")})
HOST = frozenset({Shared(SharedKind.HOST, "db.example.org:3306")})


def test_what_was_told_before_a_restart_is_told_worse_after_it_and_once(tmp_path: Path) -> None:
    """Truth: told at 85 %; restarted; every call is refused: told once as worse, over two more restarts; then its
    end, once."""

    async def story(day: Day) -> None:
        api = day.add("api", measures={"quota_used": 50})
        await day.until(10 * MINUTE)
        api.measures = {"quota_used": 85}
        await day.until(HOUR)
        assert len(day.received) == 1
        await day.restart()
        api.outcome, api.reason, api.measures = Outcome.ERROR, Reason.QUOTA, {}
        await day.until(1.5 * HOUR)
        assert len(day.received) == 2
        await day.restart()
        await day.until(2 * HOUR)
        await day.restart(20 * MINUTE)
        await day.until(3 * HOUR)
        assert len(day.received) == 2
        api.outcome = Outcome.HEALTHY
        await day.until(4 * HOUR)

    first, second, third = live(story, tmp_path).received
    assert first.message.labels[0].alert.id == second.message.labels[0].alert.id == third.message.labels[0].alert.id
    assert second.at < HOUR + 5 * MINUTE
    assert third.over


def test_what_was_as_bad_before_a_restart_is_no_news_after_it(tmp_path: Path) -> None:
    async def story(day: Day) -> None:
        page = day.add("page", critical=True, reason=Reason.AUTH)
        await day.until(10 * MINUTE)
        page.outcome = Outcome.ERROR
        await day.until(20 * MINUTE)
        for pause in (1.0, 5 * MINUTE, 20 * MINUTE):
            await day.restart(pause)
            await day.until(day.now + 10 * MINUTE)
        page.outcome = Outcome.HEALTHY
        await day.until(day.now + 20 * MINUTE)

    assert [one.over for one in live(story, tmp_path).received] == [False, True]


@pytest.mark.parametrize("shares", [(KEY, Reason.AUTH), (HOST, Reason.REFUSED)])
@pytest.mark.parametrize("outcome", [Outcome.ERROR, Outcome.DEGRADED])
def test_what_a_shared_cause_held_back_stays_held_back_after_a_restart(
    shares: tuple[frozenset[Shared], Reason], outcome: Outcome, tmp_path: Path
) -> None:
    """Truth: three stand on one credential (one host); the first is told of. Restarted, and the others are checked
    first: nothing more is told until the end."""

    async def story(day: Day) -> None:
        common, reason = shares
        users = [
            day.add(
                f"user-{number}", shares=common, reason=reason, critical=True, interval=300.0 if not number else 10
            )
            for number in range(3)
        ]
        await day.until(10 * MINUTE)
        users[0].outcome = outcome
        await day.until(25 * MINUTE)
        assert len(day.received) == 1
        for user in users[1:]:
            user.outcome = outcome
        await day.until(40 * MINUTE)
        assert len(day.received) == 1
        users[0].takes = 9.0  # the others answer long before
        await day.restart()
        await day.until(HOUR)
        await day.restart(30.0)
        await day.until(1.5 * HOUR)
        assert len(day.received) == 1
        for user in users:
            user.outcome = Outcome.HEALTHY
        await day.until(2 * HOUR)

    day = live(story, tmp_path)
    assert [one.over for one in day.received] == [False, True]
    assert {label.alert.subject for one in day.received for label in one.message.labels} == {"user-0"}


def test_what_begins_after_a_restart_and_has_the_cause_that_was_told_before_is_not_told_again(tmp_path: Path) -> None:
    async def story(day: Day) -> None:
        first = day.add("first", shares=KEY, reason=Reason.AUTH, critical=True, interval=300.0)
        second = day.add("second", shares=KEY, reason=Reason.AUTH, critical=True, interval=10.0)
        await day.until(10 * MINUTE)
        first.outcome = Outcome.ERROR
        await day.until(20 * MINUTE)
        first.takes = 9.0
        second.outcome = Outcome.ERROR
        await day.restart()
        await day.until(40 * MINUTE)
        assert len(day.received) == 1

    live(story, tmp_path)


def test_a_shared_cause_that_was_told_and_is_over_during_the_pause_holds_nothing_back(tmp_path: Path) -> None:
    """Truth: the credential is mended and revoked for the second alone while Porchlight was off: that is news."""

    async def story(day: Day) -> None:
        first = day.add("first", shares=KEY, reason=Reason.AUTH, critical=True)
        second = day.add("second", shares=KEY, reason=Reason.AUTH, critical=True)
        await day.until(10 * MINUTE)
        first.outcome = second.outcome = Outcome.ERROR
        await day.until(20 * MINUTE)
        first.outcome = Outcome.HEALTHY
        await day.restart(10 * MINUTE)
        await day.until(HOUR)

    day = live(story, tmp_path)
    assert [(one.message.labels[0].alert.subject, one.over) for one in day.received] == [
        ("first", False),
        ("second", False),
        ("first", True),
    ]


def test_a_child_waits_for_its_parent_after_a_restart_too(tmp_path: Path) -> None:
    """Truth: the database goes while Porchlight is off; its sync answers first after the start: one alert, about the
    database."""

    async def story(day: Day) -> None:
        database = day.add("database", critical=True, interval=60.0)
        sync = day.add("sync", critical=True, depends_on=("database",), interval=10.0, reason=Reason.AUTH)
        await day.until(20 * MINUTE)
        database.outcome = sync.outcome = Outcome.ERROR
        database.takes = 9.0
        await day.restart(5 * MINUTE)
        await day.until(40 * MINUTE)
        database.outcome = sync.outcome = Outcome.HEALTHY
        await day.until(HOUR)

    day = live(story, tmp_path)
    assert day.received_about("sync") == []
    assert [one.over for one in day.received_about("database")] == [False, True]


def test_a_child_that_was_held_back_stays_so_while_its_parent_is_not_checked_yet(tmp_path: Path) -> None:
    async def story(day: Day) -> None:
        database = day.add("database", critical=True, interval=60.0, reason=Reason.THROTTLED)
        sync = day.add("sync", critical=True, depends_on=("database",), interval=10.0)
        await day.until(20 * MINUTE)
        database.outcome = sync.outcome = Outcome.ERROR
        await day.until(30 * MINUTE)
        database.takes = 9.0
        for _ in range(3):
            await day.restart()
            await day.until(day.now + 5 * MINUTE)
        assert day.received_about("sync") == []

    live(story, tmp_path)


def test_a_job_that_fails_with_its_database_is_not_told_before_that_is_checked_again(tmp_path: Path) -> None:
    """Truth: the database is down and told; restarted, its sync's log is read first and tells of one more run that
    failed: nothing more is told."""

    async def story(day: Day) -> None:
        database = day.add("database", critical=True, interval=30.0)
        log = day.add("log", depends_on=("database",), interval=2.0)

        def run(number: int, *, ok: bool) -> Operation:
            return Operation("sync:gifts", day.loop.now_ms() - 300, 200, ok, 100, 0, id=str(number), source="log")

        for minute in range(20):
            log.operations = [run(minute, ok=True)]
            await day.until((minute + 1) * MINUTE)
        database.outcome = Outcome.ERROR
        for minute in range(20, 30):
            log.operations = [run(minute, ok=False)]
            await day.until((minute + 1) * MINUTE)
        assert len(day.received) == 1
        database.takes = 9.0
        await day.restart()
        for number in range(100, 140, 2):
            log.operations = [run(number, ok=False), run(number + 1, ok=False)]
            await day.until(day.now + 1)
        assert {label.alert.subject for one in day.received for label in one.message.labels} == {"database"}

    live(story, tmp_path)


def test_an_end_during_the_pause_is_told_to_whoever_was_told_the_beginning(tmp_path: Path) -> None:
    async def story(day: Day) -> None:
        day.colleague.people = {"anna": None, "ben": None}
        page = day.add("page", critical=True)
        await day.until(10 * MINUTE)
        page.outcome = Outcome.ERROR
        await day.until(20 * MINUTE)
        page.outcome = Outcome.HEALTHY
        await day.restart(HOUR)
        await day.until(2 * HOUR)

    day = live(story, tmp_path)
    assert {one: [received.over for received in day.colleague.received_by[one]] for one in ("anna", "ben")} == {
        "anna": [False, True],
        "ben": [False, True],
    }
