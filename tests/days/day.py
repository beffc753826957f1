"""A day of a nonprofit's computer, run in virtual time through the real monitor, alerts and history.

A story moves the world: components that fail, a network that goes or lies, receivers that refuse, a computer that
sleeps. What must come of it is written down first, in the test: who receives what by when, which light holds, which
figures the history gives.
"""

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum, auto
from pathlib import Path
from typing import Any

from porchlight.alerts.channels.kind import ChannelContext
from porchlight.history.reader import HistoryReader
from porchlight.history.store import HistoryStore, open_store
from porchlight.model.component import Component
from porchlight.model.events import CheckEnded, ComponentsChanged, Event, GapPassed, StatusExpired
from porchlight.model.history import Summary
from porchlight.model.message import Fault, Message
from porchlight.model.operation import Operation
from porchlight.model.result import Measure, Result
from porchlight.model.snapshot import ComponentView
from porchlight.model.status import Outcome, OverallStatus, Reason
from porchlight.monitor.connectivity import ConnectivityCheck, NeutralAddress
from porchlight.monitor.monitor import Monitor
from porchlight.monitor.runner import Runner
from porchlight.monitor.sweep import Target
from porchlight.net.exchange import NoReply, Reply
from porchlight.probes.context import CheckContext
from porchlight.redaction import Redactor
from porchlight.runtime.kinds import parse_settings
from tests.alerting_parts import alerting_of, run_all
from tests.support import GivenSecrets
from tests.virtual_time import VirtualLoop, run_virtually

SECOND, MINUTE, HOUR = 1.0, 60.0, 3600.0


@dataclass
class Thing:
    """One component, as the world has it: ``outcome`` and ``reason`` now, or ``answers`` one after the other."""

    outcome: Outcome = Outcome.HEALTHY
    reason: Reason = Reason.HTTP_STATUS
    sentence: str = ""
    encrypted: bool = True
    """Asked over verified TLS: nothing in between can answer in its place."""
    takes: float = 0.05
    answers: list[Outcome] = field(default_factory=list)
    retry_after: float | None = None
    measures: dict[str, float] = field(default_factory=dict)
    operations: list[Operation] = field(default_factory=list)
    through_portal: Outcome = Outcome.ERROR
    """What a check makes of a sign-in page: a refused or untrusted connection; a page that looks well."""


class _Probe:
    def __init__(self, day: "Day", thing: Thing) -> None:
        self._day = day
        self._thing = thing

    async def check(self, ctx: CheckContext) -> Result:
        thing, local = self._thing, ctx.component.local
        began_cut_off = self._day.network
        await asyncio.sleep(thing.takes)
        network = self._day.network if not local else Network.OPEN
        if began_cut_off is Network.CUT and not local:
            network = Network.CUT
        if network is Network.CUT:
            return ctx.unwell(Outcome.ERROR, Reason.DNS, "The name could not be found.")
        if network is Network.PORTAL:
            if thing.through_portal is Outcome.HEALTHY and not thing.encrypted:
                return ctx.healthy("Answered 200 as expected.")
            return ctx.unwell(Outcome.ERROR, Reason.TLS, "It uses a certificate that it signed itself.")
        outcome = thing.answers.pop(0) if thing.answers else thing.outcome
        measures = {name: Measure(value) for name, value in thing.measures.items()}
        operations, thing.operations = tuple(thing.operations), []
        genuine = thing.encrypted and not (outcome is Outcome.ERROR and thing.reason in _NO_ANSWER)
        if outcome is Outcome.HEALTHY:
            result = ctx.healthy("Answered 200 as expected.", measures=measures, operations=operations)
        else:
            sentence = thing.sentence or f"It is {thing.reason.value}."
            result = ctx.unwell(outcome, thing.reason, sentence, measures=measures, operations=operations)
        return replace(result, authentic=genuine, retry_after=thing.retry_after)

    async def close(self) -> None: ...


_NO_ANSWER = frozenset({Reason.TIMEOUT, Reason.DNS, Reason.REFUSED, Reason.UNREACHABLE, Reason.TLS})


class Network(Enum):
    """How this computer is connected."""

    OPEN = auto()
    CUT = auto()
    PORTAL = auto()
    """A sign-in page answers for everybody."""


class _Outside:
    """Implements HttpClient for the neutral addresses."""

    def __init__(self, day: "Day") -> None:
        self._day = day

    async def exchange(self, method: str, url: str, **_: Any) -> Reply | NoReply:
        await asyncio.sleep(0.02)
        match self._day.network:
            case Network.PORTAL:
                return Reply(302, {"location": "http://login.hotel.example/"}, b"", False, {}, url)
            case Network.OPEN:
                return Reply(204, {}, b"", False, {}, url)
        return NoReply(Reason.DNS, "no name")


@dataclass(frozen=True)
class Received:
    """One message that got through, and when (seconds since the start)."""

    at: float
    message: Message

    @property
    def over(self) -> bool:
        return self.message.recovered


class Receiver:
    """Implements AddressedChannel: the colleague who is notified, or several by one mail server."""

    timeout = 10.0
    local = False

    def __init__(self, day: "Day") -> None:
        self._day = day
        self.fault: Fault | None = None
        self.people: dict[str, Fault | None] = {}
        """Several colleagues, and why one of them receives nothing now; none: one colleague without a name."""
        self.received: list[Received] = []
        self.received_by: dict[str, list[Received]] = {}
        self.tries = 0

    @property
    def recipients(self) -> tuple[str, ...]:
        return tuple(self.people)

    async def send(self, message: Message) -> Fault | None:
        self.tries += 1
        await asyncio.sleep(0.01)
        if self._day.network is Network.PORTAL:
            return Fault("It redirects to another address (302).", permanent=True)
        if self._day.network is Network.CUT:
            return Fault("No connection.")
        if self.fault is not None:
            return self.fault
        wanted = message.recipients or self.recipients
        refused = tuple((one, fault) for one in wanted if (fault := self.people[one]) is not None)
        reached = [one for one in wanted if self.people[one] is None]
        for one in reached:
            self.received_by.setdefault(one, []).append(Received(self._day.now, message))
        if reached or not refused:
            self.received.append(Received(self._day.now, message))
        if not refused:
            return None
        return Fault("Not for all.", permanent=all(fault.permanent for _, fault in refused), refused=refused)

    async def close(self) -> None: ...


class _Store:
    """The real history. Its thread is waited for on another loop: virtual time stands still meanwhile."""

    def __init__(self, store: HistoryStore) -> None:
        self._store = store
        self._waiting = ThreadPoolExecutor(1)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    async def flush(self) -> None:
        self._waiting.submit(lambda: asyncio.run(self._store.flush())).result()

    def close(self) -> None:
        self._waiting.shutdown()
        self._store.close()


class Day:
    """Everything of one day. Times are seconds since its start."""

    def __init__(self, loop: VirtualLoop, folder: Path, settings: str) -> None:
        self.loop = loop
        self.network = Network.OPEN
        self.things: dict[str, Thing] = {}
        self.ended = 0.0
        self.lights: list[tuple[float, OverallStatus]] = []
        self._path = str(folder / "history.sqlite")
        self._settings = settings
        self._begin_ms = loop.now_ms()
        self._components: dict[str, Component] = {}
        self.colleague = Receiver(self)
        self._group: asyncio.TaskGroup | None = None
        self._running: list[asyncio.Task[None]] = []
        self._open()

    def _open(self) -> None:
        loop, settings = self.loop, self._settings
        self.store = _Store(open_store(self._path, loop, results_kept=48 * HOUR, maintain=True))
        outside = _Outside(self)
        self.monitor = Monitor(
            runner=Runner(clock=loop, secrets=GivenSecrets({}), http=outside, redactor=Redactor()),
            store=self.store,
            clock=loop,
            connectivity=(
                connectivity := ConnectivityCheck(outside, loop, [NeutralAddress("http://neutral.example/")])
            ),
        )
        self.alerting = alerting_of(
            parse_settings(settings).alerting,
            self.store,
            loop,
            ChannelContext(GivenSecrets({}), Redactor(), lambda: None, say=lambda line: None),
            desktop=self.colleague,
            connectivity=connectivity,
        )
        self.monitor.restore(self.store.open_incidents())
        for component in self._components.values():
            self.monitor.register(Target(component, _Probe(self, self.things[component.id])))
        self.monitor.bus.subscribe(self._on_event)
        self.alerting.update_components(self.monitor.snapshot())

    async def start(self, group: asyncio.TaskGroup) -> None:
        """Begin to watch."""
        self._group = group
        self._running = [group.create_task(self.monitor.run()), group.create_task(run_all(self.alerting))]
        await asyncio.sleep(0)

    async def stop(self) -> None:
        """As at the end of the program."""
        await self.store.flush()
        self.monitor.stop()
        watching, alerting = self._running
        await watching
        alerting.cancel()
        await asyncio.wait([alerting])
        self.store.close()

    async def restart(self, pause: float = 1.0) -> None:
        """Porchlight ends and is started again."""
        assert self._group is not None
        await self.stop()
        await asyncio.sleep(pause)
        self._open()
        await self.start(self._group)

    @property
    def now(self) -> float:
        """Seconds since the start, by the wall clock."""
        return (self.loop.now_ms() - self._begin_ms) / 1000

    def add(self, component_id: str = "page", **component: Any) -> Thing:
        """Watch something, every minute by default."""
        thing = Thing(**{name: component.pop(name) for name in list(component) if name in Thing.__annotations__})
        self.things[component_id] = thing
        it = replace(Component(component_id, component_id.title(), "http", interval=60.0), **component)
        self._components[component_id] = it
        self._watch(it)
        return thing

    def rename(self, component_id: str, name: str) -> None:
        """Give a component another name."""
        it = self._components[component_id] = replace(self._components[component_id], name=name)
        self._watch(it)

    def _watch(self, component: Component) -> None:
        self.monitor.register(Target(component, _Probe(self, self.things[component.id])))
        self.alerting.update_components(self.monitor.snapshot())

    def view(self, component_id: str = "page") -> ComponentView:
        return self.monitor.snapshot().views[component_id]

    @property
    def light(self) -> OverallStatus:
        return self.monitor.snapshot().overall

    @property
    def received(self) -> list[Received]:
        """All messages that the colleague received."""
        return self.colleague.received

    def received_about(self, component_id: str) -> list[Received]:
        return [one for one in self.received if component_id in {label.alert.subject for label in one.message.labels}]

    async def until(self, at: float) -> None:
        """Go on to this time."""
        await asyncio.sleep(at - self.now)

    def end(self) -> None:
        """Ends the story: the light is looked at no more."""
        self.ended = self.now

    def shone(self, status: OverallStatus) -> float:
        """Seconds for which the light was so."""
        ends = [at for at, _ in self.lights[1:]] + [self.ended]
        return sum(end - at for (at, light), end in zip(self.lights, ends, strict=True) if light is status)

    def figures(self, component_id: str = "page", since: float = 0.0) -> Summary:
        """What the history says of a component from then until now."""
        with HistoryReader(self._path) as reader:
            return reader.summary(component_id, self._begin_ms + round(since * 1000), self.loop.now_ms())

    def incidents(self, component_id: str = "page") -> list[Any]:
        with HistoryReader(self._path) as reader:
            return reader.incidents(self._begin_ms, self.loop.now_ms() + 1, component_id)

    def _on_event(self, event: Event) -> None:
        match event:
            case CheckEnded():
                self.alerting.observe(event.view, checked=True)
                if event.operations:
                    self.alerting.add_operations(event.operations)
            case StatusExpired():
                self.alerting.observe(event.view, checked=False)
            case ComponentsChanged():
                self.alerting.update_components(self.monitor.snapshot())
            case GapPassed():
                self.alerting.after_gap()
        light = self.monitor.snapshot().overall
        if not self.lights or self.lights[-1][1] is not light:
            self.lights.append((self.now, light))


Story = Callable[[Day], Awaitable[None]]


def live(story: Story, folder: Path, settings: str = "", begin: datetime | None = None) -> Day:
    """Live through a day, in virtual time; ``begin``: when it begins by the wall clock."""
    loop = VirtualLoop() if begin is None else VirtualLoop(round(begin.timestamp() * 1000))

    async def main() -> Day:
        day = Day(loop, folder, settings)
        async with asyncio.TaskGroup() as group:
            await day.start(group)
            await story(day)
            day.end()
            await day.stop()
        return day

    return run_virtually(main(), loop)
