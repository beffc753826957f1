"""What recurring gifts may vary by before it is an alarm, over simulated months."""

import pytest

from tests.benchmarks.recurring_gifts import simulate


@pytest.mark.parametrize("seed", range(3))
def test_there_is_no_false_alarm_at_the_peaks_and_a_twentieth_missing_is_noticed_the_next_morning(seed: int) -> None:
    found = simulate(plans=5000, seed=seed)
    assert found.peak_alarms == 0
    assert found.alarms <= 1
    assert found.noticed == found.short > 40


def test_with_few_plans_nothing_is_said_that_chance_explains() -> None:
    assert simulate(plans=100, seed=1).alarms == 0
