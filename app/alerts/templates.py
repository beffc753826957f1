"""What an alert says: the rule's own words with places filled in, or ours. Pure."""

import re
from typing import Any

from app.alerts.conditions import OPERATION
from app.alerts.rules import Rule
from app.alerts.world import World, described

_PLACE = re.compile(r"\{([A-Za-z_][\w.\-]{0,100})\}")
_COMPONENT_PLACES = frozenset(
    {"component", "name", "kind", "status", "critical", "reason", "message", "duration", "timestamp", "error"}
)
_RULE_PLACES = frozenset({"id", "name", "severity"})
_SUMMARY_PLACES = frozenset({"total", "healthy", "degraded", "errors", "criticalErrors", "unknown", "disabled"})


def sentence_of(rule: Rule, subject: str, world: World) -> str:
    """What is wrong, in one sentence."""
    if rule.message is not None:
        return filled(rule.message, rule, subject, world)
    view = world.views.get(subject)
    if view is not None:
        return view.state.sentence
    if subject.startswith(OPERATION):
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

    return _PLACE.sub(fill, template)


def unknown_places(template: str) -> list[str]:
    """The places of a template that can never be filled."""
    return [place for place in _PLACE.findall(template) if not _is_known(place)]


def _is_known(place: str) -> bool:
    first, _, rest = place.partition(".")
    match first:
        case "status" | "timestamp":
            return not rest
        case "summary":
            return rest in _SUMMARY_PLACES
        case "component":
            return rest.startswith("measures.") or rest in _COMPONENT_PLACES
        case "rule":
            return rest in _RULE_PLACES
        case "components":
            return rest.count(".") >= 1
        case "operation":
            return rest == "name"
    return False


def _value(place: str, rule: Rule, subject: str, world: World) -> Any:
    first, _, rest = place.partition(".")
    if first == "component":
        value: Any = described(world.views[subject])
        for name in rest.split("."):
            value = value[name]
        return value
    if first == "rule":
        return {"id": rule.id, "name": rule.name, "severity": rule.severity.value}[rest]
    if first == "operation":
        return subject.removeprefix(OPERATION)
    return world.place(place)
