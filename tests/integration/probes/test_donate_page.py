"""Donation pages that work, that are broken, and that were only edited."""

import asyncio
import time

import pytest

from porchlight.demo.donate_page import DonatePageSimulator, PageFault
from porchlight.demo.faults import Fault
from porchlight.demo.http_server import SimulatorServer
from porchlight.demo.website import WebsiteSimulator
from porchlight.model.result import Phase, Result
from porchlight.model.status import Outcome, Reason
from porchlight.monitor.clock import SystemClock
from tests.donate_pages import (
    BROKEN,
    CLASSY,
    DONORBOX,
    DONORBOX_FRAME,
    FORM_PAGE,
    FUNDRAISE_UP,
    GOOD,
    HARMLESS,
    NEON,
    NEON_FRAME,
    OWN,
    Served,
    Web,
    changed,
    edited,
)
from tests.integration.probes.page_client import DonatePage
from tests.support import Checker, check

pytestmark = pytest.mark.anyio


def _names(pairs: tuple[tuple[Web, Web], ...]) -> list[str]:
    return [after.name for _, after in pairs]


@pytest.mark.parametrize("web", GOOD, ids=lambda web: web.name)
async def test_a_page_that_works_is_well_and_its_form_is_named(web: Web) -> None:
    result = await DonatePage(web).check()
    assert result.outcome is Outcome.HEALTHY, result.sentence
    assert result.measures["forms"].value == 1
    assert web.name in result.sentence or web.name == "A form of its own"


async def after(before: Web, now: Web) -> Result:
    page = DonatePage(before)
    first = await page.check()
    assert first.outcome is Outcome.HEALTHY, first.sentence
    return await page.check(now)


@pytest.mark.parametrize(("before", "now"), BROKEN, ids=_names(BROKEN))
async def test_what_keeps_donors_from_giving_is_found(before: Web, now: Web) -> None:
    result = await after(before, now)
    if now.needs_browser:
        assert result.outcome is Outcome.HEALTHY
    else:
        assert result.outcome is not Outcome.HEALTHY
        assert result.reason in (Reason.CONTENT, Reason.BOT_PROTECTION, Reason.DNS)
        print(f"{now.name}: {result.sentence}")


@pytest.mark.parametrize(("before", "now"), HARMLESS, ids=_names(HARMLESS))
async def test_an_edit_that_breaks_nothing_is_no_news(before: Web, now: Web) -> None:
    result = await after(before, now)
    assert result.outcome is Outcome.HEALTHY, result.sentence


# -- over a real connection, with every fault of the simulator

FOUND = {
    PageFault.CLOSED: "are not accepting donations at this time",
    PageFault.MAINTENANCE: "Briefly unavailable for scheduled maintenance",
    PageFault.DATABASE: "Error establishing a database connection",
    PageFault.WALL: "bot protection",
    PageFault.GONE: "Donorbox warm-winter is no longer on the page",
    PageFault.MOVED: "changed from Donorbox warm-winter to Donorbox spring-appeal",
    PageFault.CONSENT: "waits for consent",
    PageFault.SCRIPT_LOST: "widget.js answered 404 Not Found",
    PageFault.SCRIPT_REPLACED: "widget.js sent no script",
    PageFault.EXPIRED: "The Donorbox form says “This campaign has ended”",
    PageFault.REFUSED: "does not let this page show it (X-Frame-Options: DENY)",
    PageFault.POLICY: "(frame-src) blocks the Donorbox form",
}


@pytest.mark.parametrize("fault", FOUND, ids=lambda fault: fault.name)
async def test_each_fault_of_a_page_has_its_sentence(fault: PageFault) -> None:
    simulator = DonatePageSimulator()
    async with SimulatorServer(simulator) as server:
        checker = Checker({"kind": "donate_page", "url": f"{server.url}/give"})
        assert (await checker()).outcome is Outcome.HEALTHY
        simulator.page_fault = fault
        result = await checker()
        await checker.close()
    assert FOUND[fault] in result.sentence
    assert {request.method for request in server.requests} == {"GET"}


async def test_a_page_that_hangs_is_a_timeout_and_one_that_refuses_says_so() -> None:
    async with SimulatorServer(DonatePageSimulator()) as server:
        server.fault = Fault.HANG
        result = await check({"kind": "donate_page", "url": server.url}, timeout=0.5)
        assert result.reason is Reason.TIMEOUT
        server.fault = Fault.SERVER_ERROR
        result = await check({"kind": "donate_page", "url": server.url})
        assert (result.outcome, result.reason) == (Outcome.ERROR, Reason.HTTP_STATUS)


async def test_a_form_that_hangs_is_found_though_the_page_answers() -> None:
    async with SimulatorServer(DonatePageSimulator()) as server:
        server.fault, server.fault_on = Fault.HANG, lambda request: request.path.startswith("/embed/")
        result = await check({"kind": "donate_page", "url": server.url}, timeout=2)
    assert (result.outcome, result.reason) == (Outcome.ERROR, Reason.TIMEOUT)
    assert "The Donorbox form cannot be loaded" in result.sentence


# -- settings


async def test_texts_of_your_own_must_and_must_not_be_there() -> None:
    page = DonatePage(DONORBOX, expect_text=["Warm Meals"], reject_text=["sold out"])
    assert (await page.check()).outcome is Outcome.HEALTHY
    now = edited(DONORBOX, "sold out", "<script", "<p>Sold  OUT</p><script")
    assert (await page.check(now)).sentence == "The page says “sold out”."
    missing = DonatePage(DONORBOX, expect_text=["Summer camp"])
    assert (await missing.check()).sentence == "The text “Summer camp” is missing."


async def test_http_rejects_texts_too() -> None:
    async with SimulatorServer(WebsiteSimulator(b"<p>We are NOT accepting  donations.</p>")) as server:
        rejected = {"kind": "http", "url": server.url, "reject_text": ["not accepting donations"]}
        result = await check(rejected)
    assert (result.outcome, result.reason) == (Outcome.ERROR, Reason.CONTENT)
    assert result.sentence == "The page says “not accepting donations”."


async def test_the_form_that_the_settings_name_must_be_there() -> None:
    right = DonatePage(DONORBOX, form="donorbox", form_id="warm-winter")
    assert (await right.check()).outcome is Outcome.HEALTHY
    wrong = await DonatePage(DONORBOX, form="donorbox", form_id="summer").check()
    assert wrong.sentence == "The form should be Donorbox summer. The page has Donorbox warm-winter."
    none = await DonatePage(DONORBOX, form="stripe").check()
    assert (none.outcome, none.sentence) == (Outcome.ERROR, "The form Stripe is no longer on the page.")


async def test_a_form_may_wait_for_consent_where_the_settings_allow_it() -> None:
    waiting = edited(FUNDRAISE_UP, "waits", "<script>", "<script type='text/plain' data-cookieconsent='marketing'>")
    assert (await DonatePage(waiting).check()).outcome is Outcome.DEGRADED
    assert (await DonatePage(waiting, consent=True).check()).outcome is Outcome.HEALTHY


async def test_a_form_on_a_domain_of_your_own_is_recognised_where_the_settings_name_it() -> None:
    own = edited(NEON, "own domain", "example.app.neoncrm.com", "donate.example.net")
    served = changed(
        own, "own domain", served={NEON_FRAME.replace("example.app.neoncrm.com", "donate.example.net"): FORM_PAGE}
    )
    assert "No form that Porchlight knows" in (await DonatePage(served).check()).sentence
    named = await DonatePage(served, form_hosts=["donate.example.net"]).check()
    assert "Neon One warm-winter" in named.sentence


# -- what is usual


class Hours(SystemClock):
    """A wall clock that a test moves on."""

    def __init__(self) -> None:
        self.at_ms = 1_800_000_000_000

    def now_ms(self) -> int:
        return self.at_ms


async def test_a_change_of_the_form_is_news_for_a_day_and_then_usual() -> None:
    clock = Hours()
    page = DonatePage(CLASSY, clock=clock)
    await page.check()
    moved = edited(CLASSY, "moved", "743443", "999999")
    for _ in range(24):
        result = await page.check(moved)
        assert result.outcome is Outcome.DEGRADED
        assert "from GoFundMe Pro 743443 to GoFundMe Pro 999999" in result.sentence
        clock.at_ms += 3_600_000
    await page.check()
    assert (await page.check()).outcome is Outcome.HEALTHY


async def test_a_form_that_is_gone_never_becomes_usual() -> None:
    clock = Hours()
    page = DonatePage(DONORBOX, clock=clock)
    await page.check()
    for _ in range(10):
        clock.at_ms += 86_400_000
        gone = await page.check(changed(DONORBOX, "gone", body="<p>Thank you.</p>"))
        assert gone.outcome is Outcome.ERROR


async def test_what_is_remembered_survives_a_restart_of_porchlight() -> None:
    first = DonatePage(DONORBOX)
    await first.check()
    second = DonatePage(edited(DONORBOX, "moved", "warm-winter", "summer"), form_hosts=[])
    second.position = first.position
    served = {**DONORBOX.served, DONORBOX_FRAME.replace("warm-winter", "summer"): FORM_PAGE}
    moved = edited(changed(DONORBOX, "moved", served=served), "moved", "warm-winter", "summer")
    assert "from Donorbox warm-winter to Donorbox summer" in (await second.check(moved)).sentence


async def test_a_page_of_a_fraction_of_its_usual_weight_or_much_slower_is_told() -> None:
    clock = Hours()
    heavy = edited(OWN, "heavy", "<form", f"<!-- {'x' * 60_000} --><form")
    page = DonatePage(heavy, clock=clock)
    for _ in range(10):
        assert (await page.check()).outcome is Outcome.HEALTHY
        clock.at_ms += 1_900_000
    light = await page.check(OWN)
    assert (light.outcome, light.reason) == (Outcome.DEGRADED, Reason.CONTENT)
    assert "usually it has" in light.sentence
    page.client.phases = {Phase.FIRST_BYTE: 9_000_000}
    slow = await page.check(heavy)
    assert (slow.outcome, slow.reason) == (Outcome.DEGRADED, Reason.SLOW)


async def test_a_page_that_also_opens_without_encryption_is_told() -> None:
    result = await DonatePage(changed(DONORBOX, "plain", plain_http=Served("page"))).check()
    assert (result.outcome, "http://give.example.org/donate" in result.sentence) == (Outcome.DEGRADED, True)


async def test_an_address_on_the_local_network_is_not_asked_for_a_public_page() -> None:
    router = edited(NEON, "router", NEON_FRAME, "http://192.168.1.1/forms/admin")
    page = DonatePage(router, form_hosts=["192.168.1.1"])
    result = await page.check()
    assert result.outcome is Outcome.ERROR
    assert not any("192.168" in url for _, url in page.client.asked)


# -- pages that were made to be slow

HOSTILE = {
    "deep": "<div>" * 200_000,
    "links": "<a href=x>" * 100_000,
    "open tags": "<" * 1_000_000,
    "attributes": f"<a {' '.join(f'a{number}=1' for number in range(120_000))}>",
    "quotes": '<a b="' * 170_000,
    "scripts": "<script>BBDonorFormLoader.a(" * 30_000,
    "comments": "<!--" * 250_000,
    "text": "we are not accepting " * 50_000,
}


async def _measured(page: DonatePage) -> tuple[float, float]:
    """How long a check takes, and the longest that the loop was late meanwhile, in seconds."""
    late = 0.0

    async def tick() -> None:
        nonlocal late
        while True:
            began = time.perf_counter()
            await asyncio.sleep(0.01)
            late = max(late, time.perf_counter() - began)

    ticking = asyncio.create_task(tick())
    began = time.perf_counter()
    await page.check()
    ticking.cancel()
    return time.perf_counter() - began, late


@pytest.mark.parametrize("name", HOSTILE)
async def test_a_page_made_to_be_slow_delays_neither_the_loop_nor_the_check(name: str) -> None:
    page = DonatePage(changed(OWN, name, whole=HOSTILE[name]))
    # The best of three: on a busy machine other programs make the loop late, too.
    took, late = zip(*[await _measured(page) for _ in range(3)], strict=True)
    assert min(took) < 8
    assert min(late) < 0.5  # some 0.03 s on an idle machine
