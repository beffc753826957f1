"""The mark that programs get without any language is the one that people see."""

from hypothesis import given
from hypothesis import strategies as st

from porchlight.insight.verdict import Surroundings, Watched, of_everything, path_states
from porchlight.model.mark import Mark
from porchlight.model.situation import Going, going_through, situation_of
from porchlight.model.status import Reason, Status
from porchlight.settings.gift_paths import PathSettings

PATHS = {"gifts": PathSettings(name="Donations", taken_by=("c0", "c1"), passed_on_by=("c2",), goes_to="the CRM")}
states = st.tuples(
    st.sampled_from(Status),
    st.sampled_from([None, Reason.AUTH, Reason.STALE, Reason.TIMEOUT]),
    st.booleans(),
    st.sampled_from([None, 1]),
    st.sampled_from([None, 2]),
    st.booleans(),
)


@given(st.lists(states, max_size=4), st.booleans(), st.booleans(), st.booleans())
def test_no_surroundings_make_a_light_green_that_should_not_be(
    found: list[tuple[Status, Reason | None, bool, int | None, int | None, bool]],
    paused: bool,
    offline: bool,
    unwell: bool,
) -> None:
    watched = [
        Watched(f"c{number}", f"C{number}", status, reason, "It is so.", critical, checked, None, until, known)
        for number, (status, reason, critical, checked, until, known) in enumerate(found)
    ]
    verdict = of_everything(
        watched, Surroundings(2 if paused else None, offline, unwell), path_states(watched, PATHS)
    )
    if verdict.mark is Mark.HEALTHY:
        assert not paused
        assert not unwell
        assert not any(one.status in (Status.ERROR, Status.DEGRADED) for one in watched)
        assert not any(one.critical and (one.status is Status.UNKNOWN or one.paused_until_ms) for one in watched)
    assert situation_of(watched, paused=paused, offline=offline) is situation_of(
        watched[::-1], paused=paused, offline=offline
    )


def test_a_way_without_components_is_none_and_the_worst_decides() -> None:
    assert going_through([]) is None
    assert going_through([(Status.DISABLED, None)]) is None
    assert going_through([(Status.HEALTHY, None), (Status.ERROR, Reason.AUTH)]) is Going.UNKNOWN
    assert going_through([(Status.DEGRADED, Reason.SLOW), (Status.ERROR, Reason.TIMEOUT)]) is Going.NOT_AT_ALL
