"""Salesforce: its limits as measures, its own refusals, and a token that stays at the My Domain host."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from porchlight.demo.faults import Fault
from porchlight.demo.http_server import SimulatorServer
from porchlight.demo.salesforce import SalesforceSimulator
from porchlight.model.result import Measure, Result, Unit
from porchlight.model.status import Outcome, Reason
from tests.integration.probes.services import SALESFORCE

pytestmark = pytest.mark.anyio
LIMITS = "/services/data/v68.0/limits"
TOKEN = "/services/oauth2/token"


@pytest.fixture
async def server() -> AsyncIterator[SimulatorServer]:
    async with SimulatorServer(SalesforceSimulator()) as running:
        yield running


def org(server: SimulatorServer) -> SalesforceSimulator:
    assert isinstance(server.simulator, SalesforceSimulator)
    return server.simulator


async def ask(server: SimulatorServer, **options: Any) -> Result:
    return await SALESFORCE.checker(server.url, server.simulator, **options)()


async def test_the_limits_are_measures_that_run_against_something(server: SimulatorServer) -> None:
    result = await ask(server)
    assert result.sentence == "The API answers. Used: 1,790 of the day's 100,000 requests."
    assert result.measures["quota_used"] == Measure(1.8, Unit.PERCENT, limit=100)
    assert result.measures["quota_remaining"] == Measure(98_210, Unit.COUNT)
    assert result.measures["data_storage"] == Measure(1000 * 2**20, Unit.BYTES, limit=1073 * 2**20)
    assert result.measures["single_emails"] == Measure(1000, Unit.COUNT, limit=5000)


async def test_a_user_who_may_not_see_the_limits_is_no_fault(server: SimulatorServer) -> None:
    org(server).sees_limits = False
    result = await ask(server)
    assert result.outcome is Outcome.HEALTHY
    assert "View Setup and Configuration" in result.sentence
    assert result.measures["quota_limit"].value == 100_000


async def test_nothing_left_is_told_while_calls_still_get_through(server: SimulatorServer) -> None:
    org(server).remaining = 0
    result = await ask(server)
    assert (result.outcome, result.reason) == (Outcome.DEGRADED, Reason.QUOTA)
    assert result.sentence == "All of the day's 100,000 requests are used."


@pytest.mark.parametrize(
    ("fault", "reason", "text"),
    [
        (Fault.QUOTA, Reason.QUOTA, "used up the day's API requests (403)"),
        (Fault.FORBIDDEN, Reason.FORBIDDEN, "“API_DISABLED_FOR_ORG”"),
        (Fault.SERVER_ERROR, Reason.HTTP_STATUS, "500, “UNKNOWN_EXCEPTION”"),
        (Fault.UNAUTHORIZED, Reason.AUTH, "new token was rejected"),
    ],
)
async def test_its_own_words_decide(server: SimulatorServer, fault: Fault, reason: Reason, text: str) -> None:
    server.fault = fault
    server.fault_on = lambda request: request.path == LIMITS
    result = await ask(server)
    assert (result.outcome, result.reason) == (Outcome.ERROR, reason)
    assert text in result.sentence


@pytest.mark.parametrize(
    ("refusal", "outcome", "reason", "text"),
    [
        (("invalid_grant", "request not supported on this domain"), Outcome.ERROR, Reason.CONFIGURATION, "My Domain"),
        (("invalid_grant", "no client credentials user enabled"), Outcome.ERROR, Reason.CONFIGURATION, "run-as user"),
        (("unsupported_grant_type", "x"), Outcome.ERROR, Reason.CONFIGURATION, "client credentials flow"),
        (("inactive_user", "x"), Outcome.ERROR, Reason.ACCOUNT, "not active"),
        (("inactive_org", "x"), Outcome.ERROR, Reason.ACCOUNT, "locked, closed or suspended"),
        (("unknown_error", "retry your request"), Outcome.ERROR, Reason.UNAVAILABLE, "(400, “unknown_error”)"),
        (("server_error", "x"), Outcome.ERROR, Reason.UNAVAILABLE, "at the moment"),
        (("invalid_grant", "ip restricted"), Outcome.ERROR, Reason.BLOCKED, "this computer's address"),
        (("invalid_grant", "invalid login hours"), Outcome.ERROR, Reason.ACCOUNT, "at this hour"),
        (("invalid_grant", "something else"), Outcome.ERROR, Reason.HTTP_STATUS, "without saying that"),
        (("invalid_app_access", "x"), Outcome.ERROR, Reason.FORBIDDEN, "not approved"),
        (("rate_limit_exceeded", "x"), Outcome.DEGRADED, Reason.THROTTLED, "tokens"),
        (("invalid_client", "x"), Outcome.ERROR, Reason.AUTH, "“invalid_client”"),
    ],
)
async def test_why_there_is_no_token(
    server: SimulatorServer, refusal: tuple[str, str], outcome: Outcome, reason: Reason, text: str
) -> None:
    org(server).token_refusal = refusal
    result = await ask(server)
    assert (result.outcome, result.reason) == (outcome, reason)
    assert text in result.sentence


async def test_a_wrong_secret_is_rejected(server: SimulatorServer) -> None:
    result = await ask(server, secret='{"client_id": "3MVG9demo", "client_secret": "wrong-one"}')
    assert result.reason is Reason.AUTH
    assert "wrong-one" not in result.sentence


async def test_a_token_is_never_taken_to_the_host_that_its_answer_names(server: SimulatorServer) -> None:
    async with SimulatorServer(SalesforceSimulator()) as elsewhere:
        org(server).instance_url = elsewhere.url
        assert (await ask(server)).outcome is Outcome.HEALTHY
        assert elsewhere.requests == []


async def test_the_list_of_versions_gets_no_credential_and_is_asked_once(server: SimulatorServer) -> None:
    checker = SALESFORCE.checker(server.url, server.simulator)
    for _ in range(2):
        await checker()
    await checker.close()
    asked = [request for request in server.requests if request.path == "/services/data/"]
    assert len(asked) == 1
    assert "authorization" not in asked[0].headers


async def test_a_version_that_is_given_is_used_and_told_when_it_is_gone(server: SimulatorServer) -> None:
    result = await ask(server, api_version="41.0")
    assert (result.outcome, result.reason) == (Outcome.ERROR, Reason.CONFIGURATION)
    assert "API version 41.0" in result.sentence
    assert [request.path for request in server.requests] == [TOKEN, "/services/data/v41.0/limits"]


async def test_a_new_version_is_found_when_the_old_one_is_gone(server: SimulatorServer) -> None:
    checker = SALESFORCE.checker(server.url, server.simulator)
    assert (await checker()).outcome is Outcome.HEALTHY
    org(server).versions = ("69.0",)
    assert (await checker()).reason is Reason.CONFIGURATION
    assert (await checker()).outcome is Outcome.HEALTHY
    await checker.close()


@pytest.mark.parametrize(
    "address", ["https://login.salesforce.com", "https://test.salesforce.com", "https://x.my.salesforce.com/services"]
)
def test_only_a_my_domain_address_is_taken(address: str) -> None:
    with pytest.raises(AssertionError, match="My Domain"):
        SALESFORCE.checker(address, SalesforceSimulator())
