"""The jobs that a component tells of, in its own window: hidden where it tells of none."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from porchlight.desktop.theme import TextRole, Theme
from porchlight.desktop.widgets.performance_table import PerformanceTable
from porchlight.desktop.widgets.text import Text
from porchlight.desktop.words import translate
from porchlight.insight.performance import Performance

_LONGEST = 5
"""The column of the longest run."""
_MOST = 8
"""Rows that are seen at once; the table scrolls to the others."""


class OwnRuns(QWidget):
    """A heading and a table as high as its rows."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 4)
        layout.setSpacing(6)
        layout.addWidget(Text(theme, TextRole.HEADING, translate("OwnRuns", "Its runs in the last seven days")))
        self._table = PerformanceTable(theme)
        self._table.setColumnHidden(_LONGEST, True)  # the names need the room
        self._table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        layout.addWidget(self._table)
        self.hide()

    def show_rows(self, rows: Sequence[Performance], now_ms: int) -> None:
        """The slowest first."""
        self.setVisible(bool(rows))
        self._table.show_rows(rows, {}, now_ms)
        header = self._table.horizontalHeader()
        row_height = self._table.verticalHeader().defaultSectionSize()
        self._table.setFixedHeight(header.sizeHint().height() + min(len(rows), _MOST) * row_height + 4)
