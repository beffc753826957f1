"""Messages and a context to send them with."""

from collections.abc import Mapping
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


def context(secrets: Mapping[str, str] | None = None, ca_file: str | None = None) -> ChannelContext:
    redactor = Redactor()
    for value in (secrets or {}).values():
        redactor.add_secret(value)
    return ChannelContext(GivenSecrets(secrets or {}), redactor, dict, ca_file, say=print)
