"""Runs of operations from outside: one rule for what a run may look like, whoever reports it. ``operation_of`` reads
untrusted values and refuses what is no run; ``fitted`` corrects a run from our own callers, so that no measurement
fails for a count."""

import math
from collections.abc import Callable, Mapping
from dataclasses import replace
from hashlib import sha256
from typing import Final

from porchlight.intake.numbers import LATEST_MS, finite, whole
from porchlight.intake.pieces import Unfit, unfit_field
from porchlight.intake.text import quote
from porchlight.language.english import fit_sentence
from porchlight.language.text import msg
from porchlight.model.operation import Operation

LONGEST_NAME: Final = 200
LONGEST_ID: Final = 128
LARGEST_COUNT: Final = 2**53 - 1
"""The largest whole number that every JSON reader reads exactly."""
LONGEST_MS: Final = 366 * 86_400_000
OLDEST_MS: Final = 400 * 86_400_000
"""As long as sums of runs are kept; nothing is expected less often."""
AHEAD_MS: Final = 86_400_000
"""A clock may have been wrong, or set back since, by this much."""


def operation_of(values: Mapping[str, object], now_ms: int) -> Operation:
    """Return the run in ``values`` (the fields of Operation). Raises Unfit, which names the first field that does not
    fit."""
    began_ms = finite(values.get("began_ms"), least=0, most=LATEST_MS)
    duration_ms = finite(values.get("duration_ms"), least=0, most=LONGEST_MS)
    ok, name = values.get("ok"), _text(values, "name", LONGEST_NAME)
    if not name:
        raise unfit_field("name")
    if began_ms is None:
        raise unfit_field("began_ms")
    if duration_ms is None:
        raise unfit_field("duration_ms")
    if began_ms + duration_ms > now_ms + AHEAD_MS:
        raise Unfit(msg("The run is in the future."))
    if not isinstance(ok, bool):
        raise unfit_field("ok")
    expected_ms = finite(values.get("expected_ms"), least=1, most=OLDEST_MS)
    if expected_ms is None and values.get("expected_ms") is not None:
        raise unfit_field("expected_ms")
    return Operation(
        name=name,
        began_ms=round(began_ms),
        duration_ms=duration_ms,
        ok=ok,
        processed=_count(values, "processed"),
        failed=_count(values, "failed"),
        id=_fitted_id(_given(values, "id"), None),
        source=_text(values, "source", LONGEST_NAME),
        subject=_text(values, "subject", LONGEST_NAME),
        expected_ms=expected_ms,
    )


def fitted(operation: Operation, redact: Callable[[str], str]) -> Operation:
    """The same run with texts cleaned, redacted, then cut, and numbers that can be stored: an invalid count becomes
    unknown, an invalid duration the nearest valid one."""
    return replace(
        operation,
        name=quote(str(operation.name), LONGEST_NAME, redact=redact) or "unnamed",
        subject=quote(str(operation.subject), LONGEST_NAME, redact=redact),
        source=quote(str(operation.source), LONGEST_NAME, redact=redact),
        id=_fitted_id(str(operation.id), redact),
        why=fit_sentence(operation.why, lambda text: quote(str(text), LONGEST_NAME, redact=redact)),
        began_ms=round(_within(operation.began_ms, LATEST_MS)),
        duration_ms=_within(operation.duration_ms, LONGEST_MS),
        ok=bool(operation.ok),
        processed=_fitted_count(operation.processed),
        failed=_fitted_count(operation.failed),
        expected_ms=finite(operation.expected_ms, least=1, most=OLDEST_MS),
    )


def is_sound(operation: Operation) -> bool:
    """Whether a run that was read can be used: one of a damaged history may be invalid."""
    name: object = operation.name
    return (
        isinstance(name, str)
        and bool(name)
        and whole(operation.began_ms, least=0, most=LATEST_MS) is not None
        and finite(operation.duration_ms, least=0) is not None
        and all(
            count is None or whole(count, least=0) is not None for count in (operation.processed, operation.failed)
        )
        and (operation.expected_ms is None or finite(operation.expected_ms) is not None)
    )


def _text(values: Mapping[str, object], name: str, most: int) -> str:
    """Redacted like everything that is quoted where this runs: the reporting program does not know our secrets."""
    return quote(_given(values, name), most)


def _given(values: Mapping[str, object], name: str) -> str:
    value = values.get(name, "")
    if not isinstance(value, str):
        raise unfit_field(name)
    return value


def _count(values: Mapping[str, object], name: str) -> int | None:
    value = values.get(name)
    count = whole(value, least=0, most=LARGEST_COUNT)
    if count is None and value is not None:
        raise unfit_field(name)
    return count


def _fitted_id(value: str, redact: Callable[[str], str] | None) -> str:
    """The same for the same run, and different for others: an invalid one becomes its digest."""
    if quote(value, LONGEST_ID, redact=redact) == value:
        return value
    return sha256(value.encode(errors="surrogatepass")).hexdigest()[:32]


def _fitted_count(value: object) -> int | None:
    """Also of a library's number, such as numpy's."""
    if value is None or isinstance(value, str | bytes):
        return None
    try:
        return whole(int(value), least=0, most=LARGEST_COUNT)  # type: ignore[call-overload]
    except (TypeError, ValueError, OverflowError):
        return None


def _within(value: object, most: float) -> float:
    try:
        number = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError, OverflowError):
        return 0.0
    return 0.0 if math.isnan(number) else min(max(number, 0.0), most)
