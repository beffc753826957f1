"""Recurring gifts in a sync's database: due, posted, stuck and lost."""

import time
from pathlib import Path

import pytest

from porchlight.demo.recurring import add_plans, charge, lose_plans
from porchlight.demo.sync_database import make_sync_database
from porchlight.model.result import Result
from porchlight.model.status import Outcome, Reason
from porchlight.monitor.clock import SystemClock
from tests.support import Checker

pytestmark = pytest.mark.anyio
DAY_MS = 86_400_000
HOUR_MS = 3_600_000


class DailyClock(SystemClock):
    """Three in the morning (UTC), day by day."""

    def __init__(self) -> None:
        super().__init__()
        self.at_ms = time.time_ns() // 1_000_000 // DAY_MS * DAY_MS + 3 * HOUR_MS

    def now_ms(self) -> int:
        return self.at_ms


class Days:
    """A database that is charged and checked each day."""

    def __init__(self, path: Path) -> None:
        self.path = str(path)
        make_sync_database(self.path)
        self.clock = DailyClock()
        self.checker = Checker({"kind": "recurring_gifts", "url": f"sqlite:///{path.as_posix()}"}, clock=self.clock)
        add_plans(self.path, self.clock.at_ms)

    async def next(self, missing: float = 0.0, failing: float = 0.0, pending: float = 0.0) -> Result:
        await self.checker()
        charge(self.path, self.clock.at_ms + 20 * HOUR_MS, missing=missing, failing=failing, pending=pending)
        self.clock.at_ms += DAY_MS
        return await self.checker()

    async def learn(self) -> Result:
        for _ in range(17):
            result = await self.next(failing=0.05)
            assert result.outcome is Outcome.HEALTHY, result.sentence
        return result


@pytest.fixture
def days(tmp_path: Path) -> Days:
    return Days(tmp_path / "sync.sqlite")


async def test_the_first_days_are_learned_and_then_due_and_posted_are_compared(days: Days) -> None:
    assert "Learning how many recurring gifts come" in (await days.next()).sentence
    result = await days.learn()
    assert result.sentence.startswith("Recurring gifts due on ")
    assert result.sentence.endswith(": 20; posted: 19.")
    assert result.measures["recurring_due"].value == 20
    assert result.measures["recurring_active"].value == 600


async def test_a_day_without_a_third_of_its_gifts_is_an_error_the_next_day_and_a_good_day_ends_it(days: Days) -> None:
    await days.learn()
    result = await days.next(missing=0.3)
    assert (result.outcome, result.reason) == (Outcome.ERROR, Reason.STALE)
    assert result.sentence.startswith("20 recurring gifts were due on ")
    assert result.sentence.endswith("but only 14 were charged.")
    assert (await days.next(failing=0.05)).outcome is Outcome.HEALTHY


async def test_many_failed_payments_are_an_error_with_their_number(days: Days) -> None:
    await days.learn()
    result = await days.next(failing=0.5)
    assert (result.outcome, result.reason) == (Outcome.ERROR, Reason.STALE)
    assert result.sentence.startswith("10 of 20 recurring gifts failed on ")


async def test_payments_that_stay_pending_are_a_warning(days: Days) -> None:
    await days.next(pending=0.5)
    for _ in range(7):
        result = await days.next()
    assert (result.outcome, result.reason) == (Outcome.DEGRADED, Reason.SLOW)
    assert result.sentence == "10 recurring gifts have been pending for more than 7 days."


async def test_plans_that_vanish_are_counted_before_and_after(days: Days) -> None:
    await days.next()
    lose_plans(days.path, 0.1)
    result = await days.next()
    assert (result.outcome, result.reason) == (Outcome.ERROR, Reason.CONTENT)
    assert result.sentence.startswith("Of 600 active plans for recurring gifts, 540 are left since ")


async def test_what_was_learned_outlives_a_restart_and_a_damaged_position_begins_afresh(days: Days) -> None:
    result = await days.next()
    assert result.position is not None
    again = Checker({"kind": "recurring_gifts", "url": f"sqlite:///{Path(days.path).as_posix()}"}, clock=days.clock)
    kept = await again.runner.run(again.component, again.probe, None, result.position)
    assert kept.sentence == result.sentence
    damaged = await again.runner.run(again.component, again.probe, None, '{"due": {"1": -1}}')
    assert "day 1 of 14" in damaged.sentence


async def test_a_clock_that_was_a_year_ahead_blinds_nothing(days: Days) -> None:
    await days.learn()
    right_ms = days.clock.at_ms
    for ahead in (365, 366, 367):
        days.clock.at_ms = right_ms + ahead * DAY_MS
        await days.checker()
    days.clock.at_ms = right_ms
    learned = await days.learn()
    assert learned.sentence.startswith("Recurring gifts due on ")
    assert (await days.next(missing=0.3)).outcome is Outcome.ERROR
