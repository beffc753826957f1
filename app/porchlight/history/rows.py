"""How values of the model are written in a row, and read back.

What is read may be invalid: a bit of the file may have flipped, another program may have written it. A row that makes
no sense raises one of ROW_FAULTS, and ``readable`` leaves it out.
"""

import json
import logging
import math
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Any, Final, TypeVar

from porchlight.history.schema import OUTCOME_CODES, OUTCOMES
from porchlight.intake.documents import NotJson, parse_json
from porchlight.intake.numbers import LATEST_MS, finite, whole
from porchlight.intake.text import clean_line, clean_lines, without_surrogates
from porchlight.language.sentence import Sentence, text_in, to_plain
from porchlight.model.alert import FOR_EVER_MS
from porchlight.model.audit import Action, Actor, AuditEntry
from porchlight.model.component import Component
from porchlight.model.incident import ComponentState, Incident, IncidentEvent, IncidentEventKind
from porchlight.model.result import EMPTY, Measure, Phase, Result, Unit
from porchlight.model.status import Outcome, Reason, Status

_log = logging.getLogger(__name__)

Row = tuple[Any, ...]
_T = TypeVar("_T")

ROW_FAULTS: Final = (ValueError, TypeError, LookupError, ArithmeticError, AttributeError, RecursionError)
"""What reading an invalid row raises; JSON and enums raise ValueErrors."""


def readable(rows: Iterable[Row], read: Callable[[Row], _T]) -> Iterator[_T]:
    """``read`` of each row; invalid rows are left out and counted in the log."""
    skipped, why = 0, ""
    for row in rows:
        try:
            value = read(row)
        except ROW_FAULTS as error:
            skipped, why = skipped + 1, f"{read.__name__.strip('_')}: {type(error).__name__}"
            continue
        yield value
    if skipped:
        _log.warning("%d rows of the history make no sense and are left out (%s)", skipped, why)


def number_in(value: object, least: int = 0, most: int = 2**63 - 1) -> int:
    """A whole number within bounds. Raises ValueError for anything else."""
    if type(value) is int and least <= value <= most:  # nearly always
        return value
    found = whole(value, least=least, most=most) if isinstance(value, float) else None
    if found is None:
        raise ValueError("no such number")
    return found


def moment_in(value: object) -> int:
    """Unix ms within the calendar's range. Raises ValueError."""
    return number_in(value, most=LATEST_MS)


def moment_or_none(value: object) -> int | None:
    """The same, or None."""
    return None if value is None else moment_in(value)


def until_or_none(value: object) -> int | None:
    """The same for an end that may be "for ever"."""
    return None if value is None else number_in(value, most=FOR_EVER_MS)


def amount_in(value: object) -> float:
    """A finite number. Raises ValueError."""
    found = finite(value) if isinstance(value, (int, float)) else None
    if found is None:
        raise ValueError("no number")
    return found


def line_in(value: object) -> str:
    """One line of text that may be shown. Raises ValueError for what is no text."""
    if not isinstance(value, str):
        raise ValueError("no text")
    return value if value.isascii() and value.isprintable() else clean_line(value)


def lines_in(value: object) -> str:
    """Text that may be shown, its lines kept. Raises ValueError."""
    if not isinstance(value, str):
        raise ValueError("no text")
    return value if value.isascii() and value.isprintable() else clean_lines(value)


def text_out(sentence: str) -> str | None:
    """The message of a sentence with its places, as JSON; None where its English says all that there is."""
    return whole_text_out(sentence) if isinstance(sentence, Sentence) and sentence.text.places else None


def whole_text_out(detail: str) -> str | None:
    """The same where people write as well: what they wrote, and nothing else, has none."""
    return json.dumps(to_plain(detail.text), separators=(",", ":")) if isinstance(detail, Sentence) else None


def detail_in(value: object, text: object) -> str:
    """Lines with the text that they are the English of, where one is stored with them. Raises ValueError."""
    plain = document_in(text)
    return lines_in(value) if plain is None else _sentence(lines_in(value), plain)


@lru_cache(maxsize=1024)
def sentence_in(value: object, text: object) -> str:
    """A line with the text that it is the English of. One without, or with one that makes no sense, is a message
    without places, or reads the same in every language. Raises ValueError."""
    return _sentence(line_in(value), document_in(text))


def _sentence(english: str, plain: object) -> str:
    return Sentence(english, text_in(plain, english, clean_line))


def id_in(value: object) -> str:
    """Text used as a key, unchanged. Raises ValueError."""
    if not isinstance(value, str) or not value.isprintable():
        raise ValueError("no id")
    return value


def outcome_in(value: object) -> Outcome:
    """From its code. Raises ValueError."""
    return OUTCOMES[number_in(value, most=len(OUTCOMES) - 1)]


def reason_in(value: object) -> Reason | None:
    """From its code, or None. Raises ValueError."""
    return None if value is None else Reason(str(value))


_INCIDENT_COLUMNS = "i.id, c.slug, i.began_ms, i.ended_ms, i.status, i.reason, i.sentence, i.timeline, i.text"
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
            {
                without_surrogates(name): _measure_list(one)
                for name, one in result.measures.items()
                if _is_finite(one)
            },
            separators=(",", ":"),
            allow_nan=False,
        )
    return (
        key,
        result.began_ms,
        result.duration_us,
        OUTCOME_CODES[result.outcome],
        result.reason,
        without_surrogates(result.sentence),
        phases,
        measures,
        text_out(result.sentence),
    )


def read_result(slug: str, row: Row) -> Result:
    """From ``began_ms, duration_us, outcome, reason, sentence, phases, measures, text``. Raises ROW_FAULTS; phases
    and measures that make no sense are left out."""
    began_ms, duration_us, outcome, reason, sentence, phases, measures, text = row
    return Result(
        component=slug,
        began_ms=moment_in(began_ms),
        duration_us=number_in(duration_us),
        outcome=outcome_in(outcome),
        sentence=sentence_in(sentence, text),
        reason=reason_in(reason),
        phases=_phases_in(phases) if phases else EMPTY,
        measures=_measures_in(measures) if measures else EMPTY,
    )


def _phases_in(text: object) -> dict[Phase, int]:
    found = document_in(text)
    pairs = zip(_PHASES, found, strict=False) if isinstance(found, list) else ()
    return {phase: us for phase, us in pairs if type(us) is int and us >= 0}


def _measures_in(text: object) -> dict[str, Measure]:
    found = document_in(text)
    measures = {}
    for name, figures in found.items() if isinstance(found, dict) else ():
        try:
            value, unit, *limit = figures
            measures[line_in(name)] = Measure(_figure_in(value), Unit(unit), *map(_figure_in, limit))
        except ROW_FAULTS:
            continue
    return measures


def _figure_in(value: object) -> float:
    """A number of the type that was written."""
    return value if type(value) is int and abs(value) < 2**63 else amount_in(value)


def document_in(text: object) -> object:
    """The JSON document in a text; None for what is none."""
    try:
        return parse_json(text) if isinstance(text, str) else None
    except NotJson:
        return None


def _is_finite(measure: Measure) -> bool:
    return math.isfinite(measure.value) and (measure.limit is None or math.isfinite(measure.limit))


def _measure_list(measure: Measure) -> tuple[float | str, ...]:
    return (measure.value, measure.unit) if measure.limit is None else (measure.value, measure.unit, measure.limit)


def status_row(key: int, state: ComponentState) -> Row:
    """For ``statuses``."""
    return (
        key,
        state.status,
        state.since_ms,
        state.reason,
        without_surrogates(state.sentence),
        state.checked_ms,
        state.duration_us,
        state.suspected,
        state.flapping,
        text_out(state.sentence),
    )


def component_row(component: Component, position: int, now_ms: int) -> Row:
    """For ``components``, without its key."""
    return (
        component.id,
        component.kind,
        without_surrogates(component.name),
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
    timeline = [_event_list(event) for event in incident.timeline]
    return (
        incident.id,
        key,
        incident.began_ms,
        incident.ended_ms,
        incident.status,
        incident.reason,
        without_surrogates(incident.sentence),
        without_surrogates(json.dumps(timeline, ensure_ascii=False)),
        text_out(incident.sentence),
    )


def _event_list(event: IncidentEvent) -> list[Any]:
    text = [to_plain(event.sentence.text)] if isinstance(event.sentence, Sentence) else []
    return [event.at_ms, event.kind, event.status, event.reason, event.sentence, *text]


def read_incident(row: Row) -> Incident:
    """From ``id, slug, began_ms, ended_ms, status, reason, sentence, timeline, text``. Raises ROW_FAULTS; lines of
    its timeline that make no sense are left out."""
    id_, slug, began_ms, ended_ms, status, reason, sentence, timeline, text = row
    events = document_in(timeline)
    return Incident(
        id=id_in(id_),
        component=id_in(slug),
        began_ms=moment_in(began_ms),
        ended_ms=moment_or_none(ended_ms),
        status=Status(status),
        reason=reason_in(reason),
        sentence=sentence_in(sentence, text),
        timeline=tuple(readable(events, _read_event)) if isinstance(events, list) else (),
    )


def _read_event(row: Row) -> IncidentEvent:
    at_ms, kind, status, why, sentence, *text = row
    whole = _sentence(line_in(sentence), text[0] if text else None)
    return IncidentEvent(moment_in(at_ms), IncidentEventKind(kind), Status(status), reason_in(why), whole)


def read_shown(row: Row) -> tuple[str, tuple[Status, int]]:
    """From ``slug, status, since_ms``. Raises ROW_FAULTS."""
    slug, status, since_ms = row
    return id_in(slug), (Status(status), moment_in(since_ms))


def audit_row(entry: AuditEntry) -> Row:
    """For ``audit``."""
    return (
        entry.at_ms,
        entry.actor,
        entry.action,
        without_surrogates(entry.subject),
        without_surrogates(entry.detail),
        whole_text_out(entry.detail),
    )


def read_audit(row: Row) -> AuditEntry:
    """From ``at_ms, actor, action, subject, detail, text``. Raises ROW_FAULTS."""
    at_ms, actor, action, subject, detail, text = row
    return AuditEntry(moment_in(at_ms), Actor(actor), Action(action), line_in(subject), detail_in(detail, text))
