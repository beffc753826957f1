"""How alerts, their timelines, notifications and silences are written in rows, and read back."""
# ruff: noqa: S608 - columns and conditions are ours

import json
import sqlite3
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from porchlight.history.rows import (
    Row,
    detail_in,
    document_in,
    id_in,
    line_in,
    moment_in,
    moment_or_none,
    number_in,
    readable,
    sentence_in,
    text_out,
    until_or_none,
    whole_text_out,
)
from porchlight.intake.documents import parse_json
from porchlight.intake.text import without_surrogates
from porchlight.model.alert import (
    FOR_EVER_MS,
    Alert,
    AlertChanges,
    AlertEvent,
    AlertEventKind,
    AlertState,
    DeliveryState,
    Grade,
    Notification,
    NotificationKind,
    Severity,
    SuppressionReason,
)
from porchlight.model.component import Shared, SharedKind
from porchlight.model.status import Status
from porchlight.model.suppression import Silence

ALERT_COLUMNS = (
    "id, rule, subject, severity, state, pending_ms, sentence, firing_ms, resolved_ms, told_ms, tellings, held,"
    " held_until_ms, acknowledged_ms, snoozed_until_ms, told_grade, causes, text"
)
EVENT_COLUMNS = "alert, at_ms, kind, reason, detail, text"
NOTIFICATION_COLUMNS = (
    "id, alert, channel, kind, created_ms, due_ms, state, attempts, message, ended_ms, reason, error, recipient, text"
)
_RECENTLY_NOTIFIED_MS = 2 * 24 * 3600 * 1000
"""Longer than any cooldown of a built-in rule."""
_UNFINISHED = "state IN ('waiting', 'sending')"


def write_alerts(connection: sqlite3.Connection, changes: AlertChanges) -> None:
    """Within the caller's transaction."""
    connection.executemany(
        f"INSERT OR REPLACE INTO alerts ({ALERT_COLUMNS}) VALUES ({_marks(18)})",
        [
            (
                one.id,
                one.rule,
                one.subject,
                one.severity,
                one.state,
                one.pending_ms,
                without_surrogates(one.sentence),
                one.firing_ms,
                one.resolved_ms,
                one.notified_ms,
                one.notification_count,
                one.suppressed_by,
                one.suppressed_until_ms,
                one.acknowledged_ms,
                one.snoozed_until_ms,
                _grade_text(one.notified_grade),
                _causes_text(one.causes),
                text_out(one.sentence),
            )
            for one in changes.alerts
        ],
    )
    connection.executemany(
        f"INSERT INTO alert_events ({EVENT_COLUMNS}) VALUES ({_marks(6)})",
        [
            (
                event.alert,
                event.at_ms,
                event.kind,
                event.reason,
                without_surrogates(event.detail),
                whole_text_out(event.detail),
            )
            for event in changes.events
        ],
    )
    connection.executemany(
        f"INSERT OR REPLACE INTO outbox ({NOTIFICATION_COLUMNS}) VALUES ({_marks(14)})",
        [
            (
                one.id,
                one.alert,
                one.channel,
                one.kind,
                one.created_ms,
                one.due_ms,
                one.state,
                one.attempts,
                one.message,
                one.ended_ms,
                one.reason,
                without_surrogates(one.error),
                without_surrogates(one.recipient) or None,
                whole_text_out(one.error),
            )
            for one in changes.notifications
        ],
    )
    connection.executemany(
        "INSERT OR REPLACE INTO silences (id, until_ms, begun_ms, components, rules, comment)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        [
            (
                one.id,
                one.until_ms,
                one.begun_ms,
                json.dumps(one.components),
                json.dumps(one.rules),
                without_surrogates(one.comment),
            )
            for one in changes.silences
        ],
    )


def read_open_alerts(connection: sqlite3.Connection, now_ms: int) -> AlertChanges:
    """See Store.open_alerts."""
    # The newest and not the clock, which may be wrong; but never one from a time in which the clock was ahead.
    latest: int = connection.execute(
        "SELECT coalesce(max(pending_ms), 0) FROM alerts WHERE pending_ms <= ?", (now_ms,)
    ).fetchone()[0]
    alerts = read_alerts(
        connection,
        "state <> 'resolved' OR told_ms > ? OR (snoozed_until_ms > ? AND snoozed_until_ms < ?)"
        f" OR id IN (SELECT alert FROM outbox WHERE {_UNFINISHED})",
        (latest - _RECENTLY_NOTIFIED_MS, latest, FOR_EVER_MS),
    )
    notifications = read_notifications(
        connection,
        f"alert IN (SELECT id FROM alerts WHERE state <> 'resolved')"
        f" OR alert IN (SELECT alert FROM outbox WHERE {_UNFINISHED}) ORDER BY created_ms",
        (),
    )
    rows = connection.execute(
        f"SELECT {EVENT_COLUMNS} FROM alert_events WHERE kind = 'action' ORDER BY key DESC LIMIT 100"
    )
    actions = tuple(reversed(list(readable(rows, _event))))
    return AlertChanges(tuple(alerts), actions, tuple(notifications), tuple(read_silences(connection)))


def read_alerts(connection: sqlite3.Connection, where: str, values: Iterable[Any]) -> list[Alert]:
    """The alerts that a condition selects."""
    rows = connection.execute(
        f"SELECT {ALERT_COLUMNS} FROM alerts WHERE {where}",
        tuple(values),
    )
    return list(readable(rows, _alert))


def read_notifications(connection: sqlite3.Connection, where: str, values: Iterable[Any]) -> list[Notification]:
    """The notifications that a condition selects."""
    rows = connection.execute(
        f"SELECT {NOTIFICATION_COLUMNS} FROM outbox WHERE {where}",
        tuple(values),
    )
    return list(readable(rows, _notification))


def read_events(connection: sqlite3.Connection, alert_id: str) -> list[AlertEvent]:
    """The timeline of an alert."""
    rows = connection.execute(f"SELECT {EVENT_COLUMNS} FROM alert_events WHERE alert = ? ORDER BY key", (alert_id,))
    return list(readable(rows, _event))


def read_silences(connection: sqlite3.Connection) -> list[Silence]:
    """All stored silences."""
    rows = connection.execute("SELECT id, until_ms, begun_ms, components, rules, comment FROM silences")
    return list(readable(rows, _silence))


def _silence(row: Row) -> Silence:
    id_, until_ms, begun_ms, components, rules, comment = row
    return Silence(
        id_in(id_),
        number_in(until_ms, most=FOR_EVER_MS),
        moment_in(begun_ms),
        _names(components),
        _names(rules),
        line_in(comment),
    )


def _names(text: str) -> tuple[str, ...]:
    """An unreadable list must not become "all of them"."""
    found = parse_json(text)
    if not isinstance(found, list):
        raise ValueError("no list")
    return tuple(map(id_in, found))


def _event(row: Row) -> AlertEvent:
    alert, at_ms, kind, reason, detail, text = row
    why = SuppressionReason(reason) if reason else None
    return AlertEvent(id_in(alert), moment_in(at_ms), AlertEventKind(kind), why, detail_in(detail, text))


def _alert(row: Row) -> Alert:
    (
        id_,
        rule,
        subject,
        severity,
        state,
        pending_ms,
        sentence,
        firing,
        resolved,
        notified,
        notification_count,
        held,
        *rest,
    ) = row
    held_until, acknowledged, snoozed_until, notified_grade, causes, text = rest
    return Alert(
        id_in(id_),
        id_in(rule),
        id_in(subject),
        Severity(severity),
        AlertState(state),
        moment_in(pending_ms),
        sentence_in(sentence, text),
        moment_or_none(firing),
        moment_or_none(resolved),
        moment_or_none(notified),
        number_in(notification_count),
        SuppressionReason(held) if held else None,
        until_or_none(held_until),
        moment_or_none(acknowledged),
        until_or_none(snoozed_until),
        _grade_in(notified_grade),
        _causes_in(causes),
    )


def _grade_text(grade: Grade | None) -> str | None:
    return None if grade is None else json.dumps([grade.severity, grade.status, grade.blocked])


def _causes_text(causes: frozenset[Shared]) -> str | None:
    found = sorted((cause.kind.value, without_surrogates(cause.name)) for cause in causes)
    return json.dumps(found, ensure_ascii=False) if found else None


def _grade_in(text: object) -> Grade | None:
    """An unreadable grade counts as not known: the alert itself is worth more."""
    match document_in(text):
        case [str() as severity, str() | None as status, bool() as blocked]:
            with suppress(ValueError):
                return Grade(Severity(severity), None if status is None else Status(status), blocked)
    return None


def _causes_in(text: object) -> frozenset[Shared]:
    found = document_in(text)
    return frozenset(readable(found, _cause)) if isinstance(found, list) else frozenset()


def _cause(row: Row) -> Shared:
    kind, name = row
    return Shared(SharedKind(kind), id_in(name))


def _notification(row: Row) -> Notification:
    id_, alert, channel, kind, created_ms, due_ms, state, attempts, message, *rest = row
    ended_ms, reason, error, recipient, text = rest
    return Notification(
        id_in(id_),
        id_in(alert),
        id_in(channel),
        NotificationKind(kind),
        moment_in(created_ms),
        number_in(due_ms, most=FOR_EVER_MS),
        DeliveryState(state),
        number_in(attempts),
        id_in(message),
        moment_or_none(ended_ms),
        SuppressionReason(reason) if reason else None,
        detail_in(error, text),
        id_in(recipient) if recipient else "",
    )


def _marks(count: int) -> str:
    return ", ".join("?" * count)
