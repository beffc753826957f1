"""Whatever a server does, the check ends in time with the exact reason and one sentence."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import trustme

from porchlight.demo.faults import Fault
from porchlight.demo.http_server import Answer, Request, SimulatorServer
from porchlight.demo.website import WebsiteSimulator
from porchlight.model.result import Phase
from porchlight.model.status import Outcome, Reason
from tests.support import check

pytestmark = pytest.mark.anyio


@pytest.fixture
async def website() -> AsyncIterator[SimulatorServer]:
    async with SimulatorServer(WebsiteSimulator()) as server:
        yield server


async def test_a_page_with_its_text_is_healthy_and_every_phase_is_timed(website: SimulatorServer) -> None:
    result = await check({"kind": "http", "url": f"{website.url}/", "expect_text": "Donate"})
    assert (result.outcome, result.reason) == (Outcome.HEALTHY, None)
    assert set(result.phases) == {Phase.DNS, Phase.TCP, Phase.FIRST_BYTE, Phase.REST}
    assert result.duration_us == sum(result.phases.values()) > 0
    assert result.measures["status"].value == 200


@pytest.mark.parametrize(
    ("fault", "outcome", "reason", "text"),
    [
        (Fault.UNAUTHORIZED, Outcome.ERROR, Reason.AUTH, "401"),
        (Fault.FORBIDDEN, Outcome.ERROR, Reason.FORBIDDEN, "403"),
        (Fault.FORBIDDEN_BARE, Outcome.ERROR, Reason.FORBIDDEN, "403"),
        (Fault.QUOTA, Outcome.DEGRADED, Reason.THROTTLED, "wait 1 h"),
        (Fault.BOT_WALL, Outcome.UNKNOWN, Reason.BOT_PROTECTION, "bot protection"),
        (Fault.THROTTLED, Outcome.DEGRADED, Reason.THROTTLED, "wait 24 s"),
        (Fault.THROTTLED_BARE, Outcome.DEGRADED, Reason.THROTTLED, "429"),
        (Fault.SERVER_ERROR, Outcome.ERROR, Reason.HTTP_STATUS, "500"),
        (Fault.BAD_GATEWAY, Outcome.ERROR, Reason.HTTP_STATUS, "502 Bad Gateway"),
        (Fault.UNAVAILABLE, Outcome.ERROR, Reason.HTTP_STATUS, "503"),
        (Fault.HTML, Outcome.ERROR, Reason.CONTENT, "“Donate” is missing"),
        (Fault.MALFORMED_JSON, Outcome.ERROR, Reason.CONTENT, "is missing"),
        (Fault.WRONG_TYPE, Outcome.ERROR, Reason.CONTENT, "is missing"),
        (Fault.CUT_SHORT, Outcome.ERROR, Reason.CONTENT, "cut short"),
        (Fault.HUGE, Outcome.ERROR, Reason.CONTENT, "in the first 1.0 MiB"),
        (Fault.ENDLESS, Outcome.ERROR, Reason.CONTENT, "in the first 1.0 MiB"),
        (Fault.COMPRESSED_BOMB, Outcome.ERROR, Reason.CONTENT, "in the first 1.0 MiB"),
        (Fault.RESET, Outcome.ERROR, Reason.REFUSED, "dropped the connection"),
        (Fault.NOT_HTTP, Outcome.ERROR, Reason.CONTENT, "not HTTP"),
    ],
)
async def test_each_fault_has_its_reason(
    website: SimulatorServer, fault: Fault, outcome: Outcome, reason: Reason, text: str
) -> None:
    website.fault = fault
    result = await check({"kind": "http", "url": website.url, "expect_text": "Donate"})
    assert (result.outcome, result.reason) == (outcome, reason), result.sentence
    assert text in result.sentence


async def test_a_sign_in_page_of_the_network_is_no_outage(website: SimulatorServer) -> None:
    website.fault = Fault.CAPTIVE_PORTAL
    result = await check({"kind": "http", "url": website.url, "follow_redirects": False})
    assert (result.outcome, result.reason) == (Outcome.UNKNOWN, Reason.CAPTIVE_PORTAL)


@pytest.mark.parametrize("fault", [Fault.HANG, Fault.HANG_AFTER_HEADERS])
async def test_a_hanging_server_is_left_when_the_time_is_over(website: SimulatorServer, fault: Fault) -> None:
    website.fault = fault
    loop = asyncio.get_running_loop()
    began = loop.time()
    result = await check({"kind": "http", "url": website.url}, timeout=0.2)
    assert (result.outcome, result.reason) == (Outcome.ERROR, Reason.TIMEOUT)
    assert 0.2 <= loop.time() - began < 2
    while website.connections:  # noqa: ASYNC110 - the connection is closed, not left behind
        await asyncio.sleep(0)


async def test_a_refused_connection_and_an_unknown_name_are_told_apart(unused_port: int) -> None:
    refused = await check({"kind": "http", "url": f"http://127.0.0.1:{unused_port}/"})
    assert refused.reason is Reason.REFUSED
    assert f"127.0.0.1:{unused_port}" in refused.sentence
    unknown = await check({"kind": "http", "url": "http://no-such-host.invalid/"})
    assert unknown.reason is Reason.DNS


async def test_an_ipv6_address_is_understood() -> None:
    result = await check({"kind": "http", "url": "http://[::1]:9/"})
    assert result.reason in (Reason.REFUSED, Reason.UNREACHABLE)


async def test_only_reading_methods_ever_reach_a_server(website: SimulatorServer) -> None:
    for method in ("GET", "HEAD"):
        await check({"kind": "http", "url": website.url, "method": method})
    assert {request.method for request in website.requests} == {"GET", "HEAD"}


async def test_a_health_payload_is_taken_apart(website: SimulatorServer) -> None:
    result = await check({"kind": "http", "url": f"{website.url}/health"})
    assert [part.name for part in result.sub_results] == ["queue:utilization"]


async def test_a_credential_is_sent_but_not_on_to_another_host(website: SimulatorServer) -> None:
    async with SimulatorServer(WebsiteSimulator()) as other:

        class Redirecting(WebsiteSimulator):
            def answer(self, request: Request) -> Answer:
                return Answer(302, b"", {"Location": f"{other.url}/elsewhere"})

        website.simulator = Redirecting()
        settings = {"kind": "http", "url": website.url, "credential": "key", "auth": "header", "auth_header": "X-Key"}
        result = await check(settings, secrets={"key": "planted-secret"})
        assert result.outcome is Outcome.HEALTHY
        assert website.requests[0].headers["x-key"] == "planted-secret"
        assert other.requests[0].path == "/elsewhere"
        assert "x-key" not in other.requests[0].headers


@pytest.mark.parametrize(
    ("location", "reason", "text"),
    [
        ("/again", Reason.HTTP_STATUS, "more than 10 times"),
        ("ftp://x/", Reason.CONTENT, "an address that is not valid"),
    ],
)
async def test_a_redirect_that_leads_nowhere_is_told(
    website: SimulatorServer, location: str, reason: Reason, text: str
) -> None:
    class Redirecting(WebsiteSimulator):
        def answer(self, request: Request) -> Answer:
            return Answer(302, b"", {"Location": location})

    website.simulator = Redirecting()
    result = await check({"kind": "http", "url": website.url})
    assert (result.outcome, result.reason) == (Outcome.ERROR, reason)
    assert text in result.sentence


async def test_a_missing_credential_is_named_without_a_command(website: SimulatorServer) -> None:
    result = await check({"kind": "http", "url": website.url, "credential": "key"})
    assert result.reason is Reason.SECRET_MISSING
    assert result.sentence == 'The credential "key" is not stored.'
    assert website.requests == []


class Tls:
    """A certificate authority of the test's own."""

    def __init__(self, folder: Path) -> None:
        self.authority = trustme.CA()
        self.ca_file = str(folder / "ca.pem")
        self.authority.cert_pem.write_to_path(self.ca_file)

    def context(self, name: str, not_after: datetime | None = None) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.authority.issue_cert(name, not_after=not_after).configure_cert(context)
        return context


@pytest.fixture
def tls(tmp_path: Path) -> Tls:
    return Tls(tmp_path)


async def test_a_good_certificate_is_described_with_the_days_it_has_left(tls: Tls) -> None:
    ends = datetime.now(UTC) + timedelta(days=90)
    async with SimulatorServer(WebsiteSimulator(), tls=tls.context("127.0.0.1", ends)) as server:
        result = await check({"kind": "http", "url": server.url}, ca_file=tls.ca_file)
    assert result.outcome is Outcome.HEALTHY
    assert 88 < result.measures["certificate_days"].value <= 90
    assert Phase.TLS in result.phases
    assert str(result.details["tls"]).startswith("TLSv1.")


async def test_a_certificate_about_to_end_needs_attention(tls: Tls) -> None:
    ends = datetime.now(UTC) + timedelta(days=3)
    async with SimulatorServer(WebsiteSimulator(), tls=tls.context("127.0.0.1", ends)) as server:
        result = await check({"kind": "http", "url": server.url}, ca_file=tls.ca_file)
    assert (result.outcome, result.reason) == (Outcome.DEGRADED, Reason.CERTIFICATE_EXPIRING)


async def test_expired_wrong_name_and_unknown_issuer_are_told_apart(tls: Tls) -> None:
    expired = tls.context("127.0.0.1", datetime.now(UTC) - timedelta(days=1))
    wrong_name = tls.context("give.example.org")
    async with (
        SimulatorServer(WebsiteSimulator(), tls=expired) as old,
        SimulatorServer(WebsiteSimulator(), tls=wrong_name) as other,
        SimulatorServer(WebsiteSimulator()) as plain,
    ):
        for url, ca_file, text in (
            (old.url, tls.ca_file, "expired on"),
            (other.url, tls.ca_file, "is for give.example.org, not for"),
            (other.url, None, "does not trust"),
            (plain.url.replace("http:", "https:"), None, ""),
        ):
            result = await check({"kind": "http", "url": url}, ca_file=ca_file)
            assert (result.outcome, result.reason) == (Outcome.ERROR, Reason.TLS)
            assert text in result.sentence
        unverified = await check({"kind": "http", "url": old.url, "verify": False})
        assert unverified.reason is Reason.CERTIFICATE_EXPIRING


class _Busy(WebsiteSimulator):
    """Asks everybody to wait two minutes."""

    def answer(self, request: Request) -> Answer:
        return Answer(429, b"", {"Retry-After": "120"})


async def test_the_wait_that_an_answer_asks_for_goes_with_its_result() -> None:
    async with SimulatorServer(_Busy()) as server:
        result = await check({"kind": "http", "url": server.url})
    assert (result.reason, result.retry_after) == (Reason.THROTTLED, 120.0)
