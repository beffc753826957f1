"""What the one light shows for many components."""

from hypothesis import given
from hypothesis import strategies as st

from porchlight.model.status import OverallStatus, Status, is_stale, overall_status

pairs = st.lists(st.tuples(st.sampled_from(Status), st.booleans()))


@given(pairs)
def test_it_is_critical_exactly_when_a_critical_component_is_in_error(components: list[tuple[Status, bool]]) -> None:
    assert (overall_status(components) is OverallStatus.CRITICAL) == ((Status.ERROR, True) in components)


@given(pairs)
def test_it_is_healthy_only_when_something_is_known_and_nothing_is_wrong(
    components: list[tuple[Status, bool]],
) -> None:
    if overall_status(components) is OverallStatus.HEALTHY:
        statuses = {status for status, _ in components}
        assert Status.HEALTHY in statuses
        assert not statuses & {Status.ERROR, Status.DEGRADED}
        assert (Status.UNKNOWN, True) not in components


@given(pairs, st.booleans())
def test_a_disabled_component_counts_nowhere(components: list[tuple[Status, bool]], critical: bool) -> None:
    assert overall_status(components) is overall_status([*components, (Status.DISABLED, critical)])


@given(pairs)
def test_the_order_does_not_matter(components: list[tuple[Status, bool]]) -> None:
    assert overall_status(components) is overall_status(components[::-1])


def test_nothing_watched_is_unknown() -> None:
    assert overall_status([]) is OverallStatus.UNKNOWN


def test_an_error_of_a_lesser_component_is_degraded() -> None:
    assert overall_status([(Status.HEALTHY, True), (Status.ERROR, False)]) is OverallStatus.DEGRADED


def test_a_result_speaks_for_three_intervals_and_no_longer() -> None:
    assert not is_stale(checked_ms=0, interval=60, timeout=10, now_ms=190_000)
    assert is_stale(checked_ms=0, interval=60, timeout=10, now_ms=190_001)
    assert is_stale(checked_ms=None, interval=60, timeout=10, now_ms=0)
