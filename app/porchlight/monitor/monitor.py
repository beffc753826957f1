"""The monitor: runs checks when they are due, follows what they mean, stores first and notifies second.

One task waits for the next due time; each check is a task of the same group. It owns no file and no socket: runner,
store and clock are passed in, so that the same code runs under any asyncio loop and in tests under virtual time.
"""

import asyncio
import logging
import uuid
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import field, replace

from porchlight.bus import Bus
from porchlight.containment import Malfunctions, contained
from porchlight.dataclass import dataclass
from porchlight.language.english import english
from porchlight.language.text import Text, msg, with_places
from porchlight.model.component import Component
from porchlight.model.events import CheckEnded, CheckStarted, ComponentsChanged, GapPassed, StatusExpired
from porchlight.model.incident import Incident
from porchlight.model.ports import Clock, MonitorVitals, Store
from porchlight.model.result import EMPTY, Result
from porchlight.model.snapshot import ComponentView, Snapshot, ancestors
from porchlight.model.status import NOTHING_ASKED, Outcome, Reason, Status
from porchlight.monitor.confirm import LONGEST_WAIT, Decision, Tracker
from porchlight.monitor.connectivity import Connectivity, ConnectivityCheck
from porchlight.monitor.limiter import BurstLimiter
from porchlight.monitor.runner import Runner
from porchlight.monitor.scheduler import Scheduler
from porchlight.monitor.sleep import GapDetector
from porchlight.monitor.sweep import (
    Target,
    as_local_network,
    as_the_real_one,
    explain_offline,
    looks_well,
)

_log = logging.getLogger(__name__)

TICK = 10.0
"""Seconds between two looks at the clocks and at what has become stale, at most."""
_NETWORK_BACK = 45.0
"""Seconds that the network gets to come back after a gap."""
_ASK_AGAIN = 3.0
_OFFLINE_POLL = 15.0
_STORE_WAIT = 1.0
"""Seconds that a status change waits for the disk before it is published all the same."""
_LAG_WINDOW = 60.0
_AFTER_FAILURE = 60.0
"""Seconds before a component that could not be planned is checked again."""
_TROUBLES = frozenset({Outcome.ERROR, Outcome.DEGRADED})
_LOCAL_NETWORK = frozenset({Reason.OFFLINE, Reason.CAPTIVE_PORTAL})


@dataclass(slots=True)
class _Watched:
    """One component under watch."""

    target: Target
    tracker: Tracker
    component: Component
    """The target's component, with the interval that is in force."""
    result: Result | None = None
    task: "asyncio.Task[Result | None] | None" = None
    undecided: list[Result] = field(default_factory=list)
    """What may be this computer's own network: written once it is known."""

    def view(self, paused_until_ms: int | None = None, *, ended: bool = False) -> ComponentView:
        checking = self.task is not None and not ended
        return ComponentView(self.component, self.tracker.state, self.result, checking, paused_until_ms)


class Monitor:
    """Watches what is registered while ``run`` runs."""

    def __init__(
        self,
        *,
        runner: Runner,
        store: Store,
        clock: Clock,
        connectivity: ConnectivityCheck,
        concurrency: int = 100,
        confirmation_pause: float = 5.0,
        history_path: str | None = None,
        malfunctions: Malfunctions | None = None,
        bus: Bus | None = None,
        interval_of: Callable[[Component], float] = lambda component: component.interval,
    ) -> None:
        """``interval_of``: how often a component is checked now, in seconds; asked after each check."""
        self._malfunctions = malfunctions or Malfunctions(clock)
        self.bus = bus or Bus(self._malfunctions)
        self._interval_of = interval_of
        self._runner = runner
        self._store = store
        self._clock = clock
        self._connectivity = connectivity
        self._confirmation_pause = confirmation_pause
        self._history_path = history_path
        self._limiter = BurstLimiter(concurrency)
        self._kind_limits: dict[str, asyncio.Semaphore] = {}
        self._watched: dict[str, _Watched] = {}
        self._unfinished: dict[str, Incident] = {}
        self._lasting: dict[str, tuple[Status, int]] = {}
        self._scheduler = Scheduler()
        self._positions = {
            component: position for component, position in store.positions().items() if _is_text(position)
        }
        """How far each component has read its source, of results that were taken."""
        self._group: asyncio.TaskGroup | None = None
        self._wake = asyncio.Event()
        self._waiting_until = 0.0
        self._stopping = False
        self._gaps = 0
        """Counts the gaps; a check that began before the last one shows nothing about now."""
        self._settling: asyncio.Task[None] | None = None
        self._polling: asyncio.Task[None] | None = None
        self._offline = False
        self._last_answer_ms: int | None = None
        """When something on the network last gave an answer that only the real server can give."""
        self._paused_until_ms: int | None = None
        self._paused: dict[str, int] = {}
        """Components that are paused individually: until when (Unix ms, UTC)."""
        self._unswept: set[str] = set()
        self._sweep_ms: int | None = None
        self._lags: deque[tuple[float, float]] = deque()

    # -- registration

    def register(self, target: Target) -> None:
        """Watch a component from now on; one with the same id is replaced."""
        component = target.component
        if component.id in self._watched:
            self._drop(component.id)
        if target.kind_limit is not None:
            self._kind_limits.setdefault(component.kind, asyncio.Semaphore(target.kind_limit))
        tracker = Tracker(component, self._clock.now_ms(), lambda: uuid.uuid4().hex)
        if incident := self._unfinished.pop(component.id, None):
            if component.enabled:
                tracker.restore(incident)
            else:
                self._store.save_incident(incident.abandoned(self._clock.now_ms()))
        if component.enabled and (lasting := self._lasting.pop(component.id, None)):
            tracker.restore_since(*lasting)
        self._watched[component.id] = _Watched(target, tracker, component)
        self._store.register(component, self._clock.now_ms())
        self._store.save_state(tracker.state)
        if component.enabled and self._group is not None:
            self._scheduler.plan(component.id, asyncio.get_running_loop().time())
            self._wake.set()
        self.bus.publish(ComponentsChanged())

    def unregister(self, component_id: str) -> None:
        """Stop watching it. Raises KeyError for an unknown one."""
        self._drop(component_id)
        self.abandon_unclaimed()
        self._store.forget(component_id)
        self.bus.publish(ComponentsChanged())

    def set_enabled(self, component_id: str, enabled: bool) -> None:
        """Start or stop checking it. KeyError for an unknown one."""
        self._paused.pop(component_id, None)
        self._set_enabled(component_id, enabled)

    def _set_enabled(self, component_id: str, enabled: bool) -> None:
        watched = self._watched[component_id]
        if watched.component.enabled is not enabled:
            ids = list(self._watched)
            self.register(replace(watched.target, component=replace(watched.target.component, enabled=enabled)))
            self.update_components(ids)

    def update_components(self, component_ids: Iterable[str]) -> None:
        """Show them in this order. KeyError for an unknown one."""
        self._watched = {component_id: self._watched[component_id] for component_id in component_ids}
        self.bus.publish(ComponentsChanged())

    def configure(self, *, concurrency: int, confirmation_pause: float) -> None:
        """Use this from the next check on; those under way end as they began."""
        self._limiter = BurstLimiter(concurrency)
        self._confirmation_pause = confirmation_pause

    # -- what surfaces ask and order

    def snapshot(self) -> Snapshot:
        """Everything as it is now."""
        return Snapshot(
            at_ms=self._clock.now_ms(),
            views={
                component_id: watched.view(self._paused.get(component_id))
                for component_id, watched in self._watched.items()
            },
            paused_until_ms=self._paused_until_ms,
            offline=self._offline,
        )

    def vitals(self) -> MonitorVitals:
        """The monitor's own state."""
        return MonitorVitals(
            loop_lag_ms=max((lag for _, lag in self._lags), default=0.0) * 1000,
            sweep_ms=self._sweep_ms,
            checks_waiting=self._limiter.waiting,
            store=self._store.health(),
            history_path=self._history_path,
            malfunctions=tuple(one.sentence for one in self._malfunctions.current),
        )

    async def check_now(self, component_ids: Iterable[str] | None = None) -> list[Result]:
        """Check these (or all enabled ones) at once and return what was found; checks under way are joined.

        KeyError for an unknown id. A check that a gap or the end cancelled is left out.
        """
        chosen = [watched.component.id for watched in self._watched.values() if watched.component.enabled]
        if component_ids is not None:
            chosen = [self._watched[component_id].component.id for component_id in component_ids]
        tasks = [task for component_id in chosen if (task := self._start(component_id))]
        if tasks:
            await asyncio.wait(tasks)
        found = [task.result() for task in tasks if not task.cancelled()]
        return [result for result in found if result is not None]

    def check_soon(self, component_ids: Iterable[str]) -> None:
        """Check these, where they are watched, as soon as there is a slot; does not wait for the results."""
        now = asyncio.get_running_loop().time()
        for component_id in component_ids:
            watched = self._watched.get(component_id)
            if watched is not None and watched.component.enabled:
                self._scheduler.plan(component_id, now)
        self._wake.set()

    def pause(self, until_ms: int) -> None:
        """Start no scheduled check until then (Unix ms, UTC)."""
        self._paused_until_ms = until_ms
        self.bus.publish(ComponentsChanged())

    def pause_component(self, component_id: str, until_ms: int) -> None:
        """Do not check this one until then (Unix ms, UTC). KeyError for an unknown one."""
        self._set_enabled(component_id, False)
        self._paused[component_id] = until_ms
        self.bus.publish(ComponentsChanged())

    def resume_component(self, component_id: str) -> None:
        """End the pause of one. KeyError for an unknown one."""
        self._paused.pop(component_id, None)
        self._set_enabled(component_id, True)

    def resume(self) -> None:
        """End a pause of all."""
        self._paused_until_ms = None
        self._sweep_soon()
        self.bus.publish(ComponentsChanged())

    def woke(self) -> None:
        """The system reports that this computer was asleep: do not wait until the clocks show it."""
        self._after_gap()
        self._wake.set()

    def network_changed(self, *, disconnected: bool) -> None:
        """The platform reports that the network went (which is trusted) or came (which is checked)."""
        self._connectivity.connection_changed(disconnected=disconnected)
        if disconnected:
            self._set_offline(True)
        else:
            self._sweep_soon()

    # -- life

    def restore(self, incidents: Iterable[Incident], lasting: Mapping[str, tuple[Status, int]] = EMPTY) -> None:
        """Continue incidents that an earlier run left open, and statuses that last since then, by component id.
        Before ``register``."""
        self._unfinished = {incident.component: incident for incident in incidents}
        self._lasting = dict(lasting)

    def abandon_unclaimed(self) -> None:
        """End the restored incidents whose component is not registered. After the last ``register``."""
        for incident in self._unfinished.values():
            self._store.save_incident(incident.abandoned(self._clock.now_ms()))
        self._unfinished.clear()

    async def run(self) -> None:
        """Watch until ``stop`` is called or the task is cancelled."""
        loop = asyncio.get_running_loop()
        gap = GapDetector(self._clock)
        self._forget_tasks()
        async with asyncio.TaskGroup() as group:
            self._group = group
            self._sweep_soon()
            if self._offline:
                self._polling = group.create_task(self._poll_connectivity(), name="connectivity")
            last_look = loop.time()
            while not self._stopping:
                now = loop.time()
                due = self._scheduler.next_due()
                wait_until = now + TICK if due is None else min(due, now + TICK)
                await self._wait(wait_until)
                self._measure_lag(loop.time(), wait_until)
                if missed_ms := gap.missed_ms(max(wait_until - now, 0.0)):
                    self._after_gap(missed_ms)
                self._begin_due(loop.time())
                if loop.time() - last_look >= TICK:
                    last_look = loop.time()
                    self._look_for_stale()
                    self._end_pauses()
            for task in self._tasks():
                task.cancel()
        self._group = None

    def stop(self) -> None:
        """End ``run``; checks under way are cancelled."""
        self._stopping = True
        self._wake.set()

    # -- inside

    def _forget_tasks(self) -> None:
        """Those of a run that failed."""
        self._group = self._settling = self._polling = None
        for watched in self._watched.values():
            watched.task = None

    def _tasks(self) -> list["asyncio.Task[Result | None] | asyncio.Task[None]"]:
        checks = [watched.task for watched in self._watched.values()]
        return [task for task in (*checks, self._settling, self._polling) if task is not None]

    async def _wait(self, until: float) -> None:
        self._waiting_until = until
        try:
            async with asyncio.timeout_at(until):
                await self._wake.wait()
        except TimeoutError:
            return
        self._wake.clear()

    def _measure_lag(self, now: float, wanted: float) -> None:
        while self._lags and self._lags[0][0] < now - _LAG_WINDOW:
            self._lags.popleft()
        if now > wanted:
            self._lags.append((now, now - wanted))

    def _drop(self, component_id: str) -> None:
        watched = self._watched.pop(component_id)
        self._scheduler.cancel(component_id)
        self._unswept.discard(component_id)
        self._paused.pop(component_id, None)
        self._positions.pop(component_id, None)
        if watched.task is not None:
            watched.task.cancel()
        for result in watched.undecided:
            self._store.record(result, watched.tracker.state)
        if watched.tracker.incident is not None:
            self._unfinished[component_id] = watched.tracker.incident

    def _sweep_soon(self) -> None:
        """Check every enabled component soon, spread."""
        enabled = [watched.component.id for watched in self._watched.values() if watched.component.enabled]
        self._unswept = set(enabled)
        self._scheduler.plan_sweep(enabled, asyncio.get_running_loop().time())
        self._wake.set()

    def _begin_due(self, now: float) -> None:
        if self._paused_until_ms is not None and self._clock.now_ms() >= self._paused_until_ms:
            self.resume()
        for component_id, _ in self._scheduler.pop_due(now):
            try:
                if self._paused_until_ms is not None or self._settling is not None:
                    self._scheduler.plan_next(component_id, self._watched[component_id].component.interval, now)
                else:
                    self._start(component_id)
            except Exception as error:
                self._fail(
                    component_id,
                    msg("The check of “{name}” cannot be started ({error}). All other components are checked."),
                    error,
                )
                self._scheduler.plan(component_id, now + _AFTER_FAILURE)

    def _start(self, component_id: str) -> "asyncio.Task[Result | None] | None":
        """The check of this component that is under way, started now if there was none."""
        watched = self._watched[component_id]
        if watched.task is None or watched.task.done():
            if self._group is None or self._stopping:
                return None
            watched.task = self._group.create_task(self._check(watched), name=f"check {component_id}")
        return watched.task

    async def _check(self, watched: _Watched) -> Result | None:
        component = watched.component
        gaps = self._gaps
        again_at: float | None = None
        try:
            with contained():
                async with self._kind_limit(component), self._limiter.slot():
                    self.bus.publish(CheckStarted(component.id))
                    result = await self._run_probe(watched)
                if gaps != self._gaps:
                    return None
                result = await self._with_connectivity(watched, result)
                parents = self._ask_parents(watched, result)
                if parents and watched.tracker.would_decide(result):
                    await asyncio.wait(parents)
                if gaps != self._gaps:
                    return None
                decision = watched.tracker.apply(result, self._clock.now_ms())
                pause = min(result.retry_after or 0.0, LONGEST_WAIT)
                if decision.confirm:
                    again_at = asyncio.get_running_loop().time() + max(pause, self._confirmation_pause)
                elif pause > component.interval:
                    again_at = asyncio.get_running_loop().time() + pause
                await self._publish_result(watched, result, decision)
        except Exception as error:
            self._fail(
                component.id,
                msg("The result of “{name}” cannot be judged ({error}). All other components are checked."),
                error,
            )
            return None
        else:
            self._malfunctions.end(_part(component.id))
            return result
        finally:
            watched.task = None
            self._plan(watched, again_at)

    async def _run_probe(self, watched: _Watched) -> Result:
        """Whatever a probe does, return a Result: it may be a plug-in's, and try to exit Python."""
        component = watched.component
        began_ms = self._clock.now_ms()
        try:
            with contained():
                position = self._positions.get(component.id)
                return await self._runner.run(component, watched.target.probe, self.vitals, position)
        except Exception as error:
            _log.exception("the check of %s failed inside", component.id)
            name = type(error).__name__
            sentence = english(msg("The check itself failed ({name}). See the log for details.", name=name))
            return Result(component.id, began_ms, 0, Outcome.ERROR, sentence, Reason.INTERNAL)

    def _fail(self, component_id: str, how: Text, error: Exception) -> None:
        """One component fails inside the monitor; the others go on. ``how`` has the places ``name`` and ``error``."""
        watched = self._watched.get(component_id)
        name = watched.component.name if watched is not None else component_id
        sentence = with_places(how, name=name, error=type(error).__name__)
        self._malfunctions.begin(_part(component_id), sentence, error=error, essential=True)

    def _plan(self, watched: _Watched, again_at: float | None) -> None:
        component = watched.component
        if self._watched.get(component.id) is not watched or not component.enabled or self._stopping:
            return
        now = asyncio.get_running_loop().time()
        try:
            if again_at is not None:
                self._scheduler.plan(component.id, again_at)
            else:
                self._keep_to(watched, self._interval_of(watched.target.component))
                self._scheduler.plan_next(component.id, watched.component.interval, now)
        except Exception as error:
            self._fail(
                component.id,
                msg("“{name}” cannot be scheduled as its settings say ({error}). All other components are checked."),
                error,
            )
            self._scheduler.plan(component.id, now + _AFTER_FAILURE)
        if (due := self._scheduler.next_due()) is not None and due < self._waiting_until:
            self._wake.set()

    def _keep_to(self, watched: _Watched, interval: float) -> None:
        """Use the new interval to judge the age of a result, here and in the history."""
        if interval == watched.component.interval:
            return
        watched.component = watched.tracker.component = replace(watched.component, interval=interval)
        self._store.register(watched.component, self._clock.now_ms())
        self.bus.publish(ComponentsChanged())

    def _end_pauses(self) -> None:
        now_ms = self._clock.now_ms()
        for component_id in [one for one, until_ms in self._paused.items() if now_ms >= until_ms]:
            try:
                self.resume_component(component_id)
            except Exception as error:
                self._fail(
                    component_id,
                    msg("“{name}” cannot be resumed after its pause ({error}). All other components are checked."),
                    error,
                )

    def _kind_limit(self, component: Component) -> AbstractAsyncContextManager[None]:
        return self._kind_limits.get(component.kind, nullcontext())

    async def _publish_result(self, watched: _Watched, result: Result, decision: Decision) -> None:
        """Store first, publish second."""
        operations = result.operations
        try:
            self._store_result(watched, result, decision)
        except Exception as error:  # published all the same: an outage matters more than its record
            self._malfunctions.begin(
                f"The record of “{result.component}”",
                msg(
                    "The result of “{name}” cannot be stored ({error}).",
                    name=watched.component.name,
                    error=type(error).__name__,
                ),
                error=error,
            )
        result = _for_show(result)
        watched.result = result
        try:
            if decision.change is not None:
                async with asyncio.timeout(_STORE_WAIT):
                    await self._store.flush()
        except TimeoutError:
            _log.warning("the history is slow; the change of %s is told before it is stored", result.component)
        finally:  # also when cancelled: the tracker has moved on already
            view = watched.view(ended=True)
            self.bus.publish(CheckEnded(view, result, decision.change, decision.incident, operations))
        if self._unswept:
            self._unswept.discard(result.component)
            if not self._unswept:
                self._sweep_ms = self._clock.now_ms()

    def _store_result(self, watched: _Watched, result: Result, decision: Decision) -> None:
        operations = result.operations
        if operations or result.position is not None:
            self._store.record_operations(operations, component=result.component, position=result.position)
            if result.position is not None:
                self._positions[result.component] = result.position
            result = _for_show(result)
        self._remember(watched, result, decision)
        if decision.incident is not None:
            self._store.save_incident(decision.incident)

    def _remember(self, watched: _Watched, result: Result, decision: Decision) -> None:
        """Hold what is only suspected, and may be this computer's own network, until that is known: offline is a gap
        in the history, not downtime."""
        if decision.confirm and self._may_be_our_network(watched, result):
            watched.undecided.append(result)
            self._store.save_state(decision.state)
            return
        for earlier in watched.undecided:
            if result.reason in _LOCAL_NETWORK:
                earlier = as_local_network(earlier, result)
            self._store.record(earlier, decision.state)
        watched.undecided.clear()
        self._store.record(result, decision.state)

    def _ask_parents(self, watched: _Watched, result: Result) -> "list[asyncio.Task[Result | None]]":
        """Check all that a component in trouble depends on; return the checks under way.

        A parent that is in trouble already, or was checked since this check began, is not checked again.
        """
        tracker = watched.tracker
        if result.outcome not in _TROUBLES or tracker.state.status in (Status.ERROR, Status.DEGRADED):
            return []
        since_ms = tracker.failing_since_ms or result.began_ms
        views = {component_id: one.view() for component_id, one in self._watched.items()}
        asked = []
        for view in ancestors(views, watched.component.id):
            fresh = view.result is not None and view.result.began_ms >= since_ms
            if not view.component.enabled or fresh or view.state.status is Status.ERROR or view.state.suspected:
                continue
            task = self._start(view.component.id)
            if task is not None and task is not watched.task:
                asked.append(task)
        return asked

    def _may_be_our_network(self, watched: _Watched, result: Result) -> bool:
        """Whether this computer's own network could have caused a result."""
        return not (
            watched.component.local or result.authentic or looks_well(result) or result.reason in NOTHING_ASKED
        )

    async def _with_connectivity(self, watched: _Watched, result: Result) -> Result:
        """The result, corrected once it is known whether this computer itself is online."""
        if watched.component.local or result.reason in NOTHING_ASKED:
            return result
        if result.authentic:
            self._last_answer_ms = self._clock.now_ms()
            self._set_offline(False)
            return as_the_real_one(result)
        suspicious = not looks_well(result)
        if not suspicious and not self._offline:
            return result
        if suspicious and self._network_answered_since(watched, result):
            return as_the_real_one(result)
        try:
            with contained():
                connectivity = await self._connectivity.now()
        except Exception:
            _log.exception("whether this computer is online cannot be looked at; the result stands as it is")
            return result
        if connectivity is Connectivity.ONLINE:
            self._last_answer_ms = max(self._last_answer_ms or 0, result.began_ms)
        self._set_offline(connectivity is not Connectivity.ONLINE)
        return explain_offline(result, connectivity)

    def _network_answered_since(self, watched: _Watched, result: Result) -> bool:
        """Whether an answer that only the real server can give came while this one failed: then it is not this
        computer."""
        since_ms = float(watched.tracker.failing_since_ms or result.began_ms)
        if watched.tracker.state.status is Status.ERROR:  # for long already: anybody's last round is proof enough
            longest = max(other.component.interval for other in self._watched.values())
            since_ms = result.began_ms - longest * 1000
        return self._last_answer_ms is not None and self._last_answer_ms >= since_ms

    def _set_offline(self, offline: bool) -> None:
        if self._offline is offline:
            return
        self._offline = offline
        if offline and self._group is not None:
            self._sweep_soon()  # also what still looked well shows nothing any more
        _log.info("this computer is %s", "offline" if offline else "online again")
        if offline and self._group is not None and self._polling is None:
            self._polling = self._group.create_task(self._poll_connectivity(), name="connectivity")
        self.bus.publish(ComponentsChanged())

    async def _poll_connectivity(self) -> None:
        """While offline, wait for the network and check all as soon as it is back."""
        try:
            while self._offline:
                await asyncio.sleep(_OFFLINE_POLL)
                if await self._is_online():
                    self._set_offline(False)
                    self._sweep_soon()
        finally:
            self._polling = None

    async def _is_online(self) -> bool:
        """By a fresh look; where that is impossible, by what the checks know."""
        with self._malfunctions.guard(
            "The look at the network", msg("We can't check whether there is a network ({error}).")
        ):
            return await self._connectivity.now(fresh=True) is Connectivity.ONLINE
        return True

    def _after_gap(self, missed_ms: int = 0) -> None:
        """We were asleep, or the clock was set: what is under way proves nothing. Start again with the network."""
        _log.info("a gap in time: begin anew")
        self._gaps += 1
        self._last_answer_ms = None
        self._lags.clear()  # sleep is not lateness
        for watched in self._watched.values():
            watched.tracker.forget_suspicion()
            watched.undecided.clear()
            if watched.task is not None:
                watched.task.cancel()
        now_ms = self._clock.now_ms()
        # Below 0 the clock was set back: nothing was missed.
        self.bus.publish(GapPassed((now_ms - missed_ms, now_ms) if missed_ms > 0 else None))
        self._look_for_stale()
        if self._settling is None and self._group is not None:
            self._settling = self._group.create_task(self._settle(), name="after a gap")

    async def _settle(self) -> None:
        loop = asyncio.get_running_loop()
        until = loop.time() + _NETWORK_BACK
        try:
            if any(not watched.component.local for watched in self._watched.values()):
                while loop.time() < until:
                    if await self._is_online():
                        break
                    await asyncio.sleep(_ASK_AGAIN)
        finally:
            self._settling = None
        self._sweep_soon()

    def _look_for_stale(self) -> None:
        now_ms = self._clock.now_ms()
        for watched in self._watched.values():
            try:
                decision = watched.tracker.expire(now_ms)
                if decision is not None and decision.change is not None:
                    self._store.save_state(decision.state)
                    self.bus.publish(StatusExpired(watched.view(), decision.change))
            except Exception as error:
                self._fail(
                    watched.component.id, msg("The age of the result of “{name}” cannot be judged ({error})."), error
                )


def _is_text(value: object) -> bool:
    """What is stored need not match the types."""
    return isinstance(value, str)


def _part(component_id: str) -> str:
    return f"The checks of “{component_id}”"


def _for_show(result: Result) -> Result:
    """Without what is published once, and not held while it is shown. Copied only where there is any: most results
    have none, and a copy is a twentieth of a check's cost."""
    if not result.operations and result.position is None:
        return result
    return replace(result, operations=(), position=None)
