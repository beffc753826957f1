"""A kind of component is one file: the example plug-in's appears wherever kinds do, and this is its test."""

import sys
from collections.abc import Iterator
from importlib import import_module
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

import pytest

from porchlight.desktop.windows.settings.kinds import kind_choices
from porchlight.insight.advice import measure_title, next_step
from porchlight.language.english import english
from porchlight.model.kind import KindGroup
from porchlight.model.status import Outcome, Reason
from porchlight.probes import registry
from porchlight.runtime.kinds import component_kinds, parse_settings, settings_schema
from porchlight.settings.describe import description_of
from tests.schemas import DOCS
from tests.support import check

NAME = "newest_file"
EXAMPLE = Path(__file__).parents[1] / "example_plugin"

pytestmark = pytest.mark.anyio


@pytest.fixture(autouse=True)
def installed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The example, as if it were installed."""

    def entry_points(group: str) -> list[EntryPoint]:
        found = EntryPoint(NAME, "porchlight_newest_file:KIND", group)
        return [found] if group == registry.GROUP else []

    monkeypatch.setattr("importlib.metadata.entry_points", entry_points)
    monkeypatch.setattr(sys, "path", [str(EXAMPLE), *sys.path])
    registry.plugins.cache_clear()
    yield
    registry.plugins.cache_clear()


def test_it_can_be_chosen_where_components_are_added() -> None:
    (choice,) = [one for one in kind_choices() if one.name == NAME]
    assert (choice.title, choice.group) == ("Newest file", KindGroup.PLUGIN)
    assert choice.fits("newest folder")


def test_its_form_has_its_fields_with_labels_and_examples() -> None:
    fields = {name: description_of(name, info) for name, info in component_kinds()[NAME].model_fields.items()}
    assert english(fields["folder"].title) == "Folder"
    assert fields["folder"].example == "/srv/backups"
    assert english(fields["name"].title)  # what every component has


def test_the_settings_file_takes_it_and_editors_complete_it() -> None:
    settings = parse_settings(f'[components.backup]\nkind = "{NAME}"\nfolder = "/srv/backups"\n')
    assert settings.all_problems() == []
    assert "srv/backups" in str(settings_schema())


def test_the_documentation_would_list_it() -> None:
    sys.path.append(str(DOCS))
    update = import_module("update")

    assert f"| `{NAME}` | Newest file | Whether a folder has a file that is new enough. |" in update.table("kinds")
    assert f"| `{NAME}` | `folder` | required |" in update.table(f"components {NAME}")
    assert f"| `{NAME}` |" in update.table("access")


def test_its_advice_is_given_and_what_it_leaves_out_is_general() -> None:
    assert english(next_step(Reason.STALE, NAME)) == "Check whether last night's backup ran."
    assert english(next_step(Reason.CONTENT, NAME)) == english(next_step(Reason.CONTENT))
    assert english(measure_title(NAME, "age")) == "Age"


@pytest.mark.parametrize(("files", "reason"), [(["monday.dump"], None), ([], Reason.CONTENT)])
async def test_it_is_checked_like_any_other(tmp_path: Path, files: list[str], reason: Any) -> None:
    for file in files:
        (tmp_path / file).touch()
    result = await check({"kind": NAME, "folder": str(tmp_path)})
    assert (result.reason, result.outcome is Outcome.HEALTHY) == (reason, reason is None)
