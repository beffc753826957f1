"""All components as a table: status, sentence, response time, the last hour, uptime, trend."""

from dataclasses import dataclass
from enum import IntEnum

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QFont, QIcon, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QStyleOptionViewItem, QTableView

from porchlight.desktop.formatting import response, uptime
from porchlight.desktop.history import Point
from porchlight.desktop.icons import mark_icon
from porchlight.desktop.texts import mark_word
from porchlight.desktop.theme import TextRole, Theme, font
from porchlight.desktop.verdict_texts import ShownVerdict
from porchlight.desktop.widgets.row_table import RowDelegate, fit_columns, show_whole_rows
from porchlight.desktop.widgets.sparkline import draw_sparkline
from porchlight.language.current import tr
from porchlight.model.history import Summary
from porchlight.model.snapshot import ComponentView

_Index = QModelIndex | QPersistentModelIndex
_ROW = 40
_STEADY = 0.1
"""A median within this share of the month's is called steady."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """One component with the values of its columns; summaries are None until they are read."""

    view: ComponentView
    verdict: ShownVerdict
    points: tuple[Point, ...]
    day: Summary | None
    month: Summary | None


class Column(IntEnum):
    """In the order of the table."""

    NAME = 0
    SENTENCE = 1
    RESPONSE = 2
    HOUR = 3
    UPTIME_DAY = 4
    UPTIME_MONTH = 5
    TREND = 6


_WIDTHS: dict[Column, int] = {
    Column.NAME: 200,
    Column.SENTENCE: 0,
    Column.RESPONSE: 96,
    Column.HOUR: 110,
    Column.UPTIME_DAY: 104,
    Column.UPTIME_MONTH: 116,
    Column.TREND: 82,
}
"""px at least; the sentence gets what they leave."""


def trend_word(day: Summary | None, month: Summary | None) -> str:
    """Today's median against the month's."""
    if day is None or month is None or not day.p50_us or not month.p50_us or not month.has_basis:
        return ""
    change = day.p50_us / month.p50_us - 1
    if abs(change) < _STEADY:
        return tr("steady")
    return f"{'▲' if change > 0 else '▼'} {abs(change) * 100:.0f}\N{NARROW NO-BREAK SPACE}%"


class ComponentTable(QTableView):
    """A click, Enter or Space opens a component."""

    chosen = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.model_ = _Model(theme)
        self.setModel(self.model_)
        show_whole_rows(self)
        self._delegate = _HourDelegate(theme, self)
        self.setItemDelegateForColumn(Column.HOUR, self._delegate)
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.verticalHeader().setDefaultSectionSize(_ROW)
        for column, width in _WIDTHS.items():
            self.setColumnWidth(column, width)
        self.setAccessibleName(tr("Components"))
        self.clicked.connect(self._choose)
        theme.changed.connect(self.viewport().update)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """See QWidget."""
        super().resizeEvent(event)
        self._fit()

    def show_rows(self, rows: list[TableRow], now_ms: int) -> None:
        """Show these."""
        self._delegate.now_ms = now_ms
        self.model_.show_rows(rows)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """See QWidget."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self.currentIndex().isValid():
            self._choose(self.currentIndex())
            return
        super().keyPressEvent(event)

    def _fit(self) -> None:
        """Under a day of data there are words in place of a figure."""
        as_sentences = {column: self.sizeHintForColumn(column) for column in (Column.UPTIME_DAY, Column.UPTIME_MONTH)}
        widths = tuple(max(width, as_sentences.get(column, 0)) for column, width in _WIDTHS.items())
        fit_columns(self, widths, Column.SENTENCE)

    def _choose(self, index: QModelIndex) -> None:
        self.chosen.emit(self.model_.rows[index.row()].view.component.id)


class _Model(QAbstractTableModel):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.rows: list[TableRow] = []

    def show_rows(self, rows: list[TableRow]) -> None:
        if [row.view.component.id for row in rows] != [row.view.component.id for row in self.rows]:
            self.beginResetModel()
            self.rows = rows
            self.endResetModel()
        else:
            self.rows = rows
            if rows:
                self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, len(Column) - 1))

    def rowCount(self, parent: _Index | None = None) -> int:
        return len(self.rows)

    def columnCount(self, parent: _Index | None = None) -> int:
        return len(Column)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> str | None:
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return (
            tr("Component"),
            tr("Details"),
            tr("Response"),
            tr("Last hour"),
            tr("Uptime 24 h"),
            tr("Uptime 30 days"),
            tr("Trend"),
        )[section]

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | QIcon | QFont | object | None:
        row, column = self.rows[index.row()], Column(index.column())
        view = row.view
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._text(row, column)
            case Qt.ItemDataRole.DecorationRole if column is Column.NAME:
                return mark_icon(row.verdict.mark, self._theme.tokens)
            case Qt.ItemDataRole.FontRole if column is Column.NAME:
                return font(TextRole.NAME)
            case Qt.ItemDataRole.ForegroundRole if column is not Column.NAME:
                if column is Column.TREND and self._text(row, column).startswith("▲"):
                    return self._theme.colour("degraded_text")
                return self._theme.colour("secondary")
            case Qt.ItemDataRole.ToolTipRole:
                return self._text(row, column)
            case Qt.ItemDataRole.AccessibleTextRole if column is Column.NAME:
                return f"{view.component.name}, {mark_word(row.verdict.mark)}"
        return None

    def _text(self, row: TableRow, column: Column) -> str:
        state = row.view.state
        match column:
            case Column.NAME:
                return row.view.component.name
            case Column.SENTENCE:
                return row.verdict.title
            case Column.RESPONSE:
                if row.view.checking:
                    return tr("checking")
                return response(state.duration_us) if state.duration_us else ""
            case Column.UPTIME_DAY:
                return uptime(row.day) if row.day else ""
            case Column.UPTIME_MONTH:
                return uptime(row.month) if row.month else ""
            case Column.TREND:
                return trend_word(row.day, row.month)
        return ""


class _HourDelegate(RowDelegate):
    def __init__(self, theme: Theme, table: ComponentTable) -> None:
        super().__init__(table)
        self._theme = theme
        self._table = table
        self.now_ms = 0

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        super().paint(painter, option, index)
        failure = self._theme.colour("error")
        failure.setAlphaF(0.28)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(option.rect).adjusted(8, 9, -14, -9)
        points = self._table.model_.rows[index.row()].points
        draw_sparkline(painter, box, points, self.now_ms, self._theme.colour("secondary"), failure)
        painter.restore()
