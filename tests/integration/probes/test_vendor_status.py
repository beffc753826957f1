"""What vendors say of themselves: every format, and feeds that lie, change their shape or never come."""

import re
import time
from collections.abc import AsyncIterator
from datetime import UTC
from typing import Any

import pytest
from pydantic import ValidationError

from porchlight.demo.faults import Fault
from porchlight.demo.http_server import Answer, SimulatorServer, json_answer
from porchlight.language.render import Renderer
from porchlight.language.sentence import Sentence
from porchlight.model.result import Result
from porchlight.model.status import Outcome, Reason
from porchlight.probes.vendor_status import VendorStatusSettings
from porchlight.settings.vendors import FEEDS, feed_named, feed_of
from tests.clocks import ManualClock
from tests.integration.probes import vendor_feeds as feeds
from tests.integration.probes.other_monitors import NOW_MS, OtherMonitor
from tests.support import check

pytestmark = pytest.mark.anyio
SUMMARY = "/api/v2/summary.json"


@pytest.fixture
async def server() -> AsyncIterator[SimulatorServer]:
    async with SimulatorServer(OtherMonitor()) as running:
        yield running
    assert {request.method for request in running.requests} <= {"GET"}
    for request in running.requests:
        assert not {"authorization", "x-api-key", "cookie"} & set(request.headers)


@pytest.fixture(autouse=True)
def in_utc(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()


async def ask(server: SimulatorServer, path: str, document: object, vendor: str, **settings: Any) -> Result:
    server.simulator = OtherMonitor({path: document})
    given = {"kind": "vendor_status", "vendor": vendor, "url": f"{server.url}{path}", **settings}
    return await check(given, timeout=1.0, clock=ManualClock(NOW_MS))


def as_seen_then(sentence: str) -> str:
    """A sentence as a window would have shown it at the test's moment."""
    assert isinstance(sentence, Sentence)
    return Renderer(zone=UTC, now_ms=lambda: NOW_MS)(sentence)


@pytest.mark.parametrize(
    ("document", "sentence"),
    [
        (feeds.statuspage(), "HubSpot has reported no problem."),
        (
            feeds.statuspage("minor", incidents=[feeds.incident("Elevated errors")]),
            "HubSpot reports: Elevated errors, since 12:35.",
        ),
        (
            feeds.statuspage(incidents=[feeds.incident("A page that lies: nothing, it says", "critical")]),
            "HubSpot reports: A page that lies: nothing, it says, since 12:35.",
        ),
        (
            feeds.statuspage("minor", incidents=[feeds.incident("Long over", status="resolved")]),
            "HubSpot reports: Partially Degraded Service.",
        ),
        (
            feeds.statuspage(
                "major", components=[feeds.part("Forms", "major_outage"), feeds.part("CRM", "operational")]
            ),
            "HubSpot reports: Forms: major outage, since 12:50.",
        ),
        (
            feeds.statuspage(
                "maintenance",
                maintenances=[
                    {"name": "Later", "status": "scheduled", "scheduled_for": "2026-10-01T00:00:00Z"},
                    {
                        "name": "DB upgrade",
                        "status": "in_progress",
                        "impact": "maintenance",
                        "scheduled_for": "2026-09-21T13:00:00Z",
                    },
                ],
            ),
            "HubSpot reports: DB upgrade, since 13:00.",
        ),
        (
            feeds.statuspage("minor", incidents=[feeds.incident("Not yet", started_at="2027-01-01T00:00:00Z")]),
            "HubSpot reports: Not yet.",
        ),
        (
            feeds.statuspage(
                "minor", incidents=[feeds.incident("Since yesterday", started_at="2026-09-20T09:05:00Z")]
            ),
            "HubSpot reports: Since yesterday, since Sun 09:05.",
        ),
    ],
)
async def test_a_statuspage(server: SimulatorServer, document: object, sentence: str) -> None:
    result = await ask(server, SUMMARY, document, "hubspot")
    assert as_seen_then(result.sentence) == sentence
    assert result.outcome is (Outcome.HEALTHY if "no problem" in sentence else Outcome.DEGRADED)
    assert result.details["informational"] is True


async def test_only_the_parts_that_matter(server: SimulatorServer) -> None:
    page = feeds.statuspage("major", incidents=[feeds.incident("Ads are late", parts=("Ads",))])
    assert (await ask(server, SUMMARY, page, "hubspot", parts=["CRM"])).outcome is Outcome.HEALTHY
    assert (await ask(server, SUMMARY, page, "hubspot", parts=["ads"])).outcome is Outcome.DEGRADED


@pytest.mark.parametrize(
    ("document", "sentence"),
    [
        (feeds.salesforce(), "Salesforce has reported no problem."),
        (feeds.salesforce("MAINTENANCE_NONCORE"), "Salesforce has reported no problem."),
        (
            feeds.salesforce("MAJOR_INCIDENT_CORE", impact="serviceDisruption"),
            "Salesforce reports: service disruption (coreService), since 12:40.",
        ),
        (feeds.salesforce("MAINTENANCE_CORE"), "Salesforce reports: maintenance core."),
        (feeds.salesforce("SOMETHING_NEW"), "Salesforce reports: something new."),
    ],
)
async def test_salesforce_trust(server: SimulatorServer, document: object, sentence: str) -> None:
    path = "/v1/instanceAliases/acme/status"
    server.simulator = OtherMonitor({path: document})
    url = f"{server.url}/v1/instanceAliases/{{instance}}/status"
    given = {"kind": "vendor_status", "vendor": "salesforce:acme", "url": url}
    assert as_seen_then((await check(given, clock=ManualClock(NOW_MS))).sentence) == sentence
    assert server.requests[0].path == path


@pytest.mark.parametrize(
    ("status", "outcome"),
    [("up", Outcome.HEALTHY), ("degraded", Outcome.DEGRADED), ("down", Outcome.DEGRADED), ("odd", Outcome.UNKNOWN)],
)
async def test_stripes_own(server: SimulatorServer, status: str, outcome: Outcome) -> None:
    document = {"largestatus": status, "message": "Some services are down.", "statuses": {"api": status}}
    assert (await ask(server, "/current", document, "stripe")).outcome is outcome


@pytest.mark.parametrize(
    ("entries", "sentence"),
    [
        ((), "PayPal has reported no problem."),
        ((("Resolved: Checkout", "2026-09-21T13:00:00Z"),), "PayPal has reported no problem."),
        ((("Rescheduled: Upgrade", "2026-09-21T13:00:00Z"),), "PayPal has reported no problem."),
        ((("Initial Notification: Long forgotten", "2026-09-01T13:00:00Z"),), "PayPal has reported no problem."),
        (
            (
                ("Resolved: X", "2026-09-21T13:00:00Z"),
                ("Initial Notification: Checkout is slow", "2026-09-21T13:00:00Z"),
            ),
            "PayPal reports: Checkout is slow, since 12:00.",
        ),
    ],
)
async def test_paypals_atom(server: SimulatorServer, entries: tuple[tuple[str, str], ...], sentence: str) -> None:
    assert as_seen_then((await ask(server, "/feed/atom", feeds.atom(*entries), "paypal")).sentence) == sentence


@pytest.mark.parametrize(
    ("vendor", "document"),
    [
        ("hubspot", {"page": {"name": "Look-alike", "status": "UP"}}),
        ("hubspot", {**feeds.statuspage(), "incidents": None}),
        ("hubspot", feeds.statuspage("purple")),
        ("hubspot", {**feeds.statuspage(), "components": "none"}),
        ("hubspot", Answer(200, b"<!DOCTYPE html>" + b"x" * 127_000, {"Content-Type": "text/html"})),
        ("hubspot", Answer(200, "{}".encode("utf-16"), {"Content-Type": "application/json"})),
        ("hubspot", Answer(200, b"[" * 100_000, {"Content-Type": "application/json"})),
        ("salesforce:acme", {"message": "moved to My Trust Center"}),
        ("stripe", []),
        ("paypal", Answer(200, feeds.BILLION_LAUGHS, {"Content-Type": "application/atom+xml"})),
        ("paypal", Answer(200, b"<rss><channel/></rss>", {"Content-Type": "application/rss+xml"})),
        ("hubspot", json_answer(404, {})),
    ],
)
async def test_what_is_not_understood_is_unknown_and_never_red(
    server: SimulatorServer, vendor: str, document: object
) -> None:
    result = await ask(server, "/feed", document, vendor)
    assert result.outcome is Outcome.UNKNOWN
    assert "could not be read." in result.sentence


@pytest.mark.parametrize("vendor", ["hubspot", "paypal", "stripe", "salesforce:acme"])
@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (Fault.HTML, Reason.CONTENT),
        (Fault.HUGE, Reason.CONTENT),
        (Fault.ENDLESS, Reason.CONTENT),
        (Fault.COMPRESSED_BOMB, Reason.CONTENT),
        (Fault.BOT_WALL, Reason.BOT_PROTECTION),
        (Fault.UNAVAILABLE, Reason.HTTP_STATUS),
        (Fault.UNAUTHORIZED, Reason.AUTH),
        (Fault.THROTTLED, Reason.THROTTLED),
        (Fault.CUT_SHORT, Reason.CONTENT),
        (Fault.MALFORMED_JSON, Reason.CONTENT),
        (Fault.HANG, Reason.TIMEOUT),
        (Fault.HANG_AFTER_HEADERS, Reason.TIMEOUT),
        (Fault.RESET, Reason.REFUSED),
        (Fault.NOT_HTTP, Reason.CONTENT),
    ],
)
async def test_no_fault_of_a_feed_is_an_error_of_ours(
    server: SimulatorServer, vendor: str, fault: Fault, reason: Reason
) -> None:
    server.fault = fault
    result = await ask(server, "/feed", {}, vendor)
    assert (result.outcome, result.reason) == (Outcome.UNKNOWN, reason), result.sentence


@pytest.mark.parametrize(
    ("settings", "text"),
    [
        ({"vendor": "mailchimp"}, "publishes nothing that programs can read"),
        ({"vendor": "salesforce"}, "Add the name of your instance"),
        ({"vendor": "hubspott"}, "There is no such vendor"),
        ({"vendor": "none"}, "name a vendor"),
        ({"vendor": "hubspot", "critical": True}, "never critical"),
        ({"vendor": "hubspot", "url": "ftp://x"}, "https://"),
        ({"vendor": "https://user:pw@status.example.org"}, "without a user or a password"),
        ({"vendor": "salesforce:../../x"}, "the name of your instance"),
    ],
)
def test_settings_that_cannot_be(settings: dict[str, Any], text: str) -> None:
    with pytest.raises(ValidationError, match=re.escape(text)):
        VendorStatusSettings(kind="vendor_status", **settings)


def test_whose_word_it_is() -> None:
    assert feed_of("hubspot", "https://api.hubapi.com", None) == FEEDS["hubspot"]
    assert feed_of("hubspot", "https://api.hubapi.com", "none") is None
    assert feed_of("http", "https://donate.example.org", None) is None
    salesforce = feed_of("salesforce", "https://acme.my.salesforce.com", None)
    assert salesforce is not None
    assert salesforce.address == "https://api.status.salesforce.com/v1/instanceAliases/acme/status"
    sandbox = feed_of("salesforce", "https://acme--uat.sandbox.my.salesforce.com", None)
    assert sandbox is not None
    assert sandbox.address == "https://api.status.salesforce.com/v1/instanceAliases/acme--uat/status"
    assert feed_named("https://status.example.org/").address == "https://status.example.org/api/v2/summary.json"
