"""Laws of texts: they survive storage, anything stored renders or is refused, and names stay names."""

import json
import re
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from porchlight.language.catalogue import LANGUAGES
from porchlight.language.english import english
from porchlight.language.render import Renderer
from porchlight.language.sentence import Sentence, from_plain, to_plain
from porchlight.language.text import (
    Amount,
    Day,
    Duration,
    Items,
    Moment,
    Number,
    Place,
    ResponseTime,
    Share,
    Size,
    Text,
    Until,
    msg,
    msg_plural,
)
from tests.pseudo import long_renderer, mirrored_renderer

THIN = "\N{NARROW NO-BREAK SPACE}"
NOW_MS = 1_795_000_000_000
DAY_MS = 86_400_000
READERS = [
    *(Renderer(code, zone=UTC, now_ms=lambda: NOW_MS) for code in LANGUAGES),
    Renderer("es", locale="es_MX", zone=UTC, now_ms=lambda: NOW_MS),
    long_renderer(),
    mirrored_renderer(),
]

_figures = st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(2**63), 2**63)
_names = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=20)
_keys = st.from_regex(r"[a-m][a-z_]{0,8}", fullmatch=True)
_typed: st.SearchStrategy[Place] = st.one_of(
    st.builds(Number, _figures, st.none() | st.integers(0, 6)),
    st.builds(Share, st.floats(0, 1), st.none() | st.integers(0, 3)),
    st.builds(Duration, st.floats(0, 1e9)),
    st.builds(ResponseTime, st.floats(0, 1e10)),
    st.builds(Moment, st.integers(0, 4 * NOW_MS)),
    st.builds(Day, st.integers(0, 4 * NOW_MS)),
    st.builds(Until, st.integers(0, 4 * NOW_MS)),
    st.builds(Size, st.integers(0, 2**60)),
    st.builds(Amount, _figures, st.sampled_from(["", "ms", "s", "d", "B", "%", "count"]), st.none() | _figures),
)
_simple: st.SearchStrategy[Place] = _names | _figures | _typed
_messages = st.from_regex(r"[A-Za-z .,“”]{1,20}(\{[a-m]\}[A-Za-z .,]{0,10}){0,3}", fullmatch=True)


def _texts(places: st.SearchStrategy[Any]) -> st.SearchStrategy[Text]:
    filled = st.dictionaries(_keys, places, max_size=4)
    plain = st.builds(Text, _messages, filled)
    counted = st.builds(
        lambda message, others, n: Text(message, {**others, "n": n}, message + "s"),
        _messages,
        filled,
        st.integers(0, 9),
    )
    return plain | counted | st.builds(Text, _messages, filled, context=_keys)


_flat = _texts(_simple)
_any_text = _texts(_simple | _flat | st.builds(Items, st.lists(_simple, max_size=3).map(tuple)))
_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=20,
)
_kinds = ["number", "share", "duration", "time", "moment", "day", "size", "amount", "items", "text", "other"]
_value = st.none() | st.integers() | st.floats() | st.sampled_from(["", "12", "x", "B", "%", "s"]) | st.booleans()
_typed_like = st.dictionaries(st.sampled_from(_kinds), st.lists(_value, max_size=3), min_size=1, max_size=1)
_place_like = st.one_of(
    _json,
    _typed_like,
    st.dictionaries(st.sampled_from(_kinds), st.lists(_json, max_size=3), min_size=1, max_size=1),
)
_text_like = st.one_of(
    _json,
    st.tuples(st.just("{a} of it"), st.fixed_dictionaries({"a": _typed_like})).map(list),
    st.tuples(st.just("{a} of {b}"), st.fixed_dictionaries({"a": _place_like, "b": _place_like})).map(list),
    st.tuples(st.text(max_size=8), st.dictionaries(_keys, _place_like, max_size=4)).map(list),
    st.tuples(
        _messages,
        st.dictionaries(st.just("n"), st.integers(), min_size=1, max_size=1),
        _messages,
        st.text(max_size=4),
    ).map(list),
)


@given(_any_text)
def test_a_text_is_the_same_after_it_was_stored(text: Text) -> None:
    assert from_plain(json.loads(json.dumps(to_plain(text)))) == text


@given(_any_text)
def test_a_stored_sentence_reads_the_same_in_every_language(text: Text) -> None:
    sentence = english(text)
    assert isinstance(sentence, Sentence)
    again = from_plain(json.loads(json.dumps(to_plain(sentence.text))))
    for reader in READERS:
        assert reader(again) == reader(text) == reader(sentence)


@given(_text_like)
def test_whatever_is_found_in_the_history_renders_or_is_refused(found: object) -> None:
    try:
        text = from_plain(found)
    except (ValueError, TypeError):
        return
    for reader in READERS:
        assert isinstance(reader(text), str)


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: str(reader.locale))
@given(name=_names)
def test_a_name_with_braces_is_shown_as_it_is(reader: Renderer, name: str) -> None:
    hostile = f"{{other}}{name}{{name}}"
    text = msg("{name} is watched by {other}.", name=hostile, other="SECOND")
    written = reader(text)
    assert written.count(hostile) == 1
    assert written.count("SECOND") == 1 + name.count("SECOND")


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: str(reader.locale))
@given(share=st.floats(0, 1, exclude_max=True))
def test_a_share_never_rounds_up_to_a_whole(reader: Renderer, share: float) -> None:
    assert not re.search(r"(?<![\d.,])100(?![\d])", reader.place(Share(share)))


def test_a_whole_is_a_whole() -> None:
    assert Renderer()(msg("{share}", share=Share(1.0))) == "100%"


@pytest.mark.parametrize(
    ("locale", "value", "written"),
    [
        ("es", 1_234, "1234"),
        ("es", 9_999, "9999"),
        ("es", 10_000, "10.000"),
        ("es", 1_234_567, "1.234.567"),
        ("es", 2.5, "2,5"),
        ("es_MX", 2.5, "2.5"),
        ("es_MX", 10_000, "10,000"),
        ("en_001", 1_234, "1,234"),
        ("de", 1_234, "1.234"),
        ("pt_BR", 1_234, "1.234"),
    ],
)
def test_numbers_are_grouped_as_the_reader_s_country_does(locale: str, value: float, written: str) -> None:
    assert Renderer("en", locale=locale).number(value) == written


def test_a_region_that_nobody_knows_is_written_as_its_language_is() -> None:
    assert Renderer("es", locale="es_QQ").number(12_345.0) == "12.345"


@given(st.integers(-5, 200_000))
@example(1)
@example(2)
def test_what_is_counted_stands_in_the_form_of_its_number(n: int) -> None:
    counted = msg_plural("{n} alert", "{n} alerts", n)
    assert Renderer()(counted).endswith(" alert" if n == 1 else " alerts")
    assert Renderer("es")(counted).endswith(" alerta" if n == 1 else " alertas")


def test_what_a_later_version_lacks_reads_in_english_with_the_reader_s_numbers() -> None:
    text = msg("A message of another version: {took}.", took=ResponseTime(1_840_000))
    assert Renderer("es")(text) == f"A message of another version: 1,84{THIN}s."


@pytest.mark.parametrize(
    ("language", "read"),
    [
        ("en", ["31 December", "31 December", "Sat 09:00", "30 Jan"]),
        ("es", ["31 de diciembre", "31 de diciembre", "sáb 09:00", "30 ene"]),
        ("fr", ["31 décembre", "31 décembre", "sam. 09:00", "30 janv."]),
        ("pt_BR", ["31 de dezembro", "31 de dezembro", "sáb. 09:00", "30 de jan."]),
        ("de", ["31. Dezember", "31. Dezember", "Sa 09:00", "30. Jan."]),
    ],
)
def test_a_span_of_days_ends_with_its_last_day_in_words(language: str, read: list[str]) -> None:
    new_year_ms = round(datetime(2028, 1, 1, tzinfo=UTC).timestamp() * 1000)
    found = []
    for now_ms, end_ms in (
        (new_year_ms - 20 * DAY_MS, new_year_ms),
        (new_year_ms - 3_600_000, new_year_ms),  # on its last day, too
        (new_year_ms - 3_600_000, new_year_ms + 9 * 3_600_000),
        (new_year_ms + DAY_MS, new_year_ms + 29 * DAY_MS + 9 * 3_600_000),
    ):
        write = Renderer(language, zone=UTC, now_ms=lambda now_ms=now_ms: now_ms)  # type: ignore[misc]
        found.append(write.place(Until(end_ms)).removesuffix(" 2028").removesuffix(" de 2028").removesuffix(", 2028"))
    assert found == read


def test_a_moment_that_no_calendar_knows_is_a_dash() -> None:
    assert Renderer(zone=UTC)(msg("Since {when}.", when=Moment(1e30))) == "Since –."


def test_only_what_is_written_from_right_to_left_is() -> None:
    assert mirrored_renderer().right_to_left
    assert not any(reader.right_to_left for reader in READERS[:-1])
