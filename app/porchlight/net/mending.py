"""An answer as servers write it, repaired to match RFC 9112, so that llhttp stays strict and has the last word. What
browsers and curl accept is accepted: lines that end in LF alone, folded header lines, blanks around a name, invalid
header lines (left out, as Chromium's ``HttpUtil::HeadersIterator`` does), empty lines before and odd blanks in the
status line, one length given twice, ``Transfer-Encoding: identity``, chunk sizes that end in LF alone. What makes the
answer's end ambiguous is refused and named: two lengths, a length beside chunks, one that is no number.
docs/decisions/0037-answers-as-clients-read-them.md.
"""

import re
from enum import Enum, auto
from typing import Final

from porchlight.language.text import msg
from porchlight.net.malformed import (
    BROKEN_CHUNKS,
    TOO_LONG,
    TOO_MUCH_FRAMING,
    MalformedAnswer,
    in_unreadable_coding,
)

_STATUS_LINE: Final = re.compile(rb"HTTP/(\d)(?:\.(\d))?[ \t]+(\d{3})(?!\d)([^\n]*)", re.IGNORECASE)
_NAME: Final = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_HEAD_END: Final = re.compile(rb"\n\r*\n")
_AS_IT_SHOULD_BE: Final = re.compile(
    rb"HTTP/1\.[01] (?P<status>[2-5]\d\d) [^\x00-\x08\n-\x1f\x7f]*\r\n"
    rb"(?:[!#$%&'*+.^_`|~0-9A-Za-z-]+:[^\x00-\x08\n-\x1f\x7f]*\r\n)*\r\n"
)
_ON_FRAMING: Final = re.compile(rb"\n((?:content-length|transfer-encoding):[^\n]*)", re.IGNORECASE)
_FRAMED_AS_IT_SHOULD_BE: Final = re.compile(
    rb"content-length: *\d{1,18} *\r|(?P<chunked>transfer-encoding: *chunked *\r)", re.IGNORECASE
)
_CONTROLS: Final = bytes.maketrans(bytes([*range(9), *range(10, 32), 127]), b" " * 32)
_PLAIN_SIZE: Final = re.compile(rb"[^ \t\r\n]+[ \t]*\r\n")
_SIZE: Final = rb"([0-9A-Fa-f]{1,16})[ \t]*(?:;[^\n]*)?\r*\n"
_FIRST_SIZE: Final = re.compile(_SIZE)
_NEXT_SIZE: Final = re.compile(rb"\r*\n" + _SIZE)
_HALF_A_SIZE: Final = re.compile(rb"\r*|(?:\r*\n)?[0-9A-Fa-f]{0,16}[ \t]*(?:;[^\n]*)?\r*")
_MOST_LINES: Final = 2000
"""Of a head that is to be repaired."""
_LONGEST_SIZE: Final = 4096
"""Bytes of a line with a chunk's size and its extensions."""
_MOST_CHUNKS: Final = 20_000
"""Lines repaired in one answer: each takes a microsecond or two of the event loop."""
_LONGEST_LENGTH: Final = 18
"""Digits."""
_BOM: Final = b"\xef\xbb\xbf"
_BLANK: Final = b" \t"

_TWO_LENGTHS: Final = msg("{where} sent two lengths for one answer, so its end is unknown.")
_LENGTH_AND_CHUNKS: Final = msg(
    "{where} sent both Content-Length and Transfer-Encoding, so the end of its answer is unknown."
)
_NO_LENGTH: Final = msg("{where} sent a Content-Length that is not a number, so the end of its answer is unknown.")
_NUL: Final = msg("{where} sent a header with a NUL byte in it, which no client accepts.")


class _Place(Enum):
    """The part of the answer that the next byte belongs to."""

    HEAD = auto()
    FIRST_SIZE = auto()
    CHUNKS = auto()
    TRAILER = auto()
    AS_IT_IS = auto()
    """Where nothing is repaired."""


class Mender:
    """For one connection, with every interim answer before the final one. Bounded by the caller: it keeps at most a
    head and a line."""

    def __init__(self, *, body_expected: bool = True) -> None:
        self._body_expected = body_expected
        self._place = _Place.HEAD
        self._kept = bytearray()
        self._looked_at = 0
        """Bytes already searched for an end."""
        self._status_seen = False
        self._chunks = 0
        self._chunk_left = 0

    def feed(self, data: bytes | memoryview) -> bytes | memoryview:
        """Return what can be passed on. Raises MalformedAnswer."""
        if self._place is _Place.AS_IT_IS:
            return data
        self._kept += data
        mended: list[bytes] = []
        while self._kept and (piece := self._next()) is not None:
            mended.append(piece)
        return b"".join(mended)

    def _next(self) -> bytes | None:
        """The next piece of what is kept; None where more has to come first."""
        match self._place:
            case _Place.HEAD:
                return self._head()
            case _Place.FIRST_SIZE:
                return self._first_size()
            case _Place.CHUNKS:
                return self._whole_chunks()
            case _Place.TRAILER:
                return self._trailer()
            case _Place.AS_IT_IS:
                return self._taken(len(self._kept))

    def _head(self) -> bytes | None:
        if not self._status_seen:
            self._skip_what_is_before()
            if not _may_be_http(self._kept):
                raise MalformedAnswer
            if b"\n" not in self._kept:
                return None
            if not _STATUS_LINE.match(self._kept):
                raise MalformedAnswer
            self._status_seen = True
        end = _HEAD_END.search(self._kept, max(self._looked_at - 2, 0))
        if end is None:
            self._looked_at = len(self._kept.rstrip(b"\r"))
            return None
        status, head, is_chunked = _mended_head(self._taken(end.end()), self._body_expected)
        self._status_seen = False
        if status >= 200 or status == 101:
            self._place = _Place.FIRST_SIZE if is_chunked else _Place.AS_IT_IS
        return head

    def _skip_what_is_before(self) -> None:
        if self._kept.startswith(_BOM):
            del self._kept[: len(_BOM)]
        del self._kept[: len(self._kept) - len(self._kept.lstrip(b"\r\n"))]

    def _first_size(self) -> bytes | None:
        end = self._line_end()
        if end is None:
            return None
        # llhttp reads valid lines much faster; with the first valid one, all are.
        is_plain = _PLAIN_SIZE.fullmatch(self._kept, 0, end)
        self._place = _Place.AS_IT_IS if is_plain else _Place.CHUNKS
        return b""

    def _whole_chunks(self) -> bytes | None:
        """All complete chunks that are kept, and the complete lines with their sizes."""
        kept, at = bytes(self._kept), 0
        pieces: list[bytes] = []
        while True:
            if self._chunk_left:
                piece = kept[at : at + self._chunk_left]
                pieces.append(piece)
                at += len(piece)
                self._chunk_left -= len(piece)
            line = (_NEXT_SIZE if self._chunks else _FIRST_SIZE).match(kept, at)
            if line is None or self._chunk_left:
                break
            pieces.append(b"\r\n%b\r\n" % line[1] if self._chunks else line[1] + b"\r\n")
            at = line.end()
            self._chunk_left = int(line[1], 16)
            self._chunks += 1
            if not self._chunk_left:
                self._place = _Place.TRAILER
                break
            if self._chunks > _MOST_CHUNKS:
                raise MalformedAnswer(TOO_MUCH_FRAMING)
        self._taken(at)
        if self._place is _Place.CHUNKS and not self._chunk_left and self._kept:
            if not _HALF_A_SIZE.fullmatch(self._kept):
                raise MalformedAnswer(BROKEN_CHUNKS)
            if len(self._kept) > _LONGEST_SIZE:
                raise MalformedAnswer(TOO_MUCH_FRAMING)
        return b"".join(pieces) if pieces else None

    def _trailer(self) -> bytes | None:
        end = self._line_end()
        if end is None:
            return None
        if self._taken(end).rstrip(b"\r\n"):
            return b""  # a trailer changes nothing of an answer
        self._place = _Place.AS_IT_IS
        return b"\r\n"

    def _line_end(self) -> int | None:
        end = self._kept.find(b"\n", self._looked_at)
        if end < 0:
            self._looked_at = len(self._kept)
            return None
        self._looked_at = 0
        return end + 1

    def _taken(self, size: int) -> bytes:
        piece = bytes(self._kept[:size])
        del self._kept[:size]
        self._looked_at = 0
        return piece


def _may_be_http(begin: bytearray) -> bool:
    return begin.startswith(b"HTTP/") or any(
        begin[: len(wanted)].upper() == wanted[: len(begin)] for wanted in (b"HTTP/", _BOM)
    )


def _mended_head(head: bytes, body_expected: bool) -> tuple[int, bytes, bool]:
    """Its status, the head, and whether the body comes in chunks. Raises MalformedAnswer."""
    if as_it_should_be := _AS_IT_SHOULD_BE.fullmatch(head):  # as most are: a tenth of the time
        match [_FRAMED_AS_IT_SHOULD_BE.fullmatch(line) for line in _ON_FRAMING.findall(head)]:
            case []:
                return int(as_it_should_be["status"]), head, False
            case [framed] if framed is not None:
                return int(as_it_should_be["status"]), head, framed["chunked"] is not None
    if b"\x00" in head:
        raise MalformedAnswer(_NUL)
    if head.count(b"\n") > _MOST_LINES:
        raise MalformedAnswer(TOO_LONG)
    first, _, rest = head.partition(b"\n")
    match = _STATUS_LINE.match(first)
    if match is None:
        raise MalformedAnswer
    status = int(match[3])
    version = b"1.0" if match[1] == b"0" or (match[1], match[2]) == (b"1", b"0") else b"1.1"
    lines = [b"HTTP/%b %b %b" % (version, match[3], match[4].translate(_CONTROLS).strip())]
    lengths: list[bytes] = []
    codings: list[bytes] = []
    for name, value in _fields(rest):
        match name.lower():
            case b"content-length":
                lengths += value.split(b",")
            case b"transfer-encoding":
                codings += value.split(b",")
            case _:
                lines.append(name + b": " + value)
    framing, is_chunked = b"", False
    if body_expected and status >= 200 and status not in (204, 304):  # others have no body, whatever their headers
        framing, is_chunked = _framing(lengths, codings)
    return status, b"\r\n".join(lines) + b"\r\n" + framing + b"\r\n", is_chunked


def _fields(lines: bytes) -> list[tuple[bytes, bytes]]:
    """Names and values, the folded ones on one line (RFC 9112 §5.2)."""
    found: list[tuple[bytes, list[bytes]]] = []
    is_field = False
    for line in lines.split(b"\n"):
        line = line.rstrip(b"\r").translate(_CONTROLS)
        if line[:1] in (b" ", b"\t"):
            if is_field:
                found[-1][1].append(line.strip(_BLANK))
            continue
        name, colon, value = line.partition(b":")
        name = name.rstrip(_BLANK)
        is_field = bool(colon) and _NAME.fullmatch(name) is not None
        if is_field:
            found.append((name, [value.strip(_BLANK)]))
    return [(name, b" ".join(filter(None, parts))) for name, parts in found]


def _framing(lengths: list[bytes], codings: list[bytes]) -> tuple[bytes, bool]:
    """The one header that decides where the body ends, or none; and whether it is chunked. Raises MalformedAnswer."""
    sizes = {length.strip(_BLANK) for length in lengths}
    if any(not size.isdigit() or len(size) > _LONGEST_LENGTH for size in sizes):
        raise MalformedAnswer(_NO_LENGTH)
    if len({int(size) for size in sizes}) > 1:
        raise MalformedAnswer(_TWO_LENGTHS)
    applied = {coding.strip(_BLANK).lower() for coding in codings} - {b"", b"identity"}
    if applied and sizes:
        raise MalformedAnswer(_LENGTH_AND_CHUNKS)
    if other := sorted(applied - {b"chunked"}):
        raise in_unreadable_coding(other[0].decode("latin-1"))
    if applied:
        return b"Transfer-Encoding: chunked\r\n", True
    return (b"Content-Length: %d\r\n" % int(sizes.pop()) if sizes else b""), False
