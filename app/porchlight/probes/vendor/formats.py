"""The vendors' feeds, each format read into the same few facts. Pure; whatever is not understood is None.
Statuspage's look-alikes serve other words at the same address, and an unclaimed page answers with HTML: without a
page's id and a known indicator nothing is trusted. Absent incidents are not "no incidents"."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from porchlight.dataclass import dataclass
from porchlight.intake.charsets import decode
from porchlight.intake.numbers import moment_ms
from porchlight.intake.text import line_of, quote
from porchlight.model.status import Outcome

_LONGEST = 160
_SEVERITY = {
    "none": Outcome.HEALTHY,
    "minor": Outcome.DEGRADED,
    "major": Outcome.ERROR,
    "critical": Outcome.ERROR,
    "maintenance": Outcome.DEGRADED,
}
_PART_SEVERITY = {
    "operational": Outcome.HEALTHY,
    "degraded_performance": Outcome.DEGRADED,
    "partial_outage": Outcome.DEGRADED,
    "major_outage": Outcome.ERROR,
    "under_maintenance": Outcome.DEGRADED,
}
_OVER = frozenset({"resolved", "postmortem", "completed"})
_GRAVEST = (Outcome.ERROR, Outcome.DEGRADED, Outcome.HEALTHY)
_SALESFORCE = {
    "OK": Outcome.HEALTHY,
    "INFORMATIONAL": Outcome.HEALTHY,
    "MAINTENANCE_NONCORE": Outcome.HEALTHY,
    "MAJOR_INCIDENT_CORE": Outcome.ERROR,
    "UNPLANNED_MAINTENANCE_CORE": Outcome.ERROR,
}
"""Any other word is degraded."""
_STRIPE = {"up": Outcome.HEALTHY, "degraded": Outcome.DEGRADED, "down": Outcome.ERROR}
_ATOM = "{http://www.w3.org/2005/Atom}"
_ATOM_MOST_AGE_MS = 3 * 86_400_000
"""An incident without an update for so long counts as over: feeds are not always closed."""


@dataclass(frozen=True, slots=True)
class Found:
    """The facts in a feed. ``since_ms`` is Unix ms (UTC)."""

    severity: Outcome
    what: str = ""
    since_ms: int | None = None


WELL = Found(Outcome.HEALTHY)


def statuspage(document: object, parts: Iterable[str] = ()) -> Found | None:
    """``summary.json``; ``parts``: names of the page's components that matter, all by default."""
    if not isinstance(document, dict):
        return None
    page, status, incidents = (document.get(key) for key in ("page", "status", "incidents"))
    if not (isinstance(page, dict) and isinstance(page.get("id"), str) and isinstance(status, dict)):
        return None
    overall = _SEVERITY.get(str(status.get("indicator")))
    if overall is None or not isinstance(incidents, list):
        return None
    wanted = frozenset(part.casefold() for part in parts)
    troubled = _troubled_parts(document.get("components"), wanted)
    if troubled is None:
        return None
    maintenances = document.get("scheduled_maintenances")
    running = [
        one
        for one in (maintenances if isinstance(maintenances, list) else [])
        if isinstance(one, dict) and one.get("status") in ("in_progress", "verifying")
    ]
    found = [
        one
        for event in (*incidents, *running)
        if isinstance(event, dict) and (one := _event(event, wanted)) is not None
    ]
    found += [] if found else troubled
    if not found and not wanted and overall is not Outcome.HEALTHY:
        found = [Found(overall, quote(status.get("description"), _LONGEST) or "trouble")]
    return min(found, key=lambda one: _GRAVEST.index(one.severity), default=WELL)


def _event(event: Mapping[str, Any], wanted: frozenset[str]) -> Found | None:
    """An incident or a maintenance that continues and concerns what matters."""
    if event.get("status") in _OVER or event.get("resolved_at"):
        return None
    affected = event.get("components")
    named = [one for one in affected if isinstance(one, dict)] if isinstance(affected, list) else []
    names = {str(one.get("name")).casefold() for one in named}
    if wanted and names and not names & wanted:
        return None
    severity = _SEVERITY.get(str(event.get("impact")), Outcome.DEGRADED)
    since_ms = moment_ms(event.get("started_at")) or moment_ms(event.get("created_at"))
    if event.get("scheduled_for"):
        since_ms = moment_ms(event.get("scheduled_for"))
    return Found(severity, quote(event.get("name"), _LONGEST) or "an incident without a name", since_ms)


def _troubled_parts(components: object, wanted: frozenset[str]) -> list[Found] | None:
    """The page's components that are not well, in one; None where there is no such list. Groups repeat theirs."""
    if not isinstance(components, list):
        return None
    troubled = []
    for one in components:
        if not isinstance(one, dict) or one.get("group") is True:
            continue
        name = line_of(one.get("name"))
        severity = _PART_SEVERITY.get(str(one.get("status")), Outcome.DEGRADED)
        if severity is Outcome.HEALTHY or (wanted and name.casefold() not in wanted):
            continue
        label = quote(one.get("status"), 40).replace("_", " ")
        troubled.append(Found(severity, f"{quote(name, 60)}: {label}", moment_ms(one.get("updated_at"))))
    troubled.sort(key=lambda one: _GRAVEST.index(one.severity))
    if len(troubled) < 2:
        return troubled
    more = f" and {len(troubled) - 3} more" if len(troubled) > 3 else ""
    since = [one.since_ms for one in troubled if one.since_ms is not None]
    return [Found(troubled[0].severity, ", ".join(one.what for one in troubled[:3]) + more, min(since, default=None))]


def salesforce(document: object) -> Found | None:
    """``…/status`` of one instance."""
    if not isinstance(document, dict) or not isinstance(document.get("key"), str):
        return None
    status = document.get("status")
    if not isinstance(status, str) or not status:
        return None
    severity = _SALESFORCE.get(status, Outcome.DEGRADED)
    if severity is Outcome.HEALTHY:
        return WELL
    label = quote(status, 60).replace("_", " ").lower()
    incidents = document.get("Incidents")
    for incident in incidents if isinstance(incidents, list) else []:
        if not isinstance(incident, dict) or str(incident.get("status")).lower() in _OVER:
            continue
        received = incident.get("IncidentImpacts")
        impacts = [one for one in received if isinstance(one, dict)] if isinstance(received, list) else []
        began = [ms for one in impacts if (ms := moment_ms(one.get("startTime"))) is not None]
        since_ms = min(began, default=None) or moment_ms(incident.get("createdAt"))
        kind = quote(impacts[0].get("type"), 60) if impacts else ""
        services = incident.get("serviceKeys")
        where = ", ".join(quote(one, 40) for one in services[:3]) if isinstance(services, list) else ""
        kind = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", kind).lower()
        what = f"{kind or label}{f' ({where})' if where else ''}"
        return Found(severity, what, since_ms)
    return Found(severity, label)


def stripe(document: object) -> Found | None:
    """``/current``."""
    if not isinstance(document, dict):
        return None
    severity = _STRIPE.get(str(document.get("largestatus")))
    if severity is None:
        return None
    return (
        WELL
        if severity is Outcome.HEALTHY
        else Found(severity, quote(document.get("message"), _LONGEST) or "trouble")
    )


def atom(body: bytes, now_ms: int) -> Found | None:
    """PayPal's feed: entries whose title begins with ``Initial Notification:`` or ``Update:`` are open. A document
    type is refused: only entities need one, and they could grow without end."""
    text = decode(body)  # before it is parsed: in UTF-16 a document type has other bytes
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        return None
    from xml.etree import ElementTree  # for this one feed

    try:
        root = ElementTree.fromstring(text)  # noqa: S314 - no document type, no entities; bounded by the body's cap
    except (ElementTree.ParseError, ValueError):
        return None
    if root.tag != f"{_ATOM}feed":
        return None
    for entry in root.findall(f"{_ATOM}entry"):
        title = quote("".join(entry.findtext(f"{_ATOM}title") or ""), _LONGEST)
        label, _, what = title.partition(":")
        updated_ms = moment_ms(entry.findtext(f"{_ATOM}updated"))
        began_ms = moment_ms(entry.findtext(f"{_ATOM}published")) or updated_ms
        if label.strip().lower() not in ("initial notification", "update", "ongoing"):
            continue
        if updated_ms is None or now_ms - updated_ms > _ATOM_MOST_AGE_MS:
            continue
        return Found(Outcome.DEGRADED, what.strip() or title, began_ms)
    return WELL
