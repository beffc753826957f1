"""Kind domain: the end of a registration, what holds a domain back, and every change of it is told, once."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from porchlight.demo.faults import Fault
from porchlight.demo.http_server import SimulatorServer
from porchlight.demo.rdap import RdapSimulator
from porchlight.model.result import Result
from porchlight.model.status import Outcome, Reason
from porchlight.monitor.clock import SystemClock
from porchlight.probes.context import CheckContext
from porchlight.probes.domain import remembered
from porchlight.probes.registration import of_whois, rdap_server, services_of, shipped_services
from tests.integration.probes.dns_server import DnsSimulator, serving
from tests.support import Checker

pytestmark = pytest.mark.anyio

ZONE = """
example.org. 300 IN NS ns1.kind.test.
example.org. 300 IN NS ns2.kind.test.
"""
SIGNED = "example.org. 300 IN DS 60485 5 1 2BB183AF5F22588179A53B0A98631FAD1A292118\n"


def _in(days: float) -> str:
    return (datetime.now(UTC) + timedelta(days=days)).isoformat()


async def _ask(registry: RdapSimulator, zone: str = ZONE, position: str | None = None, **settings: Any) -> Result:
    async with SimulatorServer(registry) as server, serving(DnsSimulator(zone=zone)) as names:
        given: Mapping[str, Any] = {"kind": "domain", "domain": "example.org", "base_url": server.url}
        checker = Checker({**given, "server": f"127.0.0.1:{names.port}", **settings})
        ctx = CheckContext(checker.component, SystemClock(), checker.secrets, checker.http, checker.network)
        result = await checker.probe.check(replace_position(ctx, position))
        await checker.probe.close()
    return result


def replace_position(ctx: CheckContext, position: str | None) -> CheckContext:
    ctx.position = position
    return ctx


async def test_a_registered_domain_is_healthy_and_its_owner_is_not_kept() -> None:
    result = await _ask(RdapSimulator())
    assert (result.outcome, result.sentence) == (Outcome.HEALTHY, "example.org is registered until 1 May 2031.")
    assert result.details["registrar"] == "Kind Names Ltd"
    assert result.details["name_servers"] == "ns1.kind.test, ns2.kind.test"
    assert result.measures["registration_days"].value > 1000
    assert "Ada" not in str(result)
    assert (await _ask(RdapSimulator(expires=None))).sentence == "example.org is registered."


@pytest.mark.parametrize(
    ("days", "outcome", "text"),
    [
        (31, Outcome.HEALTHY, "is registered until"),
        (20, Outcome.DEGRADED, "ends in 20 days."),
        (5, Outcome.ERROR, "ends in 5 days."),
        (-2, Outcome.ERROR, "ended on"),
    ],
)
async def test_the_nearer_the_end_the_graver(days: int, outcome: Outcome, text: str) -> None:
    result = await _ask(RdapSimulator(expires=_in(days + 0.01)))
    assert (result.outcome, result.reason) == (outcome, None if outcome is Outcome.HEALTHY else Reason.ACCOUNT)
    assert text in result.sentence


@pytest.mark.parametrize(
    ("status", "outcome", "reason", "text"),
    [
        ("client hold", Outcome.ERROR, Reason.BLOCKED, "on hold"),
        ("serverHold", Outcome.ERROR, Reason.BLOCKED, "on hold"),
        ("redemption period", Outcome.ERROR, Reason.ACCOUNT, "has lapsed"),
        ("pending delete", Outcome.ERROR, Reason.ACCOUNT, "has lapsed"),
        ("pending transfer", Outcome.DEGRADED, Reason.CONFIGURATION, "another registrar"),
        ("active", Outcome.HEALTHY, None, "registered until"),
    ],
)
async def test_what_holds_it_back_is_told(status: str, outcome: Outcome, reason: Reason | None, text: str) -> None:
    result = await _ask(RdapSimulator(statuses=(status,)))
    assert (result.outcome, result.reason) == (outcome, reason)
    assert text in result.sentence


async def test_a_domain_that_nobody_has_is_an_error() -> None:
    result = await _ask(RdapSimulator(domain="other.org"))
    assert (result.outcome, result.reason) == (Outcome.ERROR, Reason.ACCOUNT)
    assert result.sentence == "example.org is not registered."


@pytest.mark.parametrize(
    ("registrar", "zone", "text"),
    [
        ("Other Names Ltd", ZONE, "The registrar of example.org is now Other Names Ltd; it was Kind Names Ltd."),
        ("Kind Names Ltd", ZONE.replace("ns2", "evil"), "The name servers of example.org are now evil.kind.test and"),
        ("Kind Names Ltd", ZONE + SIGNED, "DNSSEC of example.org was turned on."),
    ],
)
async def test_each_change_is_told_and_not_for_ever(registrar: str, zone: str, text: str) -> None:
    first = await _ask(RdapSimulator())
    same = await _ask(RdapSimulator(), position=first.position)
    assert (same.outcome, same.position) == (Outcome.HEALTHY, None)
    changed = await _ask(RdapSimulator(registrar=registrar), zone, first.position)
    assert (changed.outcome, changed.reason) == (Outcome.DEGRADED, Reason.CONFIGURATION)
    assert text in changed.sentence
    again = await _ask(RdapSimulator(registrar=registrar), zone, changed.position)
    assert again.sentence == changed.sentence
    memory = remembered(changed.position)
    assert memory.after({}, round(datetime.now(UTC).timestamp() * 1000) + 90_000_000).changes == ()


async def test_dnssec_that_is_turned_off_or_changed_is_told() -> None:
    first = await _ask(RdapSimulator(), ZONE + SIGNED)
    off = await _ask(RdapSimulator(), ZONE, first.position)
    assert off.sentence == "DNSSEC of example.org was turned off."
    other = await _ask(RdapSimulator(), ZONE + SIGNED.replace("60485", "11"), first.position)
    assert other.sentence == "The DNSSEC key of example.org has changed."


async def test_name_servers_that_cannot_be_asked_are_no_change() -> None:
    first = await _ask(RdapSimulator(), ZONE + SIGNED)
    assert (await _ask(RdapSimulator(), "other.org. 1 IN NS a.test.", first.position)).outcome is Outcome.HEALTHY


@pytest.mark.parametrize(
    ("fault", "reason"),
    [(Fault.SERVER_ERROR, Reason.HTTP_STATUS), (Fault.WRONG_TYPE, Reason.CONTENT), (Fault.RESET, Reason.REFUSED)],
)
async def test_a_registry_that_does_not_answer_is_unknown(fault: Fault, reason: Reason) -> None:
    async with SimulatorServer(RdapSimulator()) as server:
        server.fault = fault
        settings = {"kind": "domain", "domain": "example.org", "base_url": server.url, "server": "127.0.0.1:1"}
        result = await Checker(settings)()
    assert (result.outcome, result.reason) == (Outcome.UNKNOWN, reason)


@pytest.mark.parametrize(
    ("text", "expires", "registrar"),
    [
        ("Domain Name: A.ORG\nRegistrar: Kind\nRegistry Expiry Date: 2030-05-01T00:00:00Z", "2030-05-01", "Kind"),
        ("domain: a.it\nStatus: ok\nExpire Date: 2030-05-01", "2030-05-01", ""),
        (
            "Domain name:\n  a.uk\nRegistrar: Kind [Tag = K]\nExpiry date:  01-May-2030",
            "2030-05-01",
            "Kind [Tag = K]",
        ),
        ("domain: A.RU\npaid-till: 2030.05.01", "2030-05-01", ""),
        ("Domain: a.de\nStatus: connect", None, ""),
    ],
)
def test_whois_answers_are_read_in_their_forms(text: str, expires: str | None, registrar: str) -> None:
    found = of_whois(text.splitlines())
    assert found is not None
    day = (
        None if found.expires_ms is None else datetime.fromtimestamp(found.expires_ms / 1000, UTC).date().isoformat()
    )
    assert (day, found.registrar) == (expires, registrar)


@pytest.mark.parametrize("text", ["No match for A.ORG", "Status: free", "% nothing found"])
def test_whois_of_a_free_domain_is_none(text: str) -> None:
    assert of_whois([text]) is None


def test_the_list_that_comes_with_porchlight_knows_the_usual_registries() -> None:
    services, published_ms = shipped_services()
    assert published_ms > 1_700_000_000_000
    assert rdap_server("example.org", services) == "https://rdap.publicinterestregistry.org/rdap"
    assert rdap_server("example.de", services) is None
    assert services_of({"services": [[["a"], ["http://a.test/"]], 5, [["b"]]]}) == {}
