"""Makes a probe's result safe for everything that uses it: the history, the channels, the screen, JSON, arithmetic.

Whatever comes from outside passes here once; after that all code may trust it. Text becomes one clean line, redacted
and then cut; numbers are finite and bounded. What a server can send is corrected; what only a faulty probe can answer
is an Unfit, since nobody knows what it meant.
"""

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Final

from porchlight.intake.numbers import EARLIEST_MS, LATEST_MS, LONGEST_PAUSE, finite, whole
from porchlight.intake.operations import fitted, is_sound
from porchlight.intake.pieces import unfit_field
from porchlight.intake.text import DETAIL, NAME, SENTENCE, quote
from porchlight.language.english import fit_sentence
from porchlight.model.operation import Operation
from porchlight.model.result import Measure, Phase, Result, SubResult, Unit
from porchlight.model.status import Outcome, Reason

_log = logging.getLogger(__name__)

MOST_MEASURES: Final = 200
MOST_DETAILS: Final = 100
MOST_PARTS: Final = 200
MOST_OPERATIONS: Final = 10_000
"""One check of a log may see many runs end; each of them counts."""
LARGEST: Final = 1e18
"""Of a measure: an exabyte in bytes. Its square, and sums of squares, are still far below a float's limit."""
LONGEST_POSITION: Final = 64 * 1024
LONGEST_DURATION_US: Final = 10**15
"""Thirty years."""


def fit_result(result: object, redact: Callable[[str], str]) -> Result:
    """A result like ``result`` that can be stored, shown and calculated with. Raises Unfit."""
    if not isinstance(result, Result):
        raise unfit_field("result")
    if type(result.outcome) is not Outcome:
        raise unfit_field("outcome")
    if result.reason is not None and type(result.reason) is not Reason:
        raise unfit_field("reason")
    if not isinstance(result.sentence, str):
        raise unfit_field("sentence")
    began_ms = whole(result.began_ms, least=EARLIEST_MS, most=LATEST_MS)
    if began_ms is None:
        raise unfit_field("began_ms")
    return Result(
        component=result.component,
        began_ms=began_ms,
        duration_us=_duration_us(result.duration_us),
        outcome=result.outcome,
        sentence=_sentence(result.sentence, redact),
        reason=result.reason,
        measures=_measures(result.measures, redact),
        phases=_phases(result.phases),
        details=_details(result.details, redact),
        sub_results=tuple(_parts(result.sub_results, redact)),
        operations=tuple(_operations(result.operations, redact)),
        authentic=result.authentic is True,
        led_elsewhere=result.led_elsewhere is True,
        retry_after=finite(result.retry_after, least=0, most=LONGEST_PAUSE),
        position=_position(result),
    )


def _sentence(sentence: str, redact: Callable[[str], str]) -> str:
    return fit_sentence(sentence, lambda text: quote(text, SENTENCE, redact=redact))


def _duration_us(value: object) -> int:
    number = finite(value)
    if number is None:
        raise unfit_field("duration_us")
    return round(min(max(number, 0), LONGEST_DURATION_US))


def _mapping(name: str, value: object, most: int) -> Iterable[tuple[object, object]]:
    """The pairs of what ought to be a mapping."""
    if not isinstance(value, Mapping):
        raise unfit_field(name)
    return list(value.items())[:most]


def _measures(measures: object, redact: Callable[[str], str]) -> dict[str, Measure]:
    found = {}
    for name, measure in _mapping("measures", measures, MOST_MEASURES):
        if not isinstance(measure, Measure) or not isinstance(name, str):
            raise unfit_field("measures")
        value = _number(measure.value)
        if value is not None:
            unit = measure.unit if type(measure.unit) is Unit else Unit.NONE
            found[quote(name, NAME, redact=redact)] = Measure(value, unit, _number(measure.limit))
    return found


def _number(value: object) -> float | None:
    """Unchanged, so that a count stays a whole number; None for what cannot be calculated with."""
    number = None if isinstance(value, str) else finite(value, least=-LARGEST, most=LARGEST)
    return int(value) if number is not None and isinstance(value, int) else number


def _phases(phases: object) -> dict[Phase, int]:
    found = {}
    for phase, duration_us in _mapping("phases", phases, len(Phase)):
        number = finite(duration_us, least=0, most=LONGEST_DURATION_US)
        if type(phase) is Phase and number is not None:
            found[phase] = round(number)
    return found


def _details(details: object, redact: Callable[[str], str]) -> dict[str, str | int | float | bool | None]:
    return {
        quote(name, NAME, redact=redact): _detail(value, redact)
        for name, value in _mapping("details", details, MOST_DETAILS)
    }


def _detail(value: object, redact: Callable[[str], str]) -> str | int | float | bool | None:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, (int, float)):
        return _number(value)
    return quote(value if isinstance(value, str) else repr(value), DETAIL, redact=redact)


def _parts(parts: object, redact: Callable[[str], str]) -> Iterable[SubResult]:
    if not isinstance(parts, (tuple, list)):
        raise unfit_field("sub_results")
    for part in parts[:MOST_PARTS]:
        if not isinstance(part, SubResult) or type(part.outcome) is not Outcome:
            raise unfit_field("sub_results")
        yield SubResult(quote(part.name, NAME, redact=redact), part.outcome, _sentence(part.sentence, redact))


def _operations(operations: object, redact: Callable[[str], str]) -> Iterable[Operation]:
    if not isinstance(operations, (tuple, list)):
        raise unfit_field("operations")
    for operation in operations[:MOST_OPERATIONS]:
        if not isinstance(operation, Operation):
            raise unfit_field("operations")
        if is_sound(replace(operation, processed=None, failed=None, expected_ms=None)):
            yield fitted(operation, redact)  # without a time or a length it cannot be used


def _position(result: Result) -> str | None:
    """Verbatim, since only the probe can read it; one that cannot be stored counts as none."""
    position: object = result.position
    if position is None:
        return None
    try:
        if isinstance(position, str) and len(position) <= LONGEST_POSITION and "\0" not in position:
            position.encode()
            return str(position)
    except UnicodeEncodeError:
        pass  # as promised above
    _log.warning("the position of %s cannot be kept", result.component)
    return None
