"""An HTTP server that does whatever its path names: ``/endless-headers``, ``/charset-punycode``, ``/location-3`` …"""

import asyncio
import gzip
import json
import zlib
from collections.abc import Awaitable, Callable, Mapping
from typing import Final

from tests.hostile.server import HostileServer, Sender

_MIB: Final = 1024 * 1024
_OK: Final = b"HTTP/1.1 200 OK\r\n"
_CHUNKED: Final = _OK + b"Content-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n"
BYTES: Final = bytes(range(256)) * 4096
CHARSETS: Final = (
    "punycode", "idna", "undefined", "rot13", "zlib", "bz2", "hex", "base64", "unicode_escape", "raw_unicode_escape",
    "utf-7", "mbcs", "oem", "charmap", "palmos", "x-user-defined", "replacement", "\0", "a" * 5000, "utf-16",
    "windows-1255", "iso-2022-jp", "gb18030", "..", "encodings.punycode", "", '"', ";",
)  # fmt: skip
LOCATIONS: Final = (
    b"http://[x", b"http://[::1", b"http://\x00", b"//", b"http://", b"https:///", b"http://user:s3cret-pw@",
    b"http://" + b"a" * 60_000, b"http://" + b"a" * 300 + b".test/", b"http://x:99999/", b"http://x:0/",
    b"http://x:-1/", b"http://x:abc/", b"http://a..b/", b"http://.a/", b"http://xn--a/", b"http://\xff\xfe/",
    b"http://a b/", b"http://\xe2\x98\x83.test:7/", b"javascript:alert(1)", b"file:///etc/passwd", b"ftp://x/",
    b"http://%00/", b"http://[fe80::1%25a b]/", b"http://[v1.x]/",
    b"gopher://127.0.0.1:1/", b"http://1.2.3.4.5.6/", b"http://0x/",
)  # fmt: skip
"""None of them leads anywhere."""


class HostileHttpServer(HostileServer):
    """``asked`` holds the heads of the requests, as they came."""

    def __init__(self, *, rules: Mapping[str, bytes] | None = None, **options: object) -> None:
        """``rules``: whole answers by path, beside what is built in."""
        super().__init__(**options)  # type: ignore[arg-type]
        self.rules = dict(rules or {})
        self.asked: list[bytes] = []

    @property
    def url(self) -> str:
        return f"{'https' if self._tls else 'http'}://127.0.0.1:{self.port}"

    async def converse(self, reader: asyncio.StreamReader, sender: Sender) -> str:
        head = await reader.readuntil(b"\r\n\r\n")
        self.asked.append(head)
        target = head.split(b" ", 2)[1].decode()
        path = "/" + target.rpartition("/")[2].partition("?")[0]
        name = path[1:]
        try:
            if path in self.rules:
                await sender.send(self.rules[path])
            elif name in BEHAVIOURS:
                await BEHAVIOURS[name](sender)
            else:
                await sender.send(simple(b"ok"))
        finally:
            self.sent[name] += sender.sent
        return name


def simple(body: bytes, *headers: bytes, status: bytes = b"200 OK") -> bytes:
    """A whole answer."""
    lines = [b"HTTP/1.1 " + status, b"Content-Length: %d" % len(body), *headers]
    return b"\r\n".join(lines) + b"\r\n\r\n" + body


def _whole(answer: bytes) -> Callable[[Sender], Awaitable[None]]:
    return lambda sender: sender.send(answer)


def _endless(begin: bytes, again: bytes, pause: float = 0.0) -> Callable[[Sender], Awaitable[None]]:
    async def behave(sender: Sender) -> None:
        await sender.send(begin)
        await sender.for_ever(again, pause)

    return behave


def _json(document: str) -> Callable[[Sender], Awaitable[None]]:
    return _whole(simple(document.encode(), b"Content-Type: application/json"))


def _packed(body: bytes) -> Callable[[Sender], Awaitable[None]]:
    return _whole(simple(body, b"Content-Encoding: gzip", b"Content-Type: text/plain"))


_GZIP_HEAD: Final = _OK + b"Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n"


def _chunk(data: bytes) -> bytes:
    return b"%x\r\n%s\r\n" % (len(data), data)


def _raw_deflate(body: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(body) + packer.flush()


BEHAVIOURS: Final[Mapping[str, Callable[[Sender], Awaitable[None]]]] = {
    "endless-reason": _endless(b"HTTP/1.1 200 ", b"O"),
    "endless-header-line": _endless(_OK + b"X-Long: ", b"x"),
    "endless-header-name": _endless(_OK, b"X"),
    "endless-headers": _endless(_OK, b"X-One: more\r\n"),
    "endless-same-headers": _endless(_OK, b"a:\r\n"),
    "endless-interim-100": _endless(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    "endless-interim-103": _endless(b"", b"HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\n\r\n"),
    "endless-empty-lines": _endless(b"", b"\r\n"),
    "endless-trailers": _endless(_CHUNKED + b"2\r\nok\r\n0\r\n", b"X-One: more\r\n"),
    "endless-trailer-line": _endless(_CHUNKED + b"2\r\nok\r\n0\r\nX-Long: ", b"x"),
    "endless-extension": _endless(_CHUNKED + b"2\r\nok\r\n5;name=", b"x"),
    "endless-extensions": _endless(_CHUNKED, b"1;" + b"e" * 1024 + b"\r\nx\r\n"),
    "endless-zeros": _endless(_CHUNKED + b"2\r\nok\r\n", b"0"),
    "two-mebibytes-of-headers": _whole(_OK + b"X-One: more\r\n" * 160_000 + b"Content-Length: 2\r\n\r\nok"),
    "five-thousand-headers": _whole(_OK + b"a:b\r\n" * 5_000 + b"Content-Length: 2\r\n\r\nok"),
    "endless-headers-with-lf": _endless(b"HTTP/1.1 200 OK\n", b"X-One: more\n"),
    "endless-fold": _endless(_OK + b"X: a\r\n", b" a\r\n"),
    "endless-lines-that-are-none": _endless(_OK, b"a\n"),
    "endless-carriage-returns": _endless(_OK, b"\r"),
    "thirty-thousand-lines": _whole(_OK + b"a\n" * 30_000 + b"\n"),
    "thirty-thousand-lengths": _whole(_OK + b"Content-Length: " + b"2," * 30_000 + b"2\r\n\r\nok"),
    "endless-chunks-with-lf": _endless(_CHUNKED.replace(b"\r", b""), b"1\nx\n"),
    "endless-trailers-with-lf": _endless(_CHUNKED.replace(b"\r", b"") + b"2\nok\n0\n", b"X-One: more\n"),
    "endless-zeros-with-lf": _endless(_CHUNKED.replace(b"\r", b"") + b"2\nok\n", b"0"),
    "chunk-of-2-to-the-64-with-lf": _endless(_CHUNKED.replace(b"\r", b"") + b"ffffffffffffffff\n", b"x"),
    "page-of-meta": _whole(simple(b"<meta " * (_MIB // 6), b"Content-Type: text/html")),
    "page-of-quotes": _whole(simple(b"<meta a='" + b"<meta \"'" * (_MIB // 8), b"Content-Type: text/html")),
    "page-of-wide-nonsense": _whole(simple(b"a\0\0\xd8" * (_MIB // 4), b"Content-Type: text/html")),
    "json-of-wide-nonsense": _whole(simple(b"{\0\0\0\xff\xff\xff\xff" * (_MIB // 8), b"Content-Type: text/json")),
    "cookies-without-end": _whole(
        simple(b"", b"Location: cookies-without-end", *(
            b"Set-Cookie: n%d=" % number + b";a" * 50 for number in range(490)
        ), status=b"302 Found")
    ),
    "cookie-of-quotes": _whole(
        simple(b"", b"Location: cookie-of-quotes", b'Set-Cookie: a="' + b"\\" * 60_000, status=b"302 Found")
    ),
    "endless-body": _endless(_OK + b"\r\n", b"x" * 16384),
    "endless-tiny-chunks": _endless(_CHUNKED, b"1\r\nx\r\n"),
    "slow-tiny-chunks": _endless(_CHUNKED, b"1\r\nx\r\n", pause=0.01),
    "slow-headers": _endless(_OK, b"a: b\r\n", pause=0.01),
    "chunk-of-2-to-the-64": _endless(_CHUNKED + b"ffffffffffffffff\r\n", b"x"),
    "chunk-size-overflow": _whole(_CHUNKED + b"fffffffffffffffff1\r\n"),
    "length-overflow": _whole(_OK + b"Content-Length: 99999999999999999999999999\r\n\r\nok"),
    "length-negative": _whole(_OK + b"Content-Length: -1\r\n\r\nok"),
    "length-twice": _whole(_OK + b"Content-Length: 2\r\nContent-Length: 5\r\n\r\nok"),
    "length-and-chunks": _whole(_OK + b"Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\nok"),
    "switching-protocols": _endless(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\n\r\n", b"x"),
    "status-000": _endless(b"HTTP/1.1 000 None\r\n\r\n", b"x"),
    "status-999": _whole(simple(b"ok", status=b"999 Whatever")),
    "header-with-nul": _whole(_OK + b"X: a\x00b\r\nContent-Length: 2\r\n\r\nok"),
    "header-with-esc": _whole(_OK + b"X: \x1b[2J\r\nContent-Length: 2\r\n\r\nok"),
    "header-of-bytes": _whole(simple(b"ok", b"X: \xff\xfe\x80")),
    "second-answer": _whole(simple(b"ok") + b"HTTP/1.1 500 No\r\nX-Second: yes\r\n\r\n" + b"evil" * 100),
    "trailers-as-headers": _whole(_CHUNKED + b"2\r\nok\r\n0\r\nCf-Mitigated: challenge\r\nLocation: http://x/\r\n\r\n"),
    "gzip-bomb": _packed(gzip.compress(b"\0" * (50 * _MIB))),
    "gzip-members": _packed(gzip.compress(b"ok ") + gzip.compress(b"and more")),
    "gzip-endless-members": _endless(_GZIP_HEAD, _chunk(gzip.compress(b""))),
    "gzip-endless-garbage": _endless(_GZIP_HEAD + _chunk(gzip.compress(b"ok")), _chunk(b"x" * 4096)),
    "gzip-endless-empty-blocks": _endless(
        _GZIP_HEAD + _chunk(gzip.compress(b"")[:10]), _chunk(b"\x00\x00\x00\xff\xff" * 500)
    ),
    "gzip-that-is-none": _packed(b"this is no gzip at all"),
    "gzip-cut": _packed(gzip.compress(b"x" * 1000)[:40]),
    "deflate-bomb": _whole(simple(zlib.compress(b"\0" * (50 * _MIB)), b"Content-Encoding: deflate")),
    "deflate-raw-bomb": _whole(simple(_raw_deflate(b"\0" * (50 * _MIB)), b"Content-Encoding: deflate")),
    "gzip-in-gzip-bomb": _whole(
        simple(gzip.compress(gzip.compress(b"\0" * (100 * _MIB), 1)), b"Content-Encoding: gzip, gzip")
    ),
    "json-deep": _json("[" * (_MIB - 10)),
    "json-deep-objects": _json('{"a":' * 170_000),
    "json-of-ints": _json("[" + "1," * (_MIB // 2 - 10) + "1]"),
    "json-of-lists": _json("[" + "[]," * (_MIB // 3 - 10) + "1]"),
    "json-huge-number": _json('{"status":' + "9" * (_MIB - 20) + "}"),
    "json-huge-exponent": _json('{"status": 1e999999, "checks": {"a": {"status": NaN}}}'),
    "json-surrogate": _json('{"status": "fail", "checks": {"db": [{"status": "fail", "output": "\\ud800"}]}}'),
    "json-long-names": _json(
        json.dumps({"status": "UP", "components": {"n" * 500_000: {"components": {
            f"k{number}": {"components": {}} for number in range(20_000)
        }}}})
    ),
    "json-forged-lines": _json('{"status": "fail", "output": "\\u001b[2J\\r\\n\\u202eall is well"}'),
    "location-empty": _whole(simple(b"", b"Location: ", status=b"302 Found")),
    "location-itself": _whole(simple(b"", b"Location: location-itself", status=b"302 Found")),
    "retry-nines": _whole(simple(b"", b"Retry-After: " + b"9" * 308, status=b"429 Too Many")),
    "retry-past": _whole(
        simple(b"", b"Retry-After: Thu, 01 Jan 1970 00:00:00 GMT", status=b"429 Too Many")
    ),
    "retry-nonsense": _whole(
        simple(b"", b"Retry-After: Thu, 99 Foo 99999 99:99:99 +9999", status=b"429 Too Many")
    ),
    **{
        f"charset-{number}": _whole(
            simple(BYTES, b"Content-Type: text/plain; charset=" + name.encode().replace(b"\0", b""))
        )
        for number, name in enumerate(CHARSETS)
    },
    **{
        f"location-{number}": _whole(simple(b"", b"Location: " + place, status=b"302 Found"))
        for number, place in enumerate(LOCATIONS)
        if b"\x00" not in place
    },
}  # fmt: skip
