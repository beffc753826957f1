"""A stand-in for Mailchimp Transactional (Mandrill): everything is a POST with the key in the body.

Shapes as published by the vendor; its functional errors have the status 500, a bad key too.
"""

import json

from porchlight.dataclass import dataclass
from porchlight.demo.faults import Fault
from porchlight.demo.http_server import Answer, Request, json_answer


def error(name: str, message: str, status: int = 500) -> Answer:
    """One of its errors."""
    return json_answer(status, {"status": "error", "code": -1, "name": name, "message": message})


@dataclass(slots=True)
class MailchimpTransactionalSimulator:
    """One account."""

    key: str = "md-0123456789abcdefABCDEF"
    reputation: int = 98
    hourly_quota: int = 420
    backlog: int = 0

    def answer(self, request: Request) -> Answer:
        """See Simulator."""
        if request.method != "POST":
            return error("GeneralError", "Only POST is understood", 405)
        try:
            document = json.loads(request.body)
        except ValueError:
            return error("ValidationError", "You must specify a key value")
        if not isinstance(document, dict) or document.get("key") != self.key:
            return error("Invalid_Key", "Invalid API key")
        match request.path.rpartition("/api/1.0")[2]:
            case "/users/ping.json":
                return json_answer(200, "PONG!")
            case "/users/info.json":
                return json_answer(200, self._info())
        return error("Unknown_Method", "No such method", 404)

    def refuse(self, fault: Fault) -> Answer | None:
        """See Simulator."""
        match fault:
            case Fault.UNAUTHORIZED:
                return error("Invalid_Key", "Invalid API key")
            case Fault.FORBIDDEN:
                return error("PaymentRequired", "The requested feature requires payment.")
            case Fault.SERVER_ERROR:
                return error("GeneralError", "An unexpected error occurred processing the request.")
        return None

    def _info(self) -> dict[str, object]:
        return {
            "username": "example",
            "created_at": "2020-01-01 10:00:00",
            "public_id": "aaabbbccc112233",
            "reputation": self.reputation,
            "hourly_quota": self.hourly_quota,
            "backlog": self.backlog,
            "stats": {"today": {"sent": 42, "hard_bounces": 1}, "last_7_days": {"sent": 420, "hard_bounces": 3}},
        }
