"""What goes out together, when it is tried again, and how it ends."""

from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from porchlight.alerts.outbox import DIGEST_FROM, GIVE_UP_MS, LONGEST_PAUSE_MS, TOGETHER_MS, Batch, Outbox
from porchlight.model.alert import DeliveryState, Notification, NotificationKind, SuppressionReason
from porchlight.model.message import Fault
from tests.unit.alerts.story import HOUR, MINUTE, START_MS

FIRING, RESOLVED = NotificationKind.FIRING, NotificationKind.RESOLVED


def note(alert: str, kind: NotificationKind = FIRING, at_ms: int = START_MS, channel: str = "ops") -> Notification:
    return Notification(f"{alert}-{kind}-{channel}", alert, channel, kind, at_ms, at_ms)


def taken(outbox: Outbox, at_ms: int, channel: str = "ops") -> Batch:
    batch = outbox.take(channel, at_ms)
    assert batch is not None
    return batch


def test_what_begins_within_half_a_second_is_one_message() -> None:
    outbox = Outbox()
    outbox.add([note("a"), note("b", at_ms=START_MS + 400)])
    assert outbox.take("ops", START_MS + TOGETHER_MS) is None
    batch = taken(outbox, START_MS + 400 + TOGETHER_MS)
    assert [one.alert for one in batch.notifications] == ["a", "b"]


def test_a_stream_that_does_not_end_is_not_waited_for_for_ever() -> None:
    outbox = Outbox()
    outbox.add(note(f"a{number}", at_ms=START_MS + 100 * number) for number in range(100))
    assert outbox.ready_ms("ops") == START_MS + 5_000


def test_channels_do_not_wait_for_each_other() -> None:
    outbox = Outbox()
    outbox.add([note("a", channel="ops"), note("a", channel="mail")])
    outbox.settle(taken(outbox, START_MS + 500), Fault("No."), START_MS + 500)
    assert taken(outbox, START_MS + 500, "mail").channel == "mail"


def test_what_fails_is_tried_again_ever_more_slowly_with_the_same_key() -> None:
    outbox, at_ms = Outbox(), START_MS + 500
    outbox.add([note("a")])
    pauses, keys = [], set()
    for _ in range(10):
        batch = taken(outbox, at_ms)
        keys.add(batch.message)
        outbox.settle(batch, Fault("No."), at_ms)
        ready_ms = outbox.ready_ms("ops")
        assert ready_ms is not None
        pauses.append(ready_ms - at_ms)
        at_ms = ready_ms
    assert len(keys) == 1
    assert pauses == sorted(pauses)
    assert (pauses[0], pauses[-1]) == (5_000, LONGEST_PAUSE_MS)


def test_a_receiver_that_names_a_pause_gets_it() -> None:
    outbox = Outbox()
    outbox.add([note("a")])
    outbox.settle(taken(outbox, START_MS + 500), Fault("Later.", retry_after=90), START_MS + 500)
    assert outbox.ready_ms("ops") == START_MS + 500 + 90_000


def test_a_receiver_that_always_says_in_a_second_is_asked_ever_more_slowly_all_the_same() -> None:
    outbox, at_ms, tries = Outbox(), START_MS + 500, 0
    outbox.add([note("a")])
    while at_ms < START_MS + HOUR:
        outbox.settle(taken(outbox, at_ms), Fault("Busy.", retry_after=1.0), at_ms)
        at_ms, tries = outbox.ready_ms("ops") or 0, tries + 1
    assert tries <= 20


@given(
    asked=st.one_of(st.none(), st.floats(), st.integers(), st.sampled_from(["soon", "9" * 400, True, b"1"])),
    attempts=st.integers(0, 2**70),
    jitter=st.floats(0.8, 1.2),
)
def test_whatever_a_channel_asks_for_the_next_try_comes_within_an_hour_and_not_at_once(
    asked: Any, attempts: int, jitter: float
) -> None:
    outbox = Outbox(jitter=lambda: jitter)
    outbox.add([replace(note("a"), attempts=attempts)])
    outbox.settle(taken(outbox, START_MS + 500), Fault("No.", retry_after=asked), START_MS + 500)
    ready_ms = outbox.ready_ms("ops")
    assert ready_ms is not None
    assert START_MS + 500 + 4_000 <= ready_ms <= START_MS + 500 + HOUR


_ABSURD = st.one_of(st.integers(-(2**63), 2**63 - 1), st.sampled_from([2**63 - 1, -(2**63), 0, 10**15]))


@given(
    created_ms=_ABSURD,
    due_ms=_ABSURD,
    attempts=_ABSURD,
    message=st.sampled_from(["", "0123", "a b", "x\r\ny: z", "\x1b[2J", "é", "m" * 65]),
)
def test_a_notification_of_a_damaged_history_is_sent_and_settled_within_what_can_be_written(
    created_ms: int, due_ms: int, attempts: int, message: str
) -> None:
    kept = replace(note("a"), created_ms=created_ms, due_ms=due_ms, attempts=attempts, message=message)
    outbox = Outbox([kept])
    now_ms = START_MS
    outbox.follow_clock("ops", now_ms)
    ready_ms = outbox.ready_ms("ops")
    assert ready_ms is not None
    assert ready_ms <= now_ms + 3 * 24 * HOUR  # it comes in this life
    batch = taken(outbox, max(ready_ms, now_ms))
    (settled,) = outbox.settle(batch, Fault("No."), now_ms)
    assert all(abs(value) < 2**63 for value in (settled.created_ms, settled.due_ms, settled.attempts))
    assert settled.message.isascii()
    assert settled.message.isprintable()


def test_what_a_sound_history_remembers_stays_as_it_is() -> None:
    kept = replace(note("a"), due_ms=START_MS + 20 * MINUTE, attempts=7, message="0123456789abcdef01234567")
    assert Outbox([kept]).waiting("ops") == [kept]


def test_an_hour_of_failures_ends_in_a_delivery() -> None:
    outbox, at_ms = Outbox(), START_MS + 500
    outbox.add([note("a")])
    while at_ms < START_MS + HOUR:
        outbox.settle(taken(outbox, at_ms), Fault("500"), at_ms)
        at_ms = outbox.ready_ms("ops") or 0
    (one,) = outbox.settle(taken(outbox, at_ms), None, at_ms)
    assert one.state is DeliveryState.DELIVERED
    assert at_ms <= START_MS + HOUR + LONGEST_PAUSE_MS


def test_after_a_day_it_is_given_up_and_says_why() -> None:
    outbox, at_ms = Outbox(), START_MS + 500
    outbox.add([note("a")])
    while at_ms < START_MS + GIVE_UP_MS:
        outbox.settle(taken(outbox, at_ms), Fault("500"), at_ms)
        at_ms = outbox.ready_ms("ops") or 0
    (one,) = outbox.settle(taken(outbox, at_ms), Fault("Still no."), at_ms)
    assert (one.state, one.error) == (DeliveryState.FAILED, "Still no.")


def test_a_clock_that_jumps_ahead_gives_nothing_up() -> None:
    outbox = Outbox()
    outbox.add([note("a")])
    years_ms = START_MS + 3 * 365 * GIVE_UP_MS
    (one,) = outbox.settle(taken(outbox, years_ms), Fault("Still no."), years_ms)
    assert one.state is DeliveryState.WAITING


def test_the_end_of_what_never_arrived_is_not_told() -> None:
    outbox = Outbox()
    outbox.add([note("a")])
    outbox.settle(taken(outbox, START_MS + 500), Fault("Never.", permanent=True), START_MS + 500)
    outbox.add([note("a", RESOLVED, START_MS + MINUTE)])
    (one,) = outbox.drop_untellable("ops", START_MS + MINUTE)
    assert (one.state, one.reason) == (DeliveryState.SUPPRESSED, SuppressionReason.NOT_NOTIFIED)


def test_beginning_and_end_that_both_wait_go_in_one_message() -> None:
    outbox = Outbox()
    outbox.add([note("a")])
    outbox.add([note("a", RESOLVED, START_MS + 100)])
    assert outbox.drop_untellable("ops", START_MS + 600) == []
    assert [one.kind for one in taken(outbox, START_MS + 600).notifications] == [FIRING, RESOLVED]


def test_five_thousand_that_waited_are_one_digest() -> None:
    outbox = Outbox()
    for number in range(5000):
        outbox.add([note(f"a{number}", at_ms=START_MS + number * 10)])
    batch = taken(outbox, START_MS + HOUR)
    assert len(batch.notifications) == 5000
    outbox.settle(batch, None, START_MS + HOUR)
    assert len(outbox) == 0


def test_many_messages_that_failed_one_by_one_become_a_digest() -> None:
    outbox, at_ms = Outbox(), START_MS
    for number in range(DIGEST_FROM):
        at_ms += 1000
        outbox.add([note(f"a{number}", at_ms=at_ms)])
        at_ms += 500
        batch = taken(outbox, at_ms)
        assert len(batch.notifications) == 1
        outbox.settle(batch, Fault("No.", retry_after=3600), at_ms)
    assert len(taken(outbox, at_ms + HOUR).notifications) == DIGEST_FROM


def test_quiet_hours_hold_until_they_end_and_drop_what_is_over() -> None:
    outbox, morning_ms = Outbox(), START_MS + 8 * HOUR
    outbox.add([note("a"), note("b"), note("loud")])
    outbox.hold("ops", morning_ms, START_MS, spared=lambda one: one.alert == "loud")
    loud = taken(outbox, START_MS + 500)
    assert [one.alert for one in loud.notifications] == ["loud"]
    outbox.settle(loud, None, START_MS + 500)
    outbox.add([note("b", RESOLVED, START_MS + HOUR)])
    over = outbox.hold("ops", morning_ms, START_MS + HOUR, spared=lambda one: one.alert == "loud")
    assert {(one.alert, one.reason) for one in over} == {("b", SuppressionReason.OVER)}
    assert [one.alert for one in taken(outbox, morning_ms).notifications] == ["a"]


def test_after_a_crash_what_was_being_sent_is_sent_again_as_the_same_message() -> None:
    outbox = Outbox()
    outbox.add([note("a"), note("b")])
    before = taken(outbox, START_MS + 500)
    after = taken(Outbox(before.notifications), START_MS + 500)
    assert after.message == before.message
    assert after.attempt == 2


def test_what_a_person_wants_sent_again_is_due_at_once() -> None:
    outbox = Outbox()
    outbox.add([note("a")])
    (failed,) = outbox.settle(taken(outbox, START_MS + 500), Fault("No.", permanent=True), START_MS + 500)
    again = outbox.send_again(failed, START_MS + HOUR)
    assert (again.state, again.attempts, again.error) == (DeliveryState.WAITING, 0, "")
    assert outbox.ready_ms("ops") == START_MS + HOUR


def test_an_end_that_a_person_wants_sent_again_needs_no_beginning() -> None:
    outbox = Outbox()
    outbox.add([note("a")])
    outbox.settle(taken(outbox, START_MS + 500), None, START_MS + 500)
    outbox.add([note("a", RESOLVED, START_MS + 1000)])
    (lost,) = outbox.settle(taken(outbox, START_MS + 1500), Fault("No.", permanent=True), START_MS + 1500)
    outbox.send_again(lost, START_MS + HOUR)
    assert outbox.drop_untellable("ops", START_MS + HOUR) == []
    assert [one.kind for one in taken(outbox, START_MS + HOUR + 500).notifications] == [RESOLVED]


def test_an_end_waits_until_its_beginning_gets_through_and_goes_with_it() -> None:
    outbox = Outbox()
    outbox.add([note("a"), note("b")])
    outbox.settle(taken(outbox, START_MS + 500), Fault("No.", retry_after=60), START_MS + 500)
    outbox.add([note("a", RESOLVED, START_MS + 1000)])
    assert outbox.take("ops", START_MS + 30_000) is None
    assert outbox.ready_ms("ops") == START_MS + 60_500
    begun = taken(outbox, START_MS + 60_500)
    assert [one.kind for one in begun.notifications] == [FIRING, FIRING, RESOLVED]
    outbox.settle(begun, None, START_MS + 60_500)
    assert outbox.ready_ms("ops") is None


def test_what_never_got_through_is_known_by_its_channel_until_it_does() -> None:
    outbox = Outbox()
    outbox.add([note("a"), note("b")])
    lost = outbox.settle(taken(outbox, START_MS + 500), Fault("No.", permanent=True), START_MS + 500)
    assert outbox.lost("ops") == lost
    for one in lost:
        outbox.send_again(one, START_MS + HOUR)
    assert outbox.lost("ops") == []
    outbox.settle(taken(outbox, START_MS + HOUR + 500), None, START_MS + HOUR + 500)
    assert outbox.lost("ops") == []
    assert outbox.has_delivered("a", "ops")


def for_each(one: Notification, *people: str) -> list[Notification]:
    return [replace(one, id=f"{one.id}#{person}", recipient=person) for person in people]


def test_those_for_whom_the_same_is_due_get_one_message() -> None:
    outbox = Outbox()
    outbox.add(for_each(note("a"), "anna", "ben", "carla"))
    batch = taken(outbox, START_MS + 500)
    assert batch.recipients == ("anna", "ben", "carla")
    assert len({one.message for one in batch.notifications}) == 1


def test_who_is_refused_for_now_is_tried_again_alone_under_the_same_key_and_holds_up_nobody() -> None:
    outbox = Outbox()
    outbox.add(for_each(note("a"), "anna", "ben", "carla"))
    first = taken(outbox, START_MS + 500)
    fault = Fault("Later.", refused=(("ben", Fault("Greylisted.", retry_after=300)),))
    settled = outbox.settle(first, fault, START_MS + 500)
    assert {one.recipient: one.state for one in settled} == {
        "anna": DeliveryState.DELIVERED,
        "ben": DeliveryState.WAITING,
        "carla": DeliveryState.DELIVERED,
    }
    outbox.add(for_each(note("a", RESOLVED, START_MS + 60_000), "anna", "ben", "carla"))
    end = taken(outbox, START_MS + 60_500)
    assert (end.recipients, [one.kind for one in end.notifications]) == (("anna", "carla"), [RESOLVED] * 2)
    outbox.settle(end, None, START_MS + 60_500)
    assert outbox.ready_ms("ops") == START_MS + 300_500
    late = taken(outbox, START_MS + 300_500)
    assert (late.recipients, [one.kind for one in late.notifications]) == (("ben",), [FIRING, RESOLVED])


def test_who_is_refused_for_good_is_told_no_end_and_keeps_it_from_nobody() -> None:
    outbox = Outbox()
    outbox.add(for_each(note("a"), "anna", "ben"))
    fault = Fault("No.", True, refused=(("ben", Fault("No such mailbox.", True)),))
    outbox.settle(taken(outbox, START_MS + 500), fault, START_MS + 500)
    assert [one.recipient for one in outbox.lost("ops")] == ["ben"]
    outbox.add(for_each(note("a", RESOLVED, START_MS + 1000), "anna", "ben"))
    dropped = outbox.drop_untellable("ops", START_MS + 1500)
    assert [(one.recipient, one.reason) for one in dropped] == [("ben", SuppressionReason.NOT_NOTIFIED)]
    assert taken(outbox, START_MS + 1500).recipients == ("anna",)


def test_what_an_earlier_version_told_the_whole_channel_all_of_its_recipients_are_told_the_end_of() -> None:
    outbox = Outbox([replace(note("a"), state=DeliveryState.DELIVERED)])
    outbox.add(for_each(note("a", RESOLVED, START_MS + 1000), "anna", "ben"))
    assert outbox.drop_untellable("ops", START_MS + 1500) == []
    assert taken(outbox, START_MS + 1500).recipients == ("anna", "ben")


def test_an_end_by_force_keeps_who_has_it_and_who_has_not_apart() -> None:
    outbox = Outbox()
    outbox.add(for_each(note("a"), "anna", "ben"))
    batch = taken(outbox, START_MS + 500)
    ended = outbox.end(batch, Fault("No.", refused=(("ben", Fault("Later.")),)), START_MS + 500)
    assert [one.state for one in ended] == [DeliveryState.DELIVERED, DeliveryState.FAILED]


PEOPLE = ("anna", "ben", "carla")


@given(st.data())
def test_whatever_a_server_answers_each_hears_of_each_alert_once_and_of_no_end_without_a_beginning(
    data: st.DataObject,
) -> None:
    outbox, at_ms = Outbox(), START_MS
    got: dict[tuple[str, str], list[NotificationKind]] = {}
    for alert in ("a", "b"):
        outbox.add(for_each(note(alert, at_ms=at_ms), *PEOPLE))
    for turn in range(12):
        at_ms += data.draw(st.sampled_from([600, 10_000, HOUR]))
        if turn in (4, 7):
            outbox.add(for_each(note("ab"[turn == 7], RESOLVED, at_ms), *PEOPLE))
        if data.draw(st.booleans()):  # the program is started anew
            kept = outbox.waiting("ops")
            ended = [
                replace(note(alert), id=f"{alert}{person}", recipient=person, state=DeliveryState.DELIVERED)
                for (alert, person), kinds in got.items()
                if RESOLVED not in kinds
            ]
            outbox = Outbox([*ended, *kept])
        outbox.drop_untellable("ops", at_ms)
        batch = outbox.take("ops", at_ms)
        if batch is None:
            continue
        moods = {
            who: data.draw(st.sampled_from([None, Fault("Later."), Fault("No.", True)])) for who in batch.recipients
        }
        refused = tuple((who, mood) for who, mood in moods.items() if mood is not None)
        for one in batch.notifications:
            if moods[one.recipient] is None:
                got.setdefault((one.alert, one.recipient), []).append(one.kind)
        outbox.settle(batch, Fault("Some.", refused=refused) if refused else None, at_ms)
    assert all(kinds in ([FIRING], [FIRING, RESOLVED]) for kinds in got.values())


def test_a_clock_set_back_delays_nothing() -> None:
    outbox = Outbox()
    outbox.add([note("a", at_ms=START_MS + 2 * HOUR)])
    outbox.follow_clock("ops", START_MS)
    assert outbox.ready_ms("ops") == START_MS + TOGETHER_MS
