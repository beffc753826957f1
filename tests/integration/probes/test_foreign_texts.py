"""What a hostile server says is quoted: clean, without our secrets, short; and no secret is left in half."""

import asyncio
import json
import math
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from porchlight.alerts.channels.registry import find_kind as find_channel
from porchlight.demo.http_server import Answer, Request, SimulatorServer
from porchlight.demo.website import WebsiteSimulator
from porchlight.intake.text import SENTENCE
from porchlight.language.english import english
from porchlight.model.result import Result
from porchlight.model.status import Outcome, Reason
from porchlight.model.vendor import VendorState
from porchlight.probes.registry import find_kind
from porchlight.probes.vendor.report import ask_vendor
from porchlight.redaction import Redactor
from porchlight.runtime.checks import open_checks
from porchlight.settings.file import parse
from porchlight.settings.vendors import Feed, Format
from tests.support import Checker

pytestmark = pytest.mark.anyio

SECRET = "correct-horse-battery-staple-9"


class Saying(WebsiteSimulator):
    """Says what it is told to."""

    def __init__(self, status: int, body: bytes, headers: Mapping[str, str]) -> None:
        super().__init__()
        self._answer = Answer(status, body, headers)

    def answer(self, request: Request) -> Answer:
        return self._answer


@pytest.fixture
async def server() -> AsyncIterator[SimulatorServer]:
    async with SimulatorServer(WebsiteSimulator()) as server:
        yield server


async def asked(
    server: SimulatorServer,
    body: object,
    settings: Mapping[str, Any],
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
) -> Result:
    """What a check finds where a server that has our key answers ``body`` (bytes, or anything as JSON)."""
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    server.simulator = Saying(status, data, {"Content-Type": "application/json", **(headers or {})})
    checker = Checker({"url": server.url, "credential": "key", **settings}, secrets={"key": SECRET})
    checker.redactor.add_secret(SECRET)
    try:
        return await checker()
    finally:
        await checker.close()


def texts_of(result: Result) -> list[str]:
    parts = [one for part in result.sub_results for one in (part.name, part.sentence)]
    return [result.sentence, *parts, *map(str, result.details.values()), *result.details, *result.measures]


def assert_nothing_left(result: Result) -> None:
    for text in texts_of(result):
        assert not any(SECRET[at : at + 6].lower() in text.lower() for at in range(len(SECRET) - 6)), text
        assert len(text) <= SENTENCE
        assert len(text.splitlines()) <= 1
        text.encode()


PLACES = [at - inside for at in (60, 80, 100, 160, 200, 500) for inside in (2, 15, 28)]


@pytest.mark.parametrize("before", PLACES)
async def test_a_key_that_a_health_payload_repeats_is_not_left_in_half(server: SimulatorServer, before: int) -> None:
    text = "x" * before + SECRET + "y" * 30
    for body in (
        {"status": "fail", "checks": {text: [{"status": "fail", "output": text}]}},
        {"status": "fail", "checks": {"db": [{"status": "fail", "observedValue": text, "observedUnit": text}]}},
        {"status": "DOWN", "components": {text: {"status": "DOWN", "details": {"error": text}}}},
        {"status": "DOWN", "checks": [{"name": text, "status": "DOWN", "data": {"rootCause": text}}]},
    ):
        result = await asked(server, body, {"kind": "http"})
        assert result.outcome is Outcome.ERROR
        assert result.sub_results
        assert_nothing_left(result)


@pytest.mark.parametrize("before", PLACES)
async def test_a_key_that_kubernetes_text_repeats_is_not_left_in_half(server: SimulatorServer, before: int) -> None:
    text = f"[+]ping ok\n[-]etcd{'x' * before}{SECRET} failed {'x' * before}{SECRET}\n".encode()
    result = await asked(server, text, {"kind": "http"}, headers={"Content-Type": "text/plain"})
    assert len(result.sub_results) == 2
    assert_nothing_left(result)


@pytest.mark.parametrize("before", PLACES)
async def test_a_key_where_a_json_pointer_points_is_not_left_in_half(server: SimulatorServer, before: int) -> None:
    for value in ("x" * before + SECRET, ["x" * before + SECRET], {"x" * before + SECRET: 1}):
        result = await asked(server, {"a": value}, {"kind": "http", "json_pointer": "/a", "json_value": "good"})
        assert result.sentence.startswith("/a is ")
        assert_nothing_left(result)


@pytest.mark.parametrize("before", PLACES)
async def test_a_key_that_other_monitors_repeat_is_not_left_in_half(server: SimulatorServer, before: int) -> None:
    text = "x" * before + SECRET
    gatus = [{"name": text, "group": text, "results": [{"success": False, "errors": [text], "timestamp": ""}]}]
    checks = {"checks": [{"name": text, "slug": text, "tags": text, "status": "down"}]}
    alerts = [{"labels": {"alertname": text, "instance": text}, "status": {"state": "active"}}]
    vector = [{"metric": {"job": text, text: text}, "value": [1, "7"]}]
    prometheus = {"status": "success", "data": {"resultType": "vector", "result": vector}, "warnings": [text]}
    for settings, body in (
        ({"kind": "gatus"}, gatus),
        ({"kind": "healthchecks"}, checks),
        ({"kind": "alertmanager"}, alerts),
        ({"kind": "prometheus", "query": "up", "error_above": 1.0}, prometheus),
        ({"kind": "prometheus", "query": "up", "error_above": 9.0}, prometheus),
    ):
        assert_nothing_left(await asked(server, body, settings))
    error = {"status": "error", "error": text}
    assert_nothing_left(
        await asked(server, error, {"kind": "prometheus", "query": "up", "error_above": 1.0}, status=400)
    )


@pytest.mark.parametrize(
    "location",
    [
        f"http://{'a' * 60_000}.example/",
        f"http://{SECRET.upper()}.example/",
        "http://[x",
        "http://\u202eevil/",
        f"http://{'a' * 90}{SECRET}/",
    ],
)
async def test_a_redirects_host_is_quoted(server: SimulatorServer, location: str) -> None:
    headers = {"Location": location.encode("utf-8").decode("latin-1")}
    result = await asked(server, b"", {"kind": "http", "follow_redirects": False}, status=302, headers=headers)
    assert result.reason in (Reason.CAPTIVE_PORTAL, Reason.HTTP_STATUS, Reason.CONTENT), result.sentence
    assert len(result.sentence) < 200
    assert_nothing_left(result)


@pytest.mark.parametrize(
    ("output", "shown"),
    [
        ("\ud800", "\ufffd"),
        ("half \ud83d", "half \ufffd"),
        ("\x1b[2Jgone\x1b]0;title\x07", "\ufffd[2Jgone\ufffd]0;title\ufffd"),
        ("one\r\nforged line", "one forged line"),
        ("\u202elive", "\ufffdlive"),
        ("a\u2028b\0", "a b\ufffd"),
    ],
)
async def test_letters_that_are_none_are_seen_and_do_nothing(
    server: SimulatorServer, output: str, shown: str
) -> None:
    body = {"status": "fail", "checks": {"db": [{"status": "fail", "output": output}]}}
    result = await asked(server, body, {"kind": "http"})
    assert result.sub_results[0].sentence == shown
    result = await asked(server, {"a": output}, {"kind": "http", "json_pointer": "/a", "json_value": "good"})
    assert result.sentence == f"/a is {shown}. It should be good."


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "[" * 60_000, "9" * 5000, "1e999"])
async def test_numbers_that_are_none_and_documents_without_end_are_told_plainly(
    server: SimulatorServer, number: str
) -> None:
    body = f'{{"status": "fail", "a": {number}}}'.encode()
    settings = {"kind": "http", "json_pointer": "/a", "json_operator": "less_than", "json_value": 5}
    result = await asked(server, body, settings)
    assert (result.outcome, result.reason) == (Outcome.ERROR, Reason.CONTENT)
    for kind in ({"kind": "gatus"}, {"kind": "healthchecks"}, {"kind": "alertmanager"}):
        assert (await asked(server, body, kind)).reason is Reason.CONTENT


@pytest.mark.parametrize("value", ["NaN", "+Inf", "-Inf", "1e999", "9" * 5000, "1e300"])
async def test_values_of_prometheus_without_an_end_are_no_measures(server: SimulatorServer, value: str) -> None:
    document = {"status": "success", "data": {"resultType": "scalar", "result": [1, value]}}
    result = await asked(server, document, {"kind": "prometheus", "query": "up", "error_above": 1.0})
    assert result.reason is not Reason.INTERNAL
    assert all(math.isfinite(one.value) and one.value < 1e19 for one in result.measures.values())
    assert "value" not in result.measures


async def test_a_vendors_word_is_quoted(server: SimulatorServer, tmp_path: Path) -> None:
    text = "x" * 140 + SECRET + "\x1b[2J\u202e\ud83d"
    page = {
        "page": {"id": "a"},
        "status": {"indicator": "major", "description": text},
        "incidents": [{"name": text, "impact": "major", "components": [], "started_at": "0001-01-01T00:00:00Z"}],
        "components": [{"name": text, "status": text}],
    }
    server.simulator = Saying(200, json.dumps(page).encode(), {"Content-Type": "application/json"})
    feed = Feed("Vendor", Format.STATUSPAGE, server.url, page="")
    redactor = Redactor()
    redactor.add_secret(SECRET)
    loaded = parse(str(tmp_path / "porchlight.toml"), b"", find_kind, find_channel)
    async with open_checks(loaded, redactor=redactor) as checks:
        # Begun by a task of its own, as while it watches: what is set for the whole program holds there too.
        report = await asyncio.create_task(ask_vendor(feed, checks.http, checks.clock, time_limit=5))
    assert report.state is VendorState.REPORTS
    assert report.since_ms is None
    assert SECRET[:5] not in english(report.sentence())
    assert report.what.isprintable()
    assert len(report.what) <= 160
