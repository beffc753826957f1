"""A small office for the monitor: components whose health a test sets, a network that can go, virtual time."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from porchlight.history.memory import MemoryStore
from porchlight.model.component import Component
from porchlight.model.events import CheckEnded, CheckStarted, Event, StatusExpired
from porchlight.model.result import Result
from porchlight.model.snapshot import ComponentView
from porchlight.model.status import Outcome, Reason
from porchlight.monitor.connectivity import ConnectivityCheck, NeutralAddress
from porchlight.monitor.monitor import Monitor
from porchlight.monitor.runner import Runner
from porchlight.monitor.sweep import Target
from porchlight.net.exchange import NoReply, Reply
from porchlight.probes.context import CheckContext
from porchlight.redaction import Redactor
from tests.support import GivenSecrets
from tests.virtual_time import VirtualLoop, run_virtually


class ScriptedProbe:
    """Answers what it is told to, after as long as it is told to."""

    def __init__(self) -> None:
        self.answer: Outcome = Outcome.HEALTHY
        self.next_answers: list[Outcome] = []
        self.reason: Reason = Reason.TIMEOUT
        self.authentic = True
        """Whether a healthy answer is one that only the real one can give."""
        self.led_elsewhere = False
        self.retry_after: float | None = None
        self.takes = 0.05
        self.began: list[float] = []
        self.broken_off = 0
        self.raises: BaseException | None = None

    async def check(self, ctx: CheckContext) -> Result:
        self.began.append(asyncio.get_running_loop().time())
        answer = self.next_answers.pop(0) if self.next_answers else self.answer
        reason = self.reason
        try:
            await asyncio.sleep(self.takes)
        except asyncio.CancelledError:
            self.broken_off += 1
            raise
        if self.raises is not None:
            raise self.raises
        if answer is Outcome.HEALTHY:
            return replace(ctx.healthy("Well."), authentic=self.authentic, led_elsewhere=self.led_elsewhere)
        return replace(ctx.unwell(answer, reason, "Not well."), retry_after=self.retry_after)

    async def close(self) -> None: ...


class Network:
    """Implements HttpClient for the neutral addresses alone."""

    def __init__(self) -> None:
        self.up = True
        self.portal = False
        self.asked = 0

    async def exchange(self, method: str, url: str, **_: Any) -> Reply | NoReply:
        self.asked += 1
        await asyncio.sleep(0.02)
        if self.portal:
            return Reply(302, {"location": "http://portal.local/"}, b"", False, {}, url)
        return Reply(204, {}, b"", False, {}, url) if self.up else NoReply(Reason.DNS, "no name")


class Office:
    """Everything of one test."""

    def __init__(self, loop: VirtualLoop) -> None:
        self.loop = loop
        self.network = Network()
        self.store = MemoryStore()
        self.events: list[Event] = []
        self.probes: dict[str, ScriptedProbe] = {}
        self.interval_of: Callable[[Component], float] = lambda component: component.interval
        addresses = [NeutralAddress("http://one.example/"), NeutralAddress("http://two.example/")]
        self.monitor = Monitor(
            runner=Runner(clock=loop, secrets=GivenSecrets({}), http=self.network, redactor=Redactor()),
            store=self.store,
            clock=loop,
            connectivity=ConnectivityCheck(self.network, loop, addresses),
            interval_of=lambda component: self.interval_of(component),
        )
        self.monitor.bus.subscribe(self.events.append)

    def add(self, component_id: str = "site", **changes: Any) -> ScriptedProbe:
        probe = ScriptedProbe()
        self.probes[component_id] = probe
        component = Component(id=component_id, name=component_id.title(), kind="http", interval=60.0)
        self.monitor.register(Target(replace(component, **changes), probe))
        return probe

    def view(self, component_id: str = "site") -> ComponentView:
        return self.monitor.snapshot().views[component_id]

    def statuses(self, component_id: str = "site") -> list[str]:
        """The statuses that were told, in order."""
        return [
            event.change.status.value
            for event in self.events
            if isinstance(event, CheckEnded | StatusExpired)
            and event.change is not None
            and event.change.component == component_id
        ]

    def started(self) -> list[str]:
        return [event.component for event in self.events if isinstance(event, CheckStarted)]


def live(story: Callable[[Office], Awaitable[None]]) -> Office:
    """Run a story beside a running monitor, in virtual time."""
    loop = VirtualLoop()

    async def main() -> Office:
        office = Office(loop)
        async with asyncio.TaskGroup() as group:
            running = group.create_task(office.monitor.run())
            await asyncio.sleep(0)
            await story(office)
            office.monitor.stop()
            async with asyncio.timeout(2):
                await running
        return office

    return run_virtually(main(), loop)
