"""What the vendors report about failing components: fetched beside the checks, once each, and kept for a while.

The first failing check asks, so that the report usually exists when the failure is confirmed and notified; no check
and no status waits for it.
"""

import asyncio
import logging
from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING

from porchlight.containment import contained
from porchlight.model.ports import Clock
from porchlight.model.result import Result
from porchlight.model.status import Outcome, Reason
from porchlight.model.vendor import VendorReport
from porchlight.net.exchange import HttpClient
from porchlight.probes.vendor.report import ask_vendor
from porchlight.settings.vendors import Feed

if TYPE_CHECKING:
    from porchlight.model.events import Publish

_log = logging.getLogger(__name__)

TIME_LIMIT = 5.0
"""Seconds that a vendor gets to answer while nobody waits."""
_WAITED_FOR = 3.0
"""Seconds that it gets while a person waits."""
SETTLED_WITHIN = 3.0
"""Seconds that a message waits for a report that is being fetched, at most."""
_ASKED_AGAIN_MS = 180_000
"""How old a report may be while the failure lasts; vendors ask not to be read more often than every two minutes."""
_OURS = frozenset(
    {Reason.SECRET_MISSING, Reason.CONFIGURATION, Reason.INTERNAL, Reason.OFFLINE, Reason.CAPTIVE_PORTAL}
)
"""Reasons that are this computer's own: no vendor can know of them."""


def is_vendors(result: Result) -> bool:
    """Whether the result may be the vendor's doing."""
    return result.outcome in (Outcome.ERROR, Outcome.DEGRADED) and result.reason not in _OURS


class VendorReports:
    """Implements the port of that name; publishes each new report."""

    def __init__(self, feeds: Mapping[str, Feed], http: HttpClient, clock: Clock, publish: "Publish") -> None:
        """``feeds``: by component id."""
        self._feeds = feeds
        self._publish = publish
        self._http = http
        self._clock = clock
        self._failing: set[str] = set()
        self._reports: dict[Feed, VendorReport] = {}
        self._asking: dict[Feed, asyncio.Task[None]] = {}
        self._group: asyncio.TaskGroup | None = None

    async def run(self) -> None:
        """Run until cancelled; before and after that no vendor is asked."""
        self._asking.clear()  # of a run that failed
        try:
            async with asyncio.TaskGroup() as group:
                self._group = group
                await asyncio.Event().wait()
        finally:
            self._group = None

    def apply(self, feeds: Mapping[str, Feed]) -> None:
        """Use these feeds from now on."""
        self._feeds = feeds

    def observe(self, result: Result) -> None:
        """A component has been checked."""
        feed = self._feeds.get(result.component)
        if feed is None or not is_vendors(result):
            self._failing.discard(result.component)
            return
        self._failing.add(result.component)
        known = self._reports.get(feed)
        fresh = known is not None and self._clock.now_ms() - known.at_ms < _ASKED_AGAIN_MS
        if not fresh and feed not in self._asking and self._group is not None:
            self._asking[feed] = self._group.create_task(self._ask(feed), name=f"report of {feed.vendor}")

    def current(self) -> dict[str, VendorReport]:
        """The reports about what fails now, by component id."""
        return {one: report for one in self._failing if (report := self.report(one)) is not None}

    def report(self, component_id: str) -> VendorReport | None:
        """See the port."""
        feed = self._feeds.get(component_id)
        return self._reports.get(feed) if feed is not None and component_id in self._failing else None

    async def settled(self, component_ids: Collection[str]) -> None:
        """See the port."""
        feeds = {self._feeds.get(one) for one in component_ids}
        tasks = [task for feed, task in self._asking.items() if feed in feeds]
        if tasks:
            await asyncio.wait(tasks, timeout=SETTLED_WITHIN)

    async def _ask(self, feed: Feed) -> None:
        from porchlight.model.events import VendorReported  # which health and trials do without

        try:
            with contained():
                report = await ask_vendor(feed, self._http, self._clock, time_limit=TIME_LIMIT)
                self._reports[feed] = report
                self._publish(VendorReported(report))
        except Exception:  # asked again at the next failing check
            _log.exception("what %s says of itself cannot be read", feed.vendor)
        finally:
            self._asking.pop(feed, None)


async def ask_once(
    results: Iterable[Result], feeds: Mapping[str, Feed], http: HttpClient, clock: Clock
) -> dict[str, VendorReport]:
    """The reports about what failed in one sweep, by component id; all vendors are asked at once, each once."""
    wanted = {result.component: feeds[result.component] for result in results if _concerns(result, feeds)}
    async with asyncio.TaskGroup() as group:
        asked = {
            feed: group.create_task(ask_vendor(feed, http, clock, time_limit=_WAITED_FOR))
            for feed in set(wanted.values())
        }
    return {component: asked[feed].result() for component, feed in wanted.items()}


def _concerns(result: Result, feeds: Mapping[str, Feed]) -> bool:
    return result.component in feeds and is_vendors(result)
