"""A stand-in for websites and services of any sort: a donation page, a health endpoint, a page that refuses."""

from porchlight.dataclass import dataclass
from porchlight.demo.faults import Fault
from porchlight.demo.http_server import Answer, Request, json_answer

_PAGE = b"""<!DOCTYPE html>
<html lang="en"><head><title>Give to Example Charity</title></head>
<body><h1>Warm meals for Winter</h1><form><button>Donate</button></form></body></html>
"""


@dataclass(slots=True)
class WebsiteSimulator:
    """Answers every path with the donation page, ``/health`` with an IETF health payload."""

    page: bytes = _PAGE

    def answer(self, request: Request) -> Answer:
        """See Simulator."""
        if request.method not in ("GET", "HEAD"):
            return json_answer(405, {"error": "method not allowed"})
        if request.path == "/health":
            document = {"status": "pass", "checks": {"queue:utilization": [{"status": "pass", "observedValue": 3}]}}
            return json_answer(200, document, {"Content-Type": "application/health+json"})
        return Answer(200, self.page, {"Content-Type": "text/html; charset=utf-8"})

    def refuse(self, fault: Fault) -> Answer | None:
        """See Simulator. A website has no refusals of its own."""
        return None
