"""A vendor's answers with one field replaced by what no document of the vendor has."""

import json
from collections.abc import Callable, Iterator
from typing import Final

from porchlight.demo.faults import Fault
from porchlight.demo.http_server import Answer, Request, Simulator

Place = tuple[str | int, ...]
"""Where a value is in a document: keys and indexes, from the outside."""

_DEEP: Final = "[" * 400 + "]" * 400
ODD: Final[dict[str, str]] = {
    "null": "null",
    "false": "false",
    "true": "true",
    "a list": "[]",
    "a list of anything": '[null, 1, "a", [], {}]',
    "an object": "{}",
    "objects in objects": '{"a": {"a": {"a": []}}}',
    "nothing": '""',
    "a negative number": "-1",
    "a fraction": "0.5",
    "a huge number": "1" + "0" * 400,
    "an endless number": "1e999",
    "no number": "NaN",
    "controls": json.dumps("\x00\x1b[31m\x07\u202eevil\u2066\r\n\u2028"),
    "a lone surrogate": '"\\ud800"',
    "a long text": json.dumps("x" * 200_000),
    "deep lists": _DEEP,
    "many": "[" + ",".join(['{"a": 1}'] * 20_000) + "]",
}
"""JSON texts, some of which are no JSON."""
_MARK: Final = "\ue000here\ue000"


def places_in(document: object, at: Place = ()) -> Iterator[Place]:
    """Every place in a document, the whole first."""
    yield at
    if isinstance(document, dict):
        for key, value in document.items():
            yield from places_in(value, (*at, key))
    elif isinstance(document, list):
        for index, value in enumerate(document):
            yield from places_in(value, (*at, index))


def _replaced(document: object, place: Place, by: str) -> object:
    if not place:
        return by
    first, rest = place[0], place[1:]
    if isinstance(document, dict):
        return {key: _replaced(value, rest, by) if key == first else value for key, value in document.items()}
    assert isinstance(document, list)
    return [_replaced(value, rest, by) if index == first else value for index, value in enumerate(document)]


class Bent:
    """Implements Simulator: another one's answers, with a JSON text at one place of some of them."""

    def __init__(self, simulator: Simulator, wanted: Callable[[Request], bool] = lambda _: True) -> None:
        self._simulator = simulator
        self._wanted = wanted
        self.place: Place | None = None
        """None: the answers are as they were."""
        self.odd = "null"
        """A JSON text."""
        self.whole: Answer | None = None
        """The whole answer; None: as it was."""
        self.documents: list[object] = []
        """What was answered."""

    def answer(self, request: Request) -> Answer:
        """See Simulator."""
        answer = self._simulator.answer(request)
        if not self._wanted(request):
            return answer
        if self.whole is not None:
            return self.whole
        document = json.loads(answer.body)
        self.documents.append(document)
        if self.place is None:
            return answer
        text = json.dumps(_replaced(document, self.place, _MARK)).replace(json.dumps(_MARK), self.odd)
        return Answer(answer.status, text.encode(), answer.headers)

    def refuse(self, fault: Fault) -> Answer | None:
        """See Simulator."""
        return self._simulator.refuse(fault)
