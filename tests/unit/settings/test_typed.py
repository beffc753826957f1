"""Addresses as people type them."""

from pathlib import Path

import pytest

from porchlight.settings.typed import (
    Login,
    database_address,
    database_for_people,
    host_name,
    login_in,
    web_address,
)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("give.example.org", "https://give.example.org"),
        (" give.example.org/donate?to=us ", "https://give.example.org/donate?to=us"),
        ("give.example.org:8443/x", "https://give.example.org:8443/x"),
        ("//give.example.org/", "https://give.example.org/"),
        ("localhost:8080/health", "http://localhost:8080/health"),
        ("127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("[::1]:8080/", "http://[::1]:8080/"),
        ("192.168.1.9/admin", "http://192.168.1.9/admin"),
        ("http://give.example.org", "http://give.example.org"),
        ("bücher.example", "https://bücher.example"),
        ("not an address", "not an address"),
        ("word", "word"),
        ("user:secret@give.example.org", "user:secret@give.example.org"),
        ("", ""),
    ],
)
def test_an_address_needs_no_scheme(typed: str, meant: str) -> None:
    assert web_address(typed) == meant
    assert web_address(meant) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("https://mail.example.org/inbox", "mail.example.org"),
        ("mail.example.org/inbox", "mail.example.org"),
        ("mail.example.org", "mail.example.org"),
        ("printer", "printer"),
        ("fe80::1", "fe80::1"),
        ("http://[::1]:80/", "::1"),
        ("https://[", "https://["),
    ],
)
def test_a_host_may_be_pasted_as_an_address(typed: str, meant: str) -> None:
    assert host_name(typed) == meant
    assert host_name(meant) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("/srv/gifts.db", "sqlite:////srv/gifts.db"),
        (r"C:\Gifts\gifts.db", r"sqlite:///C:\Gifts\gifts.db"),
        ("C:/Gifts/gifts", "sqlite:///C:/Gifts/gifts"),
        ("gifts.sqlite3", "sqlite:///gifts.sqlite3"),
        ("file:///srv/our%20gifts.db", "sqlite:////srv/our gifts.db"),
        ("sqlite:////srv/gifts.db", "sqlite:////srv/gifts.db"),
        ("mysql://reader@db.example.org/gifts", "mysql://reader@db.example.org/gifts"),
        ("gifts", "gifts"),
    ],
)
def test_a_file_is_a_database_by_its_path(typed: str, meant: str) -> None:
    assert database_address(typed) == meant
    assert database_address(meant) == meant
    assert database_address(database_for_people(meant)) == meant


def test_a_path_may_begin_at_home() -> None:
    assert database_address("~/gifts.db") == f"sqlite:///{Path.home() / 'gifts.db'}"


@pytest.mark.parametrize(
    ("pasted", "keep_user", "found"),
    [
        ("https://ann:s3%21cret@give.example.org/a?b=c@d", False,
         Login("https://give.example.org/a?b=c@d", "ann", "s3!cret")),
        ("ann:s3cret@give.example.org/donate", False, Login("https://give.example.org/donate", "ann", "s3cret")),
        ("https://:s3cret@give.example.org/", False, Login("https://give.example.org/", "", "s3cret")),
        ("mysql+pymysql://reader:a:b@c@127.0.0.1:3306/gifts", True,
         Login("mysql+pymysql://reader@127.0.0.1:3306/gifts", "reader", "a:b@c")),
        ("https://ann@give.example.org/", False, None),
        ("https://give.example.org/a:b@c", False, None),
        ("https://give.example.org:8443/", False, None),
        ("sqlite:////srv/a:b@c.db", True, None),
        ("reader:s3cret@127.0.0.1/gifts", True, None),
        ("", False, None),
    ],
)  # fmt: skip
def test_a_login_is_found_in_what_was_pasted(pasted: str, keep_user: bool, found: Login | None) -> None:
    assert login_in(pasted, keep_user=keep_user) == found
