"""The performance tab over a real history: jobs by how long they take, one of them over time."""

import asyncio
import importlib
import math
import random
import threading
import time
from pathlib import Path
from types import ModuleType

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu
from pytestqt.qtbot import QtBot

from porchlight.desktop.application import Application
from porchlight.desktop.performance_data import read_rows, read_story
from porchlight.desktop.theme import Theme
from porchlight.desktop.widgets.basic import EmptyState
from porchlight.desktop.widgets.duration_chart import DurationChart
from porchlight.desktop.widgets.performance_table import PerformanceTable
from porchlight.desktop.windows.main import MainWindow
from porchlight.desktop.windows.performance_page import PerformancePage
from porchlight.desktop.windows.places import Places
from porchlight.history.reader import HistoryReader
from porchlight.insight.forecasts import Forecast
from porchlight.model.operation import Operation
from porchlight.settings.report import ReportFormat
from tests.desktop.conftest import Run
from tests.desktop.live import Live, live, until
from tests.desktop.seen import button, buttons, every, has, texts, the
from tests.integration.history.builders import opened

NOW_MS = time.time_ns() // 1_000_000
HOUR_MS, DAY_MS = 3_600_000, 86_400_000
SETTINGS = '[monitor]\nconnectivity_urls = []\n[components.it]\nkind = "self"\nname = "Itself"\n'


def _past(file: Path, days: int = 42) -> None:
    """Supporters get 10 % slower a week, gifts stay as they are and failed last."""
    chance = random.Random(5)
    runs = []
    for number in range(days * 24):
        began_ms = NOW_MS - 60_000 - number * HOUR_MS
        weeks_ago = number / 24 / 7
        ms = 1_800_000 * 1.1**-weeks_ago * math.exp(chance.gauss(0, 0.08))
        runs.append(Operation("sync:supporters", began_ms, ms, True, round(ms / 1000 * 4.5)))
        ok = number not in (0, 30)
        runs.append(Operation("sync:transactions", began_ms, 20_000 * math.exp(chance.gauss(0, 0.1)), ok, 50))
    with opened(file) as store:
        store.record_operations(runs)


def _page(running: Live, folder: Path, qtbot: QtBot) -> PerformancePage:
    """The tab, in a main window."""
    window = MainWindow(running.context, Places(str(folder / "windows.ini")))
    qtbot.addWidget(window)
    window.show()
    window.show_tab("performance")
    return the(window, PerformancePage)


def test_jobs_are_listed_with_rate_and_trend_and_one_is_shown_over_time(
    qapp: Application, run: Run, theme: Theme, tmp_path: Path, qtbot: QtBot
) -> None:
    _past(tmp_path / "history.sqlite3")

    async def main() -> None:
        async with live(theme, tmp_path, SETTINGS) as running:
            page = _page(running, tmp_path, qtbot)
            table = the(page, PerformanceTable)
            await until(lambda: len(table.lines) == 2)
            first = list(table.lines[0].texts)
            assert first[0] == "Sync of supporters"
            assert first[6].endswith("(usually 4.5)")
            assert first[7].startswith("▲ ")
            assert first[7].endswith(" per week")
            assert table.lines[1].texts[0] == "Sync of gifts"
            assert table.lines[1].texts[7] == "steady"
            table.selectRow(0)
            await until(lambda: has(page, DurationChart))
            assert "Its usual duration grew " in texts(page)
            assert "between runs around " in texts(page)
            chart = the(page, DurationChart)
            await until(lambda: chart.width() > 300)
            event = QContextMenuEvent(
                QContextMenuEvent.Reason.Mouse, QPoint(200, 90), chart.mapToGlobal(QPoint(200, 90))
            )
            QApplication.sendEvent(chart.viewport(), event)
            menu = next(one for one in every(page, QMenu) if one.isVisible())
            actions = {action.text(): action for action in menu.actions() if action.text()}
            assert list(actions) == [
                "Show the whole period again",
                "Copy chart",
                "Save chart as image…",
                "Save data as CSV…",
            ]
            actions["Copy chart"].trigger()
            assert not QGuiApplication.clipboard().image().isNull()
            assert "The chart was copied." in texts(page)
            actions["Save data as CSV…"].trigger()
            (dialog,) = every(page, QFileDialog)
            dialog.fileSelected.emit(str(tmp_path / "runs.csv"))
            dialog.reject()
            await until(lambda: "Saved as runs.csv." in texts(page))
            lines = (tmp_path / "runs.csv").read_text(encoding="utf-8-sig").splitlines()
            assert lines[0] == "time,median_s,p95_s"
            assert len(lines) > 20
            button(page, "Components").click()
            await until(lambda: len(table.lines) <= 1)
            assert not has(page, DurationChart)

    run(main())


def test_the_span_that_was_chosen_last_is_shown_whichever_is_drawn_first(
    qapp: Application,
    run: Run,
    theme: Theme,
    tmp_path: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The first chart waits for its library to be loaded; a second one that is asked for meanwhile may come first."""
    _past(tmp_path / "history.sqlite3")
    load, gates = importlib.import_module, list[threading.Event]()

    def slowly(name: str, package: str | None = None) -> ModuleType:
        if name.endswith(".duration_chart"):
            gates.append(gate := threading.Event())
            gate.wait(30)
        return load(name, package)

    async def main() -> None:
        async with live(theme, tmp_path, SETTINGS) as running:
            page = _page(running, tmp_path, qtbot)
            await until(lambda: len(the(page, PerformanceTable).lines) == 2)
            monkeypatch.setattr(importlib, "import_module", slowly)
            the(page, PerformanceTable).selectRow(0)
            await until(lambda: len(gates) == 1)
            button(page, "30 days").click()
            await until(lambda: len(gates) == 2)
            gates[1].set()
            await until(lambda: has(page, DurationChart) and page.files.kept is not None)
            shown = page.files.kept
            gates[0].set()
            await asyncio.sleep(0.1)
            assert page.files.kept is shown
            since, until_ = the(page, DurationChart).visible_range
            assert until_ - since > 29 * 86_400

    run(main())


def test_without_jobs_it_shows_how_they_report(
    qapp: Application, run: Run, theme: Theme, tmp_path: Path, qtbot: QtBot
) -> None:
    async def main() -> None:
        async with live(theme, tmp_path, SETTINGS) as running:
            page = _page(running, tmp_path, qtbot)
            await until(lambda: has(page, EmptyState))

    run(main())


def test_a_job_that_will_outgrow_its_interval_is_foreseen(tmp_path: Path) -> None:
    path = tmp_path / "history.sqlite3"
    _past(path)
    with HistoryReader(str(path)) as reader:
        jobs, _ = read_rows(reader, [], NOW_MS - 7 * DAY_MS, NOW_MS)
        slow = read_story(reader, "sync:supporters", NOW_MS - 7 * DAY_MS, NOW_MS)
        steady = read_story(reader, "sync:transactions", NOW_MS - DAY_MS, NOW_MS)
    assert [job.name for job in jobs] == ["sync:supporters", "sync:transactions"]
    assert slow.capacity is not None
    assert slow.capacity.limit == HOUR_MS / 1000
    assert isinstance(slow.capacity.forecast, Forecast)
    assert NOW_MS < slow.capacity.forecast.at_ms < NOW_MS + 100 * DAY_MS
    assert steady.capacity is not None
    assert not isinstance(steady.capacity.forecast, Forecast)
    assert len(steady.chart.failed) == 1


def test_a_report_is_saved_beside_the_windows_and_offered_to_be_opened(
    qapp: Application, run: Run, theme: Theme, tmp_path: Path, qtbot: QtBot
) -> None:
    _past(tmp_path / "history.sqlite3", days=5)
    folder = tmp_path / "out"
    folder.mkdir()
    settings = f'{SETTINGS}[report]\nfolder = "{folder}"\n'

    async def main() -> None:
        async with live(theme, tmp_path, settings) as running:
            report = _page(running, tmp_path, qtbot).report
            dialog = report.ask()
            assert Path(dialog.directory().absolutePath()) == folder
            dialog.fileSelected.emit(str(folder / "week.pdf"))
            dialog.reject()
            await until(lambda: "Open" in buttons(report.line))
            assert f"Report saved to {folder / 'week.pdf'}." in texts(report.line)
            assert (folder / "week.pdf").read_bytes().startswith(b"%PDF-")
            assert report.button.isEnabled()
            report.save(str(folder / "week.HTML"), ReportFormat.PDF)
            await until(lambda: (folder / "week.HTML").exists())
            assert (folder / "week.HTML").read_text(encoding="utf-8").startswith("<!doctype html>")
            report.save(str(folder / "none" / "week"), ReportFormat.MARKDOWN)
            await until(lambda: "Choose another folder." in texts(report.line))
            assert "Open" not in buttons(report.line)

    run(main())
