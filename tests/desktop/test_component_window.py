"""A component's window over a real history."""

import asyncio
import csv
import gc
import shutil
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLineEdit, QMenu, QToolButton, QWidget
from shiboken6 import isValid

from porchlight.demo.http_server import SimulatorServer
from porchlight.demo.past import make_past
from porchlight.demo.services import demo_services
from porchlight.desktop.application import Application
from porchlight.desktop.theme import Theme
from porchlight.desktop.widgets.chart_saving import write_csv
from porchlight.desktop.widgets.figures import Figures
from porchlight.desktop.widgets.latency_chart import LatencyChart
from porchlight.desktop.widgets.note_dialog import NoteDialog
from porchlight.desktop.widgets.points_table import PointsTable
from porchlight.desktop.widgets.response_chart import ResponseChart
from porchlight.desktop.windows.component import ComponentWindow
from porchlight.desktop.windows.places import Places
from porchlight.model.errors import HistoryUnavailable
from porchlight.model.note import Note
from porchlight.runtime.kinds import parse_settings
from porchlight.settings.paths import history_file
from tests.desktop.conftest import Run
from tests.desktop.live import Live, live, until
from tests.desktop.seen import button, has, texts, the
from tests.integration.probes import vendor_feeds
from tests.integration.probes.other_monitors import OtherMonitor

Use = Callable[[Live, ComponentWindow], Awaitable[None]]


@pytest.fixture(autouse=True)
def _windows_are_gone(qapp: Application) -> Iterator[None]:
    yield
    for window in qapp.topLevelWidgets():
        with suppress(RuntimeError):  # gone already
            window.close()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    gc.collect()


async def _ready(window: ComponentWindow) -> None:
    await until(lambda: _chart(window).data is not None and window.facts is not None)


def _chart(window: ComponentWindow) -> ResponseChart:
    return the(window, ResponseChart)


@pytest.fixture(scope="module", autouse=True)
def past(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("past")
    settings = '[components.website]\nkind = "http"\nurl = "http://127.0.0.1:9/"\n'
    asyncio.run(make_past(parse_settings(settings), str(folder)))
    _PAST.append(folder / "history.sqlite3")
    return folder


_PAST: list[Path] = []


def _with_past(run: Run, theme: Theme, tmp_path: Path, use: Use) -> None:
    shutil.copy(_PAST[-1], tmp_path / "history.sqlite3")

    async def main() -> None:
        async with demo_services(str(tmp_path)) as demo:
            (tmp_path / "porchlight.toml").write_text(demo.settings, encoding="utf-8")
            async with live(theme, tmp_path, secrets=demo.secrets) as running:
                window = ComponentWindow(running.context, Places(str(tmp_path / "windows.ini")), "website")
                window.show()
                await _ready(window)
                await use(running, window)
                if isValid(window):
                    window.close()
            assert running.failures == []

    run(main())


def test_figures_strip_incidents_and_chart_are_shown(run: Run, theme: Theme, tmp_path: Path) -> None:
    async def look(running: Live, window: ComponentWindow) -> None:
        names = [name for name in texts(the(window, Figures)).splitlines() if name.startswith("Uptime")]
        assert names == ["Uptime 24 h", "Uptime 7 days", "Uptime 30 days", "Uptime 90 days"]
        assert window.facts is not None
        assert len(window.facts.days) == 90
        assert len(window.facts.incidents) >= 2
        assert has(window, LatencyChart)
        assert "Donation page" in window.windowTitle()

    _with_past(run, theme, tmp_path, look)


def test_each_range_has_few_enough_points_and_shows_its_span(run: Run, theme: Theme, tmp_path: Path) -> None:
    async def look(running: Live, window: ComponentWindow) -> None:
        for name, days in (("1 h", 1 / 24), ("3 days", 3), ("30 days", 30), ("13 months", 395)):
            before = _chart(window).data
            button(window, name).click()
            await until(lambda before=before: _chart(window).data is not before)  # type: ignore[misc]
            assert _chart(window).data is not None
            assert len(_chart(window).data.times) <= 2300
            since, until_ = the(window, LatencyChart).visible_range
            assert (until_ - since) / 86_400 == pytest.approx(days, rel=0.05)

    _with_past(run, theme, tmp_path, look)


def test_a_new_result_appears_and_what_was_moved_away_stays(run: Run, theme: Theme, tmp_path: Path) -> None:
    async def look(running: Live, window: ComponentWindow) -> None:
        button(window, "1 h").click()
        before = _chart(window).data
        await until(lambda: _chart(window).data is not before)
        newest = _chart(window).data.times[-1] if _chart(window).data else 0.0
        await running.program.check("website")
        await until(lambda: _chart(window).data is not None and _chart(window).data.times[-1] > newest)
        QTest.keyClick(the(window, LatencyChart), Qt.Key.Key_Left)
        moved = the(window, LatencyChart).visible_range
        await running.program.check("website")
        await asyncio.sleep(1.2)  # longer than new results are gathered
        assert the(window, LatencyChart).visible_range == moved

    _with_past(run, theme, tmp_path, look)


def test_the_keyboard_moves_and_zooms_and_the_fitting_rollup_is_asked_for(
    run: Run, theme: Theme, tmp_path: Path
) -> None:
    async def look(running: Live, window: ComponentWindow) -> None:
        chart = the(window, LatencyChart)
        button(window, "30 days").click()
        await until(lambda: _chart(window).data is not None and _chart(window).data.resolution == 3600)
        since, until_ = chart.visible_range
        for _ in range(8):
            QTest.keyClick(chart, Qt.Key.Key_Plus)
        assert chart.visible_range[1] - chart.visible_range[0] < (until_ - since) / 8
        await until(lambda: _chart(window).data is not None and _chart(window).data.resolution == 300)
        left = chart.visible_range[0]
        QTest.keyClick(chart, Qt.Key.Key_Left)
        assert chart.visible_range[0] < left

    _with_past(run, theme, tmp_path, look)


def test_the_readout_shows_time_and_value(run: Run, theme: Theme, tmp_path: Path) -> None:
    async def look(running: Live, window: ComponentWindow) -> None:
        chart, data = the(window, LatencyChart), _chart(window).data
        assert data is not None
        chart.resize(800, 300)
        chart.point_at_time(data.times[len(data.times) // 2])
        assert "ms" in texts(chart)

    _with_past(run, theme, tmp_path, look)


def test_the_same_points_as_a_table_a_picture_and_a_file(run: Run, theme: Theme, tmp_path: Path) -> None:
    async def look(running: Live, window: ComponentWindow) -> None:
        button(window, "Table").click()
        assert has(window, PointsTable)
        model = the(window, PointsTable).model()
        data = _chart(window).data
        assert data is not None
        assert model.rowCount() == len(data.times)
        assert "ms" in model.data(model.index(1, 1))
        picture = tmp_path / "chart.png"
        assert the(window, LatencyChart).picture().save(str(picture))
        assert QImage(str(picture)).width() > 400
        file = tmp_path / "chart.csv"
        assert write_csv(str(file), data)
        assert file.read_bytes().startswith(b"\xef\xbb\xbf")
        with file.open(encoding="utf-8-sig") as written:
            rows = list(csv.reader(written))
        assert rows[0] == ["time", "median_ms", "p95_ms"]
        assert len(rows) == len(_chart(window).data.times) + 1

    _with_past(run, theme, tmp_path, look)


def test_an_incident_is_listed_soon_after_it_began(run: Run, theme: Theme, tmp_path: Path) -> None:
    async def look(running: Live, window: ComponentWindow) -> None:
        known = {incident.id for incident in window.facts.incidents}
        file = tmp_path / "porchlight.toml"
        changed = file.read_text(encoding="utf-8").replace('"Donate"', '"Nothing of it"', 1)
        await running.program.apply(parse_settings(changed))
        for _ in range(4):
            await running.program.check("website")
        await until(lambda: window.facts is not None and {one.id for one in window.facts.incidents} - known)
        assert any(one.ended_ms is None for one in window.facts.incidents)

    _with_past(run, theme, tmp_path, look)


def test_diagnostics_are_copied_without_secrets(run: Run, theme: Theme, tmp_path: Path) -> None:
    async def look(running: Live, window: ComponentWindow) -> None:
        button(window, "Copy diagnostics").click()
        text = QGuiApplication.clipboard().text()
        assert text.startswith("Donation page (http)")
        assert "uptime" in text
        assert "incident:" in text

    _with_past(run, theme, tmp_path, look)


def test_it_remembers_its_place(run: Run, theme: Theme, tmp_path: Path) -> None:
    async def look(running: Live, window: ComponentWindow) -> None:
        window.resize(777, 555)
        window.close()
        again = ComponentWindow(running.context, Places(str(tmp_path / "windows.ini")), "website")
        assert (again.width(), again.height()) == (777, 555)
        await _ready(again)
        again.close()

    _with_past(run, theme, tmp_path, look)


@pytest.mark.logs_warnings
def test_without_a_history_it_shows_that(run: Run, theme: Theme, tmp_path: Path) -> None:
    async def main() -> None:
        text = '[components.self]\nkind = "self"\nname = "Itself"\n'
        Path(history_file(str(tmp_path))).mkdir()  # where the file should be
        async with live(theme, tmp_path, text) as running:
            window = ComponentWindow(running.context, Places(str(tmp_path / "windows.ini")), "self")
            window.show()
            await until(lambda: "No history to show." in texts(window))
            window.close()

    run(main())


def test_figures_that_cannot_be_read_leave_the_chart_as_it_is(
    run: Run, theme: Theme, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def look(running: Live, window: ComponentWindow) -> None:
        asked = []

        async def fail(query: object) -> None:
            asked.append(query)
            raise HistoryUnavailable("The disk of the history is full.")

        monkeypatch.setattr(running.context.history, "ask", fail)
        window.read()
        await until(lambda: asked)
        await asyncio.sleep(0)
        assert has(window, LatencyChart)

    _with_past(run, theme, tmp_path, look)


def test_it_closes_when_its_component_is_taken_out(run: Run, theme: Theme, tmp_path: Path) -> None:
    async def main() -> None:
        text = '[components.a]\nkind = "self"\n[components.b]\nkind = "self"\n'
        async with live(theme, tmp_path, text) as running:
            window = ComponentWindow(running.context, Places(str(tmp_path / "windows.ini")), "a")
            window.show()
            await until(lambda: has(window, LatencyChart))
            gone = []
            window.destroyed.connect(lambda: gone.append(True))
            running.settings_file.write_text('[components.b]\nkind = "self"\n')
            await running.reload()
            await until(lambda: gone)

    run(main())


def test_the_vendors_status_is_in_the_window_of_what_fails(run: Run, theme: Theme, tmp_path: Path) -> None:
    page = vendor_feeds.statuspage("minor", incidents=[vendor_feeds.incident("Elevated errors", started_at=None)])
    page["incidents"][0]["created_at"] = None  # type: ignore[index]

    async def main() -> None:
        vendor = OtherMonitor({"/api/v2/summary.json": page})
        async with SimulatorServer(OtherMonitor()) as service, SimulatorServer(vendor) as status:
            settings = f"""
                [monitor]
                connectivity_urls = []
                [components.crm]
                kind = "http"
                url = "{service.url}"
                vendor = "{status.url}"
                """
            async with live(theme, tmp_path, settings) as running:
                window = ComponentWindow(running.context, Places(str(tmp_path / "windows.ini")), "crm")
                window.show()
                await until(lambda: "127.0.0.1 reports: Elevated errors." in texts(window).splitlines())
                assert running.context.vendor_page("crm") == status.url
                service.simulator = OtherMonitor({"/": "fine"})
                await running.program.check("crm")
                await until(lambda: "Elevated errors" not in texts(window))
                window.close()
            assert running.failures == []

    run(main())


def _menu(window: ComponentWindow, text: str) -> QAction:
    more = next(one for one in _chart(window).findChildren(QToolButton) if one.accessibleName() == "Chart")
    menu = more.menu()
    assert isinstance(menu, QMenu)
    return next(action for action in menu.actions() if action.text() == text)


def test_a_note_is_added_shown_deleted_and_brought_back(run: Run, theme: Theme, tmp_path: Path) -> None:
    async def look(running: Live, window: ComponentWindow) -> None:
        def notes() -> list[str]:
            data = _chart(window).data
            return [mark.text for mark in data.marks if isinstance(mark, Note)] if data is not None else []

        _menu(window, "Add a note…").trigger()
        dialog = the(window, NoteDialog)
        assert not button(dialog, "Save").isEnabled()
        line = next(one for one in dialog.findChildren(QLineEdit) if one.accessibleName() == "What happened")
        QTest.keyClicks(line, "new form went live")
        QTest.keyClick(line, Qt.Key.Key_Return)
        await until(lambda: notes() == ["new form went live"])
        assert "Note added." in texts(window)
        button(_chart(window), "Undo").click()
        await until(lambda: notes() == [])
        assert "Note deleted." in texts(window)
        button(_chart(window), "Undo").click()
        await until(lambda: notes() == ["new form went live"])
        other = ComponentWindow(running.context, Places(str(tmp_path / "windows.ini")), "classy")
        await _ready(other)
        assert not [mark for mark in _chart(other).data.marks if isinstance(mark, Note)]
        other.close()

    _with_past(run, theme, tmp_path, look)


def test_a_chart_is_saved_with_its_folder_offered_and_copied(
    run: Run, theme: Theme, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr("porchlight.desktop.widgets.chart_saving.open_place", opened.append)

    async def look(running: Live, window: ComponentWindow) -> None:
        for text, name in (("Save chart as image…", "a.png"), ("Save data as CSV…", "a.csv")):
            _menu(window, text).trigger()
            dialog = window.findChildren(QFileDialog)[-1]
            dialog.fileSelected.emit(str(tmp_path / name))
            dialog.reject()
            await until(lambda name=name: f"Saved as {name}." in texts(window))  # type: ignore[misc]
            assert (tmp_path / name).stat().st_size > 500
        button(_chart(window), "Show in folder").click()
        assert opened == [str(tmp_path)]
        _menu(window, "Copy chart").trigger()
        assert "The chart was copied." in texts(window)
        assert QGuiApplication.clipboard().image().height() > the(window, LatencyChart).height() * 2

    _with_past(run, theme, tmp_path, look)


def test_it_is_compared_with_another_zoomed_and_reset(run: Run, theme: Theme, tmp_path: Path) -> None:
    async def look(running: Live, window: ComponentWindow) -> None:
        chart = the(window, LatencyChart)
        before = chart.picture().toImage()
        compare = _menu(window, "Compare with").menu()
        assert isinstance(compare, QMenu)
        opened = compare.parentWidget()
        assert isinstance(opened, QMenu)
        opened.aboutToShow.emit()  # it may name thousands, so it does once it is opened
        next(action for action in compare.actions() if action.text() == "Mailchimp").trigger()
        await until(lambda: chart.picture().toImage() != before)
        since, until_ = chart.visible_range
        button(window, "Zoom in").click()
        assert chart.visible_range[1] - chart.visible_range[0] == pytest.approx((until_ - since) * 2 / 3)
        assert button(window, "Show the whole period again (double-click)").isEnabled()
        button(window, "Show the whole period again (double-click)").click()
        await until(
            lambda: chart.visible_range[1] - chart.visible_range[0] == pytest.approx(until_ - since, rel=0.01)
        )
        assert button(window, "24 h").isChecked()

    _with_past(run, theme, tmp_path, look)


class _Styled(QObject):
    """Counts how often a style is worked out for a widget of a window that nobody has seen."""

    def __init__(self) -> None:
        super().__init__()
        self.times = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.StyleChange:
            self.times += 1
        return False


def test_a_window_is_built_from_the_outside_in(qapp: Application, run: Run, theme: Theme, tmp_path: Path) -> None:
    """Built the other way round, each widget was styled again with every box around it."""

    async def look(running: Live, window: ComponentWindow) -> None:
        styled = _Styled()
        qapp.installEventFilter(styled)
        other = ComponentWindow(running.context, Places(str(tmp_path / "windows.ini")), "classy")
        qapp.removeEventFilter(styled)
        assert styled.times < 2.5 * len(other.findChildren(QWidget))
        other.close()

    _with_past(run, theme, tmp_path, look)
