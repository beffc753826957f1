"""Responses: JSON, and refusals by RFC 9457, each with one plain sentence."""

from collections.abc import Mapping
from dataclasses import field
from http import HTTPStatus

from porchlight.dataclass import dataclass
from porchlight.intake.documents import dump_json

PROBLEM = "application/problem+json"


@dataclass(frozen=True, slots=True)
class Answer:
    """One response, without what the connection adds."""

    status: HTTPStatus
    body: bytes
    content_type: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FieldFault:
    """One field that does not fit."""

    pointer: str
    """RFC 6901, from the body's root: ``/0/durationMs``; empty for the body as a whole."""
    detail: str


class Refusal(Exception):
    """A request that is not granted. ``sentence`` is for people and never repeats what was sent."""

    def __init__(
        self,
        status: HTTPStatus,
        sentence: str,
        *,
        headers: Mapping[str, str] | None = None,
        errors: tuple[FieldFault, ...] = (),
    ) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence
        self.headers = dict(headers or {})
        self.errors = errors

    def answer(self) -> Answer:
        """As it is sent. The type is ``about:blank``: the status alone gives the kind of problem."""
        document: dict[str, object] = {
            "type": "about:blank",
            "title": self.status.phrase,
            "status": int(self.status),
            "detail": self.sentence,
        }
        if self.errors:
            document["errors"] = [{"pointer": one.pointer, "detail": one.detail} for one in self.errors]
        return Answer(self.status, dump_json(document).encode(), PROBLEM, self.headers)


def json_answer(status: HTTPStatus, document: object) -> Answer:
    """Raises nothing: ``document`` is our own."""
    return Answer(status, dump_json(document).encode())
