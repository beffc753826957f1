"""Tests go through the surface: the private names of the product that they use get ever fewer."""

import ast
from collections.abc import Iterator
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
MOST = 36
"""How many there are; where they got fewer, the lower figure is written here."""
LIBRARIES = frozenset(
    {
        *("_replace", "_exit", "_actions", "_SubParsersAction"),
        *("_run_once", "_cancelled", "_scheduled", "_when"),  # the virtual loop is one of asyncio's
    }
)
"""Of Python itself, some of them public in spite of their names."""


def private_names(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(value=ast.Name(id="self" | "cls")):
                continue
            case ast.Attribute(attr=name):
                if _is_private(name):
                    yield ast.unparse(node)
            case ast.ImportFrom(module=module, names=names):
                yield from (f"{module}.{one.name}" for one in names if _is_private(one.name))


def _is_private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__") and name not in LIBRARIES


def test_a_private_name_is_found_wherever_it_is_used() -> None:
    source = "from a.b import _c, d\nself._own = cls._own\nwindow._chart._axis.show()\nx.__class__\none._replace(a=1)"
    assert list(private_names(ast.parse(source))) == ["a.b._c", "window._chart._axis", "window._chart"]


def test_private_names_in_tests_only_get_fewer() -> None:
    found = [
        f"{file.relative_to(TESTS).as_posix()}: {name}"
        for file in sorted(TESTS.rglob("*.py"))
        for name in private_names(ast.parse(file.read_bytes()))
    ]
    assert len(found) <= MOST, "\n".join(found)
    assert len(found) == MOST, f"only {len(found)} are left: write that in place of {MOST}"
