"""Days on which something is really wrong: who hears of it, when, and how often."""

from pathlib import Path

from porchlight.model.message import Fault
from porchlight.model.operation import Operation
from porchlight.model.status import Outcome, OverallStatus, Reason
from tests.days.day import HOUR, MINUTE, Day, live


def test_one_429_that_passes_is_no_news(tmp_path: Path) -> None:
    """Truth: every ten minutes one answer asks to wait five seconds: nothing told, never flapping."""

    async def story(day: Day) -> None:
        api = day.add("api", reason=Reason.THROTTLED, retry_after=5.0)
        for turn in range(1, 18):
            await day.until(turn * 10 * MINUTE)
            api.answers = [Outcome.DEGRADED]
        await day.until(3 * HOUR)
        assert not day.view("api").state.flapping

    day = live(story, tmp_path)
    assert day.received == []
    assert day.shone(OverallStatus.DEGRADED) == 0


def test_a_vendor_that_keeps_throttling_is_told_once(tmp_path: Path) -> None:
    async def story(day: Day) -> None:
        api = day.add("api")
        await day.until(10 * MINUTE)
        api.outcome, api.reason, api.retry_after = Outcome.DEGRADED, Reason.THROTTLED, 30.0
        await day.until(HOUR)
        api.outcome, api.retry_after = Outcome.HEALTHY, None
        await day.until(70 * MINUTE)

    first, second = live(story, tmp_path).received
    assert 10 * MINUTE < first.at < 14 * MINUTE
    assert second.over


def test_half_of_the_answers_fail_and_it_is_told_once(tmp_path: Path) -> None:
    """Truth: for an hour every other check fails at random. One message, one state; its end once it is calm."""

    async def story(day: Day) -> None:
        import random

        chance = random.Random(7)
        page = day.add("page", critical=True)
        await day.until(10 * MINUTE)
        page.answers = [chance.choice([Outcome.ERROR, Outcome.HEALTHY]) for _ in range(400)]
        await day.until(HOUR)
        page.answers = []
        await day.until(3 * HOUR)
        assert day.light is OverallStatus.HEALTHY

    assert [one.over for one in live(story, tmp_path).received] == [False, True]


def test_what_comes_and_goes_never_says_so_before_a_healthy_sentence(tmp_path: Path) -> None:
    async def story(day: Day) -> None:
        page = day.add("page", critical=True, sentence="The answer was 502 Bad Gateway.")
        for turn in range(10):
            await day.until((2 + turn * 3) * MINUTE)
            page.outcome = Outcome.ERROR if turn % 2 == 0 else Outcome.HEALTHY
        await day.until(33 * MINUTE)
        state = day.view("page").state
        assert state.flapping
        assert "502" in state.sentence
        assert "as expected" not in state.sentence

    live(story, tmp_path)


def test_a_quota_that_is_used_up_is_told_although_its_warning_was(tmp_path: Path) -> None:
    """Truth: told at 85 %, told again when every call is refused, told when it is over."""

    async def story(day: Day) -> None:
        api = day.add("api", measures={"quota_used": 50})
        await day.until(10 * MINUTE)
        api.measures = {"quota_used": 85}
        await day.until(2 * HOUR)
        assert len(day.received) == 1
        api.outcome, api.reason, api.measures = Outcome.ERROR, Reason.QUOTA, {}
        await day.until(3 * HOUR)
        assert len(day.received) == 2
        api.outcome = Outcome.HEALTHY  # the usage call answers 404 from now on
        await day.until(4 * HOUR)

    first, second, third = live(story, tmp_path).received
    assert second.at < 2 * HOUR + 2 * MINUTE
    assert second.message.title != first.message.title
    assert third.over


def test_a_child_is_not_told_before_its_parent(tmp_path: Path) -> None:
    """Truth: the database goes five seconds after it was checked; the sync on it is never told by itself."""

    async def story(day: Day) -> None:
        database = day.add("database", critical=True, interval=60.0)
        sync = day.add("sync", depends_on=("database",), interval=10.0)
        await day.until(20 * MINUTE)
        database.outcome = sync.outcome = Outcome.ERROR
        await day.until(40 * MINUTE)
        database.outcome = sync.outcome = Outcome.HEALTHY
        await day.until(50 * MINUTE)

    day = live(story, tmp_path)
    assert day.received_about("sync") == []
    assert [one.over for one in day.received_about("database")] == [False, True]
    assert day.received_about("database")[0].at < 20.6 * MINUTE


def test_a_child_that_is_sure_at_once_waits_for_its_parent_too(tmp_path: Path) -> None:
    async def story(day: Day) -> None:
        database = day.add("database", critical=True, interval=300.0)
        sync = day.add("sync", depends_on=("database",), interval=10.0, reason=Reason.AUTH)
        await day.until(20 * MINUTE)
        database.outcome = sync.outcome = Outcome.ERROR
        await day.until(22 * MINUTE)

    assert live(story, tmp_path).received_about("sync") == []


def test_a_slow_response_ends_though_no_baseline_is_known(tmp_path: Path) -> None:
    async def story(day: Day) -> None:
        page = day.add("page", slow_limit=1.0)
        await day.until(10 * MINUTE)
        page.takes = 3.0
        await day.until(40 * MINUTE)
        page.takes = 0.05
        await day.until(HOUR)

    assert [one.over for one in live(story, tmp_path).received] == [False, True]


def test_a_receiver_that_was_down_for_two_hours_hears_of_it_once(tmp_path: Path) -> None:
    """Truth: the outage began and ended while nobody could be told: one message says both."""

    async def story(day: Day) -> None:
        page = day.add("page", critical=True)
        await day.until(10 * MINUTE)
        day.colleague.fault = Fault("It has a failure of its own (503).")
        page.outcome = Outcome.ERROR
        await day.until(HOUR)
        page.outcome = Outcome.HEALTHY
        await day.until(2 * HOUR)
        day.colleague.fault = None
        await day.until(2.5 * HOUR)

    (received,) = live(story, tmp_path).received
    assert received.over
    assert "is working again" in received.message.title


def test_a_receiver_that_refused_for_good_is_told_once_it_is_mended(tmp_path: Path) -> None:
    async def story(day: Day) -> None:
        page = day.add("page", critical=True)
        await day.until(10 * MINUTE)
        day.colleague.fault = Fault("It does not know this address (404).", permanent=True)
        page.outcome = Outcome.ERROR
        await day.until(HOUR)
        assert day.colleague.tries < 10
        day.colleague.fault = None
        await day.until(1.5 * HOUR)
        assert len(day.received) == 1
        page.outcome = Outcome.HEALTHY
        await day.until(2 * HOUR)

    assert [one.over for one in live(story, tmp_path).received] == [False, True]


def _run(day: Day, number: int, processed: int, seconds: float, ok: bool = True) -> Operation:
    began_ms = day.loop.now_ms() - round(seconds * 1000)
    return Operation("sync:supporters", began_ms, seconds * 1000, ok, processed, 0, id=str(number))


def test_a_quiet_evening_is_no_failing_sync(tmp_path: Path) -> None:
    """Truth: thousands of items by day, none or one by night: nothing told."""

    async def story(day: Day) -> None:
        log = day.add("log")
        for number in range(60):
            busy = number < 30
            log.operations = [_run(day, number, 4000 if busy else number % 2, 48.0 if busy else 0.4)]
            await day.until((number + 1) * 5 * MINUTE)

    assert live(story, tmp_path).received == []


def test_a_sync_that_crawls_says_how_slow_and_what_is_usual(tmp_path: Path) -> None:
    async def story(day: Day) -> None:
        log = day.add("log")
        for number in range(30):
            log.operations = [_run(day, number, 4000, 48.0 if number < 20 else 240.0)]
            await day.until((number + 1) * 5 * MINUTE)

    (received,) = live(story, tmp_path).received
    assert "16.7 items per second" in received.message.text
    assert "83.3 is usual" in received.message.text
    assert received.message.title == "Sync of supporters: Much slower than usual"


def test_runs_that_fail_say_how_many_and_the_end_comes_without_counts(tmp_path: Path) -> None:
    async def story(day: Day) -> None:
        log = day.add("log")
        for number in range(20):
            run = _run(day, number, 100, 20.0, ok=number not in (8, 9))
            log.operations = [
                run if number < 10 else Operation("sync:supporters", run.began_ms, 20_000, True, id=run.id)
            ]
            await day.until((number + 1) * 5 * MINUTE)

    first, second = live(story, tmp_path).received
    assert "The last 2 runs failed" in first.message.text
    assert second.over
