"""Faults in the settings, as Problems that name key, fault and remedy. Nothing here repeats a value that could be a
secret."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from pydantic import ValidationError

from porchlight.intake.text import NAME, SENTENCE, clean_line
from porchlight.redaction import Redactor
from porchlight.settings.schema import Section

_SECRET_KEYS = re.compile(r"passw(or)?d|passwd|secret|token|api_?key|client_secret|access_key", re.IGNORECASE)
_HEADER = re.compile(r"\s*\[([^\[\]]{1,400})\]")
_ENTRY = re.compile(r'\s*"?([^\s".=]{1,200})"?\s*[.=]')
_MOST_COMPARED = 300
_MOST_NAMED = 30
_PASSWORD_IN_URL = re.compile(r"^[A-Za-z][A-Za-z0-9+.-]*://[^/?#\s:@]*:[^/?#\s@]+@")


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault in the settings."""

    key: str
    """Where: ``components.website.interval``; empty for the file as a whole."""
    fault: str
    remedy: str
    line: int | None = None

    def __post_init__(self) -> None:
        """A key may be anything, and a fault may quote one."""
        for name in ("key", "fault", "remedy"):
            object.__setattr__(self, name, clean_line(getattr(self, name), SENTENCE))

    def __str__(self) -> str:
        where = f"{self.key}: " if self.key else ""
        line = f" (line {self.line})" if self.line else ""
        return f"{where}{self.fault}{line}. {self.remedy}".strip()


def secrets_in(table: Mapping[str, Any], key: str, text: str) -> list[Problem]:
    found = []
    for name, value in table.items():
        if not isinstance(value, str):
            continue
        if name == "credential":
            if Redactor().text(value) == value:
                continue
            fault = "this looks like the secret itself, where its name belongs"
        elif _SECRET_KEYS.fullmatch(name):
            fault = "a secret does not belong in this file"
        elif _PASSWORD_IN_URL.match(value):
            fault = "the address holds a password, which does not belong in this file"
        else:
            continue
        remedy = 'Take it out, run "porchlight secrets set NAME" and write credential = "NAME" here.'
        found.append(Problem(f"{key}.{name}", fault, remedy, line_of(text, key.split("."), name)))
    return found


def translate_faults(error: ValidationError, key: str, model: type[Section], text: str) -> list[Problem]:
    problems = []
    for fault in error.errors(include_url=False, include_input=False):
        path = [str(part) for part in fault["loc"]]
        name = path[0] if path else ""
        full = ".".join([key, *path])
        line = line_of(text, key.split("."), name)
        if name and _SECRET_KEYS.fullmatch(name) and fault["type"] == "extra_forbidden":
            continue  # reported already, as a secret in the file
        problems.append(Problem(full, *_plain(fault["type"], fault["msg"], name, model), line))
    return problems


_PLAINER: Final = {
    "a valid tuple": 'a list, such as ["…"]',
    "a valid list": 'a list, such as ["…"]',
    "a valid set": 'a list, such as ["…"]',
    "a valid string": "text in quotation marks",
    "a valid dictionary": "a table of names and values",
    "a valid integer": "a whole number",
    "a valid integer, got a number with a fractional part": "a whole number",
    "a valid boolean": "true or false",
}
"""Names that pydantic takes from Python."""


def _plain(kind: str, message: str, name: str, model: type[Section]) -> tuple[str, str]:
    match kind:
        case "extra_forbidden":
            return "there is no such key", nearest(name, tuple(model.model_fields))
        case "missing":
            return "it is missing", f"Add {name} = …"
        case "value_error":
            return message.removeprefix("Value error, "), ""
    expected = message.removeprefix("Input should be ").partition(", unable")[0]
    expected = _PLAINER.get(expected, expected)
    return "the value does not fit", f"It should be {expected}."


def nearest(name: str, known: tuple[str, ...]) -> str:
    """The name that may have been meant; else those that exist."""
    from difflib import get_close_matches

    if len(known) > _MOST_COMPARED:
        known = tuple(one for one in known if one[:2] == name[:2])[:_MOST_COMPARED]
    close = get_close_matches(name, known, n=1) if len(name) <= NAME else []
    if close:
        return f"Did you mean {close[0]}?"
    more = ", …" if len(known) > _MOST_NAMED else ""
    return f"Known are: {', '.join(sorted(known)[:_MOST_NAMED])}{more}." if known else ""


def line_of(text: str, table: list[str], name: str = "") -> int | None:
    """The line of a key in its table, where it is written in the usual way; else of the table."""
    tables, keys = _lines(text)
    where = tuple(table)
    return (keys.get((*where, name)) if name else None) or tables.get(where)


@lru_cache(maxsize=2)
def _lines(text: str) -> tuple[dict[tuple[str, ...], int], dict[tuple[str, ...], int]]:
    """The line of each table and each key, by name; the first of each. Read once for all faults."""
    tables: dict[tuple[str, ...], int] = {}
    keys: dict[tuple[str, ...], int] = {}
    at: tuple[str, ...] | None = None
    for number, line in enumerate(text.split("\n"), 1):
        if line.lstrip().startswith("["):
            header = _HEADER.match(line)
            at = tuple(part.strip().strip('"') for part in header[1].split(".")) if header else None
            if at is not None and tables.setdefault(at, number) != number:
                at = None
        elif at is not None and (entry := _ENTRY.match(line)):
            keys.setdefault((*at, entry[1]), number)
    return tables, keys
