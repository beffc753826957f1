"""Regular expressions from people: refused with a sentence where they cannot be used, never run without end.

The ``regex`` library stops a search after a time and lets other threads work meanwhile; Python's own does neither.
"""

import re
from math import prod
from typing import TYPE_CHECKING, Final

from porchlight.language.english import unfit
from porchlight.language.text import msg

if TYPE_CHECKING:
    from regex import Pattern

LONGEST: Final = 1000
"""Characters of a pattern."""
_DEEPEST: Final = 50
"""Groups within groups."""
_LARGEST: Final = 10_000
"""Characters, with repeats written out: a hundred times that takes half a second and a third of a gigabyte."""
_TOKENS: Final = re.compile(r"\\.|\{(?P<least>\d{0,1000})(?:,(?P<most>\d{0,1000}))?\}|.", re.DOTALL)
_WITH_COMMENTS: Final = re.compile(r"\(\?(?:#|[a-zA-Z0-9^-]*x)")
"""Blanks and comments may come between a piece and its braces, and within these."""
_NUMBERS: Final = re.compile(r"\d{1,1000}")


def compile_pattern(text: str) -> "Pattern[str]":
    """The pattern. ValueError says why it cannot be used, in one sentence."""
    import regex

    if len(text) > LONGEST:
        raise unfit(msg("The pattern is longer than {most} characters.", most=LONGEST))
    size, depth = _measure(text)
    if depth > _DEEPEST:
        raise unfit(msg("The pattern has more than {most} nested groups.", most=_DEEPEST))
    if size > _LARGEST:
        raise unfit(msg("The pattern repeats too much. Use smaller numbers in its braces."))
    try:
        return regex.compile(text)
    except regex.error as error:
        raise unfit(msg("The pattern cannot be read: {problem}.", problem=str(error))) from None
    except (RecursionError, OverflowError, MemoryError, ValueError):
        raise unfit(msg("The pattern is too large.")) from None


def _measure(text: str) -> tuple[int, int]:
    """Its approximate length with counted repeats written out, as it is compiled; and how deep its groups go.
    Brackets in sets count as groups too: that makes a limit a little stricter, never laxer."""
    sizes, last, deepest = [0], 0, 0
    if _WITH_COMMENTS.search(text):  # what it belongs to is hard to find out: as if all belonged together
        sizes[0] = prod(max(int(number), 1) for number in _NUMBERS.findall(text))
    for token in _TOKENS.finditer(text):
        if token["least"] is not None:
            more = last * (max(int(token["least"] or 0), int(token["most"] or 0)) - 1)
            sizes[-1] += max(more, 0)
            last += max(more, 0)
        elif token[0] == "(":
            sizes.append(0)
            deepest = max(deepest, len(sizes) - 1)
        elif token[0] == ")" and len(sizes) > 1:
            last = sizes.pop()
            sizes[-1] += last
        else:
            last = 1
            sizes[-1] += 1
    return sum(sizes), deepest
