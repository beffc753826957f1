"""Every language is complete and up to date: ``make translations`` would change nothing."""

import importlib.util
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from babel.messages.catalog import Catalog, Message

from porchlight.language.catalogue import ENGLISH, LANGUAGES

FOLDER = Path("resources/locale")
_PLACES = re.compile(r"\{\w+\}")
TRANSLATED = [code for code in LANGUAGES if code != ENGLISH]


def _script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("update", FOLDER / "update.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def read_catalogue(code: str) -> Catalog:
    """The catalogue of a language as translators write it."""
    catalogue: Catalog = _script().read(FOLDER / code / "LC_MESSAGES" / "porchlight.po", code)
    return catalogue


def _messages(catalogue: Catalog) -> Iterator[Message]:
    return (message for message in catalogue if message.id)


def _key(message: Message) -> tuple[object, str | None]:
    return message.id, message.context


def _forms(text: object) -> list[str]:
    """One, or one for each plural form."""
    return [str(form or "") for form in (text if isinstance(text, list | tuple) else [text])]


def _places(text: str) -> set[str]:
    return set(re.findall(r"\{\w+\}", text))


@pytest.mark.parametrize("code", TRANSLATED)
def test_every_message_is_in_every_catalogue_and_no_other(code: str) -> None:
    wanted = {_key(message) for message in _messages(_script().extracted())}
    assert {_key(message) for message in _messages(read_catalogue(code))} == wanted


@pytest.mark.parametrize("code", TRANSLATED)
def test_nothing_is_left_empty_or_unsure_and_every_place_is_kept(code: str) -> None:
    catalogue = read_catalogue(code)
    for message in _messages(catalogue):
        one, *many = _forms(message.id)
        forms = _forms(message.string)
        assert "fuzzy" not in message.flags, one
        assert len(forms) == (catalogue.num_plurals if many else 1), one
        for form in forms:
            assert form.strip(), one
            assert _places(form) <= _places(one).union({"{n}"}, *map(_places, many)), one
            assert _places(one) - {"{n}"} <= _places(form), one


@pytest.mark.parametrize("code", TRANSLATED)
def test_what_is_compiled_is_what_is_in_the_file(code: str) -> None:
    compiled = (FOLDER / code / "LC_MESSAGES" / "porchlight.mo").read_bytes()
    assert compiled == _script().compiled(read_catalogue(code))


def test_no_language_has_borrowed_the_sentences_of_another() -> None:
    """A whole sentence is never the same in two languages; a few short ones of Spanish and Portuguese are."""
    found: dict[str, str] = {}
    borrowed = []
    for code in TRANSLATED:
        for message in _messages(read_catalogue(code)):
            english = _forms(message.id)[0]
            text = _forms(message.string)[0]
            letters = _PLACES.sub("", text)
            if len(letters) > 40 and text != english and found.setdefault(text, code) != code:
                borrowed.append(f"{code} and {found[text]}: {text}")
    assert borrowed == []
