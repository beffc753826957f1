"""Who did what, the newest first."""

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QHeaderView, QTableWidget, QTableWidgetItem

from porchlight.desktop.formatting import exact_moment
from porchlight.desktop.texts import translate
from porchlight.desktop.widgets.basic import MOST_ROWS
from porchlight.desktop.widgets.row_table import show_whole_rows
from porchlight.model.audit import Action, Actor, AuditEntry


def action_word(action: Action) -> str:
    """What was done."""
    match action:
        case Action.STARTED:
            return translate("Activity", "Porchlight started")
        case Action.ENDED:
            return translate("Activity", "Porchlight ended")
        case Action.COMPONENT_ADDED:
            return translate("Activity", "Component added")
        case Action.COMPONENT_CHANGED:
            return translate("Activity", "Component changed")
        case Action.COMPONENT_REMOVED:
            return translate("Activity", "Component removed")
        case Action.SETTINGS_CHANGED:
            return translate("Activity", "Settings changed")
        case Action.RULE_CHANGED:
            return translate("Activity", "Alert rule changed")
        case Action.CHANNEL_CHANGED:
            return translate("Activity", "Channel changed")
        case Action.RECOVERY_CHANGED:
            return translate("Activity", "Recovery action changed")
        case Action.CREDENTIAL_STORED:
            return translate("Activity", "Credential stored")
        case Action.CREDENTIAL_REMOVED:
            return translate("Activity", "Credential removed")
        case Action.PAUSED:
            return translate("Activity", "Paused")
        case Action.RESUMED:
            return translate("Activity", "Resumed")
        case Action.ASLEEP:
            return translate("Activity", "This computer went to sleep")
        case Action.WOKE:
            return translate("Activity", "This computer woke up")
        case Action.NOTIFICATION_LOST:
            return translate("Activity", "A notification could not be shown")
        case Action.MONITOR_UNWELL:
            return translate("Activity", "Porchlight itself was unwell")
        case Action.FILE_REJECTED:
            return translate("Activity", "File rejected")
        case Action.ALERT_ACKNOWLEDGED:
            return translate("Activity", "Alert acknowledged")
        case Action.ALERT_SNOOZED:
            return translate("Activity", "Alert snoozed")
        case Action.ALERT_UNSNOOZED:
            return translate("Activity", "Snooze ended")
        case Action.SILENCED:
            return translate("Activity", "Alerts silenced")
        case Action.UNSILENCED:
            return translate("Activity", "Silence ended")
        case Action.CHANNEL_TESTED:
            return translate("Activity", "Channel tested")
        case Action.HEARTBEAT:
            return translate("Activity", "Heartbeat")
        case Action.INGEST:
            return translate("Activity", "Runs told by programs")
        case Action.EXPORT:
            return translate("Activity", "Metrics to other systems")
        case Action.RECOVERY_RUN:
            return translate("Activity", "Recovery action")
        case Action.RECOVERY_STOPPED:
            return translate("Activity", "Recovery action stopped")
        case Action.RECOVERY_REARMED:
            return translate("Activity", "Recovery action allowed again")
        case Action.REPORT_WRITTEN:
            return translate("Activity", "Weekly report written")
        case Action.REPORT_FAILED:
            return translate("Activity", "Weekly report not written")
        case Action.UPDATE_FOUND:
            return translate("Activity", "Newer release")


class ActivityTable(QTableWidget):
    """Read only."""

    def __init__(self) -> None:
        super().__init__(0, 4)
        self.setHorizontalHeaderLabels(
            [
                translate("Activity", "When"),
                translate("Activity", "Who"),
                translate("Activity", "What"),
                translate("Activity", "On"),
            ]
        )
        show_whole_rows(self)
        header = self.horizontalHeader()
        header.setStretchLastSection(True)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        for column, width in enumerate((220, 120, 280)):
            self.setColumnWidth(column, width)
        self.setAccessibleName(translate("Activity", "Activity"))

    def show_entries(self, entries: Sequence[AuditEntry], names: Mapping[str, str]) -> None:
        """The newest first; ``names`` of components by id."""
        shown = entries[:MOST_ROWS]
        self.setRowCount(len(shown))
        for row, entry in enumerate(shown):
            who = translate("Activity", "You") if entry.actor is Actor.USER else translate("Activity", "Porchlight")
            subject = names.get(entry.subject, entry.subject)
            on = f"{subject} – {entry.detail}" if subject and entry.detail else subject or entry.detail
            for column, text in enumerate((exact_moment(entry.at_ms), who, action_word(entry.action), on)):
                self.setItem(row, column, QTableWidgetItem(text))
