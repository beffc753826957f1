"""What an earlier run left in the history, beside its alerts, validated piece by piece."""

import logging
from collections.abc import Iterable
from dataclasses import replace

from porchlight.intake.numbers import LATEST_MS, whole
from porchlight.intake.operations import is_sound
from porchlight.intake.text import SENTENCE, clean_line
from porchlight.language.sentence import cleaned
from porchlight.model.incident import Incident, IncidentEvent, IncidentEventKind
from porchlight.model.operation import Operation
from porchlight.model.status import Reason, Status

_log = logging.getLogger(__name__)


def restored_incidents(incidents: Iterable[Incident]) -> list[Incident]:
    """The valid incidents; of one whose timeline makes no sense the beginning is kept."""
    found, unfit = [], 0
    for one in incidents:
        if _is_sound(one):
            timeline = tuple(event for event in one.timeline if _is_sound_event(event)) or (_beginning(one),)
            found.append(
                replace(
                    one, sentence=cleaned(one.sentence, lambda text: clean_line(text, SENTENCE)), timeline=timeline
                )
            )
        else:
            unfit += 1
    if unfit:
        _log.warning("%d incidents of an earlier run make no sense and are left as they are", unfit)
    return found


def restored_operations(operations: Iterable[Operation]) -> list[Operation]:
    """The valid operations."""
    everything = list(operations)
    found = [one for one in everything if is_sound(one)]
    if len(found) < len(everything):
        _log.warning("%d runs of an earlier run make no sense and are left out", len(everything) - len(found))
    return found


def _is_sound(one: Incident) -> bool:
    return (
        all(isinstance(text, str) for text in (one.id, one.component, one.sentence))
        and _is(one.status, Status)
        and (one.reason is None or _is(one.reason, Reason))
        and _is_moment(one.began_ms)
    )


def _is_sound_event(one: IncidentEvent) -> bool:
    return (
        _is(one.kind, IncidentEventKind)
        and _is(one.status, Status)
        and (one.reason is None or _is(one.reason, Reason))
        and _is_moment(one.at_ms)
    )


def _is(value: object, kind: type) -> bool:
    """What is stored need not match the types."""
    return isinstance(value, kind)


def _is_moment(value: object) -> bool:
    return isinstance(value, int) and whole(value, least=0, most=LATEST_MS) is not None


def _beginning(one: Incident) -> IncidentEvent:
    return IncidentEvent(one.began_ms, IncidentEventKind.CONFIRMED, one.status, one.reason, one.sentence)
