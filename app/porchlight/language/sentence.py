"""Sentence: the English of a Text, which knows that text, so that each reader's surface can render it again.

History, exports and other programs read English: to them it is a ``str`` like any other. What is built from it by
plain string functions is a plain ``str`` again, and stays English for everybody.
"""

import math
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any, Final

from porchlight.language.text import (
    PLACE,
    Alternatives,
    Amount,
    Day,
    Duration,
    Items,
    Moment,
    Number,
    Place,
    ResponseTime,
    Share,
    Size,
    Text,
    Until,
)

_TYPES: Final = {
    "number": Number,
    "share": Share,
    "duration": Duration,
    "time": ResponseTime,
    "moment": Moment,
    "day": Day,
    "until": Until,
    "size": Size,
    "amount": Amount,
}
"""The typed places by their names in plain form; what is written with one of them is never renamed."""
_NAMES: Final = {kind: name for name, kind in _TYPES.items()}
_LISTS: Final[dict[type, str]] = {Items: "items", Alternatives: "alternatives"}
_KINDS_OF_LIST: Final[dict[str, type[Items] | type[Alternatives]]] = {
    "items": Items,
    "alternatives": Alternatives,
}
_MOST_PLACES: Final = 20
_DEEPEST: Final = 8
_MOST_ITEMS: Final = 100
_LONGEST: Final = 1000
"""Characters of a message."""
_MOST: Final = 2**1000
"""A whole number beyond is written by nobody, and not by Python."""
_MOST_REPEATS: Final = 3
_MOST_DIGITS: Final = 9


class Sentence(str):
    """The English of ``text``."""

    __slots__ = ("text",)
    text: Text

    def __new__(cls, english: str, text: Text) -> "Sentence":
        """``english``: as ``text`` reads in it."""
        made = super().__new__(cls, english)
        made.text = text
        return made

    def __reduce__(self) -> tuple[type["Sentence"], tuple[str, Text]]:
        """For ``copy`` and ``pickle``."""
        return Sentence, (str(self), self.text)


def cleaned(sentence: str, clean: Callable[[str], str]) -> str:
    """A sentence with ``clean`` applied to its English and to every name in its places."""
    if not isinstance(sentence, Sentence):
        return clean(sentence)
    return Sentence(clean(str(sentence)), cleaned_text(sentence.text, clean))


def cleaned_text(text: Text, clean: Callable[[str], str]) -> Text:
    """A text with ``clean`` applied to every name in its places."""
    places = {name: _clean_place(value, clean) for name, value in text.places.items()}
    return Text(text.message, places, text.plural, text.context)


def _clean_place(value: Place, clean: Callable[[str], str]) -> Place:
    match value:
        case str():
            return cleaned(value, clean)
        case Text():
            return cleaned_text(value, clean)
        case Items(items) | Alternatives(items):
            return type(value)(tuple(_clean_place(one, clean) for one in items))
    return value


def to_plain(text: Text) -> list[Any]:
    """A text in lists, dictionaries and values that JSON knows: ``[message, places, plural, context]``, without what
    is empty at its end."""
    plain: list[Any] = [text.message, {name: _plain(value) for name, value in text.places.items()}]
    if text.plural or text.context:
        plain += [text.plural, text.context]
    return plain


def _plain(value: Place) -> Any:
    match value:
        case Sentence():
            return {"text": to_plain(value.text)}
        case Text():
            return {"text": to_plain(value)}
        case Items(items) | Alternatives(items):
            return {_LISTS[type(value)]: [_plain(one) for one in items]}
        case str() | int() | float():
            return value
    return {_NAMES[type(value)]: [getattr(value, field.name) for field in fields(value)]}


def text_in(plain: object, english: str, clean: Callable[[str], str]) -> Text:
    """What ``to_plain`` made, cleaned; its English where it makes no sense, which may be a message without places."""
    try:
        return cleaned_text(from_plain(plain), clean)
    except (ValueError, TypeError, LookupError, ArithmeticError, AttributeError, RecursionError):
        return Text(english)


def from_plain(plain: object, depth: int = 0) -> Text:
    """The reverse of ``to_plain``, of what anybody may have written. Raises ValueError or TypeError.

    A place may stand in its message three times at most, and texts in places only so deep: a few bytes must not grow
    into a text that fills the memory.
    """
    if not isinstance(plain, list) or not 2 <= len(plain) <= 4 or depth > _DEEPEST:
        raise ValueError("no text")
    message, places, plural, context = (*plain, "", "")[:4]
    if not isinstance(places, Mapping):
        raise ValueError("no places")
    if not all(isinstance(one, str) and one.isprintable() for one in (message, plural, context)):
        raise ValueError("no message")
    for one in (message, plural):
        if len(one) > _LONGEST or max(Counter(PLACE.findall(one)).values(), default=0) > _MOST_REPEATS:
            raise ValueError("no message of ours")
    if len(places) > _MOST_PLACES or (plural and type(places.get("n")) is not int):
        raise ValueError("no places")
    return Text(message, {str(name): _place(one, depth) for name, one in places.items()}, plural, context)


def _place(value: object, depth: int) -> Place:
    match value:
        case bool():
            raise ValueError("no place")
        case float() if not math.isfinite(value):
            raise ValueError("no number")
        case int() if abs(value) > _MOST:
            raise ValueError("no number")
        case str() | int() | float():
            return value
    if not isinstance(value, Mapping) or len(value) != 1:
        raise ValueError("no place")
    ((kind, found),) = value.items()
    if kind == "text":
        return from_plain(found, depth + 1)
    if not isinstance(found, list) or len(found) > _MOST_ITEMS:
        raise ValueError("no place")
    if kind in _KINDS_OF_LIST and depth < _DEEPEST:
        return _KINDS_OF_LIST[kind](tuple(_place(one, depth + 1) for one in found))
    if kind not in _TYPES:
        raise ValueError("no place")
    made = _TYPES[kind]
    for field, one in zip(fields(made), found, strict=False):
        if not _fits(field.name, one):
            raise ValueError("no place")
    place: Place = made(*found)
    return place


def _fits(name: str, value: object) -> bool:
    """Whether a typed place may have such a value in its field of that name."""
    match name:
        case "unit":
            return isinstance(value, str)
        case "digits":
            return value is None or (type(value) is int and 0 <= value <= _MOST_DIGITS)
        case "limit" if value is None:
            return True
    return type(value) in (int, float)
