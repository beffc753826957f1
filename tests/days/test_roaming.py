"""Days of a computer that is carried around: trains, hotels, VPNs, sleep, clocks that are wrong and set right."""

from asyncio import sleep as asyncio_sleep
from pathlib import Path

import pytest

from porchlight.model.status import Outcome, OverallStatus, Reason
from tests.days.day import HOUR, MINUTE, Day, Network, live

RED = OverallStatus.CRITICAL
DAY = 24 * HOUR


def test_a_laptop_between_office_train_cafe_and_home_tells_nothing(tmp_path: Path) -> None:
    """Truth: all is well all day. Never red, nothing told, 100 % of what was watched was well."""

    async def story(day: Day) -> None:
        day.add("page", critical=True)
        day.add("classy", critical=True)
        day.add("plain", encrypted=False, through_portal=Outcome.HEALTHY)
        for network, minutes in (
            *((Network.OPEN, 50), (Network.CUT, 3), (Network.OPEN, 4), (Network.CUT, 11), (Network.OPEN, 1)),
            *((Network.CUT, 2), (Network.PORTAL, 6), (Network.OPEN, 40), (Network.PORTAL, 1), (Network.CUT, 25)),
            *((Network.OPEN, 120),),
        ):
            day.network = network
            await day.until(day.now + minutes * MINUTE)
        assert day.light is OverallStatus.HEALTHY

    day = live(story, tmp_path)
    assert day.received == []
    assert day.shone(RED) == 0
    for component_id in day.things:
        assert day.figures(component_id).uptime == 1.0
        assert day.incidents(component_id) == []


def test_a_hotel_that_asks_to_sign_in_again_every_half_hour(tmp_path: Path) -> None:
    """Truth: six hours, twelve times ten minutes behind the page. Nothing told, never red, no downtime."""

    async def story(day: Day) -> None:
        day.add("page", critical=True)
        day.add("classy", critical=True, interval=30.0)
        for _ in range(12):
            day.network = Network.OPEN
            await day.until(day.now + 20 * MINUTE)
            day.network = Network.PORTAL
            await day.until(day.now + 10 * MINUTE)
        day.network = Network.OPEN
        await day.until(day.now + 10 * MINUTE)

    day = live(story, tmp_path)
    assert day.received == []
    assert day.shone(RED) == 0
    assert day.figures("classy").uptime == 1.0


def test_a_vpn_that_drops_is_told_for_what_is_behind_it_and_for_nothing_else(tmp_path: Path) -> None:
    """Truth: the internet works, the office's two systems cannot be reached for 20 minutes: told for these, ended for
    these; what is public stays green."""

    async def story(day: Day) -> None:
        inside = [day.add(f"office-{number}", interval=30.0, reason=Reason.UNREACHABLE) for number in range(2)]
        day.add("page", critical=True)
        await day.until(30 * MINUTE)
        for thing in inside:
            thing.outcome = Outcome.ERROR
        await day.until(50 * MINUTE)
        for thing in inside:
            thing.outcome = Outcome.HEALTHY
        await day.until(HOUR)

    day = live(story, tmp_path)
    subjects = [label.alert.subject for one in day.received if not one.over for label in one.message.labels]
    assert sorted(subjects) == ["office-0", "office-1"]
    assert all(one.at < 33 * MINUTE for one in day.received if not one.over)
    assert all(one.at < 54 * MINUTE for one in day.received)
    assert day.figures("page").uptime == 1.0
    assert day.shone(RED) == 0


def test_an_outage_that_came_and_went_over_the_weekend_is_no_news_on_monday(tmp_path: Path) -> None:
    """Truth: the laptop is closed from Friday to Monday; the site is down on Saturday. Nobody here can know."""

    async def story(day: Day) -> None:
        page = day.add("page", critical=True)
        await day.until(HOUR)
        page.outcome = Outcome.ERROR
        day.loop.suspend(40 * HOUR)
        page.outcome = Outcome.HEALTHY
        day.loop.suspend(22 * HOUR)
        await day.until(64 * HOUR)
        assert day.light is OverallStatus.HEALTHY

    day = live(story, tmp_path)
    assert day.received == []
    assert day.incidents() == []


def test_an_outage_that_began_in_the_night_is_told_soon_after_waking(tmp_path: Path) -> None:
    """Truth: told within three minutes of the computer waking up with a network, and once."""

    async def story(day: Day) -> None:
        page = day.add("page", critical=True)
        day.add("classy")
        await day.until(HOUR)
        page.outcome = Outcome.ERROR
        day.loop.suspend(9 * HOUR)
        woke = day.now
        day.network = Network.CUT
        await day.until(woke + 20)
        day.network = Network.OPEN
        await day.until(woke + 10 * MINUTE)
        (received,) = day.received
        assert received.at < woke + 3.5 * MINUTE
        page.outcome = Outcome.HEALTHY
        await day.until(woke + HOUR)

    assert [one.over for one in live(story, tmp_path).received] == [False, True]


def test_five_nights_of_sleep_with_an_outage_on_the_third_day(tmp_path: Path) -> None:
    """Truth: one beginning, one end, on the third day; every morning is quiet."""

    async def story(day: Day) -> None:
        page = day.add("page", critical=True, interval=120.0)
        for number in range(5):
            morning = day.now
            if number == 2:
                await day.until(morning + 2 * HOUR)
                page.outcome = Outcome.ERROR
                await day.until(morning + 3 * HOUR)
                page.outcome = Outcome.HEALTHY
            await day.until(morning + 10 * HOUR)
            day.network = Network.CUT
            day.loop.suspend(14 * HOUR)
            await day.until(day.now + 15)
            day.network = Network.OPEN

    first, second = live(story, tmp_path).received
    assert 2 * DAY + 2 * HOUR < first.at < 2 * DAY + 2.2 * HOUR
    assert second.over


@pytest.mark.parametrize("step", [-3.0, 3.0, -0.5])
def test_a_clock_that_ntp_corrects_again_and_again_changes_no_story(step: float, tmp_path: Path) -> None:
    """Truth: corrected by seconds every ten minutes; a real outage of half an hour is told once, as such."""

    async def story(day: Day) -> None:
        page = day.add("page", critical=True)
        for number in range(18):
            page.outcome = Outcome.ERROR if 6 <= number < 9 else Outcome.HEALTHY
            await asyncio_sleep(10 * MINUTE)
            day.loop.wall_offset_ms += step * 1000

    day = live(story, tmp_path)
    assert [one.over for one in day.received] == [False, True]
    (incident,) = day.incidents()
    assert (incident.ended_ms - incident.began_ms) / 60_000 == pytest.approx(30, abs=2)


def test_a_computer_that_starts_two_years_behind_is_set_right_in_silence(tmp_path: Path) -> None:
    """Truth: an empty battery: the clock is wrong for half a minute after the start. Nothing told; the days after it
    are counted as they should be."""

    async def story(day: Day) -> None:
        day.loop.wall_offset_ms -= 730 * DAY * 1000
        day.add("page", critical=True)
        day.add("classy", measures={"certificate_days": 40.0})
        await asyncio_sleep(30)
        day.loop.wall_offset_ms += 730 * DAY * 1000
        await day.until(HOUR)
        assert day.light is OverallStatus.HEALTHY

    day = live(story, tmp_path)
    assert day.received == []
    assert day.shone(RED) == 0


def test_a_wifi_that_loses_every_third_packet_never_makes_the_light_red(tmp_path: Path) -> None:
    """Truth: a check in three fails, of all components alike; asked once more it answers. Nothing told."""

    async def story(day: Day) -> None:
        things = [day.add(f"site-{number}", critical=True, reason=Reason.TIMEOUT) for number in range(3)]
        for minute in range(120):
            for thing in things:
                thing.answers = [Outcome.ERROR] if minute % 3 == 0 else []
            await day.until((minute + 1) * MINUTE)

    day = live(story, tmp_path)
    assert day.received == []
    assert day.shone(RED) == 0


@pytest.mark.parametrize("every", [2, 4])
def test_ipv6_is_broken_and_ipv4_is_well(every: int, tmp_path: Path) -> None:
    """Truth: some connections try IPv6 first and take a quarter of a second longer; now and then one gives up. The
    second try answers: green all day, nothing told."""

    async def story(day: Day) -> None:
        page = day.add("page", critical=True, reason=Reason.UNREACHABLE, slow_limit=2.0)
        day.add("classy")
        for minute in range(180):
            page.takes = 0.3 if minute % every else 0.05
            page.answers = [Outcome.ERROR] if minute % (10 * every) == 0 else []
            await day.until((minute + 1) * MINUTE)

    day = live(story, tmp_path)
    assert day.received == []
    assert day.shone(RED) == 0


def test_one_name_server_of_two_is_dead_and_half_of_the_names_are_not_found_at_first(tmp_path: Path) -> None:
    """Truth: each first look-up may fail, the second answers: never down, nothing told."""

    async def story(day: Day) -> None:
        page = day.add("page", critical=True, reason=Reason.DNS)
        classy = day.add("classy", critical=True, reason=Reason.DNS)
        for minute in range(120):
            (page if minute % 2 else classy).answers = [Outcome.ERROR]
            await day.until((minute + 1) * MINUTE)

    day = live(story, tmp_path)
    assert day.received == []
    assert day.shone(RED) == 0


def test_a_restart_while_offline_goes_on_with_the_outage_of_before(tmp_path: Path) -> None:
    """Truth: told before; the laptop goes on a train, is restarted there, comes home: the same outage, told once, and
    its end once."""

    async def story(day: Day) -> None:
        page = day.add("page", critical=True)
        day.add("classy")
        await day.until(10 * MINUTE)
        page.outcome = Outcome.ERROR
        await day.until(20 * MINUTE)
        day.network = Network.CUT
        await day.until(25 * MINUTE)
        await day.restart(pause=2 * MINUTE)
        await day.until(40 * MINUTE)
        day.network = Network.OPEN
        await day.until(50 * MINUTE)
        page.outcome = Outcome.HEALTHY
        await day.until(HOUR)

    day = live(story, tmp_path)
    assert [one.over for one in day.received] == [False, True]
    assert len(day.incidents()) == 1
