"""A sentence for people is a text (``msg``, ``tr``): a plain ``str`` that reads like one would stay English in every
window, message and terminal."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path("app/porchlight")
TEXTS = frozenset({"marked", "msg", "msg_plural", "msg_in", "tr", "tr_plural", "tr_in", "Text"})
SENTENCE = re.compile(r"[A-Z“{].*\s.*[.…?!]", re.DOTALL)
SQL = re.compile(r"(SELECT|UPDATE|DELETE|INSERT|FROM|AND)\b|\{\} = \?")
FOR_PROGRAMS = (
    "demo/",  # what simulated vendors answer
    "exporters/metrics/families.py",  # the HELP lines of metrics
    "exporters/metrics/scrape.py",
    "insight/support_text.py",  # a letter to a vendor, which is English
    "loopback/",  # answers to programs over HTTP
    "operations/ingest/body.py",
    "operations/ingest/endpoint.py",
    "operations/ingest/openapi.py",
    "runtime/last_run.py",  # a crash report, for whoever mends it
    "runtime/stored_status.py",  # for ``status --json``, which loads no language
    "desktop/self_test.py",  # for whoever tests a frozen program
    "self_test/",
)
"""What no person reads, or reads in English."""


def _plain(node: ast.AST) -> Iterator[tuple[int, str]]:
    """The strings in a piece of code that are neither documentation, nor for the log, nor texts."""
    match node:
        case ast.Expr(ast.Constant()):
            return
        case ast.Call(ast.Name(name)) if name in TEXTS:
            return
        case ast.Call(ast.Attribute(ast.Name("_log"))):
            return
        case ast.keyword("example"):  # of a settings file, for the documentation
            return
        case ast.Constant(str() as text):
            yield node.lineno, text
        case ast.JoinedStr(values):
            yield node.lineno, "".join(str(one.value) if isinstance(one, ast.Constant) else "{}" for one in values)
        case _:
            for child in ast.iter_child_nodes(node):
                yield from _plain(child)


def sentences_in(source: str) -> list[tuple[int, str]]:
    """Those that read like a sentence, with their lines."""
    found = ((line, text.strip()) for line, text in _plain(ast.parse(source)))
    return [(line, text) for line, text in found if SENTENCE.fullmatch(text) and not SQL.match(text)]


def test_every_sentence_for_people_is_a_text() -> None:
    found = [
        f"{name}:{line}: {text}"
        for file in sorted(PACKAGE.rglob("*.py"))
        if not (name := file.relative_to(PACKAGE).as_posix()).startswith(FOR_PROGRAMS)
        for line, text in sentences_in(file.read_text("utf-8"))
    ]
    assert not found, "Write it with msg or tr, so that it can be read in every language:\n" + "\n".join(found)


def test_a_plain_sentence_is_found() -> None:
    assert sentences_in('Fault(f"{host} did not answer.")') == [(1, "{} did not answer.")]
    assert sentences_in('"""It is documentation."""\nmsg("It is a text.")\n_log.info("It is for the log.")') == []
