"""Texts in English, as history, exports and other programs read them. Babel is loaded when the first one is written:
much asks for this module that has nothing to say."""

from functools import cache, lru_cache
from typing import TYPE_CHECKING

from porchlight.language.sentence import Sentence, cleaned_text, from_plain, to_plain
from porchlight.language.text import Place, Text

if TYPE_CHECKING:
    from collections.abc import Callable

    from porchlight.language.render import Renderer


def english(text: Text | str) -> str:
    """A text in English, with plain spaces, as it is stored; a ``str`` stays as it is."""
    if isinstance(text, str):
        return text
    return Sentence(_renderer()(text).replace("\N{NARROW NO-BREAK SPACE}", " "), text)


def of_error(error: BaseException) -> str:
    """What an error says: the Sentence that it was raised with, where it was one."""
    found = error.args[0] if error.args else ""
    return found if isinstance(found, str) and found else str(error)


def unfit(text: Text) -> ValueError:
    """An error that says why a value cannot be used."""
    return ValueError(english(text))


def fit_sentence(sentence: str, clean: "Callable[[str], str]") -> str:
    """A sentence from outside with ``clean`` applied to its English and to every name in its places.

    It is plain English where its text cannot be kept, or would say in another language what ``clean`` takes out or
    cuts off in English: a secret in the message itself or across two places, a place of a foreign type or length.
    """
    cleaned_english = clean(str(sentence))
    if not isinstance(sentence, Sentence):
        return cleaned_english
    try:
        text, written = _checked(cleaned_text(sentence.text, clean))
        return Sentence(cleaned_english, text) if written == cleaned_english else cleaned_english
    except (ValueError, TypeError, LookupError, ArithmeticError, AttributeError, RecursionError):
        return cleaned_english


def _checked(text: Text) -> tuple[Text, str]:
    """The text as it can be kept, and its English. Raises as ``from_plain``."""
    if all(type(one) is str for one in text.places.values()):
        return _checked_before(text.message, tuple(text.places.items()), text.plural, text.context)
    kept = from_plain(to_plain(text))
    return kept, str(english(kept))


@lru_cache(maxsize=2048)
def _checked_before(
    message: str, places: "tuple[tuple[str, Place], ...]", plural: str, context: str
) -> tuple[Text, str]:
    """Most checks say what the one before said."""
    kept = from_plain(to_plain(Text(message, dict(places), plural, context)))
    return kept, str(english(kept))


@cache
def _renderer() -> "Renderer":
    from porchlight.language.render import Renderer

    return Renderer()
