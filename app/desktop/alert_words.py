"""The words for alerts, their timelines and what was sent."""

from app.desktop.words import exact_moment, span, translate
from app.model.alert import (
    Alert,
    AlertEvent,
    AlertEventKind,
    DeliveryState,
    HeldBack,
    Notification,
    NotificationKind,
    Severity,
)


def severity_word(severity: Severity) -> str:
    """How grave."""
    match severity:
        case Severity.CRITICAL:
            return translate("Alerts", "Critical")
        case Severity.HIGH:
            return translate("Alerts", "High")
        case Severity.MEDIUM:
            return translate("Alerts", "Medium")
        case Severity.LOW:
            return translate("Alerts", "Low")


def held_word(reason: HeldBack) -> str:
    """Why it is not told."""
    match reason:
        case HeldBack.PARENT:
            return translate("Alerts", "follows from another one's trouble")
        case HeldBack.SILENCED:
            return translate("Alerts", "silenced")
        case HeldBack.MAINTENANCE:
            return translate("Alerts", "planned maintenance")
        case HeldBack.SNOOZED:
            return translate("Alerts", "snoozed")
        case HeldBack.ACKNOWLEDGED:
            return translate("Alerts", "acknowledged")
        case HeldBack.COOLDOWN:
            return translate("Alerts", "told a moment ago")
        case HeldBack.QUIET_HOURS:
            return translate("Alerts", "quiet hours")
        case HeldBack.NO_CHANNEL:
            return translate("Alerts", "no channel to tell it by")
        case HeldBack.NOT_TOLD:
            return translate("Alerts", "its beginning was not told")
        case HeldBack.OVER:
            return translate("Alerts", "over before it was told")


def state_of(alert: Alert) -> str:
    """How an alert stands."""
    if alert.resolved_ms is not None:
        return translate("Alerts", "Over after %1").replace("%1", span((alert.resolved_ms - alert.pending_ms) / 1000))
    if alert.acknowledged_ms is not None:
        return translate("Alerts", "Firing, acknowledged")
    if alert.held is not None:
        return translate("Alerts", "Firing, held back: %1").replace("%1", held_word(alert.held))
    return translate("Alerts", "Firing")


def event_line(event: AlertEvent) -> str:
    """One line of a timeline."""
    said = _event_word(event.kind)
    if event.reason is not None:
        said += f": {held_word(event.reason)}"
    elif event.detail and event.kind is not AlertEventKind.FIRING:
        said += f": {event.detail}"
    return f"{exact_moment(event.at_ms)}  {said}"


def _event_word(kind: AlertEventKind) -> str:
    match kind:
        case AlertEventKind.PENDING:
            return translate("Alerts", "Began, waited whether it lasts")
        case AlertEventKind.FIRING:
            return translate("Alerts", "Fired")
        case AlertEventKind.TOLD:
            return translate("Alerts", "Told")
        case AlertEventKind.HELD_BACK:
            return translate("Alerts", "Held back")
        case AlertEventKind.RESOLVED:
            return translate("Alerts", "Over")
        case AlertEventKind.ACKNOWLEDGED:
            return translate("Alerts", "Acknowledged")
        case AlertEventKind.SNOOZED:
            return translate("Alerts", "Snoozed")
        case AlertEventKind.UNSNOOZED:
            return translate("Alerts", "Snooze ended")
        case AlertEventKind.ACTION:
            return translate("Alerts", "Recovery action")
        case AlertEventKind.DROPPED:
            return translate("Alerts", "Ended without a recovery")


def delivery_line(one: Notification) -> str:
    """What became of a notification."""
    match one.kind:
        case NotificationKind.FIRING:
            what = translate("Alerts", "Its beginning")
        case NotificationKind.STILL_FIRING:
            what = translate("Alerts", "A reminder")
        case NotificationKind.RESOLVED:
            what = translate("Alerts", "Its end")
    match one.state:
        case DeliveryState.DELIVERED:
            became = translate("Alerts", "delivered at %1").replace("%1", exact_moment(one.ended_ms or one.due_ms))
        case DeliveryState.FAILED:
            became = translate("Alerts", "failed: %1").replace("%1", one.error)
        case DeliveryState.HELD_BACK:
            became = held_word(one.reason) if one.reason is not None else ""
        case _:
            became = translate("Alerts", "waits")
            if one.error:
                became = translate("Alerts", "tried %n time(s), not taken yet: %1", "", one.attempts)
                became = became.replace("%1", one.error)
    return f"{what} → {one.channel}: {became}"
