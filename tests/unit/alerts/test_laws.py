"""What holds for alerts whatever happens, looked for by Hypothesis."""

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from porchlight.alerts.outbox import GIVE_UP_MS, Outbox
from porchlight.model.alert import ENDED, ENDS, AlertState, DeliveryState, Notification, SuppressionReason
from porchlight.model.message import Fault
from porchlight.model.status import Status
from porchlight.model.suppression import Silence
from tests.unit.alerts.story import HOUR, MINUTE, START_MS, Story
from tests.unit.alerts.story import rule as alert_rule

COOLDOWN_MS = 5 * MINUTE
COMPONENTS = ("page", "form", "database")


class AlertLaws(RuleBasedStateMachine):
    """An engine with an outbox, a receiver with moods, and all that may happen to them."""

    def __init__(self) -> None:
        super().__init__()
        self.story = Story(
            alert_rule("down", cooldown="5m", channels=["ops"]),
            alert_rule("long", cooldown="5m", repeat="10m", channels=["ops"], **{"for": "3m"}),
            alert_rule("longer", cooldown="5m", channels=["ops"], **{"for": "2h"}),
        )
        for one in COMPONENTS:
            self.story.watch(one, depends_on=("page",) if one == "form" else ())
        self.outbox = Outbox()
        self.seen = 0
        self.ended: dict[str, Notification] = {}
        self.set_back_ms = 0
        """In all: added to a time of the story it makes one of a clock that only goes on."""
        self.notified_at: dict[tuple[str, str], int] = {}
        self.delivered: set[str] = set()

    def pass_on(self) -> None:
        """What the engine wanted goes to the outbox; the laws about telling are looked at on the way."""
        for one in self.story.notifications[self.seen :]:
            alert = self.story.alerts[one.alert]
            if one.kind not in ENDS:
                key = (alert.rule, alert.subject)
                last, now = self.notified_at.get(key), one.created_ms + self.set_back_ms
                assert last is None or now - last >= COOLDOWN_MS, "told twice within a cooldown"
                self.notified_at[key] = now
            if one.state in ENDED:
                self.ended[one.id] = one
            self.outbox.add([one])
        self.seen = len(self.story.notifications)

    @rule(component=st.sampled_from(COMPONENTS), status=st.sampled_from([*Status][:4]), suspected=st.booleans())
    def check(self, component: str, status: Status, suspected: bool) -> None:
        self.story.check(status, component, suspected=suspected and status is Status.HEALTHY)
        self.pass_on()

    @rule(component=st.sampled_from(COMPONENTS))
    def fail(self, component: str) -> None:
        self.story.fail(component)
        self.pass_on()

    @rule(milliseconds=st.sampled_from([1, 1000, MINUTE, 4 * MINUTE, HOUR]))
    def wait(self, milliseconds: int) -> None:
        self.story.wait(milliseconds)
        self.pass_on()

    @rule()
    def set_the_clock_back(self) -> None:
        self.story.at -= 2 * HOUR
        self.set_back_ms += 2 * HOUR

    @rule()
    def sleep(self) -> None:
        self.story.at += 8 * HOUR
        self.story.keep(self.story.engine.after_gap(self.story.at))
        self.pass_on()

    @rule(down_ms=st.sampled_from([0, MINUTE, 3 * HOUR]))
    def restart(self, down_ms: int) -> None:
        self.story.at += down_ms
        self.story.restarted()
        self.outbox = Outbox([*self.ended.values(), *self.outbox.waiting("ops")])
        self.pass_on()

    @rule()
    def acknowledge(self) -> None:
        for alert in self.story.engine.alerts:
            self.story.keep(self.story.engine.acknowledge(alert.id, self.story.at))

    @rule()
    def switch_a_rule_off_for_a_moment(self) -> None:
        self.story.engine.set_rules(self.story.rules[1:])
        self.story.wait(1)
        self.story.engine.set_rules(self.story.rules)
        self.pass_on()

    @rule(component=st.sampled_from(COMPONENTS))
    def silence(self, component: str) -> None:
        self.story.engine.silence(Silence(component, self.story.at + HOUR, self.story.at, components=(component,)))

    @rule(fault=st.sampled_from([None, None, Fault("No."), Fault("Never.", permanent=True)]))
    def send(self, fault: Fault | None) -> None:
        now_ms = self.story.at
        self.outbox.follow_clock("ops", now_ms)
        dropped = self.outbox.drop_untellable("ops", now_ms)
        self.ended |= {one.id: one for one in dropped}
        batch = self.outbox.take("ops", now_ms)
        if batch is None:
            return
        for one in batch.notifications:
            begins = {other.alert for other in batch.notifications if other.kind not in ENDS}
            if one.kind in ENDS:
                assert one.alert in self.delivered | begins, "an end is told where no beginning was"
        settled = self.outbox.settle(batch, fault, now_ms)
        for one in settled:
            if one.state in ENDED:
                self.ended[one.id] = one
            if one.state is DeliveryState.DELIVERED:
                self.delivered.add(one.alert)

    @invariant()
    def every_alert_that_fires_was_told_or_is_held_back_for_a_reason(self) -> None:
        for alert in self.story.engine.alerts:
            if alert.state is AlertState.FIRING:
                assert alert.notification_count > 0 or alert.suppressed_by is not None

    @invariant()
    def every_notification_waits_or_has_ended_with_a_reason(self) -> None:
        waiting = {one.id for one in self.outbox.waiting("ops")}
        for one in self.story.notifications[: self.seen]:
            assert (one.id in waiting) is not (one.id in self.ended)
        for one in self.ended.values():
            assert one.state is not DeliveryState.SUPPRESSED or isinstance(one.reason, SuppressionReason)
            assert one.state is not DeliveryState.FAILED or one.error

    def teardown(self) -> None:
        """A receiver that is well at last gets all, or it is known why not."""
        now_ms = max(self.story.at, START_MS) + GIVE_UP_MS
        for _ in range(1000):
            self.ended |= {one.id: one for one in self.outbox.drop_untellable("ops", now_ms)}
            batch = self.outbox.take("ops", now_ms)
            if batch is None:
                break
            self.ended |= {one.id: one for one in self.outbox.settle(batch, None, now_ms)}
        assert {one.id for one in self.story.notifications[: self.seen]} == set(self.ended)


AlertLaws.TestCase.settings = settings(max_examples=100, stateful_step_count=50, deadline=None)
TestAlertLaws = AlertLaws.TestCase


@given(hold=st.integers(1, 180), restarts=st.sets(st.integers(0, 180)))
def test_however_often_it_is_restarted_an_alert_fires_when_it_would_have(hold: int, restarts: set[int]) -> None:
    story = Story(alert_rule(**{"for": f"{hold}m"})).watch()
    for minute in range(hold + 1):
        if minute in restarts:
            story.restarted()
        story.fail()
        assert len(story.notifications) == (minute == hold)
        story.wait(MINUTE - 1)
        story.at += 1
