"""Days of a live Classy Sync install, as an import sets it up: each cause is one story, told once and ended once."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from porchlight.model.alert import Severity
from porchlight.model.component import Shared, SharedKind
from porchlight.model.message import Message
from porchlight.model.operation import Operation
from porchlight.model.status import Outcome, OverallStatus, Reason
from tests.days.day import MINUTE, Day, Received, Thing, live

ORGANISATIONS = {1: "Harbor Food Bank", 2: "Shelter"}
ENTITIES = ("supporters", "campaigns", "transactions", "recurring-plans")


def _credential(name: str) -> Shared:
    return Shared(SharedKind.CREDENTIAL, name)


HOST = Shared(SharedKind.HOST, "localhost:3306")
PASSWORD = _credential("classy-sync-database")
KEY = _credential("classy-sync-mailchimp")


_KINDS = {
    "database": "database",
    "1": "classy",
    "2": "classy",
    "mailchimp": "mailchimp",
    "daemon": "classy_sync_daemon",
    "runs": "classy_sync_log",
    "data": "classy_sync_freshness",
    "audience": "audience_drift",
}


@dataclass
class Install:
    """The components of an import, and the runs that the daemon would write."""

    day: Day
    things: dict[str, Thing] = field(default_factory=dict)
    runs: int = 0

    def begin(self) -> None:
        add = self._add
        add("sync-database", "Sync database", critical=True, shares=frozenset({HOST, PASSWORD}), encrypted=False)
        for number, name in ORGANISATIONS.items():
            add(f"classy-{number}", f"Classy: {name}", critical=True, shares=frozenset({_credential(f"c{number}")}))
        add("sync-mailchimp", "Mailchimp", shares=frozenset({KEY}))
        add("sync-daemon", "Sync daemon", local=True, interval=30.0)
        parents: tuple[str, ...] = ("sync-daemon", "sync-database", "classy-1", "classy-2", "sync-mailchimp")
        add("sync-runs", "Sync", local=True, interval=20.0, depends_on=parents)
        shares = frozenset({HOST, PASSWORD})
        add("sync-data", "Age of the data", depends_on=("sync-database", "sync-runs"), interval=30.0, shares=shares)
        parents = ("sync-database", "sync-mailchimp", "sync-runs")
        shares = frozenset({HOST, PASSWORD, KEY})
        add("sync-audience", "Supporters in Mailchimp", depends_on=parents, interval=300.0, shares=shares)

    def _add(self, component_id: str, name: str, **component: object) -> None:
        self.things[component_id] = self.day.add(component_id, kind=_KINDS[component_id.split("-")[-1]], **component)
        self.day.rename(component_id, name)

    def run(self, ok: Callable[[str, int], bool], why: str = "") -> None:
        """Every sync of every organisation has just ended, and the log is read at its next check."""
        for number, name in ORGANISATIONS.items():
            for entity in ENTITIES:
                self.runs += 1
                label = f"sync:{entity}" + (f":{number}" if number > 1 else "")
                went = ok(entity, number)
                began_ms = self.day.loop.now_ms() - 3000
                run = Operation(label, began_ms, 2500.0, went, 50, 0, str(self.runs), "sync-runs", name)
                self.things["sync-runs"].operations.append(
                    run if went else Operation(**{**_fields(run), "processed": None, "why": why})
                )

    def set(self, outcome: Outcome, reason: Reason, *names: str, sentence: str = "") -> None:
        for name in names:
            thing = self.things[name]
            thing.outcome, thing.reason, thing.sentence = outcome, reason, sentence

    def mend(self) -> None:
        for thing in self.things.values():
            thing.outcome = Outcome.HEALTHY

    async def go_on(self, until: float, *, ok: Callable[[str, int], bool] = lambda entity, number: True) -> None:
        """Runs every half minute, as the live install was set."""
        while self.day.now < until:
            self.run(ok)
            await self.day.until(min(self.day.now + 30, until))


def _fields(run: Operation) -> dict[str, Any]:
    return {name: getattr(run, name) for name in Operation.__slots__}


def _subjects(received: list[Received]) -> list[set[str]]:
    return [{label.alert.subject for label in one.message.labels} for one in received]


def _all_text(message: Message) -> str:
    return f"{message.title}\n{message.text}"


def test_a_stopped_database_is_one_alert_that_names_what_follows(tmp_path: Path) -> None:
    """Truth: down for ten minutes. One message within a minute that names the sync, the data's age and the audience;
    its end within a minute; nothing else, though every run fails meanwhile and eight jobs with it."""

    async def story(day: Day) -> None:
        install = Install(day)
        install.begin()
        await install.go_on(10 * MINUTE)
        down = ("sync-database", "sync-data", "sync-audience", "sync-runs")
        install.set(Outcome.ERROR, Reason.REFUSED, *down, sentence="The connection was refused.")
        await install.go_on(20 * MINUTE, ok=lambda entity, number: False)
        install.mend()
        await install.go_on(40 * MINUTE)

    day = live(story, tmp_path)
    assert _subjects(day.received) == [{"sync-database"}, {"sync-database"}]
    first, second = day.received
    assert 10 * MINUTE < first.at < 11.5 * MINUTE
    assert (
        "Because of this, we can't check Sync, Age of the data and Supporters in Mailchimp either."
        in first.message.text
    )
    assert second.over
    assert second.at < 22.5 * MINUTE


@pytest.mark.parametrize("seconds", [0, 13, 29, 47])
def test_a_rejected_database_password_is_one_alert_whoever_notices_it_first(seconds: int, tmp_path: Path) -> None:
    async def story(day: Day) -> None:
        install = Install(day)
        install.begin()
        await install.go_on(10 * MINUTE + seconds)
        install.set(Outcome.ERROR, Reason.AUTH, "sync-database", "sync-data", "sync-audience", "sync-runs")
        await install.go_on(25 * MINUTE, ok=lambda entity, number: False)
        install.mend()
        await install.go_on(40 * MINUTE)

    day = live(story, tmp_path)
    assert _subjects(day.received) == [{"sync-database"}, {"sync-database"}]


@pytest.mark.parametrize("seconds", [1, 6, 20])
def test_after_classy_is_back_no_run_of_before_begins_an_alert(seconds: int, tmp_path: Path) -> None:
    """Truth: Classy answers 500 for a quarter of an hour. The log line of a run that failed just before the return is
    read some seconds after it: nothing but the end is told."""

    async def story(day: Day) -> None:
        install = Install(day)
        install.begin()
        await install.go_on(10 * MINUTE)
        install.set(Outcome.ERROR, Reason.HTTP_STATUS, "classy-1", "classy-2", "sync-runs")
        await install.go_on(25 * MINUTE, ok=lambda entity, number: False)
        install.mend()
        install.run(lambda entity, number: False)
        install.run(lambda entity, number: False)
        await day.until(25 * MINUTE + seconds)
        await install.go_on(45 * MINUTE)

    day = live(story, tmp_path)
    subjects = {subject for received in _subjects(day.received) for subject in received}
    assert subjects == {"classy-1", "classy-2"}
    assert all(one.over for one in day.received if one.at > 25 * MINUTE)


def test_a_frozen_database_that_thaws_leaves_nothing_behind(tmp_path: Path) -> None:
    async def story(day: Day) -> None:
        install = Install(day)
        install.begin()
        await install.go_on(10 * MINUTE)
        down = ("sync-database", "sync-data", "sync-audience")
        install.set(Outcome.ERROR, Reason.TIMEOUT, *down)
        await day.until(14 * MINUTE)  # the sync hangs with it and writes nothing
        install.mend()
        install.run(lambda entity, number: entity != "transactions")
        install.run(lambda entity, number: entity != "transactions")
        await day.until(14 * MINUTE + 20)
        await install.go_on(30 * MINUTE)

    day = live(story, tmp_path)
    assert _subjects(day.received) == [{"sync-database"}, {"sync-database"}]


def test_revoked_credentials_of_one_organisation_are_one_alert(tmp_path: Path) -> None:
    async def story(day: Day) -> None:
        install = Install(day)
        install.begin()
        await install.go_on(10 * MINUTE)
        install.set(Outcome.ERROR, Reason.AUTH, "classy-2", "sync-runs")
        await install.go_on(30 * MINUTE, ok=lambda entity, number: number == 1)
        install.mend()
        await install.go_on(45 * MINUTE)

    day = live(story, tmp_path)
    assert _subjects(day.received) == [{"classy-2"}, {"classy-2"}]
    assert "Shelter" in day.received[0].message.title
    assert "can't check Sync" in day.received[0].message.text


def test_a_daemon_that_somebody_stopped_is_told_and_not_the_silence_that_follows(tmp_path: Path) -> None:
    """Truth: stopped for half an hour: the daemon is told; that the syncs are late follows from it."""

    async def story(day: Day) -> None:
        install = Install(day)
        install.begin()
        await install.go_on(10 * MINUTE)
        install.set(Outcome.DEGRADED, Reason.REFUSED, "sync-daemon", sentence="The daemon was stopped at 14:03.")
        await day.until(13 * MINUTE)
        install.set(Outcome.ERROR, Reason.STALE, "sync-runs")
        await day.until(40 * MINUTE)
        install.mend()
        await install.go_on(55 * MINUTE)

    assert _subjects(live(story, tmp_path).received) == [{"sync-daemon"}, {"sync-daemon"}]


def test_a_key_that_mailchimp_rejects_is_one_alert(tmp_path: Path) -> None:
    async def story(day: Day) -> None:
        install = Install(day)
        install.begin()
        await install.go_on(10 * MINUTE)
        install.set(Outcome.ERROR, Reason.AUTH, "sync-mailchimp", "sync-audience")
        await install.go_on(30 * MINUTE)
        install.mend()
        await install.go_on(45 * MINUTE)

    day = live(story, tmp_path)
    assert _subjects(day.received) == [{"sync-mailchimp"}, {"sync-mailchimp"}]
    assert "Supporters in Mailchimp" in day.received[0].message.text


def test_a_sync_that_fails_by_itself_is_told_by_its_component_and_its_jobs_are_not_told_too(tmp_path: Path) -> None:
    """Truth: all that it stands on is well; one sync fails at its own fault. One story, which gets worse once."""

    async def story(day: Day) -> None:
        install = Install(day)
        install.begin()
        await install.go_on(10 * MINUTE)
        sentence = "Transactions of Shelter sync failed 7 s ago: the server failed (500)."
        install.set(Outcome.ERROR, Reason.HTTP_STATUS, "sync-runs", sentence=sentence)
        await install.go_on(25 * MINUTE, ok=lambda entity, number: (entity, number) != ("transactions", 2))
        install.mend()
        await install.go_on(45 * MINUTE)

    day = live(story, tmp_path)
    assert _subjects(day.received) == [{"sync-runs"}, {"sync-runs"}]
    assert "the server failed (500)" in day.received[0].message.text


def test_a_job_whose_component_is_not_told_to_the_same_people_is_told_by_itself_with_name_and_cause(
    tmp_path: Path,
) -> None:
    """Truth: the rule about components is off. The job is told: whose it is, how often it failed, since when, why."""

    async def story(day: Day) -> None:
        install = Install(day)
        install.begin()
        await install.go_on(10 * MINUTE)
        install.set(Outcome.ERROR, Reason.HTTP_STATUS, "sync-runs")
        while day.now < 20 * MINUTE:
            install.run(lambda entity, number: (entity, number) != ("transactions", 2), why="the server failed (500)")
            await day.until(day.now + 30)
        install.mend()
        await install.go_on(30 * MINUTE)

    day = live(story, tmp_path, "[rules.system-degraded]\nenabled = false\n")
    first, second = day.received
    assert first.message.title == "Sync of gifts (Shelter): Runs are failing"
    assert "The last 3 runs failed, the first" in first.message.text
    assert "the server failed (500)" in first.message.text
    assert second.over
    assert "sync:" not in _all_text(first.message) + _all_text(second.message)


def test_a_locked_table_is_told_for_what_it_is_and_the_other_components_stay_well(tmp_path: Path) -> None:
    async def story(day: Day) -> None:
        install = Install(day)
        install.begin()
        await install.go_on(10 * MINUTE)
        sentence = "The database answers, but the query is waiting for a lock that another session holds."
        install.set(Outcome.ERROR, Reason.LOCKED, "sync-data", sentence=sentence)
        await install.go_on(20 * MINUTE)
        install.mend()
        await install.go_on(30 * MINUTE)

    day = live(story, tmp_path)
    assert _subjects(day.received) == [{"sync-data"}, {"sync-data"}]
    text = day.received[0].message.text
    assert "is waiting for a lock" in text
    assert "browser" not in text


def test_a_new_organisation_is_told_once_with_low_severity_and_the_light_stays_green(tmp_path: Path) -> None:
    async def story(day: Day) -> None:
        install = Install(day)
        install.begin()
        data = install.things["sync-data"]
        data.measures = {"organizations_new": 0.0}
        await install.go_on(10 * MINUTE)
        data.measures = {"organizations_new": 1.0}
        await install.go_on(60 * MINUTE)
        data.measures = {"organizations_new": 0.0}
        await install.go_on(70 * MINUTE)

    day = live(story, tmp_path)
    assert [one.over for one in day.received] == [False, True]
    assert day.received[0].message.severity is Severity.LOW
    assert day.shone(OverallStatus.HEALTHY) > day.ended - 60


def test_porchlight_restarted_in_a_database_outage_that_ends_meanwhile_tells_its_end_alone(tmp_path: Path) -> None:
    """Truth: told before; the computer is restarted, the database comes back in between, and the log has failed
    runs from the outage that are read only now: the end, and nothing else."""

    async def story(day: Day) -> None:
        install = Install(day)
        install.begin()
        await install.go_on(10 * MINUTE)
        install.set(Outcome.ERROR, Reason.REFUSED, "sync-database", "sync-data", "sync-audience", "sync-runs")
        await install.go_on(20 * MINUTE, ok=lambda entity, number: False)
        install.run(lambda entity, number: False)
        install.run(lambda entity, number: False)
        install.mend()
        await day.restart(pause=30)
        await day.until(22 * MINUTE)
        await install.go_on(40 * MINUTE)

    day = live(story, tmp_path)
    assert _subjects(day.received) == [{"sync-database"}, {"sync-database"}]


def test_a_job_that_crawls_while_its_component_is_well_says_by_how_much_and_since_when(tmp_path: Path) -> None:
    async def story(day: Day) -> None:
        install = Install(day)
        install.begin()
        log = install.things["sync-runs"]
        for number in range(40):
            seconds = 40.0 if number < 30 else 200.0
            began_ms = day.loop.now_ms() - round(seconds * 1000)
            run = Operation("sync:supporters:2", began_ms, seconds * 1000, True, 4000, 0, str(number), "sync-runs")
            log.operations.append(Operation(**{**_fields(run), "subject": "Shelter"}))
            await day.until((number + 1) * 5 * MINUTE)

    (received,) = live(story, tmp_path).received
    assert received.message.title == "Sync of supporters (Shelter): Much slower than usual"
    assert "20 items per second; 100 is usual (5 times faster)" in received.message.text


def test_two_causes_at_once_are_one_message_that_names_what_follows_from_both(tmp_path: Path) -> None:
    async def story(day: Day) -> None:
        install = Install(day)
        install.begin()
        await install.go_on(10 * MINUTE)
        install.set(Outcome.ERROR, Reason.REFUSED, "sync-daemon", "sync-database", "sync-data", "sync-runs")
        await day.until(20 * MINUTE)

    (received,) = live(story, tmp_path).received
    assert {one.alert.subject for one in received.message.labels} == {"sync-daemon", "sync-database"}
    assert received.message.text.endswith(
        "Because of this, we can't check Sync, Age of the data and Supporters in Mailchimp either."
    )


def test_a_warning_that_ends_because_it_became_an_outage_is_not_told_as_a_recovery(tmp_path: Path) -> None:
    """Truth: throttled first, then down. The end of the warning says that it is in another trouble now."""

    async def story(day: Day) -> None:
        install = Install(day)
        install.begin()
        await install.go_on(10 * MINUTE)
        install.set(Outcome.DEGRADED, Reason.THROTTLED, "sync-database")
        await install.go_on(15 * MINUTE)
        install.set(Outcome.ERROR, Reason.REFUSED, "sync-database", "sync-data", "sync-runs")
        await install.go_on(25 * MINUTE, ok=lambda entity, number: False)
        install.mend()
        await install.go_on(40 * MINUTE)

    day = live(story, tmp_path)
    first_end, last_end = (one for one in day.received if one.over)
    assert first_end.message.title.endswith("but it has another problem now")
    assert "another problem" not in last_end.message.title
    assert last_end.at > 25 * MINUTE
