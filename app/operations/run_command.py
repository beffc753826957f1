"""A command run as it would be by itself, and measured: its output, exit code and signals go through.

Where counts are looked for in its output, that goes through a pipe, byte by byte as it comes; else the command keeps
our own streams, a terminal among them.
"""

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from types import FrameType
from typing import IO

from app.model.operation import Operation

NOT_FOUND, NOT_EXECUTABLE = 127, 126
"""As shells have it."""
_LONGEST_LINE = 65_536
_FORWARDED = [number for name in ("SIGTERM", "SIGHUP") if (number := getattr(signal, name, None)) is not None]


@dataclass(slots=True)
class _Counts:
    """What the last line said that matched."""

    pattern: re.Pattern[bytes]
    processed: int | None = None
    failed: int | None = None
    _line: bytearray = field(default_factory=bytearray)

    def read(self, piece: bytes) -> None:
        for part in piece.splitlines(keepends=True):
            self._line += part[: _LONGEST_LINE - len(self._line)]
            if part.endswith((b"\n", b"\r")):
                self.end_line()

    def end_line(self) -> None:
        if found := self.pattern.search(bytes(self._line)):
            named = found.groupdict()
            for name in ("processed", "failed"):
                if (text := named.get(name)) is not None and text.strip().isdigit():
                    setattr(self, name, int(text))
        self._line.clear()


def run(command: Sequence[str], name: str, pattern: str | None) -> tuple[int, Operation]:
    """Run it; the exit code (128 + n where signal n ended it) and the run. Raises re.error for a broken pattern."""
    counts = _Counts(re.compile(pattern.encode())) if pattern is not None else None
    began_ms, began = time.time_ns() // 1_000_000, time.monotonic()
    try:
        process = subprocess.Popen(command, stdout=subprocess.PIPE if counts else None)  # noqa: S603 - the user's own
    except OSError as error:
        print(f"porchlight: “{command[0]}” cannot be run ({error.strerror}).", file=sys.stderr)
        code = NOT_FOUND if isinstance(error, FileNotFoundError) else NOT_EXECUTABLE
        return code, Operation(name, began_ms, 0.0, False)
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
    processed, failed = (counts.processed, counts.failed) if counts else (None, None)
    return code, Operation(name, began_ms, (time.monotonic() - began) * 1000, code == 0, processed, failed)


class _Signals:
    """While the command runs: what is sent to us is sent on; Ctrl-C reaches it by itself, from the terminal."""

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
    handle = sys.stdout.fileno()
    while piece := os.read(stream.fileno(), 65_536):
        counts.read(piece)
        while piece:
            piece = piece[os.write(handle, piece) :]
    counts.end_line()
