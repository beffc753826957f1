"""Nothing that a caller does takes more of the endpoint than it may have, or breaks it. Real sockets."""

import asyncio
import json
import logging
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from porchlight.loopback.connection import LONGEST_HEAD
from porchlight.loopback.server import Limits
from porchlight.operations.ingest.endpoint import A_MINUTE, LONGEST_BODY, STRANGERS_A_MINUTE
from tests.integration.operations.served import RUN, TOKEN, detail, served, status

pytestmark = pytest.mark.anyio

BODY = json.dumps(RUN).encode()


async def test_a_body_that_is_too_long_is_not_read(unused_port: int) -> None:
    async with served(unused_port) as it:
        answer = await it.post(b" " * (LONGEST_BODY + 1))
        assert answer.status_code == 413
        assert "256 KiB" in detail(answer)
        assert (await it.post(BODY + b" " * (LONGEST_BODY - len(BODY)))).status_code == 201
        for length in (LONGEST_BODY + 1, 10**18):
            assert status(await it.send(it.request(f"Content-Length: {length}"), half_close=False)) == 413
        assert (await it.post([RUN] * 1001)).status_code == 413


async def test_a_chunked_body_that_is_too_long_is_cut_off(unused_port: int) -> None:
    async with served(unused_port) as it:
        head = it.request("Transfer-Encoding: chunked")
        chunk = b"1000\r\n" + b" " * 4096 + b"\r\n"
        assert status(await it.send(head, *[chunk] * 80)) == 413
        small = b"1\r\n \r\n" * 70_000  # few bytes, at a high price
        assert status(await it.send(head, small)) == 413
        whole = b"%x\r\n%b\r\n0\r\n\r\n" % (len(BODY), BODY)
        assert status(await it.send(head, whole)) == 201
        assert status(await it.send(head, b"zz\r\n")) == 400
        assert status(await it.send(it.request("Transfer-Encoding: gzip, chunked"), whole)) == 501
        both = it.request("Transfer-Encoding: chunked", f"Content-Length: {len(BODY)}")
        assert len(it.taken) == 1
        answer = await it.send(both, whole)
        assert answer.count(b"HTTP/1.1 ") == 1  # whichever counts, nothing is taken for a second request


async def test_headers_that_are_too_long_are_refused(unused_port: int) -> None:
    async with served(unused_port) as it:
        assert status(await it.send(it.request("X: " + "x" * 2 * LONGEST_HEAD))) == 431
        assert status(await it.send(it.request(*["X: x"] * LONGEST_HEAD))) == 431
        assert status(await it.send(b"x" * 10 * LONGEST_HEAD)) in (400, 431)


@pytest.mark.parametrize(
    "sent",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",  # TLS
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET /\r\n\r\n",
        b"\0\0\0\0\r\n\r\n",
        b"POST /v1/operations HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
        b"POST /v1/operations HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        b"POST /v1/operations HTTP/1.1\r\nHost : x\r\n\r\n",
    ],
)
async def test_what_is_no_proper_http_is_told_so(unused_port: int, sent: bytes) -> None:
    async with served(unused_port) as it:
        answer = await it.send(sent)
        assert status(answer) == 400
        assert b"application/problem+json" in answer
        assert b"Connection: close" in answer


async def test_whoever_sends_too_slowly_is_let_go(unused_port: int) -> None:
    async with served(unused_port, Limits(idle=0.2, request=0.4)) as it:
        began = time.monotonic()
        half_a_head = it.send(it.request()[:-2], half_close=False)
        half_a_body = it.send(it.request("Content-Length: 100"), b"{", half_close=False)
        nothing = it.send(half_close=False)

        async def byte_by_byte() -> bytes:
            reader, writer = await asyncio.open_connection("127.0.0.1", unused_port)
            answer = asyncio.create_task(reader.read())
            for byte in it.request("X: " + "x" * 1000):
                writer.write(bytes([byte]))
                done, _ = await asyncio.wait([answer], timeout=0.05)
                if done:
                    break
            writer.close()
            return answer.result()

        answers = await asyncio.gather(half_a_head, half_a_body, byte_by_byte(), nothing)
        assert [status(answer) for answer in answers] == [408, 408, 408, 0]
        assert time.monotonic() - began < 10
        assert (await it.post()).status_code == 201


async def test_a_thousand_at_once_are_served_or_told_and_it_goes_on(unused_port: int) -> None:
    async with served(unused_port, Limits(request=3)) as it:
        request = it.request(f"Content-Length: {len(BODY)}", "Connection: close") + BODY

        async def call() -> int:
            return status(await it.send(request))

        results = await asyncio.gather(*[call() for _ in range(1000)], return_exceptions=True)
        statuses = {one for one in results if isinstance(one, int)}
        assert 201 in statuses
        assert statuses <= {201, 429, 503, 0}
        assert len([one for one in results if one == 201]) == len(it.taken)
        it.clock.advance(60)
        assert (await it.post()).status_code == 201


async def test_where_all_places_are_held_others_are_told_and_get_in_later(unused_port: int) -> None:
    async with served(unused_port, Limits(request=0.5, connections=3, turned_away=2)) as it:
        held = [await asyncio.open_connection("127.0.0.1", unused_port) for _ in range(3)]
        for _, writer in held:
            writer.write(b"P")
        crowded = await it.post()
        assert (crowded.status_code, crowded.headers["retry-after"]) == (503, "1")
        assert "Too many" in detail(crowded)
        for reader, writer in held:
            assert status(await reader.read()) == 408
            writer.close()
        assert (await it.post()).status_code == 201


async def test_a_flood_is_held_back_and_told_when_to_come_again(unused_port: int) -> None:
    async with served(unused_port) as it, it.client() as client:
        for _ in range(A_MINUTE):
            assert (await client.post("/v1/operations", json=RUN)).status_code == 201
        refused = await client.post("/v1/operations", json=RUN)
        assert (refused.status_code, refused.headers["retry-after"]) == (429, "1")
        assert "Too many" in detail(refused)
        it.clock.advance(1)
        assert (await client.post("/v1/operations", json=RUN)).status_code == 201


async def test_strangers_take_nothing_from_those_with_the_token(unused_port: int) -> None:
    async with served(unused_port) as it, it.client(Authorization="Bearer guessed") as stranger:
        for _ in range(STRANGERS_A_MINUTE):
            assert (await stranger.post("/v1/operations", json=RUN)).status_code == 401
        assert (await stranger.post("/v1/operations", json=RUN)).status_code == 429
        assert (await stranger.get("/openapi.json")).status_code == 429
        assert (await it.post()).status_code == 201


async def test_the_token_is_in_no_log(unused_port: int, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, logger="porchlight")
    caplog.set_level(logging.DEBUG, logger="asyncio")
    async with served(unused_port) as it:
        await it.post()
        await it.post(Authorization=f"Bearer {TOKEN}x")
        await it.post({**RUN, "name": TOKEN, "durationMs": TOKEN})
        await it.send(it.request("X: " + "x" * 2 * LONGEST_HEAD))
        await it.send(it.request()[:-2])
    assert "answered 201" in caplog.text
    assert TOKEN not in caplog.text


_LINES = st.lists(
    st.sampled_from(
        [
            b"Host: x",
            b"Content-Length: 5",
            b"Content-Length: 9999999999",
            b"Transfer-Encoding: chunked",
            b"Content-Type: application/json",
            b"Expect: 100-continue",
            b"Connection: close",
            b"Connection: Upgrade",
            b"Upgrade: h2c",
            b"Authorization: Bearer " + TOKEN.encode(),
        ]
    )
    | st.binary(max_size=30)
)
_STARTS = st.sampled_from(
    [b"POST /v1/operations HTTP/1.1", b"GET /openapi.json HTTP/1.1", b"CONNECT x:1 HTTP/1.1", b"HEAD * HTTP/1.0"]
)
_REQUESTS = st.builds(
    lambda start, lines, body: b"\r\n".join([start, *lines, b"", body]), _STARTS, _LINES, st.binary(max_size=200)
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.binary(max_size=400) | _REQUESTS, min_size=1, max_size=4))
async def test_no_bytes_break_it(unused_port: int, caplog: pytest.LogCaptureFixture, sent: list[bytes]) -> None:
    async with served(unused_port, Limits(idle=1, request=1)) as it:
        known = [one.replace(b"Host: x", f"Host: {it.host}".encode()) for one in sent]
        answer = await it.send(*known)
        assert answer == b"" or status(answer) in range(100, 505)
        assert (await it.post()).status_code == 201
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=20),
        lambda inner: (
            st.lists(inner, max_size=5)
            | st.dictionaries(
                st.sampled_from(["name", "durationMs", "began", "ended", "ok", "id", "subject", "failed"]), inner
            )
        ),
        max_leaves=15,
    )
)
async def test_no_json_breaks_it(unused_port: int, document: object) -> None:
    async with served(unused_port) as it:
        answer = await it.post(json.dumps(document).encode())
        assert answer.status_code in (201, 400, 422)
