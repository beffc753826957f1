"""A stand-in for PayPal's token endpoint, which hands out the same token with what is left of its life.

Shapes as published by the vendor (docs/integrations.md names what is not).
"""

from base64 import b64encode

from porchlight.dataclass import dataclass
from porchlight.demo.faults import Fault
from porchlight.demo.http_server import Answer, Request, json_answer

_DEBUG_ID = {"paypal-debug-id": "f4d2e1c3b5a69"}


def _error(status: int, name: str, message: str) -> Answer:
    document = {"name": name, "message": message, "debug_id": "f4d2e1c3b5a69", "details": [], "links": []}
    return json_answer(status, document, _DEBUG_ID)


@dataclass(slots=True)
class PayPalSimulator:
    """One application."""

    client_id: str = "AdemoClientIdOfPayPalThatOpensNothing"
    client_secret: str = "EdemoSecretOfPayPalThatOpensNothing"  # noqa: S105 - the demo's own, opens nothing
    token: str = "A21AAdemoTokenThatOpensNothing0123456789abcdefghij"  # noqa: S105
    expires_in: int = 32_103

    def answer(self, request: Request) -> Answer:
        """See Simulator."""
        if request.method != "POST" or request.path != "/v1/oauth2/token":
            return _error(404, "RESOURCE_NOT_FOUND", "The specified resource does not exist.")
        if request.body != b"grant_type=client_credentials":
            return json_answer(400, {"error": "unsupported_grant_type"}, _DEBUG_ID)
        expected = b64encode(f"{self.client_id}:{self.client_secret}".encode()).decode()
        if request.headers.get("authorization") != f"Basic {expected}":
            return self.refuse(Fault.UNAUTHORIZED) or Answer(401)
        return json_answer(
            200,
            {
                "scope": "https://uri.paypal.com/services/invoicing openid",
                "access_token": self.token,
                "token_type": "Bearer",
                "app_id": "APP-80W284485P519543T",
                "expires_in": self.expires_in,
                "nonce": "2026-11-23T10:00:00Zabc",
            },
            _DEBUG_ID,
        )

    def refuse(self, fault: Fault) -> Answer | None:
        """See Simulator."""
        match fault:
            case Fault.UNAUTHORIZED:
                document = {"error": "invalid_client", "error_description": "Client Authentication failed"}
                return json_answer(401, document, _DEBUG_ID)
            case Fault.FORBIDDEN:
                return _error(403, "NOT_AUTHORIZED", "Authorization failed due to insufficient permissions.")
            case Fault.THROTTLED | Fault.QUOTA:
                return _error(429, "RATE_LIMIT_REACHED", "Too many requests. Blocked due to rate limiting.")
            case Fault.SERVER_ERROR:
                return _error(500, "INTERNAL_SERVER_ERROR", "An internal server error has occurred.")
        return None
