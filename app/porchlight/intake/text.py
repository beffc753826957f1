"""Text from outside: no surrogates, no controls, no letters that reorder a line, never longer than its meaning needs.

The order is fixed: clean, redact, then cut. A text that is cut first may end within a secret, and no redactor
recognises half of one. ``quote`` does all three; the redactor that it uses is set for a whole check by ``redacting``.
"""

import re
from collections.abc import Callable
from contextvars import ContextVar
from types import TracebackType
from typing import Final

NAME: Final = 100
"""Characters of a name, at most: a component's, a part's, a measure's, a job's."""
QUOTE: Final = 160
"""Characters of a quoted text in one of our sentences."""
SENTENCE: Final = 1000
"""Characters of a whole sentence."""
DETAIL: Final = 1000
"""Characters of one detail of a result."""
LONGEST: Final = 64 * 1024
"""Characters that are processed, of any text."""

_MARGIN: Final = 16 * 1024
"""Characters after what is kept that are redacted as well: a secret may cross the end. No secret is longer."""
_WRITTEN_OUT: Final = 10**300
"""Python refuses to write integers of over 4,300 digits."""
_REPLACEMENT: Final = "\ufffd"
_AROUND: Final = " \t\r\n\f\v\ufeff\u200b\u00a0\u0085\u2028\u2029"
# C0 and C1 controls with DEL, bidi marks, embeddings, overrides and isolates, deprecated format letters, interlinear
# marks, noncharacters, tags (Unicode 15.1, UAX #9, UTR #36). The joiners U+200C and U+200D are text.
_CONTROLS: Final = (
    "\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f"
    "\u061c\u200e\u200f\u202a-\u202e\u2065-\u206f\ufff9-\ufffb\ufdd0-\ufdef\ufffe\uffff"
    "\U000e0000-\U000e007f"
)
# Patterns are given to ``re`` on use: compiling them all takes a tenth of the quickest commands' own time.
_INVISIBLE: Final = "[\u00ad\u180e\u200b\u2060-\u2064\ufeff]"
"""Soft hyphens, zero-width blanks, word joiners, BOMs: they only affect layout, and searches fail over them."""
_LONE_SURROGATES: Final = "[\ud800-\udfff]"
_UNFIT: Final = f"[{_CONTROLS}\ud800-\udfff]"
_OTHER_LINE_ENDS: Final = "[\u000b\u000c\r\u001c-\u001e\u0085\u2028\u2029]"
"""All that some reader takes for the end of a line (``str.splitlines``), except the line feed."""
_LINE_ENDS: Final = "\r\n?|[\u0085\u2028\u2029]"

_redact: ContextVar[Callable[[str], str] | None] = ContextVar("redact", default=None)


def clean_line(text: str, most: int = LONGEST) -> str:
    """``text`` on one line: invalid characters become U+FFFD, runs of blanks and line ends one blank."""
    return cut(_on_one_line(text[:LONGEST]), most)


def line_of(value: object) -> str:
    """``value`` on one line where it is text, else empty. For what is compared or sorted, and quoted only when shown:
    of ten thousand names, few are."""
    return clean_line(value) if isinstance(value, str) else ""


def clean_lines(text: str, most: int = LONGEST) -> str:
    """``text`` with its lines and tabs kept; line ends become ``\n``, invalid characters U+FFFD."""
    return cut(_fit(re.sub(_LINE_ENDS, "\n", re.sub(_INVISIBLE, "", text[:LONGEST]))), most)


def one_line(text: str) -> str:
    """``text`` without line ends, its blanks unchanged: for what was laid out before, such as a line of a table."""
    if text.isprintable():  # nothing that is removed is printable: it is all of the categories C and Z
        return text
    text = re.sub(_INVISIBLE, "", text[:LONGEST])
    return _fit(re.sub(_OTHER_LINE_ENDS, " ", re.sub("[\t\n]", " ", text)))


def without_controls(text: str) -> str:
    """``text`` with its line feeds and tabs, and no other control character: for the last exit, where it is no longer
    known which part of it came from outside."""
    if text.removesuffix("\n").isprintable():
        return text
    return _fit(re.sub(_OTHER_LINE_ENDS, " ", text.replace("\r\n", "\n")))


def has_controls(text: str) -> bool:
    """Whether ``text`` holds invalid characters: a control (line ends and tabs are fine), a lone surrogate, a bidi
    override."""
    return not text.isprintable() and re.search(_UNFIT, text) is not None


def without_surrogates(text: str) -> str:
    """``text`` in valid UTF-8, otherwise unchanged: for exits that quote anything."""
    return re.sub(_LONE_SURROGATES, _REPLACEMENT, text)


def without_margins(text: str) -> str:
    """``text`` without surrounding blanks, line ends and a BOM: what editors and copying put around a credential."""
    return text.strip(_AROUND)


def cut(text: str, most: int) -> str:
    """``text``, shortened with an ellipsis to ``most`` characters. Only for redacted texts."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def for_search(text: str) -> str:
    """``text`` as it is compared where case and blanks do not matter."""
    return " ".join(text.split()).casefold()


def quote(text: object, most: int = QUOTE, *, redact: Callable[[str], str] | None = None) -> str:
    """A foreign text, safe for one of our sentences: on one line, redacted, then cut. Empty for anything that is not
    text (``str``, ``int``, ``float`` and ``bool`` are). ``redact``: used instead of that set by ``redacting``."""
    if isinstance(text, bool):
        text = str(text).lower()
    elif isinstance(text, (int, float)):
        text = str(text) if text != text or abs(text) < _WRITTEN_OUT else "a very large number"
    if not isinstance(text, str):
        return ""
    looked_at = text[: 2 * LONGEST]
    whole = _on_one_line(looked_at)
    line = whole[: most + _MARGIN]
    was_cut = len(looked_at) < len(text) or len(line) < len(whole)
    redact = redact or _redact.get()
    if redact is not None:
        line = redact(line)
        if was_cut:
            line = line[: max(len(line) - _MARGIN, 0)]  # there may be half a secret at its end
    return f"{line[: most - 1].rstrip()}…" if was_cut else cut(line, most)


def quote_end(text: str, most: int = QUOTE, *, redact: Callable[[str], str] | None = None) -> str:
    """As ``quote``, for the end of a longer text: a program's last output."""
    looked_at = text[-LONGEST:]
    line = _on_one_line(looked_at)
    redact = redact or _redact.get()
    if redact is not None:
        line = redact(line)
    if len(looked_at) < len(text):
        line = line[_MARGIN:]  # there may be half a secret at its beginning
    return line if len(line) <= most else f"…{line[len(line) - most + 1 :].lstrip()}"


class redacting:
    """Quotes within the block pass ``redact`` before they are cut; also in tasks and threads started within.

    A class, since every check enters one, and a generator costs three times as much.
    """

    __slots__ = ("_redact", "_token")

    def __init__(self, redact: Callable[[str], str]) -> None:
        self._redact = redact

    def __enter__(self) -> None:
        self._token = _redact.set(self._redact)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        _redact.reset(self._token)


def _on_one_line(text: str) -> str:
    if not text.isprintable():
        text = _fit(re.sub(_INVISIBLE, "", text))
    return " ".join(text.split())


def _fit(text: str) -> str:
    return re.sub(_UNFIT, _REPLACEMENT, text)
