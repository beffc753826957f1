"""What a line of the activity list is about, for its reader."""

from collections.abc import Mapping
from typing import Final

from porchlight.language.text import Text, msg
from porchlight.model.audit import Action, AuditEntry
from porchlight.settings.builtin_rules import rule_name

_SECTIONS: Final[Mapping[str, Text]] = {
    "alerts": msg("Alerts"),
    "desktop": msg("General"),
    "export.otlp": msg("Metrics for other systems"),
    "export.prometheus": msg("Metrics for other systems"),
    "heartbeat": msg("Heartbeat"),
    "import": msg("Imported settings"),
    "ingest": msg("Job reports"),
    "monitor": msg("Checking"),
    "report": msg("Weekly report"),
    "status_page": msg("Status page"),
    "updates": msg("New versions"),
}
"""Sections of the settings."""
_EVERYTHING: Final = msg("everything")


def about(entry: AuditEntry, names: Mapping[str, str]) -> Text | str:
    """Its subject and its detail; ``names`` of components by id."""
    subject = _subject(entry, names)
    if subject and entry.detail:
        return msg("{name}: {what}", name=subject, what=entry.detail)
    return subject or entry.detail


def _subject(entry: AuditEntry, names: Mapping[str, str]) -> Text | str:
    subject = names.get(entry.subject, entry.subject)
    match entry.action:
        case Action.SETTINGS_CHANGED:
            return _SECTIONS.get(subject, subject)
        case Action.RULE_CHANGED:
            return rule_name(subject, subject)
        case Action.SILENCED | Action.UNSILENCED if subject == "all":
            return _EVERYTHING
    return subject
