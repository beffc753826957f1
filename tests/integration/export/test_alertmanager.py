"""Alerts to an Alertmanager: the real one groups, tells, hears again what fires, and resolves."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from porchlight.alerts.channels.alertmanager import AlertmanagerChannel, AlertmanagerSettings
from porchlight.alerts.channels.answer import deliver
from porchlight.demo.faults import Fault as Misbehaviour
from porchlight.demo.website import WebsiteSimulator
from porchlight.language.english import english
from porchlight.model.message import MessageKind
from porchlight.model.times import iso
from porchlight.settings.file import explain_faults
from tests.integration.alerts.messages import AT_MS, context, label, message
from tests.integration.alerts.receiver import HANG, answer, receiving
from tests.integration.alerts.test_itself import running
from tests.integration.export.served import Server, alertmanager
from tests.integration.simulators import Beside, beside

pytestmark = pytest.mark.anyio


def settings(url: str, **more: object) -> AlertmanagerSettings:
    return AlertmanagerSettings.model_validate({"kind": "alertmanager", "url": url, **more})


async def until(holds: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(60):
        while not await holds():  # noqa: ASYNC110 - what is waited for has no event
            await asyncio.sleep(0.05)


async def active(server: Server) -> dict[str, Any]:
    """The alerts that fire there, by component."""
    return {one["labels"].get("component", ""): one for one in await server.get("/api/v2/alerts")}


def routed_to(url: str) -> str:
    return f"""
        route:
          receiver: hook
          group_by: [alertname]
          group_wait: 1s
          group_interval: 1s
          repeat_interval: 1h
        receivers:
          - name: hook
            webhook_configs: [{{url: "{url}", send_resolved: true}}]
    """


def watched(url: str, site: Beside) -> str:
    pages = "\n".join(
        f"""
        [components.{name}]
        kind = "http"
        url = "{site.url}/{name}"
        interval = "1s"
        confirmations = 0
        """
        for name in ("page", "form")
    )
    return f"""
        [alerts]
        builtin = false
        [channels.team]
        kind = "alertmanager"
        url = "{url}"
        labels = {{ team = "fundraising" }}
        generator_url = "https://grafana.example.org/d/porchlight?var-component={{component}}"
        [rules.down]
        name = "Something is down"
        when = {{ component = "*", status = "error" }}
        severity = "high"
        channels = ["team"]
        {pages}
    """


async def test_a_real_alertmanager_groups_tells_and_resolves(tmp_path: Path) -> None:
    with beside(WebsiteSimulator()) as site:
        site.fail(Misbehaviour.UNAVAILABLE)
        async with receiving() as hook, alertmanager(tmp_path, routed_to(hook.url)) as server:
            async with running(tmp_path / "data", watched(server.url, site), print):

                async def both() -> bool:
                    return (await active(server)).keys() == {"page", "form"}

                async def none() -> bool:
                    return not await active(server)

                await until(both)
                (first,) = (await hook.wait_for(1))[:1]
                page = (await active(server))["page"]
                assert page["labels"] == {
                    "alertname": "down",
                    "component": "page",
                    "severity": "error",
                    "source": "porchlight",
                    "team": "fundraising",
                }
                assert page["annotations"]["summary"] == "page: Something is down"
                assert "503" in page["annotations"]["description"]
                assert page["annotations"]["recommendation"]
                assert page["generatorURL"] == "https://grafana.example.org/d/porchlight?var-component=page"
                group = first.json()
                assert (group["status"], group["groupLabels"]) == ("firing", {"alertname": "down"})
                assert len(group["alerts"]) == 2  # one message for both
                site.fail(Misbehaviour.NONE)
                await until(none)
            async with asyncio.timeout(60):
                while hook.received[-1].json()["status"] != "resolved":  # noqa: ASYNC110
                    await asyncio.sleep(0.05)


RESENT = 'kind = "alertmanager"\nresend = "10s"'


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """What fires is sent again every second; the settings allow no such haste."""
    monkeypatch.setattr(AlertmanagerChannel, "resend", 1.0)


@pytest.mark.usefixtures("hasty")
async def test_what_fires_is_told_again_and_after_a_restart_too(tmp_path: Path) -> None:
    """An Alertmanager keeps its alerts in memory alone: one that was restarted knows none."""
    with beside(WebsiteSimulator()) as site:
        site.fail(Misbehaviour.UNAVAILABLE)
        async with receiving() as receiver:
            text = watched(receiver.url, site).replace('kind = "alertmanager"', RESENT)
            async with running(tmp_path, text, print) as porchlight:
                await receiver.wait_for(1)
                await receiver.wait_for(5)
                await porchlight.flush()
            before = len(receiver.received)
            async with running(tmp_path, text, print):
                await receiver.wait_for(before + 1)
            bodies = [one.json() for one in receiver.received]
    assert {one["labels"]["component"] for one in bodies[-1]} == {"page", "form"}
    starts = {one["startsAt"] for body in bodies for one in body if one["labels"]["component"] == "page"}
    ends = [one["endsAt"] for body in bodies for one in body if one["labels"]["component"] == "page"]
    assert len(starts) == 1
    assert ends == sorted(ends)
    assert ends[0] < ends[-1]


@pytest.mark.usefixtures("hasty")
@pytest.mark.logs_warnings
async def test_one_that_cannot_be_told_again_is_said_and_so_is_its_end(tmp_path: Path) -> None:
    with beside(WebsiteSimulator()) as site:
        site.fail(Misbehaviour.UNAVAILABLE)
        async with receiving() as receiver, running(tmp_path, watched(receiver.url, site), print) as porchlight:
            await receiver.wait_for(1)
            receiver.usual = answer(503)

            async def failed() -> bool:
                return "error of its own" in english(porchlight.snapshot().undelivered.get("team", ""))

            async def works() -> bool:
                return not porchlight.snapshot().undelivered

            await until(failed)
            receiver.usual = answer(200)
            await until(works)


async def test_nothing_is_told_again_that_is_over_by_then() -> None:
    """While the end is on its way, what fires waits, and then finds that nothing does."""
    firing = [label()]
    async with receiving() as receiver:
        receiver.answers.append(HANG)
        channel = AlertmanagerChannel(settings(receiver.url, timeout="1s"), context())
        ending = asyncio.create_task(deliver(channel, message(label(over=True), kind=MessageKind.RESOLVED)))
        await receiver.wait_for(1)
        telling = asyncio.create_task(channel.send_firing(lambda: firing, lambda: AT_MS))
        await asyncio.sleep(0)
        firing.clear()
        assert await ending is not None  # it hung, and is tried again by the outbox
        assert await telling is None
        await channel.close()
        assert len(receiver.received) == 1


async def test_times_are_as_an_alertmanager_wants_them() -> None:
    async with receiving() as receiver:
        channel = AlertmanagerChannel(settings(receiver.url + "/", resend="60s"), context())
        assert await deliver(channel, message()) is None
        assert await deliver(channel, message(label(over=True), kind=MessageKind.RESOLVED)) is None
        assert await deliver(channel, message(kind=MessageKind.TEST)) is None
        assert await channel.send_firing(lambda: [label(), label("form")], lambda: AT_MS + 60_000) is None
        assert await channel.send_firing(list, lambda: AT_MS) is None
        await channel.close()
        (firing,), (over,), (test,), again = [one.json() for one in receiver.received]
        assert {one.path for one in receiver.received} == {"/hook/api/v2/alerts"}
    assert firing["startsAt"] == iso(AT_MS)
    assert firing["endsAt"] == iso(AT_MS + 240_000)
    assert over["endsAt"] == iso(AT_MS + 600_000)
    assert over["labels"] == firing["labels"]
    assert test["labels"]["alertname"] == "porchlight-test"
    assert [one["endsAt"] for one in again] == [iso(AT_MS + 300_000)] * 2
    assert "generatorURL" not in firing


@pytest.mark.parametrize(("username", "sent"), [(None, "Bearer pass/word"), ("porch", "Basic cG9yY2g6cGFzcy93b3Jk")])
async def test_a_password_comes_from_the_keyring(username: str | None, sent: str) -> None:
    async with receiving() as receiver:
        given = settings(receiver.url, credential="am", username=username)
        channel = AlertmanagerChannel(given, context({"am": "pass/word"}))
        assert await deliver(channel, message()) is None
        receiver.usual = answer(401)
        fault = await deliver(channel, message())
        await channel.close()
    assert receiver.received[0].headers["authorization"] == sent
    assert fault is not None
    assert fault.permanent
    assert "pass/word" not in fault.sentence


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"url": "alertmanager:9093"}, "address such as"),
        ({"url": "http://user:pass@alertmanager:9093"}, "contains a password"),
        ({"url": "http://am:9093", "labels": {"my-team": "x"}}, "cannot be the name of a label"),
        ({"url": "http://am:9093", "resend": "1s"}, ""),
    ],
)
def test_settings_that_cannot_work_are_told(more: dict[str, Any], expected: str) -> None:
    faults = explain_faults(AlertmanagerSettings, {"kind": "alertmanager", **more})
    assert expected in " ".join(faults.values())
    assert faults
