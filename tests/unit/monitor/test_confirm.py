"""The laws of DESIGN §2, over any series of results."""

from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from porchlight.model.component import Component
from porchlight.model.incident import Incident, IncidentEventKind, StatusChange
from porchlight.model.result import Result
from porchlight.model.status import ATTENTION_REASONS, Outcome, Reason, Status
from porchlight.monitor.confirm import Tracker

MINUTE = 60_000


def result(outcome: Outcome, at_ms: int, reason: Reason | None = None, seconds: float = 0.1) -> Result:
    if outcome is not Outcome.HEALTHY and reason is None:
        reason = Reason.OFFLINE if outcome is Outcome.UNKNOWN else Reason.TIMEOUT
    return Result("site", at_ms, round(seconds * 1_000_000), outcome, f"{outcome}", reason)


def tracker(**changes: object) -> Tracker:
    numbers = count(1)
    component = Component(id="site", name="Site", kind="http", **changes)  # type: ignore[arg-type]
    return Tracker(component, 0, lambda: f"i{next(numbers)}")


class Story(RuleBasedStateMachine):
    """Any results in any order, with any gaps; what is told must be true all along."""

    @initialize(confirmations=st.integers(0, 3), slow_limit=st.none() | st.just(1.0))
    def begin(self, confirmations: int, slow_limit: float | None) -> None:
        self.confirmations = confirmations
        self.it = tracker(confirmations=confirmations, slow_limit=slow_limit)
        self.now = 1_000_000
        self.changes: list[StatusChange] = []
        self.incidents: dict[str, Incident] = {}
        self.errors_in_a_row = 0

    @rule(
        outcome=st.sampled_from(list(Outcome)),
        reason=st.sampled_from([Reason.TIMEOUT, Reason.AUTH, Reason.DNS]),
        seconds=st.sampled_from([0.1, 0.9, 1.5]),
        after=st.sampled_from([5_000, MINUTE, 10 * MINUTE]),
    )
    def check(self, outcome: Outcome, reason: Reason, seconds: float, after: int) -> None:
        self.now += after
        before = self.it.state
        sure = outcome is Outcome.ERROR and (
            reason in ATTENTION_REASONS or self.errors_in_a_row >= self.confirmations
        )
        found = result(outcome, self.now - 100, reason if outcome is Outcome.ERROR else None, seconds)
        decision = self.it.apply(found, self.now)
        self.errors_in_a_row = self.errors_in_a_row + 1 if outcome is Outcome.ERROR else 0
        if decision.incident is not None:
            self.incidents[decision.incident.id] = decision.incident
        if decision.change is not None:
            assert decision.change.previous is before.status
            assert decision.change.status is self.it.state.status is not before.status
            assert decision.change.since_ms <= decision.change.at_ms
            self.changes.append(decision.change)
        else:
            assert self.it.state.status is before.status
        if outcome is Outcome.ERROR and not self.it.state.flapping:
            if sure:
                assert self.it.state.status is Status.ERROR
            assert decision.confirm is (self.it.state.status is not Status.ERROR)
        if outcome is Outcome.HEALTHY and not self.it.state.flapping:
            assert self.it.state.status in (Status.HEALTHY, Status.DEGRADED)

    @rule(after=st.sampled_from([1000, 100 * MINUTE]))
    def wait(self, after: int) -> None:
        self.now += after
        decision = self.it.expire(self.now)
        if after > 90 * MINUTE:
            assert self.it.state.status is Status.UNKNOWN
        if decision is not None and decision.change is not None:
            self.changes.append(decision.change)

    @rule()
    def sleep(self) -> None:
        self.it.forget_suspicion()
        self.errors_in_a_row = 0

    @invariant()
    def changes_follow_on_each_other(self) -> None:
        for earlier, later in zip(self.changes, self.changes[1:], strict=False):
            assert later.previous is earlier.status

    @invariant()
    def at_most_one_incident_is_open_and_it_is_the_trackers(self) -> None:
        still_open = [incident for incident in self.incidents.values() if incident.ended_ms is None]
        assert len(still_open) <= 1
        assert still_open == ([self.it.incident] if self.it.incident else [])

    @invariant()
    def trouble_has_an_incident_and_health_has_none(self) -> None:
        if self.it.state.status in (Status.ERROR, Status.DEGRADED):
            assert self.it.incident is not None
        if self.it.state.status is Status.HEALTHY:
            assert self.it.incident is None

    @invariant()
    def timelines_go_forward(self) -> None:
        for incident in self.incidents.values():
            times = [event.at_ms for event in incident.timeline]
            assert times == sorted(times)
            assert incident.ended_ms is None or incident.ended_ms >= incident.began_ms


TestStory = Story.TestCase


def test_slow_is_not_down_and_needs_three_of_five() -> None:
    it = tracker(slow_limit=1.0)
    seen = []
    for index, seconds in enumerate([2, 0.1, 2, 0.1, 2, 0.9, 0.1, 0.1, 0.1, 0.1, 0.1]):
        it.apply(result(Outcome.HEALTHY, index * MINUTE, seconds=seconds), index * MINUTE + 100)
        seen.append(it.state.status)
    assert seen[:4] == [Status.HEALTHY] * 4
    assert seen[4:10] == [Status.DEGRADED] * 6
    assert it.state.status is Status.HEALTHY
    assert seen[4] is Status.DEGRADED


@given(st.sampled_from(sorted(ATTENTION_REASONS)))
def test_what_needs_a_person_is_told_at_the_first_sight(reason: Reason) -> None:
    it = tracker(confirmations=5)
    assert it.apply(result(Outcome.ERROR, 0, reason), 100).change is not None
    assert it.incident is not None
    assert it.incident.needs_attention


def test_a_flapping_component_stays_at_the_worse_status_in_one_incident_until_it_is_calm() -> None:
    it = tracker(confirmations=0)
    now = 0
    incidents = set()
    for index in range(40):
        now += MINUTE
        decision = it.apply(result(Outcome.ERROR if index % 2 else Outcome.HEALTHY, now), now + 100)
        if decision.incident:
            incidents.add(decision.incident.id)
    assert it.state.flapping
    assert it.state.status is Status.ERROR
    assert len(incidents) <= 4
    kinds = [event.kind for event in it.incident.timeline] if it.incident else []
    assert kinds.count(IncidentEventKind.FLAPPING) == 1
    for _ in range(40):
        now += MINUTE
        it.apply(result(Outcome.HEALTHY, now), now + 100)
    assert it.state.status is Status.HEALTHY
    assert not it.state.flapping


def test_unknown_neither_opens_nor_closes_an_incident() -> None:
    it = tracker(confirmations=0)
    it.apply(result(Outcome.ERROR, 0), 100)
    opened = it.incident
    it.apply(result(Outcome.UNKNOWN, MINUTE), MINUTE + 100)
    assert it.state.status is Status.UNKNOWN
    assert it.incident == opened
    it.apply(result(Outcome.ERROR, 2 * MINUTE), 2 * MINUTE + 100)
    assert it.incident is not None
    assert it.incident.id == opened.id if opened else False


@pytest.mark.parametrize("enabled", [True, False])
def test_before_the_first_check_nothing_is_claimed(enabled: bool) -> None:
    it = tracker(enabled=enabled)
    assert it.state.status is (Status.UNKNOWN if enabled else Status.DISABLED)
    assert it.expire(10**12) is None


def test_a_status_that_was_there_before_a_restart_lasts_since_then() -> None:
    it = tracker()
    it.restore_since(Status.HEALTHY, 5)
    it.apply(result(Outcome.UNKNOWN, 10 * MINUTE), 10 * MINUTE)
    it.apply(result(Outcome.HEALTHY, 11 * MINUTE), 11 * MINUTE)
    assert it.state.since_ms == 5


def test_another_status_than_before_a_restart_begins_with_its_check() -> None:
    it = tracker()
    it.restore_since(Status.ERROR, 5)
    it.apply(result(Outcome.HEALTHY, 10 * MINUTE), 11 * MINUTE)
    assert it.state.since_ms == 11 * MINUTE
    it.apply(result(Outcome.ERROR, 12 * MINUTE, Reason.AUTH), 12 * MINUTE)
    assert it.state.since_ms == 12 * MINUTE
