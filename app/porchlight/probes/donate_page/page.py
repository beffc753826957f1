"""A web page, read for what a donor would get of it: scripts, frames, forms, links, and the text that is visible.

The standard library's parser, fed in pieces under limits: no tree is built, since building one takes a minute for a
megabyte of ``<div>`` in every parser that follows browsers (docs/decisions/0047-donate-page.md).
"""

import re
import time
from collections.abc import Mapping
from dataclasses import field
from html.parser import HTMLParser
from typing import Final

from porchlight.dataclass import dataclass

_PIECE: Final = 16 * 1024
"""Characters that are parsed in one go: other threads run in between."""
_LONGEST_TAG: Final = 64 * 1024
"""Characters of a tag or a comment after which it is dropped."""
_WITHIN: Final = 2.0
"""Seconds for a whole page; what comes later is not read."""
_MOST_PARTS: Final = 5000
"""Scripts, frames, forms and links that are kept."""
_MOST_TEXT: Final = 300_000
"""Characters of visible text."""
_MOST_CODE: Final = 400_000
"""Characters of inline scripts."""
_DATA_URL: Final = re.compile(r"data:[^\"'<>\s]{1000,}")
_VOID: Final = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)
_WITHOUT_SIGHT: Final = frozenset({"noscript", "template", "object", "svg"})
_HIDING: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_NO_SCRIPT_TYPE: Final = re.compile(r"(?i)\s*(?:application/(?:ld\+)?json|text/(?:template|html|x-.*)|importmap)\s*")


@dataclass(frozen=True, slots=True)
class Element:
    """A start tag, with its attributes in lower case; a script with its code."""

    tag: str
    attributes: Mapping[str, str]
    code: str = ""

    def get(self, name: str) -> str:
        """An attribute without blanks around it; empty where it has none."""
        return self.attributes.get(name, "").strip()


@dataclass(slots=True)
class Page:
    """What was read."""

    base: str = ""
    """The address of ``<base href>``, as written."""
    title: str = ""
    text: str = ""
    """What is visible without scripts, on one line."""
    scripts: list[Element] = field(default_factory=list)
    frames: list[Element] = field(default_factory=list)
    links: list[Element] = field(default_factory=list)
    forms: list[Element] = field(default_factory=list)
    inputs: list[Element] = field(default_factory=list)
    """``input``, ``button`` and ``select``."""
    others: list[Element] = field(default_factory=list)
    """Elements with an attribute that a vendor's code may look for, and custom elements."""
    policies: list[str] = field(default_factory=list)
    """Of ``<meta http-equiv="Content-Security-Policy">``."""
    canonical: str = ""
    cut: bool = False
    """It was not read to its end, because it took too long or holds too much."""


def read_page(text: str) -> Page:
    """Read a page. Takes up to two seconds for one that was made to be slow: see ``beside_loop``."""
    reader = _Reader()
    text = _DATA_URL.sub("data:", text)
    ends = time.monotonic() + _WITHIN
    for start in range(0, len(text), _PIECE):
        reader.feed(text[start : start + _PIECE])
        if len(reader.rawdata) > _LONGEST_TAG:
            reader.rawdata = ""
        if time.monotonic() > ends or reader.parts > _MOST_PARTS:
            reader.page.cut = True
            break
    return reader.finished()


class _Reader(HTMLParser):
    """Keeps what matters of the start tags and of the text between them."""

    CDATA_CONTENT_ELEMENTS = (  # type: ignore[misc]  # HTMLParser reads it from the instance
        "script",
        "style",
        "textarea",
        "title",
        "iframe",
        "xmp",
        "noembed",
        "noframes",
    )
    """As browsers have it; the parser's own list has the first two alone."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = Page()
        self.parts = 0
        self._texts: list[str] = []
        self._text_size = 0
        self._code: list[str] = []
        self._code_size = 0
        self._script: Element | None = None
        self._raw = ""
        """The element whose content is no markup, such as ``textarea``."""
        self._unseen = ""
        """The element within which nothing is seen, and how many of its kind are open."""
        self._depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """See HTMLParser."""
        if self._unseen:
            self._depth += tag == self._unseen
            if self._unseen != "noscript" and tag == "script":  # browsers run scripts of hidden elements, too
                self._begin_script(dict(attrs))
            elif self._unseen not in _WITHOUT_SIGHT:
                self._keep(tag, {name: value or "" for name, value in attrs})
            return
        found = {name: value or "" for name, value in attrs}
        if tag == "script":
            self._begin_script(found)
            return
        if tag in self.CDATA_CONTENT_ELEMENTS:
            self._raw = tag
        hides = "hidden" in found or found.get("aria-hidden") == "true" or _HIDING.search(found.get("style", ""))
        if (tag in _WITHOUT_SIGHT or hides) and tag not in _VOID and tag not in self.CDATA_CONTENT_ELEMENTS:
            self._unseen, self._depth = tag, 1
        if tag not in _WITHOUT_SIGHT:
            self._keep(tag, found)
        if tag in ("input", "button"):
            self._add_text(f" {found.get('placeholder', '')} ")
        elif tag not in ("b", "i", "em", "strong", "span", "a", "u", "small", "mark"):
            self._add_text(" ")

    def handle_endtag(self, tag: str) -> None:
        """See HTMLParser."""
        if tag == "script" and self._script is not None:
            self._end_script()
        elif tag == self._raw:
            self._raw = ""
        if self._unseen and tag == self._unseen:
            self._depth -= 1
            if self._depth <= 0:
                self._unseen = ""

    def handle_data(self, data: str) -> None:
        """See HTMLParser."""
        if self._script is not None:
            self._code_size += len(data)
            if self._code_size <= _MOST_CODE:
                self._code.append(data)
        elif self._raw == "title":
            self.page.title += data[:500]
        elif not self._raw and not self._unseen:
            self._add_text(data)

    def finished(self) -> Page:
        """What was read so far; what is open is closed."""
        if self._script is not None:
            self._end_script()
        self.page.text = " ".join("".join(self._texts).split())
        self.page.title = " ".join(self.page.title[:500].split())
        return self.page

    def _begin_script(self, attributes: Mapping[str, str | None]) -> None:
        self._script = Element("script", {name: value or "" for name, value in attributes.items()})
        self._code.clear()

    def _end_script(self) -> None:
        script, self._script = self._script, None
        if script is not None and not _NO_SCRIPT_TYPE.fullmatch(script.get("type") or "-"):
            self.page.scripts.append(Element("script", script.attributes, "".join(self._code)))
            self.parts += 1

    def _add_text(self, text: str) -> None:
        self._text_size += len(text)
        if self._text_size <= _MOST_TEXT:
            self._texts.append(text)

    def _keep(self, tag: str, found: dict[str, str]) -> None:
        page, kind = self.page, found.get("http-equiv", "").strip().lower()
        if tag == "base" and not page.base:
            page.base = found.get("href", "").strip()
        elif tag == "meta" and kind == "content-security-policy":
            page.policies.append(found.get("content", ""))
        elif tag == "link" and "canonical" in found.get("rel", "").lower().split() and not page.canonical:
            page.canonical = found.get("href", "").strip()
        elif (place := self._place(tag, found)) is not None:
            place.append(Element(tag, found))
            self.parts += 1

    def _place(self, tag: str, found: Mapping[str, str]) -> list[Element] | None:
        page = self.page
        if tag == "a":
            return page.links if found.get("href") else None
        if tag in ("iframe", "frame"):
            return page.frames
        if tag == "form":
            return page.forms
        if tag in ("input", "button", "select"):
            return page.inputs
        wanted = "-" in tag or "classy" in found or "data-src" in found or "id" in found or "data-form-id" in found
        return page.others if wanted else None
