"""The words of the report: every language has every text, with the same places, and no English left in another."""

import string
from collections.abc import Iterator
from dataclasses import fields
from datetime import UTC

import pytest

from porchlight.exporters.report.figures import Figures, shown
from porchlight.exporters.report.texts import ENGLISH, LANGUAGES, SPANISH, ReportTexts, texts_for
from porchlight.settings.schema import Language

_SAME = {"made", "once"}


def _texts(texts: ReportTexts) -> Iterator[tuple[str, str]]:
    for one in fields(texts):
        value = getattr(texts, one.name)
        if isinstance(value, str):
            yield one.name, value


def _places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_every_language_of_the_app_has_the_report() -> None:
    assert set(LANGUAGES) == set(Language) - {Language.SYSTEM}
    assert {language.value for language in LANGUAGES} == {texts.language for texts in LANGUAGES.values()}


@pytest.mark.parametrize(
    "texts", [one for one in LANGUAGES.values() if one is not ENGLISH], ids=lambda one: one.language
)
def test_no_text_is_missing_and_every_place_is_kept(texts: ReportTexts) -> None:
    english = dict(_texts(ENGLISH))
    for name, text in _texts(texts):
        assert bool(text) == bool(english[name]), name
        assert _places(text) == _places(english[name]), name
        if len(english[name]) > 8 and name not in _SAME:
            assert text != english[name], name
    assert (len(texts.months), len(texts.weekdays)) == (12, 7)
    assert set(texts.sync_jobs) == set(ENGLISH.sync_jobs)


@pytest.mark.parametrize(
    ("system", "expected"),
    [
        ("es_MX", SPANISH),
        ("es", SPANISH),
        ("Spanish_Spain", SPANISH),
        ("en_US", ENGLISH),
        ("de_DE", ENGLISH),
        ("", ENGLISH),
    ],
)
def test_the_language_is_the_systems_where_none_is_chosen(system: str, expected: ReportTexts) -> None:
    assert texts_for(Language.SYSTEM, system) is expected
    assert texts_for(Language.SPANISH, "en_US") is SPANISH


def test_figures_are_written_as_the_language_writes_them() -> None:
    english, spanish = Figures(ENGLISH, UTC), Figures(SPANISH, UTC)
    assert (english.number(1234), spanish.number(1234), spanish.number(12345)) == ("1,234", "1234", "12.345")
    assert (english.percent(0.99996), spanish.percent(0.99996)) == ("99.996\u00a0%", "99,996\u00a0%")
    assert (english.percent(1.0), english.percent(None)) == ("100\u00a0%", "–")
    assert (english.duration(1840), spanish.duration(1840)) == ("1.8\u00a0s", "1,8\u00a0s")
    assert (english.lasted(3 * 86_400_000), spanish.lasted(3 * 86_400_000)) == ("3\u00a0days", "3\u00a0días")
    assert english.change(-0.12) == "−12\u00a0%"
    assert english.names(["A", "B"]) == "A and B"
    assert spanish.names(list("ABCDEFG")) == "A, B, C y 4 más"


def test_a_text_from_outside_is_one_short_line() -> None:
    assert shown("a\nb\x00c\u2028d\ud800") == "a b c d"
    assert shown("x" * 200, 10) == "xxxxxxxxx…"
