"""Whatever an HTTP server sends, the check ends soon, in one plain sentence, and takes little of this computer."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable
from typing import TypeVar

import pytest

from porchlight.model.result import Result
from porchlight.model.status import Outcome, Reason
from porchlight.net.client import ReadOnlyClient
from porchlight.net.exchange import NoReply, Reply
from tests.hostile.http_server import BEHAVIOURS, CHARSETS, LOCATIONS, HostileHttpServer, simple
from tests.support import check

pytestmark = pytest.mark.anyio
_T = TypeVar("_T")
_TAKEN = 24 * 1024 * 1024
"""Bytes that a server may get rid of: what the two ends of a connection on loopback hold, beside what is read."""
_LONGEST_PAUSE = 1.0
"""Seconds in which the loop does nothing else; far above what is aimed at, since other tests run beside this one."""
_SLOW_ON_PURPOSE = frozenset({"slow-tiny-chunks", "slow-headers"})


@pytest.fixture
async def server() -> AsyncIterator[HostileHttpServer]:
    async with HostileHttpServer() as found:
        yield found


async def watching_the_loop(work: Awaitable[_T]) -> tuple[_T, float]:
    """What ``work`` gives, and the longest time for which it kept the loop's thread busy while others waited.

    In CPU time of that thread: what else this computer does meanwhile is none of the program's doing.
    """
    longest = 0.0
    task = asyncio.ensure_future(work)
    while not task.done():
        began = time.thread_time()
        await asyncio.sleep(0.002)
        longest = max(longest, time.thread_time() - began)
    return await task, longest


def assert_plain(result: Result) -> None:
    assert result.reason is not Reason.INTERNAL, result.sentence
    assert 0 < len(result.sentence) <= 1000
    assert result.sentence.isprintable()


@pytest.mark.parametrize("name", sorted(BEHAVIOURS.keys() - _SLOW_ON_PURPOSE))
async def test_whatever_a_server_does_the_check_ends_soon_and_plainly(server: HostileHttpServer, name: str) -> None:
    settings = {"kind": "http", "url": f"{server.url}/{name}", "expect_text": "nothing of the sort"}
    result, pause = await watching_the_loop(check(settings, timeout=20.0))
    assert_plain(result)
    assert result.reason is not Reason.TIMEOUT
    assert server.sent[name] < _TAKEN
    assert pause < _LONGEST_PAUSE


@pytest.mark.parametrize("name", sorted(_SLOW_ON_PURPOSE))
async def test_an_answer_that_drips_is_left_when_the_time_is_over(server: HostileHttpServer, name: str) -> None:
    result = await check({"kind": "http", "url": f"{server.url}/{name}"}, timeout=0.3)
    assert (result.outcome, result.reason) == (Outcome.ERROR, Reason.TIMEOUT)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("endless-headers", "KiB of headers"),
        ("endless-interim-103", "KiB of headers"),
        ("endless-reason", "KiB of headers"),
        ("five-thousand-headers", "KiB of headers"),
        ("endless-trailers", "sent far more chunk headers than content"),
        ("endless-extensions", "sent far more chunk headers than content"),
        ("endless-zeros", "sent far more chunk headers than content"),
        ("endless-headers-with-lf", "KiB of headers"),
        ("endless-fold", "KiB of headers"),
        ("thirty-thousand-lines", "KiB of headers"),
        ("endless-chunks-with-lf", "sent far more chunk headers than content"),
        ("endless-trailers-with-lf", "sent far more chunk headers than content"),
        ("endless-zeros-with-lf", "in chunks with invalid sizes"),
        ("length-twice", "sent two lengths for one answer"),
        ("length-and-chunks", "both Content-Length and Transfer-Encoding"),
        ("length-negative", "a Content-Length that is not a number"),
        ("header-with-nul", "a header with a NUL byte"),
        ("gzip-that-is-none", "is not compressed the way that it claims"),
        ("gzip-endless-members", "is compressed in a way that no server uses"),
        ("switching-protocols", "is not HTTP"),
        ("status-000", "is not HTTP"),
    ],
)
async def test_the_sentence_says_what_the_server_does(server: HostileHttpServer, name: str, text: str) -> None:
    result = await check({"kind": "http", "url": f"{server.url}/{name}"}, timeout=20.0)
    assert (result.outcome, result.reason) == (Outcome.ERROR, Reason.CONTENT)
    assert text in result.sentence


@pytest.mark.parametrize("number", range(len(CHARSETS)))
async def test_no_codec_that_a_stranger_names_is_asked(server: HostileHttpServer, number: int) -> None:
    settings = {"kind": "http", "url": f"{server.url}/charset-{number}", "expect_text": "ABC"}
    result = await check(settings, timeout=20.0)
    assert_plain(result)
    # UTF-16 and the charsets of Asia put other letters together; all others know ASCII.
    assert (result.outcome is Outcome.HEALTHY) or CHARSETS[number] in ("utf-16", "iso-2022-jp")


async def test_text_is_read_in_the_charset_that_the_page_names(server: HostileHttpServer) -> None:
    server.rules["/latin"] = simple("Spende für Kinder".encode("latin-1"), b"Content-Type: text/html; charset=latin1")
    result = await check({"kind": "http", "url": f"{server.url}/latin", "expect_text": "für Kinder"})
    assert result.outcome is Outcome.HEALTHY


@pytest.mark.parametrize("number", [n for n, place in enumerate(LOCATIONS) if b"\x00" not in place])
@pytest.mark.parametrize("follow", [True, False])
async def test_a_redirect_to_nowhere_is_said_and_leads_nowhere(
    server: HostileHttpServer, number: int, follow: bool
) -> None:
    settings = {"kind": "http", "url": f"{server.url}/location-{number}", "follow_redirects": follow}
    result = await check(settings)
    assert_plain(result)
    assert result.outcome is not Outcome.HEALTHY
    assert len(result.sentence) < 400
    assert "s3cret-pw" not in result.sentence


async def test_neither_trailers_nor_a_second_answer_change_the_first(server: HostileHttpServer) -> None:
    async with ReadOnlyClient(proxies={}) as http:
        for name in ("trailers-as-headers", "second-answer"):
            reply = await http.exchange("GET", f"{server.url}/{name}")
            assert isinstance(reply, Reply)
            assert (reply.status, reply.body) == (200, b"ok")
            assert not {"cf-mitigated", "location", "x-second"} & reply.headers.keys()


async def test_all_members_of_a_packed_body_are_read(server: HostileHttpServer) -> None:
    result = await check({"kind": "http", "url": f"{server.url}/gzip-members", "expect_text": "ok and more"})
    assert result.outcome is Outcome.HEALTHY


async def test_what_is_parsed_on_the_loop_is_short(server: HostileHttpServer) -> None:
    async with ReadOnlyClient(proxies={}) as http:
        reply = await http.exchange("GET", f"{server.url}/json-of-ints")
    assert isinstance(reply, Reply)
    assert reply.truncated
    assert len(reply.body) == 128 * 1024


@pytest.mark.parametrize(("name", "wait"), [("retry-nines", "1 h"), ("retry-past", "1 s")])
async def test_nobody_makes_us_wait_for_ever_or_not_at_all(server: HostileHttpServer, name: str, wait: str) -> None:
    result = await check({"kind": "http", "url": f"{server.url}/{name}"})
    assert f"It asks to wait {wait}." in result.sentence


@pytest.mark.parametrize("pointer", ["/a/" + "9" * 900, "/a/-", "/a/01", "/a/~2", "/" + "x/" * 400])
async def test_a_pointer_to_what_is_not_there_is_said(server: HostileHttpServer, pointer: str) -> None:
    server.rules["/list"] = simple(b'{"a": [1, 2]}', b"Content-Type: application/json")
    result = await check({"kind": "http", "url": f"{server.url}/list", "json_pointer": pointer, "json_value": "x"})
    assert (result.outcome, result.reason) == (Outcome.ERROR, Reason.CONTENT)
    assert result.sentence.startswith("The answer has no /")


@pytest.mark.parametrize(
    "url",
    ["http://[x", "http://\x00", "//", "http://", "http://x:99999/", "http://xn--a/", "http://a..b/", "nonsense",
     "http://example.org/\r\nX: y", "http://example.org/" + "a" * 9000, "http://\ud800/", "http://example.org/\ud800"],
)  # fmt: skip
async def test_an_address_that_cannot_be_asked_is_a_matter_of_the_settings(url: str) -> None:
    async with ReadOnlyClient(proxies={}) as http:
        reply = await http.exchange("GET", url)
    assert isinstance(reply, NoReply)
    assert reply.reason is Reason.CONFIGURATION
