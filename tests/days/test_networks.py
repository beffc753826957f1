"""Days on which it is this computer's own network."""

from pathlib import Path

import pytest

from porchlight.model.status import Outcome, OverallStatus, Reason
from tests.days.day import HOUR, MINUTE, Day, Network, live

RED = OverallStatus.CRITICAL


def test_a_hotel_that_wants_a_sign_in_raises_nothing(tmp_path: Path) -> None:
    """Truth: half an hour behind the page, nothing told, never red, all of what was watched was well."""

    async def story(day: Day) -> None:
        day.add("page", critical=True)
        day.add("classy", critical=True)
        day.add("plain", encrypted=False, through_portal=Outcome.HEALTHY)
        await day.until(HOUR)
        day.network = Network.PORTAL
        await day.until(HOUR + 5 * MINUTE)
        for component_id in day.things:
            assert day.view(component_id).state.reason is Reason.CAPTIVE_PORTAL
        await day.until(1.5 * HOUR)
        day.network = Network.OPEN
        await day.until(2 * HOUR)

    day = live(story, tmp_path)
    assert day.received == []
    assert day.shone(RED) == 0
    for component_id in ("page", "classy"):
        assert day.figures(component_id).uptime == 1.0
        assert day.figures(component_id).error == 0
        assert day.incidents(component_id) == []


def test_seven_tunnels_are_gaps_and_no_downtime(tmp_path: Path) -> None:
    """Truth: 100 % of what was watched, nothing told."""

    async def story(day: Day) -> None:
        day.add("page", critical=True, interval=30.0)
        day.add("classy", interval=30.0)
        for tunnel in range(7):
            await day.until(tunnel * 10 * MINUTE + 3 * MINUTE)
            day.network = Network.CUT
            await day.until(tunnel * 10 * MINUTE + (3 * MINUTE + 20 + 15 * tunnel))
            day.network = Network.OPEN
        await day.until(80 * MINUTE)

    day = live(story, tmp_path)
    assert day.received == []
    assert day.shone(RED) == 0
    for component_id in ("page", "classy"):
        assert day.figures(component_id).uptime == 1.0
        assert day.figures(component_id).error == 0


def test_an_outage_behind_a_sign_in_page_is_told_once_there_is_a_way(tmp_path: Path) -> None:
    """Truth: the page goes down while the laptop is behind the portal: told within two minutes of the way back."""

    async def story(day: Day) -> None:
        page = day.add("page", critical=True)
        day.add("classy")
        await day.until(20 * MINUTE)
        page.outcome = Outcome.ERROR
        await day.until(20 * MINUTE + 5)
        day.network = Network.PORTAL
        await day.until(60 * MINUTE)
        day.network = Network.OPEN
        await day.until(63 * MINUTE)
        assert len(day.received_about("page")) == 1
        page.outcome = Outcome.HEALTHY
        await day.until(70 * MINUTE)

    day = live(story, tmp_path)
    first, second = day.received_about("page")
    assert 60 * MINUTE < first.at < 62 * MINUTE
    assert second.over


def test_a_message_that_a_sign_in_page_refused_is_no_lost_message(tmp_path: Path) -> None:
    """Truth: down, confirmed, and the portal comes before the message is out: it gets through later, and its end."""

    async def story(day: Day) -> None:
        page = day.add("page", critical=True)
        office = day.add("files", local=True)
        await day.until(10 * MINUTE)
        day.network = Network.PORTAL
        office.outcome = Outcome.ERROR  # on the local network: its own results count, also here
        await day.until(30 * MINUTE)
        assert day.received == []
        day.network = Network.OPEN
        await day.until(33 * MINUTE)
        assert [one.over for one in day.received_about("files")] == [False]
        office.outcome = Outcome.HEALTHY
        await day.until(40 * MINUTE)
        assert page.outcome is Outcome.HEALTHY

    assert [one.over for one in live(story, tmp_path).received_about("files")] == [False, True]


@pytest.mark.parametrize("minutes", [1, 7, 45])
def test_a_vpn_that_drops_takes_the_light_to_grey_and_back(minutes: int, tmp_path: Path) -> None:
    async def story(day: Day) -> None:
        day.add("page", critical=True)
        day.add("classy", critical=True)
        await day.until(10 * MINUTE)
        day.network = Network.CUT
        await day.until((10 + minutes) * MINUTE)
        day.network = Network.OPEN
        await day.until((15 + minutes) * MINUTE)
        assert day.light is OverallStatus.HEALTHY

    day = live(story, tmp_path)
    assert day.received == []
    assert day.shone(RED) == 0
    assert day.figures("page").uptime == 1.0


def test_a_real_outage_is_told_though_one_page_is_not_encrypted(tmp_path: Path) -> None:
    """Truth: the others answer over verified TLS, so it is not this computer: told within half a minute."""

    async def story(day: Day) -> None:
        day.add("classy", interval=30.0)
        page = day.add("page", critical=True, encrypted=False)
        await day.until(10 * MINUTE)
        page.outcome, page.reason = Outcome.ERROR, Reason.REFUSED
        await day.until(12 * MINUTE)

    (received,) = live(story, tmp_path).received
    assert received.at < 11.5 * MINUTE
