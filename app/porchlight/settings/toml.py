"""Settings as text: checked before parsing, so that no file takes long or ends the program.

The two parsers (the quick one of the standard library, and tomlkit, which keeps comments) take minutes for some files
and raise anything for others. Here every such file is refused with one sentence.
"""

import errno
import os
import re
import stat
import tomllib
from typing import TYPE_CHECKING, Any, Final

from porchlight.language.text import Text, msg

if TYPE_CHECKING:
    from tomlkit import TOMLDocument

MAX_BYTES: Final = 1024 * 1024
_MOST: Final = 50_000
"""Keys, values and tables. Five thousand components with kind, address and name have 46,000: tomllib takes 0.3 s for
them, and tomlkit, which only an addition or a removal needs, some 3 s."""
_DEEPEST: Final = 20
"""Tables and lists within one another, and names in a key with dots."""
_WEIGHTS: Final = {"=": 1, ",": 2, "{": 2, "[": 2, ".": 3}
"""By their cost in tomlkit, and by what a value in a list may be: the name of another component, looked up."""
_DOT_IN_A_KEY: Final = 30
"""What one weighs: tomlkit looks again at all keys before it, and takes seconds for two thousand dots. In a table's
name it does not."""
_LINES_A_PIECE: Final = 4
_TOKENS: Final = re.compile(
    r'"""(?>(?:[^"\\]|\\.|"(?!""))*)"{3,5}'
    r"|'''(?>(?:[^']|'(?!''))*)'{3,5}"
    r"|(?P<open>\"\"\"|''')"
    r'|"(?>(?:[^"\\\n]|\\.)*)"'
    r"|'[^'\n]*+'"
    r"|\#[^\n]*+"
    r"|(?P<mark>[=,.\[\]{}\n])"
    r"""|[^=,.\[\]{}\n"'\#]++|.""",
    re.DOTALL,
)
"""Atomic groups, since before Python 3.11.5 "*+" after a group with alternatives matches too little (gh-106052)."""
_BARE_VALUE: Final = re.compile(r"[^=\"'#]+=\s*([^\W\d]\w*|[“”„«‘’‚])")
_YES_OR_NO: Final = frozenset({"true", "false", "yes", "no", "on", "off"})
_ESCAPES: Final = re.compile(r"""\\(?:["\\bfnrt]|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|[ \t\r]*\n)|(?P<bad>\\)""")
"""Of TOML 1.0, "String"."""
_SWALLOWED_QUOTES: Final = re.compile(r"""\\"[^"\n]*$""")
_UTF_16: Final = (b"\xff\xfe", b"\xfe\xff")
_QUOTED: Final = re.compile(r"'[^']*'|\"[^\"]*\"")
CHOOSE_ANOTHER: Final = msg("This does not look like a settings file. Choose another.")
SAVE_AS_UTF_8: Final = msg("Save it as UTF-8 in your editor.")


class NotSettings(Exception):
    """It cannot be a settings file: what is wrong with it, and what to do. Never holds the file's contents."""

    def __init__(self, fault: Text, remedy: Text, line: int | None = None) -> None:
        super().__init__(fault.message)
        self.fault = fault
        self.remedy = remedy
        self.line = line


def read_bytes(path: str) -> bytes:
    """The contents of the file at ``path``, one byte more than allowed at most. Raises OSError; also for a pipe,
    which may never answer."""
    with open(path, "rb", opener=_at_once) as file:
        if stat.S_ISFIFO(os.fstat(file.fileno()).st_mode):
            raise OSError(errno.EINVAL, "it is a pipe and no file")
        return file.read(MAX_BYTES + 1)


def _at_once(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def text_of(raw: bytes) -> str:
    """The text of a file. Raises NotSettings."""
    if len(raw) > MAX_BYTES:
        raise NotSettings(msg("The file is larger than 1 MiB."), CHOOSE_ANOTHER)
    if raw.startswith(_UTF_16):
        raise NotSettings(msg("The file is UTF-16 text."), SAVE_AS_UTF_8)
    if (at := raw.find(b"\0")) >= 0:
        raise NotSettings(
            msg("The file contains a NUL character, so it is not text."),
            CHOOSE_ANOTHER,
            _line(raw, at),
        )
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotSettings(msg("The file is not UTF-8 text."), SAVE_AS_UTF_8, _line(raw, error.start)) from error
    _require_small(text)
    return text


def parse_plain(text: str) -> dict[str, Any]:
    """Parse ``text``. Raises NotSettings."""
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise _syntax_fault(str(error), text) from error


def parse_kept(raw: bytes) -> "TOMLDocument":
    """The same with its comments, to be changed and written again. Raises NotSettings."""
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    text = text_of(raw)
    try:
        return tomlkit.parse(text)
    # tomlkit raises plain errors too: over numbers of 5,000 digits, over keys that are a value and a table.
    except (TOMLKitError, ValueError, TypeError, KeyError, AttributeError, IndexError, RecursionError) as error:
        raise _syntax_fault(str(error), text) from error


def _require_small(text: str) -> None:
    depth = dots = pieces = 0
    for token in _TOKENS.finditer(text):
        mark = token[0]
        if token.lastgroup is None:
            pieces += mark.count("\\")
            continue
        if token.lastgroup == "open":
            raise NotSettings(
                msg("This is not valid TOML: a text in three quotes does not end."),
                msg("Look for the missing quotes."),
                text.count("\n", 0, token.start()) + 1,
            )
        pieces += _WEIGHTS.get(mark, 0)
        if mark == "=":
            pieces += dots * (_DOT_IN_A_KEY - _WEIGHTS["."])
        if mark in "[{":
            depth += 1
        elif mark in "]}":
            depth = max(depth - 1, 0)
        dots = dots + 1 if mark == "." else 0
        if depth > _DEEPEST or dots > _DEEPEST:
            line = text.count("\n", 0, token.start()) + 1
            raise NotSettings(
                msg("It is nested too deeply."), msg("Tables can be at most {n} levels deep.", n=_DEEPEST), line
            )
    if pieces + text.count("\n") // _LINES_A_PIECE > _MOST:
        raise NotSettings(
            msg("There are more than {most} keys, values and tables.", most=_MOST),
            msg("This does not look like a settings file. Choose another, or remove what is not needed."),
        )


def _syntax_fault(message: str, text: str) -> NotSettings:
    match = re.search(r"\(at line (\d+), column \d+\)|\(at end of document\)|at line (\d+) col \d+", message)
    line = int(match[1] or match[2]) if match and (match[1] or match[2]) else None
    if "Cannot declare" in message or "Cannot overwrite" in message:
        return NotSettings(
            msg("The same name is given twice."),
            msg("Write each component and each key only once in the file."),
            line,
        )
    at = _lone_backslash(text)
    if at is not None and (line is None or line == at):
        return NotSettings(
            msg("This is not valid TOML: between double quotes a backslash begins a special character."),
            msg(
                "Use single quotes or doubled backslashes: {single} or {doubled}.",
                single="'C:\\Users\\…'",
                doubled='"C:\\\\Users\\\\…"',
            ),
            at,
        )
    what = re.sub(r"\s*\(at .*| at line \d.*", "", message)
    what = _QUOTED.sub("…", what)  # the text quoted there could be part of a secret
    return NotSettings(
        msg("This is not valid TOML ({problem}).", problem=what),
        _remedy(text, line),
        line,
    )


def _remedy(text: str, line: int | None) -> Text:
    lines = text.split("\n")
    bare = _BARE_VALUE.match(lines[line - 1]) if line is not None and line <= len(lines) else None
    if bare is None or bare[1] in ("true", "false"):
        return msg("Look for a missing quote, bracket or equals sign.")
    if bare[1].lower() in _YES_OR_NO:
        return msg("Write true or false, in lower case and without quotation marks.")
    return msg("Put text between straight quotation marks: {example}.", example='"…"')


def _lone_backslash(text: str) -> int | None:
    """The line of the first invalid backslash in double quotes, or of one that escapes the closing quotes; None where
    there is none."""
    for token in _TOKENS.finditer(text):
        if token[0].startswith('"') and len(token[0]) > 1:
            bad = next((one for one in _ESCAPES.finditer(token[0]) if one["bad"]), None)
            if bad is not None:
                return text.count("\n", 0, token.start() + bad.start()) + 1
        elif token[0] == '"':  # no end on its line
            end = text.find("\n", token.start())
            if _SWALLOWED_QUOTES.search(text[token.start() : end if end >= 0 else None]):
                return text.count("\n", 0, token.start()) + 1
            return None
    return None


def _line(raw: bytes, at: int) -> int:
    return raw[:at].count(b"\n") + 1
