"""A packed body, unpacked piece by piece: never beyond its cap, whatever it grows to and of however many members.

zlib keeps what follows a member's end, and copies it each time that more comes; so what is behind the end is either
the next member (RFC 1952 §2.2) or left alone.
"""

import zlib
from typing import Final, Protocol

from app.probes.http_connection import MalformedAnswer

_MOST_MEMBERS: Final = 100
_MORE_THAN_CAP: Final = 64 * 1024
"""Packed bytes that may be read beyond the cap of the unpacked ones: what cannot be packed grows a little."""
_NOT_PACKED: Final = "the answer of {where} is not packed the way that it says"
_LITTLE_IN_MUCH: Final = "the answer of {where} is packed in a way that no server packs"


class _Decompressor(Protocol):
    @property
    def eof(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int = ..., /) -> bytes: ...


class Unpacker:
    """For one body."""

    def __init__(self, cap: int) -> None:
        """``cap``: bytes of the unpacked body that are wanted at most."""
        self._left = cap + _MORE_THAN_CAP
        self._members = 0
        self._member: _Decompressor = _member()
        self.is_done = False
        """Whether nothing that may still come belongs to the body."""

    @classmethod
    def of(cls, encoding: str, cap: int) -> "Unpacker | None":
        """For a Content-Encoding; None where the body is as it is, or packed in a way that nobody asked for."""
        return cls(cap) if encoding.strip().lower() in ("gzip", "x-gzip", "deflate") else None

    def unpacked(self, raw: bytes, room: int) -> bytes:
        """What ``raw`` holds, ``room`` bytes at most. Raises MalformedAnswer."""
        self._left -= len(raw)
        pieces = []
        while raw and room > 0:
            try:
                piece = self._member.decompress(raw, room)
            except zlib.error:
                if self._members:  # padding, or something else, behind a whole body
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
        if self._left < 0 and room > 0:
            raise MalformedAnswer(_LITTLE_IN_MUCH)
        return b"".join(pieces)


def _member() -> _Decompressor:
    return zlib.decompressobj(zlib.MAX_WBITS | 32)  # gzip or zlib, told from its first bytes
