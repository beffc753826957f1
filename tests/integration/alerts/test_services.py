"""Apprise and PagerDuty, against a receiver on loopback."""

import asyncio
import logging
import ssl
import sys
import threading

import pytest
import trustme

from porchlight.alerts.channels import apprise
from porchlight.alerts.channels.answer import deliver
from porchlight.alerts.channels.apprise import AppriseChannel, AppriseSettings
from porchlight.alerts.channels.pagerduty import PagerDutyChannel, PagerDutySettings
from porchlight.model.message import Fault, MessageKind
from tests.integration.alerts.messages import context, label, message
from tests.integration.alerts.receiver import HANG, SILENT, answer, receiving

pytestmark = pytest.mark.anyio


async def test_apprise_delivers_and_tells_what_kind_it_is() -> None:
    async with receiving() as receiver:
        url = receiver.url.replace("http://", "json://")
        channel = AppriseChannel(AppriseSettings(kind="apprise", credential="team"), context({"team": url}))
        assert await deliver(channel, message()) is None
        assert await deliver(channel, message(label(over=True), kind=MessageKind.RESOLVED)) is None
        bodies = [one.json() for one in receiver.received]
    assert [body["type"] for body in bodies] == ["failure", "success"]
    assert bodies[0]["title"] == "Page: down"


def _apprise(url: str) -> AppriseChannel:
    return AppriseChannel(AppriseSettings(kind="apprise", credential="team"), context({"team": url}))


@pytest.mark.parametrize("url", ["nonsense", "slack://T1JJ3T3L2", "https://", "unknown://x/y"])
async def test_an_apprise_address_that_does_not_parse_is_told_without_repeating_it(url: str) -> None:
    channel = AppriseChannel(AppriseSettings(kind="apprise", credential="team"), context({"team": url}))
    fault = await deliver(channel, message())
    assert fault is not None
    assert fault.permanent
    assert url not in fault.sentence


@pytest.mark.parametrize(
    ("reply", "permanent", "expected"),
    [
        (answer(401), True, "JSON rejected the address or its key (401)."),
        (answer(403), True, "JSON rejected the address or its key (403)."),
        (answer(404), True, "JSON does not know this address (404). It may have been removed there."),
        (answer(400), True, "JSON rejected the message (400)."),
        (answer(429), False, "JSON wants fewer messages (429)."),
        (answer(503), False, "JSON reports an error of its own (503)."),
        (SILENT, False, "JSON closed the connection before it answered."),
        (HANG, False, "JSON did not answer in time."),
    ],
)
async def test_why_an_apprise_service_refuses_is_told_without_its_address_or_key(
    reply: bytes, permanent: bool, expected: str, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    async with receiving() as receiver:
        receiver.usual = reply
        url = f"{receiver.url.replace('http://', 'json://me:pass-word-1@')}?rto=0.2"
        fault = await deliver(_apprise(url), message())
    assert fault == Fault(expected, permanent=permanent)
    label = f"{capfd.readouterr()}{caplog.text}"
    assert "pass-word-1" not in label
    assert "/hook" not in label


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("json://127.0.0.1:9/t0ken", "JSON cannot be reached."),
        (
            "jsons://nobody.invalid/t0ken",
            "JSON cannot be reached: its address was not found, or this computer is offline.",
        ),
    ],
)
async def test_an_apprise_service_that_cannot_be_reached_says_so(url: str, expected: str) -> None:
    assert await deliver(_apprise(url), message()) == Fault(expected)


async def test_an_apprise_service_whose_certificate_is_not_trusted_says_so() -> None:
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("localhost").configure_cert(server)
    async with receiving(server) as receiver:
        fault = await deliver(_apprise(receiver.url.replace("https://", "jsons://")), message())
    assert fault == Fault("JSON has a certificate that this computer does not trust.")


def test_what_apprise_notes_is_kept_whoever_else_begins_and_ends_meanwhile() -> None:
    missed: list[list[str]] = []

    def listen() -> None:
        for number in range(2000):
            with apprise._notes() as noted:
                logging.getLogger("apprise").warning("%d", number)
            if noted != [str(number)]:
                missed.append(noted)

    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)  # so that threads take turns often
    try:
        threads = [threading.Thread(target=listen) for _ in range(12)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        sys.setswitchinterval(usual)
    assert missed == []


async def test_two_apprise_services_at_once_are_not_mistaken_for_each_other() -> None:
    async with receiving() as one, receiving() as other:
        one.usual, other.usual = answer(403), answer(503)
        faults = await asyncio.gather(
            *(deliver(_apprise(it.url.replace("http://", "json://")), message()) for it in (one, other) * 5)
        )
    assert ["403" in fault.sentence for fault in faults if fault] == [True, False] * 5


async def test_pagerduty_opens_and_closes_under_one_key() -> None:
    async with receiving() as receiver:
        settings = PagerDutySettings(kind="pagerduty", credential="pager", url=receiver.url)
        channel = PagerDutyChannel(settings, context({"pager": "routing-key-0123"}))
        assert await deliver(channel, message(label("page"), label("form"))) is None
        assert await deliver(channel, message(label("page", over=True), kind=MessageKind.RESOLVED)) is None
        await channel.close()
        page, form, over = [one.json() for one in receiver.received]
    assert page["dedup_key"] == over["dedup_key"] != form["dedup_key"]
    assert [one["event_action"] for one in (page, form, over)] == ["trigger", "trigger", "resolve"]
    assert page["payload"]["severity"] == "critical"
    assert page["routing_key"] == "routing-key-0123"
