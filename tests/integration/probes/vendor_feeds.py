"""What the vendors' own status feeds answer, in the shapes that are known of them."""

from porchlight.demo.http_server import Answer


def statuspage(
    indicator: str = "none",
    *,
    incidents: list[dict[str, object]] | None = None,
    components: list[dict[str, object]] | None = None,
    maintenances: list[dict[str, object]] | None = None,
) -> dict[str, object]:
    """``summary.json`` of Atlassian Statuspage v2."""
    usual = [
        {"id": "c1", "name": "Fundraising API", "status": "operational", "group": False, "group_id": None},
        {"id": "g1", "name": "Integrations", "status": "partial_outage", "group": True, "components": ["c2"]},
    ]
    return {
        "page": {"id": "tcmlf35kgm31", "name": "GoFundMe Pro", "url": "https://status.example.org"},
        "status": {"indicator": indicator, "description": "Partially Degraded Service"},
        "components": usual if components is None else components,
        "incidents": incidents or [],
        "scheduled_maintenances": maintenances or [],
    }


def incident(
    name: str, impact: str = "minor", *, status: str = "identified", parts: tuple[str, ...] = (), **more: object
) -> dict[str, object]:
    """An unresolved incident of a Statuspage."""
    return {
        "id": "i1",
        "name": name,
        "status": status,
        "impact": impact,
        "created_at": "2026-09-21T12:40:00.000Z",
        "started_at": "2026-09-21T12:35:00.000Z",
        "resolved_at": None,
        "components": [{"id": "c", "name": part} for part in parts],
        "incident_updates": [],
        **more,
    }


def part(name: str, status: str) -> dict[str, object]:
    """A component of a Statuspage."""
    return {"id": name, "name": name, "status": status, "group": False, "updated_at": "2026-09-21T12:50:00.000Z"}


def salesforce(status: str = "OK", *, impact: str | None = None) -> dict[str, object]:
    """The status of one instance, as Salesforce Trust has it."""
    incidents: list[dict[str, object]] = [
        {"id": 1, "status": "Resolved", "createdAt": "2026-09-01T10:00:00.000Z", "IncidentImpacts": []}
    ]
    if impact is not None:
        incidents.append(
            {
                "id": 1234,
                "status": "Open",
                "isCore": True,
                "createdAt": "2026-09-21T12:45:00.000Z",
                "serviceKeys": ["coreService"],
                "IncidentImpacts": [
                    {"type": impact, "severity": "major", "startTime": "2026-09-21T12:40:00.000Z", "endTime": None}
                ],
            }
        )
    return {"key": "USA254", "location": "NA", "status": status, "isActive": True, "Incidents": incidents}


def atom(*entries: tuple[str, str]) -> Answer:
    """PayPal's feed: titles with the moments of their last change."""
    body = "".join(
        f"<entry><title>{title}</title><id>{number}</id><published>2026-09-21T12:00:00Z</published>"
        f"<updated>{updated}</updated></entry>"
        for number, (title, updated) in enumerate(entries)
    )
    text = f'<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom">{body}</feed>'
    return Answer(200, text.encode(), {"Content-Type": "application/atom+xml"})


BILLION_LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE feed [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    b'<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>&b;</title></entry></feed>'
)
