"""The texts for alerts, their timelines and what was sent."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from porchlight.desktop.formatting import exact_moment, moment, span
from porchlight.desktop.texts import job_word, rule_name, translate
from porchlight.model.alert import (
    FOR_EVER_MS,
    OPERATION,
    Alert,
    AlertEvent,
    AlertEventKind,
    DeliveryState,
    Notification,
    NotificationKind,
    Severity,
    SuppressionReason,
    is_operation,
)

if TYPE_CHECKING:
    from porchlight.alerts.replay import Replay


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


def held_word(reason: SuppressionReason) -> str:
    """Why it is not sent."""
    match reason:
        case SuppressionReason.PARENT:
            return translate("Alerts", "follows from another one's trouble")
        case SuppressionReason.SILENCED:
            return translate("Alerts", "silenced")
        case SuppressionReason.MAINTENANCE:
            return translate("Alerts", "planned maintenance")
        case SuppressionReason.SNOOZED:
            return translate("Alerts", "snoozed")
        case SuppressionReason.ACKNOWLEDGED:
            return translate("Alerts", "acknowledged")
        case SuppressionReason.COOLDOWN:
            return translate("Alerts", "told a moment ago")
        case SuppressionReason.QUIET_HOURS:
            return translate("Alerts", "quiet hours")
        case SuppressionReason.NO_CHANNEL:
            return translate("Alerts", "no channel to tell it by")
        case SuppressionReason.NOT_NOTIFIED:
            return translate("Alerts", "its beginning was not told")
        case SuppressionReason.OVER:
            return translate("Alerts", "over before it was told")


def what_of(alert: Alert, names: Mapping[str, str], rules: Mapping[str, str]) -> str:
    """What it is about; ``names`` of components, ``rules`` of rules, by id."""
    otherwise = job_word(alert.subject.removeprefix(OPERATION)) if is_operation(alert.subject) else alert.subject
    about = names.get(alert.subject, otherwise) or rule_name(alert.rule, rules.get(alert.rule, alert.rule))
    return alert.sentence if alert.sentence.startswith(about) else f"{about}: {alert.sentence}"


def state_of(alert: Alert, now_ms: int) -> str:
    """How an alert stands."""
    if alert.resolved_ms is not None:
        return translate("Alerts", "Over after %1").replace("%1", span((alert.resolved_ms - alert.pending_ms) / 1000))
    if alert.snoozed_until_ms is not None and alert.snoozed_until_ms > now_ms:
        return f"{translate('Alerts', 'Firing')} · {snoozed_word(alert.snoozed_until_ms, now_ms)}"
    if alert.acknowledged_ms is not None:
        return translate("Alerts", "Firing, acknowledged")
    if alert.suppressed_by is not None:
        return translate("Alerts", "Firing, held back: %1").replace("%1", held_word(alert.suppressed_by))
    return translate("Alerts", "Firing")


def snoozed_word(until_ms: int, now_ms: int) -> str:
    """For how long nothing is sent about it."""
    if until_ms == FOR_EVER_MS:
        return translate("Alerts", "Snoozed until it is over")
    return translate("Alerts", "Snoozed until %1").replace("%1", moment(until_ms, now_ms))


def channel_word(name: str) -> str:
    """Where it is sent: one's own channels have the names that they were given."""
    match name:
        case "desktop":
            return translate("Alerts", "This desktop")
        case "console":
            return translate("Alerts", "Console")
    return name


def where_word(one: Notification) -> str:
    """The channel that a message goes by, and whom of its recipients it is for."""
    where = channel_word(one.channel)
    return f"{where} · {one.recipient}" if one.recipient else where


def event_line(event: AlertEvent) -> str:
    """One line of a timeline."""
    line = _event_word(event.kind)
    if event.reason is not None:
        line += f": {held_word(event.reason)}"
    elif event.detail and event.kind is not AlertEventKind.FIRING:
        line += f": {event.detail}"
    return f"{exact_moment(event.at_ms)}  {line}"


def _event_word(kind: AlertEventKind) -> str:
    match kind:
        case AlertEventKind.PENDING:
            return translate("Alerts", "Began, waited whether it lasts")
        case AlertEventKind.FIRING:
            return translate("Alerts", "Fired")
        case AlertEventKind.NOTIFIED:
            return translate("Alerts", "Told")
        case AlertEventKind.SUPPRESSED:
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


def replay_sentence(found: "Replay", days: float) -> str:
    """What a rule would have done in the last ``days``."""
    lasted = span(days * 86_400)
    if not found.alerts:
        return translate("Rules", "In the last %1 it would not have fired once.").replace("%1", lasted)
    fired = translate("Rules", "In the last %1 it would have fired %n time(s).", "", len(found.alerts))
    lines = [fired.replace("%1", lasted), translate("Rules", "It would have sent %n message(s).", "", found.notified)]
    if found.suppressed:
        lines.append(translate("Rules", "%n more would have been held back.", "", found.suppressed))
    if found.fires_now:
        lines.append(translate("Rules", "It would be firing now."))
    return " ".join(lines)


def kind_word(kind: NotificationKind) -> str:
    """What a message is about: its alert's beginning, its end …"""
    match kind:
        case NotificationKind.FIRING:
            return translate("Alerts", "Its beginning")
        case NotificationKind.STILL_FIRING:
            return translate("Alerts", "A reminder")
        case NotificationKind.WORSE:
            return translate("Alerts", "Worse than before")
        case NotificationKind.RESOLVED | NotificationKind.DROPPED:
            return translate("Alerts", "Its end")


def delivery_state_word(state: DeliveryState) -> str:
    """The delivery of a message, in one word."""
    match state:
        case DeliveryState.DELIVERED:
            return translate("Alerts", "Delivered")
        case DeliveryState.FAILED:
            return translate("Alerts", "Failed")
        case DeliveryState.SUPPRESSED:
            return translate("Alerts", "Held back")
        case DeliveryState.WAITING | DeliveryState.SENDING:
            return translate("Alerts", "Waits")


def delivery_word(one: Notification, now_ms: int) -> str:
    """The delivery of a message, and why it ended so."""
    state = delivery_state_word(one.state)
    if one.state is DeliveryState.WAITING and one.due_ms > now_ms:
        state = translate("Alerts", "Waits until %1").replace("%1", moment(one.due_ms, now_ms))
    why = one.error if one.reason is None else held_word(one.reason)
    return f"{state}: {why}" if why else state


def delivery_line(one: Notification, now_ms: int) -> str:
    """The delivery of a message, as a line of its alert's story."""
    outcome = delivery_word(one, now_ms)
    if one.attempts > 1:
        outcome += " " + translate("Alerts", "(tried %n time(s))", "", one.attempts)
    when = exact_moment(one.ended_ms or one.created_ms)
    return f"{when}  {kind_word(one.kind)} → {where_word(one)}: {outcome}"
