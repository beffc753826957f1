"""Two languages for tests alone, made from the English: a long one with accents, and one from right to left.

What the long one shows without its brackets or accents has escaped the catalogue; what is cut in it would be cut in
German too. Its dates are Greek ones, so that every Latin letter without an accent comes from a name.
"""

import gettext
import re
from collections.abc import Callable

from porchlight.language.render import Renderer

OPEN, CLOSE = "[", "]"
_ACCENTED = str.maketrans(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
    "ÀƁĆĎĒƑĢĤĨĴĶĹṀŃŌƤɊŔŜŢŮṼŴẊŶŻàƀćďēƒģĥĩĵķĺṁńōƥɋŕŝţůṽŵẋŷż",
)
_PLACE = re.compile(r"(\{\w+\})")
_VOWEL = re.compile(r"[aeiou]")
_TO_THE_LEFT, _OVERRIDE, _END = (
    "\N{RIGHT-TO-LEFT MARK}",
    "\N{RIGHT-TO-LEFT OVERRIDE}",
    "\N{POP DIRECTIONAL FORMATTING}",
)


def longer(message: str) -> str:
    """About 40 % longer, in brackets, with an accent on every letter; places stay."""
    parts = _PLACE.split(message)
    return OPEN + "".join(one if _PLACE.fullmatch(one) else _accented(one) for one in parts) + CLOSE


def mirrored(message: str) -> str:
    """From right to left, with the letters of English; places stay."""
    parts = _PLACE.split(message)
    return _TO_THE_LEFT + "".join(
        one if not one or _PLACE.fullmatch(one) else f"{_OVERRIDE}{one}{_END}" for one in parts
    )


def long_renderer() -> Renderer:
    """Writes what people read in the long language."""
    return Renderer("xx", locale="el", catalogue=_Generated(longer))


def mirrored_renderer() -> Renderer:
    """Writes what people read from right to left."""
    return Renderer("xx", locale="he", catalogue=_Generated(mirrored))


class _Generated(gettext.NullTranslations):
    def __init__(self, made: Callable[[str], str]) -> None:
        super().__init__()
        self._made = made

    def gettext(self, message: str) -> str:
        return self._made(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self._made(msgid1 if n == 1 else msgid2)

    def pgettext(self, context: str, message: str) -> str:
        return self._made(message)

    def npgettext(self, context: str, msgid1: str, msgid2: str, n: int) -> str:
        return self._made(msgid1 if n == 1 else msgid2)


def _accented(text: str) -> str:
    return _VOWEL.sub(lambda found: found[0] * 2, text).translate(_ACCENTED)
