"""What all tables share: whole rows without a grid, and how the keyboard's place is shown. The styles frame the one
cell with the focus, which means nothing in a table of whole rows. A bar at the beginning of the row shows the
same."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QPainter, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QTableWidget,
    QTableWidgetItem,
)

from porchlight.desktop.icons import mark_icon
from porchlight.desktop.theme import Theme
from porchlight.model.mark import Mark

_BAR: Final = 3
_LEAST: Final = 160
"""px of the column that gets what the others leave."""


class RowDelegate(QStyledItemDelegate):
    """Draws a cell without a frame; the first one of the keyboard's row with a bar."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        """See QStyledItemDelegate."""
        super().initStyleOption(option, index)
        option.state &= ~QStyle.StateFlag.State_HasFocus

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """See QStyledItemDelegate."""
        super().paint(painter, option, index)
        view = option.widget
        if not isinstance(view, QAbstractItemView) or not view.hasFocus():
            return
        if index.column() == 0 and index.row() == view.currentIndex().row():
            bar = QRect(option.rect.topLeft(), option.rect.bottomLeft())
            bar.setWidth(_BAR)
            painter.fillRect(
                QStyle.visualRect(view.layoutDirection(), option.rect, bar),
                view.palette().color(QPalette.ColorRole.Accent),
            )


def show_whole_rows(table: QTableView) -> None:
    """Let a table that has its model be read, selected and walked through by rows; Tab leaves it."""
    table.setItemDelegate(RowDelegate(table))
    table.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.setTabKeyNavigation(False)
    table.verticalHeader().hide()
    header = table.horizontalHeader()
    header.setHighlightSections(False)
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    # Where only the place moves and the selection does not, Qt redraws the one cell and not the row's first.
    table.selectionModel().currentRowChanged.connect(lambda: table.viewport().update())


def fit_columns(table: QTableView, widths: Sequence[int], stretched: int) -> None:
    """Make each column ``widths`` px wide, and at least as wide as its title; ``stretched`` gets the rest. A table
    that is too narrow for that scrolls. For a table's ``resizeEvent``, when its style is known."""
    header = table.horizontalHeader()
    rest = table.viewport().width()
    for column, width in enumerate(widths):
        if column != stretched and not table.isColumnHidden(column):
            if (least := max(width, header.sectionSizeHint(column))) > table.columnWidth(column):
                table.setColumnWidth(column, least)
            rest -= table.columnWidth(column)
    least = max(_LEAST, header.sectionSizeHint(stretched))
    mode = QHeaderView.ResizeMode
    header.setSectionResizeMode(stretched, mode.Stretch if rest >= least else mode.Interactive)
    if rest < least:
        table.setColumnWidth(stretched, least)


@dataclass(frozen=True, slots=True)
class Line:
    """One row: ``texts`` of its columns, the ``mark`` before the one that shows its state, ``tip`` in full."""

    id: str
    texts: tuple[str, ...]
    mark: Mark
    tip: str


class LineTable(QTableWidget):
    """Rows that are shown again and again: the selection and the keyboard's place stay."""

    chosen_changed = Signal()
    """A person has selected other rows."""

    def __init__(
        self, theme: Theme, columns: Mapping[str, int], *, stretched: int, marked: int, name: str, many: bool
    ) -> None:
        """``columns``: their titles and widths in px. ``many``: several rows may be chosen at once."""
        super().__init__(0, len(columns))
        self._theme = theme
        self._marked = marked
        self._widths = tuple(columns.values())
        self._stretched = stretched
        self._lines: list[Line] = []
        self.setHorizontalHeaderLabels(list(columns))
        show_whole_rows(self)
        mode = QAbstractItemView.SelectionMode
        self.setSelectionMode(mode.ExtendedSelection if many else mode.SingleSelection)
        self.horizontalHeader().setSectionResizeMode(stretched, QHeaderView.ResizeMode.Stretch)
        for column, width in enumerate(columns.values()):
            self.setColumnWidth(column, width)
        self.setAccessibleName(name)
        self.itemSelectionChanged.connect(self.chosen_changed)
        theme.changed.connect(self._mark)

    @property
    def chosen_ids(self) -> list[str]:
        """Of the selected rows, from the top."""
        return [self._lines[row].id for row in sorted(index.row() for index in self.selectionModel().selectedRows())]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """See QWidget."""
        super().resizeEvent(event)
        fit_columns(self, self._widths, self._stretched)

    def show_lines(self, lines: list[Line]) -> None:
        """Show these and no others."""
        if lines == self._lines:
            return
        chosen, at = set(self.chosen_ids), self.currentRow()
        here = self._lines[at].id if 0 <= at < len(self._lines) else ""
        self._lines = lines
        self.blockSignals(True)
        self.setRowCount(len(lines))
        for row, line in enumerate(lines):
            for column, text in enumerate(line.texts):
                item = QTableWidgetItem(text)
                item.setToolTip(line.tip if text in line.tip else text)
                self.setItem(row, column, item)
        self._mark()
        self._choose_again(chosen, here)
        self.blockSignals(False)
        self.viewport().update()

    def _mark(self) -> None:
        icons = {mark: mark_icon(mark, self._theme.tokens) for mark in {line.mark for line in self._lines}}
        for row, line in enumerate(self._lines):
            if (item := self.item(row, self._marked)) is not None:
                item.setIcon(icons[line.mark])

    def _choose_again(self, chosen: set[str], here: str) -> None:
        selection, model = self.selectionModel(), self.model()
        flag = QItemSelectionModel.SelectionFlag
        selection.clear()
        for row, line in enumerate(self._lines):
            if line.id == here:
                selection.setCurrentIndex(model.index(row, 0), flag.NoUpdate)
            if line.id in chosen:
                selection.select(model.index(row, 0), flag.Select | flag.Rows)
