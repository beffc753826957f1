"""Bytes as text, by the charsets that browsers know (WHATWG Encoding) and no others.

Python's own codecs are no list for strangers: ``punycode`` takes minutes over a megabyte, ``idna`` and ``undefined``
raise, ``zlib`` unpacks.
"""

import re
from typing import Final

_CHARSET: Final = re.compile(r"charset\s{0,9}=\s{0,9}[\"']?([A-Za-z0-9_:.+-]{1,40})", re.IGNORECASE)

_PIECE: Final = 64 * 1024
"""Bytes that are decoded in one go: a codec lets no other thread run meanwhile."""


def charset_of(content_type: str) -> str:
    """The charset that a Content-Type header names, as written; empty where it names none."""
    found = _CHARSET.search(content_type[:1000])
    return found.group(1) if found else ""


def decode(data: bytes, charset: str = "") -> str:
    """``data`` as text: by its BOM, else by ``charset`` (a label that browsers know), else as UTF-8. Never fails:
    what is no text becomes U+FFFD. A megabyte that is none takes some hundred milliseconds, in pieces, so that other
    threads have their turns: read long ones in a thread."""
    is_utf8 = charset.lower() in ("", "utf-8", "utf8")
    if is_utf8 and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-8-sig", errors="replace")
    import webencodings  # a fifth of a millisecond, and most answers are UTF-8

    encoding = webencodings.lookup(charset) or webencodings.UTF8
    if encoding.name in ("replacement", "x-user-defined"):
        encoding = webencodings.UTF8
    if len(data) <= _PIECE:
        return str(webencodings.decode(data, encoding, errors="replace")[0])
    decoder = webencodings.IncrementalDecoder(encoding, errors="replace")
    pieces = [decoder.decode(data[begin : begin + _PIECE]) for begin in range(0, len(data), _PIECE)]
    return "".join([*pieces, decoder.decode(b"", final=True)])
