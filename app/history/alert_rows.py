"""How alerts, their timelines, notifications and silences are written in rows, and read back."""
# ruff: noqa: S608 - columns and conditions are ours

import json
import sqlite3
from collections.abc import Iterable
from typing import Any

from app.model.alert import (
    FOR_EVER_MS,
    Alert,
    AlertChanges,
    AlertEvent,
    AlertEventKind,
    AlertState,
    DeliveryState,
    HeldBack,
    Notification,
    NotificationKind,
    Severity,
)
from app.model.suppression import Silence

ALERT_COLUMNS = (
    "id, rule, subject, severity, state, pending_ms, sentence, firing_ms, resolved_ms, told_ms, tellings, held,"
    " held_until_ms, acknowledged_ms, snoozed_until_ms"
)
NOTIFICATION_COLUMNS = (
    "id, alert, channel, kind, created_ms, due_ms, state, attempts, message, ended_ms, reason, error"
)
_TOLD_LATELY_MS = 2 * 24 * 3600 * 1000
"""Longer than any cooldown of a built-in rule."""
_UNFINISHED = "state IN ('waiting', 'sending')"


def write_alerts(connection: sqlite3.Connection, changes: AlertChanges) -> None:
    """Within the caller's transaction."""
    connection.executemany(
        f"INSERT OR REPLACE INTO alerts ({ALERT_COLUMNS}) VALUES ({_marks(15)})",
        [
            (
                one.id,
                one.rule,
                one.subject,
                one.severity,
                one.state,
                one.pending_ms,
                one.sentence,
                one.firing_ms,
                one.resolved_ms,
                one.told_ms,
                one.tellings,
                one.held,
                one.held_until_ms,
                one.acknowledged_ms,
                one.snoozed_until_ms,
            )
            for one in changes.alerts
        ],
    )
    connection.executemany(
        "INSERT INTO alert_events (alert, at_ms, kind, reason, detail) VALUES (?, ?, ?, ?, ?)",
        [(event.alert, event.at_ms, event.kind, event.reason, event.detail) for event in changes.events],
    )
    connection.executemany(
        f"INSERT OR REPLACE INTO outbox ({NOTIFICATION_COLUMNS}) VALUES ({_marks(12)})",
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
                one.error,
            )
            for one in changes.notifications
        ],
    )
    connection.executemany(
        "INSERT OR REPLACE INTO silences (id, until_ms, begun_ms, components, rules, comment)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        [
            (one.id, one.until_ms, one.begun_ms, json.dumps(one.components), json.dumps(one.rules), one.comment)
            for one in changes.silences
        ],
    )


def read_open_alerts(connection: sqlite3.Connection) -> AlertChanges:
    """See Store.open_alerts."""
    latest = connection.execute("SELECT max(pending_ms) FROM alerts").fetchone()[0] or 0
    alerts = read_alerts(
        connection,
        "state <> 'resolved' OR told_ms > ? OR (snoozed_until_ms > ? AND snoozed_until_ms < ?)"
        f" OR id IN (SELECT alert FROM outbox WHERE {_UNFINISHED})",
        (latest - _TOLD_LATELY_MS, latest, FOR_EVER_MS),
    )
    notifications = read_notifications(
        connection,
        f"alert IN (SELECT id FROM alerts WHERE state <> 'resolved')"
        f" OR alert IN (SELECT alert FROM outbox WHERE {_UNFINISHED}) ORDER BY created_ms",
        (),
    )
    rows = connection.execute(
        "SELECT alert, at_ms, kind, reason, detail FROM alert_events WHERE kind = 'action'"
        " ORDER BY key DESC LIMIT 100"
    )
    actions = tuple(reversed([_event(row) for row in rows]))
    return AlertChanges(tuple(alerts), actions, tuple(notifications), tuple(read_silences(connection)))


def read_alerts(connection: sqlite3.Connection, where: str, values: Iterable[Any]) -> list[Alert]:
    """The alerts that a condition selects."""
    rows = connection.execute(
        f"SELECT {ALERT_COLUMNS} FROM alerts WHERE {where}",
        tuple(values),
    )
    return [_alert(row) for row in rows]


def read_notifications(connection: sqlite3.Connection, where: str, values: Iterable[Any]) -> list[Notification]:
    """The notifications that a condition selects."""
    rows = connection.execute(
        f"SELECT {NOTIFICATION_COLUMNS} FROM outbox WHERE {where}",
        tuple(values),
    )
    return [_notification(row) for row in rows]


def read_events(connection: sqlite3.Connection, alert_id: str) -> list[AlertEvent]:
    """The timeline of an alert."""
    rows = connection.execute(
        "SELECT alert, at_ms, kind, reason, detail FROM alert_events WHERE alert = ? ORDER BY key", (alert_id,)
    )
    return [_event(row) for row in rows]


def read_silences(connection: sqlite3.Connection) -> list[Silence]:
    """All that are remembered."""
    rows = connection.execute("SELECT id, until_ms, begun_ms, components, rules, comment FROM silences")
    return [
        Silence(id_, until_ms, begun_ms, tuple(json.loads(components)), tuple(json.loads(rules)), comment)
        for id_, until_ms, begun_ms, components, rules, comment in rows
    ]


def _event(row: tuple[Any, ...]) -> AlertEvent:
    alert, at_ms, kind, reason, detail = row
    return AlertEvent(alert, at_ms, AlertEventKind(kind), HeldBack(reason) if reason else None, detail)


def _alert(row: tuple[Any, ...]) -> Alert:
    id_, rule, subject, severity, state, pending_ms, sentence, firing, resolved, told, tellings, held, *rest = row
    return Alert(
        id_,
        rule,
        subject,
        Severity(severity),
        AlertState(state),
        pending_ms,
        sentence,
        firing,
        resolved,
        told,
        tellings,
        HeldBack(held) if held else None,
        *rest,
    )


def _notification(row: tuple[Any, ...]) -> Notification:
    id_, alert, channel, kind, created_ms, due_ms, state, attempts, message, ended_ms, reason, error = row
    return Notification(
        id_,
        alert,
        channel,
        NotificationKind(kind),
        created_ms,
        due_ms,
        DeliveryState(state),
        attempts,
        message,
        ended_ms,
        HeldBack(reason) if reason else None,
        error,
    )


def _marks(count: int) -> str:
    return ", ".join("?" * count)
