"""Apprise and PagerDuty, against a receiver on loopback."""

import pytest
from app.alerts.channels.apprise import AppriseChannel, AppriseSettings
from app.alerts.channels.pagerduty import PagerDutyChannel, PagerDutySettings
from app.alerts.dispatcher import deliver
from app.model.message import MessageKind
from tests.integration.alerts.messages import context, message, told
from tests.integration.alerts.receiver import answer, receiving

pytestmark = pytest.mark.anyio


async def test_apprise_delivers_and_tells_what_kind_it_is() -> None:
    async with receiving() as receiver:
        url = receiver.url.replace("http://", "json://")
        channel = AppriseChannel(AppriseSettings(kind="apprise", credential="team"), context({"team": url}))
        assert await deliver(channel, message()) is None
        assert await deliver(channel, message(told(over=True), kind=MessageKind.RESOLVED)) is None
        bodies = [one.json() for one in receiver.received]
    assert [body["type"] for body in bodies] == ["failure", "success"]
    assert bodies[0]["title"] == "Page: down"


@pytest.mark.parametrize("url", ["", "nonsense", "slack://T1JJ3T3L2", "https://", "unknown://x/y"])
async def test_an_apprise_address_that_does_not_parse_is_told_without_repeating_it(url: str) -> None:
    channel = AppriseChannel(AppriseSettings(kind="apprise", credential="team"), context({"team": url}))
    fault = await deliver(channel, message())
    assert fault is not None
    assert fault.permanent
    assert not url or url not in fault.sentence


async def test_an_apprise_service_that_refuses_is_told() -> None:
    async with receiving() as receiver:
        receiver.usual = answer(403)
        url = receiver.url.replace("http://", "json://")
        channel = AppriseChannel(AppriseSettings(kind="apprise", credential="team"), context({"team": url}))
        fault = await deliver(channel, message())
    assert fault is not None
    assert "did not take the message" in fault.sentence


async def test_pagerduty_opens_and_closes_under_one_key() -> None:
    async with receiving() as receiver:
        settings = PagerDutySettings(kind="pagerduty", credential="pager", url=receiver.url)
        channel = PagerDutyChannel(settings, context({"pager": "routing-key-0123"}))
        assert await deliver(channel, message(told("page"), told("form"))) is None
        assert await deliver(channel, message(told("page", over=True), kind=MessageKind.RESOLVED)) is None
        await channel.close()
        page, form, over = [one.json() for one in receiver.received]
    assert page["dedup_key"] == over["dedup_key"] != form["dedup_key"]
    assert [one["event_action"] for one in (page, form, over)] == ["trigger", "trigger", "resolve"]
    assert page["payload"]["severity"] == "critical"
    assert page["routing_key"] == "routing-key-0123"
