"""Where a credential may travel in clear, and what counts as near: after parsing, never by how it looks."""

import pytest

from porchlight.net.addresses import (
    is_local_address,
    is_safe_for_credentials,
    is_this_computer,
    require_api_url,
    require_http_url,
    shown_address,
)

_EIGHTS = ("134744072", "0x08080808", "010.8.8.8", "[::ffff:8.8.8.8]", "[::ffff:808:808]", "8.8.2056")
_THIS_COMPUTER = ("127.1", "127.0.0.1", "[::1]", "localhost", "localhost.", "LOCALHOST", "0.0.0.0", "0x7f000001")
_NAMES = ("nas", "localhost.evil.org", "127.0.0.1.nip.io", "intranet", "example.org", "nas.local")
_GARBAGE = ("", "//", "http://[x", "http://", "http://\x00", "nonsense", "http://[::1", "http://%31%32%37.1")


@pytest.mark.parametrize("host", _EIGHTS)
def test_an_address_in_disguise_is_as_far_as_it_is(host: str) -> None:
    assert not is_safe_for_credentials(f"http://{host}/")
    assert not is_local_address(f"http://{host}/")
    assert not is_this_computer(host.strip("[]"))


@pytest.mark.parametrize(
    "host", [*_THIS_COMPUTER, "017700000001", "2130706433", "api.localhost", "[::ffff:127.0.0.1]"]
)
def test_this_computer_is_known_however_it_is_written(host: str) -> None:
    assert is_safe_for_credentials(f"http://{host}:8080/")
    assert is_this_computer(host.strip("[]"))
    assert is_local_address(f"http://{host}/")


@pytest.mark.parametrize(
    "host", ["10.1.2.3", "192.168.0.9", "172.31.255.255", "169.254.1.1", "[fd00::1]", "[fe80::1]"]
)
def test_a_literal_private_address_is_near_but_not_this_computer(host: str) -> None:
    assert is_safe_for_credentials(f"http://{host}/")
    assert not is_this_computer(host.strip("[]"))


@pytest.mark.parametrize("host", ["100.64.0.1", "192.0.2.1", "172.32.0.1", "[64:ff9b::a00:1]", "[2002:a00:1::]"])
def test_what_only_looks_private_gets_no_credential_in_clear(host: str) -> None:
    assert not is_safe_for_credentials(f"http://{host}/")


@pytest.mark.parametrize("host", _NAMES)
def test_no_name_gets_a_credential_in_clear(host: str) -> None:
    assert not is_safe_for_credentials(f"http://{host}/")
    assert is_safe_for_credentials(f"https://{host}/")


@pytest.mark.parametrize("url", _GARBAGE)
def test_what_is_no_address_is_nowhere_and_raises_nothing(url: str) -> None:
    assert not is_safe_for_credentials(url)
    assert "x00" not in repr(shown_address("http://[x"))


def test_names_that_no_public_server_knows_are_near_for_judging_being_offline() -> None:
    assert all(is_local_address(f"http://{host}/") for host in ("nas", "printer.local", "db.home.arpa"))
    assert not is_local_address("http://example.org/")


@pytest.mark.parametrize(
    "url",
    [
        *_GARBAGE,
        "http://a b/",
        "http://example.org/a\r\nX: y",
        "http://example.org/\ud800",
        "http://example.org:99999/",
        "http://example.org:0/",
        "http://a..b/",
        f"http://{'a' * 254}/",
        f"http://example.org/{'a' * 9000}",
        "ftp://example.org",
        "http://user:pass@example.org/",
    ],
)
def test_an_address_that_cannot_be_asked_is_refused_in_one_plain_sentence(url: str) -> None:
    with pytest.raises(ValueError, match="address"):
        require_http_url(url)


@pytest.mark.parametrize("url", ["http://example.org:8080/a?b=c#d", "https://büro.example/ü", "http://a_b.example/"])
def test_an_address_that_can_be_asked_is_kept(url: str) -> None:
    assert require_http_url(url) == url


def test_an_api_is_at_an_address_that_ends_with_its_path() -> None:
    assert require_api_url("https://api.example.org/v2/") == "https://api.example.org/v2"
    for url in ("https://api.example.org/?a=b", "https://api.example.org/#a", "https://user@api.example.org/"):
        with pytest.raises(ValueError, match="path"):
            require_api_url(url)
