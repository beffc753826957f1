"""Where is it? A failure is looked at on real sockets, and said in one sentence."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import trustme

from porchlight.demo.website import WebsiteSimulator
from porchlight.insight.diagnosis_texts import line, sentence
from porchlight.insight.support_text import SupportCase, support_text
from porchlight.language.english import english
from porchlight.model.diagnosis import KIND_OF, PLACE_OF, Because, Diagnosis, Finding, Place, Step, StepKind
from porchlight.model.result import Phase, Result
from porchlight.model.status import Outcome, Reason
from porchlight.monitor.connectivity import ConnectivityCheck, NeutralAddress
from porchlight.monitor.diagnosis import Diagnoser, decide
from porchlight.net.client import ReadOnlyClient
from porchlight.net.tls import TlsContexts
from porchlight.probes.database import DatabaseSettings
from porchlight.probes.endpoint import Endpoint, endpoint_of
from porchlight.probes.http import HttpSettings
from porchlight.probes.mailchimp import MailchimpSettings
from porchlight.probes.self_check import SelfSettings
from tests.clocks import ManualClock
from tests.integration.simulators import beside
from tests.ports import free_port

pytestmark = pytest.mark.anyio

FAR = Endpoint("give.example.org", 443, tls=True, http=True)


def failed(reason: Reason, **phases: int) -> Result:
    seen = {Phase(name): us for name, us in phases.items()}
    return Result("page", 0, 10_000, Outcome.ERROR, "It does not work.", reason, phases=seen)


@asynccontextmanager
async def diagnoser(
    *neutral: NeutralAddress, ca_file: str | None = None, proxied: bool = False, step_limit: float = 4.0
) -> AsyncIterator[Diagnoser]:
    async with ReadOnlyClient(proxies={}) as http:
        connectivity = ConnectivityCheck(http, ManualClock(), neutral)
        yield Diagnoser(
            connectivity,
            ManualClock(),
            tls=TlsContexts(ca_file),
            proxied=lambda scheme, host: proxied,
            step_limit=step_limit,
        )


@asynccontextmanager
async def listening(context: ssl.SSLContext | None = None) -> AsyncIterator[int]:
    ended: list[asyncio.Event] = []

    async def until_it_ends(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        over = asyncio.Event()
        ended.append(over)
        await reader.read()
        writer.close()
        with suppress(OSError):
            await writer.wait_closed()
        over.set()

    server = await asyncio.start_server(until_it_ends, "127.0.0.1", 0, ssl=context)
    async with server:
        yield server.sockets[0].getsockname()[1]
        await asyncio.sleep(0)
        for over in ended:
            await over.wait()


def _far(diagnosis: Diagnosis) -> list[Finding]:
    return [step.finding for step in diagnosis.steps]


async def test_a_service_of_this_computer_that_does_not_run_is_told_as_that() -> None:
    async with diagnoser() as look:
        here = Endpoint("127.0.0.1", free_port(), tls=False, http=True)
        found = await look.diagnose(failed(Reason.REFUSED), here, worked_before=True)
    assert _far(found) == [Finding.NAME_KNOWN, Finding.REFUSED]
    assert found.place is Place.YOUR_COMPUTER
    assert english(sentence(found)) == ("The problem is on this computer: the service runs here and is not working.")
    assert english(line(found.steps[1])).startswith("The server refuses connections. (")


async def test_offline_and_a_sign_in_page_are_told_before_anything_else() -> None:
    with beside(WebsiteSimulator()) as portal:
        for neutral, finding, place in (
            (NeutralAddress(f"http://127.0.0.1:{free_port()}/"), Finding.OFFLINE, Place.YOUR_NETWORK),
            (NeutralAddress(portal.url), Finding.CAPTIVE_PORTAL, Place.YOUR_NETWORK),
        ):
            async with diagnoser(neutral) as look:
                found = await look.diagnose(failed(Reason.TIMEOUT), FAR, worked_before=True)
            assert (_far(found), found.place) == ([finding], place)


async def test_a_computer_without_a_network_is_told_without_asking() -> None:
    async with diagnoser() as look:
        look._connectivity.connection_changed(disconnected=True)
        found = await look.diagnose(failed(Reason.DNS), FAR, worked_before=True)
    assert english(sentence(found)) == "The problem is on this computer: it has no network connection."


@pytest.mark.parametrize(("before", "place"), [(True, Place.VENDOR), (False, Place.YOUR_SETTINGS)])
async def test_a_name_that_is_not_known_is_a_typing_error_or_has_lapsed(before: bool, place: Place) -> None:
    nowhere = Endpoint("nowhere.invalid", 443, tls=True, http=True)
    async with diagnoser() as look:
        found = await look.diagnose(failed(Reason.DNS), nowhere, worked_before=before)
    assert _far(found) == [Finding.ONLINE, Finding.NAME_UNKNOWN]
    assert found.place is place


@pytest.mark.parametrize(
    ("case", "finding"),
    [
        ("good", Finding.CERTIFICATE_GOOD),
        ("expired", Finding.CERTIFICATE_EXPIRED),
        ("name", Finding.CERTIFICATE_NAME),
        ("issuer", Finding.CERTIFICATE_UNTRUSTED),
        ("plain", Finding.TLS_FAILED),
    ],
)
async def test_certificates_are_looked_at(case: str, finding: Finding, tmp_path: Path) -> None:
    authority, other = trustme.CA(), trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    issuer = other if case == "issuer" else authority
    ends = datetime.now(UTC) + timedelta(days=-1 if case == "expired" else 9)
    name = "elsewhere.example.org" if case == "name" else "127.0.0.1"
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    issuer.issue_cert(name, not_after=ends).configure_cert(context)
    # A plain service waits for more of what it does not understand.
    limit = 0.3 if case == "plain" else 4.0
    async with (
        diagnoser(ca_file=str(tmp_path / "ca.pem"), step_limit=limit) as look,
        listening(None if case == "plain" else context) as port,
    ):
        place = Endpoint("127.0.0.1", port, tls=True, http=True)
        found = await look.diagnose(failed(Reason.TLS), place, worked_before=True)
    assert _far(found)[2] is finding


async def test_behind_a_proxy_the_way_is_not_looked_at() -> None:
    async with diagnoser(proxied=True) as look:
        found = await look.diagnose(failed(Reason.HTTP_STATUS), FAR, worked_before=True)
    assert _far(found) == [Finding.ONLINE, Finding.THROUGH_PROXY, Finding.ANSWERED_BADLY]
    assert english(sentence(found)).startswith("The problem is at the vendor: its own answer reports an error.")


async def test_where_the_settings_name_no_host_the_checks_own_phases_say_how_far_it_came() -> None:
    async with diagnoser() as look:
        found = await look.diagnose(failed(Reason.AUTH, dns=900, tcp=9000, tls=20_000), None, worked_before=True)
    assert _far(found) == [
        Finding.ONLINE,
        Finding.NAME_KNOWN,
        Finding.CONNECTED,
        Finding.CERTIFICATE_GOOD,
        Finding.KEY_REFUSED,
    ]
    assert english(sentence(found)) == (
        "The problem is your key or quota: the service answered and rejected the credential."
    )


@pytest.mark.parametrize(
    ("reason", "place"),
    [
        (Reason.SECRET_MISSING, Place.YOUR_KEY),
        (Reason.CONFIGURATION, Place.YOUR_SETTINGS),
        (Reason.INTERNAL, Place.YOUR_COMPUTER),
    ],
)
async def test_what_is_known_here_is_told_without_a_connection(reason: Reason, place: Place) -> None:
    async with diagnoser(NeutralAddress("http://127.0.0.1:9/")) as look:
        found = await look.diagnose(failed(reason), FAR, worked_before=False)
    assert found.place is place


def test_every_finding_and_every_reason_leads_somewhere() -> None:
    seen = set()
    for reason in Reason:
        for bad in (None, *Finding):
            for endpoint in (
                None,
                FAR,
                Endpoint("127.0.0.1", 1, tls=False, http=True),
                Endpoint("nas", 1, False, False),
            ):
                for before in (True, False):
                    steps = [Step(Finding.ONLINE)] + ([Step(bad)] if bad is not None else [])
                    seen.add(decide(reason, steps, endpoint, worked_before=before))
    assert seen == set(Because)
    assert set(PLACE_OF) == set(Because)
    assert set(PLACE_OF.values()) == set(Place)
    assert set(KIND_OF) == set(Finding)
    assert set(KIND_OF.values()) == set(StepKind)


def test_the_words_are_complete() -> None:
    for because in Because:
        text = english(sentence(Diagnosis("page", 0, because, ())))
        assert text.startswith(("The problem is ", "We can't tell yet "))
        assert text.endswith(".")
        assert "{" not in text
    for finding in Finding:
        for host in ("", "give.example.org"):
            assert "{" not in english(line(Step(finding, host, 3.2)))


def test_the_endpoint_is_told_from_the_settings() -> None:
    http = HttpSettings(kind="http", url="https://give.example.org/x?y=1")
    assert endpoint_of(http) == Endpoint("give.example.org", 443, tls=True, http=True)
    database = DatabaseSettings(kind="database", url="mysql://u@db.example.org/x")
    assert endpoint_of(database) == Endpoint("db.example.org", 3306, tls=False, http=False)
    assert endpoint_of(DatabaseSettings(kind="database", url="sqlite:///x.db")) is None
    assert endpoint_of(MailchimpSettings(kind="mailchimp")) is None
    assert endpoint_of(SelfSettings(kind="self")) is None


def test_the_text_for_support_has_what_a_vendor_asks_for() -> None:
    at_ms = int(datetime(2026, 11, 24, 15, 40, tzinfo=UTC).timestamp() * 1000)
    result = replace(
        failed(Reason.HTTP_STATUS, dns=900, tcp=9000),
        began_ms=at_ms,
        sentence="The answer was 503.",
        details={"request_id": "req-77", "server": "x"},
    )
    diagnosis = Diagnosis("page", at_ms, Because.BAD_ANSWER, (Step(Finding.CONNECTED, "give.example.org", 12.3),))
    case = SupportCase(
        "Donation page",
        "http",
        "https://give.example.org/",
        "The answer was 503.",
        at_ms - 600_000,
        at_ms,
        result,
        diagnosis,
        "Example has reported no problem.",
        "0.1.0",
    )
    text = support_text(case, ZoneInfo("America/New_York"))
    assert text.startswith("Subject: Donation page: The answer was 503.\n")
    assert "since 2026-11-24 10:30:00 EST (UTC-0500) our automatic check of https://give.example.org/ fails" in text
    assert "request_id: req-77" in text
    assert "server: x" not in text
    assert "  - The server accepts connections. (12 ms)" in text
    assert "The problem is at the vendor: its own answer reports an error." in text
    assert "Your status page: Example has reported no problem." in text
