"""Kind site: every name of a website is walked, and the sentence says which one is broken and for whom."""

from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from porchlight.demo.faults import Fault
from porchlight.demo.http_server import SimulatorServer
from porchlight.demo.site import SiteFault, SiteSimulator
from porchlight.model.result import Result
from porchlight.model.status import Outcome, Reason
from porchlight.probes.site.names import twin_of
from porchlight.probes.site.probe import SiteSettings
from tests.integration.probes.issuers import Issuer
from tests.support import Checker

pytestmark = pytest.mark.anyio

MAIN, OTHER = "www.charity.localhost", "charity.localhost"
CLOSED = 9
"""A port on which nothing listens."""


@dataclass
class Served:
    """A site on loopback, with real certificates."""

    site: SiteSimulator
    secure: SimulatorServer
    plain: SimulatorServer
    ca_file: str

    async def check(self, *, timeout: float = 5.0, **settings: Any) -> Result:
        given = {"kind": "site", "url": self.site.home, "http_port": self.plain.port, **settings}
        return await Checker(given, ca_file=self.ca_file, timeout=timeout)()


@asynccontextmanager
async def served(
    folder: Path,
    fault: SiteFault = SiteFault.NONE,
    *,
    names: Sequence[str] = (MAIN, OTHER, "parked.localhost"),
    days: float = 80,
    trusted: bool = True,
    main: str = MAIN,
    other: str = OTHER,
) -> AsyncIterator[Served]:
    issuer = Issuer("Kind Root", organization="Kind Trust")
    site = SiteSimulator(main=main, other=other, site_fault=fault)
    known = issuer if trusted else Issuer("Other Root")
    async with AsyncExitStack() as stack:
        tls = issuer.server(folder, names=names, days=days)
        secure = await stack.enter_async_context(SimulatorServer(site.secure, tls=tls))
        plain = await stack.enter_async_context(SimulatorServer(site.plain))
        site.secure_port, site.plain_port = secure.port, plain.port
        yield Served(site, secure, plain, known.trusted_in(folder))


async def _result(folder: Path, fault: SiteFault, **settings: Any) -> Result:
    async with served(folder, fault) as it:
        return await it.check(**settings)


async def test_a_site_whose_names_all_lead_home_is_healthy(tmp_path: Path) -> None:
    async with served(tmp_path) as it:
        result = await it.check()
    assert (result.outcome, result.sentence) == (Outcome.HEALTHY, f"{MAIN} opens, and so does 1 other name.")
    assert result.measures["hosts"].value == 2
    assert result.measures["hosts_broken"].value == 0
    assert result.measures["hsts_days"].value == 365
    assert result.measures["certificate_days"].value == pytest.approx(80, abs=0.1)
    assert result.details["hsts"] is True
    assert f"{OTHER}: 127.0.0.1" in str(result.details["addresses"])
    assert [(one.name, one.outcome) for one in result.sub_results] == [
        (MAIN, Outcome.HEALTHY),
        (OTHER, Outcome.HEALTHY),
    ]
    asked = [*it.secure.requests, *it.plain.requests]
    assert {one.method for one in asked} == {"GET"}
    assert len(asked) <= 9


_WWW = "visitors who leave out www see an error"


@pytest.mark.parametrize(
    ("fault", "outcome", "reason", "text"),
    [
        (SiteFault.MAIN_DOWN, Outcome.ERROR, Reason.HTTP_STATUS, "The answer was 503 Service Unavailable."),
        (SiteFault.OTHER_DOWN, Outcome.ERROR, Reason.HTTP_STATUS, f"{MAIN} answers, {OTHER} does not: {_WWW}."),
        (SiteFault.OTHER_PARKED, Outcome.ERROR, Reason.CONTENT, f"{OTHER} leads to parked.localhost instead of"),
        (SiteFault.MAIN_PARKED, Outcome.ERROR, Reason.CONTENT, f"{MAIN} leads away from the site, to parked.local"),
        (SiteFault.OTHER_ALONE, Outcome.DEGRADED, Reason.CONTENT, f"{OTHER} shows a page of its own instead of"),
        (SiteFault.OTHER_ALONE_CANONICAL, Outcome.HEALTHY, None, "opens, and so does"),
        (SiteFault.TURNED_ROUND, Outcome.DEGRADED, Reason.CONTENT, f"{MAIN} redirects to {OTHER}: links"),
        (SiteFault.CIRCLE, Outcome.ERROR, Reason.HTTP_STATUS, f"https://{MAIN} → https://{OTHER} → https://{MAIN}."),
        (SiteFault.CIRCLE_OF_ENCRYPTION, Outcome.ERROR, Reason.HTTP_STATUS, f"https://{MAIN} → http://{MAIN} → http"),
        (SiteFault.CIRCLE_THAT_GROWS, Outcome.ERROR, Reason.HTTP_STATUS, f"https://{MAIN} redirects without an end"),
        (SiteFault.NOT_REDIRECTED, Outcome.DEGRADED, Reason.CONTENT, f"http://{MAIN} does not redirect to https://"),
        (SiteFault.DOWNGRADED, Outcome.DEGRADED, Reason.CONTENT, f"{MAIN} leads from an encrypted page to one that"),
        (SiteFault.PLAIN_DOWN, Outcome.DEGRADED, Reason.HTTP_STATUS, f"http://{MAIN} does not open, only https://"),
        (SiteFault.CANONICAL_ELSEWHERE, Outcome.DEGRADED, Reason.CONTENT, "tells search engines that its address"),
        (SiteFault.WALL, Outcome.UNKNOWN, Reason.BOT_PROTECTION, "A bot protection in front of it blocked this"),
        (SiteFault.NO_PLACE, Outcome.ERROR, Reason.HTTP_STATUS, f"{MAIN} answers, {OTHER} does not: {_WWW}."),
    ],
)
async def test_each_fault_is_told_with_the_name_that_it_is_of(
    tmp_path: Path, fault: SiteFault, outcome: Outcome, reason: Reason | None, text: str
) -> None:
    result = await _result(tmp_path, fault)
    assert (result.outcome, result.reason) == (outcome, reason), result.sentence
    assert text in result.sentence


def test_every_fault_of_the_simulator_is_tried() -> None:
    cases = test_each_fault_is_told_with_the_name_that_it_is_of.pytestmark[0].args[1]  # type: ignore[attr-defined]
    assert {case[0] for case in cases} == set(SiteFault) - {SiteFault.NONE}


async def test_names_that_may_show_the_page_themselves_are_well(tmp_path: Path) -> None:
    assert (await _result(tmp_path, SiteFault.OTHER_ALONE, single_name=False)).outcome is Outcome.HEALTHY


async def test_a_name_that_nobody_registered_is_told_with_the_visitors_who_miss_it(tmp_path: Path) -> None:
    async with served(tmp_path) as it:
        result = await it.check(other_hosts=["nowhere.invalid"], with_www=False)
        both = await it.check(other_hosts=["nowhere.invalid"])
        alone = await it.check(with_www=False)
    assert (result.outcome, result.reason) == (Outcome.ERROR, Reason.DNS)
    assert result.sentence.startswith(f"{MAIN} answers, nowhere.invalid does not: visitors who use that name")
    assert result.measures["hosts_broken"].value == 1
    assert [one.outcome for one in result.sub_results] == [Outcome.HEALTHY, Outcome.ERROR]
    assert [one.name for one in both.sub_results] == [MAIN, OTHER, "nowhere.invalid"]
    assert (alone.outcome, alone.sentence) == (Outcome.HEALTHY, f"{MAIN} opens.")


async def test_a_www_that_fails_is_told_for_those_who_type_it(tmp_path: Path) -> None:
    async with served(tmp_path, SiteFault.OTHER_DOWN, main=OTHER, other=MAIN) as it:
        result = await it.check()
    assert result.sentence.startswith(f"{OTHER} answers, {MAIN} does not: visitors who type www see an error.")


async def test_a_certificate_that_lacks_one_name_is_told_for_that_name(tmp_path: Path) -> None:
    async with served(tmp_path, names=[MAIN]) as it:
        result = await it.check()
        careless = await it.check(verify=False)
    assert (result.outcome, result.reason) == (Outcome.ERROR, Reason.TLS)
    assert result.sentence.startswith(f"{MAIN} opens; browsers warn visitors of {OTHER}.")
    assert f"The certificate is for {MAIN}, not for {OTHER}." in result.sentence
    assert careless.outcome is Outcome.HEALTHY


@pytest.mark.parametrize(
    ("days", "trusted", "text"),
    [
        (-3, True, f"The certificate of {MAIN} expired on"),
        (80, False, f"The certificate of {MAIN} comes from an iss"),
    ],
)
async def test_a_bad_certificate_of_the_site_itself_is_an_error(
    tmp_path: Path, days: float, trusted: bool, text: str
) -> None:
    async with served(tmp_path, days=days, trusted=trusted) as it:
        result = await it.check()
    assert (result.outcome, result.reason) == (Outcome.ERROR, Reason.TLS)
    assert text in result.sentence


@pytest.mark.parametrize(("days", "outcome"), [(27, Outcome.HEALTHY), (8, Outcome.DEGRADED)])
async def test_each_certificate_is_judged_by_its_own_life(tmp_path: Path, days: float, outcome: Outcome) -> None:
    """Issued thirty days ago for that and these."""
    async with served(tmp_path, days=days) as it:
        result = await it.check()
    assert result.outcome is outcome, result.sentence
    if outcome is Outcome.DEGRADED:
        assert result.reason is Reason.CERTIFICATE_EXPIRING
        assert result.sentence == f"{MAIN}: The certificate expires in 8 days."
        assert "certificates" in str(result.position)
        assert [one.outcome for one in result.sub_results] == [Outcome.DEGRADED, Outcome.DEGRADED]


async def test_a_closed_port_for_http_is_a_warning_and_a_closed_one_for_https_an_error(tmp_path: Path) -> None:
    async with served(tmp_path) as it:
        without = await it.check(http_port=CLOSED)
        closed = await it.check(url=f"https://{MAIN}:{CLOSED}/")
    assert (without.outcome, without.reason) == (Outcome.DEGRADED, Reason.REFUSED)
    assert without.sentence.startswith(f"http://{MAIN} does not open, only https:// does: old links")
    assert (closed.outcome, closed.reason) == (Outcome.ERROR, Reason.REFUSED)
    assert closed.measures["hosts_broken"].value == 2


async def test_a_name_that_hangs_does_not_take_the_others_with_it(tmp_path: Path) -> None:
    async with served(tmp_path) as it:
        it.plain.fault = Fault.HANG
        result = await it.check(timeout=2.0)
    assert (result.outcome, result.reason) == (Outcome.DEGRADED, Reason.TIMEOUT)
    assert result.sentence.startswith(f"http://{MAIN} does not open")


@pytest.mark.parametrize(
    "fault", [Fault.ENDLESS, Fault.HUGE, Fault.COMPRESSED_BOMB, Fault.CUT_SHORT, Fault.NOT_HTTP, Fault.RESET]
)
async def test_hostile_answers_end_within_the_limit(tmp_path: Path, fault: Fault) -> None:
    async with served(tmp_path) as it:
        it.secure.fault = it.plain.fault = fault
        result = await it.check()
    assert result.reason is not Reason.INTERNAL
    assert result.duration_us < 5_000_000


async def test_a_site_without_encryption_on_the_own_network_is_well(tmp_path: Path) -> None:
    site = SiteSimulator(secure_port=0)
    async with SimulatorServer(site.plain) as server:
        site.plain_port = server.port
        well = await Checker({"kind": "site", "url": site.home})()
        site.site_fault = SiteFault.OTHER_DOWN
        broken = await Checker({"kind": "site", "url": site.home})()
    assert (well.outcome, "hsts" in well.details) == (Outcome.HEALTHY, False)
    assert broken.sentence.startswith(f"{MAIN} answers, {OTHER} does not")


async def test_hsts_that_is_missing_or_odd_is_noted_and_no_fault(tmp_path: Path) -> None:
    for hsts, days in (("", None), ('max-age="86400"', 1), ("max-age=never", None), ("max-age=0; preload", 0)):
        async with served(tmp_path) as it:
            it.site.hsts = hsts
            result = await it.check()
        assert result.outcome is Outcome.HEALTHY
        measure = result.measures.get("hsts_days")
        assert (None if measure is None else measure.value) == days
        assert result.details["hsts"] is bool(days)


@pytest.mark.parametrize(
    ("host", "twin"),
    [
        ("example.org", "www.example.org"),
        ("www.example.org", "example.org"),
        ("example.org.uk", "www.example.org.uk"),
        ("give.example.org", ""),
        ("www.give.example.org", "give.example.org"),
        ("192.0.2.1", ""),
        ("localhost", ""),
        ("www.org", ""),
    ],
)
def test_the_usual_other_name_is_the_one_that_people_expect(host: str, twin: str) -> None:
    assert twin_of(host) == twin


def test_names_are_compared_as_browsers_do() -> None:
    settings = SiteSettings.model_validate({"kind": "site", "url": "https://WWW.Straße.example"})
    assert settings.site.hosts == ("www.xn--strae-oqa.example", "xn--strae-oqa.example")
    assert settings.url == "https://WWW.Straße.example/"
    with pytest.raises(ValueError, match="without"):
        SiteSettings.model_validate({"kind": "site", "url": "https://example.org/?a=1"})
