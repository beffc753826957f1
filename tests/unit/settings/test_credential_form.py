"""A credential is a form of named parts, stored as one entry in the format that probes read."""

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from porchlight.alerts.channels.apprise import SERVICES
from porchlight.intake.text import without_margins
from porchlight.language.english import english
from porchlight.probes.blackbaud import CREDENTIAL as BLACKBAUD
from porchlight.probes.classy import CREDENTIAL as CLASSY
from porchlight.probes.mailchimp import CREDENTIAL as MAILCHIMP
from porchlight.probes.stripe import CREDENTIAL as STRIPE
from porchlight.settings.credential_form import ADDRESS, KEY, PASSWORD, CredentialForm, CredentialPart
from porchlight.settings.secret_values import require_value

FORMS = {
    "classy": CLASSY,
    "blackbaud": BLACKBAUD,
    "mailchimp": MAILCHIMP,
    "stripe": STRIPE,
    "password": PASSWORD,
    "key": KEY,
    "address": ADDRESS,
    **SERVICES,
}
FORM = st.sampled_from(sorted(FORMS)).map(FORMS.__getitem__)


def _value(part: CredentialPart) -> st.SearchStrategy[str]:
    if part.pattern:
        found = st.from_regex(part.pattern, fullmatch=True)
    elif part.is_password:
        found = st.text(min_size=6, max_size=40)
    else:
        found = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=6, max_size=40)
    return found.filter(lambda value: part.fault(value) is None and without_margins(value) == value)


@st.composite
def _filled(draw: st.DrawFn) -> tuple[CredentialForm, dict[str, str]]:
    form = draw(FORM)
    return form, {part.key: draw(_value(part)) for part in form.parts}


@given(_filled())
def test_parts_are_read_back_as_they_were_stored(filled: tuple[CredentialForm, dict[str, str]]) -> None:
    form, values = filled
    assert form.faults(values) == {}
    entry = require_value(form.stored(values))
    assert form.read(entry) == values
    assert form.stored({}, over=entry) == entry


@given(_filled(), st.data())
def test_a_part_that_is_left_empty_stays_as_it_was_stored(
    filled: tuple[CredentialForm, dict[str, str]], data: st.DataObject
) -> None:
    form, values = filled
    part = data.draw(st.sampled_from(form.parts))
    new = data.draw(_value(part))
    assert form.read(form.stored({part.key: new}, over=form.stored(values))) == {**values, part.key: new}


def test_what_is_stored_is_what_probes_have_always_read() -> None:
    assert json.loads(CLASSY.stored({"client_id": "the id", "client_secret": "hidden"})) == {
        "client_id": "the id",
        "client_secret": "hidden",
    }
    assert MAILCHIMP.stored({"api_key": "abc-us19"}) == "abc-us19"
    assert SERVICES["Telegram"].stored({"bot_token": "123:abc", "chat_id": "-5"}) == "tgram://123:abc/-5"
    assert SERVICES["Pushover"].stored({"user": "u1", "token": "t1"}) == "pover://u1@t1"


def test_an_entry_written_by_hand_is_read_with_what_it_has_and_keeps_what_else_is_in_it() -> None:
    entry = '{"client_id": " abc ", "client_secret": "", "note": "of 2024"}'
    assert CLASSY.read(entry) == {"client_id": "abc"}
    filled = json.loads(CLASSY.stored({"client_secret": "hidden-1"}, over=entry))
    assert filled == {"client_id": " abc ", "client_secret": "hidden-1", "note": "of 2024"}
    assert CLASSY.read("not JSON at all") == {}
    assert CLASSY.read('["client_id"]') == {}


PASTED = {
    "JSON": '{"client_id": "the-id", "client_secret": "the-secret"}',
    "JSON, otherwise named and nested": '{"app": [{"clientId": "the-id", "Client-Secret": "the-secret"}], "v": 1}',
    "JSON with a number": '{"client_secret": "the-secret", "client_id": "the-id", "ttl": 3600}',
    "no JSON, though it looks so": "{client_id: 'the-id', client_secret: 'the-secret'}",
    "lines of an .env file": "CLASSY_CLIENT_ID=the-id\nexport CLASSY_CLIENT_SECRET='the-secret'\nOTHER=1\n",
    "lines that became one": "client_id=the-id client_secret=the-secret",
    "copied from a page": "Client ID: the-id  Client secret: the-secret",
    "an address": "https://the-id:the%2Dsecret@api.classy.org/oauth2/auth",
}


@pytest.mark.parametrize("text", PASTED.values(), ids=PASTED.keys())
@pytest.mark.parametrize("into", ["client_id", "client_secret"])
def test_a_paste_is_taken_apart_whichever_field_it_goes_into(text: str, into: str) -> None:
    assert CLASSY.pasted(text, into) == {"client_id": "the-id", "client_secret": "the-secret"}


@pytest.mark.parametrize("text", ["  abc-us19\n", '"abc-us19"', " 'abc-us19' ", "“abc-us19”", "API_KEY = abc-us19"])
def test_a_key_is_taken_without_what_stands_around_it(text: str) -> None:
    assert MAILCHIMP.pasted(text, "api_key") == {"api_key": "abc-us19"}


@pytest.mark.parametrize("text", [" two blanks ", '"quoted"', "monkey=abc", "a:b=c", "{not json", "mysql://half"])
def test_a_password_stays_as_it_is(text: str) -> None:
    assert PASSWORD.pasted(text, "password") == {"password": text}


def test_a_database_s_address_gives_its_password() -> None:
    address = "mysql://reader:p%40ss%2Fword@127.0.0.1:3306/classy_sync"
    assert PASSWORD.pasted(address, "password") == {"password": "p@ss/word"}


@pytest.mark.parametrize(
    "address", ["https://user:word@example.org/hook?url=x", "https://hooks.slack.com/services/T1/B2/xyz=1"]
)
def test_an_address_that_is_a_secret_itself_stays_whole(address: str) -> None:
    assert ADDRESS.pasted(f" {address}\n", "address") == {"address": address}
    assert SERVICES["Slack"].pasted(address, "address") == {"address": address}


def test_an_address_of_a_messenger_is_taken_apart() -> None:
    found = SERVICES["Telegram"].pasted("tgram://123:abc/@board", "chat_id")
    assert found == {"bot_token": "123:abc", "chat_id": "@board"}


HOSTILE = {
    "a megabyte": "x" * 1_000_000,
    "a megabyte of JSON": '{"client_id": "' + "x" * 1_000_000 + '"}',
    "nested": '{"a":' * 5000 + "1" + "}" * 5000,
    "nested brackets": "[" * 60_000,
    "names without values": "client_id " * 6000,
    "blanks": "client_id" + " " * 60_000,
    "quotes": "client_id='" + 'a="' * 20_000,
    "NULs": "\0client_id\0=\0",
    "surrogates": "\ud800\udc00\ud800",
    "wrong types": '{"client_id": {"client_secret": [true, null, 1.5, {}]}, "client_secret": false}',
    "no host": "https://[::1:x@/",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_paste_is_a_value_that_is_not_taken(text: str) -> None:
    began = time.perf_counter()
    for form in (CLASSY, MAILCHIMP, PASSWORD):
        found = form.pasted(text, form.parts[0].key)
        form.faults(found)
        assert all(isinstance(value, str) for value in found.values())
    assert CLASSY.faults(CLASSY.pasted(text, "client_secret")) != {}
    assert time.perf_counter() - began < 5


@given(FORM, st.text(st.characters(), max_size=300))
def test_no_paste_raises_and_no_part_comes_from_nowhere(form: CredentialForm, text: str) -> None:
    into = form.parts[0].key
    found = form.pasted(text, into)
    assert set(found) <= {part.key for part in form.parts}
    form.faults(found)
    form.read(text)
    assert (
        form.pasted(found[into], into) == {into: found[into]} or len(found[into]) < len(text) or found != {into: text}
    )


def test_what_is_missing_or_misshapen_is_said_at_its_part() -> None:
    faults = CLASSY.faults({"client_id": "ab cd efgh"}, stored=())
    assert english(faults["client_id"]) == "This has a character that cannot be in it. Please copy it again."
    assert english(faults["client_secret"]) == "Please fill this in."
    assert CLASSY.faults({}, stored=("client_id", "client_secret")) == {}
    key = "0" * 32
    assert "-us19" in english(MAILCHIMP.faults({"api_key": key})["api_key"])
    assert "rk_" in english(STRIPE.faults({"api_key": "pk_live_1234"})["api_key"])
    assert english(PASSWORD.faults({"password": "abc"})["password"]).startswith("This is too short")


@pytest.mark.parametrize("key", ["Client ID", "", "../x", "id\n"])
def test_a_form_that_could_not_be_stored_is_refused_where_it_is_declared(key: str) -> None:
    with pytest.raises(ValueError, match="key"):
        CredentialPart(key, "Client ID")
    with pytest.raises(ValueError, match="parts"):
        CredentialForm(())
    part = CredentialPart("client_id", "Client ID")
    with pytest.raises(ValueError, match="parts"):
        CredentialForm((part, part))
    with pytest.raises(ValueError, match="https"):
        CredentialPart("client_id", "Client ID", link="http://example.org")
