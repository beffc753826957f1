"""Each channel writes in its own language: the same alert, also when it is sent again after a restart."""

from typing import Any

import pytest

from porchlight.alerts.channels.registry import find_kind
from porchlight.history.memory import MemoryStore
from porchlight.model.status import Status
from porchlight.settings.alerting import AlertingParser
from tests.integration.alerts.receiver import Receiver, answer, receiving
from tests.integration.alerts.test_service import Run, running, until

pytestmark = pytest.mark.anyio

QUOTA: dict[str, Any] = {"channels": ["es", "en"], "cooldown": "1s"}


def both(spanish: Receiver, english: Receiver, **rule: Any) -> dict[str, Any]:
    return {
        "alerts": {"builtin": True},
        "rules": {"quota-nearly-used": {**QUOTA, **rule}},
        "channels": {
            "es": {"kind": "webhook", "url": spanish.url, "language": "es"},
            "en": {"kind": "webhook", "url": english.url},
        },
    }


def use_quota(run: Run, percent: float, name: str = "page") -> None:
    run.story.at = run.clock.now_ms()
    run.story.check(Status.HEALTHY, name, measures={"quota_used": percent})
    run.alerting.observe(run.story.views[name], checked=True)


async def test_the_same_alert_in_the_language_of_each_channel_from_its_beginning_to_its_end() -> None:
    async with receiving() as spanish, receiving() as english, running(both(spanish, english)) as run:
        use_quota(run, 91)
        (es,), (en,) = await spanish.wait_for(1), await english.wait_for(1)
        assert (en.json()["title"], en.json()["alert"]["message"]) == (
            "Page: A quota is nearly used up",
            "91% of its quota is used.",
        )
        assert es.json()["title"] == "Page: Una cuota está casi agotada"
        assert es.json()["alert"]["message"].startswith("Se ha usado el 91")
        assert es.json()["event"] == en.json()["event"]
        use_quota(run, 10)
        use_quota(run, 10)
        await spanish.wait_for(2)
        await english.wait_for(2)
        assert english.received[1].json()["title"].startswith("Page: resolved after ")
        assert spanish.received[1].json()["title"].startswith("Page: resuelto después de ")
        assert "Qué ocurrió: Se ha usado el 91" in spanish.received[1].json()["alert"]["message"]


@pytest.mark.logs_warnings
async def test_a_message_that_is_sent_again_after_a_restart_keeps_the_language_of_its_channel() -> None:
    store = MemoryStore()
    async with receiving() as spanish, receiving() as english:
        spanish.answers.append(answer(503))
        async with running(both(spanish, english), store) as run:
            use_quota(run, 91)
            await spanish.wait_for(1)
            await until(lambda: [one for one in store.notifications.values() if one.error])
        async with running(both(spanish, english), store):
            await spanish.wait_for(2)
    first, again = spanish.received
    assert again.json()["alert"]["message"] == first.json()["alert"]["message"]
    assert again.json()["alert"]["message"].startswith("Se ha usado el 91")


async def test_a_rules_own_text_and_a_hostile_name_stay_as_they_are_in_every_language() -> None:
    hostile = "{n} <b>A quota is nearly used up</b>"
    own = {"name": hostile, "message": "Call Anna: {component.name} {rule.name}"}
    async with receiving() as spanish, receiving() as english, running(both(spanish, english, **own)) as run:
        use_quota(run, 91)
        (es,), (en,) = await spanish.wait_for(1), await english.wait_for(1)
        for one in (es.json(), en.json()):
            assert one["title"] == f"Page: {hostile}"
            assert one["alert"]["message"] == f"Call Anna: Page {hostile}"


async def test_a_test_message_speaks_the_language_of_its_channel() -> None:
    async with receiving() as spanish, receiving() as english, running(both(spanish, english)) as run:
        assert await run.alerting.test_channel("es") is None
        assert await run.alerting.test_rule("quota-nearly-used") == {"es": None, "en": None}
        titles = [one.json()["title"] for one in spanish.received]
        assert titles == ["Porchlight: mensaje de prueba", "Prueba de «Una cuota está casi agotada»"]
        assert english.received[0].json()["title"] == "Test of “A quota is nearly used up”"


def test_an_unknown_language_is_a_fault_that_lists_those_there_are() -> None:
    document = {"channels": {"ops": {"kind": "console", "language": "tlh"}}}
    parser = AlertingParser(document, "", {}, find_kind)
    parser.parse()
    (fault,) = parser.problems
    assert fault.key == "channels.ops.language"
    assert '"es" (Español)' in str(fault)
