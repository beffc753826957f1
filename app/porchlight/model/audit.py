"""AuditEntry: who did what, for the activity list. Never holds a secret's value."""

from enum import StrEnum

from porchlight.dataclass import dataclass


class Actor(StrEnum):
    """Who did it."""

    USER = "user"
    AUTOMATIC = "automatic"


class Action(StrEnum):
    """What was done or happened; kept in the history, so these are stable codes."""

    STARTED = "started"
    ENDED = "ended"
    CRASHED = "crashed"
    """The last run ended without having been asked to."""
    COMPONENT_ADDED = "component_added"
    COMPONENT_CHANGED = "component_changed"
    COMPONENT_REMOVED = "component_removed"
    SETTINGS_CHANGED = "settings_changed"
    RULE_CHANGED = "rule_changed"
    CHANNEL_CHANGED = "channel_changed"
    RECOVERY_CHANGED = "recovery_changed"
    CREDENTIAL_STORED = "credential_stored"
    CREDENTIAL_REMOVED = "credential_removed"
    PAUSED = "paused"
    RESUMED = "resumed"
    ASLEEP = "asleep"
    WOKE = "woke"
    NOTIFICATION_LOST = "notification_lost"
    MONITOR_UNWELL = "monitor_unwell"
    FILE_REJECTED = "file_rejected"
    """The subject is the name of a file from another program that could not be read."""
    ALERT_ACKNOWLEDGED = "alert_acknowledged"
    ALERT_SNOOZED = "alert_snoozed"
    ALERT_UNSNOOZED = "alert_unsnoozed"
    SILENCED = "silenced"
    UNSILENCED = "unsilenced"
    CHANNEL_TESTED = "channel_tested"
    HEARTBEAT = "heartbeat"
    INGEST = "ingest"
    EXPORT = "export"
    RECOVERY_RUN = "recovery_run"
    RECOVERY_STOPPED = "recovery_stopped"
    RECOVERY_REARMED = "recovery_rearmed"
    REPORT_WRITTEN = "report_written"
    """The subject is its week, such as ``2026-W48``, which identifies the reports already written."""
    REPORT_FAILED = "report_failed"
    UPDATE_FOUND = "update_found"
    """The subject is its version."""
    NOTE = "note"
    """The detail is the text of a note, its time that of what it is about; see model.note."""
    NOTE_REMOVED = "note_removed"
    """A note with the same time, subject and detail was taken back."""


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One line of the activity list; ``at_ms`` is Unix ms (UTC)."""

    at_ms: int
    actor: Actor
    action: Action
    subject: str = ""
    """What it was done to: a component's id, a credential's name."""
    detail: str = ""
    """One plain sentence, where there is more to say."""
