"""A stand-in for Stripe's balance endpoint, its searches, and its error documents.

Shapes as published by the vendor (docs/integrations.md names what is not).
"""

import re
from base64 import b64decode
from binascii import Error as BinasciiError
from dataclasses import field

from porchlight.dataclass import dataclass
from porchlight.demo.faults import Fault
from porchlight.demo.gifts import Gifts
from porchlight.demo.http_server import Answer, Request, json_answer
from porchlight.demo.recurring import VendorPlans

_CONDITION = re.compile(r'(\w+(?:>=|<|:))"?(\w+)"?')
_REQUEST_ID = {"Request-Id": "req_a1B2c3D4e5F6g7"}


def _error(status: int, message: str, **more: str) -> Answer:
    return json_answer(status, {"error": {"message": message, "type": "invalid_request_error", **more}}, _REQUEST_ID)


@dataclass(slots=True)
class StripeSimulator:
    """One account with one restricted key."""

    key: str = "rk_live_0123456789abcdefghijklmn"
    livemode: bool = True
    gifts: Gifts = field(default_factory=Gifts)
    plans: VendorPlans = field(default_factory=VendorPlans)
    ignored: tuple[str, ...] = ()
    """Fields whose conditions in searches change nothing."""

    def answer(self, request: Request) -> Answer:
        """See Simulator."""
        if self.key not in _keys(request.headers.get("authorization", "")):
            return self.refuse(Fault.UNAUTHORIZED) or Answer(401)
        if request.method == "GET" and request.path == "/v1/charges/search":
            return self._search(request)
        if request.method == "GET" and request.path in ("/v1/invoices/search", "/v1/subscriptions/search"):
            return self._search_plans(request)
        if request.method != "GET" or request.path != "/v1/balance":
            return _error(404, f"Unrecognized request URL ({request.method}: {request.path}).")
        amount = {"amount": 184250, "currency": "usd", "source_types": {"card": 184250}}
        return json_answer(
            200,
            {
                "object": "balance",
                "available": [amount],
                "connect_reserved": [{"amount": 0, "currency": "usd"}],
                "livemode": self.livemode,
                "pending": [amount],
            },
            _REQUEST_ID,
        )

    def _search(self, request: Request) -> Answer:
        """The total of a search; one charge, of which nothing but its id is here."""
        found = dict(_CONDITION.findall(request.query.get("query", "")))
        if request.query.get("expand[]") != "total_count" or not {"created>=", "created<"} <= set(found):
            return _error(400, "This simulator only counts.")
        conditions = self._heeded(found)
        status, amounts = conditions.get("status:"), [conditions.get(f"amount{sign}") for sign in ("<", ">=")]
        below, least = (None if one is None else int(one) / 100 for one in amounts)
        total = self.gifts.total(
            *_span(conditions), failed=None if status is None else status == "failed", below=below, least=least
        )
        return _found(request.path, total, {"id": "ch_3MqVIW2eZvKYlo2C", "object": "charge"})

    def _search_plans(self, request: Request) -> Answer:
        """As above, by the fields that Stripe documents for each."""
        found = dict(_CONDITION.findall(request.query.get("query", "")))
        known = {"status:", "created>=", "created<"}
        if request.query.get("expand[]") != "total_count" or not set(found) <= known or not found:
            return _error(400, "This simulator only counts.")
        conditions = self._heeded(found)
        status, span = conditions.get("status:"), _span(conditions)
        if request.path == "/v1/invoices/search":
            total = self.plans.count_invoices(*span, status)
            return _found(request.path, total, {"id": "in_1MtHbELkdIwHu7ix", "object": "invoice"})
        total = self.plans.count("failing" if status == "past_due" else status, created_ms=span)
        return _found(request.path, total, {"id": "sub_1MoG3CLkdIwHu7ix", "object": "subscription"})

    def _heeded(self, conditions: dict[str, str]) -> dict[str, str]:
        return {name: value for name, value in conditions.items() if name.rstrip("<>=:") not in self.ignored}

    def refuse(self, fault: Fault) -> Answer | None:
        """See Simulator. Its texts repeat the end of the key."""
        match fault:
            case Fault.UNAUTHORIZED:
                return _error(401, f"Invalid API Key provided: rk_live_****{self.key[-4:]}")
            case Fault.FORBIDDEN:
                message = f"The provided key 'rk_live_****{self.key[-4:]}' does not have the required permissions."
                return _error(403, message, code="secret_key_required")
            case Fault.THROTTLED | Fault.QUOTA:
                return json_answer(
                    429,
                    {"error": {"message": "Request rate limit exceeded.", "type": "invalid_request_error"}},
                    {**_REQUEST_ID, "Stripe-Should-Retry": "true", "Retry-After": "2"},
                )
            case Fault.SERVER_ERROR:
                return json_answer(500, {"error": {"message": "Sorry.", "type": "api_error"}}, _REQUEST_ID)
        return None


def _span(conditions: dict[str, str]) -> tuple[int, int]:
    return int(conditions.get("created>=", "0")) * 1000, int(conditions.get("created<", "9999999999")) * 1000


def _found(path: str, total: int, one: dict[str, str]) -> Answer:
    document = {
        "object": "search_result",
        "url": path,
        "has_more": total > 1,
        "data": [one] if total else [],
        "total_count": total,
    }
    return json_answer(200, document, _REQUEST_ID)


def _keys(authorization: str) -> tuple[str, ...]:
    """What may be the key, by either way of sending it."""
    scheme, _, value = authorization.partition(" ")
    if scheme == "Bearer":
        return (value,)
    try:
        return (b64decode(value).decode().partition(":")[0],)
    except (BinasciiError, UnicodeDecodeError):
        return ()
