"""What has been proven of each kind of component, worked out from its declaration, the catalogues and the tests."""

import ast
import gettext
from collections.abc import Iterator, Mapping
from copy import copy
from functools import cache
from importlib import import_module
from pathlib import Path

from porchlight.language.catalogue import ENGLISH, LANGUAGES, messages
from porchlight.language.text import Text
from porchlight.model.status import Reason
from porchlight.probes.kind import ProbeKind
from porchlight.probes.registry import BUILT_IN
from porchlight.settings.describe import description_of

TOP = Path(__file__).parents[1]
_TESTS = ("tests/integration/probes", "tests/unit/probes")
_ANYWHERE = frozenset({Reason.OFFLINE, Reason.CAPTIVE_PORTAL, Reason.INTERNAL})
"""What is the same for every kind: a kind needs no advice of its own for it."""


class _Missing(gettext.NullTranslations):
    """Answers with nothing for what a catalogue lacks."""

    def gettext(self, message: str) -> str:
        return ""


def quality() -> Iterator[tuple[str, ...]]:
    """A row of the table for each built-in kind."""
    for name, module in BUILT_IN.items():
        kind: ProbeKind = import_module(f"porchlight.probes.{module}").KIND
        lacking = [code for code in LANGUAGES if code != ENGLISH and untranslated(kind, code)]
        notes = kind.notes
        yield (
            f"`{name}`",
            str(len(kind.settings.model_fields)),
            f"{len(kind.advice)}",
            f"not yet {', '.join(lacking)}" if lacking else f"all {len(LANGUAGES)}",
            f"`{notes.simulator.removeprefix('porchlight.')}`" if notes.simulator else "",
            ", ".join(f"`{reason}`" for reason in Reason if reason in reasons_tried()[name]),
            notes.real or "no",
        )


def texts_of(kind: ProbeKind) -> list[Text]:
    """All that people read of it, but the sentences of its results."""
    described = [description_of(name, info) for name, info in kind.settings.model_fields.items()]
    measured = [one.title for name in kind.measures if (one := kind.measured(name))]
    notes = (kind.notes.permissions, kind.notes.red_light)
    found = [kind.title, kind.summary, *notes, *measured, *kind.advice.values()]
    found += [text for one in described for text in (one.title, one.description, one.unit)]
    return [text for text in found if isinstance(text, Text)]


def untranslated(kind: ProbeKind, code: str) -> list[str]:
    """What a language lacks of it; names, which no language translates, are lacking in all of them."""
    texts = [text.message for text in texts_of(kind) if not text.context]
    return [text for text in texts if not _has(code, text) and any(_has(one, text) for one in LANGUAGES)]


@cache
def _catalogue(code: str) -> gettext.NullTranslations:
    found = copy(messages(code))  # the program's own shows English for what it lacks
    found.add_fallback(_Missing())
    return found


def _has(code: str, message: str) -> bool:
    return code != ENGLISH and bool(_catalogue(code).gettext(message))


@cache
def reasons_tried() -> Mapping[str, frozenset[Reason]]:
    """By kind, the reasons that the tests make its checks end with: those that stand beside it in a test, or in a
    file of its own."""
    found: dict[str, set[Reason]] = {name: set() for name in BUILT_IN}
    files = [path for folder in _TESTS for path in sorted((TOP / folder).rglob("*.py"))]
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in files}
    constants = {name: kind for tree in trees.values() for name, kind in _constants(tree)}
    for path, tree in trees.items():
        owner = next((name for name, module in BUILT_IN.items() if _is_of(path, name, module)), None)
        if owner:
            found[owner] |= _reasons(tree)
        else:
            for node in ast.walk(tree):
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Tuple):
                    kinds = _kinds(node, constants)
                    if len(kinds) == 1:
                        found[kinds.pop()] |= _reasons(node)
    return {name: frozenset(reasons) for name, reasons in found.items()}


def reasons_named(module: str) -> set[Reason]:
    """Those that a kind's own module names, but those of this computer or of Porchlight itself."""
    path = TOP / "app/porchlight/probes" / f"{module.replace('.', '/')}.py"
    tree = ast.parse(path.read_text(encoding="utf-8"))
    code = [node for node in tree.body if not isinstance(node, ast.Assign)]
    return {reason for node in code for reason in _reasons(node)} - _ANYWHERE


def _is_of(path: Path, name: str, module: str) -> bool:
    own = {f"test_{name}", f"test_{module.split('.')[-1]}"}
    return path.stem in own or (name == "database" and path.stem.startswith("test_database"))


def _constants(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """``STRIPE = Service("stripe", …)`` and ``KIND = "stripe"``."""
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            value = node.value.args[0] if isinstance(node.value, ast.Call) and node.value.args else node.value
            if isinstance(value, ast.Constant) and value.value in BUILT_IN:
                yield node.targets[0].id, str(value.value)


def _kinds(node: ast.AST, constants: Mapping[str, str]) -> set[str]:
    found = set()
    for one in ast.walk(node):
        values: list[ast.expr] = []
        match one:
            case ast.Name(id=name) if name in constants:
                found.add(constants[name])
            case ast.Dict(keys=keys):
                pairs = zip(keys, one.values, strict=True)
                values = [value for key, value in pairs if isinstance(key, ast.Constant) and key.value == "kind"]
            case ast.Call(args=args):
                values = args
            case ast.Tuple(elts=elements):
                values = elements
        found |= {str(value.value) for value in values if isinstance(value, ast.Constant) and value.value in BUILT_IN}
    return found


def _reasons(node: ast.AST) -> set[Reason]:
    return {
        Reason[one.attr]
        for one in ast.walk(node)
        if isinstance(one, ast.Attribute) and isinstance(one.value, ast.Name) and one.value.id == "Reason"
    }
