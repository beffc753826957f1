"""What recurring gifts may vary by before it is an alarm, over simulated months, and how dates follow each other."""

from datetime import date

import pytest

from porchlight.probes.recurring_gifts.due_days import DAY_S, after, before, date_of
from porchlight.probes.recurring_gifts.memory import AGES_H, LEARNING_DAYS, Memory, age_of, recalled, stored
from porchlight.probes.recurring_gifts.plans import Due
from tests.benchmarks.recurring_gifts import Dates, Declines, simulate

EPOCH = date(1970, 1, 1)


def day(year: int, month: int, number: int) -> int:
    return (date(year, month, number) - EPOCH).days


@pytest.mark.parametrize("dates", Dates)
@pytest.mark.parametrize("seed", range(2))
def test_there_is_no_false_alarm_at_the_peaks_whatever_is_known_of_the_plans(seed: int, dates: Dates) -> None:
    found = simulate(plans=1000, seed=seed, dates=dates)
    assert found.peak_alarms == 0
    assert found.alarms <= 2


@pytest.mark.parametrize("seed", range(2))
def test_a_twentieth_missing_is_told_within_a_day_from_four_hundred_plans_on(seed: int) -> None:
    large, small = simulate(plans=5000, seed=seed), simulate(plans=400, seed=seed)
    assert large.morning == large.short > 40
    assert small.noticed > small.short * 0.8


def test_with_a_hundred_plans_five_missing_gifts_are_told_and_nothing_that_chance_explains() -> None:
    found = simulate(plans=100, seed=1)
    assert found.few > found.short * 0.9
    assert found.alarms == 0


def test_where_a_declined_card_leaves_no_trace_its_usual_number_is_learned_and_is_no_alarm() -> None:
    assert simulate(plans=400, seed=2, declines=Declines.UNSEEN).alarms == 0


@pytest.mark.parametrize(
    ("was", "months", "expected"),
    [
        ((2026, 1, 15), 1, [(2026, 2, 15)]),
        ((2026, 1, 31), 1, [(2026, 2, 28)]),
        ((2026, 1, 29), 1, [(2026, 2, 28)]),
        ((2026, 2, 28), 1, [(2026, 3, 28), (2026, 3, 29), (2026, 3, 30), (2026, 3, 31)]),
        ((2028, 2, 28), 1, [(2028, 3, 28)]),
        ((2026, 4, 30), 1, [(2026, 5, 30), (2026, 5, 31)]),
        ((2026, 11, 30), 3, [(2027, 2, 28)]),
        ((2028, 2, 29), 12, [(2029, 2, 28)]),
    ],
)
def test_the_next_date_of_a_plan(
    was: tuple[int, int, int], months: int, expected: list[tuple[int, int, int]]
) -> None:
    found = [date_of(one) for one in after(day(*was), months)]
    assert found[0] == date(*expected[0])
    assert {date(*one) for one in expected} <= set(found)
    assert len(found) <= 4


def test_each_payment_is_expected_again_on_exactly_one_day() -> None:
    first = day(2027, 1, 1)
    for months in (1, 3, 12):
        expected = [paid for due in range(first, first + 4 * 366) for paid in before(due, months)]
        assert len(expected) == len(set(expected))
        whole = set(range(first + 400, first + 1000))
        assert whole <= set(expected)


def learned(due: int = 10) -> tuple[Memory, int]:
    """A memory of some weeks in which nothing was overdue, and the day after."""
    memory, today = Memory(), day(2027, 3, 1)
    for _ in range(LEARNING_DAYS + 6):
        today += 1
        memory.judge(today * DAY_S + 3 * 3600, {one: Due(one, due, 0, 0) for one in range(today - 4, today)})
    assert not memory.is_learning
    return memory, today


def test_a_day_is_looked_at_two_hours_after_its_end_and_for_four_days() -> None:
    end_s = (day(2027, 3, 1) + 1) * DAY_S
    assert age_of(day(2027, 3, 1), end_s + 7199) is None
    assert [age_of(day(2027, 3, 1), end_s + hours * 3600) for hours in AGES_H] == list(range(len(AGES_H)))


def test_an_alarm_ends_when_the_gifts_come_and_that_lag_is_learned() -> None:
    memory, today = learned()
    short = {today: Due(today, 10, 8, 0)}
    memory.judge((today + 1) * DAY_S + 3 * 3600, short)
    assert memory.watched[today].missing
    memory.judge((today + 1) * DAY_S + 9 * 3600, {today: Due(today, 10, 0, 0)})
    assert not memory.watched[today].missing
    assert memory.short_since == 0
    before_it = memory.overdue[0].were
    memory.judge((today + 6) * DAY_S + 3 * 3600, {})
    assert memory.overdue[0].were > before_it


def test_what_stays_so_for_three_weeks_is_learned_as_usual() -> None:
    memory, today = learned()
    alarms = 0
    for _ in range(60):
        today += 1
        memory.judge(today * DAY_S + 3 * 3600, {one: Due(one, 10, 8, 0) for one in range(today - 4, today)})
        alarms += any(one.is_short for one in memory.watched.values())
    assert 21 <= alarms < 45
    assert not any(one.is_short for one in memory.watched.values())


def test_days_that_a_wrong_clock_saw_are_forgotten() -> None:
    memory, today = learned()
    wrong = today + 365
    memory.judge(wrong * DAY_S + 3 * 3600, {wrong - 1: Due(wrong - 1, 50, 50, 0)})
    known = memory.overdue[0].of
    memory.judge(today * DAY_S + 3 * 3600, {today - 1: Due(today - 1, 10, 0, 0)})
    assert all(one < today for one in memory.watched)
    assert memory.overdue[0].of == known
    assert memory.short_since == 0


def test_plans_that_vanished_by_a_clock_that_was_ahead_are_not_told_for_ever() -> None:
    memory = Memory()
    memory.count_plans(1000, 500)
    memory.count_plans(1400, 500)
    memory.count_plans(1401, 300)
    assert memory.before == 500
    memory.count_plans(1001, 500)
    assert memory.before == 0


@pytest.mark.parametrize(
    "damage",
    [
        "",
        "[]",
        '{"overdue": []}',
        '{"active": {"-4": 1}}',
        '{"watched": {"5": {"seen": {"0": [1, 2, -3]}}}}',
        '{"declined": [{"prior": 1.0, "of": 1e300}]}',
    ],
)
def test_a_damaged_memory_is_none(damage: str) -> None:
    assert recalled(damage) is None


def test_a_memory_is_kept_whole() -> None:
    memory, _ = learned()
    assert recalled(stored(memory)) == memory
