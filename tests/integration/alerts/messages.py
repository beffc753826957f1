"""Messages and a context to send them with."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from porchlight.alerts.channels.kind import ChannelContext
from porchlight.model.alert import Alert, AlertState, Severity
from porchlight.model.message import AlertLabel, Message, MessageKind
from porchlight.redaction import Redactor
from tests.support import GivenSecrets

AT_MS = 1_790_000_000_000
REPORT: Mapping[str, Any] = {
    "timestamp": "2026-09-21T13:46:40.000Z",
    "status": "critical",
    "summary": {"total": 2, "healthy": 1, "degraded": 0, "errors": 1, "criticalErrors": 1},
    "components": [{"component": "page", "status": "error"}],
}


def label(subject: str = "page", *, over: bool = False) -> AlertLabel:
    state = AlertState.RESOLVED if over else AlertState.FIRING
    resolved_ms = AT_MS + 600_000 if over else None
    alert = Alert(
        f"{subject}0123456789ab", "down", subject, Severity.CRITICAL, state, AT_MS, "No answer.", AT_MS, resolved_ms
    )
    return AlertLabel(alert, "Something is down", subject.capitalize(), over, "" if over else "Open it in a browser.")


def message(*labels: AlertLabel, kind: MessageKind = MessageKind.FIRING, attempt: int = 1) -> Message:
    labels = labels or (label(),)
    return Message("m0123", kind, Severity.CRITICAL, "Page: down", "No answer.", AT_MS, labels, REPORT, attempt)


HOSTILE = "half \ud83d a\0b \r\nBcc: all@example.org\r\n.\r\n\u202e<script>&amp;"
"""Half a character, a NUL, lines that could be headers or the end of a mail, mark-up."""


def hostile_message(kind: MessageKind = MessageKind.FIRING) -> Message:
    """One in which every text that may come from outside is such, and one of them 100 KB long."""
    one = label(over=kind is MessageKind.RESOLVED)
    hostile = replace(one, component_name=HOSTILE, rule_name=HOSTILE, affected=(HOSTILE,), headline=HOSTILE)
    hostile = replace(hostile, alert=replace(one.alert, sentence=HOSTILE), advice=HOSTILE)
    report = {**REPORT, "components": [{"component": HOSTILE, "status": HOSTILE}]}
    return replace(message(hostile, kind=kind), title=HOSTILE, text=HOSTILE * 2000, report=report)


def context(secrets: Mapping[str, str] | None = None, ca_file: str | None = None) -> ChannelContext:
    redactor = Redactor()
    for value in (secrets or {}).values():
        redactor.add_secret(value)
    return ChannelContext(GivenSecrets(secrets or {}), redactor, dict, ca_file, say=print)
