"""What comes from outside is text, numbers, JSON and header fields that nothing further in can stumble over."""

import math
import sqlite3
import time
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from porchlight.intake.charsets import charset_of, decode, json_text, page_text
from porchlight.intake.documents import DEEPEST, NotJson, dump_json, parse_json
from porchlight.intake.numbers import finite, retry_after, whole
from porchlight.intake.text import (
    LONGEST,
    QUOTE,
    clean_line,
    clean_lines,
    has_controls,
    one_line,
    quote,
    quote_end,
    redacting,
    without_controls,
)
from porchlight.redaction import Redactor

ANY_TEXT = st.text(alphabet=st.characters(), max_size=200)
"""Surrogates and controls included."""


@given(ANY_TEXT)
def test_a_clean_line_can_be_written_anywhere(text: str) -> None:
    line = clean_line(text)
    line.encode()
    assert len(line.splitlines()) <= 1
    assert not any(ord(one) < 32 or 0x7F <= ord(one) < 0xA0 or 0x202A <= ord(one) <= 0x202E for one in line)
    assert sqlite3.connect(":memory:").execute("SELECT ?", (line,)).fetchone() == (line,)
    assert clean_line(line) == line


@given(ANY_TEXT)
def test_clean_lines_keep_lines_and_nothing_else_that_moves_a_cursor(text: str) -> None:
    lines = clean_lines(text)
    lines.encode()
    assert not any(ord(one) < 32 and one not in "\t\n" for one in lines)
    assert clean_lines(lines) == lines


@pytest.mark.parametrize("unfit", ["\ud800", "\x1b", "\x9b", "\u202e", "\u2066", "\x00", "\ufdd0"])
def test_what_is_no_text_is_seen_to_have_been_there(unfit: str) -> None:
    assert clean_line(f"before{unfit}after") == "before\ufffdafter"


def test_invisible_letters_are_left_out() -> None:
    assert clean_line("\ufeffDona\u00adtion\u200b page") == "Donation page"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\u2028", "\u2029", "\u0085", "\v", "\f", "\r"])
def test_one_line_stays_one_line(end: str) -> None:
    assert len(clean_line(f"before{end}after").splitlines()) == 1


def test_ordinary_text_of_any_script_stays_as_it_is() -> None:
    for text in ("Größe — 12 %", "寄付ページ", "تبرع", "❤️ 👩‍👩‍👧", "नमस्ते"):
        assert clean_line(text) == text


def test_a_quote_is_redacted_before_it_is_cut() -> None:
    secret = "correct-horse-battery-staple-9"
    with redacting(lambda text: text.replace(secret, "***")):
        for before in range(40):
            quoted = quote("x" * before + secret, 40)
            assert secret[:8] not in quoted


def test_what_is_quoted_is_a_value_of_any_kind() -> None:
    assert quote(True) == "true"
    assert quote(10**5000) == "a very large number"
    assert quote(-3.5) == "-3.5"
    assert quote(None) == ""
    assert quote(["no"]) == ""


@given(st.floats() | st.integers() | st.text(max_size=30) | st.none() | st.booleans())
def test_a_number_is_finite_or_none(value: object) -> None:
    number = finite(value)
    assert number is None or math.isfinite(number)
    count = whole(value, least=0, most=10)
    assert count is None or 0 <= count <= 10


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("0", 1.0),
        ("9" * 308, 3600.0),
        ("9" * 5000, 3600.0),
        ("120", 120.0),
        ("Thu, 01 Jan 1970 00:00:00 GMT", 1.0),
        ("Thu, 26 Nov 2026 12:01:00 GMT", 60.0),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 3600.0),
        ("-5", None),
        ("١٢", None),
        ("soon", None),
        ("", None),
        ("x" * 100_000, None),
        (None, None),
    ],
)
def test_a_pause_is_between_a_second_and_an_hour(header: str | None, seconds: float | None) -> None:
    assert retry_after(header, datetime(2026, 11, 26, 12, tzinfo=UTC)) == seconds


@given(st.text(max_size=80))
def test_any_retry_after_is_a_pause_or_none(header: str) -> None:
    seconds = retry_after(header)
    assert seconds is None or 1 <= seconds <= 3600


@pytest.mark.parametrize(
    "data",
    [
        b"NaN",
        b"[Infinity]",
        b'{"a":-Infinity}',
        b"[" * 60_000,
        b"{" * 60_000,
        b'{"a":' * 60_000,
        b"\xff\xfe\xff",
        b"",
        b"[" * (DEEPEST + 1) + b"]" * (DEEPEST + 1),
    ],
)
def test_what_is_no_json_is_said_to_be_none(data: bytes) -> None:
    with pytest.raises(NotJson):
        parse_json(data)


def test_numbers_beyond_a_double_are_the_largest_one() -> None:
    found = parse_json(b"[1e999, -1e999, " + b"9" * 4000 + b", 12345678901234567890]")
    assert isinstance(found, list)
    assert all(math.isfinite(one) for one in found)
    assert found[3] == 12345678901234567890


def test_json_in_utf_16_and_behind_a_bom_is_json() -> None:
    assert parse_json(b'\xef\xbb\xbf{"a":1}') == {"a": 1}
    assert parse_json('{"a":1}'.encode("utf-16")) == {"a": 1}


def test_json_on_the_way_out_is_read_by_everybody() -> None:
    assert dump_json({"a": [float("nan"), float("inf"), 1.5]}) == '{"a": [null, null, 1.5]}'
    dump_json({"a": "\ud800"}).encode()


@given(st.binary(max_size=100), st.text(max_size=20))
def test_any_bytes_in_any_charset_are_text(data: bytes, charset: str) -> None:
    decode(data, charset)


@given(
    st.lists(
        st.sampled_from(
            [b"<meta charset=", b"utf-16", b"latin1", b"'", b'"', b">", b"<!--", b"<?xml encoding='", b"\0{"]
        )
        | st.binary(max_size=6)
    ).map(b"".join),
    st.sampled_from(
        ["", "text/html", "application/json; charset=utf-16", "text/xml; charset=punycode", "charset=\0"]
    ),
)
def test_any_body_of_any_type_is_text(body: bytes, content_type: str) -> None:
    page_text(body, content_type)
    json_text(body, content_type)


@pytest.mark.parametrize("charset", ["punycode", "idna", "undefined", "zlib", "rot13", "unicode_escape", "utf-7"])
def test_codecs_that_only_python_knows_are_none(charset: str) -> None:
    assert decode("é".encode() * 1000, charset) == "é" * 1000


def test_charsets_of_browsers_are_known() -> None:
    assert decode(b"\x93quoted\x94", "iso-8859-1") == "“quoted”"
    assert decode("寄付".encode("shift_jis"), "Shift_JIS") == "寄付"
    assert decode("é".encode("utf-16"), "") == "é"
    assert charset_of('text/html; Charset = "ISO-8859-1"; x=y') == "ISO-8859-1"


@pytest.mark.parametrize("shown", [quote, quote_end])
@pytest.mark.parametrize("most", [80, 500])
def test_no_part_of_a_secret_is_left_wherever_a_text_is_cut(shown: Callable[..., str], most: int) -> None:
    secret = "correct-horse-battery-staple-9"
    redactor = Redactor()
    redactor.add_secret(secret)
    borders = [most, most + 16 * 1024, LONGEST, 2 * LONGEST]
    for border in borders:
        for inside in (1, 9, 29, 40):
            for filling in ("x", " ", "\u200b", "<"):
                around = filling * (border - inside)
                quoted = shown(f"{around}{secret}{around}", most, redact=redactor.text)
                assert len(quoted) <= most
                assert not any(secret[at : at + 5] in quoted for at in range(len(secret) - 5)), (
                    border,
                    inside,
                    filling,
                )


def test_the_end_of_a_text_is_its_end() -> None:
    assert quote_end("one\ntwo  three", 80) == "one two three"
    assert quote_end("x" * 100 + "the end", 12) == "…xxxxthe end"


def test_a_sentence_of_a_mebibyte_is_quoted_at_once() -> None:
    redactor = Redactor()
    redactor.add_secret("correct-horse-battery-staple-9")
    for piece in ("\u200b", "%25", "\\u0061", "&#97;", "a:b@c.d=", " x"):
        text = (piece * 2**20)[: 2**20]
        began = time.process_time()
        assert len(quote(text, redact=redactor.text)) <= QUOTE
        assert time.process_time() - began < 0.5  # some ms on a computer that does nothing else


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf"), 10**400])
def test_a_number_that_nobody_can_write_is_quoted_in_words(value: float) -> None:
    assert quote(value) in ("nan", "a very large number")


def test_what_python_calls_printable_needs_no_second_look() -> None:
    """The short cut for texts without any control: whatever the long way changes is not printable."""
    for code in range(0x110000):
        letter = chr(code)
        if letter.isprintable():
            assert not has_controls(f"{letter}\n")
            assert without_controls(f"\n{letter}\n") == f"\n{letter}\n"
            assert one_line(f"\n{letter}") == f" {letter}"
