"""What an alert says: the rule's own words with places filled in, or ours. Pure."""

import re
from typing import Any

from app.alerts.conditions import OPERATION, is_operation
from app.alerts.rules import Rule
from app.alerts.world import World, described
from app.settings.alerting import PLACE


def sentence_of(rule: Rule, subject: str, world: World) -> str:
    """What is wrong, in one sentence."""
    if rule.message is not None:
        return filled(rule.message, rule, subject, world)
    view = world.view(subject)
    if view is not None:
        return view.state.sentence
    if is_operation(subject):
        return f"{rule.name}: {subject.removeprefix(OPERATION)}."
    summary = world.summary()
    return f"{rule.name}: {summary['errors']} in error, {summary['degraded']} degraded, of {summary['total']}."


def filled(template: str, rule: Rule, subject: str, world: World) -> str:
    """The template with its places filled in; an unknown one stays as it is, so that it is seen."""

    def fill(match: re.Match[str]) -> str:
        try:
            value = _value(match[1], rule, subject, world)
        except (KeyError, TypeError):
            return match[0]
        return f"{value:g}" if isinstance(value, float) else "none" if value is None else str(value)

    return PLACE.sub(fill, template)


def _value(place: str, rule: Rule, subject: str, world: World) -> Any:
    first, _, rest = place.partition(".")
    if first == "component":
        view = world.view(subject)
        if view is None:
            raise KeyError(place)
        value: Any = described(view)
        for name in rest.split("."):
            value = value[name]
        return value
    if first == "rule":
        return {"id": rule.id, "name": rule.name, "severity": rule.severity.value}[rest]
    if first == "operation":
        return subject.removeprefix(OPERATION)
    return world.place(place)
