"""What all tables share: whole rows without a grid, and how the keyboard's place is seen.

The styles frame the one cell that has the focus, which in a table of whole rows points at nothing. A bar at the
beginning of the row tells the same.
"""

from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

_BAR: Final = 3


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
            painter.fillRect(bar, view.palette().color(QPalette.ColorRole.Accent))


def show_whole_rows(table: QTableView) -> None:
    """Let a table that has its model be read, chosen and walked through by rows; Tab leaves it."""
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
    # Where only the place moves and the choice does not, Qt draws the one cell anew and not the row's first.
    table.selectionModel().currentRowChanged.connect(lambda: table.viewport().update())
