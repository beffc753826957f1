"""Texts for alerts, their timelines and their notifications."""

from collections.abc import Mapping

from porchlight.desktop.formatting import exact_moment
from porchlight.desktop.texts import job_word, rule_name
from porchlight.insight.alert_states import delivery_of, event_of
from porchlight.language.current import rendered
from porchlight.model.alert import OPERATION, Alert, AlertEvent, Notification, is_operation
from porchlight.model.labels import CHANNELS, NOTIFICATIONS


def what_of(alert: Alert, names: Mapping[str, str], rules: Mapping[str, str]) -> str:
    """What it is about; ``names`` of components, ``rules`` of rules, by id."""
    otherwise = job_word(alert.subject.removeprefix(OPERATION)) if is_operation(alert.subject) else alert.subject
    about = names.get(alert.subject, otherwise) or rule_name(alert.rule, rules.get(alert.rule, alert.rule))
    sentence = rendered(alert.sentence)
    return sentence if sentence.startswith(about) else f"{about}: {sentence}"


def channel_word(name: str) -> str:
    """Where it is sent: the user's channels by their given names."""
    return rendered(CHANNELS.get(name, name))


def where_word(one: Notification) -> str:
    """A message's channel, and its recipients there."""
    where = channel_word(one.channel)
    return f"{where} · {one.recipient}" if one.recipient else where


def event_line(event: AlertEvent) -> str:
    """One line of a timeline."""
    return f"{exact_moment(event.at_ms)}  {rendered(event_of(event))}"


def delivery_line(one: Notification, now_ms: int) -> str:
    """The delivery of a message, as a line of its alert's story."""
    kind, outcome = rendered(NOTIFICATIONS[one.kind]), rendered(delivery_of(one, now_ms))
    return f"{exact_moment(one.ended_ms or one.created_ms)}  {kind} → {where_word(one)}: {outcome}"
