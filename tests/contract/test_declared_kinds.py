"""What a kind of component has to say of itself, in its own file: a new kind is complete when these tests pass.
Its settings are read by test_described_settings, its check is made by test_probes.

A plug-in's kind may leave out all of it but its name, its settings and its probe, and gets sensible texts.
"""

import ast
import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from porchlight.alerts.channels.registry import BUILT_IN as CHANNELS
from porchlight.insight.advice import next_step
from porchlight.language.catalogue import ENGLISH, LANGUAGES
from porchlight.language.english import english
from porchlight.language.text import Text
from porchlight.model.kind import KindGroup
from porchlight.model.status import Reason
from porchlight.probes.foreign_kind import walled_kind
from porchlight.probes.kind import KindNotes, ProbeKind
from porchlight.probes.registry import BUILT_IN, find_kind
from porchlight.settings.schema import ComponentSettings
from tests.schemas import DOCS

sys.path.append(str(DOCS))
quality = importlib.import_module("quality")
ANYWHERE = frozenset(
    {Reason.SECRET_MISSING, Reason.BOT_PROTECTION, Reason.CERTIFICATE_EXPIRING, Reason.SLOW, Reason.FILE}
    | {Reason.AUTH, Reason.FORBIDDEN, Reason.THROTTLED, Reason.TLS, Reason.CONFIGURATION, Reason.HTTP_STATUS}
)
"""What the general advice on these says is true of any kind; one that knows more may say it."""


def declared(package: str) -> Iterator[tuple[str, ast.expr]]:
    """By module of ``package``, relative to it, what stands behind ``KIND =``."""
    top = Path("app/porchlight", package)
    for path in sorted(top.rglob("*.py")):
        inside = path.relative_to(top).with_suffix("").parts
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "KIND":
                yield ".".join(part for part in inside if part != "__init__"), node.value


def name_of(kind: ast.expr) -> str:
    """``"stripe"`` of ``ProbeKind("stripe", …)`` or ``ProbeKind(name="stripe", …)``."""
    assert isinstance(kind, ast.Call)
    name = kind.args[0] if kind.args else next(one.value for one in kind.keywords if one.arg == "name")
    return str(ast.literal_eval(name))


def test_every_kind_of_component_has_its_line_in_the_registry() -> None:
    """A file with a ``KIND`` that nobody finds would not exist (why a line: docs/decisions/0044)."""
    lines = {f'"{name_of(kind)}": "{module}",' for module, kind in declared("probes")}
    missing = lines - {f'"{name}": "{module}",' for name, module in BUILT_IN.items()}
    assert not missing, f"add to BUILT_IN of app/porchlight/probes/registry.py: {sorted(missing)}"


def test_every_kind_of_channel_has_its_name_in_the_registry() -> None:
    missing = {module for module, _ in declared("alerts/channels")} - set(CHANNELS)
    assert not missing, f"add to BUILT_IN of app/porchlight/alerts/channels/registry.py: {sorted(missing)}"


@pytest.fixture(params=BUILT_IN)
def kind(request: pytest.FixtureRequest) -> ProbeKind:
    found = find_kind(request.param)
    assert isinstance(found, ProbeKind)
    return found


def test_it_has_a_title_a_group_a_sentence_and_names_for_its_measures(kind: ProbeKind) -> None:
    assert english(kind.title)
    assert english(kind.summary).endswith(".")
    assert "plug-in" not in english(kind.summary) or kind.name == "plugins"
    assert (kind.group is KindGroup.PLUGIN) == (kind.name in ("plugins", "self"))
    for name in kind.measures:
        measured = kind.measured(name)
        assert measured is not None
        assert english(measured.title)[0].isupper()


def test_it_says_what_it_reads_what_it_leaves_alone_and_what_a_red_light_means(kind: ProbeKind) -> None:
    assert kind.notes.calls
    assert english(kind.notes.red_light).startswith(("Turns red when ", "Never turns red: "))
    reaches_others = any(name.endswith("credential") for name in kind.settings.model_fields)
    assert kind.notes.never or not reaches_others or kind.name == "http"
    assert kind.notes.permissions or not reaches_others
    for text in (kind.notes.permissions, kind.notes.red_light):  # windows show them, in five languages
        assert isinstance(text, Text) or not text
        assert "`" not in english(text)


def test_something_plays_the_service_in_the_tests_or_it_was_tried_on_a_real_one(kind: ProbeKind) -> None:
    assert kind.notes.simulator or kind.notes.real
    assert not kind.notes.simulator or importlib.util.find_spec(kind.notes.simulator)


def test_it_has_advice_for_the_reasons_that_it_names_itself(kind: ProbeKind) -> None:
    named = quality.reasons_named(BUILT_IN[kind.name])
    lacking = [reason for reason in named - ANYWHERE if english(next_step(reason, kind.name)) == general(reason)]
    if kind.name == "http":  # of any page: the general advice is written for it
        lacking = [reason for reason in lacking if reason is not Reason.CONTENT]
    assert lacking == []


def general(reason: Reason) -> str:
    return english(next_step(reason))


@pytest.mark.parametrize("code", [code for code in LANGUAGES if code != ENGLISH])
def test_its_texts_are_complete_in_every_language(kind: ProbeKind, code: str) -> None:
    assert quality.untranslated(kind, code) == []


def test_the_tests_make_its_check_end_with_some_reason(kind: ProbeKind) -> None:
    assert quality.reasons_tried()[kind.name] or kind.name in ("plugins", "self")


def test_a_plugin_that_says_nothing_of_itself_gets_sensible_texts() -> None:
    kind = walled_kind(ProbeKind("odd", ComponentSettings, lambda *args: None))  # type: ignore[arg-type]
    assert english(kind.summary) == "Added by a plug-in."
    assert (kind.advice, kind.measures, kind.notes) == ({}, {}, KindNotes())
    assert english(next_step(Reason.TIMEOUT, "odd")) == general(Reason.TIMEOUT)


def test_what_a_plugin_gives_as_advice_is_made_safe() -> None:
    odd = {Reason.STALE: "Run\x1b it {again}.", "stale": "No reason.", Reason.DNS: 5}
    kind = walled_kind(ProbeKind("odd", ComponentSettings, lambda *args: None, advice=odd, notes=3))  # type: ignore[arg-type]
    assert set(kind.advice) == {Reason.STALE, Reason.DNS}
    notes = KindNotes(permissions="Needs\x1b a {key}.", red_light=5)  # type: ignore[arg-type]
    shown = walled_kind(ProbeKind("odd", ComponentSettings, lambda *args: None, notes=notes)).notes  # type: ignore[arg-type]
    assert "\x1b" not in english(shown.permissions)
    assert english(shown.permissions).endswith(" a {key}.")
    assert shown.red_light == ""
    assert "\x1b" not in english(kind.advice[Reason.STALE])
    assert kind.notes == KindNotes()
