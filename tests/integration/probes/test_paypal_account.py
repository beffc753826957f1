"""Kind paypal_account: what stops payments is told with its date, and nothing of donors and amounts is kept."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from porchlight.demo.faults import Fault
from porchlight.demo.http_server import Answer, Request, SimulatorServer
from porchlight.demo.paypal_account import ALL_SCOPES, PayPalAccountSimulator
from porchlight.language.english import english
from porchlight.model.result import Result
from porchlight.model.status import Outcome, Reason
from porchlight.probes.paypal_account.looks import Look, of_balances, of_disputes, of_seller, of_webhooks
from tests.integration.probes.services import PAYPAL_ACCOUNT, MovableClock

pytestmark = pytest.mark.anyio

ALL: dict[str, Any] = dict.fromkeys(("verified", "disputes", "withheld", "payments", "webhooks"), True)
SELLER = {"partner_id": "PLATFORM1A2B3", "merchant_id": "YOURS4C5D6E7F"}
ERROR, DEGRADED, HEALTHY, UNKNOWN = Outcome.ERROR, Outcome.DEGRADED, Outcome.HEALTHY, Outcome.UNKNOWN


def _in(days: float) -> str:
    return (datetime.now(UTC) + timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%S.000Z")


async def _ask(simulator: PayPalAccountSimulator, **settings: Any) -> Result:
    async with SimulatorServer(simulator) as server:
        result = await PAYPAL_ACCOUNT.checker(server.url, simulator, **{**ALL, **settings})()
    for private in ("Ada", "ada@", "4711", "41820", "director@", "?k=1", simulator.client_secret):
        assert private not in repr(result)
    return result


async def test_an_account_that_is_paid_is_healthy() -> None:
    result = await _ask(PayPalAccountSimulator(), **SELLER)
    assert (result.outcome, result.sentence) == (HEALTHY, "PayPal reports nothing that stops payments.")
    assert {name: one.value for name, one in result.measures.items()} == {
        "capabilities_stopped": 0,
        "capabilities_wanting": 0,
        "disputes": 0,
        "currencies": 2,
        "currencies_withheld": 0,
        "payments": 180,
        "payments_failed": 7,
        "payments_pending": 3,
        "webhooks": 1,
        "webhooks_off": 0,
    }
    assert [(one.name, one.outcome) for one in result.sub_results] == [(look.value, HEALTHY) for look in Look]


@pytest.mark.parametrize(
    ("differs", "outcome", "reason", "text"),
    [
        ({"seller": {"payments_receivable": False}}, ERROR, Reason.ACCOUNT, "lets the account receive no payments"),
        ({"seller": {"primary_email_confirmed": False}}, ERROR, Reason.ACCOUNT, "main e-mail address is confirmed"),
        (
            {"seller": {"capabilities": [{"name": "WITHDRAW_FUNDS_TO_DOMESTIC_BANK", "status": "SUSPENDED"}]}},
            ERROR,
            Reason.ACCOUNT,
            "does not let them be moved to your bank",
        ),
        (
            {"seller": {"capabilities": [{"name": "ACCEPT_DONATIONS", "status": "REVOKED"}]}},
            DEGRADED,
            Reason.ACCOUNT,
            "has stopped 1 thing that the account could do: ACCEPT_DONATIONS.",
        ),
        (
            {"seller": {"products": [{"name": "PPCP_CUSTOM", "vetting_status": "NEED_MORE_DATA"}]}},
            DEGRADED,
            Reason.ACCOUNT,
            "asks for more information",
        ),
        ({"verified": "false"}, DEGRADED, Reason.ACCOUNT, "has not verified the account"),
        ({"verified": False}, DEGRADED, Reason.ACCOUNT, "has not verified the account"),
        ({"dues": (_in(9), _in(12))}, DEGRADED, Reason.ACCOUNT, "2 disputes wait for your answer, the first until"),
        ({"dues": (_in(2),)}, ERROR, Reason.ACCOUNT, "1 dispute waits for your answer until"),
        ({"dues": (_in(-1),)}, ERROR, Reason.ACCOUNT, "PayPal decides without you"),
        ({"dues": (None,)}, DEGRADED, Reason.ACCOUNT, "1 dispute waits for your answer."),
        ({"withheld": ("812.50", "0.00")}, DEGRADED, Reason.ACCOUNT, "holds back part of your balance (USD)."),
        ({"denied": 120}, DEGRADED, Reason.CONTENT, "67% of a day's 180 transactions at PayPal were denied."),
        ({"pending": 150}, DEGRADED, Reason.CONTENT, "are pending: the money is not yours yet."),
        ({"transactions": 19, "denied": 19}, HEALTHY, None, "reports nothing"),
        (
            {"event_states": ("ENABLED", "DISABLED")},
            DEGRADED,
            Reason.CONFIGURATION,
            "no longer sends 1 kind of event to your webhooks: BILLING.SUBSCRIPTION.CANCELLED.",
        ),
        ({"restricted": True}, ERROR, Reason.ACCOUNT, "The account is suspended, disabled or closed"),
    ],
)
async def test_what_stops_payments_is_told(
    differs: dict[str, Any], outcome: Outcome, reason: Reason | None, text: str
) -> None:
    result = await _ask(PayPalAccountSimulator(**differs), **SELLER)
    assert (result.outcome, result.reason) == (outcome, reason), result.sentence
    assert text in result.sentence


@pytest.mark.parametrize("nameless", [{}, {"name": None}, {"name": ""}, {"name": 7}, {"name": "<b>"}, {"name": " "}])
def test_an_entry_without_a_name_leaves_no_hole_in_the_sentence(nameless: dict[str, Any]) -> None:
    stopped, off = {**nameless, "status": "REVOKED"}, {**nameless, "status": "DISABLED"}
    seller = {"payments_receivable": True, "capabilities": [stopped]}
    named = [*seller["capabilities"], {"name": "ACCEPT_DONATIONS", "status": "REVOKED"}]  # type: ignore[misc]
    held = [{"currency": nameless.get("name"), "withheld_balance": {"value": "1.00"}}]
    in_euro = [*held, {"currency": "EUR", "withheld_balance": {"value": "1.00"}}]
    found = [
        of_seller(seller),
        of_seller({**seller, "capabilities": named}),
        of_balances({"balances": held}),
        of_balances({"balances": in_euro}),
        of_webhooks({"webhooks": [{"event_types": [off]}]}),
    ]
    assert [english(one.verdict.sentence) for one in found if one is not None and one.verdict is not None] == [
        "PayPal has stopped 1 thing that the account could do: (no name).",
        "PayPal has stopped 2 things that the account could do, such as ACCEPT_DONATIONS.",
        "PayPal holds back part of your balance.",
        "PayPal holds back part of your balance (EUR).",
        "PayPal no longer sends 1 kind of event to your webhooks: (no name).",
    ]


async def test_the_gravest_is_told_first_and_the_others_stand_beside_it() -> None:
    simulator = PayPalAccountSimulator(seller={"payments_receivable": False}, denied=120, dues=(_in(9),))
    result = await _ask(simulator, **SELLER)
    assert result.sentence == "PayPal lets the account receive no payments."
    assert [one.outcome for one in result.sub_results] == [ERROR, HEALTHY, DEGRADED, HEALTHY, DEGRADED, HEALTHY]


async def test_only_what_the_token_allows_is_asked() -> None:
    simulator = PayPalAccountSimulator(scopes=ALL_SCOPES[:1])
    async with SimulatorServer(simulator) as server:
        result = await PAYPAL_ACCOUNT.checker(server.url, simulator, **ALL)()
        assert [one.path for one in server.requests] == ["/v1/oauth2/token", "/v1/identity/oauth2/userinfo"]
    assert result.outcome is HEALTHY
    parts = {one.name: (one.outcome, one.sentence) for one in result.sub_results}
    assert parts["disputes"] == (UNKNOWN, "The application is not allowed to read disputes.")


@pytest.mark.parametrize(
    "differs", [{"scopes": ("https://uri.paypal.com/services/invoicing",)}, {"lacking": frozenset({"/v1/"})}]
)
async def test_an_application_that_may_read_nothing_is_no_green_light(differs: dict[str, Any]) -> None:
    result = await _ask(PayPalAccountSimulator(**differs))
    assert (result.outcome, result.reason) == (UNKNOWN, Reason.FORBIDDEN)
    assert "lets this application read nothing" in result.sentence


async def test_a_look_that_fails_ends_only_itself() -> None:
    simulator = PayPalAccountSimulator(denied=120)
    async with SimulatorServer(simulator) as server:
        server.fault, server.fault_on = Fault.SERVER_ERROR, lambda request: "balances" in request.path
        result = await PAYPAL_ACCOUNT.checker(server.url, simulator, **ALL)()
    assert (result.outcome, result.reason) == (DEGRADED, Reason.CONTENT)
    assert {one.name: one.outcome for one in result.sub_results}["withheld"] is UNKNOWN


async def test_it_asks_four_times_an_hour_and_again_when_permissions_change() -> None:
    simulator, clock = PayPalAccountSimulator(), MovableClock()
    async with SimulatorServer(simulator) as server:
        checker = PAYPAL_ACCOUNT.checker(server.url, simulator, clock=clock, **ALL)
        await checker()
        whole = len(server.requests)
        await checker()
        assert len(server.requests) == whole + 1
        clock.ahead_ms = 16 * 60_000
        await checker()
        assert len(server.requests) == 2 * whole + 1
        simulator.scopes = ALL_SCOPES[:3]
        await checker()
        assert len(server.requests) > 2 * whole + 2
        assert {one.method for one in server.requests if one.path != "/v1/oauth2/token"} == {"GET"}


async def test_transactions_are_counted_once_they_are_sure_to_be_listed() -> None:
    simulator = PayPalAccountSimulator()
    async with SimulatorServer(simulator) as server:
        await PAYPAL_ACCOUNT.checker(server.url, simulator, **ALL)()
        asked = [one.query for one in server.requests if one.path == "/v1/reporting/transactions"]
    begin, end = (datetime.fromisoformat(asked[0][name]) for name in ("start_date", "end_date"))
    assert end - begin == timedelta(days=1)
    assert timedelta(hours=2.9) < datetime.now(UTC) - end < timedelta(hours=3.1)
    assert [one.get("transaction_status") for one in asked] == [None, "D", "P"]
    assert {(one["page_size"], one["fields"]) for one in asked} == {("1", "transaction_info")}


@pytest.mark.parametrize("value", ["NaN", "Infinity", "x", "9" * 50, None, 7, []])
def test_an_odd_balance_is_neither_money_held_back_nor_none(value: object) -> None:
    odd = {"currency": "USD", "withheld_balance": {"value": value}}
    assert of_balances({"balances": [odd]}) is None
    held = of_balances({"balances": [odd, {"currency": "EUR", "withheld_balance": {"value": "5.00"}}]})
    assert held is not None
    assert held.verdict is not None


def test_a_balance_below_zero_is_not_held_back() -> None:
    found = of_balances({"balances": [{"currency": "USD", "withheld_balance": {"value": "-5"}}, {"currency": "EUR"}]})
    assert found is not None
    assert found.verdict is None


def test_other_documents_are_not_taken_for_answers() -> None:
    assert of_seller({"payments_receivable": "yes"}) is None
    assert of_disputes({"name": "x"}, 3, 0) is None
    assert of_disputes({"links": [], "items": "x"}, 3, 0) is None
    assert of_disputes({"links": "x"}, 3, 0) is None
    assert of_balances({}) is None


def test_the_two_ids_need_each_other() -> None:
    with pytest.raises(AssertionError, match="need each other"):
        PAYPAL_ACCOUNT.checker("http://127.0.0.1:9", PayPalAccountSimulator(), partner_id="PLATFORM1A2B3")


class Odd:
    """A simulator with another answer to everything but the token."""

    def __init__(self, body: bytes) -> None:
        self.real, self.body = PayPalAccountSimulator(), body

    def answer(self, request: Request) -> Answer:
        if request.path == "/v1/oauth2/token":
            return self.real.answer(request)
        return Answer(200, self.body, {"Content-Type": "application/json"})

    def refuse(self, fault: Fault) -> Answer | None:
        return None


@pytest.mark.parametrize(
    "document",
    [
        None,
        [],
        {},
        {"items": [None, 7, {"seller_response_due_date": 10**30}], "total_items": -1},
        {"items": [{"seller_response_due_date": "9999-99-99"}] * 5000, "total_items": 1e308},
        {"balances": [{"currency": "\n" * 99, "withheld_balance": {"value": "1e999999999"}}] * 999},
        {"balances": [{"withheld_balance": 7}, None]},
        {"webhooks": [{"event_types": [{"name": 7, "status": "DISABLED"}, {"name": "x" * 9999}]}, None]},
        {"payments_receivable": True, "capabilities": {"a": 1}, "products": [[], {"name": {}, "status": "DENY"}]},
        {"verified_account": {"a": "true"}, "total_items": "180"},
        {"total_items": 10**400},
    ],
)
async def test_answers_of_another_shape_are_never_a_crash(document: object) -> None:
    simulator = Odd(json.dumps(document).encode())
    async with SimulatorServer(simulator) as server:
        result = await PAYPAL_ACCOUNT.checker(server.url, simulator.real, **{**ALL, **SELLER})()
    assert result.reason is not Reason.INTERNAL, result.sentence
    assert len(result.sentence) < 300
    assert all(abs(measure.value) < 2**63 for measure in result.measures.values())
