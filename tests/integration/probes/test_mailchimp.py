"""Mailchimp: the ping, the audience, and every way in which it refuses."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from porchlight.demo.faults import Fault
from porchlight.demo.http_server import Answer, Request, SimulatorServer
from porchlight.demo.mailchimp import MailchimpSimulator
from porchlight.model.result import Result
from porchlight.model.status import Outcome, Reason
from tests.support import check

pytestmark = pytest.mark.anyio
SIMULATOR = MailchimpSimulator()


@pytest.fixture
async def server() -> AsyncIterator[SimulatorServer]:
    async with SimulatorServer(MailchimpSimulator()) as running:
        yield running
    assert {request.method for request in running.requests} <= {"GET"}


async def ask(server: SimulatorServer, key: str = SIMULATOR.api_key, **settings: object) -> Result:
    return await check(
        {"kind": "mailchimp", "base_url": server.url, **settings}, secrets={"mailchimp": key}, timeout=1.0
    )


async def test_the_ping_alone_touches_no_audience(server: SimulatorServer) -> None:
    result = await ask(server)
    assert result.outcome is Outcome.HEALTHY
    assert [request.path for request in server.requests] == ["/3.0/ping"]


async def test_the_audience_is_told_by_name_and_number(server: SimulatorServer) -> None:
    result = await ask(server, list_id=SIMULATOR.list_id)
    assert result.sentence == "The audience “Donors” has 5,189 members."
    assert result.measures["members"].value == 5189
    assert result.measures["unsubscribed"].value == 41
    assert "contact" not in server.requests[-1].query["fields"]


async def test_an_audience_without_a_name_leaves_no_hole_in_the_sentence() -> None:
    class Nameless(MailchimpSimulator):
        def answer(self, request: Request) -> Answer:
            answer = MailchimpSimulator.answer(self, request)
            return replace(answer, body=answer.body.replace(b'"Donors"', b'""'))

    async with SimulatorServer(Nameless()) as server:
        result = await ask(server, list_id=SIMULATOR.list_id)
    assert result.sentence == "The audience “(no name)” has 5,189 members."


async def test_an_unknown_audience_is_a_matter_of_the_settings(server: SimulatorServer) -> None:
    result = await ask(server, list_id="0000000000")
    assert (result.outcome, result.reason) == (Outcome.ERROR, Reason.CONFIGURATION)


async def test_a_key_without_its_data_centre_is_told_before_anything_is_sent() -> None:
    result = await check({"kind": "mailchimp"}, secrets={"mailchimp": "0123456789abcdef"})
    assert result.reason is Reason.SECRET_MISSING
    assert "0123456789abcdef" not in result.sentence


@pytest.mark.parametrize(
    ("fault", "outcome", "reason", "text"),
    [
        (Fault.UNAUTHORIZED, Outcome.ERROR, Reason.AUTH, "revoked, or belongs to another data centre"),
        (Fault.FORBIDDEN, Outcome.ERROR, Reason.FORBIDDEN, "Mailchimp answered 403, “Forbidden”"),
        (Fault.FORBIDDEN_BARE, Outcome.DEGRADED, Reason.THROTTLED, "after too many requests"),
        (Fault.QUOTA, Outcome.DEGRADED, Reason.THROTTLED, "after too many requests"),
        (Fault.BOT_WALL, Outcome.UNKNOWN, Reason.BOT_PROTECTION, "bot protection"),
        (Fault.THROTTLED, Outcome.DEGRADED, Reason.THROTTLED, "Too Many Requests"),
        (Fault.THROTTLED_BARE, Outcome.DEGRADED, Reason.THROTTLED, "429"),
        (Fault.SERVER_ERROR, Outcome.ERROR, Reason.HTTP_STATUS, "“Internal Server Error”"),
        (Fault.BAD_GATEWAY, Outcome.ERROR, Reason.HTTP_STATUS, "502"),
        (Fault.UNAVAILABLE, Outcome.ERROR, Reason.HTTP_STATUS, "503"),
        (Fault.HTML, Outcome.UNKNOWN, Reason.CAPTIVE_PORTAL, "web page"),
        (Fault.CAPTIVE_PORTAL, Outcome.UNKNOWN, Reason.CAPTIVE_PORTAL, "portal.local"),
        (Fault.MALFORMED_JSON, Outcome.ERROR, Reason.CONTENT, "not the JSON"),
        (Fault.WRONG_TYPE, Outcome.ERROR, Reason.CONTENT, "not the JSON"),
        (Fault.CUT_SHORT, Outcome.ERROR, Reason.CONTENT, "cut short"),
        (Fault.ENDLESS, Outcome.ERROR, Reason.CONTENT, "not the JSON"),
        (Fault.HANG_AFTER_HEADERS, Outcome.ERROR, Reason.TIMEOUT, "within 1 s"),
        (Fault.RESET, Outcome.ERROR, Reason.REFUSED, "dropped"),
    ],
)
@pytest.mark.parametrize("path", ["/3.0/ping", "/3.0/lists/57afe96172"])
async def test_each_fault_has_its_reason_on_either_call(
    server: SimulatorServer, path: str, fault: Fault, outcome: Outcome, reason: Reason, text: str
) -> None:
    server.fault = fault
    server.fault_on = lambda request: request.path == path
    result = await ask(server, list_id=SIMULATOR.list_id)
    assert (result.outcome, result.reason) == (outcome, reason), result.sentence
    assert text in result.sentence
    assert SIMULATOR.api_key not in repr(result)


async def test_a_wrong_key_is_rejected_in_the_vendors_way(server: SimulatorServer) -> None:
    result = await ask(server, key="00000000000000000000000000000000-us19")
    assert result.reason is Reason.AUTH
