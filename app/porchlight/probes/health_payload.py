"""Services' reports of their own health, in the common formats, as SubResults. Pure.

Understood: IETF draft-inadarei-api-health-check-06, Spring Boot Actuator, ASP.NET Core (plain and Xabaril's UI
writer), MicroProfile Health 4, Node Terminus, Kubernetes' verbose text, and a bare ``status``.
"""

import re
from itertools import islice
from typing import Any, Final

from porchlight.dataclass import dataclass
from porchlight.intake.documents import NotJson, parse_json
from porchlight.intake.text import NAME, quote
from porchlight.language.text import Text, first_of, msg
from porchlight.model.result import SubResult
from porchlight.model.status import Outcome

_OUTCOMES = {
    **dict.fromkeys(("pass", "ok", "up", "healthy", "operational"), Outcome.HEALTHY),
    **dict.fromkeys(("warn", "warning", "degraded"), Outcome.DEGRADED),
    **dict.fromkeys(("fail", "error", "down", "unhealthy", "out_of_service", "shutting_down"), Outcome.ERROR),
    "unknown": Outcome.UNKNOWN,
}
_KUBERNETES_LINE = re.compile(r"\[(?P<sign>[+-])\](?P<name>\S+) (?P<rest>.*)")
LONGEST_PLAIN_REPORT: Final = 65_536
"""Characters of plain text that are looked through."""
_MAX_SUB_RESULTS = 100
_MAX_DEPTH = 5
_MOST_NAMED = 3
_LONGEST_TEXT = 200
"""Characters of a part's own text."""


@dataclass(frozen=True, slots=True)
class HealthPayload:
    """A service's own verdict and its parts."""

    format: str
    outcome: Outcome
    sub_results: tuple[SubResult, ...]

    def troubled(self) -> list[SubResult]:
        """The parts that are not healthy, the worst first."""
        order = [Outcome.ERROR, Outcome.DEGRADED, Outcome.UNKNOWN]
        return sorted((s for s in self.sub_results if s.outcome in order), key=lambda s: order.index(s.outcome))

    def sentence(self) -> Text:
        """What it reports, where not all is well."""
        troubled = self.troubled()
        if troubled:
            named = first_of([_named_part(part) for part in troubled[:_MOST_NAMED]], len(troubled))
            return msg("It reports problems of its own: {parts}.", parts=named)
        match self.outcome:
            case Outcome.DEGRADED:
                return msg("It reports that it is degraded.")
            case Outcome.UNKNOWN:
                return msg("It reports that its state is unknown.")
        return msg("It reports that it has failed.")


def _named_part(part: SubResult) -> Text:
    match part.outcome, bool(part.sentence):
        case Outcome.ERROR, False:
            return msg("{part}: failed", part=part.name)
        case Outcome.ERROR, True:
            return msg("{part}: failed ({problem})", part=part.name, problem=part.sentence)
        case Outcome.DEGRADED, False:
            return msg("{part}: degraded", part=part.name)
        case Outcome.DEGRADED, True:
            return msg("{part}: degraded ({problem})", part=part.name, problem=part.sentence)
        case _, False:
            return msg("{part}: unknown", part=part.name)
    return msg("{part}: unknown ({problem})", part=part.name, problem=part.sentence)


def parse_health_payload(content_type: str, text: str) -> HealthPayload | None:
    """The payload in a response body, or None. Never raises."""
    kind = content_type.partition(";")[0].strip().lower()
    if "json" in kind or text.lstrip()[:1] == "{":
        try:
            document = parse_json(text)
        except NotJson:
            return None
        return _from_json(kind, document) if isinstance(document, dict) else None
    return _from_text(text) if kind in ("", "text/plain") else None


def _from_json(kind: str, document: dict[str, Any]) -> HealthPayload | None:
    status = _outcome(document.get("status"))
    if status is None:
        return None
    if kind != "application/health+json":
        if isinstance(components := document.get("components"), dict):
            return HealthPayload("Spring Boot", status, _named(components, "components"))
        if isinstance(entries := document.get("entries"), dict) and "totalDuration" in document:
            return HealthPayload("ASP.NET Core", status, _named(entries, "entries"))
        if isinstance(checks := document.get("checks"), list):
            return HealthPayload("MicroProfile", status, _listed(checks))
        if isinstance(details := document.get("details") or document.get("info"), dict):
            return HealthPayload("Terminus", status, _named(details, "details"))
    if isinstance(checks := document.get("checks"), dict) or kind == "application/health+json":
        return HealthPayload("IETF health", status, _ietf(checks if isinstance(checks, dict) else {}))
    return HealthPayload("status", status, ())


def _named(parts: dict[str, Any], nested: str, prefix: str = "", depth: int = 0) -> tuple[SubResult, ...]:
    found: list[SubResult] = []
    for name, part in parts.items():
        if not isinstance(part, dict) or len(found) >= _MAX_SUB_RESULTS:
            continue
        outcome = _outcome(part.get("status"))
        if outcome is not None:
            found.append(SubResult(quote(f"{prefix}{name}", NAME), outcome, _sentence(part)))
        if isinstance(inner := part.get(nested), dict) and nested != "details" and depth < _MAX_DEPTH:
            found.extend(_named(inner, nested, f"{prefix}{name}/"[:100], depth + 1))
    return tuple(found[:_MAX_SUB_RESULTS])


def _listed(parts: list[Any]) -> tuple[SubResult, ...]:
    return tuple(
        SubResult(quote(part.get("name"), NAME), outcome, _sentence(part))
        for part in parts[:_MAX_SUB_RESULTS]
        if isinstance(part, dict) and (outcome := _outcome(part.get("status"))) is not None
    )


def _ietf(checks: dict[str, Any]) -> tuple[SubResult, ...]:
    found = (
        SubResult(quote(name, NAME), outcome, _observed(observation))
        for name, observations in checks.items()
        for observation in (observations if isinstance(observations, list) else [observations])
        if isinstance(observation, dict) and (outcome := _outcome(observation.get("status"))) is not None
    )
    return tuple(islice(found, _MAX_SUB_RESULTS))


def _observed(observation: dict[str, Any]) -> str:
    value, unit = observation.get("observedValue"), observation.get("observedUnit", "")
    if isinstance(value, int | float | str):
        return quote(f"{quote(value, _LONGEST_TEXT)} {quote(unit, _LONGEST_TEXT)}".strip(), _LONGEST_TEXT)
    return _sentence(observation)


def _sentence(part: dict[str, Any]) -> str:
    """The first of the usual places for an explanation that holds a text."""
    inner = part.get("details") if isinstance(part.get("details"), dict) else part.get("data")
    for place, key in ((part, "description"), (part, "output"), (inner, "error"), (inner, "rootCause")):
        if isinstance(place, dict) and isinstance(text := place.get(key), str):
            return quote(text, _LONGEST_TEXT)
    return ""


def _from_text(text: str) -> HealthPayload | None:
    status = text.strip()
    if len(status) <= 20 and (outcome := _outcome(status)) is not None:
        return HealthPayload("text", outcome, ())
    found = []
    for line in text[:LONGEST_PLAIN_REPORT].splitlines()[:_MAX_SUB_RESULTS]:
        if match := _KUBERNETES_LINE.match(line):
            good = match["sign"] == "+"
            outcome = Outcome.HEALTHY if good else Outcome.ERROR
            found.append(
                SubResult(quote(match["name"], NAME), outcome, "" if good else quote(match["rest"], _LONGEST_TEXT))
            )
    if not found:
        return None
    failed = any(part.outcome is Outcome.ERROR for part in found)
    return HealthPayload("Kubernetes", Outcome.ERROR if failed else Outcome.HEALTHY, tuple(found))


def _outcome(status: object) -> Outcome | None:
    """The verdict for a status word; an unknown word is degraded, no word is None."""
    if not isinstance(status, str):
        return None
    return _OUTCOMES.get(status.strip().lower(), Outcome.DEGRADED if status.strip().isupper() else None)
