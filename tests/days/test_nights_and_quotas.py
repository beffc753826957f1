"""Days by the calendar and by other people's plans: summer time, maintenance, quotas, providers, receivers."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from porchlight.model.message import Fault
from porchlight.model.status import Outcome, OverallStatus, Reason
from tests.days.day import HOUR, MINUTE, Day, live

RED = OverallStatus.CRITICAL
DAY = 24 * HOUR
BERLIN = ZoneInfo("Europe/Berlin")
NIGHTLY = '[maintenance.backup]\nfrom = "01:30"\nto = "03:30"\nzone = "Europe/Berlin"\n'


@pytest.mark.parametrize(
    ("midnight", "window"),
    [
        (datetime(2026, 3, 29, tzinfo=BERLIN), HOUR),  # 2:00 becomes 3:00
        (datetime(2026, 10, 25, tzinfo=BERLIN), 3 * HOUR),  # 3:00 becomes 2:00
        (datetime(2026, 7, 1, tzinfo=BERLIN), 2 * HOUR),
    ],
)
def test_planned_maintenance_over_the_change_of_summer_time(
    midnight: datetime, window: float, tmp_path: Path
) -> None:
    """Truth: down from the window's beginning until five minutes before its end by the wall: nothing told. Down again
    from ten minutes after its end: told within two minutes."""

    async def story(day: Day) -> None:
        page = day.add("page", critical=True)
        await day.until(1.5 * HOUR + 30)
        page.outcome = Outcome.ERROR
        await day.until(1.5 * HOUR + window - 5 * MINUTE)
        page.outcome = Outcome.HEALTHY
        await day.until(1.5 * HOUR + window + 10 * MINUTE)
        assert day.received == []
        page.outcome = Outcome.ERROR
        await day.until(1.5 * HOUR + window + 12 * MINUTE)
        assert len(day.received) == 1
        page.outcome = Outcome.HEALTHY
        await day.until(1.5 * HOUR + window + 20 * MINUTE)

    assert [one.over for one in live(story, tmp_path, NIGHTLY, midnight).received] == [False, True]


@pytest.mark.parametrize("day_of", [datetime(2026, 3, 29, tzinfo=BERLIN), datetime(2026, 10, 25, tzinfo=BERLIN)])
def test_an_outage_over_the_change_of_summer_time_lasts_as_long_as_it_lasted(
    day_of: datetime, tmp_path: Path
) -> None:
    """Truth: 40 minutes down across the change: the message and the figures say 40 minutes."""

    async def story(day: Day) -> None:
        page = day.add("page", critical=True, interval=30.0)
        change = HOUR if day_of.month == 3 else 2 * HOUR
        await day.until(HOUR + change - 20 * MINUTE)
        page.outcome = Outcome.ERROR
        await day.until(HOUR + change + 20 * MINUTE)
        page.outcome = Outcome.HEALTHY
        await day.until(HOUR + change + HOUR)

    day = live(story, tmp_path, "", day_of)
    first, second = day.received
    assert "It was down for 4" in second.message.text
    assert second.at - first.at == pytest.approx(40 * MINUTE, abs=100)
    (incident,) = day.incidents()
    assert incident.ended_ms - incident.began_ms == pytest.approx(40 * MINUTE * 1000, abs=90_000)


def test_maintenance_that_takes_longer_than_planned_is_told_at_its_end(tmp_path: Path) -> None:
    """Truth: still down when the window ends: told within two minutes of it."""

    async def story(day: Day) -> None:
        page = day.add("page", critical=True)
        await day.until(2 * HOUR)
        page.outcome = Outcome.ERROR
        await day.until(4 * HOUR)
        page.outcome = Outcome.HEALTHY
        await day.until(5 * HOUR)

    first, second = live(story, tmp_path, NIGHTLY, datetime(2026, 7, 1, tzinfo=BERLIN)).received
    assert 3.5 * HOUR <= first.at < 3.5 * HOUR + 2 * MINUTE
    assert second.over


def test_a_quota_that_is_renewed_each_hour_is_told_once_a_day(tmp_path: Path) -> None:
    """Truth: 20 % at each hour's beginning, 95 % at its end: told once with its end, not 24 times."""

    async def story(day: Day) -> None:
        api = day.add("api", interval=120.0)
        for quarter in range(23 * 4):
            api.measures = {"quota_used": (20.0, 50.0, 75.0, 95.0)[quarter % 4]}
            await day.until((quarter + 1) * 15 * MINUTE)

    assert [one.over for one in live(story, tmp_path).received] == [False, True]


def test_a_quota_that_is_used_up_until_midnight_is_over_after_it(tmp_path: Path) -> None:
    """Truth: refused from 20:00 until midnight: told within three minutes, over within three minutes of midnight."""

    async def story(day: Day) -> None:
        api = day.add("api", reason=Reason.QUOTA)
        await day.until(20 * HOUR)
        api.outcome = Outcome.ERROR
        await day.until(DAY)
        api.outcome = Outcome.HEALTHY
        await day.until(26 * HOUR)

    first, second = live(story, tmp_path).received
    assert 20 * HOUR < first.at < 20 * HOUR + 3 * MINUTE
    assert second.over
    assert DAY < second.at < DAY + 3 * MINUTE


@pytest.mark.parametrize("wait", [30.0, 600.0, 86_400.0])
def test_a_provider_that_says_when_it_is_back_is_one_story(wait: float, tmp_path: Path) -> None:
    """Truth: 503 with a Retry-After for two hours: one beginning; its end at most a quarter of an hour late, however
    long the provider asks to wait."""

    async def story(day: Day) -> None:
        classy = day.add("classy", critical=True, retry_after=wait)
        await day.until(HOUR)
        classy.outcome = Outcome.ERROR
        await day.until(3 * HOUR)
        classy.outcome, classy.retry_after = Outcome.HEALTHY, None
        await day.until(5 * HOUR)

    first, second = live(story, tmp_path).received
    assert not first.over
    assert second.over
    assert second.at < 3 * HOUR + 34 * MINUTE


def test_a_partial_outage_is_told_for_its_part(tmp_path: Path) -> None:
    """Truth: one of five is down, and it is not critical: told for it alone; the light is yellow, never red."""

    async def story(day: Day) -> None:
        things = [day.add(f"part-{number}", critical=number == 0) for number in range(5)]
        await day.until(10 * MINUTE)
        things[3].outcome = Outcome.ERROR
        await day.until(40 * MINUTE)
        things[3].outcome = Outcome.HEALTHY
        await day.until(HOUR)

    day = live(story, tmp_path)
    assert [{label.alert.subject for label in one.message.labels} for one in day.received] == [{"part-3"}, {"part-3"}]
    assert day.shone(RED) == 0
    assert day.shone(OverallStatus.DEGRADED) == pytest.approx(30 * MINUTE, abs=150)


def test_a_tenth_of_the_answers_fails_all_day_and_nobody_is_woken(tmp_path: Path) -> None:
    """Truth: asked once more it answers: nothing told, and the figures say that a tenth was not well at first."""

    async def story(day: Day) -> None:
        page = day.add("page", critical=True)
        for minute in range(600):
            page.answers = [Outcome.ERROR] if minute % 10 == 3 else []
            await day.until((minute + 1) * MINUTE)

    day = live(story, tmp_path)
    assert day.received == []
    assert day.shone(RED) == 0


def test_a_receiver_that_comes_and_goes_hears_each_thing_once(tmp_path: Path) -> None:
    """Truth: it refuses every other minute while the page is down for an hour: one beginning, one end."""

    async def story(day: Day) -> None:
        page = day.add("page", critical=True)
        for minute in range(120):
            day.colleague.fault = Fault("It has a failure of its own (503).") if minute % 2 else None
            page.outcome = Outcome.ERROR if 20 <= minute < 80 else Outcome.HEALTHY
            await day.until((minute + 1) * MINUTE)

    assert [one.over for one in live(story, tmp_path).received] == [False, True]


def test_a_receiver_that_is_back_in_the_midst_of_an_outage_hears_of_it_then_and_of_its_end(tmp_path: Path) -> None:
    """Truth: the receiver is away from before the outage until its middle: told within 15 minutes of being back."""

    async def story(day: Day) -> None:
        page = day.add("page", critical=True)
        await day.until(10 * MINUTE)
        day.colleague.fault = Fault("No connection.")
        page.outcome = Outcome.ERROR
        await day.until(70 * MINUTE)
        day.colleague.fault = None
        await day.until(90 * MINUTE)
        assert len(day.received) == 1
        page.outcome = Outcome.HEALTHY
        await day.until(2 * HOUR)

    first, second = live(story, tmp_path).received
    assert first.at < 85 * MINUTE
    assert not first.over
    assert second.over


def test_two_troubles_that_have_nothing_to_do_with_each_other_are_two(tmp_path: Path) -> None:
    """Truth: each has its beginning and its end, the one that began later ends earlier."""

    async def story(day: Day) -> None:
        page, mail = day.add("page", critical=True), day.add("mail", reason=Reason.AUTH)
        await day.until(10 * MINUTE)
        page.outcome = Outcome.ERROR
        await day.until(20 * MINUTE)
        mail.outcome = Outcome.ERROR
        await day.until(30 * MINUTE)
        mail.outcome = Outcome.HEALTHY
        await day.until(40 * MINUTE)
        page.outcome = Outcome.HEALTHY
        await day.until(50 * MINUTE)

    day = live(story, tmp_path)
    order = [(label.alert.subject, one.over) for one in day.received for label in one.message.labels]
    assert order == [("page", False), ("mail", False), ("mail", True), ("page", True)]


def test_a_child_of_two_parents_is_told_only_where_neither_explains_it(tmp_path: Path) -> None:
    """Truth: one of its two parents is down: it follows. Later it fails by itself: told."""

    async def story(day: Day) -> None:
        one = day.add("one", critical=True)
        day.add("two", critical=True)
        child = day.add("child", depends_on=("one", "two"), interval=20.0)
        await day.until(10 * MINUTE)
        one.outcome = child.outcome = Outcome.ERROR
        await day.until(30 * MINUTE)
        one.outcome = child.outcome = Outcome.HEALTHY
        await day.until(60 * MINUTE)
        assert day.received_about("child") == []
        child.outcome = Outcome.ERROR
        await day.until(70 * MINUTE)
        child.outcome = Outcome.HEALTHY
        await day.until(80 * MINUTE)

    assert [one.over for one in live(story, tmp_path).received_about("child")] == [False, True]


def test_a_critical_child_is_told_though_its_plain_parent_only_has_a_warning(tmp_path: Path) -> None:
    """Truth: somebody stopped a helper that is not critical; the donation form is down: the form is told."""

    async def story(day: Day) -> None:
        helper = day.add("helper", reason=Reason.REFUSED)
        form = day.add("form", critical=True, depends_on=("helper",))
        await day.until(10 * MINUTE)
        helper.outcome = Outcome.DEGRADED
        await day.until(20 * MINUTE)
        form.outcome = Outcome.ERROR
        await day.until(30 * MINUTE)

    assert len(live(story, tmp_path).received_about("form")) == 1


def test_a_backup_that_makes_everything_slow_each_night_is_slow_and_never_down(tmp_path: Path) -> None:
    """Truth: slow from 2 to 3 each night: told as slow, over each time, never red."""

    async def story(day: Day) -> None:
        page = day.add("page", critical=True, slow_limit=2.0)
        for night in range(3):
            await day.until(night * DAY + 2 * HOUR)
            page.takes = 4.0
            await day.until(night * DAY + 3 * HOUR)
            page.takes = 0.05
        await day.until(2 * DAY + 5 * HOUR)

    day = live(story, tmp_path)
    assert day.shone(RED) == 0
    assert [one.over for one in day.received] == [False, True] * 3
    assert all("slow" in one.message.title.lower() for one in day.received if not one.over)


def test_a_weekend_with_the_office_switched_off_is_one_story(tmp_path: Path) -> None:
    """Truth: the office's server is off from Friday 18:00 to Monday 8:00 and nobody planned it: one beginning, one
    end of 62 hours, no reminder in between without a rule that asks for it."""

    async def story(day: Day) -> None:
        server = day.add("server", critical=True, local=True, interval=300.0, reason=Reason.UNREACHABLE)
        await day.until(18 * HOUR)
        server.outcome = Outcome.ERROR
        await day.until(80 * HOUR)
        server.outcome = Outcome.HEALTHY
        await day.until(82 * HOUR)

    first, second = live(story, tmp_path).received
    assert first.at < 18.3 * HOUR
    assert "It was down for 3 days" in second.message.text
