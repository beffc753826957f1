"""A stand-in for Neon CRM's API v2: the organisation's profile, and the search for donations.

Its limit is one of requests at once; fields and error bodies are not published, these are likely ones.
"""

import json
from base64 import b64encode
from dataclasses import field
from datetime import date

from porchlight.dataclass import dataclass
from porchlight.demo.faults import Fault
from porchlight.demo.http_server import Answer, Request, json_answer


def _errors(status: int, code: str, message: str) -> Answer:
    return json_answer(status, [{"code": code, "message": message}])


@dataclass(slots=True)
class NeonCrmSimulator:
    """One organisation."""

    org_id: str = "example"
    key: str = "0123456789abcdef0123456789abcdef"
    version: str = "2.11"
    donations: dict[date, int] = field(default_factory=dict)
    """How many of each day are there."""
    total: object = None
    """In place of a search's total."""

    def answer(self, request: Request) -> Answer:
        """See Simulator."""
        expected = b64encode(f"{self.org_id}:{self.key}".encode()).decode()
        if request.headers.get("authorization") != f"Basic {expected}":
            return self.refuse(Fault.UNAUTHORIZED) or Answer(401)
        if request.headers.get("neon-api-version") != self.version:
            return _errors(404, "0404", "No such version")
        if request.method == "POST" and request.path == "/v2/donations/search":
            return self._search(request.body)
        if request.method != "GET" or request.path != "/v2/properties/organizationProfile":
            return _errors(404, "0404", "Not found")
        return json_answer(200, {"id": self.org_id, "name": "Example Charity", "url": "https://www.example.org"})

    def refuse(self, fault: Fault) -> Answer | None:
        """See Simulator."""
        match fault:
            case Fault.UNAUTHORIZED:
                return _errors(401, "0401", "Unauthorized")
            case Fault.FORBIDDEN:
                return _errors(403, "0403", "The API user has no permission")
            case Fault.THROTTLED | Fault.QUOTA:
                return _errors(429, "0429", "Too many concurrent requests")
            case Fault.SERVER_ERROR:
                return _errors(500, "0500", "Server error")
        return None

    def _search(self, body: bytes) -> Answer:
        asked = json.loads(body)
        wanted = {one["field"]: one["value"] for one in asked["searchFields"] if one["operator"] == "EQUAL"}
        if wanted.keys() - {"Donation Date", "Donation Status"} or "Donation Date" not in wanted:
            return _errors(400, "0400", "Invalid search field")
        found = self.donations.get(date.fromisoformat(wanted["Donation Date"]), 0)
        size = asked["pagination"]["pageSize"]
        results = [dict.fromkeys(asked["outputFields"], "1")] * min(found, size)
        total: object = found if self.total is None else self.total
        pagination = {"currentPage": 0, "pageSize": size, "totalPages": -(-found // size), "totalResults": total}
        return json_answer(200, {"searchResults": results, "pagination": pagination})
