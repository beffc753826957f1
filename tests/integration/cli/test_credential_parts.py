"""``porchlight secrets set``: asks for each part of a credential; from input it takes the entry, or JSON."""

import argparse
import getpass
import io
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from porchlight.cli.secrets import secrets
from tests.memory_keyring import memory_keyring

SETTINGS = """
[components.classy]
kind = "classy"
organization_id = 6789
{more}
[components.mc]
kind = "mailchimp"
[components.page]
kind = "http"
url = "https://give.example.org/"
credential = "page"
"""
ENTRY = '{"client_id": "the-id-1", "client_secret": "the-secret-1"}'


@pytest.fixture
def kept() -> Iterator[dict[str, str]]:
    with memory_keyring() as kept:
        yield kept


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "p.toml").write_text(SETTINGS.format(more=""), encoding="utf-8")
    return tmp_path


def _set(folder: Path, name: str) -> int:
    return secrets(
        argparse.Namespace(action="set", name=name, config=str(folder / "p.toml"), data_dir=str(folder / "data"))
    )


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What somebody types at the terminal, without echo and with it."""
    answers: list[str] = []
    asked: list[str] = []

    def without_echo(question: str = "") -> str:
        asked.append(question)
        return answers.pop(0)

    monkeypatch.setattr(getpass, "getpass", without_echo)
    monkeypatch.setattr("builtins.input", lambda: answers.pop(0))
    monkeypatch.setattr(sys, "stdin", _Terminal())
    return answers


def _pipe(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))


def test_each_part_is_asked_for_with_where_to_find_it(
    folder: Path, kept: dict[str, str], typed: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    typed += ["the-id-1", "the-secret-1"]
    assert _set(folder, "classy") == 0
    assert json.loads(kept["classy"]) == json.loads(ENTRY)
    printed = capsys.readouterr().out
    assert "In GoFundMe Pro: Apps & Integrations → API. https://" in printed
    assert "Client ID of “classy”:" in printed
    assert "the-secret-1" not in printed


def test_a_whole_document_answers_for_all_parts(folder: Path, kept: dict[str, str], typed: list[str]) -> None:
    typed.append('{"clientId": "the-id-1", "clientSecret": "the-secret-1"}')
    assert _set(folder, "classy") == 0
    assert json.loads(kept["classy"]) == json.loads(ENTRY)


def test_an_empty_answer_keeps_the_stored_part(folder: Path, kept: dict[str, str], typed: list[str]) -> None:
    kept["classy"] = ENTRY
    typed += ["another-id", ""]
    assert _set(folder, "classy") == 0
    assert json.loads(kept["classy"]) == {"client_id": "another-id", "client_secret": "the-secret-1"}


def test_a_stored_secret_is_not_taken_along_to_another_address(
    folder: Path, kept: dict[str, str], typed: list[str]
) -> None:
    from porchlight.model.errors import SecretElsewhere

    typed += ["the-id-1", "the-secret-1"]
    assert _set(folder, "classy") == 0
    elsewhere = SETTINGS.format(more='base_url = "https://elsewhere.example.org"')
    (folder / "p.toml").write_text(elsewhere, encoding="utf-8")
    before = dict(kept)
    typed += ["another-id", ""]
    with pytest.raises(SecretElsewhere, match=r"elsewhere\.example\.org"):
        _set(folder, "classy")
    assert kept == before


def test_what_is_missing_or_misshapen_is_said_and_nothing_is_stored(
    folder: Path, kept: dict[str, str], typed: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    typed += ["the-id-1", ""]
    assert _set(folder, "classy") == 64
    assert "Client secret: Please fill this in." in capsys.readouterr().err
    typed += ["0" * 32]
    assert _set(folder, "mailchimp") == 64
    printed = capsys.readouterr()
    assert "API key: The API key is incomplete." in printed.err
    assert "00000000" not in printed.err + printed.out
    assert kept == {}


@pytest.mark.parametrize(
    ("name", "given", "stored"),
    [
        ("classy", ENTRY, ENTRY),
        ("classy", '{"Client ID": "the-id-1", "app": {"client_secret": "the-secret-1"}}', ENTRY),
        ("classy", '{"client_id": "the-id-1"}', '{"client_id": "the-id-1"}'),
        ("mailchimp", "0123456789abcdef\n", "0123456789abcdef"),
        ("mailchimp", '{"api_key": "abcdef-us19"}', "abcdef-us19"),
        ("page", '{"unrelated": "document"}', '{"unrelated": "document"}'),
        ("page", '"in quotes"', '"in quotes"'),
        ("for-nothing", "some-value", "some-value"),
    ],
)
def test_from_input_comes_the_entry_or_json(
    folder: Path, kept: dict[str, str], monkeypatch: pytest.MonkeyPatch, name: str, given: str, stored: str
) -> None:
    _pipe(monkeypatch, given)
    assert _set(folder, name) == 0
    assert kept[name] == stored
