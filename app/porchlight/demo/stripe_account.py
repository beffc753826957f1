"""A stand-in for Stripe's account, webhook endpoints and search of charges, with what may be wrong with an account.

Shapes as published by the vendor (docs/integrations.md names what is not).
"""

from collections.abc import Mapping
from dataclasses import field

from porchlight.dataclass import dataclass
from porchlight.demo.faults import Fault
from porchlight.demo.http_server import Answer, Request, json_answer
from porchlight.demo.stripe import StripeSimulator

_PERMISSIONS = {
    "/v1/account": "rak_accounts_kyc_basic_read",
    "/v1/webhook_endpoints": "rak_webhook_read",
    "/v1/charges/search": "rak_charge_read",
}


@dataclass(slots=True)
class StripeAccountSimulator:
    """One nonprofit's account, with one restricted key."""

    key: str = "rk_live_0123456789abcdefghijklmn"
    charges_enabled: bool = True
    payouts_enabled: bool = True
    requirements: dict[str, object] = field(default_factory=dict)
    """What differs from an account of which nothing is asked."""
    future_requirements: dict[str, object] = field(default_factory=dict)
    webhooks: tuple[str, ...] = ("enabled", "enabled")
    """The status of each endpoint."""
    payments: int = 240
    failed: int = 9
    lacking: frozenset[str] = frozenset()
    """Paths that the key may not read."""

    def answer(self, request: Request) -> Answer:
        """See Simulator."""
        if request.headers.get("authorization") != f"Bearer {self.key}":
            return self.refuse(Fault.UNAUTHORIZED) or Answer(401)
        if request.method != "GET" or request.path not in _PERMISSIONS:
            return json_answer(
                404, {"error": {"message": "Unrecognized request URL.", "type": "invalid_request_error"}}
            )
        if request.path in self.lacking:
            message = (
                f"The provided key 'rk_live_****{self.key[-4:]}' does not have the required permissions for this"
                f" endpoint on account 'acct_1'. Having the '{_PERMISSIONS[request.path]}' permission would allow"
                " this request to continue."
            )
            return json_answer(403, {"error": {"message": message, "type": "invalid_request_error"}})
        match request.path:
            case "/v1/account":
                return json_answer(200, self._account())
            case "/v1/webhook_endpoints":
                endpoints = [
                    {
                        "object": "webhook_endpoint",
                        "url": f"https://hooks{n}.example.org/stripe?k=1",
                        "status": status,
                    }
                    for n, status in enumerate(self.webhooks)
                ]
                return json_answer(200, {"object": "list", "data": endpoints, "has_more": False})
        total = self.failed if "failed" in request.query.get("query", "") else self.payments
        donor = {"object": "charge", "amount": 5000, "billing_details": {"name": "Ada Donor"}}
        return json_answer(
            200, {"object": "search_result", "data": [donor][:total], "has_more": total > 1, "total_count": total}
        )

    def _account(self) -> Mapping[str, object]:
        empty: dict[str, object] = {
            "currently_due": [],
            "past_due": [],
            "eventually_due": [],
            "pending_verification": [],
            "current_deadline": None,
            "disabled_reason": None,
            "errors": [],
            "alternatives": [],
        }
        return {
            "object": "account",
            "id": "acct_1",
            "email": "director@example.org",
            "charges_enabled": self.charges_enabled,
            "payouts_enabled": self.payouts_enabled,
            "details_submitted": True,
            "requirements": {**empty, **self.requirements},
            "future_requirements": {**empty, **self.future_requirements},
        }

    def refuse(self, fault: Fault) -> Answer | None:
        """See Simulator."""
        return StripeSimulator(self.key).refuse(fault)
