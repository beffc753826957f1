"""A stand-in for Mailchimp's Marketing API 3.0: ping, one audience and one store's orders, with its error documents.

Shapes as published by the vendor (docs/integrations.md names the sources).
"""

from base64 import b64decode
from binascii import Error as BinasciiError
from collections.abc import Mapping
from dataclasses import field
from datetime import UTC, datetime

from porchlight.dataclass import dataclass
from porchlight.demo.faults import Fault
from porchlight.demo.http_server import Answer, Request, json_answer

_TYPE = "https://mailchimp.com/developer/marketing/docs/errors/"
_INSTANCE = "995c5cb0-3280-4a6e-808b-3b096d0bb219"


def _problem(status: int, title: str, detail: str) -> Answer:
    document = {"type": _TYPE, "title": title, "status": status, "detail": detail, "instance": _INSTANCE}
    return json_answer(status, document, {"Content-Type": "application/problem+json; charset=utf-8"})


@dataclass(slots=True)
class MailchimpSimulator:
    """One account with one audience."""

    api_key: str = "0123456789abcdef0123456789abcdef-us19"
    list_id: str = "57afe96172"
    members: int = 5189
    unsubscribed: int = 41
    store: str = "classy-sync"
    orders: list[int] = field(default_factory=list)
    """When each order's gift was made, in Unix ms, in the order in which the orders came."""
    newest_first: bool = False
    """How the list of orders is sorted: Mailchimp does not say."""
    total: object = None
    """In place of the number of orders."""

    def answer(self, request: Request) -> Answer:
        """See Simulator."""
        if not self._knows(request.headers.get("authorization", "")):
            return self.refuse(Fault.UNAUTHORIZED) or Answer(401)
        if request.method != "GET":
            return _problem(405, "Method Not Allowed", "The requested method and resource are not compatible.")
        if request.path == "/3.0/ping":
            return json_answer(200, {"health_status": "Everything's Chimpy!"})
        if request.path == f"/3.0/lists/{self.list_id}":
            return json_answer(200, self._audience(request.query.get("fields", "")))
        if request.path == f"/3.0/ecommerce/stores/{self.store}/orders":
            return json_answer(200, self._orders(request.query))
        return _problem(404, "Resource Not Found", "The requested resource could not be found.")

    def refuse(self, fault: Fault) -> Answer | None:
        """See Simulator. Mailchimp sends no rate headers at all."""
        match fault:
            case Fault.UNAUTHORIZED:
                detail = "Your API key may be invalid, or you've attempted to access the wrong datacenter."
                return _problem(401, "API Key Invalid", detail)
            case Fault.FORBIDDEN:
                return _problem(403, "Forbidden", "You are not permitted to access this resource.")
            case Fault.THROTTLED:
                return _problem(
                    429, "Too Many Requests", "You have exceeded the limit of 10 simultaneous connections."
                )
            case Fault.QUOTA:
                return Answer(403)
            case Fault.SERVER_ERROR:
                return _problem(500, "Internal Server Error", "An unexpected internal error has occurred.")
        return None

    def _orders(self, query: Mapping[str, str]) -> dict[str, object]:
        offset, most = int(query.get("offset", "0")), min(int(query.get("count", "10")), 1000)
        listed = self.orders[::-1] if self.newest_first else self.orders
        orders: list[dict[str, object]] = [
            {"processed_at_foreign": datetime.fromtimestamp(at_ms / 1000, UTC).isoformat(timespec="seconds")}
            for at_ms in listed[offset : offset + most]
        ]
        if query.get("fields") != "total_items,orders.processed_at_foreign":
            orders = [
                {"id": "1", "order_total": 25, "customer": {"email_address": "a@example.org"}, **one}
                for one in orders
            ]
        return {"orders": orders, "total_items": len(listed) if self.total is None else self.total}

    def _knows(self, authorization: str) -> bool:
        scheme, _, value = authorization.partition(" ")
        if scheme.lower() == "bearer":
            return value == self.api_key
        try:
            return b64decode(value).decode().partition(":")[2] == self.api_key
        except (BinasciiError, UnicodeDecodeError):
            return False

    def _audience(self, fields: str) -> dict[str, object]:
        stats = {
            "member_count": self.members,
            "total_contacts": self.members + self.unsubscribed + 7,
            "unsubscribe_count": self.unsubscribed,
            "cleaned_count": 7,
            "campaign_count": 69,
            "open_rate": 38.4,
            "click_rate": 16.7,
        }
        whole: dict[str, object] = {"id": self.list_id, "name": "Donors", "stats": stats, "contact": {"city": "Oslo"}}
        if not fields:
            return whole
        wanted = fields.split(",")
        chosen: dict[str, object] = {key: value for key, value in whole.items() if key in wanted}
        inner = {key: value for key, value in stats.items() if f"stats.{key}" in wanted}
        return {**chosen, "stats": stats if "stats" in wanted else inner} if inner or "stats" in wanted else chosen
