"""What people are told while the monitor runs: hours of it, in virtual time."""

import asyncio
from itertools import pairwise

import pytest

from porchlight.model.component import Component
from porchlight.model.events import CheckEnded
from porchlight.model.incident import Incident, IncidentEvent, IncidentEventKind
from porchlight.model.status import Outcome, OverallStatus, Reason, Status
from porchlight.monitor.sweep import Target
from tests.unit.monitor.office import Office, ScriptedProbe, live


def test_a_component_is_checked_at_its_interval_without_drift() -> None:
    async def story(office: Office) -> None:
        office.add(interval=60.0).takes = 7.0
        await asyncio.sleep(3600)

    began = live(story).probes["site"].began
    assert len(began) in (60, 61)
    gaps = {round(later - earlier, 6) for earlier, later in pairwise(began[1:])}
    assert gaps == {60.0}


def test_a_looser_interval_for_a_while_is_what_the_age_of_a_result_is_measured_by() -> None:
    async def story(office: Office) -> None:
        probe = office.add(interval=60.0)
        office.interval_of = lambda component: 1800.0
        await asyncio.sleep(12 * 3600)
        assert len(probe.began) in (24, 25)
        assert office.statuses() == ["healthy"]
        assert office.store.components["site"].interval == office.view().component.interval == 1800.0
        office.interval_of = lambda component: component.interval
        await asyncio.sleep(3600)
        assert office.store.components["site"].interval == office.view().component.interval == 60.0
        office.monitor.pause(office.loop.now_ms() + 3_600_000)
        await asyncio.sleep(250)

    assert live(story).statuses() == ["healthy", "unknown"]


def test_a_thousand_components_do_not_fire_together() -> None:
    async def story(office: Office) -> None:
        for number in range(1000):
            office.add(f"c{number}", interval=60.0)
        await asyncio.sleep(200)

    office = live(story)
    began = sorted(at for probe in office.probes.values() for at in probe.began if at > 60)
    for index in range(len(began) - 100):
        assert began[index + 100] - began[index] > 1.0


def test_one_failed_check_is_only_a_suspicion() -> None:
    async def story(office: Office) -> None:
        probe = office.add()
        await asyncio.sleep(70)
        probe.next_answers = [Outcome.ERROR]
        await asyncio.sleep(120)

    office = live(story)
    assert office.statuses() == ["healthy"]
    assert any(event.view.state.suspected for event in office.events if isinstance(event, CheckEnded))


def test_an_error_is_confirmed_quickly_and_began_with_the_first_failure() -> None:
    async def story(office: Office) -> None:
        probe = office.add()
        office.add("other", interval=1.0)
        await asyncio.sleep(70)
        probe.answer = Outcome.ERROR
        await asyncio.sleep(120)
        probe.answer = Outcome.HEALTHY
        await asyncio.sleep(120)

    office = live(story)
    assert office.statuses() == ["healthy", "error", "healthy"]
    (incident,) = office.store.incidents.values()
    first_failure = next(at for at in office.probes["site"].began if at > 70)
    assert incident.began_ms == pytest.approx(first_failure * 1000 + 1_790_000_000_000, abs=1)
    confirmed = incident.timeline[1]
    assert confirmed.kind is IncidentEventKind.CONFIRMED
    assert confirmed.at_ms - incident.began_ms == pytest.approx(2 * 5000 + 3 * 50, abs=30)
    assert incident.ended_ms is not None


def test_a_laptop_waking_up_raises_no_alarm() -> None:
    async def story(office: Office) -> None:
        office.add()
        office.add("second")
        await asyncio.sleep(100)
        office.network.up = False
        for probe in office.probes.values():
            probe.answer = Outcome.ERROR
        office.loop.suspend(8 * 3600)
        await asyncio.sleep(20)  # the Wi-Fi takes its time
        office.network.up = True
        for probe in office.probes.values():
            probe.answer = Outcome.HEALTHY
        await asyncio.sleep(60)

    office = live(story)
    assert office.statuses() == ["healthy", "unknown", "healthy"]
    assert office.store.incidents == {}


def test_what_was_under_way_when_the_computer_fell_asleep_is_thrown_away() -> None:
    async def story(office: Office) -> None:
        probe = office.add(timeout=30.0)
        await asyncio.sleep(70)
        probe.answer, probe.takes = Outcome.ERROR, 20.0
        checking = asyncio.ensure_future(office.monitor.check_now(["site"]))
        await asyncio.sleep(1)
        office.loop.suspend(3600)
        assert await checking == []
        probe.answer, probe.takes = Outcome.HEALTHY, 0.05
        await asyncio.sleep(100)

    office = live(story)
    assert "error" not in office.statuses()
    assert office.probes["site"].broken_off == 1


def test_offline_is_not_an_outage_and_recovery_is_noticed_at_once() -> None:
    async def story(office: Office) -> None:
        for name in ("one", "two", "three"):
            office.add(name).reason = Reason.DNS
        local = office.add("local", local=True)
        await asyncio.sleep(100)
        office.network.up = False
        for name in ("one", "two", "three"):
            office.probes[name].answer = Outcome.ERROR
        await asyncio.sleep(300)
        assert office.monitor.snapshot().offline
        assert office.view("one").state.reason is Reason.OFFLINE
        assert office.view("local").state.status is Status.HEALTHY
        office.network.up = True
        for name in ("one", "two", "three"):
            office.probes[name].answer = Outcome.HEALTHY
        await asyncio.sleep(17)
        assert office.monitor.snapshot().overall is OverallStatus.HEALTHY
        assert local.began

    office = live(story)
    assert [office.statuses(name) for name in ("one", "two", "three")] == [["healthy", "unknown", "healthy"]] * 3
    assert office.store.incidents == {}


def test_a_real_outage_is_told_although_nothing_else_is_watched() -> None:
    async def story(office: Office) -> None:
        office.add().answer = Outcome.ERROR
        await asyncio.sleep(30)

    office = live(story)
    assert office.statuses() == ["error"]
    assert office.network.asked == 2


def test_the_platforms_word_that_the_network_is_gone_is_believed_at_once() -> None:
    async def story(office: Office) -> None:
        probe = office.add()
        probe.reason = Reason.DNS
        await asyncio.sleep(70)
        probe.answer = Outcome.ERROR
        office.monitor.network_changed(disconnected=True)
        assert office.monitor.snapshot().offline
        await asyncio.sleep(120)
        assert office.network.asked == 0
        assert office.view().state.reason is Reason.OFFLINE
        probe.answer = Outcome.HEALTHY
        office.monitor.network_changed(disconnected=False)
        await asyncio.sleep(1)
        assert not office.monitor.snapshot().offline
        assert office.view().state.status is Status.HEALTHY

    assert live(story).statuses() == ["healthy", "unknown", "healthy"]


def test_a_sign_in_page_of_the_network_reads_as_such() -> None:
    async def story(office: Office) -> None:
        office.network.portal = True
        office.add().answer = Outcome.ERROR
        await asyncio.sleep(30)
        assert office.view().state.reason is Reason.CAPTIVE_PORTAL

    assert live(story).statuses() == []


def test_what_looks_well_after_a_redirect_to_another_host_asks_whether_it_is_a_sign_in_page() -> None:
    async def story(office: Office) -> None:
        probe = office.add()
        probe.authentic, probe.led_elsewhere = False, True
        await asyncio.sleep(90)
        assert office.view().state.status is Status.HEALTHY
        office.network.portal = True
        await asyncio.sleep(90)
        assert office.view().state.reason is Reason.CAPTIVE_PORTAL
        probe.led_elsewhere = False
        office.network.portal = False
        await asyncio.sleep(90)

    assert live(story).statuses() == ["healthy", "unknown", "healthy"]


def test_while_others_answer_nobody_outside_is_asked_again() -> None:
    async def story(office: Office) -> None:
        office.add(interval=20.0).answer = Outcome.ERROR
        office.add("other", interval=2.0)
        await asyncio.sleep(600)

    office = live(story)
    assert office.statuses() == ["error"]
    assert office.network.asked == 2  # once, before anybody else had answered


def test_check_now_joins_the_check_that_is_under_way() -> None:
    async def story(office: Office) -> None:
        office.add().takes = 3.0
        await asyncio.sleep(100)
        first, second = await asyncio.gather(office.monitor.check_now(), office.monitor.check_now(["site"]))
        assert first == second
        assert len(office.started()) == len(office.probes["site"].began)

    office = live(story)
    began = office.probes["site"].began
    assert len([at for at in began if at > 95]) == 1


def test_check_now_comes_back_when_its_caller_leaves_and_the_check_goes_on() -> None:
    async def story(office: Office) -> None:
        probe = office.add()
        await asyncio.sleep(70)
        probe.takes = 5.0
        asking = asyncio.ensure_future(office.monitor.check_now())
        await asyncio.sleep(1)
        asking.cancel()
        await asyncio.sleep(10)
        assert probe.broken_off == 0

    live(story)


def test_an_unknown_component_is_a_key_error() -> None:
    async def story(office: Office) -> None:
        with pytest.raises(KeyError):
            await office.monitor.check_now(["nothing"])

    live(story)


def test_a_check_over_its_time_limit_is_broken_off() -> None:
    async def story(office: Office) -> None:
        office.add(timeout=2.0, confirmations=0).takes = 100.0
        office.add("other", interval=1.0)
        await asyncio.sleep(3)

    office = live(story)
    assert office.view().state.reason is Reason.TIMEOUT
    assert office.probes["site"].broken_off == 1


def test_a_probe_that_raises_is_one_component_in_error(caplog: pytest.LogCaptureFixture) -> None:
    async def story(office: Office) -> None:
        office.add("bad").raises = ValueError("planted")
        office.add("good")
        await asyncio.sleep(10)

    office = live(story)
    assert office.view("bad").state.reason is Reason.INTERNAL
    assert office.view("good").state.status is Status.HEALTHY
    assert "planted" not in office.view("bad").state.sentence


def test_hanging_components_do_not_hold_up_the_rest() -> None:
    async def story(office: Office) -> None:
        for number in range(300):
            office.add(f"hangs{number}").takes = 1000.0
        for number in range(100):
            office.add(f"well{number}")
        await asyncio.sleep(3)
        assert all(office.view(f"well{number}").state.status is Status.HEALTHY for number in range(100))

    live(story)


def test_a_vendors_limit_holds_for_its_kind_alone() -> None:
    running = {"mailchimp": 0, "http": 0}
    most = dict(running)

    class Counting(ScriptedProbe):
        def __init__(self, kind: str) -> None:
            super().__init__()
            self.kind = kind

        async def check(self, ctx):  # type: ignore[no-untyped-def]
            running[self.kind] += 1
            most[self.kind] = max(most[self.kind], running[self.kind])
            await asyncio.sleep(5)
            running[self.kind] -= 1
            return ctx.healthy("Well.")

    async def story(office: Office) -> None:
        for number in range(30):
            for kind, limit in (("mailchimp", 10), ("http", None)):
                component = Component(id=f"{kind}{number}", name=kind, kind=kind)
                office.monitor.register(Target(component, Counting(kind), limit))
        await asyncio.sleep(30)

    live(story)
    assert most == {"mailchimp": 10, "http": 30}


def test_a_pause_ends_by_itself_and_is_never_green() -> None:
    async def story(office: Office) -> None:
        office.add()
        await asyncio.sleep(70)
        office.monitor.pause(office.loop.now_ms() + 600_000)
        before = len(office.probes["site"].began)
        await asyncio.sleep(590)
        assert len(office.probes["site"].began) == before
        assert office.view().state.status is Status.UNKNOWN
        await asyncio.sleep(30)
        assert office.view().state.status is Status.HEALTHY
        assert office.monitor.snapshot().paused_until_ms is None

    live(story)


def test_enabling_disabling_and_unregistering() -> None:
    async def story(office: Office) -> None:
        probe = office.add()
        await asyncio.sleep(10)
        office.monitor.set_enabled("site", False)
        assert office.view().state.status is Status.DISABLED
        before = len(probe.began)
        await asyncio.sleep(300)
        assert len(probe.began) == before
        office.monitor.set_enabled("site", True)
        await asyncio.sleep(1)
        assert office.view().state.status is Status.HEALTHY
        office.monitor.unregister("site")
        assert "site" not in office.monitor.snapshot().views
        assert "site" not in office.store.states
        with pytest.raises(KeyError):
            office.monitor.unregister("site")

    live(story)


def test_an_incident_of_the_last_run_goes_on_and_is_closed_by_recovery() -> None:
    event = IncidentEvent(1, IncidentEventKind.CONFIRMED, Status.ERROR, Reason.DNS, "x")
    left_open = Incident("old", "site", 1, Status.ERROR, Reason.DNS, "x", (event,))

    async def story(office: Office) -> None:
        office.monitor.restore([left_open])
        probe = office.add()
        probe.answer, probe.reason = Outcome.ERROR, Reason.REFUSED
        await asyncio.sleep(1)
        assert office.view().state.status is Status.ERROR  # known to be down: no second confirmation
        assert office.view().state.since_ms == 1
        probe.answer = Outcome.HEALTHY
        await asyncio.sleep(100)

    office = live(story)
    assert list(office.store.incidents) == ["old"]
    assert office.store.incidents["old"].ended_ms is not None


def test_an_incident_of_what_is_no_longer_watched_is_ended_as_such() -> None:
    event = IncidentEvent(1, IncidentEventKind.CONFIRMED, Status.ERROR, Reason.DNS, "x")

    async def story(office: Office) -> None:
        names = ("gone", "removed", "disabled")
        office.monitor.restore([Incident(name, name, 1, Status.ERROR, Reason.DNS, "x", (event,)) for name in names])
        office.add("removed")
        office.add("disabled")
        office.monitor.abandon_unclaimed()
        office.monitor.unregister("removed")
        office.monitor.set_enabled("disabled", False)

    office = live(story)
    assert {name: incident.timeline[-1].kind for name, incident in office.store.incidents.items()} == dict.fromkeys(
        ("gone", "removed", "disabled"), IncidentEventKind.UNWATCHED
    )
    assert all(incident.ended_ms is not None for incident in office.store.incidents.values())


@pytest.mark.logs_warnings
def test_a_store_that_hangs_delays_the_news_by_a_second_at_most() -> None:
    async def story(office: Office) -> None:
        async def never() -> None:
            await asyncio.sleep(1000)

        office.store.flush = never  # type: ignore[method-assign]
        office.add()
        await asyncio.sleep(1.2)
        assert office.statuses() == ["healthy"]

    live(story)


def test_the_monitor_stops_at_once_although_checks_hang() -> None:
    async def story(office: Office) -> None:
        office.add(timeout=1000.0).takes = 1000.0
        await asyncio.sleep(10)

    assert live(story).probes["site"].broken_off == 1


def test_a_listener_that_fails_harms_nobody(caplog: pytest.LogCaptureFixture) -> None:
    async def story(office: Office) -> None:
        def fail(event: object) -> None:
            raise RuntimeError("listener")

        office.monitor.bus.subscribe(fail)
        office.add()
        await asyncio.sleep(70)
        assert office.view().state.status is Status.HEALTHY

    live(story)


def test_what_is_told_is_stored_already() -> None:
    async def story(office: Office) -> None:
        stored: list[bool] = []
        flushed = 0
        flush = office.store.flush

        async def counted() -> None:
            nonlocal flushed
            await flush()
            flushed += 1

        office.store.flush = counted  # type: ignore[method-assign]
        office.monitor.bus.subscribe(lambda event: stored.append(flushed > 0) if office.statuses() else None)
        office.add()
        await asyncio.sleep(1)
        assert stored
        assert all(stored)

    live(story)
