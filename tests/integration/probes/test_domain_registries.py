"""Kind domain: WHOIS on real sockets with hostile servers, and IANA's list of RDAP servers when it is old.

A program may rarely listen on port 43, so the network leads that port of each name to one of this computer.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import pytest

from porchlight.demo.faults import Fault
from porchlight.demo.http_server import Answer, Request, SimulatorServer, json_answer
from porchlight.demo.rdap import RdapSimulator
from porchlight.model.result import Result
from porchlight.model.status import Outcome, Reason
from porchlight.net.client import ReadOnlyClient
from porchlight.net.exchange import NoReply, Reply
from porchlight.net.line_connection import LineConnection
from porchlight.net.network import Network
from porchlight.net.timings import Timings
from porchlight.probes.context import CheckContext
from porchlight.probes.registration import means_free, of_whois, shipped_services
from tests.integration.probes.services import MovableClock
from tests.integration.probes.talking import Conversation, talking
from tests.support import Checker

pytestmark = pytest.mark.anyio

REGISTERED = b"Domain Name: EXAMPLE.DE\r\nRegistrar: Kind Names\r\nRegistry Expiry Date: 2031-05-01T00:00:00Z\r\n"
REFERRAL = b"domain:       DE\r\nwhois:        whois.nic.test\r\n\r\nstatus:       ACTIVE\r\n"
DAY_MS = 86_400_000


class Rerouted(Network):
    """Real connections, to a port of this computer in place of a name's port 43."""

    def __init__(self, ports: Mapping[str, int]) -> None:
        super().__init__()
        self.ports = ports
        self.asked: list[str] = []

    @asynccontextmanager
    async def connected(self, host: str, port: int, timings: Timings) -> AsyncIterator[LineConnection]:
        assert port == 43
        self.asked.append(host)
        async with super().connected("127.0.0.1", self.ports.get(host, 9), timings) as connection:
            yield connection


class Bootstrapped:
    """The HTTP client, that finds IANA and all registries at simulators."""

    def __init__(self, places: Mapping[str, str]) -> None:
        self.places = places
        self.client = ReadOnlyClient(proxies={})
        self.asked: list[str] = []

    async def exchange(self, method: str, url: str, **how: Any) -> Reply | NoReply:
        self.asked.append(url)
        for begin, place in self.places.items():
            if url.startswith(begin):
                return await self.client.exchange(method, place + url.removeprefix(begin), **how)
        raise AssertionError(f"nobody asked for {url}")


def _saying(*pieces: bytes, pause: float = 0.0, ends: bool = True) -> Conversation:
    async def converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n")
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(pause)
        if not ends:
            await asyncio.sleep(60)

    return converse


async def _endless(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.readuntil(b"\r\n")
    while True:
        writer.write(b"notice: this never ends\r\n" * 100)
        await writer.drain()


async def _endless_line(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.readuntil(b"\r\n")
    while True:
        writer.write(b"x" * 65536)
        await writer.drain()


async def _whois(
    conversation: Conversation, *, iana: Conversation | None = None, timeout: float = 1.5
) -> tuple[Result, list[str]]:
    """The result for a domain whose registry talks like this; found by way of IANA where that talks, too."""
    async with AsyncExitStack() as stack:
        ports = {"whois.nic.test": await stack.enter_async_context(talking(conversation))}
        if iana is not None:
            ports["whois.iana.org"] = await stack.enter_async_context(talking(iana))
        settings: dict[str, Any] = {} if iana is not None else {"whois_server": "whois.nic.test"}
        checker = Checker(
            {"kind": "domain", "domain": "example.de", "server": "127.0.0.1:1", **settings}, timeout=timeout
        )
        network = Rerouted(ports)
        client = Bootstrapped({"https://data.iana.org": "http://127.0.0.1:9"})
        ctx = CheckContext(checker.component, MovableClock(), checker.secrets, client, network)
        async with asyncio.timeout(timeout + 3):
            result = await checker.probe.check(ctx)
    return result, network.asked


async def test_a_registry_without_rdap_is_asked_by_whois_where_iana_says() -> None:
    result, asked = await _whois(_saying(REGISTERED), iana=_saying(REFERRAL))
    assert (result.outcome, result.sentence) == (Outcome.HEALTHY, "example.de is registered until 1 May 2031.")
    assert result.details["registrar"] == "Kind Names"
    assert asked == ["whois.iana.org", "whois.nic.test"]


async def test_an_answer_in_bytes_and_pieces_is_read() -> None:
    result, _ = await _whois(_saying(*(bytes([byte]) for byte in REGISTERED)))
    assert result.outcome is Outcome.HEALTHY


@pytest.mark.parametrize(
    ("conversation", "reason", "text"),
    [
        (_endless, Reason.CONTENT, "did not say whether it knows the domain"),
        (_endless_line, Reason.CONTENT, "does not answer in lines of text"),
        (_saying(b"Domain", pause=0.0, ends=False), Reason.TIMEOUT, "The registry of .de did not answer in time."),
        (_saying(*[b"x"] * 500, pause=0.05), Reason.TIMEOUT, "The registry of .de did not answer in time."),
        (_saying(), Reason.REFUSED, "closed the connection without answering"),
        (_saying(bytes(range(256)) * 20 + b"\r\n"), Reason.CONTENT, "did not say whether it knows the domain"),
        (_saying(b"\x00\xff\xfe" * 3000), Reason.CONTENT, "does not answer in lines of text"),
        (_saying(b"% Query rate exceeded. Try again later.\r\n"), Reason.CONTENT, "did not say whether it knows"),
        (_saying(b"HTTP/1.1 400 Bad Request\r\n\r\n"), Reason.CONTENT, "did not say whether it knows the domain"),
    ],
    ids=["endless", "endless line", "hangs", "slow", "silent", "binary", "binary line", "rate limit", "http"],
)
async def test_a_hostile_registry_is_unknown_and_never_a_lapsed_domain(
    conversation: Conversation, reason: Reason, text: str
) -> None:
    result, _ = await _whois(conversation)
    assert (result.outcome, result.reason) == (Outcome.UNKNOWN, reason), result.sentence
    assert text in result.sentence
    assert "\x00" not in result.sentence


async def test_a_domain_that_nobody_has_is_told() -> None:
    result, _ = await _whois(_saying(b"% Status: free\r\nNo match for EXAMPLE.DE\r\n"))
    assert (result.outcome, result.reason) == (Outcome.ERROR, Reason.ACCOUNT)


async def test_referrals_are_followed_once_and_never_in_a_loop() -> None:
    again = b"whois: whois.iana.org\r\nrefer: whois.nic.test\r\nRegistrar WHOIS Server: whois.iana.org\r\n"
    result, asked = await _whois(_saying(again), iana=_saying(REFERRAL))
    assert asked == ["whois.iana.org", "whois.nic.test"]
    assert result.outcome is Outcome.UNKNOWN
    round_about = b"whois: whois.iana.org\r\n"
    result, asked = await _whois(_saying(REGISTERED), iana=_saying(round_about))
    assert asked == ["whois.iana.org", "whois.iana.org"]
    assert result.outcome is Outcome.UNKNOWN


@pytest.mark.parametrize("named", [b"127.0.0.1", b"10.0.0.7", b"router.lan", b"localhost", b"", b"a b", b"\xff"])
async def test_nobody_out_there_sends_us_to_a_computer_in_here(named: bytes) -> None:
    result, asked = await _whois(_saying(REGISTERED), iana=_saying(b"whois: " + named + b"\r\n"))
    assert asked == ["whois.iana.org"]
    assert (result.outcome, result.reason) == (Outcome.UNKNOWN, Reason.CONTENT)


def test_a_notice_about_domains_that_are_not_found_is_no_free_domain() -> None:
    lines = ["Domain Name: A.ORG", "Registrar: Kind", "% Domains that are not found may be available."]
    found = of_whois(lines)
    assert found is not None
    assert found.registrar == "Kind"
    assert means_free(["No match for A.ORG"])
    assert not means_free(["% Query rate exceeded"])


class Lists:
    """Implements Simulator: IANA with one list."""

    def __init__(self, document: object) -> None:
        self.document = document

    def answer(self, request: Request) -> Answer:
        assert request.path == "/rdap/dns.json"
        return json_answer(200, self.document)

    def refuse(self, fault: Fault) -> Answer | None:
        return None


class Registries:
    """A domain of a suffix, with IANA and two registries on loopback, by one clock."""

    def __init__(self, domain: str, client: Bootstrapped, clock: MovableClock) -> None:
        self.client, self.clock = client, clock
        self.checker = Checker({"kind": "domain", "domain": domain, "server": "127.0.0.1:1"}, timeout=1.5)

    async def check(self) -> Result:
        ctx = CheckContext(
            self.checker.component, self.clock, self.checker.secrets, self.client, Rerouted({"whois.iana.org": 9})
        )
        return await self.checker.probe.check(ctx)

    def fetched(self) -> int:
        return sum(url.startswith("https://data.iana.org") for url in self.client.asked)


@asynccontextmanager
async def registries(
    domain: str, document: object, fault: Fault = Fault.NONE, days: float = 0
) -> AsyncIterator[Registries]:
    """``days``: since IANA published the list that comes with Porchlight."""
    clock = MovableClock()
    clock.ahead_ms = round(shipped_services()[1] + days * DAY_MS - clock.now_ms())
    async with (
        SimulatorServer(Lists(document)) as iana,
        SimulatorServer(RdapSimulator(domain=domain, expires=None)) as registry,
    ):
        iana.fault = fault
        places = {
            "https://data.iana.org": iana.url,
            "https://rdap.new.test": registry.url,
            "https://rdap.publicinterestregistry.org/rdap": registry.url,
        }
        yield Registries(domain, Bootstrapped(places), clock)


NEW_LIST = {"services": [[["org", "brandnew"], ["http://rdap.new.test/", "https://rdap.new.test/"]]]}


async def test_a_fresh_list_is_not_fetched_again() -> None:
    async with registries("example.org", NEW_LIST, days=20) as it:
        assert (await it.check()).outcome is Outcome.HEALTHY
        assert it.fetched() == 0


async def test_an_old_list_is_fetched_once_and_followed() -> None:
    async with registries("example.org", NEW_LIST, days=200) as it:
        assert (await it.check()).outcome is Outcome.HEALTHY
        assert it.client.asked[-1] == "https://rdap.new.test/domain/example.org"
        it.clock.ahead_ms += DAY_MS
        assert (await it.check()).outcome is Outcome.HEALTHY
        assert it.fetched() == 1
        it.clock.ahead_ms += 200 * DAY_MS
        await it.check()
        assert it.fetched() == 2


async def test_a_suffix_that_the_list_lacks_is_looked_for_in_a_newer_one() -> None:
    async with registries("example.brandnew", NEW_LIST) as it:
        assert "brandnew" not in shipped_services()[0]
        assert (await it.check()).outcome is Outcome.HEALTHY
        assert it.fetched() == 1


@pytest.mark.parametrize(
    ("document", "fault"),
    [
        (NEW_LIST, Fault.SERVER_ERROR),
        (NEW_LIST, Fault.HTML),
        (NEW_LIST, Fault.MALFORMED_JSON),
        (NEW_LIST, Fault.HUGE),
        (NEW_LIST, Fault.RESET),
        ({"services": [[["org"], ["http://rdap.new.test/"]]]}, Fault.NONE),
        ({"services": {"org": "x"}}, Fault.NONE),
        ([], Fault.NONE),
    ],
)
async def test_a_list_that_cannot_be_used_leaves_the_one_that_came(document: Any, fault: Fault) -> None:
    async with registries("example.org", document, fault, days=200) as it:
        assert (await it.check()).outcome is Outcome.HEALTHY
        assert it.client.asked[-1] == "https://rdap.publicinterestregistry.org/rdap/domain/example.org"
        it.clock.ahead_ms += DAY_MS
        await it.check()
        assert it.fetched() == 2, "it is tried again, and not at each check"


async def test_a_registry_that_fails_is_not_asked_at_each_check_while_its_answer_is_known() -> None:
    async with registries("example.org", NEW_LIST, days=20) as it:
        await it.check()
        it.client.places = {"https://": "http://127.0.0.1:9/"}
        it.clock.ahead_ms += DAY_MS
        before = len(it.client.asked)
        for _ in range(5):
            assert (await it.check()).outcome is Outcome.HEALTHY
            it.clock.ahead_ms += 60_000
        assert len(it.client.asked) == before + 1
        it.clock.ahead_ms += 3 * DAY_MS
        assert (await it.check()).outcome is Outcome.UNKNOWN
