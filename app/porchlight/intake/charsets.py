"""Bytes as text, by the charsets of browsers (WHATWG Encoding) and no others. Python's own codecs are unsafe for
untrusted input: ``punycode`` takes minutes over a megabyte, ``idna`` and ``undefined`` raise, ``zlib`` unpacks."""

import json
import re
from typing import Final

_CHARSET: Final = re.compile(
    r"(?<![A-Za-z0-9_.-])charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([A-Za-z0-9_:.+-]{1,40})", re.IGNORECASE
)
_MARKUP: Final = re.compile(r"text/html|[/+]xml\b", re.IGNORECASE)
_JSON: Final = re.compile(r"[/+]json\b", re.IGNORECASE)
_LOOKS_LIKE_MARKUP: Final = re.compile(rb"\s*<(?:!doctype|!--|html|head|meta|\?xml)", re.IGNORECASE)
_DECLARED_BY_XML: Final = re.compile(
    rb"\s*<\?xml\s[^>]{0,200}?encoding\s*=\s*(?:\"([^\">]{1,40})\"|'([^'>]{1,40})')", re.IGNORECASE
)
_COMMENT_OR_META: Final = re.compile(
    rb"<!--.*?(?:-->|\Z)|<meta[\s/]((?:[^<>\"']++|\"[^\"]{0,500}+\"|'[^']{0,500}+'){0,50}+)>|(<body[\s>])",
    re.DOTALL | re.IGNORECASE,
)
_ATTRIBUTE: Final = re.compile(rb"([^\s=/>\"']+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>\"']+))")
_WITHOUT_BOM: Final = {"utf-16-le": "utf-16le", "utf-16-be": "utf-16be"}
_IN_WIDE_LETTERS: Final = re.compile(rb"\0{1,3}[\t\n\r -~]|[\t\n\r -~]\0|\xff\xfe\0\0|\0\0\xfe\xff")
"""UTF-16 or -32: an ASCII letter, as machine-readable texts begin, or the BOM that only UTF-32 has."""
_BEFORE_JSON: Final = "\ufeff \t\r\n"
_NOT_ASCII: Final = re.compile("[^\x00-\x7f\ufffd]")

_LOOKED_THROUGH: Final = 16 * 1024
"""Bytes of a page in whose head its charset is looked for. It should be in the first 1,024 (HTML §4.2.5.4), and
browsers start over where it comes later."""
_PIECE: Final = 64 * 1024
"""Bytes that are decoded in one go: a codec lets no other thread run meanwhile."""


def charset_of(content_type: str) -> str:
    """The charset that a Content-Type header names, as written; empty where it names none."""
    found = _CHARSET.search(content_type[:1000])
    return found.group(1) if found else ""


def page_text(data: bytes, content_type: str = "") -> str:
    """An answer's body as text, as browsers read it: JSON as RFC 8259 has it; all else by its BOM, the charset of its
    content type, or the page's own declaration (HTML §13.2.3, XML 1.0 appendix F); else as UTF-8, or as windows-1252
    where no letter is UTF-8. Never fails; as slow as ``decode``."""
    content_type = content_type[:1000]
    declared = _known(charset_of(content_type))
    if _JSON.search(content_type) or _IN_WIDE_LETTERS.match(data):
        return json_text(data, content_type)
    if declared or data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        return decode(data, declared)
    is_markup = _MARKUP.search(content_type) or _LOOKS_LIKE_MARKUP.match(data[:_LOOKED_THROUGH])
    if is_markup and (declared := _declared_within(data[:_LOOKED_THROUGH])):
        return decode(data, declared)
    text = decode(data)
    if "\ufffd" in text and not _NOT_ASCII.search(text):
        return decode(data, "windows-1252")  # the default of browsers for most languages
    return text


def json_text(data: bytes, content_type: str = "") -> str:
    """JSON as clients read it: UTF-8, -16 or -32, by its BOM or its first bytes (RFC 4627 §3), whatever the charset
    of its content type says; only bytes that are none of these are read in that charset. Never fails."""
    encoding = json.detect_encoding(data[:4])
    try:
        return data.decode(encoding).lstrip(_BEFORE_JSON)
    except UnicodeDecodeError:
        return decode(data, _WITHOUT_BOM.get(encoding) or _known(charset_of(content_type)))


def decode(data: bytes, charset: str = "") -> str:
    """``data`` as text: by its BOM, else by ``charset`` (a label that browsers know), else as UTF-8. Never fails:
    invalid bytes become U+FFFD. An invalid megabyte takes some hundred milliseconds, in pieces, so that other threads
    can run: decode long ones in a thread."""
    is_utf8 = charset.lower() in ("", "utf-8", "utf8")
    if is_utf8 and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-8", errors="replace").removeprefix("\ufeff")  # utf-8-sig is written in Python
    import webencodings  # a fifth of a millisecond, and most answers are UTF-8

    encoding = webencodings.lookup(charset) or webencodings.UTF8
    if encoding.name in ("replacement", "x-user-defined"):
        encoding = webencodings.UTF8
    if len(data) <= _PIECE:
        return str(webencodings.decode(data, encoding, errors="replace")[0])
    decoder = webencodings.IncrementalDecoder(encoding, errors="replace")
    pieces = [decoder.decode(data[begin : begin + _PIECE]) for begin in range(0, len(data), _PIECE)]
    return "".join([*pieces, decoder.decode(b"", final=True)])


def _known(charset: str) -> str:
    """``charset``, if browsers know it; else nothing, so that the page's own declaration is used."""
    if not charset or charset.lower() in ("utf-8", "utf8"):
        return charset
    import webencodings

    return charset if webencodings.lookup(charset) else ""


def _declared_within(begin: bytes) -> str:
    """The charset in a page's own declaration; empty where it has none that browsers know."""
    for found in _declarations(begin):
        charset = _known(found.strip())
        if charset.lower().startswith("utf-16"):
            return "utf-8"  # it could not have been read: HTML §13.2.3.3
        if charset:
            return "windows-1252" if charset.lower() == "x-user-defined" else charset
    return ""


def _declarations(begin: bytes) -> list[str]:
    found = []
    if by_xml := _DECLARED_BY_XML.match(begin):
        found.append((by_xml[1] or by_xml[2]).decode("latin-1"))
    for tag in _COMMENT_OR_META.finditer(begin):
        if tag[2]:
            break
        attributes: dict[str, str] = {}
        for name, *values in _ATTRIBUTE.findall(tag[1] or b""):
            attributes.setdefault(name.decode("latin-1").lower(), b"".join(values).decode("latin-1"))
        if "charset" in attributes:
            found.append(attributes["charset"])
        elif attributes.get("http-equiv", "").strip().lower() == "content-type":
            found.append(charset_of(attributes.get("content", "")))
    return found
