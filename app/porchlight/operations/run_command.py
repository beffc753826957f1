"""Runs a command unchanged, and measures it: its output, exit code and signals pass through. Where counts are
searched for in its output, that goes through a pipe, byte by byte as it comes; else the command keeps our own
streams, such as a terminal. The search runs in parallel: whatever the command writes and however slow the pattern is,
it never delays the command; what cannot be searched in time is left out."""

import os
import select
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Sequence
from types import FrameType
from typing import IO, TYPE_CHECKING, Final

from porchlight.intake.numbers import whole
from porchlight.intake.patterns import compile_pattern
from porchlight.intake.text import clean_line
from porchlight.language.text import Text, msg
from porchlight.model.operation import Operation
from porchlight.settings.environment import child_environment

if TYPE_CHECKING:
    from regex import Pattern

NOT_FOUND, NOT_EXECUTABLE = 127, 126
"""As shells have it."""
_LONGEST_LINE: Final = 65_536
_MOST_WAITING: Final = 4 * 1024 * 1024
"""Bytes of output that wait for the search; beyond, the oldest are left out: the counts are at the end."""
_LINE_SECONDS: Final = 0.5
"""For the pattern on one line."""
_TOO_SLOW_OFTEN: Final = 10
"""Lines after which a slow pattern is given up."""
_AFTER_THE_END: Final = 5.0
"""Seconds that the search may still take once the command has ended."""
_FORWARDED = [number for name in ("SIGTERM", "SIGHUP") if (number := getattr(signal, name, None)) is not None]


class _Counts:
    """The figures of the last matching line, looked for by a separate thread."""

    def __init__(self, pattern: "Pattern[str]") -> None:
        self.processed: int | None = None
        self.failed: int | None = None
        self._pattern = pattern
        self._waiting: deque[bytes | None] = deque()
        self._waiting_bytes = 0
        self._more = threading.Condition()
        self._line = bytearray()
        self._too_slow = 0
        self._thread = threading.Thread(target=self._look, name="counts", daemon=True)
        self._thread.start()

    def give(self, piece: bytes | None) -> None:
        """Add some output; None: the end. Never waits for the search."""
        with self._more:
            self._waiting.append(piece)
            self._waiting_bytes += len(piece or b"")
            while self._waiting_bytes > _MOST_WAITING:
                self._waiting_bytes -= len(self._waiting.popleft() or b"")
            self._more.notify()

    def finish(self) -> bool:
        """Wait for the rest of the search, for a while; return whether it was completed, as far as possible."""
        self._thread.join(_AFTER_THE_END)
        return not self._thread.is_alive() and self._too_slow < _TOO_SLOW_OFTEN

    def _look(self) -> None:
        while self._too_slow < _TOO_SLOW_OFTEN:
            with self._more:
                self._more.wait_for(lambda: self._waiting)
                piece = self._waiting.popleft()
                self._waiting_bytes -= len(piece or b"")
            if piece is None:
                self._end_line()
                return
            for part in piece.splitlines(keepends=True):
                self._line += part[: _LONGEST_LINE - len(self._line)]
                if part.endswith((b"\n", b"\r")):
                    self._end_line()

    def _end_line(self) -> None:
        line = self._line.decode(errors="replace")
        self._line.clear()
        if not line.strip() or self._too_slow >= _TOO_SLOW_OFTEN:
            return
        try:
            found = self._pattern.search(line, timeout=_LINE_SECONDS, concurrent=True)
        except TimeoutError:
            self._too_slow += 1
            return
        if found is not None:
            named = found.groupdict()
            for name in ("processed", "failed"):
                if (count := whole(named.get(name), least=0)) is not None:
                    setattr(self, name, count)


def pattern_of(text: str | None) -> "Pattern[str] | None":
    """The pattern for the counts. Raises ValueError for one that cannot be used."""
    return compile_pattern(text) if text is not None else None


def run(command: Sequence[str], name: str, found: "Pattern[str] | None") -> tuple[int, Operation, Text | None]:
    """Run it; return the exit code (128 + n where signal n ended it), the run, and a message, mostly None.
    ``found``: the pattern for the counts in its output."""
    began_ms, began = time.time_ns() // 1_000_000, time.monotonic()
    try:
        process = subprocess.Popen(  # noqa: S603 - the user's own
            command, stdout=subprocess.PIPE if found else None, env=child_environment()
        )
    except (OSError, ValueError) as error:  # ValueError: a NUL in an argument
        code = NOT_FOUND if isinstance(error, FileNotFoundError) else NOT_EXECUTABLE
        why = (isinstance(error, OSError) and error.strerror) or str(error)
        fault = msg("“{command}” cannot be run ({error}).", command=clean_line(command[0]), error=why)
        return code, Operation(name, began_ms, 0.0, False), fault
    counts = _Counts(found) if found else None
    with _Signals(process):
        copying = None
        if counts is not None and process.stdout is not None:
            copying = threading.Thread(target=_copy, args=(process.stdout, counts), daemon=True)
            copying.start()
        code = process.wait()
        if copying is not None:
            copying.join()
    if code < 0:
        code = 128 - code
    took_ms = (time.monotonic() - began) * 1000
    slow = counts is not None and not counts.finish()
    note = msg("The pattern was too slow for this output; the counts may be missing.") if slow else None
    processed, failed = (counts.processed, counts.failed) if counts else (None, None)
    return code, Operation(name, began_ms, took_ms, code == 0, processed, failed), note


class _Signals:
    """While the command runs, signals to us are passed on; Ctrl-C reaches it directly, from the terminal."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        self._process = process
        self._before: dict[int, object] = {}

    def __enter__(self) -> None:
        def forward(number: int, frame: FrameType | None) -> None:
            self._process.send_signal(number)

        for number in _FORWARDED:
            self._before[number] = signal.signal(number, forward)
        self._before[signal.SIGINT] = signal.signal(signal.SIGINT, lambda number, frame: None)

    def __exit__(self, *rest: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)  # type: ignore[arg-type]


def _copy(stream: IO[bytes], counts: _Counts) -> None:
    """Until the command has closed its output, or the reader of ours has gone: then the command notices as it would
    without us, since our end of its pipe is closed."""
    handle = sys.stdout.fileno()
    try:
        while piece := os.read(stream.fileno(), 65_536):
            counts.give(piece)
            while piece:
                try:
                    piece = piece[os.write(handle, piece) :]
                except BlockingIOError:  # somebody made it non-blocking
                    select.select([], [handle], [])
    except OSError:
        return
    finally:
        stream.close()
        counts.give(None)
