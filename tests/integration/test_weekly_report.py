"""The weekly report over a real history and real files, on a clock that the test drives."""

import asyncio
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from porchlight.exporters.report.weekly import AGAIN, Surroundings, WeeklyReport
from porchlight.history.store import HistoryStore, open_store
from porchlight.language.english import english
from porchlight.model.events import Event, ReportFailed, ReportWritten
from porchlight.probes.vendor_feeds import vendors
from porchlight.runtime.activity import Activity
from porchlight.runtime.day_results import read_day_results
from porchlight.runtime.gifts import read_missed_gifts
from porchlight.runtime.kinds import parse_settings
from porchlight.settings.file import LoadedSettings
from porchlight.settings.paths import history_file
from tests.clocks import ManualClock
from tests.integration.history.builders import WEBSITE, result, state

NEW_YORK = ZoneInfo("America/New_York")


def _ms(text: str) -> int:
    return round(datetime.fromisoformat(text).timestamp() * 1000)


@dataclass
class Office:
    """One computer with its Porchlight, which may be started again."""

    folder: Path
    clock: ManualClock
    report: str = 'weekly = true\nformat = "md"'
    zone: tzinfo = NEW_YORK
    published: list[ReportWritten | ReportFailed] = field(default_factory=list)

    @property
    def settings(self) -> LoadedSettings:
        text = '[components.website]\nkind = "http"\nname = "Website"\nurl = "http://127.0.0.1:9/"\n[report]\n'
        return parse_settings(f'{text}folder = "{self.folder / "reports"}"\n{self.report}\n')

    @property
    def files(self) -> list[str]:
        reports = self.folder / "reports"
        return sorted(os.listdir(reports)) if reports.is_dir() else []

    def run(self, *steps: Callable[[], None]) -> None:
        """Start it, look at the clock, and again after each step; then end it."""
        asyncio.run(self._run(steps))

    async def _run(self, steps: tuple[Callable[[], None], ...]) -> None:
        store = open_store(history_file(str(self.folder)), self.clock, results_kept=172_800, maintain=False)
        try:
            weekly = WeeklyReport(self._around(store))
            await weekly.look()
            for step in steps:
                step()
                await weekly.look()
        finally:
            await store.flush()
            store.close()

    def _around(self, store: HistoryStore) -> Surroundings:
        activity = Activity(store, self.clock)

        def publish(event: Event) -> None:
            assert isinstance(event, ReportWritten | ReportFailed)
            self.published.append(event)
            activity.on_event(event)

        return Surroundings(
            settings=lambda: self.settings,
            clock=self.clock,
            zone=lambda: self.zone,
            data_dir=str(self.folder),
            history_path=history_file(str(self.folder)),
            redact=str,
            publish=publish,
            flush=store.flush,
            vendors=vendors,
            missed=read_missed_gifts,
            days=read_day_results,
        )

    def until(self, moment: str) -> Callable[[], None]:
        """A step: it is so late."""

        def go() -> None:
            self.clock.advance((_ms(moment) - self.clock.now_ms()) / 1000)

        return go


@pytest.fixture
def office(tmp_path: Path) -> Office:
    clock = ManualClock(_ms("2026-03-02T06:59:00-05:00"))  # a Monday, a minute before
    made = Office(tmp_path, clock)
    store = open_store(history_file(str(tmp_path)), clock, results_kept=172_800, maintain=False)
    store.register(WEBSITE, clock.now_ms())
    for minutes in range(60):
        found = result(clock.now_ms() - 86_400_000 + minutes * 60_000)
        store.record(found, state(found))
    asyncio.run(store.flush())
    store.close()
    return made


def test_it_is_written_once_a_week_by_the_clock_on_the_wall(office: Office) -> None:
    office.run(
        office.until("2026-03-02T06:59:59-05:00"),
        office.until("2026-03-02T07:00:00-05:00"),
        office.until("2026-03-02T07:01:00-05:00"),
        office.until("2026-03-08T23:00:00-04:00"),  # the clock was put forward in the night
        office.until("2026-03-09T06:59:59-04:00"),
        office.until("2026-03-09T07:00:00-04:00"),
    )
    # The first look is for the week that had ended before.
    assert office.files == ["Porchlight 2026-02-23.md", "Porchlight 2026-03-02.md", "Porchlight 2026-03-09.md"]
    assert [event.week for event in office.published] == ["2026-W09", "2026-W10", "2026-W11"]
    path = office.folder / "reports" / "Porchlight 2026-03-02.md"
    assert office.published[1] == ReportWritten("2026-W10", str(path))
    text = (office.folder / "reports" / "Porchlight 2026-03-02.md").read_text(encoding="utf-8")
    assert text.startswith("# How our systems did, 23 Feb\u2009–\u20092 Mar 2026")
    assert "| Website | 100" in text


def test_it_comes_late_where_the_computer_was_off_and_never_twice(office: Office) -> None:
    office.run()
    office.until("2026-03-04T10:00:00-05:00")()  # off since Monday before seven
    office.run()
    office.run()
    assert office.files == ["Porchlight 2026-02-23.md", "Porchlight 2026-03-02.md"]
    for name in office.files:  # somebody put them elsewhere
        (office.folder / "reports" / name).unlink()
    office.run()
    assert office.files == []
    office.until("2026-03-24T10:00:00-04:00")()  # three weeks off: the last one alone
    office.run()
    assert office.files == ["Porchlight 2026-03-23.md"]


def test_no_other_zone_day_or_clock_makes_it_come_again(office: Office) -> None:
    office.run(office.until("2026-03-02T08:00:00-05:00"))
    before = office.files

    def west() -> None:
        office.zone = ZoneInfo("Pacific/Honolulu")

    def friday() -> None:
        office.report = 'weekly = true\nformat = "pdf"\nday = "friday"\ntime = "01:00"'

    office.run(west, office.until("2026-03-02T11:00:00-05:00"))
    office.clock.wall_ms = _ms("2026-02-25T12:00:00-05:00")  # set back
    office.run()
    office.clock.wall_ms = _ms("2026-03-06T12:00:00-05:00")
    office.run(friday)
    assert office.files == before
    office.run(office.until("2026-03-13T12:00:00-04:00"))
    assert office.files == [*before, "Porchlight 2026-03-13.pdf"]


def test_what_is_in_the_way_is_told_once_and_tried_again(office: Office) -> None:
    (office.folder / "reports").write_text("a file where a folder should be", encoding="utf-8")

    def later() -> None:
        office.clock.advance(AGAIN + 1)

    def soon() -> None:
        office.clock.advance(60)

    def mend() -> None:
        (office.folder / "reports").unlink()
        office.clock.advance(AGAIN + 1)

    office.run(soon, later, mend)
    told = [(type(event), english(getattr(event, "sentence", ""))) for event in office.published]
    assert told[0][0] is ReportFailed
    assert told[0][1].startswith(f"The weekly report could not be written to {office.folder / 'reports'} (")
    assert [action for action, _ in told].count(ReportFailed) == 2  # of the week before, and of this one
    assert told[-1][0] is ReportWritten
    assert office.files == ["Porchlight 2026-03-02.md"]


def test_the_oldest_are_removed_and_only_ours(office: Office) -> None:
    office.report = 'weekly = true\nformat = "html"\nkeep = 2'
    reports = office.folder / "reports"
    reports.mkdir()
    for name in (
        "Porchlight 2025-01-06.pdf",
        "Porchlight 2025-01-13.md",
        "Porchlight notes.md",
        "Budget 2025-01-06.pdf",
    ):
        (reports / name).write_text("x", encoding="utf-8")
    office.run()
    assert office.files == [
        "Budget 2025-01-06.pdf",
        "Porchlight 2025-01-13.md",
        "Porchlight 2026-02-23.html",
        "Porchlight notes.md",
    ]


def test_one_that_was_written_but_not_noted_is_only_noted(office: Office) -> None:
    reports = office.folder / "reports"
    reports.mkdir()
    (reports / "Porchlight 2026-02-23.md").write_text("there", encoding="utf-8")
    office.run()
    assert (reports / "Porchlight 2026-02-23.md").read_text(encoding="utf-8") == "there"
    assert [type(event) for event in office.published] == [ReportWritten]


def test_nothing_is_written_unless_it_is_wanted(office: Office) -> None:
    office.report = ""
    office.run(office.until("2026-03-16T12:00:00-04:00"))
    assert office.files == []
    assert office.published == []
    assert datetime.fromtimestamp(office.clock.now_ms() / 1000, UTC).day == 16


def _left_behind(office: Office) -> None:
    """As a monitor does that keeps the history in shape."""
    store = open_store(history_file(str(office.folder)), office.clock, results_kept=172_800)
    asyncio.run(store.flush())
    store.close()


def test_no_week_is_over_because_a_clock_jumped(office: Office) -> None:
    office.run(
        lambda: office.clock.sleep(3 * 365 * 86_400),
        lambda: office.clock.advance(1800),
        lambda: office.clock.sleep(-3 * 365 * 86_400),
        lambda: office.clock.advance(60),
    )
    assert office.files == ["Porchlight 2026-02-23.md", "Porchlight 2026-03-02.md"]


def test_started_three_years_ahead_no_report_is_written_within_the_hour_and_none_removed(office: Office) -> None:
    office.report += "\nkeep = 1"
    office.run(lambda: office.clock.advance(120))
    _left_behind(office)
    office.clock.sleep(3 * 365 * 86_400)
    office.run(lambda: office.clock.advance(1800))
    assert office.files == ["Porchlight 2026-03-02.md"]
    office.clock.sleep(-3 * 365 * 86_400)
    _left_behind(office)
    office.clock.advance(5 * 86_400)  # off for some days, as at every week's end
    office.run()
    office.clock.advance(2 * 86_400)
    office.run()
    assert office.files == ["Porchlight 2026-03-09.md"]
