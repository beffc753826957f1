"""Kind stripe_account: every reason for which Stripe stops an account, told with its date, in time."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from porchlight.demo.faults import Fault
from porchlight.demo.http_server import Answer, Request, SimulatorServer
from porchlight.demo.stripe_account import StripeAccountSimulator
from porchlight.model.result import Result
from porchlight.model.status import Outcome, Reason
from porchlight.probes.stripe_account import judge_account
from tests.integration.probes.services import STRIPE_ACCOUNT

pytestmark = pytest.mark.anyio

ACCOUNT, BLOCKED, UNAVAILABLE = Reason.ACCOUNT, Reason.BLOCKED, Reason.UNAVAILABLE
REASONS = {
    "action_required.requested_capabilities": (ACCOUNT, "No way of taking payments has been requested"),
    "listed": (BLOCKED, "may be on a list of prohibited persons"),
    "other": (BLOCKED, "reviewing the account and gives no reason"),
    "platform_paused": (BLOCKED, "platform that the account belongs to has paused it"),
    "rejected.fraud": (BLOCKED, "Stripe rejected the account because it suspects fraud"),
    "rejected.incomplete_verification": (BLOCKED, "papers were not sent in time"),
    "rejected.listed": (BLOCKED, "rejected the account because it is on a list"),
    "rejected.other": (BLOCKED, "Stripe rejected the account and gives no reason"),
    "rejected.platform_fraud": (
        BLOCKED,
        "platform that the account belongs to rejected it because it suspects fraud",
    ),
    "rejected.platform_other": (BLOCKED, "rejected it and gives no reason"),
    "rejected.platform_terms_of_service": (BLOCKED, "rejected it for a breach of its terms"),
    "rejected.terms_of_service": (BLOCKED, "Stripe rejected the account for a breach of its terms"),
    "requirements.past_due": (ACCOUNT, "Papers that Stripe asked for are past due"),
    "requirements.pending_verification": (UNAVAILABLE, "checking what you sent"),
    "under_review": (UNAVAILABLE, "Stripe is reviewing the account."),
    "brand.new_reason": (ACCOUNT, "Stripe's reason is “brand.new_reason”."),
}
"""As in Stripe's API reference, and one that is not."""
ERRORS = {
    "confirm the address": "invalid_address_city_state_postal_code invalid_street_address"
    " verification_failed_address_match",
    "not a mailbox or an agent's": "invalid_address_highway_contract_box invalid_address_private_mailbox"
    " invalid_address_registered_agent_address",
    "lives at the address": "verification_failed_residential_address",
    "organisation's name as it was entered": "invalid_business_profile_name invalid_business_profile_name_denylisted"
    " invalid_company_name_denylisted",
    "date of birth": "invalid_dob_age_over_maximum invalid_dob_age_under_18 invalid_dob_age_under_minimum",
    "description of what you do": "invalid_product_description_length invalid_product_description_url_match",
    "in the organisation's country": "invalid_representative_country",
    "professional body": "invalid_signator",
    "name for card statements": "invalid_statement_descriptor_business_mismatch"
    " invalid_statement_descriptor_denylisted invalid_statement_descriptor_length"
    " invalid_statement_descriptor_prefix_denylisted invalid_statement_descriptor_prefix_mismatch",
    "nine digits": "invalid_tax_id invalid_tax_id_format",
    "tax office": "verification_failed_tax_id_match verification_failed_tax_id_not_issued",
    "terms of service must be accepted again": "invalid_tos_acceptance",
    "the address of your website": "invalid_url_denylisted invalid_url_format invalid_url_web_presence_detected"
    " invalid_url_website_other",
    "other things about you": "invalid_url_website_business_information_mismatch",
    "open your website": "invalid_url_website_empty invalid_url_website_inaccessible"
    " invalid_url_website_inaccessible_geoblocked invalid_url_website_inaccessible_password_protected",
    "website lacks something": "invalid_url_website_incomplete invalid_url_website_incomplete_cancellation_policy"
    " invalid_url_website_incomplete_customer_service_details invalid_url_website_incomplete_legal_restrictions"
    " invalid_url_website_incomplete_refund_policy invalid_url_website_incomplete_return_policy"
    " invalid_url_website_incomplete_terms_and_conditions invalid_url_website_incomplete_under_construction",
    "this type of organisation": "unsupported_business_type",
    "type or structure": "verification_legal_entity_structure_mismatch",
    "document could not be read": "verification_document_corrupt verification_document_not_readable"
    " verification_document_failed_copy verification_document_failed_greyscale verification_document_too_large"
    " verification_document_not_uploaded",
    "document is incomplete": "verification_document_incomplete verification_document_missing_back"
    " verification_document_missing_front verification_document_not_signed"
    " verification_document_issue_or_expiry_date_missing",
    "document has expired": "verification_document_expired",
    "this kind of document": "verification_document_invalid verification_document_type_not_supported"
    " verification_document_country_not_supported verification_document_duplicate_type",
    "does not match what the account says": "verification_document_address_mismatch"
    " verification_document_dob_mismatch verification_document_id_number_mismatch"
    " verification_document_name_mismatch verification_document_nationality_mismatch"
    " verification_document_photo_mismatch verification_failed_document_match verification_failed_id_number_match",
    "does not show the organisation's name": "verification_document_address_missing"
    " verification_document_id_number_missing verification_document_name_missing",
    "could not verify the document": "verification_document_failed_other verification_document_failed_test_mode",
    "was altered": "verification_document_fraudulent verification_document_manipulated",
    "directors, executives or owners": "verification_directors_mismatch verification_document_directors_mismatch"
    " verification_extraneous_directors verification_missing_directors verification_missing_executives"
    " verification_missing_owners",
    "confirm what was entered": "invalid_value_other verification_failed_keyed_identity"
    " verification_failed_keyed_match verification_failed_name_match verification_failed_other"
    " verification_failed_business_iec_number",
    "may act for the organisation": "verification_failed_authorizer_authority"
    " verification_failed_representative_authority",
    "naming no owners": "verification_rejected_ownership_exemption_reason",
    "companies that own yours": "verification_requires_additional_memorandum_of_associations"
    " verification_requires_additional_proof_of_registration",
    "an organisation like yours": "verification_supportability",
    "“brand_new_code”": "brand_new_code",
}
ALL: dict[str, Any] = {"webhooks": True, "payments": True}
CODES = [(code, text) for text, codes in ERRORS.items() for code in codes.split()]


def _in(days: float) -> int:
    return round((datetime.now(UTC) + timedelta(days=days)).timestamp())


async def _ask(simulator: StripeAccountSimulator, **settings: Any) -> Result:
    async with SimulatorServer(simulator) as server:
        return await STRIPE_ACCOUNT.checker(server.url, simulator, **{**ALL, **settings})()


async def test_an_account_of_which_nothing_is_asked_is_healthy_and_no_donor_is_kept() -> None:
    result = await _ask(StripeAccountSimulator())
    assert (result.outcome, result.sentence) == (Outcome.HEALTHY, "Stripe takes donations and pays them out.")
    assert {name: one.value for name, one in result.measures.items()} == {
        "requirements_due": 0,
        "requirements_past_due": 0,
        "requirements_later": 0,
        "webhooks": 2,
        "webhooks_off": 0,
        "payments": 240,
        "payments_failed": 9,
    }
    assert not any(text in str(result) for text in ("Ada", "5000", "director@", "?k=1"))


@pytest.mark.parametrize(("code", "reason", "text"), [(code, *expected) for code, expected in REASONS.items()])
async def test_each_reason_for_stopping_donations_is_an_error_with_its_sentence(
    code: str, reason: Reason, text: str
) -> None:
    stopped = StripeAccountSimulator(
        charges_enabled=False, payouts_enabled=False, requirements={"disabled_reason": code}
    )
    result = await _ask(stopped)
    assert (result.outcome, result.reason) == (Outcome.ERROR, reason)
    assert result.sentence.startswith("Stripe takes no donations and pays nothing out. ")
    assert text in result.sentence


@pytest.mark.parametrize(("code", "reason", "text"), [(code, *expected) for code, expected in REASONS.items()])
async def test_without_payouts_it_is_an_error_unless_it_only_takes_patience(
    code: str, reason: Reason, text: str
) -> None:
    result = await _ask(StripeAccountSimulator(payouts_enabled=False, requirements={"disabled_reason": code}))
    assert result.outcome is (Outcome.DEGRADED if reason is UNAVAILABLE else Outcome.ERROR)
    assert result.reason is reason
    assert result.sentence.startswith("Stripe takes donations, but does not pay them out. ")
    assert text in result.sentence


@pytest.mark.parametrize(("code", "text"), CODES)
def test_each_code_of_a_refused_requirement_has_its_sentence(code: str, text: str) -> None:
    needed = "company.verification.document"
    requirements = {
        "currently_due": [needed],
        "current_deadline": _in(20),
        "errors": [{"code": code, "reason": "Their own text.", "requirement": needed}],
    }
    found = judge_account({"requirements": requirements}, 7, _in(0) * 1000)
    assert found.verdict is not None
    assert found.verdict.outcome is Outcome.DEGRADED
    (part,) = found.parts
    assert part.name == needed
    assert text in part.sentence
    assert "Their own text" not in part.sentence


@pytest.mark.parametrize(
    ("requirements", "outcome", "text"),
    [
        ({"currently_due": ["external_account"], "current_deadline": 30}, Outcome.DEGRADED, "Stripe will stop donat"),
        ({"currently_due": ["external_account"], "current_deadline": 8}, Outcome.DEGRADED, "asks for (1 item)."),
        ({"currently_due": ["external_account"], "current_deadline": 6}, Outcome.ERROR, "asks for (1 item)."),
        ({"currently_due": ["a", "b"], "current_deadline": 6}, Outcome.ERROR, "asks for (2 items)."),
        (
            {"currently_due": ["a"], "current_deadline": -1},
            Outcome.ERROR,
            "any day: 1 item that it asked for is past",
        ),
        (
            {"currently_due": ["a"], "past_due": ["a"]},
            Outcome.ERROR,
            "any day: 1 item that it asked for is past due.",
        ),
        ({"currently_due": ["a"]}, Outcome.DEGRADED, "asks for 1 item, without a date"),
        ({"eventually_due": ["a"]}, Outcome.HEALTHY, "takes donations and pays them out"),
        ({"pending_verification": ["a"]}, Outcome.HEALTHY, "takes donations and pays them out"),
        ({"disabled_reason": "under_review"}, Outcome.DEGRADED, "Stripe has restricted the account."),
        (
            {"errors": [{"code": "invalid_tax_id", "requirement": "company.tax_id"}]},
            Outcome.DEGRADED,
            "The tax ID needs nine digits, without dashes.",
        ),
        ({"errors": [5], "current_deadline": "soon"}, Outcome.HEALTHY, "takes donations"),
    ],
)
async def test_the_nearer_the_deadline_the_graver(requirements: dict[str, Any], outcome: Outcome, text: str) -> None:
    if isinstance(requirements.get("current_deadline"), int):
        requirements = {**requirements, "current_deadline": _in(requirements["current_deadline"])}
    result = await _ask(StripeAccountSimulator(requirements=requirements))
    assert (result.outcome, result.reason) == (outcome, None if outcome is Outcome.HEALTHY else Reason.ACCOUNT) or (
        result.reason is Reason.UNAVAILABLE
    )
    assert text in result.sentence


@pytest.mark.parametrize(
    "changes",
    [
        {"requirements": {"currently_due": "odd"}},
        {"requirements": {"past_due": [5]}},
        {"future_requirements": {"currently_due": {}}},
        {"requirements": {"disabled_reason": 5}},
        {"charges_enabled": None},
        {"payouts_enabled": "true"},
    ],
)
async def test_an_account_that_cannot_be_read_is_not_called_well(changes: dict[str, Any]) -> None:
    result = await _ask(StripeAccountSimulator(**changes))
    assert (result.outcome, result.reason) == (Outcome.ERROR, Reason.CONTENT)
    assert result.sentence == "The answer is not the JSON that was expected."


@pytest.mark.parametrize(("days", "outcome"), [(20, Outcome.DEGRADED), (60, Outcome.HEALTHY)])
async def test_what_will_be_asked_is_told_a_month_ahead(days: int, outcome: Outcome) -> None:
    later = {"currently_due": ["company.tax_id"], "current_deadline": _in(days)}
    result = await _ask(StripeAccountSimulator(future_requirements=later))
    assert result.outcome is outcome
    assert result.measures["requirements_later"].value == 1
    assert ("Stripe will ask for 1 more item." in result.sentence) == (outcome is Outcome.DEGRADED)


async def test_a_webhook_without_an_address_leaves_no_hole_in_the_sentence() -> None:
    class Nameless(StripeAccountSimulator):
        def answer(self, request: Request) -> Answer:
            answer = StripeAccountSimulator.answer(self, request)
            return replace(answer, body=answer.body.replace(b"https://hooks0.example.org/stripe?k=1", b""))

    alone = await _ask(Nameless(webhooks=("disabled",)))
    assert alone.sentence == "Stripe no longer sends events to (no name): this webhook is switched off."
    two = await _ask(Nameless(webhooks=("disabled", "disabled")))
    assert "such as the one at hooks1.example.org" in two.sentence


async def test_a_webhook_that_was_switched_off_is_told_by_its_host() -> None:
    result = await _ask(StripeAccountSimulator(webhooks=("enabled", "disabled")))
    assert (result.outcome, result.reason) == (Outcome.DEGRADED, Reason.CONFIGURATION)
    assert result.sentence == "Stripe no longer sends events to hooks1.example.org: this webhook is switched off."
    two = await _ask(StripeAccountSimulator(webhooks=("disabled", "disabled")))
    assert "to 2 webhooks, such as the one at hooks0.example.org" in two.sentence
    assert (await _ask(StripeAccountSimulator(webhooks=("disabled",)), webhooks=False)).outcome is Outcome.HEALTHY


async def test_a_flood_of_failed_payments_is_told_as_a_share_of_enough_of_them() -> None:
    result = await _ask(StripeAccountSimulator(payments=500, failed=350))
    assert (result.outcome, result.reason) == (Outcome.DEGRADED, Reason.CONTENT)
    assert result.sentence == "70% of the last day's 500 payments failed."
    assert (await _ask(StripeAccountSimulator(payments=12, failed=12))).outcome is Outcome.HEALTHY
    assert (await _ask(StripeAccountSimulator(payments=500, failed=350), payments=False)).outcome is Outcome.HEALTHY


@pytest.mark.parametrize(
    ("path", "permission"),
    [("/v1/webhook_endpoints", "rak_webhook_read"), ("/v1/charges/search", "rak_charge_read")],
)
async def test_a_permission_that_is_missing_ends_only_its_own_look(path: str, permission: str) -> None:
    result = await _ask(StripeAccountSimulator(lacking=frozenset({path})))
    assert result.outcome is Outcome.HEALTHY
    (unread,) = [part for part in result.sub_results if part.outcome is Outcome.UNKNOWN]
    assert permission in unread.sentence


@pytest.mark.parametrize("path", ["/v1/webhook_endpoints", "/v1/charges/search"])
@pytest.mark.parametrize("fault", [Fault.RESET, Fault.SERVER_ERROR, Fault.WRONG_TYPE, Fault.HTML, Fault.THROTTLED])
async def test_a_further_look_that_fails_says_so_and_the_account_counts(path: str, fault: Fault) -> None:
    simulator = StripeAccountSimulator()
    async with SimulatorServer(simulator) as server:
        server.fault, server.fault_on = fault, lambda request: request.path == path
        result = await STRIPE_ACCOUNT.checker(server.url, simulator, **ALL)()
    assert result.outcome is Outcome.HEALTHY
    assert [part.sentence != "" for part in result.sub_results if part.outcome is Outcome.UNKNOWN] == [True]


async def test_an_account_that_may_not_be_read_is_an_error_and_the_others_go_on() -> None:
    lacking = StripeAccountSimulator(lacking=frozenset({"/v1/account"}), webhooks=("disabled",))
    result = await _ask(lacking)
    assert (result.outcome, result.reason) == (Outcome.ERROR, Reason.FORBIDDEN)
    assert "permission rak_accounts_kyc_basic_read" in result.sentence
    assert [part.outcome for part in result.sub_results] == [Outcome.ERROR, Outcome.DEGRADED, Outcome.HEALTHY]


@pytest.mark.parametrize(
    ("fault", "outcome", "reason"),
    [
        (Fault.UNAUTHORIZED, Outcome.ERROR, Reason.AUTH),
        (Fault.THROTTLED, Outcome.DEGRADED, Reason.THROTTLED),
        (Fault.SERVER_ERROR, Outcome.ERROR, Reason.HTTP_STATUS),
        (Fault.WRONG_TYPE, Outcome.ERROR, Reason.CONTENT),
    ],
)
async def test_what_keeps_it_from_the_account_is_told(fault: Fault, outcome: Outcome, reason: Reason) -> None:
    simulator = StripeAccountSimulator()
    async with SimulatorServer(simulator) as server:
        server.fault = fault
        result = await STRIPE_ACCOUNT.checker(server.url, simulator, **ALL)()
    assert (result.outcome, result.reason) == (outcome, reason)
    assert len(server.requests) == 1


async def test_a_publishable_key_is_not_sent() -> None:
    simulator = StripeAccountSimulator()
    async with SimulatorServer(simulator) as server:
        result = await STRIPE_ACCOUNT.checker(server.url, simulator, secret="pk_live_0123456789abcdef")()
    assert result.reason is Reason.SECRET_MISSING
    assert server.requests == []
