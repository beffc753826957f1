"""The only way to the terminal: everything that the command line prints passes here. ``print_line`` and
``print_error`` write lines: a text from outside cannot begin one. The streams themselves are guarded
(``guard_streams``): whatever else writes to them, a library's warning or a traceback, no control character, escape
sequence or bidi override reaches the terminal. Only escape sequences from ``sequence`` pass; they carry a mark that
is secret to this process."""

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
_NARROW_SPACE: Final = "\N{NARROW NO-BREAK SPACE}"
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
    """Each on a line of standard error; write errors are ignored."""
    with suppress(OSError):
        _write(sys.stderr, lines)


def print_json(document: object, *, indent: int | None = 2, flush: bool = False) -> None:
    """A document for programs: in ASCII, which is valid UTF-8 in any terminal or pipe."""
    from porchlight.intake.documents import dump_json

    text = _NOT_ASCII.sub(_escaped, dump_json(document, indent=indent))
    with writing():
        sys.stdout.flush()
        sys.stdout.buffer.write(f"{text}\n".encode("ascii"))
        if flush:
            sys.stdout.buffer.flush()


def ask(question: str) -> str:
    """The answer of a person at the terminal; empty where the input ends. The question passes as a line does, which
    it would not if ``input`` wrote it."""
    draw(as_line(question))
    try:
        return input().strip()
    except EOFError:
        return ""


def confirmed(question: str) -> bool:
    """Whether somebody at the terminal says yes, in English or in their own language."""
    from porchlight.cli.language import tr_in

    answers = {
        "y",
        "yes",
        tr_in("an answer at the terminal, lower case", "yes"),
        tr_in("an answer at the terminal, lower case", "y"),
    }
    choice = tr_in("yes or no at the terminal; no is the default", "[y/N]")
    return ask(f"{question} {choice} ").lower() in answers


def draw(*pieces: str, stream: TextIO | None = None) -> None:
    """Pieces of a screen, unchanged and at once; what they quote has passed ``as_line``."""
    stream = stream or sys.stdout
    with writing():
        stream.write("".join(pieces))
        stream.flush()


def print_file(content: bytes) -> None:
    """A file for programs, in its own encoding. On a terminal control characters are removed."""
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

    Closed standard streams are opened on the null device: otherwise the next opened file, perhaps the history, would
    become "standard output".
    """
    for descriptor in _DESCRIPTORS:
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # the lowest free one
    sys.stdin = sys.stdin or open(os.devnull, encoding="utf-8")  # noqa: SIM115 - as long as the program
    sys.stdout = _guarded(sys.stdout)
    sys.stderr = _guarded(sys.stderr)


class _Guarded(io.TextIOWrapper):
    """A text stream that lets only safe text pass."""

    def write(self, text: str, /) -> int:
        """See TextIOWrapper."""
        fit = _fit(text)
        return super().write(fit if self._shows_narrow_spaces() else fit.replace(_NARROW_SPACE, " "))

    def _shows_narrow_spaces(self) -> bool:
        """A terminal of UTF-8. In what is piped into others, "4 ms" is searched for with the space of a keyboard."""
        return self.encoding.lower().replace("-", "") == "utf8" and self.isatty()


def _guarded(stream: Any) -> TextIO:
    if stream is None:  # a windowed program on Windows has none
        return open(os.devnull, "w", encoding="utf-8")
    if not isinstance(stream, io.TextIOWrapper):
        return cast(TextIO, stream)  # another program's, such as a test's
    encoding, line_buffering, write_through = stream.encoding, stream.line_buffering, stream.write_through
    return _Guarded(
        stream.detach(),
        encoding=encoding,
        errors="replace",  # a pipe on Windows accepts some 250 letters, without ▲: a ? is better than none
        line_buffering=line_buffering,
        write_through=write_through,
    )


def drop_output() -> None:
    """Drop what still waits for standard output: it cannot be written, and the error has been printed."""
    sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - as long as the program


def end_streams() -> bool:
    """Flush; return whether that worked, as far as there still is a reader."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (BrokenPipeError, ValueError):
            continue
        except OSError as error:
            from porchlight.cli.language import tr

            print_error("porchlight: " + tr("The output cannot be written ({error}).", error=str(error.strerror)))
            return False
    return True


@contextmanager
def writing() -> Iterator[None]:
    """Turn an error of writing to standard output into OutputError."""
    try:
        yield
    except BrokenPipeError:  # the reader has gone, which is no fault
        raise
    except OSError as error:
        from porchlight.cli.language import tr
        from porchlight.model.errors import OutputError

        raise OutputError(tr("The output cannot be written ({error}).", error=str(error.strerror))) from error


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
