"""How parts are put together: no constructor takes a handful of callbacks, and nobody sets an attribute of others."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from itertools import zip_longest
from pathlib import Path

import porchlight

ROOT = Path(porchlight.__file__).parent
MOST_CALLABLES = 2
CALLABLES = re.compile(r"(Callable\[|Publish$|Sleep$|Redact$|Listener$|Advice$)")
"""Callable, and the names that this code has for one."""
TOGETHER = (
    "runtime/",
    "alerts/",
    "updates/",
    "operations/",
    "desktop/session.py",
    "desktop/surfaces.py",
    "desktop/context.py",
)
"""Where parts are put together."""
RECORDS = {
    "live.alert",
    "live.clears",
    "live.clear_since_ms",
    "changes.notifications",
    "ctx.secrets",
    "_NOTES.lines.kept",
    "connection.text_factory",
    "sys.excepthook",
    "threading.excepthook",
    "sys.unraisablehook",
    "around.paused_until_ms",
    "around.paused",
    "around.local",
}
"""What is no part: the engine's records of an alert, a list that one function fills, a check's own context,
a connection of SQLite, Python's own hooks, what is read row by row from a stored status."""


@cache
def modules() -> tuple[tuple[str, ast.Module], ...]:
    return tuple(
        (path.relative_to(ROOT).as_posix(), ast.parse(path.read_bytes())) for path in sorted(ROOT.rglob("*.py"))
    )


def callables_of(function: ast.FunctionDef) -> list[str]:
    """Those that must be given; one with a default is for a test's clock."""
    arguments = [*function.args.posonlyargs, *function.args.args][::-1]
    defaults: list[ast.expr | None] = [*function.args.defaults[::-1]]
    given = [*zip_longest(arguments, defaults), *zip_longest(function.args.kwonlyargs, function.args.kw_defaults)]
    return [
        one.arg
        for one, default in given
        if one is not None and default is None and one.annotation is not None
        if CALLABLES.match(ast.unparse(one.annotation).strip("'\""))
    ]


def test_no_constructor_takes_a_handful_of_callbacks() -> None:
    found = [
        f"{name}: {kind.name}({', '.join(callables)})"
        for name, module in modules()
        for kind in ast.walk(module)
        if isinstance(kind, ast.ClassDef)
        for function in kind.body
        if isinstance(function, ast.FunctionDef) and function.name == "__init__"
        if len(callables := callables_of(function)) > MOST_CALLABLES
    ]
    assert found == []


def test_no_part_is_changed_from_outside_after_it_was_built() -> None:
    found = [
        f"{name}: {target}"
        for name, module in modules()
        if name.startswith(TOGETHER)
        for one in outside(module)
        if (target := ast.unparse(one)) not in RECORDS
    ]
    assert found == []


def outside(module: ast.Module) -> Iterator[ast.Attribute]:
    """Attributes that are set on anything but ``self``, ``cls`` and what the same function made."""
    for function in ast.walk(module):
        if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        made = {
            target.id
            for node in ast.walk(function)
            for target in (node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)])
            if isinstance(target, ast.Name)
        }
        for node in ast.walk(function):
            targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
            for target in targets:
                if isinstance(target, ast.Attribute):
                    owner = target.value
                    if isinstance(owner, ast.Name) and owner.id in {"self", "cls", *made}:
                        continue
                    yield target
