"""Gifts of whole days in Classy, in a sync's database and in Salesforce: all there, late, lost, and too many."""

import json
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from porchlight.demo.classy import ClassySimulator
from porchlight.demo.faults import Fault
from porchlight.demo.gifts import Gifts
from porchlight.demo.http_server import SimulatorServer
from porchlight.demo.salesforce import SalesforceSimulator
from porchlight.demo.sync_database import add_payments, make_sync_database
from porchlight.model.result import Result
from porchlight.model.status import Outcome, Reason
from porchlight.monitor.clock import SystemClock
from porchlight.probes.arrivals.memory import recalled
from porchlight.zones import local_zone
from tests.integration.probes.test_credentials_on_the_wire import faults
from tests.support import Checker

pytestmark = pytest.mark.anyio
HOUR_MS = 3_600_000
FIRST = date(2026, 3, 2)
GIFTS = 60


class HourlyClock(SystemClock):
    """Goes on by itself alone."""

    def __init__(self, at_ms: int) -> None:
        super().__init__()
        self.at_ms = at_ms

    def now_ms(self) -> int:
        return self.at_ms


def begins_ms(day: date) -> int:
    return round(datetime(day.year, day.month, day.day, tzinfo=local_zone()).timestamp() * 1000)


class Way:
    """Three places that are checked every hour; a day's gifts come at noon, and reach Salesforce next morning."""

    def __init__(self, folder: Path, classy: SimulatorServer, salesforce: SimulatorServer) -> None:
        self.day = FIRST
        self.clock = HourlyClock(begins_ms(FIRST) + HOUR_MS)
        self.classy = ClassySimulator(gifts=Gifts())
        self.salesforce = SalesforceSimulator()
        self.servers = (classy, salesforce)
        self.path = str(folder / "sync.sqlite")
        make_sync_database(self.path)
        with closing(sqlite3.connect(self.path)) as connection, connection:
            connection.execute("DELETE FROM transactions")

    def begin(self, **more: object) -> None:
        classy, salesforce = self.servers
        client = {"client_id": self.classy.client_id, "client_secret": self.classy.client_secret}
        consumer = {"client_id": self.salesforce.client_id, "client_secret": self.salesforce.client_secret}
        self.checker = Checker(
            {
                "kind": "arrivals",
                "organization_id": 6789,
                "classy_credential": "classy",
                "base_url": f"{classy.url}/2.0",
                "token_url": f"{classy.url}/oauth2/auth",
                "url": f"sqlite:///{Path(self.path).as_posix()}",
                "my_domain": salesforce.url,
                "salesforce_credential": "salesforce",
                "salesforce_stage": "Closed Won",
                **more,
            },
            secrets={"classy": json.dumps(client), "salesforce": json.dumps(consumer)},
            clock=self.clock,
        )

    async def next(self, *, in_database: int = GIFTS, in_crm: int = GIFTS, hours: int = 24) -> Result:
        """One day of gifts, and the hours after it."""
        noon_ms = begins_ms(self.day) + 12 * HOUR_MS
        for number in range(GIFTS):
            self.classy.gifts.add(noon_ms + number * 1000)
        payments = [(noon_ms + number % GIFTS * 1000, False, 25.0) for number in range(in_database)]
        add_payments(self.path, payments)
        self.day += timedelta(days=1)
        self.clock.at_ms = begins_ms(self.day) + HOUR_MS
        for hour in range(1, hours):
            if hour == 3:
                self.salesforce.gifts[self.day - timedelta(days=1)] = in_crm
            result = await self.checker()
            self.clock.at_ms += HOUR_MS
        return result

    async def learn(self, days: int = 14) -> Result:
        for _ in range(days):
            result = await self.next()
            assert result.outcome is Outcome.HEALTHY, result.sentence
        return result


@pytest.fixture
async def way(tmp_path: Path) -> AsyncIterator[Way]:
    classy, salesforce = ClassySimulator(gifts=Gifts()), SalesforceSimulator()
    async with SimulatorServer(classy) as first, SimulatorServer(salesforce) as second:
        made = Way(tmp_path, first, second)
        made.classy, made.salesforce = classy, salesforce
        made.begin()
        yield made


async def test_the_first_days_are_learned_and_then_all_gifts_of_a_day_are_there(way: Way) -> None:
    assert (await way.next()).sentence.startswith("Learning how long gifts take from one place to the next: ")
    result = await way.learn()
    assert result.sentence == "All 60 gifts of 16 March are in Classy Sync's database and Salesforce."
    assert 0 < result.measures["arrival_usual"].value <= 4 * 3600
    assert result.measures["gifts_lost"].value == 0


async def test_a_gift_that_is_late_is_on_its_way_and_the_next_afternoon_it_is_lost(way: Way) -> None:
    await way.learn()
    late = await way.next(in_crm=GIFTS - 1, hours=8)
    assert late.outcome is Outcome.HEALTHY
    assert late.sentence == "1 of 60 gifts of 16 March is still on its way to Salesforce."
    way.clock.at_ms += 9 * HOUR_MS
    lost = await way.checker()
    assert (lost.outcome, lost.reason) == (Outcome.ERROR, Reason.STALE)
    assert lost.sentence.startswith(
        "1 of 60 gifts of 16 March has not reached Salesforce. Usually all of them are there "
    )
    assert lost.measures["gifts_lost"].value == 1
    way.salesforce.gifts[date(2026, 3, 16)] = GIFTS
    way.clock.at_ms += HOUR_MS
    assert (await way.checker()).outcome is Outcome.HEALTHY


async def test_what_the_sync_has_lost_is_lost_on_the_way_to_the_database_alone(way: Way) -> None:
    await way.learn()
    lost = await way.next(in_database=GIFTS - 2, in_crm=GIFTS - 2, hours=20)
    assert (lost.outcome, lost.reason) == (Outcome.ERROR, Reason.STALE)
    assert "2 of 60 gifts of 16 March have not reached Classy Sync's database." in lost.sentence


async def test_what_is_lost_on_two_ways_is_counted_alike_by_sentence_and_measure(way: Way) -> None:
    await way.learn()
    lost = await way.next(in_database=GIFTS - 2, in_crm=GIFTS - 5, hours=20)
    assert lost.outcome is Outcome.ERROR
    assert lost.sentence.startswith("3 of 58 gifts of 16 March have not reached Salesforce. ")
    assert lost.sentence.endswith(" With other days and places, 5 gifts are missing.")
    assert lost.measures["gifts_lost"].value == 5


async def test_gifts_that_are_there_twice_are_amber(way: Way) -> None:
    await way.learn()
    twice = await way.next(in_crm=GIFTS + 3)
    assert (twice.outcome, twice.reason) == (Outcome.DEGRADED, Reason.CONTENT)
    assert twice.sentence.startswith("Salesforce has 3 gifts more of 16 March than were sent there (60).")


async def test_places_that_count_other_gifts_are_unknown_and_never_an_alarm(way: Way) -> None:
    for _ in range(20):
        result = await way.next(in_crm=GIFTS // 2)
        assert result.outcome is not Outcome.ERROR, result.sentence
    assert (result.outcome, result.reason) == (Outcome.UNKNOWN, Reason.CONFIGURATION)


async def test_a_place_that_fails_is_told_and_nothing_is_lost_for_it(way: Way) -> None:
    await way.learn()
    way.servers[1].fault = Fault.SERVER_ERROR
    failed = await way.next()
    assert failed.outcome is Outcome.ERROR
    assert failed.reason is not Reason.STALE
    way.servers[1].fault = Fault.NONE
    assert (await way.checker()).outcome is Outcome.HEALTHY


async def test_a_restart_goes_on_from_what_the_history_kept(way: Way) -> None:
    await way.learn()
    kept = way.checker
    way.begin()
    way.checker.runner = kept.runner
    assert (await way.next()).sentence == "All 60 gifts of 16 March are in Classy Sync's database and Salesforce."


async def test_after_a_day_without_gifts_the_last_one_with_some_is_named(way: Way) -> None:
    await way.learn()
    way.day += timedelta(days=1)
    way.clock.at_ms = begins_ms(way.day) + 20 * HOUR_MS
    assert (await way.checker()).sentence == "All 60 gifts of 15 March are in Classy Sync's database and Salesforce."


async def test_a_place_that_answers_is_not_asked_at_each_check_while_another_one_fails(way: Way) -> None:
    await way.learn(2)
    way.clock.at_ms += HOUR_MS
    way.servers[0].fault = Fault.SERVER_ERROR
    asked = len(way.servers[1].requests)
    for _ in range(20):
        assert (await way.checker()).outcome is Outcome.ERROR
        way.clock.at_ms += 60_000
    once = len(way.servers[1].requests) - asked
    assert 0 < once <= 12


async def test_a_number_that_is_no_count_of_gifts_is_no_memory(way: Way) -> None:
    await way.learn()
    way.salesforce.gifts[way.day - timedelta(days=1)] = 2**52
    way.clock.at_ms += HOUR_MS
    result = await way.checker()
    assert (result.outcome, result.reason) == (Outcome.ERROR, Reason.CONTENT)


async def test_other_places_are_learned_anew(way: Way) -> None:
    await way.learn()
    kept = way.checker
    way.begin(salesforce_stage="Posted")
    way.checker.runner = kept.runner
    assert (await way.next(hours=2)).sentence.startswith("Learning how long gifts take")


async def test_a_clock_that_was_a_year_ahead_blinds_nothing(way: Way) -> None:
    await way.learn()
    right_ms = way.clock.at_ms
    for days in (365, 370, 375):
        way.clock.at_ms = right_ms + days * 24 * HOUR_MS
        await way.checker()
    way.clock.at_ms = right_ms
    lost = await way.next(in_crm=GIFTS - 1, hours=24)
    way.clock.at_ms += 16 * HOUR_MS
    lost = await way.checker()
    assert (lost.outcome, lost.reason) == (Outcome.ERROR, Reason.STALE), lost.sentence


@pytest.mark.parametrize(
    "position", ["", "{}", '{"hops": {"salesforce": {"settled": 999999}}}', '{"hops": 1}', "[" * 9]
)
def test_a_damaged_memory_is_begun_anew(position: str) -> None:
    found = recalled(position)
    assert found is None or found.hops.keys() != {"database", "salesforce"}


async def test_an_object_or_field_that_is_not_there_is_a_matter_of_settings(tmp_path: Path) -> None:
    simulator = SalesforceSimulator()
    path = tmp_path / "sync.sqlite"
    make_sync_database(str(path))
    async with SimulatorServer(simulator) as server:
        checker = Checker(
            {
                "kind": "arrivals",
                "url": f"sqlite:///{path.as_posix()}",
                "my_domain": server.url,
                "salesforce_credential": "salesforce",
                "salesforce_object": "Gift__c",
            },
            secrets={
                "salesforce": json.dumps({"client_id": simulator.client_id, "client_secret": simulator.client_secret})
            },
        )
        result = await checker()
    assert (result.outcome, result.reason) == (Outcome.ERROR, Reason.CONFIGURATION)
    assert "does not know the record or the field" in result.sentence


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        ('url = "sqlite:////tmp/x"', "at least two places"),
        ("organization_id = 1", "classy_credential"),
        ('url = "sqlite:////tmp/x"\nmy_domain = "https://a.my.salesforce.com"', "salesforce_credential"),
    ],
)
def test_half_a_way_is_refused(lines: str, why: str) -> None:
    assert any(why in fault for fault in faults(f'kind = "arrivals"\n{lines}'))


@pytest.mark.parametrize("stage", ["x' OR Name LIKE '%", "a\\", "a\nb", ""])
def test_no_stage_changes_the_query(stage: str) -> None:
    way = 'url = "sqlite:////tmp/x"\nmy_domain = "https://a.my.salesforce.com"\nsalesforce_credential = "s"'
    assert faults(f'kind = "arrivals"\n{way}\nsalesforce_stage = {json.dumps(stage)}')


@pytest.mark.parametrize("kind", ["arrivals", "gift_pulse"])
def test_no_credential_of_its_own_name_goes_in_clear(kind: str) -> None:
    lines = f'kind = "{kind}"\nurl = "sqlite:////tmp/x"\norganization_id = 1\nclassy_credential = "it"\n'
    found = faults(f'{lines}base_url = "http://api.example.org"')
    assert any("anybody on the way could read it" in fault for fault in found)
