"""Alerts of the running program: told once, over once, and through crashes."""

import random
import signal
import time

import pytest

from porchlight.demo.faults import Fault
from tests.integration.alerts.hook import Hook
from tests.integration.cli.test_watch import end, wait_for
from tests.integration.program import Program
from tests.integration.simulators import Beside

KILLS = 8


def test_an_outage_is_told_once_and_its_end_once(porchlight: Program, website: Beside, receiver: Hook) -> None:
    process = porchlight.start("watch")
    wait_for(process, "unknown → healthy")
    website.fail(Fault.UNAVAILABLE)
    wait_for(process, "CRITICAL Donation page: The donation page is down")
    body = receiver.wait_for_event("firing")
    assert body["alerts"][0]["component"] == "website"
    assert body["alert"]["data"]["summary"]["criticalErrors"] == 1
    website.fail(Fault.NONE)
    over = receiver.wait_for_event("resolved")
    assert over["alerts"][0]["id"] == body["alerts"][0]["id"]
    end(process)
    assert [one["event"] for one in receiver.bodies] == ["firing", "resolved"]


def test_a_restart_repeats_nothing(porchlight: Program, website: Beside, receiver: Hook) -> None:
    website.fail(Fault.UNAVAILABLE)
    process = porchlight.start("watch")
    receiver.wait_for_event("firing")
    end(process)
    process = porchlight.start("watch")
    wait_for(process, "→ error")
    website.fail(Fault.NONE)
    receiver.wait_for_event("resolved")
    end(process)
    assert [one["event"] for one in receiver.bodies] == ["firing", "resolved"]


@pytest.mark.logs_warnings
def test_what_no_receiver_takes_is_kept_and_sent_when_one_does(
    porchlight: Program, website: Beside, receiver: Hook
) -> None:
    receiver.status = 503
    website.fail(Fault.UNAVAILABLE)
    process = porchlight.start("watch")
    wait_for(process, "CRITICAL")
    end(process)
    receiver.status = 200
    process = porchlight.start("watch")
    body = receiver.wait_for_event("firing")
    assert body["attempt"] > 1
    end(process)


@pytest.mark.parametrize("asked", ["9" * 308, "0", "Wed, 21 Oct 2015 07:28:00 GMT"])
@pytest.mark.logs_warnings
def test_a_receiver_that_asks_for_an_absurd_pause_neither_ends_the_watching_nor_is_hammered(
    porchlight: Program, website: Beside, receiver: Hook, asked: str
) -> None:
    receiver.status, receiver.headers = 503, {"Retry-After": asked}
    website.fail(Fault.UNAVAILABLE)
    for _ in range(2):  # the message is still there after a restart
        process = porchlight.start("watch")
        wait_for(process, "→ error")
        time.sleep(2)
        website.fail(Fault.NONE)
        wait_for(process, "→ healthy")
        website.fail(Fault.UNAVAILABLE)
        end(process)
    assert 1 <= receiver.refused <= 4


def test_killed_at_any_point_every_alert_is_delivered_with_the_same_key(
    porchlight: Program, website: Beside, receiver: Hook
) -> None:
    chance = random.Random(4)
    ids: set[str] = set()
    for _ in range(KILLS):
        website.fail(Fault.NONE)
        process = porchlight.start("watch")
        wait_for(process, "→ healthy")
        website.fail(Fault.UNAVAILABLE)
        wait_for(process, "healthy → error")
        time.sleep(chance.uniform(0, 0.7))  # the point in time is what is tested
        process.send_signal(signal.SIGKILL)
        process.communicate()
        process = porchlight.start("watch")
        before = len(ids)
        deadline = time.monotonic() + 60
        while len(ids) == before and time.monotonic() < deadline:
            with receiver.came:
                ids |= {
                    alert["id"]
                    for body in receiver.bodies
                    for alert in body["alerts"]
                    if body["event"] in ("firing", "digest")
                }
                receiver.came.wait(0.2)
        assert len(ids) == before + 1, "lost, or told as two"
        website.fail(Fault.NONE)
        wait_for(process, "→ healthy")
        end(process)
