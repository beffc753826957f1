"""Blackbaud: the stored refresh token is kept, a replaced one is told, limits are told from permissions."""

from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import parse_qsl

import pytest

from porchlight.demo.blackbaud import BlackbaudSimulator
from porchlight.demo.faults import Fault
from porchlight.demo.http_server import SimulatorServer
from porchlight.model.result import Measure, Result, Unit
from porchlight.model.status import Outcome, Reason
from tests.integration.probes.services import BLACKBAUD, MovableClock
from tests.support import Checker

pytestmark = pytest.mark.anyio
DATA = "/fundraising/v1/campaigns"
HOUR_MS = 3_600_000


@pytest.fixture
async def server() -> AsyncIterator[SimulatorServer]:
    async with SimulatorServer(BlackbaudSimulator()) as running:
        yield running


def sky(server: SimulatorServer) -> BlackbaudSimulator:
    assert isinstance(server.simulator, BlackbaudSimulator)
    return server.simulator


def component(server: SimulatorServer, **options: Any) -> Checker:
    return BLACKBAUD.checker(server.url, server.simulator, **options)


async def ask(server: SimulatorServer, **options: Any) -> Result:
    return await component(server, **options)()


async def test_the_stored_refresh_token_lives_on(server: SimulatorServer) -> None:
    clock = MovableClock()
    checker = component(server, clock=clock)
    for hours in range(4):
        clock.ahead_ms = hours * HOUR_MS
        assert (await checker()).outcome is Outcome.HEALTHY
    assert sky(server).issued == 4
    asked = [dict(parse_qsl(one.body.decode())) for one in server.requests if one.path == "/token"]
    assert {one["refresh_token"] for one in asked} == {BlackbaudSimulator().refresh_token}
    assert {one["preserve_refresh_token"] for one in asked} == {"true"}
    assert not any("client_secret" in one for one in asked)


async def test_a_refresh_token_that_is_replaced_all_the_same_is_used_and_told(server: SimulatorServer) -> None:
    sky(server).keeps_refresh_token = False
    clock = MovableClock()
    checker = component(server, clock=clock)
    for hours in range(4):
        clock.ahead_ms = hours * HOUR_MS
        result = await checker()
        assert (result.outcome, result.reason) == (Outcome.DEGRADED, Reason.AUTH), result.sentence
        assert "Give a new consent before you restart Porchlight" in result.sentence
    assert sky(server).issued == 4
    assert sky(server).refresh_token not in repr(result)


async def test_a_replaced_refresh_token_is_used_within_one_check_too(server: SimulatorServer) -> None:
    sky(server).keeps_refresh_token = False
    checker = component(server)
    await checker()
    sky(server).revoke_tokens()
    assert (await checker()).outcome is Outcome.DEGRADED
    assert sky(server).issued == 2


async def test_a_new_consent_takes_the_place_of_the_old_one(server: SimulatorServer) -> None:
    sky(server).keeps_refresh_token = False
    checker = component(server)
    await checker()
    sky(server).keeps_refresh_token = True
    sky(server).refresh_token = "newConsent"
    checker.secrets.values["blackbaud"] = BLACKBAUD.secret(server.simulator)
    result = await checker()
    assert result.outcome is Outcome.HEALTHY, result.sentence


async def test_a_consent_that_has_ended_is_told(server: SimulatorServer) -> None:
    checker = component(server)
    sky(server).refresh_token = "another"
    result = await checker()
    assert (result.outcome, result.reason) == (Outcome.ERROR, Reason.AUTH)
    assert "Give a new consent" in result.sentence


async def test_the_end_of_the_consent_is_seen_coming(server: SimulatorServer) -> None:
    result = await ask(server)
    assert result.measures["consent_days"] == Measure(365.0, Unit.DAYS)
    sky(server).refresh_token_expires_in = 20 * 86_400
    result = await ask(server)
    assert (result.outcome, result.reason) == (Outcome.DEGRADED, Reason.AUTH)
    assert "ends in 20 days" in result.sentence
    assert (await ask(server, consent_days=7)).outcome is Outcome.HEALTHY


async def test_an_end_that_is_not_told_is_no_fault(server: SimulatorServer) -> None:
    sky(server).refresh_token_expires_in = None
    result = await ask(server)
    assert (result.outcome, result.measures) == (Outcome.HEALTHY, {})


@pytest.mark.parametrize(
    ("fault", "outcome", "reason", "text"),
    [
        (Fault.QUOTA, Outcome.ERROR, Reason.QUOTA, "renewed in 6 min"),
        (Fault.FORBIDDEN, Outcome.ERROR, Reason.FORBIDDEN, "not allowed to read this"),
        (Fault.THROTTLED, Outcome.DEGRADED, Reason.THROTTLED, "wait 1 s"),
    ],
)
async def test_its_own_words_decide(
    server: SimulatorServer, fault: Fault, outcome: Outcome, reason: Reason, text: str
) -> None:
    server.fault = fault
    server.fault_on = lambda request: request.path == DATA
    result = await ask(server)
    assert (result.outcome, result.reason) == (outcome, reason)
    assert text in result.sentence


async def test_a_wrong_subscription_key_spends_no_second_token(server: SimulatorServer) -> None:
    checker = component(server)
    sky(server).subscription_key = "another"
    result = await checker()
    assert (result.outcome, result.reason) == (Outcome.ERROR, Reason.AUTH)
    assert result.sentence == "Blackbaud rejected the subscription key (401)."
    assert sky(server).issued == 1


async def test_a_wrong_secret_is_told_from_a_consent_that_ended(server: SimulatorServer) -> None:
    checker = component(server)
    sky(server).client_secret = "another"
    result = await checker()
    assert (result.reason, "ID and secret" in result.sentence) == (Reason.AUTH, True)


async def test_a_path_that_leads_nowhere_is_a_matter_of_the_settings(server: SimulatorServer) -> None:
    result = await ask(server, path="/gift/v9/none")
    assert (result.outcome, result.reason) == (Outcome.ERROR, Reason.CONFIGURATION)
