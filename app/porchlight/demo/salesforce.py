"""A stand-in for one Salesforce organisation: client credentials on its My Domain host, the versions, the limits.

Shapes, headers and error bodies as published by the vendor (docs/integrations.md names what is not).
"""

import re
from dataclasses import field
from datetime import date
from urllib.parse import parse_qsl

from porchlight.dataclass import dataclass
from porchlight.demo.faults import Fault
from porchlight.demo.http_server import Answer, Request, json_answer

_MAX_REQUESTS = 100_000
_COUNT = re.compile(
    r"SELECT COUNT\(\) FROM (?P<record>\w+) WHERE (?P<field>\w+) = (?P<day>\d{4}-\d\d-\d\d)"
    r"( AND StageName = '[^']+')?"
)


def _errors(status: int, code: str, message: str) -> Answer:
    return json_answer(status, [{"message": message, "errorCode": code}])


def _token_error(code: str, description: str, status: int = 400) -> Answer:
    return json_answer(status, {"error": code, "error_description": description})


_SESSION_OVER = _errors(401, "INVALID_SESSION_ID", "Session expired or invalid")


@dataclass(slots=True)
class SalesforceSimulator:
    """One organisation with one External Client App."""

    client_id: str = "3MVG9demoConsumerKeyThatOpensNothing"
    client_secret: str = "0123456789ABCDEF0123456789ABCDEF"  # noqa: S105 - the demo's own, opens nothing
    instance_url: str = "https://example.my.salesforce.com"
    """The instance address in a token's answer; an untrusted one may be anything."""
    versions: tuple[str, ...] = ("66.0", "67.0", "68.0")
    remaining: int = 98_211
    sees_limits: bool = True
    """Whether the run-as user has View Setup and Configuration."""
    token_refusal: tuple[str, str] | None = None
    """``error`` and ``error_description`` in place of a token."""
    gifts: dict[date, int] = field(default_factory=dict)
    """How many records of each day are there."""
    tokens: set[str] = field(default_factory=set)
    issued: int = 0

    def answer(self, request: Request) -> Answer:
        """See Simulator."""
        if request.path == "/services/oauth2/token":
            return self._token(request)
        if request.method != "GET":
            return _errors(405, "METHOD_NOT_ALLOWED", "HTTP Method not allowed.")
        if request.path == "/services/data/":
            return json_answer(
                200, [{"label": f"R{n}", "url": f"/services/data/v{n}", "version": n} for n in self.versions]
            )
        if request.headers.get("authorization", "").removeprefix("Bearer ") not in self.tokens:
            return _SESSION_OVER
        prefix, _, below = request.path.removeprefix("/services/data/v").partition("/")
        if prefix not in self.versions:
            return _errors(404, "NOT_FOUND", "The requested resource does not exist")
        self.remaining = max(self.remaining - 1, 0)
        usage = {"Sforce-Limit-Info": f"api-usage={_MAX_REQUESTS - self.remaining}/{_MAX_REQUESTS}"}
        if not below:
            return json_answer(200, {"limits": f"/services/data/v{prefix}/limits"}, usage)
        if below == "limits" and not self.sees_limits:
            return _errors(403, "INSUFFICIENT_ACCESS", "You do not have View Setup and Configuration")
        if below == "limits":
            return json_answer(200, self._limits(), usage)
        if below == "query":
            return self._count(request.query.get("q", ""), usage)
        return _errors(404, "NOT_FOUND", "The requested resource does not exist")

    def refuse(self, fault: Fault) -> Answer | None:
        """See Simulator. Salesforce sends no Retry-After, and 403 where the day's requests are used up."""
        match fault:
            case Fault.UNAUTHORIZED:
                return _SESSION_OVER
            case Fault.FORBIDDEN:
                return _errors(403, "API_DISABLED_FOR_ORG", "API is not enabled for this Organization or Partner")
            case Fault.QUOTA:
                return _errors(403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.")
            case Fault.SERVER_ERROR:
                return _errors(500, "UNKNOWN_EXCEPTION", "An unexpected error occurred.")
        return None

    def _count(self, query: str, usage: dict[str, str]) -> Answer:
        """Of gifts by their day alone; a total comes without records."""
        asked = _COUNT.fullmatch(query)
        if asked is None:
            return _errors(400, "MALFORMED_QUERY", "unexpected token")
        if asked["record"] != "Opportunity":
            return _errors(400, "INVALID_TYPE", f"sObject type '{asked['record']}' is not supported.")
        if asked["field"] != "CloseDate":
            return _errors(400, "INVALID_FIELD", f"No such column '{asked['field']}' on entity 'Opportunity'.")
        total = self.gifts.get(date.fromisoformat(asked["day"]), 0)
        return json_answer(200, {"totalSize": total, "done": True, "records": []}, usage)

    def revoke_tokens(self) -> None:
        """Every session so far is over."""
        self.tokens.clear()

    def _token(self, request: Request) -> Answer:
        form = dict(parse_qsl(request.body.decode()))
        if request.method != "POST" or form.get("grant_type") != "client_credentials":
            return _token_error("unsupported_grant_type", "grant type not supported")
        if self.token_refusal is not None:
            return _token_error(*self.token_refusal)
        if form.get("client_id") != self.client_id:
            return _token_error("invalid_client_id", "client identifier invalid")
        if form.get("client_secret") != self.client_secret:
            return _token_error("invalid_client", "invalid client credentials")
        self.issued += 1
        token = f"00D000000000001!AQ.{self.issued:060d}"
        self.tokens.add(token)
        return json_answer(
            200,
            {
                "access_token": token,
                "signature": "c2lnbmVk",
                "scope": "api",
                "instance_url": self.instance_url,
                "id": "https://login.salesforce.com/id/00D000000000001/005000000000001",
                "token_type": "Bearer",
                "issued_at": "1732300000000",
            },
        )

    def _limits(self) -> dict[str, object]:
        app = {"Max": 0, "Remaining": 0}
        return {
            "DailyApiRequests": {"Max": _MAX_REQUESTS, "Remaining": self.remaining, "Example App": app},
            "DailyBulkApiBatches": {"Max": 15_000, "Remaining": 15_000},
            "DailyAsyncApexExecutions": {"Max": 250_000, "Remaining": 249_990},
            "SingleEmail": {"Max": 5_000, "Remaining": 4_000},
            "MassEmail": {"Max": 5_000, "Remaining": 5_000},
            "DataStorageMB": {"Max": 1_073, "Remaining": 73},
            "FileStorageMB": {"Max": 1_073, "Remaining": 1_073},
        }
