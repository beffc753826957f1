"""A stand-in for a registry's RDAP server with one domain (RFC 9083)."""

from porchlight.dataclass import dataclass
from porchlight.demo.faults import Fault
from porchlight.demo.http_server import Answer, Request, json_answer

_RDAP = {"Content-Type": "application/rdap+json"}


@dataclass(slots=True)
class RdapSimulator:
    """One registry."""

    domain: str = "example.org"
    expires: str | None = "2031-05-01T00:00:00Z"
    """ISO 8601; None: this registry does not say."""
    registrar: str = "Kind Names Ltd"
    statuses: tuple[str, ...] = ("client transfer prohibited",)

    def answer(self, request: Request) -> Answer:
        """See Simulator."""
        if request.path != f"/domain/{self.domain}":
            return json_answer(404, {"errorCode": 404, "title": "Not Found"}, _RDAP)
        events = [{"eventAction": "registration", "eventDate": "2004-05-01T00:00:00Z"}]
        if self.expires is not None:
            events.append({"eventAction": "expiration", "eventDate": self.expires})
        card = ["vcard", [["version", {}, "text", "4.0"], ["fn", {}, "text", self.registrar]]]
        owner = ["vcard", [["version", {}, "text", "4.0"], ["fn", {}, "text", "Ada Director"]]]
        document = {
            "objectClassName": "domain",
            "ldhName": self.domain.upper(),
            "status": list(self.statuses),
            "events": events,
            "entities": [
                {"objectClassName": "entity", "roles": ["registrant"], "vcardArray": owner},
                {"objectClassName": "entity", "handle": "9999", "roles": ["registrar"], "vcardArray": card},
            ],
        }
        return json_answer(200, document, _RDAP)

    def refuse(self, fault: Fault) -> Answer | None:
        """See Simulator."""
        return None
