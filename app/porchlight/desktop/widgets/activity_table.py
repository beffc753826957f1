"""Who did what, the newest first."""

from collections.abc import Mapping, Sequence

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHeaderView, QTableWidget, QTableWidgetItem

from porchlight.desktop.formatting import exact_moment
from porchlight.desktop.widgets.basic import MOST_ROWS
from porchlight.desktop.widgets.row_table import fit_columns, show_whole_rows
from porchlight.language.current import rendered, tr
from porchlight.model.audit import Actor, AuditEntry
from porchlight.model.labels import ACTIONS

_WIDTHS = (220, 120, 280, 0)


class ActivityTable(QTableWidget):
    """Read only."""

    def __init__(self) -> None:
        super().__init__(0, 4)
        self.setHorizontalHeaderLabels(
            [
                tr("When"),
                tr("Who"),
                tr("What"),
                tr("About"),
            ]
        )
        show_whole_rows(self)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        for column, width in enumerate(_WIDTHS):
            self.setColumnWidth(column, width)
        self.setAccessibleName(tr("Activity"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """See QWidget."""
        super().resizeEvent(event)
        fit_columns(self, _WIDTHS, len(_WIDTHS) - 1)

    def show_entries(self, entries: Sequence[AuditEntry], names: Mapping[str, str]) -> None:
        """The newest first; ``names`` of components by id."""
        shown = entries[:MOST_ROWS]
        self.setRowCount(len(shown))
        for row, entry in enumerate(shown):
            who = tr("You") if entry.actor is Actor.USER else tr("Porchlight")
            subject = names.get(entry.subject, entry.subject)
            on = f"{subject} – {entry.detail}" if subject and entry.detail else subject or entry.detail
            for column, text in enumerate((exact_moment(entry.at_ms), who, rendered(ACTIONS[entry.action]), on)):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                self.setItem(row, column, item)
