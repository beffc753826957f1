"""Charts and summaries: the same answer from single results, from rollups and from both, whatever the edges."""

import asyncio
import sqlite3
from contextlib import closing
from datetime import UTC
from pathlib import Path

import pytest

from porchlight.history.reader import HistoryReader
from porchlight.history.rollup import Accumulator, bucket_start, gather, samples
from porchlight.insight.report import read_report
from porchlight.model.history import Resolution
from porchlight.model.status import Outcome, Reason
from tests.clocks import ManualClock
from tests.integration.history.builders import WEBSITE, opened, result, state

pytestmark = pytest.mark.anyio
DAY = 24 * 3_600_000
MINUTE = 60_000
FIVE = Resolution.FIVE_MINUTES
Row = tuple[int, int, Outcome, Reason | None]


def minute_by_minute(began: int, count: int) -> list[Row]:
    """A check a minute; down for ten minutes of each hour; each a little slower than the one before."""
    return [
        (
            began + index * MINUTE,
            10_000 + index % 1000,
            Outcome.ERROR if index % 60 < 10 else Outcome.HEALTHY,
            Reason.TIMEOUT if index % 60 < 10 else None,
        )
        for index in range(count)
    ]


History = tuple[Path, ManualClock, list[tuple[int, int, Outcome, Reason | None]]]


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> History:
    """Three and a half days, written as time goes on, with everything rolled up that is due."""
    import asyncio

    path = tmp_path_factory.mktemp("history") / "history.sqlite3"
    clock = ManualClock(1_790_000_012_345)
    rows = minute_by_minute(clock.now_ms(), 3 * 1440 + 720)

    async def write() -> None:
        with opened(path, clock) as store:
            store.register(WEBSITE, clock.now_ms())
            for index, (began, us, outcome, reason) in enumerate(rows):
                clock.advance((began - clock.wall_ms) / 1000)
                found = result(began, duration_us=us, outcome=outcome, reason=reason)
                store.record(found, state(found))
                if index % 30 == 0:
                    await store.flush()
            await store.flush()

    asyncio.run(write())
    return path, clock, rows


@pytest.mark.parametrize(
    ("since", "until"),
    [
        (0, 4 * DAY),
        (0, 3 * 3_600_000),
        (DAY + 7 * MINUTE, DAY + 9 * MINUTE),
        (DAY // 2 + 1, 3 * DAY + 12_345),
        (3 * DAY + DAY // 2 - 600_000, 4 * DAY),
        (-DAY, 0),
    ],
)
def test_a_summary_counts_every_check_of_its_span_once(history: History, since: int, until: int) -> None:
    path, _, rows = history
    first = rows[0][0]
    with closing(sqlite3.connect(path)) as connection:
        (oldest,) = connection.execute("SELECT min(began_ms) FROM results").fetchone()
    low, high = (
        at if oldest < bucket_start(at, FIVE) else bucket_start(at, FIVE) for at in (first + since, first + until)
    )
    chosen = [row for row in rows if low <= row[0] < high]
    exact = Accumulator(0, 1)
    for bucket in gather(samples(rows, MINUTE), MINUTE):
        if low <= bucket.start_ms + first % MINUTE < high:
            exact.merge(bucket)
    with HistoryReader(str(path)) as reader:
        found = reader.summary("website", first + since, first + until)
    assert found.count == len(chosen)
    assert found.error == sum(outcome is Outcome.ERROR for _, _, outcome, _ in chosen)
    if chosen:
        assert found.min_us == exact.min_us
        assert found.max_us == exact.max_us
        assert found.mean_us == pytest.approx(exact.bucket().mean_us)
        assert found.p95_us == pytest.approx(exact.bucket().p95_us)
        assert found.uptime == pytest.approx(1 - exact.down_ms / exact.watched_ms)


@pytest.mark.parametrize("resolution", list(Resolution))
def test_a_chart_has_every_check_in_its_bucket(history: History, resolution: Resolution) -> None:
    path, _, rows = history
    expected = gather(samples(rows, MINUTE), resolution * 1000)
    with HistoryReader(str(path)) as reader:
        found = reader.buckets("website", rows[0][0], rows[-1][0] + 1, resolution)
    assert [(bucket.start_ms, bucket.healthy, bucket.error) for bucket in found] == [
        (bucket.start_ms, bucket.healthy, bucket.error) for bucket in expected
    ]
    for bucket, exact in zip(found, expected, strict=True):
        assert bucket.p95_us == exact.bucket().p95_us
        assert (bucket.min_us, bucket.max_us) == (exact.min_us, exact.max_us)


def test_results_older_than_their_time_are_gone_and_their_rollups_stay(history: History) -> None:
    path, clock, rows = history
    with HistoryReader(str(path)) as reader:
        oldest = reader.series("website", 0, clock.now_ms()).began_ms[0]
        assert 2 * DAY <= clock.now_ms() - oldest <= 2 * DAY + 4 * 3_600_000
        assert reader.summary("website", rows[0][0], clock.now_ms()).count == len(rows) - 1
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA auto_vacuum").fetchone()[0] == 2
        assert connection.execute("PRAGMA freelist_count").fetchone()[0] < 400  # space was given back


async def test_a_late_result_is_added_to_buckets_that_are_closed(tmp_path: Path) -> None:
    clock = ManualClock()
    path = tmp_path / "history.sqlite3"
    began = clock.now_ms() - 3 * DAY
    with opened(path, clock) as store:
        store.register(WEBSITE, began)
        for row in minute_by_minute(began, 3 * 1440):
            found = result(row[0], duration_us=row[1])
            store.record(found, state(found))
        await store.flush()
        for _ in range(5):  # maintenance comes between batches
            clock.advance(61)
            late = result(began + DAY + 17, duration_us=999_999)
            store.record(late, state(late))
            await store.flush()
        with HistoryReader(str(path)) as reader:
            for resolution in Resolution:
                buckets = reader.buckets("website", began, began + 2 * DAY, resolution)
                assert max(bucket.max_us or 0 for bucket in buckets) == 999_999, resolution


@pytest.mark.parametrize("days", [1, 2])
@pytest.mark.parametrize("hours", [0, 5, 5.5, 23.99])
def test_checks_of_many_components_are_the_sum_of_their_summaries(history: History, days: int, hours: float) -> None:
    path, _, rows = history
    since = bucket_start(rows[0][0], Resolution.DAY) + DAY + round(hours * 3_600_000)
    until = since + days * DAY
    with HistoryReader(str(path)) as reader:
        alone = reader.summary("website", since, until).count
        assert alone > 1000
        assert reader.checks(["website", "nothing"], since, until) == alone
        assert reader.checks(["nothing"], since, until) == 0


def test_a_component_that_was_never_checked_has_an_empty_summary(history: History) -> None:
    path, clock, _ = history
    with HistoryReader(str(path)) as reader:
        summary = reader.summary("nothing", 0, clock.now_ms())
        assert (summary.count, summary.uptime, summary.coverage) == (0, None, 0.0)
        assert reader.buckets("nothing", 0, clock.now_ms(), Resolution.HOUR) == []


def test_a_report_of_any_span_knows_that_the_last_checks_fail(tmp_path: Path) -> None:
    # A form that fails since half past, checked by cron: the hour and the day have healthy checks too.
    clock = ManualClock()
    now_ms = clock.now_ms()
    ages = (1_500, 1_200, 900, 600, 300)
    with opened(tmp_path / "history.sqlite", clock, maintain=False) as store:
        for age in ages:
            outcome = Outcome.HEALTHY if age > 900 else Outcome.ERROR
            found = result(now_ms - age * 1000, outcome=outcome)
            store.record(found, state(found))
        asyncio.run(store.flush())
    with HistoryReader(str(tmp_path / "history.sqlite")) as reader:
        for days in (1, 60):
            report = read_report(reader, [WEBSITE], {}, now_ms - days * 86_400_000, now_ms, UTC, {})
            assert report.verdict.lasting == ("Website",)
            assert report.components[0].failing_since_ms == now_ms - 900_000
