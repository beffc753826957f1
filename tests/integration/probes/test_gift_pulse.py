"""The pulse of gifts, counted in a sync's database, and by the totals of Classy and Stripe on loopback."""

import json
import re
import sqlite3
import time
from collections.abc import Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from porchlight.demo.classy import ClassySimulator
from porchlight.demo.faults import Fault
from porchlight.demo.gifts import Gifts, usual_gifts
from porchlight.demo.http_server import Answer, Request, SimulatorServer
from porchlight.demo.stripe import StripeSimulator
from porchlight.demo.sync_database import add_payments, make_sync_database
from porchlight.model.result import Result
from porchlight.model.status import Outcome, Reason
from porchlight.monitor.clock import SystemClock
from porchlight.zones import local_zone
from tests.support import Checker

pytestmark = pytest.mark.anyio
HOUR_MS = 3_600_000


class MovableClock(SystemClock):
    ahead_ms = 0

    def now_ms(self) -> int:
        return super().now_ms() + self.ahead_ms


def now_ms() -> int:
    return time.time_ns() // 1_000_000


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "sync.sqlite"
    make_sync_database(str(path))
    return path


def in_database(path: Path, clock: SystemClock | None = None, **more: object) -> Checker:
    return Checker({"kind": "gift_pulse", "url": f"sqlite:///{path.as_posix()}", **more}, clock=clock)


def in_classy(url: str, simulator: ClassySimulator, clock: SystemClock | None = None, **more: object) -> Checker:
    settings: Mapping[str, Any] = {
        "kind": "gift_pulse",
        "source": "classy",
        "organization_id": 6789,
        "classy_credential": "classy",
        "base_url": f"{url}/2.0",
        "token_url": f"{url}/oauth2/auth",
        **more,
    }
    secret = json.dumps({"client_id": simulator.client_id, "client_secret": simulator.client_secret})
    return Checker(settings, secrets={"classy": secret}, clock=clock)


def in_stripe(url: str, simulator: StripeSimulator, **more: object) -> Checker:
    settings = {"kind": "gift_pulse", "source": "stripe", "stripe_credential": "stripe", "base_url": url, **more}
    return Checker(settings, secrets={"stripe": simulator.key})


async def test_the_sync_s_database_has_a_past_to_learn_from_at_once(database: Path) -> None:
    checker = in_database(database, delay="0s")
    add_payments(str(database), [(now_ms() - 1000, False, 25.0)])
    result = await checker()
    assert result.outcome is Outcome.HEALTHY, result.sentence
    assert "usual at this time" in result.sentence
    assert result.measures["gifts"].value >= 1
    assert result.measures["gifts_usual_high"].value > 0
    assert result.position is not None
    again = await checker()
    assert again.position is None, "nothing new has to be kept"


async def test_hours_are_learned_again_after_a_clock_that_was_a_year_ahead(database: Path) -> None:
    clock = MovableClock()
    checker = in_database(database, clock, delay="0s")
    clock.ahead_ms = 365 * 24 * HOUR_MS
    add_payments(str(database), [(clock.now_ms() - 1000, False, 25.0)])  # read by a sync whose clock was wrong, too
    await checker()
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("DELETE FROM transactions WHERE purchased_at > ?", (now_ms(),))
    clock.ahead_ms = 0
    add_payments(str(database), [(now_ms() - 1000, False, 25.0)])
    result = await checker()
    assert result.outcome is Outcome.HEALTHY, result.sentence
    assert "usual at this time" in result.sentence
    assert result.position is not None
    assert json.loads(result.position)["first_hour"] <= now_ms() // HOUR_MS, "hours are learned again"


async def test_no_gift_for_days_is_a_silence_and_the_next_one_ends_it(database: Path) -> None:
    clock = MovableClock()
    checker = in_database(database, clock, delay="0s")
    assert (await checker()).outcome is Outcome.HEALTHY
    clock.ahead_ms = 48 * HOUR_MS
    result = await checker()
    assert (result.outcome, result.reason) == (Outcome.ERROR, Reason.STALE)
    assert result.sentence.startswith("No gift for 2 d")
    assert "Usual at this time: one every" in result.sentence
    add_payments(str(database), [(clock.now_ms() - 1000, False, 25.0)])
    assert (await checker()).outcome is Outcome.HEALTHY


async def test_card_testing_is_a_flood_with_the_counts_alone(database: Path) -> None:
    checker = in_database(database, tiny_below=2)
    burst = Gifts()
    burst.burst(now_ms() - 1_250_000)
    add_payments(str(database), burst.payments)
    result = await checker()
    assert (result.outcome, result.reason) == (Outcome.ERROR, Reason.CONTENT)
    assert re.match(r"3\d payments failed within 35 min; about \d is usual\.", result.sentence)  # a few fail anyway
    assert result.measures["gifts_tiny"].value == 5


async def test_what_was_learned_is_given_back_after_a_restart(database: Path) -> None:
    checker = in_database(database, delay="0s")
    first = await checker()
    again = in_database(database, delay="0s")
    result = await again.runner.run(again.component, again.probe, None, first.position)
    assert result.outcome is Outcome.HEALTHY
    assert result.measures["gifts_usual_high"].value == pytest.approx(
        first.measures["gifts_usual_high"].value, rel=0.1, abs=0.5
    )


async def test_an_empty_database_is_unknown_and_another_schema_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "sync.sqlite"
    make_sync_database(str(path))
    result = await in_database(path, organizations=[99])()
    assert (result.outcome, result.reason) == (Outcome.UNKNOWN, Reason.STALE)
    assert result.sentence == "No gift was found in the last 400 days."
    other = tmp_path / "other.sqlite"
    other.write_bytes(b"")
    result = await in_database(other)()
    assert result.outcome is Outcome.ERROR


async def caught_up(checker: Checker) -> Result:
    """After as many checks as a month of hours takes."""
    for _ in range(28 * 24 // 6 + 2):
        result = await checker()
        if "Learning" not in result.sentence and result.outcome is Outcome.HEALTHY:
            return result
    raise AssertionError(result.sentence)


async def test_classy_and_stripe_are_asked_for_totals_alone() -> None:
    gifts = usual_gifts(now_ms(), local_zone(), days=30)
    gifts.add(now_ms() - 180_000)
    classy, stripe = ClassySimulator(gifts=gifts), StripeSimulator(gifts=gifts)
    async with SimulatorServer(classy) as first, SimulatorServer(stripe) as second:
        for checker, server in ((in_classy(first.url, classy), first), (in_stripe(second.url, stripe), second)):
            result = await checker()
            assert result.outcome is Outcome.HEALTHY, result.sentence
            assert result.sentence.startswith("Learning what is usual: day 1 of 14.")
            assert result.measures["gifts"].value >= 1
            assert len(server.requests) < 30
            asked = [request for request in server.requests if request.method == "GET"]
            assert all(request.query.get("per_page", request.query.get("limit")) == "1" for request in asked)
        assert "usual at this time" in (await caught_up(checker)).sentence


@pytest.mark.parametrize(
    ("vendor", "ignored"),
    [
        ("classy", ("purchased_at", "status", "total_gross_amount")),
        ("classy", ("purchased_at",)),
        ("classy", ("status",)),
        ("classy", ("total_gross_amount",)),
        ("stripe", ("created", "status", "amount")),
        ("stripe", ("created",)),
        ("stripe", ("status",)),
        ("stripe", ("amount",)),
    ],
)
async def test_totals_that_do_not_follow_the_filter_are_said_and_never_judged(
    vendor: str, ignored: tuple[str, ...]
) -> None:
    gifts = usual_gifts(now_ms(), local_zone(), days=30)
    for one in range(8):
        gifts.add(now_ms() - 150_000 - one * 1000)
    simulator: Any = (ClassySimulator if vendor == "classy" else StripeSimulator)(gifts=gifts, ignored=ignored)
    async with SimulatorServer(simulator) as server:
        checker = (in_classy if vendor == "classy" else in_stripe)(server.url, simulator, tiny_below=2)
        for _ in range(2):
            result = await checker()
            assert (result.outcome, result.reason) == (Outcome.UNKNOWN, Reason.CONFIGURATION), result.sentence
            assert result.sentence == (
                f"{vendor.title()} gives the same totals whatever is asked for, so gifts cannot be counted there."
                " Count them elsewhere, for example in the database."
            )
            assert (result.position, result.measures) == (None, {}), "nothing is learned of it"
        simulator.ignored = ()
        assert (await checker()).outcome is Outcome.HEALTHY


@pytest.mark.parametrize("vendor", ["classy", "stripe"])
async def test_a_place_that_refuses_such_questions_is_judged_as_ever_also_in_a_flood(vendor: str) -> None:
    def is_control(request: Request) -> bool:
        asked = request.query.get("filter", "") + request.query.get("query", "")
        return bool(asked) and (
            ("status" not in asked) or "amount>=" in asked or "1971" in asked or "2189" in asked or "6912" in asked
        )

    simulator: Any = (ClassySimulator if vendor == "classy" else StripeSimulator)()
    simulator.gifts.burst(now_ms() - 125_000)
    async with SimulatorServer(simulator) as server:
        server.fault, server.fault_on = Fault.SERVER_ERROR, is_control
        result = await (in_classy if vendor == "classy" else in_stripe)(server.url, simulator, tiny_below=2)()
        assert any(is_control(one) for one in server.requests)
    assert (result.outcome, result.reason) == (Outcome.ERROR, Reason.CONTENT), result.sentence


async def test_more_failures_than_gifts_and_none_but_tiny_ones_are_no_ignored_filter() -> None:
    simulator = StripeSimulator()
    simulator.gifts.burst(now_ms() - 125_000)
    async with SimulatorServer(simulator) as server:
        result = await in_stripe(server.url, simulator, tiny_below=2)()
    assert (result.outcome, result.reason) == (Outcome.ERROR, Reason.CONTENT), result.sentence


@pytest.mark.parametrize("ahead_ms", [3 * 24 * HOUR_MS, -5 * HOUR_MS, HOUR_MS])
async def test_with_a_clock_that_is_wrong_silence_is_judged_by_the_vendor_s(ahead_ms: int) -> None:
    gifts = usual_gifts(now_ms(), local_zone(), days=30)
    gifts.add(now_ms() - 180_000)
    simulator, clock = ClassySimulator(gifts=gifts), MovableClock()
    async with SimulatorServer(simulator) as server:
        server.now_ms = now_ms
        checker = in_classy(server.url, simulator, clock)
        right = await caught_up(checker)
        clock.ahead_ms = ahead_ms
        for _ in range(2):
            wrong = await checker()
            assert wrong.outcome is Outcome.HEALTHY, wrong.sentence
            assert "usual at this time" in wrong.sentence
            assert wrong.measures["gifts"] == right.measures["gifts"]
        clock.ahead_ms = 0
        assert (await checker()).outcome is Outcome.HEALTHY


@pytest.mark.parametrize(
    "date",
    [
        "",
        "soon",
        "0",
        "Thu, 01 Jan 1970 00:00:00 GMT",
        "Fri, 31 Dec 9999 23:59:59 GMT",
        "Mon, 99 Feb 2026 99:99:99 GMT",
    ],
)
async def test_a_date_that_cannot_be_true_moves_no_clock(date: str) -> None:
    gifts = usual_gifts(now_ms(), local_zone(), days=30)
    gifts.add(now_ms() - 180_000)

    class Dated(ClassySimulator):
        def answer(self, request: Request) -> Answer:
            found = ClassySimulator.answer(self, request)
            return replace(found, headers={**found.headers, "Date": date})

    simulator = Dated(gifts=gifts)
    async with SimulatorServer(simulator) as server:
        result = await in_classy(server.url, simulator)()
    assert result.outcome is Outcome.HEALTHY, result.sentence
    assert result.measures["gifts"].value >= 1


async def test_card_testing_at_stripe_is_told_at_once() -> None:
    simulator = StripeSimulator()
    simulator.gifts.burst(now_ms() - 125_000)
    async with SimulatorServer(simulator) as server:
        result = await in_stripe(server.url, simulator, tiny_below=2)()
    assert (result.outcome, result.reason) == (Outcome.ERROR, Reason.CONTENT)
    assert "payments failed within 15 min" in result.sentence


@pytest.mark.parametrize(
    ("fault", "outcome", "reason"),
    [
        (Fault.UNAUTHORIZED, Outcome.ERROR, Reason.AUTH),
        (Fault.FORBIDDEN, Outcome.ERROR, Reason.FORBIDDEN),
        (Fault.THROTTLED, Outcome.DEGRADED, Reason.THROTTLED),
        (Fault.SERVER_ERROR, Outcome.ERROR, Reason.HTTP_STATUS),
        (Fault.MALFORMED_JSON, Outcome.ERROR, Reason.CONTENT),
        (Fault.BOT_WALL, Outcome.UNKNOWN, Reason.BOT_PROTECTION),
        (Fault.CAPTIVE_PORTAL, Outcome.UNKNOWN, Reason.CAPTIVE_PORTAL),
    ],
)
@pytest.mark.parametrize("vendor", ["classy", "stripe"])
async def test_a_refusal_is_the_vendor_s_own(vendor: str, fault: Fault, outcome: Outcome, reason: Reason) -> None:
    simulator: Any = ClassySimulator() if vendor == "classy" else StripeSimulator()
    async with SimulatorServer(simulator) as server:
        checker = (in_classy if vendor == "classy" else in_stripe)(server.url, simulator)
        server.fault_on = lambda request: request.method == "GET"
        server.fault = fault
        result = await checker()
    assert (result.outcome, result.reason) == (outcome, reason), result.sentence


async def test_another_key_is_not_sent() -> None:
    simulator = StripeSimulator()
    async with SimulatorServer(simulator) as server:
        checker = in_stripe(server.url, simulator)
        checker.secrets.values["stripe"] = "pk_live_0123456789abcdef"
        assert (await checker()).reason is Reason.SECRET_MISSING
        assert server.requests == []
    async with SimulatorServer(ClassySimulator()) as server:
        checker = in_classy(server.url, ClassySimulator())
        checker.secrets.values["classy"] = '{"client_id": "it"}'
        assert (await checker()).reason is Reason.SECRET_MISSING
        assert server.requests == []
