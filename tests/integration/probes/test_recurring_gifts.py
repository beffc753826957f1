"""Recurring gifts in a sync's database, and by the totals of Classy and Stripe on loopback."""

import json
import sqlite3
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from porchlight.demo.classy import ClassySimulator
from porchlight.demo.faults import Fault
from porchlight.demo.http_server import SimulatorServer
from porchlight.demo.recurring import VendorPlans, add_plans, charge, lose_plans, month_away
from porchlight.demo.stripe import StripeSimulator
from porchlight.demo.sync_database import make_sync_database
from porchlight.model.result import Result
from porchlight.model.status import Outcome, Reason
from porchlight.monitor.clock import SystemClock
from porchlight.probes.recurring_gifts.due_days import date_of
from porchlight.probes.recurring_gifts.memory import recalled
from tests.support import Checker

pytestmark = pytest.mark.anyio
DAY_MS = 86_400_000
HOUR_MS = 3_600_000
LEARNED = 22
"""Days after which gifts are judged: 14 that were watched for four days."""


class DailyClock(SystemClock):
    """Three in the morning (UTC), day by day."""

    def __init__(self) -> None:
        super().__init__()
        self.at_ms = time.time_ns() // 1_000_000 // DAY_MS * DAY_MS + 3 * HOUR_MS

    def now_ms(self) -> int:
        return self.at_ms


class Days:
    """A database that is charged and checked each day."""

    def __init__(self, path: Path, plans: int = 600) -> None:
        self.path = str(path)
        make_sync_database(self.path)
        self.clock = DailyClock()
        self.checker = self.another()
        self.late_ms = 0
        """How late the vendor charges."""
        add_plans(self.path, self.clock.at_ms, plans)

    def another(self) -> Checker:
        url = f"sqlite:///{Path(self.path).as_posix()}"
        return Checker({"kind": "recurring_gifts", "url": url}, clock=self.clock)

    def charge(self, missing: float = 0.0, failing: float = 0.0, pending: float = 0.0) -> None:
        now_ms = self.clock.at_ms + 20 * HOUR_MS - self.late_ms
        charge(self.path, now_ms, missing=missing, failing=failing, pending=pending)

    async def next(self, missing: float = 0.0, failing: float = 0.0, pending: float = 0.0) -> Result:
        self.charge(missing, failing, pending)
        self.clock.at_ms += DAY_MS
        return await self.checker()

    async def learn(self, days: int = LEARNED) -> Result:
        for _ in range(days):
            result = await self.next(failing=0.05)
            assert result.outcome is Outcome.HEALTHY, result.sentence
        return result

    def execute(self, statement: str, *values: object) -> None:
        with closing(sqlite3.connect(self.path)) as connection, connection:
            connection.execute(statement, values)


@pytest.fixture
def days(tmp_path: Path) -> Days:
    return Days(tmp_path / "sync.sqlite")


async def test_the_first_days_are_learned_and_then_due_and_posted_are_compared(days: Days) -> None:
    assert "Learning how many recurring gifts come" in (await days.next()).sentence
    result = await days.learn()
    assert result.sentence.startswith("Recurring gifts due on ")
    assert result.sentence.endswith(": 20; posted: 19.")
    assert result.measures["recurring_due"].value == 20
    assert result.measures["recurring_overdue"].value == 0
    assert result.measures["recurring_active"].value == 600


async def test_three_of_twenty_that_were_not_charged_are_told_the_next_morning_until_they_are(days: Days) -> None:
    await days.learn()
    result = await days.next(missing=0.15)
    assert (result.outcome, result.reason) == (Outcome.ERROR, Reason.STALE)
    assert result.sentence.startswith("20 recurring gifts were due on ")
    assert result.sentence.endswith("but only 17 were charged.")
    assert result.measures["recurring_overdue"].value == 3
    assert (await days.next()).outcome is Outcome.ERROR, "they are still missing"
    at_ms = days.clock.at_ms - 15 * HOUR_MS
    days.execute(
        "INSERT INTO transactions (organization_id, recurring_plan_id, total_gross_amount, status, purchased_at)"
        " SELECT 1, id, 20, 'success', ? FROM recurring_plans WHERE id NOT IN (SELECT recurring_plan_id FROM"
        " transactions WHERE recurring_plan_id IS NOT NULL AND purchased_at > ?) AND next_payment_date > ?",
        at_ms,
        at_ms - 5 * DAY_MS,
        month_away(at_ms, 1) - 2 * DAY_MS,
    )
    assert (await days.checker()).outcome is Outcome.HEALTHY


async def test_where_nothing_at_all_came_since_the_sync_is_suspected(days: Days) -> None:
    await days.learn()
    days.execute("DELETE FROM transactions WHERE recurring_plan_id IS NULL")
    alone = await days.next(missing=1.0)
    assert alone.outcome is Outcome.ERROR
    assert ", but none was charged. No gift of any sort is recorded after " in alone.sentence
    assert alone.sentence.endswith(": the sync may have stopped.")
    days.execute(
        "INSERT INTO transactions (organization_id, total_gross_amount, status, purchased_at)"
        " VALUES (1, 20, 'success', ?)",
        days.clock.at_ms - HOUR_MS,
    )
    others = await days.checker()
    assert others.sentence.endswith(", but none was charged."), "a single gift came: it is not the sync"


async def test_a_plan_that_the_vendor_forgets_stands_on_its_date_and_is_overdue(days: Days) -> None:
    await days.learn()
    standing = days.clock.at_ms + 9 * HOUR_MS
    days.execute(
        "CREATE TABLE forgotten AS SELECT id FROM recurring_plans WHERE next_payment_date = ? LIMIT 4", standing
    )
    days.execute("UPDATE recurring_plans SET status = 'cancelled' WHERE id IN (SELECT id FROM forgotten)")
    days.charge()
    days.execute("UPDATE recurring_plans SET status = 'active' WHERE id IN (SELECT id FROM forgotten)")
    days.clock.at_ms += DAY_MS
    result = await days.checker()
    assert result.sentence.endswith("but only 16 were charged."), result.sentence


async def test_a_gift_that_usually_comes_a_day_late_is_not_called_missing(days: Days) -> None:
    days.late_ms = DAY_MS
    for _ in range(LEARNED + 3):
        result = await days.next()
        assert result.outcome is Outcome.HEALTHY, result.sentence
    await days.next(missing=0.3)
    result = await days.next()
    assert result.outcome is Outcome.ERROR
    assert result.sentence.endswith("but only 14 were charged.")


async def test_many_failed_payments_are_an_error_with_their_number_and_paused_plans_count(days: Days) -> None:
    await days.learn()
    days.charge(failing=0.6)
    days.execute(
        "UPDATE recurring_plans SET status = 'paused' WHERE id IN (SELECT recurring_plan_id FROM transactions"
        " WHERE status = 'failed' AND purchased_at > ?)",
        days.clock.at_ms,
    )
    days.clock.at_ms += DAY_MS
    result = await days.checker()
    assert (result.outcome, result.reason) == (Outcome.ERROR, Reason.STALE)
    assert result.sentence.startswith("12 of 20 recurring gifts failed on ")


async def test_a_card_that_fails_and_is_tried_again_for_days_is_neither_overdue_nor_an_alarm(days: Days) -> None:
    for number in range(LEARNED + 10):
        days.charge(failing=0.05 if number % 2 else 0.1)
        failed = "SELECT recurring_plan_id FROM transactions WHERE status = 'failed' AND purchased_at > ?"
        # Its date moves to the next try.
        days.execute(
            f"UPDATE recurring_plans SET next_payment_date = ? WHERE id IN ({failed})",
            days.clock.at_ms + 9 * HOUR_MS + 3 * DAY_MS,
            days.clock.at_ms,
        )
        days.clock.at_ms += DAY_MS
        result = await days.checker()
        assert result.outcome is Outcome.HEALTHY, result.sentence
    assert result.measures["recurring_overdue"].value == 0


async def test_payments_that_stay_pending_are_a_warning(days: Days) -> None:
    await days.next(pending=0.5)
    for _ in range(7):
        result = await days.next()
    assert (result.outcome, result.reason) == (Outcome.DEGRADED, Reason.SLOW)
    assert result.sentence == "10 recurring gifts have been pending for more than 7 days."


async def test_at_the_end_of_january_each_day_keeps_the_plans_that_were_charged_on_it(tmp_path: Path) -> None:
    path = str(tmp_path / "sync.sqlite")
    make_sync_database(path)
    clock = DailyClock()
    days = [round(datetime(2026, 1, day, 12, tzinfo=UTC).timestamp() * 1000) for day in (28, 29, 30, 31)]
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DELETE FROM transactions")
        connection.execute("DELETE FROM recurring_plans")
        for place, at_ms in enumerate(days):
            for number in range(50 + place):
                is_charged = number >= 3
                plan = connection.execute(
                    "INSERT INTO recurring_plans (organization_id, supporter_id, amount, status, frequency,"
                    " next_payment_date, created_at) VALUES (1, 1, 20, 'active', 'monthly', ?, ?)",
                    (month_away(at_ms, 1) if is_charged else at_ms, at_ms - 400 * DAY_MS),
                ).lastrowid
                if is_charged:
                    connection.execute(
                        "INSERT INTO transactions (organization_id, recurring_plan_id, total_gross_amount, status,"
                        " purchased_at) VALUES (1, ?, 20, 'success', ?)",
                        (plan, at_ms),
                    )
    checker = Checker({"kind": "recurring_gifts", "url": f"sqlite:///{Path(path).as_posix()}"}, clock=clock)
    for today in (30, 32):
        clock.at_ms = days[0] + (today - 28) * DAY_MS - 9 * HOUR_MS
        memory = recalled((await checker()).position or "")
        assert memory is not None
        due = {date_of(day).day: next(iter(one.seen.values()))[0] for day, one in memory.watched.items()}
        assert {day: due[day] for day in due if day >= 28} == {day: 22 + day for day in range(28, min(today, 32))}, (
            today
        )


@pytest.mark.parametrize(
    "change", ["ALTER TABLE recurring_plans DROP COLUMN next_payment_date", "DROP TABLE recurring_plans"]
)
async def test_another_program_s_tables_are_no_wrong_query(days: Days, change: str) -> None:
    days.execute(change)
    result = await days.checker()
    assert (result.outcome, result.reason) == (Outcome.ERROR, Reason.CONFIGURATION)
    assert result.sentence.startswith("A table or column of Classy Sync is missing in this database.")


async def test_plans_that_vanish_are_counted_before_and_after(days: Days) -> None:
    await days.next()
    lose_plans(days.path, 0.1)
    result = await days.next()
    assert (result.outcome, result.reason) == (Outcome.ERROR, Reason.CONTENT)
    assert result.sentence.startswith("Of 600 active plans for recurring gifts, 540 are left since ")


async def test_what_was_learned_outlives_a_restart_and_a_damaged_position_begins_afresh(days: Days) -> None:
    result = await days.learn()
    assert result.position is not None
    again = days.another()
    kept = await again.runner.run(again.component, again.probe, None, result.position)
    assert kept.sentence == result.sentence
    damaged = await again.runner.run(again.component, again.probe, None, '{"watched": {"1": {"seen": {"99": []}}}}')
    assert "day 1 of 14" in damaged.sentence


async def test_a_position_of_an_earlier_version_still_knows_how_many_plans_there_were(days: Days) -> None:
    today = days.clock.at_ms // DAY_MS
    earlier = {
        "due": {str(today): 20},
        "charged": {"days": 9, "due": 20.0, "posted": 19.6, "spread_n": 500.0, "spread_x": 0.5},
        "short": None,
        "judged": today - 1,
        "active": {str(today - 1): 1000},
        "before": 0,
        "lost_on": 0,
    }
    checker = days.another()
    result = await checker.runner.run(checker.component, checker.probe, None, json.dumps(earlier))
    assert result.sentence.startswith("Of 1,000 active plans for recurring gifts, 600 are left since ")


@pytest.mark.parametrize("wrong_days", [365, -365])
async def test_a_clock_that_was_wrong_by_a_year_neither_blinds_nor_alarms(days: Days, wrong_days: int) -> None:
    await days.learn()
    right_ms = days.clock.at_ms
    for ahead in range(wrong_days, wrong_days + 6):
        days.clock.at_ms = right_ms + ahead * DAY_MS
        wrong = await days.checker()
        assert wrong.outcome is Outcome.HEALTHY, wrong.sentence
    days.clock.at_ms = right_ms
    learned = await days.learn(1)
    assert learned.sentence.startswith("Recurring gifts due on ")
    assert (await days.next(missing=0.3)).outcome is Outcome.ERROR


GARBAGE = ("NULL", "'soon'", "''", "9000000000000000", "-1", "'9999-99-99'", "x'00ff'", "1e300")


@pytest.mark.parametrize("moment", ["garbage", "zone", "text"])
async def test_plans_without_a_date_that_can_be_true_are_due_a_month_after_their_last_payment(
    days: Days, moment: str
) -> None:
    """Text with a zone, or without, is a date; nothing else is."""
    cases = " ".join(f"WHEN {number} THEN {garbage}" for number, garbage in enumerate(GARBAGE))
    at_ms = "(SELECT at_ms FROM truth WHERE truth.id = recurring_plans.id)"
    written = {
        "garbage": f"CASE id % {len(GARBAGE)} {cases} END",
        "zone": f"strftime('%Y-%m-%dT%H:%M:%S+02:00', {at_ms} / 1000 + 7200, 'unixepoch')",
        "text": f"strftime('%Y-%m-%d', {at_ms} / 1000, 'unixepoch')",
    }[moment]
    days.execute("CREATE TABLE truth AS SELECT id, next_payment_date AS at_ms FROM recurring_plans")

    async def next_day(missing: float = 0.0) -> Result:
        days.execute(f"UPDATE recurring_plans SET next_payment_date = {at_ms}")
        days.charge(missing=missing, failing=0.0)
        days.execute(
            "UPDATE truth SET at_ms = (SELECT next_payment_date FROM recurring_plans p WHERE p.id = truth.id)"
        )
        days.execute(f"UPDATE recurring_plans SET next_payment_date = {written}")
        days.clock.at_ms += DAY_MS
        return await days.checker()

    for _ in range(LEARNED + 3):
        result = await next_day()
        assert result.outcome is Outcome.HEALTHY, result.sentence
    assert result.measures["recurring_due"].value >= 19
    told = [await next_day(missing=0.4) for _ in range(4)]  # at a month's end the next day may be the 31st
    assert Outcome.ERROR in {one.outcome for one in told}


async def test_a_million_payments_and_garbage_in_them_are_counted_within_the_time_limit(days: Days) -> None:
    days.execute(
        "INSERT INTO transactions (organization_id, recurring_plan_id, total_gross_amount, status, purchased_at)"
        " WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000)"
        " SELECT 1, i % 600 + 1, 20, 'success', ? - i * 90000 FROM n",
        days.clock.at_ms - 40 * DAY_MS,
    )
    for garbage in GARBAGE:
        days.execute(
            "INSERT INTO transactions (organization_id, recurring_plan_id, total_gross_amount, status, purchased_at)"
            f" VALUES (1, 1, 20, 'pending', {garbage})"
        )
    began = time.perf_counter()
    result = await days.next()
    assert result.outcome is Outcome.HEALTHY, result.sentence
    assert time.perf_counter() - began < 2
    assert result.measures["recurring_stuck"].value == 0


async def test_with_a_handful_of_plans_gifts_are_shown_and_nothing_is_told(tmp_path: Path) -> None:
    days = Days(tmp_path / "few.sqlite", plans=5)
    for number in range(40):
        result = await days.next(missing=1.0 if number == 30 else 0.0)
        assert result.outcome is Outcome.HEALTHY, result.sentence
    assert result.measures["recurring_active"].value == 5
    assert result.sentence.startswith(("Recurring gifts due on ", "No recurring gifts were due lately."))


class VendorDays:
    """A vendor that charges each day, and its checker."""

    def __init__(self, plans: VendorPlans, checker: Checker, clock: DailyClock) -> None:
        self.plans, self.checker, self.clock = plans, checker, clock
        plans.fill(clock.at_ms)

    async def next(self, missing: float = 0.0, failing: float = 0.0) -> Result:
        self.plans.charge(self.clock.at_ms + 20 * HOUR_MS, missing=missing, failing=failing)
        self.clock.at_ms += DAY_MS
        return await self.checker()

    async def learn(self) -> Result:
        for _ in range(LEARNED):
            result = await self.next()
            assert result.outcome is Outcome.HEALTHY, result.sentence
        return result


def in_classy(url: str, simulator: ClassySimulator, clock: SystemClock) -> Checker:
    secret = json.dumps({"client_id": simulator.client_id, "client_secret": simulator.client_secret})
    settings = {
        "kind": "recurring_gifts",
        "source": "classy",
        "organization_id": 6789,
        "classy_credential": "classy",
        "base_url": f"{url}/2.0",
        "token_url": f"{url}/oauth2/auth",
    }
    return Checker(settings, secrets={"classy": secret}, clock=clock)


def in_stripe(url: str, simulator: StripeSimulator, clock: SystemClock) -> Checker:
    settings = {"kind": "recurring_gifts", "source": "stripe", "stripe_credential": "stripe", "base_url": url}
    return Checker(settings, secrets={"stripe": simulator.key}, clock=clock)


async def test_in_classy_plans_that_stand_on_their_date_are_overdue_and_only_totals_are_asked_for() -> None:
    simulator, clock = ClassySimulator(), DailyClock()
    async with SimulatorServer(simulator) as server:
        days = VendorDays(simulator.plans, in_classy(server.url, simulator, clock), clock)
        learned = await days.learn()
        assert learned.sentence.startswith("Recurring gifts due on ")
        assert learned.measures["recurring_active"].value == 600
        assert "recurring_stuck" not in learned.measures
        result = await days.next(missing=0.2, failing=0.1)
        asked = [request for request in server.requests if request.method == "GET"]
        await days.checker.close()
    assert (result.outcome, result.reason) == (Outcome.ERROR, Reason.STALE)
    assert "but only" in result.sentence
    assert result.measures["recurring_overdue"].value == 4
    assert result.measures["recurring_failing"].value == 2
    assert {(request.query["per_page"], request.query["fields"]) for request in asked} == {("1", "id")}


@pytest.mark.parametrize(
    ("vendor", "ignored"),
    [
        ("classy", ("status", "next_processing_date", "created_at")),
        ("classy", ("next_processing_date", "created_at")),
        ("classy", ("next_processing_date",)),
        ("classy", ("created_at",)),
        ("classy", ("status",)),
        ("stripe", ("status", "created")),
        ("stripe", ("created",)),
        ("stripe", ("status",)),
    ],
)
async def test_totals_that_do_not_change_with_the_filter_are_neither_learned_nor_told(
    vendor: str, ignored: tuple[str, ...]
) -> None:
    simulator: Any = ClassySimulator() if vendor == "classy" else StripeSimulator()
    clock = DailyClock()
    async with SimulatorServer(simulator) as server:
        checker = (in_classy if vendor == "classy" else in_stripe)(server.url, simulator, clock)
        days = VendorDays(simulator.plans, checker, clock)
        await days.learn()
        simulator.ignored = ignored
        for _ in range(3):
            result = await days.next()
            assert (result.outcome, result.reason) == (Outcome.UNKNOWN, Reason.CONFIGURATION), result.sentence
            assert result.sentence.startswith(f"{vendor.title()} gives the same totals whatever is asked for")
            assert (result.position, result.measures) == (None, {})
        simulator.ignored = ()
        assert (await days.next()).outcome is Outcome.HEALTHY
        await days.checker.close()


@pytest.mark.parametrize("wrong_days", [3, -3, 400])
@pytest.mark.parametrize("vendor", ["classy", "stripe"])
async def test_a_computer_s_clock_that_is_days_off_makes_nothing_overdue_where_the_vendor_s_is_right(
    vendor: str, wrong_days: int
) -> None:
    classy, stripe, clock = ClassySimulator(), StripeSimulator(), DailyClock()
    async with SimulatorServer(classy if vendor == "classy" else stripe) as server:
        made = in_classy(server.url, classy, clock) if vendor == "classy" else in_stripe(server.url, stripe, clock)
        days = VendorDays(classy.plans if vendor == "classy" else stripe.plans, made, clock)
        ahead_ms = 0
        server.now_ms = lambda: clock.at_ms - ahead_ms
        right = await days.learn()
        ahead_ms = wrong_days * DAY_MS
        clock.at_ms += ahead_ms
        for _ in range(2):
            wrong = await made()
            assert (wrong.outcome, wrong.sentence) == (Outcome.HEALTHY, right.sentence)
        clock.at_ms -= ahead_ms
        ahead_ms = 0
        assert (await days.next(missing=0.5)).outcome is Outcome.ERROR
        await made.close()


async def test_what_was_learned_of_one_source_is_not_used_for_another(days: Days) -> None:
    position = (await days.learn()).position
    simulator = ClassySimulator()
    simulator.plans.fill(days.clock.at_ms, 200)
    async with SimulatorServer(simulator) as server:
        checker = in_classy(server.url, simulator, days.clock)
        result = await checker.runner.run(checker.component, checker.probe, position=position)
        await checker.close()
    assert result.outcome is Outcome.HEALTHY, result.sentence
    assert result.sentence == "Learning how many recurring gifts come of those that are due: day 1 of 14."


async def test_in_stripe_unpaid_invoices_and_missing_ones_are_told_by_totals() -> None:
    simulator, clock = StripeSimulator(), DailyClock()
    async with SimulatorServer(simulator) as server:
        days = VendorDays(simulator.plans, in_stripe(server.url, simulator, clock), clock)
        await days.learn()
        failed = await days.next(failing=0.6)
        assert failed.sentence.startswith("12 of 20 recurring gifts failed on ")
        assert failed.measures["recurring_failing"].value == 12
        for _ in range(5):
            await days.next()
        missing = await days.next(missing=0.5)
        asked = list(server.requests)
        await days.checker.close()
    assert missing.outcome is Outcome.ERROR
    assert missing.sentence.endswith("but only 10 were charged.")
    assert {(request.query["limit"], request.query["expand[]"]) for request in asked} == {("1", "total_count")}


@pytest.mark.parametrize(
    ("fault", "outcome", "reason"),
    [
        (Fault.UNAUTHORIZED, Outcome.ERROR, Reason.AUTH),
        (Fault.FORBIDDEN, Outcome.ERROR, Reason.FORBIDDEN),
        (Fault.THROTTLED, Outcome.DEGRADED, Reason.THROTTLED),
        (Fault.SERVER_ERROR, Outcome.ERROR, Reason.HTTP_STATUS),
    ],
)
@pytest.mark.parametrize("vendor", ["classy", "stripe"])
async def test_a_vendor_s_refusal_is_told_as_such(
    vendor: str, fault: Fault, outcome: Outcome, reason: Reason
) -> None:
    classy, stripe = ClassySimulator(), StripeSimulator()
    async with SimulatorServer(classy if vendor == "classy" else stripe) as server:
        clock = DailyClock()
        checker = in_classy(server.url, classy, clock) if vendor == "classy" else in_stripe(server.url, stripe, clock)
        assert (await checker()).outcome is Outcome.HEALTHY
        server.fault = fault
        server.fault_on = lambda request: "oauth2" not in request.path
        result = await checker()
        await checker.close()
    assert (result.outcome, result.reason) == (outcome, reason), result.sentence
