"""Tables as on every desktop: sorted by their headers, with widths that stay, names that are seen, menus, copies, and
long lists that are read as they are scrolled."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QToolTip
from pytestqt.qtbot import QtBot

from porchlight.desktop.theme import Theme
from porchlight.desktop.widgets.activity_table import ActivityTable
from porchlight.desktop.widgets.component_table import ComponentTable
from porchlight.desktop.widgets.performance_table import PerformanceTable
from porchlight.desktop.widgets.row_table import PAGE, Head, Line, LineTable
from porchlight.desktop.windows.main import MainWindow
from porchlight.desktop.windows.places import Places
from porchlight.insight.performance import Performance
from porchlight.model.audit import Action
from porchlight.model.status import Reason, Status
from porchlight.runtime.commands import CheckNow, Pause
from tests.desktop.conftest import Run
from tests.desktop.live import live, until
from tests.desktop.seen import the
from tests.desktop.still import StillContext, view

RUNS = Performance(
    "backup-nightly", True, 12, 12, None, 1.0, 9.0, 8.0, 20.0, 25.0, 30.0, None, None, None, None, True
)
HEADS = (Head("Name", 0), Head("Runs", 80, rank=1), Head("Last", 90, rank=2))


def _table(qtbot: QtBot, theme: Theme, *rows: tuple[str, int, str], width: int = 700) -> LineTable:
    table = LineTable(theme, HEADS, stretched=0, marked=0, name="Jobs")
    qtbot.addWidget(table)
    table.resize(width, 300)
    table.show()
    lines = [Line(name, (name, str(runs), last), None, name, (None, runs, None)) for name, runs, last in rows]
    table.show_lines(lines)
    return table


def _click_header(table: LineTable, column: int) -> None:
    header = table.horizontalHeader()
    at = QPoint(header.sectionViewportPosition(column) + header.sectionSize(column) // 2, header.height() // 2)
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)


def _names(table: LineTable) -> list[str]:
    return [str(table.model().index(row, 0).data()) for row in range(table.model().rowCount())]


def test_a_click_on_a_header_sorts_by_value_and_a_third_one_restores_the_order(qtbot: QtBot, theme: Theme) -> None:
    table = _table(qtbot, theme, ("Émile", 9, "b"), ("zeta", 100, ""), ("eta", 20, "a"))
    _click_header(table, 1)
    assert _names(table) == ["Émile", "eta", "zeta"]
    _click_header(table, 1)
    assert _names(table) == ["zeta", "eta", "Émile"]
    _click_header(table, 1)
    assert _names(table) == ["Émile", "zeta", "eta"]
    _click_header(table, 0)
    assert _names(table) == ["Émile", "eta", "zeta"]
    _click_header(table, 2)
    _click_header(table, 2)
    assert _names(table) == ["Émile", "eta", "zeta"], "what is not known comes last in either direction"


def test_the_selection_stays_with_its_row_when_it_is_sorted_or_updated(qtbot: QtBot, theme: Theme) -> None:
    table = _table(qtbot, theme, ("a", 1, ""), ("b", 3, ""), ("c", 2, ""))
    table.selectRow(1)
    _click_header(table, 1)
    assert table.chosen_ids == ["b"]
    table.show_lines([line for line in table.lines if line.id != "a"])
    assert table.chosen_ids == ["b"]


def test_several_rows_are_copied_and_it_says_so(qtbot: QtBot, theme: Theme) -> None:
    table = _table(qtbot, theme, ("a", 1, "x"), ("b", 2, "y"), ("c", 3, "z"))
    table.setFocus()
    table.setCurrentIndex(table.model().index(0, 0))
    QTest.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "a\t1\tx\nb\t2\ty"
    assert QToolTip.text() == "Copied"


@pytest.mark.parametrize("width", [1326, 870, 643, 420, 300])
def test_names_are_never_pushed_out_and_no_header_is_cut(qtbot: QtBot, theme: Theme, width: int) -> None:
    table = PerformanceTable(theme)
    qtbot.addWidget(table)
    table.resize(width, 300)
    table.show()
    table.show_rows([RUNS], {}, 0)
    header = table.horizontalHeader()
    shown = [column for column in range(header.count()) if not header.isSectionHidden(column)]
    assert header.sectionViewportPosition(0) == 0
    assert header.sectionSize(0) >= 160
    assert all(header.sectionSize(one) >= header.sectionSizeFromContents(one).width() for one in shown)
    if width >= 430:
        assert sum(map(header.sectionSize, shown)) <= table.viewport().width(), "nothing has to be scrolled"
    hidden = [str(header.model().headerData(one, Qt.Orientation.Horizontal)) for one in range(9) if one not in shown]
    tip = str(table.model().index(0, 0).data(Qt.ItemDataRole.ToolTipRole))
    assert all(f"{one}: " in tip for one in hidden if one not in ("Items per second", "Last"))


def test_a_header_can_not_be_dragged_until_its_title_is_cut(qtbot: QtBot, theme: Theme) -> None:
    table = _table(qtbot, theme, ("a", 1, ""))
    header = table.horizontalHeader()
    header.resizeSection(2, 5)
    assert header.sectionSize(2) == header.sectionSizeFromContents(2).width()


def test_widths_and_order_are_there_again_in_the_next_window(qtbot: QtBot, theme: Theme, places_file: str) -> None:
    context = StillContext(theme, view("page"), view("mc", Status.ERROR, Reason.AUTH))

    def opened() -> tuple[MainWindow, ComponentTable]:
        window = MainWindow(context, Places(places_file))
        window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        qtbot.addWidget(window)
        window.resize(1200, 700)
        window.show()
        return window, the(window, ComponentTable)

    window, table = opened()
    table.horizontalHeader().resizeSection(2, 180)
    _click_header(table, 0)
    window.close()
    window, table = opened()
    assert table.columnWidth(2) == 180
    assert _names(table) == ["Mc", "Page"]


@pytest.mark.parametrize("kept", ["", "{", "null", "[]", "[1, 2, 3]", '[{"x": "y"}, 0, true]', '[{"0": 1}, 77, 0]'])
def test_a_damaged_memory_of_widths_is_ignored(qtbot: QtBot, theme: Theme, kept: str) -> None:
    table = _table(qtbot, theme, ("b", 1, ""), ("a", 2, ""))
    table.restore(kept)
    assert _names(table) == ["b", "a"]


def _menu(table: LineTable, row: int, *, by_key: bool = False) -> QMenu:
    at = table.visualRect(table.model().index(row, 0)).center()
    reason = QContextMenuEvent.Reason.Keyboard if by_key else QContextMenuEvent.Reason.Mouse
    event = QContextMenuEvent(reason, at, table.viewport().mapToGlobal(at))
    QApplication.sendEvent(table.viewport(), event)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def _actions(menu: QMenu) -> dict[str, Callable[[], None]]:
    return {action.text(): action.trigger for action in menu.actions() if action.text()}


@pytest.mark.parametrize("by_key", [False, True])
def test_a_menu_acts_on_all_selected_components(qtbot: QtBot, theme: Theme, places_file: str, by_key: bool) -> None:
    context = StillContext(theme, view("page"), view("mc"), view("db"))
    window = MainWindow(context, Places(places_file))
    window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(window)
    window.show()
    table = the(window, ComponentTable)
    table.setCurrentIndex(table.model().index(0, 0))
    QTest.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    menu = _menu(table, 1, by_key=by_key)
    actions = _actions(menu)
    assert list(actions) == ["Check now", "Pause", "Silence alerts", "Copy"]
    actions["Check now"]()
    pause = next(one.menu() for one in menu.actions() if one.text() == "Pause")
    assert isinstance(pause, QMenu)
    pause.actions()[0].trigger()
    menu.close()
    orders = [one for one in context.still.commands if isinstance(one, CheckNow | Pause)]
    ids = tuple(table.chosen_ids)
    assert orders == [CheckNow(ids), *(Pause(900.0, one) for one in ids)]


def test_a_click_with_ctrl_selects_and_opens_nothing(qtbot: QtBot, theme: Theme, places_file: str) -> None:
    context = StillContext(theme, view("page"), view("mc"))
    window = MainWindow(context, Places(places_file))
    window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(window)
    window.show()
    table = the(window, ComponentTable)
    opened: list[str] = []
    context.component_wanted.connect(opened.append)
    for row in (0, 1):
        place = table.visualRect(table.model().index(row, 1)).center()
        ctrl = Qt.KeyboardModifier.ControlModifier
        qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, ctrl, place)
    assert len(table.chosen_ids) == 2
    assert not opened


def test_a_long_activity_is_read_as_it_is_scrolled(run: Run, theme: Theme, tmp_path: Path) -> None:
    async def main() -> None:
        async with live(theme, tmp_path, '[components.a]\nkind = "self"\nname = "Itself"\n') as running:
            wanted = 2 * PAGE + 50
            for number in range(wanted):
                running.context.commands.record(Action.PAUSED, "a", f"number {number}")
            await running.program.flush()
            window = MainWindow(running.context, Places(str(tmp_path / "windows.ini")))
            window.show()
            window.show_tab("activity")
            table = the(window, ActivityTable)
            await until(lambda: len(table.lines) == PAGE)

            def all_there() -> bool:
                table.scrollToBottom()
                return len(table.lines) >= wanted

            await until(all_there)
            assert len({line.id for line in table.lines}) == len(table.lines)
            window.close()

    run(main())
