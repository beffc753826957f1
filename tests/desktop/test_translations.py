"""Translations are complete and up to date: ``make translations`` would change nothing."""

import importlib.util
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from types import ModuleType

import pytest

FOLDER = Path("resources/translations")


def _script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("update", FOLDER / "update.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _messages(code: str) -> list[tuple[str, str, list[str]]]:
    found = []
    for context in ElementTree.parse(FOLDER / f"porchlight_{code}.ts").getroot().findall("context"):
        for message in context.findall("message"):
            translation = message.find("translation")
            assert translation is not None
            assert translation.get("type") is None, message.findtext("source")
            forms = [form.text or "" for form in translation.findall("numerusform")] or [translation.text or ""]
            found.append((context.findtext("name") or "", message.findtext("source") or "", forms))
    return found


def test_every_text_of_the_windows_is_in_the_spanish_file_and_no_other() -> None:
    wanted = {(context, text) for context, text, _, _ in _script().texts()}
    assert {(context, source) for context, source, _ in _messages("es")} == wanted


def test_every_plural_is_in_the_english_file() -> None:
    wanted = {(context, text) for context, text, _, counted in _script().texts() if counted}
    assert {(context, source) for context, source, _ in _messages("en")} == wanted


@pytest.mark.parametrize("code", ["en", "es"])
def test_nothing_is_left_empty_and_every_place_is_kept(code: str) -> None:
    for _, source, forms in _messages(code):
        for form in forms:
            assert form.strip(), source
            assert set(re.findall(r"%\d", form)) == set(re.findall(r"%\d", source)), source


@pytest.mark.parametrize("code", ["en", "es"])
def test_what_is_compiled_is_what_is_in_the_file(code: str, tmp_path: Path) -> None:
    made = tmp_path / "made.qm"
    tool = Path(sys.executable).parent / "pyside6-lrelease"
    subprocess.run([str(tool), "-silent", str(FOLDER / f"porchlight_{code}.ts"), "-qm", str(made)], check=True)
    assert made.read_bytes() == (FOLDER / f"porchlight_{code}.qm").read_bytes()
