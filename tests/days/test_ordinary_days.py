"""Days with sleep, restarts, nights, clocks and several things at once."""

from pathlib import Path

import pytest

from porchlight.model.status import Outcome, OverallStatus, Reason
from tests.days.day import HOUR, MINUTE, Day, Network, live

DAY = 24 * HOUR


def test_a_laptop_that_sleeps_over_the_weekend_wakes_to_a_quiet_light(tmp_path: Path) -> None:
    async def story(day: Day) -> None:
        day.add("page", critical=True)
        day.add("classy")
        await day.until(HOUR)
        day.network = Network.CUT
        day.loop.suspend(62 * HOUR)
        await day.until(63 * HOUR + 25)
        day.network = Network.OPEN
        await day.until(64 * HOUR)
        assert day.light is OverallStatus.HEALTHY

    day = live(story, tmp_path)
    assert day.received == []
    assert day.figures("page").uptime == 1.0
    assert day.figures("page").coverage < 0.1


def test_a_start_behind_a_sign_in_page_is_grey_and_silent(tmp_path: Path) -> None:
    async def story(day: Day) -> None:
        day.network = Network.PORTAL
        day.add("page", critical=True)
        day.add("plain", encrypted=False, through_portal=Outcome.HEALTHY)
        await day.until(10 * MINUTE)
        assert day.light is OverallStatus.UNKNOWN
        day.network = Network.OPEN
        await day.until(12 * MINUTE)
        assert day.light is OverallStatus.HEALTHY

    day = live(story, tmp_path)
    assert day.received == []
    assert day.shone(OverallStatus.CRITICAL) == 0


def test_a_restart_in_an_outage_tells_nothing_anew_and_its_end_once(tmp_path: Path) -> None:
    async def story(day: Day) -> None:
        page = day.add("page", critical=True)
        await day.until(10 * MINUTE)
        page.outcome = Outcome.ERROR
        await day.until(20 * MINUTE)
        await day.restart()
        await day.until(30 * MINUTE)
        await day.restart(pause=5 * MINUTE)
        await day.until(40 * MINUTE)
        page.outcome = Outcome.HEALTHY
        await day.until(50 * MINUTE)

    day = live(story, tmp_path)
    assert [one.over for one in day.received] == [False, True]
    (incident,) = day.incidents("page")
    assert incident.ended_ms - incident.began_ms == pytest.approx(30 * MINUTE * 1000, abs=90_000)


def test_ten_sites_on_one_host_go_down_in_one_message(tmp_path: Path) -> None:
    async def story(day: Day) -> None:
        sites = [day.add(f"site-{number}", interval=30.0) for number in range(10)]
        await day.until(10 * MINUTE)
        for site in sites:
            site.outcome = Outcome.ERROR
        await day.until(20 * MINUTE)
        for site in sites:
            site.outcome = Outcome.HEALTHY
        await day.until(30 * MINUTE)

    day = live(story, tmp_path)
    began = [one for one in day.received if not one.over]
    assert sum(len(one.message.labels) for one in began) == 10
    assert len(day.received) <= 20


def test_one_name_server_of_two_is_bad_and_half_of_the_lookups_wait(tmp_path: Path) -> None:
    """Truth: every other check takes five seconds longer and answers: slow is told as slow, never as down."""

    async def story(day: Day) -> None:
        page = day.add("page", critical=True, slow_limit=2.0)
        for turn in range(60):
            page.takes = 5.2 if turn % 2 else 0.1
            await day.until((turn + 1) * MINUTE)

    day = live(story, tmp_path)
    assert day.shone(OverallStatus.CRITICAL) == 0
    assert all("down" not in one.message.title for one in day.received)


def test_a_provider_under_maintenance_is_one_story(tmp_path: Path) -> None:
    """Truth: 503 for 40 minutes with a Retry-After: told once within two minutes, its end within two minutes."""

    async def story(day: Day) -> None:
        classy = day.add("classy", critical=True, retry_after=120.0)
        await day.until(HOUR)
        classy.outcome = Outcome.ERROR
        await day.until(100 * MINUTE)
        classy.outcome, classy.retry_after = Outcome.HEALTHY, None
        await day.until(2 * HOUR)

    first, second = live(story, tmp_path).received
    assert first.at < HOUR + 6 * MINUTE
    assert second.at < 105 * MINUTE


def test_a_quota_that_resets_at_midnight_is_over_after_it(tmp_path: Path) -> None:
    async def story(day: Day) -> None:
        api = day.add("api", measures={"quota_used": 20.0})
        for hour in range(1, 30):
            await day.until(hour * HOUR)
            api.measures = {"quota_used": float(hour % 24) * 4}

    day = live(story, tmp_path)
    assert [one.over for one in day.received] == [False, True]


def test_a_child_that_stays_down_after_its_parent_is_told_by_itself(tmp_path: Path) -> None:
    async def story(day: Day) -> None:
        database = day.add("database", critical=True)
        sync = day.add("sync", depends_on=("database",))
        await day.until(10 * MINUTE)
        database.outcome = sync.outcome = Outcome.ERROR
        await day.until(20 * MINUTE)
        database.outcome = Outcome.HEALTHY
        await day.until(30 * MINUTE)
        sync.outcome = Outcome.HEALTHY
        await day.until(40 * MINUTE)

    day = live(story, tmp_path)
    first, second = day.received_about("sync")
    assert 20 * MINUTE < first.at < 24 * MINUTE
    assert second.over


def test_a_warning_that_becomes_an_outage_is_told_again(tmp_path: Path) -> None:
    async def story(day: Day) -> None:
        site = day.add("site")
        await day.until(10 * MINUTE)
        site.outcome, site.reason = Outcome.DEGRADED, Reason.CONTENT
        await day.until(15 * MINUTE)
        site.outcome, site.reason = Outcome.ERROR, Reason.HTTP_STATUS
        await day.until(20 * MINUTE)
        site.outcome, site.reason = Outcome.DEGRADED, Reason.CONTENT
        await day.until(30 * MINUTE)
        site.outcome = Outcome.HEALTHY
        await day.until(40 * MINUTE)

    day = live(story, tmp_path)
    assert [one.over for one in day.received] == [False, False, True]
    assert "Worse now" in day.received[1].message.title


def test_offline_in_the_middle_of_an_outage_neither_ends_it_nor_begins_another(tmp_path: Path) -> None:
    async def story(day: Day) -> None:
        page = day.add("page", critical=True)
        day.add("classy")
        await day.until(10 * MINUTE)
        page.outcome = Outcome.ERROR
        await day.until(20 * MINUTE)
        day.network = Network.CUT
        await day.until(30 * MINUTE)
        day.network = Network.OPEN
        await day.until(40 * MINUTE)
        page.outcome = Outcome.HEALTHY
        await day.until(50 * MINUTE)

    day = live(story, tmp_path)
    assert [one.over for one in day.received] == [False, True]
    assert len(day.incidents("page")) == 1
    assert day.figures("classy").uptime == 1.0


def test_a_certificate_warning_comes_daily_until_it_is_renewed(tmp_path: Path) -> None:
    async def story(day: Day) -> None:
        page = day.add("page", interval=600.0, measures={"renewal_days": -1.0})
        await day.until(2.5 * DAY)
        page.measures = {"renewal_days": 69.0}
        await day.until(3 * DAY)

    day = live(story, tmp_path)
    assert [one.over for one in day.received] == [False, False, False, True]


@pytest.mark.parametrize("jump", [-2 * HOUR, -HOUR, HOUR, 2 * DAY])
def test_a_clock_that_is_set_tells_nothing(jump: float, tmp_path: Path) -> None:
    async def story(day: Day) -> None:
        day.add("page", critical=True)
        await day.until(HOUR)
        day.loop.wall_offset_ms += jump * 1000
        await day.until(day.now + HOUR)
        assert day.light is OverallStatus.HEALTHY

    assert live(story, tmp_path).received == []


def test_five_restarts_by_a_deploy_are_one_story(tmp_path: Path) -> None:
    """Truth: two minutes down, two up, five times: one message and one state until it is calm, then its end."""

    async def story(day: Day) -> None:
        page = day.add("page", critical=True, interval=30.0)
        await day.until(10 * MINUTE)
        for turn in range(5):
            page.outcome = Outcome.ERROR
            await day.until((12 + turn * 4) * MINUTE)
            page.outcome = Outcome.HEALTHY
            await day.until((14 + turn * 4) * MINUTE)
        await day.until(2 * HOUR)

    day = live(story, tmp_path)
    assert len(day.received) <= 4
    assert day.received[-1].over


def test_a_single_lost_packet_now_and_then_is_never_told(tmp_path: Path) -> None:
    async def story(day: Day) -> None:
        page = day.add("page", critical=True, reason=Reason.TIMEOUT)
        for turn in range(40):
            await day.until((turn + 1) * 7 * MINUTE)
            page.answers = [Outcome.ERROR]

    day = live(story, tmp_path)
    assert day.received == []
    assert day.shone(OverallStatus.CRITICAL) == 0
