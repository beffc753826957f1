"""Texts in English, as history, exports and other programs read them."""

from functools import cache

from porchlight.language.numbers import NARROW_SPACE
from porchlight.language.render import Renderer
from porchlight.language.sentence import Sentence
from porchlight.language.text import Text


def english(text: Text | str) -> str:
    """A text in English, with plain spaces, as it is stored; a ``str`` stays as it is."""
    if isinstance(text, str):
        return text
    return Sentence(_renderer()(text).replace(NARROW_SPACE, " "), text)


@cache
def _renderer() -> Renderer:
    return Renderer()
