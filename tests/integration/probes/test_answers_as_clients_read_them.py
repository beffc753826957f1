"""What browsers and curl read is read alike: odd lines, packings, charsets, cookies of a redirect, raw addresses."""

import gzip
import re
import zlib
from collections.abc import AsyncIterator

import pytest

from porchlight.model.result import Result
from porchlight.model.status import Outcome, Reason
from porchlight.net.client import ReadOnlyClient
from porchlight.net.exchange import NoReply, Reply
from tests.hostile.http_server import HostileHttpServer, simple
from tests.integration.probes.talking import Authority, hang, saying, talking
from tests.support import check

pytestmark = pytest.mark.anyio

PAGE = "Spende für Kinder: 5 €"
DOWN = '{"status": "DOWN"}'


@pytest.fixture
async def server() -> AsyncIterator[HostileHttpServer]:
    async with HostileHttpServer() as found:
        yield found


async def look(server: HostileHttpServer, answer: bytes, **settings: object) -> Result:
    server.rules["/it"] = answer
    return await check({"kind": "http", "url": f"{server.url}/it", **settings}, timeout=2.0)


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


# -- heads and framing


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\nX-A: b\nContent-Length: 2\n\nok",
        b"HTTP/1.1 200 OK\r\nX-A: b\nContent-Length: 2\r\n\nok",
        b"HTTP/1.1 200 OK\r\nX-A: a\r\n b\r\n\tc\r\nContent-Length: 2\r\n\r\nok",
        b"HTTP/1.1 200 OK\nContent-Length:\n 2\n\nok",
        b"HTTP/1.0 200 OK\n\nok",
        b"HTTP/1.1 200\nContent-Length: 2\n\nok",
        b"HTTP/1.1  200\tOK\r\nContent-Length : 2\r\n\r\nok",
        b"\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
        b"\xef\xbb\xbfHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
        b"http/1.1 200 ok\r\nContent-Length: 2\r\n\r\nok",
        b"HTTP/1.1 200 OK\r\nPHP Warning:  nothing in a.php on 3\r\nno header\r\nContent-Length: 2\r\n\r\nok",
        b"HTTP/1.1 200 OK\r\nX-\xc3\xa4: a\r\nX: \x01\x1b\rb\r\nContent-Length: 2\r\n\r\nok",
        b"HTTP/1.1 200 OK\r\r\nContent-Length: 2\r\r\n\r\r\nok",
        b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 02\r\n\r\nok",
        b"HTTP/1.1 200 OK\r\nContent-Length: 2, 2\r\n\r\nok",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: identity\r\nContent-Length: 2\r\n\r\nok",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: Chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n",
        b"HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n1\no\n1\nk\n0\n\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1 \r\no\r\n1  \r\nk\r\n0 \r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2 ; name=value\r\nok\r\n0\r\nX: y\r\n\r\n",
        b"HTTP/1.1 103 Early Hints\nLink: </a.css>\n\nHTTP/1.1 200 OK\nContent-Length: 2\n\nok",
    ],
)
async def test_an_answer_that_browsers_take_is_taken(server: HostileHttpServer, answer: bytes) -> None:
    server.rules["/it"] = answer
    async with ReadOnlyClient(proxies={}) as http:
        reply = await http.exchange("GET", f"{server.url}/it")
    assert isinstance(reply, Reply), reply
    assert (reply.status, reply.body) == (200, b"ok")


async def test_a_chunk_that_begins_with_an_empty_line_keeps_it(server: HostileHttpServer) -> None:
    server.rules["/it"] = b"HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n4\n\n\nok\n2\n\r\n\n0\nX-Trailer: no\n\n"
    async with ReadOnlyClient(proxies={}) as http:
        reply = await http.exchange("GET", f"{server.url}/it")
    assert isinstance(reply, Reply)
    assert reply.body == b"\n\nok\r\n"
    assert "x-trailer" not in reply.headers


async def test_a_folded_header_is_one_value(server: HostileHttpServer) -> None:
    server.rules["/it"] = simple(PAGE.encode("latin-1", "replace"), b"Content-Type: text/html;\r\n\tcharset=latin1")
    result = await check({"kind": "http", "url": f"{server.url}/it", "expect_text": "für Kinder"})
    assert result.outcome is Outcome.HEALTHY, result.sentence


@pytest.mark.parametrize(
    ("head", "text"),
    [
        (b"Content-Length: 2\r\nContent-Length: 3", "sent two lengths for one answer"),
        (b"Content-Length: 2, 3", "sent two lengths for one answer"),
        (b"Content-Length: 2\r\nTransfer-Encoding: chunked", "both Content-Length and Transfer-Encoding"),
        (b"Transfer-Encoding:\r\n chunked\r\nContent-Length : 2", "both Content-Length and Transfer-Encoding"),
        (b"Content-Length: +2", "a Content-Length that is not a number"),
        (b"Content-Length: 2\rTransfer-Encoding: chunked", "a Content-Length that is not a number"),
        (b"Content-Length:", "a Content-Length that is not a number"),
        (b"Content-Length: \xc2\xb2", "a Content-Length that is not a number"),
        (b"Transfer-Encoding: gzip, chunked", "in an encoding that Porchlight does not read: gzip"),
        (b"Transfer-Encoding: xchunked", "in an encoding that Porchlight does not read: xchunked"),
        (b"Transfer-Encoding: {where}", "in an encoding that Porchlight does not read: one without a name"),
        (b"X: a\x00b", "a header with a NUL byte"),
    ],
)
async def test_where_an_answer_ends_is_never_guessed(server: HostileHttpServer, head: bytes, text: str) -> None:
    result = await look(server, b"HTTP/1.1 200 OK\r\n" + head + b"\r\n\r\n2\r\nok\r\n0\r\n\r\n")
    assert (result.outcome, result.reason) == (Outcome.ERROR, Reason.CONTENT)
    assert text in result.sentence


@pytest.mark.parametrize("body", [b" 2\r\nok\r\n0\r\n\r\n", b"2\nokk\n0\n\n", b"2\r\nokk\r\n0\r\n\r\n", b"g\n"])
async def test_chunks_that_cannot_be_read_are_named(server: HostileHttpServer, body: bytes) -> None:
    result = await look(server, b"HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n" + body)
    assert "in chunks with invalid sizes" in result.sentence


async def test_what_greets_in_another_language_is_told_at_once() -> None:
    async with talking(saying(b"220 mail.example.org ready\r\n")) as port:
        result = await check({"kind": "http", "url": f"http://127.0.0.1:{port}/"}, timeout=5.0)
    assert result.reason is Reason.CONTENT
    assert "not HTTP" in result.sentence
    assert result.duration_us < 2_000_000


# -- packings


def zipped(data: bytes) -> bytes:
    """Without the time of day: it would be in the names of the tests, which are the same in every worker."""
    return gzip.compress(data, mtime=0)


@pytest.mark.parametrize(
    ("coding", "body"),
    [
        (b"deflate", zlib.compress(PAGE.encode())),
        (b"deflate", raw_deflate(PAGE.encode())),
        (b"Deflate ", raw_deflate(PAGE.encode() * 5000)),
        (b"deflate", zipped(PAGE.encode())),
        (b"gzip", zipped(b"<p>") + zipped(PAGE.encode())),
        (b"x-gzip", zipped(PAGE.encode())),
        (b"gzip, gzip", zipped(zipped(PAGE.encode()))),
        (b"deflate\r\nContent-Encoding: gzip", zipped(raw_deflate(PAGE.encode()))),
        (b"identity, gzip", zipped(PAGE.encode())),
        (b"identity", PAGE.encode()),
        (b"", PAGE.encode()),
    ],
)
async def test_a_packed_page_is_read(server: HostileHttpServer, coding: bytes, body: bytes) -> None:
    result = await look(server, simple(body, b"Content-Encoding: " + coding), expect_text=PAGE)
    assert result.outcome is Outcome.HEALTHY, result.sentence


async def test_a_packed_page_is_read_that_comes_in_drops() -> None:
    body = raw_deflate(PAGE.encode())
    head = b"HTTP/1.1 200 OK\r\nContent-Encoding: deflate\r\nContent-Length: %d\r\n\r\n" % len(body)

    async def drops(reader, writer) -> None:  # type: ignore[no-untyped-def]
        for byte in head + body:
            writer.write(bytes([byte]))
            await writer.drain()
        await hang(reader, writer)

    async with talking(drops) as port:
        result = await check({"kind": "http", "url": f"http://127.0.0.1:{port}/", "expect_text": PAGE})
    assert result.outcome is Outcome.HEALTHY, result.sentence


@pytest.mark.parametrize("coding", ["br", "zstd", "gzip, br", "compress", "gzip, gzip, gzip, gzip, gzip, gzip"])
@pytest.mark.parametrize(
    "expectation", [{"expect_text": "Donate"}, {"json_pointer": "/status", "json_value": "ok"}], ids=["text", "json"]
)
async def test_a_coding_that_nobody_reads_is_named(
    server: HostileHttpServer, coding: str, expectation: dict[str, object]
) -> None:
    answer = simple(b"\x0b\x02\x80ok\x03", b"Content-Encoding: " + coding.encode())
    result = await look(server, answer, **expectation)
    assert (result.outcome, result.reason) == (Outcome.ERROR, Reason.CONTENT)
    last = coding if coding.count("gzip") > 1 else coding.rpartition(" ")[2]
    assert result.sentence.startswith("It answered in an encoding that Porchlight does not read: ")
    assert last[:4] in result.sentence


async def test_a_coding_that_nobody_reads_hides_no_status_and_nothing_that_is_not_asked_for(
    server: HostileHttpServer,
) -> None:
    packed = (b"\x0b\x02\x80ok\x03", b"Content-Encoding: br")
    broken = await look(server, simple(*packed, status=b"503 Unavailable"), expect_text="Donate")
    assert broken.reason is Reason.HTTP_STATUS
    page = await look(server, simple(*packed, b"Content-Type: text/html"))
    assert page.outcome is Outcome.HEALTHY
    assert page.sentence == "Answered 200 as expected, in an encoding that Porchlight does not read (br)."
    health = await look(server, simple(*packed, b"Content-Type: application/json"))
    assert (health.outcome, health.reason) == (Outcome.DEGRADED, Reason.CONTENT)
    empty = await look(server, simple(b"", b"Content-Encoding: br"))
    assert empty.sentence == "Answered 200 as expected."


@pytest.mark.parametrize("coding", [b"utf-8", b"none", b"text/html", b"8bit, binary"])
async def test_a_coding_that_is_none_is_passed_over(server: HostileHttpServer, coding: bytes) -> None:
    named = b"Content-Encoding: " + coding
    page = await look(server, simple(PAGE.encode(), named), expect_text=PAGE)
    assert (page.outcome, page.sentence) == (Outcome.HEALTHY, "Answered 200 as expected.")
    down = await look(server, simple(DOWN.encode(), named, b"Content-Type: application/json"))
    assert down.outcome is Outcome.ERROR


async def test_other_kinds_name_the_coding_too(server: HostileHttpServer) -> None:
    server.rules["/statuses"] = simple(b"\x0b\x02", b"Content-Encoding: zstd", b"Content-Type: application/json")
    result = await check({"kind": "gatus", "url": server.url})
    assert result.sentence == "It answered in an encoding that Porchlight does not read: zstd."


# -- charsets


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (PAGE.encode("utf-8-sig"), "text/html; charset=iso-8859-1"),
        (PAGE.encode("utf-16"), "text/html"),
        (PAGE.encode("cp1252"), "text/html; CHARSET=Windows-1252"),
        (PAGE.encode("cp1252"), "text/html; charset='windows-1252'"),
        (PAGE.encode("cp1252"), "text/html; xcharset=utf-8; charset=windows-1252"),
        (b'<meta charset="windows-1252">' + PAGE.encode("cp1252"), "text/html"),
        (b"<META CharSet = ISO-8859-1>" + PAGE.encode("cp1252"), "text/html"),
        (b"<!-- <meta charset=utf-8> --><meta charset=latin1>" + PAGE.encode("cp1252"), "text/html"),
        (
            b'<meta content="text/html; charset=windows-1252" http-equiv="content-type">' + PAGE.encode("cp1252"),
            "text/html",
        ),
        (b'<meta name="a>b" charset="x-no-such"><meta charset=cp1252>' + PAGE.encode("cp1252"), "text/html"),
        (b'<?xml version="1.0" encoding="ISO-8859-15"?><p>' + PAGE.encode("iso-8859-15"), "application/xhtml+xml"),
        (b"<?xml version='1.0' encoding='windows-1252'?><p>" + PAGE.encode("cp1252"), ""),
        (f'<?xml version="1.0" encoding="UTF-16"?><p>{PAGE}'.encode("utf-16-le"), "text/xml"),
        (f"<!DOCTYPE html><meta charset=utf-16>{PAGE}".encode(), "text/html"),
        (b"<!DOCTYPE html>" + PAGE.encode("cp1252"), "text/html; charset=x-no-such"),
        (b"<html>" + PAGE.encode("cp1252"), "text/html"),
        (PAGE.encode("cp1252"), "text/plain"),
        (PAGE.encode("cp1252"), ""),
        (b"<!-- " + b"x" * 2000 + b" --><meta charset=l9>" + PAGE.encode("iso-8859-15"), "text/html"),
        (f"<html><body>{PAGE}<meta charset=koi8-r>".encode(), "text/html"),
        (f"<html>{PAGE} ".encode() + b"\xe4", "text/html"),
        (f'{{"text": "{PAGE}"}}'.encode("utf-16-le"), "application/json; charset=utf-8"),
    ],
)
async def test_a_page_is_read_in_its_charset(server: HostileHttpServer, body: bytes, content_type: str) -> None:
    answer = simple(body, *([b"Content-Type: " + content_type.encode()] if content_type else []))
    result = await look(server, answer, expect_text=PAGE)
    assert result.outcome is Outcome.HEALTHY, result.sentence


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-be"])
@pytest.mark.parametrize(
    "content_type",
    [
        "application/json",
        "application/health+json; charset=utf-8",
        "text/json; charset=latin1",
        "text/plain; charset=utf-8",
        "",
    ],
)
async def test_a_service_that_says_it_is_down_is_heard_in_any_charset(
    server: HostileHttpServer, charset: str, content_type: str
) -> None:
    answer = simple(DOWN.encode(charset), *([b"Content-Type: " + content_type.encode()] if content_type else []))
    result = await look(server, answer)
    assert (result.outcome, result.reason) == (Outcome.ERROR, Reason.CONTENT), result.sentence
    result = await look(server, answer, json_pointer="/status", json_value="DOWN", health_payload=False)
    assert result.outcome is Outcome.HEALTHY, result.sentence


@pytest.mark.parametrize("before", ["\ufeff\ufeff", "\r\n\ufeff", " \n"])
async def test_nothing_before_json_hides_what_it_says(server: HostileHttpServer, before: str) -> None:
    result = await look(server, simple((before + DOWN).encode(), b"Content-Type: application/json"))
    assert result.outcome is Outcome.ERROR


async def test_json_in_an_old_charset_is_read_in_that_of_its_header(server: HostileHttpServer) -> None:
    body = '{"name": "Vögel"}'.encode("latin-1")
    named = simple(body, b"Content-Type: application/json; charset=ISO-8859-1")
    result = await look(server, named, json_pointer="/name", json_value="Vögel")
    assert result.outcome is Outcome.HEALTHY, result.sentence
    unnamed = simple(b'{"status": "DOWN", "name": "V\xf6gel"}', b"Content-Type: application/json")
    assert (await look(server, unnamed)).outcome is Outcome.ERROR


# -- redirects


async def _follow(
    server: HostileHttpServer, *set_cookies: bytes, to: bytes = b"/end", **settings: object
) -> list[str]:
    """The Cookie headers of both requests."""
    server.asked.clear()
    lines = [b"Location: " + to, *(b"Set-Cookie: " + one for one in set_cookies)]
    server.rules["/begin"] = simple(b"", *lines, status=b"302 Found")
    await check({"kind": "http", "url": f"{server.url}/begin", **settings})
    return [(re.findall(r"(?im)^cookie: (.*?)\r$", head.decode("latin-1")) or [""])[0] for head in server.asked]


@pytest.mark.parametrize(
    ("set_cookies", "sent"),
    [
        ((b"seen=1",), "seen=1"),
        ((b"a=1; Path=/; HttpOnly; SameSite=Lax", b"b=2; path=/"), "a=1; b=2"),
        ((b"a=1; Path=/elsewhere",), ""),
        ((b"a=1; Secure",), ""),
        ((b"a=1; Domain=other.example",), ""),
        ((b"a=1; Domain=127.0.0.1",), "a=1"),
        ((b"a=1; Max-Age=0", b"b=1; Expires=Thu, 01 Jan 1970 00:00:00 GMT"), ""),
        ((b"a=\xc3\xa4\xff",), "a=\u00c3\u00a4\u00ff"),
        ((b"a=" + b"x" * 5000,), ""),
    ],
)
async def test_a_cookie_of_a_redirect_is_sent_along(
    server: HostileHttpServer, set_cookies: tuple[bytes, ...], sent: str
) -> None:
    assert await _follow(server, *set_cookies) == ["", sent]


async def test_a_site_that_looks_whether_its_cookie_comes_back_is_well() -> None:
    async def gate(reader, writer) -> None:  # type: ignore[no-untyped-def]
        head = await reader.readuntil(b"\r\n\r\n")
        gated = simple(b"", b"Location: /", b"Set-Cookie: gate=open; Path=/", status=b"302 Found")
        writer.write(simple(b"Donate") if b"Cookie: gate=open" in head else gated)
        await writer.drain()

    async with talking(gate) as port:
        settings = {"kind": "http", "url": f"http://127.0.0.1:{port}/", "expect_text": "Donate"}
        first, second = await check(settings), await check(settings)
    assert first.outcome is second.outcome is Outcome.HEALTHY, first.sentence
    assert second.measures["redirects"].value == 1  # nothing was kept from the first check


async def test_a_cookie_for_a_host_without_a_dot_is_sent_along(server: HostileHttpServer) -> None:
    setting = b"Set-Cookie: a=1; Domain=localhost; Path=/"
    server.rules["/begin"] = simple(b"", b"Location: /end", setting, status=b"302 Found")
    await check({"kind": "http", "url": f"http://localhost:{server.port}/begin"})
    assert b"Cookie: a=1\r\n" in server.asked[1]


async def test_cookies_stay_at_their_host_and_beside_the_settings_own(server: HostileHttpServer) -> None:
    elsewhere = f"http://localhost:{server.port}/end".encode()
    assert await _follow(server, b"a=1", to=elsewhere) == ["", ""]
    assert await _follow(server, b"a=1; Path=/", headers={"Cookie": "own=2; a=0"}) == ["own=2; a=0", "own=2; a=1"]
    assert await _follow(server, b"a=1", b"a=2") == ["", "a=2"]


async def test_each_hop_gets_the_cookies_of_its_own_path_and_time(server: HostileHttpServer) -> None:
    server.rules["/two"] = simple(b"", b"Location: /three", b"Set-Cookie: a=; Max-Age=0", status=b"302 Found")
    cookies = (b"a=\xe4; Path=/", b"b=2; Path=/two", b"c=\xc3\xbc; Path=/")
    sent = await _follow(server, *cookies, to=b"/two", headers={"Cookie": "own=1"})
    assert [sorted(one.split("; ")) for one in sent] == [
        ["own=1"],
        sorted(["own=1", "a=\u00e4", "b=2", "c=\u00c3\u00bc"]),
        sorted(["own=1", "c=\u00c3\u00bc"]),
    ]


async def test_the_settings_own_cookie_does_not_come_back_to_life(server: HostileHttpServer) -> None:
    async with HostileHttpServer() as other:
        server.rules["/back"] = simple(b"ok")
        setting = simple(b"", b"Location: /y", b"Set-Cookie: o=1; Path=/", status=b"302 Found")
        other.rules["/x"] = setting
        other.rules["/y"] = simple(b"", f"Location: {server.url}/back".encode(), status=b"302 Found")
        target = f"{other.url}/x".encode()
        assert await _follow(server, b"s=1; Path=/", to=target, headers={"Cookie": "own=1"}) == ["own=1", "s=1; o=1"]
        assert [b"own=1" in head for head in other.asked] == [False, False]


async def test_a_redirect_to_two_places_leads_nowhere(server: HostileHttpServer) -> None:
    twice = simple(b"", b"Location: /a", b"Location: /a", status=b"302 Found")
    assert (await look(server, twice)).outcome is Outcome.HEALTHY
    two = await look(server, simple(b"", b"Location: /a", b"location: /b", status=b"302 Found"))
    assert (two.outcome, two.sentence) == (Outcome.ERROR, "127.0.0.1 redirects to two addresses at once.")


async def test_what_came_encrypted_does_not_go_in_clear(server: HostileHttpServer, tmp_path) -> None:  # type: ignore[no-untyped-def]
    authority = Authority(tmp_path)
    back = f"Location: http://127.0.0.1:{server.port}/end".encode()
    answer = simple(b"", back, b"Set-Cookie: session=1; Path=/", status=b"302 Found")
    async with talking(saying(answer), tls=authority.context("127.0.0.1")) as port:
        await check({"kind": "http", "url": f"https://127.0.0.1:{port}/"}, ca_file=authority.ca_file)
    assert len(server.asked) == 1
    assert b"session" not in server.asked[0]


@pytest.mark.parametrize(
    ("location", "asked"),
    [
        ("/spenden/für".encode(), "/spenden/f%C3%BCr"),
        ("/spenden/für".encode("latin-1"), "/spenden/f%FCr"),
        ("/寄付?名=ö#ü".encode(), "/%E5%AF%84%E4%BB%98?%E5%90%8D=%C3%B6"),
        (b"/a b/%C3%BC?x=a b", "/a%20b/%C3%BC?x=a%20b"),
        (b"  /padded\t", "/padded"),
        (b"\\give\\now?a\\b#\\", "/give/now?a\\b"),
        (b"/\xff\xfe\x80", "/%FF%FE%80"),
        ("?nur=frage&ß".encode(), "/begin?nur=frage&%C3%9F"),
    ],
)
async def test_an_address_is_percent_encoded_as_it_came(
    server: HostileHttpServer, location: bytes, asked: str
) -> None:
    server.rules["/begin"] = simple(b"", b"Location: " + location, status=b"302 Found")
    async with ReadOnlyClient(proxies={}) as http:
        reply = await http.exchange("GET", f"{server.url}/begin", follow_redirects=True)
    assert isinstance(reply, Reply | NoReply)
    assert server.asked[1].split(b" ")[1].decode() == asked
