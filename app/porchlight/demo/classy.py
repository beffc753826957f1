"""A stand-in for the Classy (GoFundMe Pro) API v2: OAuth2 client credentials, then campaigns of one organisation.

Shapes, headers and error bodies as published by the vendor (docs/integrations.md names the sources).
"""

import json
import re
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from urllib.parse import parse_qsl

from porchlight.dataclass import dataclass
from porchlight.demo.faults import Fault
from porchlight.demo.gifts import Gifts
from porchlight.demo.http_server import Answer, Request, json_answer
from porchlight.demo.recurring import VendorPlans

CAMPAIGN = {
    "id": 227362,
    "name": "Winter Appeal",
    "status": "active",
    "organization_id": 6789,
    "type": "crowdfunding",
    "currency_code": "USD",
    "created_at": "2026-04-23T08:23:21Z",
    "updated_at": "2026-11-20T08:23:21Z",
}
LIMIT_A_MINUTE = 1800
_FIRST, _LAST = "1970-01-01T00:00:00+0000", "2999-12-31T00:00:00+0000"
_CONDITION = re.compile(r"([a-z_]+(?:>=|<|=))([^,]+)")
_KONG = {"via": "kong/3.2.2", "server": "cloudflare", "cf-cache-status": "DYNAMIC"}
_NO_TOKEN = json_answer(401, {"error": "invalid_request", "error_description": "The access token is missing"}, _KONG)
_FORBIDDEN = json_answer(403, {"error": "This action is unauthorized."}, _KONG)


@dataclass(slots=True)
class ClassySimulator:
    """One application's view of the API."""

    organization_id: int = 6789
    client_id: str = "75651c06c1056579497b957715144ea0"
    client_secret: str = "aSn3uWmolgnEnasT"  # noqa: S105 - the demo's own, opens nothing
    token_lifetime: int | None = 7200
    """Seconds; None: not in the answer."""
    remaining: int = LIMIT_A_MINUTE
    tokens: set[str] = field(default_factory=set)
    """Issued and still valid."""
    issued: int = 0
    """How many tokens were ever issued."""
    gifts: Gifts = field(default_factory=Gifts)
    plans: VendorPlans = field(default_factory=VendorPlans)
    ignored: tuple[str, ...] = ()
    """Fields whose conditions in filters change nothing."""

    def answer(self, request: Request) -> Answer:
        """See Simulator."""
        if "python" in request.headers.get("user-agent", "python").lower():
            return Answer(403, b"<html><title>Just a moment...</title></html>", {"Content-Type": "text/html"})
        if request.path == "/oauth2/auth":
            return self._token(request)
        if not request.path.startswith("/2.0/"):
            return json_answer(404, {"message": "no Route matched with those values", "request_id": "5e0f"}, _KONG)
        if request.method != "GET":
            return json_answer(405, {})
        if request.headers.get("authorization", "").removeprefix("Bearer ") not in self.tokens:
            return _NO_TOKEN
        self.remaining = max(self.remaining - 1, 0)
        prefix, rest = "/2.0/organizations/", request.path
        if not rest.startswith(prefix):
            return json_answer(404, {"error": "Not found."})
        organization, _, below = rest.removeprefix(prefix).partition("/")
        if organization != str(self.organization_id):
            return _FORBIDDEN
        quota = {"X-RateLimit-Limit": str(LIMIT_A_MINUTE), "X-RateLimit-Remaining": str(self.remaining)}
        if below == "campaigns":
            return json_answer(200, self._campaigns(request), {**_KONG, **quota})
        if below == "transactions":
            return self._transactions(request, {**_KONG, **quota})
        if below == "recurring-donation-plans":
            return self._plans(request, {**_KONG, **quota})
        if not below:
            return json_answer(200, {"id": self.organization_id, "name": "Example Charity"}, {**_KONG, **quota})
        return json_answer(404, {"error": "Not found."})

    def refuse(self, fault: Fault) -> Answer | None:
        """See Simulator."""
        match fault:
            case Fault.UNAUTHORIZED:
                return _NO_TOKEN
            case Fault.FORBIDDEN:
                return _FORBIDDEN
            case Fault.THROTTLED | Fault.QUOTA:
                return json_answer(
                    429,
                    {"message": "Too Many Attempts.", "retry_after": 42},
                    {"Retry-After": "42", "X-RateLimit-Limit": str(LIMIT_A_MINUTE), "X-RateLimit-Remaining": "0"},
                )
            case Fault.SERVER_ERROR:
                return json_answer(500, {"success": False, "message": "Server Error"}, _KONG)
        return None

    def revoke_tokens(self) -> None:
        """Every token issued so far is refused from now on."""
        self.tokens.clear()

    def _token(self, request: Request) -> Answer:
        if request.method != "POST":
            return json_answer(405, {})
        if "json" in request.headers.get("content-type", ""):
            form = json.loads(request.body)
        else:
            form = dict(parse_qsl(request.body.decode()))
        if not form.get("client_id"):
            return json_answer(400, {"error": {"client_id": ["The client id field is required."]}, "queries_log": []})
        if not form.get("client_secret"):
            required = "The client secret field is required when secret key is not present."
            return json_answer(400, {"error": {"client_secret": [required]}, "queries_log": []})
        if (form["client_id"], form["client_secret"]) != (self.client_id, self.client_secret):
            return json_answer(401, {"error": "invalid_client"}, _KONG)
        self.issued += 1
        token = b64encode(f"{self.client_id}{self.issued:08d}".encode()).decode()[-32:]
        self.tokens.add(token)
        document: dict[str, object] = {"access_token": token, "queries_log": [], "token_type": "bearer"}
        if self.token_lifetime is not None:
            document["expires_in"] = self.token_lifetime
        return json_answer(200, document, {**_KONG, "cache-control": "no-cache, private"})

    def _transactions(self, request: Request, headers: Mapping[str, str]) -> Answer:
        """Only by a filter, as the pulse counts them; one entry with nothing but its id."""
        found = dict(_CONDITION.findall(request.query.get("filter", "")))
        if request.query.get("fields") != "id" or not {"purchased_at>=", "purchased_at<"} <= set(found):
            return json_answer(422, {"error": "This simulator only counts."}, headers)
        conditions = {name: value for name, value in found.items() if name.rstrip("<>=") not in self.ignored}
        status, amounts = (
            conditions.get("status="),
            [conditions.get(f"total_gross_amount{sign}") for sign in ("<", ">=")],
        )
        below, least = (None if one is None else float(one) for one in amounts)
        total = self.gifts.total(
            _moment_ms(conditions.get("purchased_at>=", _FIRST)),
            _moment_ms(conditions.get("purchased_at<", _LAST)),
            failed=None if status is None else status == "failed",
            below=below,
            least=least,
        )
        data = [{"id": 30310001}] if total else []
        return json_answer(200, {"current_page": 1, "data": data, "per_page": 1, "total": total}, headers)

    def _plans(self, request: Request, headers: Mapping[str, str]) -> Answer:
        """As above."""
        found = dict(_CONDITION.findall(request.query.get("filter", "")))
        if request.query.get("fields") != "id" or not found:
            return json_answer(422, {"error": "This simulator only counts."}, headers)
        conditions = {name: value for name, value in found.items() if name.rstrip("<>=") not in self.ignored}
        between = {
            name: (_moment_ms(conditions.get(f"{field}>=", _FIRST)), _moment_ms(conditions[f"{field}<"]))
            for name, field in (("next_ms", "next_processing_date"), ("created_ms", "created_at"))
            if f"{field}<" in conditions
        }
        total = self.plans.count(conditions.get("status="), **between)
        data = [{"id": 213492}] if total else []
        return json_answer(200, {"current_page": 1, "data": data, "per_page": 1, "total": total}, headers)

    def _campaigns(self, request: Request) -> dict[str, object]:
        wanted = request.query.get("fields", "").split(",")
        campaign = {**CAMPAIGN, "organization_id": self.organization_id}
        if wanted != [""]:
            campaign = {key: value for key, value in campaign.items() if key in wanted}
        path = f"https://api.classy.org{request.path}"
        return {
            "current_page": 1,
            "data": [campaign],
            "first_page_url": f"{path}?page=1",
            "from": 1,
            "last_page": 1,
            "next_page_url": None,
            "path": path,
            "per_page": int(request.query.get("per_page", "20")),
            "to": 1,
            "total": 1,
        }


def _moment_ms(text: str) -> int:
    return round(datetime.strptime(text, "%Y-%m-%dT%H:%M:%S%z").timestamp() * 1000)
