"""No window, notification or report names a command line, a key of the settings, a file of ours or code: only the
terminal does."""

import ast
import re
import warnings
from collections.abc import Iterator
from pathlib import Path

from babel.messages.extract import extract

from porchlight.language.english import english
from porchlight.model.errors import SecretMissing

PACKAGE = Path(__file__).parents[2] / "app" / "porchlight"
KEYWORDS = {
    "marked": None,
    "tr": None,
    "tr_plural": (1, 2),
    "tr_in": ((1, "c"), 2),
    "msg": None,
    "msg_plural": (1, 2),
    "msg_in": ((1, "c"), 2),
}
FOR_PROGRAMMERS = re.compile(
    r"\bporchlight [a-z]"  # a command; the name has a capital
    r"|(?<![\w-])--[a-z]"  # an option
    r"|\bPORCHLIGHT_|\b[A-Z]+_[A-Z]+\b|\b[a-z]+_[a-z]+\b"  # a variable, a key
    r"|\[[a-z]+\]|\w = "  # a section, an assignment
    r"|\.env\b|\w\.(?:toml|json|conf|sqlite3|py)\b"  # a file
    r"|`|\bsudo |\bsystemctl |\bJSON: "
)
_PLACE = re.compile(r"\{\w+\}|https?://\S+")
TERMINAL = ("cli",)
"""Packages whose messages are read in a terminal alone."""


def programmers_words(text: str) -> list[str]:
    """What only somebody at a terminal or in the settings file can use."""
    return FOR_PROGRAMMERS.findall(_PLACE.sub("", text))


def _messages(file: Path) -> Iterator[str]:
    commands = _commands(file)
    with file.open("rb") as source, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for _, found, _, _ in extract("python", source, keywords=KEYWORDS):
            yield from (
                one for one in (found if isinstance(found, tuple) else (found,)) if one and one not in commands
            )


def _commands(file: Path) -> set[str]:
    """What stands in an argument ``command``, which no window shows."""
    return {
        text.value
        for call in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(call, ast.keyword) and call.arg == "command"
        for text in ast.walk(call.value)
        if isinstance(text, ast.Constant) and isinstance(text.value, str)
    }


def test_no_message_of_a_window_names_a_command_a_key_or_a_file() -> None:
    found = [
        f"{file.relative_to(PACKAGE)}: {text}"
        for file in sorted(PACKAGE.rglob("*.py"))
        if file.relative_to(PACKAGE).parts[0] not in TERMINAL
        for text in _messages(file)
        if programmers_words(text)
    ]
    assert not found, "Only the terminal may name these:\n" + "\n".join(found)


def test_windows_show_faults_without_what_a_terminal_would_do() -> None:
    shown = re.compile(r"\bstr\((?:error|fault|problem|found)\)")
    found = [
        f"{file.relative_to(PACKAGE)}:{number}"
        for file in sorted((PACKAGE / "desktop").rglob("*.py"))
        for number, line in enumerate(file.read_text("utf-8").splitlines(), 1)
        if shown.search(line)
    ]
    assert not found, "Please render its text: that leaves the command out.\n" + "\n".join(found)
    error = SecretMissing("It is missing.", "Enter it.", "Store it with: porchlight secrets set x")
    assert english(error.text) == "It is missing. Enter it."
