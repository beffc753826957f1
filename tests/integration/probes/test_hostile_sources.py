"""What another monitor says may be as long as it is allowed to be, and made to be read slowly."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from porchlight.demo.http_server import Answer, SimulatorServer
from porchlight.model.status import Reason
from tests.hostile.http_server import HostileHttpServer, simple
from tests.integration.probes.other_monitors import OtherMonitor
from tests.integration.probes.test_hostile_http import assert_plain, watching_the_loop
from tests.support import check

pytestmark = pytest.mark.anyio
_MOST = 4_000_000
_LONGEST_PAUSE = 0.7
"""Seconds in which the loop does nothing else, where all is read beside it."""


@pytest.fixture
async def server() -> AsyncIterator[HostileHttpServer]:
    async with HostileHttpServer() as found:
        yield found


@pytest.mark.parametrize(
    "metrics",
    [
        ("monitor_status{" + "a" * 3990 + "} 1\n") * 1000,
        ("monitor_status{" + 'a="\\' * 990 + "} 1\n") * 1000,
        ("monitor_status{" + "} " * 1990 + "\n") * 1000,
        "monitor_status{} " + "9" * _MOST + "x",
        "monitor_status{" + "} 1" * 1300 + " " * _MOST,
    ],
    ids=["names without values", "texts without ends", "braces", "one number", "blanks"],
)
async def test_metrics_made_to_be_slow_are_read_soon(server: HostileHttpServer, metrics: str) -> None:
    server.rules["/metrics"] = simple(metrics.encode(), b"Content-Type: text/plain")
    result, pause = await watching_the_loop(check({"kind": "uptime_kuma", "url": server.url}, timeout=20.0))
    assert_plain(result)
    assert result.reason is not Reason.TIMEOUT
    assert pause < _LONGEST_PAUSE


_LONG_PAGE = b'{"publicGroupList": [{"monitorList": [' + b", ".join([b'{"name": "\\t"}'] * 190_000) + b"]}]}"
_SHORT_PAGE = b'{"publicGroupList": [{"monitorList": [{"id": 1}]}]}'
_LONG_BEATS = b'{"heartbeatList": {"1": [' + b", ".join([b'{"status": 1}'] * 190_000) + b"]}}"
_NO_BEATS = b'{"heartbeatList": {}}'


@pytest.mark.parametrize(("page", "beats"), [(_LONG_PAGE, _NO_BEATS), (_SHORT_PAGE, _LONG_BEATS)])
async def test_either_half_of_a_status_page_may_be_long(page: bytes, beats: bytes) -> None:
    documents = {
        "/api/status-page/gifts": Answer(200, page, {"Content-Type": "application/json"}),
        "/api/status-page/heartbeat/gifts": Answer(200, beats, {"Content-Type": "application/json"}),
    }
    async with SimulatorServer(OtherMonitor(dict(documents))) as server:
        settings = {"kind": "uptime_kuma", "url": server.url, "status_page": "gifts"}
        result, pause = await watching_the_loop(check(settings, timeout=20.0))
    assert_plain(result)
    assert result.reason is not Reason.TIMEOUT
    assert pause < _LONGEST_PAUSE


_EMPTY = b",".join([b"{}"] * 1_300_000)


@pytest.mark.parametrize(
    ("kind", "path", "document", "more"),
    [
        ("gatus", "/statuses", b"[" + _EMPTY + b"]", {}),
        ("alertmanager", "/alerts", b"[" + _EMPTY + b"]", {}),
        ("healthchecks", "/", b'{"checks": [' + _EMPTY + b"]}", {"credential": "key"}),
        (
            "prometheus",
            "/query",
            b'{"data": [' + _EMPTY.replace(b"{}", b"[]") + b"]}",
            {"query": "x", "error_above": 1},
        ),
    ],
)
async def test_an_answer_made_of_empty_pieces_is_not_taken_apart(
    server: HostileHttpServer, kind: str, path: str, document: bytes, more: dict[str, Any]
) -> None:
    server.rules[path] = simple(document, b"Content-Type: application/json")
    result, pause = await watching_the_loop(
        check({"kind": kind, "url": server.url, **more}, secrets={"key": "the-secret"}, timeout=20.0)
    )
    assert result.sentence == "The answer contains more than 200,000 objects and lists. Narrow down what it asks for."
    assert pause < _LONGEST_PAUSE
