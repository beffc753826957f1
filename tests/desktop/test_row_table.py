"""Tables of whole rows: no cell is framed, and the keyboard's place is seen all the same."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QTableWidget, QTableWidgetItem, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from porchlight.desktop.theme import Theme
from porchlight.desktop.widgets.row_table import show_whole_rows
from porchlight.settings.schema import ColourScheme


@pytest.fixture
def page(qtbot: QtBot, theme: Theme) -> QWidget:
    """A table with a field below it."""
    page = QWidget()
    table, below = QTableWidget(3, 2), QLineEdit()
    show_whole_rows(table)
    for row in range(3):
        for column in range(2):
            table.setItem(row, column, QTableWidgetItem(""))
    layout = QVBoxLayout(page)
    layout.addWidget(table)
    layout.addWidget(below)
    qtbot.addWidget(page)
    page.show()
    table.setFocus()
    qtbot.waitUntil(table.hasFocus)
    return page


def _parts(page: QWidget) -> tuple[QTableWidget, QLineEdit]:
    return page.findChildren(QTableWidget)[0], page.findChildren(QLineEdit)[0]


def _colours(table: QTableWidget, row: int, column: int) -> set[str]:
    """All colours of one cell."""
    index = table.model().index(row, column)
    image = table.viewport().grab(table.visualRect(index)).toImage()
    return {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}


@pytest.mark.parametrize("scheme", [ColourScheme.LIGHT, ColourScheme.DARK])
def test_a_bar_marks_the_row_of_the_keyboard_and_no_cell_is_framed(
    qtbot: QtBot, theme: Theme, page: QWidget, scheme: ColourScheme
) -> None:
    theme.choose(scheme)
    table, below = _parts(page)
    accent, chosen = QColor(theme.tokens.accent).name(), QColor(theme.tokens.selection).name()
    table.setCurrentCell(1, 1)
    assert _colours(table, 1, 0) == {accent, chosen}
    assert _colours(table, 1, 1) == {chosen}
    qtbot.keyClick(table, Qt.Key.Key_Down)
    assert accent in _colours(table, 2, 0)
    assert accent not in _colours(table, 1, 0)
    below.setFocus()
    assert accent not in _colours(table, 2, 0)


def test_tab_leaves_a_table(qtbot: QtBot, page: QWidget) -> None:
    table, below = _parts(page)
    qtbot.keyClick(table, Qt.Key.Key_Tab)
    assert below.hasFocus()


@pytest.mark.parametrize("scheme", [ColourScheme.LIGHT, ColourScheme.DARK])
def test_the_whole_row_under_the_mouse_is_shaded_and_no_other(
    qtbot: QtBot, theme: Theme, page: QWidget, scheme: ColourScheme
) -> None:
    theme.choose(scheme)
    table, _ = _parts(page)
    table.clearSelection()
    ground, shade = QColor(theme.tokens.background).name(), QColor(theme.tokens.surface).name()
    QTest.mouseMove(table.viewport(), table.visualRect(table.model().index(1, 1)).center())
    qtbot.waitUntil(lambda: shade in _colours(table, 1, 1))
    assert _colours(table, 1, 0) == _colours(table, 1, 1) == {shade}
    assert shade not in _colours(table, 2, 0) | _colours(table, 2, 1)
    QTest.mouseMove(table.viewport(), table.visualRect(table.model().index(2, 0)).center())
    qtbot.waitUntil(lambda: shade in _colours(table, 2, 1))
    assert _colours(table, 1, 0) == {ground}
