"""Every service meets every fault, on each call: the right reason, a plain sentence, nothing let out."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any

import pytest

from porchlight.demo.faults import Fault
from porchlight.demo.http_server import Answer, Request, Simulator, SimulatorServer
from porchlight.model.result import Result
from porchlight.model.status import Outcome, Reason
from tests.integration.probes.services import BLACKBAUD, PAYPAL, SALESFORCE, SERVICES, Service
from tests.sentences import assert_is_read_in_spanish
from tests.support import check

pytestmark = pytest.mark.anyio
CALLS = [pytest.param(one, path, id=f"{one.kind}{path}") for one in SERVICES for path in one.paths]
ALL = [pytest.param(one, id=one.kind) for one in SERVICES]
HANGING = 0.3
"""Seconds that are waited for an answer that never comes."""


def _secrets_of(service: Service, secret: str) -> list[str]:
    """What must not be read anywhere."""
    try:
        document = json.loads(secret)
    except ValueError:
        return [secret]
    return [value for name, value in document.items() if name != "client_id"]


async def _check(service: Service, server: SimulatorServer, *, timeout: float = 5.0) -> Result:
    checker = service.checker(server.url, server.simulator, timeout=timeout)
    secret = service.secret(server.simulator)
    try:
        result = await checker()
    finally:
        await checker.close()
    assert_is_read_in_spanish(result)
    for value in _secrets_of(service, secret):
        assert value not in repr(result)
    for request in server.requests:
        assert request.method == "GET" or request.path in service.posts
        assert request.headers["user-agent"].startswith("Porchlight/")
        assert not set(request.query) & {"key", "token", "access_token"}
    return result


@pytest.mark.parametrize("service", ALL)
async def test_all_is_well_and_only_what_is_listed_is_asked(service: Service) -> None:
    async with SimulatorServer(service.simulator()) as server:
        result = await _check(service, server)
    assert (result.outcome, result.reason) == (Outcome.HEALTHY, None), result.sentence
    assert result.sentence.startswith(("The API answers", "Stripe takes donations", "PayPal reports nothing"))
    assert tuple(request.path for request in server.requests) == service.paths


@pytest.mark.parametrize(
    ("fault", "outcome", "reason", "text"),
    [
        (Fault.BOT_WALL, Outcome.UNKNOWN, Reason.BOT_PROTECTION, "bot protection"),
        (Fault.THROTTLED_BARE, Outcome.DEGRADED, Reason.THROTTLED, "429"),
        (Fault.BAD_GATEWAY, Outcome.ERROR, Reason.HTTP_STATUS, "502"),
        (Fault.UNAVAILABLE, Outcome.ERROR, Reason.HTTP_STATUS, "503"),
        (Fault.SERVER_ERROR, Outcome.ERROR, Reason.HTTP_STATUS, "500"),
        (Fault.HTML, Outcome.UNKNOWN, Reason.CAPTIVE_PORTAL, "web page"),
        (Fault.CAPTIVE_PORTAL, Outcome.UNKNOWN, Reason.CAPTIVE_PORTAL, "portal.local"),
        (Fault.MALFORMED_JSON, Outcome.ERROR, Reason.CONTENT, "not the JSON"),
        (Fault.WRONG_TYPE, Outcome.ERROR, Reason.CONTENT, "not the JSON"),
        (Fault.CUT_SHORT, Outcome.ERROR, Reason.CONTENT, "cut short"),
        (Fault.HUGE, Outcome.ERROR, Reason.CONTENT, "not the JSON"),
        (Fault.ENDLESS, Outcome.ERROR, Reason.CONTENT, "not the JSON"),
        (Fault.COMPRESSED_BOMB, Outcome.ERROR, Reason.CONTENT, "not the JSON"),
        (Fault.HANG, Outcome.ERROR, Reason.TIMEOUT, "within 0.3 s"),
        (Fault.HANG_AFTER_HEADERS, Outcome.ERROR, Reason.TIMEOUT, "within 0.3 s"),
        (Fault.RESET, Outcome.ERROR, Reason.REFUSED, "dropped"),
        (Fault.NOT_HTTP, Outcome.ERROR, Reason.CONTENT, "not HTTP"),
    ],
)
@pytest.mark.parametrize(("service", "path"), CALLS)
async def test_each_fault_has_its_reason_on_each_call(
    service: Service, path: str, fault: Fault, outcome: Outcome, reason: Reason, text: str
) -> None:
    async with SimulatorServer(service.simulator()) as server:
        server.fault = fault
        server.fault_on = lambda request: request.path == path
        hangs = fault in (Fault.HANG, Fault.HANG_AFTER_HEADERS)
        result = await _check(service, server, timeout=HANGING if hangs else 5.0)
    assert (result.outcome, result.reason) == (outcome, reason), result.sentence
    assert text in result.sentence
    assert result.sentence.endswith(".")


@pytest.mark.parametrize("fault", [Fault.QUOTA, Fault.THROTTLED])
@pytest.mark.parametrize(("service", "path"), CALLS)
async def test_a_limit_is_a_limit_on_each_call(service: Service, path: str, fault: Fault) -> None:
    async with SimulatorServer(service.simulator()) as server:
        server.fault = fault
        server.fault_on = lambda request: request.path == path
        result = await _check(service, server)
    assert result.reason in (Reason.QUOTA, Reason.THROTTLED), result.sentence


@pytest.mark.parametrize("status", [401, 403])
@pytest.mark.parametrize(("service", "path"), CALLS)
async def test_a_refusal_that_is_a_web_page_never_looked_at_the_key(service: Service, path: str, status: int) -> None:
    page = Answer(status, b"<!DOCTYPE html><html>Blocked by your organisation</html>", {"Content-Type": "text/html"})
    real = service.simulator()
    async with SimulatorServer(_Instead(real, path, page)) as server:
        result = await service.checker(server.url, real)()
    assert (result.outcome, result.reason) == (Outcome.UNKNOWN, Reason.BOT_PROTECTION), result.sentence


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize(("service", "path"), CALLS)
async def test_no_credential_follows_a_redirect(service: Service, path: str, status: int) -> None:
    real = service.simulator()
    async with SimulatorServer(_Taker()) as thief:
        elsewhere = Answer(status, b"", {"Location": f"{thief.url.replace('127.0.0.1', 'localhost')}{path}"})
        async with SimulatorServer(_Instead(real, path, elsewhere)) as server:
            result = await service.checker(server.url, real)()
        assert thief.requests == []
    assert (result.outcome, result.reason) == (Outcome.UNKNOWN, Reason.CAPTIVE_PORTAL), result.sentence


@pytest.mark.parametrize(
    "body",
    [
        b"null",
        b"{}",
        b'"ok"',
        b"[]",
        b"[" * 100_000,
        b'{"a":' * 50_000,
        b"9" * 500_000,
        b"\xff\xfe\x00",
        b'{"access_token": 7, "expires_in": "x"}',
        b'{"access_token": "with a space"}',
        b'{"results": "none", "portalId": "7", "object": 1, "livemode": "yes", "reputation": null}',
    ],
)
@pytest.mark.parametrize(("service", "path"), CALLS)
async def test_an_answer_of_another_shape_is_never_a_crash(service: Service, path: str, body: bytes) -> None:
    real = service.simulator()
    answer = Answer(200, body, {"Content-Type": "application/json"})
    async with SimulatorServer(_Instead(real, path, answer)) as server:
        result = await service.checker(server.url, real)()
    assert result.reason in (None, Reason.CONTENT), result.sentence


@pytest.mark.parametrize(("service", "path"), CALLS)
async def test_answers_that_lie_are_bounded(service: Service, path: str) -> None:
    """True answers, refusals too, with one value after the other in place of something impossible."""
    real, chance = service.simulator(), Random(f"{service.kind}{path}")
    liar = _Liar(real, path, chance)
    async with SimulatorServer(liar) as server:
        for _ in range(200):
            result = await service.checker(server.url, real)()
            assert result.reason is not Reason.INTERNAL, liar.last
            assert result.reason is not Reason.TIMEOUT, liar.last
            assert len(result.sentence) < 300, liar.last
            assert "\n" not in result.sentence, liar.last
            for measure in result.measures.values():
                assert abs(measure.value) < 2**63, liar.last
    assert liar.last


@pytest.mark.parametrize("secret", ["", "two words", "line\nbreak", "ключ", "x" * 10_000])
@pytest.mark.parametrize("service", ALL)
async def test_a_credential_that_cannot_be_one_is_told_before_anything_is_sent(service: Service, secret: str) -> None:
    async with SimulatorServer(service.simulator()) as server:
        result = await service.checker(server.url, server.simulator, secret=secret)()
    assert (result.outcome, result.reason) == (Outcome.ERROR, Reason.SECRET_MISSING)
    assert server.requests == []
    assert not secret or secret not in result.sentence


@pytest.mark.parametrize("service", [SALESFORCE, PAYPAL, BLACKBAUD], ids=lambda one: one.kind)
async def test_json_without_all_its_fields_is_told_by_name(service: Service) -> None:
    async with SimulatorServer(service.simulator()) as server:
        result = await service.checker(server.url, server.simulator, secret='{"client_id": "a"}')()
    assert result.reason is Reason.SECRET_MISSING
    assert re.search(r"Missing: .*(?:Consumer|Client|Application) secret", result.sentence)
    assert server.requests == []


@pytest.mark.parametrize("service", ALL)
async def test_a_missing_credential_is_told_with_its_name(service: Service) -> None:
    result = await check({"kind": service.kind, **service.settings("http://127.0.0.1:9")})
    assert result.reason is Reason.SECRET_MISSING
    assert service.kind.replace("_", "-") in result.sentence


@pytest.mark.parametrize("service", ALL)
def test_no_credential_goes_unencrypted_to_a_distant_host(service: Service) -> None:
    with pytest.raises(AssertionError, match="https://"):
        service.checker("http://api.example.org", service.simulator())


@pytest.mark.parametrize("service", [SALESFORCE, BLACKBAUD], ids=lambda one: one.kind)
async def test_a_token_is_kept_and_renewed_once_when_it_is_refused(service: Service) -> None:
    simulator = service.simulator()
    async with SimulatorServer(simulator) as server:
        checker = service.checker(server.url, simulator)
        for _ in range(3):
            assert (await checker()).outcome is Outcome.HEALTHY
        assert simulator.issued == 1
        simulator.revoke_tokens()
        assert (await checker()).outcome is Outcome.HEALTHY
        assert simulator.issued == 2
        server.fault = Fault.UNAUTHORIZED
        server.fault_on = lambda request: request.path == service.paths[-1]
        result = await checker()
        assert (result.outcome, result.reason) == (Outcome.ERROR, Reason.AUTH)
        assert simulator.issued == 3
        await checker.close()


@dataclass
class _Instead:
    """A simulator with another answer to one path."""

    real: Simulator
    path: str
    instead: Answer

    def answer(self, request: Request) -> Answer:
        """See Simulator."""
        return self.instead if request.path == self.path else self.real.answer(request)

    def refuse(self, fault: Fault) -> Answer | None:
        """See Simulator."""
        return None


_IMPOSSIBLE: tuple[Any, ...] = (
    None,
    True,
    -1,
    10**30,
    -(10**400),
    1e308,
    float("inf"),
    float("nan"),
    "",
    "x\ny",
    "é" * 5000,
    [],
    [[]],
    {},
)
_REFUSALS = (Fault.UNAUTHORIZED, Fault.FORBIDDEN, Fault.QUOTA, Fault.THROTTLED, Fault.SERVER_ERROR)


@dataclass
class _Liar:
    """A simulator that changes one value of its answer to one path."""

    real: Simulator
    path: str
    chance: Random
    last: str = ""

    def answer(self, request: Request) -> Answer:
        """See Simulator."""
        true = self.real.answer(request)
        if request.path != self.path:
            return true
        if self.chance.random() < 0.3:
            true = self.real.refuse(self.chance.choice(_REFUSALS)) or true
        document = json.loads(true.body)
        places = list(_places(document))
        if places:
            holder, key = self.chance.choice(places)
            holder[key] = self.chance.choice(_IMPOSSIBLE)
        body = json.dumps(document)
        self.last = body[:2000]
        return Answer(true.status, body.encode(), {**true.headers, "Retry-After": "99999999999"})

    def refuse(self, fault: Fault) -> Answer | None:
        """See Simulator."""
        return None


def _places(document: Any) -> Iterator[tuple[Any, Any]]:
    """Every value of a document, by what holds it."""
    keys = (
        document.keys() if isinstance(document, dict) else range(len(document)) if isinstance(document, list) else ()
    )
    for key in list(keys):
        yield document, key
        yield from _places(document[key])


@dataclass
class _Taker:
    """Takes whatever comes."""

    taken: list[Request] = field(default_factory=list)

    def answer(self, request: Request) -> Answer:
        """See Simulator."""
        return Answer(200, b"{}", {"Content-Type": "application/json"})

    def refuse(self, fault: Fault) -> Answer | None:
        """See Simulator."""
        return None
