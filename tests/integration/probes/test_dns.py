"""Records are compared with what should be there, asked of a real server on UDP and TCP that may lie."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from porchlight.model.result import Result
from porchlight.model.status import Outcome, Reason
from porchlight.probes.dns_address import server_of
from tests.integration.probes.dns_server import DnsSimulator, Mood, serving
from tests.support import check

pytestmark = pytest.mark.anyio


@pytest.fixture
async def server() -> AsyncIterator[DnsSimulator]:
    async with serving(DnsSimulator()) as simulator:
        yield simulator


async def _look(server: DnsSimulator, *, host: str = "127.0.0.1", timeout: float = 10, **settings: Any) -> Result:
    given = {"kind": "dns", "domain": "gifts.test", "server": f"{host}:{server.port}", **settings}
    return await check(given, timeout=timeout)


@pytest.mark.parametrize(
    ("record", "expect"),
    [
        ("A", ["192.0.2.10"]),
        ("A", ["192.0.2.11", "192.0.2.10"]),
        ("AAAA", ["2001:0DB8:0:0::10"]),
        ("MX", ["10 Mail.Gifts.test."]),
        ("MX", ["mail.gifts.test", "20 spare.gifts.test"]),
        ("TXT", ["v=spf1 include:mailchimp.test -all"]),
        ("TXT", ["include:mailchimp.test"]),
        ("NS", ["ns1.gifts.test"]),
        ("A", []),
    ],
)
async def test_records_that_are_as_they_should_be(server: DnsSimulator, record: str, expect: list[str]) -> None:
    result = await _look(server, record=record, expect=expect)
    assert result.outcome is Outcome.HEALTHY, result.sentence
    assert result.measures["ttl"].value >= 300
    assert server.asked == ["udp"]


async def test_an_alias_is_followed_and_can_be_asked_for_itself(server: DnsSimulator) -> None:
    followed = await _look(server, domain="www.gifts.test", expect=["192.0.2.10"])
    assert (followed.outcome, followed.measures["ttl"].value) == (Outcome.HEALTHY, 60)
    itself = await _look(server, domain="www.gifts.test", record="CNAME", expect=["gifts.test"])
    assert itself.sentence == "www.gifts.test has 1 CNAME record, as expected."


@pytest.mark.parametrize(
    ("settings", "reason", "text"),
    [
        ({"expect": ["192.0.2.99"]}, Reason.CONTENT, "192.0.2.99 is missing; found: 192.0.2.10, 192.0.2.11"),
        ({"expect": ["192.0.2.10"], "no_others": True}, Reason.CONTENT, "Unexpected A record: 192.0.2.11"),
        ({"record": "MX", "expect": ["99 mail.gifts.test"]}, Reason.CONTENT, "is missing"),
        ({"record": "MX", "expect": ["10"]}, Reason.CONTENT, "is missing"),
        ({"record": "TXT", "expect": ["include:other.test"]}, Reason.CONTENT, "is missing"),
        ({"expect": ["no address"]}, Reason.CONTENT, "is missing"),
        ({"record": "CNAME"}, Reason.CONTENT, "exists but has no CNAME record"),
        ({"domain": "gone.test"}, Reason.DNS, "gone.test does not exist"),
        ({"domain": "loop.gifts.test"}, Reason.CONTENT, "ends in a CNAME without an address"),
    ],
)
async def test_records_that_are_not(
    server: DnsSimulator, settings: dict[str, Any], reason: Reason, text: str
) -> None:
    result = await _look(server, **settings)
    assert (result.outcome, result.reason) == (Outcome.ERROR, reason), result.sentence
    assert text in result.sentence


@pytest.mark.parametrize(
    ("mood", "reason", "text"),
    [
        (Mood.SERVFAIL, Reason.DNS, "SERVFAIL"),
        (Mood.REFUSED, Reason.REFUSED, "refused to answer"),
        (Mood.SILENT, Reason.TIMEOUT, "did not answer the question"),
        (Mood.GARBAGE, Reason.TIMEOUT, "did not answer the question"),
        (Mood.LYING_ID, Reason.TIMEOUT, "did not answer the question"),
        (Mood.OTHER_QUESTION, Reason.TIMEOUT, "did not answer the question"),
    ],
)
async def test_each_fault_of_a_server(server: DnsSimulator, mood: Mood, reason: Reason, text: str) -> None:
    server.mood = mood
    result = await _look(server, timeout=2.0 if reason is Reason.TIMEOUT else 10)
    assert (result.outcome, result.reason) == (Outcome.ERROR, reason), result.sentence
    assert text in result.sentence


async def test_a_forged_answer_that_comes_first_is_not_believed(server: DnsSimulator) -> None:
    server.mood = Mood.LYING_ID_FIRST
    result = await _look(server, expect=["192.0.2.10", "192.0.2.11"], no_others=True)
    assert result.outcome is Outcome.HEALTHY, result.sentence


async def test_an_answer_that_was_cut_off_is_asked_for_over_tcp(server: DnsSimulator) -> None:
    server.mood = Mood.TRUNCATED
    result = await _look(server, expect=["192.0.2.10"])
    assert (result.outcome, result.details["tcp"]) == (Outcome.HEALTHY, True)
    assert server.asked == ["udp", "tcp"]
    server.tcp_garbage = True
    garbage = await _look(server)
    assert garbage.reason is Reason.CONTENT


async def test_a_lost_datagram_is_sent_again(server: DnsSimulator) -> None:
    server.mood = Mood.DEAF_AT_FIRST
    result = await _look(server)
    assert (result.outcome, server.asked) == (Outcome.HEALTHY, ["udp", "udp"])


@pytest.mark.parametrize("mood", [mood for mood in Mood if mood.name.startswith("EDNS_")])
async def test_a_server_that_knows_no_edns_is_asked_once_more_without_it(server: DnsSimulator, mood: Mood) -> None:
    server.mood = mood
    result = await _look(server, expect=["192.0.2.10"], timeout=3)
    assert (result.outcome, server.asked) == (Outcome.HEALTHY, ["udp", "udp"]), result.sentence


async def test_a_domain_that_takes_no_mail_says_so(server: DnsSimulator) -> None:
    result = await _look(server, domain="nomail.test", record="MX")
    assert (result.outcome, result.reason) == (Outcome.ERROR, Reason.CONTENT)
    assert result.sentence == "nomail.test accepts no mail (“0 .”, a null MX record)."
    wanted = await _look(server, domain="nomail.test", record="MX", expect=["mail.gifts.test"])
    assert wanted.sentence == (
        "The MX record mail.gifts.test is missing; there is a null MX record, which means that no mail is accepted."
    )


@pytest.mark.parametrize("expect", [["0 ."], ["."]])
async def test_taking_no_mail_can_be_what_is_expected(server: DnsSimulator, expect: list[str]) -> None:
    result = await _look(server, domain="nomail.test", record="MX", expect=expect, no_others=True)
    assert result.outcome is Outcome.HEALTHY, result.sentence
    assert result.details["records"] == "0 ."
    assert (await _look(server, record="MX", expect=expect)).outcome is Outcome.ERROR


async def test_a_null_record_beside_a_real_one_leaves_mail(server: DnsSimulator) -> None:
    assert (await _look(server, domain="half.test", record="MX")).outcome is Outcome.HEALTHY


async def test_a_server_on_ipv6_only() -> None:
    async with serving(DnsSimulator(), "::1") as server:
        result = await _look(server, host="[::1]", expect=["192.0.2.10"])
    assert result.outcome is Outcome.HEALTHY, result.sentence


async def test_nobody_is_there(unused_port: int) -> None:
    result = await check({"kind": "dns", "domain": "gifts.test", "server": f"127.0.0.1:{unused_port}"}, timeout=0.5)
    assert result.outcome is Outcome.ERROR
    assert result.reason in (Reason.REFUSED, Reason.TIMEOUT)


async def test_this_computers_own_servers_are_asked_one_after_the_other(
    server: DnsSimulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with serving(DnsSimulator(Mood.SERVFAIL)) as broken:
        servers = [server_of(f"127.0.0.1:{one.port}") for one in (broken, server)]

        async def system_servers() -> list[Any]:
            return servers

        monkeypatch.setattr("porchlight.probes.dns_server.system_servers", system_servers)
        result = await check({"kind": "dns", "domain": "gifts.test"}, timeout=10)
        assert (result.outcome, broken.asked, server.asked) == (Outcome.HEALTHY, ["udp", "udp"], ["udp"])
        servers.clear()
        none = await check({"kind": "dns", "domain": "gifts.test"}, timeout=10)
    assert (none.outcome, none.reason) == (Outcome.UNKNOWN, Reason.OFFLINE)


@pytest.mark.parametrize(
    ("text", "address", "port"),
    [
        ("1.1.1.1", "1.1.1.1", 53),
        ("1.1.1.1:5353", "1.1.1.1", 5353),
        ("::1", "::1", 53),
        ("[::1]", "::1", 53),
        ("[::1]:5353", "::1", 5353),
    ],
)
def test_how_a_server_is_written(text: str, address: str, port: int) -> None:
    server = server_of(text)
    assert (server.address, server.port) == (address, port)


@pytest.mark.parametrize(
    "settings",
    [
        {"server": "dns.example.org"},
        {"server": "1.1.1.1:0"},
        {"no_others": True},
        {"domain": "a..b"},
        {"domain": "x" * 70},
    ],
)
async def test_what_cannot_be_asked_is_a_fault_of_the_settings(settings: dict[str, Any]) -> None:
    with pytest.raises(AssertionError, match=r"Please write|no expected record"):
        await check({"kind": "dns", "domain": "gifts.test", **settings})
