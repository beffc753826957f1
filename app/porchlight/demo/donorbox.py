"""A stand-in for Donorbox's API: one account's campaigns.

Shape as published by the vendor; the bodies of its refusals are not published.
"""

from base64 import b64encode

from porchlight.dataclass import dataclass
from porchlight.demo.faults import Fault
from porchlight.demo.http_server import Answer, Request, json_answer

CAMPAIGN = {
    "id": 1,
    "name": "Annual appeal",
    "slug": "annual-appeal",
    "currency": "usd",
    "created_at": "2017-10-20T22:30:55.620Z",
    "updated_at": "2017-10-20T22:30:55.620Z",
    "goal_amt": "10000.0",
    "formatted_goal_amount": "$10,000",
    "total_raised": "2000.0",
    "formatted_total_raised": "$2000",
    "donations_count": 66,
}


@dataclass(slots=True)
class DonorboxSimulator:
    """One account."""

    login: str = "office@example.org"
    key: str = "demoDonorboxKeyThatOpensNothing_0123456789"
    campaigns: int = 3

    def answer(self, request: Request) -> Answer:
        """See Simulator."""
        expected = b64encode(f"{self.login}:{self.key}".encode()).decode()
        if request.headers.get("authorization") != f"Basic {expected}":
            return self.refuse(Fault.UNAUTHORIZED) or Answer(401)
        if request.method != "GET" or request.path != "/api/v1/campaigns":
            return json_answer(404, {"error": "Not Found"})
        asked = min(int(request.query.get("per_page", "50")), 100)
        return json_answer(200, [{**CAMPAIGN, "id": number} for number in range(1, min(asked, self.campaigns) + 1)])

    def refuse(self, fault: Fault) -> Answer | None:
        """See Simulator."""
        if fault is Fault.UNAUTHORIZED:
            return json_answer(401, {"error": "Unauthorized"})
        return None
