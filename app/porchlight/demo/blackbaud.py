"""A stand-in for the Blackbaud SKY API: a token by a refresh token, then campaigns behind two headers.

Bodies of its limits as published by the vendor; the token's answer and other refusals are likely ones.
"""

from base64 import b64encode
from dataclasses import field
from urllib.parse import parse_qsl

from porchlight.dataclass import dataclass
from porchlight.demo.faults import Fault
from porchlight.demo.http_server import Answer, Request, json_answer


def _gateway(status: int, message: str, retry_after: int | None = None) -> Answer:
    headers = {} if retry_after is None else {"Retry-After": str(retry_after)}
    return json_answer(status, {"statusCode": status, "message": message}, headers)


_UNAUTHORIZED = _gateway(401, "The required Authorization header was not present or the token has expired.")


@dataclass(slots=True)
class BlackbaudSimulator:
    """One application, connected to one environment by one consent."""

    subscription_key: str = "fedcba9876543210fedcba9876543210"
    client_id: str = "9d3e1f52-0000-4000-8000-000000000000"
    client_secret: str = "demoBlackbaudSecretThatOpensNothing="  # noqa: S105 - the demo's own, opens nothing
    refresh_token: str = "demoRefreshTokenThatOpensNothing01"  # noqa: S105
    keeps_refresh_token: bool = True
    """Whether it respects ``preserve_refresh_token``."""
    refresh_token_expires_in: int | None = 31_536_000
    tokens: set[str] = field(default_factory=set)
    issued: int = 0

    def answer(self, request: Request) -> Answer:
        """See Simulator."""
        if request.path == "/token":
            return self._token(request)
        if request.headers.get("bb-api-subscription-key") != self.subscription_key:
            return _gateway(401, "Access denied due to invalid subscription key.")
        if request.headers.get("authorization", "").removeprefix("Bearer ") not in self.tokens:
            return _UNAUTHORIZED
        if request.method != "GET" or request.path != "/fundraising/v1/campaigns":
            return _gateway(404, "Resource not found")
        return json_answer(200, {"count": 1, "value": [{"id": "7", "description": "Annual fund"}]})

    def refuse(self, fault: Fault) -> Answer | None:
        """See Simulator."""
        match fault:
            case Fault.UNAUTHORIZED:
                return _UNAUTHORIZED
            case Fault.FORBIDDEN:
                return _gateway(403, "The user does not have access to this resource.")
            case Fault.QUOTA:
                return _gateway(403, "Out of call volume quota. Quota will be replenished in 00:06:46.", 406)
            case Fault.THROTTLED:
                return _gateway(429, "Rate limit is exceeded. Try again in 1 second.", 1)
            case Fault.SERVER_ERROR:
                return _gateway(500, "Internal server error")
        return None

    def revoke_tokens(self) -> None:
        """Every token issued so far is refused from now on."""
        self.tokens.clear()

    def _token(self, request: Request) -> Answer:
        form = dict(parse_qsl(request.body.decode()))
        expected = b64encode(f"{self.client_id}:{self.client_secret}".encode()).decode()
        if request.method != "POST" or form.get("grant_type") != "refresh_token":
            return json_answer(400, {"error": "unsupported_grant_type"})
        if request.headers.get("authorization") != f"Basic {expected}":
            return json_answer(400, {"error": "invalid_client"})
        if form.get("refresh_token") != self.refresh_token:
            return json_answer(400, {"error": "invalid_grant"})
        self.issued += 1
        token = f"eyDemoTokenThatOpensNothing{self.issued:08d}"
        self.tokens.add(token)
        if form.get("preserve_refresh_token") != "true" or not self.keeps_refresh_token:
            self.refresh_token = f"demoRefreshTokenThatOpensNothing{self.issued + 1:02d}"
        document: dict[str, object] = {
            "access_token": token,
            "token_type": "Bearer",
            "expires_in": 3600,
            "refresh_token": self.refresh_token,
            "environment_name": "Example Charity",
        }
        if self.refresh_token_expires_in is not None:
            document["refresh_token_expires_in"] = self.refresh_token_expires_in
        return json_answer(200, document)
