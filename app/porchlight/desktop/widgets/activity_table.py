"""Who did what, the newest first."""

from collections.abc import Mapping, Sequence

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHeaderView, QTableWidget, QTableWidgetItem

from porchlight.desktop.formatting import exact_moment
from porchlight.desktop.widgets.basic import MOST_ROWS
from porchlight.desktop.widgets.row_table import fit_columns, show_whole_rows
from porchlight.language.current import tr
from porchlight.model.audit import Action, Actor, AuditEntry


def action_word(action: Action) -> str:
    """The text of an action."""
    match action:
        case Action.STARTED:
            return tr("Porchlight started")
        case Action.ENDED:
            return tr("Porchlight stopped")
        case Action.COMPONENT_ADDED:
            return tr("Component added")
        case Action.COMPONENT_CHANGED:
            return tr("Component changed")
        case Action.COMPONENT_REMOVED:
            return tr("Component removed")
        case Action.SETTINGS_CHANGED:
            return tr("Settings changed")
        case Action.RULE_CHANGED:
            return tr("Alert rule changed")
        case Action.CHANNEL_CHANGED:
            return tr("Channel changed")
        case Action.RECOVERY_CHANGED:
            return tr("Recovery action changed")
        case Action.CREDENTIAL_STORED:
            return tr("Credential stored")
        case Action.CREDENTIAL_REMOVED:
            return tr("Credential removed")
        case Action.PAUSED:
            return tr("Paused")
        case Action.RESUMED:
            return tr("Resumed")
        case Action.ASLEEP:
            return tr("This computer went to sleep")
        case Action.WOKE:
            return tr("This computer woke up")
        case Action.NOTIFICATION_LOST:
            return tr("Notification not shown")
        case Action.MONITOR_UNWELL:
            return tr("Porchlight itself had a problem")
        case Action.FILE_REJECTED:
            return tr("File rejected")
        case Action.ALERT_ACKNOWLEDGED:
            return tr("Alert acknowledged")
        case Action.ALERT_SNOOZED:
            return tr("Alert snoozed")
        case Action.ALERT_UNSNOOZED:
            return tr("Snooze ended")
        case Action.SILENCED:
            return tr("Alerts silenced")
        case Action.UNSILENCED:
            return tr("Silence ended")
        case Action.CHANNEL_TESTED:
            return tr("Channel tested")
        case Action.HEARTBEAT:
            return tr("Heartbeat")
        case Action.INGEST:
            return tr("Job reports")
        case Action.EXPORT:
            return tr("Metrics for other systems")
        case Action.RECOVERY_RUN:
            return tr("Recovery action")
        case Action.RECOVERY_STOPPED:
            return tr("Recovery action stopped")
        case Action.RECOVERY_REARMED:
            return tr("Recovery action allowed again")
        case Action.REPORT_WRITTEN:
            return tr("Weekly report saved")
        case Action.REPORT_FAILED:
            return tr("Weekly report failed")
        case Action.UPDATE_FOUND:
            return tr("New version")


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
            for column, text in enumerate((exact_moment(entry.at_ms), who, action_word(entry.action), on)):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                self.setItem(row, column, item)
