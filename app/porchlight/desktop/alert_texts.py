"""Texts for alerts, their timelines and their notifications."""

from collections.abc import Mapping

from porchlight.desktop.formatting import exact_moment, moment, span
from porchlight.desktop.texts import job_word, rule_name
from porchlight.language.current import rendered, tr, tr_plural
from porchlight.model.alert import (
    FOR_EVER_MS,
    OPERATION,
    Alert,
    AlertEvent,
    AlertEventKind,
    DeliveryState,
    Notification,
    NotificationKind,
    is_operation,
)
from porchlight.model.labels import SUPPRESSED


def what_of(alert: Alert, names: Mapping[str, str], rules: Mapping[str, str]) -> str:
    """What it is about; ``names`` of components, ``rules`` of rules, by id."""
    otherwise = job_word(alert.subject.removeprefix(OPERATION)) if is_operation(alert.subject) else alert.subject
    about = names.get(alert.subject, otherwise) or rule_name(alert.rule, rules.get(alert.rule, alert.rule))
    sentence = rendered(alert.sentence)
    return sentence if sentence.startswith(about) else f"{about}: {sentence}"


def state_of(alert: Alert, now_ms: int) -> str:
    """An alert's state."""
    if alert.resolved_ms is not None:
        return tr("Resolved after {duration}", duration=span((alert.resolved_ms - alert.pending_ms) / 1000))
    if alert.snoozed_until_ms is not None and alert.snoozed_until_ms > now_ms:
        return f"{tr('Firing')} · {snoozed_word(alert.snoozed_until_ms, now_ms)}"
    if alert.acknowledged_ms is not None:
        return tr("Firing, acknowledged")
    if alert.suppressed_by is not None:
        return tr("Firing, not sent: {suppressed_by}", suppressed_by=SUPPRESSED[alert.suppressed_by])
    return tr("Firing")


def snoozed_word(until_ms: int, now_ms: int) -> str:
    """How long nothing is sent about it."""
    if until_ms == FOR_EVER_MS:
        return tr("Snoozed until it is resolved")
    return tr("Snoozed until {time}", time=moment(until_ms, now_ms))


def channel_word(name: str) -> str:
    """Where it is sent: the user's channels by their given names."""
    match name:
        case "desktop":
            return tr("This desktop")
        case "console":
            return tr("Console")
    return name


def where_word(one: Notification) -> str:
    """A message's channel, and its recipients there."""
    where = channel_word(one.channel)
    return f"{where} · {one.recipient}" if one.recipient else where


def event_line(event: AlertEvent) -> str:
    """One line of a timeline."""
    line = _event_word(event.kind)
    if event.reason is not None:
        line += f": {rendered(SUPPRESSED[event.reason])}"
    elif event.detail and event.kind is not AlertEventKind.FIRING:
        line += f": {event.detail}"
    return f"{exact_moment(event.at_ms)}  {line}"


def _event_word(kind: AlertEventKind) -> str:
    match kind:
        case AlertEventKind.PENDING:
            return tr("Started, waiting to see if it lasts")
        case AlertEventKind.FIRING:
            return tr("Fired")
        case AlertEventKind.NOTIFIED:
            return tr("Sent to")
        case AlertEventKind.SUPPRESSED:
            return tr("Not sent")
        case AlertEventKind.RESOLVED:
            return tr("Resolved")
        case AlertEventKind.ACKNOWLEDGED:
            return tr("Acknowledged")
        case AlertEventKind.SNOOZED:
            return tr("Snoozed")
        case AlertEventKind.UNSNOOZED:
            return tr("Snooze ended")
        case AlertEventKind.ACTION:
            return tr("Recovery action")
        case AlertEventKind.DROPPED:
            return tr("Ended without a recovery")


def kind_word(kind: NotificationKind) -> str:
    """What a message is about: its alert's beginning, its end …"""
    match kind:
        case NotificationKind.FIRING:
            return tr("Started")
        case NotificationKind.STILL_FIRING:
            return tr("Reminder")
        case NotificationKind.WORSE:
            return tr("Got worse")
        case NotificationKind.RESOLVED | NotificationKind.DROPPED:
            return tr("Resolved")


def delivery_state_word(state: DeliveryState) -> str:
    """The delivery of a message, in one word."""
    match state:
        case DeliveryState.DELIVERED:
            return tr("Delivered")
        case DeliveryState.FAILED:
            return tr("Failed")
        case DeliveryState.SUPPRESSED:
            return tr("Not sent")
        case DeliveryState.WAITING | DeliveryState.SENDING:
            return tr("Waiting")


def delivery_word(one: Notification, now_ms: int) -> str:
    """The delivery of a message, and why it ended so."""
    state = delivery_state_word(one.state)
    if one.state is DeliveryState.WAITING and one.due_ms > now_ms:
        state = tr("Waiting until {time}", time=moment(one.due_ms, now_ms))
    why = rendered(one.error) if one.reason is None else rendered(SUPPRESSED[one.reason])
    return f"{state}: {why}" if why else state


def delivery_line(one: Notification, now_ms: int) -> str:
    """The delivery of a message, as a line of its alert's story."""
    outcome = delivery_word(one, now_ms)
    if one.attempts > 1:
        outcome += " " + tr_plural("(tried {n} time)", "(tried {n} times)", one.attempts)
    when = exact_moment(one.ended_ms or one.created_ms)
    return f"{when}  {kind_word(one.kind)} → {where_word(one)}: {outcome}"
