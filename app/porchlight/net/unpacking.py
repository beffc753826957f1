"""A packed body, unpacked piece by piece: never beyond its cap, whatever its size or number of members. zlib keeps
what follows a member's end, and copies it each time more comes; so what follows the end is either the next member
(RFC 1952 §2.2) or ignored."""

import zlib
from typing import Final, Protocol

from porchlight.language.text import msg
from porchlight.net.malformed import MalformedAnswer

_MOST_MEMBERS: Final = 100
_MOST_CODINGS: Final = 5
"""Of one body, one over the other: the limit of curl (``MAX_ENCODE_STACK``)."""
_MORE_THAN_CAP: Final = 64 * 1024
"""Packed bytes that may be read beyond the cap of the unpacked ones: incompressible data grows a little."""
_NOT_PACKED: Final = msg("The answer of {where} is not compressed the way that it claims.")
_LITTLE_IN_MUCH: Final = msg("The answer of {where} is compressed in a way that no server uses.")
_GZIP: Final = ("gzip", "x-gzip")
_DEFLATE: Final = "deflate"
_AS_IT_IS: Final = ("", "identity")


class _Decompressor(Protocol):
    @property
    def eof(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int = ..., /) -> bytes: ...


class Unpacker:
    """For one body."""

    def __init__(self, codings: tuple[str, ...], cap: int) -> None:
        """``codings``: in the order in which they were applied; ``cap``: bytes of the unpacked body that are wanted
        at most."""
        self._layers = [_Layer(coding, cap) for coding in reversed(codings)]

    @classmethod
    def of(cls, encoding: str, cap: int) -> "Unpacker | None":
        """For a Content-Encoding; None where the body is not packed, or in a way that ``unreadable_coding`` names."""
        codings = _codings(encoding)
        return cls(codings, cap) if codings and not unreadable_coding(encoding) else None

    @property
    def is_done(self) -> bool:
        """Whether nothing that still comes can belong to the body."""
        return any(layer.is_done for layer in self._layers)

    def unpacked(self, raw: bytes, room: int) -> bytes:
        """The contents of ``raw``, ``room`` bytes at most. Raises MalformedAnswer."""
        for layer, following in zip(self._layers, [*self._layers[1:], None], strict=True):
            raw = layer.unpacked(raw, room if following is None else following.left + 1)
        return raw


class _Layer:
    """One coding of a body."""

    def __init__(self, coding: str, cap: int) -> None:
        self.left = cap + _MORE_THAN_CAP
        """Packed bytes that may still come; negative where more came."""
        self.is_done = False
        self._may_be_raw = coding == _DEFLATE
        self._begin = b""
        self._members = 0
        self._member: _Decompressor | None = None

    def unpacked(self, raw: bytes, room: int) -> bytes:
        self.left -= len(raw)
        if self._member is None:
            raw = self._begin + raw
            if len(raw) < 2 and self._may_be_raw:
                self._begin = raw
                return b""
            self._member = _raw() if self._may_be_raw and not _has_header(raw) else _member()
        pieces = []
        while raw and room > 0:
            try:
                piece = self._member.decompress(raw, room)
            except zlib.error:
                if self._members:  # padding, or something else, after a whole body
                    self.is_done = True
                    break
                raise MalformedAnswer(_NOT_PACKED) from None
            pieces.append(piece)
            room -= len(piece)
            if not self._member.eof:
                break
            raw = self._member.unused_data
            self._member = _member()
            self._members += 1
            if self._members > _MOST_MEMBERS:
                raise MalformedAnswer(_LITTLE_IN_MUCH)
        if self.left < 0 and room > 0:
            raise MalformedAnswer(_LITTLE_IN_MUCH)
        return b"".join(pieces)


def unreadable_coding(encoding: str) -> str:
    """The first coding of a Content-Encoding that cannot be decoded, as written; empty where all can."""
    codings = _codings(encoding)
    for coding in codings:
        if coding not in (*_GZIP, _DEFLATE):
            return coding
    return ", ".join(codings) if len(codings) > _MOST_CODINGS else ""


def _codings(encoding: str) -> tuple[str, ...]:
    names = (name.strip().lower() for name in encoding.split(","))
    return tuple(name for name in names if name not in _AS_IT_IS)


def _has_header(begin: bytes) -> bool:
    """Whether it begins as gzip (RFC 1952 §2.3.1) or zlib (RFC 1950 §2.2) does. Browsers and curl also take deflate
    without the latter, which some servers send, and which never begins so: its first block would be stored with its
    padding not zero."""
    return begin[:2] == b"\x1f\x8b" or (begin[0] & 15 == 8 and int.from_bytes(begin[:2]) % 31 == 0)


def _member() -> _Decompressor:
    return zlib.decompressobj(zlib.MAX_WBITS | 32)  # gzip or zlib, known by its first bytes


def _raw() -> _Decompressor:
    return zlib.decompressobj(-zlib.MAX_WBITS)
