"""Follows a log across rotation: each whole line once, from where the last reading stopped.

winston writes ``combined.log``, ``combined1.log``, ``combined2.log`` … and removes the oldest, or renames them all
(``tailable``); after a restart it may start ``combined.log`` again beside higher numbers. So no name and no number
shows which is the newest: every file of the family is followed separately, identified by the hash of its beginning
(its first line has a time in it). An unchanged file costs one ``stat``. Nothing is written; OSError is for the
caller.
"""

import os
import re
import stat
import time
from collections.abc import Callable, Iterator
from hashlib import blake2b
from typing import BinaryIO, Final

from porchlight.dataclass import dataclass

_HEAD: Final = 1024
"""Bytes of a file's beginning that identify it."""
_AT_ONCE: Final = 100 * 1024 * 1024
"""New bytes that are read at most; older ones are skipped. All that winston keeps."""
_OLDEST: Final = 14 * 86400
"""Seconds; a file without changes for longer is skipped when first found."""
_PLACES: Final = 32
"""How many files are kept in mind, missing ones included: during a renaming one may be missing."""
_LINES_BETWEEN_LOOKS: Final = 1000
_PAUSE: Final = 0.001
"""Seconds between pauses for the other threads: the event loop is one of them."""
_BUFFER: Final = 256 * 1024
"""Bytes that are read at once: each read releases the interpreter's lock and has to get it back."""


@dataclass(frozen=True, slots=True)
class Place:
    """How far one file was read. Inode, size and time are those seen then: unchanged, there is nothing to read."""

    head: str
    """Hash of the first ``head_length`` bytes."""
    head_length: int
    offset: int
    """Bytes; always after a line's end."""
    inode: int
    size: int
    changed_ns: int


@dataclass(frozen=True, slots=True)
class Position:
    """How far a log was read; the beginning by default."""

    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Progress:
    """The result of one reading."""

    position: Position
    whole: bool
    """Whether everything was read; else the time was up and the rest is for the next reading."""
    changed_ms: int | None
    """When the log was last written to, Unix ms (UTC)."""


@dataclass(slots=True)
class _File:
    path: str
    seen: os.stat_result
    place: Place | None = None
    """The last position; None: a new file."""
    begin: int = 0
    """Where to begin reading; in the middle of a line only where the beginning is skipped."""

    @property
    def unread(self) -> int:
        return self.seen.st_size - self.begin


def read_on(
    log: str,
    position: Position,
    take: Callable[[bytes], None],
    *,
    now_ms: int,
    longest_line: int,
    time_limit: float,
) -> Progress:
    """Give every new whole line of ``log`` and its siblings to ``take``, the file written to last at the end.

    Stops after about ``time_limit`` seconds, to be continued. A line over ``longest_line`` bytes is left out. Raises
    OSError where the log cannot be read, FileNotFoundError where there is none. Blocks: for a thread.
    """
    deadline = time.monotonic() + time_limit
    files = _files(log)
    places = _Places(position)
    unread = [file for file in files if not places.find_unchanged(file)]
    for file in unread:
        places.find(file)
    _pass_over(unread, now_ms)
    whole = True
    for file in unread:
        read = _read(file, take, longest_line, deadline) if whole else None
        places.keep(file, read)
        whole = whole and (read is None or read.whole)
    changed_ms = max((file.seen.st_mtime_ns for file in files), default=None)
    return Progress(places.position(), whole, None if changed_ms is None else changed_ms // 1_000_000)


class _Places:
    """Which file is which, from one reading to the next."""

    def __init__(self, position: Position) -> None:
        self._before = list(position.places)
        self._now: list[Place] = []

    def find_unchanged(self, file: _File) -> bool:
        seen = file.seen
        for place in self._before:
            if (place.inode, place.size, place.changed_ns) == (seen.st_ino, seen.st_size, seen.st_mtime_ns):
                self._before.remove(place)
                self._now.append(place)
                return True
        return False

    def find(self, file: _File) -> None:
        """By its beginning. A file that is shorter than before was truncated: it continues from there."""
        head = _head(file.path)
        for place in self._before:
            if len(head) >= place.head_length > 0 and _hash(head[: place.head_length]) == place.head:
                self._before.remove(place)
                file.place = place
                file.begin = min(place.offset, file.seen.st_size)
                return

    def keep(self, file: _File, read: "_Read | None") -> None:
        """Note how far ``file`` was read; None: it has vanished, or was not read."""
        if read is None:
            if file.place is not None:
                self._now.append(file.place)
        elif read.offset:
            seen = file.seen
            # An unfinished reading must not look like an unchanged file.
            size = seen.st_size if read.whole else -1
            length = min(read.offset, _HEAD, len(read.head))
            head = _hash(read.head[:length])
            self._now.append(Place(head, length, read.offset, seen.st_ino, size, seen.st_mtime_ns))

    def position(self) -> Position:
        return Position(tuple((self._now + self._before)[:_PLACES]))


@dataclass(frozen=True, slots=True)
class _Read:
    head: bytes
    offset: int
    whole: bool


def _files(log: str) -> list[_File]:
    """The log and its numbered siblings, each once, the one written to last at the end."""
    folder, name = os.path.split(log)
    stem, suffix = os.path.splitext(name)
    family = re.compile(rf"{re.escape(stem)}\d{{0,6}}{re.escape(suffix)}")
    found: dict[tuple[int, int], _File] = {}
    for path in [os.path.join(folder, other) for other in os.listdir(folder or ".") if family.fullmatch(other)]:
        try:
            seen = os.stat(path)
        except FileNotFoundError:  # rotated away at this moment, or a link to nothing
            continue
        if stat.S_ISREG(seen.st_mode):
            found.setdefault((seen.st_dev, seen.st_ino or hash(path)), _File(path, seen))
    if not found:
        raise FileNotFoundError(log)
    return sorted(found.values(), key=lambda file: (file.seen.st_mtime_ns, file.path))


def _pass_over(files: list[_File], now_ms: int) -> None:
    """Leave out what is too old or too much, the oldest first."""
    oldest, left = now_ms / 1000 - _OLDEST, _AT_ONCE
    for file in reversed(files):
        if file.place is None and file.seen.st_mtime < oldest:
            file.begin = file.seen.st_size
        elif file.unread > left:
            file.begin = file.seen.st_size - left
        left -= file.unread


def _read(file: _File, take: Callable[[bytes], None], longest_line: int, deadline: float) -> _Read | None:
    try:
        with open(file.path, "rb", _BUFFER) as opened:
            head = opened.read(_HEAD)
            offset = _line_begin(opened, file.begin)
            opened.seek(offset)
            for number, (line, end) in enumerate(_lines(opened, offset, longest_line)):
                if line is not None:
                    take(line)
                offset = end
                if number % _LINES_BETWEEN_LOOKS == 0:
                    if time.monotonic() > deadline:
                        return _Read(head, offset, whole=False)
                    if number:
                        time.sleep(_PAUSE)
    except FileNotFoundError:
        return None
    return _Read(head, offset, whole=True)


def _line_begin(opened: BinaryIO, offset: int) -> int:
    """``offset``, or the beginning of the line around it: that line was never complete here."""
    while offset > 0:
        begin = max(offset - _HEAD, 0)
        opened.seek(begin)
        before = opened.read(offset - begin)
        newline = before.rfind(b"\n")
        if newline >= 0:
            return begin + newline + 1
        offset = begin
    return 0


def _lines(opened: BinaryIO, offset: int, longest: int) -> Iterator[tuple[bytes | None, int]]:
    """Each whole line with the position after it; None for one that is too long. The last may still be incomplete."""
    while line := opened.readline(longest):
        length = len(line)
        while not line.endswith(b"\n") and (rest := opened.readline(longest)):
            line, length = rest, length + len(rest)
        if not line.endswith(b"\n"):
            return
        offset += length
        yield (line if length == len(line) else None), offset


def _head(path: str) -> bytes:
    try:
        with open(path, "rb") as opened:
            return opened.read(_HEAD)
    except FileNotFoundError:
        return b""


def _hash(head: bytes) -> str:
    return blake2b(head, digest_size=12).hexdigest()
