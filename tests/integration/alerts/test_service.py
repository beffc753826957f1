"""Alerting as a whole beside a told story: sends, recovers, reminds, beats; on real sockets and processes."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from porchlight.alerts.channels.registry import find_kind
from porchlight.alerts.heartbeat import Heartbeat
from porchlight.alerts.recovery import Recovery, RunOutcome
from porchlight.containment import Malfunctions
from porchlight.history.memory import MemoryStore
from porchlight.language.english import english
from porchlight.model.alert import AlertEventKind, DeliveryState
from porchlight.model.events import DeliveryFailed, DeliveryRecovered, Event, HeartbeatChanged, RecoveryEnded
from porchlight.model.snapshot import ComponentView, Snapshot
from porchlight.model.status import Status
from porchlight.monitor.clock import SystemClock
from porchlight.settings.alerting import AlertingParser, AlertingSettings
from porchlight.settings.rules import ActionSettings, HeartbeatSettings
from tests.alerting_parts import alerting_of, run_all
from tests.integration.alerts.messages import context, label
from tests.integration.alerts.receiver import HANG, Receiver, answer, receiving
from tests.integration.alerts.test_email import Mailbox, serving
from tests.unit.alerts.story import Story

pytestmark = pytest.mark.anyio

DOWN = {"when": {"component": "*", "status": "error"}, "cooldown": "1s", "channels": ["ops"]}


def parsed(document: dict[str, Any]) -> AlertingSettings:
    parser = AlertingParser({"alerts": {"builtin": False}, **document}, "", {"page": None}, find_kind)
    found = parser.parse()
    assert parser.problems == []
    return found


class Run:
    """An Alerting that runs, and hands to tell it what happens."""

    def __init__(self, settings: AlertingSettings, store: MemoryStore) -> None:
        self.store = store
        self.checked = 0
        self.clock = SystemClock()
        self.published: list[Event] = []
        self.malfunctions = Malfunctions(self.clock)
        self.alerting = alerting_of(
            settings,
            store,
            self.clock,
            context(),
            publish=self.published.append,
            malfunctions=self.malfunctions,
            checker=self,
        )
        self.story = Story()
        self.story.at = self.clock.now_ms()
        self.story.watch("page")
        self.alerting.update_components(Snapshot(self.story.at, self.story.views))

    def publish_result(self, status: Status, component: str = "page") -> ComponentView:
        self.story.at = self.clock.now_ms()
        self.story.check(status, component)
        self.alerting.observe(self.story.views[component], checked=True)
        return self.story.views[component]

    async def check_now(self) -> None:
        self.checked += 1


@asynccontextmanager
async def running(document: dict[str, Any], store: MemoryStore | None = None) -> AsyncIterator[Run]:
    run = Run(parsed(document), store or MemoryStore())
    task = asyncio.create_task(run_all(run.alerting))
    try:
        yield run
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


def ops(receiver: Receiver) -> dict[str, Any]:
    return {"channels": {"ops": {"kind": "webhook", "url": receiver.url}}}


async def until(condition: Any) -> None:
    async with asyncio.timeout(60):
        while not condition():  # noqa: ASYNC110 - what is waited for has no event
            await asyncio.sleep(0.01)


async def test_beginning_and_end_reach_the_receiver_and_the_outbox_says_so() -> None:
    async with receiving() as receiver, running({"rules": {"down": DOWN}, **ops(receiver)}) as run:
        run.publish_result(Status.ERROR)
        await receiver.wait_for(1)
        await until(lambda: [one.state for one in run.store.notifications.values()] == [DeliveryState.DELIVERED])
        run.publish_result(Status.HEALTHY)
        run.publish_result(Status.HEALTHY)
        await receiver.wait_for(2)
        assert [one.json()["event"] for one in receiver.received] == ["firing", "resolved"]


async def test_a_thousand_that_fail_together_are_one_message_and_a_thousand_alerts() -> None:
    async with receiving() as receiver, running({"rules": {"down": DOWN}, **ops(receiver)}) as run:
        for number in range(1000):
            run.story.views |= Story().watch(f"c{number}").views
        run.alerting.update_components(Snapshot(run.story.at, run.story.views))
        for number in range(1000):
            run.publish_result(Status.ERROR, f"c{number}")
        await receiver.wait_for(1)
        await until(lambda: all(one.state is DeliveryState.DELIVERED for one in run.store.notifications.values()))
        assert len(receiver.received) == 1
        assert len(receiver.received[0].json()["alerts"]) == len(run.store.alerts) == 1000


@pytest.mark.logs_warnings
async def test_what_a_receiver_refuses_for_good_is_shown_until_one_gets_through() -> None:
    async with receiving() as receiver, running({"rules": {"down": DOWN}, **ops(receiver)}) as run:
        receiver.answers.append(answer(404))
        run.publish_result(Status.ERROR)
        await until(lambda: run.alerting.undelivered)
        assert "does not know this address" in english(run.alerting.undelivered["ops"])
        assert DeliveryFailed("ops", run.alerting.undelivered["ops"]) in run.published
        (lost,) = run.store.notifications.values()
        run.alerting.send_again(lost)
        await until(lambda: not run.alerting.undelivered)
        assert DeliveryRecovered("ops") in run.published
        assert len(receiver.received) == 2


class Greylisting(Mailbox):
    """Tells one recipient once to come back."""

    def __init__(self, whom: str) -> None:
        super().__init__()
        self.got: list[tuple[str, ...]] = []
        self._whom = whom
        self._notified = False

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:
        if address == self._whom and not self._notified:
            self._notified = True
            return "451 4.7.1 Greylisted, please try again in 1 second"
        return await super().handle_RCPT(server, session, envelope, address, options)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.got.append(tuple(envelope.rcpt_tos))
        return await super().handle_DATA(server, session, envelope)


@pytest.mark.filterwarnings("ignore::DeprecationWarning:aiosmtpd")
@pytest.mark.logs_warnings
async def test_a_greylisted_recipient_gets_the_same_mail_later_over_a_restart_and_the_others_once() -> None:
    people = ["anna@food-bank.org", "ben@food-bank.org", "carla@food-bank.org"]
    mailbox, store = Greylisting(people[1]), MemoryStore()
    with serving(mailbox) as port:
        mail = {"kind": "email", "host": "127.0.0.1", "port": port, "encryption": "none"}
        document = {
            "rules": {"down": DOWN},
            "channels": {"ops": {**mail, "sender": "light@food-bank.org", "to": people}},
        }
        async with running(document, store) as run:
            run.publish_result(Status.ERROR)
            await until(lambda: mailbox.got)
            await until(lambda: [one for one in store.notifications.values() if one.error])
        assert mailbox.got == [(people[0], people[2])]
        async with running(document, store) as run:
            await until(lambda: len(mailbox.got) == 2)
            run.publish_result(Status.HEALTHY)
            run.publish_result(Status.HEALTHY)
            await until(lambda: len(mailbox.got) == 3)
            assert run.alerting.undelivered == {}
    assert mailbox.got[1:] == [(people[1],), tuple(people)]
    first, again, end = mailbox.mails
    assert first["Message-ID"] == again["Message-ID"] == end["References"]


@pytest.mark.logs_warnings
async def test_a_receiver_that_hangs_holds_up_no_other() -> None:
    async with receiving() as slow, receiving() as quick:
        slow.usual = HANG
        channels = {
            "slow": {"kind": "webhook", "url": slow.url},
            "ops": {"kind": "webhook", "url": quick.url},
        }
        document = {"rules": {"down": {**DOWN, "channels": ["slow", "ops"]}}, "channels": channels}
        async with running(document) as run:
            run.publish_result(Status.ERROR)
            await quick.wait_for(1)


async def test_send_test_says_what_went_wrong() -> None:
    async with receiving() as receiver, running({"rules": {"down": DOWN}, **ops(receiver)}) as run:
        assert await run.alerting.test_channel("ops") is None
        assert receiver.received[0].json()["test"] is True
        receiver.usual = answer(403)
        fault = await run.alerting.test_channel("ops")
        assert fault is not None
        assert "its key (403)" in fault.sentence
        assert await run.alerting.test_rule("down") == {"ops": fault}
        with pytest.raises(KeyError):
            await run.alerting.test_channel("nobody")


async def test_settings_that_change_apply_to_the_next_alert() -> None:
    elsewhere = {**DOWN, "channels": ["console"]}
    async with receiving() as receiver, running({"rules": {"down": elsewhere}}) as run:
        run.publish_result(Status.ERROR)
        run.publish_result(Status.HEALTHY)
        run.publish_result(Status.HEALTHY)
        run.alerting.apply(parsed({"rules": {"down": DOWN}, **ops(receiver)}), notify_desktop=True)
        run.publish_result(Status.ERROR)
        await receiver.wait_for(1)


async def test_a_receiver_hears_that_what_it_was_told_of_is_watched_no_more() -> None:
    async with receiving() as receiver, running({"rules": {"down": DOWN}, **ops(receiver)}) as run:
        run.publish_result(Status.ERROR)
        await receiver.wait_for(1)
        run.alerting.update_components(Snapshot(run.clock.now_ms(), {}))
        await receiver.wait_for(2)
        body = receiver.received[1].json()
    assert (body["event"], body["title"]) == ("resolved", "page is no longer watched")
    assert body["alert"]["message"] == ("We can't tell whether it works again. What happened: It is error.")
    assert body["alerts"][0]["dropped"] == "component"


async def test_a_receiver_hears_that_the_rule_that_told_it_is_switched_off() -> None:
    async with receiving() as receiver, running({"rules": {"down": DOWN}, **ops(receiver)}) as run:
        run.publish_result(Status.ERROR)
        await receiver.wait_for(1)
        run.alerting.apply(
            parsed({"rules": {"down": {**DOWN, "enabled": False}}, **ops(receiver)}), notify_desktop=True
        )
        await receiver.wait_for(2)
        body = receiver.received[1].json()
    assert (body["event"], body["title"]) == ("resolved", "Page: its alert rule was removed or switched off")
    assert "can't tell whether it works again" in body["alert"]["message"]


class TestRecovery:
    def action(self, *program: str, **rest: Any) -> ActionSettings:
        values = {"kind": "program", "program": [sys.executable, *program], "enabled": True, **rest}
        return ActionSettings.model_validate(values)

    async def run(self, item: ActionSettings, times: int = 1) -> list[RunOutcome]:
        recovery = Recovery({"mend": item}, context())
        return [(await recovery.run("mend", label().alert, index * 1000)).outcome for index in range(times)]

    async def test_it_is_off_until_it_is_turned_on_and_says_what_it_would_do(self, tmp_path: Path) -> None:
        touched = tmp_path / "touched"
        item = self.action("-c", f"open({str(touched)!r}, 'w')", enabled=False)
        recovery = Recovery({"mend": item}, context())
        run = await recovery.run("mend", label().alert, 0)
        assert run.outcome is RunOutcome.OFF
        assert "It would run" in run.sentence
        assert not touched.exists()

    async def test_arguments_are_passed_as_they_are_and_to_no_shell(self, tmp_path: Path) -> None:
        said = tmp_path / "said"
        code = f"import sys; open({str(said)!r}, 'w').write(repr(sys.argv[1:]))"
        assert await self.run(self.action("-c", code, "a b; rm -rf $HOME", "|")) == [RunOutcome.DONE]
        assert said.read_text() == "['a b; rm -rf $HOME', '|']"

    async def test_not_more_often_than_allowed(self) -> None:
        outcomes = await self.run(self.action("-c", "", at_most=2), times=4)
        assert outcomes == [RunOutcome.DONE, RunOutcome.DONE, RunOutcome.TOO_OFTEN, RunOutcome.TOO_OFTEN]

    async def test_after_its_failures_it_waits_for_somebody_to_look(self) -> None:
        item = self.action("-c", "raise SystemExit('not today')", at_most=10, stop_after=2)
        recovery = Recovery({"mend": item}, context())
        runs = [await recovery.run("mend", label().alert, index) for index in range(3)]
        assert [run.outcome for run in runs] == [RunOutcome.FAILED, RunOutcome.FAILED, RunOutcome.STOPPED]
        assert "not today" in runs[0].sentence
        recovery.rearm("mend")
        assert (await recovery.run("mend", label().alert, 4)).outcome is RunOutcome.FAILED

    async def test_one_that_hangs_is_stopped_with_what_it_began(self) -> None:
        sleeps = "import time; time.sleep(60)"
        code = f"import subprocess, sys, time; subprocess.Popen([sys.executable, '-c', {sleeps!r}]); time.sleep(60)"
        recovery = Recovery({"mend": self.action("-c", code, timeout="0.5s")}, context())
        run = await recovery.run("mend", label().alert, 0)
        assert run.sentence == "It did not finish within 0.5 s and was stopped."

    async def test_a_webhook_is_called_with_what_happened(self) -> None:
        async with receiving() as receiver:
            item = ActionSettings.model_validate({"kind": "webhook", "url": receiver.url, "enabled": True})
            assert await self.run(item) == [RunOutcome.DONE]
            assert receiver.received[0].json()["component"] == "page"

    async def test_a_rule_runs_it_once_and_the_run_is_written_down_and_remembered(self, tmp_path: Path) -> None:
        said = tmp_path / "said"
        program = [sys.executable, "-c", f"open({str(said)!r}, 'a').write('ran ')"]
        action = {"kind": "program", "program": program, "enabled": True, "at_most": 1}
        document = {
            "rules": {"down": {**DOWN, "channels": ["console"], "action": "mend"}},
            "actions": {"mend": action},
        }
        store = MemoryStore()
        async with running(document, store) as run:
            run.publish_result(Status.ERROR)
            run.publish_result(Status.ERROR)
            await until(lambda: RecoveryEnded("mend", "It ran successfully.", stopped=False) in run.published)
        assert said.read_text() == "ran "
        assert sum(isinstance(one, RecoveryEnded) for one in run.published) == 1
        (event,) = store.open_alerts().events
        assert event.kind is AlertEventKind.ACTION
        again = Recovery(parsed(document).actions, context(), store.open_alerts().events)
        assert (await again.run("mend", label().alert, event.at_ms + 1000)).outcome is RunOutcome.TOO_OFTEN


async def test_the_day_before_a_calendar_span_everything_is_checked_and_told_once() -> None:
    tomorrow = datetime.now().astimezone().date() + timedelta(days=1)
    store = MemoryStore()
    async with receiving() as receiver:
        document = {
            "calendar": {"giving": {"name": "Giving Tuesday", "from": tomorrow, "to": tomorrow}},
            **ops(receiver),
        }
        for _ in range(2):
            async with running(document, store) as run:
                run.publish_result(Status.HEALTHY)
                run.alerting.apply(run.alerting.settings, notify_desktop=True)
                await receiver.wait_for(1)
                await asyncio.sleep(0.7)  # longer than a message is held open: a second one would have come
        assert len(receiver.received) == 1
    assert (
        "Tomorrow: Giving Tuesday. We have just checked 1 component, and it is healthy."
        in receiver.received[0].body.decode()
    )


async def test_a_week_before_a_calendar_span_it_is_rehearsed_and_told_once() -> None:
    begins = datetime.now().astimezone().date() + timedelta(days=5)
    store = MemoryStore()
    async with receiving() as receiver:
        document = {"calendar": {"gala": {"name": "Gala", "from": begins, "to": begins}}, **ops(receiver)}
        for _ in range(2):
            async with running(document, store) as run:
                run.publish_result(Status.ERROR)
                run.alerting.apply(run.alerting.settings, notify_desktop=True)
                await receiver.wait_for(1)
                await asyncio.sleep(0.7)  # longer than a message is held open: a second one would have come
        assert len(receiver.received) == 1
    text = receiver.received[0].body.decode()
    assert "We have just rehearsed it: 1 of 1 components is not healthy." in text


@pytest.mark.parametrize("key", ["rehearse", "remind"])
async def test_neither_rehearsal_nor_reminder_comes_where_it_is_not_wanted(key: str) -> None:
    begins = datetime.now().astimezone().date() + timedelta(days=5 if key == "rehearse" else 1)
    async with receiving() as receiver:
        document = {"calendar": {"gala": {"from": begins, "to": begins, key: False}}, **ops(receiver)}
        async with running(document) as run:
            run.publish_result(Status.HEALTHY)
            await asyncio.sleep(0.7)
            assert run.checked == 0
        assert receiver.received == []


@pytest.mark.logs_warnings
async def test_the_heartbeat_beats_and_its_silence_is_told_once() -> None:
    published: list[Event] = []
    alive = [True]
    async with receiving() as receiver:
        settings = HeartbeatSettings.model_validate({"url": receiver.url, "interval": "10s"})
        object.__setattr__(settings, "interval", 0.05)  # what a person may set is longer than a test should take
        heartbeat = Heartbeat(settings, context(), alive=lambda: alive[0], publish=published.append)
        task = asyncio.create_task(heartbeat.run())
        await receiver.wait_for(3)
        assert {one.method for one in receiver.received} == {"GET"}
        receiver.usual = answer(500)
        await until(lambda: len(published) == 1)
        receiver.usual = answer(200)
        await until(lambda: published[1:] == [HeartbeatChanged(None)])
        alive[0] = False
        count = len(receiver.received)
        await asyncio.sleep(0.3)  # several beats long
        assert len(receiver.received) <= count + 1
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
