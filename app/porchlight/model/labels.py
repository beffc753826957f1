"""What the codes of the program are called: texts, for whoever shows them."""

from typing import Final

from porchlight.language.text import Text, msg, msg_in
from porchlight.model.alert import AlertEventKind, DeliveryState, NotificationKind, SuppressionReason
from porchlight.model.audit import Action, Actor
from porchlight.model.mark import OF_OVERALL, Mark
from porchlight.model.message import CONSOLE, DESKTOP
from porchlight.model.status import OverallStatus, Status

STATUSES: Final[dict[Status, Text]] = {
    Status.HEALTHY: msg("healthy"),
    Status.DEGRADED: msg("degraded"),
    Status.ERROR: msg("error"),
    Status.UNKNOWN: msg("unknown"),
    Status.DISABLED: msg("disabled"),
}
MARKS: Final[dict[Mark, Text]] = {
    Mark.HEALTHY: STATUSES[Status.HEALTHY],
    Mark.DEGRADED: STATUSES[Status.DEGRADED],
    Mark.ERROR: STATUSES[Status.ERROR],
    Mark.UNKNOWN: STATUSES[Status.UNKNOWN],
    Mark.PAUSED: msg("paused"),
}
"""Of one component."""
OVERALL: Final[dict[OverallStatus, Text]] = {
    OverallStatus.HEALTHY: msg_in("of everything", "Healthy"),
    OverallStatus.DEGRADED: msg_in("of everything", "Degraded"),
    OverallStatus.CRITICAL: msg_in("of everything", "Critical"),
    OverallStatus.UNKNOWN: msg_in("of everything", "Unknown"),
}
OVERALL_MARKS: Final[dict[Mark, Text]] = {
    **{OF_OVERALL[status]: text for status, text in OVERALL.items()},
    Mark.PAUSED: msg_in("of everything", "Paused"),
}
SUPPRESSED: Final[dict[SuppressionReason, Text]] = {
    SuppressionReason.PARENT: msg("caused by another component"),
    SuppressionReason.SILENCED: msg("silenced"),
    SuppressionReason.MAINTENANCE: msg("planned maintenance"),
    SuppressionReason.SNOOZED: msg("snoozed"),
    SuppressionReason.ACKNOWLEDGED: msg("acknowledged"),
    SuppressionReason.COOLDOWN: msg("sent a moment ago"),
    SuppressionReason.QUIET_HOURS: msg("quiet hours"),
    SuppressionReason.NO_CHANNEL: msg("no channel to send it to"),
    SuppressionReason.NOT_NOTIFIED: msg("its start was never sent"),
    SuppressionReason.OVER: msg("resolved before it was sent"),
}
"""Why nothing is sent."""
NOTIFICATIONS: Final[dict[NotificationKind, Text]] = {
    NotificationKind.FIRING: msg("Started"),
    NotificationKind.STILL_FIRING: msg("Reminder"),
    NotificationKind.WORSE: msg("Got worse"),
    NotificationKind.RESOLVED: msg("Resolved"),
    NotificationKind.DROPPED: msg("Resolved"),
}
"""What a message is about."""
ALERT_EVENTS: Final[dict[AlertEventKind, Text]] = {
    AlertEventKind.PENDING: msg("Started, waiting to see if it lasts"),
    AlertEventKind.FIRING: msg("Fired"),
    AlertEventKind.NOTIFIED: msg("Sent to"),
    AlertEventKind.SUPPRESSED: msg("Not sent"),
    AlertEventKind.RESOLVED: msg("Resolved"),
    AlertEventKind.ACKNOWLEDGED: msg("Acknowledged"),
    AlertEventKind.SNOOZED: msg("Snoozed"),
    AlertEventKind.UNSNOOZED: msg("Snooze ended"),
    AlertEventKind.ACTION: msg("Recovery action"),
    AlertEventKind.DROPPED: msg("Ended without a recovery"),
}
"""What happened to an alert."""
DELIVERIES: Final[dict[DeliveryState, Text]] = {
    DeliveryState.DELIVERED: msg("Delivered"),
    DeliveryState.FAILED: msg("Failed"),
    DeliveryState.SUPPRESSED: msg("Not sent"),
    DeliveryState.WAITING: msg("Waiting"),
    DeliveryState.SENDING: msg("Waiting"),
}
"""The delivery of a message."""
CHANNELS: Final[dict[str, Text]] = {DESKTOP: msg("This desktop"), CONSOLE: msg("Terminal")}
"""Channels that nobody sets up."""
ACTORS: Final[dict[Actor, Text]] = {
    Actor.USER: msg_in("who did it", "user"),
    Actor.AUTOMATIC: msg_in("who did it", "automatic"),
}
ACTIONS: Final[dict[Action, Text]] = {
    Action.STARTED: msg("Porchlight started"),
    Action.ENDED: msg("Porchlight stopped"),
    Action.CRASHED: msg("Porchlight ended unexpectedly"),
    Action.COMPONENT_ADDED: msg("Component added"),
    Action.COMPONENT_CHANGED: msg("Component changed"),
    Action.COMPONENT_REMOVED: msg("Component removed"),
    Action.SETTINGS_CHANGED: msg("Settings changed"),
    Action.RULE_CHANGED: msg("Alert rule changed"),
    Action.CHANNEL_CHANGED: msg("Channel changed"),
    Action.RECOVERY_CHANGED: msg("Recovery action changed"),
    Action.CREDENTIAL_STORED: msg("Credential stored"),
    Action.CREDENTIAL_REMOVED: msg("Credential removed"),
    Action.PAUSED: msg("Paused"),
    Action.RESUMED: msg("Resumed"),
    Action.ASLEEP: msg("This computer went to sleep"),
    Action.WOKE: msg("This computer woke up"),
    Action.NOTIFICATION_LOST: msg("Notification not shown"),
    Action.MONITOR_UNWELL: msg("Porchlight itself had a problem"),
    Action.FILE_REJECTED: msg("File rejected"),
    Action.ALERT_ACKNOWLEDGED: msg("Alert acknowledged"),
    Action.ALERT_SNOOZED: msg("Alert snoozed"),
    Action.ALERT_UNSNOOZED: msg("Snooze ended"),
    Action.SILENCED: msg("Alerts silenced"),
    Action.UNSILENCED: msg("Silence ended"),
    Action.CHANNEL_TESTED: msg("Channel tested"),
    Action.HEARTBEAT: msg("Heartbeat"),
    Action.INGEST: msg("Job reports"),
    Action.EXPORT: msg("Metrics for other systems"),
    Action.RECOVERY_RUN: msg("Recovery action"),
    Action.RECOVERY_STOPPED: msg("Recovery action stopped"),
    Action.RECOVERY_REARMED: msg("Recovery action allowed again"),
    Action.REPORT_WRITTEN: msg("Weekly report saved"),
    Action.REPORT_FAILED: msg("Weekly report failed"),
    Action.UPDATE_FOUND: msg("New version"),
    Action.NOTE: msg("Note"),
    Action.NOTE_REMOVED: msg("Note deleted"),
}
"""What was done or happened."""
