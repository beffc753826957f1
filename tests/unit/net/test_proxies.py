"""Which proxy leads to a server: by scheme, never to this computer, and a sentence where it cannot be used."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from porchlight.net.proxies import Proxy, UnusableProxy, proxy_for, read_proxy

_BOTH = {"http": "http://one.example:3128", "https": "http://other.example:8080"}


def test_each_scheme_has_its_own() -> None:
    assert proxy_for("http", "example.org", _BOTH) == Proxy("one.example", 3128)
    assert proxy_for("https", "example.org", _BOTH) == Proxy("other.example", 8080)
    assert proxy_for("https", "example.org", {"all": "proxy.example"}) == Proxy("proxy.example", 80)
    assert proxy_for("https", "example.org", {"http": "http://one.example"}) is None


@pytest.mark.parametrize(
    "host",
    ["localhost", "a.localhost", "127.0.0.1", "127.9.9.9", "127.1", "2130706433", "0x7f000001", "::1", "0.0.0.0"],
)
def test_none_leads_to_this_computer(host: str) -> None:
    assert proxy_for("http", host, _BOTH) is None


@pytest.mark.parametrize("host", ["127.0.0.1.example.org", "localhost.example.org", "134744072", "192.168.1.1"])
def test_what_only_looks_like_this_computer_is_not(host: str) -> None:
    assert proxy_for("http", host, _BOTH) is not None


def test_the_systems_own_is_asked_with_its_exceptions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("urllib.request.getproxies", lambda: {"http": "http://me:p%40ss@proxy.example:3128"})
    monkeypatch.setattr("urllib.request.proxy_bypass", lambda host: host == "near.example.org")
    assert proxy_for("http", "example.org", None) == Proxy("proxy.example", 3128, "me", "p@ss")
    assert proxy_for("http", "near.example.org", None) is None
    assert proxy_for("https", "example.org", None) is None


@pytest.mark.parametrize("exception", ["straße.example", "xn--strae-oqa.example", "STRAßE.example"])
def test_an_exception_is_one_whichever_way_the_name_is_written(
    monkeypatch: pytest.MonkeyPatch, exception: str
) -> None:
    monkeypatch.setattr("urllib.request.getproxies", lambda: {"https": "http://proxy.example:3128"})
    monkeypatch.setenv("no_proxy", exception)
    for host in ("xn--strae-oqa.example", "xn--strae-oqa.example."):
        assert proxy_for("https", host, None) is None
    assert proxy_for("https", "strasse.example", None) is not None


def test_a_proxy_in_other_letters_is_asked_for_as_dns_has_it() -> None:
    assert read_proxy("http://wächter.example:3128").host == "xn--wchter-bua.example"


def test_an_address_of_version_six_has_brackets() -> None:
    assert read_proxy("http://[fd00::7]:3128").url == "http://[fd00::7]:3128"


@given(
    st.one_of(st.text(max_size=40), st.from_regex(r"[a-z0-9]{0,6}:?/{0,2}[^\s]{0,20}:?[0-9]{0,7}", fullmatch=True))
)
def test_any_text_is_a_proxy_or_a_sentence(text: str) -> None:
    found = _proxy_or_sentence(text)
    if isinstance(found, Proxy):
        assert 0 < found.port < 65536
        assert found.url.isascii()
    else:
        assert "proxy" in found
        assert found.isprintable()


def _proxy_or_sentence(text: str) -> Proxy | str:
    try:
        return read_proxy(text)
    except UnusableProxy as error:
        return str(error)
