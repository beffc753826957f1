"""What a check says in another language is never more than what it says in English, whatever a plug-in gave it."""

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from porchlight.language import catalogue
from porchlight.language.english import english, fit_sentence
from porchlight.language.render import Renderer
from porchlight.language.sentence import Sentence, from_plain
from porchlight.language.text import Text, msg

SECRET = "hunter2secret"


def repr_of(place: object) -> str:
    """Its own would be too long for some."""
    return type(place).__name__


def clean(text: str) -> str:
    return text.replace(SECRET, "***")[:1000]


def test_a_fit_sentence_keeps_its_text() -> None:
    found = fit_sentence(english(msg("No answer from {host}.", host=f"a {SECRET}")), clean)
    assert found == "No answer from a ***."
    assert isinstance(found, Sentence)
    assert found.text.places == {"host": "a ***"}


@pytest.mark.parametrize(
    "text",
    [
        Text(f"Login with {SECRET} failed at {{host}}.", {"host": "h"}),
        Text("Login with {a}{b} failed.", {"a": SECRET[:6], "b": SECRET[6:]}),
        Text("{a} {b}", {"a": "x" * 900, "b": "y" * 900}),
        Text("{a}" * 300, {"a": "x" * 900}),
    ],
)
def test_what_is_taken_out_or_cut_in_english_stays_out_in_every_language(text: Text) -> None:
    found = fit_sentence(english(text), clean)
    assert not isinstance(found, Sentence)
    assert SECRET not in found
    assert len(found) <= 1000


@pytest.mark.parametrize(
    "place", [datetime(2026, 1, 1, tzinfo=UTC), Decimal(1), None, ["a"], {"a"}, 10**5000, True], ids=repr_of
)
def test_a_place_of_a_foreign_type_leaves_plain_english(place: Any) -> None:
    found = fit_sentence(Sentence("It failed.", Text("It failed: {why}", {"why": place})), clean)
    assert type(found) is str


def test_a_few_bytes_never_grow_into_a_text_that_fills_the_memory() -> None:
    with pytest.raises(ValueError, match="no message"):
        from_plain(["{a}" * 30, {"a": "b"}])
    plain: list[Any] = ["x", {}]
    for _ in range(6):
        plain = ["{a}" * 3, {"a": {"text": plain}}]
    assert len(Renderer()(from_plain(plain))) == 3**6


@pytest.mark.logs_warnings
@pytest.mark.parametrize("content", [b"", b"garbage", b"\xde\x12\x04\x95\0\0"])
def test_a_damaged_catalogue_leaves_english(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, content: bytes) -> None:
    folder = tmp_path / "de" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "porchlight.mo").write_bytes(content)
    monkeypatch.setattr(catalogue, "resource", lambda name: tmp_path)
    catalogue.messages.cache_clear()
    try:
        assert Renderer("de")(msg("Not checked yet.")) == "Not checked yet."
    finally:
        catalogue.messages.cache_clear()
