"""When an alert fires, is notified, is suppressed and is over."""

from datetime import time
from zoneinfo import ZoneInfo

import pytest

from porchlight.alerts.calendar import Recurrence
from porchlight.alerts.suppression import MaintenanceWindow, Windows
from porchlight.model.alert import AlertEventKind, AlertState, DeliveryState, NotificationKind, SuppressionReason
from porchlight.model.component import ITSELF
from porchlight.model.operation import Operation
from porchlight.model.status import Reason, Status
from porchlight.model.suppression import Silence
from tests.unit.alerts.story import HOUR, MINUTE, Story, kinds, rule

FIRING, RESOLVED, AGAIN = NotificationKind.FIRING, NotificationKind.RESOLVED, NotificationKind.STILL_FIRING
DROPPED = NotificationKind.DROPPED


def test_an_error_is_told_at_once_to_every_channel_and_not_again() -> None:
    story = Story(rule(channels=["desktop", "ops"])).watch()
    assert [(one.kind, one.channel) for one in story.fail()] == [(FIRING, "desktop"), (FIRING, "ops")]
    for _ in range(30):
        story.wait(MINUTE)
        assert story.fail() == []


def test_the_end_is_told_after_two_good_checks() -> None:
    story = Story(rule()).watch()
    story.fail()
    story.wait(MINUTE)
    assert story.check() == []
    story.wait(MINUTE)
    (over,) = story.check()
    assert over.kind is RESOLVED
    (alert,) = story.alerts.values()
    assert alert.state is AlertState.RESOLVED


def test_one_good_check_between_two_bad_ones_is_not_the_end() -> None:
    story = Story(rule()).watch()
    story.fail()
    for _ in range(5):
        assert story.check() == story.fail() == []


def test_for_waits_and_fires_by_itself_when_it_is_over() -> None:
    story = Story(rule(**{"for": "5m"})).watch()
    assert story.fail() == []
    assert story.wait(4 * MINUTE) == []
    assert kinds(story.wait(MINUTE)) == [FIRING]


def test_for_begins_anew_after_a_good_check() -> None:
    story = Story(rule(**{"for": "5m"})).watch()
    story.fail()
    story.wait(4 * MINUTE)
    story.check()
    story.fail()
    assert story.wait(4 * MINUTE) == []
    assert kinds(story.wait(MINUTE)) == [FIRING]


def test_what_fails_again_within_the_cooldown_is_held_back_and_told_when_it_ends() -> None:
    story = Story(rule(cooldown="5m")).watch()
    story.fail()
    story.check()
    story.check()
    story.wait(MINUTE)
    assert story.fail() == []
    assert story.suppression_reasons() == [SuppressionReason.COOLDOWN]
    assert kinds(story.wait(10 * MINUTE)) == [FIRING]
    assert story.at - story.notifications[0].created_ms >= 5 * MINUTE


def test_what_was_held_back_and_is_over_is_never_told() -> None:
    story = Story(rule(cooldown="5m")).watch()
    story.fail()
    story.check()
    story.check()
    story.fail()
    story.check()
    assert story.check() == []  # no end where no beginning was told
    assert story.wait(HOUR) == []


def test_not_knowing_neither_fires_nor_ends() -> None:
    story = Story(rule(**{"for": "2m"})).watch()
    story.fail()
    story.check(Status.UNKNOWN)
    assert story.wait(HOUR) == []
    story.fail()
    story.wait(2 * MINUTE)
    assert kinds(story.notifications) == [FIRING]
    for _ in range(5):
        story.check(Status.UNKNOWN)
    assert kinds(story.notifications) == [FIRING]


def test_offline_nothing_that_was_pending_fires_but_a_local_component_goes_by_its_own_results() -> None:
    story = Story(rule(**{"for": "2m"})).watch("page").watch("database", local=True)
    story.fail("page")
    story.fail("database")
    story.keep(story.engine.update_components(story.views, offline=True, now_ms=story.at))
    notifications = story.wait(HOUR)
    assert [story.alerts[one.alert].subject for one in notifications] == ["database"]


def test_after_sleep_what_was_pending_begins_anew_and_what_fired_goes_on() -> None:
    story = Story(rule("soon", **{"for": "5m"}), rule("now")).watch()
    story.fail()
    story.at += 8 * HOUR
    story.keep(story.engine.after_gap(story.at))
    assert story.wait(MINUTE) == []
    story.fail()
    assert story.wait(4 * MINUTE) == []
    assert [one.alert for one in story.wait(MINUTE)] == [
        alert.id for alert in story.alerts.values() if alert.rule == "soon" and alert.state is AlertState.FIRING
    ]


class TestParents:
    def story(self) -> Story:
        return Story(rule()).watch("page").watch("form", depends_on=("page",))

    def test_what_follows_from_a_parent_is_held_back(self) -> None:
        story = self.story()
        story.fail("page")
        assert story.fail("form") == []
        assert story.suppression_reasons() == [SuppressionReason.PARENT]

    def test_a_parent_that_is_only_suspected_is_waited_for(self) -> None:
        story = self.story()
        story.check(Status.HEALTHY, "page", suspected=True)
        assert story.fail("form") == []
        story.check(Status.HEALTHY, "page")
        story.wait(MINUTE)
        assert kinds(story.fail("form")) == [FIRING]

    def test_it_is_told_once_the_parent_is_well_and_it_itself_is_checked_again(self) -> None:
        story = self.story()
        story.fail("page")
        story.fail("form")
        story.wait(MINUTE)
        story.check(Status.HEALTHY, "page")
        assert story.wait(MINUTE) == []
        assert kinds(story.fail("form")) == [FIRING]

    def test_children_that_recover_with_the_parent_make_no_noise(self) -> None:
        story = self.story()
        story.fail("page")
        story.fail("form")
        story.wait(MINUTE)
        for one in ("page", "form", "page", "form"):
            story.check(Status.HEALTHY, one)
        assert [story.alerts[one.alert].subject for one in story.notifications] == ["page", "page"]


class TestOrders:
    def test_acknowledged_it_is_not_repeated(self) -> None:
        story = Story(rule(repeat="10m")).watch()
        (first,) = story.fail()
        assert kinds(story.wait(11 * MINUTE)) == [AGAIN]
        story.keep(story.engine.acknowledge(first.alert, story.at))
        assert story.wait(HOUR) == []
        story.check()
        assert kinds(story.check()) == [RESOLVED]

    def test_snoozed_it_is_told_again_when_the_snooze_ends(self) -> None:
        story = Story(rule()).watch()
        (first,) = story.fail()
        story.keep(story.engine.snooze(first.alert, story.at + HOUR, story.at))
        assert story.wait(59 * MINUTE) == []
        assert kinds(story.wait(2 * MINUTE)) == [AGAIN]

    def test_snoozed_until_resolved_it_is_quiet_until_then(self) -> None:
        story = Story(rule(repeat="10m")).watch()
        (first,) = story.fail()
        story.keep(story.engine.snooze(first.alert, None, story.at))
        assert story.wait(24 * HOUR) == []
        story.check()
        assert kinds(story.check()) == [RESOLVED]

    def test_a_snooze_holds_for_the_next_alert_of_the_same_kind_too(self) -> None:
        story = Story(rule(cooldown="1m")).watch()
        (first,) = story.fail()
        story.keep(story.engine.snooze(first.alert, story.at + HOUR, story.at))
        story.check()
        story.check()
        story.wait(10 * MINUTE)
        assert story.fail() == []
        assert story.suppression_reasons()[-1] is SuppressionReason.SNOOZED

    def test_a_snooze_that_is_taken_back_says_nothing_again_of_what_was_told(self) -> None:
        story = Story(rule(repeat="10m", cooldown="1m")).watch()
        (first,) = story.fail()
        story.keep(story.engine.snooze(first.alert, story.at + HOUR, story.at))
        story.wait(5 * MINUTE)
        story.keep(story.engine.unsnooze(first.alert, story.at))
        assert story.fail() == []
        assert kinds(story.wait(6 * MINUTE)) == [AGAIN]  # as it would have been without the snooze

    def test_a_snooze_that_is_taken_back_tells_what_was_never_told(self) -> None:
        story = Story(rule(cooldown="1m")).watch()
        (first,) = story.fail()
        story.keep(story.engine.snooze(first.alert, story.at + HOUR, story.at))
        story.check()
        story.check()
        story.wait(10 * MINUTE)
        story.fail()
        (alert,) = story.engine.alerts
        story.keep(story.engine.unsnooze(alert.id, story.at))
        assert kinds(story.wait(1)) == [FIRING]
        story.check()
        story.check()
        story.wait(10 * MINUTE)
        story.restarted()
        assert kinds(story.fail()) == [FIRING]

    def test_there_is_nothing_to_acknowledge_once_it_is_over(self) -> None:
        story = Story(rule()).watch()
        (first,) = story.fail()
        story.check()
        story.check()
        with pytest.raises(KeyError):
            story.engine.acknowledge(first.alert, story.at)


class TestSilences:
    def test_what_is_silenced_is_told_when_the_silence_ends(self) -> None:
        story = Story(rule()).watch()
        story.engine.silence(Silence("s", story.at + HOUR, story.at, components=("page",)))
        assert story.fail() == []
        assert story.suppression_reasons() == [SuppressionReason.SILENCED]
        assert kinds(story.wait(HOUR + MINUTE)) == [FIRING]

    def test_a_silence_that_is_taken_back_lets_go_at_once(self) -> None:
        story = Story(rule()).watch()
        story.engine.silence(Silence("s", story.at + HOUR, story.at))
        story.fail()
        story.engine.unsilence("s")
        assert kinds(story.wait(1)) == [FIRING]

    def test_others_are_not_silenced(self) -> None:
        story = Story(rule(), rule("other")).watch("page").watch("form")
        story.engine.silence(Silence("s", story.at + HOUR, story.at, components=("page",), rules=("down",)))
        assert [story.alerts[one.alert].rule for one in story.fail("page")] == ["other"]
        assert len(story.fail("form")) == 2

    def test_an_end_within_a_silence_is_written_down_and_not_sent(self) -> None:
        story = Story(rule()).watch()
        story.fail()
        story.engine.silence(Silence("s", story.at + HOUR, story.at))
        story.check()
        (over,) = story.check()
        assert (over.state, over.reason) == (DeliveryState.SUPPRESSED, SuppressionReason.SILENCED)


def test_a_maintenance_window_holds_back_until_it_ends_and_comes_again() -> None:
    nightly = Recurrence(time(2, 0), time(4, 0), zone=ZoneInfo("America/New_York"))
    window = Windows((MaintenanceWindow("nightly", "Nightly", nightly, components=("page",)),))
    story = Story(rule(), windows=window).watch()
    story.at = 1_795_510_800_000  # 2026-11-24 04:00 in New York, the window has just ended
    for _ in range(2):
        story.wait(22 * HOUR + MINUTE)  # 02:01
        assert story.fail() == []
        assert story.suppression_reasons()[-1] is SuppressionReason.MAINTENANCE
        assert kinds(story.wait(119 * MINUTE)) == [FIRING]
        story.check()
        story.check()


class TestRestart:
    def test_what_fired_is_not_told_again(self) -> None:
        story = Story(rule()).watch()
        story.fail()
        story.restarted()
        for _ in range(5):
            assert story.fail() == []
            assert story.wait(10 * MINUTE) == []
        story.check()
        assert kinds(story.check()) == [RESOLVED]

    def test_the_cooldown_goes_on(self) -> None:
        story = Story(rule(cooldown="5m")).watch()
        story.fail()
        story.check()
        story.check()
        story.restarted()
        assert story.fail() == []
        assert kinds(story.wait(5 * MINUTE)) == [FIRING]

    def test_for_goes_on(self) -> None:
        story = Story(rule(**{"for": "5m"})).watch()
        story.fail()
        story.wait(3 * MINUTE)
        story.restarted()
        assert story.wait(MINUTE) == []
        story.fail()
        assert kinds(story.wait(MINUTE)) == [FIRING]

    def test_for_goes_on_however_long_it_is(self) -> None:
        story = Story(rule(**{"for": "2h"})).watch()
        story.fail()
        story.wait(HOUR)
        story.restarted()
        story.fail()
        assert story.wait(59 * MINUTE) == []
        assert kinds(story.wait(MINUTE)) == [FIRING]

    def test_what_would_have_fired_a_moment_ago_fires_with_the_next_bad_check(self) -> None:
        story = Story(rule(**{"for": "2h"})).watch()
        story.fail()
        story.at += 2 * HOUR + 9 * MINUTE
        story.restarted()
        assert story.wait(1) == []
        assert kinds(story.fail()) == [FIRING]

    def test_what_was_pending_long_ago_comes_to_nothing_and_waits_anew(self) -> None:
        story = Story(rule(**{"for": "2h"})).watch()
        story.fail()
        story.at += 2 * HOUR + 11 * MINUTE
        story.restarted()
        assert [alert.state for alert in story.alerts.values()] == [AlertState.RESOLVED]
        story.fail()
        assert story.wait(119 * MINUTE) == []
        assert kinds(story.wait(MINUTE)) == [FIRING]

    def test_what_is_over_by_then_is_told_to_be_over(self) -> None:
        story = Story(rule()).watch()
        story.fail()
        story.at += HOUR
        story.restarted()
        story.check()
        assert kinds(story.check()) == [RESOLVED]


def test_a_clock_set_back_neither_repeats_nor_silences_for_hours() -> None:
    story = Story(rule(cooldown="5m")).watch()
    story.fail()
    story.at -= 2 * HOUR
    assert story.fail() == []
    story.check()
    story.check()
    assert story.fail() == []
    assert kinds(story.wait(6 * MINUTE)) == [FIRING]


def test_an_alert_without_a_channel_says_so() -> None:
    story = Story(rule(channels=["gone"]), channel_for=lambda name: None).watch()
    assert story.fail() == []
    assert story.suppression_reasons() == [SuppressionReason.NO_CHANNEL]


class TestTakenOut:
    def test_where_an_alert_was_told_it_is_told_that_its_component_is_watched_no_more(self) -> None:
        story = Story(rule()).watch("page").watch("form")
        story.fail("page")
        del story.views["page"]
        notifications = story.keep(story.engine.update_components(story.views, offline=False, now_ms=story.at))
        assert kinds(notifications) == [DROPPED]
        assert story.engine.alerts == []
        assert story.events[-1].kind is AlertEventKind.DROPPED
        assert story.wait(HOUR) == []

    def test_an_alert_of_a_rule_that_is_switched_off_ends_where_it_was_told(self) -> None:
        story = Story(rule(channels=["desktop", "ops"])).watch()
        story.fail()
        story.engine.set_rules([])
        assert [(one.kind, one.channel) for one in story.wait(1)] == [(DROPPED, "desktop"), (DROPPED, "ops")]
        assert story.engine.alerts == []

    def test_what_was_never_told_ends_without_a_word(self) -> None:
        story = Story(rule(), rule("soon", **{"for": "5m"})).watch()
        story.engine.silence(Silence("s", story.at + HOUR, story.at))
        story.fail()
        story.engine.set_rules([])
        assert story.wait(1) == []
        assert story.engine.alerts == []

    def test_within_a_silence_it_is_written_down_and_not_sent(self) -> None:
        story = Story(rule()).watch()
        story.fail()
        story.engine.silence(Silence("s", story.at + HOUR, story.at))
        story.engine.set_rules([])
        (over,) = story.wait(1)
        assert (over.state, over.reason) == (DeliveryState.SUPPRESSED, SuppressionReason.SILENCED)

    def test_while_porchlight_was_not_running_it_is_told_after_the_start(self) -> None:
        story = Story(rule(channels=["ops"])).watch("page").watch("form")
        story.fail("page")
        story.fail("form")
        story.rules = ()
        del story.views["page"]
        story.restarted()
        assert [story.alerts[one.alert].subject for one in story.notifications if one.kind is DROPPED] == ["page"]
        assert [(one.kind, one.channel) for one in story.wait(1)] == [(DROPPED, "ops")]

    def test_the_end_goes_to_the_channels_of_the_beginning_and_to_none_that_is_gone(self) -> None:
        story = Story(rule(channels=["desktop", "ops"])).watch()
        story.fail()
        story.rules = (rule(channels=["desktop", "other"]),)
        story.restarted(channel_for=lambda name: name if name != "desktop" else None)
        story.check()
        assert [(one.kind, one.channel) for one in story.check()] == [(RESOLVED, "ops")]


class TestItself:
    """The running monitor, which is none of the components."""

    def story(self) -> Story:
        unwell = rule("unwell", when={"kind": "self", "status": "degraded"})
        return Story(unwell, rule("any", when={"component": "*", "status": "degraded"})).watch()

    def look(self, story: Story, status: Status) -> list[NotificationKind]:
        other = Story().watch(ITSELF.id, kind=ITSELF.kind, local=True)
        other.at = story.at
        other.check(status, ITSELF.id, reason=None if status is Status.HEALTHY else Reason.INTERNAL)
        return kinds(story.keep(story.engine.observe(other.views[ITSELF.id], story.at)))

    def test_rules_of_its_kind_see_it_and_no_others_do(self) -> None:
        story = self.story()
        assert self.look(story, Status.DEGRADED) == [FIRING]
        assert [alert.rule for alert in story.engine.alerts] == ["unwell"]
        assert story.engine.facts.summary()["total"] == 1
        self.look(story, Status.HEALTHY)
        assert self.look(story, Status.HEALTHY) == [RESOLVED]

    def test_its_alerts_go_on_after_a_restart_and_when_components_come_and_go(self) -> None:
        story = self.story()
        self.look(story, Status.DEGRADED)
        story.restarted()
        story.watch("form")
        assert self.look(story, Status.DEGRADED) == []
        self.look(story, Status.HEALTHY)
        assert self.look(story, Status.HEALTHY) == [RESOLVED]

    def test_once_it_is_one_of_the_components_it_is_not_watched_twice(self) -> None:
        story = self.story()
        self.look(story, Status.DEGRADED)
        assert kinds(story.keep(story.engine.forget_itself(story.at))) == [DROPPED]
        assert story.engine.alerts == []


def test_a_report_rule_is_one_alert_and_ends_after_a_calm_minute() -> None:
    many = rule("many", when={"path": "summary.errors", "operator": "greater_equal", "value": 2})
    story = Story(many).watch("page").watch("form").watch("database")
    story.check(component_id="database")
    assert story.fail("page") == []
    assert len(story.fail("form")) == 1
    assert story.fail("database") == []
    for one in ("page", "form"):
        story.check(component_id=one)
    assert story.wait(MINUTE // 2) == []
    assert kinds(story.wait(MINUTE)) == [RESOLVED]


def test_a_thousand_components_are_a_thousand_alerts() -> None:
    story = Story(rule())
    for number in range(1000):
        story.watch(f"c{number}") if number == 999 else story.views.update(Story().watch(f"c{number}").views)
    for number in range(1000):
        story.fail(f"c{number}")
    assert len(story.notifications) == len(story.alerts) == 1000


def test_operations_that_fail_twice_fire_and_end_after_two_good_ones() -> None:
    story = Story(rule("sync", when={"operation": "*", "failures": 2}))

    def run(ok: bool) -> list[NotificationKind]:
        story.at += MINUTE
        return kinds(story.keep(story.engine.add_operations([Operation("gifts", story.at, 900, ok)], story.at)))

    assert [run(ok) for ok in (True, False, False, False, True, True)] == [[], [], [FIRING], [], [], [RESOLVED]]


def test_a_log_read_for_the_first_time_raises_nothing_about_long_ago() -> None:
    story = Story(
        rule("sync", when={"operation": "*", "failures": 2}),
        rule("heartbeat", when={"operation": "*", "older_than": "26h"}),
    )
    failed = [Operation("gifts", story.at - (50 - one) * HOUR, 900, False) for one in range(3)]
    story.keep(story.engine.add_operations(failed, story.at))
    assert [alert.rule for alert in story.engine.alerts] == ["heartbeat"]


def test_a_job_that_did_not_run_fires_by_time_alone() -> None:
    story = Story(rule("heartbeat", when={"operation": "gifts", "older_than": "26h"}))
    story.keep(story.engine.add_operations([Operation("gifts", story.at, 900, True)], story.at))
    story.at += 27 * HOUR
    assert kinds(story.keep(story.engine.tick(story.at))) == [FIRING]


def test_a_job_that_says_how_often_it_runs_is_missed_when_it_does_not() -> None:
    story = Story(rule("overdue", when={"operation": "*", "overdue": 1.5}))
    story.keep(story.engine.add_operations([Operation("gifts", story.at, 900, True, expected_ms=HOUR)], story.at))
    story.keep(story.engine.add_operations([Operation("other", story.at, 900, True)], story.at))
    story.at += HOUR
    assert story.keep(story.engine.tick(story.at)) == []
    story.at += HOUR
    assert kinds(story.keep(story.engine.tick(story.at))) == [FIRING]
    for _ in range(2):
        run = Operation("gifts", story.at, 900, True, expected_ms=HOUR)
        ended = story.keep(story.engine.add_operations([run], story.at))
        story.at += MINUTE
    assert kinds(ended) == [RESOLVED]


def test_quiet_results_cost_nothing_to_remember() -> None:
    story = Story(rule(), rule("slow", when={"component": "*", "reason": "slow"})).watch()
    for _ in range(100):
        story.wait(MINUTE)
        story.check()
    story.check(Status.DEGRADED, reason=Reason.CONTENT)
    assert (story.alerts, story.events) == ({}, [])


def test_after_a_clock_that_was_set_back_a_restart_still_knows_the_last_telling() -> None:
    story = Story(rule("down", cooldown="5m", channels=["ops"]))
    story.watch("page")
    story.fail("page")
    story.at -= 4 * 3_600_000
    story.engine.set_rules(())
    story.wait(1)
    story.engine.set_rules(story.rules)
    story.at += 3 * 3_600_000
    story.restarted()
    story.fail("page")
    story.restarted()  # of two alerts the one that began later, by that clock, was told first
    before = len(story.notifications)
    story.engine.set_rules(())
    story.wait(1)
    story.engine.set_rules(story.rules)
    story.fail("page")
    assert NotificationKind.FIRING not in kinds(story.notifications[before:])
