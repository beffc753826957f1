"""An answer is mended alike however it comes in pieces, and one that is as it should be comes through as it is."""

from contextlib import suppress
from itertools import pairwise

import httptools
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from porchlight.net.malformed import MalformedAnswer
from porchlight.net.mending import Mender

_LINES = st.sampled_from(
    [
        *(b"Content-Length: 2", b"content-length : 2", b"Transfer-Encoding: chunked", b"Transfer-Encoding: identity"),
        *(b"X: a", b" folded", b"\tfolded", b"no field", b": empty", b"X-\xc3\xa4: b", b"X: \x01", b"X:", b"Y : z"),
    ]
)
_ENDS = st.sampled_from([b"\r\n", b"\n", b"\r\r\n"])
_BODIES = st.sampled_from(
    [b"ok", b"2\r\nok\r\n0\r\n\r\n", b"2\nok\n0\n\n", b"1 \no\n1;x=y\r\nk\r\n00\nX: y\n\n", b"2\nokk\n", b"\n\n", b""]
)


@st.composite
def answers(draw: st.DrawFn, bodies: st.SearchStrategy[bytes] = _BODIES) -> bytes:
    """As servers of all sorts write them."""
    interim = draw(st.sampled_from([b"", b"\r\n", b"HTTP/1.1 103 Early\n\n", b"\xef\xbb\xbf"]))
    first = draw(
        st.sampled_from([b"HTTP/1.1 200 OK", b"http/1.0  404", b"HTTP/1.1 204 No Content", b"HTTP/1.1 2000"])
    )
    lines = b"".join(line + draw(_ENDS) for line in (first, *draw(st.lists(_LINES, max_size=6))))
    return interim + lines + draw(_ENDS) + draw(bodies)


def mended(pieces: list[bytes]) -> tuple[bytes, str]:
    """All that comes out, and what was wrong."""
    mender, found = Mender(), b""
    try:
        for piece in pieces:
            found += bytes(mender.feed(piece))
    except MalformedAnswer as error:
        return b"", str(error)
    return found, ""


@given(answer=answers(), cuts=st.lists(st.integers(0, 200), max_size=8))
@example(answer=b"HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n4\n\n\nok\n0\n\n", cuts=[45, 46, 47, 48, 49])
@example(answer=b"HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n2\nok\r\n0\r\n\r\n", cuts=[49, 50])
def test_it_makes_no_difference_in_which_pieces_an_answer_comes(answer: bytes, cuts: list[int]) -> None:
    places = [0, *sorted(cut for cut in cuts if cut < len(answer)), len(answer)]
    pieces = [answer[begin:end] for begin, end in pairwise(places)]
    assert mended(pieces) == mended([answer]) == mended([bytes([byte]) for byte in answer])


@given(head=answers(st.just(b"")))
def test_a_mended_head_is_what_a_strict_parser_takes_and_stays_as_it_is(head: bytes) -> None:
    once, wrong = mended([head])
    if wrong:
        assert not once
        return
    assert mended([once]) == (once, "")
    with suppress(httptools.HttpParserUpgrade):
        httptools.HttpResponseParser(object()).feed_data(once)


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX: caf\xe9\r\n\r\nok",
        b"HTTP/1.0 301 Moved Permanently\r\nLocation: /\r\n\r\n",
        b"HTTP/1.1 200 \r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\nX: y\r\n\r\n",
        b"HTTP/1.1 204 No Content\r\n\r\n",
    ],
)
def test_an_answer_that_is_as_it_should_be_stays_byte_for_byte(answer: bytes) -> None:
    assert mended([answer]) == (answer, "")


@pytest.mark.parametrize("begin", [b"SSH-2.0-OpenSSH\r\n", b"HTTQ", b"\x15\x03\x01", b"<html>", b"HTTP/1.1 OK\n"])
def test_what_is_no_http_is_known_from_its_first_bytes(begin: bytes) -> None:
    assert "not HTTP" in mended([begin])[1]
