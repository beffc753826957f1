"""The chart's points as a table: for screen readers, and for the numbers."""

from math import isnan

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QHeaderView, QTableView

from porchlight.desktop.chart_data import ChartData
from porchlight.desktop.formatting import exact_moment, response
from porchlight.desktop.widgets.row_table import show_whole_rows
from porchlight.language.current import tr

_Index = QModelIndex | QPersistentModelIndex
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


class _PointsModel(QAbstractTableModel):
    """The newest first."""

    def __init__(self) -> None:
        super().__init__()
        self._data: ChartData | None = None

    def show_data(self, data: ChartData) -> None:
        self.beginResetModel()
        self._data = data
        self.endResetModel()

    def rowCount(self, parent: _Index | None = None) -> int:
        return len(self._data.times) if self._data else 0

    def columnCount(self, parent: _Index | None = None) -> int:
        return 2 if self._data is None or self._data.resolution is None else 3

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> str | int | None:
        if role == Qt.ItemDataRole.TextAlignmentRole and section:
            return _RIGHT
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        single = self._data is None or self._data.resolution is None
        return (
            tr("Time"),
            tr("Response time") if single else tr("Median"),
            tr("95th percentile"),
        )[section]

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | int | None:
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column():
            return _RIGHT
        if role != Qt.ItemDataRole.DisplayRole or self._data is None:
            return None
        row = len(self._data.times) - 1 - index.row()
        if index.column() == 0:
            return exact_moment(self._data.times[row] * 1000)
        value = (self._data.median, self._data.p95)[index.column() - 1][row]
        return tr("no data") if isnan(value) else response(value * 1000)


class PointsTable(QTableView):
    """Read from the keyboard row by row."""

    def __init__(self) -> None:
        super().__init__()
        self._points = _PointsModel()
        self.setModel(self._points)
        show_whole_rows(self)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.setAccessibleName(tr("Response times as a table"))

    def show_data(self, data: ChartData) -> None:
        """Show these."""
        self._points.show_data(data)
