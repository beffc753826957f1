"""Stripe, PayPal, Mailchimp Transactional, Donorbox and Neon CRM: what each says in its own way."""

from typing import Any

import pytest

from porchlight.demo.donorbox import DonorboxSimulator
from porchlight.demo.faults import Fault
from porchlight.demo.http_server import SimulatorServer
from porchlight.demo.mailchimp_transactional import MailchimpTransactionalSimulator, error
from porchlight.demo.neon_crm import NeonCrmSimulator
from porchlight.demo.paypal import PayPalSimulator
from porchlight.demo.stripe import StripeSimulator
from porchlight.model.result import Result
from porchlight.model.status import Outcome, Reason
from tests.integration.probes.services import DONORBOX, NEON, PAYPAL, STRIPE, TRANSACTIONAL, Service

pytestmark = pytest.mark.anyio
KEYED = (STRIPE, PAYPAL, TRANSACTIONAL, DONORBOX, NEON)


async def ask(service: Service, simulator: Any, fault: Fault = Fault.NONE, **options: Any) -> Result:
    async with SimulatorServer(simulator) as server:
        server.fault = fault
        return await service.checker(server.url, simulator, **options)()


@pytest.mark.parametrize(
    ("service", "fault", "outcome", "reason", "text"),
    [
        (STRIPE, Fault.UNAUTHORIZED, Outcome.ERROR, Reason.AUTH, "rolled or deleted, or has expired"),
        (
            STRIPE,
            Fault.FORBIDDEN,
            Outcome.ERROR,
            Reason.FORBIDDEN,
            "not allowed to read the balance (403, “secret_key_requ",
        ),
        (STRIPE, Fault.THROTTLED, Outcome.DEGRADED, Reason.THROTTLED, "wait 2 s"),
        (STRIPE, Fault.SERVER_ERROR, Outcome.ERROR, Reason.HTTP_STATUS, "500, “api_error”"),
        (PAYPAL, Fault.UNAUTHORIZED, Outcome.ERROR, Reason.AUTH, "belong to the sandbox"),
        (PAYPAL, Fault.FORBIDDEN, Outcome.ERROR, Reason.FORBIDDEN, "“NOT_AUTHORIZED”"),
        (PAYPAL, Fault.THROTTLED, Outcome.DEGRADED, Reason.THROTTLED, "429"),
        (PAYPAL, Fault.SERVER_ERROR, Outcome.ERROR, Reason.HTTP_STATUS, "“INTERNAL_SERVER_ERROR”"),
        (TRANSACTIONAL, Fault.UNAUTHORIZED, Outcome.ERROR, Reason.AUTH, "rejected the key"),
        (TRANSACTIONAL, Fault.FORBIDDEN, Outcome.ERROR, Reason.ACCOUNT, "until its bill is paid"),
        (TRANSACTIONAL, Fault.THROTTLED, Outcome.DEGRADED, Reason.THROTTLED, "wait 24 s"),
        (TRANSACTIONAL, Fault.SERVER_ERROR, Outcome.ERROR, Reason.HTTP_STATUS, "500, “GeneralError”"),
        (DONORBOX, Fault.UNAUTHORIZED, Outcome.ERROR, Reason.AUTH, "the API add-on has ended"),
        (DONORBOX, Fault.FORBIDDEN, Outcome.ERROR, Reason.FORBIDDEN, "no API add-on"),
        (DONORBOX, Fault.THROTTLED, Outcome.DEGRADED, Reason.THROTTLED, "wait 24 s"),
        (NEON, Fault.UNAUTHORIZED, Outcome.ERROR, Reason.AUTH, "for organisation example (401)"),
        (NEON, Fault.FORBIDDEN, Outcome.ERROR, Reason.FORBIDDEN, "not allowed to read the organisation's profile"),
        (NEON, Fault.THROTTLED, Outcome.DEGRADED, Reason.THROTTLED, "There were more than 5 requests at once"),
    ],
    ids=lambda value: getattr(value, "kind", None),
)
async def test_its_own_words_decide(
    service: Service, fault: Fault, outcome: Outcome, reason: Reason, text: str
) -> None:
    result = await ask(service, service.simulator(), fault)
    assert (result.outcome, result.reason) == (outcome, reason), result.sentence
    assert text in result.sentence


@pytest.mark.parametrize("service", KEYED, ids=lambda one: one.kind)
async def test_another_credential_is_rejected_by_the_service_itself(service: Service) -> None:
    wrong = '{"client_id": "AnotherId", "client_secret": "wrong-secret"}' if service is PAYPAL else "wrong-secret"
    result = await ask(service, service.simulator(), secret=wrong)
    assert (result.outcome, result.reason) == (Outcome.ERROR, Reason.AUTH)
    assert "wrong-secret" not in repr(result)


async def test_stripe_tells_live_from_test_and_keeps_no_amount() -> None:
    result = await ask(STRIPE, StripeSimulator())
    assert result.sentence == "The API answers and accepts the live key."
    assert result.details == {"request_id": "req_a1B2c3D4e5F6g7"}
    assert (result.measures, "184250" in repr(result)) == ({}, False)
    tried = await ask(STRIPE, StripeSimulator(livemode=False))
    assert (tried.outcome, tried.reason) == (Outcome.ERROR, Reason.CONFIGURATION)
    assert tried.sentence == "This is a test key. A live key is expected."
    assert (await ask(STRIPE, StripeSimulator(livemode=False), live=False)).outcome is Outcome.HEALTHY


async def test_a_publishable_key_is_not_sent_to_stripe() -> None:
    simulator = StripeSimulator()
    async with SimulatorServer(simulator) as server:
        result = await STRIPE.checker(server.url, simulator, secret="pk_live_0123456789abcdef")()
        assert (result.reason, server.requests) == (Reason.SECRET_MISSING, [])


async def test_paypal_is_asked_at_every_check_for_the_token_is_the_only_proof() -> None:
    simulator = PayPalSimulator()
    async with SimulatorServer(simulator) as server:
        checker = PAYPAL.checker(server.url, simulator)
        for _ in range(2):
            result = await checker()
        await checker.close()
        assert [request.path for request in server.requests] == ["/v1/oauth2/token"] * 2
    assert result.details == {"request_id": "f4d2e1c3b5a69"}
    assert simulator.token not in repr(result)


async def test_transactional_tells_what_waits() -> None:
    result = await ask(TRANSACTIONAL, MailchimpTransactionalSimulator())
    assert {name: measure.value for name, measure in result.measures.items()} == {
        "reputation": 98,
        "hourly_quota": 420,
        "backlog": 0,
    }
    waiting = await ask(TRANSACTIONAL, MailchimpTransactionalSimulator(backlog=1840))
    assert (waiting.outcome, waiting.reason) == (Outcome.DEGRADED, Reason.QUOTA)
    assert waiting.sentence == "The hourly quota is used up. 1,840 e-mails are waiting to be sent."


async def test_transactionals_errors_are_told_by_name_whatever_their_status(monkeypatch: pytest.MonkeyPatch) -> None:
    for status in (200, 401, 500):
        answer = error("Invalid_Key", "Invalid API key", status)
        monkeypatch.setattr(MailchimpTransactionalSimulator, "answer", lambda self, request, fixed=answer: fixed)
        assert (await ask(TRANSACTIONAL, MailchimpTransactionalSimulator())).reason is Reason.AUTH


async def test_a_marketing_key_is_not_sent_to_transactional() -> None:
    simulator = MailchimpTransactionalSimulator()
    async with SimulatorServer(simulator) as server:
        checker = TRANSACTIONAL.checker(server.url, simulator, secret="0123456789abcdef0123456789abcdef-us19")
        result = await checker()
        assert (result.reason, server.requests) == (Reason.SECRET_MISSING, [])


@pytest.mark.parametrize("campaigns", [0, 3])
async def test_donorbox_is_asked_for_one_campaign_at_most(campaigns: int) -> None:
    simulator = DonorboxSimulator(campaigns=campaigns)
    async with SimulatorServer(simulator) as server:
        result = await DONORBOX.checker(server.url, simulator)()
        assert [dict(request.query) for request in server.requests] == [{"per_page": "1"}]
    assert result.outcome is Outcome.HEALTHY
    assert "2000" not in repr(result)


async def test_neons_version_can_be_set() -> None:
    simulator = NeonCrmSimulator(version="2.12")
    assert (await ask(NEON, simulator, api_version="2.12")).outcome is Outcome.HEALTHY
    result = await ask(NEON, simulator)
    assert (result.outcome, result.reason) == (Outcome.ERROR, Reason.CONFIGURATION)
    assert "the version 2.11" in result.sentence
