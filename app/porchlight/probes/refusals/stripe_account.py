"""Why Stripe restricts an account, by the codes of its Account object: each with one sentence.

Codes as listed in Stripe's API reference (``requirements.disabled_reason``, ``requirements.errors.code``) in 2026.
"""

from collections.abc import Mapping
from typing import Final

from porchlight.dataclass import dataclass
from porchlight.language.text import Text, msg
from porchlight.model.status import Reason


@dataclass(frozen=True, slots=True)
class Disabled:
    """Why the account is restricted."""

    why: Text
    reason: Reason = Reason.ACCOUNT
    """What lifts it: papers that you send (account), Stripe or a platform alone (blocked), or patience
    (unavailable)."""


DISABLED: Final[Mapping[str, Disabled]] = {
    "action_required.requested_capabilities": Disabled(
        msg("No way of taking payments has been requested for the account.")
    ),
    "listed": Disabled(
        msg("The account may be on a list of prohibited persons or companies; Stripe is looking into it."),
        Reason.BLOCKED,
    ),
    "other": Disabled(msg("Stripe is reviewing the account and gives no reason."), Reason.BLOCKED),
    "platform_paused": Disabled(msg("The platform that the account belongs to has paused it."), Reason.BLOCKED),
    "rejected.fraud": Disabled(msg("Stripe rejected the account because it suspects fraud."), Reason.BLOCKED),
    "rejected.incomplete_verification": Disabled(
        msg("Stripe rejected the account because papers were not sent in time."), Reason.BLOCKED
    ),
    "rejected.listed": Disabled(
        msg("Stripe rejected the account because it is on a list of prohibited persons or companies."), Reason.BLOCKED
    ),
    "rejected.other": Disabled(msg("Stripe rejected the account and gives no reason."), Reason.BLOCKED),
    "rejected.platform_fraud": Disabled(
        msg("The platform that the account belongs to rejected it because it suspects fraud."), Reason.BLOCKED
    ),
    "rejected.platform_other": Disabled(
        msg("The platform that the account belongs to rejected it and gives no reason."), Reason.BLOCKED
    ),
    "rejected.platform_terms_of_service": Disabled(
        msg("The platform that the account belongs to rejected it for a breach of its terms."), Reason.BLOCKED
    ),
    "rejected.terms_of_service": Disabled(
        msg("Stripe rejected the account for a breach of its terms."), Reason.BLOCKED
    ),
    "requirements.past_due": Disabled(msg("Papers that Stripe asked for are past due.")),
    "requirements.pending_verification": Disabled(msg("Stripe is checking what you sent."), Reason.UNAVAILABLE),
    "under_review": Disabled(msg("Stripe is reviewing the account."), Reason.UNAVAILABLE),
}


def disabled_by(code: str) -> Disabled:
    """What a ``disabled_reason`` means; of one that is not known, the code itself."""
    return DISABLED.get(code) or Disabled(_unknown(code))


def error_of(code: str) -> Text:
    """What a code of ``errors`` means."""
    return _ERRORS.get(code) or _unknown(code)


def _unknown(code: str) -> Text:
    return msg("Stripe's reason is “{code}”.", code=code) if code else msg("Stripe gives no reason.")


_GROUPS: Final = (
    (
        msg("Stripe could not confirm the address."),
        "invalid_address_city_state_postal_code invalid_street_address verification_failed_address_match",
    ),
    (
        msg("The address must be the place where you work, not a mailbox or an agent's."),
        "invalid_address_highway_contract_box invalid_address_private_mailbox"
        " invalid_address_registered_agent_address",
    ),
    (
        msg("Stripe could not confirm that the person lives at the address."),
        "verification_failed_residential_address",
    ),
    (
        msg("Stripe does not accept the organisation's name as it was entered."),
        "invalid_business_profile_name invalid_business_profile_name_denylisted invalid_company_name_denylisted",
    ),
    (
        msg("The date of birth is wrong, or the person is too young."),
        "invalid_dob_age_over_maximum invalid_dob_age_under_18 invalid_dob_age_under_minimum",
    ),
    (
        msg("The description of what you do is too short, or only repeats your website's address."),
        "invalid_product_description_length invalid_product_description_url_match",
    ),
    (
        msg("The representative needs an address in the organisation's country."),
        "invalid_representative_country",
    ),
    (msg("Stripe could not confirm the professional body that certified the document."), "invalid_signator"),
    (
        msg("The name for card statements is too short, too general, or unlike your organisation's."),
        "invalid_statement_descriptor_business_mismatch invalid_statement_descriptor_denylisted"
        " invalid_statement_descriptor_length invalid_statement_descriptor_prefix_denylisted"
        " invalid_statement_descriptor_prefix_mismatch",
    ),
    (msg("The tax ID needs nine digits, without dashes."), "invalid_tax_id invalid_tax_id_format"),
    (
        msg("The tax office does not know this tax ID under this name."),
        "verification_failed_tax_id_match verification_failed_tax_id_not_issued",
    ),
    (msg("The tax ID has changed, so the terms of service must be accepted again."), "invalid_tos_acceptance"),
    (
        msg("Stripe does not accept the address of your website."),
        "invalid_url_denylisted invalid_url_format invalid_url_web_presence_detected invalid_url_website_other",
    ),
    (
        msg("Your website says other things about you than the account."),
        "invalid_url_website_business_information_mismatch",
    ),
    (
        msg("Stripe could not open your website, or found it empty."),
        "invalid_url_website_empty invalid_url_website_inaccessible invalid_url_website_inaccessible_geoblocked"
        " invalid_url_website_inaccessible_password_protected",
    ),
    (
        msg("Your website lacks something that Stripe asks for, such as contact details, terms or a refund policy."),
        "invalid_url_website_incomplete invalid_url_website_incomplete_cancellation_policy"
        " invalid_url_website_incomplete_customer_service_details invalid_url_website_incomplete_legal_restrictions"
        " invalid_url_website_incomplete_refund_policy invalid_url_website_incomplete_return_policy"
        " invalid_url_website_incomplete_terms_and_conditions invalid_url_website_incomplete_under_construction",
    ),
    (
        msg("Stripe does not support this type of organisation in your country."),
        "unsupported_business_type",
    ),
    (
        msg("The organisation's type or structure seems to be wrong."),
        "verification_legal_entity_structure_mismatch",
    ),
    (
        msg("The document could not be read. Upload the original, sharp, in colour and under 10 MB."),
        "verification_document_corrupt verification_document_not_readable verification_document_failed_copy"
        " verification_document_failed_greyscale verification_document_too_large verification_document_not_uploaded",
    ),
    (
        msg("The document is incomplete: a side, a page, a date or the signature is missing."),
        "verification_document_incomplete verification_document_missing_back verification_document_missing_front"
        " verification_document_not_signed verification_document_issue_or_expiry_date_missing",
    ),
    (msg("The document has expired."), "verification_document_expired"),
    (
        msg("Stripe does not accept this kind of document."),
        "verification_document_invalid verification_document_type_not_supported"
        " verification_document_country_not_supported verification_document_duplicate_type",
    ),
    (
        msg("The document does not match what the account says."),
        "verification_document_address_mismatch verification_document_dob_mismatch"
        " verification_document_id_number_mismatch verification_document_name_mismatch"
        " verification_document_nationality_mismatch verification_document_photo_mismatch"
        " verification_failed_document_match verification_failed_id_number_match",
    ),
    (
        msg("The document does not show the organisation's name, address or number."),
        "verification_document_address_missing verification_document_id_number_missing"
        " verification_document_name_missing",
    ),
    (
        msg("Stripe could not verify the document."),
        "verification_document_failed_other verification_document_failed_test_mode",
    ),
    (
        msg("Stripe believes that the document was altered."),
        "verification_document_fraudulent verification_document_manipulated",
    ),
    (
        msg("The directors, executives or owners in the account are not those in the register or on the document."),
        "verification_directors_mismatch verification_document_directors_mismatch verification_extraneous_directors"
        " verification_missing_directors verification_missing_executives verification_missing_owners",
    ),
    (
        msg("Stripe could not confirm what was entered."),
        "invalid_value_other verification_failed_keyed_identity verification_failed_keyed_match"
        " verification_failed_name_match verification_failed_other verification_failed_business_iec_number",
    ),
    (
        msg("Stripe could not confirm that the representative may act for the organisation."),
        "verification_failed_authorizer_authority verification_failed_representative_authority",
    ),
    (
        msg("Stripe rejected the reason for naming no owners."),
        "verification_rejected_ownership_exemption_reason",
    ),
    (
        msg("Stripe also needs the papers of the companies that own yours."),
        "verification_requires_additional_memorandum_of_associations"
        " verification_requires_additional_proof_of_registration",
    ),
    (
        msg("Stripe has to check whether it may take payments for an organisation like yours."),
        "verification_supportability",
    ),
)
_ERRORS: Final[Mapping[str, Text]] = {code: text for text, codes in _GROUPS for code in codes.split()}
