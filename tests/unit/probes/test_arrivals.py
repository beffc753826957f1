"""What is under way, late, lost or there twice, by counts of days alone."""

import pytest

from porchlight.monitor.fitting import LONGEST_POSITION
from porchlight.probes.arrivals.hops import HOUR_MS, Finding, Hop, Memory, State
from porchlight.probes.arrivals.memory import stored
from tests.benchmarks.arrivals import simulate

DAY_MS = 24 * HOUR_MS


class Days:
    """One hop that is looked at every hour."""

    def __init__(self) -> None:
        self.hop = Hop()
        self.day = 100

    def next(self, sent: int = 1000, arrived: int | None = None, *, lag_h: int = 3, until_h: int = 23) -> None:
        """A day, of which ``arrived`` are there ``lag_h`` hours after its end; looked at until ``until_h``."""
        ends_ms = (self.day + 1) * DAY_MS
        arrived = sent if arrived is None else arrived
        for hour in range(1, until_h + 1):
            there = arrived if hour >= lag_h else min(arrived, sent - 10)
            self.hop.look(self.day, ends_ms, sent, there, ends_ms + hour * HOUR_MS)
            self.hop.settle(self.day + 1)
        self.day += 1

    def learn(self, days: int = 30) -> None:
        for _ in range(days):
            self.next()

    def look(self, hour: int, sent: int = 1000, arrived: int = 1000) -> list[Finding]:
        """What is found where so many of the last day are there so many hours after its end."""
        ends_ms = self.day * DAY_MS
        self.hop.look(self.day - 1, ends_ms, sent, arrived, ends_ms + hour * HOUR_MS)
        return self.found()

    def found(self) -> list[Finding]:
        """By the last look."""
        return list(self.hop.findings())


@pytest.fixture
def days() -> Days:
    days = Days()
    days.learn()
    return days


def test_the_lag_is_learned_and_days_that_arrived_are_nothing_to_speak_of(days: Days) -> None:
    assert not days.hop.is_learning
    assert days.hop.is_alike
    assert days.hop.usual_ms == 3 * HOUR_MS
    assert days.found() == []


def test_one_gift_in_a_thousand_is_under_way_then_late_and_lost_on_the_afternoon_of_the_next_day(days: Days) -> None:
    days.next(until_h=1)
    states = [(hour, days.look(hour, arrived=999)[0].state) for hour in (2, 5, 16)]
    assert states == [(2, State.UNDER_WAY), (5, State.LATE), (16, State.LOST)]
    assert days.found() == [Finding(State.LOST, 130, 1, 1000, 999)]


def test_what_was_not_looked_at_since_is_not_called_lost(days: Days) -> None:
    days.next(until_h=1)
    assert days.look(5, arrived=999)[0].state is State.LATE
    # The place does not answer for two days; the other days of the hop are not looked at either.
    days.day += 2
    assert days.found()[0].state is State.LATE


def test_a_hop_that_has_been_late_before_is_given_longer(days: Days) -> None:
    days.next(lag_h=15)
    days.next(until_h=1)
    assert days.look(16, arrived=999)[0].state is State.LATE
    assert days.look(30, arrived=999)[0].state is State.LOST


def test_a_gift_that_is_confirmed_days_later_is_expected_from_then_on(days: Days) -> None:
    days.next()
    assert [one.state for one in days.look(50, sent=1001)] == [State.UNDER_WAY]
    assert days.look(53, sent=1001, arrived=1001) == []


def test_more_than_were_sent_are_told_when_they_stay(days: Days) -> None:
    days.next(until_h=1)
    assert days.look(3, arrived=1002) == []
    assert days.look(6, arrived=1002) == [Finding(State.MORE, 130, 2, 1000, 1002)]


def test_a_refund_is_neither_lost_nor_too_many(days: Days) -> None:
    days.next()
    assert days.look(30, sent=999) == []
    assert days.look(44, sent=999, arrived=999) == []


def test_a_gift_at_midnight_may_be_on_the_day_beside(days: Days) -> None:
    days.next(arrived=999)
    days.next(arrived=1001)
    assert days.found() == []


def test_places_that_count_different_gifts_are_known_for_it() -> None:
    days = Days()
    for _ in range(30):
        days.next(arrived=970)
    assert not days.hop.is_alike
    apart, of_days = days.hop.days_apart
    assert apart >= 0.8 * of_days


def test_past_days_are_compared_at_first_and_a_long_pause_teaches_no_lag() -> None:
    memory = Memory(hops={"crm": Hop()}, first_day=86)
    looked: list[int] = []
    for _ in range(4):
        for day in memory.wanted(100, 6):
            looked.append(day)
            memory.hops["crm"].look(day, (day + 1) * DAY_MS, 10, 10, 100 * DAY_MS + 20 * HOUR_MS)
        memory.hops["crm"].settle(100)
    assert set(looked) >= set(range(86, 100))
    assert not memory.hops["crm"].is_learning
    assert memory.hops["crm"].usual_ms is None


def test_the_largest_memory_can_be_kept() -> None:
    memory = Memory()
    for name in ("database", "salesforce", "hubspot", "neon_crm", "mailchimp"):
        hop = memory.hops[name] = Hop(lags=[4 * DAY_MS] * 180, agreed=[False] * 30)
        for day in range(20_001, 20_018):
            for look in range(50):
                hop.look(day, 20_018 * DAY_MS, 10**6 + look, 10**6, 20_018 * DAY_MS + look)
    assert len(stored(memory)) <= LONGEST_POSITION


@pytest.mark.parametrize("seed", range(2))
def test_over_a_year_lost_gifts_are_told_the_next_day_and_late_ones_are_not_called_lost(seed: int) -> None:
    found = simulate(120, seed, 12)
    assert found.alarms == found.peak_alarms == 0
    assert found.late > 20
    assert found.noticed >= 0.95 * found.lost > 20
