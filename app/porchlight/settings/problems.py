"""Faults in the settings, as Problems that name key, fault and remedy. Nothing here repeats a value that could be a
secret."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import islice
from typing import Any, Final

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from porchlight.dataclass import dataclass
from porchlight.intake.text import NAME, SENTENCE, clean_line
from porchlight.language.english import english, fit_sentence, of_error
from porchlight.language.text import Text, msg, msg_plural, sentences
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
    what: Text | str
    step: Text | str = ""
    line: int | None = None
    command: Text | str = ""
    """What to do in a terminal or in the file; no window shows it."""

    def __post_init__(self) -> None:
        """A key may be anything."""
        object.__setattr__(self, "key", _clean(self.key))

    @property
    def fault(self) -> str:
        """What is wrong: English, and a Sentence where it can be read in other languages. It may quote a key."""
        return fit_sentence(english(self.what), _clean)

    @property
    def remedy(self) -> str:
        """What to do; as ``fault``."""
        return fit_sentence(english(self.step), _clean)

    @property
    def text(self) -> Text:
        """All of it."""
        what = sentences(self.fault, self.remedy, fit_sentence(english(self.command), _clean))
        match self.key, self.line:
            case "", None:
                return what
            case "", int(line):
                return msg("Line {line}: {problem}", line=line, problem=what)
            case key, None:
                return msg("{key}: {problem}", key=key, problem=what)
            case key, line:
                return msg("{key} (line {line}): {problem}", key=key, line=line, problem=what)

    @property
    def window_text(self) -> Text:
        """The same without key and line, for those who do not look into the file."""
        return sentences(self.fault, self.remedy)

    def __str__(self) -> str:
        return english(self.text)


def _clean(text: str) -> str:
    return clean_line(text, SENTENCE)


def no_table(key: str) -> Problem:
    """Something else stands where a table should be."""
    return Problem(key, msg("It is not a table."), msg("Write it as {example}.", example=f"[{key}]"))


def no_tables(section: str) -> Problem:
    """Something else stands where tables by name should be."""
    return Problem(
        section, msg("It is not a table."), msg("Write each one as {example}.", example=f"[{section}.NAME]")
    )


_MOST_IN_A_ROW: Final = 20
"""Nobody reads more of them at once."""
_MOST_FAULTS: Final = 100
"""Of one table; the rest is named once these are corrected."""


def problems_text(problems: Iterable[Problem]) -> str:
    """Several of them in a row, in English that knows its text."""
    return english(sentences(*(problem.text for problem in islice(problems, _MOST_IN_A_ROW))))


def secrets_in(table: Mapping[str, Any], key: str, text: str) -> list[Problem]:
    found = []
    for name, value in table.items():
        if not isinstance(value, str):
            continue
        if name == "credential":
            if Redactor().text(value) == value:
                continue
            fault = msg("This looks like the secret itself, where its name belongs.")
        elif _SECRET_KEYS.fullmatch(name):
            fault = msg("A secret does not belong in this file.")
        elif _PASSWORD_IN_URL.match(value):
            fault = msg("The address contains a password, which does not belong in this file.")
        else:
            continue
        line = line_of(text, key.split("."), name)
        found.append(
            Problem(
                f"{key}.{name}",
                fault,
                line=line,
                command=msg(
                    "Remove it, run “porchlight secrets set NAME” and write {entry} here.",
                    entry='credential = "NAME"',
                ),
            )
        )
    return found


def translate_faults(error: ValidationError, key: str, model: type[Section], text: str) -> list[Problem]:
    problems = []
    for fault in error.errors(include_url=False, include_input=False)[:_MOST_FAULTS]:
        path = [str(part) for part in fault["loc"]]
        name = path[0] if path else ""
        full = ".".join([key, *path])
        line = line_of(text, key.split("."), name)
        if name and _SECRET_KEYS.fullmatch(name) and fault["type"] == "extra_forbidden":
            continue  # reported already, as a secret in the file
        problems.append(Problem(full, *_plain(fault, name, model), line))
    return problems


def _plain(found: ErrorDetails, name: str, model: type[Section]) -> tuple[Text | str, Text | str]:
    """What pydantic found, as fault and remedy."""
    context = found.get("ctx", {})
    match found["type"]:
        case "extra_forbidden":
            return msg("There is no such key."), nearest(name, tuple(model.model_fields))
        case "missing":
            return msg("It is missing."), msg("Add {key} = …", key=name)
        case "value_error" | "assertion_error" if isinstance(error := context.get("error"), Exception):
            return of_error(error), ""
    return msg("This value cannot be used here."), fitting_value(found["type"], context, found["msg"])


def value_fault(error: ValueError) -> Text | str:
    """What is wrong with one value, as pydantic or one of our checks found it."""
    if not isinstance(error, ValidationError):
        return of_error(error)
    first = translate_faults(error, "", Section, "")[0]
    return sentences(first.fault, first.remedy)


def fitting_value(kind: str, context: Mapping[str, Any], message: str) -> Text:
    """What a value should be, by the type of pydantic's error; one that we do not know in its own sentence."""
    match kind:
        case "tuple_type" | "list_type" | "set_type" | "frozen_set_type":
            return msg("It should be a list, such as {example}.", example='["…"]')
        case "string_type":
            return msg("It should be text in quotation marks.")
        case "dict_type" | "model_type" | "model_attributes_type":
            return msg("It should be a table of names and values.")
        case "int_type" | "int_parsing" | "int_from_float" | "int_exact":
            return msg("It should be a whole number.")
        case "int_quoted":
            return msg("It should be a whole number, without quotation marks.")
        case "float_type" | "float_parsing" | "float_exact":
            return msg("It should be a number.")
        case "float_quoted":
            return msg("It should be a number, without quotation marks.")
        case "bool_type" | "bool_parsing" | "bool_exact":
            return msg("It should be true or false.")
        case "bool_quoted":
            return msg("It should be true or false, without quotation marks.")
        case "greater_than":
            return msg("It should be more than {limit}.", limit=_limit(context["gt"]))
        case "greater_than_equal":
            return msg("It should be {limit} or more.", limit=_limit(context["ge"]))
        case "less_than":
            return msg("It should be less than {limit}.", limit=_limit(context["lt"]))
        case "less_than_equal":
            return msg("It should be {limit} or less.", limit=_limit(context["le"]))
        case "enum" | "literal_error":
            known = re.findall(r"'([^']*)'", str(context.get("expected", "")))
            return msg("It should be one of {known}.", known=", ".join(known) or str(context.get("expected", "")))
        case "string_too_short" | "string_too_long":
            return _length(context)
        case "too_short":
            n = int(context["min_length"])
            return msg_plural("It should have {n} entry or more.", "It should have {n} entries or more.", n)
        case "too_long":
            n = int(context["max_length"])
            return msg_plural("It should have {n} entry at most.", "It should have {n} entries at most.", n)
        case "time_type" | "time_parsing":
            return msg("It should be a time of day such as {example}.", example='"22:00"')
    return msg("It should be different: {problem}.", problem=message)


def _limit(value: object) -> str:
    """Of a number as it is written in the file, without separators."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _length(context: Mapping[str, Any]) -> Text:
    if (least := context.get("min_length")) is not None:
        return msg_plural("It needs at least {n} character.", "It needs at least {n} characters.", int(least))
    return msg_plural("It may have {n} character.", "It may have {n} characters at most.", int(context["max_length"]))


def nearest(name: str, known: tuple[str, ...]) -> Text | str:
    """The name that may have been meant; else those that exist."""
    from difflib import get_close_matches

    if len(known) > _MOST_COMPARED:
        known = tuple(one for one in known if one[:2] == name[:2])[:_MOST_COMPARED]
    close = get_close_matches(name, known, n=1) if len(name) <= NAME else []
    if close:
        return msg("Did you mean {name}?", name=close[0])
    more = ", …" if len(known) > _MOST_NAMED else ""
    return msg("Known names: {names}.", names=f"{', '.join(sorted(known)[:_MOST_NAMED])}{more}") if known else ""


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
