"""Programs tell of runs over HTTP: what is taken, what is refused and in which words. Real sockets."""

import asyncio
import json
import socket
import sys

import httpx
import openapi_spec_validator
import pytest

from porchlight.operations.ingest import endpoint
from porchlight.operations.ingest.body import RunGiven
from porchlight.operations.ingest.openapi import openapi
from tests.integration.operations.served import RUN, TOKEN, Keyring, detail, served, status

pytestmark = pytest.mark.anyio


async def test_a_run_is_taken(unused_port: int) -> None:
    async with served(unused_port) as it:
        answer = await it.post()
        assert (answer.status_code, answer.headers["content-type"]) == (201, "application/json")
        (run,) = it.taken
        assert answer.json() == {"ids": [run.id]}
        assert (run.name, run.duration_ms, run.ok, run.processed, run.failed) == (
            "nightly import",
            90_000,
            True,
            405,
            None,
        )
        assert run.began_ms == it.clock.now_ms() - 90_000


async def test_several_are_taken_at_once_and_times_count_with_their_offset(unused_port: int) -> None:
    began, ended = "2026-09-21T09:00:00-05:00", "2026-09-21T14:01:30Z"
    runs = [
        {**RUN, "ok": False, "failed": 3, "subject": "7", "expectEveryMs": 3_600_000},
        {"name": "a", "began": began, "ended": ended},
        {"name": "a", "began": began, "durationMs": 1},
        {"name": "a", "ended": ended, "durationMs": 90_000},
    ]
    async with served(unused_port) as it:
        it.clock.wall_ms = 1_790_000_100_000
        assert (await it.post(runs)).status_code == 201
        first, spanned, begun, ended_run = it.taken
        assert (first.ok, first.failed, first.subject, first.expected_ms) == (False, 3, "7", 3_600_000)
        assert spanned.duration_ms == 90_000
        assert spanned.began_ms == begun.began_ms == ended_run.began_ms
        assert spanned.id == ended_run.id  # the same run, said in two ways
        assert (await it.post([{**RUN, "id": str(number)} for number in range(1000)])).status_code == 201
        assert len(it.taken) == 1004


async def test_the_same_run_has_the_same_id_and_two_jobs_may_count_alike(unused_port: int) -> None:
    async with served(unused_port) as it:
        for one in ({**RUN, "id": "1"}, {**RUN, "id": "1"}, {**RUN, "name": "other", "id": "1"}, RUN, RUN):
            await it.post(one)
        ids = [run.id for run in it.taken]
        assert ids[0] == ids[1]
        assert len(set(ids)) == 4


async def test_a_secret_in_a_name_or_subject_goes_no_further(unused_port: int) -> None:
    async with served(unused_port) as it:
        url = "https://me:planted-s3cret@example.org/"
        assert (await it.post({**RUN, "name": f"get {url}", "subject": url})).status_code == 201
        assert "planted" not in repr(it.taken)


@pytest.mark.parametrize("given", ["", "Bearer", "Bearer x", f"Basic {TOKEN}", f"Bearer {TOKEN}x", TOKEN])
async def test_without_the_token_nobody_gets_in(unused_port: int, given: str) -> None:
    async with served(unused_port) as it:
        answer = await it.post(Authorization=given)
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"].startswith("Bearer")
        assert "token" in detail(answer)
        assert TOKEN not in answer.text
        assert not it.taken


async def test_two_tokens_are_none(unused_port: int) -> None:
    async with served(unused_port) as it:
        assert status(await it.send(it.request(f"Authorization: Bearer {TOKEN}", "Content-Length: 0"))) == 401


async def test_where_there_is_no_token_yet_it_says_how_to_make_one(unused_port: int) -> None:
    async with served(unused_port, keyring=Keyring(None)) as it:
        answer = await it.post()
        assert answer.status_code == 503
        assert "porchlight ingest token" in detail(answer)
        it.keyring.stored = "short"
        assert "too short" in detail(await it.post(Authorization="Bearer short"))


async def test_a_new_token_counts_at_once_and_the_old_one_no_more(unused_port: int) -> None:
    async with served(unused_port) as it:
        assert (await it.post()).status_code == 201
        it.keyring.stored = "another-token-that-nobody-guesses"
        assert (await it.post(Authorization="Bearer another-token-that-nobody-guesses")).status_code == 201
        assert (await it.post()).status_code == 401


@pytest.mark.parametrize(
    "host", ["example.org", "porchlight.local:{port}", "127.0.0.1", "127.0.0.1:1", "0.0.0.0:{port}"]
)
async def test_under_another_name_nothing_is_answered(unused_port: int, host: str) -> None:
    async with served(unused_port) as it:
        answer = await it.post(Host=host.format(port=unused_port))
        assert answer.status_code == 421
        assert "127.0.0.1" in detail(answer)
        assert not it.taken


async def test_the_names_of_this_computer_are_answered(unused_port: int) -> None:
    async with served(unused_port) as it:
        for host in (f"localhost:{unused_port}", f"LOCALHOST:{unused_port}", f"[::1]:{unused_port}"):
            assert (await it.post(Host=host)).status_code == 201
        assert status(await it.send(it.request("Host: evil.example", "Content-Length: 0"))) == 400
        no_host = f"POST /v1/operations HTTP/1.0\r\nAuthorization: Bearer {TOKEN}\r\n\r\n".encode()
        assert status(await it.send(no_host)) == 421


@pytest.mark.parametrize(
    "header", [{"Origin": "https://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}]
)
async def test_web_pages_are_refused_whatever_they_ask(unused_port: int, header: dict[str, str]) -> None:
    async with served(unused_port) as it:
        answer = await it.post(**header)
        assert answer.status_code == 403
        assert "web pages" in detail(answer)
        async with it.client(**header) as client:
            asked = await client.options("/v1/operations")
            assert asked.status_code == 403
            assert not [name for name in asked.headers if name.startswith("access-control")]
            assert (await client.get("/openapi.json")).status_code == 403


async def test_other_methods_and_paths_are_refused(unused_port: int) -> None:
    async with served(unused_port) as it, it.client() as client:
        for method in ("GET", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"):
            answer = await client.request(method, "/v1/operations")
            assert (answer.status_code, answer.headers["allow"]) == (405, "POST")
        answer = await client.post("/openapi.json", json=RUN)
        assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD")
        assert (await client.get("/")).status_code == 404
        assert (await client.post("/v1/operations/", json=RUN)).status_code == 404
        assert "/v1/operations" in detail(await client.get("/elsewhere"))


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "application/json; charset=latin-1"]
)
async def test_only_json_is_read(unused_port: int, kind: str) -> None:
    async with served(unused_port) as it:
        answer = await it.post(**{"Content-Type": kind})
        assert answer.status_code == 415
        assert "application/json" in detail(answer)
        assert (await it.post(**{"Content-Type": "Application/JSON; charset=UTF-8"})).status_code == 201
        assert (await it.post(**{"Content-Encoding": "gzip"})).status_code == 415


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b"[" * 100_000, b'{"name": "\\ud800"}', b"name=x"])
async def test_what_is_no_json_is_refused(unused_port: int, body: bytes) -> None:
    async with served(unused_port) as it:
        answer = await it.post(body)
        assert answer.status_code == 400
        assert detail(answer) == "The body is not JSON."


@pytest.mark.parametrize(
    ("body", "pointer", "expected"),
    [
        (b'{"name": "x", "durationMs": NaN}', "/durationMs", "finite"),
        (b'{"name": "x", "durationMs": -Infinity}', "/durationMs", "finite"),
        (b'{"name": "x", "durationMs": -1}', "/durationMs", "greater than or equal to 0"),
        (b'{"name": "x", "durationMs": 1e300}', "/durationMs", "less than"),
        (b'{"name": "x", "durationMs": "5"}', "/durationMs", "number"),
        (b'{"durationMs": 5}', "/name", "missing"),
        (b'{"name": "  ", "durationMs": 5}', "/name", "empty"),
        (b'{"name": "a\\nb", "durationMs": 5}', "/name", "one line"),
        (b'{"name": "a\\u0000b", "durationMs": 5}', "/name", "one line"),
        (b'{"name": "x"}', "", "durationMs, or both"),
        (b'{"name": "x", "duration": 5}', "/duration", "no such field"),
        (b'{"name": "x", "durationMs": 5, "ok": "yes"}', "/ok", "boolean"),
        (b'{"name": "x", "durationMs": 5, "processed": -1}', "/processed", "greater"),
        (b'{"name": "x", "durationMs": 5, "failed": 1.5}', "/failed", "integer"),
        (b'{"name": "x", "durationMs": 5, "failed": 99999999999999999999}', "/failed", "less"),
        (b'{"name": "x", "durationMs": 5, "ended": 1790000000}', "/ended", "datetime"),
        (b'{"name": "x", "durationMs": 5, "ended": "2026-09-21T10:00:00"}', "/ended", "offset"),
        (b'{"name": "x", "durationMs": 5, "ended": "9999-12-31T23:59:59-14:00"}', "/ended", "future"),
        (b'{"name": "x", "durationMs": 5, "began": "0001-01-01T00:00:00+14:00"}', "/began", "400 days"),
        (b'{"name": "x", "began": "2026-09-21T10:00:00Z", "ended": "2026-09-21T09:00:00Z"}', "", "before it began"),
        (b'[{"name": "x", "durationMs": 5}, {"name": "x", "durationMs": -5}]', "/1/durationMs", "greater"),
        (b"[]", "", "Send at least one"),
        (b"[1]", "/0", "object"),
        (b'"x"', "", "object"),
        (b'{"a/b~c": 1, "name": "x", "durationMs": 5}', "/a~1b~0c", "no such field"),
    ],
)
async def test_each_field_that_does_not_fit_is_named(
    unused_port: int, body: bytes, pointer: str, expected: str
) -> None:
    async with served(unused_port) as it:
        answer = await it.post(body)
        assert answer.status_code == 422
        assert detail(answer)
        faults = {fault["pointer"]: fault["detail"] for fault in answer.json()["errors"]}
        assert expected in faults[pointer]
        assert not it.taken


async def test_of_many_faults_the_first_are_told(unused_port: int) -> None:
    async with served(unused_port) as it:
        answer = await it.post([RUN, {f"f{number}": 1 for number in range(30)}, {}])
        assert [fault["pointer"] for fault in answer.json()["errors"]] == ["/1/name", *[f"/1/f{n}" for n in range(9)]]
        assert "10 of 31" in detail(answer)
        many = {**RUN, **{f"f{number}": 1 for number in range(20_000)}}
        assert (await it.post(many)).json()["errors"] == [{"pointer": "", "detail": "There are too many fields."}]


async def test_names_that_differ_each_time_do_not_drown_the_rest(
    unused_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(endpoint, "MOST_NAMES", 2)
    async with served(unused_port) as it:
        for number in range(2):
            assert (await it.post({**RUN, "name": f"import {number}"})).status_code == 201
        refused = await it.post({**RUN, "name": "import 2"})
        assert refused.status_code == 422
        assert "same name" in detail(refused)
        assert (await it.post({**RUN, "name": "import 1"})).status_code == 201


async def test_a_history_that_cannot_be_written_is_told(unused_port: int) -> None:
    async with served(unused_port) as it:
        it.trouble = "The disk is full."
        answer = await it.post()
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "60")
        assert "The disk is full." in detail(answer)


async def test_the_description_is_valid_and_its_examples_are_accepted(unused_port: int) -> None:
    async with served(unused_port) as it:
        async with httpx.AsyncClient(trust_env=False) as anybody:
            answer = await anybody.get(f"http://{it.host}/openapi.json")
            assert answer.status_code == 200
            assert (await anybody.head(f"http://{it.host}/openapi.json")).headers["content-length"] == str(
                len(answer.content)
            )
        document = answer.json()
        openapi_spec_validator.validate(document)
        assert document == json.loads(json.dumps(openapi(unused_port)))
        assert document["servers"] == [{"url": f"http://127.0.0.1:{unused_port}"}]
        schema = document["components"]["schemas"]["RunGiven"]
        assert set(schema["properties"]) == {field.alias for field in RunGiven.model_fields.values()}
        it.clock.wall_ms = 1_795_600_000_000  # shortly after the examples
        for example in schema["examples"]:
            assert (await it.post(example)).status_code == 201
        assert (await it.post(schema["examples"])).status_code == 201


async def test_a_connection_serves_one_request_after_another(unused_port: int) -> None:
    body = json.dumps(RUN).encode()
    one = "POST /v1/operations HTTP/1.1"
    async with served(unused_port) as it:
        head = it.request(f"Content-Length: {len(body)}", start=one)
        answer = await it.send((head + body) * 3)  # all before the first answer
        assert answer.count(b"HTTP/1.1 201 ") == 3
        async with it.client() as client:
            for _ in range(3):
                assert (await client.post("/v1/operations", json=RUN)).status_code == 201
        reader, writer = await asyncio.open_connection("127.0.0.1", unused_port)
        writer.write(it.request(f"Content-Length: {len(body)}", "Expect: 100-continue"))
        assert (await reader.readuntil(b"\r\n\r\n")).startswith(b"HTTP/1.1 100 ")
        writer.write(body)
        assert (await reader.readline()).startswith(b"HTTP/1.1 201 ")
        writer.close()
        assert len(it.taken) == 7


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere 127.0.0.2 is no address of this computer")
async def test_it_listens_on_this_one_address_alone(unused_port: int) -> None:
    async with served(unused_port):
        with socket.socket(socket.AF_INET) as other:
            other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            other.bind(("127.0.0.2", unused_port))  # refused if it listened on all addresses


async def test_it_listens_on_loopback_of_ipv6_too(unused_port: int) -> None:
    try:
        with socket.socket(socket.AF_INET6) as tried:
            tried.bind(("::1", 0))
    except OSError:
        pytest.skip("this computer has no IPv6")
    async with served(unused_port) as it:
        reader, writer = await asyncio.open_connection("::1", unused_port)
        writer.write(it.request("Content-Length: 0").replace(b"127.0.0.1", b"[::1]"))
        assert (await reader.readline()).startswith(b"HTTP/1.1 400 ")
        writer.close()
