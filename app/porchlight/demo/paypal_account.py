"""A stand-in for what PayPal shows of an account: its seller's state, disputes, balances, transactions and webhooks.

Shapes as published by the vendor (docs/integrations.md names what is not).
"""

import json
from dataclasses import field
from typing import Final

from porchlight.dataclass import dataclass
from porchlight.demo.faults import Fault
from porchlight.demo.http_server import Answer, Request, json_answer
from porchlight.demo.paypal import PayPalSimulator

_URI: Final = "https://uri.paypal.com/services/"
ALL_SCOPES: Final = (
    "openid",
    f"{_URI}applications/webhooks",
    f"{_URI}disputes/read-seller",
    f"{_URI}reporting/balances/read",
    f"{_URI}reporting/search/read",
)
_FORBIDDEN: Final = {
    "name": "NOT_AUTHORIZED",
    "message": "Authorization failed due to insufficient permissions.",
    "debug_id": "f4d2e1c3b5a69",
    "details": [{"issue": "PERMISSION_DENIED", "description": "You do not have permission."}],
    "links": [],
}


@dataclass(slots=True)
class PayPalAccountSimulator:
    """One nonprofit's account, with one application."""

    client_id: str = "AdemoClientIdOfPayPalThatOpensNothing"
    client_secret: str = "EdemoSecretOfPayPalThatOpensNothing"  # noqa: S105 - the demo's own, opens nothing
    scopes: tuple[str, ...] = ALL_SCOPES
    """What its token is for."""
    lacking: frozenset[str] = frozenset()
    """Beginnings of paths that are refused all the same."""
    restricted: bool = False
    """Whether every call besides the token's is refused because of the account."""
    verified: object = "true"
    seller: dict[str, object] = field(default_factory=dict)
    """What differs from a seller who is paid."""
    dues: tuple[str | None, ...] = ()
    """Of each dispute that waits for an answer, until when."""
    withheld: tuple[str, ...] = ("0.00", "0.00")
    """Of each currency, how much is held back."""
    transactions: int = 180
    denied: int = 7
    pending: int = 3
    event_states: tuple[str, ...] = ("ENABLED", "ENABLED")

    def answer(self, request: Request) -> Answer:
        """See Simulator."""
        vendor = PayPalSimulator(self.client_id, self.client_secret)
        if request.path == "/v1/oauth2/token":
            answer = vendor.answer(request)
            if answer.status != 200:
                return answer
            token = {**json.loads(answer.body), "scope": " ".join(self.scopes)}
            return json_answer(200, token, {"paypal-debug-id": "f4d2e1c3b5a69"})
        if request.headers.get("authorization") != f"Bearer {vendor.token}":
            return json_answer(401, {"name": "AUTHENTICATION_FAILURE", "message": "Authentication failed."})
        if self.restricted:
            message = "The merchant account is restricted. The account has been suspended."
            return json_answer(403, {**_FORBIDDEN, "message": message})
        if request.method != "GET" or request.path.startswith(tuple(self.lacking)):
            return json_answer(403, _FORBIDDEN)
        document = self._document(request)
        return json_answer(404, {"name": "RESOURCE_NOT_FOUND"}) if document is None else json_answer(200, document)

    def _document(self, request: Request) -> dict[str, object] | None:
        donor = {"email_address": "ada@donors.example", "payer_name": {"given_name": "Ada"}}
        match request.path:
            case "/v1/identity/oauth2/userinfo":
                return {
                    "user_id": "https://www.paypal.com/webapps/auth/identity/user/x",
                    "payer_id": "YOURS4C5D6E7F",
                } | {
                    "name": "Ada Director",
                    "emails": [{"value": "director@example.org", "primary": True, "confirmed": True}],
                    "verified_account": self.verified,
                }
            case "/v1/customer/disputes":
                return {"items": [self._dispute(due) for due in self.dues], "links": []}
            case "/v1/reporting/balances":
                balances = [
                    {"currency": currency, "primary": currency == "USD"}
                    | {
                        "total_balance": {"currency_code": currency, "value": "41820.77"},
                        "available_balance": {"currency_code": currency, "value": "41820.77"},
                        "withheld_balance": {"currency_code": currency, "value": held},
                    }
                    for currency, held in zip(("USD", "EUR", "GBP"), self.withheld, strict=False)
                ]
                return {"balances": balances, "account_id": "YOURS4C5D6E7F"}
            case "/v1/reporting/transactions":
                status = request.query.get("transaction_status")
                total = {"D": self.denied, "P": self.pending}.get(status or "", self.transactions)
                one = {"transaction_info": {"transaction_amount": {"value": "4711.00"}}, "payer_info": donor}
                return {"transaction_details": [one][:total], "total_items": total, "total_pages": total, "page": 1}
            case "/v1/notifications/webhooks":
                names = ("PAYMENT.CAPTURE.COMPLETED", "BILLING.SUBSCRIPTION.CANCELLED", "CUSTOMER.DISPUTE.CREATED")
                events = [
                    {"name": name, "status": state} for name, state in zip(names, self.event_states, strict=False)
                ]
                return {"webhooks": [{"id": "1", "url": "https://hooks.example.org/?k=1", "event_types": events}]}
            case path if path.startswith("/v1/customer/partners/"):
                return {
                    "merchant_id": "YOURS4C5D6E7F",
                    "payments_receivable": True,
                    "primary_email_confirmed": True,
                    "products": [{"name": "PPCP_STANDARD", "vetting_status": "SUBSCRIBED"}],
                    "capabilities": [{"name": "ACCEPT_DONATIONS", "status": "ACTIVE"}],
                    **self.seller,
                }
        return None

    def _dispute(self, due: str | None) -> dict[str, object]:
        dispute: dict[str, object] = {
            "dispute_id": "PP-D-4012",
            "reason": "UNAUTHORISED",
            "status": "WAITING_FOR_SELLER_RESPONSE",
            "dispute_state": "REQUIRED_ACTION",
            "dispute_amount": {"currency_code": "USD", "value": "4711.00"},
        }
        return dispute if due is None else {**dispute, "seller_response_due_date": due}

    def refuse(self, fault: Fault) -> Answer | None:
        """See Simulator."""
        return PayPalSimulator().refuse(fault)
