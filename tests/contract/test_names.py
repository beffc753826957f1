"""Names are the field's: words that were invented here get ever rarer in identifiers, and stay out of docstrings.

Each package has a count of the identifiers that hold such a word. It may only go down; where it went down, the lower
figure is written here. Docstrings and comments hold none of the odd phrases.
"""

import ast
import io
import re
import tokenize
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[2] / "app" / "porchlight"
INVENTED = frozenset(
    {
        "told", "tell", "tells", "telling", "hear", "hears", "heard", "said", "say", "says", "saying", "words",
        "knock", "knocks", "standing", "world", "worlds", "holding", "became", "desk", "desks", "keeper", "keepers",
        "face", "dress", "dressed", "arrange", "arranged", "anew", "own", "there",
    }
)  # fmt: skip
IN_TWO = (("ways", "out"), ("way", "out"))
COUNTS: dict[str, int] = {
    "alerts": 2,
    "desktop": 1,
    "insight": 1,
    "probes": 1,
}
ODD = re.compile(
    r"""\b(
        told|tells?|telling|hears?|heard|anew|begun\ anew
        |(became|becomes|come|comes|came)\ of
        |ways?\ out
        |(it|there)\ is\ there
        |no\ more(?!\ than\b)
        |made\ fit
        |by\ whom
        |of\ one's\ own
        |speaks?\ for
        |as\ (it|they)\ stands?
        |handed\ (over|in|out)
        |(go|goes|gone)\ on\ with
        |(break|breaks|broken)\ off
        |lets?\ go
        |mended|mends?
        |people\ call
        |gravest|graver
        |its\ own\ word
    )\b""",
    re.IGNORECASE | re.VERBOSE,
)
"""Phrases that a native speaker would not write here. Each has a plain one: "told" is notified, reported or shown."""
_BREAKS = re.compile(r"[\s#:]+")
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")


def split(identifier: str) -> list[str]:
    """``TellTheDesk`` and ``tell_the_desk`` alike."""
    return [word.lower() for word in _WORD.findall(identifier)]


def is_invented(identifier: str) -> bool:
    found = split(identifier)
    return not INVENTED.isdisjoint(found) or any(pair in IN_TWO for pair in pairwise(found))


def defined_in(tree: ast.AST) -> Iterator[str]:
    """What a module gives a name to: classes, functions, parameters, attributes, variables."""
    for node in ast.walk(tree):
        match node:
            case ast.ClassDef() | ast.FunctionDef() | ast.AsyncFunctionDef():
                yield node.name
            case ast.arg():
                yield node.arg
            case ast.Attribute(ctx=ast.Store()):
                yield node.attr
            case ast.Name(ctx=ast.Store()):
                yield node.id
            case ast.alias(asname=str() as name):
                yield name


def invented_names() -> dict[str, Counter[str]]:
    """By package."""
    found: dict[str, Counter[str]] = {}
    for file in sorted(PACKAGE.rglob("*.py")):
        place = file.relative_to(PACKAGE)
        package = place.parts[0] if len(place.parts) > 1 else "(modules)"
        names = {file.stem, *defined_in(ast.parse(file.read_bytes()))}
        found.setdefault(package, Counter()).update(filter(is_invented, names))
    return found


def test_words_are_split_at_underscores_and_humps() -> None:
    assert split("_tellTheDESKNow_2") == ["tell", "the", "desk", "now"]
    assert is_invented("ways_out")
    assert is_invented("AlertsWorld")
    assert not is_invented("unowned")
    assert not is_invented("essay")


def test_invented_names_only_get_fewer() -> None:
    found = invented_names()
    for package in sorted(found.keys() | COUNTS.keys()):
        count, most = found.get(package, Counter()).total(), COUNTS.get(package, 0)
        names = ", ".join(sorted(found.get(package, {})))
        assert count <= most, f"{package} has {count} such identifiers, {most} are allowed. They are: {names}"
        assert count == most, f"{package} has only {count} left: write {count} in place of {most} into COUNTS"


def texts_in(source: str) -> Iterator[tuple[int, str]]:
    """Each docstring and each block of comments, on one line, with the number of its first line."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Expr(value=ast.Constant(value=str() as text)):
                yield node.lineno, " ".join(text.split())
    block: list[str] = []
    last = 0
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            if block and token.start[0] > last + 1:
                yield last - len(block) + 1, " ".join(block)
                block = []
            block.append(token.string.lstrip("#: "))
            last = token.start[0]
    if block:
        yield last - len(block) + 1, " ".join(block)


def test_a_phrase_is_found_across_the_lines_of_a_docstring_and_of_comments() -> None:
    source = '"""Watched no\nmore."""\n\n# what became\n# of it\nx = "told"\n'
    assert [(line, bool(ODD.search(text))) for line, text in texts_in(source)] == [(1, True), (4, True)]
    assert not ODD.search("It takes no more than that, and the way is outside.")


def test_docstrings_and_comments_are_plain_english() -> None:
    found = [
        f"{file.relative_to(PACKAGE)}:{line}: “{phrase[0]}” in: {text}"
        for file in sorted(PACKAGE.rglob("*.py"))
        if ODD.search(_BREAKS.sub(" ", source := file.read_text("utf-8")))  # most have none, and parsing takes long
        for line, text in texts_in(source)
        if (phrase := ODD.search(text))
    ]
    assert not found, "Write it in plain English:\n" + "\n".join(found)
