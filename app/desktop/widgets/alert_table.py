"""Alerts, the newest first: when, how grave, what, and how it stands."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

from app.desktop.alert_words import severity_word, state_of
from app.desktop.icons import Mark, tray_icon
from app.desktop.widgets.row_table import show_whole_rows
from app.desktop.words import exact_moment, moment, rule_name, translate
from app.model.alert import Alert, Severity

_MARKS = {
    Severity.CRITICAL: Mark.ERROR,
    Severity.HIGH: Mark.ERROR,
    Severity.MEDIUM: Mark.DEGRADED,
    Severity.LOW: Mark.UNKNOWN,
}


class AlertTable(QTableWidget):
    """Read only; one row can be chosen."""

    chosen = Signal(object)
    """The Alert, or None."""

    def __init__(self) -> None:
        super().__init__(0, 4)
        self.setHorizontalHeaderLabels(
            [
                translate("Alerts", "When"),
                translate("Alerts", "Severity"),
                translate("Alerts", "What"),
                translate("Alerts", "Now"),
            ]
        )
        show_whole_rows(self)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.horizontalHeader().setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        for column, width in ((0, 130), (1, 110), (3, 330)):
            self.setColumnWidth(column, width)
        self.setAccessibleName(translate("Alerts", "Alerts"))
        self._alerts: list[Alert] = []
        self.itemSelectionChanged.connect(self._choose)

    @property
    def current(self) -> Alert | None:
        """The one that is chosen."""
        rows = self.selectionModel().selectedRows()
        return self._alerts[rows[0].row()] if rows else None

    def show_alerts(
        self, alerts: Sequence[Alert], names: Mapping[str, str], rules: Mapping[str, str], now_ms: int
    ) -> None:
        """``names`` of components, ``rules`` of rules, by id. The chosen one stays chosen."""
        current = self.current
        self.blockSignals(True)
        self._alerts = list(alerts)
        self.setRowCount(len(alerts))
        chosen = -1
        for row, alert in enumerate(alerts):
            name = names.get(alert.subject, alert.subject)
            what = rule_name(alert.rule, rules.get(alert.rule, alert.rule))
            about = name or what
            text = alert.sentence if alert.sentence.startswith(about) else f"{about}: {alert.sentence}"
            fired_ms = alert.firing_ms or alert.pending_ms
            fired = moment(fired_ms, now_ms)
            for column, said in enumerate((fired, severity_word(alert.severity), text, state_of(alert))):
                item = QTableWidgetItem(said)
                item.setToolTip(f"{what}\n{alert.sentence}\n{exact_moment(fired_ms)}")
                self.setItem(row, column, item)
            mark = _MARKS[alert.severity] if alert.resolved_ms is None else Mark.HEALTHY
            sign = self.item(row, 1)
            if sign is not None:
                sign.setIcon(tray_icon(mark))
            if current is not None and alert.id == current.id:
                chosen = row
        if chosen >= 0:
            self.selectRow(chosen)
        else:
            self.clearSelection()
        self.blockSignals(False)
        self.chosen.emit(self.current)

    def _choose(self) -> None:
        self.chosen.emit(self.current)
