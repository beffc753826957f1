"""One alert, one channel, one rule that fails: named, and everybody else is told as if nothing were wrong with it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

import pytest

from porchlight.alerts.channels.console import ConsoleChannel
from porchlight.alerts.delivery import Delivery
from porchlight.alerts.facts import Facts
from porchlight.alerts.outbox import Batch, Outbox
from porchlight.alerts.quiet_hours import QuietHours
from porchlight.alerts.rules import Rule
from porchlight.containment import Malfunctions
from porchlight.history.memory import MemoryStore
from porchlight.model.alert import (
    Alert,
    AlertChanges,
    AlertState,
    DeliveryState,
    Notification,
    NotificationKind,
    Severity,
    SuppressionReason,
)
from porchlight.model.message import Fault, Message, MessageKind
from porchlight.model.operation import Operation
from porchlight.model.status import Status
from porchlight.model.suppression import Silence
from porchlight.monitor.clock import SystemClock
from tests.alerting_parts import run_all
from tests.integration.alerts.receiver import receiving
from tests.integration.alerts.test_service import DOWN, ops, running, until

pytestmark = [pytest.mark.anyio, pytest.mark.logs_warnings]


class Taking:
    """A channel that takes what ``fails`` lets it."""

    timeout = 5.0
    local = True

    def __init__(self, *errors: BaseException | None) -> None:
        self.errors = list(errors)
        self.taken: list[Message] = []

    async def send(self, message: Message) -> Fault | None:
        error = self.errors.pop(0) if self.errors else None
        if error is not None:
            raise error
        self.taken.append(message)
        return None

    async def close(self) -> None:
        return


class Surroundings:
    """All that delivery works with: two channels, of which one is in trouble, and ``fails`` names what breaks."""

    def __init__(self, bad: Taking, *fails: str) -> None:
        clock = SystemClock()
        self.bad, self.good = bad, Taking()
        now_ms = clock.now_ms() - 60_000
        self.outbox = Outbox(
            [Notification(f"n-{one}", "a", one, NotificationKind.FIRING, now_ms, now_ms) for one in ("bad", "good")],
            jitter=lambda: _fail() if "jitter" in fails else 1.0,
        )
        self.malfunctions = Malfunctions(clock)
        self.saved: dict[str, Notification] = {}
        self._fails = fails
        self._delivery = Delivery(
            self.outbox,
            self,
            self,
            self,
            self,
            facts=Facts(),
            quiet_hours=QuietHours(None),
            clock=clock,
            malfunctions=self.malfunctions,
        )

    def get(self, name: str, /) -> Any:
        if name in self._fails:
            _fail()
        return {"bad": self.bad, "good": self.good}.get(name)

    async def prepare(self, batch: Batch) -> None:
        self._may_fail("prepare")

    def compose(self, batch: Batch) -> Message:
        self._may_fail("compose")
        return _message("whole")

    def compose_plain(self, batch: Batch) -> Message:
        self._may_fail("compose_plain")
        return _message("simpler")

    def save(self, changes: AlertChanges) -> None:
        self.saved |= {one.channel: one for one in changes.notifications}

    async def flush(self) -> None:
        self._may_fail("flush")

    def settle(self, batch: Batch, fault: Fault | None) -> None:
        self._may_fail("settle")

    def _may_fail(self, what: str) -> None:
        if what in self._fails:
            _fail()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        task = asyncio.create_task(self._delivery.run())
        try:
            yield
            assert not task.done()
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task


def _message(title: str) -> Message:
    return Message("m", MessageKind.FIRING, Severity.HIGH, title, "", 0, (), {})


def _fail(*_: object) -> Any:
    raise ValueError("planted")


@pytest.mark.parametrize(
    "error", [ValueError("planted"), SystemExit(1), KeyboardInterrupt(), asyncio.CancelledError()]
)
async def test_a_channel_that_raises_ends_nothing_and_the_other_is_told(error: BaseException) -> None:
    delivery = Surroundings(Taking(*[error] * 100))
    async with delivery.running():
        await until(lambda: delivery.good.taken and delivery.saved["bad"].error)
    assert delivery.saved["good"].state is DeliveryState.DELIVERED
    assert delivery.saved["bad"].state is DeliveryState.WAITING
    assert "The channel itself failed" in delivery.saved["bad"].error


async def test_what_a_channel_cannot_take_twice_is_sent_more_simply(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("porchlight.alerts.outbox.FIRST_PAUSE_MS", 50)
    delivery = Surroundings(Taking(UnicodeEncodeError("utf-8", "\ud800", 0, 1, "x"), ValueError("planted")))
    async with delivery.running():
        await until(lambda: delivery.bad.taken)
    assert [one.title for one in delivery.bad.taken] == ["simpler"]


async def test_what_cannot_be_composed_is_sent_more_simply_at_once() -> None:
    delivery = Surroundings(Taking(), "compose")
    async with delivery.running():
        await until(lambda: delivery.bad.taken and delivery.good.taken)
    assert [one.title for one in (*delivery.bad.taken, *delivery.good.taken)] == ["simpler", "simpler"]


async def test_what_cannot_be_composed_at_all_ends_as_failed_with_its_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("porchlight.alerts.outbox.FIRST_PAUSE_MS", 20)
    delivery = Surroundings(Taking(), "compose", "compose_plain")
    async with delivery.running():
        await until(lambda: not delivery.outbox.channels())
    assert delivery.saved["bad"].error == "The message could not be written (ValueError)."
    assert delivery.saved["bad"].state is DeliveryState.FAILED


@pytest.mark.parametrize("broken", ["prepare", "flush", "settle"])
async def test_what_is_around_a_message_may_fail_and_it_is_sent(broken: str) -> None:
    delivery = Surroundings(Taking(), broken)
    async with delivery.running():
        await until(lambda: delivery.bad.taken and delivery.good.taken)
        await until(lambda: delivery.saved["good"].state is DeliveryState.DELIVERED)


async def test_an_outbox_that_cannot_work_out_a_pause_gives_the_message_up_and_goes_on() -> None:
    delivery = Surroundings(Taking(ValueError("planted")), "jitter")
    async with delivery.running():
        await until(lambda: delivery.good.taken and delivery.saved["bad"].state is DeliveryState.FAILED)
    assert "The channel itself failed" in delivery.saved["bad"].error


async def test_a_channel_whose_queue_cannot_be_looked_at_is_named_and_the_other_is_served() -> None:
    delivery = Surroundings(Taking(), "bad")
    async with delivery.running():
        await until(lambda: delivery.good.taken)
    assert [one.part for one in delivery.malfunctions.current] == ["The queue of the channel “bad”"]


# -- the whole of alerting


async def test_a_rule_that_raises_is_named_and_the_others_tell_the_outage(monkeypatch: pytest.MonkeyPatch) -> None:
    judge = Rule.judge.func  # type: ignore[attr-defined]
    broken = True

    def breaking(rule: Rule) -> Any:
        def judged(*about: Any) -> Any:
            if broken and rule.id == "bad":
                raise ZeroDivisionError
            return judge(rule)(*about)

        return judged

    monkeypatch.setattr(Rule, "judge", property(breaking))
    async with receiving() as receiver, running({"rules": {"bad": DOWN, "down": DOWN}, **ops(receiver)}) as run:
        run.publish_result(Status.ERROR)
        (received,) = await receiver.wait_for(1)
        assert [one["rule"] for one in received.json()["alerts"]] == ["down"]
        (found,) = run.malfunctions.current
        assert (
            found.sentence
            == "The rule “bad” does not work for “page” (ZeroDivisionError). All other rules still work."
        )
        broken = False
        run.publish_result(Status.ERROR)
        assert run.malfunctions.current == ()


async def test_an_alert_without_words_is_told_by_the_name_of_its_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("porchlight.alerts.engine.sentence_of", _fail)
    monkeypatch.setattr("porchlight.alerts.compose.headline", _fail)
    monkeypatch.setattr("porchlight.alerts.compose.report_of", _fail)
    named = {**DOWN, "name": "It is down"}
    async with receiving() as receiver, running({"rules": {"down": named}, **ops(receiver)}) as run:
        run.publish_result(Status.ERROR)
        (received,) = await receiver.wait_for(1)
        assert "It is down" in str(received.json())


async def test_runs_and_rows_that_make_no_sense_are_left_out_and_the_rest_is_gone_on_with() -> None:
    now_ms = SystemClock().now_ms()
    store = MemoryStore()
    good = Alert(
        "good", "down", "page", Severity.HIGH, AlertState.FIRING, now_ms - 5000, "It is down.", now_ms - 5000
    )
    odd: list[dict[str, Any]] = [
        {"pending_ms": "yesterday"},
        {"pending_ms": 10**30},
        {"severity": "apocalyptic"},
        {"state": "half-open"},
        {"notified_ms": 1.5e300},
        {"notification_count": -1},
        {"suppressed_by": "a thread"},
        {"sentence": None},
        {"subject": b"page"},
    ]
    base = {name: getattr(good, name) for name in Alert.__slots__}
    alerts = [good, *(Alert(**{**base, "id": f"odd{number}", **wrong}) for number, wrong in enumerate(odd))]
    waiting = Notification("n", "good", "ops", NotificationKind.FIRING, now_ms - 5000, now_ms - 5000)
    slots = {name: getattr(waiting, name) for name in Notification.__slots__}
    wrongs: list[dict[str, Any]] = [
        {"due_ms": None},
        {"created_ms": "x"},
        {"state": "flying"},
        {"attempts": 10**20},
        {"kind": "song"},
        {"channel": 7},
        {"reason": "because"},
    ]
    lines = [
        waiting,
        *(Notification(**{**slots, "id": f"n{number}", **wrong}) for number, wrong in enumerate(wrongs)),
    ]
    never = Notification(**{**slots, "id": "late", "due_ms": 250_000_000_000_000})
    silences = [Silence("s", "never", 0), Silence("t", 10**20, 0), Silence("u", 5, 5, None)]  # type: ignore[arg-type]
    store.alerts = {one.id: one for one in alerts}
    store.notifications = {one.id: one for one in [*lines, never]}
    store.silences = {one.id: one for one in silences}
    async with receiving() as receiver, running({"rules": {"down": DOWN}, **ops(receiver)}, store) as run:
        (received,) = await receiver.wait_for(1)
        assert [one["id"] for one in received.json()["alerts"]] == ["good"]
        assert [one.id for one in run.alerting.alerts()] == ["good"]
        await until(lambda: store.notifications["late"].state is DeliveryState.DELIVERED)
        run.alerting.add_operations(
            [
                Operation("job", "soon", 1.0, True),  # type: ignore[arg-type]
                Operation("job", now_ms, float("nan"), True),
                Operation("job", now_ms, 1.0, True, processed=10**30),
                Operation("job", now_ms, 1.0, True),
            ]
        )
        assert [len(runs) for runs in run.alerting.last_operations().values()] == [1]
        run.publish_result(Status.HEALTHY)
        run.publish_result(Status.HEALTHY)
        await until(lambda: len(receiver.received) == 2)
    assert SuppressionReason.SILENCED not in [one.suppressed_by for one in store.alerts.values()]


async def test_a_channel_that_cannot_be_set_up_is_named_and_the_others_are_used(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("porchlight.alerts.channels.email.EmailChannel.__init__", _fail)
    async with receiving() as receiver:
        email = {"kind": "email", "host": "127.0.0.1", "sender": "a@example.org", "to": ["b@example.org"]}
        channels = {**ops(receiver)["channels"], "post": email}
        rule = {**DOWN, "channels": ["post", "ops"]}
        async with running({"rules": {"down": rule}, "channels": channels}) as run:
            run.publish_result(Status.ERROR)
            await receiver.wait_for(1)
            assert [one.part for one in run.malfunctions.current] == ["The channel “post”"]


async def test_a_channel_that_does_not_close_holds_the_end_up_for_a_moment_only(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Clinging(Taking):
        async def close(self) -> None:
            await asyncio.sleep(3600)

    monkeypatch.setattr(ConsoleChannel, "close", Clinging.close)
    async with running({"rules": {"down": {**DOWN, "channels": ["console"]}}}) as run:
        task = asyncio.create_task(run_all(run.alerting))
        await asyncio.sleep(0)
        began = asyncio.get_running_loop().time()
        task.cancel()
        await asyncio.wait([task])
        assert asyncio.get_running_loop().time() - began < 2
