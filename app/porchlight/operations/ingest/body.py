"""The runs in a body: one or a list of them, validated field by field, as Operations.

Blocks for some milliseconds with a large body: read it in a thread.
"""

import json
import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from hashlib import blake2b
from http import HTTPStatus
from typing import Annotated, Any, Self

from pydantic import (
    AwareDatetime,
    BaseModel,
    ConfigDict,
    FailFast,
    Field,
    StringConstraints,
    TypeAdapter,
    ValidationError,
    model_validator,
)
from pydantic.alias_generators import to_camel
from pydantic_core import from_json

from porchlight.intake.operations import LARGEST_COUNT, LONGEST_MS, OLDEST_MS, fitted
from porchlight.loopback.answers import FieldFault, Refusal
from porchlight.model.operation import Operation, RunStart
from porchlight.operations.starts import is_possible
from porchlight.redaction import Redactor

MOST_RUNS = 1000
"""In one request."""
_MOST_FIELDS = 32
"""Of one run, before each is validated: complaining about thousands of unknown ones would take long."""
_MOST_FAULTS = 10
"""Those that were reported."""
_AHEAD_MS = 5 * 60_000
"""A clock may be wrong by this much."""

_Line = StringConstraints(strip_whitespace=True, pattern=r"^[^\x00-\x1f\x7f]*$")
_Count = Annotated[int, Field(ge=0, le=LARGEST_COUNT)]


class RunGiven(BaseModel):
    """One run of a job that has ended: its name, how long it took, and how it went."""

    model_config = ConfigDict(
        title="Run",
        alias_generator=to_camel,
        extra="forbid",
        frozen=True,
        strict=True,
        json_schema_extra={
            "examples": [
                {"name": "nightly import", "durationMs": 90_000, "processed": 405, "failed": 2},
                {
                    "name": "nightly import",
                    "id": "2026-11-24",
                    "began": "2026-11-24T03:00:00-05:00",
                    "ended": "2026-11-24T03:01:30-05:00",
                    "ok": False,
                    "expectEveryMs": 86_400_000,
                },
            ]
        },
    )

    name: Annotated[
        str,
        StringConstraints(min_length=1, max_length=200),
        _Line,
        Field(description="What runs again and again; the same for each run of it. Rules speak of it."),
    ]
    duration_ms: Annotated[
        float | None,
        Field(ge=0, le=LONGEST_MS, allow_inf_nan=False),
        Field(description="How long it took, ms; or say both when it began and when it ended."),
    ] = None
    began: Annotated[
        AwareDatetime | None, Field(description="When it began, with an offset or Z; else its end less its duration.")
    ] = None
    ended: Annotated[
        AwareDatetime | None, Field(description="When it ended, with an offset or Z; without both times: now.")
    ] = None
    ok: Annotated[bool, Field(description="Whether it succeeded.")] = True
    processed: Annotated[_Count | None, Field(description="Items that were processed.")] = None
    failed: Annotated[_Count | None, Field(description="Items that failed.")] = None
    id: Annotated[
        Annotated[str, StringConstraints(min_length=1, max_length=128), _Line] | None,
        Field(description="The same run of a job always has the same: sent again, it counts once."),
    ] = None
    subject: Annotated[
        str,
        StringConstraints(max_length=200),
        _Line,
        Field(description="Whose work it was where several are served, such as an organisation."),
    ] = ""
    expect_every_ms: Annotated[
        float | None,
        Field(ge=1000, le=OLDEST_MS, allow_inf_nan=False),
        Field(description="How often it should run, ms; an alert fires once it is overdue by half of that."),
    ] = None

    @model_validator(mode="after")
    def _has_duration(self) -> Self:
        if self.began is not None and self.ended is not None:
            if self.duration_ms is not None:
                raise ValueError("give only two of began, ended and durationMs")
            if self.ended < self.began:
                raise ValueError("it ended before it began")
        elif self.duration_ms is None:
            raise ValueError("give durationMs, or both began and ended")
        return self

    def operation(self, now_ms: int, redactor: Redactor) -> Operation:
        """As in the history. ValueError for an impossible time."""
        began_ms, ended_ms = self._span(now_ms)
        if ended_ms > now_ms + _AHEAD_MS:
            raise ValueError("it is in the future")
        if began_ms < now_ms - OLDEST_MS:
            raise ValueError("it is more than 400 days ago; runs are kept for 400 days")
        run = fitted(
            Operation(
                name=self.name,
                began_ms=round(began_ms),
                duration_ms=ended_ms - began_ms,
                ok=self.ok,
                processed=self.processed,
                failed=self.failed,
                subject=self.subject,
                expected_ms=self.expect_every_ms,
            ),
            redactor.text,
        )
        return replace(run, id=self._id(run.name, run.subject, began_ms, ended_ms))

    def _span(self, now_ms: int) -> tuple[float, float]:
        match self.began, self.ended, self.duration_ms:
            case datetime() as began, datetime() as ended, _:
                return _ms(began), _ms(ended)
            case datetime() as began, None, float(length):
                return _ms(began), _ms(began) + length
            case _, ended_at, length_ms:
                ended_ms = _ms(ended_at) if ended_at is not None else now_ms
                return ended_ms - (length_ms or 0.0), ended_ms

    def _id(self, name: str, subject: str, began_ms: float, ended_ms: float) -> str:
        """The same for the same run. A caller's own id belongs to its job, so that two jobs may both count from 1."""
        if self.id is not None:
            return _id_of_caller(name, subject, self.id)
        if self.began is not None or self.ended is not None:
            return _digest(["times", name, subject, str(began_ms), str(ended_ms)])
        return uuid.uuid4().hex


class StartGiven(BaseModel):
    """The start of a run; its end is sent as a run, with the same ``id``."""

    model_config = ConfigDict(
        title="Start",
        alias_generator=to_camel,
        extra="forbid",
        frozen=True,
        strict=True,
        json_schema_extra={"examples": [{"name": "nightly import", "id": "2026-11-24"}]},
    )

    name: Annotated[
        str,
        StringConstraints(min_length=1, max_length=200),
        _Line,
        Field(description="As in the run."),
    ]
    began: Annotated[AwareDatetime | None, Field(description="When it began, with an offset or Z; else now.")] = None
    id: Annotated[
        Annotated[str, StringConstraints(min_length=1, max_length=128), _Line] | None,
        Field(description="As in the run; without one, the job's next run is the one that began."),
    ] = None
    subject: Annotated[str, StringConstraints(max_length=200), _Line, Field(description="As in the run.")] = ""

    def start(self, now_ms: int, redactor: Redactor) -> RunStart:
        """As it waits beside the history. ValueError for an impossible time."""
        began_ms = now_ms if self.began is None else round(_ms(self.began))
        if began_ms > now_ms + _AHEAD_MS:
            raise ValueError("it is in the future")
        run = fitted(Operation(self.name, began_ms, 0.0, True, subject=self.subject), redactor.text)
        start = RunStart(run.name, began_ms, "" if self.id is None else _id_of_caller(run.name, run.subject, self.id))
        if not is_possible(start, now_ms):
            raise ValueError("it is too long ago to be waited for")
        return start


class Taken(BaseModel):
    """The answer once runs are in the history."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"ids": ["2f5b1d0c9a8e4b7f9d3c6a1e0b4f8d72"]}]})

    ids: Annotated[list[str], Field(description="Of the runs, in their order; the same for the same run.")]


def _id_of_caller(name: str, subject: str, given: str) -> str:
    return _digest(["id", name, subject, given])


def _digest(known: list[str]) -> str:
    return blake2b(json.dumps(known).encode(), digest_size=16).hexdigest()


_ONE, _MANY = TypeAdapter(RunGiven), TypeAdapter(Annotated[list[RunGiven], FailFast()])


def read_runs(body: bytes, now_ms: int, redactor: Redactor) -> list[Operation]:
    """The runs in ``body``, without secrets in their names. Raises Refusal, which names every wrong field of the
    first run that has any."""
    try:
        document = from_json(body, allow_inf_nan=True)  # a value of another type is refused below
    except ValueError:
        raise Refusal(HTTPStatus.BAD_REQUEST, "The body is not JSON.") from None
    many = isinstance(document, list)
    items = document if many else [document]
    if not items:
        raise _unfit("The list contains no run.", [FieldFault("", "Send at least one run.")])
    if len(items) > MOST_RUNS:
        raise Refusal(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"Send at most {MOST_RUNS:,} runs at a time.")
    for place, item in enumerate(items):
        where = f"/{place}" if many else ""
        if isinstance(item, dict) and len(item) > _MOST_FIELDS:
            raise _unfit("A run has too many fields.", [FieldFault(where, "There are too many fields.")])
    try:
        given = _MANY.validate_json(body) if many else [_ONE.validate_json(body)]
    except ValidationError as error:
        raise _unfit("Some fields are incorrect.", list(_faults(error))) from None
    operations = []
    for place, run in enumerate(given):
        try:
            operations.append(run.operation(now_ms, redactor))
        except ValueError as error:
            where = f"{f'/{place}' if many else ''}/{'began' if run.ended is None else 'ended'}"
            raise _unfit("The time of a run is impossible.", [FieldFault(where, _sentence(str(error)))]) from None
    return operations


def read_start(body: bytes, now_ms: int, redactor: Redactor) -> RunStart:
    """The start in ``body``. Raises Refusal, which names every wrong field."""
    try:
        document = from_json(body, allow_inf_nan=True)
    except ValueError:
        raise Refusal(HTTPStatus.BAD_REQUEST, "The body is not JSON.") from None
    if isinstance(document, dict) and len(document) > _MOST_FIELDS:
        raise _unfit("The start has too many fields.", [FieldFault("", "There are too many fields.")])
    try:
        given = StartGiven.model_validate_json(body)
    except ValidationError as error:
        raise _unfit("Some fields are incorrect.", list(_faults(error))) from None
    try:
        return given.start(now_ms, redactor)
    except ValueError as error:
        raise _unfit("The time of the start is impossible.", [FieldFault("/began", _sentence(str(error)))]) from None


def _unfit(sentence: str, faults: list[FieldFault]) -> Refusal:
    if len(faults) > _MOST_FAULTS:
        sentence = f"{sentence} These are the first {_MOST_FAULTS} of {len(faults):,}."
    return Refusal(HTTPStatus.UNPROCESSABLE_ENTITY, sentence, errors=tuple(faults[:_MOST_FAULTS]))


def _faults(error: ValidationError) -> Iterator[FieldFault]:
    for fault in error.errors(include_url=False, include_input=False, include_context=False):
        yield FieldFault("".join(f"/{_escaped(part)}" for part in fault["loc"]), _plain(fault["type"], fault["msg"]))


def _escaped(part: Any) -> str:
    return str(part)[:64].replace("~", "~0").replace("/", "~1")


def _plain(kind: str, message: str) -> str:
    match kind:
        case "extra_forbidden":
            return "There is no such field."
        case "missing":
            return "It is missing."
        case "string_pattern_mismatch":
            return "It should be one line of text."
        case "string_too_short":
            return "It should not be empty."
        case "timezone_aware":
            return "It should have an offset, such as Z or -05:00."
    return _sentence(message.removeprefix("Value error, ").replace("Input should", "It should"))


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:].rstrip('.')}."


def _ms(moment: datetime) -> float:
    return moment.timestamp() * 1000
