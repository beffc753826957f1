"""How values of the model are written in a row, and read back."""

import json
from typing import Any

from app.history.schema import OUTCOME_CODES, OUTCOMES
from app.model.audit import Action, Actor, AuditEntry
from app.model.component import Component
from app.model.incident import ComponentState, Incident, IncidentEvent, IncidentEventKind
from app.model.result import EMPTY, Measure, Phase, Result, Unit
from app.model.status import Reason, Status

Row = tuple[Any, ...]

_INCIDENT_COLUMNS = "i.id, c.slug, i.began_ms, i.ended_ms, i.status, i.reason, i.sentence, i.timeline"
SELECT_INCIDENTS = f"SELECT {_INCIDENT_COLUMNS} FROM incidents i JOIN components c ON c.key = i.component"  # noqa: S608
"""What ``read_incident`` reads."""

_PHASES = tuple(Phase)


def result_row(key: int, result: Result) -> Row:
    """For ``results``. Phases as a list in their usual order, measures as ``{name: [value, unit]}``, with the limit
    behind where there is one."""
    phases = measures = None
    if result.phases:
        phases = json.dumps([result.phases.get(phase) for phase in _PHASES], separators=(",", ":"))
    if result.measures:
        measures = json.dumps(
            {name: _measure_list(measure) for name, measure in result.measures.items()}, separators=(",", ":")
        )
    return (
        key,
        result.began_ms,
        result.duration_us,
        OUTCOME_CODES[result.outcome],
        result.reason,
        result.sentence,
        phases,
        measures,
    )


def read_result(slug: str, row: Row) -> Result:
    """From ``began_ms, duration_us, outcome, reason, sentence, phases, measures``."""
    began_ms, duration_us, outcome, reason, sentence, phases, measures = row
    return Result(
        component=slug,
        began_ms=began_ms,
        duration_us=duration_us,
        outcome=OUTCOMES[outcome],
        sentence=sentence,
        reason=Reason(reason) if reason else None,
        phases={phase: us for phase, us in zip(_PHASES, json.loads(phases), strict=False) if us is not None}
        if phases
        else EMPTY,
        measures={
            name: Measure(value, Unit(unit), *limit) for name, (value, unit, *limit) in json.loads(measures).items()
        }
        if measures
        else EMPTY,
    )


def _measure_list(measure: Measure) -> tuple[float | str, ...]:
    return (measure.value, measure.unit) if measure.limit is None else (measure.value, measure.unit, measure.limit)


def status_row(key: int, state: ComponentState) -> Row:
    """For ``statuses``."""
    return (
        key,
        state.status,
        state.since_ms,
        state.reason,
        state.sentence,
        state.checked_ms,
        state.duration_us,
        state.suspected,
        state.flapping,
    )


def component_row(component: Component, position: int, now_ms: int) -> Row:
    """For ``components``, without its key."""
    return (
        component.id,
        component.kind,
        component.name,
        component.critical,
        component.enabled,
        round(component.interval * 1000),
        round(component.timeout * 1000),
        position,
        now_ms,
        now_ms,
    )


def incident_row(key: int, incident: Incident) -> Row:
    """For ``incidents``; the timeline as a JSON list of lists."""
    timeline = [(event.at_ms, event.kind, event.status, event.reason, event.sentence) for event in incident.timeline]
    return (
        incident.id,
        key,
        incident.began_ms,
        incident.ended_ms,
        incident.status,
        incident.reason,
        incident.sentence,
        json.dumps(timeline, ensure_ascii=False),
    )


def read_incident(row: Row) -> Incident:
    """From ``id, slug, began_ms, ended_ms, status, reason, sentence, timeline``."""
    id_, slug, began_ms, ended_ms, status, reason, sentence, timeline = row
    return Incident(
        id=id_,
        component=slug,
        began_ms=began_ms,
        ended_ms=ended_ms,
        status=Status(status),
        reason=Reason(reason) if reason else None,
        sentence=sentence,
        timeline=tuple(
            IncidentEvent(at_ms, IncidentEventKind(kind), Status(status), Reason(why) if why else None, words)
            for at_ms, kind, status, why, words in json.loads(timeline)
        ),
    )


def audit_row(entry: AuditEntry) -> Row:
    """For ``audit``."""
    return (entry.at_ms, entry.actor, entry.action, entry.subject, entry.detail)


def read_audit(row: Row) -> AuditEntry:
    """From ``at_ms, actor, action, subject, detail``."""
    at_ms, actor, action, subject, detail = row
    return AuditEntry(at_ms, Actor(actor), Action(action), subject, detail)
