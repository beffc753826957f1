"""Text: an English message with named places, which any surface renders in its reader's language."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from typing import Final, TypeAlias

from porchlight.dataclass import dataclass

PLACE: Final = re.compile(r"\{(\w+)\}")
"""A place in a message."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number; ``digits`` after the decimal sign at most, None: four figures where it is not whole."""

    value: float
    digits: int | None = None


@dataclass(frozen=True, slots=True)
class Share:
    """A share of something, 0–1, in percent; ``digits`` None: as many as it takes not to round up to 100."""

    share: float
    digits: int | None = None


@dataclass(frozen=True, slots=True)
class Duration:
    """A span of time, seconds: "12 s", "5 min", "1 h 5 min", "3 days"."""

    seconds: float


@dataclass(frozen=True, slots=True)
class ResponseTime:
    """A measured time, microseconds: "4.2 ms", "312 ms", "1.84 s"."""

    us: float


@dataclass(frozen=True, slots=True)
class Moment:
    """A time of day (Unix ms, UTC), with its day where that is another one."""

    at_ms: float


@dataclass(frozen=True, slots=True)
class Day:
    """A day (Unix ms, UTC), with its year where that is another one: "12 March"."""

    at_ms: float


@dataclass(frozen=True, slots=True)
class Until:
    """The end of a span (Unix ms, UTC) that is no longer part of it: a midnight is named by the day that it ends, so
    that a span of days ends with its last one; any other is written as a Moment."""

    at_ms: float


@dataclass(frozen=True, slots=True)
class Size:
    """Bytes, in binary units."""

    count: float


@dataclass(frozen=True, slots=True)
class Amount:
    """A measured value with its unit as the field writes it ("ms", "s", "d", "B", "%", "count"), and its limit."""

    value: float
    unit: str = ""
    limit: float | None = None


@dataclass(frozen=True, slots=True)
class Items:
    """A list: "a, b and c"."""

    items: "tuple[Place, ...]"


@dataclass(frozen=True, slots=True)
class Alternatives:
    """A choice: "a, b or c"."""

    items: "tuple[Place, ...]"


@dataclass(frozen=True, slots=True)
class Text:
    """A message and the values of its places.

    ``message`` is the English template and the key of its translations; a place is a name in braces. With ``plural``,
    the number in the place ``n`` decides which of both is meant. ``context`` distinguishes two meanings of one
    English text.
    """

    message: str
    places: "Mapping[str, Place]" = field(default_factory=dict, hash=False)
    plural: str = ""
    context: str = ""


Place: TypeAlias = (
    "str | int | float | Number | Share | Duration | ResponseTime | Moment | Day | Until | Size | Amount | Items"
    " | Alternatives | Text"
)
"""The values of a place. A ``str`` is a name or a foreign text: it is never translated."""


def msg(message: str, /, **places: Place) -> Text:
    """A sentence for people. Babel extracts the messages of these calls."""
    return Text(message, places)


def msg_plural(one: str, many: str, n: int, /, **places: Place) -> Text:
    """A sentence that counts: ``n`` stands in its place ``{n}``."""
    return Text(one, {"n": n, **places}, many)


def msg_in(context: str, message: str, /, **places: Place) -> Text:
    """A sentence whose English means several things; ``context`` says which ("button", "of a clock")."""
    return Text(message, places, context=context)


def with_places(text: Text, /, **places: Place) -> Text:
    """A text that was made where not all of its places were known."""
    return replace(text, places={**text.places, **places})


def first_of(named: "Sequence[Place]", total: int) -> Items:
    """Those that are named, and how many more there are."""
    more = total - len(named)
    return Items((*named, *([msg_plural("{n} more", "{n} more", more)] if more > 0 else [])))


def sentences(*found: "Text | str") -> Text:
    """Whole sentences, one after the other; what is empty is left out."""
    wanted = [one for one in found if one]
    if len(wanted) == 1 and isinstance(wanted[0], Text):
        return wanted[0]
    joined: Place = wanted[0] if wanted else ""
    for one in wanted[1:]:
        joined = msg("{first} {second}", first=joined, second=one)
    return joined if isinstance(joined, Text) else Text("{sentence}", {"sentence": joined})
