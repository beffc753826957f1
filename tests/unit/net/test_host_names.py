"""One place makes a host name: the domain that is looked up is the one that browsers would open."""

import socket

import pytest
from hypothesis import given
from hypothesis import strategies as st

from porchlight.net.host_names import address_in, ascii_host, certificate_name, is_host, same_host


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("straße.example", "xn--strae-oqa.example"),
        ("STRAẞE.Example", "xn--strae-oqa.example"),
        ("faß.de", "xn--fa-hia.de"),
        ("βόλος.example", "xn--nxasmm1c.example"),
        ("نامه\u200cای.example", "xn--mgba3gch31f060k.example"),
        ("日本語。jp", "xn--wgv71a119e.jp"),
        ("Ｍａｉｌ.example", "mail.example"),
        ("mu\u0308ller.example", "xn--mller-kva.example"),
        ("XN--STRAE-OQA.example", "xn--strae-oqa.example"),
        ("soft\u00adhyphen.example", "softhyphen.example"),
    ],
)
def test_a_name_in_other_letters_is_looked_up_as_browsers_do(written: str, asked: str) -> None:
    assert ascii_host(written) == asked
    assert ascii_host(f"{written}.") == f"{asked}."
    assert certificate_name(f"{written}.") == asked
    assert same_host(written, f"{asked.upper()}.")


@pytest.mark.parametrize("name", ["_dmarc.example.org", "a_b.example", "-x.example", f"{'a' * 63}.example", "nas"])
def test_what_resolvers_take_is_a_name(name: str) -> None:
    assert ascii_host(name) == name


def test_only_labels_in_other_letters_are_judged_by_idna() -> None:
    assert ascii_host("_sip._tcp.bücher.example") == "_sip._tcp.xn--bcher-kva.example"


@pytest.mark.parametrize(
    "text",
    [
        *("", ".", "a..b", ".a", "a b", "a\nb", "a.example\n", "a/b", "a@b", "*.example", "a\x00"),
        *("[a]", "[::1", "::1]", "1::2::3", "fe80::1%", "ä..b", "\ud800.example", "a\u2024b", "℀.example"),
        *(
            "i❤.example",
            "\u0308a.example",
            "xn--ä.example",
            "xn--a",
            "xn--.example",
            "a.xn--abc-",
            "\u200cab.example",
        ),
        *(f"{'a' * 64}.example", f"{'ü' * 60}.example", ".".join(["a" * 63] * 4), "ü" * 5000),
    ],
)
def test_what_no_resolver_could_ask_for_is_no_host(text: str) -> None:
    assert ascii_host(text) == ""
    assert certificate_name(text) == ""
    assert not is_host(text)
    assert not same_host(text, text)


@pytest.mark.parametrize(
    ("written", "address"),
    [
        *(
            ("127.1", "127.0.0.1"),
            ("0x7f000001", "127.0.0.1"),
            ("2130706433", "127.0.0.1"),
            ("10.0.0.1.", "10.0.0.1"),
        ),
        *(
            ("2130706433", "127.0.0.1"),
            ("１２７.０.０.１", "127.0.0.1"),
            ("[2001:DB8::0:1]", "2001:db8::1"),
            ("::FFFF:1.2.3.4", "::ffff:102:304"),
        ),
        ("[fe80::1%eth0]", "fe80::1%eth0"),
    ],
)
def test_an_address_is_one_however_it_is_written(written: str, address: str) -> None:
    assert ascii_host(written) == address
    assert address_in(written) is not None


def test_a_certificate_knows_no_zone() -> None:
    assert certificate_name("fe80::1%eth0") == certificate_name("[FE80::1]") == "fe80::1"
    assert not same_host("fe80::1%eth0", "fe80::1%eth1")


@given(st.text(max_size=80) | st.from_regex(r"[a-zäßσς\u0660-\u0669.\-_xn]{1,40}", fullmatch=True))
def test_what_is_made_is_ascii_that_stays_as_it_is(text: str) -> None:
    host = ascii_host(text)
    assert host.isascii()
    assert ascii_host(host) == host
    if host and ":" not in host:
        assert host.encode("idna").decode() == host  # what Python's sockets make of it
        assert not host.startswith("[")
    elif host:
        socket.inet_pton(socket.AF_INET6, certificate_name(host))
