"""HubSpot: the account, the day's allowance, and its limits told apart."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from porchlight.demo.faults import Fault
from porchlight.demo.http_server import Answer, SimulatorServer
from porchlight.demo.hubspot import HubSpotSimulator, expired, too_many
from porchlight.model.result import Measure, Result, Unit
from porchlight.model.status import Outcome, Reason
from tests.integration.probes.services import HUBSPOT

pytestmark = pytest.mark.anyio


@pytest.fixture
async def server() -> AsyncIterator[SimulatorServer]:
    async with SimulatorServer(HubSpotSimulator()) as running:
        yield running


def hub(server: SimulatorServer) -> HubSpotSimulator:
    assert isinstance(server.simulator, HubSpotSimulator)
    return server.simulator


async def ask(server: SimulatorServer, **options: Any) -> Result:
    return await HUBSPOT.checker(server.url, server.simulator, **options)()


async def test_the_days_allowance_is_told(server: SimulatorServer) -> None:
    result = await ask(server)
    assert result.sentence == ("The API answers for account 1234567. Used: 1,200 of the day's 250,000 requests.")
    assert result.measures["quota_used"] == Measure(0.5, Unit.PERCENT, limit=100)
    assert result.measures["quota_remaining"] == Measure(248_800, Unit.COUNT)
    assert result.details["region"] == "na1"


@pytest.mark.parametrize("status", ["FAILURE", "NOTFOUND", "TIMEOUT", "SOMETHING_NEW"])
async def test_a_usage_that_hubspot_does_not_know_is_not_believed(server: SimulatorServer, status: str) -> None:
    hub(server).fetch_status = status
    result = await ask(server)
    assert result.outcome is Outcome.HEALTHY
    assert result.measures == {}


async def test_an_account_without_usage_is_healthy_all_the_same(server: SimulatorServer) -> None:
    hub(server).reports_usage = False
    result = await ask(server)
    assert result.outcome is Outcome.HEALTHY
    assert "does not report" in result.sentence


async def test_nothing_left_is_told(server: SimulatorServer) -> None:
    hub(server).used = 250_000
    result = await ask(server)
    assert (result.outcome, result.reason) == (Outcome.DEGRADED, Reason.QUOTA)


async def test_the_token_of_another_account_is_told(server: SimulatorServer) -> None:
    assert (await ask(server, account_id=1234567)).outcome is Outcome.HEALTHY
    result = await ask(server, account_id=7)
    assert (result.outcome, result.reason) == (Outcome.ERROR, Reason.CONFIGURATION)
    assert result.sentence == "The token belongs to account 1234567, not to 7."


async def test_paths_with_a_date_can_be_used(server: SimulatorServer) -> None:
    hub(server).version = "2026-03"
    assert (await ask(server, api_version="2026-03")).outcome is Outcome.HEALTHY
    result = await ask(server)
    assert (result.reason, "version v3" in result.sentence) == (Reason.CONFIGURATION, True)


@pytest.mark.parametrize(
    ("fault", "outcome", "reason", "text"),
    [
        (Fault.UNAUTHORIZED, Outcome.ERROR, Reason.AUTH, "rotated"),
        (Fault.FORBIDDEN, Outcome.ERROR, Reason.FORBIDDEN, "Missing scopes: account-info.security.read"),
        (Fault.QUOTA, Outcome.ERROR, Reason.QUOTA, "midnight in the account's time zone"),
        (Fault.THROTTLED, Outcome.DEGRADED, Reason.THROTTLED, "wait 10 s"),
        (Fault.SERVER_ERROR, Outcome.ERROR, Reason.HTTP_STATUS, "500, “INTERNAL_ERROR”"),
    ],
)
async def test_its_own_words_decide(
    server: SimulatorServer, fault: Fault, outcome: Outcome, reason: Reason, text: str
) -> None:
    server.fault = fault
    result = await ask(server)
    assert (result.outcome, result.reason) == (outcome, reason)
    assert text in result.sentence
    assert result.details["request_id"] == "aeb5f871-7f07-4993-9211-075dc63e7cbf"


@pytest.mark.parametrize(
    ("answer", "outcome", "reason", "text"),
    [
        (expired(), Outcome.ERROR, Reason.AUTH, "It has expired"),
        (too_many("SECONDLY"), Outcome.DEGRADED, Reason.THROTTLED, "wait 1 s"),
        (Answer(423), Outcome.DEGRADED, Reason.THROTTLED, "423"),
        (Answer(477, b"", {"Retry-After": "3600"}), Outcome.DEGRADED, Reason.UNAVAILABLE, "another data centre"),
        (Answer(522), Outcome.ERROR, Reason.HTTP_STATUS, "522"),
    ],
)
async def test_its_rarer_refusals(
    server: SimulatorServer,
    monkeypatch: pytest.MonkeyPatch,
    answer: Answer,
    outcome: Outcome,
    reason: Reason,
    text: str,
) -> None:
    monkeypatch.setattr(HubSpotSimulator, "refuse", lambda self, fault: answer)
    server.fault = Fault.THROTTLED
    result = await ask(server)
    assert (result.outcome, result.reason) == (outcome, reason)
    assert text in result.sentence
