"""A stand-in for HubSpot's APIs: the account's details, a private app's daily usage, and the search for deals.

Shapes and error bodies as published by the vendor (docs/integrations.md names what is not).
"""

import json
from bisect import bisect_left
from dataclasses import field

from porchlight.dataclass import dataclass
from porchlight.demo.faults import Fault
from porchlight.demo.http_server import Answer, Request, json_answer

_SEARCH = "/crm/v3/objects/deals/search"
_MOST_FOUND = 10_000
_CORRELATION = "aeb5f871-7f07-4993-9211-075dc63e7cbf"


def _error(status: int, category: str, message: str, **more: object) -> Answer:
    document = {"status": "error", "message": message, "correlationId": _CORRELATION, "category": category, **more}
    return json_answer(status, document)


def too_many(policy: str) -> Answer:
    """429 by one of HubSpot's limits; without Retry-After, as it may come."""
    return json_answer(
        429,
        {
            "status": "error",
            "message": f"You have reached your {policy.lower()} limit.",
            "errorType": "RATE_LIMIT",
            "correlationId": _CORRELATION,
            "policyName": policy,
        },
    )


def expired() -> Answer:
    """401 for a token that has run out."""
    return _error(401, "EXPIRED_AUTHENTICATION", "The OAuth token used to make this call expired.")


@dataclass(slots=True)
class HubSpotSimulator:
    """One account with one private app."""

    token: str = "pat-na1-00000000-0000-4000-8000-000000000000"  # noqa: S105 - the demo's own, opens nothing
    account_id: int = 1234567
    version: str = "v3"
    used: int = 1_200
    limit: int = 250_000
    fetch_status: str = "SUCCESS"
    reports_usage: bool = True
    deals: list[int] = field(default_factory=list)
    """When each deal was closed, in Unix ms, in order."""
    sees_deals: bool = True
    """Whether the private app has the scope for them."""
    total: object = None
    """In place of a search's total."""

    def answer(self, request: Request) -> Answer:
        """See Simulator."""
        if request.headers.get("authorization") != f"Bearer {self.token}":
            return self.refuse(Fault.UNAUTHORIZED) or Answer(401)
        if request.method == "POST" and request.path == _SEARCH:
            return self._search(request.body)
        prefix = f"/account-info/{self.version}/"
        if request.method != "GET" or not request.path.startswith(prefix):
            return _error(404, "OBJECT_NOT_FOUND", "resource not found")
        match request.path.removeprefix(prefix):
            case "details":
                return json_answer(200, self._details())
            case "api-usage/daily/private-apps" if self.reports_usage:
                return json_answer(200, {"results": [self._usage()]})
        return _error(404, "OBJECT_NOT_FOUND", "resource not found")

    def refuse(self, fault: Fault) -> Answer | None:
        """See Simulator."""
        match fault:
            case Fault.UNAUTHORIZED:
                return _error(401, "INVALID_AUTHENTICATION", "Authentication credentials not found.")
            case Fault.FORBIDDEN:
                scopes = [{"message": "missing", "context": {"requiredScopes": ["account-info.security.read"]}}]
                message = "This app hasn't been granted all required scopes."
                return _error(403, "MISSING_SCOPES", message, errors=scopes)
            case Fault.QUOTA:
                return too_many("DAILY")
            case Fault.THROTTLED:
                return too_many("TEN_SECONDLY_ROLLING")
            case Fault.SERVER_ERROR:
                return _error(500, "INTERNAL_ERROR", "internal error")
        return None

    def _search(self, body: bytes) -> Answer:
        """By when deals were closed alone; a total is capped as the results are."""
        if not self.sees_deals:
            scopes = [{"message": "missing", "context": {"requiredScopes": ["crm.objects.deals.read"]}}]
            return _error(403, "MISSING_SCOPES", "This app hasn't been granted all required scopes.", errors=scopes)
        asked = json.loads(body)
        since = until = None
        for one in asked["filterGroups"][0]["filters"]:
            match one["propertyName"], one["operator"]:
                case "closedate", "GTE":
                    since = int(one["value"])
                case "closedate", "LT":
                    until = int(one["value"])
                case (("pipeline" | "dealstage"), "EQ"):
                    pass
                case name, _:
                    return _error(400, "VALIDATION_ERROR", f"There was a problem with the property {name}.")
        if since is None or until is None:
            return _error(400, "VALIDATION_ERROR", "There was a problem with the request.")
        found = bisect_left(self.deals, until) - bisect_left(self.deals, since)
        properties = dict.fromkeys(asked["properties"], "512")
        results = [{"id": "512", "properties": properties, "archived": False}] * min(found, asked["limit"])
        total: object = min(found, _MOST_FOUND) if self.total is None else self.total
        return json_answer(200, {"total": total, "results": results})

    def _details(self) -> dict[str, object]:
        return {
            "portalId": self.account_id,
            "accountType": "STANDARD",
            "timeZone": "US/Eastern",
            "companyCurrency": "USD",
            "additionalCurrencies": [],
            "utcOffset": "-05:00",
            "utcOffsetMilliseconds": -18000000,
            "uiDomain": "app.hubspot.com",
            "dataHostingLocation": "na1",
        }

    def _usage(self) -> dict[str, object]:
        return {
            "name": "private-apps-api-calls-daily",
            "usageLimit": self.limit,
            "currentUsage": self.used,
            "collectedAt": "2026-11-23T06:46:40.789Z",
            "fetchStatus": self.fetch_status,
            "resetsAt": "2026-11-24T05:00:00Z",
        }
