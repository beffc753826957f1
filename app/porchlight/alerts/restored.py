"""What an earlier run left in the history, validated row by row. Pure. A row may come from a newer version, a damaged
file or an editor: an invalid one is left out, so that it cannot end the start again and again."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final, TypeVar

from porchlight.intake.numbers import LATEST_MS
from porchlight.intake.text import QUOTE, SENTENCE, clean_line
from porchlight.language.sentence import cleaned
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

_MOST_TRIES: Final = 1_000_000
_LATEST_DUE_MS: Final = 8 * 86_400_000
"""No notification waits longer than this after it was made: quiet hours last a week at most."""
_T = TypeVar("_T")


def restored(kept: AlertChanges) -> tuple[AlertChanges, int]:
    """The valid rows, and the number of invalid ones."""
    alerts = _sound(map(_alert, kept.alerts))
    events = _sound(map(_event, kept.events))
    notifications = _sound(map(_notification, kept.notifications))
    silences = _sound(map(_silence, kept.silences))
    found = AlertChanges(alerts, events, notifications, silences)
    return found, _count(kept) - _count(found)


def _sound(rows: Iterable[_T | None]) -> tuple[_T, ...]:
    return tuple(row for row in rows if row is not None)


def _count(changes: AlertChanges) -> int:
    return len(changes.alerts) + len(changes.events) + len(changes.notifications) + len(changes.silences)


def _alert(one: Alert) -> Alert | None:
    moments = (one.firing_ms, one.resolved_ms, one.notified_ms, one.suppressed_until_ms, one.acknowledged_ms)
    if not (
        _texts(one.id, one.rule, one.subject, one.sentence)
        and _is(one.severity, Severity)
        and _is(one.state, AlertState)
        and (one.suppressed_by is None or _is(one.suppressed_by, SuppressionReason))
        and _moment(one.pending_ms)
        and all(moment is None or _moment(moment) for moment in moments)
        and (one.snoozed_until_ms is None or one.snoozed_until_ms == FOR_EVER_MS or _moment(one.snoozed_until_ms))
        and _number(one.notification_count, _MOST_TRIES)
        and (one.notified_grade is None or _is_grade(one.notified_grade))
        and all(_is(cause, Shared) and _is(cause.kind, SharedKind) and _texts(cause.name) for cause in one.causes)
    ):
        return None
    return replace(one, sentence=cleaned(one.sentence, lambda text: clean_line(text, SENTENCE)))


def _is_grade(one: Grade) -> bool:
    return _is(one, Grade) and _is(one.severity, Severity) and (one.status is None or _is(one.status, Status))


def _event(one: AlertEvent) -> AlertEvent | None:
    sound = _texts(one.alert, one.detail) and _is(one.kind, AlertEventKind) and _moment(one.at_ms)
    return replace(one, detail=clean_line(one.detail, SENTENCE)) if sound else None


def _notification(one: Notification) -> Notification | None:
    sound = (
        _texts(one.id, one.alert, one.channel, one.message, one.error, one.recipient)
        and _is(one.kind, NotificationKind)
        and _is(one.state, DeliveryState)
        and (one.reason is None or _is(one.reason, SuppressionReason))
        and _moment(one.created_ms)
        and _moment(one.due_ms)
        and (one.ended_ms is None or _moment(one.ended_ms))
        and _number(one.attempts, _MOST_TRIES)
    )
    if not sound:
        return None
    due_ms = one.due_ms if one.due_ms <= one.created_ms + _LATEST_DUE_MS else one.created_ms
    return replace(one, due_ms=due_ms, error=clean_line(one.error, SENTENCE))


def _silence(one: Silence) -> Silence | None:
    sound = (
        _is(one.components, tuple)
        and _is(one.rules, tuple)
        and _texts(one.id, one.comment, *one.components, *one.rules)
        and _moment(one.begun_ms)
        and _moment(one.until_ms)
    )
    return replace(one, comment=clean_line(one.comment, QUOTE)) if sound else None


def _is(value: object, kind: type) -> bool:
    """What is stored need not match the types."""
    return isinstance(value, kind)


def _texts(*values: object) -> bool:
    return all(isinstance(value, str) for value in values)


def _moment(value: object) -> bool:
    return _number(value, LATEST_MS)


def _number(value: object, most: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= most
