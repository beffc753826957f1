"""What the kind remembers between checks, as the component's position in the history."""

from typing import Final

from pydantic import TypeAdapter, ValidationError

from porchlight.intake.documents import NotJson, dump_json, parse_json
from porchlight.probes.arrivals.hops import Memory

_STORED: Final = TypeAdapter(Memory)


def stored(memory: Memory) -> str:
    """As a text."""
    return dump_json(_STORED.dump_python(memory, mode="json", round_trip=True))


def recalled(text: str) -> Memory | None:
    """From a text; None for a damaged one."""
    try:
        return _STORED.validate_python(parse_json(text))
    except (ValidationError, NotJson):
        return None
