"""What an alert, a line of its story and the delivery of a message are like: texts for windows and terminal."""

from porchlight.language.text import Duration, Items, Moment, Text, Until, msg, msg_plural
from porchlight.model.alert import (
    FOR_EVER_MS,
    Alert,
    AlertEvent,
    AlertEventKind,
    DeliveryState,
    Notification,
)
from porchlight.model.labels import ALERT_EVENTS, CHANNELS, DELIVERIES, SUPPRESSED


def state_of(alert: Alert, now_ms: int) -> Text:
    """An alert's state."""
    if alert.resolved_ms is not None:
        return msg("Resolved after {duration}", duration=Duration((alert.resolved_ms - alert.pending_ms) / 1000))
    if alert.snoozed_until_ms is not None and alert.snoozed_until_ms > now_ms:
        return snoozed(alert.snoozed_until_ms)
    if alert.acknowledged_ms is not None:
        return msg("Firing, acknowledged")
    if alert.suppressed_by is not None:
        return msg("Firing, not sent: {suppressed_by}", suppressed_by=SUPPRESSED[alert.suppressed_by])
    return msg("Firing")


def snoozed(until_ms: int) -> Text:
    """How long nothing is sent about it."""
    if until_ms == FOR_EVER_MS:
        return msg("Snoozed until it is resolved")
    return msg("Snoozed until {time}", time=Until(until_ms))


def event_of(event: AlertEvent) -> Text:
    """A line of an alert's story."""
    label = ALERT_EVENTS[event.kind]
    if event.kind is AlertEventKind.NOTIFIED:
        channels = Items(tuple(CHANNELS.get(one, one) for one in event.detail.split(", ")))
        return msg("{name}: {what}", name=label, what=channels)
    if event.reason is not None:
        return msg("{name}: {what}", name=label, what=SUPPRESSED[event.reason])
    if event.detail and event.kind is not AlertEventKind.FIRING:
        return msg("{name}: {what}", name=label, what=event.detail)
    return label


def delivery_of(one: Notification, now_ms: int) -> Text:
    """The delivery of a message, why it ended so, and how often it was tried."""
    found = DELIVERIES[one.state]
    if one.state is DeliveryState.WAITING and one.due_ms > now_ms:
        found = msg("Waiting until {time}", time=Moment(one.due_ms))
    if why := one.error if one.reason is None else SUPPRESSED[one.reason]:
        found = msg("{name}: {what}", name=found, what=why)
    if one.attempts > 1:
        found = msg_plural("{outcome} (tried {n} time)", "{outcome} (tried {n} times)", one.attempts, outcome=found)
    return found
