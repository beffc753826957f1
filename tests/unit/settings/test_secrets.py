"""Credentials: what is stored, what is read, and where each may be sent."""

import asyncio
import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from porchlight.model.errors import SecretElsewhere, SecretMissing, SecretStoreUnavailable, SecretUnfit
from porchlight.redaction import Redactor
from porchlight.settings.binding import bound
from porchlight.settings.origins import UNREADABLE, AddressIn, origin, origin_of, require_origin
from porchlight.settings.secret_values import read_value, require_value
from porchlight.settings.secrets import GivenFirst, SecretStore
from tests.memory_keyring import memory_keyring

pytestmark = pytest.mark.anyio

KEY = "rk_live_0123456789abcdef"
STRIPE = "https://api.stripe.com"
EVIL = "https://evil.example"


@pytest.fixture
def kept() -> Iterator[dict[str, str]]:
    with memory_keyring() as kept:
        yield kept


def _store(**more: object) -> SecretStore:
    return SecretStore(Redactor(), environment={}, **more)  # type: ignore[arg-type]


# -- values


@pytest.mark.parametrize(
    "data",
    [
        KEY.encode(),
        f"  {KEY}\r\n".encode(),
        b"\xef\xbb\xbf" + KEY.encode(),
        KEY.encode("utf-16"),
        b"\xfe\xff" + KEY.encode("utf-16-be"),
        KEY.encode("utf-16-le"),
        f"\u200b{KEY}\u00a0\n\n".encode(),
    ],
)
def test_whatever_editor_wrote_it_the_value_is_the_same(data: bytes) -> None:
    assert read_value(data) == KEY


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("", "empty"),
        (" \n\ufeff", "empty"),
        ("12345", "shorter"),
        ("\t12345\r\n", "shorter"),
        ("abc\0defgh", "control"),
        ("abc\x1b[1Adef", "control"),
        ("abcdef\ud800gh", "half a character"),
        ("abcdef\ufffd", "not text"),
        ("x" * 70_000, "64.KiB"),
    ],
)
def test_what_can_be_no_credential_is_refused_with_a_sentence_that_repeats_nothing(value: str, reason: str) -> None:
    with pytest.raises(SecretUnfit, match=reason) as caught:
        require_value(value)
    assert not value.strip() or value.strip()[:5] not in str(caught.value)


def test_a_key_of_several_lines_is_one() -> None:
    pem = "-----BEGIN KEY-----\r\nabc\n-----END KEY-----"
    assert require_value(f"\n{pem}\n") == pem


async def test_what_is_stored_is_stripped_and_so_is_what_others_stored(kept: dict[str, str]) -> None:
    store = _store()
    await store.set("stripe", f"\ufeff {KEY}\r\n")
    assert kept["stripe"] == KEY
    kept["other"] = f"{KEY}\n"
    assert await store.get("other") == KEY
    with pytest.raises(SecretUnfit):
        await store.set("stripe", "12345")
    assert kept["stripe"] == KEY
    kept["empty"] = "\ufeff\n"
    with pytest.raises(SecretMissing):
        await store.get("empty")


# -- stand-ins of servers


@pytest.mark.skipif(sys.platform == "win32", reason="a way of servers")
async def test_a_file_stands_in_whatever_editor_wrote_it(tmp_path: Path) -> None:
    (tmp_path / "stripe").write_bytes(f"{KEY}\r\n".encode("utf-16"))
    store = SecretStore(Redactor(), environment={"PORCHLIGHT_SECRETS_DIR": str(tmp_path)})
    assert await store.get("stripe") == KEY
    (tmp_path / "linked").symlink_to("stripe")  # as Kubernetes mounts them
    assert await store.get("linked") == KEY


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
async def test_what_is_no_file_never_holds_anything_up(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    (tmp_path / "zero").symlink_to("/dev/zero")
    (tmp_path / "large").write_bytes(b"x" * 100_000)
    (tmp_path / "binary").write_bytes(b"\x80\x81\x82\x83\x84\x85\x86")
    store = SecretStore(Redactor(), environment={"PORCHLIGHT_SECRETS_DIR": str(tmp_path)})
    for name in ("pipe", "folder", "zero", "large", "binary"):
        with pytest.raises(SecretStoreUnavailable, match=name):
            await asyncio.wait_for(store.get(name), 5)


# -- the list of names


@pytest.mark.logs_warnings
@pytest.mark.parametrize(
    "garbage", ["", "{", "[[[", "[" * 100_000, '{"a": 1}', '[1, null, "../x", "a\\u0000", "ok"]']
)
async def test_a_list_of_names_that_is_garbage_keeps_nobody_from_storing(kept: dict[str, str], garbage: str) -> None:
    kept["__names__"] = garbage
    store = _store()
    assert set(await store.names()) <= {"ok"}
    await store.set("stripe", KEY)
    assert "stripe" in await store.names()


async def test_of_many_who_store_at_once_no_name_is_lost(kept: dict[str, str]) -> None:
    names = [f"key-{number}" for number in range(12)]

    def store(name: str) -> None:
        asyncio.run(_store().set(name, KEY))

    threads = [threading.Thread(target=store, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        await asyncio.to_thread(thread.join)
    assert await _store().names() == sorted(names)


# -- where each may be sent


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://API.Stripe.com:443/v1?x=1", STRIPE),
        ("https://api.stripe.com./", STRIPE),
        ("https://api.stripe.com@evil.example/", EVIL),
        ("https://evil.example\\@api.stripe.com/", UNREADABLE),
        ("https://api.stripe.com\t.evil.example/", UNREADABLE),
        ("http://api.stripe.com/", "http://api.stripe.com"),
        ("https://api.stripe.com:8443", "https://api.stripe.com:8443"),
        ("https://[::1]:8080/x", "https://[::1]:8080"),
        ("https://bücher.example/", "https://xn--bcher-kva.example"),
        # by IDNA 2003 these were two other names: strasse.example, βόλοσ.example
        ("https://straße.example/", "https://xn--strae-oqa.example"),
        ("https://βόλος.example/", "https://xn--nxasmm1c.example"),
        ("https://api.stri\u200dpe.com/", UNREADABLE),
        ("https://127.1/", "https://127.0.0.1"),
        ("mariadb+pymysql://u@db.example.org:3306/x", "mysql://db.example.org"),
        ("https://[x", UNREADABLE),
        ("https://a:99999/", UNREADABLE),
        ("not an address", UNREADABLE),
        ("postgresql://good.example,evil.example/x", UNREADABLE),
    ],
)
def test_an_origin_is_scheme_host_and_port(url: str, expected: str) -> None:
    assert origin_of(url) == expected


def test_an_origin_that_is_none_is_refused() -> None:
    assert origin("smtp", "mail.example.org", 587) == "smtp://mail.example.org"
    with pytest.raises(ValueError, match="https://api"):
        require_origin("stripe")


async def test_a_credential_goes_where_it_was_stored_for_and_nowhere_else(kept: dict[str, str]) -> None:
    store = _store()
    await store.set("stripe", KEY, [STRIPE])
    assert kept["stripe#origins"] == f'["{STRIPE}"]'
    assert KEY not in kept["stripe#origins"]
    assert await bound(store, {"stripe": (STRIPE,)}, "good").get("stripe") == KEY
    with pytest.raises(SecretElsewhere) as caught:
        await bound(store, {"stripe": (EVIL,)}, "bad").get("stripe")
    assert str(caught.value).startswith(
        f"The credential “stripe” was stored for {STRIPE}, but would be sent to {EVIL}."
    )
    assert f"porchlight secrets allow stripe {EVIL}" in str(caught.value)
    assert list(store.refused) == ["bad"]
    await _store().allow("stripe", [EVIL])  # another process
    assert await bound(store, {"stripe": (EVIL,)}, "bad").get("stripe") == KEY
    assert store.refused == {}
    assert await store.delete("stripe")
    assert not {"stripe", "stripe#origins"} & {*kept}


async def test_one_new_place_among_known_ones_is_enough_to_be_refused(kept: dict[str, str]) -> None:
    store = _store()
    await store.set("classy", KEY, ["https://api.classy.org"])
    with pytest.raises(SecretElsewhere, match=r"sent to https://evil\.example"):
        await bound(store, {"classy": ("https://api.classy.org", EVIL)}, "c").get("classy")


async def test_what_was_stored_before_places_were_kept_goes_where_the_settings_send_it(
    kept: dict[str, str],
) -> None:
    kept["page"] = KEY
    old = ("https://a.example.org", "https://b.example.org")
    store = _store(places=lambda name: old)
    for place in old:
        assert await bound(store, {"page": (place,)}, "x").get("page") == KEY
    with pytest.raises(SecretElsewhere):
        await bound(store, {"page": (EVIL,)}, "x").get("page")


async def test_a_place_that_cannot_be_read_gets_nothing_even_at_first_use(kept: dict[str, str]) -> None:
    kept["page"] = KEY
    for _ in range(2):
        with pytest.raises(SecretElsewhere):
            await bound(_store(), {"page": (UNREADABLE,)}, "x").get("page")


async def test_what_the_settings_do_not_name_is_not_given(kept: dict[str, str]) -> None:
    kept["db"] = KEY
    with pytest.raises(SecretElsewhere):
        await bound(_store(), {"page": (STRIPE,)}, "x").get("db")


async def test_a_place_that_an_earlier_version_wrote_otherwise_is_the_same(kept: dict[str, str]) -> None:
    kept |= {"page": KEY, "page#origins": '["http://127.1:8080", "https://[2001:DB8::0:1]", "kind://10"]'}
    store = _store()
    for place in ("http://127.0.0.1:8080", "https://[2001:db8::1]", "kind://10"):
        assert await store.get_for("page", [place]) == KEY


@pytest.mark.parametrize("garbage", ["", "{}", "[1]", "null", '"https://evil.example"', "["])
async def test_places_that_are_garbage_allow_nothing(kept: dict[str, str], garbage: str) -> None:
    kept |= {"page": KEY, "page#origins": garbage}
    with pytest.raises(SecretElsewhere, match="never confirmed"):
        await bound(_store(), {"page": (EVIL,)}, "x").get("page")


async def test_an_address_in_the_keyring_takes_others_only_where_they_may_go(kept: dict[str, str]) -> None:
    kept |= {"hook": "https://hooks.example.org/abc", "key": KEY, "key#origins": '["https://hooks.example.org"]'}
    places = {"hook": (AddressIn("hook"),), "key": (AddressIn("hook"),)}
    assert await bound(_store(), places, "c").get("key") == KEY
    kept["hook"] = "https://evil.example/abc"
    secrets = bound(_store(), places, "c")
    assert await secrets.get("hook") == "https://evil.example/abc"
    with pytest.raises(SecretElsewhere):
        await secrets.get("key")


async def test_where_stand_ins_may_go_is_kept_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "data" / "origins.json"

    def store() -> SecretStore:
        return SecretStore(Redactor(), environment={"PORCHLIGHT_SECRET_STRIPE": KEY}, origins_file=str(file))

    assert await bound(store(), {"stripe": (STRIPE,)}, "x").get("stripe") == KEY
    assert KEY not in file.read_text(encoding="utf-8")
    with pytest.raises(SecretElsewhere):
        await bound(store(), {"stripe": (EVIL,)}, "x").get("stripe")
    await store().allow("stripe", [EVIL])
    assert await bound(store(), {"stripe": (EVIL,)}, "x").get("stripe") == KEY


async def test_what_somebody_has_just_typed_in_goes_where_he_says(kept: dict[str, str]) -> None:
    kept |= {"page": KEY, "page#origins": f'["{STRIPE}"]'}
    store = _store()
    assert (
        await bound(GivenFirst({"page": "typed-in"}, store, Redactor()), {"page": (EVIL,)}, "x").get("page")
        == "typed-in"
    )
    with pytest.raises(SecretElsewhere):
        await bound(GivenFirst({}, store, Redactor()), {"page": (EVIL,)}, "x").get("page")
