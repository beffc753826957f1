"""The one way to the terminal: everything that the command line prints passes here, whoever wrote it.

``print_line`` and ``print_error`` write lines: a text from outside begins none. The streams themselves are guarded
(``guard_streams``): whatever else writes to them, a library's warning or a traceback, no control character, escape
sequence or letter that turns the order of a line around reaches the terminal. Only escape sequences that ``sequence``
made pass; they carry a mark that nobody outside this process knows.
"""

import io
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, Final, TextIO, cast

from porchlight.intake.text import one_line, without_controls

_MARK: Final = f"\x1b{os.urandom(12).hex()}"
_SEQUENCE: Final = re.compile(f"{_MARK}" r"(\[[0-9;?]{0,16}[A-Za-z])")
_DESCRIPTORS: Final = (0, 1, 2)
_NOT_ASCII: Final = re.compile(r"[^\n -~]")


def sequence(code: str) -> str:
    """An escape sequence of our own, such as ``1;31m`` (a style) or ``2K`` (ECMA-48, CSI)."""
    return f"{_MARK}[{code}"


def print_line(*lines: str, flush: bool = False) -> None:
    """Each on a line of standard output. Raises OutputError."""
    with writing():
        _write(sys.stdout, lines)
        if flush:
            sys.stdout.flush()


def print_error(*lines: str) -> None:
    """Each on a line of standard error; where nothing can be written, there is nobody to say so to."""
    with suppress(OSError):
        _write(sys.stderr, lines)


def print_json(document: object, *, indent: int | None = 2, flush: bool = False) -> None:
    """A document for programs: in ASCII, which is UTF-8 whatever this terminal or pipe would take."""
    from porchlight.intake.documents import dump_json

    text = _NOT_ASCII.sub(_escaped, dump_json(document, indent=indent))
    with writing():
        sys.stdout.flush()
        sys.stdout.buffer.write(f"{text}\n".encode("ascii"))
        if flush:
            sys.stdout.buffer.flush()


def ask(question: str) -> str:
    """What somebody at the terminal answers; empty where the input ends. The question passes as a line does, which it
    would not if ``input`` wrote it."""
    draw(as_line(question))
    try:
        return input().strip()
    except EOFError:
        return ""


def draw(*pieces: str, stream: TextIO | None = None) -> None:
    """Pieces of a screen, as they are and at once; what they quote has passed ``as_line``."""
    stream = stream or sys.stdout
    with writing():
        stream.write("".join(pieces))
        stream.flush()


def print_file(content: bytes) -> None:
    """A file for programs, in its own encoding. On a terminal what would steer it is taken out."""
    with writing():
        if sys.stdout.isatty():
            sys.stdout.write(content.decode(errors="replace"))
            sys.stdout.flush()
        else:
            sys.stdout.flush()
            sys.stdout.buffer.write(content)
            sys.stdout.buffer.flush()


def guard_streams() -> None:
    """To be called once, before anything is written or opened.

    Standard streams that were closed are opened on nothing: else the next file that is opened, the history perhaps,
    would be what "standard output" writes into.
    """
    for descriptor in _DESCRIPTORS:
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # the lowest that is free
    sys.stdin = sys.stdin or open(os.devnull, encoding="utf-8")  # noqa: SIM115 - as long as the program
    sys.stdout = _guarded(sys.stdout)
    sys.stderr = _guarded(sys.stderr)


class _Guarded(io.TextIOWrapper):
    """A text stream that only what people and programs may read passes."""

    def write(self, text: str, /) -> int:
        """See TextIOWrapper."""
        return super().write(_fit(text))


def _guarded(stream: Any) -> TextIO:
    if stream is None:  # a windowed program on Windows has none
        return open(os.devnull, "w", encoding="utf-8")
    if not isinstance(stream, io.TextIOWrapper):
        return cast(TextIO, stream)  # somebody else's, such as a test's
    encoding, line_buffering, write_through = stream.encoding, stream.line_buffering, stream.write_through
    return _Guarded(
        stream.detach(),
        encoding=encoding,
        errors="replace",  # a pipe on Windows takes some 250 letters, and ▲ is none of them: a ? is better than none
        line_buffering=line_buffering,
        write_through=write_through,
    )


def end_streams() -> bool:
    """Write out what waits; whether that could be done, as far as anybody still reads it."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (BrokenPipeError, ValueError):
            continue
        except OSError as error:
            print_error(f"porchlight: The output cannot be written ({error.strerror}).")
            return False
    return True


@contextmanager
def writing() -> Iterator[None]:
    """Turn what keeps us from writing to standard output into OutputError."""
    try:
        yield
    except BrokenPipeError:  # whoever read it has left, which is no fault
        raise
    except OSError as error:
        from porchlight.model.errors import OutputError

        raise OutputError(f"The output cannot be written ({error.strerror}).") from error


def _write(stream: TextIO, lines: tuple[str, ...]) -> None:
    stream.write("".join(f"{as_line(line)}\n" for line in lines))


def as_line(text: str) -> str:
    """``text`` without line ends, but for our own sequences."""
    if _MARK not in text:
        return one_line(text)
    pieces = _SEQUENCE.split(text)  # text, sequence, text, …
    return "".join(one_line(piece) if number % 2 == 0 else f"{_MARK}{piece}" for number, piece in enumerate(pieces))


def _fit(text: str) -> str:
    if _MARK not in text:
        return without_controls(text)
    pieces = _SEQUENCE.split(text)
    return "".join(
        without_controls(piece) if number % 2 == 0 else f"\x1b{piece}" for number, piece in enumerate(pieces)
    )


def _escaped(found: "re.Match[str]") -> str:
    code = ord(found[0])
    if code < 0x10000:
        return f"\\u{code:04x}"
    code -= 0x10000
    return f"\\u{0xD800 + (code >> 10):04x}\\u{0xDC00 + (code & 0x3FF):04x}"
