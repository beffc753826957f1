"""Classy: one token for many checks, renewed in time and once on a refusal; no donor is ever read."""

import json
from collections.abc import AsyncIterator

import pytest

from porchlight.demo.classy import ClassySimulator
from porchlight.demo.faults import Fault
from porchlight.demo.http_server import SimulatorServer
from porchlight.model.result import Result
from porchlight.model.status import Outcome, Reason
from porchlight.monitor.clock import SystemClock
from tests.support import Checker

pytestmark = pytest.mark.anyio


class MovableClock(SystemClock):
    """The real clock, with a wall that can be moved on."""

    ahead_ms = 0

    def now_ms(self) -> int:
        return super().now_ms() + self.ahead_ms


class Classy:
    """A simulator and a component that checks it."""

    def __init__(self, server: SimulatorServer, simulator: ClassySimulator) -> None:
        self.server = server
        self.simulator = simulator
        self.clock = MovableClock()
        self.checker = self.component()

    def component(self, secret: str | None = None, organization_id: int = 6789) -> Checker:
        given = {"client_id": self.simulator.client_id, "client_secret": self.simulator.client_secret}
        return Checker(
            {
                "kind": "classy",
                "organization_id": organization_id,
                "base_url": f"{self.server.url}/2.0",
                "token_url": f"{self.server.url}/oauth2/auth",
            },
            secrets={"classy": json.dumps(given) if secret is None else secret},
            timeout=1.0,
            clock=self.clock,
        )

    async def check(self) -> Result:
        return await self.checker()


@pytest.fixture
async def classy() -> AsyncIterator[Classy]:
    simulator = ClassySimulator()
    async with SimulatorServer(simulator) as server:
        yield Classy(server, simulator)
    asked = {(request.method, request.path) for request in server.requests}
    assert {path for method, path in asked if method != "GET"} <= {"/oauth2/auth"}
    assert not [path for _, path in asked if "supporters" in path or "transactions" in path]


async def test_one_token_serves_many_checks(classy: Classy) -> None:
    for _ in range(3):
        result = await classy.check()
        assert result.outcome is Outcome.HEALTHY, result.sentence
    assert classy.simulator.issued == 1
    assert result.measures["quota_limit"].value == 1800
    assert result.measures["quota_remaining"].value == 1797


async def test_a_token_is_renewed_a_minute_before_it_ends(classy: Classy) -> None:
    await classy.check()
    classy.clock.ahead_ms = (7200 - 61) * 1000
    await classy.check()
    assert classy.simulator.issued == 1
    classy.clock.ahead_ms = (7200 - 59) * 1000
    await classy.check()
    assert classy.simulator.issued == 2


async def test_a_refused_token_is_renewed_once(classy: Classy) -> None:
    await classy.check()
    classy.simulator.revoke_tokens()
    assert (await classy.check()).outcome is Outcome.HEALTHY
    assert classy.simulator.issued == 2


async def test_a_credential_out_of_force_is_told_after_one_new_token(classy: Classy) -> None:
    classy.server.fault = Fault.UNAUTHORIZED
    classy.server.fault_on = lambda request: request.path != "/oauth2/auth"
    result = await classy.check()
    assert (result.outcome, result.reason) == (Outcome.ERROR, Reason.AUTH)
    assert classy.simulator.issued == 2


@pytest.mark.parametrize("lifetime", [2, None])
async def test_a_short_or_unnamed_lifetime_is_lived_with(classy: Classy, lifetime: int | None) -> None:
    classy.simulator.token_lifetime = lifetime
    for _ in range(2):
        assert (await classy.check()).outcome is Outcome.HEALTHY


@pytest.mark.parametrize(
    ("secret", "reason"),
    [
        ("not json", Reason.SECRET_MISSING),
        ('{"client_id": "a"}', Reason.SECRET_MISSING),
        ('["a"]', Reason.SECRET_MISSING),
        ('{"client_id": "a", "client_secret": "wrong"}', Reason.AUTH),
    ],
)
async def test_a_wrong_credential_is_told_from_a_misshapen_one(classy: Classy, secret: str, reason: Reason) -> None:
    result = await classy.component(secret)()
    assert (result.outcome, result.reason) == (Outcome.ERROR, reason)


async def test_another_organisation_is_a_missing_permission(classy: Classy) -> None:
    result = await classy.component(organization_id=1)()
    assert (result.outcome, result.reason) == (Outcome.ERROR, Reason.FORBIDDEN)
    assert "organisation 1" in result.sentence


@pytest.mark.parametrize(
    ("fault", "outcome", "reason", "text"),
    [
        (Fault.FORBIDDEN, Outcome.ERROR, Reason.FORBIDDEN, "403"),
        (Fault.BOT_WALL, Outcome.UNKNOWN, Reason.BOT_PROTECTION, "bot protection"),
        (Fault.THROTTLED, Outcome.DEGRADED, Reason.THROTTLED, "wait 42 s"),
        (Fault.THROTTLED_BARE, Outcome.DEGRADED, Reason.THROTTLED, "429"),
        (Fault.SERVER_ERROR, Outcome.ERROR, Reason.HTTP_STATUS, "500"),
        (Fault.BAD_GATEWAY, Outcome.ERROR, Reason.HTTP_STATUS, "502"),
        (Fault.UNAVAILABLE, Outcome.ERROR, Reason.HTTP_STATUS, "503"),
        (Fault.HTML, Outcome.UNKNOWN, Reason.CAPTIVE_PORTAL, "web page"),
        (Fault.CAPTIVE_PORTAL, Outcome.UNKNOWN, Reason.CAPTIVE_PORTAL, "portal.local"),
        (Fault.MALFORMED_JSON, Outcome.ERROR, Reason.CONTENT, "not the JSON"),
        (Fault.WRONG_TYPE, Outcome.ERROR, Reason.CONTENT, "not the JSON"),
        (Fault.CUT_SHORT, Outcome.ERROR, Reason.CONTENT, "cut short"),
        (Fault.HUGE, Outcome.ERROR, Reason.CONTENT, "not the JSON"),
        (Fault.HANG, Outcome.ERROR, Reason.TIMEOUT, "within 1 s"),
        (Fault.RESET, Outcome.ERROR, Reason.REFUSED, "dropped"),
        (Fault.NOT_HTTP, Outcome.ERROR, Reason.CONTENT, "not HTTP"),
    ],
)
@pytest.mark.parametrize("on_token", [True, False])
async def test_each_fault_has_its_reason_on_token_and_data(
    classy: Classy, on_token: bool, fault: Fault, outcome: Outcome, reason: Reason, text: str
) -> None:
    classy.server.fault = fault
    classy.server.fault_on = lambda request: (request.path == "/oauth2/auth") is on_token
    result = await classy.check()
    assert (result.outcome, result.reason) == (outcome, reason), result.sentence
    if not (on_token and fault is Fault.THROTTLED):
        assert text in result.sentence
    for secret in (classy.simulator.client_secret, *classy.simulator.tokens):
        assert secret not in repr(result)


async def test_the_program_names_itself(classy: Classy) -> None:
    await classy.check()
    assert all(request.headers["user-agent"].startswith("Porchlight/") for request in classy.server.requests)
