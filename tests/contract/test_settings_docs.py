"""The tables of settings in the documentation are what the models say: ``make docs`` would change nothing."""

import importlib.util
from types import ModuleType

import pytest

from tests.schemas import DOCS


def _script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("update_docs", DOCS / "update.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("page", _script().PAGES)
def test_a_page_is_up_to_date(page: str) -> None:
    text = (DOCS / page).read_text(encoding="utf-8")
    assert "<!-- settings: " in text
    assert _script().updated(text) == text


def test_every_kind_has_its_settings_in_the_documentation() -> None:
    script = _script()
    text = (DOCS / "settings.md").read_text(encoding="utf-8")
    for name, model in script.component_kinds().items():
        own = set(model.model_fields) - set(script.ComponentSettings.model_fields)
        if own:
            assert f"| `{name}` | `" in text, name
