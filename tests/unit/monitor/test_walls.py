"""One component, one listener, one look that fails inside the monitor: the other components are checked as ever."""

import asyncio
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest

from porchlight.model.events import Event
from porchlight.model.incident import Incident, IncidentEvent, IncidentEventKind
from porchlight.model.status import Outcome, Reason, Status
from porchlight.monitor.confirm import Tracker
from porchlight.runtime.restored import restored_incidents
from tests.unit.monitor.office import Office, live
from tests.virtual_time import VirtualLoop, run_virtually

pytestmark = pytest.mark.logs_warnings


def _fail(*_: object, **__: object) -> Any:
    raise ZeroDivisionError


def _even(office: Office, component_id: str = "good") -> bool:
    """Whether it was checked at its interval all the time."""
    began = office.probes[component_id].began[1:]
    return len(began) > 5 and all(later - earlier < 61 for earlier, later in pairwise(began))


@pytest.mark.parametrize("error", [SystemExit(0), KeyboardInterrupt(), asyncio.CancelledError(), MemoryError()])
def test_a_probe_that_asks_python_to_end_is_one_component_in_error(error: BaseException) -> None:
    async def story(office: Office) -> None:
        office.add("good")
        office.add("bad").raises = error
        await asyncio.sleep(600)
        view = office.view("bad")
        assert (view.state.status, view.state.reason) == (Status.ERROR, Reason.INTERNAL)
        assert _even(office, "bad")

    office = live(story)
    assert office.statuses("good") == ["healthy"]
    assert _even(office)


def _broken_tracker(office: Office) -> None:
    office.monitor._watched["bad"].tracker.apply = _fail  # type: ignore[method-assign]


def _broken_interval(office: Office) -> None:
    office.interval_of = lambda component: _fail() if component.id == "bad" else component.interval


def _broken_age(office: Office) -> None:
    office.monitor._watched["bad"].tracker.expire = _fail  # type: ignore[method-assign]


def _broken_schedule(office: Office) -> None:
    start = office.monitor._start
    office.monitor._start = lambda one: _fail() if one == "bad" else start(one)  # type: ignore[method-assign]


@pytest.mark.parametrize("how", [_broken_tracker, _broken_interval, _broken_age, _broken_schedule])
def test_what_fails_for_one_component_is_named_and_the_others_are_checked(how: Callable[[Office], None]) -> None:
    async def story(office: Office) -> None:
        office.add("good")
        office.add("bad")
        await asyncio.sleep(1)
        how(office)
        await asyncio.sleep(600)
        assert "“Bad” cannot be" in office.monitor.vitals().malfunctions[0]

    office = live(story)
    assert _even(office)


def test_a_component_that_fails_inside_never_stays_green() -> None:
    async def story(office: Office) -> None:
        office.add("bad")
        await asyncio.sleep(65)
        assert office.view("bad").state.status is Status.HEALTHY
        _broken_tracker(office)
        await asyncio.sleep(300)
        assert office.view("bad").state.status is Status.UNKNOWN

    live(story)


def test_a_component_that_failed_inside_and_works_again_is_no_trouble_any_more() -> None:
    async def story(office: Office) -> None:
        office.add("bad")
        await asyncio.sleep(1)
        _broken_tracker(office)
        await asyncio.sleep(100)
        assert office.monitor.vitals().malfunctions
        del office.monitor._watched["bad"].tracker.apply
        await asyncio.sleep(100)
        assert office.monitor.vitals().malfunctions == ()

    live(story)


def test_a_store_that_fails_keeps_no_outage_from_being_told() -> None:
    async def story(office: Office) -> None:
        office.add("good")
        office.store.record = _fail  # type: ignore[method-assign]
        await asyncio.sleep(70)
        office.probes["good"].answer = Outcome.ERROR
        office.probes["good"].reason = Reason.HTTP_STATUS
        await asyncio.sleep(200)

    assert live(story).statuses("good") == ["healthy", "error"]


@pytest.mark.parametrize(
    "error", [ValueError("planted"), SystemExit(0), KeyboardInterrupt(), asyncio.CancelledError()]
)
def test_a_listener_that_raises_keeps_the_event_from_no_other(error: BaseException) -> None:
    events: list[Event] = []

    def fail(event: Event) -> None:
        raise error

    async def story(office: Office) -> None:
        office.monitor.bus.subscribe(fail, name="bad one")
        office.monitor.bus.subscribe(events.append)
        office.add("good")
        await asyncio.sleep(600)
        assert any("bad one" in sentence for sentence in office.monitor.vitals().malfunctions)

    assert _even(live(story))
    assert events


def test_a_network_that_cannot_be_looked_at_takes_no_result_away() -> None:
    async def story(office: Office) -> None:
        probe = office.add("good")
        await asyncio.sleep(70)
        office.network.exchange = _fail  # type: ignore[method-assign]
        probe.answer = Outcome.ERROR
        await asyncio.sleep(300)

    assert live(story).statuses("good") == ["healthy", "error"]


def test_a_monitor_that_is_begun_again_checks_everything_again() -> None:
    loop = VirtualLoop()

    async def main() -> None:
        office = Office(loop)
        office.add("good")
        office.add("slow", timeout=55.0).takes = 50.0
        for _ in range(3):  # each broken off while something is being checked
            running = asyncio.create_task(office.monitor.run())
            await asyncio.sleep(20)
            running.cancel()
            await asyncio.wait([running])
        running = asyncio.create_task(office.monitor.run())
        await asyncio.sleep(300)
        assert [office.view(one).state.status for one in ("good", "slow")] == [Status.HEALTHY, Status.HEALTHY]
        assert office.probes["slow"].broken_off == 3
        running.cancel()
        await asyncio.wait([running])

    run_virtually(main(), loop)


def test_positions_that_are_no_text_are_not_gone_on_with() -> None:
    office: dict[str, Any] = {"a": "12", "b": 7, "c": None, "d": b"x"}

    async def story(running: Office) -> None:
        await asyncio.sleep(0)

    running = live(story)
    running.store.read_so_far = office
    from porchlight.monitor.monitor import Monitor

    monitor = Monitor(
        runner=running.monitor._runner,
        store=running.store,
        clock=running.loop,
        connectivity=running.monitor._connectivity,
    )
    assert monitor._positions == {"a": "12"}


def test_incidents_that_make_no_sense_are_left_and_one_without_a_timeline_gets_its_beginning() -> None:
    good = Incident("i", "site", 5, Status.ERROR, Reason.TIMEOUT, "It was\ud800 down.", timeline=())
    odd: list[dict[str, Any]] = [
        {"began_ms": "yesterday"},
        {"began_ms": 10**30},
        {"status": "melted"},
        {"reason": "because"},
        {"sentence": None},
        {"component": 7},
    ]
    base = {name: getattr(good, name) for name in Incident.__slots__}
    rows = [good, *(Incident(**{**base, **wrong}) for wrong in odd)]
    (found,) = restored_incidents(rows)
    assert found.sentence == "It was\ufffd down."
    assert [event.kind for event in found.timeline] == [IncidentEventKind.CONFIRMED]
    strange = IncidentEvent(5, "vanished", Status.ERROR, None, "?")  # type: ignore[arg-type]
    (found,) = restored_incidents([Incident(**{**base, "timeline": (strange,)})])
    assert [event.kind for event in found.timeline] == [IncidentEventKind.CONFIRMED]
    tracker = Tracker.__new__(Tracker)
    tracker.restore(found)
    assert tracker.incident is found
