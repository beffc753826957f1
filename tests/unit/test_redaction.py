"""No secret leaves through any exit."""

import logging
from base64 import b64encode
from urllib.parse import quote

import pytest
from app.redaction import MASK, RedactingFormatter, Redactor
from hypothesis import given
from hypothesis import strategies as st


@pytest.mark.parametrize(
    "secret",
    [
        "0123456789abcdef0123456789abcdef-us19",
        "pat-na1-01234567-89ab-cdef-0123-456789abcdef",
        "sk_live_abcdefghij0123456789",
        "00D000000000001!AQEAQ.abcdefghijklmnopqrstuvwxyz",
        "xoxb-1234567890-abcdefghij",
        "hooks.slack.com/services/T00000000/B00000000/abcdefghijklmnopqrstuvwx",
        "discord.com/api/webhooks/123456/abc-DEF_ghi",
        "NRAK-ABCDEFGHIJKLMNOPQRSTUVWXYZ1",
        "eyJhbGciOiJIUzI1NiIsInR5cCI6.eyJzdWIiOiIxMjM0NTY3ODkwIiwi.SflKxwRJSMeKKF2QT4fw",
        "ghp_abcdefghijklmnopqrstuvwxyz0123456789",
    ],
)
def test_keys_of_known_shapes_are_taken_out_wherever_they_stand(secret: str) -> None:
    redacted = Redactor().text(f"the vendor said: bad key {secret} was used")
    assert secret not in redacted
    assert redacted.startswith("the vendor said: bad key ")


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("mysql+pymysql://reader:p@ss/w0rd@db.example:3306/sync", "w0rd"),
        ("https://x.example/?a=1&access_token=abc123def", "abc123def"),
        ("Authorization: Basic dXNlcjpzZWNyZXQ=", "dXNlcjpzZWNyZXQ"),
        ('{"client_secret": "aSn3uWmolgnEnasT"}', "aSn3uWmolgnEnasT"),
        ("password=hunter2;host=x", "hunter2"),
        ("donor jane.doe@example.org gave", "jane.doe@example.org"),
    ],
)
def test_what_stands_behind_a_telling_name_is_taken_out(text: str, gone: str) -> None:
    assert gone not in Redactor().text(text)


@pytest.mark.parametrize(
    "sentence",
    ["Answered 200 as expected.", "The key or password was rejected (401).", "It redirects to give.example.org."],
)
def test_our_own_sentences_pass_unchanged(sentence: str) -> None:
    assert Redactor().text(sentence) == sentence


secrets = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Z")), min_size=8, max_size=40)


@given(secrets, st.text(max_size=20), st.text(max_size=20))
def test_a_configured_secret_survives_in_no_form(secret: str, before: str, after: str) -> None:
    redactor = Redactor()
    redactor.add_secret(secret)
    for form in (secret, quote(secret, safe=""), b64encode(secret.encode()).decode()):
        assert form not in redactor.text(f"{before} {form} {after}")


@given(st.text("abcdefghijklmnop0123456789", min_size=12, max_size=40), st.text("uvwxyz", max_size=9))
def test_a_password_in_a_basic_header_is_found_whatever_the_user_name(secret: str, user: str) -> None:
    redactor = Redactor()
    redactor.add_secret(secret)
    encoded = b64encode(f"{user}:{secret}".encode()).decode()
    left = redactor.text(f"sent {encoded} to")
    assert encoded[-(len(secret) * 4 // 3 - 6) : -4] not in left


def test_the_parts_of_a_json_secret_are_secrets_too() -> None:
    redactor = Redactor()
    redactor.add_secret('{"client_id": "75651c06c105", "client_secret": "aSn3uWmolgnEnasT"}')
    assert redactor.text("app 75651c06c105 with aSn3uWmolgnEnasT") == f"app {MASK} with {MASK}"


def test_fields_and_headers_are_judged_by_their_names() -> None:
    redactor = Redactor()
    assert redactor.json({"a": [{"Token": "x1"}], "n": 1}) == {"a": [{"Token": MASK}], "n": 1}
    assert redactor.headers({"X-Api-Key": "x1", "Accept": "*/*"}) == {"X-Api-Key": MASK, "Accept": "*/*"}


def test_a_traceback_in_the_log_is_redacted() -> None:
    redactor = Redactor()
    redactor.add_secret("correct-horse")
    formatter = RedactingFormatter(redactor, "%(message)s")
    try:
        raise RuntimeError("login with correct-horse failed")
    except RuntimeError as error:
        record = logging.LogRecord(
            "x", logging.ERROR, "", 1, "failed", None, (type(error), error, error.__traceback__)
        )
    assert "correct-horse" not in formatter.format(record)


def test_a_megabyte_of_junk_is_cut_and_read_to_its_end() -> None:
    text = Redactor().text("a:b@c.d=" * 131072)
    assert len(text) < 200_000
