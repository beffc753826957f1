"""One reading of a URL for checks and for whatever is sent."""

import pytest

from porchlight.net.http_library import httpx
from porchlight.net.urls import UnusableUrl, read_url


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("ftp://example.org/", "must begin with http"),
        ("https:///path", "must begin with http"),
        ("", "must begin with http"),
        ("http://example.org:0/", "port"),
        ("http://example.org:99999/", "valid URL|port"),
        ("http://[::1", "valid URL"),
        ("http://a$b.example/", "valid URL"),
        (f"http://example.org/{'a' * 9000}", "valid URL"),
    ],
)
def test_an_address_that_nobody_can_be_asked_at_is_refused_with_the_reason(address: str, why: str) -> None:
    with pytest.raises(UnusableUrl, match=why):
        read_url(address)


def test_a_host_in_any_letters_is_read_in_ascii_and_a_login_is_kept() -> None:
    url = read_url("https://user:pass@straße.example:8443/hook?a=b")
    assert (url.raw_host, url.port, url.username) == (b"xn--strae-oqa.example", 8443, "user")


def test_a_redirect_is_read_from_where_it_stands() -> None:
    assert str(read_url("../up", httpx.URL("https://example.org/a/b/c"))) == "https://example.org/a/up"
