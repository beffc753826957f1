"""Stand-ins for other monitors: each answers its API's paths from a table, and knows its own ways of refusing."""

from base64 import b64encode
from dataclasses import dataclass, field

from porchlight.demo.faults import Fault
from porchlight.demo.http_server import Answer, Request, json_answer

NOW_MS = 1_789_997_700_000
"""2026-09-21T13:35:00Z, as the clock of these tests stands."""


@dataclass
class OtherMonitor:
    """Answers with what stands under a path; a text is plain text."""

    documents: dict[str, object] = field(default_factory=dict)
    authorization: str | None = None
    """What the header of that name must be."""
    api_key: str | None = None
    refusals: dict[Fault, Answer] = field(default_factory=dict)

    def answer(self, request: Request) -> Answer:
        """See Simulator."""
        if self.authorization is not None and request.headers.get("authorization") != self.authorization:
            return json_answer(401, {"error": "unauthorized"})
        if self.api_key is not None and request.headers.get("x-api-key") != self.api_key:
            return json_answer(401, {"error": "wrong api key"})
        if request.method != "GET" or request.path not in self.documents:
            return Answer(404, b"404 page not found")
        document = self.documents[request.path]
        if isinstance(document, Answer):
            return document
        if isinstance(document, str):
            return Answer(200, document.encode(), {"Content-Type": "text/plain; version=0.0.4; charset=utf-8"})
        return json_answer(200, document)

    def refuse(self, fault: Fault) -> Answer | None:
        """See Simulator."""
        return self.refusals.get(fault)


def basic(user: str, password: str) -> str:
    """The header of HTTP Basic."""
    return f"Basic {b64encode(f'{user}:{password}'.encode()).decode()}"


def vector(*values: str, **labels: str) -> dict[str, object]:
    """Prometheus' answer to an instant query, a series a value."""
    result = [
        {"metric": {"__name__": "queue_length", "job": f"job{number}", **labels}, "value": [NOW_MS / 1000, value]}
        for number, value in enumerate(values)
    ]
    return {"status": "success", "data": {"resultType": "vector", "result": result}}


def alert(name: str, severity: str, *, began: str = "2026-09-21T12:55:00.000Z", **labels: str) -> dict[str, object]:
    """One alert as Alertmanager has it."""
    return {
        "annotations": {"summary": "…"},
        "endsAt": "2026-09-21T13:40:00.000Z",
        "fingerprint": "e2d2ea0e5a4d3a51",
        "receivers": [{"name": "default"}],
        "startsAt": began,
        "status": {"inhibitedBy": [], "silencedBy": [], "state": "active"},
        "updatedAt": "2026-09-21T13:35:00.000Z",
        "generatorURL": "http://prometheus.example/graph",
        "labels": {"alertname": name, "severity": severity, **labels},
    }


def endpoint(
    name: str, group: str, *, success: bool, at: str = "2026-09-21T13:34:30.123456789Z"
) -> dict[str, object]:
    """One endpoint as Gatus has it."""
    result = {
        "status": 200 if success else 503,
        "hostname": "donate.example.org",
        "duration": 123_456_789,
        "conditionResults": [{"condition": "[STATUS] (503) == 200", "success": success}],
        "success": success,
        "timestamp": at,
    }
    return {"name": name, "group": group, "key": f"{group}_{name}", "results": [result]}


def job(
    name: str, status: str, *, tags: str = "", pinged: str | None = "2026-09-21T13:05:00+00:00"
) -> dict[str, object]:
    """One check as Healthchecks shows it to a read-only key."""
    return {
        "name": name,
        "slug": name.lower().replace(" ", "-"),
        "tags": tags,
        "desc": "",
        "grace": 3600,
        "n_pings": 12,
        "status": status,
        "started": False,
        "last_ping": pinged,
        "next_ping": None,
        "manual_resume": False,
        "methods": "",
        "unique_key": "2872190d95224bad120f41d3c06aab94b8175bb6",
        "timeout": 86400,
    }


KUMA_METRICS = r"""
# HELP monitor_response_time Monitor Response Time (ms)
# TYPE monitor_response_time gauge
monitor_response_time{monitor_name="Donation form",monitor_type="http",monitor_url="https://donate.example.org"} 231
# HELP monitor_status Monitor Status (1 = UP, 0= DOWN, 2= PENDING, 3= MAINTENANCE)
# TYPE monitor_status gauge
monitor_status{monitor_id="1",monitor_name="Donation form",monitor_type="http",monitor_url="https://a.example"} 1
monitor_status{monitor_id="2",monitor_name="The \"old\" form, {2019}",monitor_type="keyword",monitor_url="null"} 0
monitor_status{monitor_id="3",monitor_name="CRM",monitor_type="ping",monitor_url="null"} 2
monitor_status{monitor_id="4",monitor_name="Shop",monitor_type="http",monitor_url="https://shop.example.org"} 3
"""


def kuma_page(**newest: tuple[int, str]) -> dict[str, object]:
    """A status page with a monitor a name, and its heartbeats: status and time each."""
    names = list(newest)
    return {
        "/api/status-page/donations": {
            "config": {"slug": "donations", "title": "Donations", "published": True},
            "incident": None,
            "publicGroupList": [
                {
                    "id": 1,
                    "name": "Web",
                    "weight": 1,
                    "monitorList": [
                        {"id": n, "name": name, "sendUrl": 0, "type": "http"} for n, name in enumerate(names)
                    ],
                }
            ],
            "maintenanceList": [],
        },
        "/api/status-page/heartbeat/donations": {
            "heartbeatList": {
                str(n): [
                    {"status": 1, "time": "2026-09-21 12:00:00.000", "msg": "", "ping": 20},
                    {
                        "status": newest[name][0],
                        "time": newest[name][1],
                        "msg": "timeout of 48000ms exceeded",
                        "ping": None,
                    },
                ]
                for n, name in enumerate(names)
            },
            "uptimeList": {},
        },
    }
