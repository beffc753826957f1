"""What people read is written as docs/style-of-words.md says: a lint over every message that is extracted for
translators, and over the documentation.

Each phrase that a native speaker would not write has a count. It may only go down; a new text holds none of them.
"""

import importlib.util
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest
from babel.messages.extract import extract_from_dir

SCRIPT = Path("resources/locale/update.py")
WINDOWS = Path("app/porchlight/desktop")
_PLACE = re.compile(r"\{\w+\}")

PHRASES: dict[str, int] = {
    r"\bcannot be told\b": 0,
    r"\btold\b": 0,
    r"\bwhom\b": 0,
    r"\b(nothing|nobody|none) is called\b": 0,
    r"\b(it|they) (is|are) not there\b": 0,
    r"\b(is|are) there now\b": 0,
    r"\bstands? (here|there)\b": 0,
    r"\bwhat became of\b": 0,
    r"\bits beginning\b|^its end$": 0,
    r"^of what$": 0,
    r"\b(is|are) wanted\b": 0,
    r"\bwants? (a|an|you|this|somebody)\b": 0,
    r"\b(is|are) needed\.": 0,
    r"\bby (itself|themselves)\b": 7,
    r"\b(taken?|takes|taking) over\b(?! \d)": 0,
    r"\btried out\b": 0,
    r"\bkeep it\b": 0,
    r"\bthat is all\b": 0,
    r"\bas for all\b": 0,
    r"\bas it should\b|^as it was$": 1,
    r"(?<!lower-case )\bletters\b(?!, digits)": 0,
    r"\b(not|no) whole\b": 0,
    r"\bhow all is\b": 0,
    r"\bwhose fault\b": 0,
    r"\b(no way (led|leads)|the way (goes|leads|to it))\b": 1,
    r"\bit took \{\}": 0,
    r"\bgr(ave|avest|aver)\b": 0,
    r"\bit (answers|works|does|is|says|takes),? (but )?(slowly|not grow)\b": 1,
    r"\bits own side\b": 0,
    r"\bcan be foreseen\b": 0,
    r"\boutgrows its plan\b": 0,
    r"\bpaths of gifts\b": 0,
    r"\bdays that matter\b": 0,
    r"\bin silence\b": 0,
    r"\bfell together\b": 0,
    r"\bone by one\b": 0,
    r"\ba light that is\b": 0,
    r"\btaken out\b": 0,
    r"\bof yours\b": 1,
    r"\bis not (quite )?well\b|\bunwell\b": 0,
    r"^it is (your|the vendor)\b": 0,
    r"\bcan(not)? be taken\b": 0,
    r"\bname (is|are) (not )?known\b": 0,
    r"\b(says of itself|own words?|last word)\b": 1,
    r"\bfor a robot\b": 0,
    r"\bdoes not let .* in\b|\blets nobody in\b|\b(not|is|are) let in\b": 0,
    r"\b(turned|turns) away\b": 1,
    r"\bas many connections as\b": 0,
    r"\bblanks?\b": 0,
    r"\bbegun\b|\bput aside\b": 0,
    r"\banew\b": 8,
    r"\bmeanwhile\b": 0,
    r"\ballowance is\b|\bhave the allowance\b": 2,
    r"\basked too (much|often)\b": 1,
    r"\bany more\b": 0,
    r"\busual are\b|\ba week \(": 0,
    r"\blosing gifts\b": 0,
    r"\b(the|its) log (says more|has the rest)\b": 0,
}
"""Regular expressions, and in how many messages each may still be. Documentation has none of them."""
IN_WINDOWS: dict[str, int] = {
    r"\bporchlight [a-z]": 2,
    r"\b[a-z]+_[a-z]+\b": 0,
    r"\.(toml|env|sqlite3?|py|ini|log)\b": 0,
    r"(^|\s)--[a-z]": 1,
}
"""What somebody who sees a window cannot use: commands, keys of the settings file, names of files."""
PAGES = ("README.md", "CONTRIBUTING.md", "SECURITY.md", "docs/*.md")
NOT_READ = ("style-of-words.md", "benchmarks.md")
"""Pages that quote bad examples or are generated from figures."""
LITERAL = ('team="donations"',)
"""What must be typed so, with straight quotes."""


@cache
def _script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("update", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _forms(message: object) -> Iterator[str]:
    """One, or one for each plural form."""
    yield from (str(form) for form in (message if isinstance(message, list | tuple) else [message]) if form)


@cache
def messages() -> tuple[str, ...]:
    """All, in English."""
    return tuple(form for message in _script().extracted() if message.id for form in _forms(message.id))


@cache
def messages_of_windows() -> tuple[str, ...]:
    """Those that are written in the windows' own code."""
    found = extract_from_dir(WINDOWS, method_map=[("**.py", "python")], keywords=_script().KEYWORDS)
    return tuple({form for _, _, message, _, _ in found for form in _forms(message)})


@cache
def documentation() -> tuple[str, ...]:
    """Every paragraph, list item and table row, without code and addresses."""
    pages = [path for name in PAGES for path in sorted(Path().glob(name)) if path.name not in NOT_READ]
    texts = (re.sub(r"```.*?```", "", path.read_text(encoding="utf-8"), flags=re.DOTALL) for path in pages)
    plain = (re.sub(r"\]\([^)]*\)", "]", re.sub(r"`[^`]*`", "…", text)) for text in texts)
    return tuple(" ".join(part.split()) for text in plain for part in re.split(r"\n\s*\n|\n(?=[-|])", text))


def _with(pattern: str, texts: tuple[str, ...], flags: re.RegexFlag = re.IGNORECASE) -> list[str]:
    return [text for text in texts if re.search(pattern, _PLACE.sub("{}", text), flags)]


def _only_fewer(pattern: str, most: int, found: list[str]) -> None:
    assert len(found) <= most, f"“{pattern}” is in {len(found)} messages, {most} are allowed:\n" + "\n".join(found)


@pytest.mark.parametrize(("pattern", "most"), PHRASES.items(), ids=PHRASES.keys())
def test_odd_phrases_only_get_fewer(pattern: str, most: int) -> None:
    _only_fewer(pattern, most, _with(pattern, messages()))


@pytest.mark.parametrize("pattern", [pattern for pattern, most in PHRASES.items() if not most])
def test_documentation_has_no_odd_phrases(pattern: str) -> None:
    found = _with(pattern, documentation())
    assert not found, f"“{pattern}” is in the documentation:\n" + "\n".join(found)


@pytest.mark.parametrize(("pattern", "most"), IN_WINDOWS.items(), ids=IN_WINDOWS.keys())
def test_windows_name_no_commands_keys_or_files(pattern: str, most: int) -> None:
    _only_fewer(pattern, most, _with(pattern, messages_of_windows(), re.NOFLAG))


def test_the_phrases_are_found_in_any_case_but_not_in_the_names_of_places() -> None:
    assert _with(r"\btold\b", ("Told: {name}", "Retold", "{told} of {n}")) == ["Told: {name}"]


@pytest.mark.parametrize(
    ("pattern", "why"),
    [
        (r"  |\n|\t", "two blanks, a tab or a new line"),
        (r"^\s|\s$", "a blank at its beginning or end: sentences are not put together from pieces"),
        (r"\.\.\.", "three dots in place of …"),
        (r"[^\s=]…\s+\S", "no blank before … in the middle of a sentence"),
        (r"[‘’´`]", "another apostrophe than '"),
        (r"(?<!\w)'\w[^']*'(?!\w)", "single quotes in place of “ ”"),
        (r"\s[.,;:!?](\s|$)", "a blank before a sign"),
        (r"!$", "an exclamation mark: nothing here is that exciting"),
    ],
    ids=lambda value: None if value.startswith("a") else value,
)
def test_signs_are_set_as_in_a_book(pattern: str, why: str) -> None:
    found = [text for text in messages() if re.search(pattern, text)]
    assert not found, f"{why}:\n" + "\n".join(map(repr, found))


def test_quotes_are_round_and_in_pairs() -> None:
    for text in messages():
        plain = text
        for literal in LITERAL:
            plain = plain.replace(literal, "")
        assert '"' not in plain, text
        assert plain.count("“") == plain.count("”"), text
