"""Days on which one cause is behind several troubles: it is told as one."""

from pathlib import Path

from porchlight.model.component import Shared, SharedKind
from porchlight.model.operation import Operation
from porchlight.model.status import Outcome, Reason
from tests.days.day import HOUR, MINUTE, Day, live

KEY = frozenset({Shared(SharedKind.CREDENTIAL, "mailchimp")})
HOST = frozenset({Shared(SharedKind.HOST, "db.example.org:3306")})


def test_one_rejected_credential_is_one_alert(tmp_path: Path) -> None:
    async def story(day: Day) -> None:
        users = [day.add(f"audience-{number}", critical=True, shares=KEY, reason=Reason.AUTH) for number in range(3)]
        other = day.add("other", critical=True, reason=Reason.AUTH)
        await day.until(10 * MINUTE)
        for user in users:
            user.outcome = Outcome.ERROR
        await day.until(20 * MINUTE)
        other.outcome = Outcome.ERROR
        await day.until(30 * MINUTE)
        for thing in (*users, other):
            thing.outcome = Outcome.HEALTHY
        await day.until(40 * MINUTE)

    day = live(story, tmp_path)
    began = [one for one in day.received if not one.over]
    assert len(began) == 2
    assert {label.alert.subject for label in began[1].message.labels} == {"other"}


def test_the_message_names_what_follows(tmp_path: Path) -> None:
    async def story(day: Day) -> None:
        database = day.add("database", critical=True, interval=60.0)
        sync = day.add("sync", depends_on=("database",), interval=10.0)
        age = day.add("age", depends_on=("sync",), interval=10.0)
        await day.until(10 * MINUTE)
        for thing in (database, sync, age):
            thing.outcome = Outcome.ERROR
        await day.until(20 * MINUTE)

    (received,) = live(story, tmp_path).received
    assert "Because of this, we can't check Sync and Age either." in received.message.text


def test_a_graver_alert_about_the_same_cause_is_told_all_the_same(tmp_path: Path) -> None:
    async def story(day: Day) -> None:
        minor = day.add("minor", shares=HOST, reason=Reason.REFUSED)
        major = day.add("major", shares=HOST, critical=True, reason=Reason.REFUSED)
        await day.until(10 * MINUTE)
        minor.outcome = Outcome.ERROR
        await day.until(15 * MINUTE)
        major.outcome = Outcome.ERROR
        await day.until(20 * MINUTE)

    assert len(live(story, tmp_path).received) == 2


def test_two_hosts_are_two_causes(tmp_path: Path) -> None:
    async def story(day: Day) -> None:
        one = day.add("one", shares=HOST, reason=Reason.REFUSED)
        two = day.add("two", shares=frozenset({Shared(SharedKind.HOST, "b.example:80")}), reason=Reason.REFUSED)
        await day.until(10 * MINUTE)
        one.outcome = Outcome.ERROR
        await day.until(15 * MINUTE)
        two.outcome = Outcome.ERROR
        await day.until(20 * MINUTE)

    assert len(live(story, tmp_path).received) == 2


def test_runs_that_failed_with_their_database_begin_no_alert_after_it_is_back(tmp_path: Path) -> None:
    """Truth: the jobs that the database took with it are one story with it, also six seconds after its return."""

    async def story(day: Day) -> None:
        database = day.add("database", critical=True, interval=30.0)
        log = day.add("log", depends_on=("database",), interval=30.0)
        number = 0

        def run(ok: bool) -> Operation:
            nonlocal number
            number += 1
            return Operation("sync:gifts", day.loop.now_ms() - 5000, 4000, ok, 100, 0, id=str(number), source="log")

        for minute in range(60):
            down = 20 <= minute < 40
            database.outcome = Outcome.ERROR if down else Outcome.HEALTHY
            log.operations = [run(not down)]
            if minute == 40:
                log.operations = [run(False), run(False)]  # read only now, from before the recovery
            await day.until((minute + 1) * MINUTE)
        assert day.now == HOUR

    day = live(story, tmp_path)
    assert [one.over for one in day.received] == [False, True]
    assert {label.alert.subject for one in day.received for label in one.message.labels} == {"database"}
