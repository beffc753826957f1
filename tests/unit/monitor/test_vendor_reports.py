"""The vendors' words: asked once beside the checks, kept for a while, gone with the failure. In virtual time."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

from porchlight.language.english import english
from porchlight.model.result import EMPTY, Result
from porchlight.model.status import Outcome, Reason
from porchlight.model.vendor import VendorState
from porchlight.monitor.vendor_reports import SETTLED_WITHIN, TIME_LIMIT, VendorReports, ask_once
from porchlight.net.exchange import Reply
from porchlight.settings.vendors import FEEDS
from tests.virtual_time import VirtualLoop, run_virtually

PAGE = {
    "page": {"id": "x"},
    "status": {"indicator": "minor", "description": "Slow"},
    "components": [],
    "incidents": [{"name": "Elevated errors", "impact": "minor", "status": "identified"}],
}


class Feeds:
    """Answers after a time; counts."""

    def __init__(self) -> None:
        self.takes = 1.0
        self.asked: list[str] = []

    async def exchange(self, method: str, url: str, **_: Any) -> Reply:
        self.asked.append(url)
        await asyncio.sleep(self.takes)
        return Reply(200, {"content-type": "application/json"}, json.dumps(PAGE).encode(), False, EMPTY, url)


def found(component: str, outcome: Outcome = Outcome.ERROR, reason: Reason | None = Reason.HTTP_STATUS) -> Result:
    return Result(component, 0, 1, outcome, "…", None if outcome is Outcome.HEALTHY else reason)


def watched(story: Callable[[VendorReports, Feeds, list[float]], Awaitable[None]]) -> Feeds:
    loop = VirtualLoop()
    feeds = Feeds()

    async def run() -> None:
        moments: list[float] = []
        asked = {"crm": FEEDS["hubspot"], "forms": FEEDS["hubspot"], "letters": FEEDS["mailchimp"]}
        reports = VendorReports(asked, feeds, loop, lambda event: moments.append(loop.time()))
        task = loop.create_task(reports.run())
        await asyncio.sleep(0)
        await story(reports, feeds, moments)
        task.cancel()
        await asyncio.wait([task])

    run_virtually(run(), loop)
    return feeds


def test_a_vendor_is_asked_once_for_all_its_components_and_again_only_after_a_while() -> None:
    async def story(reports: VendorReports, feeds: Feeds, moments: list[float]) -> None:
        for _ in range(10):
            reports.observe(found("crm"))
            reports.observe(found("forms", Outcome.DEGRADED))
            await asyncio.sleep(15)
        assert len(feeds.asked) == 1
        assert len(moments) == 1
        report = reports.report("crm")
        assert report is not None
        assert report == reports.report("forms")
        assert english(report.sentence()) == "HubSpot reports: Elevated errors."
        await asyncio.sleep(60)
        reports.observe(found("crm"))
        await asyncio.sleep(2)
        assert len(feeds.asked) == 2

    watched(story)


def test_the_word_goes_with_the_failure_and_is_not_asked_for_what_is_ours() -> None:
    async def story(reports: VendorReports, feeds: Feeds, moments: list[float]) -> None:
        reports.observe(found("crm", reason=Reason.SECRET_MISSING))
        reports.observe(found("unknown"))
        reports.observe(found("letters"))
        await asyncio.sleep(5)
        assert feeds.asked == []
        report = reports.report("letters")
        assert report is not None
        assert report.state is VendorState.NOT_PUBLISHED
        reports.observe(found("letters", Outcome.HEALTHY))
        assert reports.report("letters") is None

    watched(story)


def test_who_waits_for_a_word_waits_for_a_short_time_only() -> None:
    async def story(reports: VendorReports, feeds: Feeds, moments: list[float]) -> None:
        loop = asyncio.get_running_loop()
        reports.observe(found("crm"))
        await reports.settled({"crm"})
        assert reports.report("crm") is not None
        await reports.settled({"crm", "letters"})
        assert loop.time() == 1.0
        feeds.takes = 3600.0
        await asyncio.sleep(600)
        began = loop.time()
        reports.observe(found("crm"))
        await reports.settled({"crm"})
        assert loop.time() - began == SETTLED_WITHIN
        await asyncio.sleep(TIME_LIMIT)
        report = reports.report("crm")
        assert report is not None
        assert (report.state, report.reason) == (VendorState.UNREADABLE, Reason.TIMEOUT)

    watched(story)


def test_one_sweep_asks_all_vendors_at_the_same_time() -> None:
    loop, feeds = VirtualLoop(), Feeds()
    known = {"crm": FEEDS["hubspot"], "forms": FEEDS["hubspot"], "gifts": FEEDS["gofundme_pro"]}
    results = [found("crm"), found("forms"), found("gifts"), found("other"), found("fine", Outcome.HEALTHY)]
    reports = run_virtually(ask_once(results, known, feeds, loop), loop)
    assert set(reports) == {"crm", "forms", "gifts"}
    assert len(feeds.asked) == 2
    assert loop.time() == 1.0
