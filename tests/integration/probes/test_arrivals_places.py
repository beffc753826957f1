"""Gifts of whole days on their way from a sync's database to HubSpot, Neon CRM and Mailchimp, on real sockets."""

import asyncio
import json
import sqlite3
from collections.abc import AsyncIterator, Sequence
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from time import monotonic

import pytest

from porchlight.demo.faults import Fault
from porchlight.demo.http_server import Answer, Request, SimulatorServer, json_answer
from porchlight.demo.hubspot import HubSpotSimulator
from porchlight.demo.mailchimp import MailchimpSimulator
from porchlight.demo.neon_crm import NeonCrmSimulator
from porchlight.demo.sync_database import add_payments, make_sync_database
from porchlight.model.result import Result
from porchlight.model.status import Outcome, Reason
from porchlight.probes.arrivals import crms
from porchlight.probes.arrivals.memory import recalled
from porchlight.probes.arrivals.places import SyncDatabase
from porchlight.probes.context import CheckContext
from porchlight.zones import local_zone
from tests.integration.probes.test_arrivals import HOUR_MS, HourlyClock, begins_ms
from tests.integration.probes.test_credentials_on_the_wire import faults
from tests.support import Checker

pytestmark = pytest.mark.anyio
FIRST = date(2026, 3, 2)
GIFTS = 1000
PLACES = ("hubspot", "neon_crm", "mailchimp")
TITLES = {"hubspot": "HubSpot", "neon_crm": "Neon CRM", "mailchimp": "Mailchimp"}
USUAL = "HubSpot, Neon CRM and Mailchimp"


class Branches:
    """A database that is checked some times a day, and three places that get its gifts in the next night."""

    def __init__(self, folder: Path, servers: dict[str, SimulatorServer]) -> None:
        self.day = FIRST
        self.position: str | None = None
        self.clock = HourlyClock(begins_ms(FIRST) + HOUR_MS)
        self.servers = servers
        self.hubspot = HubSpotSimulator()
        self.neon = NeonCrmSimulator()
        self.mailchimp = MailchimpSimulator()
        self.path = str(folder / "sync.sqlite")
        make_sync_database(self.path)
        with closing(sqlite3.connect(self.path)) as connection, connection:
            connection.execute("DELETE FROM transactions")

    def begin(self, **more: object) -> None:
        settings: dict[str, object] = {
            "kind": "arrivals",
            "url": f"sqlite:///{Path(self.path).as_posix()}",
            "hubspot_credential": "hubspot",
            "hubspot_url": self.servers["hubspot"].url,
            "neon_org_id": self.neon.org_id,
            "neon_credential": "neon",
            "neon_url": f"{self.servers['neon_crm'].url}/v2",
            "mailchimp_store": self.mailchimp.store,
            "mailchimp_credential": "mailchimp",
            "mailchimp_url": self.servers["mailchimp"].url,
            **more,
        }
        self.checker = Checker(
            {key: value for key, value in settings.items() if value is not None},
            secrets={"hubspot": self.hubspot.token, "neon": self.neon.key, "mailchimp": self.mailchimp.api_key},
            clock=self.clock,
        )

    async def check(self) -> Result:
        """As the monitor does it: the history keeps the position, also of a check that failed."""
        result = await self.checker.runner.run(self.checker.component, self.checker.probe, position=self.position)
        self.position = result.position or self.position
        return result

    def arrive(self, place: str, day: date, number: int) -> None:
        """So many gifts of the day are in the place from now on."""
        moments = [moment_ms(day, one) for one in range(number)]
        match place:
            case "hubspot":
                old = [at_ms for at_ms in self.hubspot.deals if not is_of(at_ms, day)]
                self.hubspot.deals = sorted([*old, *moments])
            case "neon_crm":
                self.neon.donations[day] = number
            case _:
                there = sum(is_of(at_ms, day) for at_ms in self.mailchimp.orders)
                self.mailchimp.orders.extend(moments[there:])

    async def next(
        self, *, lost: Sequence[str] = (), late: Sequence[str] = (), hours: Sequence[int] = (1, 4, 16)
    ) -> Result:
        """One day of gifts, and the checks after it; the places get them 3 hours after its end."""
        day = self.day
        add_payments(self.path, [(moment_ms(day, one), False, 25.0) for one in range(GIFTS)])
        self.day += timedelta(days=1)
        for hour in hours:
            self.clock.at_ms = begins_ms(self.day) + hour * HOUR_MS
            for place in PLACES:
                missing = place in lost or (place in late and hour < 10)
                if hour >= 3:
                    self.arrive(place, day, GIFTS - 1 if missing else GIFTS)
            result = await self.check()
        return result

    async def learn(self, days: int = 12) -> Result:
        for _ in range(days):
            result = await self.next(hours=(4,))
            assert result.outcome is Outcome.HEALTHY, result.sentence
        return result


def moment_ms(day: date, number: int) -> int:
    """The gifts of a day are made from its midnight on, every minute."""
    return begins_ms(day) + number * 60_000


def is_of(at_ms: int, day: date) -> bool:
    return datetime.fromtimestamp(at_ms / 1000, local_zone()).date() == day


@pytest.fixture
async def way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Branches]:
    monkeypatch.setattr(crms, "SEARCH_PAUSE", 0.0)
    hubspot, neon, mailchimp = HubSpotSimulator(), NeonCrmSimulator(), MailchimpSimulator()
    async with (
        SimulatorServer(hubspot) as first,
        SimulatorServer(neon) as second,
        SimulatorServer(mailchimp) as third,
    ):
        made = Branches(tmp_path, dict(zip(PLACES, (first, second, third), strict=True)))
        made.hubspot, made.neon, made.mailchimp = hubspot, neon, mailchimp
        made.begin()
        yield made


async def test_on_usual_days_all_gifts_are_in_every_place(way: Branches) -> None:
    assert (await way.next()).sentence.startswith("Learning how long gifts take")
    result = await way.learn()
    assert result.sentence == f"All 1,000 gifts of 14 March are in {USUAL}."
    assert result.measures["gifts_lost"].value == result.measures["gifts_under_way"].value == 0


@pytest.mark.parametrize("place", PLACES)
async def test_one_gift_in_a_thousand_that_a_place_has_lost_is_told_the_next_day(way: Branches, place: str) -> None:
    await way.learn()
    lost = await way.next(lost=[place])
    assert (lost.outcome, lost.reason) == (Outcome.ERROR, Reason.STALE)
    assert lost.sentence.startswith(f"1 of 1,000 gifts of 14 March has not reached {TITLES[place]}.")
    assert lost.measures["gifts_lost"].value == 1
    way.arrive(place, date(2026, 3, 14), GIFTS)
    way.clock.at_ms += HOUR_MS
    assert (await way.check()).outcome is Outcome.HEALTHY


@pytest.mark.parametrize("place", PLACES)
async def test_a_gift_that_is_hours_late_is_not_called_lost(way: Branches, place: str) -> None:
    await way.learn()
    late = await way.next(late=[place], hours=(1, 4, 9))
    assert late.outcome is Outcome.HEALTHY
    assert late.sentence == f"1 of 1,000 gifts of 14 March is still on its way to {TITLES[place]}."
    way.arrive(place, date(2026, 3, 14), GIFTS)
    assert (await way.next()).outcome is Outcome.HEALTHY


@pytest.mark.parametrize("newest_first", [False, True])
async def test_orders_are_counted_in_whatever_order_they_are_listed(way: Branches, *, newest_first: bool) -> None:
    way.mailchimp.newest_first = newest_first
    # Years of older orders, of which only the ends are looked at.
    way.mailchimp.orders = [begins_ms(FIRST) - one * HOUR_MS for one in range(40_000, 30 * 24, -1)]
    way.begin(hubspot_credential=None, neon_org_id=None, neon_credential=None)
    await way.learn()
    assert (await way.next(lost=["mailchimp"])).reason is Reason.STALE
    asked = [one for one in way.servers["mailchimp"].requests if "orders" in one.path]
    assert all(one.query["fields"] == "total_items,orders.processed_at_foreign" for one in asked)
    assert len(asked) < 45 * 15


@pytest.mark.parametrize("newest_first", [False, True])
async def test_an_order_of_the_future_among_the_oldest_hides_no_other(way: Branches, *, newest_first: bool) -> None:
    way.mailchimp.newest_first = newest_first
    old = [begins_ms(FIRST) - one * HOUR_MS for one in range(5_000, 30 * 24, -1)]
    way.mailchimp.orders = [old[0], begins_ms(date(2099, 1, 1)), *old[1:]]
    way.begin(hubspot_credential=None, neon_org_id=None, neon_credential=None)
    assert (await way.learn(13)).sentence == "All 1,000 gifts of 14 March are in Mailchimp."


@pytest.mark.parametrize("place", ["hubspot", "neon_crm"])
async def test_a_place_that_does_not_look_at_the_day_cannot_be_counted(way: Branches, place: str) -> None:
    await way.learn()
    if place == "hubspot":
        way.hubspot.total = 400
    else:
        way.neon.total = 400
    for _ in range(3):
        result = await way.next()
        assert (result.outcome, result.reason) == (Outcome.UNKNOWN, Reason.CONFIGURATION), result.sentence
        assert result.sentence == (
            f"{TITLES[place]} can't be compared. It gives the same number of gifts for every day, even for days to"
            " come."
        )
    asked = len(way.servers[place].requests)
    way.clock.at_ms += HOUR_MS
    await way.check()
    assert len(way.servers[place].requests) - asked <= 13


@pytest.mark.parametrize("place", ["hubspot", "neon_crm"])
async def test_a_total_of_everything_that_grows_while_it_is_read_is_noticed_too(way: Branches, place: str) -> None:
    await way.learn()
    answer = way.servers[place].simulator.answer
    simulator: HubSpotSimulator | NeonCrmSimulator = way.hubspot if place == "hubspot" else way.neon

    class Growing:
        """One gift more for each question, whatever the day."""

        total = 4000

        def answer(self, request: Request) -> Answer:
            self.total += 1
            simulator.total = self.total
            return answer(request)

        def refuse(self, fault: Fault) -> Answer | None:
            return None

    way.servers[place].simulator = Growing()
    result = await way.next()
    assert (result.outcome, result.reason) == (Outcome.UNKNOWN, Reason.CONFIGURATION), result.sentence
    assert "even for days to come" in result.sentence


async def test_orders_that_come_while_they_are_counted_are_counted_once(way: Branches) -> None:
    way.mailchimp.newest_first = True
    way.begin(hubspot_credential=None, neon_org_id=None, neon_credential=None)
    await way.learn()

    answer = way.mailchimp.answer

    class Growing:
        """A new order, of long ago, before each page."""

        def answer(self, request: Request) -> Answer:
            way.mailchimp.orders.append(begins_ms(FIRST) - 100 * 24 * HOUR_MS)
            return answer(request)

        def refuse(self, fault: Fault) -> Answer | None:
            return None

    way.servers["mailchimp"].simulator = Growing()
    for _ in range(3):
        result = await way.next()
        assert result.outcome is Outcome.HEALTHY, result.sentence


async def test_of_a_slow_list_the_newest_days_are_counted(way: Branches) -> None:
    way.begin(hubspot_credential=None, neon_org_id=None, neon_credential=None, timeout=4)
    days = [FIRST - timedelta(days=number) for number in range(20, 0, -1)]
    way.mailchimp.orders = [moment_ms(day, one) for day in days for one in range(GIFTS)]
    add_payments(way.path, [(at_ms, False, 25.0) for at_ms in way.mailchimp.orders])
    way.servers["mailchimp"].delay = 0.3
    result = await way.next(hours=(4,))
    assert result.outcome is Outcome.HEALTHY, result.sentence
    assert result.sentence.startswith("Learning how long gifts take")
    memory = recalled(result.position or "")
    assert memory is not None
    counted = memory.hops["mailchimp"].days.values()
    assert 1 <= len(counted) < 12
    assert all((one.sent, one.arrived) == (GIFTS, GIFTS) for one in counted)


async def test_a_list_that_is_not_by_day_is_unknown_and_no_alarm(way: Branches) -> None:
    way.begin(hubspot_credential=None, neon_org_id=None, neon_credential=None)
    old = [begins_ms(FIRST) - one * HOUR_MS for one in range(40_000)]
    recent = [begins_ms(FIRST) - one * HOUR_MS for one in range(400)]
    way.mailchimp.orders = [recent[number % 400] if number % 10 == 0 else at_ms for number, at_ms in enumerate(old)]
    result = await way.next()
    assert (result.outcome, result.reason) == (Outcome.UNKNOWN, Reason.CONFIGURATION)
    assert "does not list this store's orders by their day" in result.sentence


async def test_a_day_with_more_deals_than_a_search_finds_is_asked_for_in_parts(way: Branches) -> None:
    way.begin(neon_org_id=None, neon_credential=None, mailchimp_store=None, mailchimp_credential=None)
    day = FIRST
    moments = [begins_ms(day) + one * 3000 for one in range(28_000)]
    add_payments(way.path, [(at_ms // 1000 * 1000, False, 25.0) for at_ms in moments])
    way.hubspot.deals = moments
    way.clock.at_ms = begins_ms(day + timedelta(days=1)) + HOUR_MS
    assert counted(await way.check(), day) == (28_000, 28_000)


async def test_a_whole_days_property_is_asked_for_by_midnight_in_utc(way: Branches) -> None:
    way.begin(
        neon_org_id=None,
        neon_credential=None,
        mailchimp_store=None,
        mailchimp_credential=None,
        hubspot_whole_days=True,
    )
    midnight = datetime(FIRST.year, FIRST.month, FIRST.day, tzinfo=UTC)
    way.hubspot.deals = [round(midnight.timestamp() * 1000)] * GIFTS
    add_payments(way.path, [(moment_ms(FIRST, one), False, 25.0) for one in range(GIFTS)])
    way.clock.at_ms = begins_ms(FIRST + timedelta(days=1)) + HOUR_MS
    assert counted(await way.check(), FIRST) == (GIFTS, GIFTS)


def counted(result: Result, day: date) -> tuple[int, int]:
    """What was counted of a day on the way to HubSpot, as the history keeps it."""
    memory = recalled(result.position or "")
    assert memory is not None, result.sentence
    found = memory.hops["hubspot"].days[(day - date(1970, 1, 1)).days]
    return found.sent, found.arrived


@pytest.mark.parametrize(("hours", "words"), [(5, "5 h later"), (-9, "9 h earlier")])
async def test_a_crm_that_dates_gifts_in_another_time_zone_is_recognised_and_can_be_set(
    way: Branches, hours: int, words: str
) -> None:
    only_neon = dict.fromkeys(("hubspot_credential", "mailchimp_store", "mailchimp_credential"))
    way.begin(**only_neon)
    days = [FIRST + timedelta(days=number) for number in range(16)]
    numbers = {day: 600 + day.day * 67 % 180 for day in days}
    moments = [begins_ms(day) + one * 24 * HOUR_MS // numbers[day] for day in days for one in range(numbers[day])]
    add_payments(way.path, [(at_ms, False, 25.0) for at_ms in moments])
    for day in days:
        begin_ms = begins_ms(day) + hours * HOUR_MS
        way.neon.donations[day] = sum(begin_ms <= at_ms < begin_ms + 24 * HOUR_MS for at_ms in moments)
    for day in days[1:14]:
        way.clock.at_ms = begins_ms(day) + 20 * HOUR_MS
        result = await way.check()
    assert (result.outcome, result.reason) == (Outcome.UNKNOWN, Reason.CONFIGURATION), result.sentence
    assert result.sentence == (
        f"Neon CRM seems to date gifts in another time zone: its days begin {words} than those counted here."
        " Set the time zone of the days to that one."
    )
    offset = local_zone().utcoffset(datetime(2026, 3, 2)) or timedelta()  # noqa: DTZ001 - local
    west = hours - round(offset / timedelta(hours=1))
    way.begin(**only_neon, zone=f"Etc/GMT{west:+d}")
    way.clock.at_ms += HOUR_MS
    for _ in range(2):
        result = await way.check()
        assert result.outcome is Outcome.HEALTHY, result.sentence
        way.clock.at_ms += 12 * HOUR_MS


async def test_a_crm_with_other_gifts_is_not_taken_for_one_in_another_time_zone(way: Branches) -> None:
    way.begin(**dict.fromkeys(("hubspot_credential", "mailchimp_store", "mailchimp_credential")))
    days = [FIRST + timedelta(days=number) for number in range(16)]
    for day in days:
        number = 840 + day.day * 67 % 180
        add_payments(way.path, [(moment_ms(day, one), False, 25.0) for one in range(number)])
        way.neon.donations[day] = number + day.day * 31 % 17 - 8
    for day in days[1:14]:
        way.clock.at_ms = begins_ms(day) + 20 * HOUR_MS
        result = await way.check()
    assert (result.outcome, result.reason) == (Outcome.UNKNOWN, Reason.CONFIGURATION), result.sentence
    assert result.sentence.endswith("Probably it counts other gifts.")


async def test_more_deals_at_one_moment_than_a_search_finds_are_unknown(way: Branches) -> None:
    way.hubspot.deals = [begins_ms(FIRST)] * 20_000
    result = await way.next(hours=(1,))
    assert (result.outcome, result.reason) == (Outcome.UNKNOWN, Reason.CONFIGURATION)
    assert "HubSpot finds at most 10,000 deals at once" in result.sentence


async def test_searches_keep_to_what_hubspot_allows(way: Branches, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    began = monotonic()
    await way.next(hours=(1,))
    asked = [one for one in way.servers["hubspot"].requests if one.path.endswith("/search")]
    assert len(asked) == 12
    assert monotonic() - began >= 11 * 0.2  # five a second


async def test_no_name_and_no_amount_is_asked_for(way: Branches) -> None:
    await way.next(hours=(1,))
    for one in way.servers["hubspot"].requests:
        asked = json.loads(one.body)
        assert (asked["properties"], asked["limit"]) == (["hs_object_id"], 1)
    for one in way.servers["neon_crm"].requests:
        asked = json.loads(one.body)
        assert (asked["outputFields"], asked["pagination"]["pageSize"]) == (["Donation ID"], 1)


@pytest.mark.parametrize(
    ("place", "fault", "outcome", "reason"),
    [
        ("hubspot", Fault.UNAUTHORIZED, Outcome.ERROR, Reason.AUTH),
        ("hubspot", Fault.FORBIDDEN, Outcome.ERROR, Reason.FORBIDDEN),
        ("hubspot", Fault.THROTTLED, Outcome.DEGRADED, Reason.THROTTLED),
        ("hubspot", Fault.QUOTA, Outcome.ERROR, Reason.QUOTA),
        ("hubspot", Fault.SERVER_ERROR, Outcome.ERROR, Reason.HTTP_STATUS),
        ("hubspot", Fault.HANG, Outcome.ERROR, Reason.TIMEOUT),
        ("neon_crm", Fault.UNAUTHORIZED, Outcome.ERROR, Reason.AUTH),
        ("neon_crm", Fault.FORBIDDEN, Outcome.ERROR, Reason.FORBIDDEN),
        ("neon_crm", Fault.THROTTLED, Outcome.DEGRADED, Reason.THROTTLED),
        ("neon_crm", Fault.RESET, Outcome.ERROR, Reason.REFUSED),
        ("mailchimp", Fault.UNAUTHORIZED, Outcome.ERROR, Reason.AUTH),
        ("mailchimp", Fault.FORBIDDEN, Outcome.ERROR, Reason.FORBIDDEN),
        ("mailchimp", Fault.THROTTLED, Outcome.DEGRADED, Reason.THROTTLED),
        ("mailchimp", Fault.QUOTA, Outcome.DEGRADED, Reason.THROTTLED),
        ("mailchimp", Fault.MALFORMED_JSON, Outcome.ERROR, Reason.CONTENT),
        ("mailchimp", Fault.BOT_WALL, Outcome.UNKNOWN, Reason.BOT_PROTECTION),
    ],
)
async def test_a_refusal_says_which_place_and_why(
    way: Branches, place: str, fault: Fault, outcome: Outcome, reason: Reason
) -> None:
    way.begin(timeout=1.5)
    way.servers[place].fault = fault
    result = await way.next(hours=(1,))
    assert (result.outcome, result.reason) == (outcome, reason), result.sentence
    assert result.sentence.startswith(f"{TITLES[place]} can't be compared. ")


async def test_a_missing_scope_is_named(way: Branches) -> None:
    way.hubspot.sees_deals = False
    result = await way.next(hours=(1,))
    assert (result.outcome, result.reason) == (Outcome.ERROR, Reason.FORBIDDEN)
    assert "Missing scopes: crm.objects.deals.read." in result.sentence


async def test_a_store_or_a_property_that_is_not_there_is_a_matter_of_settings(way: Branches) -> None:
    way.begin(mailchimp_store="another")
    result = await way.next(hours=(1,))
    assert (result.outcome, result.reason) == (Outcome.ERROR, Reason.CONFIGURATION)
    assert "There is no store with the ID another in this account." in result.sentence
    way.begin(hubspot_day="gift_day")
    result = await way.next(hours=(1,))
    assert (result.outcome, result.reason) == (Outcome.ERROR, Reason.CONFIGURATION)
    assert "HubSpot does not know the property" in result.sentence


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("total", [-1, "12", 2**60, 1e308, 1.5, True, [], {"n": 3}])
async def test_a_total_that_is_no_count_is_not_believed(way: Branches, place: str, total: object) -> None:
    simulator = {"hubspot": way.hubspot, "neon_crm": way.neon, "mailchimp": way.mailchimp}[place]
    simulator.total = total  # type: ignore[attr-defined]
    result = await way.next(hours=(1,))
    assert (result.outcome, result.reason) == (Outcome.ERROR, Reason.CONTENT), result.sentence


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("document", [{}, [], None, {"orders": 1, "total_items": 1, "pagination": 7}])
async def test_an_answer_without_a_total_is_not_believed(way: Branches, place: str, document: object) -> None:
    class Odd:
        """Answers all with the same."""

        def answer(self, request: Request) -> Answer:
            return json_answer(200, document)

        def refuse(self, fault: Fault) -> Answer | None:
            return None

    way.servers[place].simulator = Odd()
    result = await way.next(hours=(1,))
    assert (result.outcome, result.reason) == (Outcome.ERROR, Reason.CONTENT), result.sentence


@pytest.mark.parametrize("fault", [Fault.SERVER_ERROR, Fault.HANG])
@pytest.mark.parametrize("place", ["hubspot", "mailchimp"])
async def test_a_place_that_fails_for_days_does_not_blind_the_others(way: Branches, place: str, fault: Fault) -> None:
    await way.learn()
    way.begin(timeout=1.5)  # after a restart
    way.servers[place].fault = fault
    for _ in range(2):
        failed = await way.next()
        assert failed.outcome is Outcome.ERROR
        assert failed.reason is not Reason.STALE
        assert failed.measures["gifts_lost"].value == 0
    lost = await way.next(lost=["neon_crm"])
    assert (lost.outcome, lost.reason) == (Outcome.ERROR, Reason.STALE)
    assert lost.sentence.startswith("1 of 1,000 gifts of 16 March has not reached Neon CRM.")
    way.arrive("neon_crm", date(2026, 3, 16), GIFTS)
    way.servers[place].fault = Fault.NONE
    healthy = await way.next()
    assert healthy.outcome is Outcome.HEALTHY, healthy.sentence


async def test_a_missing_credential_does_not_blind_the_others(way: Branches) -> None:
    await way.learn()
    del way.checker.secrets.values["hubspot"]
    missing = await way.next()
    assert (missing.outcome, missing.reason) == (Outcome.ERROR, Reason.SECRET_MISSING)
    assert missing.sentence.startswith("HubSpot can't be compared. ")
    assert (await way.next(lost=["mailchimp"])).reason is Reason.STALE


async def test_a_crm_that_holds_gifts_of_half_a_century_is_believed(way: Branches) -> None:
    """An old charity has entered its books: some of them are of the very day that can have no gifts elsewhere."""
    way.neon.donations[date(1971, 2, 4)] = 3
    result = await way.learn()
    assert result.sentence.endswith(f"are in {USUAL}."), result.sentence


async def _neon_counts_others(way: Branches, **more: object) -> None:
    """Its days agree in no time zone, and enough of them are known to say so."""
    way.begin(mailchimp_store=None, mailchimp_credential=None, **more)
    days = [FIRST + timedelta(days=number) for number in range(16)]
    for day in days:
        add_payments(way.path, [(moment_ms(day, one), False, 25.0) for one in range(GIFTS)])
        way.arrive("hubspot", day, GIFTS)
        way.neon.donations[day] = GIFTS + day.day * 31 % 17 - 8
    for day in days[1:14]:
        way.clock.at_ms = begins_ms(day) + 20 * HOUR_MS
        result = await way.check()
    assert result.sentence.endswith("Probably it counts other gifts."), result.sentence


async def test_hours_are_not_counted_again_at_each_check_while_a_place_does_not_answer(
    way: Branches, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They cost a database more than all else: of two weeks, each hour."""
    await _neon_counts_others(way)
    counted: list[int] = []

    async def count_hours(place: SyncDatabase, ctx: CheckContext, since_s: int, until_s: int) -> dict[int, int]:
        counted.append(since_s)
        return {}

    monkeypatch.setattr(SyncDatabase, "count_hours", count_hours)
    way.hubspot.token = "another"
    way.clock.at_ms += HOUR_MS
    for _ in range(5):
        assert (await way.check()).reason is Reason.AUTH
        way.clock.at_ms += 60_000
    assert len(counted) <= 1


async def test_a_database_that_takes_too_long_over_hours_costs_nothing_but_the_time_zone(
    way: Branches, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _neon_counts_others(way, timeout="3s")

    async def hang(place: SyncDatabase, ctx: CheckContext, since_s: int, until_s: int) -> dict[int, int]:
        await asyncio.Event().wait()
        return {}

    monkeypatch.setattr(SyncDatabase, "count_hours", hang)
    way.clock.at_ms += HOUR_MS
    result = await way.check()
    assert (result.outcome, result.reason) == (Outcome.UNKNOWN, Reason.CONFIGURATION), result.sentence


async def test_with_a_clock_that_is_days_ahead_no_gift_of_today_is_called_lost(way: Branches) -> None:
    ahead_ms = 0
    for server in way.servers.values():
        server.now_ms = lambda: way.clock.at_ms - ahead_ms
    await way.learn()
    today = way.day
    add_payments(way.path, [(moment_ms(today, one), False, 25.0) for one in range(GIFTS)])
    way.clock.at_ms = begins_ms(today) + 20 * HOUR_MS
    ahead_ms = 3 * 24 * HOUR_MS
    way.clock.at_ms += ahead_ms
    for _ in range(2):
        wrong = await way.check()
        assert wrong.outcome is Outcome.HEALTHY, wrong.sentence
        assert wrong.sentence == f"All 1,000 gifts of 13 March are in {USUAL}."
        way.clock.at_ms += HOUR_MS


async def test_a_clock_that_was_a_year_ahead_blinds_nothing(way: Branches) -> None:
    await way.learn()
    right_ms = way.clock.at_ms
    for days in (365, 370):
        way.clock.at_ms = right_ms + days * 24 * HOUR_MS
        await way.check()
    way.clock.at_ms = right_ms
    lost = await way.next(lost=["hubspot"])
    way.clock.at_ms += 24 * HOUR_MS
    lost = await way.check()
    assert (lost.outcome, lost.reason) == (Outcome.ERROR, Reason.STALE), lost.sentence


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        ('hubspot_credential = "h"', "at least two places"),
        ('url = "sqlite:////tmp/x"\nneon_org_id = "a"', "neon_credential"),
        ('url = "sqlite:////tmp/x"\nmailchimp_credential = "m"', "mailchimp_store"),
        ('url = "sqlite:////tmp/x"\nhubspot_credential = "h"\nhubspot_url = "http://example.org"', "unencrypted"),
        ('url = "sqlite:////tmp/x"\nhubspot_credential = "h"\nhubspot_stage = "a b"', "hubspot_stage"),
        (
            'url = "sqlite:////tmp/x"\nmailchimp_credential = "m"\nmailchimp_store = "../lists"',
            "mailchimp_store",
        ),
    ],
)
def test_half_a_place_is_refused(lines: str, why: str) -> None:
    assert any(why in fault for fault in faults(f'kind = "arrivals"\n{lines}'))
