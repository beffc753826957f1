"""A clock that jumped is doubted until it has held for an hour; one that goes on evenly never is."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from porchlight.model.trusted_clock import HOLD, JUMP_MS, LastLook, TrustedClock
from tests.clocks import ManualClock

YEAR = 365 * 86_400.0
DAY_MS = 86_400_000

jumps = st.floats(-5 * YEAR, 5 * YEAR).filter(lambda seconds: abs(seconds) > 2 * JUMP_MS / 1000)
pauses = st.floats(0.1, 600.0)


class SleepingClock(ManualClock):
    """Implements CountsSleep too."""

    slept = 0.0

    def elapsed(self) -> float:
        return self.mono + self.slept

    def sleep(self, seconds: float) -> None:
        super().sleep(seconds)
        self.slept += seconds


@given(st.lists(pauses, max_size=60), st.floats(-0.005, 0.005))
def test_one_that_goes_on_evenly_is_always_believed(passed: list[float], drift: float) -> None:
    clock = ManualClock()
    trusted = TrustedClock(clock)
    for seconds in passed:
        clock.advance(seconds)
        clock.sleep(seconds * drift)
        assert trusted.is_trusted()


@given(jumps, st.lists(pauses, min_size=1, max_size=40))
def test_one_that_jumped_is_not_believed_within_the_hour_and_is_after_it(jump: float, passed: list[float]) -> None:
    clock = ManualClock(40 * 365 * DAY_MS)
    trusted = TrustedClock(clock)
    clock.sleep(jump)
    assert not trusted.is_trusted()
    held = 0.0
    for seconds in passed:
        clock.advance(seconds)
        held += seconds
        assert trusted.is_trusted() == (held >= HOLD) or held == pytest.approx(HOLD)
    clock.advance(HOLD)
    assert trusted.is_trusted()


@given(jumps, st.floats(0.1, HOLD - 1))
def test_one_that_is_set_right_again_is_believed_at_once(jump: float, wrong_for: float) -> None:
    clock = ManualClock(40 * 365 * DAY_MS)
    trusted = TrustedClock(clock)
    clock.sleep(jump)
    clock.advance(wrong_for / 2)
    assert not trusted.is_trusted()
    clock.advance(wrong_for / 2)
    clock.sleep(-jump)
    assert trusted.is_trusted()


@given(jumps, jumps)
def test_each_jump_to_another_wrong_time_begins_the_hour_anew(one: float, other: float) -> None:
    assume(abs(one + other) > 2 * JUMP_MS / 1000)
    clock = ManualClock(40 * 365 * DAY_MS)
    trusted = TrustedClock(clock)
    for jump in (one, other):
        clock.sleep(jump)
        assert not trusted.is_trusted()
        clock.advance(HOLD - 1)
        assert not trusted.is_trusted()


def test_one_that_creeps_away_faster_than_a_clock_may_is_doubted() -> None:
    clock = ManualClock()
    trusted = TrustedClock(clock)
    seen = set()
    for _ in range(600):
        clock.advance(1)
        clock.sleep(0.2)
        seen.add(trusted.is_trusted())
    assert seen == {True, False}
    for _ in range(3 * 3600):
        clock.advance(1)
        clock.sleep(0.2)
        assert not trusted.is_trusted()


def test_a_computer_that_sleeps_and_counts_it_is_believed_when_it_wakes() -> None:
    clock = SleepingClock()
    trusted = TrustedClock(clock)
    clock.sleep(9 * 3600)
    assert trusted.is_trusted()
    clock.wall_ms += round(YEAR * 1000)
    assert not trusted.is_trusted()


@pytest.mark.parametrize(
    ("away_ms", "believed"),
    [(0, True), (30_000, True), (3_500_000, True), (2 * DAY_MS, False), (3 * 365 * DAY_MS, False), (-DAY_MS, False)],
)
def test_after_a_pause_between_two_runs_only_a_short_one_is_believed_at_once(away_ms: int, believed: bool) -> None:
    clock = ManualClock()
    trusted = TrustedClock(clock, LastLook(clock.now_ms() - away_ms))
    assert trusted.is_trusted() == believed
    clock.advance(HOLD)
    assert trusted.is_trusted()


def test_a_wrong_clock_that_comes_back_and_back_is_never_believed() -> None:
    left = LastLook(ManualClock().now_ms())
    for run in range(60):
        clock = ManualClock()
        clock.advance(run * 86_400)
        if run % 2:
            clock.sleep(3 * YEAR)
        trusted = TrustedClock(clock, left)
        clock.advance(1800)
        if run % 2:
            assert not trusted.is_trusted()
        else:
            trusted.is_trusted()
        left = trusted.last_look()


def test_a_computer_that_is_on_for_half_an_hour_a_day_is_believed_now_and_then() -> None:
    left, believed = LastLook(ManualClock().now_ms()), 0
    for day in range(1, 20):
        clock = ManualClock()
        clock.advance(day * 86_400)
        trusted = TrustedClock(clock, left)
        for _ in range(30):
            clock.advance(61)
            believed += trusted.is_trusted()
        left = trusted.last_look()
    assert believed >= 6
