"""Texts in English, as history, exports and other programs read them. Babel is loaded when the first one is written:
much asks for this module that has nothing to say."""

from functools import cache
from typing import TYPE_CHECKING

from porchlight.language.sentence import Sentence
from porchlight.language.text import Text

if TYPE_CHECKING:
    from porchlight.language.render import Renderer


def english(text: Text | str) -> str:
    """A text in English, with plain spaces, as it is stored; a ``str`` stays as it is."""
    if isinstance(text, str):
        return text
    return Sentence(_renderer()(text).replace("\N{NARROW NO-BREAK SPACE}", " "), text)


@cache
def _renderer() -> "Renderer":
    from porchlight.language.render import Renderer

    return Renderer()
